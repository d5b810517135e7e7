/*
 * vault_vectors_test.c - the worked vectors of docs/formats/vault.md, read from the document itself
 * (first argument), so that neither can change without the other.
 */
#include "crypto/crypto_test.h"

#include <sodium.h>
#include <stdlib.h>

#define DOCUMENT_MAX (256u << 10)
#define LINES_MAX 10000

static struct str document; /* read once by main */

/* One field of one vector, its lines joined; fails the test when there is none. */
static struct str field(struct kit *k, const char *vector, const char *name)
{
    struct str rest = document, mark = str_fmt(k->arena, "```vector %s", vector);
    struct str head = str_fmt(k->arena, "%s = ", name);
    struct buf value = buf_new(k->arena);
    bool inside = false, found = false;
    for (int i = 0; i < LINES_MAX && !str_absent(rest); i++) {
        struct str line = str_cut(&rest, '\n');
        if (str_eq(line, mark))
            inside = true;
        else if (inside && str_starts(line, S("```")))
            break;
        else if (inside && str_starts(line, head)) {
            buf_put(&value, str_slice(line, head.n, line.n));
            found = true;
        } else if (found && str_starts(line, S("    ")))
            buf_put(&value, str_trim(line));
        else if (found)
            break;
    }
    if (!found)
        fail_msg("the document has no %s in %s", name, vector);
    return buf_str(&value);
}

static struct str bytes(struct kit *k, const char *vector, const char *name)
{
    struct str ret = STR_NONE;
    CHECK(str_unhex(k->arena, field(k, vector, name), &ret));
    return ret;
}

static uint64_t number(struct kit *k, const char *vector, const char *name)
{
    uint64_t ret = 0;
    CHECK(str_u64(field(k, vector, name), &ret));
    return ret;
}

static struct key key_of(struct kit *k, const char *vector, const char *name)
{
    struct key ret;
    struct str b = bytes(k, vector, name);
    CHECK(b.n == KEY_SIZE);
    memcpy(ret.b, b.p, KEY_SIZE);
    return ret;
}

static struct place place_of(struct kit *k, const char *vector)
{
    return (struct place){
        .table = (uint16_t)number(k, vector, "table"),
        .column = (uint16_t)number(k, vector, "column"),
        .owner = (int64_t)number(k, vector, "owner"),
        .row = (int64_t)number(k, vector, "row"),
        .version = (uint32_t)number(k, vector, "version"),
    };
}

static struct binding binding_of(struct kit *k, const char *vector)
{
    return (struct binding){
        .object_kind = (uint8_t)number(k, vector, "object kind"),
        .object = (int64_t)number(k, vector, "object"),
        .holder_kind = (uint8_t)number(k, vector, "holder kind"),
        .holder = (int64_t)number(k, vector, "holder"),
        .generation = (uint32_t)number(k, vector, "generation"),
    };
}

static struct key_pair pair_of(struct kit *k, const char *vector)
{
    struct key_pair ret = { .sk = key_of(k, vector, "secret") };
    CHECK(crypto_scalarmult_base(ret.pk.b, ret.sk.b) == 0);
    return ret;
}

/* Chance that gives the bytes of the vector, in order, and no more. */
struct chance_given {
    struct chance base;
    struct str left;
};
static void fill_given(struct chance *self, void *p, size_t n)
{
    struct chance_given *g = (struct chance_given *)self;
    CHECK(g->left.n >= n);
    memcpy(p, g->left.p, n);
    g->left = str_slice(g->left, n, g->left.n);
}
static void give(struct kit *k, struct chance_given *g, struct str random)
{
    *g = (struct chance_given){ { fill_given }, random };
    k->c.chance = &g->base;
}

static void hashes_are_those_of_the_document(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    struct key key = key_of(&k, "hash", "key"), h = hash_key(&key, bytes(&k, "hash", "x"));
    uint8_t short_h[16];
    hash_keyed(&key, bytes(&k, "hash", "x"), short_h, sizeof short_h);
    CHECK_STR(str_bytes(h.b, KEY_SIZE), bytes(&k, "hash", "H"));
    CHECK_STR(str_bytes(short_h, sizeof short_h), bytes(&k, "hash", "H[16]"));
}

static void records_are_those_of_the_document(void **state)
{
    const char *const vectors[] = { "record", "record-padded" };
    for (size_t i = 0; i < COUNT_OF(vectors); i++) {
        KIT_AUTO k;
        kit_start(&k);
        struct chance_given g;
        give(&k, &g, bytes(&k, vectors[i], "nonce"));
        struct key key = key_of(&k, vectors[i], "key");
        struct place at = place_of(&k, vectors[i]);
        struct str plain = bytes(&k, vectors[i], "plain"), ret = STR_NONE;
        struct str sealed = record_seal(&k.c, &key, at, plain, i == 1);
        CHECK_STR(sealed, bytes(&k, vectors[i], "sealed"));
        CHECK(record_open(k.arena, &key, at, sealed, i == 1, &ret));
        CHECK_STR(ret, plain);
        CHECK(str_empty(g.left));
    }
}

static void wraps_are_those_of_the_document(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    struct chance_given g;
    give(&k, &g, bytes(&k, "wrap", "nonce"));
    struct key under = key_of(&k, "wrap", "under"), key = key_of(&k, "wrap", "key"), out;
    struct binding b = binding_of(&k, "wrap");
    struct str wrapped = key_wrap(&k.c, &under, b, &key);
    CHECK_STR(wrapped, bytes(&k, "wrap", "wrapped"));
    CHECK(key_unwrap(&under, b, wrapped, &out) && key_equal(&out, &key));
}

static void seals_are_those_of_the_document(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    struct chance_given g;
    give(&k, &g, bytes(&k, "seal", "ephemeral secret"));
    struct key_pair me = pair_of(&k, "seal");
    struct key key = key_of(&k, "seal", "key"), out;
    struct binding b = binding_of(&k, "seal");
    CHECK_STR(str_bytes(me.pk.b, KEY_SIZE), bytes(&k, "seal", "public"));
    struct str sealed = key_seal(&k.c, &me.pk, b, &key);
    CHECK_STR(sealed, bytes(&k, "seal", "sealed"));
    CHECK(key_unseal(&me, b, sealed, &out) && key_equal(&out, &key));
}

static void payloads_are_those_of_the_document(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    struct buf random = buf_new(k.arena);
    buf_put(&random, bytes(&k, "payload", "fresh key"));
    buf_put(&random, bytes(&k, "payload", "ephemeral secret"));
    buf_put(&random, bytes(&k, "payload", "nonce"));
    struct chance_given g;
    give(&k, &g, buf_str(&random));
    struct key_pair me = pair_of(&k, "payload");
    struct binding b = binding_of(&k, "payload");
    struct place at = place_of(&k, "payload");
    struct str plain = bytes(&k, "payload", "plain"), ret = STR_NONE;
    struct str sealed = payload_seal(&k.c, &me.pk, b, at, plain);
    CHECK_STR(sealed, bytes(&k, "payload", "sealed"));
    CHECK(payload_unseal(k.arena, &me, b, at, sealed, &ret));
    CHECK_STR(ret, plain);
}

static void pieces_are_those_of_the_document(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    struct chance_given g;
    give(&k, &g, bytes(&k, "piece", "nonce"));
    struct key key = key_of(&k, "piece", "key");
    int64_t file = (int64_t)number(&k, "piece", "file");
    uint64_t index = number(&k, "piece", "index"), last = number(&k, "piece", "last");
    struct str plain = bytes(&k, "piece", "plain");
    uint8_t out[200], back[200];
    size_t n =
        piece_seal(&k.c, &key, file, index, last == 1, (const uint8_t *)plain.p, plain.n, out);
    CHECK_STR(str_bytes(out, n), bytes(&k, "piece", "sealed"));
    CHECK(piece_open(&key, file, index, last == 1, out, n, back, &n));
    CHECK_STR(str_bytes(back, n), plain);
}

static void subkeys_are_those_of_the_document(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    struct key s = key_of(&k, "server-key", "S");
    struct server_key subkeys;
    server_key_of(&s, &subkeys);
    for (int i = S_OFFICER; i <= S_ATTEMPT; i++)
        CHECK_STR(str_bytes(subkeys.s[i].b, KEY_SIZE),
                  bytes(&k, "server-key", str_fmt(k.arena, "S%d", i).p));
}

static void passwords_are_those_of_the_document(void **state)
{
    const char *const answers[] = {
        [PASSWORD_REPORTER] = "reporter", [PASSWORD_OFFICER] = "officer"
    };
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        KIT_AUTO k;
        kit_start(&k);
        struct password_job j = { .cost = (enum password_cost)i,
                                  .password = bytes(&k, "password", "password") };
        struct str salt = bytes(&k, "password", "salt");
        CHECK(salt.n == sizeof j.salt);
        memcpy(j.salt, salt.p, salt.n);
        password_run(&j);
        CHECK(j.ok);
        CHECK_STR(str_bytes(j.out.b, KEY_SIZE), bytes(&k, "password", answers[i]));
    }
}

static void numbers_are_those_of_the_document(void **state)
{
    KIT_AUTO k;
    kit_start(&k);
    struct str given_digits = field(&k, "report-number", "given");
    char digits[16];
    CHECK(given_digits.n == 14);
    memcpy(digits, given_digits.p, 14);
    mod97_complete(digits);
    CHECK_STR(str_bytes(digits, 16), field(&k, "report-number", "whole"));
}

/* A vector added to the document needs a test here. */
static void no_vector_is_left_unread(void **state)
{
    struct str rest = document;
    size_t n = 0;
    for (int i = 0; i < LINES_MAX && !str_absent(rest); i++)
        n += str_starts(str_cut(&rest, '\n'), S("```vector "));
    CHECK(n == 10);
}

int main(int argc, char **argv)
{
    static char text[DOCUMENT_MAX];
    FILE *f = argc == 2 ? fopen(argv[1], "re") : NULL;
    if (!f) {
        (void)fprintf(stderr, "usage: vault_vectors_test docs/formats/vault.md\n");
        return 2;
    }
    document = str_bytes(text, fread(text, 1, sizeof text, f));
    (void)fclose(f); /* only read */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hashes_are_those_of_the_document),
        cmocka_unit_test(records_are_those_of_the_document),
        cmocka_unit_test(wraps_are_those_of_the_document),
        cmocka_unit_test(seals_are_those_of_the_document),
        cmocka_unit_test(payloads_are_those_of_the_document),
        cmocka_unit_test(pieces_are_those_of_the_document),
        cmocka_unit_test(subkeys_are_those_of_the_document),
        cmocka_unit_test(passwords_are_those_of_the_document),
        cmocka_unit_test(numbers_are_those_of_the_document),
        cmocka_unit_test(no_vector_is_left_unread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
