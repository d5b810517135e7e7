/* The reporter's own page: where it stands, what may be done now, rating, complaint, consents. */
#include "domain/id.h"
#include "domain/mine.h"

#include "domain/intake.h"
#include "domain/reach.h"
#include "domain/world.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

#define PASSWORD "five plain words for me"

struct story {
    struct report_receipt receipt;
    int64_t report, matter;
};

static struct ctx *reporter(struct world *w, const struct story *s)
{
    return world_as_reporter(w, s->receipt.report_no, S(PASSWORD));
}

static void reveal(struct world *w, const char *at)
{
    int64_t n;
    world_time(w, at);
    struct ctx *c = world_as_system(w);
    WORLD_OK(c, report_reveal_due(c, &n));
}

static struct story story_of(struct world *w, const struct report_form *f)
{
    struct rows r;
    struct story s = { .receipt = world_report(w, f) };
    struct ctx *c = reporter(w, &s);
    s.report = c->actor->report;
    WORLD_OK(c, store_run(c, Q_TEST_MATTERS_OF, &r, INT(s.report)));
    s.matter = cell(&r, r.n - 1, 0)->i;
    return s;
}

static struct story story(struct world *w)
{
    struct report_form f = world_form();
    struct story s = story_of(w, &f);
    reveal(w, "2026-09-18T10:11:00+08:00");
    return s;
}

static struct mine read_mine(struct world *w, const struct story *s)
{
    struct ctx *c = reporter(w, s);
    struct mine m;
    WORLD_OK(c, mine_read(c, &m));
    return m;
}

/* As if the matter had been moved there: the procedure's own tests are move_test.c. */
static void put_state(struct world *w, int64_t matter, const char *state, int64_t stage)
{
    world_write(w, Q_TEST_STATE, TEXT(str_of(state)), INT(stage), INT(matter));
}

static void start_clock(struct world *w, const struct story *s, const char *code)
{
    struct ctx *c = world_as_system(w);
    struct clock k;
    struct clock_start cs = { .matter = s->matter,
                              .org = 330411,
                              .code = str_of(code),
                              .start = ctx_today(c),
                              .at = c->now };
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, clock_start(c, &cs, &k));
    WORLD_OK(c, store_commit(c));
}

static void check_actions(const struct mine *m, const char *expected)
{
    ARENA_AUTO a = arena_new(4096);
    struct buf b = buf_new(a);
    for (int i = 0; i < MINE_ACTION__COUNT; i++) {
        if (m->actions[i])
            buf_fmt(&b, "%s ", mine_action_name((enum mine_action)i));
    }
    CHECK_STR(str_trim(buf_str(&b)), str_of(expected));
}

static void the_page_says_where_it_stands(void **state)
{
    static const struct {
        const char *state, *shown, *actions;
        int64_t stage;
    } cases[] = {
        { "ST_REGISTERED", "shown.ST_REGISTERED",
          "message files withdrawal password consent protect", 1 },
        { "ST_SUPPLEMENT", "shown.ST_SUPPLEMENT",
          "message files supplement withdrawal password consent protect", 1 },
        { "ST_ACCEPTED", "shown.ST_ACCEPTED", "message files withdrawal password consent protect",
          2 },
        { "ST_NOT_ACCEPTED", "shown.ST_NOT_ACCEPTED",
          "message files complaint password consent protect", 2 },
        { "ST_HELD", "shown.ST_ASSIGNED", "message files withdrawal password consent protect", 3 },
        { "ST_TALK", "shown.ST_ASSIGNED", "message files withdrawal password consent protect", 3 },
        { "ST_INVESTIGATE", "shown.ST_ASSIGNED",
          "message files withdrawal password consent protect", 3 },
        { "ST_FEEDBACK", "shown.ST_FEEDBACK",
          "message files objection withdrawal confirm password consent protect settled", 4 },
        { "ST_CLOSED", "shown.ST_CLOSED", "message files password protect settled", 5 },
        { "ST_WITHDRAWN", "shown.ST_WITHDRAWN", "password", 2 },
    };
    WORLD_AUTO w = world_new();
    struct story s = story(w);
    (void)state;

    struct mine m = read_mine(w, &s);
    CHECK_STR(m.report_no, s.receipt.report_no);
    CHECK_STR(m.state, S("ST_RECEIVED"));
    CHECK(m.stage == 1 && !m.stage_done && m.undo_until.ms == 0);
    CHECK(m.due_count == 2 && !m.due[0].late);
    CHECK_STR(m.timeline.items[0].kind, S("E_RECEIVED"));
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        put_state(w, s.matter, cases[i].state, cases[i].stage);
        m = read_mine(w, &s);
        CHECK_STR(m.shown_key, str_of(cases[i].shown));
        CHECK(m.stage == cases[i].stage);
        CHECK(m.stage_done == (cases[i].stage == 5));
        check_actions(&m, cases[i].actions);
    }
}

static void in_the_ten_minutes(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct story s = story_of(w, &f);
    struct message g;
    struct message_list list;
    struct password_job job;
    (void)state;

    struct mine m = read_mine(w, &s);
    CHECK(m.undo_until.ms == w->ctx.now.ms + 600000);
    check_actions(&m, "message files amend withdrawal password consent");
    /* what was written before a change is there after it, under the new key */
    struct ctx *c = reporter(w, &s);
    WORLD_OK(c, message_send(c, s.report, S("第一句"), false, &g));
    WORLD_OK(c, access_login_prepare(c, s.receipt.report_no, S(PASSWORD), &job));
    password_run(&job);
    WORLD_OK(c, report_amend(c, &f, &job.out));
    c = reporter(w, &s);
    WORLD_OK(c, message_list(c, s.report, &list));
    CHECK(list.n == 1);
    CHECK_STR(list.items[0].text, S("第一句"));
    c = world_as_nobody(w);
    WORLD_FAULT(c, mine_read(c, &m), ERR_LOGIN, "session.over");
    c = world_as(w, 330411, RO_CLERK);
    WORLD_FAULT(c, mine_read(c, &m), ERR_LOGIN, "session.over");
}

/* The chain of matters: what the lower body has not registered is with the one that sent it. */
static void the_chain_is_followed(void **state)
{
    WORLD_AUTO w = world_new();
    struct story s = story(w);
    struct followed f;
    (void)state;

    put_state(w, s.matter, "ST_REFERRED_DOWN", 2);
    world_write(w, Q_TEST_MATTER_BELOW, INT(777), INT(WORLD_TOWNSHIP), INT(s.matter));
    world_write(w, Q_TEST_CHAIN_ADD, INT(s.report), INT(777));
    struct mine m = read_mine(w, &s);
    CHECK_STR(m.shown_key, S("shown.ST_REFERRED_DOWN"));
    CHECK(m.matter == s.matter);
    put_state(w, 777, "ST_REGISTERED", 1);
    m = read_mine(w, &s);
    CHECK_STR(m.shown_key, S("shown.ST_REGISTERED"));
    CHECK(m.matter == 777 && str_contains(m.org_name, S("新塍")));
    /* undone ones are passed over, tombstones stand for what is above */
    world_write(w, Q_TEST_HIDE, INT(MATTER_NEVER_SHOWN), INT(777));
    WORLD_OK(&w->ctx, followed_find(&w->ctx, s.report, &f));
    CHECK(f.matter == s.matter);
    put_state(w, s.matter, "ST_TOMBSTONE", 1);
    world_write(w, Q_TEST_HIDE, NONE, INT(777));
    put_state(w, 777, "ST_RECEIVED", 1);
    WORLD_OK(&w->ctx, followed_find(&w->ctx, s.report, &f));
    CHECK(f.matter == 777);
    WORLD_FAULT(&w->ctx, followed_find(&w->ctx, 12345, &f), ERR_NOT_FOUND, "report.none");
}

/* One event of that kind about the reporter's own report, as he would make it. */
static void happens(struct ctx *c, const struct story *s, const char *kind)
{
    struct event_new n = { .matter = s->matter,
                           .org = 330411,
                           .kind = kind,
                           .channel = S("CH_WEB"),
                           .named = true,
                           .happened = ctx_today(c),
                           .actor_role = S("RO_REPORTER"),
                           .readers = { { .report = s->report, .kr = &c->actor->kr } },
                           .reader_count = 1,
                           .one_report = true };
    struct event_draft *d;

    WORLD_OK(c, event_prepare(c, &n, &d));
    WORLD_OK(c, event_append(c, d, NULL));
}

/* A long thread hides no step, and of many steps the newest come first. */
static void a_long_thread_hides_no_step(void **state)
{
    enum { STEPS = 2 * EVENTS_PAGE + 7, MESSAGES = 2100 };
    WORLD_AUTO w = world_new();
    struct story s = story(w);
    struct mine m = read_mine(w, &s);
    size_t before = m.timeline.n, seen = 0;
    (void)state;

    CHECK(m.earlier == 0 && before >= 1);
    struct ctx *c = reporter(w, &s);
    WORLD_OK(c, store_begin(c));
    for (int i = 0; i < STEPS; i++)
        happens(c, &s, "E_FILE");
    for (int i = 0; i < MESSAGES; i++)
        happens(c, &s, "E_MESSAGE");
    happens(c, &s, "E_URGED");
    WORLD_OK(c, store_commit(c));

    WORLD_OK(c, mine_read(c, &m));
    CHECK(m.timeline.n == EVENTS_PAGE && m.earlier == m.timeline.items[0].seq);
    CHECK_STR(m.timeline.items[EVENTS_PAGE - 1].kind, S("E_URGED"));
    CHECK_STR(m.timeline.items[0].kind, S("E_FILE"));
    for (int pages = 0; pages < 5; pages++) {
        seen += m.timeline.n;
        for (size_t i = 1; i < m.timeline.n; i++)
            CHECK(m.timeline.items[i - 1].seq < m.timeline.items[i].seq);
        if (!m.earlier)
            break;
        int64_t last = m.earlier;
        WORLD_OK(c, mine_read_before(c, last, &m));
        CHECK(m.timeline.items[m.timeline.n - 1].seq == last - 1);
    }
    CHECK(!m.earlier && seen == before + STEPS + 1); /* each once */
    CHECK_STR(m.timeline.items[0].kind, S("E_RECEIVED"));
}

/* X2: sent again by the same person, the page names his earlier number; another's does not. */
static void the_own_earlier_number_is_shown(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct story first = story_of(w, &f), again = story_of(w, &f);
    (void)state;

    f.narrative = S("听说那条水渠的账不对，请查一查是谁签的字。");
    struct story other = story_of(w, &f);
    reveal(w, "2026-09-18T10:11:00+08:00");
    world_bring(w, 330411, first.matter, "ST_ACCEPTED");
    const char *fields = str_z(w->ctx.arena, str_fmt(w->ctx.arena, "lead_matter=%.*s",
                                                     STR_ARG(id_text(&w->ctx, first.matter))));
    const int64_t both[] = { again.matter, other.matter };
    for (size_t i = 0; i < COUNT_OF(both); i++) {
        world_screen(w, 330411, both[i]);
        world_propose(w, 330411, RO_SCREENER, both[i], "T12", fields);
        world_agree(w, 330411, RO_PO_HEAD, both[i], "T12");
    }
    struct mine m = read_mine(w, &again);
    CHECK_STR(m.shown_key, S("shown.ST_FILED_REPEAT.own"));
    CHECK_STR(m.repeat_of_no, first.receipt.report_no);
    m = read_mine(w, &other);
    CHECK_STR(m.shown_key, S("shown.ST_FILED_REPEAT"));
    CHECK(str_absent(m.repeat_of_no));
    m = read_mine(w, &first);
    CHECK_STR(m.shown_key, S("shown.ST_ACCEPTED"));
}

static void sealed_up_is_shown_as_sent_up(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    (void)state;

    f.to_upper = true;
    struct story s = story_of(w, &f);
    struct mine m = read_mine(w, &s);
    if (s.receipt.sealed_up)
        CHECK_STR(m.shown_key, S("shown.ST_REFERRED_UP"));
    f = world_form();
    f.subjects[0].level = S("LV_COUNTY");
    s = story_of(w, &f);
    CHECK(s.receipt.sealed_up);
    m = read_mine(w, &s);
    CHECK_STR(m.shown_key, S("shown.ST_REFERRED_UP"));
    CHECK_STR(m.state, S("ST_RECEIVED"));
}

static void answer(struct world *w, const struct story *s, const char *text, bool question)
{
    struct ctx *c = world_as(w, 330411, RO_PO_HEAD);
    struct message m;
    WORLD_OK(c, message_send(c, s->report, str_of(text), question, &m));
}

static void unread_counts_what_came_since_the_last_log_in(void **state)
{
    WORLD_AUTO w = world_new();
    struct story s = story(w);
    struct message_list list;
    (void)state;

    answer(w, &s, "早上的", false);
    w->ctx.now.ms += 60000;
    struct mine m = read_mine(w, &s); /* last log-in: before it */
    CHECK(m.unread == 1);
    w->ctx.now.ms += 60000;
    m = read_mine(w, &s); /* last log-in: after it, the same day */
    CHECK(m.unread == 0);
    answer(w, &s, "第二条", true);
    w->ctx.now.ms += 60000;
    m = read_mine(w, &s);
    CHECK(m.unread == 1);
    /* who logs in for the first time has read none of them */
    struct report_form f = world_form();
    struct report_receipt fresh = world_received(w, &f);
    struct story first = { fresh, world_report_of(w, fresh.matter), fresh.matter };
    answer(w, &first, "请补充。", true);
    m = read_mine(w, &first);
    CHECK(m.unread == 1 && m.last_login.ms == 0);
    struct ctx *c = reporter(w, &s);
    WORLD_OK(c, message_list(c, s.report, &list));
    CHECK_STR(list.items[0].sender, S("W330411POHEAD"));
}

/* ---- rating ---- */

static struct rating_form rating(const char *target)
{
    return (
        struct rating_form){ .target = str_of(target), .process = 1, .attitude = 2, .result = 3 };
}

static int64_t count(struct ctx *c, const struct query *q)
{
    struct rows r;
    WORLD_OK(c, store_run0(c, q, &r));
    return cell(&r, 0, 0)->i;
}

static void ratings_are_given_from_here_only(void **state)
{
    WORLD_AUTO w = world_new();
    struct story s = story(w);
    struct rating_form f = rating("PETITION");
    (void)state;

    struct ctx *c = reporter(w, &s);
    WORLD_FAULT(c, rating_give(c, &f), ERR_CONFLICT, "rating.not_open");
    put_state(w, s.matter, "ST_FEEDBACK", 4);
    start_clock(w, &s, "D24");
    c = reporter(w, &s);
    struct mine m;
    WORLD_OK(c, mine_read(c, &m));
    CHECK(m.actions[MINE_RATING]);
    f.process = 4;
    WORLD_MISTAKE(c, rating_give(c, &f), "process", "form.option");
    f = rating("BOSS");
    WORLD_MISTAKE(c, rating_give(c, &f), "target", "form.option");
    fault_clear(&c->fault);
    f = rating("PETITION");
    WORLD_OK(c, rating_give(c, &f));
    f.result = 1;
    WORLD_OK(c, rating_give(c, &f)); /* changed once */
    WORLD_FAULT(c, rating_give(c, &f), ERR_CONFLICT, "rating.changed");
    f = rating("HANDLING");
    WORLD_OK(c, rating_give(c, &f));
    CHECK(count(c, Q_TEST_RATING_COUNT) == 2);
    /* he sees what he said, and that he may change the one still */
    WORLD_OK(c, mine_read(c, &m));
    assert_int_equal(m.rating_count, 2);
    CHECK_STR(m.ratings[0].target, S("PETITION"));
    CHECK(m.ratings[0].result == 1 && m.ratings[0].attitude == 2 && m.ratings[0].changed);
    CHECK(m.ratings[1].result == 3 && !m.ratings[1].changed);
    /* no row leads from a rating to the matter or the report */
    CHECK(count(c, Q_TEST_RATED_EVENTS) == 0 && count(c, Q_TEST_PRESSED) == 0);
    f = rating("HANDLING");
    f.pressed = true;
    WORLD_OK(c, rating_give(c, &f));
    CHECK(count(c, Q_TEST_PRESSED) == 1); /* to the body above, without the matter */
    /* another reporter's rating is another row; an officer gives none */
    struct story other = story(w);
    put_state(w, other.matter, "ST_FEEDBACK", 4);
    start_clock(w, &other, "D24");
    c = reporter(w, &other);
    WORLD_OK(c, mine_read(c, &m));
    CHECK(m.rating_count == 0);
    WORLD_OK(c, rating_give(c, &f));
    CHECK(count(c, Q_TEST_RATING_COUNT) == 3);
    c = world_as(w, 330411, RO_PO_HEAD);
    WORLD_FAULT(c, rating_give(c, &f), ERR_LOGIN, "session.over");
}

/* ---- complaint ---- */

/* The complaint's words as c reads them in the matter's record; "" when he does not. */
static struct str words_of(struct ctx *c, int64_t matter)
{
    struct event_list l;

    WORLD_OK(c, event_of_matter(c, matter, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (str_eq(l.items[i].kind, S("E_OBJECTION")))
            return str_absent(l.items[i].body) ? S("") : l.items[i].body;
    }
    return S("none");
}

/* Complained of, one holds Kr and Km and finds the words under neither (domain 4.3). */
static void nobody_below_reads_a_complaint(void **state)
{
    (void)state;
    static const uint32_t above[] = { RO_UPPER, RO_PO_HEAD }, below[] = { RO_PO_HEAD, RO_CLERK };
    WORLD_AUTO w = world_new();
    struct story s = story(w);
    struct event_list events;
    struct ctx *c = reporter(w, &s);
    int64_t matter;

    w->ctx.now.ms += 4 * DAY_MS;
    c = reporter(w, &s);
    WORLD_OK(c, complaint_make(c, S("室主任压着不办")));
    struct rows r;
    WORLD_OK(c, store_run(c, Q_TEST_MATTERS_OF, &r, INT(s.report)));
    matter = cell(&r, r.n - 1, 0)->i;
    for (size_t i = 0; i < COUNT_OF(above); i++)
        CHECK_STR(words_of(world_as(w, 330400, above[i]), matter), S("室主任压着不办"));
    for (size_t i = 0; i < COUNT_OF(below); i++) {
        c = world_as(w, 330411, below[i]);
        CHECK_STR(words_of(c, matter), S(""));
        WORLD_OK(c, event_of_report(c, s.report, &events)); /* he has Kr */
        CHECK(str_empty(events.items[events.n - 1].body));
    }
    c = reporter(w, &s); /* he sees what he wrote */
    WORLD_OK(c, event_of_report(c, s.report, &events));
    CHECK_STR(events.items[events.n - 1].body, S("室主任压着不办"));
}

static void a_complaint_about_silence_goes_up(void **state)
{
    WORLD_AUTO w = world_new();
    struct story s = story(w);
    struct message_list list;
    struct event_list events;
    struct message g;
    struct report_view v;
    unsigned may;
    (void)state;

    struct ctx *c = reporter(w, &s);
    WORLD_FAULT(c, complaint_make(c, S("没有人理我")), ERR_CONFLICT, "complaint.not_open");
    WORLD_MISTAKE(c, complaint_make(c, S(" ")), "text", "message.empty");
    w->ctx.now.ms += 4 * DAY_MS; /* D02 has passed */
    c = world_as(w, 330400, RO_PO_HEAD);
    WORLD_FAULT(c, message_list(c, s.report, &list), ERR_NOT_FOUND, "report.none");
    c = reporter(w, &s);
    fault_clear(&c->fault);
    WORLD_OK(c, complaint_make(c, S("没有人理我")));
    /* the body above finds it, reads the report, the thread and the words, and answers */
    c = world_as(w, 330400, RO_PO_HEAD);
    WORLD_OK(c, reach_report(c, s.report, &may));
    CHECK(may == (REACH_CLEAN | REACH_THREAD | REACH_PAPERS));
    WORLD_OK(c, report_read(c, s.report, &v));
    CHECK(v.form.narrative.n > 0);
    WORLD_OK(c, event_of_report(c, s.report, &events));
    CHECK_STR(events.items[events.n - 1].kind, S("E_OBJECTION"));
    WORLD_OK(c, message_list(c, s.report, &list));
    WORLD_OK(c, message_send(c, s.report, S("已督促办理"), false, &g));
    /* answered: it is the lower body's again */
    WORLD_FAULT(c, message_list(c, s.report, &list), ERR_NOT_FOUND, "report.none");
    c = world_as(w, 330100, RO_PO_HEAD);
    WORLD_FAULT(c, message_list(c, s.report, &list), ERR_NOT_FOUND, "report.none");
}

/* ---- consents ---- */

static void consents_are_kept_and_on_record(void **state)
{
    WORLD_AUTO w = world_new();
    struct story s = story(w);
    struct report_view v, before;
    struct event_list events;
    (void)state;

    struct ctx *c = reporter(w, &s);
    WORLD_OK(c, report_read(c, s.report, &before));
    CHECK(!before.form.consent_publication);
    WORLD_OK(c, consent_set(c, true, false, true, true));
    WORLD_OK(c, report_read(c, s.report, &v));
    CHECK(v.form.consent_shown && !v.form.consent_quoted && v.form.consent_open &&
          v.form.consent_publication);
    CHECK_STR(v.form.narrative, before.form.narrative);
    CHECK_STR(v.check_code, before.check_code);
    WORLD_OK(c, event_of_report(c, s.report, &events));
    CHECK_STR(events.items[events.n - 1].kind, S("E_AMENDED"));
    CHECK_STR(events.items[events.n - 1].codes, S("fields=consent"));
    WORLD_OK(c, consent_set(c, false, false, false, false));
    WORLD_OK(c, report_read(c, s.report, &v));
    CHECK(!v.form.consent_shown && !v.form.consent_open);
    c = world_as(w, 330411, RO_CLERK);
    WORLD_FAULT(c, consent_set(c, true, true, true, true), ERR_LOGIN, "session.over");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_page_says_where_it_stands),
        cmocka_unit_test(in_the_ten_minutes),
        cmocka_unit_test(the_chain_is_followed),
        cmocka_unit_test(a_long_thread_hides_no_step),
        cmocka_unit_test(the_own_earlier_number_is_shown),
        cmocka_unit_test(sealed_up_is_shown_as_sent_up),
        cmocka_unit_test(unread_counts_what_came_since_the_last_log_in),
        cmocka_unit_test(ratings_are_given_from_here_only),
        cmocka_unit_test(a_complaint_about_silence_goes_up),
        cmocka_unit_test(nobody_below_reads_a_complaint),
        cmocka_unit_test(consents_are_kept_and_on_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
