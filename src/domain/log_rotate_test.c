/* The log's key hands over: both sign, what was signed before still verifies, and a crash between
 * file and database leaves a log that can be signed. */
#include "domain/log_check.h"
#include "domain/log_rotate.h"
#include "domain/log_world.h"
#include "domain/world_queries.h"
#include "tlog/key_statement.h"

static size_t signers_of(struct ctx *c, const struct note_key *k)
{
    struct str note;
    struct note n;
    uint64_t size;
    WORLD_OK(c, public_log_signed(c, &note, &size, NULL));
    CHECK(note_parse(c->arena, note, &n));
    CHECK(note_verify(&n, k, NULL) != NOTE_WRONG);
    return note_verify(&n, k, NULL) == NOTE_SIGNED ? n.n : 0;
}

static void both_keys_sign_for_a_year(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p), *again;
    struct ctx *c = world_as_system(w);
    struct note_key old, new, named;
    bool stale;

    WORLD_OK(c, sequencer_turn(c, s, 0));
    WORLD_OK(c, public_log_key(c, &old));
    WORLD_OK(c, sequencer_is_stale(c, s, &stale));
    CHECK(!stale);
    WORLD_OK(c, log_rotate(c, &p, &new));
    WORLD_OK(c, public_log_key(c, &named));
    CHECK_STR(note_key_text(c->arena, &named), note_key_text(c->arena, &new));
    CHECK_STR(new.name, old.name);
    WORLD_OK(c, sequencer_is_stale(c, s, &stale));
    CHECK(stale);
    sequencer_close(s);
    WORLD_OK(c, sequencer_open(c, c->arena, &p, &again));
    WORLD_OK(c, sequencer_turn(c, again, 0));
    CHECK(signers_of(c, &old) == 2 && signers_of(c, &new) == 2);
    c->now.ms += INT64_C(86400000) * (LOG_BOTH_DAYS + 1);
    WORLD_OK(c, sequencer_turn(c, again, 0));
    CHECK(signers_of(c, &old) == 0 && signers_of(c, &new) == 1);
    sequencer_close(again);
}

static void the_statement_is_public_and_in_the_log(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p), *again;
    struct ctx *c = world_as_system(w);
    struct note_key old, new;
    struct key_statement st;
    struct str text;
    bool found = false;

    WORLD_OK(c, public_log_key(c, &old));
    WORLD_OK(c, log_rotate(c, &p, &new));
    WORLD_OK(c, log_key_statements(c, &text));
    CHECK(key_statement_parse(c->arena, text, &st));
    CHECK_STR(note_key_text(c->arena, &st.from), note_key_text(c->arena, &old));
    CHECK_STR(note_key_text(c->arena, &st.to), note_key_text(c->arena, &new));
    sequencer_close(s);
    WORLD_OK(c, sequencer_open(c, c->arena, &p, &again));
    WORLD_OK(c, sequencer_turn(c, again, 0));
    for (int64_t i = 0; i < 64; i++) {
        struct str e = log_world_entry(c, i);
        found = found || (e.n == 34 && e.p[0] == 2 && e.p[1] == PUBLIC_KEY &&
                          memcmp(e.p + 2, st.hash, 32) == 0);
    }
    CHECK(found);
    WORLD_OK(c, log_policy_text(c, &text));
    CHECK_STR(text, str_fmt(c->arena, "log %.*s\nlog %.*s\nquorum none\n",
                            STR_ARG(note_key_text(c->arena, &new)),
                            STR_ARG(note_key_text(c->arena, &old))));
    sequencer_close(again);
}

static void an_old_head_still_verifies(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p), *again;
    struct ctx *c = world_as_system(w);
    struct log_look l;
    struct policy *policy = arena_new_of(c->arena, struct policy);
    struct note_key new;
    struct str note, text;
    uint64_t size;

    WORLD_OK(c, sequencer_turn(c, s, 0));
    WORLD_OK(c, public_log_signed(c, &note, &size, NULL));
    sequencer_close(s);
    WORLD_OK(c, log_rotate(c, &p, &new));
    WORLD_OK(c, log_look(c, &p, &l)); /* the second copy is of the old key alone */
    CHECK(l.state == LOG_READY);
    WORLD_OK(c, log_policy_text(c, &text));
    CHECK(policy_parse(c->arena, text, policy, NULL));
    CHECK(policy_check(c->arena, policy, note, NULL, NULL) == POLICY_OK);
    for (int i = 0; i < 3; i++) { /* on and on, and each head grows from the one before */
        WORLD_OK(c, sequencer_open(c, c->arena, &p, &again));
        WORLD_OK(c, sequencer_turn(c, again, 0));
        sequencer_close(again);
        c->now.ms += INT64_C(86400000) * (LOG_BOTH_DAYS + 1);
        WORLD_OK(c, log_rotate(c, &p, &new));
    }
    WORLD_OK(c, log_policy_text(c, &text));
    CHECK(policy_parse(c->arena, text, policy, NULL) && policy->log_count == 5);
    CHECK(policy_check(c->arena, policy, note, NULL, NULL) == POLICY_OK);
}

static void a_crash_in_between_harms_nobody(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p), *again;
    struct ctx *c = world_as_system(w);
    struct log_seeds *seeds = arena_new_of(c->arena, struct log_seeds);
    struct note_key new;

    sequencer_close(s);
    WORLD_OK(c, log_seeds_read(c, p.key, seeds));
    WORLD_OK(c, log_seeds_add(c, p.key, seeds)); /* and no more */
    struct note_key spare = seeds->all[0].key;
    WORLD_OK(c, sequencer_open(c, c->arena, &p, &again));
    WORLD_OK(c, sequencer_turn(c, again, 0));
    CHECK(signers_of(c, &spare) == 0 && signers_of(c, &seeds->all[1].key) == 1);
    sequencer_close(again);
    WORLD_OK(c, log_rotate(c, &p, &new));
    CHECK_STR(note_key_text(c->arena, &new), note_key_text(c->arena, &spare));
    /* a file without the present key is of another log */
    WORLD_OK(c, log_seeds_read(c, p.key, seeds));
    CHECK(seeds->n == 2);
}

static void a_policy_with_witnesses_names_both_keys(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    const uint8_t pk[32] = { 9 };
    struct note_key witness = note_key_of(S("w.example"), NOTE_COSIGNATURE, pk), new;
    struct policy *policy = arena_new_of(c->arena, struct policy);
    struct str text;

    sequencer_close(s);
    WORLD_OK(c, log_witness_add(c, note_key_text(c->arena, &witness), S("https://w.example")));
    WORLD_OK(c, log_rotate(c, &p, &new));
    WORLD_OK(c, log_policy_text(c, &text));
    CHECK(policy_parse(c->arena, text, policy, NULL));
    CHECK(policy->log_count == 2 && policy->quorum != POLICY_NONE);
    CHECK(memcmp(policy->logs[0].key.public_key, new.public_key, 32) == 0);
}

/* As the server does it: nothing of one turn is there in the next. */
static void each_turn_has_an_arena_of_its_own(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p), *own;
    struct ctx *c = world_as_system(w);
    struct note_key old, new;
    ARENA_AUTO kept = arena_new(1 << 20);
    ARENA_AUTO a = arena_new(64 << 20);
    struct ctx turn = *c;

    sequencer_close(s);
    WORLD_OK(c, public_log_key(c, &old));
    WORLD_OK(c, log_rotate(c, &p, &new));
    turn.arena = a;
    WORLD_OK(&turn, sequencer_open(&turn, kept, &p, &own));
    for (int i = 0; i < 2; i++) {
        arena_reset(a);
        WORLD_OK(&turn, sequencer_turn(&turn, own, 0));
        CHECK(signers_of(c, &old) == 2 && signers_of(c, &new) == 2);
    }
    sequencer_close(own);
}

static void not_more_than_sign_at_a_time(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    struct note_key new;

    sequencer_close(s);
    for (int i = 0; i < LOG_SEEDS_MAX - 1; i++)
        WORLD_OK(c, log_rotate(c, &p, &new));
    WORLD_FAULT(c, log_rotate(c, &p, &new), ERR_LIMIT, "log.key_many");
    fault_clear(&c->fault);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_keys_sign_for_a_year),
        cmocka_unit_test(the_statement_is_public_and_in_the_log),
        cmocka_unit_test(an_old_head_still_verifies),
        cmocka_unit_test(a_crash_in_between_harms_nobody),
        cmocka_unit_test(a_policy_with_witnesses_names_both_keys),
        cmocka_unit_test(each_turn_has_an_arena_of_its_own),
        cmocka_unit_test(not_more_than_sign_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
