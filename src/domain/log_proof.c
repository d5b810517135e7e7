#include "domain/log_proof.h"

#include "domain/id.h"
#include "domain/log_witness.h"
#include "gen/queries.h"
#include "tlog/receipt.h"

#define CHAIN_LEAVES_MAX 2000 /* as many as a timeline shows */
#define PAGE 500              /* leaf_facts_of_chain */

/* ---- where a leaf is ---- */

enum err leaf_place(struct ctx *c, const uint8_t tag[LEAF_HASH], struct leaf_place *ret)
{
    struct rows r;
    struct str note;
    uint64_t published = 0;
    struct leaf_place p = { .state = LEAF_LOST };

    TRY(store_run(c, Q_LEAF_PENDING_BY_TAG, &r, BLOB(str_bytes(tag, LEAF_HASH))));
    if (r.n) {
        p = (struct leaf_place){ .state = LEAF_WAITS,
                                 .since = { cell(&r, 0, 0)->i },
                                 .entry = cell(&r, 0, 1)->s };
        *ret = p;
        return ERR_OK;
    }
    TRY(store_run(c, Q_LEAF_BY_TAG, &r, BLOB(str_bytes(tag, LEAF_HASH))));
    if (r.n) {
        p.index = (uint64_t)cell(&r, 0, 0)->i;
        p.entry = cell(&r, 0, 1)->s;
        enum err e = public_log_checkpoint(c, &note, &published);
        if (e != ERR_OK && e != ERR_NOT_FOUND)
            return e;
        fault_clear(&c->fault);
        p.state = p.index < published ? LEAF_PUBLISHED : LEAF_UNSIGNED;
    }
    *ret = p;
    return ERR_OK;
}

enum err log_head_over(struct ctx *c, uint64_t index, struct str *ret_note, uint64_t *ret_size)
{
    struct rows r;
    int64_t quorum, serial;

    TRY(log_quorum(c, &quorum, &serial));
    r.n = 0;
    if (quorum > 0)
        TRY(store_run(c, Q_SIGNED_HEAD_QUORUM_OVER, &r, INT(serial), INT((int64_t)index)));
    if (r.n == 0)
        TRY(store_run(c, Q_SIGNED_HEAD_OVER, &r, INT((int64_t)index)));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "log.unpublished", "no head over %llu",
                     (unsigned long long)index);
    *ret_size = (uint64_t)cell(&r, 0, 0)->i;
    *ret_note = cell(&r, 0, 1)->s;
    return public_log_cosigned(c, *ret_size, ret_note);
}

/* ---- a chain, opened ---- */

struct reading {
    struct ctx *c;
    const struct key *k; /* of the bodies; NULL: not at hand */
    struct chain ch;
    uint8_t prev[LEAF_HASH];
    struct chain_leaf *items;
    size_t n;
};

/* What was hashed as the body: words under the chain's content key, or public codes. */
static bool open_body(struct reading *g, const struct rows *r, size_t i, struct chain_leaf *l)
{
    struct str sealed = cell(r, i, 3)->s, codes = cell(r, i, 12)->s;

    if (str_absent(sealed)) {
        leaf_blind_body(&g->ch.k_open, l->seq, l->r_b);
        l->body = str_absent(codes) ? S("") : str_fmt(g->c->arena, "%.*s\n", STR_ARG(codes));
        return true;
    }
    return g->k && chain_body_open(g->c, g->k, g->ch.owner, cell(r, i, 0)->i, sealed, l->r_b,
                                   &l->body);
}

static struct leaf_meta meta_of(const struct reading *g, const struct rows *r, size_t i,
                                const struct chain_leaf *l)
{
    return (struct leaf_meta){ .seq = l->seq,
                               .kind = l->kind,
                               .chain = g->ch.report ? S("report") : S("matter"),
                               .channel = cell(r, i, 6)->s,
                               .unit = str_fmt(g->c->arena, "%lld", (long long)cell(r, i, 5)->i),
                               .named = cell(r, i, 7)->i ? 1 : 0,
                               .happened = l->happened,
                               .entered = l->entered,
                               .due = l->due,
                               .prev = l->seq ? g->prev : NULL,
                               .outcome = cell(r, i, 11)->s };
}

static enum err read_leaf(struct reading *g, const struct rows *r, size_t i)
{
    struct ctx *c = g->c;
    struct chain_leaf *l = &g->items[g->n];
    uint8_t m[LEAF_HASH], b[LEAF_HASH], entry[LEAF_ENTRY];

    *l = (struct chain_leaf){ .seq = (uint32_t)g->n,
                              .kind = cell(r, i, 4)->s,
                              .due = cell(r, i, 10)->s,
                              .happened = cell_day(r, i, 8),
                              .entered = cell_day(r, i, 9) };
    struct str stored_b = cell(r, i, 2)->s;
    bool fits = cell(r, i, 1)->i == (int64_t)g->n && stored_b.n == LEAF_HASH;
    if (fits)
        memcpy(l->b, stored_b.p, LEAF_HASH);
    struct leaf_meta meta = meta_of(g, r, i, l);
    leaf_tag(&g->ch.k_case, l->seq, l->tag);
    leaf_blind_meta(&g->ch.k_open, l->seq, l->r_m);
    l->meta = leaf_meta_text(c->arena, &meta);
    leaf_meta_hash(l->r_m, l->meta, m);
    l->has_body = open_body(g, r, i, l);
    if (l->has_body) {
        leaf_body_hash(l->r_b, l->body, b);
        fits = fits && memcmp(b, l->b, sizeof(b)) == 0;
    }
    leaf_commitment(l->tag, m, l->b, l->c);
    leaf_entry(l->tag, l->c, entry);
    TRY(leaf_place(c, l->tag, &l->place));
    if (!fits || (l->place.state != LEAF_LOST &&
                  !str_eq(l->place.entry, str_bytes(entry, sizeof(entry)))))
        return FAULT(&c->fault, ERR_STORE, "log.changed", "leaf %u of a chain", (unsigned)l->seq);
    memcpy(g->prev, l->c, LEAF_HASH);
    g->n++;
    return ERR_OK;
}

static enum err read_all(struct reading *g)
{
    struct rows r = { .n = PAGE };

    while (r.n == PAGE && g->n < CHAIN_LEAVES_MAX) { /* a page of leaves each turn */
        TRY(store_run(g->c, Q_LEAF_FACTS_OF_CHAIN, &r,
                      TEXT(g->ch.report ? S("REPORT") : S("MATTER")), INT(g->ch.owner),
                      INT((int64_t)g->n)));
        for (size_t i = 0; i < r.n; i++)
            TRY(read_leaf(g, &r, i));
    }
    return ERR_OK;
}

enum err chain_leaves(struct ctx *c, bool report, int64_t owner, const struct key *k,
                      struct chain_leaves *ret)
{
    struct reading g = { .c = c, .k = k };
    enum err e = chain_load(c, report, owner, &g.ch);

    if (e == ERR_OK) {
        g.items = arena_array(c->arena, struct chain_leaf, CHAIN_LEAVES_MAX + PAGE);
        e = read_all(&g);
    }
    if (e == ERR_OK) {
        *ret = (struct chain_leaves){ .items = g.items, .n = g.n };
        leaf_tag(&g.ch.k_case, (uint32_t)g.n, ret->next);
    }
    explicit_bzero(&g.ch, sizeof(g.ch)); /* the chain's keys lay there */
    return e;
}

/* ---- receipts ---- */

enum err log_receipt(struct ctx *c, const struct chain_leaf *l, bool words, struct str *ret)
{
    struct receipt *r = arena_new_of(c->arena, struct receipt);
    struct leaf_opening o = { .tag = l->tag, .r_m = l->r_m, .meta = l->meta, .b = l->b };
    uint64_t size;

    if (l->place.state != LEAF_PUBLISHED)
        return FAULT(&c->fault, ERR_NOT_FOUND, "log.not_yet", "leaf %u", (unsigned)l->seq);
    if (words && l->has_body) {
        o.r_b = l->r_b;
        o.body = l->body;
    }
    TRY(log_head_over(c, l->place.index, &r->note, &size));
    struct tree_source s = public_log_source(c, size);
    if (!tree_inclusion(&s, l->place.index, size, &r->proof))
        return FAULT(&c->fault, ERR_STORE, "log.tile_lost", "no proof for %llu of %llu",
                     (unsigned long long)l->place.index, (unsigned long long)size);
    r->extra = leaf_opening_bytes(c->arena, &o);
    r->index = l->place.index;
    *ret = receipt_text(c->arena, r);
    return ERR_OK;
}

/* ---- promises ---- */

#define PROMISE_SUFFIX "/promise"

static enum err promise_name(struct ctx *c, struct str *ret)
{
    struct note_key log;

    TRY(public_log_key(c, &log));
    *ret = str_fmt(c->arena, "%.*s" PROMISE_SUFFIX, STR_ARG(log.name));
    return ERR_OK;
}

static void promise_seed(struct ctx *c, struct str name, uint8_t seed[32])
{
    hmac_sha256(&c->app->key->s[S_LOG],
                str_fmt(c->arena, "ygxf/promise-key/v1\n%.*s", STR_ARG(name)), seed);
}

enum err log_promise_key(struct ctx *c, struct note_key *ret)
{
    struct str name;
    uint8_t seed[32], sig[64], pk[32];

    TRY(promise_name(c, &name));
    promise_seed(c, name, seed);
    sign_detached(seed, S(""), sig, pk);
    explicit_bzero(seed, sizeof(seed));
    *ret = note_key_of(name, NOTE_ED25519, pk);
    return ERR_OK;
}

enum err log_promise(struct ctx *c, const struct chain_leaf *l, struct str *ret)
{
    struct str name;
    uint8_t seed[32];

    *ret = STR_NONE;
    if (l->place.state != LEAF_WAITS)
        return ERR_OK;
    TRY(promise_name(c, &name));
    struct instant by = { l->place.since.ms + PROMISE_MS };
    struct str text = str_fmt(c->arena, "%.*s\n%.*s\n%.*s\n%.*s\n", STR_ARG(name),
                              STR_ARG(str_hex(c->arena, l->tag, LEAF_HASH)),
                              STR_ARG(str_hex(c->arena, l->c, LEAF_HASH)),
                              STR_ARG(instant_format(c->arena, by)));
    promise_seed(c, name, seed);
    *ret = note_join(c->arena, text, note_sign(c->arena, name, seed, text));
    explicit_bzero(seed, sizeof(seed));
    return ERR_OK;
}

enum err log_promise_of_new(struct ctx *c, struct str check_code, struct str *ret)
{
    struct chain_leaf l = { 0 };
    struct note_key log;
    uint8_t code[CASE_CODE];

    *ret = STR_NONE;
    enum err e = public_log_key(c, &log);
    if (e == ERR_NOT_FOUND)
        fault_clear(&c->fault);
    if (e != ERR_OK || !check_code_read(check_code, code))
        return e == ERR_NOT_FOUND ? ERR_OK : e;
    struct key k = leaf_case_key(code);
    leaf_tag(&k, 0, l.tag);
    key_wipe(&k);
    explicit_bzero(code, sizeof(code));
    TRY(leaf_place(c, l.tag, &l.place));
    if (l.place.entry.n == LEAF_ENTRY)
        memcpy(l.c, l.place.entry.p + 1 + LEAF_HASH, LEAF_HASH);
    return log_promise(c, &l, ret);
}

/* ---- the reporter's own ---- */

enum err log_of_mine(struct ctx *c, struct chain_leaves *ret)
{
    struct key kr;
    struct note_key log;

    if (c->actor->kind != ACTOR_REPORTER)
        return FAULT(&c->fault, ERR_LOGIN, "session.over", "no reporter");
    TRY(public_log_key(c, &log));
    TRY(vault_open(c, OBJECT_KR, c->actor->report, &kr));
    enum err e = chain_leaves(c, true, c->actor->report, &kr, ret);
    key_wipe(&kr);
    return e;
}

enum err log_of_mine_at(struct ctx *c, struct str seq, struct chain_leaf *ret)
{
    struct chain_leaves all;
    uint64_t n;

    TRY(log_of_mine(c, &all));
    if (!str_u64(seq, &n) || n >= all.n)
        return FAULT(&c->fault, ERR_NOT_FOUND, "log.no_entry", "no such leaf");
    *ret = all.items[n];
    return ERR_OK;
}
