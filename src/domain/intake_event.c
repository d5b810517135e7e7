/* The first events of a report: received, sealed up or registered. */
#include <assert.h>

#include "domain/intake_parts.h"

/* What the reporter can compare later: hashes of what was received (K17). */
static struct str hash_lines(struct ctx *c, const struct report_sealed *s)
{
    return str_fmt(c->arena, "report %.*s\nnarrative %.*s\n%.*s", STR_ARG(s->body_hash),
                   STR_ARG(s->narrative_hash), STR_ARG(s->lines));
}

static struct str role_of(const struct ctx *c)
{
    if (c->actor->kind != ACTOR_OFFICER)
        return S("RO_REPORTER");
    return actor_has(c, RO_CLERK) ? S("RO_CLERK") : S("RO_GRID");
}

/* The event of one matter, seen by the report's own reporter when kr is given. */
static struct event_new event_of(const struct ctx *c, const struct matter_new *m, int64_t report,
                                 const struct key *kr)
{
    struct event_new n = { .matter = m->id,
                           .org = m->org,
                           .channel = m->channel,
                           .named = m->named,
                           .happened = ctx_today(c),
                           .actor_role = role_of(c),
                           .km = m->desk.id ? &m->km : NULL };

    if (kr) {
        n.readers[n.reader_count++] = (struct event_reader){ .report = report, .kr = kr };
        n.one_report = true;
    }
    return n;
}

struct event_new event_received(const struct matter_new *m, int64_t report, const struct key *kr,
                                const struct report_sealed *s, struct ctx *c)
{
    struct event_new n = event_of(c, m, report, kr);

    n.kind = "E_RECEIVED";
    n.move = "T01";
    n.to_state = S("ST_RECEIVED");
    n.happened = m->received;
    if (kr && s)
        n.readers[0].lines = hash_lines(c, s);
    return n;
}

/* Paper sent up: the clerk's body received it and sealed it up; the upper body received it. The
 * report is received once: the upper body's event is about no report. */
static enum err stone_events(struct ctx *c, struct intake *t)
{
    struct event_new n = event_received(&t->stone, t->report, &t->kr, &t->sealed, c);

    TRY(event_prepare(c, &n, &t->received_at_stone));
    n = event_of(c, &t->stone, t->report, &t->kr);
    n.kind = "E_SEALED_UP";
    n.move = "T03";
    n.from_state = S("ST_RECEIVED");
    n.to_state = S("ST_TOMBSTONE");
    TRY(event_prepare(c, &n, &t->sealed_up));
    n = event_received(&t->matter, t->report, NULL, NULL, c);
    return event_prepare(c, &n, &t->arrived);
}

enum err intake_events(struct ctx *c, struct intake *t)
{
    struct event_new n;

    if (t->tombstone)
        return stone_events(c, t);
    n = event_received(&t->matter, t->report, &t->kr, &t->sealed, c);
    TRY(event_prepare(c, &n, &t->arrived));
    if (!t->registers)
        return ERR_OK;
    n = event_of(c, &t->matter, t->report, &t->kr);
    n.kind = "E_REGISTERED";
    n.move = "T02";
    n.from_state = S("ST_RECEIVED");
    n.to_state = S("ST_REGISTERED");
    return event_prepare(c, &n, &t->registered);
}

enum err intake_events_append(struct ctx *c, struct intake *t)
{
    if (t->tombstone) {
        TRY(event_append(c, t->received_at_stone, NULL));
        TRY(event_append(c, t->sealed_up, NULL));
    }
    TRY(event_append(c, t->arrived, NULL));
    return t->registers ? event_append(c, t->registered, NULL) : ERR_OK;
}
