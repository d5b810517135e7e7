/* What runs on when a matter comes to an end: every clock is planted, then the last move is made,
 * and what is left is compared with a table written by hand from domain 3.2 and 3.6. */
#include "domain/clock.h"
#include "domain/message.h"
#include "domain/mine.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

#define COUNTY WORLD_COUNTY

/* All of domain 3.6 that papers.rules knows. */
static const char *const codes[] = {
    "D01", "D01.letter", "D02", "D03",     "D04", "D04a", "D05", "D06", "D06.send", "D07",
    "D08", "D09",        "D10", "D11",     "D12", "D13",  "D14", "D15", "D17",      "D18",
    "D19", "D20",        "D21", "D22",     "D23", "D24",  "D25", "D27", "D28",      "D13.reply",
    "D41", "D21.accept", "D23.accept",
};

static void plant(struct world *w, int64_t matter)
{
    struct ctx *c = world_as_system(w);

    WORLD_OK(c, store_begin(c));
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        struct clock k;
        struct clock_start s = { .matter = matter,
                                 .org = COUNTY,
                                 .code = str_of(codes[i]),
                                 .category = S("CAT_REPORT"),
                                 .start = ctx_today(c),
                                 .at = c->now };
        WORLD_OK(c, clock_start(c, &s, &k));
    }
    WORLD_OK(c, store_commit(c));
}

struct way {
    const char *state, *left;
    int64_t (*begin)(struct world *w);
    void (*end)(struct world *w, int64_t matter);
};

static struct report_receipt mine;

static int64_t sent(struct world *w)
{
    struct report_form f = world_form();

    mine = world_received(w, &f);
    return mine.matter;
}

static int64_t screening(struct world *w)
{
    int64_t m = sent(w);

    world_screen(w, COUNTY, m);
    return m;
}

static int64_t fed_back(struct world *w)
{
    int64_t m = sent(w);

    world_bring(w, COUNTY, m, "ST_FEEDBACK");
    return m;
}

static int64_t letter(struct world *w)
{
    struct report_form f = world_form();

    f.channel = S("CH_LETTER");
    f.arrived_on = S("2026-09-18");
    (void)world_as(w, COUNTY, RO_CLERK);
    return world_report(w, &f).matter;
}

static void refuse(struct world *w, int64_t m)
{
    world_propose(w, COUNTY, RO_SCREENER, m, "T08",
                  "reason=2&right_body=市场监管局，中山路1号&text=不归纪检监察机关管。");
    world_agree(w, COUNTY, RO_PO_HEAD, m, "T08");
}

static void send_up(struct world *w, int64_t m)
{
    world_propose(w, COUNTY, RO_SCREENER, m, "T03b", "reason=upper_matter&text=应由上级办理。");
    world_agree(w, COUNTY, RO_PO_HEAD, m, "T03b");
}

static void send_down(struct world *w, int64_t m)
{
    (void)world_move(w, COUNTY, RO_SCREENER, m, "T10", "to_body=330411104");
}

static void send_aside(struct world *w, int64_t m)
{
    world_propose(w, COUNTY, RO_SCREENER, m, "T09",
                  "reason=2&right_body=秀洲区农业农村局&extract=反映修水渠没有招标。");
    world_agree(w, COUNTY, RO_PO_HEAD, m, "T09");
}

static void confirm(struct world *w, int64_t m)
{
    struct report_form f = world_form();
    struct ctx *c = world_as_reporter(w, mine.report_no, f.password);

    (void)m;
    WORLD_OK(c, world_reporter_move(c, "T42", ""));
}

static void withdraw(struct world *w, int64_t m)
{
    struct report_form f = world_form();
    struct ctx *c = world_as_reporter(w, mine.report_no, f.password);

    WORLD_OK(c, world_reporter_move(c, "T43", "reason=已经和解。"));
    world_agree(w, COUNTY, RO_PO_HEAD, m, "T43");
}

static void seal_up(struct world *w, int64_t m)
{
    (void)world_move(w, COUNTY, RO_CLERK, m, "T03", "route=own_head");
}

/* domain 3.2 column "open clock" for the states at an end; D24 is the reporter's window (3.6). */
static const struct way ways[] = {
    { "ST_NOT_ACCEPTED", "", screening, refuse },
    { "ST_REFERRED_UP", "", screening, send_up }, /* N06 is there at once */
    { "ST_REFERRED_DOWN", "D06", screening, send_down },
    { "ST_REFERRED_SIDE", "D08", screening, send_aside },
    { "ST_CLOSED", "D24 D41", fed_back, confirm },
    { "ST_WITHDRAWN", "", screening, withdraw },
    { "ST_TOMBSTONE", "D05", letter, seal_up },
};

static void at_an_end_nothing_runs_but_what_the_rules_name(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        WORLD_AUTO w = world_new();
        int64_t m = ways[i].begin(w);
        plant(w, m);
        ways[i].end(w, m);
        world_state(w, m, ways[i].state);
        world_clocks(w, m, ways[i].left);
    }
}

/* Every state of the procedure that is an end stands in the table, or has no way in yet. */
static void no_end_is_forgotten(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    const struct state *s;

    for (size_t i = 0; (s = procedure_state_at(w->app->procedure, i)) != NULL; i++) {
        bool known = str_eq(s->id, S("ST_FINAL")); /* T41 comes with review and re-review */
        for (size_t k = 0; k < COUNT_OF(ways); k++)
            known = known || str_eq(s->id, str_of(ways[k].state));
        if (s->terminal && !known)
            fail_msg("%.*s", STR_ARG(s->id));
    }
}

static void undone_in_time_nothing_runs(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = world_report(w, &f);
    int64_t m;
    struct rows rows;
    struct ctx *c = world_as_reporter(w, r.report_no, f.password);

    WORLD_OK(c, store_run(c, Q_TEST_MATTERS_OF, &rows, INT(c->actor->report)));
    m = cell(&rows, 0, 0)->i;
    plant(w, m);
    c = world_as_reporter(w, r.report_no, f.password);
    WORLD_OK(c, report_undo(c));
    world_clocks(w, m, "");
}

/* Closed by time: nobody has to answer what is closed, however long nobody looked. */
static void a_file_closed_by_time_is_not_overdue(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t m = fed_back(w);
    struct report_form f = world_form();
    struct ctx *c = world_as_reporter(w, mine.report_no, f.password);
    struct message msg;

    WORLD_OK(c, message_send(c, c->actor->report, S("还要多久？"), false, &msg));
    world_clocks(w, m, "D17 D24 D27 D28");
    world_runs_until(w, "2026-11-02T09:00:00+08:00");
    world_state(w, m, "ST_CLOSED");
    world_clocks(w, m, "D24 D41");
    assert_true(day_absent(world_matter(w, m).due));
}

/* ---- D27 ---- */

static void an_answer_to_our_question_is_owed_no_reply(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t m = screening(w);
    int64_t report = world_report_of(w, m);
    struct report_form f = world_form();
    struct message msg;
    struct ctx *c = world_as(w, COUNTY, RO_PO_HEAD);

    WORLD_OK(c, message_send(c, report, S("收据是哪一年的？"), true, &msg));
    c = world_as_reporter(w, mine.report_no, f.password);
    WORLD_OK(c, message_send(c, report, S("2025 年的。"), false, &msg));
    CHECK(!msg.needs_answer);
    world_clocks(w, m, "D03 D04");
    assert_int_equal(world_matter(w, m).unread, 1); /* new to the office all the same */
    WORLD_OK(c, message_send(c, report, S("还要别的吗？"), false, &msg)); /* his own question */
    CHECK(msg.needs_answer);
    world_clocks(w, m, "D03 D04 D27");
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_OK(c, message_send(c, report, S("不用了。"), false, &msg));
    world_clocks(w, m, "D03 D04");
}

/* ---- D05 ---- */

static int64_t upper_of(struct world *w, int64_t stone)
{
    struct rows r;

    WORLD_OK(&w->ctx,
             store_run(&w->ctx, Q_TEST_MATTERS_OF, &r, INT(world_report_of(w, stone))));
    return cell(&r, r.n - 1, 0)->i;
}

static void sent_up_it_runs_until_the_upper_body_registers_it(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t stone = letter(w), up;

    seal_up(w, stone);
    up = upper_of(w, stone);
    world_clock(w, stone, "D05", "RUNNING", "2026-09-24");
    (void)world_move(w, WORLD_CITY, RO_CLERK, up, "T02", "");
    world_clocks(w, stone, "");
    world_runs_until(w, "2026-10-30T09:00:00+08:00");
    world_breaches(w, stone, "");
}

/* Late is late: and of the stone nobody is reminded who must not hear of it. */
static void a_stone_reminds_nobody_here(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t stone = letter(w);
    struct rows r;

    seal_up(w, stone);
    world_runs_until(w, "2026-09-26T09:00:00+08:00");
    world_breaches(w, stone, "V04");
    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_TASKS_OF, &r, INT(stone)));
    assert_int_equal(r.n, 2); /* the custodian hands the identity on; the body above hears */
    CHECK_STR(cell(&r, 0, 0)->s, S("IDENTITY_MOVE"));
    CHECK_STR(cell(&r, 1, 0)->s, S("ESCALATED"));
    assert_int_equal(cell(&r, 1, 1)->i, WORLD_CITY);
}

/* ---- D18 of a complaint ---- */

static void a_complaint_that_a_step_is_late_is_answered_above_in_time(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t m = screening(w), report = world_report_of(w, m);
    struct report_form f = world_form();
    struct clock k;
    struct message msg;
    bool found;
    struct ctx *c;

    world_runs_until(w, "2026-10-19T09:00:00+08:00"); /* D04 was promised for the 15th */
    c = world_as_reporter(w, mine.report_no, f.password);
    WORLD_OK(c, complaint_make(c, S("过了日期还没有答复。")));
    world_clock(w, m, "D18", "RUNNING", "2026-11-09"); /* fifteen working days */
    WORLD_OK(c, clock_running(c, m, S("D18"), &k, &found));
    assert_int_equal(k.org, WORLD_CITY); /* whose answer is owed */
    refuse(w, m);                        /* what the lower body decides does not answer it */
    world_clocks(w, m, "D18");
    c = world_as(w, WORLD_CITY, RO_UPPER);
    WORLD_OK(c, message_send(c, report, S("已督促办理。"), false, &msg));
    world_clocks(w, m, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(at_an_end_nothing_runs_but_what_the_rules_name),
        cmocka_unit_test(no_end_is_forgotten),
        cmocka_unit_test(undone_in_time_nothing_runs),
        cmocka_unit_test(a_file_closed_by_time_is_not_overdue),
        cmocka_unit_test(an_answer_to_our_question_is_owed_no_reply),
        cmocka_unit_test(sent_up_it_runs_until_the_upper_body_registers_it),
        cmocka_unit_test(a_stone_reminds_nobody_here),
        cmocka_unit_test(a_complaint_that_a_step_is_late_is_answered_above_in_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
