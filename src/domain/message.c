/* message.c - what is written to and fro; the words are sealed before the writer is taken. */
#include "domain/message.h"

#include <string.h>

#include "base/utf8.h"
#include "domain/event.h"
#include "domain/reach.h"
#include "domain/task.h"
#include "gen/queries.h"

#define REWRAP_PAGES_MAX 1000 /* of a thousand messages */

static enum err out_of_reach(struct ctx *c)
{
    return FAULT(&c->fault, ERR_NOT_FOUND, "report.none", "none, or not in reach");
}

/* Own report, or one in reach in a part that reads threads; then the key. */
static enum err open_thread(struct ctx *c, int64_t report, struct followed *f, struct key *kr)
{
    unsigned may;

    if (c->actor->kind != ACTOR_REPORTER && c->actor->kind != ACTOR_OFFICER)
        return out_of_reach(c);
    TRY(reach_report(c, report, &may));
    if (!(may & REACH_THREAD))
        return FAULT(&c->fault, ERR_DENIED, "message.role", "reads no threads");
    TRY(followed_find(c, report, f));
    return vault_open(c, OBJECT_KR, report, kr);
}

static struct place message_place(int64_t report, int64_t id)
{
    return (struct place){ PLACE_MESSAGE, 1, report, id, 0 };
}

/* "2026-09-18T10:00:00+08:00\nwords": the exact time is nobody else's business */
static struct str words_seal(struct ctx *c, const struct key *kr, int64_t report, int64_t id,
                             struct str text)
{
    struct buf b = buf_new(c->arena);
    buf_put(&b, instant_format(c->arena, c->now));
    buf_byte(&b, '\n');
    buf_put(&b, text);
    return record_seal(c, kr, message_place(report, id), buf_str(&b), true);
}

static void words_open(struct ctx *c, const struct key *kr, int64_t report, struct str sealed,
                       struct message *m)
{
    struct str plain;
    if (!record_open(c->arena, kr, message_place(report, m->id), sealed, true, &plain))
        return;
    struct str at = str_cut(&plain, '\n');
    if (instant_parse(at, &m->at))
        m->text = plain;
}

static struct message_list list_read(struct ctx *c, const struct rows *r, int64_t report,
                                     const struct key *kr)
{
    bool reader_is_body = c->actor->kind != ACTOR_REPORTER;
    struct message *items = arena_array(c->arena, struct message, r->n + 1);

    for (size_t i = 0; i < r->n; i++) {
        struct message *m = &items[r->n - 1 - i];
        bool body = str_eq(cell(r, i, 2)->s, S("BODY"));
        *m = (struct message){ .id = cell(r, i, 0)->i,
                               .seq = cell(r, i, 1)->i,
                               .mine = body == reader_is_body,
                               .from_body = body,
                               .day = cell_day(r, i, 3),
                               .needs_answer = cell(r, i, 4)->i != 0,
                               .answered = cell(r, i, 5)->i != 0,
                               .sender = cell(r, i, 7)->s };
        words_open(c, kr, report, cell(r, i, 6)->s, m);
    }
    return (struct message_list){ items, r->n };
}

enum err message_list(struct ctx *c, int64_t report, struct message_list *ret)
{
    struct followed f;
    struct key kr;
    struct rows r;

    TRY(open_thread(c, report, &f, &kr));
    TRY(store_run(c, Q_MESSAGE_ALL, &r, INT(report), INT(MESSAGES_SHOWN_MAX)));
    *ret = list_read(c, &r, report, &kr);
    key_wipe(&kr);
    return ERR_OK;
}

enum err message_of_body_since(struct ctx *c, int64_t report, struct day day,
                               struct message_list *ret)
{
    struct followed f;
    struct key kr;
    struct rows r;

    TRY(open_thread(c, report, &f, &kr));
    TRY(store_run(c, Q_MESSAGE_OF_BODY_SINCE, &r, INT(report), DAY(day), INT(MESSAGES_SHOWN_MAX)));
    *ret = list_read(c, &r, report, &kr);
    key_wipe(&kr);
    return ERR_OK;
}

static enum err text_check(struct ctx *c, struct str typed, struct str *ret)
{
    if (str_absent(typed) || !utf8_clean(c->arena, typed, ret)) {
        fault_field(&c->fault, "text", str_absent(typed) ? "message.empty" : "message.text", 0);
        return ERR_INVALID;
    }
    if (ret->n == 0)
        fault_field(&c->fault, "text", "message.empty", 0);
    else if (utf8_count(*ret) > MESSAGE_CHARS_MAX)
        fault_field(&c->fault, "text", "form.too_long", MESSAGE_CHARS_MAX);
    return c->fault.field_count ? ERR_INVALID : ERR_OK;
}

/* In which of his roles an officer writes, for the record. */
static struct str writes_as(const struct ctx *c)
{
    static const uint32_t roles[] = { RO_HANDLER, RO_HD_HEAD, RO_PO_HEAD, RO_CADRE_SUP, RO_UPPER };

    if (c->actor->kind == ACTOR_REPORTER)
        return S("RO_REPORTER");
    for (size_t i = 0; i < COUNT_OF(roles); i++) {
        if (actor_has(c, roles[i]))
            return role_name(roles[i]);
    }
    return S("RO_PO_HEAD");
}

/* An event of one report; the matter's own leaf carries codes only when Km is not at hand. */
static struct event_new *event_of(struct ctx *c, const struct followed *f, const char *kind,
                                  const struct key *kr)
{
    struct event_new *n = arena_new_of(c->arena, struct event_new);

    *n = (struct event_new){ .matter = f->matter,
                             .org = f->org,
                             .kind = kind,
                             .channel = f->channel,
                             .named = f->named,
                             .happened = ctx_today(c),
                             .actor_role = writes_as(c),
                             .reader_count = 1,
                             .one_report = true };
    n->readers[0] = (struct event_reader){ .report = f->report, .kr = kr };
    return n;
}

/* That something was written and, under Kr, the hash of what; never the words. */
static enum err prepare_event(struct ctx *c, const struct followed *f, const struct key *kr,
                              struct str text, bool question, struct event_draft **ret)
{
    bool body = c->actor->kind != ACTOR_REPORTER;
    struct event_new *n = event_of(c, f, "E_MESSAGE", kr);
    uint8_t hash[32];

    sha256(text, hash);
    n->readers[0].lines =
        str_fmt(c->arena, "message %.*s\n", STR_ARG(str_hex(c->arena, hash, sizeof hash)));
    n->codes = body ? question ? S("from=body question=1") : S("from=body") : S("from=reporter");
    if (body && vault_can(c, OBJECT_KM, f->matter)) {
        struct key *km = arena_new_of(c->arena, struct key);
        TRY(vault_open(c, OBJECT_KM, f->matter, km));
        n->km = km;
    }
    return event_prepare(c, n, ret);
}

/* The clock is the matter's: while another reporter's message waits, it runs on. Who answers the
 * body's own question is owed no reply. */
static enum err answer_clock(struct ctx *c, const struct followed *f, const struct message *m)
{
    struct clock k;
    struct rows owed;
    struct clock_start s = {
        .matter = f->matter, .org = f->org, .code = S("D27"), .start = ctx_today(c), .at = c->now
    };

    if (!m->from_body)
        return m->needs_answer ? clock_start(c, &s, &k) : ERR_OK;
    TRY(store_run(c, Q_MESSAGE_OWED, &owed, INT(f->matter)));
    return cell(&owed, 0, 0)->i == 0 ? clock_stop(c, f->matter, S("D27"), ctx_today(c)) : ERR_OK;
}

/* The body above wrote: its task is done, and its D18 with it. */
static enum err complaint_answered(struct ctx *c, const struct followed *f)
{
    struct clock k;
    bool found = false;

    TRY(store_run(c, Q_MESSAGE_COMPLAINT_ANSWERED, NULL, DAY(ctx_today(c)), INT(f->matter),
                  INT(c->actor->org)));
    TRY(clock_running(c, f->matter, S("D18"), &k, &found));
    if (!found || k.org == f->org)
        return ERR_OK; /* the body's own, of an objection */
    return clock_stop(c, f->matter, S("D18"), ctx_today(c));
}

/* What the other side wrote is answered by this. Who answers a question is owed nothing. */
static enum err mark_answered(struct ctx *c, int64_t report, struct message *m)
{
    struct rows r;

    if (m->from_body)
        return store_run(c, Q_MESSAGE_MARK_ANSWERED, NULL, INT(report));
    TRY(store_run(c, Q_MESSAGE_ASKED, &r, INT(report)));
    m->needs_answer = cell(&r, 0, 1)->i == 0;
    return cell(&r, 0, 0)->i ? store_run(c, Q_MESSAGE_MARK_REPLIED, NULL, INT(report)) : ERR_OK;
}

static enum err store_message(struct ctx *c, const struct followed *f, struct str sealed,
                              struct event_draft *event, struct message *m)
{
    int64_t report = f->report;
    struct rows r;
    bool body = m->from_body;
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_MESSAGE_NEXT_SEQ, &r, INT(report)));
    m->seq = cell(&r, 0, 0)->i;
    TRY(mark_answered(c, report, m));
    TRY(store_run(c, Q_MESSAGE_ADD, NULL, INT(m->id), INT(report), INT(f->matter), INT(m->seq),
                  TEXT(body ? S("BODY") : S("REPORTER")), body ? INT(c->actor->officer) : NONE,
                  DAY(ctx_today(c)), INT(m->needs_answer), BLOB(sealed)));
    TRY(store_run(c, body ? Q_MESSAGE_MATTER_UNREAD : Q_MESSAGE_MATTER_ONE_MORE, NULL,
                  INT(f->matter)));
    TRY(answer_clock(c, f, m));
    if (body && c->actor->org != f->org)
        TRY(complaint_answered(c, f));
    else if (body)
        TRY(task_answered(c, f->org, f->matter));
    TRY(event_append(c, event, NULL));
    tx = NULL;
    return store_commit(c);
}

enum err message_send(struct ctx *c, int64_t report, struct str typed, bool question,
                      struct message *ret)
{
    struct followed f;
    struct key kr;
    struct str text;
    struct event_draft *event;
    bool body = c->actor->kind != ACTOR_REPORTER;
    READS_AUTO reads = store_reads_begin(c);
    TRY(open_thread(c, report, &f, &kr));
    TRY(text_check(c, typed, &text));
    if (str_eq(f.state, S("ST_WITHDRAWN")))
        return FAULT(&c->fault, ERR_CONFLICT, "message.closed", "taken back");
    struct message m = { .id = ctx_random_id(c),
                         .mine = true,
                         .from_body = body,
                         .text = text,
                         .at = c->now,
                         .day = ctx_today(c),
                         .needs_answer = body && question };
    struct str sealed = words_seal(c, &kr, report, m.id, text);
    TRY(prepare_event(c, &f, &kr, text, question, &event));
    TRY(event_ahead(c, event));
    store_reads_end(c);
    enum err e = store_message(c, &f, sealed, event, &m);
    key_wipe(&kr);
    if (e == ERR_OK)
        *ret = m;
    return e;
}

#define ATTACHED_MAX 100

enum err message_attach(struct ctx *c, int64_t message, const int64_t *files, size_t n)
{
    if (c->actor->kind != ACTOR_REPORTER)
        return out_of_reach(c);
    TRY(store_begin(c));
    TX_AUTO tx = c;
    for (size_t i = 0; i < n && i < ATTACHED_MAX; i++)
        TRY(store_run(c, Q_MESSAGE_ATTACH, NULL, INT(message), INT(files[i]),
                      INT(c->actor->report)));
    tx = NULL;
    return store_commit(c);
}

enum err message_rewrap(struct ctx *c, int64_t report, const struct key *kr_old,
                        const struct key *kr_new)
{
    struct rows r;
    int64_t after = 0;

    for (int page = 0; page < REWRAP_PAGES_MAX; page++) {
        TRY(store_run(c, Q_MESSAGE_SEALED, &r, INT(report), INT(after)));
        for (size_t i = 0; i < r.n; i++) {
            struct place at = message_place(report, cell(&r, i, 0)->i);
            struct str plain;
            if (!record_open(c->arena, kr_old, at, cell(&r, i, 1)->s, true, &plain))
                return FAULT(&c->fault, ERR_STORE, "report.broken", "a message does not open");
            after = cell(&r, i, 2)->i;
            TRY(store_run(c, Q_MESSAGE_RESEAL, NULL, BLOB(record_seal(c, kr_new, at, plain, true)),
                          INT(report), INT(after)));
        }
        if (r.n == 0)
            break;
    }
    return ERR_OK;
}

/* ---- urging ---- */

/* A promise to the reporter that was not kept; what binds himself is no promise. */
static bool is_late(struct ctx *c, const struct clock *k)
{
    const struct clock_rule *rule = procedure_clock(c->app->procedure, k->code);

    return str_eq(k->state, S("RUNNING")) && !day_absent(k->told) && ctx_today(c).n > k->told.n &&
           rule && rule->binds == CLOCK_BINDS_BODY;
}

enum err message_urge_open(struct ctx *c, int64_t report, const struct clock_list *clocks,
                           struct str *ret_clock, bool *ret_late)
{
    struct rows r;
    int64_t urged;

    *ret_clock = STR_NONE;
    *ret_late = false;
    for (size_t i = 0; i < clocks->n; i++)
        *ret_late = *ret_late || is_late(c, &clocks->items[i]);
    if (!*ret_late)
        return ERR_OK;
    TRY(store_run(c, Q_MESSAGE_URGED, &r, INT(report)));
    urged = r.n ? cell(&r, 0, 0)->i : INT32_MIN;
    for (size_t i = 0; i < clocks->n && str_absent(*ret_clock); i++) {
        const struct clock *k = &clocks->items[i];
        if (is_late(c, k) && k->told.n >= urged) /* was not late yet when he last urged */
            *ret_clock = k->code;
    }
    return ERR_OK;
}

static enum err store_urge(struct ctx *c, const struct followed *f, struct event_draft *event)
{
    struct clock_list clocks = { 0 };
    struct str clock;
    bool late;

    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(clock_of_matter(c, f->matter, &clocks));
    TRY(message_urge_open(c, f->report, &clocks, &clock, &late)); /* pressed twice at once */
    if (str_absent(clock))
        return FAULT(&c->fault, ERR_CONFLICT, "urge.done", "urged before");
    TRY(event_append(c, event, NULL));
    TRY(task_make(c, f->org, "RO_PO_HEAD", f->matter, "URGED", DAY_NONE));
    tx = NULL;
    return store_commit(c);
}

enum err message_urge(struct ctx *c)
{
    struct clock_list clocks = { 0 };
    struct followed f;
    struct key kr;
    struct str clock;
    struct event_draft *event;
    bool late;

    if (c->actor->kind != ACTOR_REPORTER)
        return out_of_reach(c);
    TRY(open_thread(c, c->actor->report, &f, &kr));
    TRY(clock_of_matter(c, f.matter, &clocks));
    TRY(message_urge_open(c, f.report, &clocks, &clock, &late));
    if (str_absent(clock))
        return late ? FAULT(&c->fault, ERR_CONFLICT, "urge.done", "urged before")
                    : FAULT(&c->fault, ERR_CONFLICT, "urge.not_due", "nothing overdue");
    struct event_new *n = event_of(c, &f, "E_URGED", &kr);
    n->codes = str_fmt(c->arena, "clock=%.*s", STR_ARG(clock));
    TRY(event_prepare(c, n, &event));
    key_wipe(&kr);
    return store_urge(c, &f, event);
}
