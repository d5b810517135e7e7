/* The ten minutes: the reporter's undo and change, the clerk's undo; and the end of them. */
#include "domain/report.h"

#include <assert.h>

#include "domain/app.h"
#include "domain/audit.h"
#include "domain/document.h"
#include "domain/file.h"
#include "domain/intake_parts.h"
#include "domain/matter.h"
#include "domain/message.h"
#include "gen/queries.h"

/* What may still be changed by its reporter. */
static enum err change_find(struct ctx *c, struct report_row *row, struct report_matter *m)
{
    assert(c->actor->kind == ACTOR_REPORTER);
    TRY(report_row_find(c, c->actor->report, row));
    TRY(report_matter_last(c, c->actor->report, m));
    if (row->undo_until.ms <= c->now.ms || !str_eq(m->state, S("ST_RECEIVED")))
        return FAULT(&c->fault, ERR_CONFLICT, "undo.over", "the undo time is over");
    return ERR_OK;
}

/* An event of the reporter's own; Km is not at hand, so the matter's leaf carries codes. */
static struct event_new event_own(struct ctx *c, const struct report_row *row,
                                  const struct report_matter *m)
{
    struct event_new n = { .matter = m->id,
                           .org = m->org,
                           .channel = row->channel,
                           .named = row->named,
                           .happened = ctx_today(c),
                           .actor_role = S("RO_REPORTER") };

    n.readers[n.reader_count++] = (struct event_reader){ .report = row->id, .kr = &c->actor->kr };
    n.one_report = true;
    return n;
}

/* ---- undo ---- */

static enum err matter_withdraw(struct ctx *c, int64_t matter)
{
    TRY(clock_stop_all(c, matter, ctx_today(c), NULL));
    TRY(store_run(c, Q_TASK_DROP_OF_MATTER, NULL, INT(matter)));
    return store_run(c, Q_MATTER_UNDONE, NULL, INT(MATTER_NEVER_SHOWN), DAY(ctx_today(c)),
                     INT(matter));
}

/* Kr goes, with everything that could open it; the chain's keys stay, else audits have holes. */
static enum err destroy_key(struct ctx *c, int64_t report, const struct key *kr)
{
    TRY(grant_remove_all(c, OBJECT_KR, report));
    TRY(report_tokens_drop(c, report));
    TRY(file_forget(c, report));
    TRY(access_remove_by_key(c, kr));
    TRY(session_end_all_reporter(c, kr, STR_NONE));
    return store_run(c, Q_REPORT_UNDONE, NULL, TEXT(S("UNDONE")), INT(report));
}

enum err report_undo(struct ctx *c)
{
    struct report_row row;
    struct report_matter m;
    struct event_draft *undone;

    TRY(change_find(c, &row, &m));
    struct event_new n = event_own(c, &row, &m);
    n.kind = "E_UNDONE";
    n.move = "T01u";
    n.from_state = S("ST_RECEIVED");
    n.to_state = S("ST_WITHDRAWN");
    TRY(event_prepare(c, &n, &undone));

    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(change_find(c, &row, &m)); /* nobody else did it meanwhile */
    TRY(event_append(c, undone, NULL));
    TRY(matter_withdraw(c, m.id));
    TRY(destroy_key(c, row.id, &c->actor->kr));
    tx = NULL;
    return store_commit(c);
}

/* ---- the clerk's undo of what he entered ---- */

/* The report of a matter and who took it in: of others, those see it who see the matter. */
static enum err entry_row(struct ctx *c, int64_t matter, struct report_row *row)
{
    struct matter seen;
    struct rows r;

    TRY(store_run(c, Q_MATTER_OF_INTAKE, &r, INT(matter)));
    if (r.n == 0 || c->actor->kind != ACTOR_OFFICER || !actor_has(c, RO_CLERK))
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "not a clerk's intake");
    if (cell(&r, 0, 10)->i != c->actor->officer) {
        TRY(matter_find(c, matter, &seen));
        return FAULT(&c->fault, ERR_DENIED, "undo.entry.not_yours", "another one's intake");
    }
    if (report_row_find(c, cell(&r, 0, 0)->i, row) == ERR_STORE)
        return ERR_STORE;
    return c->fault.err == ERR_OK ? ERR_OK
                                  : FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "undone");
}

/* What may still be taken back by its clerk. What went past this body at once concerns people of
 * its own or above: nobody here unmakes it. */
static enum err entry_find(struct ctx *c, int64_t matter, struct report_row *row,
                           struct report_matter *m)
{
    struct rows done;

    TRY(entry_row(c, matter, row));
    TRY(report_matter_last(c, row->id, m));
    if (m->route != ROUTE_NORMAL || !str_eq(row->state, S("OPEN")))
        return FAULT(&c->fault, ERR_CONFLICT, "undo.entry.sent_up", "it went up sealed");
    if (row->entry_until.ms <= c->now.ms)
        return FAULT(&c->fault, ERR_CONFLICT, "undo.entry.over", "the undo time is over");
    TRY(store_run(c, Q_REPORT_ENTRY_TOUCHED, &done, INT(matter), INT(c->actor->officer)));
    if (m->id != matter || cell(&done, 0, 0)->i != 0)
        return FAULT(&c->fault, ERR_CONFLICT, "undo.entry.begun", "somebody works on it");
    return ERR_OK;
}

static enum err entry_prepare(struct ctx *c, const struct report_row *row,
                              const struct report_matter *m, const struct key *kr,
                              struct event_draft **ret)
{
    struct event_new n = event_own(c, row, m);

    n.kind = "E_UNDONE";
    n.move = "T02u";
    n.from_state = m->state;
    n.to_state = S("ST_WITHDRAWN");
    n.actor_role = S("RO_CLERK");
    n.readers[0].kr = kr;
    return event_prepare(c, &n, ret);
}

static enum err entry_commit(struct ctx *c, int64_t matter, const struct key *kr,
                             struct event_draft *undone)
{
    struct report_row row;
    struct report_matter m;

    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(entry_find(c, matter, &row, &m)); /* nobody began meanwhile */
    TRY(event_append(c, undone, NULL));
    TRY(matter_withdraw(c, m.id));
    TRY(destroy_key(c, row.id, kr));
    TRY(audit_write(c, "report.undo_entry", m.id, row.id, STR_NONE));
    tx = NULL;
    return store_commit(c);
}

enum err report_undo_entry(struct ctx *c, int64_t matter)
{
    struct report_row row;
    struct report_matter m;
    struct event_draft *undone;
    struct key kr;
    enum err e;

    TRY(entry_find(c, matter, &row, &m));
    TRY(vault_open(c, OBJECT_KR, row.id, &kr));
    e = entry_prepare(c, &row, &m, &kr, &undone);
    if (e == ERR_OK)
        e = entry_commit(c, matter, &kr, undone);
    key_wipe(&kr);
    return e;
}

enum err report_undo_entry_until(struct ctx *c, int64_t matter, struct instant *ret)
{
    struct fault kept = c->fault;
    struct report_row row;
    struct report_matter m;
    enum err e = entry_find(c, matter, &row, &m);

    ret->ms = 0;
    if (e == ERR_OK)
        *ret = row.entry_until;
    else if (e == ERR_STORE || e == ERR_BUSY)
        return e;
    c->fault = kept;
    return ERR_OK;
}

/* ---- change ---- */

struct amend {
    const struct report_form *f;
    const struct key *h;
    struct report_row row;
    struct report_matter old;
    struct route route;
    struct desk desk;
    struct key kr;
    struct report_grants grants;
    struct report_sealed sealed;
    bool moves; /* to another desk: a new matter there */
    struct matter_new fresh;
    struct event_draft *amended, *undone, *arrived;
};

/* Another body or another desk: the old matter ends unseen and a new one begins there. */
static enum err amend_move(struct ctx *c, struct amend *m)
{
    struct event_new n;

    m->fresh = (struct matter_new){ .org = m->route.org,
                                    .report = m->row.id,
                                    .area = report_area_shown(&m->route, m->f),
                                    .state = S("ST_RECEIVED"),
                                    .channel = m->row.channel,
                                    .category = m->f->category,
                                    .route = m->route.kind,
                                    .named = report_named(m->f),
                                    .mass_interest = m->f->mass_interest,
                                    .received = m->row.received,
                                    .hidden_until = m->row.undo_until,
                                    .desk = m->desk };
    TRY(matter_new_prepare(c, &m->fresh));
    n = event_own(c, &m->row, &m->old);
    n.kind = "E_UNDONE";
    n.move = "T01u";
    n.from_state = S("ST_RECEIVED");
    n.to_state = S("ST_WITHDRAWN");
    n.reader_count = 0; /* for him it goes on elsewhere */
    n.one_report = false;
    TRY(event_prepare(c, &n, &m->undone));
    n = event_received(&m->fresh, m->row.id, &m->kr, &m->sealed, c);
    return event_prepare(c, &n, &m->arrived);
}

static enum err amend_event(struct ctx *c, struct amend *m)
{
    struct event_new n = event_own(c, &m->row, &m->old);

    n.kind = "E_AMENDED";
    n.move = "T01a";
    n.readers[0].kr = &m->kr; /* the old key is gone after this */
    n.readers[0].lines = str_fmt(c->arena, "report %.*s\nnarrative %.*s\n",
                                 STR_ARG(m->sealed.body_hash), STR_ARG(m->sealed.narrative_hash));
    return event_prepare(c, &n, &m->amended);
}

static enum err amend_prepare(struct ctx *c, struct amend *m)
{
    struct str number, check;
    struct report_form before;

    TRY(change_find(c, &m->row, &m->old));
    TRY(access_check(c, m->h, "password"));
    TRY(report_row_open(c, &m->row, &c->actor->kr, &before, &number, &check));
    TRY(report_route(c, m->f, &m->route));
    TRY(desk_find(c, m->route.desk, &m->desk));
    m->kr = key_random(c);
    TRY(report_keys(c, m->row.id, &m->kr, &m->route, &m->desk, &m->grants));
    TRY(report_seal(c, m->row.id, m->route.org, m->row.version + 1, &m->kr, m->f, number, check,
                    &m->sealed));
    TRY(amend_event(c, m));
    m->moves = m->route.org != m->old.org || m->route.kind != m->old.route;
    return m->moves ? amend_move(c, m) : ERR_OK;
}

static enum err store_report(struct ctx *c, const struct amend *m)
{
    const struct report_sealed *s = &m->sealed;
    struct value id_desk = s->identity_desk ? INT(s->identity_desk) : NONE;
    struct value id_generation = s->identity_desk ? INT(s->identity_generation) : NONE;
    bool named = report_named(m->f);

    TRY(store_run(c, Q_REPORT_AMENDED, NULL, INT(m->route.org), TEXT(m->f->category),
                  TEXT(m->f->id_mode), INT(named ? 1 : 0),
                  TEXT(named ? S("RN_CLAIMED") : S("RN_NONE")), BLOB(s->number), BLOB(s->body),
                  BLOB(s->check), BLOB(s->identity), id_desk, id_generation,
                  INT(m->row.version + 1), INT(m->row.id)));
    return store_run(c, Q_REPORT_SET_STATE, NULL,
                     TEXT(route_is_sealed(m->route.kind) ? S("SEALED_UP") : S("OPEN")),
                     INT(m->route.org), INT(m->row.id));
}

static enum err store_key(struct ctx *c, const struct amend *m)
{
    TRY(grant_remove_all(c, OBJECT_KR, m->row.id));
    for (size_t i = 0; i < m->grants.n; i++)
        TRY(grant_store(c, &m->grants.items[i]));
    TRY(file_rewrap(c, m->row.id, &c->actor->kr, &m->kr));
    TRY(document_rewrap(c, m->row.id, &c->actor->kr, &m->kr));
    TRY(message_rewrap(c, m->row.id, &c->actor->kr, &m->kr));
    TRY(access_remove_by_key(c, &c->actor->kr));
    return access_store(c, m->h, m->row.id, &m->kr, &c->actor->a, false);
}

/* The matter stays where it is: what stands in clear is set anew. */
static enum err store_same_matter(struct ctx *c, const struct amend *m)
{
    TRY(store_run(c, Q_MATTER_AMENDED, NULL, TEXT(m->f->category),
                  INT(report_area_shown(&m->route, m->f)), INT(report_named(m->f) ? 1 : 0),
                  INT(m->f->mass_interest ? 1 : 0), INT(m->old.id)));
    TRY(store_run(c, Q_TASK_DROP_OF_MATTER, NULL, INT(m->old.id)));
    TRY(report_task_forward(c, m->old.id, &m->route, m->row.received));
    return clock_recategorise(c, m->old.id, m->f->category);
}

static enum err store_new_matter(struct ctx *c, const struct amend *m)
{
    struct str due;

    TRY(event_append(c, m->undone, NULL));
    TRY(matter_withdraw(c, m->old.id));
    TRY(matter_new_store(c, &m->fresh));
    TRY(report_task_forward(c, m->fresh.id, &m->route, m->row.received));
    TRY(matter_clocks(c, m->fresh.id, m->fresh.org, m->fresh.category, m->row.received,
                      m->route.pl_task_org != 0, &due, NULL));
    event_draft_due(m->arrived, due);
    return event_append(c, m->arrived, NULL);
}

static enum err amend_commit(struct ctx *c, const struct amend *m)
{
    struct report_row row;
    struct report_matter old;

    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(change_find(c, &row, &old));
    if (row.version != m->row.version)
        return FAULT(&c->fault, ERR_CONFLICT, "matter.moved_on", "changed twice at once");
    TRY(store_report(c, m));
    TRY(store_key(c, m));
    TRY(event_append(c, m->amended, NULL));
    TRY(m->moves ? store_new_matter(c, m) : store_same_matter(c, m));
    TRY(session_end_all_reporter(c, &c->actor->kr, session_cookie_text(c)));
    c->actor->kr = m->kr;
    TRY(session_update(c));
    tx = NULL;
    return store_commit(c);
}

enum err report_amend(struct ctx *c, struct report_form *f, const struct key *h)
{
    struct amend *m = arena_new_of(c->arena, struct amend);
    struct key before = c->actor->kr;
    enum err e;

    f->password = STR_NONE; /* it stays; h says that it was typed again */
    f->truth_ack = true;    /* as at first */
    TRY(report_form_check(c, f, REPORT_STEP_CHANGE));
    m->f = f;
    m->h = h;
    e = amend_prepare(c, m);
    if (e == ERR_OK)
        e = amend_commit(c, m);
    if (e != ERR_OK)
        c->actor->kr = before;
    key_wipe(&before);
    key_wipe(&m->kr);
    key_wipe(&m->fresh.km);
    return e;
}

/* ---- the end of the ten minutes ---- */

enum err report_reveal_due(struct ctx *c, int64_t *ret_changed)
{
    struct rows reports, matters, entries;
    int64_t released;

    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_REPORT_REVEAL, &reports, INT(c->now.ms)));
    TRY(store_run(c, Q_MATTER_REVEAL, &matters, INT(c->now.ms)));
    TRY(store_run(c, Q_REPORT_ENTRY_OVER, &entries, INT(c->now.ms)));
    TRY(forward_lapse(c, &released));
    *ret_changed = (int64_t)(reports.n + matters.n + entries.n) + released;
    tx = NULL;
    return store_commit(c);
}

enum err report_reveal_next(struct ctx *c, struct instant *ret)
{
    struct rows undo, entry, lapse;
    struct instant at = { 0 };

    TRY(store_run0(c, Q_REPORT_REVEAL_NEXT, &undo));
    TRY(store_run0(c, Q_REPORT_ENTRY_NEXT, &entry));
    TRY(store_run0(c, Q_FORWARD_NEXT, &lapse));
    if (undo.n)
        at.ms = cell(&undo, 0, 0)->i;
    if (entry.n && (!at.ms || cell(&entry, 0, 0)->i < at.ms))
        at.ms = cell(&entry, 0, 0)->i;
    if (lapse.n) {
        struct instant day = day_start((struct day){ (int32_t)cell(&lapse, 0, 0)->i + 1 });
        if (!at.ms || day.ms < at.ms)
            at = day;
    }
    *ret = at;
    return ERR_OK;
}
