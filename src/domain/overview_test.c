/* Counts for who leads, the dates of who handles: whose they are, and what they hold. */
#include "domain/overview.h"

#include "domain/world_move.h"

#define COUNTY WORLD_COUNTY

static const struct overview_row *row_of(const struct overview_rows *l, int64_t id)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->items[i].id == id)
            return &l->items[i];
    return NULL;
}

static void who_leads_sees_counts_of_his_body_and_below(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);
    struct overview_rows depts, bodies;
    (void)state;

    world_bring(w, COUNTY, r.matter, "ST_VERIFY");
    struct ctx *c = world_as(w, COUNTY, RO_DEPUTY);
    WORLD_OK(c, overview_counts(c, COUNTY, &depts, &bodies));
    assert_int_equal(depts.n, 1);
    CHECK(depts.items[0].id != 0 && depts.items[0].open == 1 && depts.items[0].late == 0);
    world_runs_until(w, "2027-02-01T09:00:00+08:00"); /* past its three months */
    c = world_as(w, WORLD_PROVINCE, RO_PRINCIPAL);
    WORLD_OK(c, overview_counts(c, WORLD_PROVINCE, &depts, &bodies));
    const struct overview_row *city = row_of(&bodies, WORLD_CITY);
    CHECK(city && city->open == 1 && city->late == 1); /* of the county below it */
    WORLD_OK(c, overview_counts(c, WORLD_CITY, &depts, &bodies));
    CHECK(row_of(&bodies, COUNTY)->late == 1);
    c = world_as(w, WORLD_CITY, RO_DEPUTY);
    WORLD_FAULT(c, overview_counts(c, 330100, &depts, &bodies), ERR_NOT_FOUND, "lead.none");
    WORLD_FAULT(c, overview_counts(c, WORLD_PROVINCE, &depts, &bodies), ERR_NOT_FOUND,
                "lead.none");
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_FAULT(c, overview_counts(c, COUNTY, &depts, &bodies), ERR_DENIED, "move.role");
}

static void dates_are_the_handlers_own(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);
    struct deadline_lines l;
    (void)state;

    world_bring(w, COUNTY, r.matter, "ST_VERIFY");
    struct ctx *c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_OK(c, deadlines_own(c, &l));
    assert_int_equal(l.n, 1);
    CHECK(l.items[0].matter == r.matter && !str_empty(l.items[0].reg_no));
    CHECK_STR(l.items[0].code, S("D10"));
    c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_OK(c, deadlines_own(c, &l));
    assert_int_equal(l.n, 0);
    c = world_as(w, 330109, RO_HANDLER);
    WORLD_OK(c, deadlines_own(c, &l));
    assert_int_equal(l.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_leads_sees_counts_of_his_body_and_below),
        cmocka_unit_test(dates_are_the_handlers_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
