/* Each way in which a receipt may be wrong has its own verdict, and each verdict its sentence. */
#include "tlog/judge.h"

#include "base/test.h"
#include "tlog/small_log.h"

struct judging {
    struct arena *a;
    struct judged j;
};

static enum judge under(struct judging *g, const char *policy, struct str bytes)
{
    struct policy *p = arena_new_of(g->a, struct policy);

    CHECK(policy_parse(g->a, str_of(policy), p, NULL));
    judge_receipt(g->a, p, bytes, &g->j);
    return g->j.verdict;
}

static struct str spoilt(struct arena *a, const char *old, const char *new)
{
    const char *at = strstr(RECEIPT_1, old);

    CHECK(at && strlen(old) == strlen(new));
    struct str s = str_dup(a, S(RECEIPT_1));
    memcpy((char *)s.p + (at - RECEIPT_1), new, strlen(new));
    return s;
}

static void a_receipt_as_it_was_made_is_proven(void **state)
{
    ARENA_AUTO a = arena_new(1 << 20);
    struct judging g = { a, { 0 } };

    (void)state;
    assert_int_equal(under(&g, SMALL_POLICY, S(RECEIPT_1)), JUDGE_PROVEN);
    CHECK(g.j.receipt.index == 1 && g.j.head.size == 5);
    CHECK_STR(g.j.opened.meta, S("seq 1\nkind accepted\n"));
    CHECK(g.j.note.n == 2);
}

static void each_fault_has_its_verdict(void **state)
{
    static const struct {
        const char *old, *new;
        enum judge verdict;
    } faults[] = {
        { "tlog-proof@v1", "tlog-proof@v2", JUDGE_NONE },
        { "index 1", "index x", JUDGE_FORM },
        { "extra AQ", "extra BQ", JUDGE_CLOSED },
        { "AQGvVoGd", "AQGvVoGe", JUDGE_ALTERED },
        { "index 1", "index 2", JUDGE_ALTERED },
        { "danBjZcd", "danBjZce", JUDGE_ALTERED },
        { "\n5\n", "\n6\n", JUDGE_SIGNATURE },
        { "+1PfCg7/Inc4", "+1PfCg7/Inc5", JUDGE_SIGNATURE },
        { "+1PfCg7/Inc4", "+2PfCg7/Inc4", JUDGE_UNKNOWN_KEY },
        { "AABpVbkAjjkb", "AABpVbkAjjkc", JUDGE_SIGNATURE },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(faults); i++) {
        ARENA_AUTO a = arena_new(1 << 20);
        struct judging g = { a, { 0 } };
        enum judge got = under(&g, SMALL_POLICY, spoilt(a, faults[i].old, faults[i].new));
        if (got != faults[i].verdict)
            fail_msg("%s: %s", faults[i].new, judge_key(got));
    }
}

static void another_policy_is_told_from_an_altered_receipt(void **state)
{
    ARENA_AUTO a = arena_new(1 << 20);
    struct judging g = { a, { 0 } };
    struct str all = S(RECEIPT_1), alone = str_slice(all, 0, all.n - strlen(WITNESS_LINE));

    (void)state;
    assert_int_equal(under(&g, "log " OTHER_VKEY "\nquorum none\n", all), JUDGE_OTHER_LOG);
    CHECK_STR(g.j.head.origin, S("log.example/ygxf"));
    assert_int_equal(under(&g, SMALL_POLICY, alone), JUDGE_FEW);
    assert_int_equal(under(&g, "log " LOG_VKEY "\nquorum none\n", alone), JUDGE_PROVEN);
}

/* Wherever it is cut, nobody is told that somebody altered it. */
static void a_cut_receipt_is_told_as_cut(void **state)
{
    size_t whole = strlen(RECEIPT_1), alone = whole - strlen(WITNESS_LINE);

    (void)state;
    for (size_t n = 0; n < whole; n++) {
        ARENA_AUTO a = arena_new(1 << 20);
        struct judging g = { a, { 0 } };
        enum judge got = under(&g, SMALL_POLICY, str_slice(S(RECEIPT_1), 0, n));
        enum judge want = n < 4 ? JUDGE_NONE : n == alone ? JUDGE_FEW : JUDGE_CUT;
        if (got != want)
            fail_msg("cut at %zu: %s", n, judge_key(got));
    }
}

static void pasted_text_is_the_file(void **state)
{
    ARENA_AUTO a = arena_new(1 << 20);
    struct judging g = { a, { 0 } };
    struct buf b = buf_new(a);

    (void)state;
    buf_put(&b, S(" \r\n"));
    for (const char *p = RECEIPT_1; *p; p++)
        buf_put(&b, *p == '\n' ? S("\r\n") : str_bytes(p, 1));
    struct str pasted = str_trim(buf_str(&b)); /* as browsers send it: the last line is open */
    assert_int_equal(under(&g, SMALL_POLICY, pasted), JUDGE_NONE);
    assert_int_equal(under(&g, SMALL_POLICY, judge_pasted(a, pasted)), JUDGE_PROVEN);
    CHECK(str_empty(judge_pasted(a, S(" \r\n "))));
}

static void each_verdict_has_a_key_of_its_own(void **state)
{
    (void)state;
    for (int i = 0; i < JUDGE__COUNT; i++)
        for (int k = 0; k < i; k++)
            CHECK(strcmp(judge_key((enum judge)i), judge_key((enum judge)k)) != 0);
    CHECK(judge_is_receipt(JUDGE_PROVEN) && judge_is_receipt(JUDGE_FEW));
    CHECK(!judge_is_receipt(JUDGE_CUT) && !judge_is_receipt(JUDGE_CLOSED));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_receipt_as_it_was_made_is_proven),
        cmocka_unit_test(each_fault_has_its_verdict),
        cmocka_unit_test(another_policy_is_told_from_an_altered_receipt),
        cmocka_unit_test(a_cut_receipt_is_told_as_cut),
        cmocka_unit_test(pasted_text_is_the_file),
        cmocka_unit_test(each_verdict_has_a_key_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
