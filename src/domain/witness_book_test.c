/* A witness's state on disk: written before the signature, never smaller, never changed unseen. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/test.h"
#include "domain/disk.h"
#include "domain/witness_book.h"

#define ORIGIN "log.example/ygxf"

struct desk {
    char root[64];
    const char *folder;
    struct arena *a;
    struct chance_seeded chance;
    struct ctx c;
    struct note_key key, log;
    struct witness_book *book;
    struct hash leaf[32];
};
static uint8_t log_seed[32] = { 7 };

static struct desk *desk_new(void)
{
    struct arena *a = arena_new(16 << 20);
    struct desk *d = arena_new_of(a, struct desk);
    uint8_t sig[64], pk[32];
    d->a = a;
    chance_seed(&d->chance, 4);
    d->c = (struct ctx){ .arena = a, .chance = &d->chance.base, .now = { 1767225600000 } };
    (void)snprintf(d->root, sizeof d->root, "/tmp/yg-witness-XXXXXX");
    CHECK(mkdtemp(d->root) != NULL);
    d->folder = str_fmt(a, "%s/w", d->root).p;
    sign_detached(log_seed, S(""), sig, pk);
    d->log = note_key_of(S(ORIGIN), NOTE_ED25519, pk);
    CHECK(witness_make(&d->c, d->folder, S("witness.example/w1"), &d->key) == ERR_OK);
    CHECK(witness_trust(&d->c, d->folder, note_key_text(a, &d->log)) == ERR_OK);
    CHECK(witness_open(&d->c, a, d->folder, &d->book) == ERR_OK);
    for (size_t i = 0; i < COUNT_OF(d->leaf); i++)
        d->leaf[i] = tree_leaf(str_fmt(a, "leaf %zu", i));
    return d;
}
static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *f)
{
    return remove(path);
}
static void desk_free(struct desk **d)
{
    struct arena *a = (*d)->a;
    witness_close((*d)->book);
    CHECK(nftw((*d)->root, remove_one, 8, FTW_DEPTH | FTW_PHYS) == 0);
    arena_free(a);
}
#define DESK_AUTO __attribute__((cleanup(desk_free))) struct desk *

static bool leaf_hash(void *u, int height, uint64_t index, struct hash *ret)
{
    struct hash *leaves = u;
    *ret = tree_full(leaves + (index << height), (size_t)1 << height);
    return true;
}

/* A request for this size, by the log's key; fork changes the first leaf. */
static struct str request(struct desk *d, uint64_t old, uint64_t size, bool fork)
{
    struct hash *leaves = arena_array(d->a, struct hash, COUNT_OF(d->leaf));
    struct tree_source s = { leaf_hash, leaves };
    struct checkpoint cp = { .origin = S(ORIGIN), .size = size };
    struct witness_request r = { .old = old };
    memcpy(leaves, d->leaf, sizeof d->leaf);
    if (fork)
        leaves[0] = tree_leaf(S("another"));
    CHECK(tree_root(&s, size, &cp.root) && tree_consistency(&s, old, size, &r.proof));
    struct str text = checkpoint_text(d->a, &cp);
    r.note = note_join(d->a, text, note_sign(d->a, S(ORIGIN), log_seed, text));
    return witness_request_text(d->a, &r);
}

static struct witness_answer ask(struct desk *d, uint64_t old, uint64_t size, bool fork)
{
    struct witness_answer a = { 0 };
    CHECK(witness_add_checkpoint(&d->c, d->book, request(d, old, size, fork), &a) == ERR_OK);
    return a;
}

static struct str hex_name(struct desk *d)
{
    uint8_t h[32];
    sha256(S(ORIGIN), h);
    return str_hex(d->a, h, sizeof h);
}
static const char *own(struct desk *d)
{
    return str_fmt(d->a, "%s/state/%.*s", d->folder, STR_ARG(hex_name(d))).p;
}
static const char *seen(struct desk *d)
{
    return str_fmt(d->a, "%s.seen/%.*s", d->folder, STR_ARG(hex_name(d))).p;
}

static void it_signs_what_has_grown(void **state)
{
    (void)state;
    DESK_AUTO d = desk_new();
    struct witness_answer a = ask(d, 0, 5, false);
    struct str body = request(d, 0, 5, false), note;
    struct witness_request r;
    struct note n;
    uint64_t time_s;
    assert_int_equal(a.status, 200);
    CHECK(witness_request_parse(d->a, body, &r) && note_parse(d->a, r.note, &n));
    CHECK(note_parse(d->a, note_join(d->a, n.text, a.body), &n));
    CHECK(n.n == 1 && note_verify(&n, &d->key, &time_s) == NOTE_SIGNED && time_s == 1767225600);
    CHECK(witness_last(&d->c, d->book, hex_name(d), &note) == ERR_OK);
    CHECK_STR(note, r.note);
    CHECK(ask(d, 5, 5, false).status == 200); /* again, later */
    CHECK(ask(d, 5, 12, false).status == 200);
    a = ask(d, 5, 13, false);
    CHECK(a.status == 409);
    CHECK_STR(a.type, S("text/x.tlog.size"));
    CHECK_STR(a.body, S("12\n"));
    CHECK(ask(d, 12, 13, false).status == 200);
}

static void it_does_not_sign_anything_else(void **state)
{
    (void)state;
    DESK_AUTO d = desk_new();
    struct witness_answer a;
    struct str note;
    CHECK(ask(d, 0, 5, false).status == 200);
    CHECK(ask(d, 5, 9, true).status == 422);
    CHECK(ask(d, 5, 5, true).status == 422);
    CHECK(ask(d, 0, 3, false).status == 409); /* never smaller */
    CHECK(witness_add_checkpoint(&d->c, d->book, S("hello"), &a) == ERR_OK && a.status == 400);
    log_seed[1] ^= 1;
    CHECK(ask(d, 5, 9, false).status == 403);
    log_seed[1] ^= 1;
    CHECK(ask(d, 5, 9, false).status == 200);
    CHECK(witness_last(&d->c, d->book, S("00"), &note) == ERR_NOT_FOUND);
    fault_clear(&d->c.fault);
    CHECK(disk_put(d->a, str_fmt(d->a, "%s/logs", d->folder).p, S(""), 0600));
    CHECK(ask(d, 9, 12, false).status == 404); /* no longer told of it */
}

static void state_is_on_disk_before_the_answer(void **state)
{
    (void)state;
    DESK_AUTO d = desk_new();
    struct str one, two;
    CHECK(ask(d, 0, 5, false).status == 200);
    CHECK(disk_read_small(d->a, own(d), &one) && disk_read_small(d->a, seen(d), &two));
    CHECK_STR(one, two);
    CHECK(str_starts(one, S(ORIGIN "\n5\n")));
    /* the place for the second copy is gone: nothing is signed, and nothing moves */
    CHECK(unlink(seen(d)) == 0);
    const char *place = str_fmt(d->a, "%s.seen", d->folder).p;
    CHECK(rmdir(place) == 0 && disk_put(d->a, place, S(""), 0600));
    struct witness_answer a = { 0 };
    CHECK(witness_add_checkpoint(&d->c, d->book, request(d, 5, 9, false), &a) == ERR_IO);
    CHECK(a.status == 0);
}

static void an_older_state_does_not_count(void **state)
{
    (void)state;
    DESK_AUTO d = desk_new();
    struct str older;
    CHECK(ask(d, 0, 5, false).status == 200);
    CHECK(disk_read_small(d->a, own(d), &older));
    CHECK(ask(d, 5, 12, false).status == 200);
    CHECK(disk_put(d->a, own(d), older, 0600)); /* the folder was put back */
    struct witness_answer a = ask(d, 5, 9, true);
    CHECK(a.status == 409);
    CHECK_STR(a.body, S("12\n"));
    CHECK(unlink(own(d)) == 0); /* or lost */
    CHECK(ask(d, 0, 9, true).status == 409);
    CHECK(disk_put(d->a, seen(d), older, 0600) && ask(d, 12, 13, false).status == 409);
    CHECK(ask(d, 5, 13, false).status == 200);
}

static void a_changed_state_stops_it(void **state)
{
    (void)state;
    DESK_AUTO d = desk_new();
    struct witness_answer a = { 0 };
    CHECK(ask(d, 0, 5, false).status == 200);
    CHECK(disk_put(d->a, own(d), S("nonsense\n"), 0600));
    CHECK(witness_add_checkpoint(&d->c, d->book, request(d, 5, 9, false), &a) == ERR_IO);
    CHECK_STR(str_of(d->c.fault.key), S("witness.state"));
    fault_clear(&d->c.fault);
    /* two heads of one size, both signed by the log */
    struct witness_request r;
    CHECK(witness_request_parse(d->a, request(d, 0, 5, true), &r));
    CHECK(disk_put(d->a, own(d), r.note, 0600));
    CHECK(witness_add_checkpoint(&d->c, d->book, request(d, 5, 9, false), &a) == ERR_IO);
    fault_clear(&d->c.fault);
}

static void one_hand_on_the_folder(void **state)
{
    (void)state;
    DESK_AUTO d = desk_new();
    struct witness_book *other;
    struct note_key k;
    CHECK(witness_open(&d->c, d->a, d->folder, &other) == ERR_CONFLICT);
    fault_clear(&d->c.fault);
    witness_close(d->book);
    CHECK(rename(str_fmt(d->a, "%s.seen", d->folder).p, str_fmt(d->a, "%s.off", d->folder).p) ==
          0);
    CHECK(witness_open(&d->c, d->a, d->folder, &d->book) == ERR_NOT_FOUND);
    CHECK_STR(str_of(d->c.fault.key), S("witness.seen_none"));
    fault_clear(&d->c.fault);
    d->book = NULL;
    CHECK(witness_make(&d->c, d->folder, S("witness.example/w1"), &k) == ERR_CONFLICT);
    fault_clear(&d->c.fault);
    CHECK(witness_make(&d->c, str_fmt(d->a, "%s/x", d->root).p, S("a b"), &k) == ERR_INVALID);
    fault_clear(&d->c.fault);
    CHECK(witness_trust(&d->c, d->folder, S("log")) == ERR_INVALID);
}

int main(void)
{
    crypto_start();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_signs_what_has_grown),
        cmocka_unit_test(it_does_not_sign_anything_else),
        cmocka_unit_test(state_is_on_disk_before_the_answer),
        cmocka_unit_test(an_older_state_does_not_count),
        cmocka_unit_test(a_changed_state_stops_it),
        cmocka_unit_test(one_hand_on_the_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
