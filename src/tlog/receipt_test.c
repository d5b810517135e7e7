/* The small log of log.md 1.7 from its entries to its receipt; policies that hold and that do not.
 */
#include "base/test.h"
#include "tlog/leaf.h"
#include "tlog/policy.h"
#include "tlog/receipt.h"
#include "tlog/small_log.h"
#include "tlog/tile.h"

struct small_log {
    struct str entries[5];
    struct edge edge;
    struct hash roots[6];
};

/* Events 0..2 of one case, a public leaf, a padding leaf. */
static struct small_log *small_log(struct arena *a)
{
    static const char *const kinds[] = { "received", "accepted", "feedback" };
    struct small_log *l = arena_new_of(a, struct small_log);
    struct key k;
    uint8_t tag[32], r_m[32], r_b[32], m[32], b[32], c[32];

    for (size_t i = 0; i < 32; i++)
        k.b[i] = (uint8_t)(0x40 + i);
    for (uint32_t i = 0; i < 3; i++) {
        uint8_t *entry = arena_take(a, LEAF_ENTRY);
        memset(r_m, (int)(0xa0 + i), 32);
        memset(r_b, (int)(0xb0 + i), 32);
        leaf_tag(&k, i, tag);
        leaf_meta_hash(r_m, str_fmt(a, "seq %u\nkind %s\n", (unsigned)i, kinds[i]), m);
        leaf_body_hash(r_b, str_fmt(a, "body %u\n", (unsigned)i), b);
        leaf_commitment(tag, m, b, c);
        leaf_entry(tag, c, entry);
        l->entries[i] = str_bytes(entry, LEAF_ENTRY);
    }
    uint8_t *open = arena_take(a, 34), *pad = arena_take(a, LEAF_ENTRY);
    open[0] = 2;
    open[1] = 1;
    sha256(S("statistics"), open + 2);
    pad[0] = 1;
    memset(pad + 33, 0xff, 32);
    l->entries[3] = str_bytes(open, 34);
    l->entries[4] = str_bytes(pad, LEAF_ENTRY);
    for (size_t i = 0; i < 5; i++) {
        struct hash h = tree_leaf(l->entries[i]);
        edge_append(&l->edge, &h, NULL, NULL);
        l->roots[i + 1] = edge_root(&l->edge);
    }
    return l;
}

static void check_sha(struct arena *a, struct str s, const char *hex)
{
    uint8_t h[32];
    sha256(s, h);
    CHECK_STR(str_hex(a, h, 32), str_of(hex));
}

static void the_small_log_has_the_published_roots_and_tiles(void **state)
{
    (void)state;
    static const char *const roots[] = {
        "75a9c18d971d49d153f1b9c9e1a6b6a7361c46db59e21cdb21bef5e0fc0e6388",
        "f62d6b53ecdd04d37a2dd72b14db9de67a3fd98f1cbc8e121d06e87fb99e1a7a",
        "dd5dfccd1d108be1d366ce915fb895f04272a21b851fcbf8ec8a1880bf1f3911",
        "3a93f14e8a6196b55f3c4a8d25d054030d5a7fb924d2aea5e3d2565e19a7d587",
        "d47b08aad59a3365140a14739cbf6c8ca0c8cf709f02a645c5be25ad99b9c771",
    };
    ARENA_AUTO a = arena_new(4 << 20);
    struct small_log *l = small_log(a);
    struct buf b = buf_new(a);

    for (size_t i = 0; i < 5; i++) {
        CHECK_STR(str_hex(a, l->roots[i + 1].b, 32), str_of(roots[i]));
        bundle_put(&b, l->entries[i]);
    }
    check_sha(a, str_bytes(l->edge.level[0], 5 * HASH_BYTES),
              "1c6cd3296062f79d2ead1c5566cd99690bb88a04cab23581bb3dbbe431394a2b");
    assert_int_equal(b.n, 304);
    check_sha(a, buf_str(&b), "694b06b144e32c95fecff6dd0848125e0f4a77a7abc69680ac199ed68faeb31b");
}

static bool edge_tile_read(void *u, const struct tile *t, struct hash *ret)
{
    const struct small_log *l = u;
    if (t->level != 0 || t->n != 0)
        return false;
    memcpy(ret, l->edge.level[0], (size_t)t->width * HASH_BYTES);
    return true;
}

/* the body of add-checkpoint for old 3, up to its checkpoint */
static void the_published_consistency_proof_comes_out(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "BugTAh2PTr8+cNHqMGlVpoiis+ygqzNxE9D02XVJuFE=",
        "7YEJXiGaHltUKOKxfVWdIBih2LwLS+AL6Kosrb0zeAk=",
        "9i1rU+zdBNN6LdcrFNud5no/2Y8cvI4SHQbof7meGno=",
        "hlw0FD49xfBkjqfdjwWHhmSrLmgwi4XgZjqRjBCaYO4=",
    };
    ARENA_AUTO a = arena_new(4 << 20);
    struct small_log *l = small_log(a);
    struct tile_reader *r = arena_new_of(a, struct tile_reader);
    struct proof p;

    *r = (struct tile_reader){ .read = edge_tile_read, .u = l };
    struct tile_source ts = { r, 5 };
    struct tree_source s = tile_tree_source(&ts);
    CHECK(tree_consistency(&s, 3, 5, &p) && p.n == COUNT_OF(lines));
    for (size_t i = 0; i < p.n; i++)
        CHECK_STR(str_base64(a, p.path[i].b, HASH_BYTES), str_of(lines[i]));
    CHECK(tree_consistency_ok(3, 5, &l->roots[3], &l->roots[5], p.path, p.n));
}

static void the_published_receipt_comes_out_and_verifies(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(4 << 20);
    struct small_log *l = small_log(a);
    struct tile_reader *r = arena_new_of(a, struct tile_reader);
    struct policy *pol = arena_new_of(a, struct policy);
    struct receipt got, made = { .index = 1, .note = S(NOTE_5 WITNESS_LINE) };
    struct leaf_opening o;
    struct checkpoint c;
    uint8_t entry[LEAF_ENTRY];

    CHECK(receipt_parse(a, S(RECEIPT_1), &got) && got.index == 1 && got.proof.n == 3);
    CHECK(leaf_opening_read(got.extra, &o) && !o.r_b);
    CHECK_STR(o.meta, S("seq 1\nkind accepted\n"));
    leaf_opening_entry(&o, entry);
    CHECK_STR(str_bytes(entry, LEAF_ENTRY), l->entries[1]);
    CHECK(policy_parse(a,
                       S("log " LOG_VKEY "\nwitness w1 " WITNESS_VKEY "\ngroup all all w1\n"
                         "quorum all\n"),
                       pol, NULL));
    CHECK(policy_check(a, pol, got.note, &c, NULL) == POLICY_OK && c.size == 5);
    struct hash leaf = tree_leaf(l->entries[1]), wrong = tree_leaf(l->entries[2]);
    CHECK(receipt_includes(&got, &c, &leaf));
    CHECK(!receipt_includes(&got, &c, &wrong));
    got.index = 2;
    CHECK(!receipt_includes(&got, &c, &leaf));
    got.index = 5; /* a newer tree's */
    CHECK(!receipt_includes(&got, &c, &leaf));

    *r = (struct tile_reader){ .read = edge_tile_read, .u = l };
    struct tile_source ts = { r, 5 };
    struct tree_source s = tile_tree_source(&ts);
    CHECK(tree_inclusion(&s, 1, 5, &made.proof));
    made.extra = got.extra;
    CHECK_STR(receipt_text(a, &made), S(RECEIPT_1));
}

static void a_receipt_has_one_spelling(void **state)
{
    (void)state;
#define HEAD "c2sp.org/tlog-proof@v1\n"
    static const char *const good[] = {
        HEAD "index 1\n" RECEIPT_HASHES "\n" NOTE_5,
        HEAD "index 0\n\n" NOTE_5,
        HEAD "extra AQ==\nindex 4\n\n" NOTE_5 WITNESS_LINE,
    };
    static const char *const bad[] = {
        "",
        HEAD,
        "index 1\n\n" NOTE_5,
        "c2sp.org/tlog-proof@v2\nindex 1\n\n" NOTE_5,
        HEAD "index 01\n\n" NOTE_5,
        HEAD "index -1\n\n" NOTE_5,
        HEAD "index\n\n" NOTE_5,
        HEAD "index 1 \n\n" NOTE_5,
        HEAD "index 9223372036854775808\n\n" NOTE_5,
        HEAD "index 1\nextra AQ==\n\n" NOTE_5,
        HEAD "extra AQ=\nindex 1\n\n" NOTE_5,
        HEAD "extra \nindex 1\n\n" NOTE_5,
        HEAD "extra AR==\nindex 1\n\n" NOTE_5,
        HEAD "index 1\n" RECEIPT_HASHES NOTE_5,
        HEAD "index 1\n\n\n" NOTE_5,
        HEAD "index 1\nAAAA\n\n" NOTE_5,
        HEAD "index 1\n" RECEIPT_HASHES,
        HEAD "index 1\n\n",
        HEAD "index 1\n\n" NOTE_5 "x",
        HEAD "index 1\r\n\n" NOTE_5,
        HEAD "index 1\n\nno checkpoint\n\n" WITNESS_LINE,
    };
    ARENA_AUTO a = arena_new(16 << 20);
    struct buf many = buf_new(a);
    struct receipt r;

    for (size_t i = 0; i < COUNT_OF(good); i++) {
        if (!receipt_parse(a, str_of(good[i]), &r))
            fail_msg("refused: %s", good[i]);
        CHECK_STR(receipt_text(a, &r), str_of(good[i]));
    }
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (receipt_parse(a, str_of(bad[i]), &r))
            fail_msg("accepted: %s", bad[i]);
    buf_put(&many, S(HEAD "index 1\n"));
    for (int i = 0; i <= PROOF_MAX; i++)
        buf_put(&many, S("hlw0FD49xfBkjqfdjwWHhmSrLmgwi4XgZjqRjBCaYO4=\n"));
    buf_put(&many, S("\n" NOTE_5));
    CHECK(!receipt_parse(a, buf_str(&many), &r));
}

static void policies_are_read_strictly(void **state)
{
    (void)state;
#define LOG "log " LOG_VKEY "\n"
#define W1 "witness w1 " WITNESS_VKEY "\n"
    static const struct {
        const char *text;
        int line; /* that is wrong; 0 none named, -1 good */
    } tried[] = {
        { LOG "quorum none\n", -1 },
        { "quorum none\n", -1 },
        { "# words\n\n \t\n\t# more\n" LOG "  witness\tw1  " WITNESS_VKEY
          " https://w/ \nquorum w1\n",
          -1 },
        { LOG W1 "group g any w1\nquorum g\n", -1 },
        { LOG W1 "group g 1 w1\nquorum g\n", -1 },
        { LOG, 0 },
        { "", 0 },
        { LOG "quorum none", 0 },
        { LOG "quorum none\nquorum none\n", 3 },
        { LOG "quorum w1\n" W1, 2 },
        { LOG W1 "quorum w1 w1\n", 3 },
        { LOG W1 W1 "quorum w1\n", 3 },
        { LOG W1 "witness w2 " WITNESS_VKEY "\nquorum w1\n", 3 },
        { LOG LOG "quorum none\n", 2 },
        { "log " WITNESS_VKEY "\nquorum none\n", 1 },
        { "witness w " LOG_VKEY "\nquorum w\n", 1 },
        { "witness none " WITNESS_VKEY "\nquorum none\n", 1 },
        { LOG W1 "group g 2 w1\nquorum g\n", 3 },
        { LOG W1 "group g 0 w1\nquorum g\n", 3 },
        { LOG W1 "group g 01 w1\nquorum g\n", 3 },
        { LOG W1 "group g all\nquorum g\n", 3 },
        { LOG W1 "group g all w2\nquorum g\n", 3 },
        { LOG W1 "group g all none\nquorum g\n", 3 },
        { LOG W1 "group w1 all w1\nquorum w1\n", 3 },
        { LOG W1 "group g any w1 w1\nquorum g\n", 3 },
        { LOG W1 "group g all w1\ngroup h all w1\nquorum g\n", 4 },
        { LOG "Quorum none\n", 2 },
        { LOG "log\nquorum none\n", 2 },
        { LOG "quorum none\r\n", 0 },
    };
    ARENA_AUTO a = arena_new(16 << 20);
    struct policy *p = arena_new_of(a, struct policy);

    for (size_t i = 0; i < COUNT_OF(tried); i++) {
        int line = 0;
        bool ok = policy_parse(a, str_of(tried[i].text), p, &line);
        if (ok != (tried[i].line < 0) || (!ok && line != tried[i].line))
            fail_msg("line %d of: %s", line, tried[i].text);
    }
}

static enum policy_verdict verdict(struct arena *a, const char *policy, const char *note)
{
    struct policy *p = arena_new_of(a, struct policy);
    CHECK(policy_parse(a, str_of(policy), p, NULL));
    return policy_check(a, p, str_of(note), NULL, NULL);
}

static struct str vkey_of(struct arena *a, const char *name, int seed)
{
    uint8_t s[32], sig[64], pk[32];
    memset(s, seed, 32);
    sign_detached(s, S(""), sig, pk);
    struct note_key k = note_key_of(str_of(name), NOTE_COSIGNATURE, pk);
    return note_key_text(a, &k);
}

static void a_policy_says_why_it_is_not_met(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(32 << 20);
    const char *strict = LOG W1 "quorum w1\n";

    CHECK(verdict(a, strict, NOTE_5 WITNESS_LINE) == POLICY_OK);
    CHECK(verdict(a, strict, NOTE_5) == POLICY_FEW);
    CHECK(verdict(a, LOG W1 "quorum none\n", NOTE_5) == POLICY_OK);
    CHECK(verdict(a, "log " OTHER_VKEY "\nquorum none\n", NOTE_5) == POLICY_OTHER_LOG);
    CHECK(verdict(a, strict, "no note\n") == POLICY_FORM);
    CHECK(verdict(a, strict, "o\nx\n\n" WITNESS_LINE) == POLICY_FORM);
    CHECK(
        verdict(
            a, strict,
            "log.example/ygxf\n5\n1HsIqtWaM2UUChRznL9sjKDIz3CfAqZFxb4lrZm5x3E=\n\n" WITNESS_LINE) ==
        POLICY_NOT_SIGNED);
    char *bad = arena_take(a, sizeof(NOTE_5 WITNESS_LINE));
    memcpy(bad, NOTE_5 WITNESS_LINE, sizeof(NOTE_5 WITNESS_LINE));
    bad[sizeof(NOTE_5 WITNESS_LINE) - 6] ^= 1; /* the witness's signature, not of the quorum */
    CHECK(verdict(a, LOG W1 "quorum none\n", bad) == POLICY_WRONG);
    bad[sizeof(NOTE_5) - 7] ^= 1;
    CHECK(verdict(a, LOG "quorum none\n", bad) == POLICY_WRONG);
    /* groups of groups: two of three, and one more */
    struct str x2 = vkey_of(a, "x2", 2), x3 = vkey_of(a, "x3", 3), y = vkey_of(a, "y", 4);
    struct str text = str_fmt(a,
                              LOG W1 "witness x2 %.*s\nwitness x3 %.*s\nwitness y %.*s\n"
                                     "group x 2 w1 x2 x3\ngroup all all x y\nquorum all\n",
                              STR_ARG(x2), STR_ARG(x3), STR_ARG(y));
    struct buf n = buf_new(a);
    struct str signed_text = str_slice(S(NOTE_5), 0, 64);
    uint8_t s[32];
    buf_put(&n, S(NOTE_5 WITNESS_LINE));
    memset(s, 3, 32);
    buf_put(&n, note_cosign(a, S("x3"), s, 7, signed_text));
    CHECK(verdict(a, str_z(a, text), str_z(a, buf_str(&n))) == POLICY_FEW);
    memset(s, 4, 32);
    buf_put(&n, note_cosign(a, S("y"), s, 7, signed_text));
    CHECK(verdict(a, str_z(a, text), str_z(a, buf_str(&n))) == POLICY_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_small_log_has_the_published_roots_and_tiles),
        cmocka_unit_test(the_published_consistency_proof_comes_out),
        cmocka_unit_test(the_published_receipt_comes_out_and_verifies),
        cmocka_unit_test(a_receipt_has_one_spelling),
        cmocka_unit_test(policies_are_read_strictly),
        cmocka_unit_test(a_policy_says_why_it_is_not_met),
    };
    crypto_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
