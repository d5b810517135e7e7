#include "domain/sequencer.h"

#include <assert.h>

#include "base/log.h"
#include "crypto/secret.h"
#include "domain/log_witness.h"
#include "domain/vault.h"
#include "gen/queries.h"
#include "tlog/leaf.h"

#define PENDING_PAGE 4096
#define WAITS_MAX 512 /* batches of five minutes at one a second, and more */

/* How many had arrived when: tells how long the oldest that waits has waited, without believing the
 * time of the event (a simulated clock jumps). */
struct wait {
    int64_t arrived, at_ms;
};

struct sequencer_secret {
    struct log_seeds seeds;
    struct key pad;
};

struct sequencer {
    struct log_paths paths;
    struct log_keys keys;  /* the present one and earlier ones */
    struct secret *secret; /* struct sequencer_secret */
    int64_t epoch;
    struct edge edge;
    int64_t taken; /* leaves taken from the queue since it was opened */
    struct wait waits[WAITS_MAX];
    size_t wait_count;
};

static const struct sequencer_secret *secret_of(const struct sequencer *s)
{
    return secret_bytes(s->secret);
}

/* ---- making ---- */

static struct binding pad_binding(void)
{
    return (struct binding){
        .object_kind = OBJECT_LOG, .object = 1, .holder_kind = HOLDER_SERVER, .holder = 1
    };
}

enum err log_make(struct ctx *c, const struct log_paths *p, struct str origin)
{
    struct note_key k;
    struct hash root = tree_empty();
    if (!note_name_ok(origin) || origin.n > 255)
        return FAULT(&c->fault, ERR_INVALID, "log.origin", "no spaces, no plus, 1 to 255 bytes");
    enum err e = public_log_key(c, &k);
    if (e == ERR_OK)
        return str_eq(k.name, origin) ? ERR_OK
                                      : FAULT(&c->fault, ERR_CONFLICT, "log.other",
                                              "this log is %.*s", STR_ARG(k.name));
    if (e != ERR_NOT_FOUND)
        return e;
    fault_clear(&c->fault);
    TRY(log_key_create(c, p->key, origin, &k));
    TRY(log_copy_set_aside(c, p->copy, &k));
    struct key pad = key_random(c);
    struct str sealed = key_wrap(c, &c->app->key->s[S_LOG], pad_binding(), &pad);
    key_wipe(&pad);
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_LOG_HEAD_MAKE, NULL, BLOB(str_bytes(root.b, HASH_BYTES)), BLOB(sealed)));
    TRY(store_run(c, Q_SETTING_PUT, NULL, TEXT(S(LOG_VKEY_SETTING)),
                  TEXT(note_key_text(c->arena, &k))));
    tx = NULL;
    return store_commit(c);
}

/* ---- opening ---- */

static enum err edge_load(struct ctx *c, const struct log_head *head, struct edge *e)
{
    *e = (struct edge){ .size = head->size };
    for (int level = 0; level < TILE_LEVELS; level++) {
        struct tile t = { level, edge_tile(e, level), edge_width(e, level) };
        struct str bytes;
        if (t.width == 0)
            continue;
        TRY(public_log_tile(c, &t, &bytes));
        memcpy(e->level[level], bytes.p, bytes.n);
    }
    struct hash root = edge_root(e);
    if (!hash_eq(&root, &head->root))
        return FAULT(&c->fault, ERR_STORE, "log.broken", "edge and head differ at %llu",
                     (unsigned long long)head->size);
    return ERR_OK;
}

static enum err take_epoch(struct ctx *c, int64_t *ret)
{
    struct rows r;
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run0(c, Q_LOG_HEAD_TAKE, &r));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "log.none", "no log was made");
    *ret = cell(&r, 0, 0)->i;
    tx = NULL;
    return store_commit(c);
}

static enum err open_keys(struct ctx *c, struct sequencer *s, const struct log_head *head)
{
    struct sequencer_secret *keys;
    s->secret = secret_new(sizeof *keys);
    keys = secret_bytes(s->secret);
    TRY(public_log_keys(c, &s->keys));
    TRY(log_seeds_read(c, s->paths.key, &keys->seeds));
    if (!log_seed_of(&keys->seeds, &s->keys.all[0])) /* the guard has looked just before */
        return FAULT(&c->fault, ERR_IO, "log.key_form", "%s has not the present key",
                     s->paths.key);
    if (!key_unwrap(&c->app->key->s[S_LOG], pad_binding(), head->sealed_pad, &keys->pad))
        return FAULT(&c->fault, ERR_STORE, "row.changed", "table log_head");
    secret_set_read_only(s->secret);
    return ERR_OK;
}

static enum err open_all(struct ctx *c, struct arena *a, struct sequencer *s)
{
    struct log_head head;
    TRY(log_head_read(c, &head));
    TRY(open_keys(c, s, &head));
    for (size_t i = 0; i < s->keys.n; i++)
        s->keys.all[i].name = str_dup(a, s->keys.all[i].name);
    TRY(take_epoch(c, &s->epoch));
    TRY(log_head_read(c, &head)); /* nobody moves it any more */
    TRY(edge_load(c, &head, &s->edge));
    return sequencer_sign(c, s);
}

/* Restored, without a second copy: the word of as many witnesses as must sign will do. */
static enum err believe_witnesses(struct ctx *c, size_t heard, struct log_look *l)
{
    int64_t quorum;
    TRY(log_quorum(c, &quorum, NULL));
    if (l->state == LOG_UNSURE && quorum > 0 && heard >= (size_t)quorum)
        l->state = LOG_READY;
    return ERR_OK;
}

enum err sequencer_open(struct ctx *c, struct arena *a, const struct log_paths *p,
                        struct sequencer **ret)
{
    struct log_look look;
    struct sequencer *s = arena_new_of(a, struct sequencer);
    size_t heard = 0;
    TRY(log_look(c, p, &look));
    if (look.state == LOG_NONE)
        return FAULT(&c->fault, ERR_NOT_FOUND, "log.none", "no log was made");
    if (p->net && (look.state == LOG_READY || look.state == LOG_UNSURE)) {
        TRY(log_witness_ask_all(c, p->net, &heard));
        TRY(log_look(c, p, &look));
    }
    TRY(believe_witnesses(c, heard, &look));
    if (look.state != LOG_READY)
        return fault_set(&c->fault, ERR_CONFLICT, log_state_key(look.state),
                         "tree of %llu, published %llu, second copy %llu",
                         (unsigned long long)look.size, (unsigned long long)look.published,
                         (unsigned long long)look.copy);
    if (look.any && look.copy_none)
        log_event(LOG_WARN, "log.copy_none", "path=%s", p->copy);
    s->paths = (struct log_paths){ .key = str_dup(a, str_of(p->key)).p,
                                   .copy = str_dup(a, str_of(p->copy)).p };
    enum err e = open_all(c, a, s);
    if (e != ERR_OK) {
        sequencer_close(s);
        return e;
    }
    *ret = s;
    return ERR_OK;
}

void sequencer_close(struct sequencer *s)
{
    if (!s)
        return;
    secret_free(s->secret);
    s->secret = NULL;
}

/* ---- one batch ---- */

struct batch {
    struct ctx *c;
    struct sequencer *s;
    struct edge *edge; /* as it will be */
    uint64_t first;    /* index of its first leaf */
    struct slot {
        struct str tag, entry; /* absent: padding */
    } * slots;
    size_t n, real;
    enum err err;
};

/* The oldest that wait, up to n, off the queue. */
static enum err take_pending(struct ctx *c, struct batch *b)
{
    while (b->real < b->n) { /* a page each turn, or it ends */
        struct rows r;
        size_t left = b->n - b->real;
        TRY(store_run(c, Q_LEAF_PENDING_OLDEST, &r,
                      INT(left < PENDING_PAGE ? (int64_t)left : PENDING_PAGE)));
        for (size_t i = 0; i < r.n; i++) {
            struct slot taken = { cell(&r, i, 0)->s, cell(&r, i, 1)->s };
            if (taken.entry.n != LEAF_ENTRY)
                return FAULT(&c->fault, ERR_STORE, "row.changed", "table leaf_pending");
            TRY(store_run(c, Q_LEAF_PENDING_DROP, NULL, BLOB(taken.tag)));
            b->slots[b->real++] = taken;
        }
        if (r.n == 0)
            break;
    }
    return ERR_OK;
}

/* Fisher and Yates; the excess of some places is below 2^-40. */
static void shuffle(struct ctx *c, struct batch *b)
{
    uint64_t *chance = arena_array(c->arena, uint64_t, b->n + 1);
    ctx_random(c, chance, b->n * sizeof *chance); /* at once: a system call each would show */
    for (size_t i = b->n; i > 1; i--) {
        size_t k = (size_t)(chance[i - 1] % i);
        struct slot s = b->slots[i - 1];
        b->slots[i - 1] = b->slots[k];
        b->slots[k] = s;
    }
}

static void put_tile(void *u, int level, uint64_t n, const struct hash tile[TILE_WIDTH])
{
    struct batch *b = u;
    if (b->err == ERR_OK)
        b->err = store_run(b->c, Q_LOG_TILE_PUT, NULL, INT(level), INT((int64_t)n), INT(TILE_WIDTH),
                           BLOB(str_bytes(tile, TILE_BYTES)));
}

static enum err put_leaf(struct batch *b, struct str tag, struct str entry)
{
    struct hash h = tree_leaf(entry);
    TRY(store_run(b->c, Q_LEAF_ADD, NULL, INT((int64_t)b->edge->size), BLOB(tag), BLOB(entry)));
    edge_append(b->edge, &h, put_tile, b);
    return b->err;
}

static enum err put_slots(struct batch *b)
{
    for (size_t i = 0; i < b->n; i++) {
        uint8_t pad[LEAF_ENTRY];
        struct str tag = b->slots[i].tag, entry = b->slots[i].entry;
        if (str_absent(entry)) {
            struct key seed = leaf_pad_seed(&secret_of(b->s)->pad, b->edge->size);
            leaf_pad(&seed, pad);
            key_wipe(&seed);
            entry = str_bytes(pad, sizeof pad);
            tag = str_slice(entry, 1, LEAF_HASH);
        }
        TRY(put_leaf(b, tag, entry));
    }
    return ERR_OK;
}

/* After the others: they can be told apart anyway. */
static enum err put_public(struct ctx *c, struct batch *b)
{
    struct rows r;
    TRY(store_run0(c, Q_PUBLIC_PENDING_OLDEST, &r));
    for (size_t i = 0; i < r.n; i++) {
        int64_t id = cell(&r, i, 0)->i;
        TRY(store_run(c, Q_PUBLIC_PENDING_DROP, NULL, INT(id)));
        TRY(store_run(c, Q_PUBLIC_LEAF_NUMBER, NULL, INT((int64_t)b->edge->size), INT(id)));
        TRY(put_leaf(b, STR_NONE, cell(&r, i, 1)->s));
    }
    return ERR_OK;
}

static enum err put_edge(struct ctx *c, const struct batch *b)
{
    const struct edge *e = b->edge;
    for (int level = 0; level < TILE_LEVELS; level++) {
        int w = edge_width(e, level);
        if (w == 0 || tile_hashes(e->size, level) == tile_hashes(b->first, level))
            continue;
        TRY(store_run(c, Q_LOG_TILE_PUT, NULL, INT(level), INT((int64_t)edge_tile(e, level)),
                      INT(w), BLOB(str_bytes(e->level[level], (size_t)w * HASH_BYTES))));
    }
    return ERR_OK;
}

static enum err lock_head(struct ctx *c, struct sequencer *s)
{
    struct rows r;
    TRY(store_run(c, Q_LOG_HEAD_LOCK, &r, INT(s->epoch)));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_CONFLICT, "log.lease", "another sequencer took over");
    if ((uint64_t)cell(&r, 0, 0)->i != s->edge.size) /* a commit that failed was kept after all */
        return FAULT(&c->fault, ERR_STORE, "log.broken", "head and edge differ");
    return ERR_OK;
}

static enum err move_head(struct ctx *c, const struct batch *b, int64_t grown, struct day day)
{
    struct rows r;
    struct hash root = edge_root(b->edge);
    TRY(store_run(c, Q_LOG_HEAD_MOVE, &r, INT((int64_t)b->edge->size),
                  BLOB(str_bytes(root.b, HASH_BYTES)), INT(grown), INT(day.n), INT(b->s->epoch),
                  INT((int64_t)b->first)));
    assert(r.n == 1); /* the row is locked since lock_head */
    return ERR_OK;
}

static enum err batch_tx(struct ctx *c, struct batch *b, int64_t grown, struct day day)
{
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(lock_head(c, b->s));
    TRY(take_pending(c, b));
    shuffle(c, b);
    TRY(put_slots(b));
    TRY(put_public(c, b));
    if (b->edge->size == b->first)
        return ERR_OK; /* nothing at all: no new head */
    TRY(put_edge(c, b));
    TRY(move_head(c, b, grown, day));
    tx = NULL;
    return store_commit(c);
}

static enum err batch_of(struct ctx *c, struct sequencer *s, size_t n, int64_t grown,
                         struct day day)
{
    struct batch b = { .c = c, .s = s, .n = n, .first = s->edge.size };
    assert(n <= SEQUENCER_BATCH_MAX);
    b.edge = arena_new_of(c->arena, struct edge);
    *b.edge = s->edge;
    b.slots = arena_array(c->arena, struct slot, n + 1);
    TRY(batch_tx(c, &b, grown, day));
    s->edge = *b.edge;
    s->taken += (int64_t)b.real;
    return ERR_OK;
}

static enum err count_pending(struct ctx *c, int64_t *ret)
{
    struct rows r;
    TRY(store_run0(c, Q_LEAF_PENDING_COUNT, &r));
    *ret = cell(&r, 0, 0)->i;
    return ERR_OK;
}

static enum err count_public(struct ctx *c, int64_t *ret)
{
    struct rows r;
    TRY(store_run0(c, Q_PUBLIC_PENDING_COUNT, &r));
    *ret = cell(&r, 0, 0)->i;
    return ERR_OK;
}

enum err sequencer_batch(struct ctx *c, struct sequencer *s, size_t batch, int64_t *ret_left)
{
    TRY(batch_of(c, s, batch, 0, ctx_today(c)));
    return count_pending(c, ret_left);
}

/* ---- how large, how late ---- */

/* Has the oldest that waits been seen waiting for longer than it may? */
static bool is_late(struct sequencer *s, int64_t pending, int64_t clock_ms)
{
    size_t done = 0;
    while (done < s->wait_count && s->waits[done].arrived <= s->taken)
        done++;
    s->wait_count -= done;
    memmove(s->waits, s->waits + done, s->wait_count * sizeof s->waits[0]);
    int64_t arrived = s->taken + pending;
    bool news = s->wait_count == 0 || s->waits[s->wait_count - 1].arrived < arrived;
    if (pending > 0 && news && s->wait_count < WAITS_MAX)
        s->waits[s->wait_count++] = (struct wait){ arrived, clock_ms };
    return s->wait_count > 0 && clock_ms - s->waits[0].at_ms > SEQUENCER_LATE_MS;
}

static int64_t batch_parameter(struct ctx *c)
{
    int64_t n = app_parameter(c, LOG_ORG, S("log.batch"), ctx_today(c)).value;
    return n < 1 ? 1 : n > SEQUENCER_BATCH_MAX ? SEQUENCER_BATCH_MAX : n;
}

enum err sequencer_turn(struct ctx *c, struct sequencer *s, int64_t clock_ms)
{
    struct log_head head;
    int64_t pending, base = batch_parameter(c), n = base;
    TRY(log_head_read(c, &head));
    TRY(count_pending(c, &pending));
    /* once grown it stays so until midnight: that it shrinks tells as much as that it grows */
    if (head.batch > base && head.batch_day.n == ctx_today(c).n)
        n = head.batch;
    if (is_late(s, pending, clock_ms))
        n = 2 * n < SEQUENCER_BATCH_MAX ? 2 * n : SEQUENCER_BATCH_MAX;
    TRY(batch_of(c, s, (size_t)n, n > base ? n : 0, ctx_today(c)));
    return sequencer_sign(c, s);
}

enum err sequencer_drain(struct ctx *c, struct sequencer *s, size_t batch)
{
    int64_t left;
    assert(batch > 0);
    TRY(count_pending(c, &left));
    while (left > 0) /* each batch takes some of them */
        TRY(sequencer_batch(c, s, batch, &left));
    TRY(count_public(c, &left));
    for (; left > 0; left -= SEQUENCER_PUBLIC_MAX)
        TRY(batch_of(c, s, 0, 0, ctx_today(c)));
    return sequencer_sign(c, s);
}

/* ---- signing ---- */

/* What was signed last must be the beginning of what is signed now. */
static enum err grown_from(struct ctx *c, struct sequencer *s, struct str note, uint64_t size)
{
    struct checkpoint last;
    struct hash root;
    struct tree_source source = public_log_source(c, size);
    if (!log_keys_open(c->arena, &s->keys, note, &last, NULL) || last.size != size ||
        !tree_root(&source, size, &root) || !hash_eq(&root, &last.root))
        return FAULT(&c->fault, ERR_STORE, "log.broken", "the head signed at %llu is not ours",
                     (unsigned long long)size);
    return ERR_OK;
}

static enum err publish(struct ctx *c, struct sequencer *s, uint64_t last, uint64_t size,
                        struct str note)
{
    int64_t quorum;
    TRY(log_copy_write(c, s->paths.copy, note));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(lock_head(c, s)); /* whoever took over signs by himself */
    TRY(log_quorum(c, &quorum, NULL));
    TRY(store_run(c, Q_SIGNED_HEAD_OVERTAKEN, NULL, INT((int64_t)last)));
    TRY(store_run(c, Q_SIGNED_HEAD_ADD, NULL, INT((int64_t)size), TEXT(note), INT(quorum == 0)));
    TRY(log_guard_settled(c));
    tx = NULL;
    return store_commit(c);
}

/* A line of each key that signs today: for a year after a rotation the former one too. The present
 * one is always among them. */
static enum err sign_by_all(struct ctx *c, const struct sequencer *s, struct str text,
                            struct str *ret)
{
    struct buf lines = buf_new(c->arena);
    if (!log_seed_of(&secret_of(s)->seeds, &s->keys.all[0]))
        return FAULT(&c->fault, ERR_IO, "log.key_form", "%s has not the present key",
                     s->paths.key);
    for (size_t i = 0; i < s->keys.n; i++) {
        const struct note_key *k = &s->keys.all[i];
        const struct log_seed *seed = log_seed_of(&secret_of(s)->seeds, k);
        if (seed && (day_absent(s->keys.until[i]) || s->keys.until[i].n >= ctx_today(c).n))
            buf_put(&lines, note_sign(c->arena, k->name, seed->seed, text));
    }
    *ret = buf_str(&lines);
    return ERR_OK;
}

enum err sequencer_is_stale(struct ctx *c, const struct sequencer *s, bool *ret)
{
    struct note_key k;
    TRY(public_log_key(c, &k));
    *ret = memcmp(k.public_key, s->keys.all[0].public_key, sizeof k.public_key) != 0;
    return ERR_OK;
}

enum err sequencer_sign(struct ctx *c, struct sequencer *s)
{
    struct log_head head;
    struct str last;
    uint64_t size = 0;
    TRY(log_head_read(c, &head));
    enum err e = public_log_signed(c, &last, &size, NULL);
    if (e == ERR_OK && size == head.size)
        return ERR_OK;
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    fault_clear(&c->fault);
    TRY(log_guard_witnesses(c));
    if (e == ERR_OK)
        TRY(grown_from(c, s, last, size));
    TRY(log_recheck(c, size, head.size, &head.root));
    struct checkpoint now = { s->keys.all[0].name, head.size, head.root };
    struct str text = checkpoint_text(c->arena, &now);
    struct str lines;
    TRY(sign_by_all(c, s, text, &lines));
    return publish(c, s, size, head.size, note_join(c->arena, text, lines));
}
