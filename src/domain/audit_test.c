#include "domain/world.h"

#include "domain/audit.h"
#include "domain/world_queries.h"

#define BODY 330411

static void check(struct ctx *c, int64_t org, bool wanted_ok, int64_t wanted_seq)
{
    bool ok;
    int64_t seq;
    WORLD_OK(c, audit_verify(c, org, &ok, &seq));
    CHECK(ok == wanted_ok);
    assert_int_equal(seq, wanted_seq);
}

static struct ctx *five_rows(struct world *w)
{
    struct ctx *c = world_as(w, BODY, RO_CLERK);
    for (int i = 0; i < 4; i++)
        WORLD_OK(c, audit_write(c, "matter.open", 10 + i, 0, STR_NONE));
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, audit_write(c, "file.open", 14, 7, S("raw")));
    WORLD_OK(c, store_commit(c));
    check(c, BODY, true, 0);
    return c;
}

static void a_chain_holds_as_written(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = five_rows(w);
    struct rows r;
    WORLD_OK(c, store_run(c, Q_AUDIT_PAGE, &r, INT(BODY), INT(4)));
    assert_int_equal(r.n, 1);
    assert_int_equal(cell(&r, 0, 0)->i, 5);
    assert_int_equal(cell(&r, 0, 1)->i, c->actor->officer);
    CHECK_STR(cell(&r, 0, 2)->s, S("file.open"));
    assert_int_equal(cell(&r, 0, 4)->i, 7);
    CHECK_STR(cell(&r, 0, 6)->s, S("raw"));
    check(c, 330400, true, 0); /* empty */
    check(c, 0, true, 0);      /* the operator's: a hundred officers were added */
    struct ctx *other = world_as(w, 330400, RO_CLERK);
    WORLD_OK(other, audit_write(other, "matter.open", 1, 0, STR_NONE));
    WORLD_OK(c, store_run(c, Q_AUDIT_LAST, &r, INT(330400)));
    assert_int_equal(cell(&r, 0, 0)->i, 1); /* each body counts for itself */
}

static void what_is_rolled_back_leaves_no_gap(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = five_rows(w);
    struct rows r;
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, audit_write(c, "matter.open", 1, 0, STR_NONE));
    store_rollback(c);
    WORLD_OK(c, audit_write(c, "matter.open", 2, 0, STR_NONE));
    check(c, BODY, true, 0);
    WORLD_OK(c, store_run(c, Q_AUDIT_LAST, &r, INT(BODY)));
    assert_int_equal(cell(&r, 0, 0)->i, 6);
}

static void a_row_changed_or_cut_out_breaks_it(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = five_rows(w);
    world_write(w, Q_TEST_AUDIT_ACT, TEXT(S("matter.closed")), INT(BODY), INT(3));
    check(c, BODY, false, 3);
    WORLD_AUTO v = world_new();
    c = five_rows(v);
    world_write(v, Q_TEST_AUDIT_CUT, INT(BODY), INT(2));
    check(c, BODY, false, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_chain_holds_as_written),
        cmocka_unit_test(what_is_rolled_back_leaves_no_gap),
        cmocka_unit_test(a_row_changed_or_cut_out_breaks_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
