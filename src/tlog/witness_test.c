/* The request of the specification's small log, byte for byte, and a witness's decisions on it. */
#include "base/test.h"
#include "tlog/small_log.h"
#include "tlog/witness.h"

#define HASHES                                                                                     \
    "BugTAh2PTr8+cNHqMGlVpoiis+ygqzNxE9D02XVJuFE=\n7YEJXiGaHltUKOKxfVWdIBih2LwLS+AL6Kosrb0zeAk=\n" \
    "9i1rU+zdBNN6LdcrFNud5no/2Y8cvI4SHQbof7meGno=\nhlw0FD49xfBkjqfdjwWHhmSrLmgwi4XgZjqRjBCaYO4=\n"
#define REQUEST "old 3\n" HASHES "\n" NOTE_5

static struct witness_log log_at(struct arena *a, uint64_t size, const char *root)
{
    struct witness_log l = { .n = 1, .any = size > 0, .last = { .size = size } };
    struct str raw;
    CHECK(note_key_parse(a, S(LOG_VKEY), &l.keys[0]));
    if (size) {
        CHECK(str_unhex(a, str_of(root), &raw) && raw.n == 32);
        memcpy(l.last.root.b, raw.p, 32);
    }
    return l;
}

static enum witness_verdict judge(struct arena *a, const struct witness_log *l, struct str body)
{
    struct witness_request r;
    struct note n;
    struct checkpoint c;
    CHECK(witness_request_parse(a, body, &r));
    CHECK(note_parse(a, r.note, &n) && checkpoint_parse(a, n.text, &c));
    return witness_judge(l, &r, &n, &c);
}

static void the_request_of_the_specification(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct witness_request r;
    CHECK(witness_request_parse(a, S(REQUEST), &r));
    CHECK(r.old == 3 && r.proof.n == 4);
    CHECK_STR(r.note, S(NOTE_5));
    CHECK_STR(witness_request_text(a, &r), S(REQUEST));
    CHECK(witness_request_parse(a, S("old 0\n\n" NOTE_5), &r) && r.proof.n == 0);
    CHECK_STR(witness_request_text(a, &r), S("old 0\n\n" NOTE_5));
}

static void every_other_spelling_is_refused(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(8 << 20);
    struct witness_request r;
    static const char *const bad[] = {
        "", "old 3\n", "old 3\n\n", "old 03\n\n" NOTE_5, "old -1\n\n" NOTE_5, "old\n\n" NOTE_5,
        "Old 3\n\n" NOTE_5, "old 3\r\n\n" NOTE_5, "old 3\nAAAA\n\n" NOTE_5, "old 3\n" NOTE_5,
        "old 18446744073709551616\n\n" NOTE_5, "old 3\n" HASHES "\nno note",
        "old 3\n\nlog.example/ygxf\n5\n",
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (witness_request_parse(a, str_of(bad[i]), &r))
            fail_msg("taken: %s", bad[i]);
    struct buf b = buf_new(a);
    buf_put(&b, S("old 3\n"));
    for (int i = 0; i < 64; i++) /* one hash more than any proof has */
        buf_put(&b, S("BugTAh2PTr8+cNHqMGlVpoiis+ygqzNxE9D02XVJuFE=\n"));
    buf_put(&b, S("\n" NOTE_5));
    CHECK(!witness_request_parse(a, buf_str(&b), &r));
}

static void a_witness_decides(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(8 << 20);
    static const char root_3[] =
        "dd5dfccd1d108be1d366ce915fb895f04272a21b851fcbf8ec8a1880bf1f3911";
    static const char root_5[] =
        "d47b08aad59a3365140a14739cbf6c8ca0c8cf709f02a645c5be25ad99b9c771";
    struct witness_log none = log_at(a, 0, NULL), three = log_at(a, 3, root_3),
                       five = log_at(a, 5, root_5), other = log_at(a, 3, root_5),
                       five_other = log_at(a, 5, root_3), eight = log_at(a, 8, root_3);

    CHECK(judge(a, &three, S(REQUEST)) == WITNESS_COSIGN);
    CHECK(judge(a, &none, S("old 0\n\n" NOTE_5)) == WITNESS_COSIGN);
    CHECK(judge(a, &five, S("old 5\n\n" NOTE_5)) == WITNESS_COSIGN);
    CHECK(judge(a, &none, S(REQUEST)) == WITNESS_STALE);
    CHECK(judge(a, &five, S(REQUEST)) == WITNESS_STALE);
    CHECK(judge(a, &three, S("old 0\n\n" NOTE_5)) == WITNESS_STALE);
    CHECK(judge(a, &eight, S("old 8\n\n" NOTE_5)) == WITNESS_FORM);
    CHECK(judge(a, &other, S(REQUEST)) == WITNESS_SPLIT);
    CHECK(judge(a, &three, S("old 3\n\n" NOTE_5)) == WITNESS_SPLIT);
    CHECK(judge(a, &none, S("old 0\n" HASHES "\n" NOTE_5)) == WITNESS_SPLIT);
    CHECK(judge(a, &five_other, S("old 5\n\n" NOTE_5)) == WITNESS_SPLIT);
}

static void only_the_log_s_own_signature_counts(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(8 << 20);
    struct witness_log stranger = log_at(a, 0, NULL), both = log_at(a, 0, NULL);
    CHECK(note_key_parse(a, S(OTHER_VKEY), &stranger.keys[0]));
    both.keys[1] = both.keys[0];
    both.keys[0] = stranger.keys[0];
    both.n = 2;
    CHECK(judge(a, &stranger, S("old 0\n\n" NOTE_5)) == WITNESS_UNSIGNED);
    CHECK(judge(a, &both, S("old 0\n\n" NOTE_5)) == WITNESS_COSIGN); /* an earlier key of it */
    /* one good line and one that claims to be of another key that is known */
    struct note_line claimed = { 0 };
    struct witness_request r;
    struct note n, two;
    struct checkpoint c;
    CHECK(witness_request_parse(a, S("old 0\n\n" NOTE_5), &r) && note_parse(a, r.note, &n));
    CHECK(checkpoint_parse(a, n.text, &c));
    claimed = n.lines[0];
    memcpy(claimed.id, both.keys[0].id, sizeof claimed.id);
    claimed.name = both.keys[0].name;
    struct note_line lines[2] = { n.lines[0], claimed };
    two = (struct note){ n.text, lines, 2 };
    CHECK(witness_judge(&both, &r, &two, &c) == WITNESS_UNSIGNED);
    struct str changed = str_dup(a, S("old 0\n\n" NOTE_5));
    ((char *)changed.p)[sizeof "old 0\n\nlog.example/ygxf\n" - 1] = '6';
    CHECK(judge(a, &both, changed) == WITNESS_UNSIGNED);
}

static void sizes_in_an_answer(void **state)
{
    (void)state;
    uint64_t n;
    CHECK(witness_size_parse(S("text/x.tlog.size"), S("17\n"), &n) && n == 17);
    CHECK(witness_size_parse(S("text/x.tlog.size"), S("0\n"), &n) && n == 0);
    CHECK(!witness_size_parse(S("text/plain"), S("17\n"), &n));
    CHECK(!witness_size_parse(S("text/x.tlog.size"), S("17"), &n));
    CHECK(!witness_size_parse(S("text/x.tlog.size"), S("017\n"), &n));
    CHECK(!witness_size_parse(S("text/x.tlog.size"), S("17\n\n"), &n));
    CHECK(!witness_size_parse(S("text/x.tlog.size"), S("\n"), &n));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_request_of_the_specification),
        cmocka_unit_test(every_other_spelling_is_refused),
        cmocka_unit_test(a_witness_decides),
        cmocka_unit_test(only_the_log_s_own_signature_counts),
        cmocka_unit_test(sizes_in_an_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
