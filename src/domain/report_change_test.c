/* The reporter's ten minutes: undo and change. */
#include "domain/draft.h"
#include "domain/intake.h"
#include "domain/message.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

#define PASSWORD "five plain words for me"

struct case_ {
    struct report_receipt r;
    int64_t report;
};

static struct case_ sent(struct world *w, const struct report_form *f)
{
    struct case_ k;
    struct rows r;

    (void)world_as_nobody(w);
    k.r = world_report(w, f);
    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_OTHER_REPORT, &r, INT(0)));
    k.report = cell(&r, 0, 0)->i;
    return k;
}

static struct key hash_of(struct ctx *c, struct str number, const char *password)
{
    struct password_job job;

    WORLD_OK(c, access_login_prepare(c, number, str_of(password), &job));
    password_run(&job);
    return job.out;
}

static int64_t count(struct ctx *c, int column)
{
    struct rows r;

    WORLD_OK(c, store_run0(c, Q_TEST_COUNTS, &r));
    return cell(&r, 0, column)->i;
}

enum { REPORTS, MATTERS, EVENTS, LEAVES, ACCESS, GRANTS };

static void undo_takes_it_back_for_good(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct case_ k = sent(w, &f);
    struct ctx *c = world_as_reporter(w, k.r.report_no, S(PASSWORD));
    struct str cookie = session_cookie_text(c);
    struct password_job job;
    struct rows m, e, cols;
    int64_t changed;

    WORLD_OK(c, report_undo(c));
    CHECK(count(c, GRANTS) == 0);
    CHECK(count(c, ACCESS) == 0);
    CHECK(count(c, LEAVES) == 4); /* two events, two chains: the log has no hole */
    WORLD_OK(c, store_run(c, Q_TEST_REPORT_COLUMNS, &cols, INT(k.report)));
    for (int i = 0; i < 4; i++)
        CHECK(cell(&cols, 0, i)->kind == VALUE_NULL);
    WORLD_OK(c, store_run(c, Q_TEST_MATTERS_OF, &m, INT(k.report)));
    CHECK_STR(cell(&m, 0, 2)->s, S("ST_WITHDRAWN"));
    WORLD_OK(c, store_run(c, Q_TEST_EVENTS_OF, &e, INT(k.r.matter)));
    CHECK_STR(cell(&e, 1, 2)->s, S("E_UNDONE"));
    CHECK_STR(cell(&e, 1, 10)->s, S("ST_WITHDRAWN"));

    /* the number leads nowhere, the session is over, staff never see it */
    CHECK(session_open(c, cookie, false) == ERR_LOGIN);
    c = world_as_nobody(w);
    WORLD_OK(c, access_login_prepare(c, k.r.report_no, S(PASSWORD), &job));
    password_run(&job);
    CHECK(access_login_finish(c, k.r.report_no, &job, &cookie) == ERR_LOGIN);
    w->ctx.now.ms += DAY_MS;
    c = world_as_system(w);
    WORLD_OK(c, report_reveal_due(c, &changed));
    CHECK(changed == 0);
    WORLD_OK(c, store_run(c, Q_TEST_MATTERS_OF, &m, INT(k.report)));
    CHECK(cell(&m, 0, 4)->i == MATTER_NEVER_SHOWN);
}

static void after_ten_minutes_it_stays(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct case_ k = sent(w, &f);
    struct ctx *c = world_as_reporter(w, k.r.report_no, S(PASSWORD));
    struct key h = hash_of(c, k.r.report_no, PASSWORD);

    w->ctx.now.ms += 10 * 60 * 1000; /* whether the job has run yet or not */
    CHECK(report_undo(c) == ERR_CONFLICT);
    assert_string_equal(c->fault.key, "undo.over");
    CHECK(report_amend(c, &f, &h) == ERR_CONFLICT);
    CHECK(count(c, GRANTS) == 1);
}

static void change_makes_a_new_key_and_keeps_number_password_and_code(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct case_ k = sent(w, &f);
    struct ctx *c = world_as_reporter(w, k.r.report_no, S(PASSWORD));
    struct key before = c->actor->kr, a = c->actor->a;
    struct key h = hash_of(c, k.r.report_no, PASSWORD);
    struct report_view v;
    struct rows m, cols;
    struct event_list list;
    int64_t changed;

    f.narrative = S("改过的一段话，够十个字了。");
    f.id_mode = S("ID_ANON");
    WORLD_OK(c, report_amend(c, &f, &h));
    CHECK(!key_equal(&before, &c->actor->kr));
    WORLD_OK(c, report_read(c, k.report, &v)); /* the session goes on */
    CHECK_STR(v.form.narrative, S("改过的一段话，够十个字了。"));
    CHECK(count(c, MATTERS) == 1 && count(c, ACCESS) == 1);
    WORLD_OK(c, store_run(c, Q_TEST_REPORT_COLUMNS, &cols, INT(k.report)));
    CHECK(cell(&cols, 0, 3)->kind == VALUE_NULL); /* no identity any more */
    CHECK(cell(&cols, 0, 4)->i == 0 && cell(&cols, 0, 7)->i == 2);
    WORLD_OK(c, event_of_report(c, k.report, &list));
    CHECK(list.n == 2);
    CHECK_STR(list.items[1].kind, S("E_AMENDED"));

    c = world_as_reporter(w, k.r.report_no, S(PASSWORD));
    CHECK(key_equal(&a, &c->actor->a));
    WORLD_OK(c, report_read(c, k.report, &v));
    CHECK_STR(v.number, k.r.report_no);
    CHECK_STR(v.check_code, k.r.check_code);
    CHECK(v.undo_until.ms == c->now.ms + 10 * 60 * 1000); /* not prolonged */
    WORLD_OK(c, store_run(c, Q_TEST_MATTERS_OF, &m, INT(k.report)));
    CHECK(m.n == 1 && cell(&m, 0, 1)->i == 330411);

    w->ctx.now.ms += 10 * 60 * 1000;
    c = world_as_system(w);
    WORLD_OK(c, report_reveal_due(c, &changed));
    c = world_as(w, 330411, RO_SCREENER);
    WORLD_OK(c, report_read(c, k.report, &v)); /* the new grant opens */
    CHECK_STR(v.form.narrative, S("改过的一段话，够十个字了。"));
}

static void change_needs_the_password_again(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct case_ k = sent(w, &f);
    struct ctx *c = world_as_reporter(w, k.r.report_no, S(PASSWORD));
    struct key wrong = hash_of(c, k.r.report_no, "another five plain words here");

    CHECK(report_amend(c, &f, &wrong) == ERR_INVALID);
    CHECK(fault_has_field(&c->fault, "password"));
    c = world_as_reporter(w, k.r.report_no, S(PASSWORD)); /* the old row still opens */
}

static void a_changed_accused_changes_the_reader(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct case_ k = sent(w, &f);
    struct ctx *c = world_as_reporter(w, k.r.report_no, S(PASSWORD));
    struct key h = hash_of(c, k.r.report_no, PASSWORD);
    struct report_view v;
    struct rows m, g;
    int64_t changed;

    f.subjects[0] = (struct report_subject){ S("person"), S("周正"), S("秀洲区纪委监委"), S("书记"),
                                             S("LV_COUNTY") };
    WORLD_OK(c, report_amend(c, &f, &h));
    WORLD_OK(c, store_run(c, Q_TEST_GRANTS_OF, &g, TEXT(S("KR")), INT(k.report)));
    CHECK(g.n == 1 && cell(&g, 0, 2)->i == 330400);
    WORLD_OK(c, store_run(c, Q_TEST_MATTERS_OF, &m, INT(k.report)));
    CHECK(m.n == 2);
    CHECK_STR(cell(&m, 0, 2)->s, S("ST_WITHDRAWN")); /* the old one is never seen */
    CHECK(cell(&m, 0, 4)->i == MATTER_NEVER_SHOWN);
    CHECK(cell(&m, 1, 1)->i == 330400 && cell(&m, 1, 5)->i == 330400);
    WORLD_OK(c, report_read(c, k.report, &v));
    CHECK(v.org == 330400);

    w->ctx.now.ms += 10 * 60 * 1000;
    c = world_as_system(w);
    WORLD_OK(c, report_reveal_due(c, &changed));
    WORLD_OK(c, store_run(c, Q_TEST_MATTERS_OF, &m, INT(k.report)));
    CHECK(cell(&m, 0, 4)->i == MATTER_NEVER_SHOWN && cell(&m, 1, 4)->kind == VALUE_NULL);
    c = world_as(w, 330411, RO_SCREENER);
    CHECK(report_read(c, k.report, &v) == ERR_DENIED);
    c = world_as(w, 330400, RO_SCREENER);
    WORLD_OK(c, report_read(c, k.report, &v));
}

static void a_change_that_is_refused_changes_nothing(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct case_ k = sent(w, &f);
    struct ctx *c = world_as_reporter(w, k.r.report_no, S(PASSWORD));
    struct key before = c->actor->kr, h = hash_of(c, k.r.report_no, PASSWORD);
    struct report_view v;

    f.narrative = S("太短");
    f.category = S("CAT_NONE");
    f.arrived_on = S("2026-01-01");
    CHECK(report_amend(c, &f, &h) == ERR_INVALID);
    CHECK(fault_has_field(&c->fault, "arrived_on"));
    CHECK(fault_has_field(&c->fault, "narrative") && fault_has_field(&c->fault, "category"));
    f = world_form();
    f.subjects[0].level = S("LV_PROVINCE");
    CHECK(report_amend(c, &f, &h) == ERR_DENIED);
    CHECK(key_equal(&before, &c->actor->kr));
    WORLD_OK(c, report_read(c, k.report, &v));
    CHECK_STR(v.form.subjects[0].level, S("LV_VILLAGE"));
    CHECK(count(c, EVENTS) == 1);
}

static void other_sessions_end_when_it_is_changed(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct case_ k = sent(w, &f);
    struct ctx *c = world_as_reporter(w, k.r.report_no, S(PASSWORD));
    struct str first = session_cookie_text(c);

    c = world_as_reporter(w, k.r.report_no, S(PASSWORD));
    struct key h = hash_of(c, k.r.report_no, PASSWORD);
    struct str second = session_cookie_text(c);
    WORLD_OK(c, report_amend(c, &f, &h));
    CHECK(session_open(c, first, false) == ERR_LOGIN);
    fault_clear(&c->fault);
    WORLD_OK(c, session_open(c, second, false));
    struct report_view v;
    WORLD_OK(c, report_read(c, k.report, &v));
}

static void the_leaders_task_follows_the_route(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    f.subjects[0] =
        (struct report_subject){ S("person"), S("李某"), S("秀洲区"), S("副区长"), S("LV_COUNTY") };
    struct case_ k = sent(w, &f);
    struct ctx *c = world_as_reporter(w, k.r.report_no, S(PASSWORD));
    struct key h = hash_of(c, k.r.report_no, PASSWORD);
    struct rows n, g;
    int64_t changed;

    f = world_form();
    f.subjects[0] =
        (struct report_subject){ S("person"), S("李某"), S("秀洲区"), S("副区长"), S("LV_COUNTY") };
    f.to_upper = true; /* now he does not want the local leader to read it */
    WORLD_OK(c, report_amend(c, &f, &h));
    WORLD_OK(c, store_run(c, Q_TEST_GRANTS_OF, &g, TEXT(S("KR")), INT(k.report)));
    CHECK(g.n == 1 && cell(&g, 0, 2)->i == 330400);
    WORLD_OK(c, store_run(c, Q_TEST_NAMES_BODY, &n, INT(330411)));
    CHECK(cell(&n, 0, 8)->i == 0); /* no task */
    WORLD_OK(c, report_undo(c));
    w->ctx.now.ms += 30 * DAY_MS;
    c = world_as_system(w);
    WORLD_OK(c, report_reveal_due(c, &changed));
    CHECK(changed == 0);
}

static void undo_takes_the_leaders_task_along(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    f.subjects[0].level = S("LV_COUNTY");
    struct case_ k = sent(w, &f);
    struct ctx *c = world_as_reporter(w, k.r.report_no, S(PASSWORD));
    struct rows n;

    WORLD_OK(c, store_run(c, Q_TEST_NAMES_BODY, &n, INT(330411)));
    CHECK(cell(&n, 0, 8)->i == 1);
    WORLD_OK(c, report_undo(c));
    WORLD_OK(c, store_run(c, Q_TEST_NAMES_BODY, &n, INT(330411)));
    CHECK(cell(&n, 0, 8)->i == 0);
}

static void another_clerks_letter_is_not_sent_up(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as(w, 330411, RO_CLERK);
    struct report_form f = world_form();
    struct str password, cookie;

    f.channel = S("CH_LETTER");
    struct report_receipt letter = world_report(w, &f);
    (void)world_invite(w, 330411, RO_CLERK, S("SECOND01"), &password);
    c = world_as_nobody(w);
    WORLD_OK(c, world_login(w, S("SECOND01"), password, &cookie));
    WORLD_OK(c, world_change_password(w, password, S(WORLD_PASSWORD)));
    CHECK(actor_has(c, RO_CLERK) && c->actor->org == 330411);
    CHECK(report_seal_up(c, letter.matter) == ERR_NOT_FOUND);
}

/* paper that turns out to be the upper body's (T03) */
static void a_clerk_seals_a_letter_and_sends_it_up(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as(w, 330411, RO_CLERK);
    struct report_form f = world_form();
    struct report_view v;
    struct event_list list;
    struct rows r, m, g, n;

    f.channel = S("CH_LETTER");
    struct report_receipt letter = world_report(w, &f);
    WORLD_OK(c, store_run(c, Q_TEST_OTHER_REPORT, &r, INT(0)));
    int64_t report = cell(&r, 0, 0)->i;
    c = world_as(w, 330411, RO_SCREENER);
    CHECK(report_seal_up(c, letter.matter) == ERR_NOT_FOUND); /* not his intake */
    c = world_as(w, 330411, RO_CLERK);
    WORLD_OK(c, report_seal_up(c, letter.matter));

    WORLD_OK(c, store_run(c, Q_TEST_GRANTS_OF, &g, TEXT(S("KR")), INT(report)));
    CHECK(g.n == 1 && cell(&g, 0, 2)->i == 330400);
    WORLD_OK(c, store_run(c, Q_TEST_GRANTS_OF, &g, TEXT(S("KM")), INT(letter.matter)));
    CHECK(g.n == 0);
    WORLD_OK(c, store_run0(c, Q_TEST_COUNTS, &n));
    CHECK(cell(&n, 0, 6)->i == 0); /* tokens */
    WORLD_OK(c, store_run(c, Q_TEST_MATTERS_OF, &m, INT(report)));
    CHECK(m.n == 2);
    CHECK_STR(cell(&m, 0, 2)->s, S("ST_TOMBSTONE"));
    CHECK(cell(&m, 1, 1)->i == 330400 && cell(&m, 1, 5)->i == 330400);
    CHECK(report_read(c, report, &v) == ERR_DENIED);
    c = world_as(w, 330400, RO_CLERK);
    WORLD_OK(c, report_read(c, report, &v));
    CHECK_STR(v.form.narrative, f.narrative);
    c = world_as_reporter(w, letter.report_no, S(PASSWORD));
    WORLD_OK(c, event_of_report(c, report, &list));
    CHECK(list.n == 3);
    CHECK_STR(list.items[2].kind, S("E_SEALED_UP"));
    CHECK_STR(list.items[2].to_state, S("ST_TOMBSTONE"));

    c = world_as(w, 330411, RO_CLERK);
    CHECK(report_seal_up(c, letter.matter) == ERR_CONFLICT); /* nothing leaves 99 */
}

static void the_province_has_nobody_to_send_to(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as(w, 330000, RO_CLERK);
    struct report_form f = world_form();

    f.channel = S("CH_LETTER");
    struct report_receipt letter = world_report(w, &f);
    CHECK(report_seal_up(c, letter.matter) == ERR_CONFLICT);
    assert_string_equal(c->fault.key, "seal_up.no_upper");
}

/* ---- the clerk's ten minutes ---- */

static struct report_receipt entered(struct world *w, struct report_form *f)
{
    (void)world_as(w, 330411, RO_CLERK);
    f->channel = S("CH_LETTER");
    return world_report(w, f);
}

/* Refused with that word, and nothing has changed. */
static void kept(struct world *w, int64_t matter, enum err err, const char *key)
{
    struct ctx *c = &w->ctx;
    int64_t events = count(c, EVENTS), grants = count(c, GRANTS);

    CHECK(report_undo_entry(c, matter) == err);
    assert_string_equal(c->fault.key, key);
    CHECK(count(c, EVENTS) == events && count(c, GRANTS) == grants);
}

static void a_clerk_takes_back_what_he_entered(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt letter = entered(w, &f), next;
    struct ctx *c = &w->ctx;
    int64_t report = world_report_of(w, letter.matter), changed;
    struct password_job job;
    struct instant until;
    struct str cookie;
    struct matter m;
    struct rows cols, e;

    c = world_as(w, 330411, RO_CLERK);
    WORLD_OK(c, report_undo_entry_until(c, letter.matter, &until));
    CHECK(until.ms == c->now.ms + 10 * 60 * 1000);
    WORLD_OK(c, report_undo_entry(c, letter.matter));
    CHECK(count(c, GRANTS) == 0 && count(c, ACCESS) == 0);
    WORLD_OK(c, store_run(c, Q_TEST_REPORT_COLUMNS, &cols, INT(report)));
    for (int i = 0; i < 4; i++)
        CHECK(cell(&cols, 0, i)->kind == VALUE_NULL);
    WORLD_OK(c, store_run(c, Q_TEST_EVENTS_OF, &e, INT(letter.matter)));
    CHECK_STR(cell(&e, e.n - 1, 2)->s, S("E_UNDONE"));
    CHECK_STR(cell(&e, e.n - 1, 10)->s, S("ST_WITHDRAWN"));
    world_last_event(w, letter.matter, "E_UNDONE/T02u/RO_CLERK");
    world_clocks(w, letter.matter, "");

    /* nobody finds it, the number leads nowhere, a second time there is nothing */
    c = world_as(w, 330411, RO_SCREENER);
    CHECK(matter_find(c, letter.matter, &m) == ERR_NOT_FOUND);
    c = world_as(w, 330411, RO_CLERK);
    CHECK(matter_find(c, letter.matter, &m) == ERR_NOT_FOUND);
    CHECK(report_undo_entry(c, letter.matter) == ERR_NOT_FOUND);
    fault_clear(&c->fault);
    WORLD_OK(c, report_undo_entry_until(c, letter.matter, &until));
    CHECK(until.ms == 0);
    c = world_as_nobody(w);
    WORLD_OK(c, access_login_prepare(c, letter.report_no, S(PASSWORD), &job));
    password_run(&job);
    CHECK(access_login_finish(c, letter.report_no, &job, &cookie) == ERR_LOGIN);

    /* its register number is not given again */
    f = world_form();
    next = entered(w, &f);
    CHECK(str_ends(letter.reg_no, S("〕1号")) && str_ends(next.reg_no, S("〕2号")));
    w->ctx.now.ms += DAY_MS;
    c = world_as_system(w);
    WORLD_OK(c, report_reveal_due(c, &changed));
    CHECK(changed == 1); /* the next one's ten minutes */
    WORLD_OK(c, store_run(c, Q_TEST_MATTERS_OF, &e, INT(report)));
    CHECK(cell(&e, 0, 4)->i == MATTER_NEVER_SHOWN);
}

static void after_ten_minutes_the_entry_stays(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt letter = entered(w, &f);
    struct ctx *c = world_as_system(w);
    struct instant next, until;
    int64_t changed;

    WORLD_OK(c, report_reveal_next(c, &next));
    CHECK(next.ms == c->now.ms + 10 * 60 * 1000);
    w->ctx.now.ms += 10 * 60 * 1000; /* whether the job has run yet or not */
    c = world_as(w, 330411, RO_CLERK);
    kept(w, letter.matter, ERR_CONFLICT, "undo.entry.over");
    c = world_as_system(w);
    WORLD_OK(c, report_reveal_due(c, &changed));
    CHECK(changed == 1);
    WORLD_OK(c, report_reveal_due(c, &changed));
    CHECK(changed == 0); /* no time of day stays */
    c = world_as(w, 330411, RO_CLERK);
    kept(w, letter.matter, ERR_CONFLICT, "undo.entry.over");
    WORLD_OK(c, report_undo_entry_until(c, letter.matter, &until));
    CHECK(until.ms == 0);
}

static void what_others_work_on_is_not_taken_back(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt letter = entered(w, &f), written;
    struct message sent;
    struct ctx *c;

    (void)world_move(w, 330411, RO_SCREENER, letter.matter, "T04",
                     "category=CAT_REPORT&topic=TP_LAND&level=LV_VILLAGE");
    (void)world_as(w, 330411, RO_CLERK);
    kept(w, letter.matter, ERR_CONFLICT, "undo.entry.begun");

    f = world_form();
    written = entered(w, &f);
    c = world_as_reporter(w, written.report_no, S(PASSWORD));
    WORLD_OK(c, message_send(c, c->actor->report, S("我补充一句。"), false, &sent));
    (void)world_as(w, 330411, RO_CLERK);
    kept(w, written.matter, ERR_CONFLICT, "undo.entry.begun");
}

static void what_went_past_the_body_is_not_unmade_there(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt letter;

    f.subjects[0] = (struct report_subject){ S("person"), S("周正"), S("秀洲区纪委监委"), S("书记"),
                                             S("LV_COUNTY") };
    letter = entered(w, &f);
    CHECK(letter.sealed_up && letter.matter);
    kept(w, letter.matter, ERR_CONFLICT, "undo.entry.sent_up");

    f = world_form();
    letter = entered(w, &f);
    WORLD_OK(&w->ctx, report_seal_up(&w->ctx, letter.matter));
    kept(w, letter.matter, ERR_CONFLICT, "undo.entry.sent_up");
}

static void only_who_entered_it_takes_it_back(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt letter = entered(w, &f);
    struct instant until;

    (void)world_as(w, 330411, RO_SCREENER);
    kept(w, letter.matter, ERR_NOT_FOUND, "matter.none");
    (void)world_as(w, 330109, RO_CLERK);
    kept(w, letter.matter, ERR_NOT_FOUND, "matter.none");
    (void)world_joined(w, 330411, RO_CLERK, "SECOND01", RO_CLERK);
    kept(w, letter.matter, ERR_NOT_FOUND, "matter.none"); /* he does not see it */
    (void)world_joined(w, 330411, RO_CLERK | RO_PO_HEAD, "THIRD001", RO_PO_HEAD);
    kept(w, letter.matter, ERR_DENIED, "undo.entry.not_yours");
    fault_clear(&w->ctx.fault);
    WORLD_OK(&w->ctx, report_undo_entry_until(&w->ctx, letter.matter, &until));
    CHECK(until.ms == 0);

    /* a report of the web is its reporter's */
    f = world_form();
    struct report_receipt web = world_received(w, &f);
    (void)world_as(w, 330411, RO_CLERK);
    kept(w, web.matter, ERR_DENIED, "undo.entry.not_yours");
    (void)world_as_nobody(w);
    CHECK(report_undo_entry(&w->ctx, letter.matter) == ERR_NOT_FOUND);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(undo_takes_it_back_for_good),
        cmocka_unit_test(after_ten_minutes_it_stays),
        cmocka_unit_test(change_makes_a_new_key_and_keeps_number_password_and_code),
        cmocka_unit_test(change_needs_the_password_again),
        cmocka_unit_test(a_changed_accused_changes_the_reader),
        cmocka_unit_test(a_change_that_is_refused_changes_nothing),
        cmocka_unit_test(other_sessions_end_when_it_is_changed),
        cmocka_unit_test(the_leaders_task_follows_the_route),
        cmocka_unit_test(undo_takes_the_leaders_task_along),
        cmocka_unit_test(another_clerks_letter_is_not_sent_up),
        cmocka_unit_test(a_clerk_seals_a_letter_and_sends_it_up),
        cmocka_unit_test(the_province_has_nobody_to_send_to),
        cmocka_unit_test(a_clerk_takes_back_what_he_entered),
        cmocka_unit_test(after_ten_minutes_the_entry_stays),
        cmocka_unit_test(what_others_work_on_is_not_taken_back),
        cmocka_unit_test(what_went_past_the_body_is_not_unmade_there),
        cmocka_unit_test(only_who_entered_it_takes_it_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
