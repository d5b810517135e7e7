/* How papers reached whom they are for: recorded by who may, once, and what it stops. */
#include "domain/delivery.h"
#include "domain/event.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

#define COUNTY WORLD_COUNTY

static struct report_receipt letter(struct world *w)
{
    struct report_form f = world_form();

    f.channel = S("CH_LETTER");
    f.arrived_on = S("2026-09-18");
    f.identity.address = S("嘉兴市秀洲区新塍镇某路1号");
    (void)world_as(w, COUNTY, RO_CLERK);
    return world_report(w, &f);
}

/* The paper of that code, past all reach. */
static int64_t paper(struct world *w, int64_t matter, const char *code)
{
    struct rows r;

    WORLD_OK(&w->ctx,
             store_run(&w->ctx, Q_TEST_PAPER_OF, &r, INT(matter), TEXT(str_of(code))));
    assert_int_equal(r.n, 1);
    return cell(&r, 0, 0)->i;
}

static int64_t sent_aside(struct world *w)
{
    struct report_form f = world_form();
    int64_t m = world_received(w, &f).matter;

    world_screen(w, COUNTY, m);
    world_propose(w, COUNTY, RO_SCREENER, m, "T09",
                  "reason=2&right_body=秀洲区农业农村局&extract=反映修水渠没有招标。");
    world_agree(w, COUNTY, RO_PO_HEAD, m, "T09");
    return m;
}

static void a_letters_slip_is_posted(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_receipt r = letter(w);
    struct delivery_form f = { .form = S("POST") };
    struct event_list l;
    int64_t slip = 0;

    world_clock(w, r.matter, "D01.letter", "RUNNING", "2026-09-24");
    struct ctx *c = world_as(w, COUNTY, RO_CLERK);
    WORLD_OK(c, delivery_slip_waits(c, r.matter, &slip));
    assert_int_equal(slip, paper(w, r.matter, "W01"));
    WORLD_OK(c, document_deliver(c, r.matter, slip, &f));
    world_clock(w, r.matter, "D01.letter", "STOPPED", NULL);
    WORLD_OK(c, delivery_slip_waits(c, r.matter, &slip));
    assert_int_equal(slip, 0);
    world_last_event(w, r.matter, "E_DOC_DELIVERED//RO_CLERK");
    c = world_as_reporter(w, r.report_no, world_form().password);
    WORLD_OK(c, event_of_report(c, c->actor->report, &l));
    CHECK_STR(l.items[l.n - 1].kind, S("E_DOC_DELIVERED"));
    CHECK_STR(l.items[l.n - 1].codes, S("doc=W01 form=POST"));
}

static void a_letter_to_a_body_outside_ends_its_clock(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t m = sent_aside(w), n06 = paper(w, m, "N06");
    struct delivery_form f = { .form = S("POST"), .detail = S("挂号 123") };
    struct ctx *c;

    world_clocks(w, m, "D08");
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_OK(c, document_deliver(c, m, n06, &f));
    world_clocks(w, m, "");
    world_papers(w, m, "N06:POST");
    WORLD_FAULT(c, document_deliver(c, m, n06, &f), ERR_CONFLICT, "delivery.done");
}

static void what_is_wrong_with_it_is_said(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t m = sent_aside(w), n06 = paper(w, m, "N06");
    struct str head = world_work_no(w, COUNTY, RO_PO_HEAD);
    struct ctx *c = world_as(w, COUNTY, RO_PO_HEAD);
    const struct {
        struct delivery_form f;
        const char *field, *key;
    } wrong[] = {
        { { .form = S("SYSTEM") }, "form", "form.option" },
        { { .form = S("POST"), .day = S("2026-09-17") }, "day", "delivery.day" },
        { { .form = S("POST"), .day = S("2026-09-19") }, "day", "delivery.day" },
        { { .form = S("POST"), .day = S("gestern") }, "day", "form.date" },
        { { .form = S("PHONE") }, "second_officer", "delivery.two_officers" },
        { { .form = S("PHONE"), .second_officer = head }, "second_officer",
          "delivery.two_officers" },
        { { .form = S("PHONE"), .second_officer = world_work_no(w, WORLD_CITY, RO_CLERK) },
          "second_officer", "move.officer" },
    };

    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        WORLD_MISTAKE(c, document_deliver(c, m, n06, &wrong[i].f), wrong[i].field, wrong[i].key);
    world_papers(w, m, "N06:-");
    world_clocks(w, m, "D08");
}

static void nobody_else_records_it(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    int64_t m = sent_aside(w), n06 = paper(w, m, "N06");
    struct report_receipt r = letter(w);
    int64_t slip = paper(w, r.matter, "W01"), n = 0;
    struct delivery_form f = { .form = S("POST") };
    struct ctx *c = world_as(w, 330109, RO_PO_HEAD);

    WORLD_FAULT(c, document_deliver(c, m, n06, &f), ERR_NOT_FOUND, "matter.none");
    c = world_as(w, COUNTY, RO_DEPUTY); /* reads it, does not act on it */
    WORLD_FAULT(c, document_deliver(c, m, n06, &f), ERR_DENIED, "delivery.role");
    (void)world_move(w, COUNTY, RO_SCREENER, r.matter, "T04", "");
    c = world_as(w, COUNTY, RO_DEPUTY);
    WORLD_FAULT(c, document_deliver(c, r.matter, slip, &f), ERR_NOT_FOUND, "document.none");
    WORLD_OK(c, delivery_slip_waits(c, r.matter, &n));
    assert_int_equal(n, 0);
    c = world_as(w, COUNTY, RO_PO_HEAD); /* a paper of another matter */
    WORLD_FAULT(c, document_deliver(c, m, slip, &f), ERR_NOT_FOUND, "document.none");
    c = world_as_nobody(w);
    WORLD_FAULT(c, document_deliver(c, m, n06, &f), ERR_NOT_FOUND, "document.none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_letters_slip_is_posted),
        cmocka_unit_test(a_letter_to_a_body_outside_ends_its_clock),
        cmocka_unit_test(what_is_wrong_with_it_is_said),
        cmocka_unit_test(nobody_else_records_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
