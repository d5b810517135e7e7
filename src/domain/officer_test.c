#include "domain/world.h"

#include "domain/officer.h"
#include "domain/org.h"
#include "domain/session.h"
#include "domain/world_queries.h"

#define BODY 330411

static struct officer_new newcomer(uint32_t roles)
{
    return (struct officer_new){
        .org = BODY, .work_no = S("n-1001"), .name = S("新来的"), .roles = roles
    };
}

static struct str wrong_key(struct world *w, struct str work_no, struct str password)
{
    struct str cookie;
    fault_clear(&w->ctx.fault);
    CHECK(world_login(w, work_no, password, &cookie) != ERR_OK);
    return str_of(w->ctx.fault.key);
}

static void a_work_number_is_read_as_people_type_it(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(100000);
    CHECK_STR(officer_work_no(a, S(" jx-00 12 ")), S("JX0012"));
    CHECK_STR(officer_work_no(a, S("ＪＸ００１２")), S("JX0012"));
    CHECK_STR(officer_work_no(a, S("jx－0012")), S("JX0012"));
    CHECK_STR(officer_work_no(a, S("\xff")), S("\xff"));
    CHECK_STR(officer_work_no(a, STR_NONE), S(""));
}

static void wrong_number_and_wrong_password_are_the_same_miss(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct password_job known, unknown, again;
    struct str clerk = world_work_no(w, BODY, RO_CLERK), cookie;
    WORLD_OK(c, officer_login_prepare(c, clerk, S("wrong but long enough"), &known));
    WORLD_OK(c, officer_login_prepare(c, S("W999999"), S("wrong but long enough"), &unknown));
    WORLD_OK(c, officer_login_prepare(c, S("W999999"), S("another one"), &again));
    /* the unknown one is hashed too, at the same cost, with a salt that does not change */
    CHECK(known.cost == PASSWORD_OFFICER && unknown.cost == PASSWORD_OFFICER);
    CHECK(memcmp(unknown.salt, again.salt, sizeof again.salt) == 0);
    CHECK(memcmp(unknown.salt, known.salt, sizeof known.salt) != 0);
    password_run(&known);
    password_run(&unknown);
    WORLD_FAULT(c, officer_login_finish(c, clerk, &known, &cookie), ERR_LOGIN, "login.wrong");
    WORLD_FAULT(c, officer_login_finish(c, S("W999999"), &unknown, &cookie), ERR_LOGIN,
                "login.wrong");
    CHECK(c->actor->kind == ACTOR_NOBODY);
    known.ok = false;
    WORLD_FAULT(c, officer_login_finish(c, clerk, &known, &cookie), ERR_BUSY, "login.busy");
}

static void failures_slow_down_and_never_lock(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct str cookie, numbers[] = { world_work_no(w, BODY, RO_CLERK), S("W999999") };
    for (size_t i = 0; i < COUNT_OF(numbers); i++) { /* a known and an unknown one alike */
        for (int k = 0; k < ATTEMPT_FREE; k++)
            CHECK_STR(wrong_key(w, numbers[i], S("guess")), S("login.wrong"));
        CHECK_STR(wrong_key(w, numbers[i], S("guess")), S("login.slow"));
        assert_int_equal(c->fault.retry_after_s, 30);
    }
    /* the right password waits too; written otherwise it is the same number */
    CHECK_STR(wrong_key(w, S("w330411 clerk"), S(WORLD_PASSWORD)), S("login.slow"));
    int64_t begin = c->now.ms;
    c->now.ms += 30000;
    CHECK_STR(wrong_key(w, numbers[0], S("guess")), S("login.wrong"));
    CHECK_STR(wrong_key(w, numbers[0], S("guess")), S("login.slow"));
    assert_int_equal(c->fault.retry_after_s, 60);
    for (int k = 0; k < 10; k++) {
        c->now.ms += 900000;
        CHECK_STR(wrong_key(w, numbers[0], S("guess")), S("login.wrong"));
    }
    CHECK_STR(wrong_key(w, numbers[0], S("guess")), S("login.slow"));
    assert_int_equal(c->fault.retry_after_s, 900); /* never longer */
    c->now.ms += 900000;
    fault_clear(&c->fault);
    WORLD_OK(c, world_login(w, numbers[0], S(WORLD_PASSWORD), &cookie));
    assert_int_equal(c->actor->failures_before, 16);
    WORLD_OK(c, world_login(w, numbers[0], S(WORLD_PASSWORD), &cookie));
    assert_int_equal(c->actor->failures_before, 0); /* shown once */
    c->now.ms = begin + DAY_MS + 1;
    CHECK_STR(wrong_key(w, numbers[1], S("guess")), S("login.wrong"));
    CHECK_STR(wrong_key(w, numbers[1], S("guess")), S("login.wrong")); /* forgotten after a day */
}

static void the_last_login_is_told_to_its_owner(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct str cookie, number = world_work_no(w, BODY, RO_HANDLER);
    struct instant first;
    c->now.ms += 1000;
    first = c->now;
    WORLD_OK(c, world_login(w, number, S(WORLD_PASSWORD), &cookie));
    c->now.ms += 5000;
    WORLD_OK(c, world_login(w, number, S(WORLD_PASSWORD), &cookie));
    assert_int_equal(c->actor->last_login.ms, first.ms);
    WORLD_OK(c, session_open(c, cookie, false));
    assert_int_equal(c->actor->last_login.ms, first.ms);
}

static void a_row_swapped_between_two_officers_is_refused(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct officer o;
    struct ctx *c = world_as_nobody(w);
    int64_t clerk = world_officer(w, BODY, RO_CLERK), operator= world_officer(w, BODY, RO_OPERATOR);
    world_write(w, Q_TEST_OFFICER_SWAP, INT(operator), INT(clerk));
    CHECK_STR(wrong_key(w, world_work_no(w, BODY, RO_CLERK), S(WORLD_PASSWORD)), S("row.changed"));
    WORLD_FAULT(c, officer_find(c, clerk, &o), ERR_STORE, "row.changed");
    WORLD_OK(c, officer_find(c, operator, & o));
}

static void a_role_written_past_the_program_is_refused(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct officer o;
    struct ctx *c = world_as_nobody(w);
    world_write(w, Q_TEST_OFFICER_ROLE, TEXT(S("RO_PO_HEAD")),
                INT(world_officer(w, BODY, RO_HANDLER)));
    CHECK_STR(wrong_key(w, world_work_no(w, BODY, RO_HANDLER), S(WORLD_PASSWORD)),
              S("row.changed"));
    WORLD_FAULT(c, officer_find(c, world_officer(w, BODY, RO_HANDLER), &o), ERR_STORE,
                "row.changed");
}

static void forbidden_pairs_are_refused(void **state)
{
    (void)state;
    static const struct {
        uint32_t roles;
        const char *key; /* NULL: allowed */
    } cases[] = {
        { RO_CUSTODIAN | RO_HANDLER, "officer.pair" },
        { RO_CUSTODIAN | RO_SCREENER, "officer.pair" },
        { RO_CUSTODIAN | RO_PO_HEAD, "officer.pair" },
        { RO_CLERK | RO_SCREENER, "officer.pair" },
        { RO_PUBLISHER | RO_PUB_APPROVER, "officer.pair" },
        { RO_AUDITOR | RO_STAT, "officer.pair" },
        { RO_OPERATOR | RO_CLERK, "officer.pair" },
        { 0, "officer.no_roles" },
        { RO_REPORTER, "officer.no_roles" },
        { RO_PRINCIPAL, "officer.one_principal" },
        { RO_SCREENER | RO_PUBLISHER, NULL },
        { RO_CLERK | RO_CUSTODIAN, NULL },
    };
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_system(w);
    struct str password;
    int64_t handler = world_officer(w, BODY, RO_HANDLER);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct officer_new n = newcomer(cases[i].roles);
        n.work_no = str_fmt(c->arena, "N%zu00", i);
        if (cases[i].key) {
            WORLD_MISTAKE(c, officer_add(c, &n, &password), "roles", cases[i].key);
            WORLD_MISTAKE(c, officer_roles_set(c, handler, cases[i].roles), "roles", cases[i].key);
        } else {
            fault_clear(&c->fault);
            WORLD_OK(c, officer_add(c, &n, &password));
        }
    }
}

static void mistakes_of_a_new_officer_are_told_together(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_system(w);
    struct str password;
    struct officer_new n = {
        .org = 1, .work_no = S("工号"), .name = S(" "), .roles = 0, .dept = 5
    };
    WORLD_MISTAKE(c, officer_add(c, &n, &password), "work_no", "officer.work_no");
    CHECK(fault_has_field(&c->fault, "name") && fault_has_field(&c->fault, "org") &&
          fault_has_field(&c->fault, "roles") && fault_has_field(&c->fault, "dept"));
    n = newcomer(RO_HANDLER);
    n.work_no = S("w330411 clerk");
    WORLD_MISTAKE(c, officer_add(c, &n, &password), "work_no", "officer.taken");
}

static void a_first_password_makes_the_pair_and_opens_the_desk(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str once, cookie;
    struct key k = { { 3 } };
    struct grant_row g;
    int64_t id = world_invite(w, BODY, RO_SCREENER, S("N1001"), &once);
    struct ctx *c = world_as_nobody(w);
    WORLD_FAULT(c, grant_seal_officer(c, OBJECT_KR, 5, &k, id, &g), ERR_CONFLICT,
                "officer.not_active");
    fault_clear(&c->fault);
    WORLD_OK(c, world_login(w, S("n-1001"), once, &cookie));
    CHECK(c->actor->must_change_password && c->actor->desk_count == 0);
    struct key_pair first = c->actor->pair;
    WORLD_FAULT(c, vault_open(c, OBJECT_KR, 5, &k), ERR_DENIED, "session.must_change");
    CHECK(!vault_can(c, OBJECT_KR, 5));

    WORLD_MISTAKE(c, world_change_password(w, S("not the old one"), S("green apples on a hill")),
                  "password", "login.wrong");
    WORLD_MISTAKE(c, world_change_password(w, once, S("short")), "new_password", "password.short");
    WORLD_MISTAKE(c, world_change_password(w, once, once), "new_password", "password.same");
    fault_clear(&c->fault);
    WORLD_OK(c, world_change_password(w, once, S("green apples on a hill")));
    CHECK(!c->actor->must_change_password && !key_equal(&first.sk, &c->actor->pair.sk));
    assert_int_equal(c->actor->desk_count, 0); /* waits: a holder grants at his next log-in */
    WORLD_OK(c, session_open(c, cookie, false));
    CHECK(!c->actor->must_change_password);
    CHECK_STR(wrong_key(w, S("N1001"), once), S("login.wrong"));

    fault_clear(&c->fault);
    WORLD_OK(c, world_login(w, world_work_no(w, BODY, RO_CLERK), S(WORLD_PASSWORD), &cookie));
    WORLD_OK(c, world_login(w, S("N1001"), S("green apples on a hill"), &cookie));
    assert_int_equal(c->actor->desk_count, 1);
    CHECK_STR(str_of(c->actor->desks[0].kind), S("po"));
}

static void an_invitation_ends(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str once, cookie;
    (void)world_invite(w, BODY, RO_SCREENER, S("N1001"), &once);
    struct ctx *c = world_as_nobody(w);
    c->now.ms += OFFICER_INVITE_DAYS * DAY_MS - 1;
    WORLD_OK(c, world_login(w, S("N1001"), once, &cookie));
    c->now.ms += 1;
    CHECK_STR(wrong_key(w, S("N1001"), once), S("login.one_time_over"));
}

static void a_password_change_keeps_the_pair_and_ends_other_sessions(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str other, mine, number = world_work_no(w, BODY, RO_CLERK);
    struct ctx *c = world_as_nobody(w);
    WORLD_OK(c, world_login(w, number, S(WORLD_PASSWORD), &other));
    WORLD_OK(c, world_login(w, number, S(WORLD_PASSWORD), &mine));
    struct key before = c->actor->pair.sk;
    WORLD_OK(c, world_change_password(w, S(WORLD_PASSWORD), S("green apples on a hill")));
    CHECK(key_equal(&before, &c->actor->pair.sk));
    assert_int_equal(c->actor->desk_count, 1);
    WORLD_OK(c, session_open(c, mine, false));
    WORLD_FAULT(c, session_open(c, other, false), ERR_LOGIN, "session.over");
    WORLD_OK(c, world_login(w, number, S("green apples on a hill"), &other));
}

static void what_a_head_gives_waits_for_the_second(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str once, cookie;
    struct officer o;
    struct officer_new n = newcomer(RO_SCREENER);
    static const uint32_t no_heads[] = { RO_CLERK, RO_HANDLER, RO_OPERATOR, RO_HD_HEAD };
    for (size_t i = 0; i < COUNT_OF(no_heads); i++) {
        struct ctx *no = world_as(w, BODY, no_heads[i]);
        WORLD_FAULT(no, officer_add(no, &n, &once), ERR_DENIED, "officer.not_head");
    }
    struct ctx *c = world_as(w, 330400, RO_PO_HEAD); /* of another body */
    WORLD_FAULT(c, officer_add(c, &n, &once), ERR_DENIED, "officer.not_head");
    c = world_as(w, BODY, RO_PO_HEAD);
    WORLD_OK(c, officer_add(c, &n, &once));
    WORLD_OK(c, officer_by_work_no(c, S("N1001"), &o));
    assert_int_equal(o.roles, 0);
    assert_int_equal(o.roles_waiting, RO_SCREENER);
    WORLD_FAULT(c, officer_confirm(c, o.id), ERR_DENIED, "officer.not_second");

    c = world_as_nobody(w);
    WORLD_OK(c, world_login(w, S("N1001"), once, &cookie));
    WORLD_OK(c, world_change_password(w, once, S("green apples on a hill")));
    assert_int_equal(c->actor->roles, 0);
    WORLD_FAULT(c, officer_confirm(c, o.id), ERR_DENIED, "officer.not_second"); /* himself */
    c = world_as_nobody(w);
    WORLD_OK(c, world_login(w, world_work_no(w, BODY, RO_CLERK), S(WORLD_PASSWORD), &cookie));
    WORLD_OK(c, world_login(w, S("N1001"), S("green apples on a hill"), &cookie));
    assert_int_equal(c->actor->desk_count, 0); /* unconfirmed: the holder's log-in gave nothing */

    c = world_as(w, 330109, RO_PRINCIPAL); /* no body above */
    WORLD_FAULT(c, officer_confirm(c, o.id), ERR_DENIED, "officer.not_second");
    c = world_as(w, 330400, RO_PRINCIPAL);
    WORLD_OK(c, officer_confirm(c, o.id));
    WORLD_FAULT(c, officer_confirm(c, o.id), ERR_CONFLICT, "officer.nothing_waits");
    c = world_as_nobody(w);
    WORLD_OK(c, world_login(w, S("N1001"), S("green apples on a hill"), &cookie));
    assert_int_equal(c->actor->roles, RO_SCREENER);
    WORLD_OK(c, world_login(w, world_work_no(w, BODY, RO_CLERK), S(WORLD_PASSWORD), &cookie));
    WORLD_OK(c, world_login(w, S("N1001"), S("green apples on a hill"), &cookie));
    assert_int_equal(c->actor->desk_count, 1);
}

static void a_reset_alone_opens_nothing_old(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str once, cookie, number = world_work_no(w, BODY, RO_SCREENER);
    struct key secret = { { 7 } }, k;
    struct grant_row g;
    int64_t screener = world_officer(w, BODY, RO_SCREENER);
    struct ctx *c = world_as(w, BODY, RO_SCREENER);
    WORLD_OK(c, grant_seal_officer(c, OBJECT_KR, 5, &secret, screener, &g));
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, grant_store(c, &g));
    WORLD_OK(c, store_commit(c));

    c = world_as_system(w);
    WORLD_OK(c, officer_reset(c, screener, &once));
    c = world_as_nobody(w);
    CHECK_STR(wrong_key(w, number, S(WORLD_PASSWORD)), S("login.wrong"));
    fault_clear(&c->fault);
    WORLD_OK(c, world_login(w, number, once, &cookie));
    WORLD_OK(c, world_change_password(w, once, S("green apples on a hill")));
    WORLD_OK(c, world_login(w, world_work_no(w, BODY, RO_CLERK), S(WORLD_PASSWORD), &cookie));
    WORLD_OK(c, world_login(w, number, S("green apples on a hill"), &cookie));
    assert_int_equal(c->actor->roles, 0);
    assert_int_equal(c->actor->desk_count, 0);
    WORLD_FAULT(c, vault_open(c, OBJECT_KR, 5, &k), ERR_DENIED, "vault.no_grant");

    c = world_as_system(w); /* the operator who reset is not the second person */
    WORLD_FAULT(c, officer_confirm(c, screener), ERR_DENIED, "officer.not_second");
    c = world_as(w, BODY, RO_PO_HEAD);
    WORLD_OK(c, officer_confirm(c, screener));
    c = world_as_nobody(w);
    WORLD_OK(c, world_login(w, number, S("green apples on a hill"), &cookie));
    WORLD_OK(c, world_login(w, world_work_no(w, BODY, RO_CLERK), S(WORLD_PASSWORD), &cookie));
    WORLD_OK(c, world_login(w, number, S("green apples on a hill"), &cookie));
    assert_int_equal(c->actor->desk_count, 1); /* granted anew */
    WORLD_FAULT(c, vault_open(c, OBJECT_KR, 5, &k), ERR_DENIED, "vault.no_grant");
}

static void a_desk_that_lost_all_holders_begins_anew(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct str once, cookie, number = world_work_no(w, BODY, RO_CUSTODIAN);
    struct key secret = { { 7 } }, k;
    struct grant_row g;
    struct desk d;
    int64_t custodian = world_officer(w, BODY, RO_CUSTODIAN);
    struct ctx *c = world_as_system(w);
    WORLD_OK(c, desk_own(c, BODY, "id", 0, &d));
    WORLD_OK(c, grant_seal_desk(c, OBJECT_KR, 5, &secret, &d, &g));
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, grant_store(c, &g));
    WORLD_OK(c, store_commit(c));
    uint32_t generation = d.generation;
    WORLD_OK(c, officer_reset(c, custodian, &once)); /* he forgot his password */
    WORLD_FAULT(c, desk_own(c, BODY, "id", 0, &d), ERR_NOT_FOUND, "vault.no_desk");
    c = world_as(w, BODY, RO_PRINCIPAL);
    WORLD_OK(c, officer_confirm(c, custodian));
    c = world_as_nobody(w);
    WORLD_OK(c, world_login(w, number, once, &cookie));
    WORLD_OK(c, world_change_password(w, once, S("green apples on a hill")));
    WORLD_OK(c, desk_own(c, BODY, "id", 0, &d));
    assert_int_equal(d.generation, generation + 1);
    assert_int_equal(c->actor->desk_count, 1);
    WORLD_FAULT(c, vault_open(c, OBJECT_KR, 5, &k), ERR_DENIED, "vault.no_grant");
}

static void officers_are_listed_by_role(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct officer_list l;
    struct ctx *c = world_as_system(w);
    WORLD_OK(c, officer_list(c, WORLD_TOWNSHIP, 0, &l));
    assert_int_equal(l.n, 4);
    WORLD_OK(c, officer_list(c, BODY, RO_HANDLER | RO_DEPUTY, &l));
    assert_int_equal(l.n, 2);
    WORLD_OK(c, officer_leave(c, world_officer(w, BODY, RO_HANDLER)));
    WORLD_OK(c, officer_list(c, BODY, RO_HANDLER | RO_DEPUTY, &l));
    assert_int_equal(l.n, 1);
    CHECK_STR(wrong_key(w, world_work_no(w, BODY, RO_HANDLER), S(WORLD_PASSWORD)),
              S("login.wrong"));
}

static void the_directory_finds_the_strictest(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_system(w);
    static const struct directory_row rows[] = {
        { 0,
          BODY,
          330400,
          { "CADRE", 5 },
          { "王 五", 7 },
          { "秀洲区水利局", 18 },
          { "局长", 6 },
          { "LV_COUNTY", 9 } },
        { 0,
          BODY,
          BODY,
          { "HEAD", 4 },
          { "王五", 6 },
          { "秀洲区水利局", 18 },
          { "局长", 6 },
          { "LV_COUNTY", 9 } },
    };
    struct directory_row got;
    bool found;
    WORLD_OK(c, store_begin(c));
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        WORLD_OK(c, directory_add(c, &rows[i]));
    WORLD_OK(c, store_commit(c));
    WORLD_OK(c, directory_match(c, S("王五"), S("秀洲区 水利局"), S(""), BODY, &got, &found));
    CHECK(found);
    CHECK_STR(got.kind, S("HEAD"));
    WORLD_OK(c, directory_match(c, S("不知"), S("秀洲区水利局"), S("局长"), WORLD_TOWNSHIP, &got,
                                &found));
    CHECK(found); /* by post, on the line from the area up */
    WORLD_OK(c, directory_match(c, S("不知"), S("秀洲区水利局"), S("局长"), 330109, &got, &found));
    CHECK(!found); /* a post of that name elsewhere is another */
    WORLD_OK(c, directory_match(c, S("王五"), S("别的局"), S("科长"), BODY, &got, &found));
    CHECK(!found);
    WORLD_OK(c, directory_match(c, STR_NONE, STR_NONE, STR_NONE, BODY, &got, &found));
    CHECK(!found);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_work_number_is_read_as_people_type_it),
        cmocka_unit_test(wrong_number_and_wrong_password_are_the_same_miss),
        cmocka_unit_test(failures_slow_down_and_never_lock),
        cmocka_unit_test(the_last_login_is_told_to_its_owner),
        cmocka_unit_test(a_row_swapped_between_two_officers_is_refused),
        cmocka_unit_test(a_role_written_past_the_program_is_refused),
        cmocka_unit_test(forbidden_pairs_are_refused),
        cmocka_unit_test(mistakes_of_a_new_officer_are_told_together),
        cmocka_unit_test(a_first_password_makes_the_pair_and_opens_the_desk),
        cmocka_unit_test(an_invitation_ends),
        cmocka_unit_test(a_password_change_keeps_the_pair_and_ends_other_sessions),
        cmocka_unit_test(what_a_head_gives_waits_for_the_second),
        cmocka_unit_test(a_reset_alone_opens_nothing_old),
        cmocka_unit_test(a_desk_that_lost_all_holders_begins_anew),
        cmocka_unit_test(officers_are_listed_by_role),
        cmocka_unit_test(the_directory_finds_the_strictest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
