/* Reminders reach who may know of the matter, and nobody else. */
#include "domain/task.h"

#include "domain/world_move.h"

#define COUNTY WORLD_COUNTY

static bool reminded(struct world *w, int64_t org, uint32_t role, const char *kind, int64_t matter,
                     int64_t *ret)
{
    struct ctx *c = world_as(w, org, role);
    struct task_list l;

    WORLD_OK(c, task_list(c, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (str_eq(l.items[i].kind, str_of(kind)) && l.items[i].matter == matter) {
            *ret = l.items[i].id;
            return true;
        }
    }
    return false;
}

static void a_term_reminds_the_handler_then_the_body_above(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);
    int64_t id;

    world_bring(w, COUNTY, r.matter, "ST_VERIFY");
    CHECK(!reminded(w, COUNTY, RO_HANDLER, "REMINDED", r.matter, &id));
    world_runs_until(w, "2026-12-10T09:00:00+08:00");
    CHECK(reminded(w, COUNTY, RO_HANDLER, "REMINDED", r.matter, &id));
    CHECK(!reminded(w, 330109, RO_HANDLER, "REMINDED", r.matter, &id));
    CHECK(!reminded(w, COUNTY, RO_CLERK, "REMINDED", r.matter, &id));
    CHECK(!reminded(w, WORLD_CITY, RO_UPPER, "ESCALATED", r.matter, &id));
    world_runs_until(w, "2027-01-05T09:00:00+08:00");
    CHECK(reminded(w, WORLD_CITY, RO_UPPER, "ESCALATED", r.matter, &id));
    struct ctx *c = world_as(w, WORLD_CITY, RO_UPPER);
    WORLD_OK(c, task_seen(c, id));
    CHECK(!reminded(w, WORLD_CITY, RO_UPPER, "ESCALATED", r.matter, &id));
}

static void the_head_is_reminded_of_what_waits_for_screening(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);
    int64_t id;

    world_bring(w, COUNTY, r.matter, "ST_SCREENING");
    CHECK(!reminded(w, COUNTY, RO_PO_HEAD, "REMINDED", r.matter, &id));
    world_runs_until(w, "2026-10-14T09:00:00+08:00");
    CHECK(reminded(w, COUNTY, RO_PO_HEAD, "REMINDED", r.matter, &id));
    CHECK(!reminded(w, COUNTY, RO_SCREENER, "REMINDED", r.matter, &id)); /* his matter, not his */
}

/* The role alone is not enough: the matter has to be his. */
static void another_handler_hears_nothing(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);
    struct task_list l;
    int64_t id;

    world_bring(w, COUNTY, r.matter, "ST_VERIFY");
    world_runs_until(w, "2026-12-10T09:00:00+08:00");
    CHECK(reminded(w, COUNTY, RO_HANDLER, "REMINDED", r.matter, &id));
    struct ctx *c =
        world_as_cookie(w, world_joined(w, COUNTY, RO_HANDLER, "W330411-OTHER", RO_HD_HEAD));
    WORLD_OK(c, task_list(c, &l));
    assert_int_equal(l.n, 0);
    WORLD_FAULT(c, task_seen(c, id), ERR_NOT_FOUND, "task.none");
    CHECK(reminded(w, COUNTY, RO_HANDLER, "REMINDED", r.matter, &id));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_term_reminds_the_handler_then_the_body_above),
        cmocka_unit_test(the_head_is_reminded_of_what_waits_for_screening),
        cmocka_unit_test(another_handler_hears_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
