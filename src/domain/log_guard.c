#include "domain/log_guard.h"

#include "domain/sequencer.h"
#include "gen/queries.h"

#define RESTORED_SETTING "log_restored"
#define LEAF_PAGE 4096 /* leaf_from */

static const char *const state_keys[LOG_STATE__COUNT] = {
    [LOG_READY] = "log.ready",       [LOG_NONE] = "log.none",
    [LOG_KEY_LOST] = "log.key_none", [LOG_KEY_WRONG] = "log.key_form",
    [LOG_BROKEN] = "log.broken",     [LOG_BEHIND] = "log.behind",
    [LOG_SPLIT] = "log.split",       [LOG_COPY_WRONG] = "log.copy_wrong",
    [LOG_UNSURE] = "log.unsure",
};

const char *log_state_key(enum log_state s)
{
    return state_keys[s];
}

/* Is this the root of the stored tree at that size? */
static bool root_is(struct ctx *c, uint64_t size, const struct hash *root)
{
    struct hash is;
    struct tree_source s = public_log_source(c, size);
    bool same = tree_root(&s, size, &is) && hash_eq(&is, root);
    fault_clear(&c->fault); /* a tile that is lost is no tree either */
    return same;
}

static enum log_state look_at_key(struct ctx *c, const struct log_paths *p,
                                  const struct note_key *named)
{
    struct log_seeds *s = arena_new_of(c->arena, struct log_seeds);
    enum err e = log_seeds_read(c, p->key, s);
    bool has = e == ERR_OK && log_seed_of(s, named);
    explicit_bzero(s, sizeof *s);
    fault_clear(&c->fault);
    if (e == ERR_NOT_FOUND)
        return LOG_KEY_LOST;
    return has ? LOG_READY : LOG_KEY_WRONG;
}

static enum err look_at_tree(struct ctx *c, const struct log_keys *k, struct log_look *l)
{
    struct log_head head;
    struct checkpoint last;
    struct str note;
    TRY(log_head_read(c, &head));
    l->size = head.size;
    if (!root_is(c, head.size, &head.root))
        l->state = LOG_BROKEN;
    enum err e = public_log_signed(c, &note, &l->published, NULL);
    if (e == ERR_NOT_FOUND) {
        fault_clear(&c->fault);
        return ERR_OK;
    }
    TRY(e);
    l->any = true;
    if (!log_keys_open(c->arena, k, note, &last, NULL) || last.size != l->published ||
        last.size > head.size || !root_is(c, last.size, &last.root))
        l->state = LOG_BROKEN;
    return ERR_OK;
}

static bool was_restored(struct ctx *c, enum err *e)
{
    struct rows r = { 0 };
    *e = store_run(c, Q_SETTING_FIND, &r, TEXT(S(RESTORED_SETTING)));
    return *e == ERR_OK && r.n > 0 && str_eq(cell(&r, 0, 0)->s, S("1"));
}

static enum log_state look_at_copy(struct ctx *c, const struct log_paths *p,
                                   const struct log_keys *k, struct log_look *l)
{
    struct checkpoint copy;
    struct str note;
    enum err e = log_copy_read(c, p->copy, &note);
    fault_clear(&c->fault);
    l->copy_none = e == ERR_NOT_FOUND;
    if (e == ERR_NOT_FOUND)
        return LOG_READY;
    if (e != ERR_OK || !log_keys_open(c->arena, k, note, &copy, NULL))
        return LOG_COPY_WRONG;
    l->copy = copy.size;
    if (copy.size > l->size)
        return LOG_BEHIND;
    return root_is(c, copy.size, &copy.root) ? LOG_READY : LOG_SPLIT;
}

static enum err look_at_witnesses(struct ctx *c, struct log_look *l, enum log_state *ret)
{
    struct rows r;
    struct note_key k;
    TRY(store_run0(c, Q_LOG_EVIDENCE_STOPS, &r));
    if (r.n == 0)
        return ERR_OK;
    if (!note_key_parse(c->arena, cell(&r, 0, 2)->s, &k))
        return FAULT(&c->fault, ERR_STORE, "row.changed", "table witness");
    l->witness = k.name;
    l->witnessed = (uint64_t)cell(&r, 0, 1)->i;
    *ret = str_eq(cell(&r, 0, 0)->s, S("split")) ? LOG_SPLIT : LOG_BEHIND;
    return ERR_OK;
}

enum err log_guard_witnesses(struct ctx *c)
{
    struct log_look l = { 0 };
    enum log_state state = LOG_READY;
    TRY(look_at_witnesses(c, &l, &state));
    if (state == LOG_READY)
        return ERR_OK;
    return fault_set(&c->fault, ERR_CONFLICT, log_state_key(state), "witness %.*s has seen %llu",
                     STR_ARG(l.witness), (unsigned long long)l.witnessed);
}

enum err log_look(struct ctx *c, const struct log_paths *p, struct log_look *ret)
{
    struct log_look l = { .state = LOG_READY };
    struct log_keys *k = arena_new_of(c->arena, struct log_keys);
    struct rows r;
    enum err e = public_log_keys(c, k);
    if (e == ERR_NOT_FOUND) {
        fault_clear(&c->fault);
        *ret = (struct log_look){ .state = LOG_NONE };
        return ERR_OK;
    }
    TRY(e);
    TRY(store_run0(c, Q_LEAF_PENDING_COUNT, &r));
    l.pending = cell(&r, 0, 0)->i;
    TRY(look_at_tree(c, k, &l));
    enum log_state copy = look_at_copy(c, p, k, &l);
    if (l.state == LOG_READY)
        l.state = copy;
    enum log_state witnessed = LOG_READY;
    TRY(look_at_witnesses(c, &l, &witnessed));
    if (l.state == LOG_READY)
        l.state = witnessed;
    if (l.state == LOG_READY)
        l.state = look_at_key(c, p, &k->all[0]);
    if (l.state == LOG_READY && l.copy_none && was_restored(c, &e))
        l.state = LOG_UNSURE;
    TRY(e);
    *ret = l;
    return ERR_OK;
}

enum err log_guard_restored(struct ctx *c)
{
    return store_run(c, Q_SETTING_PUT, NULL, TEXT(S(RESTORED_SETTING)), TEXT(S("1")));
}

enum err log_guard_settled(struct ctx *c)
{
    return store_run(c, Q_SETTING_PUT, NULL, TEXT(S(RESTORED_SETTING)), TEXT(S("0")));
}

/* ---- the second way ---- */

static enum err recheck_fault(struct ctx *c, const char *what, uint64_t at)
{
    return FAULT(&c->fault, ERR_STORE, "log.recheck", "%s %llu", what, (unsigned long long)at);
}

static enum err recheck_leaves(struct ctx *c, const struct tree_source *s, uint64_t from,
                               uint64_t to)
{
    while (from < to) { /* a page of leaves each turn, or it ends */
        struct rows r;
        TRY(store_run(c, Q_LEAF_FROM, &r, INT((int64_t)from), INT((int64_t)to)));
        for (size_t i = 0; i < r.n; i++, from++) {
            struct hash stored, made = tree_leaf(cell(&r, i, 1)->s);
            if ((uint64_t)cell(&r, i, 0)->i != from || !s->hash(s->u, 0, from, &stored) ||
                !hash_eq(&stored, &made))
                return recheck_fault(c, "leaf", from);
        }
        if (r.n == 0)
            return recheck_fault(c, "leaf", from);
    }
    return ERR_OK;
}

enum err log_recheck(struct ctx *c, uint64_t from, uint64_t to, const struct hash *root)
{
    struct tree_source s = public_log_source(c, to);
    struct hash stored, left, right, made;
    TRY(recheck_leaves(c, &s, from, to));
    for (int level = 1; level < TILE_LEVELS; level++) {
        int below = 8 * (level - 1) + 7; /* half a tile */
        for (uint64_t i = tile_hashes(from, level); i < tile_hashes(to, level); i++) {
            if (!s.hash(s.u, 8 * level, i, &stored) || !s.hash(s.u, below, 2 * i, &left) ||
                !s.hash(s.u, below, 2 * i + 1, &right))
                return recheck_fault(c, "tile", i);
            made = tree_node(&left, &right);
            if (!hash_eq(&stored, &made))
                return recheck_fault(c, "tile", i);
        }
    }
    if (!tree_root(&s, to, &made) || !hash_eq(&made, root))
        return recheck_fault(c, "root", to);
    return ERR_OK;
}
