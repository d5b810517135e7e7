#include "domain/chain.h"

#include <assert.h>

#include "domain/app.h"
#include "gen/queries.h"

#define STATE_BYTES (4 + LEAF_HASH) /* next seq ‖ last C */

/* columns of table chain in the order of its sealed_* columns */
enum { COLUMN_CASE = 1, COLUMN_OPEN, COLUMN_STATE };

static const struct key *log_key(const struct ctx *c)
{
    return &c->app->key->s[S_LOG];
}

static struct str kind_text(bool report)
{
    return report ? S("REPORT") : S("MATTER");
}

/* the server is the holder; its two keys of one chain differ by the holder's number */
static struct binding chain_binding(int64_t chain, int column)
{
    return (struct binding){
        .object_kind = OBJECT_CHAIN, .object = chain, .holder_kind = HOLDER_SERVER, .holder = column
    };
}

static struct place state_place(int64_t owner, int64_t chain, int64_t version)
{
    assert(version >= 0 && version <= UINT32_MAX);
    return (struct place){ .table = PLACE_CHAIN,
                           .column = COLUMN_STATE,
                           .owner = owner,
                           .row = chain,
                           .version = (uint32_t)version };
}

static struct str state_seal(struct ctx *c, int64_t owner, int64_t chain, int64_t version,
                             uint32_t seq, const uint8_t prev[LEAF_HASH])
{
    struct buf b = buf_new(c->arena);

    buf_u32be(&b, seq);
    buf_bytes(&b, prev, LEAF_HASH);
    return record_seal(c, log_key(c), state_place(owner, chain, version), buf_str(&b), false);
}

void chain_make(struct ctx *c, bool report, int64_t owner, char code26[27], struct chain_new *ret)
{
    static const uint8_t no_leaf[LEAF_HASH];
    struct chain_new n = { .id = ctx_run_id(c), .owner = owner, .report = report };

    assert(!report || code26);
    if (report) {
        uint8_t code[CASE_CODE];
        ctx_random(c, code, sizeof(code));
        check_code_write(code, code26);
        n.k_case = leaf_case_key(code);
        explicit_bzero(code, sizeof(code));
    } else {
        n.k_case = key_random(c);
    }
    n.k_open = key_random(c);
    n.sealed_case = key_wrap(c, log_key(c), chain_binding(n.id, COLUMN_CASE), &n.k_case);
    n.sealed_open = key_wrap(c, log_key(c), chain_binding(n.id, COLUMN_OPEN), &n.k_open);
    n.sealed_state = state_seal(c, owner, n.id, 0, 0, no_leaf);
    *ret = n;
}

enum err chain_store(struct ctx *c, const struct chain_new *n)
{
    return store_run(c, Q_CHAIN_ADD, NULL, INT(n->id), TEXT(kind_text(n->report)), INT(n->owner),
                     BLOB(n->sealed_case), BLOB(n->sealed_open), BLOB(n->sealed_state));
}

static enum err chain_broken(struct ctx *c, const char *what)
{
    return FAULT(&c->fault, ERR_STORE, "chain.none", "%s", what);
}

enum err chain_load(struct ctx *c, bool report, int64_t owner, struct chain *ret)
{
    struct rows r;
    struct chain ch = { .owner = owner, .report = report };
    struct str state;

    TRY(store_run(c, Q_CHAIN_FIND, &r, TEXT(kind_text(report)), INT(owner)));
    if (r.n == 0)
        return chain_broken(c, report ? "a report without chain" : "a matter without chain");
    ch.id = cell(&r, 0, 0)->i;
    ch.version = cell(&r, 0, 4)->i;
    if (!key_unwrap(log_key(c), chain_binding(ch.id, COLUMN_CASE), cell(&r, 0, 1)->s, &ch.k_case) ||
        !key_unwrap(log_key(c), chain_binding(ch.id, COLUMN_OPEN), cell(&r, 0, 2)->s, &ch.k_open))
        return chain_broken(c, "a chain's key does not open");
    if (!record_open(c->arena, log_key(c), state_place(owner, ch.id, ch.version), cell(&r, 0, 3)->s,
                     false, &state) ||
        state.n != STATE_BYTES)
        return chain_broken(c, "a chain's state does not open");
    for (int i = 0; i < 4; i++)
        ch.seq = ch.seq << 8 | (uint8_t)state.p[i];
    memcpy(ch.prev, state.p + 4, LEAF_HASH);
    *ret = ch;
    return ERR_OK;
}

static struct place body_place(int64_t owner, int64_t event)
{
    return (struct place){ .table = PLACE_EVENT_CHAIN, .column = 1, .owner = owner, .row = event };
}

void chain_body_seal(struct ctx *c, const struct key *k, int64_t owner, int64_t event,
                     struct str body, struct chain_body *ret)
{
    struct buf b = buf_new(c->arena);
    uint8_t r_b[LEAF_HASH];

    ctx_random(c, r_b, sizeof(r_b));
    buf_bytes(&b, r_b, sizeof(r_b));
    buf_put(&b, body);
    *ret = (struct chain_body){ .sealed_here = true };
    leaf_body_hash(r_b, body, ret->b);
    ret->sealed = record_seal(c, k, body_place(owner, event), buf_str(&b), true);
    explicit_bzero(r_b, sizeof(r_b));
}

bool chain_body_open(struct ctx *c, const struct key *k, int64_t owner, int64_t event,
                     struct str sealed, uint8_t r_b[LEAF_HASH], struct str *ret_body)
{
    struct str plain;

    if (!record_open(c->arena, k, body_place(owner, event), sealed, true, &plain) ||
        plain.n < LEAF_HASH)
        return false;
    if (r_b)
        memcpy(r_b, plain.p, LEAF_HASH);
    *ret_body = str_slice(plain, LEAF_HASH, plain.n - LEAF_HASH);
    return true;
}

void chain_leaf_make(struct ctx *c, struct chain *ch, const struct leaf_meta *meta,
                     const struct chain_body *body, struct leaf_rows *ret)
{
    uint8_t r[LEAF_HASH], m[LEAF_HASH];
    struct leaf_meta full = *meta;

    *ret = (struct leaf_rows){
        .chain = ch->id, .version = ch->version, .seq = ch->seq, .sealed = body->sealed
    };
    full.seq = ch->seq;
    full.chain = ch->report ? S("report") : S("matter");
    full.prev = ch->seq ? ch->prev : NULL;
    leaf_tag(&ch->k_case, ch->seq, ret->tag);
    leaf_blind_meta(&ch->k_open, ch->seq, r);
    leaf_meta_hash(r, leaf_meta_text(c->arena, &full), m);
    if (body->sealed_here) {
        memcpy(ret->b, body->b, sizeof(ret->b));
    } else {
        leaf_blind_body(&ch->k_open, ch->seq, r);
        leaf_body_hash(r, body->codes, ret->b);
    }
    leaf_commitment(ret->tag, m, ret->b, ch->prev);
    leaf_entry(ret->tag, ch->prev, ret->entry);
    ch->seq++;
    ch->version++;
    ret->state = state_seal(c, ch->owner, ch->id, ch->version, ch->seq, ch->prev);
}

enum err chain_leaf_is_next(struct ctx *c, const struct leaf_rows *leaf, bool *ret)
{
    struct rows r;

    TRY(store_run(c, Q_CHAIN_VERSION, &r, INT(leaf->chain)));
    *ret = r.n == 1 && cell(&r, 0, 0)->i == leaf->version;
    return ERR_OK;
}

enum err chain_leaf_store(struct ctx *c, int64_t event, const struct leaf_rows *leaf)
{
    assert(c->tx);
    TRY(store_run(c, Q_EVENT_CHAIN_ADD, NULL, INT(event), INT(leaf->chain), INT(leaf->seq),
                  BLOB(str_bytes(leaf->b, sizeof(leaf->b))), BLOB(leaf->sealed)));
    TRY(store_run(c, Q_LEAF_PENDING_ADD, NULL, BLOB(str_bytes(leaf->tag, sizeof(leaf->tag))),
                  INT(c->now.ms), BLOB(str_bytes(leaf->entry, sizeof(leaf->entry)))));
    return store_run(c, Q_CHAIN_MOVE, NULL, BLOB(leaf->state), INT(leaf->chain),
                     INT(leaf->version));
}
