/*
 * bench_crypto.c - what one operation of the vault costs on one core, in CPU time.
 *
 * Each line: name, microseconds, and MB/s where bytes matter; the median of ROUNDS rounds, since
 * other work on the machine only ever makes a round slower. --json prints the same as JSON.
 */
#include "base/ctx.h"
#include "crypto/crypto.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define ROUNDS 7
#define ROUND_NS 40000000.0 /* a round lasts about 40 ms, an operation more costly runs once */
#define TIMES_MAX 1000000

struct bench {
    struct ctx c;
    struct key key;
    struct key_pair pair;
    struct place at;
    struct binding bound;
    struct str text; /* 2 KB, as a report has */
    struct str leaf; /* 65 bytes, as an entry of the log */
    struct str sealed_text, wrapped, sealed_key;
    uint8_t *plain, *piece;
    uint8_t digest[32], sig[64], pk[32], seed[32];
};

static void record_seals(struct bench *b)
{
    (void)record_seal(&b->c, &b->key, b->at, b->text, true);
}
static void record_opens(struct bench *b)
{
    struct str ret;
    if (!record_open(b->c.arena, &b->key, b->at, b->sealed_text, true, &ret))
        abort();
}
static void wraps(struct bench *b)
{
    (void)key_wrap(&b->c, &b->key, b->bound, &b->key);
}
static void unwraps(struct bench *b)
{
    struct key ret;
    if (!key_unwrap(&b->key, b->bound, b->wrapped, &ret))
        abort();
}
static void seals(struct bench *b)
{
    if (str_absent(key_seal(&b->c, &b->pair.pk, b->bound, &b->key)))
        abort();
}
static void unseals(struct bench *b)
{
    struct key ret;
    if (!key_unseal(&b->pair, b->bound, b->sealed_key, &ret))
        abort();
}
static void piece_seals(struct bench *b)
{
    (void)piece_seal(&b->c, &b->key, 1, 0, false, b->plain, PIECE_PLAIN, b->piece);
}
static void piece_opens(struct bench *b)
{
    size_t n;
    if (!piece_open(&b->key, 1, 0, false, b->piece, PIECE_SEALED, b->plain, &n))
        abort();
}
static void hashes_key(struct bench *b)
{
    (void)hash_key(&b->key, S("wrap"));
}
static void hashes_leaf(struct bench *b)
{
    sha256(b->leaf, b->digest);
}
static void hashes_text(struct bench *b)
{
    sha256(b->text, b->digest);
}
static void hashes_piece(struct bench *b)
{
    sha256(str_bytes(b->plain, PIECE_PLAIN), b->digest);
}
static void macs_leaf(struct bench *b)
{
    hmac_sha256(&b->key, b->leaf, b->digest);
}
static void signs(struct bench *b)
{
    sign_detached(b->seed, b->leaf, b->sig, b->pk);
}
static void verifies(struct bench *b)
{
    if (!sign_verify(b->pk, b->leaf, b->sig))
        abort();
}
static void hashes_password(struct bench *b, enum password_cost cost)
{
    struct password_job j = { .cost = cost, .password = S("correct horse") };
    password_run(&j);
    if (!j.ok)
        abort();
}
static void reporter_password(struct bench *b)
{
    hashes_password(b, PASSWORD_REPORTER);
}
static void officer_password(struct bench *b)
{
    hashes_password(b, PASSWORD_OFFICER);
}

static const struct {
    const char *name;
    void (*run)(struct bench *b);
    size_t bytes; /* for MB/s; 0 where an operation's bytes do not matter */
} operations[] = {
    { "record_seal_2k", record_seals, 2048 },
    { "record_open_2k", record_opens, 2048 },
    { "key_wrap", wraps, 0 },
    { "key_unwrap", unwraps, 0 },
    { "key_seal", seals, 0 },
    { "key_unseal", unseals, 0 },
    { "piece_seal_64k", piece_seals, PIECE_PLAIN },
    { "piece_open_64k", piece_opens, PIECE_PLAIN },
    { "blake2b_key", hashes_key, 0 },
    { "sha256_leaf", hashes_leaf, 65 },
    { "sha256_2k", hashes_text, 2048 },
    { "sha256_64k", hashes_piece, PIECE_PLAIN },
    { "hmac_leaf", macs_leaf, 0 },
    { "sign", signs, 0 },
    { "sign_verify", verifies, 0 },
    { "argon2_reporter", reporter_password, 0 },
    { "argon2_officer", officer_password, 0 },
};

static double cpu_ns(void)
{
    struct timespec t;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) != 0)
        abort();
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static double round_ns(struct bench *b, void (*run)(struct bench *b), unsigned times)
{
    double before = cpu_ns();
    for (unsigned i = 0; i < times; i++) {
        run(b);
        if (i % 256 == 255)
            arena_reset(b->c.arena); /* as at the end of a request; its wiping counts */
    }
    double spent = cpu_ns() - before;
    arena_reset(b->c.arena);
    return spent / times;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median_ns(struct bench *b, void (*run)(struct bench *b))
{
    double rounds[ROUNDS], once = round_ns(b, run, 1);
    once = round_ns(b, run, once < ROUND_NS / 100 ? 100 : 1); /* warm */
    double fit = ROUND_NS / once;
    unsigned times = fit < 1 ? 1 : fit > TIMES_MAX ? TIMES_MAX : (unsigned)fit;
    for (size_t i = 0; i < ROUNDS; i++)
        rounds[i] = round_ns(b, run, times);
    qsort(rounds, ROUNDS, sizeof rounds[0], by_size);
    return rounds[ROUNDS / 2];
}

/* What the operations need lives in `keep`: the arena of ctx is reset while they run. */
static void prepare(struct bench *b, struct arena *keep)
{
    b->c.chance = chance_system();
    b->c.arena = keep;
    b->key = key_random(&b->c);
    b->pair = key_pair_random(&b->c);
    b->at = (struct place){ 8, 1, ctx_random_id(&b->c), ctx_random_id(&b->c), 1 };
    b->bound = (struct binding){ 1, ctx_random_id(&b->c), 1, ctx_random_id(&b->c), 1 };
    b->text = str_bytes(arena_take(keep, 2048), 2048);
    b->leaf = str_bytes(arena_take(keep, 65), 65);
    b->plain = arena_take(keep, PIECE_PLAIN);
    b->piece = arena_take(keep, PIECE_SEALED);
    b->sealed_text = record_seal(&b->c, &b->key, b->at, b->text, true);
    b->wrapped = key_wrap(&b->c, &b->key, b->bound, &b->key);
    b->sealed_key = key_seal(&b->c, &b->pair.pk, b->bound, &b->key);
    sign_detached(b->seed, b->leaf, b->sig, b->pk);
}

int main(int argc, char **argv)
{
    bool json = argc == 2 && strcmp(argv[1], "--json") == 0;
    if (argc > 2 || (argc == 2 && !json)) {
        fprintf(stderr, "usage: bench_crypto [--json]\n");
        return 64;
    }
    crypto_start();
    struct bench b = { 0 };
    ARENA_AUTO keep = arena_new((size_t)1 << 20);
    ARENA_AUTO passing = arena_new((size_t)16 << 20);
    prepare(&b, keep);
    b.c.arena = passing;
    if (json)
        printf("{");
    else
        printf("%-18s %12s %9s\n", "operation", "us CPU", "MB/s");
    for (size_t i = 0; i < COUNT_OF(operations); i++) {
        double ns = median_ns(&b, operations[i].run);
        if (json)
            printf("%s\"%s\":%.3f", i ? "," : "", operations[i].name, ns / 1e3);
        else if (operations[i].bytes > 0)
            printf("%-18s %12.3f %9.0f\n", operations[i].name, ns / 1e3,
                   (double)operations[i].bytes * 1e3 / ns);
        else
            printf("%-18s %12.3f\n", operations[i].name, ns / 1e3);
    }
    if (json)
        printf("}\n");
    return 0;
}
