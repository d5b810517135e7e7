/* The way of a text to the public: each check that stops it, and the way past all of them. */
#include "domain/publication.h"

#include "domain/custody.h"
#include "domain/mine.h"
#include "domain/statement.h"
#include "domain/statistic.h"
#include "domain/world_move.h"
#include "gen/queries.h"

#define COUNTY WORLD_COUNTY
#define CLEAN_TEXT                                                                                 \
    "pub_title=某村补偿款问题的处理结果&pub_text=经查，某村补偿款公示不全的问题属实，"             \
    "2026年9月已补公示，款项已退还。"
#define TICKS "&no_reporter=true&no_others=true&neutral_words=true&no_files=true"
#define PLAN_SITE                                                                                  \
    "open_stage=feedback&open_what=content&open_part=part&layer=LY_SOCIETY&pub_form=PF_SITE"
#define PLAN_GROUP                                                                                 \
    "open_stage=feedback&open_what=content&open_part=part&layer=LY_GROUP&pub_form=PF_POSTED"

static struct report_receipt told(struct world *w, const struct report_form *f)
{
    struct report_receipt r = world_received(w, f);

    world_bring(w, COUNTY, r.matter, "ST_FEEDBACK");
    return r;
}

static struct ctx *reporter(struct world *w, const struct report_receipt *r)
{
    return world_as_reporter(w, r->report_no, world_form().password);
}

static struct publication only(struct world *w, uint32_t role, int64_t matter)
{
    struct ctx *c = world_as(w, COUNTY, role);
    struct publication_list l;

    WORLD_OK(c, publication_list(c, matter, &l));
    assert_int_equal(l.n, 1);
    return l.items[0];
}

/* Of what is published, or of the mode; a letter on offer stands beside it. */
static struct str step_of(struct world *w, int64_t matter)
{
    struct ctx *c = world_as_system(w);
    struct subproc_list l;

    WORLD_OK(c, subproc_list(c, matter, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (!str_eq(l.items[i].kind, S("SP_COMMIT"))) /* the letter lies beside */
            return l.items[i].state;
    }
    fail_msg("nothing under way");
    return STR_NONE;
}

static void compare_all(struct world *w, bool clean)
{
    struct ctx *c = world_as(w, COUNTY, RO_CUSTODIAN);
    struct pub_compare_list l;

    WORLD_OK(c, publication_compare_list(c, &l));
    assert_int_equal(l.n, 1);
    bool got;
    WORLD_OK(c, publication_compare(c, l.items[0].publication, l.items[0].report, &got));
    assert_int_equal(got, clean);
    WORLD_FAULT(c, publication_compare(c, l.items[0].publication, l.items[0].report, &got),
                ERR_NOT_FOUND, "publication.none");
}

static void answer(struct world *w, const struct report_receipt *r, bool yes)
{
    struct ctx *c = reporter(w, r);
    struct pub_question_list l;

    WORLD_OK(c, publication_questions(c, &l));
    assert_int_equal(l.n, 1);
    WORLD_OK(c, publication_answer(c, l.items[0].publication, l.items[0].hash, yes));
}

/* Planned, written, compared, agreed to: as far as the approver. */
static void written(struct world *w, const struct report_receipt *r, const char *plan,
                    const char *text)
{
    struct arena *a = w->ctx.arena;

    (void)world_move(w, COUNTY, RO_HD_HEAD, r->matter, "PB1", plan);
    (void)world_move(w, COUNTY, RO_PUBLISHER, r->matter, "PB2",
                     str_z(a, str_fmt(a, "%s&guess=200" TICKS, text)));
    (void)world_move(w, COUNTY, RO_HANDLER, r->matter, "PB3", "outcome=ask&text=请您看一看。");
}

/* ---- the whole way ---- */

static void a_result_goes_public_only_past_all_of_them(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = told(w, &f);
    struct published p;
    struct published_list l;
    (void)state;

    written(w, &r, PLAN_SITE, CLEAN_TEXT);
    CHECK_STR(step_of(w, r.matter), S("PB_CONSENT"));
    struct ctx *c = reporter(w, &r);
    struct pub_question_list q;
    WORLD_OK(c, publication_questions(c, &q));
    CHECK_STR(q.items[0].title, S("某村补偿款问题的处理结果"));
    CHECK_STR(q.items[0].answer, S("WAITING"));
    answer(w, &r, true);
    compare_all(w, true);
    (void)world_move(w, COUNTY, RO_DEPUTY, r.matter, "PB5", "outcome=approved");
    CHECK_STR(step_of(w, r.matter), S("PB_APPROVED"));
    c = world_as_nobody(w);
    WORLD_OK(c, published_page(c, WORLD_PROVINCE, STR_NONE, 0, &l));
    assert_int_equal(l.n, 0); /* approved is not yet public */

    (void)world_move(w, COUNTY, RO_PUBLISHER, r.matter, "PB6",
                     "pub_form=PF_SITE&place=本网站&to_on=2026-10-18");
    (void)world_move(w, COUNTY, RO_PUBLISHER, r.matter, "PB6",
                     "pub_form=PF_DISPLAY&place=区政务大厅&to_on=2026-10-18");
    c = world_as_nobody(w);
    WORLD_OK(c, published_page(c, WORLD_PROVINCE, STR_NONE, 0, &l));
    assert_int_equal(l.n, 1); /* two forms, one result */
    CHECK(str_contains(l.items[0].text, S("款项已退还")));
    WORLD_OK(c, published_one(c, l.items[0].id, &p));
    struct public_document doc;
    WORLD_OK(c, public_leaf_last(c, statement_publication_subject(c, p.id), &doc));
    CHECK(doc.kind == PUBLIC_STATISTICS);
    CHECK(str_contains(doc.document,
                       str_fmt(c->arena, "text %.*s\n", STR_ARG(str_hex(c->arena, p.hash.p, 32)))));
    CHECK(!str_contains(doc.document, p.title) && !str_contains(doc.document, S("款项已退还")));
    uint8_t h[32];
    pub_hash(c->arena, p.salt, p.title, p.text, h); /* anybody can check what was agreed to */
    CHECK(str_eq(p.hash, str_bytes((const char *)h, 32)));
    WORLD_OK(c, published_page(c, WORLD_CITY, S("PF_DISPLAY"), 0, &l));
    assert_int_equal(l.n, 1);
    WORLD_OK(c, published_page(c, 330100, STR_NONE, 0, &l));
    assert_int_equal(l.n, 0);
    WORLD_OK(c, published_on_wall(c, COUNTY, &l));
    assert_int_equal(l.n, 1);

    struct statistic_list figures;
    WORLD_OK(c, statistic_of(c, COUNTY, S("S25"), day_from_ymd(2026, 9, 1),
                             day_from_ymd(2026, 10, 1), false, &figures));
    int64_t shown = 0;
    for (size_t i = 0; i < figures.n; i++)
        shown += str_eq(figures.items[i].part, S("PF_DISPLAY")) ? figures.items[i].numerator : 0;
    assert_int_equal(shown, 1); /* counted by form */

    struct mine mine;
    c = reporter(w, &r);
    WORLD_OK(c, mine_read(c, &mine));
    CHECK_STR(mine.timeline.items[mine.timeline.n - 1].kind, S("E_PUBLISHED"));
    CHECK(str_contains(mine.timeline.items[mine.timeline.n - 1].codes, S("form=PF_DISPLAY")));
}

static void its_term_ends_by_itself(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = told(w, &f);
    struct published_list l;
    (void)state;

    written(w, &r, PLAN_SITE, CLEAN_TEXT);
    answer(w, &r, true);
    compare_all(w, true);
    (void)world_move(w, COUNTY, RO_DEPUTY, r.matter, "PB5", "outcome=approved");
    struct move_result done;
    struct ctx *c = world_as(w, COUNTY, RO_PUBLISHER);
    WORLD_MISTAKE(
        c,
        world_move_try(c, r.matter, "PB6", "pub_form=PF_SITE&place=本网站&to_on=2026-09-21", &done),
        "to_on", "guard.pub_days");
    (void)world_move(w, COUNTY, RO_PUBLISHER, r.matter, "PB6",
                     "pub_form=PF_DISPLAY&place=大厅&to_on=2026-10-10");
    (void)world_move(w, COUNTY, RO_PUBLISHER, r.matter, "PB6",
                     "pub_form=PF_SITE&place=本网站&to_on=2026-10-18");
    world_runs_until(w, "2026-10-12T09:00:00+08:00");
    c = world_as_nobody(w);
    WORLD_OK(c, published_on_wall(c, COUNTY, &l));
    assert_int_equal(l.n, 0);
    CHECK_STR(step_of(w, r.matter), S("PB_LIVE"));
    world_runs_until(w, "2026-10-20T09:00:00+08:00");
    CHECK_STR(step_of(w, r.matter), S("PB_EXPIRED"));
    c = world_as_nobody(w);
    WORLD_OK(c, published_page(c, COUNTY, STR_NONE, 0, &l));
    assert_int_equal(l.n, 1); /* stays to be read */
}

static void what_is_taken_down_leaves_its_hash(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = told(w, &f);
    struct published p;
    struct published_list l;
    (void)state;

    written(w, &r, PLAN_SITE, CLEAN_TEXT);
    answer(w, &r, true);
    compare_all(w, true);
    (void)world_move(w, COUNTY, RO_DEPUTY, r.matter, "PB5", "outcome=approved");
    (void)world_move(w, COUNTY, RO_PUBLISHER, r.matter, "PB6",
                     "pub_form=PF_SITE&place=本网站&to_on=2026-10-18");
    struct ctx *c = world_as_nobody(w);
    WORLD_OK(c, published_page(c, COUNTY, STR_NONE, 0, &l));
    int64_t id = l.items[0].id;
    struct str hash = str_dup(w->ctx.arena, l.items[0].hash);

    (void)world_move(w, COUNTY, RO_DEPUTY, r.matter, "PB8", "outcome=correct&text=月份写错。");
    CHECK_STR(step_of(w, r.matter), S("PB_DRAFT"));
    c = world_as_nobody(w);
    WORLD_OK(c, published_one(c, id, &p));
    CHECK(str_absent(p.text) && str_absent(p.title) && str_eq(p.hash, hash));
    CHECK_STR(p.state, S("WITHDRAWN"));
    /* the corrected text goes the whole way again */
    (void)world_move(w, COUNTY, RO_PUBLISHER, r.matter, "PB2",
                     "pub_title=某村补偿款问题的处理结果&pub_text=经查属实，2026年8月已补公示。"
                     "&guess=200" TICKS);
    (void)world_move(w, COUNTY, RO_HANDLER, r.matter, "PB3", "outcome=ask");
    struct move_result done;
    c = world_as(w, COUNTY, RO_DEPUTY);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "PB5", "outcome=approved", &done), "move",
                  "guard.pub_consent");
    answer(w, &r, true);
    compare_all(w, true);
    (void)world_move(w, COUNTY, RO_DEPUTY, r.matter, "PB5", "outcome=approved");
    (void)world_move(w, COUNTY, RO_PUBLISHER, r.matter, "PB6",
                     "pub_form=PF_SITE&place=本网站&to_on=2026-10-18");
    c = world_as_nobody(w);
    WORLD_OK(c, published_one(c, id, &p));
    CHECK(str_contains(p.text, S("8月")) && !str_eq(p.hash, hash) && !day_absent(p.corrected));
    (void)world_move(w, COUNTY, RO_DEPUTY, r.matter, "PB8", "outcome=withdrawn&text=应要求撤下。");
    c = world_as_nobody(w);
    WORLD_OK(c, published_one(c, id, &p));
    CHECK(str_absent(p.text) && str_absent(p.salt) && p.hash.n == 32);
    WORLD_OK(c, published_page(c, COUNTY, STR_NONE, 0, &l));
    assert_int_equal(l.n, 0);
}

/* ---- what stops it ---- */

static void silence_and_no_are_refusals(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = told(w, &f);
    struct move_result done;
    (void)state;

    written(w, &r, PLAN_SITE, CLEAN_TEXT);
    compare_all(w, true);
    struct ctx *c = world_as(w, COUNTY, RO_DEPUTY);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "PB5", "outcome=approved", &done), "move",
                  "guard.pub_consent");
    answer(w, &r, false);
    CHECK_STR(step_of(w, r.matter), S("PB_DRAFT"));
    c = world_as(w, COUNTY, RO_DEPUTY);
    WORLD_FAULT(c, world_move_try(c, r.matter, "PB5", "outcome=approved", &done), ERR_CONFLICT,
                "move.state");
}

static void he_answers_to_the_text_he_saw(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = told(w, &f);
    struct pub_question_list q;
    (void)state;

    written(w, &r, PLAN_SITE, CLEAN_TEXT);
    struct ctx *c = reporter(w, &r);
    WORLD_OK(c, publication_questions(c, &q));
    int64_t id = q.items[0].publication;
    struct str old = str_dup(w->ctx.arena, q.items[0].hash);
    (void)world_move(w, COUNTY, RO_PUBLISHER, r.matter, "PB2",
                     "pub_title=处理结果&pub_text=另一段文字。&guess=200" TICKS);
    c = reporter(w, &r);
    WORLD_FAULT(c, publication_answer(c, id, old, true), ERR_NOT_FOUND, "publication.none");
    (void)world_move(w, COUNTY, RO_HANDLER, r.matter, "PB3", "outcome=ask");
    c = reporter(w, &r);
    WORLD_MISTAKE(c, publication_answer(c, id, old, true), "hash", "publication.text_changed");
}

static void who_reported_is_never_named(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = told(w, &f);
    struct move_result done;
    struct arena *a = w->ctx.arena;
    (void)state;

    struct str text =
        str_fmt(a, "pub_title=处理结果&pub_text=%.*s反映的问题属实。", STR_ARG(f.identity.name));
    written(w, &r, PLAN_SITE, str_z(a, text));
    answer(w, &r, true); /* even with his consent */
    struct ctx *c = world_as(w, COUNTY, RO_DEPUTY);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "PB5", "outcome=approved", &done), "move",
                  "guard.pub_compare");
    compare_all(w, false);
    c = world_as(w, COUNTY, RO_DEPUTY);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "PB5", "outcome=approved", &done), "move",
                  "guard.pub_reporter");
}

static void words_of_the_report_are_cleared_one_by_one_or_never(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = told(w, &f);
    struct move_result done;
    struct arena *a = w->ctx.arena;
    (void)state;

    struct str text = str_fmt(a, "pub_title=处理结果&pub_text=%.*s的问题属实，电话13800138000。",
                              STR_ARG(f.subjects[0].name));
    written(w, &r, PLAN_SITE, str_z(a, text));
    answer(w, &r, true);
    compare_all(w, true);
    struct publication p = only(w, RO_DEPUTY, r.matter);
    CHECK(p.words.hits.n == 2 && p.words.hits.items[0].kind == PUB_HIT_NAME);
    struct ctx *c = world_as(w, COUNTY, RO_DEPUTY);
    WORLD_MISTAKE(
        c, world_move_try(c, r.matter, "PB5", "outcome=approved&cleared.2=本机关电话", &done),
        "cleared.1", "guard.pub_clear");
    (void)world_move(w, COUNTY, RO_DEPUTY, r.matter, "PB5",
                     "outcome=approved&cleared.1=处分已公开通报&cleared.2=本机关电话");
    CHECK_STR(step_of(w, r.matter), S("PB_APPROVED"));

    /* a disposal way is told to nobody */
    (void)world_move(w, COUNTY, RO_PUBLISHER, r.matter, "PB2",
                     "pub_title=处理结果&pub_text=已作谈话函询处理。&guess=200" TICKS);
    (void)world_move(w, COUNTY, RO_HANDLER, r.matter, "PB3", "outcome=ask");
    answer(w, &r, true);
    compare_all(w, true);
    c = world_as(w, COUNTY, RO_DEPUTY);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "PB5", "outcome=approved&cleared.1=没关系", &done),
                  "cleared.1", "guard.pub_never");
}

static void without_a_finding_nobody_is_named(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);
    struct move_result done;
    struct arena *a = w->ctx.arena;
    (void)state;

    world_bring(w, COUNTY, r.matter, "ST_VERIFY");
    world_propose(w, COUNTY, RO_HANDLER, r.matter, "T24",
                  "findings=FIND_FALSE&done=OUT_NONE&summary=查无此事。");
    world_agree(w, COUNTY, RO_PRINCIPAL, r.matter, "T24");
    world_feedback(w, COUNTY, r.matter);
    struct str text = str_fmt(a, "pub_title=处理结果&pub_text=%.*s。", STR_ARG(f.subjects[0].name));
    written(w, &r, PLAN_SITE, str_z(a, text));
    answer(w, &r, true);
    compare_all(w, true);
    struct ctx *c = world_as(w, COUNTY, RO_DEPUTY);
    WORLD_MISTAKE(
        c, world_move_try(c, r.matter, "PB5", "outcome=approved&cleared.1=大家都知道", &done),
        "cleared.1", "guard.pub_name");
}

static void two_persons_and_a_deputy_for_society(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = told(w, &f);
    struct move_result done;
    (void)state;

    written(w, &r, PLAN_SITE, CLEAN_TEXT);
    answer(w, &r, true);
    compare_all(w, true);
    struct ctx *c = world_as(w, COUNTY, RO_PUB_APPROVER);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "PB5", "outcome=approved", &done), "move",
                  "guard.pub_deputy");
    c = world_as(w, COUNTY, RO_PUBLISHER);
    WORLD_FAULT(c, world_move_try(c, r.matter, "PB5", "outcome=approved", &done), ERR_DENIED,
                "move.role");
    /* a deputy who is publisher too does not approve his own text */
    struct str cookie = world_joined(w, COUNTY, RO_PUBLISHER | RO_DEPUTY, "W330411BOTH", RO_DEPUTY);
    c = world_as_cookie(w, cookie);
    struct key km;
    WORLD_FAULT(c, vault_open(c, OBJECT_KM, r.matter, &km), ERR_DENIED, "vault.no_grant");
    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "PB1", PLAN_GROUP); /* gives him the key */
    c = world_as_cookie(w, cookie);
    struct publication_list l;
    WORLD_OK(c, publication_list(c, r.matter, &l));
    assert_int_equal(l.n, 2);
    const struct publication *group =
        str_eq(l.items[0].layer, S("LY_GROUP")) ? &l.items[0] : &l.items[1];
    struct move_field fields[] = {
        { S("pub_title"), S("处理结果") }, { S("pub_text"), S("问题属实，已改正。") },
        { S("guess"), S("30") },           { S("no_reporter"), S("true") },
        { S("no_others"), S("true") },     { S("neutral_words"), S("true") },
        { S("no_files"), S("true") }
    };
    struct move_request q = { .matter = r.matter,
                              .subproc = group->subproc,
                              .move = S("PB2"),
                              .fields = fields,
                              .field_count = COUNT_OF(fields) };
    WORLD_OK(c, matter_move(c, &q, &done));
    c = world_as(w, COUNTY, RO_HANDLER);
    struct move_request ask = {
        .matter = r.matter, .subproc = group->subproc, .move = S("PB3"), .outcome = S("ask")
    };
    WORLD_OK(c, matter_move(c, &ask, &done));
    c = world_as_cookie(w, cookie);
    struct move_request own = {
        .matter = r.matter, .subproc = group->subproc, .move = S("PB5"), .outcome = S("approved")
    };
    WORLD_MISTAKE(c, matter_move(c, &own, &done), "move", "guard.pub_two");
}

static void a_plan_keeps_to_layers_forms_and_stages(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);
    struct move_result done;
    (void)state;

    world_bring(w, COUNTY, r.matter, "ST_VERIFY");
    struct ctx *c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "PB1", PLAN_SITE, &done), "open_stage",
                  "guard.pub_not_told");
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "PB1",
                                 "open_stage=check&open_what=procedure&open_part=part"
                                 "&layer=LY_GROUP&pub_form=PF_MEETING",
                                 &done),
                  "open_stage", "guard.pub_mode");
    world_conclude(w, COUNTY, r.matter);
    world_feedback(w, COUNTY, r.matter);
    c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "PB1",
                                 "open_stage=feedback&open_what=content&open_part=full"
                                 "&layer=LY_SOCIETY&pub_form=PF_MEETING",
                                 &done),
                  "pub_form", "guard.pub_form");
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "PB1", PLAN_SITE "&must=true", &done), "due_on",
                  "form.required");
    /* nobody of the publishers finds the matter before something is planned */
    struct matter m;
    c = world_as(w, COUNTY, RO_PUBLISHER);
    WORLD_FAULT(c, matter_find(c, r.matter, &m), ERR_NOT_FOUND, "matter.none");
    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "PB1", PLAN_SITE);
    c = world_as(w, COUNTY, RO_PUBLISHER);
    WORLD_OK(c, matter_find(c, r.matter, &m));
    struct report_view v;
    CHECK(report_read(c, world_report_of(w, r.matter), &v) != ERR_OK); /* the file, no report */
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "PB2", CLEAN_TEXT "&guess=9" TICKS, &done),
                  "guess", "guard.pub_guess");
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "PB2",
                                 CLEAN_TEXT
                                 "&guess=90&no_reporter=true&no_others=true&neutral_words=true",
                                 &done),
                  "no_files", "form.required");
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_FAULT(c, world_move_try(c, r.matter, "PB2", CLEAN_TEXT "&guess=90" TICKS, &done),
                ERR_DENIED, "move.role");
    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "PB10", "note=不再公开。");
    c = world_as(w, COUNTY, RO_PUBLISHER);
    WORLD_FAULT(c, matter_find(c, r.matter, &m), ERR_NOT_FOUND, "matter.none");
    CHECK(!world_holds(w, "KM", r.matter, world_officer(w, COUNTY, RO_PUBLISHER)));
}

static void what_must_be_told_and_is_not_is_a_breach(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = told(w, &f);
    (void)state;

    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "PB1",
                     PLAN_GROUP "&must=true&due_on=2026-09-25");
    world_runs_until(w, "2026-09-25T20:00:00+08:00");
    world_breaches(w, r.matter, "");
    world_runs_until(w, "2026-09-26T08:00:00+08:00");
    world_breaches(w, r.matter, "V14");
    world_runs_until(w, "2026-09-29T08:00:00+08:00");
    world_breaches(w, r.matter, "V14");
}

static void an_anonymous_one_may_be_answered_at_a_meeting(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct move_result done;
    (void)state;

    f.id_mode = S("ID_ANON");
    f.identity = (struct report_identity){ 0 };
    struct report_receipt r = told(w, &f);
    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "PB1",
                     "open_stage=feedback&open_what=content&open_part=part&layer=LY_GROUP"
                     "&pub_form=PF_MEETING");
    (void)world_move(w, COUNTY, RO_PUBLISHER, r.matter, "PB2", CLEAN_TEXT "&guess=300" TICKS);
    struct ctx *c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "PB3", "outcome=no_consent", &done), "outcome",
                  "guard.pub_consent_needed");
    world_switch(w, COUNTY, "sw_anon_group_feedback");
    (void)world_move(w, COUNTY, RO_HANDLER, r.matter, "PB3", "outcome=no_consent");
    (void)world_move(w, COUNTY, RO_PUB_APPROVER, r.matter, "PB5", "outcome=approved");
    c = world_as(w, COUNTY, RO_HANDLER);
    (void)world_move(w, COUNTY, RO_PUBLISHER, r.matter, "PB6",
                     "pub_form=PF_POSTED&place=村公示栏&to_on=2026-09-30");
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "PB7",
                                 "held_on=2026-09-18&place=村部&attendance=40&questions=何时退款？"
                                 "&answers=已经退还。",
                                 &done),
                  "move", "guard.pub_no_meeting");
    (void)world_move(w, COUNTY, RO_PUBLISHER, r.matter, "PB6",
                     "pub_form=PF_MEETING&place=村部&to_on=2026-09-30");
    (void)world_move(w, COUNTY, RO_HANDLER, r.matter, "PB7",
                     "held_on=2026-09-18&place=村部&attendance=40&questions=何时退款？"
                     "&answers=已经退还。&hands=38比0");
    world_papers(w, r.matter, "N01:SYSTEM N09:- N13:SYSTEM P01:- P02:- P02:-");
    struct published_list l;
    c = world_as_nobody(w);
    WORLD_OK(c, published_page(c, WORLD_PROVINCE, STR_NONE, 0, &l));
    assert_int_equal(l.n, 0); /* for those concerned alone */
}

#define MEETING                                                                                    \
    "place=村部&held_on=2026-09-18&attendance=40&questions=何时退款？&answers=已经退还。"          \
    "&second_officer=%O"

/* T31: neither without the mode or the switch, nor with a text that nobody checked. */
static void an_open_matter_is_answered_at_a_meeting(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct move_result done;
    (void)state;

    f.id_mode = S("ID_ANON");
    f.identity = (struct report_identity){ 0 };
    f.mass_interest = true;
    struct report_receipt r = world_received(w, &f);
    world_bring(w, COUNTY, r.matter, "ST_CONCLUDED");
    const char *fields = world_named(w, COUNTY, MEETING, RO_HD_HEAD);
    struct ctx *c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "T31", fields, &done), "move",
                  "guard.open_handling");
    world_switch(w, COUNTY, "sw_anon_group_feedback");
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "T31", fields, &done), "move",
                  "guard.open_meeting");
    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "PB1",
                     "open_stage=feedback&open_what=content&open_part=part&layer=LY_GROUP"
                     "&pub_form=PF_MEETING");
    (void)world_move(w, COUNTY, RO_PUBLISHER, r.matter, "PB2", CLEAN_TEXT "&guess=300" TICKS);
    (void)world_move(w, COUNTY, RO_HANDLER, r.matter, "PB3", "outcome=no_consent");
    (void)world_move(w, COUNTY, RO_PUB_APPROVER, r.matter, "PB5", "outcome=approved");
    c = world_as(w, COUNTY, RO_HANDLER); /* approved, and not posted yet */
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "T31", fields, &done), "move",
                  "guard.open_meeting");
    (void)world_move(w, COUNTY, RO_PUBLISHER, r.matter, "PB6",
                     "pub_form=PF_MEETING&place=村部&to_on=2026-09-30");
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "T31",
                                 world_named(w, COUNTY, MEETING, RO_HANDLER), &done),
                  "second_officer", "guard.second_officer");
    world_propose(w, COUNTY, RO_HANDLER, r.matter, "T31", fields);
    world_state(w, r.matter, "ST_CONCLUDED");
    world_agree(w, COUNTY, RO_DEPUTY, r.matter, "T31");
    world_state(w, r.matter, "ST_FEEDBACK");
    world_clock(w, r.matter, "D15", "STOPPED", NULL);
    world_clock(w, r.matter, "D17", "RUNNING", NULL);
    world_papers(w, r.matter, "N01:SYSTEM N09:- P01:- P02:-");
}

/* ---- open handling ---- */

static void open_handling_needs_switch_interest_and_consent(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct move_result done;
    struct str asked;
    (void)state;

    f.mass_interest = true;
    struct report_receipt r = world_received(w, &f);
    world_bring(w, COUNTY, r.matter, "ST_VERIFY");
    struct ctx *c = world_as(w, COUNTY, RO_HD_HEAD);
    const char *ask = "outcome=open_investigation&reason_text=涉及全村。&text=想请您同意公开调查。";
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "OH1", ask, &done), "move", "guard.mode_off");
    world_switch(w, COUNTY, "sw_open_investigation");
    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "OH1", ask);
    c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "OH5", "guess=3&text=决定公开调查。", &done),
                  "guess", "guard.mode_guess");
    c = reporter(w, &r);
    WORLD_OK(c, open_mode_asked(c, &asked));
    CHECK_STR(asked, S("OH_ASKED_I"));
    WORLD_OK(c, open_mode_answer(c, true));
    WORLD_OK(c, open_mode_asked(c, &asked));
    CHECK_STR(asked, S(""));
    world_propose(w, COUNTY, RO_HD_HEAD, r.matter, "OH5", "guess=3&text=决定公开调查。");
    CHECK(world_move(w, COUNTY, RO_DEPUTY, r.matter, "OH5", "decision=approve").proposed);
    CHECK_STR(step_of(w, r.matter), S("OH_AGREED_I")); /* the principal leader too */
    world_agree(w, COUNTY, RO_PRINCIPAL, r.matter, "OH5");
    CHECK_STR(step_of(w, r.matter), S("OH_ON_I"));
    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "PB1",
                     "open_stage=check&open_what=procedure&open_part=part&layer=LY_GROUP"
                     "&pub_form=PF_MEETING");
}

static void a_no_to_open_handling_is_final(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct move_result done;
    (void)state;

    struct report_receipt r = world_received(w, &f);
    world_bring(w, COUNTY, r.matter, "ST_VERIFY");
    world_switch(w, COUNTY, "sw_open_handling");
    struct ctx *c = world_as(w, COUNTY, RO_HD_HEAD);
    const char *ask = "outcome=open_handling&reason_text=涉及全村。&text=想请您同意公开办理。";
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "OH1", ask, &done), "move", "guard.mode_interest");
    f.mass_interest = true;
    r = world_received(w, &f);
    world_bring(w, COUNTY, r.matter, "ST_VERIFY");
    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "OH1", ask);
    c = reporter(w, &r);
    WORLD_OK(c, open_mode_answer(c, false));
    CHECK_STR(step_of(w, r.matter), S("OH_REFUSED"));
    c = reporter(w, &r);
    WORLD_FAULT(c, open_mode_answer(c, true), ERR_CONFLICT, "open_mode.none");
}

static void nothing_of_a_filed_case_goes_out(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);
    struct move_result done;
    (void)state;

    f.mass_interest = true;
    world_bring(w, COUNTY, r.matter, "ST_VERIFY");
    world_switch(w, COUNTY, "sw_open_handling");
    world_propose(w, COUNTY, RO_HANDLER, r.matter, "T23",
                  "meeting_on=2026-09-18&meeting_members=书记、副书记&note=拟立案。");
    world_agree(w, COUNTY, RO_PRINCIPAL, r.matter, "T23");
    struct ctx *c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_FAULT(c, world_move_try(c, r.matter, "PB1", PLAN_SITE, &done), ERR_INVALID,
                "form.invalid");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_result_goes_public_only_past_all_of_them),
        cmocka_unit_test(its_term_ends_by_itself),
        cmocka_unit_test(what_is_taken_down_leaves_its_hash),
        cmocka_unit_test(silence_and_no_are_refusals),
        cmocka_unit_test(he_answers_to_the_text_he_saw),
        cmocka_unit_test(who_reported_is_never_named),
        cmocka_unit_test(words_of_the_report_are_cleared_one_by_one_or_never),
        cmocka_unit_test(without_a_finding_nobody_is_named),
        cmocka_unit_test(two_persons_and_a_deputy_for_society),
        cmocka_unit_test(a_plan_keeps_to_layers_forms_and_stages),
        cmocka_unit_test(what_must_be_told_and_is_not_is_a_breach),
        cmocka_unit_test(an_anonymous_one_may_be_answered_at_a_meeting),
        cmocka_unit_test(an_open_matter_is_answered_at_a_meeting),
        cmocka_unit_test(open_handling_needs_switch_interest_and_consent),
        cmocka_unit_test(a_no_to_open_handling_is_final),
        cmocka_unit_test(nothing_of_a_filed_case_goes_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
