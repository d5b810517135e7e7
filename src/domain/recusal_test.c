/* Recusal: asked, decided, lifted; the matter is hidden from the person at once. */
#include "domain/recusal.h"

#include "domain/event.h"
#include "domain/officer.h"
#include "domain/world.h"
#include "domain/world_queries.h"

#define COUNTY 330411

static int64_t matter_assigned(struct world *w)
{
    struct report_form f = world_form();
    struct report_receipt r;
    struct str fields;

    (void)world_as_nobody(w);
    r = world_report(w, &f);
    world_time(w, "2026-09-18T10:11:00+08:00");
    fields = str_fmt(w->ctx.arena, "department=DEPT_SUPERVISE&handler=%.*s",
                     STR_ARG(world_work_no(w, COUNTY, RO_HANDLER)));
    (void)world_move(w, COUNTY, RO_CLERK, r.matter, "T02", "");
    (void)world_move(w, COUNTY, RO_SCREENER, r.matter, "T04", "");
    (void)world_move(w, COUNTY, RO_SCREENER, r.matter, "T07", "");
    (void)world_move(w, COUNTY, RO_PO_HEAD, r.matter, "T07", "decision=approve");
    (void)world_move(w, COUNTY, RO_SCREENER, r.matter, "T14", str_z(w->ctx.arena, fields));
    (void)world_move(w, COUNTY, RO_PO_HEAD, r.matter, "T14", "decision=approve");
    return r.matter;
}

static bool finds(struct world *w, uint32_t role, int64_t matter)
{
    struct matter m;
    enum err e = matter_find(world_as(w, COUNTY, role), matter, &m);

    fault_clear(&w->ctx.fault);
    return e == ERR_OK;
}

static bool holds_key(struct world *w, int64_t matter, int64_t officer)
{
    struct rows r;

    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_HOLDERS_OF, &r, TEXT(S("KM")), INT(matter)));
    for (size_t i = 0; i < r.n; i++) {
        if (cell(&r, i, 1)->i == officer)
            return true;
    }
    return false;
}

static void asked_by_himself_and_decided_by_his_head(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = matter_assigned(w), handler = world_officer(w, COUNTY, RO_HANDLER);
    struct recusal_list l;
    struct ctx *c;

    CHECK(finds(w, RO_HANDLER, m) && holds_key(w, m, handler));
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_MISTAKE(c, recusal_ask(c, m, 0, S("RG_NONE"), S("")), "ground", "form.option");
    fault_clear(&c->fault);
    WORLD_OK(c, recusal_ask(c, m, 0, S("RG_INTEREST"), S("与被反映人是同村。")));
    CHECK(!finds(w, RO_HANDLER, m));
    CHECK(holds_key(w, m, handler)); /* only asked */
    c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_OK(c, recusal_of_matter(c, m, &l));
    CHECK(l.n == 1 && l.items[0].mine_to_decide);
    CHECK_STR(l.items[0].reason, S("与被反映人是同村。"));
    (void)world_as(w, COUNTY, RO_SCREENER);
    WORLD_FAULT(&w->ctx, recusal_of_matter(&w->ctx, m, &l), ERR_DENIED, "recusal.not_head");
    (void)world_as(w, COUNTY, RO_SCREENER);
    WORLD_FAULT(&w->ctx, recusal_decide(&w->ctx, m, handler, true), ERR_DENIED,
                "recusal.not_decider");
    WORLD_OK(&w->ctx, recusal_decide(world_as(w, COUNTY, RO_HD_HEAD), m, handler, true));
    CHECK(!finds(w, RO_HANDLER, m) && !holds_key(w, m, handler));
    (void)world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_FAULT(&w->ctx, recusal_decide(&w->ctx, m, handler, true), ERR_CONFLICT, "recusal.none");
    (void)world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_FAULT(&w->ctx, recusal_ask(&w->ctx, m, handler, S("RG_OTHER"), S("")), ERR_CONFLICT,
                "recusal.asked");
    WORLD_OK(&w->ctx, recusal_lift(world_as(w, COUNTY, RO_HD_HEAD), m, handler));
    CHECK(finds(w, RO_HANDLER, m));
}

static void refused_he_sees_it_again(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = matter_assigned(w), screener = world_officer(w, COUNTY, RO_SCREENER);

    WORLD_OK(&w->ctx, recusal_ask(world_as(w, COUNTY, RO_SCREENER), m, 0, S("RG_OTHER"), S("")));
    CHECK(!finds(w, RO_SCREENER, m));
    WORLD_OK(&w->ctx, recusal_decide(world_as(w, COUNTY, RO_PO_HEAD), m, screener, false));
    CHECK(finds(w, RO_SCREENER, m));
}

static void heads_ask_for_others_and_never_decide_it_themselves(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = matter_assigned(w), handler = world_officer(w, COUNTY, RO_HANDLER);
    int64_t po_head = world_officer(w, COUNTY, RO_PO_HEAD);

    (void)world_as(w, COUNTY, RO_HANDLER);
    WORLD_FAULT(&w->ctx, recusal_ask(&w->ctx, m, po_head, S("RG_OTHER"), S("")), ERR_DENIED,
                "recusal.not_head");
    WORLD_OK(&w->ctx,
             recusal_ask(world_as(w, COUNTY, RO_HD_HEAD), m, handler, S("RG_CONTACT"), S("")));
    CHECK(!finds(w, RO_HANDLER, m));
    (void)world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_FAULT(&w->ctx, recusal_decide(&w->ctx, m, handler, true), ERR_DENIED, "recusal.both");
    WORLD_OK(&w->ctx, recusal_decide(world_as(w, COUNTY, RO_DEPUTY), m, handler, true));
    /* a head's is a deputy's to decide, a principal's the body's above */
    WORLD_OK(&w->ctx, recusal_ask(world_as(w, COUNTY, RO_PO_HEAD), m, 0, S("RG_OTHER"), S("")));
    (void)world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_FAULT(&w->ctx, recusal_decide(&w->ctx, m, po_head, true), ERR_DENIED,
                "recusal.not_decider");
    WORLD_OK(&w->ctx, recusal_decide(world_as(w, COUNTY, RO_DEPUTY), m, po_head, true));
    CHECK(!finds(w, RO_PO_HEAD, m));
    int64_t principal = world_officer(w, COUNTY, RO_PRINCIPAL);
    WORLD_OK(&w->ctx, recusal_ask(world_as(w, COUNTY, RO_PRINCIPAL), m, 0, S("RG_OTHER"), S("")));
    (void)world_as(w, COUNTY, RO_DEPUTY);
    WORLD_FAULT(&w->ctx, recusal_decide(&w->ctx, m, principal, true), ERR_DENIED,
                "recusal.not_decider");
    (void)world_as(w, 330000, RO_UPPER);
    WORLD_FAULT(&w->ctx, recusal_decide(&w->ctx, m, principal, true), ERR_DENIED,
                "recusal.not_decider");
    WORLD_OK(&w->ctx, recusal_decide(world_as(w, 330400, RO_UPPER), m, principal, true));
}

static void only_officers_of_the_body(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = matter_assigned(w);
    struct ctx *c = world_as(w, COUNTY, RO_PO_HEAD);

    WORLD_MISTAKE(c, recusal_ask(c, m, world_officer(w, 330400, RO_HANDLER), S("RG_OTHER"), S("")),
                  "officer", "move.officer");
    (void)world_as(w, 330400, RO_PO_HEAD);
    WORLD_FAULT(&w->ctx, recusal_ask(&w->ctx, m, 0, S("RG_OTHER"), S("")), ERR_NOT_FOUND,
                "matter.none");
}

static void no_work_is_given_to_the_recused(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = matter_assigned(w);
    struct move_result r;
    struct str fields = str_fmt(w->ctx.arena, "handler=%.*s&reason=other",
                                STR_ARG(world_work_no(w, COUNTY, RO_HANDLER)));

    WORLD_OK(&w->ctx, recusal_ask(world_as(w, COUNTY, RO_HANDLER), m, 0, S("RG_OTHER"), S("")));
    struct ctx *c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_MISTAKE(c, world_move_try(c, m, "T47", str_z(c->arena, fields), &r), "handler",
                  "move.officer_recused");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(asked_by_himself_and_decided_by_his_head),
        cmocka_unit_test(refused_he_sees_it_again),
        cmocka_unit_test(heads_ask_for_others_and_never_decide_it_themselves),
        cmocka_unit_test(only_officers_of_the_body),
        cmocka_unit_test(no_work_is_given_to_the_recused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
