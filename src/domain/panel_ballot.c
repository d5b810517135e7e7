/*
 * panel_ballot.c - closed votes of a hearing.
 *
 * Votes are sealed to a key pair whose secret exists nowhere: each hearer's code opens one part of
 * it, and only the exclusive or of all parts is the secret. A vote brings its voter's part along,
 * so the last one makes all of them readable, and nothing before it does: not the database, not the
 * server's key, not the keys of the body.
 */
#include <assert.h>

#include "domain/panel_parts.h"
#include "gen/queries.h"

static void mix(struct key *into, const uint8_t *part)
{
    for (size_t i = 0; i < KEY_SIZE; i++)
        into->b[i] ^= part[i];
}

struct str panel_ballot_new(struct ctx *c, struct panel_code *codes, size_t n)
{
    struct key_pair pair = key_pair_random(c);
    struct panel_code *last = NULL;
    struct key rest = pair.sk;

    for (size_t i = 0; i < n; i++) {
        if (!str_eq(codes[i].role, S("RO_HEARER")))
            continue;
        last = &codes[i];
        mix(&rest, codes[i].share.b);
    }
    assert(last); /* a notice names three at least */
    mix(&rest, last->share.b);
    last->share = rest;
    key_wipe(&pair.sk);
    key_wipe(&rest);
    return str_dup(c->arena, str_bytes(pair.pk.b, KEY_SIZE));
}

static struct binding ballot_binding(int64_t subproc, int64_t seat)
{
    return (struct binding){ .object_kind = OBJECT_KD, .object = subproc, .holder = seat };
}

static struct place vote_place(int64_t subproc, int64_t seat)
{
    return (struct place){ PLACE_PANEL_VOTE, 1, subproc, seat, 1 };
}

enum err panel_vote_seal(struct ctx *c, const struct panel *p, int64_t seat, bool for_it,
                         struct str reason, struct str *ret)
{
    struct public_key pk;
    struct str words = str_fmt(c->arena, "%c%.*s", for_it ? '+' : '-', STR_ARG(reason));

    assert(p->ballot_key.n == sizeof pk.b);
    memcpy(pk.b, p->ballot_key.p, sizeof pk.b);
    *ret = payload_seal(c, &pk, ballot_binding(p->subproc, seat), vote_place(p->subproc, seat),
                        words);
    if (str_absent(*ret))
        return FAULT(&c->fault, ERR_STORE, "row.changed", "table panel");
    return ERR_OK;
}

/* In the order of their bytes: those for it first, nobody's place says whose it is. */
static void sort(struct str *words, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct str w = words[i];
        size_t k = i;
        for (; k > 0 && str_cmp(words[k - 1], w) > 0; k--)
            words[k] = words[k - 1];
        words[k] = w;
    }
}

static enum err open_all(struct ctx *c, const struct panel *p, const struct rows *r,
                         struct str *words)
{
    struct key sk = { { 0 } };

    for (size_t i = 0; i < r->n; i++) {
        if (cell(r, i, 1)->s.n != KEY_SIZE)
            return FAULT(&c->fault, ERR_STORE, "row.changed", "table panel_vote");
        mix(&sk, (const uint8_t *)cell(r, i, 1)->s.p);
    }
    struct key_pair pair = key_pair_of(&sk);
    bool ok = true;
    for (size_t i = 0; i < r->n && ok; i++) {
        int64_t seat = cell(r, i, 0)->i;
        ok = payload_unseal(c->arena, &pair, ballot_binding(p->subproc, seat),
                            vote_place(p->subproc, seat), cell(r, i, 2)->s, &words[i]) &&
             words[i].n > 0;
    }
    key_wipe(&sk);
    key_wipe(&pair.sk);
    return ok ? ERR_OK : FAULT(&c->fault, ERR_STORE, "row.changed", "table panel_vote");
}

enum err panel_count(struct ctx *c, const struct panel *p, const struct key *kd)
{
    struct rows r, counted;
    struct str words[PANEL_SEATS_MAX];
    struct buf reasons = buf_new(c->arena);
    int64_t votes_for = 0;

    assert(c->tx);
    TRY(store_run(c, Q_PANEL_VOTES, &r, INT(p->subproc)));
    if ((int64_t)r.n < p->hearers)
        return ERR_OK;
    TRY(open_all(c, p, &r, words));
    sort(words, r.n);
    for (size_t i = 0; i < r.n; i++) {
        struct str reason = str_slice(words[i], 1, words[i].n);
        votes_for += words[i].p[0] == '+';
        buf_fmt(&reasons, "%s%.*s\n", words[i].p[0] == '+' ? "赞成：" : "反对：", STR_ARG(reason));
    }
    struct str sealed =
        record_seal(c, kd, panel_place(p->subproc, PANEL_REASONS, DAY_NONE), buf_str(&reasons),
                    true);
    TRY(store_run(c, Q_PANEL_COUNTED, &counted, INT(votes_for), INT((int64_t)r.n - votes_for),
                  BLOB(sealed), INT(p->subproc)));
    return store_run(c, Q_PANEL_VOTES_DROP, NULL, INT(p->subproc));
}
