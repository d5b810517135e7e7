/* Notes, keys, cosignatures and checkpoints: published examples, and what must not pass. */
#include "base/test.h"
#include "tlog/checkpoint.h"

#define LOG_VKEY "log.example/ygxf+fb53df0a+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
#define WITNESS_VKEY "witness.example/w1+20324abe+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"
#define TEXT_5 "log.example/ygxf\n5\n1HsIqtWaM2UUChRznL9sjKDIz3CfAqZFxb4lrZm5x3E=\n"
#define LOG_LINE                                                                                   \
    "\xe2\x80\x94 log.example/ygxf +1PfCg7/Inc4Z6WGlMU5dRuo7S9h5kZY1/s+DNvrm8kFdbVPwE7zD6TbmNBdhh" \
    "bJna3Mzq4XKAoC/7Ti31CkqRTLiAc=\n"
#define WITNESS_LINE                                                                               \
    "\xe2\x80\x94 witness.example/w1 IDJKvgAAAABpVbkAjjkbOvHmpT2N6dbgceEBc4Aei6B6KQhsjvPcn1vyfnPr" \
    "Z2zBUp2ihJD75/1rbaLn9MIss487ZGj+EXRJSqZfDw==\n"
#define GREASE "\xe2\x80\x94 grease.invalid/x AAAAAAECAwQF\n"

static void seed(uint8_t s[32], int first)
{
    for (int i = 0; i < 32; i++)
        s[i] = (uint8_t)(first + i);
}

static void published_keys_are_read_and_written(void **state)
{
    (void)state;
    static const char *const keys[] = {
        LOG_VKEY, WITNESS_VKEY,
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
    };
    ARENA_AUTO a = arena_new(1 << 20);
    struct note_key k;

    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        CHECK(note_key_parse(a, str_of(keys[i]), &k));
        CHECK_STR(note_key_text(a, &k), str_of(keys[i]));
    }
    CHECK(k.type == NOTE_ED25519);
    CHECK_STR(k.name, S("example.com/foo"));
}

static void keys_that_are_none_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "+",
        "++",
        "example.com/foo",
        "example.com/foo+530d903a",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", /* another id */
        "example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k ",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2kAA==",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "a b+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+BekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k", /* type 05 */
    };
    ARENA_AUTO a = arena_new(1 << 20);
    struct note_key k;

    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (note_key_parse(a, str_of(bad[i]), &k))
            fail_msg("accepted: %s", bad[i]);
    CHECK(!note_name_ok(S("a\xe3\x80\x80z")) && !note_name_ok(S("a\xc2\xa0z")));
    CHECK(!note_name_ok(S("a\xff")) && !note_name_ok(S("a\x01")) && note_name_ok(S("日志/x")));
}

static void the_published_checkpoint_comes_out_byte_for_byte(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct checkpoint c = { .origin = S("log.example/ygxf"), .size = 5 }, got;
    struct note_key log, witness;
    struct note n;
    uint8_t s[32];
    uint64_t time = 0;

    CHECK(checkpoint_hash(a, S("1HsIqtWaM2UUChRznL9sjKDIz3CfAqZFxb4lrZm5x3E="), &c.root));
    CHECK_STR(checkpoint_text(a, &c), S(TEXT_5));
    seed(s, 0);
    CHECK_STR(note_sign(a, c.origin, s, S(TEXT_5)), S(LOG_LINE));
    seed(s, 0x20);
    CHECK_STR(note_cosign(a, S("witness.example/w1"), s, 1767225600, S(TEXT_5)), S(WITNESS_LINE));
    CHECK_STR(note_join(a, S(TEXT_5), S(LOG_LINE WITNESS_LINE)),
              S(TEXT_5 "\n" LOG_LINE WITNESS_LINE));
    CHECK(note_key_parse(a, S(LOG_VKEY), &log) && note_key_parse(a, S(WITNESS_VKEY), &witness));
    CHECK(checkpoint_open(a, S(TEXT_5 "\n" LOG_LINE WITNESS_LINE), &log, &got, &n));
    CHECK(got.size == 5 && hash_eq(&got.root, &c.root) && n.n == 2);
    CHECK(note_verify(&n, &witness, &time) == NOTE_SIGNED && time == 1767225600);
    CHECK_STR(n.lines[1].line, S(WITNESS_LINE));
}

static void unknown_lines_are_ignored_and_wrong_ones_are_not(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(4 << 20);
    struct note_key log, witness;
    struct checkpoint c;
    struct note n;
    struct buf b = buf_new(a);

    CHECK(note_key_parse(a, S(LOG_VKEY), &log) && note_key_parse(a, S(WITNESS_VKEY), &witness));
    CHECK(checkpoint_open(a, S(TEXT_5 "\n" GREASE LOG_LINE GREASE), &log, &c, &n));
    CHECK(note_verify(&n, &witness, NULL) == NOTE_UNSIGNED);
    CHECK(!checkpoint_open(a, S(TEXT_5 "\n" GREASE), &log, &c, &n));
    CHECK(!checkpoint_open(a, S(TEXT_5 "\n" WITNESS_LINE), &log, &c, &n));
    /* another text under the same line */
    CHECK(note_parse(a, S("log.example/ygxf\n6\nx\n\n" LOG_LINE WITNESS_LINE), &n));
    CHECK(note_verify(&n, &log, NULL) == NOTE_WRONG);
    CHECK(note_verify(&n, &witness, NULL) == NOTE_WRONG);
    /* a good line does not save a bad one of the same key */
    buf_put(&b, S(TEXT_5 "\n" LOG_LINE LOG_LINE));
    CHECK(checkpoint_open(a, buf_str(&b), &log, &c, &n));
    b.p[b.n - 5] ^= 1;
    CHECK(note_parse(a, buf_str(&b), &n) && note_verify(&n, &log, NULL) == NOTE_WRONG);
    /* the log's key as a cosignature key has another id */
    struct note_key other = note_key_of(log.name, NOTE_COSIGNATURE, log.public_key);
    CHECK(note_parse(a, S(TEXT_5 "\n" LOG_LINE), &n));
    CHECK(note_verify(&n, &other, NULL) == NOTE_UNSIGNED);
    memcpy(other.id, log.id, 4); /* were it the same, its length would tell */
    CHECK(note_verify(&n, &other, NULL) == NOTE_WRONG);
}

static void a_log_signs_under_its_own_name_only(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct checkpoint c = { .origin = S("other.example/log"), .size = 5 }, got;
    struct note_key log;
    uint8_t s[32];

    seed(s, 0);
    CHECK(note_key_parse(a, S(LOG_VKEY), &log));
    struct str text = checkpoint_text(a, &c), line = note_sign(a, log.name, s, text);
    CHECK(!checkpoint_open(a, note_join(a, text, line), &log, &got, NULL));
    c.origin = log.name;
    text = checkpoint_text(a, &c);
    line = note_sign(a, log.name, s, text);
    CHECK(checkpoint_open(a, note_join(a, text, line), &log, &got, NULL));
}

static void a_signature_has_its_length_and_no_more(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    static const char *const keys[] = { LOG_VKEY, WITNESS_VKEY };
    static const char *const lines[] = { LOG_LINE, WITNESS_LINE };
    struct note_key k;
    struct note n;

    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        CHECK(note_key_parse(a, str_of(keys[i]), &k));
        CHECK(note_parse(a, note_join(a, S(TEXT_5), str_of(lines[i])), &n));
        CHECK(note_verify(&n, &k, NULL) == NOTE_SIGNED);
        char *longer = arena_take(a, 128);
        memcpy(longer, n.lines[0].signature.p, n.lines[0].signature.n);
        n.lines[0].signature = str_bytes(longer, n.lines[0].signature.n + 1);
        CHECK(note_verify(&n, &k, NULL) == NOTE_WRONG);
    }
}

static void sixteen_lines_and_more_are_read(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(4 << 20);
    struct buf b = buf_new(a);
    struct note n;

    buf_put(&b, S("text\n\n"));
    for (int i = 0; i < NOTE_LINES_MAX; i++)
        buf_put(&b, S(GREASE));
    CHECK(note_parse(a, buf_str(&b), &n) && n.n == NOTE_LINES_MAX);
    buf_put(&b, S(GREASE));
    CHECK(!note_parse(a, buf_str(&b), &n));
    CHECK(note_parse(a, S("one\n\ntwo\n\n" GREASE), &n)); /* the last empty line parts them */
    CHECK_STR(n.text, S("one\n\ntwo\n"));
}

static void what_is_no_note_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "\n",
        "\n\n",
        "text\n",
        "text\n\n",
        "text\n\n\n",
        "text" GREASE,
        "text\n" GREASE,
        "\n" GREASE,
        "text\n\n" GREASE "\n",
        "text\n\n" GREASE "x\n",
        "te\rxt\n\n" GREASE,
        "te\txt\n\n" GREASE,
        "te\xffxt\n\n" GREASE,
        "text\n\n\xe2\x80\x94 name AAAAAAECAwQF",    /* no LF */
        "text\n\n\xe2\x80\x94 name AAAAAAECAwQF \n", /* a blank at the end */
        "text\n\n\xe2\x80\x94  AAAAAAECAwQF\n",
        "text\n\n\xe2\x80\x94 na+me AAAAAAECAwQF\n",
        "text\n\n\xe2\x80\x94 name AAAAAA==\n", /* an id alone */
        "text\n\n\xe2\x80\x94 name AAAAAAECAwR=\n",
        "text\n\n- name AAAAAAECAwQF\n",
        "text\n\n\xe2\x80\x94 name\n",
        "text\n\n\xe2\x80\x94name AAAAAAECAwQF\n",
    };
    ARENA_AUTO a = arena_new(1 << 20);
    struct note n;

    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (note_parse(a, str_of(bad[i]), &n))
            fail_msg("accepted: %s", bad[i]);
    CHECK(!note_parse(a, S("te\0xt\n\n" GREASE), &n));
}

static void a_checkpoint_has_one_spelling(void **state)
{
    (void)state;
#define ROOT "1HsIqtWaM2UUChRznL9sjKDIz3CfAqZFxb4lrZm5x3E=\n"
#define EMPTY "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"
    static const char *const good[] = { "o\n1\n" ROOT,
                                        "log.example/ygxf\n9223372036854775807\n" ROOT,
                                        "o\n0\n" EMPTY };
    static const char *const bad[] = {
        "",
        "o\n",
        "o\n1\n",
        "\n1\n" ROOT,
        "o o\n1\n" ROOT,
        "o+\n1\n" ROOT,
        "o\n01\n" ROOT,
        "o\n+1\n" ROOT,
        "o\n-1\n" ROOT,
        "o\n 1\n" ROOT,
        "o\n1 \n" ROOT,
        "o\n\n" ROOT,
        "o\n00\n" EMPTY,
        "o\n0\n" ROOT,
        "o\n9223372036854775808\n" ROOT,
        "o\n18446744073709551616\n" ROOT,
        "o\n1\n" ROOT "extension\n",
        "o\n1\n" ROOT "\n",
        "o\n1\n1HsIqtWaM2UUChRznL9sjKDIz3CfAqZFxb4lrZm5x3E=", /* no LF */
        "o\n1\n1HsIqtWaM2UUChRznL9sjKDIz3CfAqZFxb4lrZm5x3E\n",
        "o\n1\n1HsIqtWaM2UUChRznL9sjKDIz3CfAqZFxb4lrZm5x3F=\n", /* left-over bits */
        "o\n1\n1HsIqtWaM2UUChRznL9sjKDIz3CfAqZFxb4lrZm5x3Fx\n",
        "o\n1\nAAAA\n",
        "o\n1\n\n",
        "o\r\n1\n" ROOT,
    };
    ARENA_AUTO a = arena_new(1 << 20);
    struct checkpoint c;

    for (size_t i = 0; i < COUNT_OF(good); i++) {
        CHECK(checkpoint_parse(a, str_of(good[i]), &c));
        CHECK_STR(checkpoint_text(a, &c), str_of(good[i]));
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (checkpoint_parse(a, str_of(bad[i]), &c))
            fail_msg("accepted: %s", bad[i]);
}

static void a_cosignature_names_its_time_in_the_shortest_way(void **state)
{
    (void)state;
    static const uint64_t times[] = { 0, 9, 10, 1767225600, UINT64_MAX };
    ARENA_AUTO a = arena_new(8 << 20);
    struct note_key w;
    struct note n;
    uint8_t s[32], sig[64], pk[32];

    seed(s, 0x20);
    CHECK(note_key_parse(a, S(WITNESS_VKEY), &w));
    for (size_t i = 0; i < COUNT_OF(times); i++) {
        uint64_t time = 1;
        struct str line = note_cosign(a, w.name, s, times[i], S(TEXT_5));
        CHECK(note_parse(a, note_join(a, S(TEXT_5), line), &n));
        CHECK(note_verify(&n, &w, &time) == NOTE_SIGNED && time == times[i]);
        sign_detached(
            s, str_fmt(a, "cosignature/v1\ntime %llu\n%s", (unsigned long long)times[i], TEXT_5),
            sig, pk);
        assert_memory_equal(n.lines[0].signature.p + 8, sig, 64);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_keys_are_read_and_written),
        cmocka_unit_test(keys_that_are_none_are_refused),
        cmocka_unit_test(the_published_checkpoint_comes_out_byte_for_byte),
        cmocka_unit_test(unknown_lines_are_ignored_and_wrong_ones_are_not),
        cmocka_unit_test(a_log_signs_under_its_own_name_only),
        cmocka_unit_test(a_signature_has_its_length_and_no_more),
        cmocka_unit_test(sixteen_lines_and_more_are_read),
        cmocka_unit_test(what_is_no_note_is_refused),
        cmocka_unit_test(a_checkpoint_has_one_spelling),
        cmocka_unit_test(a_cosignature_names_its_time_in_the_shortest_way),
    };
    crypto_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
