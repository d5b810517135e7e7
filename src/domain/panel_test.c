/* Who is called from outside: the register, codes, a copy without names for a time, notes that
 * stay, votes that nobody reads before the last. */
#include "domain/panel.h"

#include "domain/event.h"
#include "domain/mine.h"
#include "domain/panel_parts.h"
#include "domain/panel_world.h"
#include "domain/world_queries.h"

#define COUNTY WORLD_COUNTY
#define COPY PANEL_WORLD_COPY

static struct report_receipt brought(struct world *w, const char *state)
{
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);

    world_bring(w, COUNTY, r.matter, state);
    return r;
}

static struct report_receipt brought_from(struct world *w, const char *address, const char *state)
{
    struct report_form f = world_form();

    f.identity.address = str_of(address);
    struct report_receipt r = world_received(w, &f);
    world_bring(w, COUNTY, r.matter, state);
    return r;
}

/* The one that calls somebody; the commitment letter lies beside. */
static struct subproc only(struct world *w, int64_t matter)
{
    struct subproc_list l;
    struct ctx *c = world_as_system(w);
    size_t at = 0, n = 0;

    WORLD_OK(c, subproc_list(c, matter, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (!panel_kind(l.items[i].kind))
            continue;
        at = i;
        n++;
    }
    assert_int_equal(n, 1);
    return l.items[at];
}

static void stands(struct world *w, int64_t matter, const char *state)
{
    CHECK_STR(only(w, matter).state, str_of(state));
}

/* ---- the register ---- */

static void a_register_is_kept_by_the_petition_head(void **state)
{
    WORLD_AUTO w = world_new();
    struct panel_member_list l;
    int64_t id = panel_world_member(w, "REP_MASS", "沈代表", "洪合镇泰石村");
    struct ctx *c = world_as(w, COUNTY, RO_HD_HEAD);

    WORLD_OK(c, panel_members(c, &l));
    assert_int_equal(l.n, 1);
    CHECK(l.items[0].id == id && l.items[0].serving);
    const struct panel_member_new n = { S("REP_MASS"), S("赵某"), S("某村"), S(""),
                                        S("2026-01-01"), S("2027-01-01") };
    WORLD_FAULT(c, panel_member_add(c, &n, &id), ERR_DENIED, "panel.role");
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_FAULT(c, panel_members(c, &l), ERR_DENIED, "panel.role");
    c = world_as(w, 330109, RO_PO_HEAD);
    WORLD_FAULT(c, panel_member_withdraw(c, id, S("任期届满")), ERR_NOT_FOUND, "panel.no_member");
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_OK(c, panel_member_withdraw(c, id, S("本人申请退出")));
    WORLD_OK(c, panel_members(c, &l));
    CHECK(!l.items[0].serving && !day_absent(l.items[0].withdrawn));
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_FAULT(c, panel_member_withdraw(c, id, S("再一次")), ERR_NOT_FOUND, "panel.no_member");
}

static void a_register_says_what_is_missing(void **state)
{
    const struct {
        struct panel_member_new n;
        const char *field, *key;
    } wrong[] = {
        { { S("REP_KING"), S("甲"), S("乙"), S(""), S("2026-01-01"), S("2027-01-01") }, "kind",
          "form.option" },
        { { S("REP_MASS"), S(" "), S("乙"), S(""), S("2026-01-01"), S("2027-01-01") }, "name",
          "form.required" },
        { { S("REP_MASS"), S("甲"), S(""), S(""), S("2026-01-01"), S("2027-01-01") }, "unit",
          "form.required" },
        { { S("REP_EXPERT"), S("甲"), S("乙"), S(""), S("2026-01-01"), S("2027-01-01") }, "field",
          "form.required" },
        { { S("REP_MASS"), S("甲"), S("乙"), S(""), S("2026-01-01"), S("soon") }, "to_on",
          "form.date" },
        { { S("REP_MASS"), S("甲"), S("乙"), S(""), S("2026-01-01"), S("2025-01-01") }, "to_on",
          "panel.term" },
        { { S("REP_MASS"), S("沈代表"), S("泰石村"), S(""), S("2026-01-01"), S("2027-01-01") },
          "name", "panel.same_member" },
    };
    WORLD_AUTO w = world_new();

    (void)panel_world_member(w, "REP_MASS", "沈代表", "泰石村");
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct ctx *c = world_as(w, COUNTY, RO_PO_HEAD);
        int64_t id;
        WORLD_MISTAKE(c, panel_member_add(c, &wrong[i].n, &id), wrong[i].field, wrong[i].key);
    }
}

static void places_are_compared_by_the_village(void **state)
{
    static const struct {
        const char *place, *unit;
        bool same;
    } pairs[] = {
        { "秀洲区新塍镇水渠村12号", "嘉兴市秀洲区新塍镇水渠村", true },
        { "新塍镇水渠村村委会", "水渠村", true },
        { "秀洲区教育局", "教育局", true },
        { "秀洲区新塍镇水渠村", "秀洲区新塍镇桃园村", false },
        { "", "水渠村", false },
        { "水渠村", "村", false },
    };
    ARENA_AUTO a = arena_new(1 << 20);

    (void)state;
    for (size_t i = 0; i < COUNT_OF(pairs); i++)
        CHECK(panel_same_place(a, str_of(pairs[i].place), str_of(pairs[i].unit)) == pairs[i].same);
}

/* ---- representatives ---- */

static int64_t invited(struct world *w, int64_t matter)
{
    int64_t id = panel_world_member(w, "REP_MASS", "沈代表", "洪合镇泰石村");

    (void)world_move(w, COUNTY, RO_HD_HEAD, matter, "MR1",
                     panel_world_with(w, id, "&text=请您监督。"));
    return only(w, matter).id;
}

static void not_from_the_village_of_either_side(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought_from(w, "秀洲区洪合镇泰石村3号", "ST_VERIFY");
    struct move_result done;
    size_t hits;
    int64_t near = panel_world_member(w, "REP_MASS", "钱某", "秀洲区新塍镇某村");
    int64_t expert = panel_world_member(w, "REP_EXPERT", "周工", "省设计院");
    struct ctx *c = world_as(w, COUNTY, RO_HD_HEAD);

    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "MR1",
                                 panel_world_with(w, near, "&text=请您监督。"), &done),
                  "member", "guard.member_near");
    c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "MR1",
                                 panel_world_with(w, expert, "&text=请您监督。"), &done),
                  "member", "form.option");
    /* the reporter's village: known to the custodian's session alone */
    int64_t sub = invited(w, r.matter);
    struct panel_codes x = panel_world_codes(w, RO_HD_HEAD, r.matter, sub, 0);
    c = panel_world_enter(w, x.items[0].code);
    WORLD_OK(c, panel_world_do(c, "MR3", "accepted", ""));
    WORLD_OK(c, panel_world_do(c, "MR6", NULL, "pledge=true"));
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "MR7", COPY, &done), "move",
                  "guard.check_waits");
    assert_int_equal(panel_world_compare(w, &hits), 0);
    assert_int_equal(hits, 1);
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "MR7", COPY, &done), "move", "guard.check_hit");
}

static void a_copy_holds_no_names_and_ends_by_itself(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_VERIFY");
    struct move_result done;
    struct panel_view v;
    size_t hits;
    int64_t sub = invited(w, r.matter);
    struct panel_codes x = panel_world_codes(w, RO_HD_HEAD, r.matter, sub, 0);
    struct ctx *c = panel_world_enter(w, x.items[0].code);

    WORLD_OK(c, panel_open(c, &v));
    CHECK(str_absent(v.text) && v.forms.n == 1);
    WORLD_OK(c, panel_world_do(c, "MR3", "accepted", ""));
    WORLD_OK(c, panel_world_do(c, "MR6", NULL, "pledge=true"));
    stands(w, r.matter, "MR_PLEDGED");
    assert_int_equal(panel_world_compare(w, &hits), 1);

    static const struct {
        const char *fields, *field, *key;
    } wrong[] = {
        { "copy=张某修水渠没有招标。&until_on=2026-10-20", "copy", "guard.copy_names" },
        { "copy=请打 13912345678 问。&until_on=2026-10-20", "copy", "guard.copy_numbers" },
        { "copy=水渠没有招标。&until_on=2027-10-20", "until_on", "guard.copy_until" },
        { "copy=水渠没有招标。&until_on=2026-09-01", "until_on", "move.date_past" },
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        c = world_as(w, COUNTY, RO_HANDLER);
        WORLD_MISTAKE(c, world_move_try(c, r.matter, "MR7", wrong[i].fields, &done),
                      wrong[i].field, wrong[i].key);
    }
    world_propose(w, COUNTY, RO_HANDLER, r.matter, "MR7", COPY);
    world_agree(w, COUNTY, RO_HD_HEAD, r.matter, "MR7");
    stands(w, r.matter, "MR_ACTIVE");
    c = panel_world_enter(w, x.items[0].code);
    WORLD_OK(c, panel_open(c, &v));
    CHECK(str_absent(v.text)); /* the custodian has not compared it */
    assert_int_equal(panel_world_compare(w, &hits), 1);
    c = panel_world_enter(w, x.items[0].code);
    WORLD_OK(c, panel_open(c, &v));
    CHECK(str_starts(v.text, S("群众反映")));
    CHECK(!vault_can(c, OBJECT_KM, r.matter) &&
          !vault_can(c, OBJECT_KR, world_report_of(w, r.matter)));

    world_time(w, "2026-10-21T08:00:00+08:00");
    WORLD_FAULT(c, panel_open(c, &v), ERR_LOGIN, "panel.over");
    struct ctx *late;
    WORLD_FAULT(&w->ctx, panel_world_try(w, x.items[0].code, &late), ERR_LOGIN, "panel.over");
}

static void a_copy_that_names_the_reporter_is_not_shown(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_VERIFY");
    struct panel_view v;
    size_t hits;
    int64_t sub = invited(w, r.matter);
    struct panel_codes x = panel_world_codes(w, RO_HD_HEAD, r.matter, sub, 0);
    struct ctx *c = panel_world_enter(w, x.items[0].code);

    WORLD_OK(c, panel_world_do(c, "MR3", "accepted", ""));
    WORLD_OK(c, panel_world_do(c, "MR6", NULL, "pledge=true"));
    (void)panel_world_compare(w, &hits);
    world_propose(w, COUNTY, RO_HANDLER, r.matter, "MR7",
                  "copy=李某说水渠没有招标。&until_on=2026-10-20");
    world_agree(w, COUNTY, RO_HD_HEAD, r.matter, "MR7");
    assert_int_equal(panel_world_compare(w, &hits), 0);
    assert_int_equal(hits, 1);
    c = panel_world_enter(w, x.items[0].code);
    WORLD_OK(c, panel_open(c, &v));
    CHECK(str_absent(v.text));
    /* another copy takes its place */
    world_propose(w, COUNTY, RO_HANDLER, r.matter, "MR10", COPY);
    world_agree(w, COUNTY, RO_HD_HEAD, r.matter, "MR10");
    assert_int_equal(panel_world_compare(w, &hits), 1);
    c = panel_world_enter(w, x.items[0].code);
    WORLD_OK(c, panel_open(c, &v));
    CHECK(!str_absent(v.text));
}

static void notes_go_to_the_petition_offices_and_stay(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_VERIFY");
    struct panel_note_list notes;
    struct panel_codes x;
    struct rows e;
    size_t hits;
    int64_t sub = invited(w, r.matter);

    x = panel_world_codes(w, RO_HD_HEAD, r.matter, sub, 0);
    struct ctx *c = panel_world_enter(w, x.items[0].code);
    WORLD_FAULT(c, panel_world_do(c, "MR4", NULL, "seen_on=2026-09-18&note=略"), ERR_CONFLICT,
                "move.state");
    WORLD_OK(c, panel_world_do(c, "MR3", "accepted", ""));
    WORLD_OK(c, panel_world_do(c, "MR6", NULL, "pledge=true"));
    (void)panel_world_compare(w, &hits);
    world_propose(w, COUNTY, RO_HANDLER, r.matter, "MR7", COPY);
    world_agree(w, COUNTY, RO_HD_HEAD, r.matter, "MR7");
    c = panel_world_enter(w, x.items[0].code);
    WORLD_OK(c, panel_world_do(c, "MR4", NULL, "seen_on=2026-09-18&note=只问了一个人。"));
    WORLD_OK(c, panel_world_do(c, "MR5", NULL, "opinion=应当再问两人。&opinion_signed=true"));
    stands(w, r.matter, "MR_OPINION");

    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_OK(c, panel_notes(c, &notes));
    assert_int_equal(notes.n, 2);
    c = world_as(w, WORLD_CITY, RO_PO_HEAD);
    WORLD_OK(c, panel_notes(c, &notes));
    assert_int_equal(notes.n, 2);
    CHECK(notes.items[0].opened);
    c = world_as(w, COUNTY, RO_HANDLER); /* whom it is about */
    WORLD_FAULT(c, panel_notes(c, &notes), ERR_DENIED, "panel.role");
    WORLD_OK(c, panel_notes_of(c, sub, &notes));
    CHECK(notes.n == 2 && !notes.items[0].opened && str_absent(notes.items[0].text));
    /* its hash stands in the events: one that was taken away is missed */
    WORLD_OK(c, store_run(c, Q_PANEL_TEST_NOTE_EVENTS, &e, INT(r.matter)));
    assert_int_equal(e.n, 2);
    CHECK(str_starts(cell(&e, 0, 0)->s, S("note=")) && cell(&e, 0, 0)->s.n == 5 + 64);

    (void)world_move(w, COUNTY, RO_PO_HEAD, r.matter, "MR8", "note=已转承办部门补问。");
    world_papers(w, r.matter, "M01:- M02:- N01:SYSTEM N02:SYSTEM N09:-");
}

/* ---- hearing ---- */

static struct panel_codes hearing(struct world *w, const struct report_receipt *r, int64_t *ret)
{
    struct arena *a = w->ctx.arena;

    world_switch(w, COUNTY, "sw_hearing_report");
    (void)world_move(w, COUNTY, RO_HD_HEAD, r->matter, "HR1",
                     "hearing_form=writing&text=建议听证。");
    world_propose(w, COUNTY, RO_HD_HEAD, r->matter, "HR2", "outcome=hold&text=同意听证。");
    world_agree(w, COUNTY, RO_DEPUTY, r->matter, "HR2");
    (void)world_move(
        w, COUNTY, RO_HD_HEAD, r->matter, "HR3",
        str_z(a, str_fmt(a,
                         "hearing_on=2026-09-28&place=三楼&chair=%s&recorder=%s&hearers="
                         "陈一、李二、王三&openness=closed&hearing_form=writing",
                         str_z(a, world_work_no(w, COUNTY, RO_PO_HEAD)),
                         str_z(a, world_work_no(w, COUNTY, RO_SCREENER)))));
    *ret = only(w, r->matter).id;
    return panel_world_codes(w, RO_HD_HEAD, r->matter, *ret, 0);
}

static bool hears(const struct panel_code *k)
{
    return str_eq(k->role, S("RO_HEARER"));
}

static void all_pledge(struct world *w, const struct panel_codes *x)
{
    for (size_t i = 0; i < x->n; i++) {
        struct ctx *c = panel_world_enter(w, x->items[i].code);
        WORLD_OK(c, panel_world_do(c, "HR8", "accepted", "pledge=true"));
    }
}

static void held(struct world *w, int64_t matter)
{
    size_t hits;

    world_propose(w, COUNTY, RO_HANDLER, matter, "HR7", COPY);
    world_agree(w, COUNTY, RO_HD_HEAD, matter, "HR7");
    (void)panel_world_compare(w, &hits);
    world_time(w, "2026-09-28T16:00:00+08:00");
    (void)world_move(w, COUNTY, RO_HD_HEAD, matter, "HR4",
                     "heard_on=2026-09-28&attendance=9&absent=nobody&record=双方陈述。"
                     "&read_aloud=true");
}

static size_t rows_like(struct world *w, int64_t matter, const char *needle)
{
    struct ctx *c = world_as_system(w);
    struct rows r;

    WORLD_OK(c, store_run(c, Q_PANEL_TEST_VOTE_EVENTS, &r, INT(matter)));
    size_t n = 0;
    for (size_t i = 0; i < r.n; i++)
        n += str_contains(cell(&r, i, 0)->s, str_of(needle));
    return n;
}

/* All but one part of the secret are no part of it. */
static void parts_open_nothing(struct ctx *c, int64_t sub, size_t wanted)
{
    struct key sk = { { 0 } };
    struct rows votes;
    struct str opened;

    WORLD_OK(c, store_run(c, Q_PANEL_VOTES, &votes, INT(sub)));
    assert_int_equal(votes.n, wanted);
    for (size_t v = 0; v < votes.n; v++)
        for (size_t b = 0; b < KEY_SIZE; b++)
            sk.b[b] ^= (uint8_t)cell(&votes, v, 1)->s.p[b];
    struct key_pair pair = key_pair_of(&sk);
    struct binding to = { .object_kind = OBJECT_KD,
                          .object = sub,
                          .holder = cell(&votes, 0, 0)->i };
    CHECK(!payload_unseal(c->arena, &pair, to,
                          (struct place){ PLACE_PANEL_VOTE, 1, sub, to.holder, 1 },
                          cell(&votes, 0, 2)->s, &opened));
}

static void nobody_reads_a_vote_before_the_last(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_FEEDBACK");
    struct move_result done;
    struct panel p;
    struct rows votes;
    bool found;
    int64_t sub;
    struct panel_codes x = hearing(w, &r, &sub);
    static const char *const cast[] = { "vote=for&note=账不公开。", "vote=against&note=金额不大。",
                                        "vote=for&note=应当公示。" };
    size_t k = 0;

    assert_int_equal(x.n, 5); /* three hearers, chair, recorder */
    all_pledge(w, &x);
    held(w, r.matter);
    for (size_t i = 0; i < x.n; i++) {
        struct ctx *c = panel_world_enter(w, x.items[i].code);
        if (!hears(&x.items[i])) {
            WORLD_FAULT(c, panel_world_do(c, "HR9", NULL, cast[0]), ERR_DENIED, "move.role");
            continue;
        }
        WORLD_OK(c, panel_world_do(c, "HR9", NULL, cast[k++]));
        if (k == 1)
            WORLD_MISTAKE(c, panel_world_do(c, "HR9", NULL, cast[1]), "move", "guard.voted");
        c = world_as(w, COUNTY, RO_HD_HEAD);
        WORLD_OK(c, panel_find(c, sub, &p, &found));
        CHECK(p.votes_in == (int64_t)k && p.counted == (k == 3));
        if (k == 3)
            break;
        parts_open_nothing(c, sub, k);
        WORLD_MISTAKE(c, world_move_try(c, r.matter, "HR5", "facts=略。&opinion=略。", &done),
                      "move", "guard.votes");
    }
    CHECK(p.votes_for == 2 && p.votes_against == 1);
    assert_int_equal(rows_like(w, r.matter, "vote=") + rows_like(w, r.matter, "against"), 0);
    struct ctx *c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_OK(c, store_run(c, Q_PANEL_VOTES, &votes, INT(sub)));
    assert_int_equal(votes.n, 0);
    struct panel_list panels;
    WORLD_OK(c, panels_of_matter(c, r.matter, &panels));
    CHECK(str_contains(panels.items[0].reasons, S("反对：金额不大。")));
    for (size_t i = 0; i < x.n; i++) {
        c = world_as(w, COUNTY, RO_HD_HEAD);
        WORLD_MISTAKE(c, world_move_try(c, r.matter, "HR5", "facts=略。&opinion=略。", &done),
                      "move", "guard.unsigned");
        c = panel_world_enter(w, x.items[i].code);
        WORLD_OK(c, panel_world_do(c, "HR10", NULL, "record_read=true"));
        WORLD_MISTAKE(c, panel_world_do(c, "HR10", NULL, "record_read=true"), "move",
                      "guard.signed");
    }
    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "HR5", "facts=账目清楚。&opinion=公示。");
    stands(w, r.matter, "HR_TOLD");
    struct ctx *late;
    WORLD_FAULT(&w->ctx, panel_world_try(w, x.items[0].code, &late), ERR_LOGIN, "panel.over");
}

static void a_hearing_waits_for_all_and_new_codes_ask_anew(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_FEEDBACK");
    struct move_result done;
    struct panel p;
    struct panel_view v;
    size_t hits;
    bool found;
    int64_t sub;
    struct panel_codes x = hearing(w, &r, &sub), again;
    struct ctx *c = panel_world_enter(w, x.items[0].code), *old;

    WORLD_MISTAKE(c, panel_world_do(c, "HR8", "accepted", ""), "pledge", "form.required");
    /* the copy is ready before he pledges: he does not read it yet */
    world_propose(w, COUNTY, RO_HANDLER, r.matter, "HR7", COPY);
    world_agree(w, COUNTY, RO_HD_HEAD, r.matter, "HR7");
    (void)panel_world_compare(w, &hits);
    c = panel_world_enter(w, x.items[0].code);
    WORLD_OK(c, panel_open(c, &v));
    CHECK(str_absent(v.text));
    world_time(w, "2026-09-20T16:00:00+08:00");
    c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "HR4",
                                 "heard_on=2026-09-20&attendance=9&absent=nobody&record=略。"
                                 "&read_aloud=true",
                                 &done),
                  "move", "guard.not_pledged");
    all_pledge(w, &x);
    held(w, r.matter);
    for (size_t i = 0; i < x.n; i++) {
        if (!hears(&x.items[i]))
            continue;
        c = panel_world_enter(w, x.items[i].code);
        WORLD_OK(c, panel_world_do(c, "HR9", NULL, "vote=for&note=略。"));
        break;
    }
    /* one code is lost: all get new ones, the old open nothing, the vote is asked for anew */
    again = panel_world_codes(w, RO_HD_HEAD, r.matter, sub, x.items[0].seat);
    assert_int_equal(again.n, x.n);
    WORLD_FAULT(&w->ctx, panel_world_try(w, x.items[1].code, &old), ERR_LOGIN, "panel.wrong");
    c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_OK(c, panel_find(c, sub, &p, &found));
    CHECK(p.votes_in == 0 && p.hearers == 3);
}

static void hearers_had_no_hand_in_it(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_FEEDBACK");
    struct panel_codes *x = arena_new_of(w->ctx.arena, struct panel_codes);
    int64_t sub;
    struct panel_codes first = hearing(w, &r, &sub);
    struct ctx *c = panel_world_enter(w, first.items[0].code);

    /* declined: the notice is given anew, the others' codes open nothing any longer */
    WORLD_OK(c, panel_world_do(c, "HR8", "declined", ""));
    struct ctx *gone;
    WORLD_FAULT(&w->ctx, panel_world_try(w, first.items[0].code, &gone), ERR_LOGIN, "panel.over");
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_FAULT(c, panel_codes_prepare(c, r.matter, sub, 0, x), ERR_DENIED, "panel.role");
    c = world_as(w, 330109, RO_HD_HEAD);
    WORLD_FAULT(c, panel_codes_prepare(c, r.matter, sub, 0, x), ERR_NOT_FOUND, "matter.none");
}

/* ---- experts ---- */

static void experts_sign_and_it_is_said_whether_it_was_used(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_VERIFY");
    struct move_result done;
    size_t hits;
    int64_t id = panel_world_member(w, "REP_EXPERT", "周工", "省设计院");

    (void)world_move(w, COUNTY, RO_PO_HEAD, r.matter, "EC1",
                     "question=造价是否合理？&consult_on=2026-09-25");
    (void)world_move(w, COUNTY, RO_PO_HEAD, r.matter, "EC5",
                     panel_world_with(w, id, ""));
    struct ctx *c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "EC5", panel_world_with(w, id, ""), &done),
                  "member", "guard.member_sits");
    int64_t sub = only(w, r.matter).id;
    struct panel_codes x = panel_world_codes(w, RO_PO_HEAD, r.matter, sub, 0);
    c = panel_world_enter(w, x.items[0].code);
    WORLD_OK(c, panel_world_do(c, "EC6", "accepted", "pledge=true"));
    WORLD_MISTAKE(c, panel_world_do(c, "EC8", NULL, "opinion=偏高。&opinion_signed=true"), "move",
                  "guard.no_copy");
    (void)panel_world_compare(w, &hits);
    world_propose(w, COUNTY, RO_HANDLER, r.matter, "EC7", COPY);
    world_agree(w, COUNTY, RO_PO_HEAD, r.matter, "EC7");
    (void)panel_world_compare(w, &hits);
    world_time(w, "2026-09-25T16:00:00+08:00");
    (void)world_move(w, COUNTY, RO_PO_HEAD, r.matter, "EC2",
                     "consulted_on=2026-09-25&materials=预算和决算。");
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "EC9", "summary=偏高一成。", &done), "move",
                  "guard.opinions");
    c = panel_world_enter(w, x.items[0].code);
    WORLD_OK(c, panel_world_do(c, "EC8", NULL, "opinion=单价偏高。&opinion_signed=true"));
    WORLD_MISTAKE(c, panel_world_do(c, "EC8", NULL, "opinion=改一改。&opinion_signed=true"),
                  "move", "guard.opinion_given");
    (void)world_move(w, COUNTY, RO_PO_HEAD, r.matter, "EC9", "summary=偏高一成。");
    (void)world_move(w, COUNTY, RO_HANDLER, r.matter, "EC3", "outcome=used&note=写入报告。");
    stands(w, r.matter, "EC_USED");
    world_papers(w, r.matter, "E01:- N01:SYSTEM N02:SYSTEM N09:-");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_register_is_kept_by_the_petition_head),
        cmocka_unit_test(a_register_says_what_is_missing),
        cmocka_unit_test(places_are_compared_by_the_village),
        cmocka_unit_test(not_from_the_village_of_either_side),
        cmocka_unit_test(a_copy_holds_no_names_and_ends_by_itself),
        cmocka_unit_test(a_copy_that_names_the_reporter_is_not_shown),
        cmocka_unit_test(notes_go_to_the_petition_offices_and_stay),
        cmocka_unit_test(nobody_reads_a_vote_before_the_last),
        cmocka_unit_test(a_hearing_waits_for_all_and_new_codes_ask_anew),
        cmocka_unit_test(hearers_had_no_hand_in_it),
        cmocka_unit_test(experts_sign_and_it_is_said_whether_it_was_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
