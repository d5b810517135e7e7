#include "domain/event.h"
#include "domain/idempotency.h"

#include <assert.h>

#include "domain/app.h"
#include "domain/chain.h"
#include "domain/complaint.h"
#include "gen/queries.h"

#define EVENTS_SHOWN_MAX 2000 /* as in event.sql */

struct event_draft {
    struct event_new n;
    int64_t id;
    struct chain_body matter;
    struct chain_body readers[EVENT_REPORTS_MAX];
    struct leaf_rows *ahead; /* of the matter, then of each reader; NULL: not made ahead */
};

/* What SYS writes without a key: the public codes, nothing that needs hiding. */
static struct str body_of_codes(struct ctx *c, const struct event_new *n)
{
    if (str_absent(n->codes))
        return S("");
    return str_fmt(c->arena, "%.*s\n", STR_ARG(n->codes));
}

/* Lines for machines, an empty line, words for people. The exact time stands only here, sealed. */
static struct str body_text(struct ctx *c, struct str lines, struct str words)
{
    struct buf b = buf_new(c->arena);

    buf_put(&b, S("at "));
    buf_put(&b, instant_format(c->arena, c->now));
    buf_byte(&b, '\n');
    buf_put(&b, lines);
    assert(lines.n == 0 || lines.p[lines.n - 1] == '\n');
    buf_byte(&b, '\n');
    buf_put(&b, words);
    return buf_str(&b);
}

/* One body: sealed when its key is at hand, else codes. */
static void body_prepare(struct ctx *c, struct event_draft *d, const struct key *k, int64_t owner,
                         struct str lines, struct str words, struct chain_body *ret)
{
    if (k)
        chain_body_seal(c, k, owner, d->id, body_text(c, lines, words), ret);
    else
        *ret = (struct chain_body){ .codes = body_of_codes(c, &d->n) };
}

enum err event_prepare(struct ctx *c, const struct event_new *n, struct event_draft **ret)
{
    struct event_draft *d = arena_new_of(c->arena, struct event_draft);

    assert(n->reader_count <= EVENT_REPORTS_MAX);
    assert(n->matter && n->org && n->kind && !str_absent(n->actor_role));
    assert(!n->one_report || n->reader_count == 1);
    assert(!day_absent(n->happened));
    d->n = *n;
    d->id = ctx_run_id(c);
    body_prepare(c, d, n->km, n->matter, n->lines, n->words, &d->matter);
    for (size_t i = 0; i < n->reader_count; i++)
        body_prepare(c, d, n->readers[i].kr, n->readers[i].report, n->readers[i].lines,
                     n->readers[i].body, &d->readers[i]);
    *ret = d;
    return ERR_OK;
}

void event_draft_due(struct event_draft *d, struct str due)
{
    d->n.due = due;
    d->ahead = NULL; /* the leaves named other dates */
}

/* Id or nothing: columns that point to a row or to nobody. */
static struct value id_or_none(int64_t id)
{
    return id ? INT(id) : NONE;
}

static enum err event_store(struct ctx *c, const struct event_draft *d, uint32_t seq)
{
    const struct event_new *n = &d->n;
    /* what the system found out while an officer worked is not his act */
    bool his = c->actor->kind == ACTOR_OFFICER && !str_eq(n->actor_role, S("SYS"));
    int64_t officer = his ? c->actor->officer : 0;

    return store_run(c, Q_EVENT_ADD, NULL, INT(d->id), INT(n->matter), INT(seq),
                     n->one_report ? INT(n->readers[0].report) : NONE,
                     INT(n->reader_count > 0 ? 1 : 0), id_or_none(n->lead), INT(n->org),
                     TEXT(n->actor_role), id_or_none(officer), TEXT(str_of(n->kind)),
                     TEXT(str_of(n->move)), TEXT(n->from_state), TEXT(n->to_state),
                     DAY(n->happened), DAY(ctx_today(c)), TEXT(n->channel), INT(n->named ? 1 : 0),
                     TEXT(n->due), TEXT(n->outcome), TEXT(n->codes), id_or_none(n->subproc));
}

static struct leaf_meta meta_of(struct ctx *c, const struct event_new *n)
{
    return (struct leaf_meta){ .kind = str_of(n->kind),
                               .channel = n->channel,
                               .unit = str_fmt(c->arena, "%lld", (long long)n->org),
                               .named = n->named ? 1 : 0,
                               .happened = n->happened,
                               .entered = ctx_today(c),
                               .due = n->due,
                               .outcome = n->outcome };
}

/* The next leaf of the matter's chain (at 0) or of a reader's, as the chain stands now. */
static enum err leaf_make(struct ctx *c, const struct event_draft *d, size_t at,
                          struct leaf_rows *ret)
{
    struct leaf_meta meta = meta_of(c, &d->n);
    struct chain ch;
    enum err e = at == 0 ? chain_load(c, false, d->n.matter, &ch)
                         : chain_load(c, true, d->n.readers[at - 1].report, &ch);

    if (e == ERR_OK)
        chain_leaf_make(c, &ch, &meta, at == 0 ? &d->matter : &d->readers[at - 1], ret);
    explicit_bzero(&ch, sizeof(ch)); /* the chain's keys lay there */
    return e;
}

enum err event_ahead(struct ctx *c, struct event_draft *d)
{
    struct leaf_rows *leaves = arena_array(c->arena, struct leaf_rows, d->n.reader_count + 1);

    assert(!c->tx && d->n.one_report); /* two leaves of one chain would be the same one */
    READS_AUTO reads = store_reads_begin(c);
    for (size_t i = 0; i <= d->n.reader_count; i++)
        TRY(leaf_make(c, d, i, &leaves[i]));
    d->ahead = leaves;
    return ERR_OK;
}

/* Leaves made ahead hold while nobody else has written into one of the chains. */
static enum err ahead_holds(struct ctx *c, const struct event_draft *d, bool *ret)
{
    *ret = d->ahead != NULL;
    for (size_t i = 0; i <= d->n.reader_count && *ret; i++)
        TRY(chain_leaf_is_next(c, &d->ahead[i], ret));
    return ERR_OK;
}

enum err event_append(struct ctx *c, struct event_draft *d, int64_t *ret_id)
{
    bool ahead;

    TRY(ahead_holds(c, d, &ahead));
    for (size_t i = 0; i <= d->n.reader_count; i++) {
        struct leaf_rows now;
        const struct leaf_rows *leaf = ahead ? &d->ahead[i] : &now;
        if (!ahead)
            TRY(leaf_make(c, d, i, &now));
        if (i == 0) /* the matter's chain counts the matter's events */
            TRY(event_store(c, d, leaf->seq));
        TRY(chain_leaf_store(c, d->id, leaf));
    }
    if (ret_id)
        *ret_id = d->id;
    return idempotency_mark(c);
}

/* Takes "at ..." and the words out of a body; the machines' lines stay where they are. */
static void body_read(struct str body, struct event_view *v)
{
    struct str rest = body;

    for (struct str line = str_cut(&rest, '\n'); line.n > 0; line = str_cut(&rest, '\n')) {
        if (str_starts(line, S("at ")) && !instant_parse(str_slice(line, 3, line.n - 3), &v->at))
            v->at = (struct instant){ 0 };
        if (str_absent(rest))
            return;
    }
    v->body = rest;
}

static void view_read(struct ctx *c, const struct rows *r, size_t i, const struct key *k,
                      int64_t owner, struct event_view *v)
{
    struct str body;

    *v = (struct event_view){ .id = cell(r, i, 0)->i,
                              .seq = cell(r, i, 1)->i,
                              .kind = cell(r, i, 2)->s,
                              .move = cell(r, i, 3)->s,
                              .from_state = cell(r, i, 4)->s,
                              .to_state = cell(r, i, 5)->s,
                              .actor_role = cell(r, i, 6)->s,
                              .codes = cell(r, i, 7)->s,
                              .outcome = cell(r, i, 8)->s,
                              .due = cell(r, i, 9)->s,
                              .happened = cell_day(r, i, 10),
                              .entered = cell_day(r, i, 11),
                              .officer = cell(r, i, 12)->i,
                              .matter = cell(r, i, 14)->i,
                              .subproc = cell(r, i, 15)->i };
    struct str sealed = cell(r, i, 13)->s;
    struct key kd;
    if (k && !str_absent(sealed) && chain_body_open(c, k, owner, v->id, sealed, NULL, &body)) {
        body_read(body, v);
        if (c->actor->kind == ACTOR_REPORTER)
            (void)complaint_own(c, body, &v->body); /* absent: an event without such a copy */
    } else if (!str_absent(sealed) && complaint_words(c, v, &kd)) {
        if (chain_body_open(c, &kd, owner, v->id, sealed, NULL, &body))
            body_read(body, v);
        key_wipe(&kd);
    }
}

static enum err chain_read(struct ctx *c, bool report, int64_t owner, const struct key *k,
                           struct event_list *ret)
{
    struct rows r;
    struct event_view *items;

    TRY(store_run(c, Q_EVENT_OF_CHAIN, &r, TEXT(report ? S("REPORT") : S("MATTER")), INT(owner)));
    assert(r.n <= EVENTS_SHOWN_MAX);
    items = arena_array(c->arena, struct event_view, r.n + 1);
    for (size_t i = 0; i < r.n; i++)
        view_read(c, &r, i, k, owner, &items[i]);
    *ret = (struct event_list){ items, r.n };
    return ERR_OK;
}

enum err event_of_report(struct ctx *c, int64_t report, struct event_list *ret)
{
    struct key kr;
    enum err e;

    if (c->actor->kind == ACTOR_REPORTER && c->actor->report != report)
        return FAULT(&c->fault, ERR_NOT_FOUND, "report.none", "another reporter's");
    /* without a grant there is no timeline at all: it is the reporter's, not the body's */
    e = vault_open(c, OBJECT_KR, report, &kr);
    if (e != ERR_OK)
        return e;
    e = chain_read(c, true, report, &kr, ret);
    key_wipe(&kr);
    return e;
}

enum err event_page_of_report(struct ctx *c, int64_t report, int64_t before, struct event_list *ret,
                              bool *ret_more)
{
    struct event_view *items;
    struct rows r;
    struct key kr;
    size_t n;

    if (c->actor->kind == ACTOR_REPORTER && c->actor->report != report)
        return FAULT(&c->fault, ERR_NOT_FOUND, "report.none", "another reporter's");
    TRY(store_run(c, Q_EVENT_OF_REPORT_PAGE, &r, INT(report), INT(before ? before : INT64_MAX)));
    TRY(vault_open(c, OBJECT_KR, report, &kr));
    n = r.n > EVENTS_PAGE ? EVENTS_PAGE : r.n;
    items = arena_array(c->arena, struct event_view, n + 1);
    for (size_t i = 0; i < n; i++)
        view_read(c, &r, i, &kr, report, &items[n - 1 - i]);
    key_wipe(&kr);
    *ret_more = r.n > n;
    *ret = (struct event_list){ items, n };
    return ERR_OK;
}

enum err event_of_matter(struct ctx *c, int64_t matter, struct event_list *ret)
{
    struct key km;
    enum err e;
    bool can;

    if (c->actor->kind != ACTOR_OFFICER && c->actor->kind != ACTOR_SYSTEM)
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "the record is the body's");
    can = c->actor->kind == ACTOR_OFFICER && vault_can(c, OBJECT_KM, matter);
    if (can)
        TRY(vault_open(c, OBJECT_KM, matter, &km));
    e = chain_read(c, false, matter, can ? &km : NULL, ret);
    if (can)
        key_wipe(&km);
    return e;
}
