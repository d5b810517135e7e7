/* log_policy.c - who the witnesses are and how many must sign: each change is a policy of its own,
 * and its document a public leaf. */
#include "domain/log_witness.h"
#include "gen/queries.h"
#include "tlog/policy.h"

#define QUORUM_SETTING "log_quorum" /* as set by the operator; no row: more than half */
#define MORE_THAN_HALF (-1)
#define GROUP "quorum-of-witnesses"

enum err log_witness_list(struct ctx *c, struct log_witnesses *ret)
{
    struct rows r;

    ret->n = 0;
    TRY(store_run0(c, Q_WITNESS_LIST, &r));
    for (size_t i = 0; i < r.n && ret->n < LOG_WITNESSES_MAX; i++) {
        struct log_witness *w = &ret->items[ret->n++];
        *w = (struct log_witness){ .id = cell(&r, i, 0)->i,
                                   .url = cell(&r, i, 2)->s,
                                   .active = true,
                                   .seen = cell(&r, i, 3)->i,
                                   .status = cell(&r, i, 4)->s,
                                   .status_at = { cell(&r, i, 5)->i },
                                   .signed_at = { cell(&r, i, 6)->i * 1000 } };
        if (!note_key_parse(c->arena, cell(&r, i, 1)->s, &w->key))
            return FAULT(&c->fault, ERR_STORE, "row.changed", "table witness");
    }
    return ERR_OK;
}

/* ---- the document ---- */

static struct str compose(struct ctx *c, const struct log_keys *log, const struct log_witnesses *w,
                          int64_t quorum)
{
    struct buf b = buf_new(c->arena);

    for (size_t i = 0; i < log->n; i++)
        buf_fmt(&b, "log %.*s\n", STR_ARG(note_key_text(c->arena, &log->all[i])));
    for (size_t i = 0; i < w->n; i++)
        buf_fmt(&b, "witness %.*s %.*s\n", STR_ARG(w->items[i].key.name),
                STR_ARG(note_key_text(c->arena, &w->items[i].key)));
    if (quorum > 0) {
        buf_fmt(&b, "group " GROUP " %lld", (long long)quorum);
        for (size_t i = 0; i < w->n; i++)
            buf_fmt(&b, " %.*s", STR_ARG(w->items[i].key.name));
        buf_byte(&b, '\n');
    }
    buf_fmt(&b, "quorum %s\n", quorum > 0 ? GROUP : "none");
    return buf_str(&b);
}

static enum err last_policy(struct ctx *c, struct str *ret_document, int64_t *ret_quorum,
                            int64_t *ret_serial)
{
    struct rows r;

    TRY(store_run0(c, Q_LOG_POLICY_LAST, &r));
    *ret_serial = r.n ? cell(&r, 0, 0)->i : 0;
    *ret_quorum = r.n ? cell(&r, 0, 1)->i : 0;
    *ret_document = r.n ? cell(&r, 0, 2)->s : STR_NONE;
    return ERR_OK;
}

enum err log_quorum(struct ctx *c, int64_t *ret, int64_t *ret_serial)
{
    struct str document;
    int64_t serial;

    return last_policy(c, &document, ret, ret_serial ? ret_serial : &serial);
}

enum err log_policy_text(struct ctx *c, struct str *ret)
{
    struct log_keys *k = arena_new_of(c->arena, struct log_keys);
    int64_t quorum, serial;

    TRY(public_log_keys(c, k));
    TRY(last_policy(c, ret, &quorum, &serial));
    if (str_absent(*ret)) {
        struct log_witnesses none = { .n = 0 };
        *ret = compose(c, k, &none, 0);
    }
    return ERR_OK;
}

/* ---- changes ---- */

static enum err wanted_quorum(struct ctx *c, int64_t *ret)
{
    struct rows r;

    TRY(store_run(c, Q_SETTING_FIND, &r, TEXT(S(QUORUM_SETTING))));
    *ret = MORE_THAN_HALF;
    if (r.n > 0 && !str_i64(cell(&r, 0, 0)->s, ret))
        return FAULT(&c->fault, ERR_STORE, "row.changed", "setting " QUORUM_SETTING);
    return ERR_OK;
}

enum err log_policy_renew(struct ctx *c)
{
    struct log_witnesses *w = arena_new_of(c->arena, struct log_witnesses);
    struct policy *parsed = arena_new_of(c->arena, struct policy);
    struct log_keys *k = arena_new_of(c->arena, struct log_keys);
    struct str before;
    int64_t quorum, was, serial;
    int line;

    TRY(public_log_keys(c, k));
    TRY(log_witness_list(c, w));
    TRY(wanted_quorum(c, &quorum));
    if (quorum == MORE_THAN_HALF)
        quorum = w->n ? (int64_t)w->n / 2 + 1 : 0;
    if (quorum > (int64_t)w->n)
        return FAULT(&c->fault, ERR_CONFLICT, "log.witness.quorum", "%lld of %zu",
                     (long long)quorum, w->n);
    struct str text = compose(c, k, w, quorum);
    if (!policy_parse(c->arena, text, parsed, &line)) /* a name stands in it twice */
        return FAULT(&c->fault, ERR_CONFLICT, "log.witness.twice", "line %d of the policy", line);
    TRY(last_policy(c, &before, &was, &serial));
    if (!str_absent(before) && str_eq(before, text))
        return ERR_OK;
    TRY(store_run(c, Q_LOG_POLICY_ADD, NULL, INT(serial + 1), INT(c->now.ms), INT(quorum),
                  TEXT(text)));
    return public_log_append(c, PUBLIC_POLICY, text);
}

static enum err put_witness(struct ctx *c, struct str vkey, struct str url)
{
    struct rows r;

    TRY(store_run(c, Q_WITNESS_BY_VKEY, &r, TEXT(vkey)));
    if (r.n > 0 && cell(&r, 0, 1)->i)
        return FAULT(&c->fault, ERR_CONFLICT, "log.witness.twice", "it is asked already");
    if (r.n > 0)
        return store_run(c, Q_WITNESS_ACTIVE, NULL, INT(1), TEXT(url), INT(cell(&r, 0, 0)->i));
    TRY(store_run0(c, Q_WITNESS_LAST, &r));
    return store_run(c, Q_WITNESS_ADD, NULL, INT(cell(&r, 0, 0)->i + 1), TEXT(vkey), TEXT(url));
}

enum err log_witness_add(struct ctx *c, struct str vkey, struct str url)
{
    struct log_witnesses *w = arena_new_of(c->arena, struct log_witnesses);
    struct note_key log, k;

    TRY(public_log_key(c, &log));
    vkey = str_trim(vkey);
    url = str_trim(url);
    while (str_ends(url, S("/")))
        url.n--;
    if (!note_key_parse(c->arena, vkey, &k) || k.type != NOTE_COSIGNATURE)
        fault_field(&c->fault, "vkey", T_KEY("log.witness.vkey"), 0);
    if (!fetch_url_ok(url))
        fault_field(&c->fault, "url", T_KEY("log.witness.url"), 0);
    if (c->fault.err == ERR_INVALID)
        return ERR_INVALID;
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(log_witness_list(c, w));
    if (w->n == LOG_WITNESSES_MAX)
        return FAULT(&c->fault, ERR_LIMIT, "log.witness.many", "%d", LOG_WITNESSES_MAX);
    TRY(put_witness(c, vkey, url));
    TRY(log_policy_renew(c));
    tx = NULL;
    return store_commit(c);
}

enum err log_witness_remove(struct ctx *c, struct str name)
{
    struct log_witnesses *w = arena_new_of(c->arena, struct log_witnesses);
    const struct log_witness *found = NULL;

    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(log_witness_list(c, w));
    for (size_t i = 0; i < w->n && !found; i++)
        if (str_eq(w->items[i].key.name, name))
            found = &w->items[i];
    if (!found)
        return FAULT(&c->fault, ERR_NOT_FOUND, "log.witness.none", "%.*s", STR_ARG(name));
    TRY(store_run(c, Q_WITNESS_ACTIVE, NULL, INT(0), TEXT(found->url), INT(found->id)));
    TRY(store_run(c, Q_LOG_EVIDENCE_SETTLE_SAID, NULL, INT(found->id)));
    TRY(log_policy_renew(c));
    tx = NULL;
    return store_commit(c);
}

enum err log_quorum_set(struct ctx *c, int64_t quorum)
{
    struct log_witnesses *w = arena_new_of(c->arena, struct log_witnesses);

    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(log_witness_list(c, w));
    if (quorum < MORE_THAN_HALF || quorum > (int64_t)w->n) {
        fault_field(&c->fault, "quorum", T_KEY("log.witness.quorum"), (int64_t)w->n);
        return ERR_INVALID;
    }
    TRY(store_run(c, Q_SETTING_PUT, NULL, TEXT(S(QUORUM_SETTING)),
                  TEXT(str_fmt(c->arena, "%lld", (long long)quorum))));
    TRY(log_policy_renew(c));
    tx = NULL;
    return store_commit(c);
}
