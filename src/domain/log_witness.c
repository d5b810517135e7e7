#include "domain/log_witness.h"

#include "base/log.h"
#include "domain/log_guard.h"
#include "gen/queries.h"
#include "tlog/witness.h"

#define PACE_FIRST_MS 1000
#define PACE_MOST_MS (5 * 60 * 1000)

static const struct {
    const char *status, *key;
} statuses[] = {
    { "new", T_KEY("log.witness.new") },
    { "good", T_KEY("log.witness.good") },
    { "timeout", T_KEY("log.witness.timeout") },
    { "unreachable", T_KEY("log.witness.unreachable") },
    { "no_curl", T_KEY("log.witness.no_curl") },
    { "too_long", T_KEY("log.witness.malformed") },
    { "malformed", T_KEY("log.witness.malformed") },
    { "busy", T_KEY("log.witness.busy") },
    { "unknown_log", T_KEY("log.witness.unknown_log") },
    { "not_trusted", T_KEY("log.witness.not_trusted") },
    { "bad_signature", T_KEY("log.witness.bad_signature") },
    { "ahead", T_KEY("log.witness.ahead") },
    { "split", T_KEY("log.witness.split") },
};

const char *log_witness_key(struct str status)
{
    for (size_t i = 0; i < COUNT_OF(statuses); i++)
        if (str_eq(status, str_of(statuses[i].status)))
            return statuses[i].key;
    return T_KEY("log.witness.malformed");
}

/* ---- one round ---- */

/* A witness in this round. */
struct talk {
    struct log_witness *w;
    struct witness_request r;
    bool again;  /* it said where it stands: ask from there */
    bool suspect; /* it may have seen another tree: its last head is looked at */
    bool good;   /* knows our head, or one before it */
    struct fetch *f;
};
struct round {
    struct ctx *c;
    const struct log_net *net;
    struct log_keys keys;
    struct checkpoint head;
    struct str note, text;
    bool shown; /* the head is out already */
    int64_t quorum, serial;
    struct talk talks[LOG_WITNESSES_MAX];
    size_t n;
    struct fetch fetches[LOG_WITNESSES_MAX];
    size_t fetch_n;
    enum err err;
};

static struct talk *talk_of(struct round *o, const struct fetch *f)
{
    for (size_t i = 0; i < o->n; i++)
        if (o->talks[i].f == f)
            return &o->talks[i];
    return NULL;
}

static enum err say(struct round *o, struct talk *t, const char *status)
{
    struct ctx *c = o->c;
    bool news = !str_eq(t->w->status, str_of(status));

    t->w->status = str_of(status);
    t->w->status_at = c->now;
    if (news)
        log_event(LOG_WARN, "log.witness", "name=%.*s status=%s", STR_ARG(t->w->key.name), status);
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_WITNESS_SAID, NULL, INT(t->w->seen), TEXT(t->w->status), INT(c->now.ms),
                  INT(t->w->id)));
    tx = NULL;
    return store_commit(c);
}

static enum err keep_evidence(struct round *o, struct talk *t, bool split, uint64_t size,
                              bool proven, struct str theirs)
{
    struct ctx *c = o->c;
    bool stops = proven || !split; /* an answer 422 alone proves nothing */

    log_event(LOG_ERROR, split ? "log.split_view" : "log.witness_ahead",
              "witness=%.*s ours=%llu theirs=%llu proven=%d", STR_ARG(t->w->key.name),
              (unsigned long long)o->head.size, (unsigned long long)size, proven);
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_LOG_EVIDENCE_ADD, NULL, INT(ctx_random_id(c)), INT(c->now.ms),
                  INT(t->w->id), TEXT(split ? S("split") : S("ahead")), INT((int64_t)size),
                  INT(proven), INT(stops), TEXT(o->note), TEXT(theirs)));
    tx = NULL;
    TRY(store_commit(c));
    return say(o, t, split ? "split" : "ahead");
}

/* ---- what a witness signs ---- */

/* The line of this witness's key in an answer of lines; false when there is none that holds. */
static bool own_line(struct round *o, const struct talk *t, struct str *ret, uint64_t *time_s)
{
    struct note n;

    if (!note_parse(o->c->arena, note_join(o->c->arena, o->text, t->f->answer), &n) ||
        !str_eq(n.text, o->text) || note_verify(&n, &t->w->key, time_s) != NOTE_SIGNED)
        return false;
    for (size_t i = 0; i < n.n; i++) {
        const struct note_line *l = &n.lines[i];
        uint64_t own;
        struct note one = { n.text, &n.lines[i], 1 };
        if (note_verify(&one, &t->w->key, &own) == NOTE_SIGNED && own == *time_s) {
            *ret = l->line;
            return *time_s < INT64_MAX / 1000;
        }
    }
    return false;
}

static enum err has_quorum(struct round *o, bool *ret)
{
    struct rows r;
    int64_t have = 0;

    TRY(store_run(o->c, Q_COSIGNATURE_OF, &r, INT((int64_t)o->head.size)));
    for (size_t i = 0; i < r.n; i++)
        have += cell(&r, i, 2)->i;
    *ret = o->quorum > 0 && have >= o->quorum;
    return ERR_OK;
}

static enum err keep_signature(struct round *o, struct talk *t, struct str line, uint64_t time_s)
{
    struct ctx *c = o->c;
    bool quorum;

    if (!str_eq(t->w->status, S("good")))
        log_event(LOG_INFO, "log.witness", "name=%.*s status=good", STR_ARG(t->w->key.name));
    t->w->seen = (int64_t)o->head.size;
    t->w->status = S("good");
    t->good = true;
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_COSIGNATURE_ADD, NULL, INT((int64_t)o->head.size), INT(t->w->id),
                  TEXT(line)));
    TRY(store_run(c, Q_WITNESS_SIGNED, NULL, INT(t->w->seen), INT(c->now.ms), INT((int64_t)time_s),
                  INT(t->w->id)));
    TRY(store_run(c, Q_LOG_EVIDENCE_SETTLE, NULL, INT(t->w->id)));
    TRY(has_quorum(o, &quorum));
    if (quorum)
        TRY(store_run(c, Q_SIGNED_HEAD_SHOW, NULL, INT(o->serial), INT((int64_t)o->head.size)));
    o->shown = o->shown || quorum;
    tx = NULL;
    return store_commit(c);
}

/* ---- what a witness answers ---- */

static bool our_root(struct round *o, uint64_t size, struct hash *ret)
{
    struct tree_source s = public_log_source(o->c, o->head.size);

    *ret = tree_empty();
    return size == 0 || (size <= o->head.size && tree_root(&s, size, ret));
}

static bool own_proof_holds(struct round *o, const struct talk *t)
{
    struct hash from;

    return our_root(o, t->r.old, &from) &&
           tree_consistency_ok(t->r.old, o->head.size, &from, &o->head.root, t->r.proof.path,
                               t->r.proof.n);
}

static enum err heard_conflict(struct round *o, struct talk *t)
{
    uint64_t size;

    if (!witness_size_parse(t->f->type, t->f->answer, &size)) {
        t->suspect = t->r.old == o->head.size; /* the older text says 409 for another root too */
        return say(o, t, "malformed");
    }
    if (size > o->head.size || size == t->r.old) {
        t->suspect = true;
        t->w->seen = (int64_t)size;
        return say(o, t, size > o->head.size ? "ahead" : "malformed");
    }
    t->w->seen = (int64_t)size;
    t->good = true;
    t->again = true;
    return ERR_OK;
}

static enum err heard(struct round *o, struct talk *t)
{
    struct str line;
    uint64_t time_s;

    switch (t->f->status) {
    case 0:
        return say(o, t, t->f->why);
    case 200:
        return own_line(o, t, &line, &time_s) ? keep_signature(o, t, line, time_s)
                                              : say(o, t, "bad_signature");
    case 409:
        return heard_conflict(o, t);
    case 404:
        return say(o, t, "unknown_log");
    case 403:
        return say(o, t, "not_trusted");
    case 422:
        if (!own_proof_holds(o, t))
            return FAULT(&o->c->fault, ERR_STORE, "log.broken", "our own proof from %llu is wrong",
                         (unsigned long long)t->r.old);
        t->suspect = true;
        return ERR_OK;
    default:
        return say(o, t, t->f->status == 429 || t->f->status >= 500 ? "busy" : "malformed");
    }
}

static void heard_one(void *u, struct fetch *f)
{
    struct round *o = u;
    struct talk *t = talk_of(o, f);

    if (o->err == ERR_OK && t)
        o->err = heard(o, t);
}

/* ---- suspicion ---- */

/* c2sp.org/tlog-witness: the last checkpoint it cosigned, by the hash of the log's name. */
static const char *head_url(struct round *o, const struct log_witness *w)
{
    uint8_t h[32];

    sha256(o->head.origin, h);
    return str_z(o->c->arena,
                 str_fmt(o->c->arena, "%.*s/%.*s/checkpoint", STR_ARG(w->url),
                         STR_ARG(str_hex(o->c->arena, h, sizeof(h)))));
}

static enum err weigh(struct round *o, struct talk *t, const struct witness_request *asked,
                      bool refused)
{
    struct checkpoint theirs;
    struct hash root;
    bool shows = t->f->status == 200 && log_keys_open(o->c->arena, &o->keys, t->f->answer, &theirs,
                                                      NULL);
    uint64_t size = t->w->seen > 0 ? (uint64_t)t->w->seen : 0;

    if (shows && theirs.size > o->head.size)
        return keep_evidence(o, t, false, theirs.size, true, t->f->answer);
    if (shows && (!our_root(o, theirs.size, &root) || !hash_eq(&root, &theirs.root)))
        return keep_evidence(o, t, true, theirs.size, true, t->f->answer);
    if (size > o->head.size)
        return keep_evidence(o, t, false, size, false,
                             str_fmt(o->c->arena, "409 %llu\n", (unsigned long long)size));
    return refused ? keep_evidence(o, t, true, size, false,
                                   str_fmt(o->c->arena, "422\n%.*s",
                                           STR_ARG(witness_request_text(o->c->arena, asked))))
                   : ERR_OK;
}

/* What somebody has seen who refuses: both heads are kept. */
static enum err look_into(struct round *o)
{
    struct talk *who[LOG_WITNESSES_MAX];
    int status[LOG_WITNESSES_MAX];
    size_t n = 0;

    for (size_t i = 0; i < o->n; i++)
        if (o->talks[i].suspect) {
            status[n] = o->talks[i].f ? o->talks[i].f->status : 0;
            who[n++] = &o->talks[i];
        }
    for (size_t i = 0; i < n; i++) {
        o->fetches[i] = (struct fetch){ .url = head_url(o, who[i]->w) };
        who[i]->f = &o->fetches[i];
    }
    if (n > 0)
        o->net->fetch(o->net->u, o->c->arena, o->fetches, n, LOG_ASK_MS, NULL, NULL);
    for (size_t i = 0; i < n; i++)
        TRY(weigh(o, who[i], &who[i]->r,
                  status[i] == 422 || (status[i] == 409 && who[i]->r.old == o->head.size)));
    return ERR_OK;
}

/* ---- the round ---- */

static enum err make_request(struct round *o, struct talk *t)
{
    struct tree_source s = public_log_source(o->c, o->head.size);
    uint64_t seen = t->w->seen > 0 ? (uint64_t)t->w->seen : 0;

    t->r = (struct witness_request){ .old = seen <= o->head.size ? seen : o->head.size,
                                     .note = o->note };
    if (!tree_consistency(&s, t->r.old, o->head.size, &t->r.proof))
        return FAULT(&o->c->fault, ERR_STORE, "log.tile_lost", "no proof from %llu",
                     (unsigned long long)t->r.old);
    return ERR_OK;
}

static enum err ask_once(struct round *o)
{
    size_t n = 0;

    for (size_t i = 0; i < o->n; i++) {
        struct talk *t = &o->talks[i];
        if (!t->again)
            continue;
        t->again = false;
        TRY(make_request(o, t));
        o->fetches[n] = (struct fetch){
            .url = str_z(o->c->arena,
                         str_fmt(o->c->arena, "%.*s/add-checkpoint", STR_ARG(t->w->url))),
            .body = witness_request_text(o->c->arena, &t->r),
        };
        t->f = &o->fetches[n++];
    }
    if (n > 0)
        o->net->fetch(o->net->u, o->c->arena, o->fetches, n, LOG_ASK_MS, heard_one, o);
    return o->err;
}

static enum err run_round(struct round *o)
{
    for (int i = 0; i < LOG_TRIES_MAX; i++)
        TRY(ask_once(o));
    return look_into(o);
}

/* Our last signed head; *ret_any false before the first. */
static enum err begin_round(struct ctx *c, const struct log_net *net, struct round *o,
                            bool *ret_any)
{
    uint64_t size;
    struct note n;

    *o = (struct round){ .c = c, .net = net };
    enum err e = public_log_signed(c, &o->note, &size, &o->shown);
    *ret_any = e == ERR_OK;
    if (e == ERR_NOT_FOUND) {
        fault_clear(&c->fault);
        return ERR_OK;
    }
    TRY(e);
    TRY(public_log_keys(c, &o->keys));
    TRY(log_quorum(c, &o->quorum, &o->serial));
    if (!log_keys_open(c->arena, &o->keys, o->note, &o->head, &n) || o->head.size != size)
        return FAULT(&c->fault, ERR_STORE, "log.broken", "the head signed at %llu is not ours",
                     (unsigned long long)size);
    o->text = n.text;
    return ERR_OK;
}

enum err log_witness_ask_all(struct ctx *c, const struct log_net *net, size_t *ret_heard)
{
    struct log_witnesses *all = arena_new_of(c->arena, struct log_witnesses);
    struct round *o = arena_new_of(c->arena, struct round);
    bool any;

    *ret_heard = 0;
    TRY(log_witness_list(c, all));
    if (all->n == 0)
        return ERR_OK;
    TRY(begin_round(c, net, o, &any));
    if (!any) { /* nothing to show: what do they know of us? */
        struct note_key k;
        TRY(public_log_key(c, &k));
        TRY(public_log_keys(c, &o->keys));
        o->note = S("");
        o->head = (struct checkpoint){ k.name, 0, tree_empty() };
    }
    for (size_t i = 0; i < all->n; i++)
        o->talks[o->n++] =
            (struct talk){ .w = &all->items[i], .again = any, .suspect = !any };
    TRY(run_round(o));
    for (size_t i = 0; i < o->n; i++)
        *ret_heard += o->talks[i].good;
    return ERR_OK;
}

/* ---- turns ---- */

static struct pace *pace_of(struct log_pace *p, int64_t witness)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->all[i].witness == witness)
            return &p->all[i];
    if (p->n == LOG_WITNESSES_MAX) /* those who left make room */
        p->n = 0;
    p->all[p->n] = (struct pace){ .witness = witness };
    return &p->all[p->n++];
}

/* Twice as long each time, five minutes at most. */
static void pace_on(struct pace *p, bool good, int64_t clock_ms)
{
    p->fails = good ? 0 : p->fails + (p->fails < 16);
    int64_t wait = good ? 0 : (int64_t)PACE_FIRST_MS << (p->fails - 1);
    p->next_ms = clock_ms + (wait < PACE_MOST_MS ? wait : PACE_MOST_MS);
}

static enum err signed_already(struct ctx *c, uint64_t size, int64_t witness, bool *ret)
{
    struct rows r;

    TRY(store_run(c, Q_COSIGNATURE_OF, &r, INT((int64_t)size)));
    *ret = false;
    for (size_t i = 0; i < r.n; i++)
        *ret = *ret || cell(&r, i, 1)->i == witness;
    return ERR_OK;
}

static enum err ask_due(struct round *o, struct log_witnesses *all, struct log_pace *pace,
                        int64_t clock_ms)
{
    for (size_t i = 0; i < all->n; i++) {
        bool done;
        struct pace *p = pace_of(pace, all->items[i].id);
        TRY(signed_already(o->c, o->head.size, all->items[i].id, &done));
        if (!done && p->next_ms <= clock_ms)
            o->talks[o->n++] = (struct talk){ .w = &all->items[i], .again = true };
    }
    TRY(run_round(o));
    for (size_t i = 0; i < o->n; i++)
        pace_on(pace_of(pace, o->talks[i].w->id),
                str_eq(o->talks[i].w->status, S("good")), clock_ms);
    return ERR_OK;
}

static enum err show(struct round *o)
{
    struct ctx *c = o->c;
    bool quorum;

    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(has_quorum(o, &quorum));
    TRY(store_run(c, Q_SIGNED_HEAD_SHOW, NULL, INT(quorum ? o->serial : 0),
                  INT((int64_t)o->head.size)));
    tx = NULL;
    return store_commit(c);
}

enum err log_witness_turn(struct ctx *c, const struct log_net *net, struct log_pace *pace,
                          int64_t clock_ms)
{
    struct log_witnesses *all = arena_new_of(c->arena, struct log_witnesses);
    struct round *o = arena_new_of(c->arena, struct round);
    bool any;

    TRY(log_witness_list(c, all));
    TRY(begin_round(c, net, o, &any));
    if (!any)
        return ERR_OK;
    if (pace->size != o->head.size || pace->since_ms == 0) {
        pace->size = o->head.size;
        pace->since_ms = clock_ms;
    }
    TRY(ask_due(o, all, pace, clock_ms));
    bool late = o->quorum == 0 || clock_ms - pace->since_ms >= LOG_SHOW_MS;
    return !o->shown && late ? show(o) : ERR_OK;
}

/* ---- what was shown against us ---- */

enum err log_evidence_list(struct ctx *c, struct log_evidences *ret)
{
    struct rows r;

    ret->n = 0;
    TRY(store_run0(c, Q_LOG_EVIDENCE_LIST, &r));
    for (size_t i = 0; i < r.n && ret->n < LOG_EVIDENCE_MAX; i++) {
        struct note_key k;
        if (!note_key_parse(c->arena, cell(&r, i, 1)->s, &k))
            return FAULT(&c->fault, ERR_STORE, "row.changed", "table witness");
        ret->items[ret->n++] = (struct log_evidence){ .at = { cell(&r, i, 0)->i },
                                                      .witness = k.name,
                                                      .split = str_eq(cell(&r, i, 2)->s,
                                                                      S("split")),
                                                      .size = (uint64_t)cell(&r, i, 3)->i,
                                                      .proven = cell(&r, i, 4)->i != 0,
                                                      .stops = cell(&r, i, 5)->i != 0,
                                                      .ours = cell(&r, i, 6)->s,
                                                      .theirs = cell(&r, i, 7)->s };
    }
    return ERR_OK;
}
