/* Batches: equal in size, complete, in one tree; nothing signed that was not read back. */
#include "domain/intake.h"
#include "domain/log_world.h"
#include "domain/world_queries.h"

static uint64_t size_of(struct ctx *c)
{
    struct log_head head;
    WORLD_OK(c, log_head_read(c, &head));
    return head.size;
}

/* What is published: its size; the root is the one its entries define, the signature the log's. */
static uint64_t check_published(struct ctx *c, const struct log_paths *p)
{
    struct note_key k;
    struct checkpoint cp;
    struct note n;
    struct str note, copy;
    uint64_t size;
    WORLD_OK(c, public_log_key(c, &k));
    WORLD_OK(c, public_log_checkpoint(c, &note, &size));
    CHECK(checkpoint_open(c->arena, note, &k, &cp, &n) && cp.size == size && n.n == 1);
    struct hash root = log_world_root(c, (int64_t)size);
    CHECK(hash_eq(&root, &cp.root));
    WORLD_OK(c, log_copy_read(c, p->copy, &copy));
    CHECK_STR(copy, note);
    return size;
}

static void an_empty_log_is_signed_when_it_is_made(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    struct note_key k;

    CHECK(check_published(c, &p) == 0);
    WORLD_OK(c, log_make(c, &p, S(LOG_WORLD_ORIGIN))); /* once more: it stays */
    WORLD_FAULT(c, log_make(c, &p, S("other/log")), ERR_CONFLICT, "log.other");
    WORLD_FAULT(c, log_make(c, &p, S("a b")), ERR_INVALID, "log.origin");
    WORLD_OK(c, public_log_key(c, &k));
    CHECK_STR(k.name, S(LOG_WORLD_ORIGIN));
    sequencer_close(s);
}

static void batches_are_equal_whatever_happens(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    int64_t left;

    for (uint64_t turn = 0; turn < 5; turn++) {
        log_world_wait(w, turn == 2 ? 20 : 0);
        WORLD_OK(c, sequencer_turn(c, s, (int64_t)turn * 60000));
        CHECK(size_of(c) == 8 * (turn + 1));
        CHECK(check_published(c, &p) == 8 * (turn + 1));
    }
    WORLD_OK(c, sequencer_batch(c, s, 8, &left));
    CHECK(left == 0);
    for (int64_t i = 0; i < (int64_t)size_of(c); i++) {
        struct str e = log_world_entry(c, i);
        CHECK(e.n == LEAF_ENTRY && e.p[0] == 0x01);
    }
    sequencer_close(s);
}

static void every_waiting_leaf_comes_in_once_the_oldest_first(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    struct rows old, r;
    int64_t left;

    log_world_wait(w, 10);
    WORLD_OK(c, store_run(c, Q_LEAF_PENDING_OLDEST, &old, INT(100)));
    w->ctx.now.ms += 1000;
    log_world_wait(w, 10);
    WORLD_OK(c, sequencer_batch(c, s, 15, &left));
    CHECK(left == 5);
    bool moved = false;
    for (size_t i = 0; i < 10; i++) {
        WORLD_OK(c, store_run(c, Q_TEST_LEAF_BY_TAG, &r, BLOB(cell(&old, i, 0)->s)));
        CHECK(r.n == 1);
        CHECK_STR(cell(&r, 0, 1)->s, cell(&old, i, 1)->s);
        moved = moved || cell(&r, 0, 0)->i != (int64_t)i;
    }
    CHECK(moved); /* shuffled: once in 10! runs it would not be, but chance is seeded here */
    WORLD_OK(c, sequencer_batch(c, s, 15, &left));
    CHECK(left == 0 && size_of(c) == 30);
    sequencer_close(s);
}

static void the_leaves_of_a_report_come_in(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct report_form f = world_form();
    struct report_receipt receipt = world_report(w, &f);
    struct ctx *c = world_as_system(w);
    uint8_t code[CASE_CODE], tag[LEAF_HASH];
    struct rows r;

    CHECK(check_code_read(receipt.check_code, code));
    struct key k = leaf_case_key(code);
    leaf_tag(&k, 0, tag);
    WORLD_OK(c, store_run(c, Q_TEST_LEAF_BY_TAG, &r, BLOB(str_bytes(tag, 32))));
    CHECK(r.n == 0);
    WORLD_OK(c, sequencer_turn(c, s, 0));
    WORLD_OK(c, store_run(c, Q_TEST_LEAF_BY_TAG, &r, BLOB(str_bytes(tag, 32))));
    CHECK(r.n == 1);
    sequencer_close(s);
}

/* Root, tiles of every width and bundles at the sizes where things change. */
static void sizes_around_a_full_tile(void **state)
{
    (void)state;
    static const struct {
        size_t batch;
        uint64_t size;
    } steps[] = { { 1, 1 }, { 254, 255 }, { 1, 256 }, { 1, 257 }, { 300, 557 } };
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    struct str bytes, entry;
    int64_t left;

    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        WORLD_OK(c, sequencer_batch(c, s, steps[i].batch, &left));
        WORLD_OK(c, sequencer_sign(c, s));
        CHECK(check_published(c, &p) == steps[i].size);
        int width = steps[i].size < 256 ? (int)steps[i].size : 256;
        struct tile t = { 0, 0, width };
        WORLD_OK(c, public_log_tile(c, &t, &bytes));
        CHECK(bytes.n == (size_t)width * 32);
        struct hash last = tree_leaf(log_world_entry(c, width - 1));
        assert_memory_equal(bytes.p + bytes.n - 32, last.b, 32);
        t.level = TILE_ENTRIES;
        WORLD_OK(c, public_log_tile(c, &t, &bytes));
        CHECK(bytes.n == (size_t)width * 67);
        CHECK(bundle_next(&bytes, &entry));
        CHECK_STR(entry, log_world_entry(c, 0));
    }
    struct tile up = { 1, 0, 2 };
    WORLD_OK(c, public_log_tile(c, &up, &bytes));
    for (int64_t i = 0; i < 2; i++) {
        struct hash h[256];
        for (int64_t k = 0; k < 256; k++)
            h[k] = tree_leaf(log_world_entry(c, 256 * i + k));
        struct hash want = tree_full(h, 256);
        assert_memory_equal(bytes.p + 32 * i, want.b, 32);
    }
    struct tile none = { 0, 3, 1 };
    WORLD_FAULT(c, public_log_tile(c, &none, &bytes), ERR_STORE, "log.tile_lost");
    struct tile short_one = { TILE_ENTRIES, 2, 46 }; /* there are 45 */
    WORLD_FAULT(c, public_log_tile(c, &short_one, &bytes), ERR_STORE, "log.tile_lost");
    sequencer_close(s);
}

static void public_leaves_stand_apart(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    struct rows r;
    uint8_t h[32];

    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, public_log_append(c, PUBLIC_STATISTICS, S("statistics")));
    WORLD_OK(c, public_log_append(c, PUBLIC_STATISTICS, S("statistics")));
    WORLD_OK(c, store_commit(c));
    WORLD_OK(c, sequencer_turn(c, s, 0));
    CHECK(size_of(c) == 8 + 2);
    CHECK(check_published(c, &p) == 10);
    WORLD_OK(c, store_run0(c, Q_TEST_LEAF_PUBLIC, &r));
    CHECK(r.n == 2 && cell(&r, 0, 0)->i == 8 && cell(&r, 1, 0)->i == 9);
    sha256(S("statistics"), h);
    struct str e = cell(&r, 0, 1)->s;
    CHECK(e.n == 34 && e.p[0] == 2 && e.p[1] == 1 && memcmp(e.p + 2, h, 32) == 0);
    WORLD_OK(c, sequencer_turn(c, s, 0));
    CHECK(size_of(c) == 18);
    sequencer_close(s);
}

static void a_batch_of_nothing_makes_no_head(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    int64_t left;

    WORLD_OK(c, sequencer_batch(c, s, 0, &left));
    CHECK(size_of(c) == 0 && left == 0);
    WORLD_OK(c, sequencer_batch(c, s, 1, &left));
    CHECK(size_of(c) == 1);
    sequencer_close(s);
}

static void late_leaves_double_the_batch_until_midnight(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    uint64_t size = 0;
    static const uint64_t grown[] = { 8, 8, 8, 8, 8, 8, 16, 32, 64, 64, 64 };

    log_world_wait(w, 150); /* seen at minute 0; after minute 5 they are late */
    for (size_t i = 0; i < COUNT_OF(grown); i++) {
        WORLD_OK(c, sequencer_turn(c, s, (int64_t)i * 60000));
        size += grown[i];
        assert_int_equal(size_of(c), size);
    }
    world_time(w, "2026-09-19T00:00:00+08:00");
    c = world_as_system(w);
    WORLD_OK(c, sequencer_turn(c, s, 12 * 60000));
    assert_int_equal(size_of(c), size + 8);
    sequencer_close(s);
}

/* A clock that is moved by days makes nobody late: only real time does. */
static void a_simulated_clock_makes_nothing_late(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c;

    log_world_wait(w, 50);
    world_time(w, "2026-10-18T10:00:00+08:00");
    c = world_as_system(w);
    WORLD_OK(c, sequencer_turn(c, s, 0));
    WORLD_OK(c, sequencer_turn(c, s, 1000));
    CHECK(size_of(c) == 16);
    sequencer_close(s);
}

static void only_the_last_sequencer_writes(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *first = log_world(w, &p), *second;
    struct ctx *c = world_as_system(w);

    WORLD_OK(c, sequencer_turn(c, first, 0));
    WORLD_OK(c, sequencer_open(c, c->arena, &p, &second));
    log_world_wait(w, 3);
    WORLD_FAULT(c, sequencer_turn(c, first, 0), ERR_CONFLICT, "log.lease");
    fault_clear(&c->fault);
    CHECK(size_of(c) == 8);
    WORLD_OK(c, sequencer_turn(c, second, 0));
    CHECK(size_of(c) == 16 && check_published(c, &p) == 16);
    sequencer_close(first);
    sequencer_close(second);
}

static void a_head_left_unsigned_is_signed_at_the_next_start(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    struct str note, again;
    uint64_t size;
    int64_t left;

    WORLD_OK(c, sequencer_batch(c, s, 300, &left)); /* and the power went */
    sequencer_close(s);
    CHECK(check_published(c, &p) == 0);
    WORLD_OK(c, sequencer_open(c, c->arena, &p, &s));
    CHECK(check_published(c, &p) == 300);
    WORLD_OK(c, public_log_checkpoint(c, &note, &size));
    note = str_dup(c->arena, note);
    WORLD_OK(c, sequencer_sign(c, s)); /* nothing new: the same bytes stay */
    WORLD_OK(c, public_log_checkpoint(c, &again, &size));
    CHECK_STR(note, again);
    sequencer_close(s);
}

static void without_its_second_copy_nothing_is_published(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    struct log_paths gone = { p.key, "/nowhere/at/all" };
    int64_t left;

    WORLD_OK(c, sequencer_batch(c, s, 5, &left));
    sequencer_close(s);
    WORLD_FAULT(c, sequencer_open(c, c->arena, &gone, &s), ERR_IO, "log.copy_write");
    fault_clear(&c->fault);
    CHECK(check_published(c, &p) == 0);
}

static void what_does_not_hash_again_is_not_signed(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    struct str entry, tile, up;
    struct tile t0 = { 0, 1, 44 }, t1 = { 1, 0, 1 };
    int64_t left;
    char bad[LEAF_ENTRY], tile_bad[TILE_BYTES];

    WORLD_OK(c, sequencer_batch(c, s, 300, &left));
    entry = str_dup(c->arena, log_world_entry(c, 299));
    memcpy(bad, entry.p, LEAF_ENTRY);
    bad[40] ^= 4; /* a bit falls over */
    world_write(w, Q_TEST_LEAF_SPOIL, BLOB(str_bytes(bad, LEAF_ENTRY)), INT(299));
    WORLD_FAULT(c, sequencer_sign(c, s), ERR_STORE, "log.recheck");
    world_write(w, Q_TEST_LEAF_SPOIL, BLOB(entry), INT(299));
    WORLD_OK(c, public_log_tile(c, &t0, &tile));
    tile = str_dup(c->arena, tile);
    memcpy(tile_bad, tile.p, tile.n);
    tile_bad[7] ^= 1;
    world_write(w, Q_TEST_TILE_SPOIL, BLOB(str_bytes(tile_bad, tile.n)), INT(0), INT(1));
    WORLD_FAULT(c, sequencer_sign(c, s), ERR_STORE, "log.recheck");
    world_write(w, Q_TEST_TILE_SPOIL, BLOB(tile), INT(0), INT(1));
    WORLD_OK(c, public_log_tile(c, &t1, &up));
    up = str_dup(c->arena, up);
    memcpy(tile_bad, up.p, up.n);
    tile_bad[7] ^= 1;
    world_write(w, Q_TEST_TILE_SPOIL, BLOB(str_bytes(tile_bad, up.n)), INT(1), INT(0));
    WORLD_FAULT(c, sequencer_sign(c, s), ERR_STORE, "log.recheck");
    world_write(w, Q_TEST_TILE_SPOIL, BLOB(up), INT(1), INT(0));
    fault_clear(&c->fault);
    CHECK(check_published(c, &p) == 0);
    WORLD_OK(c, sequencer_sign(c, s));
    CHECK(check_published(c, &p) == 300);
    sequencer_close(s);
}

static void what_was_signed_stays_the_beginning(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    struct tile t0 = { 0, 0, 8 };
    struct str tile;
    char bad[8 * 32];

    WORLD_OK(c, sequencer_turn(c, s, 0));
    WORLD_OK(c, public_log_tile(c, &t0, &tile));
    memcpy(bad, tile.p, sizeof bad);
    bad[3] ^= 1;
    world_write(w, Q_TEST_TILE_SPOIL, BLOB(str_bytes(bad, sizeof bad)), INT(0), INT(0));
    /* the edge in memory writes the tile whole again, and with it the truth */
    WORLD_OK(c, sequencer_turn(c, s, 0));
    CHECK(check_published(c, &p) == 16);
    struct log_head head;
    WORLD_OK(c, log_head_read(c, &head));
    struct hash other = head.root;
    other.b[0] ^= 1;
    WORLD_FAULT(c, log_recheck(c, 0, head.size, &other), ERR_STORE, "log.recheck");
    WORLD_OK(c, log_recheck(c, 0, head.size, &head.root));
    sequencer_close(s);
}

/* A wrong hash above the leaves is found even where the root was made from it. */
static void each_tile_must_come_from_the_one_below(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    struct hash other = tree_leaf(S("other")), root;
    int64_t left;

    WORLD_OK(c, sequencer_batch(c, s, 300, &left));
    world_write(w, Q_TEST_TILE_SPOIL, BLOB(str_bytes(other.b, HASH_BYTES)), INT(1), INT(0));
    struct tree_source source = public_log_source(c, 300);
    CHECK(tree_root(&source, 300, &root));
    WORLD_FAULT(c, log_recheck(c, 0, 300, &root), ERR_STORE, "log.recheck");
    sequencer_close(s);
}

static void a_large_queue_is_drained(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);

    log_world_wait(w, 130);
    WORLD_OK(c, sequencer_drain(c, s, 64));
    CHECK(check_published(c, &p) == 192);
    WORLD_OK(c, sequencer_drain(c, s, 64));
    CHECK(size_of(c) == 192);
    sequencer_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_log_is_signed_when_it_is_made),
        cmocka_unit_test(batches_are_equal_whatever_happens),
        cmocka_unit_test(every_waiting_leaf_comes_in_once_the_oldest_first),
        cmocka_unit_test(the_leaves_of_a_report_come_in),
        cmocka_unit_test(sizes_around_a_full_tile),
        cmocka_unit_test(public_leaves_stand_apart),
        cmocka_unit_test(a_batch_of_nothing_makes_no_head),
        cmocka_unit_test(late_leaves_double_the_batch_until_midnight),
        cmocka_unit_test(a_simulated_clock_makes_nothing_late),
        cmocka_unit_test(only_the_last_sequencer_writes),
        cmocka_unit_test(a_head_left_unsigned_is_signed_at_the_next_start),
        cmocka_unit_test(without_its_second_copy_nothing_is_published),
        cmocka_unit_test(what_does_not_hash_again_is_not_signed),
        cmocka_unit_test(what_was_signed_stays_the_beginning),
        cmocka_unit_test(each_tile_must_come_from_the_one_below),
        cmocka_unit_test(a_large_queue_is_drained),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
