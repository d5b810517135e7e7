#include "domain/log_rotate.h"

#include "domain/log_witness.h"
#include "domain/sequencer.h"
#include "gen/queries.h"
#include "tlog/key_statement.h"

/* A seed in the file that the database does not name yet is of an attempt that was cut off. */
static const struct log_seed *spare_of(const struct log_seeds *s, const struct log_keys *named)
{
    for (size_t i = 0; i < s->n; i++) {
        bool known = false;
        for (size_t k = 0; k < named->n; k++)
            known = known || memcmp(s->all[i].key.public_key, named->all[k].public_key,
                                    sizeof(named->all[k].public_key)) == 0;
        if (!known)
            return &s->all[i];
    }
    return NULL;
}

/* Those that sign no more make room. */
static void drop_ended(struct ctx *c, const struct log_keys *named, struct log_seeds *s)
{
    for (size_t i = 1; i < named->n; i++) {
        const struct log_seed *old = log_seed_of(s, &named->all[i]);
        if (!old || named->until[i].n >= ctx_today(c).n)
            continue;
        size_t at = (size_t)(old - s->all);
        memmove(&s->all[at], &s->all[at + 1], (s->n - at - 1) * sizeof s->all[0]);
        s->n--;
    }
}

/* The seed of the key that hands over, and that of the next one, which lies on disk by now. */
static enum err next_seed(struct ctx *c, const struct log_paths *p, const struct log_keys *named,
                          struct log_seeds *s, struct log_seed *ret_from, struct log_seed *ret_to)
{
    const struct log_seed *from, *spare;

    TRY(log_seeds_read(c, p->key, s));
    from = log_seed_of(s, &named->all[0]);
    if (!from)
        return FAULT(&c->fault, ERR_IO, "log.key_form", "%s has not the present key", p->key);
    *ret_from = *from;
    spare = spare_of(s, named);
    if (!spare) {
        drop_ended(c, named, s);
        TRY(log_seeds_add(c, p->key, s));
        spare = &s->all[0];
    }
    *ret_to = *spare;
    return ERR_OK;
}

static enum err store_change(struct ctx *c, const struct log_keys *named, const struct note_key *to,
                             struct str statement)
{
    struct day until = { ctx_today(c).n + LOG_BOTH_DAYS };
    struct log_keys now;

    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(public_log_keys(c, &now));
    if (now.n != named->n) /* somebody else was faster */
        return FAULT(&c->fault, ERR_CONFLICT, "log.key_other", "it was rotated just now");
    TRY(store_run(c, Q_LOG_KEY_FORMER_ADD, NULL, INT((int64_t)named->n),
                  TEXT(note_key_text(c->arena, &named->all[0])), INT(until.n), TEXT(statement)));
    TRY(store_run(c, Q_SETTING_PUT, NULL, TEXT(S(LOG_VKEY_SETTING)),
                  TEXT(note_key_text(c->arena, to))));
    TRY(public_log_append(c, PUBLIC_KEY, statement));
    TRY(log_policy_renew(c));
    tx = NULL;
    return store_commit(c);
}

enum err log_rotate(struct ctx *c, const struct log_paths *p, struct note_key *ret)
{
    struct log_seeds *s = arena_new_of(c->arena, struct log_seeds);
    struct log_keys *named = arena_new_of(c->arena, struct log_keys);
    struct log_seed from, to;

    TRY(public_log_keys(c, named));
    if (named->n > KEY_STATEMENTS_MAX)
        return FAULT(&c->fault, ERR_LIMIT, "log.key_many", "%zu", named->n);
    enum err e = next_seed(c, p, named, s, &from, &to);
    if (e == ERR_OK) {
        struct str text = key_statement_text(c->arena, &from.key, &to.key,
                                             day_format(c->arena, ctx_today(c)));
        struct str lines = str_fmt(c->arena, "%.*s%.*s",
                                   STR_ARG(note_sign(c->arena, from.key.name, from.seed, text)),
                                   STR_ARG(note_sign(c->arena, to.key.name, to.seed, text)));
        e = store_change(c, named, &to.key, note_join(c->arena, text, lines));
        *ret = to.key;
    }
    explicit_bzero(s, sizeof(*s));
    explicit_bzero(&from, sizeof(from));
    explicit_bzero(&to, sizeof(to));
    return e;
}

enum err log_key_statements(struct ctx *c, struct str *ret)
{
    struct rows r;
    struct buf b = buf_new(c->arena);

    TRY(store_run0(c, Q_LOG_KEY_FORMER_LIST, &r));
    for (size_t i = r.n; i > 0; i--) /* the list has the latest first */
        buf_put(&b, cell(&r, i - 1, 2)->s);
    *ret = buf_str(&b);
    return ERR_OK;
}
