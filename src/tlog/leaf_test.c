/* Vectors of log.md 1.7: made from the specification by another program, checked by two others. */
#include "base/test.h"
#include "tlog/leaf.h"

static struct key case_key(void)
{
    struct key k;
    for (size_t i = 0; i < sizeof(k.b); i++)
        k.b[i] = (uint8_t)(0x40 + i);
    return k;
}

static void fill(uint8_t r[LEAF_HASH], int byte)
{
    memset(r, byte, LEAF_HASH);
}

struct parts {
    uint8_t tag[32], r_m[32], r_b[32], m[32], b[32], c[32], entry[LEAF_ENTRY];
    struct str meta, body;
};

/* event i: meta "seq i\nkind K\n", body "body i\n", r_m = 32 x (a0+i), r_b = 32 x (b0+i) */
static void vector_event(struct arena *a, uint32_t i, struct parts *p)
{
    static const char *const kinds[] = { "received", "accepted", "feedback" };
    struct key k = case_key();
    struct leaf_meta meta = {
        .seq = i, .kind = str_of(kinds[i]), .named = -1, .happened = DAY_NONE, .entered = DAY_NONE
    };

    fill(p->r_m, (int)(0xa0 + i));
    fill(p->r_b, (int)(0xb0 + i));
    p->meta = leaf_meta_text(a, &meta);
    p->body = str_fmt(a, "body %u\n", (unsigned)i);
    leaf_tag(&k, i, p->tag);
    leaf_meta_hash(p->r_m, p->meta, p->m);
    leaf_body_hash(p->r_b, p->body, p->b);
    leaf_commitment(p->tag, p->m, p->b, p->c);
    leaf_entry(p->tag, p->c, p->entry);
}

#define CHECK_HEX(a, bytes, n, hex) CHECK_STR(str_hex((a), (bytes), (n)), S(hex))

static void the_published_events_come_out_byte_for_byte(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct parts p;

    vector_event(a, 0, &p);
    CHECK_STR(p.meta, S("seq 0\nkind received\n"));
    CHECK_HEX(a, p.tag, 32, "977d549878091ec1299631df7de4591761b4c60b817ddb5c42a5fca50e2cec7e");
    CHECK_HEX(a, p.m, 32, "a3f102a3957341a0e92f437f72ecc5025298013073703b5bf9f77ccc1831639c");
    CHECK_HEX(a, p.b, 32, "826c44f96557452d72e2de4cbcf0ae052403e60527ee79d29ff711211d218923");
    CHECK_HEX(a, p.c, 32, "d9147525f620891ce8bf670930e36fbab58c027b878dc8d121368ccd68826ae1");
    CHECK_HEX(a, p.entry, LEAF_ENTRY,
              "01977d549878091ec1299631df7de4591761b4c60b817ddb5c42a5fca50e2cec7e"
              "d9147525f620891ce8bf670930e36fbab58c027b878dc8d121368ccd68826ae1");
    vector_event(a, 1, &p);
    CHECK_HEX(a, p.entry, LEAF_ENTRY,
              "01af56819d2431eaf7b2fb7f7f25dfe06a4db343d1571161a4c5d8de88bba65ec2"
              "0816de85ccda9e58a9462376303d7b26cadc7a3aa12e6cc4c6b5b09e1b58cabd");
    vector_event(a, 2, &p);
    CHECK_HEX(a, p.entry, LEAF_ENTRY,
              "01a7ebfce084324f7419500e9d27f1459db28384678f4aa6880baf2965f332abb7"
              "8f034e3e01c11e6f4972a77c2144cb73766c2ca2024d3ab0b758d0a2d2ea19ce");
}

static void the_published_leaf_hash_comes_out(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct parts p;
    struct buf b = buf_new(a);
    uint8_t h[32];

    vector_event(a, 0, &p);
    buf_byte(&b, 0);
    buf_bytes(&b, p.entry, LEAF_ENTRY);
    sha256(buf_str(&b), h);
    CHECK_HEX(a, h, 32, "75a9c18d971d49d153f1b9c9e1a6b6a7361c46db59e21cdb21bef5e0fc0e6388");
}

/* the `extra` line of the published receipt: metadata opened, body withheld */
static void the_published_opening_comes_out(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct parts p;
    struct str bytes;

    vector_event(a, 1, &p);
    struct leaf_opening o = { .tag = p.tag, .r_m = p.r_m, .meta = p.meta, .b = p.b };
    bytes = leaf_opening_bytes(a, &o);
    CHECK_STR(
        str_base64(a, bytes.p, bytes.n),
        S("AQGvVoGdJDHq97L7f38l3+BqTbND0VcRYaTF2N6Iu6ZewqGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaGhoaG"
          "hoaGhAAAAFHNlcSAxCmtpbmQgYWNjZXB0ZWQKhk3FHezPzo+ueh+lSxHhhSzAzNZezGyr+N4TGlyxp6k="));
}

static void an_opening_shows_what_it_should_and_no_more(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct parts p;
    struct str all, none;

    vector_event(a, 2, &p);
    struct leaf_opening both = {
        .tag = p.tag, .r_m = p.r_m, .meta = p.meta, .r_b = p.r_b, .body = p.body
    };
    struct leaf_opening closed = { .tag = p.tag, .m = p.m, .b = p.b };
    all = leaf_opening_bytes(a, &both);
    none = leaf_opening_bytes(a, &closed);
    CHECK(all.p[1] == 3 && none.p[1] == 0);
    CHECK(none.n == 2 + 3 * 32);
    CHECK(str_contains(all, p.body) && str_contains(all, p.meta));
    CHECK(!str_contains(none, S("kind")) && !str_contains(none, S("body")));
}

static void openings_are_read_back_and_lead_to_their_entry(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct parts p;
    struct leaf_opening got;
    uint8_t entry[LEAF_ENTRY];

    vector_event(a, 1, &p);
    for (int shown = 0; shown < 4; shown++) {
        struct leaf_opening o = { .tag = p.tag,
                                  .r_m = shown & 1 ? p.r_m : NULL,
                                  .meta = p.meta,
                                  .m = p.m,
                                  .r_b = shown & 2 ? p.r_b : NULL,
                                  .body = p.body,
                                  .b = p.b };
        struct str bytes = leaf_opening_bytes(a, &o);
        CHECK(leaf_opening_read(bytes, &got));
        leaf_opening_entry(&got, entry);
        assert_memory_equal(entry, p.entry, LEAF_ENTRY);
        for (size_t n = 0; n < bytes.n; n++)
            CHECK(!leaf_opening_read(str_slice(bytes, 0, n), &got));
        char *longer = arena_take(a, bytes.n + 1);
        memcpy(longer, bytes.p, bytes.n);
        CHECK(!leaf_opening_read(str_bytes(longer, bytes.n + 1), &got));
        longer[1] = 4;
        CHECK(!leaf_opening_read(str_bytes(longer, bytes.n), &got));
        longer[1] = (char)shown;
        longer[0] = 2;
        CHECK(!leaf_opening_read(str_bytes(longer, bytes.n), &got));
    }
}

static void metadata_lines_stand_in_the_fixed_order(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    uint8_t prev[32];
    struct leaf_meta m = { .seq = 7,
                           .kind = S("E_RECEIVED"),
                           .chain = S("matter"),
                           .channel = S("CH_WEB"),
                           .unit = S("330411"),
                           .named = 1,
                           .happened = day_from_ymd(2026, 9, 18),
                           .entered = day_from_ymd(2026, 9, 19),
                           .due = S("D02 2026-09-20\nD04 2026-10-15\n"),
                           .prev = prev,
                           .outcome = S("FIND_TRUE") };

    memset(prev, 0xab, sizeof(prev));
    CHECK_STR(leaf_meta_text(a, &m),
              S("seq 7\nkind E_RECEIVED\nchain matter\nchannel CH_WEB\nunit 330411\nnamed 1\n"
                "happened 2026-09-18\nentered 2026-09-19\ndue D02 2026-09-20\n"
                "due D04 2026-10-15\n"
                "prev abababababababababababababababababababababababababababababababab\n"
                "outcome FIND_TRUE\n"));
}

static void the_case_key_comes_from_the_code_alone(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    uint8_t code[CASE_CODE] = { 0 }, h[32];
    struct key k = leaf_case_key(code);
    struct buf b = buf_new(a);

    buf_put(&b, S("ygxf/case-key/v1\n"));
    buf_bytes(&b, code, sizeof(code));
    sha256(buf_str(&b), h);
    assert_memory_equal(k.b, h, 32);
    code[14] = 1;
    struct key other = leaf_case_key(code);
    assert_memory_not_equal(k.b, other.b, 32);
}

static void blinds_differ_by_purpose_and_number(void **state)
{
    (void)state;
    struct key k = case_key();
    uint8_t m0[32], m1[32], b0[32], want[32];

    leaf_blind_meta(&k, 0, m0);
    leaf_blind_meta(&k, 1, m1);
    leaf_blind_body(&k, 0, b0);
    assert_memory_not_equal(m0, m1, 32);
    assert_memory_not_equal(m0, b0, 32);
    hmac_sha256(&k, str_bytes("rm\0\0\0\1", 6), want);
    assert_memory_equal(m1, want, 32);
    hmac_sha256(&k, str_bytes("rb\0\0\0\0", 6), want);
    assert_memory_equal(b0, want, 32);
}

/* made by another program from the words of the specification */
static void padding_comes_from_key_and_index_alone(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct key k = case_key(), seed = leaf_pad_seed(&k, 0);
    uint8_t entry[LEAF_ENTRY];

    leaf_pad(&seed, entry);
    CHECK_HEX(a, entry, LEAF_ENTRY,
              "01e408276ee0bdad13caf42d6517f1133c280477126edb853b9114c547376e349c"
              "502ad9e0d6226c833e1a9ba1790f16e35ae7cc17941058d00df8a18d9d1a5c6a");
    seed = leaf_pad_seed(&k, 70000);
    leaf_pad(&seed, entry);
    CHECK_HEX(a, entry, LEAF_ENTRY,
              "01791f4eb36913b122efa50cd13b10cab303299cc87d62a054eeb3690eae9b7148"
              "a02164b0c4dc88e8277ab2e05e9e4414f046cbee9ea399f67fe21e175dd7208a");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_events_come_out_byte_for_byte),
        cmocka_unit_test(the_published_leaf_hash_comes_out),
        cmocka_unit_test(the_published_opening_comes_out),
        cmocka_unit_test(an_opening_shows_what_it_should_and_no_more),
        cmocka_unit_test(openings_are_read_back_and_lead_to_their_entry),
        cmocka_unit_test(metadata_lines_stand_in_the_fixed_order),
        cmocka_unit_test(the_case_key_comes_from_the_code_alone),
        cmocka_unit_test(blinds_differ_by_purpose_and_number),
        cmocka_unit_test(padding_comes_from_key_and_index_alone),
    };
    crypto_start();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
