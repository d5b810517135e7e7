/* message.c - what is written to and fro; the words are sealed before the writer is taken. */
#include "domain/message.h"

#include <string.h>

#include "base/utf8.h"
#include "domain/event.h"
#include "gen/queries.h"

struct facts {
    int64_t matter, org;
    struct str channel, state;
    bool named;
};

static enum err facts_of(struct ctx *c, int64_t report, struct facts *ret)
{
    struct rows r;
    TRY(store_run(c, Q_MESSAGE_FACTS, &r, INT(report)));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "no matter");
    *ret = (struct facts){ cell(&r, 0, 0)->i, cell(&r, 0, 1)->i, cell(&r, 0, 2)->s,
                           cell(&r, 0, 4)->s, cell(&r, 0, 3)->i != 0 };
    return ERR_OK;
}

/* Own report, or a matter within reach in a role that reads threads; then the key. */
static enum err open_thread(struct ctx *c, int64_t report, struct facts *f, struct key *kr)
{
    struct matter m;
    if (c->actor->kind == ACTOR_REPORTER && c->actor->report != report)
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "another report");
    TRY(facts_of(c, report, f));
    if (c->actor->kind != ACTOR_REPORTER) {
        TRY(matter_find(c, f->matter, &m));
        if (!actor_has(c, MESSAGE_ROLES))
            return FAULT(&c->fault, ERR_DENIED, "message.role", "role");
    }
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

enum err message_list(struct ctx *c, int64_t report, struct message_list *ret)
{
    struct facts f;
    struct key kr;
    struct rows r;
    bool reader_is_body = c->actor->kind != ACTOR_REPORTER;
    TRY(open_thread(c, report, &f, &kr));
    TRY(store_run(c, Q_MESSAGE_ALL, &r, INT(report), INT(MESSAGES_SHOWN_MAX)));
    struct message *items = arena_array(c->arena, struct message, r.n + 1);
    for (size_t i = 0; i < r.n; i++) {
        struct message *m = &items[r.n - 1 - i];
        bool body = str_eq(cell(&r, i, 2)->s, S("BODY"));
        *m = (struct message){ .id = cell(&r, i, 0)->i,
                               .seq = cell(&r, i, 1)->i,
                               .mine = body == reader_is_body,
                               .from_body = body,
                               .day = cell_day(&r, i, 3),
                               .needs_answer = cell(&r, i, 4)->i != 0,
                               .answered = cell(&r, i, 5)->i != 0 };
        words_open(c, &kr, report, cell(&r, i, 6)->s, m);
    }
    key_wipe(&kr);
    *ret = (struct message_list){ items, r.n };
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

/* The event says that something was written and, under Kr, the hash of what; never the words. */
static enum err prepare_event(struct ctx *c, const struct facts *f, int64_t report,
                              const struct key *kr, struct str text, bool question,
                              struct event_draft **ret)
{
    bool body = c->actor->kind != ACTOR_REPORTER;
    uint8_t hash[32];
    struct key km = { { 0 } };
    sha256(text, hash);
    struct str lines =
        str_fmt(c->arena, "message %.*s\n", STR_ARG(str_hex(c->arena, hash, sizeof hash)));
    struct event_new *n = arena_new_of(c->arena, struct event_new);
    *n = (struct event_new){ .matter = f->matter,
                             .org = f->org,
                             .kind = "E_MESSAGE",
                             .channel = f->channel,
                             .named = f->named,
                             .happened = ctx_today(c),
                             .codes = body ? question ? S("from=body question=1") : S("from=body")
                                           : S("from=reporter"),
                             .actor_role = body ? S("RO_HANDLER") : S("RO_REPORTER"),
                             .reader_count = 1,
                             .one_report = true };
    n->readers[0] = (struct event_reader){ .report = report, .kr = kr, .lines = lines };
    if (body && vault_can(c, OBJECT_KM, f->matter) &&
        vault_open(c, OBJECT_KM, f->matter, &km) == ERR_OK) {
        struct key *held = arena_new_of(c->arena, struct key);
        *held = km;
        n->km = held;
    }
    if (body && actor_has(c, RO_PO_HEAD))
        n->actor_role = S("RO_PO_HEAD");
    return event_prepare(c, n, ret);
}

static enum err answer_clock(struct ctx *c, const struct facts *f, bool body)
{
    struct clock k;
    if (body)
        return clock_stop(c, f->matter, S("D27"), ctx_today(c));
    struct clock_start s = {
        .matter = f->matter, .org = f->org, .code = S("D27"), .start = ctx_today(c), .at = c->now
    };
    return clock_start(c, &s, &k);
}

static enum err store_message(struct ctx *c, const struct facts *f, int64_t report,
                              struct str sealed, struct event_draft *event, struct message *m)
{
    struct rows r;
    bool body = m->from_body;
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_MESSAGE_NEXT_SEQ, &r, INT(report)));
    m->seq = cell(&r, 0, 0)->i;
    TRY(store_run(c, Q_MESSAGE_MARK_ANSWERED, NULL, INT(report),
                  TEXT(body ? S("REPORTER") : S("BODY"))));
    TRY(store_run(c, Q_MESSAGE_ADD, NULL, INT(m->id), INT(report), INT(f->matter), INT(m->seq),
                  TEXT(body ? S("BODY") : S("REPORTER")), body ? INT(c->actor->officer) : NONE,
                  DAY(ctx_today(c)), INT(m->needs_answer), BLOB(sealed)));
    TRY(store_run(c, Q_MESSAGE_MATTER_UNREAD, NULL, INT(f->matter)));
    TRY(answer_clock(c, f, body));
    TRY(event_append(c, event, NULL));
    tx = NULL;
    return store_commit(c);
}

enum err message_send(struct ctx *c, int64_t report, struct str typed, bool question,
                      struct message *ret)
{
    struct facts f;
    struct key kr;
    struct str text;
    struct event_draft *event;
    bool body = c->actor->kind != ACTOR_REPORTER;
    TRY(open_thread(c, report, &f, &kr));
    TRY(text_check(c, typed, &text));
    if (str_eq(f.state, S("ST_WITHDRAWN")) || str_eq(f.state, S("ST_TOMBSTONE")))
        return FAULT(&c->fault, ERR_CONFLICT, "message.closed", "state");
    struct message m = { .id = ctx_random_id(c),
                         .mine = true,
                         .from_body = body,
                         .text = text,
                         .at = c->now,
                         .day = ctx_today(c),
                         .needs_answer = body && question };
    struct str sealed = words_seal(c, &kr, report, m.id, text);
    TRY(prepare_event(c, &f, report, &kr, text, question, &event));
    enum err e = store_message(c, &f, report, sealed, event, &m);
    key_wipe(&kr);
    if (e == ERR_OK)
        *ret = m;
    return e;
}

/* ---- urging ---- */

static struct str urge_codes(struct ctx *c, struct str clock)
{
    return str_fmt(c->arena, "clock=%.*s", STR_ARG(clock));
}

enum err message_urge_open(struct ctx *c, int64_t report, int64_t matter, struct str *ret_clock)
{
    struct clock_list all = { 0 };
    *ret_clock = STR_NONE;
    TRY(clock_of_matter(c, matter, &all));
    for (size_t i = 0; i < all.n && str_absent(*ret_clock); i++) {
        const struct clock *k = &all.items[i];
        struct rows r;
        const struct clock_rule *rule = procedure_clock(c->app->procedure, k->code);
        bool late = str_eq(k->state, S("RUNNING")) && !day_absent(k->told) &&
                    ctx_today(c).n > k->due.n && rule && rule->binds == CLOCK_BINDS_BODY;
        if (!late)
            continue;
        TRY(store_run(c, Q_MESSAGE_URGED, &r, INT(report), TEXT(urge_codes(c, k->code))));
        if (r.n == 0)
            *ret_clock = k->code;
    }
    return ERR_OK;
}

static enum err any_late(struct ctx *c, int64_t matter, bool *ret)
{
    struct clock_list all = { 0 };
    TRY(clock_of_matter(c, matter, &all));
    *ret = false;
    for (size_t i = 0; i < all.n; i++)
        *ret = *ret || (str_eq(all.items[i].state, S("RUNNING")) &&
                        !day_absent(all.items[i].told) && ctx_today(c).n > all.items[i].due.n);
    return ERR_OK;
}

static enum err store_urge(struct ctx *c, const struct facts *f, struct event_draft *event)
{
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(event_append(c, event, NULL));
    TRY(task_make(c, f->org, "RO_PO_HEAD", f->matter, "URGED", DAY_NONE));
    tx = NULL;
    return store_commit(c);
}

enum err message_urge(struct ctx *c)
{
    struct facts f;
    struct key kr;
    struct str clock;
    struct event_draft *event;
    bool late = false;
    TRY(open_thread(c, c->actor->report, &f, &kr));
    TRY(message_urge_open(c, c->actor->report, f.matter, &clock));
    TRY(any_late(c, f.matter, &late));
    if (str_absent(clock))
        return late ? FAULT(&c->fault, ERR_CONFLICT, "urge.done", "urged before")
                    : FAULT(&c->fault, ERR_CONFLICT, "urge.not_due", "nothing overdue");
    struct event_new *n = arena_new_of(c->arena, struct event_new);
    *n = (struct event_new){ .matter = f.matter,
                             .org = f.org,
                             .kind = "E_URGED",
                             .channel = f.channel,
                             .named = f.named,
                             .happened = ctx_today(c),
                             .codes = urge_codes(c, clock),
                             .actor_role = S("RO_REPORTER"),
                             .reader_count = 1,
                             .one_report = true };
    n->readers[0] = (struct event_reader){ .report = c->actor->report, .kr = &kr };
    TRY(event_prepare(c, n, &event));
    return store_urge(c, &f, event);
}
