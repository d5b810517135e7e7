/* The thread: who reads it, what it starts and stops, and urging. */
#include "domain/message.h"
#include "domain/mine.h"
#include "domain/world.h"
#include "domain/world_queries.h"

static int64_t only_report(struct ctx *c, int64_t *matter)
{
    struct rows r;
    WORLD_OK(c, store_run(c, Q_TEST_OTHER_REPORT, &r, INT(0)));
    int64_t report = cell(&r, 0, 0)->i;
    WORLD_OK(c, store_run(c, Q_TEST_MATTERS_OF, &r, INT(report)));
    *matter = cell(&r, r.n - 1, 0)->i;
    return report;
}

static bool runs(struct ctx *c, int64_t matter, const char *code)
{
    struct clock k;
    bool found = false;
    WORLD_OK(c, clock_running(c, matter, str_of(code), &k, &found));
    return found;
}

static void both_sides_write_and_read(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt receipt = world_report(w, &f);
    int64_t matter, report = only_report(world_as_system(w), &matter);
    struct message m;
    struct message_list list;

    struct ctx *c = world_as_reporter(w, receipt.report_no, f.password);
    WORLD_OK(c, message_send(c, report, S("收据是 2025 年的。"), false, &m));
    CHECK(runs(c, matter, "D27"));
    world_time(w, "2026-09-18T10:20:00+08:00"); /* the undo time is over: staff see it */

    c = world_as(w, 330411, RO_PO_HEAD);
    WORLD_OK(c, message_list(c, report, &list));
    CHECK(list.n == 1 && !list.items[0].mine && !list.items[0].answered);
    CHECK_STR(list.items[0].text, S("收据是 2025 年的。"));
    CHECK(list.items[0].at.ms != 0);
    WORLD_OK(c, message_send(c, report, S("请把照片发来。"), true, &m));
    CHECK(!runs(c, matter, "D27"));

    c = world_as_reporter(w, receipt.report_no, f.password);
    WORLD_OK(c, message_list(c, report, &list));
    CHECK(list.n == 2 && list.items[0].mine && list.items[0].answered);
    CHECK(list.items[1].from_body && list.items[1].needs_answer && !list.items[1].answered);
}

static void nobody_else_reads_it(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form(), g = world_form();
    struct report_receipt receipt = world_report(w, &f);
    int64_t matter, report = only_report(world_as_system(w), &matter);
    struct report_receipt other = world_report(w, &g);
    struct message_list list;
    struct message m;
    world_time(w, "2026-09-18T10:20:00+08:00");

    struct ctx *c = world_as_reporter(w, other.report_no, g.password);
    WORLD_FAULT(c, message_list(c, report, &list), ERR_NOT_FOUND, "report.none");
    WORLD_FAULT(c, message_send(c, report, S("x"), false, &m), ERR_NOT_FOUND, "report.none");
    c = world_as(w, 330109, RO_PO_HEAD); /* another body */
    WORLD_FAULT(c, message_list(c, report, &list), ERR_NOT_FOUND, "report.none");
    c = world_as(w, 330411, RO_SCREENER); /* finds the matter, reads no thread */
    WORLD_FAULT(c, message_list(c, report, &list), ERR_DENIED, "message.role");
    (void)receipt;
}

static void what_cannot_be_sent_says_why(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt receipt = world_report(w, &f);
    int64_t matter, report = only_report(world_as_system(w), &matter);
    struct message m;
    struct ctx *c = world_as_reporter(w, receipt.report_no, f.password);
    WORLD_MISTAKE(c, message_send(c, report, S("   "), false, &m), "text", "message.empty");
    struct buf b = buf_new(c->arena);
    for (int i = 0; i <= MESSAGE_CHARS_MAX; i++)
        buf_put(&b, S("字"));
    WORLD_MISTAKE(c, message_send(c, report, buf_str(&b), false, &m), "text", "form.too_long");
}

static void an_overdue_step_is_urged_once(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt receipt = world_report(w, &f);
    struct rows r;
    struct ctx *c = world_as_reporter(w, receipt.report_no, f.password);
    WORLD_FAULT(c, message_urge(c), ERR_CONFLICT, "urge.not_due");
    world_time(w, "2026-09-20T23:59:59+08:00"); /* D02 was promised for this day */
    c = world_as_reporter(w, receipt.report_no, f.password);
    WORLD_FAULT(c, message_urge(c), ERR_CONFLICT, "urge.not_due");
    world_time(w, "2026-09-21T00:00:00+08:00");
    c = world_as_reporter(w, receipt.report_no, f.password);
    WORLD_OK(c, message_urge(c));
    WORLD_FAULT(c, message_urge(c), ERR_CONFLICT, "urge.done");
    WORLD_OK(c, store_run(c, Q_TEST_URGED_TASKS, &r, INT(330411)));
    CHECK(cell(&r, 0, 0)->i == 1);
    world_time(w, "2026-10-15T12:00:00+08:00"); /* D04 is due today, still only D02 is late */
    c = world_as_reporter(w, receipt.report_no, f.password);
    WORLD_FAULT(c, message_urge(c), ERR_CONFLICT, "urge.done");
    world_time(w, "2026-10-16T12:00:00+08:00"); /* another promise broken */
    c = world_as_reporter(w, receipt.report_no, f.password);
    WORLD_OK(c, message_urge(c));
    WORLD_FAULT(c, message_urge(c), ERR_CONFLICT, "urge.done");
    c = world_as(w, 330411, RO_PO_HEAD);
    WORLD_FAULT(c, message_urge(c), ERR_NOT_FOUND, "report.none");
}

/* One matter, two reporters: the answer to one does not stop the clock for the other. */
static void the_clock_waits_for_all_answers(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form(), g = world_form();
    struct report_receipt one = world_report(w, &f);
    int64_t matter, first = only_report(world_as_system(w), &matter);
    struct report_receipt two = world_report(w, &g);
    struct message m;
    struct rows r;
    world_time(w, "2026-09-18T10:20:00+08:00");

    struct ctx *c = world_as_reporter(w, two.report_no, g.password);
    int64_t second = c->actor->report;
    world_write(w, Q_TEST_MESSAGE_IN, INT(matter), INT(second)); /* merged: the same matter */
    WORLD_OK(c, message_send(c, second, S("甲"), false, &m));
    WORLD_OK(c, message_send(c, second, S("乙"), false, &m));
    CHECK(m.seq == 2);
    c = world_as_reporter(w, one.report_no, f.password);
    WORLD_OK(c, message_send(c, first, S("丙"), false, &m));
    WORLD_OK(c, store_run(c, Q_TEST_UNREAD, &r, INT(matter)));
    CHECK(cell(&r, 0, 0)->i == 3);
    c = world_as(w, 330411, RO_PO_HEAD);
    WORLD_OK(c, message_send(c, second, S("答"), false, &m));
    WORLD_OK(c, store_run(c, Q_TEST_UNREAD, &r, INT(matter)));
    CHECK(cell(&r, 0, 0)->i == 1 && runs(c, matter, "D27"));
    WORLD_OK(c, message_send(c, first, S("答"), false, &m));
    CHECK(!runs(c, matter, "D27"));
    /* the words lie nowhere in clear */
    WORLD_OK(c, store_run(c, Q_TEST_MESSAGE_WORDS, &r, INT(first)));
    for (size_t i = 0; i < r.n; i++)
        CHECK(!memmem(cell(&r, i, 0)->s.p, cell(&r, i, 0)->s.n, "丙", 3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_sides_write_and_read),
        cmocka_unit_test(nobody_else_reads_it),
        cmocka_unit_test(what_cannot_be_sent_says_why),
        cmocka_unit_test(an_overdue_step_is_urged_once),
        cmocka_unit_test(the_clock_waits_for_all_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
