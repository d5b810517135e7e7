/* A log is not signed when anybody has seen more of it, or something else. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/log_world.h"
#include "domain/world_queries.h"

static enum log_state state_of(struct ctx *c, const struct log_paths *p)
{
    struct log_look l;
    WORLD_OK(c, log_look(c, p, &l));
    return l.state;
}

/* A start is refused, for this reason. */
#define REFUSED(c, p, wanted)                                                                      \
    do {                                                                                           \
        struct sequencer *refused_;                                                                \
        assert_int_equal(state_of((c), (p)), (wanted));                                            \
        WORLD_FAULT((c), sequencer_open((c), (c)->arena, (p), &refused_), ERR_CONFLICT,            \
                    log_state_key(wanted));                                                        \
        fault_clear(&(c)->fault);                                                                  \
    } while (0)

static void starts(struct ctx *c, const struct log_paths *p)
{
    struct sequencer *s;
    assert_int_equal(state_of(c, p), LOG_READY);
    WORLD_OK(c, sequencer_open(c, c->arena, p, &s));
    sequencer_close(s);
}

/* A checkpoint that this log's key signs, whatever it says. */
static struct str signed_by_log(struct ctx *c, const struct log_paths *p, uint64_t size,
                                struct hash root)
{
    struct note_key k;
    uint8_t seed[32];
    WORLD_OK(c, log_key_read(c, p->key, &k, seed));
    struct checkpoint cp = { k.name, size, root };
    struct str text = checkpoint_text(c->arena, &cp);
    return note_join(c->arena, text, note_sign(c->arena, k.name, seed, text));
}

static void a_log_that_is_in_order_starts(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p = log_world_paths(w);
    struct ctx *c = world_as_system(w);
    struct sequencer *s;

    CHECK(state_of(c, &p) == LOG_NONE);
    WORLD_FAULT(c, sequencer_open(c, c->arena, &p, &s), ERR_NOT_FOUND, "log.none");
    fault_clear(&c->fault);
    WORLD_OK(c, log_make(c, &p, S(LOG_WORLD_ORIGIN)));
    CHECK(state_of(c, &p) == LOG_READY);
    starts(c, &p);
    starts(c, &p);
}

static void an_older_database_is_not_signed(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    char path[64];

    WORLD_OK(c, sequencer_turn(c, s, 0));
    (void)snprintf(path, sizeof path, "%s/old.db", w->folder);
    WORLD_OK(c, store_copy(c, path)); /* the backup */
    WORLD_OK(c, sequencer_turn(c, s, 0));
    sequencer_close(s);
    starts(c, &p);

    struct world *old = world_open(path);
    struct ctx *o = world_as_system(old);
    struct log_look l;
    REFUSED(o, &p, LOG_BEHIND);
    WORLD_OK(o, log_look(o, &p, &l));
    CHECK(l.size == 8 && l.published == 8 && l.copy == 16 && l.any && !l.copy_none);
    world_free(old);
}

static void another_tree_is_not_signed(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    struct hash other = tree_leaf(S("other"));

    WORLD_OK(c, sequencer_turn(c, s, 0));
    sequencer_close(s);
    WORLD_OK(c, log_copy_write(c, p.copy, signed_by_log(c, &p, 5, other)));
    REFUSED(c, &p, LOG_SPLIT);
    WORLD_OK(c, log_copy_write(c, p.copy, signed_by_log(c, &p, 5, log_world_root(c, 5))));
    starts(c, &p); /* an earlier head of ours: the copy only lags */
    WORLD_OK(c, log_copy_write(c, p.copy, signed_by_log(c, &p, 9, other)));
    REFUSED(c, &p, LOG_BEHIND);
}

static void a_copy_that_says_nothing_stops_too(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    struct str note;
    uint64_t size;

    sequencer_close(s);
    WORLD_OK(c, public_log_checkpoint(c, &note, &size));
    WORLD_OK(c, log_copy_write(c, p.copy, S("")));
    REFUSED(c, &p, LOG_COPY_WRONG);
    WORLD_OK(c, log_copy_write(c, p.copy, str_slice(note, 0, note.n - 9)));
    REFUSED(c, &p, LOG_COPY_WRONG);
    CHECK(unlink(p.copy) == 0 && mkdir(p.copy, 0700) == 0);
    REFUSED(c, &p, LOG_COPY_WRONG);
    CHECK(rmdir(p.copy) == 0);
    starts(c, &p); /* none at all: told, but no reason to stop */
}

static void after_a_restore_the_copy_is_asked(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    struct str note;

    WORLD_OK(c, sequencer_turn(c, s, 0));
    sequencer_close(s);
    WORLD_OK(c, log_copy_read(c, p.copy, &note));
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, log_guard_restored(c));
    WORLD_OK(c, store_commit(c));
    CHECK(unlink(p.copy) == 0);
    REFUSED(c, &p, LOG_UNSURE);
    WORLD_OK(c, log_copy_write(c, p.copy, note));
    starts(c, &p);
    WORLD_OK(c, sequencer_open(c, c->arena, &p, &s));
    WORLD_OK(c, sequencer_turn(c, s, 0)); /* signed again: the restore is over */
    sequencer_close(s);
    CHECK(unlink(p.copy) == 0);
    starts(c, &p);
}

static void the_key_must_be_this_log_s(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    struct note_key k;
    uint8_t seed[32];
    struct log_paths other = { str_fmt(c->arena, "%s.other", p.key).p, p.copy };
    struct stat st;

    sequencer_close(s);
    CHECK(stat(p.key, &st) == 0 && (st.st_mode & 0777) == 0400);
    REFUSED(c, &other, LOG_KEY_LOST);
    WORLD_OK(c, log_key_create(c, other.key, S(LOG_WORLD_ORIGIN), &k)); /* same name, other key */
    REFUSED(c, &other, LOG_KEY_WRONG);
    WORLD_FAULT(c, log_key_create(c, other.key, S("another/log"), &k), ERR_CONFLICT,
                "log.key_other");
    WORLD_OK(c, log_key_read(c, p.key, &k, seed));
    const struct server_key *right = c->app->key;
    struct server_key wrong = *right;
    wrong.s[S_LOG].b[0] ^= 1; /* under another server key it does not open */
    c->app->key = &wrong;
    WORLD_FAULT(c, log_key_read(c, p.key, &k, seed), ERR_IO, "log.key_form");
    c->app->key = right;
    fault_clear(&c->fault);
    starts(c, &p);
}

/* Lines of two key files put together make no key. */
static void a_key_file_is_of_one_piece(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    struct note_key mine, other;
    uint8_t seed[32];
    struct str text, rest;
    const char *mixed = str_fmt(c->arena, "%s.mixed", p.key).p;

    sequencer_close(s);
    WORLD_OK(c, log_key_read(c, p.key, &mine, seed));
    WORLD_OK(c, log_key_create(c, mixed, S(LOG_WORLD_ORIGIN), &other));
    WORLD_OK(c, log_copy_read(c, p.key, &text)); /* any small file */
    rest = text;
    (void)str_cut(&rest, '\n');
    (void)str_cut(&rest, '\n');
    struct note_key renamed = note_key_of(S("another/log"), NOTE_ED25519, mine.public_key);
    const struct note_key *heads[] = { &other, &renamed, &mine };
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        struct str vkey = note_key_text(c->arena, heads[i]);
        WORLD_OK(c, log_copy_write(c, mixed,
                                   str_fmt(c->arena, "yangguang log key v1\n%.*s\n%.*s",
                                           STR_ARG(vkey), STR_ARG(rest))));
        if (i < 2)
            WORLD_FAULT(c, log_key_read(c, mixed, &other, seed), ERR_IO, "log.key_form");
        else
            WORLD_OK(c, log_key_read(c, mixed, &other, seed));
    }
}

static void an_unsigned_tree_must_fit_its_head_too(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    int64_t left;

    WORLD_OK(c, sequencer_batch(c, s, 300, &left));
    sequencer_close(s);
    assert_int_equal(state_of(c, &p), LOG_READY);
    world_write(w, Q_TEST_TILE_DROP, INT(0), INT(1));
    REFUSED(c, &p, LOG_BROKEN);
}

static void a_tree_that_lost_something_is_not_signed(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    struct hash other = tree_leaf(S("other"));
    struct str note;
    uint64_t size;

    WORLD_OK(c, sequencer_turn(c, s, 0));
    sequencer_close(s);
    WORLD_OK(c, public_log_checkpoint(c, &note, &size));
    note = str_dup(c->arena, note);
    world_write(w, Q_TEST_SIGNED_SPOIL, TEXT(signed_by_log(c, &p, 8, other)), INT(8));
    REFUSED(c, &p, LOG_BROKEN);
    world_write(w, Q_TEST_SIGNED_SPOIL, TEXT(note), INT(8));
    starts(c, &p);
    world_write(w, Q_TEST_TILE_DROP, INT(0), INT(0));
    REFUSED(c, &p, LOG_BROKEN);
}

static void a_new_log_sets_another_one_s_copy_aside(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p = log_world_paths(w);
    struct ctx *c = world_as_system(w);
    struct str text = S("other/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n"), before;
    uint8_t seed[32] = { 7 };

    WORLD_OK(c, log_copy_write(
                    c, p.copy,
                    note_join(c->arena, text, note_sign(c->arena, S("other/log"), seed, text))));
    WORLD_OK(c, log_make(c, &p, S(LOG_WORLD_ORIGIN)));
    starts(c, &p);
    WORLD_OK(c, log_copy_read(c, str_fmt(c->arena, "%s.before", p.copy).p, &before));
    CHECK(str_starts(before, S("other/log\n")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_log_that_is_in_order_starts),
        cmocka_unit_test(an_older_database_is_not_signed),
        cmocka_unit_test(another_tree_is_not_signed),
        cmocka_unit_test(a_copy_that_says_nothing_stops_too),
        cmocka_unit_test(after_a_restore_the_copy_is_asked),
        cmocka_unit_test(the_key_must_be_this_log_s),
        cmocka_unit_test(a_key_file_is_of_one_piece),
        cmocka_unit_test(an_unsigned_tree_must_fit_its_head_too),
        cmocka_unit_test(a_tree_that_lost_something_is_not_signed),
        cmocka_unit_test(a_new_log_sets_another_one_s_copy_aside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
