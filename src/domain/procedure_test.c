#include "domain/procedure.h"

#include "domain/rules_test.h"

/* A small law of its own, so that these tests do not move with the shipped one. */
static const char law[] =
    "state ST_A 10 stage 1 shown ST_A clock D1\n"
    "state ST_B 20 stage 2 shown ST_A clock D1 D2.x\n"
    "state ST_C 30 stage keep shown ST_C terminal reopenable\n"
    "event E_ONE shown\n"
    "event E_TWO internal\n"
    "document N1 to reporter stop D1 start D2.x\n"
    "clock D1 binds body from receipt breach V01 named told\n"
    "clock D2 binds citizen from move only G_YES lapse T4\n"
    "clock D2.x binds none from ask\n"
    "forbid RO_CLERK RO_SCREENER RO_DEPUTY\n"
    "forbid RO_AUDITOR *\n"
    "move T1 NEW ST_A actor reporter act RO_CLERK event E_ONE basis \"CC 1\"\n"
    "move T2 ST_A,ST_B ? act RO_CLERK,RO_HANDLER approve RO_PO_HEAD basis x\n"
    "    approve RO_DEPUTY when reason=2,3 from ST_B\n"
    "    target good ST_B event E_ONE,E_TWO guard G_YES G_NO doc N1 clock stop * start D1\n"
    "        told real-name\n"
    "    target bad ST_C event E_TWO\n"
    "    field reason choice required options 1,2,3\n"
    "    field words text required max 5\n"
    "    field why line max 3 when reason=3\n"
    "    field on date when outcome=good\n"
    "    field sure flag required\n"
    "    field count number max 9\n"
    "    field code choice list CH\n"
    "move T3 10-30 = act RO_HANDLER event E_TWO basis x later\n"
    "move T4 10-30 ST_C actor system event E_TWO basis x\n";

static const struct str guards[] = { { "G_YES", 5 }, { "G_NO", 4 } };

static enum err load(struct arena *a, const char *text, struct fault *f,
                     const struct procedure **ret)
{
    struct data_file file = { S("law"), str_of(text) };
    return procedure_load(a, &file, 1, guards, COUNT_OF(guards), f, ret);
}

static const struct procedure *small(struct arena *a)
{
    struct fault f = { 0 };
    const struct procedure *p;
    if (load(a, law, &f, &p) != ERR_OK)
        fail_msg("%s", f.detail);
    return p;
}

static void a_line_says_what_it_says(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct procedure *p = small(a);
    const struct move *m = procedure_move(p, S("T2"));
    const struct target *good = &m->targets[0];

    assert_int_equal(m->target_count, 2);
    CHECK_STR(good->name, S("good"));
    CHECK(good->to == procedure_state(p, S("ST_B")) && good->told == TOLD_NAMED);
    CHECK(good->events.n == 2 && good->guards.n == 2 && good->papers.n == 1);
    CHECK(good->act_count == 2 && str_absent(good->acts[0].clock));
    CHECK(m->targets[1].guards.n == 0 && m->targets[1].act_count == 0);
    CHECK(m->targets[1].told == TOLD_NONE && m->field_count == 7);
    CHECK(m->act == (RO_CLERK | RO_HANDLER) && m->approval_count == 2);
    CHECK(procedure_move(p, S("T1"))->creates && procedure_move(p, S("T1"))->by_reporter);
    /* a range of codes leaves out the states where nothing is owed any more */
    CHECK(move_leaves(procedure_move(p, S("T4")), procedure_state(p, S("ST_B"))));
    CHECK(!move_leaves(procedure_move(p, S("T4")), procedure_state(p, S("ST_C"))));
    CHECK(procedure_move(p, S("T3"))->targets[0].to == NULL);
    CHECK_STR(procedure_clock(p, S("D2.x"))->id, S("D2.x"));
    CHECK_STR(procedure_clock(p, S("D1.claim"))->id, S("D1"));
    CHECK(procedure_clock(p, S("D3.x")) == NULL);
    const struct paper *n1 = procedure_paper(p, S("N1"));
    CHECK(n1->to == PAPER_REPORTER && n1->stop.n == 1 && n1->start.n == 1);
    CHECK_STR(procedure_state(p, S("ST_B"))->shown, S("shown.ST_A"));
    CHECK(procedure_state(p, S("ST_C"))->stage == 0);
}

static void a_move_is_made_from_its_state_by_its_role(void **state)
{
    static const struct {
        const char *from, *move, *outcome;
        uint32_t roles;
        enum err err;
        const char *to;
    } steps[] = {
        { NULL, "T1", NULL, RO_CLERK, ERR_OK, "ST_A" },
        { NULL, "T1", NULL, RO_REPORTER, ERR_OK, "ST_A" },
        { NULL, "T1", NULL, RO_HANDLER, ERR_DENIED, NULL },
        { "ST_A", "T1", NULL, RO_CLERK, ERR_CONFLICT, NULL },
        { "ST_A", "T2", "good", RO_HANDLER, ERR_OK, "ST_B" },
        { "ST_A", "T2", "bad", RO_HANDLER | RO_STAT, ERR_OK, "ST_C" },
        { "ST_A", "T2", NULL, RO_HANDLER, ERR_INVALID, NULL },
        { "ST_A", "T2", "ugly", RO_HANDLER, ERR_INVALID, NULL },
        { "ST_A", "T2", "good", RO_PO_HEAD, ERR_DENIED, NULL }, /* approves, does not act */
        { "ST_A", "T2", "good", 0, ERR_DENIED, NULL },
        { "ST_C", "T2", "good", RO_HANDLER, ERR_CONFLICT, NULL },
        { "ST_C", "T2", "good", RO_PO_HEAD, ERR_DENIED, NULL }, /* the role is told first */
        { "ST_X", "T2", "good", RO_HANDLER, ERR_CONFLICT, NULL },
        { NULL, "T2", "good", RO_HANDLER, ERR_CONFLICT, NULL },
        { "ST_A", "T9", NULL, RO_HANDLER, ERR_INVALID, NULL },
        { "ST_A", "T3", NULL, RO_HANDLER, ERR_CONFLICT, NULL }, /* later */
        { "ST_A", "T4", NULL, PROCEDURE_BY_SYSTEM, ERR_OK, "ST_C" },
        { "ST_A", "T4", NULL, ROLES_OFFICER | RO_REPORTER, ERR_DENIED, NULL },
        { "ST_A", "T2", "good", PROCEDURE_BY_SYSTEM, ERR_DENIED, NULL },
    };
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct procedure *p = small(a);
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        struct fault f = { 0 };
        struct step step = { .to = NULL };
        enum err err = procedure_next(p, str_of(steps[i].from), str_of(steps[i].move),
                                      str_of(steps[i].outcome), steps[i].roles, &f, &step);
        if (err != steps[i].err)
            fail_msg("step %zu gives %d", i, (int)err);
        CHECK((step.to == NULL) == (err != ERR_OK));
        if (err == ERR_OK)
            CHECK_STR(step.to->id, str_of(steps[i].to));
    }
}

static void moves_are_offered_to_those_who_act(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct procedure *p = small(a);
    const struct move *list[8];
    const struct state *from = procedure_state(p, S("ST_A"));
    assert_int_equal(procedure_moves_from(p, from, RO_HANDLER, list, 8), 1); /* T3 is later */
    CHECK_STR(list[0]->id, S("T2"));
    assert_int_equal(procedure_moves_from(p, from, RO_HANDLER, list, 0), 0);
    assert_int_equal(procedure_moves_from(p, from, RO_REPORTER, list, 8), 0);
    assert_int_equal(procedure_moves_from(p, from, PROCEDURE_BY_SYSTEM, list, 8), 1);
    from = procedure_state(p, S("ST_C"));
    assert_int_equal(procedure_moves_from(p, from, ROLES_OFFICER, list, 8), 0);
}

/* name, value pairs; ends with NULL */
static struct str value_of(void *u, struct str name)
{
    const char *const *pairs = u;
    for (size_t i = 0; pairs[i]; i += 2) {
        if (str_eq(name, str_of(pairs[i])))
            return str_of(pairs[i + 1]);
    }
    return STR_NONE;
}

static void approvals_depend_on_the_form_and_the_state(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct procedure *p = small(a);
    const struct move *m = procedure_move(p, S("T2"));
    const char *one[] = { "reason", "1", NULL }, *three[] = { "reason", "3", NULL };
    uint32_t roles[MOVE_APPROVALS_MAX];
    const struct state *in_a = procedure_state(p, S("ST_A")), *in_b = procedure_state(p, S("ST_B"));
    assert_int_equal(procedure_approvals(m, in_b, value_of, one, roles), 1);
    CHECK(roles[0] == RO_PO_HEAD);
    assert_int_equal(procedure_approvals(m, in_b, value_of, three, roles), 2);
    CHECK(roles[1] == RO_DEPUTY);
    assert_int_equal(procedure_approvals(m, in_a, value_of, three, roles), 1);
    assert_int_equal(procedure_approvals(procedure_move(p, S("T4")), in_a, value_of, one, roles),
                     0);
}

static bool known(void *u, struct str list, struct str code)
{
    return str_eq(list, S("CH")) && str_eq(code, S("CH_WEB"));
}

static void a_form_is_checked_field_by_field(void **state)
{
    static const struct {
        const char *pairs[16];
        const char *field, *key; /* NULL: all is well */
    } forms[] = {
        { { "reason", "1", "words", "五个字正好", "sure", "true", "on", "2026-09-18" },
          NULL,
          NULL },
        { { "reason", "1", "words", "六个字不行了", "sure", "1" }, "words", "form.too_long" },
        { { "reason", "1", "words", " \n", "sure", "1" }, "words", "form.required" },
        { { "words", "a", "sure", "1" }, "reason", "form.required" },
        { { "reason", "4", "words", "a", "sure", "1" }, "reason", "form.option" },
        { { "reason", "1,2", "words", "a", "sure", "1" }, "reason", "form.option" },
        { { "reason", "3", "words", "a", "sure", "1" }, "why", "form.required" },
        { { "reason", "3", "words", "a", "sure", "1", "why", "abcd" }, "why", "form.too_long" },
        { { "reason", "1", "words", "a", "sure", "1", "why", "abcd" }, NULL, NULL }, /* not asked */
        { { "reason", "1", "words", "a", "sure", "no" }, "sure", "form.required" },
        { { "reason", "1", "words", "a" }, "sure", "form.required" },
        { { "reason", "1", "words", "a", "sure", "on", "outcome", "good" }, "on", "form.required" },
        { { "reason", "1", "words", "a", "sure", "on", "outcome", "good", "on", "2026-02-30" },
          "on",
          "form.date" },
        { { "reason", "1", "words", "a", "sure", "on", "count", "10" }, "count", "form.number" },
        { { "reason", "1", "words", "a", "sure", "on", "count", "-1" }, "count", "form.number" },
        { { "reason", "1", "words", "a", "sure", "on", "count", "9" }, NULL, NULL },
        { { "reason", "1", "words", "a", "sure", "on", "code", "CH_X" }, "code", "form.option" },
        { { "reason", "1", "words", "a", "sure", "on", "code", "CH_WEB" }, NULL, NULL },
    };
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct move *m = procedure_move(small(a), S("T2"));
    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        struct fault f = { 0 };
        enum err err = procedure_form_check(m, value_of, known, (void *)forms[i].pairs, &f);
        if (err != (forms[i].field ? ERR_INVALID : ERR_OK))
            fail_msg("form %zu gives %d", i, (int)err);
        if (forms[i].field) {
            assert_int_equal(f.field_count, 1);
            assert_string_equal(f.fields[0].field, forms[i].field);
            assert_string_equal(f.fields[0].key, forms[i].key);
        }
    }
}

static void forbidden_pairs_are_symmetric(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct role_pairs *pairs = procedure_role_pairs(small(a));
    uint32_t x, y;
    CHECK(role_pair_forbidden(pairs, RO_CLERK, RO_SCREENER));
    CHECK(role_pair_forbidden(pairs, RO_SCREENER, RO_CLERK));
    CHECK(role_pair_forbidden(pairs, RO_DEPUTY, RO_CLERK | RO_STAT));
    CHECK(!role_pair_forbidden(pairs, RO_SCREENER, RO_DEPUTY));
    CHECK(role_pair_forbidden(pairs, RO_AUDITOR, RO_GRID));
    CHECK(role_pair_forbidden(pairs, RO_OPERATOR, RO_AUDITOR));
    CHECK(!role_pair_forbidden(pairs, RO_AUDITOR, RO_AUDITOR));
    CHECK(role_set_forbidden(pairs, RO_CLERK | RO_STAT | RO_DEPUTY, &x, &y));
    CHECK(x == RO_CLERK && y == RO_DEPUTY);
    CHECK(!role_set_forbidden(pairs, RO_SCREENER | RO_STAT | RO_DEPUTY, &x, &y));
    CHECK(!role_set_forbidden(pairs, RO_AUDITOR, &x, &y));
}

static void roles_have_names(void **state)
{
    uint32_t bit;
    for (size_t i = 0; i < ROLE_COUNT; i++)
        CHECK(role_parse(role_name(ROLE_BIT(i)), &bit) && bit == ROLE_BIT(i));
    CHECK(!role_parse(S("RO_KING"), &bit) && !role_parse(STR_NONE, &bit));
    CHECK(str_absent(role_name(RO_CLERK | RO_STAT)));
    CHECK((ROLES_OFFICER & RO_OPERATOR) && (ROLES_OFFICER & RO_GRID));
    CHECK(!(ROLES_OFFICER & (ROLES_PANEL | RO_REPORTER | RO_PROXY | RO_MEETING | RO_WITNESS)));
}

/* A line is added to the small law (or a first line replaced); the message names file and line. */
static void a_broken_line_is_named(void **state)
{
    static const struct {
        const char *line, *says;
    } lines[] = {
        { "move T9 ST_Q ST_A act RO_CLERK event E_ONE basis x", "law:27: no such state: ST_Q" },
        { "move T9 ST_A ST_Q act RO_CLERK event E_ONE basis x", "no such state: ST_Q" },
        { "move T9 40-50 ST_A act RO_CLERK event E_ONE basis x", "no open state in that range" },
        { "move T9 50-40 ST_A act RO_CLERK event E_ONE basis x", "no such state: 50-40" },
        { "move T1 ST_A ST_B act RO_CLERK event E_ONE basis x", "not a new move: T1" },
        { "move T9 ST_A ST_B act RO_KING event E_ONE basis x", "no such role: RO_KING" },
        { "move T9 ST_A ST_B act RO_CLERK approve RO_X event E_ONE basis x", "no such role: RO_X" },
        { "move T9 ST_A ST_B act RO_CLERK event E_NINE basis x", "no such kind of event: E_NINE" },
        { "move T9 ST_A ST_B act RO_CLERK basis x", "no move without an event" },
        { "move T9 ST_A ST_B act RO_CLERK event E_ONE", "no basis" },
        { "move T9 ST_A ST_B event E_ONE basis x", "nobody acts" },
        { "move T9 ST_A ST_B act RO_CLERK event E_ONE basis x doc N9", "no such document: N9" },
        { "move T9 ST_A ST_B act RO_CLERK event E_ONE basis x refused N9",
          "a paper, then its event" },
        { "move T9 ST_A ST_B act RO_CLERK event E_ONE basis x refused N9 E_ONE",
          "no such document: N9" },
        { "move T9 ST_A ST_B act RO_CLERK event E_ONE basis x guard G_MAYBE", "guard: G_MAYBE" },
        { "move T9 ST_A ST_B act RO_CLERK event E_ONE basis x guard yes", "a guard is expected" },
        { "move T9 ST_A ST_B act RO_CLERK event E_ONE basis x clock D1", "before D1" },
        { "move T9 ST_A ST_B act RO_CLERK event E_ONE basis x clock stop D9", "no such clock: D9" },
        { "move T9 ST_A ST_B act RO_CLERK event E_ONE basis x clock start *", "no such clock: *" },
        { "move T9 ST_A ST_B act RO_CLERK event E_TWO basis x told reporter", "no event that is" },
        { "move T9 ST_A ST_B act RO_CLERK event E_ONE basis x told all",
          "told reporter, real-name" },
        { "move T9 ST_A ST_B act RO_CLERK event E_ONE basis x soon", "unknown word \"soon\"" },
        { "move T9 ST_A ST_B actor nobody event E_ONE basis x", "actor reporter, system" },
        { "move T9 ST_A ? act RO_CLERK event E_ONE basis x", "\"?\" needs targets" },
        { "    target x ST_A event E_ONE", "a target goes with \"?\"" },
        { "    field f colour", "no such type of field: colour" },
        { "    field f choice required", "options go with choice" },
        { "    field f text options a,b", "options go with choice" },
        { "    field f choice options a,b,c,d,e,f,g,h,i", "options a,b,c: at most 8" },
        { "    field f text max none", "max is a number" },
        { "    field f text when reason", "when FIELD=VALUE" },
        { "    field f text\n    field f line", "law:28: field f stands twice" },
        { "state ST_A 11 stage 1 shown ST_A clock D1", "not a new state: ST_A" },
        { "state ST_D 11 stage 9 shown ST_A clock D1", "stage is 1 to 5" },
        { "state ST_D xx stage 1 shown ST_A clock D1", "code of ST_D" },
        { "state ST_D 11 stage 1 shown ST_D", "is open and has no clock" },
        { "state ST_D 11 stage 1 clock D1", "no wording" },
        { "event E_ONE shown", "not a new kind of event" },
        { "event E_THREE secret", "shown or internal" },
        { "document N1 to reporter", "not a new document" },
        { "document N2 to nobody", "to whom" },
        { "clock D1 binds body from move", "D1 stands twice" },
        { "clock D3 binds body", "whom it binds" },
        { "clock D3 binds body from birth", "unknown: from birth" },
        { "clock D3 binds body from move lapse T1", "the system has no move T1" },
        { "forbid RO_CLERK", "RO_CLERK with whom" },
        { "forbid RO_CLERK RO_X", "no such role: RO_X" },
        { "rule 1", "law:27: unknown word \"rule\"" },
    };
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        struct fault f = { 0 };
        const struct procedure *p;
        struct str text = str_fmt(a, "%s%s\n", law, lines[i].line);
        if (load(a, text.p, &f, &p) != ERR_INVALID || !strstr(f.detail, lines[i].says))
            fail_msg("\"%s\": \"%s\" does not say \"%s\"", lines[i].line, f.detail, lines[i].says);
    }
    struct fault f = { 0 };
    const struct procedure *p;
    CHECK(load(a, "    field f text\n", &f, &p) == ERR_INVALID);
    CHECK_DETAIL(&f, "law:1: an indented line belongs to a move");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_says_what_it_says),
        cmocka_unit_test(a_move_is_made_from_its_state_by_its_role),
        cmocka_unit_test(moves_are_offered_to_those_who_act),
        cmocka_unit_test(approvals_depend_on_the_form_and_the_state),
        cmocka_unit_test(a_form_is_checked_field_by_field),
        cmocka_unit_test(forbidden_pairs_are_symmetric),
        cmocka_unit_test(roles_have_names),
        cmocka_unit_test(a_broken_line_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
