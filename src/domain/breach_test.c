/* Accountability: heard, ordered, corrected, decided by the body above, published; by whom not. */
#include "domain/breach.h"

#include "domain/clock.h"
#include "domain/event.h"
#include "domain/officer.h"
#include "domain/world_move.h"

#define COUNTY WORLD_COUNTY
#define CITY WORLD_CITY
#define PROVINCE WORLD_PROVINCE

#define DECISION(kind)                                                                             \
    "accountable=" kind "&facts=超期三天。&rule=信访工作条例第四十四条&decision_text=略。"

static int64_t matter(struct world *w)
{
    struct report_form f = world_form();
    int64_t m = world_received(w, &f).matter;

    world_bring(w, COUNTY, m, "ST_VERIFY");
    return m;
}

/* A breach that the system found. */
static int64_t found_late(struct world *w, int64_t m, const char *code)
{
    struct ctx *c = world_as_system(w);
    struct breach_list l;

    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, breach_record(c, m, COUNTY, str_of(code), 0, ctx_today(c)));
    WORLD_OK(c, store_commit(c));
    WORLD_OK(c, breach_of_matter(c, m, &l));
    return l.items[l.n - 1].id;
}

/* "a=1&b=2" as fields of a step. */
static enum err try_step(struct ctx *c, int64_t breach, const char *move, const char *fields,
                         struct breach_case *ret)
{
    struct move_field f[12];
    struct move_request q = { .matter = breach, .move = str_of(move), .fields = f };
    struct str rest = str_of(fields);

    while (!str_empty(rest)) {
        struct str pair = str_cut(&rest, '&'), value = pair, name = str_cut(&value, '=');
        f[q.field_count++] = (struct move_field){ name, value };
    }
    return breach_move(c, &q, ret);
}

static struct breach_case step(struct world *w, int64_t org, uint32_t role, int64_t breach,
                               const char *move, const char *fields, const char *state)
{
    struct breach_case b;
    struct ctx *c = world_as(w, org, role);

    WORLD_OK(c, try_step(c, breach, move, fields, &b));
    CHECK_STR(b.state, str_of(state));
    return b;
}

static size_t seen(struct world *w, int64_t org, uint32_t role, bool closed)
{
    struct breach_cases l;
    struct ctx *c = world_as(w, org, role);

    WORLD_OK(c, breach_list(c, closed, &l));
    return l.n;
}

static void a_breach_ends_with_a_decision_of_the_body_above(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = matter(w), id = found_late(w, m, "V06");
    struct breach_case b;
    struct breach_steps l;
    struct ctx *c;
    (void)state;

    step(w, COUNTY, RO_PO_HEAD, id, "AC2", "explanation=经办人生病。", "AC_HEARD");
    step(w, CITY, RO_CADRE_SUP, id, "AC3", "correction=补办并说明。&correct_by=2026-09-30",
         "AC_ORDERED");
    step(w, COUNTY, RO_PO_HEAD, id, "AC4", "corrected=已经补办。", "AC_CORRECTED");
    step(w, CITY, RO_CADRE_SUP, id, "AC6", DECISION("ACC_CORRECTED"), "AC_PROPOSED");
    b = step(w, CITY, RO_DEPUTY, id, "AC7", "outcome=decided", "AC_DECIDED");
    CHECK_STR(b.outcome, S("ACC_CORRECTED"));
    world_last_event(w, m, "E_ACCOUNTABLE/AC7/RO_DEPUTY");
    b = step(w, CITY, RO_PUBLISHER, id, "AC8", "", "AC_PUBLISHED");
    CHECK(b.published.n == ctx_today(&w->ctx).n);
    /* the matter stays where it is, and the body above never saw a word of it */
    world_state(w, m, "ST_VERIFY");
    assert_false(world_holds(w, "KM", m, world_officer(w, CITY, RO_CADRE_SUP)));

    c = world_as(w, COUNTY, RO_PO_HEAD); /* who is bound reads the papers */
    WORLD_OK(c, breach_find(c, id, &b));
    WORLD_OK(c, breach_steps(c, &b, &l));
    assert_int_equal(l.n, 6);
    CHECK(str_contains(l.items[1].paper, S("责令改正通知书")));
    CHECK(str_contains(l.items[1].paper, S("2026年9月30日")));
    CHECK(str_contains(l.items[3].paper, S("超期三天")) && l.items[3].hash.n == 64);
    CHECK(str_contains(l.items[0].words, S("经办人生病")));
}

static void nobody_decides_on_himself(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = matter(w), id = found_late(w, m, "V06");
    struct breach_case b;
    struct ctx *c;
    (void)state;

    c = world_as(w, CITY, RO_DEPUTY); /* explains for nobody else */
    WORLD_FAULT(c, try_step(c, id, "AC2", "explanation=x", &b), ERR_DENIED, "breach.not_bound");
    step(w, COUNTY, RO_DEPUTY, id, "AC2", "explanation=经办人生病。", "AC_HEARD");
    c = world_as(w, CITY, RO_UPPER);
    WORLD_OK(c, try_step(c, id, "AC6", DECISION("ACC_NONE"), &b));
    c = world_as(w, COUNTY, RO_DEPUTY);
    WORLD_FAULT(c, try_step(c, id, "AC7", "outcome=decided", &b), ERR_DENIED, "breach.not_decider");
    c = world_as(w, CITY, RO_UPPER); /* who proposes has not the role to agree */
    WORLD_FAULT(c, try_step(c, id, "AC7", "outcome=decided", &b), ERR_DENIED, "move.role");
    c = world_as(w, PROVINCE, RO_DEPUTY); /* sees it, two levels up, and does not decide */
    WORLD_FAULT(c, try_step(c, id, "AC7", "outcome=decided", &b), ERR_DENIED, "breach.not_decider");
    b = step(w, CITY, RO_DEPUTY, id, "AC7", "outcome=sent_back&note=再核。", "AC_HEARD");
    CHECK(str_absent(b.outcome) && b.proposer == 0);
    c = world_as(w, CITY, RO_DEPUTY);
    WORLD_FAULT(c, try_step(c, id, "AC7", "outcome=decided", &b), ERR_CONFLICT, "move.state");
}

/* One person with both roles at the body above still is one person. */
static void two_persons_agree_and_a_third_publishes(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = matter(w), id = found_late(w, m, "V06");
    struct breach_case b;
    struct str cookie;
    struct ctx *c;
    (void)state;

    step(w, COUNTY, RO_PO_HEAD, id, "AC2", "explanation=经办人生病。", "AC_HEARD");
    cookie = world_joined(w, CITY, RO_UPPER | RO_DEPUTY | RO_PUBLISHER, "W330400-BOTH", RO_DEPUTY);
    c = world_as_cookie(w, cookie);
    WORLD_OK(c, try_step(c, id, "AC6", DECISION("ACC_NONE"), &b));
    WORLD_FAULT(c, try_step(c, id, "AC7", "outcome=decided", &b), ERR_DENIED, "breach.both");
    step(w, CITY, RO_DEPUTY, id, "AC7", "outcome=decided", "AC_DECIDED");
    c = world_as_cookie(w, cookie);
    WORLD_FAULT(c, try_step(c, id, "AC8", "", &b), ERR_DENIED, "breach.both");
}

static void correction_comes_before_criticism_and_a_case_before_a_sanction(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = matter(w), id = found_late(w, m, "V06");
    struct breach_case b;
    struct ctx *c;
    (void)state;

    c = world_as(w, CITY, RO_CADRE_SUP); /* heard first */
    WORLD_FAULT(c, try_step(c, id, "AC6", DECISION("ACC_NONE"), &b), ERR_CONFLICT, "move.state");
    step(w, COUNTY, RO_PO_HEAD, id, "AC2", "explanation=经办人生病。", "AC_HEARD");
    c = world_as(w, CITY, RO_CADRE_SUP);
    WORLD_MISTAKE(c, try_step(c, id, "AC6", DECISION("ACC_NOTICE"), &b), "accountable",
                  "breach.order_first");
    WORLD_MISTAKE(c, try_step(c, id, "AC6", DECISION("ACC_DISCIPLINE"), &b), "accountable",
                  "breach.case_first");
    WORLD_MISTAKE(c, try_step(c, id, "AC6", DECISION("ACC_CORRECTED"), &b), "accountable",
                  "breach.not_corrected");
    WORLD_MISTAKE(c, try_step(c, id, "AC5", "gravity=not_corrected&case_ground=x", &b), "gravity",
                  "breach.order_first");
    WORLD_MISTAKE(c, try_step(c, id, "AC3", "correction=x&correct_by=2026-09-01", &b), "correct_by",
                  "move.date_past");
    step(w, CITY, RO_CADRE_SUP, id, "AC3", "correction=补办。&correct_by=2026-09-30", "AC_ORDERED");
    step(w, CITY, RO_CADRE_SUP, id, "AC5", "gravity=not_corrected&case_ground=没有动。", "AC_CASE");
    step(w, CITY, RO_CADRE_SUP, id, "AC6", DECISION("ACC_DISCIPLINE"), "AC_PROPOSED");
}

static void who_says_nothing_in_five_days_counts_as_heard(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = matter(w), id = found_late(w, m, "V06");
    struct breach_case b;
    struct ctx *c;
    (void)state;

    c = world_as(w, CITY, RO_CADRE_SUP);
    WORLD_OK(c, breach_find(c, id, &b));
    CHECK_STR(day_format(c->arena, b.heard_due), S("2026-09-24")); /* the 20th is worked */
    world_runs_until(w, "2026-09-24T23:00:00+08:00");
    c = world_as(w, CITY, RO_CADRE_SUP);
    WORLD_OK(c, breach_find(c, id, &b));
    CHECK_STR(b.state, S("AC_RECORDED"));
    world_runs_until(w, "2026-09-25T01:00:00+08:00");
    c = world_as(w, CITY, RO_CADRE_SUP);
    WORLD_OK(c, breach_find(c, id, &b));
    CHECK_STR(b.state, S("AC_HEARD"));
    /* late, and still heard */
    step(w, COUNTY, RO_PO_HEAD, id, "AC2", "explanation=刚知道。", "AC_HEARD");
}

static void lists_show_a_body_and_those_below(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = matter(w), id = found_late(w, m, "V06");
    struct breach_case b;
    struct breach_cases l;
    struct ctx *c;
    (void)state;

    assert_int_equal(seen(w, COUNTY, RO_PO_HEAD, false), 1);
    assert_int_equal(seen(w, CITY, RO_CADRE_SUP, false), 1);
    assert_int_equal(seen(w, PROVINCE, RO_UPPER, false), 1);
    assert_int_equal(seen(w, 330100, RO_UPPER, false), 0); /* another city */
    assert_int_equal(seen(w, 330109, RO_PO_HEAD, false), 0);
    assert_int_equal(seen(w, CITY, RO_PO_HEAD, false), 0);   /* no part in accountability */
    assert_int_equal(seen(w, CITY, RO_PUBLISHER, false), 0); /* nothing decided yet */
    assert_int_equal(seen(w, COUNTY, RO_UPPER, false), 0);   /* watches bodies below, not his own */
    assert_int_equal(seen(w, COUNTY, RO_HD_HEAD, false), 1); /* his department's */
    struct report_form f = world_form();
    int64_t young = world_received(w, &f).matter;
    world_screen(w, COUNTY, young);
    found_late(w, young, "V03"); /* no department has it yet */
    assert_int_equal(seen(w, COUNTY, RO_PO_HEAD, false), 2);
    assert_int_equal(seen(w, COUNTY, RO_HD_HEAD, false), 1);
    c = world_as(w, 330109, RO_PO_HEAD);
    WORLD_FAULT(c, breach_find(c, id, &b), ERR_NOT_FOUND, "breach.none");
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_FAULT(c, breach_list(c, false, &l), ERR_DENIED, "move.role");
    WORLD_FAULT(c, breach_find(c, id, &b), ERR_NOT_FOUND, "breach.none");

    step(w, COUNTY, RO_PO_HEAD, id, "AC2", "explanation=经办人生病。", "AC_HEARD");
    step(w, CITY, RO_CADRE_SUP, id, "AC6", DECISION("ACC_NONE"), "AC_PROPOSED");
    step(w, CITY, RO_DEPUTY, id, "AC7", "outcome=decided", "AC_DECIDED");
    assert_int_equal(seen(w, CITY, RO_CADRE_SUP, false), 1);
    assert_int_equal(seen(w, CITY, RO_CADRE_SUP, true), 2);
    assert_int_equal(seen(w, CITY, RO_PUBLISHER, true), 1);
}

static void words_open_for_both_bodies_and_nobody_else(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = matter(w), id = found_late(w, m, "V06");
    struct breach_case b;
    struct breach_steps l;
    struct ctx *c;
    (void)state;

    step(w, COUNTY, RO_PO_HEAD, id, "AC2", "explanation=经办人生病。", "AC_HEARD");
    c = world_as(w, CITY, RO_CADRE_SUP);
    WORLD_OK(c, breach_find(c, id, &b));
    WORLD_OK(c, breach_steps(c, &b, &l));
    CHECK(str_contains(l.items[0].words, S("经办人生病")));
    CHECK(b.decides && !b.bound);
    c = world_as(w, PROVINCE, RO_UPPER); /* state and step, no words */
    WORLD_OK(c, breach_find(c, id, &b));
    WORLD_OK(c, breach_steps(c, &b, &l));
    CHECK(l.n == 1 && str_absent(l.items[0].words) && !b.decides);
}

/* What the program cannot see. */
static void a_breach_is_recorded_by_hand(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = matter(w), id = 0, again = 0;
    struct breach_case b;
    struct breach_steps l;
    struct move_field f[] = { { S("breach_code"), S("V19") },
                              { S("found_on"), S("2026-09-17") },
                              { S("finding"), S("有人来打听案情。") } };
    struct ctx *c;
    (void)state;

    c = world_as(w, COUNTY, RO_HANDLER); /* asked about it: he has to record it (JCF 66) */
    WORLD_OK(c, breach_record_by_hand(c, m, f, COUNT_OF(f), &id));
    WORLD_OK(c, breach_record_by_hand(c, m, f, COUNT_OF(f), &again)); /* once more: another one */
    CHECK(id && again && id != again);
    world_breaches(w, m, "V19 V19");
    world_last_event(w, m, "E_BREACH//RO_HANDLER");
    c = world_as(w, CITY, RO_CADRE_SUP);
    WORLD_OK(c, breach_find(c, id, &b));
    CHECK_STR(b.code, S("V19"));
    CHECK(b.recorder == world_officer(w, COUNTY, RO_HANDLER) && b.org == COUNTY);
    WORLD_OK(c, breach_steps(c, &b, &l));
    CHECK(l.n == 1 && str_contains(l.items[0].words, S("打听案情")));

    f[0].value = S("V06");
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_MISTAKE(c, breach_record_by_hand(c, m, f, COUNT_OF(f), &id), "breach_code",
                  "breach.by_itself");
    f[0].value = S("V17");
    f[1].value = S("2026-09-30");
    WORLD_MISTAKE(c, breach_record_by_hand(c, m, f, COUNT_OF(f), &id), "found_on",
                  "move.date_future");
    f[1].value = S("2026-09-17");
    c = world_as(w, 330109, RO_PO_HEAD);
    WORLD_FAULT(c, breach_record_by_hand(c, m, f, COUNT_OF(f), &id), ERR_NOT_FOUND, "matter.none");
    c = world_as(w, CITY, RO_UPPER); /* sees clocks and states below, and may record */
    WORLD_OK(c, breach_record_by_hand(c, m, f, COUNT_OF(f), &id));
    c = world_as(w, COUNTY, RO_CLERK);
    WORLD_FAULT(c, breach_record_by_hand(c, m, f, COUNT_OF(f), &id), ERR_NOT_FOUND, "matter.none");
}

static void the_public_reads_codes_months_and_counties(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = matter(w), id = found_late(w, m, "V06");
    struct breach_public_list l;
    struct ctx *c;
    (void)state;

    step(w, COUNTY, RO_PO_HEAD, id, "AC2", "explanation=经办人生病。", "AC_HEARD");
    step(w, CITY, RO_CADRE_SUP, id, "AC6", DECISION("ACC_NONE"), "AC_PROPOSED");
    step(w, CITY, RO_DEPUTY, id, "AC7", "outcome=decided", "AC_DECIDED");
    c = world_as_nobody(w);
    WORLD_OK(c, breach_published(c, PROVINCE, 0, &l));
    assert_int_equal(l.n, 0);
    step(w, CITY, RO_PUB_APPROVER, id, "AC8", "", "AC_PUBLISHED");
    c = world_as_nobody(w);
    WORLD_OK(c, breach_published(c, PROVINCE, 0, &l));
    assert_int_equal(l.n, 1);
    CHECK(l.items[0].org == COUNTY);
    CHECK_STR(day_format(c->arena, l.items[0].month), S("2026-09-01"));
    CHECK_STR(l.items[0].outcome, S("ACC_NONE"));
    WORLD_OK(c, breach_published(c, 330100, 0, &l));
    assert_int_equal(l.n, 0);
}

/* At the top of this system its own cadre supervision decides, with the principal leader. */
static void at_the_top_cadre_supervision_decides(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct breach_list found;
    struct breach_case b;
    (void)state;

    f.area_code = S("330000");
    int64_t m = world_received(w, &f).matter;
    world_bring(w, PROVINCE, m, "ST_VERIFY");
    struct ctx *c = world_as_system(w);
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, breach_record(c, m, PROVINCE, S("V06"), 0, ctx_today(c)));
    WORLD_OK(c, store_commit(c));
    WORLD_OK(c, breach_of_matter(c, m, &found));
    int64_t id = found.items[0].id;
    step(w, PROVINCE, RO_PO_HEAD, id, "AC2", "explanation=人手不足。", "AC_HEARD");
    step(w, PROVINCE, RO_CADRE_SUP, id, "AC6", DECISION("ACC_NONE"), "AC_PROPOSED");
    c = world_as(w, PROVINCE, RO_DEPUTY); /* in charge of the petition office himself */
    WORLD_FAULT(c, try_step(c, id, "AC7", "outcome=decided", &b), ERR_DENIED, "breach.not_decider");
    step(w, PROVINCE, RO_PRINCIPAL, id, "AC7", "outcome=decided", "AC_DECIDED");
}

static void the_matters_own_engine_leaves_it_alone(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = matter(w);
    struct move_result done;
    struct move_form_list l;
    struct ctx *c;
    (void)state;

    found_late(w, m, "V06");
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_OK(c, subproc_forms(c, m, &l));
    for (size_t i = 0; i < l.n; i++)
        CHECK(!str_starts(l.items[i].move, S("AC")));
    WORLD_FAULT(c, world_move_try(c, m, "AC2", "explanation=x", &done), ERR_CONFLICT,
                "subproc.none");
    WORLD_MISTAKE(
        c, world_move_try(c, m, "AC1", "breach_code=V19&found_on=2026-09-17&finding=x", &done),
        "move", "move.later");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_breach_ends_with_a_decision_of_the_body_above),
        cmocka_unit_test(nobody_decides_on_himself),
        cmocka_unit_test(two_persons_agree_and_a_third_publishes),
        cmocka_unit_test(correction_comes_before_criticism_and_a_case_before_a_sanction),
        cmocka_unit_test(who_says_nothing_in_five_days_counts_as_heard),
        cmocka_unit_test(lists_show_a_body_and_those_below),
        cmocka_unit_test(words_open_for_both_bodies_and_nobody_else),
        cmocka_unit_test(a_breach_is_recorded_by_hand),
        cmocka_unit_test(the_public_reads_codes_months_and_counties),
        cmocka_unit_test(at_the_top_cadre_supervision_decides),
        cmocka_unit_test(the_matters_own_engine_leaves_it_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
