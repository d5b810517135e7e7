/* Witnesses that sign, are silent, lie, lag, or have seen something else: what is kept of their
 * answers, when a head is shown, and when this log is signed no more. */
#include <stdio.h>

#include "domain/log_proof.h"
#include "domain/log_witness.h"
#include "domain/log_world.h"
#include "domain/world_queries.h"
#include "tlog/policy.h"
#include "tlog/witness.h"

#define WITNESSES 3

/* What a witness of the tests does with a request. */
enum manner {
    HONEST,
    DOWN,
    SLOW,
    LYING,  /* signs something else under its own key */
    SILENT, /* 200 and nothing */
    STATUS, /* .status, .type, .answer */
    HIDING  /* honest, but does not show its last head */
};
struct fake {
    uint8_t seed[32];
    struct note_key key;
    enum manner manner;
    int status;
    const char *type, *answer;
    int asked;
    struct witness_log log;
    struct str note; /* that it cosigned last */
};
struct town {
    struct world *w;
    struct sequencer *q;
    struct log_paths paths;
    struct fake all[WITNESSES];
    struct log_net net;
    struct log_pace pace;
    int64_t clock_ms;
};

static struct str cosign(struct fake *k, struct arena *a, struct str text)
{
    return note_cosign(a, k->key.name, k->seed, 1767225600, text);
}

/* As a witness should: the same decision that ours makes, and the state after it. */
static void answer_honestly(struct fake *k, struct arena *a, struct fetch *f)
{
    struct witness_request r;
    struct note n;
    struct checkpoint head;
    CHECK(witness_request_parse(a, f->body, &r));
    CHECK(note_parse(a, r.note, &n) && checkpoint_parse(a, n.text, &head));
    enum witness_verdict v = witness_judge(&k->log, &r, &n, &head);
    f->status = (int)v;
    f->type = S("text/plain");
    f->answer = S("");
    if (v == WITNESS_STALE) {
        f->type = S(WITNESS_SIZE_TYPE);
        f->answer = str_fmt(a, "%llu\n", (unsigned long long)(k->log.any ? k->log.last.size : 0));
    }
    if (v != WITNESS_COSIGN)
        return;
    k->log.any = true;
    k->log.last = head;
    k->note = str_dup(a, r.note);
    f->answer = cosign(k, a, n.text);
}

static void answer(struct fake *k, struct arena *a, struct fetch *f)
{
    bool add = str_ends(str_of(f->url), S("/add-checkpoint"));
    f->status = 0;
    f->why = k->manner == SLOW ? "timeout" : "unreachable";
    if (k->manner == DOWN || k->manner == SLOW)
        return;
    k->asked += add;
    if (!add) {
        f->status = k->log.any && k->manner != HIDING ? 200 : 404;
        f->answer = k->note;
        return;
    }
    if (k->manner == HONEST || k->manner == HIDING) {
        answer_honestly(k, a, f);
        return;
    }
    f->status = k->manner == STATUS ? k->status : 200;
    f->type = str_of(k->type ? k->type : "text/plain");
    f->answer = k->manner == LYING    ? cosign(k, a, S("log.example/ygxf\n1\nnothing\n"))
                : k->manner == STATUS ? str_of(k->answer)
                                      : S("");
}

static void ask(void *u, struct arena *a, struct fetch *all, size_t n, int timeout_ms,
                void (*done)(void *u, struct fetch *f), void *done_u)
{
    struct town *t = u;
    CHECK(timeout_ms == LOG_ASK_MS && n <= WITNESSES);
    for (size_t i = 0; i < n; i++) {
        int which = str_of(all[i].url).p[sizeof "https://w" - 1] - '0';
        CHECK(which >= 0 && which < WITNESSES);
        answer(&t->all[which], a, &all[i]);
        if (done)
            done(done_u, &all[i]);
    }
}

static void add(struct town *t, int i)
{
    struct ctx *c = &t->w->ctx;
    WORLD_OK(c, log_witness_add(c, note_key_text(c->arena, &t->all[i].key),
                                str_fmt(c->arena, "https://w%d.example/", i)));
}

static struct town *town_new(int witnesses)
{
    struct world *w = world_new();
    struct town *t = arena_new_of(w->ctx.arena, struct town);
    t->w = w;
    t->q = log_world(w, &t->paths);
    t->net = (struct log_net){ ask, t };
    t->clock_ms = 1000;
    struct note_key log;
    WORLD_OK(&w->ctx, public_log_key(&w->ctx, &log));
    for (int i = 0; i < WITNESSES; i++) {
        struct fake *k = &t->all[i];
        uint8_t sig[64], pk[32];
        memset(k->seed, 0x40 + i, sizeof k->seed);
        sign_detached(k->seed, S(""), sig, pk);
        k->key = note_key_of(str_fmt(w->ctx.arena, "w%d.example", i), NOTE_COSIGNATURE, pk);
        k->log.keys[0] = log;
        k->log.n = 1;
        if (i < witnesses)
            add(t, i);
    }
    return t;
}
static void town_free(struct town **t)
{
    struct world *w = (*t)->w;
    sequencer_close((*t)->q);
    world_free(w);
}
#define TOWN_AUTO __attribute__((cleanup(town_free))) struct town *

static void batch(struct town *t)
{
    WORLD_OK(&t->w->ctx, sequencer_turn(&t->w->ctx, t->q, 0));
}
static void turn(struct town *t)
{
    WORLD_OK(&t->w->ctx, log_witness_turn(&t->w->ctx, &t->net, &t->pace, t->clock_ms));
}
static uint64_t shown(struct town *t, struct str *note)
{
    uint64_t size = 0;
    struct str unused;
    WORLD_OK(&t->w->ctx, public_log_checkpoint(&t->w->ctx, note ? note : &unused, &size));
    return size;
}
static enum policy_verdict under_policy(struct town *t, struct str note)
{
    struct ctx *c = &t->w->ctx;
    struct policy *p = arena_new_of(c->arena, struct policy);
    struct str text;
    WORLD_OK(c, log_policy_text(c, &text));
    CHECK(policy_parse(c->arena, text, p, NULL));
    return policy_check(c->arena, p, note, NULL, NULL);
}
static struct log_witness state_of(struct town *t, int i)
{
    struct log_witnesses *w = arena_new_of(t->w->ctx.arena, struct log_witnesses);
    WORLD_OK(&t->w->ctx, log_witness_list(&t->w->ctx, w));
    CHECK((size_t)i < w->n);
    return w->items[i];
}
#define SAYS(t, i, word) CHECK_STR(state_of((t), (i)).status, S(word))

/* ---- signing ---- */

static void three_sign_and_the_head_is_shown(void **state)
{
    (void)state;
    TOWN_AUTO t = town_new(3);
    struct str note;
    batch(t);
    uint64_t before = shown(t, NULL);
    turn(t);
    uint64_t size = shown(t, &note);
    CHECK(size > before);
    CHECK(under_policy(t, note) == POLICY_OK);
    for (int i = 0; i < 3; i++) {
        SAYS(t, i, "good");
        CHECK(state_of(t, i).seen == (int64_t)size);
        CHECK(state_of(t, i).signed_at.ms == INT64_C(1767225600000));
        CHECK(t->all[i].log.last.size == size);
    }
    turn(t); /* nothing new: nobody is asked again */
    int asked = t->all[0].asked;
    turn(t);
    CHECK(t->all[0].asked == asked);
    batch(t); /* and on, from what they have seen: one request each */
    turn(t);
    CHECK(t->all[0].asked == asked + 1);
    CHECK(shown(t, &note) > size && under_policy(t, note) == POLICY_OK);
}

static void one_down_one_lying_one_slow(void **state)
{
    (void)state;
    TOWN_AUTO t = town_new(3);
    struct str note;
    batch(t);
    turn(t);
    uint64_t first = shown(t, NULL);
    t->all[0].manner = DOWN;
    batch(t);
    turn(t); /* two of three will do */
    uint64_t second = shown(t, &note);
    CHECK(second > first && under_policy(t, note) == POLICY_OK);
    SAYS(t, 0, "unreachable");

    t->all[1].manner = LYING;
    batch(t);
    turn(t); /* one good signature: it waits */
    CHECK(shown(t, NULL) == second);
    SAYS(t, 1, "bad_signature");
    t->clock_ms += LOG_SHOW_MS - 1;
    turn(t);
    CHECK(shown(t, NULL) == second);
    t->clock_ms += 1;
    turn(t); /* and is shown without its quorum: whoever demands it sees that it lacks */
    uint64_t third = shown(t, &note);
    CHECK(third > second && under_policy(t, note) == POLICY_FEW);

    t->all[2].manner = SLOW;
    batch(t);
    turn(t);
    SAYS(t, 2, "timeout");
    CHECK(shown(t, NULL) == third);
    batch(t); /* the next batch waits for none of them, and takes the last head along */
    CHECK(shown(t, NULL) > third);

    for (int i = 0; i < 3; i++)
        t->all[i].manner = HONEST;
    t->clock_ms += 10 * 60 * 1000;
    turn(t);
    (void)shown(t, &note);
    CHECK(under_policy(t, note) == POLICY_OK);
}

static void who_fails_is_asked_less_and_less(void **state)
{
    (void)state;
    TOWN_AUTO t = town_new(1);
    t->all[0].manner = STATUS;
    t->all[0].status = 503;
    int asked = 0;
    for (int s = 0; s < 600; s++) {
        turn(t);
        t->clock_ms += 1000;
        asked = t->all[0].asked;
    }
    CHECK(asked >= 8 && asked <= 12);
    SAYS(t, 0, "busy");
}

static void every_answer_has_its_word(void **state)
{
    (void)state;
    static const struct {
        int status;
        const char *type, *answer, *word;
    } answers[] = {
        { 404, NULL, "", "unknown_log" },
        { 403, NULL, "", "not_trusted" },
        { 429, NULL, "", "busy" },
        { 500, NULL, "", "busy" },
        { 400, NULL, "", "malformed" },
        { 302, NULL, "", "malformed" },
        { 409, NULL, "0\n", "malformed" },               /* without its type */
        { 409, WITNESS_SIZE_TYPE, "007\n", "malformed" }, /* not as it is spelled */
        { 409, WITNESS_SIZE_TYPE, "0", "malformed" },
        { 409, WITNESS_SIZE_TYPE, "", "malformed" },
        { 200, NULL, "", "bad_signature" },
        { 200, NULL, "what?\n", "bad_signature" },
    };
    for (size_t i = 0; i < COUNT_OF(answers); i++) {
        TOWN_AUTO t = town_new(1);
        t->all[0].manner = STATUS;
        t->all[0].status = answers[i].status;
        t->all[0].type = answers[i].type;
        t->all[0].answer = answers[i].answer;
        batch(t);
        turn(t);
        struct log_witness w = state_of(t, 0);
        CHECK_STR(w.status, str_of(answers[i].word));
        struct log_evidences *e = arena_new_of(t->w->ctx.arena, struct log_evidences);
        WORLD_OK(&t->w->ctx, log_evidence_list(&t->w->ctx, e));
        CHECK(e->n == 0);
        batch(t); /* and the log goes on */
    }
}

/* ---- seen more, seen something else ---- */

static void stopped(struct town *t, const char *key, bool proven)
{
    struct ctx *c = &t->w->ctx;
    struct log_evidences *e = arena_new_of(c->arena, struct log_evidences);
    struct log_look l;
    struct sequencer *again;
    WORLD_OK(c, log_evidence_list(c, e));
    CHECK(e->n == 1 && e->items[0].stops && e->items[0].proven == proven);
    CHECK(str_starts(e->items[0].ours, S(LOG_WORLD_ORIGIN "\n")) && e->items[0].theirs.n > 0);
    WORLD_FAULT(c, sequencer_turn(c, t->q, 0), ERR_CONFLICT, key);
    fault_clear(&c->fault);
    WORLD_OK(c, log_look(c, &t->paths, &l));
    CHECK_STR(str_of(log_state_key(l.state)), str_of(key));
    CHECK_STR(l.witness, S("w0.example"));
    WORLD_FAULT(c, sequencer_open(c, c->arena, &t->paths, &again), ERR_CONFLICT, key);
    fault_clear(&c->fault);
}

/* A head that the log's key signs, whatever it says. */
static struct str signed_by_log(struct town *t, struct checkpoint *cp)
{
    struct ctx *c = &t->w->ctx;
    struct note_key k;
    uint8_t seed[32];
    WORLD_OK(c, log_key_read(c, t->paths.key, &k, seed));
    cp->origin = k.name;
    struct str text = checkpoint_text(c->arena, cp);
    return note_join(c->arena, text, note_sign(c->arena, k.name, seed, text));
}

static void knows(struct town *t, int i, uint64_t size)
{
    struct checkpoint cp = { .size = size, .root = tree_leaf(S("other")) };
    t->all[i].note = signed_by_log(t, &cp);
    t->all[i].log.any = true;
    t->all[i].log.last = cp;
}

static void a_larger_tree_stops_the_log(void **state)
{
    (void)state;
    TOWN_AUTO t = town_new(3);
    batch(t);
    knows(t, 0, 4711);
    turn(t);
    SAYS(t, 0, "ahead");
    stopped(t, "log.behind", true);
    struct ctx *c = &t->w->ctx;
    WORLD_OK(c, log_witness_remove(c, S("w0.example"))); /* our own signature stays */
    stopped(t, "log.behind", true);
}

static void a_claim_alone_stops_it_too_until_the_witness_goes(void **state)
{
    (void)state;
    TOWN_AUTO t = town_new(3);
    struct ctx *c = &t->w->ctx;
    batch(t);
    t->all[0].manner = STATUS;
    t->all[0].status = 409;
    t->all[0].type = WITNESS_SIZE_TYPE;
    t->all[0].answer = "4711\n";
    turn(t);
    stopped(t, "log.behind", false);
    WORLD_OK(c, log_witness_remove(c, S("w0.example")));
    batch(t);
}

static void another_tree_stops_the_log(void **state)
{
    (void)state;
    TOWN_AUTO t = town_new(3);
    batch(t);
    knows(t, 0, 3);
    turn(t);
    SAYS(t, 0, "split");
    stopped(t, "log.split", true);
}

static void a_refusal_without_proof_is_kept_and_stops_nothing(void **state)
{
    (void)state;
    TOWN_AUTO t = town_new(3);
    struct ctx *c = &t->w->ctx;
    struct log_evidences *e = arena_new_of(c->arena, struct log_evidences);
    batch(t);
    knows(t, 0, 3);
    t->all[0].manner = HIDING;
    turn(t);
    SAYS(t, 0, "split");
    WORLD_OK(c, log_evidence_list(c, e));
    CHECK(e->n == 1 && e->items[0].split && !e->items[0].proven && !e->items[0].stops);
    CHECK(str_starts(e->items[0].theirs, S("422\nold 3\n")));
    batch(t);
}

/* The same tree under two spellings of "no": 422, and 409 in the older text. */
static void the_same_size_and_another_root(void **state)
{
    (void)state;
    TOWN_AUTO t = town_new(1);
    uint64_t size = shown(t, NULL);
    batch(t);
    turn(t);
    size = shown(t, NULL);
    batch(t);
    knows(t, 0, size + 8);
    turn(t);
    stopped(t, "log.split", true);
}

/* ---- before a start ---- */

static void a_start_asks_the_witnesses(void **state)
{
    (void)state;
    TOWN_AUTO t = town_new(3);
    struct ctx *c = &t->w->ctx;
    struct sequencer *again;
    batch(t);
    turn(t);
    sequencer_close(t->q);
    t->q = NULL;
    t->paths.net = &t->net;
    int asked = t->all[2].asked;
    WORLD_OK(c, sequencer_open(c, c->arena, &t->paths, &again));
    sequencer_close(again);
    CHECK(t->all[2].asked > asked);
    knows(t, 1, 4711);
    WORLD_FAULT(c, sequencer_open(c, c->arena, &t->paths, &again), ERR_CONFLICT, "log.behind");
    fault_clear(&c->fault);
}

static void witnesses_speak_for_a_restored_log(void **state)
{
    (void)state;
    TOWN_AUTO t = town_new(3);
    struct ctx *c = &t->w->ctx;
    struct sequencer *again;
    batch(t);
    turn(t);
    sequencer_close(t->q);
    t->q = NULL;
    CHECK(remove(t->paths.copy) == 0);
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, log_guard_restored(c));
    WORLD_OK(c, store_commit(c));
    t->paths.net = &t->net;
    t->all[0].manner = t->all[1].manner = DOWN;
    WORLD_FAULT(c, sequencer_open(c, c->arena, &t->paths, &again), ERR_CONFLICT, "log.unsure");
    fault_clear(&c->fault);
    t->all[1].manner = HONEST;
    WORLD_OK(c, sequencer_open(c, c->arena, &t->paths, &again));
    sequencer_close(again);
}

/* ---- the policy ---- */

static void witnesses_come_and_go(void **state)
{
    (void)state;
    TOWN_AUTO t = town_new(0);
    struct ctx *c = &t->w->ctx;
    struct str text, note;
    int64_t quorum, serial;
    WORLD_OK(c, log_policy_text(c, &text));
    CHECK(str_ends(text, S("\nquorum none\n")));
    for (int i = 0; i < 3; i++)
        add(t, i);
    WORLD_OK(c, log_policy_text(c, &text));
    CHECK(str_ends(text, S("\ngroup quorum-of-witnesses 2 w0.example w1.example w2.example\n"
                           "quorum quorum-of-witnesses\n")));
    WORLD_OK(c, log_quorum(c, &quorum, &serial));
    CHECK(quorum == 2 && serial == 3);
    WORLD_FAULT(c, log_witness_add(c, note_key_text(c->arena, &t->all[0].key), S("http://x")),
                ERR_CONFLICT, "log.witness.twice");
    fault_clear(&c->fault);
    WORLD_OK(c, log_quorum_set(c, 3));
    WORLD_FAULT(c, log_witness_remove(c, S("w1.example")), ERR_CONFLICT, "log.witness.quorum");
    fault_clear(&c->fault);
    WORLD_OK(c, log_quorum_set(c, -1));
    WORLD_OK(c, log_witness_remove(c, S("w1.example")));
    WORLD_FAULT(c, log_witness_remove(c, S("w1.example")), ERR_NOT_FOUND, "log.witness.none");
    fault_clear(&c->fault);
    CHECK(log_quorum_set(c, 4) == ERR_INVALID && fault_has_field(&c->fault, "quorum"));
    fault_clear(&c->fault);
    CHECK(log_witness_add(c, S("w1"), S("ftp://x")) == ERR_INVALID);
    CHECK(fault_has_field(&c->fault, "vkey") && fault_has_field(&c->fault, "url"));
    fault_clear(&c->fault);
    add(t, 1);
    batch(t); /* the policies are public leaves of this batch */
    turn(t);
    (void)shown(t, &note);
    CHECK(under_policy(t, note) == POLICY_OK);
}

static void a_receipt_takes_a_head_that_the_policy_believes(void **state)
{
    (void)state;
    TOWN_AUTO t = town_new(0);
    struct ctx *c = &t->w->ctx;
    struct str note;
    uint64_t size, first = 0, second;
    batch(t);
    WORLD_OK(c, log_head_over(c, 0, &note, &first));
    for (int i = 0; i < 3; i++)
        add(t, i);
    batch(t);
    WORLD_OK(c, log_head_over(c, 0, &note, &size));
    CHECK(size == first && under_policy(t, note) == POLICY_FEW);
    turn(t);
    WORLD_OK(c, log_head_over(c, 0, &note, &second));
    CHECK(second > first && under_policy(t, note) == POLICY_OK);
    batch(t);
    turn(t); /* the first of them bounds the time most closely */
    WORLD_OK(c, log_head_over(c, 0, &note, &size));
    CHECK(size == second);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_sign_and_the_head_is_shown),
        cmocka_unit_test(one_down_one_lying_one_slow),
        cmocka_unit_test(who_fails_is_asked_less_and_less),
        cmocka_unit_test(every_answer_has_its_word),
        cmocka_unit_test(a_larger_tree_stops_the_log),
        cmocka_unit_test(a_claim_alone_stops_it_too_until_the_witness_goes),
        cmocka_unit_test(another_tree_stops_the_log),
        cmocka_unit_test(a_refusal_without_proof_is_kept_and_stops_nothing),
        cmocka_unit_test(the_same_size_and_another_root),
        cmocka_unit_test(a_start_asks_the_witnesses),
        cmocka_unit_test(witnesses_speak_for_a_restored_log),
        cmocka_unit_test(witnesses_come_and_go),
        cmocka_unit_test(a_receipt_takes_a_head_that_the_policy_believes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
