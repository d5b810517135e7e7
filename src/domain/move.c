/* move.c - the one way a matter moves: found, checked, proposed or carried out. */
#include "domain/move.h"

#include <assert.h>

#include "domain/audit.h"
#include "domain/intake.h"
#include "domain/move_parts.h"
#include "domain/org.h"
#include "domain/panel_parts.h"
#include "domain/reach.h"
#include "gen/queries.h"

struct run *run_new(struct ctx *c)
{
    struct run *r = arena_new_of(c->arena, struct run);

    r->c = c;
    r->day = ctx_today(c);
    r->closed = DAY_NONE;
    r->redo_by = DAY_NONE;
    r->asked = ctx_today(c);
    r->actor = c->actor->officer;
    return r;
}

void run_wipe(struct run *r)
{
    key_wipe(&r->km);
    if (r->complaint)
        key_wipe(&r->complaint->kd);
    for (size_t i = 0; i < r->report_count; i++)
        key_wipe(&r->reports[i].kr);
    if (r->beside)
        run_wipe(r->beside);
}

/* The role that lets him, as events name it; cadre supervision acts as itself. */
static struct str act_role(const struct run *r, uint32_t by)
{
    uint32_t has = r->roles & by;

    if (r->part.cadre && (by & (RO_CLERK | RO_SCREENER | RO_PO_HEAD)))
        return S("RO_CADRE_SUP");
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        if (has & ROLE_BIT(i))
            return role_name(ROLE_BIT(i));
    }
    return S("SYS");
}

/* A letter is one reporter's: the others of the matter do not hear of it. */
static void about_one(struct run *r)
{
    if (str_eq(r->sub.kind, S("SP_COMMIT")))
        r->own_report = r->sub.report;
}

enum err run_subproc(struct run *r, const struct move *m, int64_t asked)
{
    struct subproc_list open;

    if (!m || !m->of || m->creates)
        return ERR_OK;
    if (asked) {
        TRY(subproc_find(r->c, r->m.id, asked, &r->sub));
        about_one(r);
        return ERR_OK;
    }
    TRY(subproc_open_of(r->c, r->m.id, m->of->id, &open));
    if (open.n == 0)
        return FAULT(&r->c->fault, ERR_CONFLICT, "subproc.none", "%.*s", STR_ARG(m->of->id));
    if (open.n > 1)
        return FAULT(&r->c->fault, ERR_CONFLICT, "subproc.several", "%.*s", STR_ARG(m->of->id));
    r->sub = open.items[0];
    about_one(r);
    return ERR_OK;
}

/* May it begin, in this state of the matter, and is it not under way already? */
static enum err may_begin(struct run *r)
{
    const struct subproc_rule *of = r->step.move->of;
    const char *hindrance;

    TRY(subproc_hindrance(r->c, &r->m, of, &hindrance));
    if (hindrance)
        return FAULT(&r->c->fault, ERR_CONFLICT, hindrance, "%.*s in %.*s", STR_ARG(of->id),
                     STR_ARG(r->m.state));
    r->step.from = r->step.to;
    return ERR_OK;
}

enum err run_step(struct run *r, struct str move, struct str outcome, uint32_t roles)
{
    const struct move *m = procedure_move(r->c->app->procedure, move);
    struct str from = m && m->of ? (m->creates ? STR_NONE : r->sub.state) : r->m.state;

    TRY(procedure_next(r->c->app->procedure, from, move, outcome, roles, &r->c->fault, &r->step));
    if (run_beside(r) && r->step.move->creates)
        TRY(may_begin(r));
    r->outcome = outcome;
    if (str_absent(r->act_role))
        r->act_role = act_role(r, r->step.move->act);
    return ERR_OK;
}

static bool asks_leads(const struct move *m)
{
    for (size_t i = 0; i < m->field_count; i++) {
        if (m->fields[i].type == FORM_LEADS)
            return true;
    }
    return false;
}

/* Told of leads: what papers and record say of findings needs their words. */
static enum err read_leads(struct run *r)
{
    if (!asks_leads(r->step.move) && !str_eq(r->step.move->id, S("T30")))
        return ERR_OK;
    TRY(run_keys(r));
    return lead_list_read(r->c, r->m.id, r->has_km ? &r->km : NULL, &r->leads);
}

enum err run_check(struct run *r)
{
    TRY(read_leads(r));
    TRY(run_fields_check(r));
    return run_guards(r, false);
}

/* The matter as it is now; who moved it sees it once more even if it is not his any longer. */
static enum err read_after(struct run *r, struct matter *ret)
{
    struct rows row;

    TRY(store_run(r->c, Q_MATTER_BY_ID, &row, INT(r->m.id)));
    assert(row.n == 1);
    *ret = matter_row(r->c, &row, 0);
    if (r->part.complaint)
        matter_bare(ret);
    return ERR_OK;
}

enum err run_carry_out(struct run *r, struct move_result *ret)
{
    struct ctx *c = r->c;

    TRY(run_prepare(r));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(run_store(r));
    TRY(read_after(r, &ret->matter));
    ret->document = r->document;
    ret->proposed = false;
    tx = NULL;
    return store_commit(c);
}

static enum err do_or_propose(struct run *r, struct move_result *ret)
{
    uint32_t sets[MOVE_APPROVALS_MAX];
    size_t n = procedure_approvals(r->step.move, r->step.from, run_value, r, sets);

    TRY(run_check(r));
    if (n == 0)
        return run_carry_out(r, ret);
    TRY(proposal_make(r, sets, n));
    *ret = (struct move_result){ .proposed = true, .matter = r->m };
    return ERR_OK;
}

/* ---- officers ---- */

static bool has_field(const struct move_request *q, struct str name)
{
    for (size_t i = 0; i < q->field_count; i++) {
        if (str_eq(q->fields[i].name, name) && !str_empty(q->fields[i].value))
            return true;
    }
    return false;
}

/* What waits for the local leader to be forwarded, or follows another matter, is not moved here. */
static enum err may_move(struct run *r, struct str move)
{
    struct ctx *c = r->c;
    bool waits = false;

    TRY(report_forward_waits(c, r->m.id, &waits));
    if (waits)
        return FAULT(&c->fault, ERR_CONFLICT, "matter.waits_forward", "CC 15");
    if (r->m.lead_matter && !str_eq(r->m.state, S("ST_FILED_REPEAT")))
        return FAULT(&c->fault, ERR_CONFLICT, "matter.merged", "%.*s", STR_ARG(move));
    return ERR_OK;
}

static enum err officer_moves(struct run *r, const struct move_request *q, struct move_result *ret)
{
    struct ctx *c = r->c;
    const struct move *m = procedure_move(c->app->procedure, q->move);

    TRY(matter_part_find(c, q->matter, &r->m, &r->part));
    TRY(run_subproc(r, m, q->subproc));
    int64_t version = r->sub.id ? r->sub.version : r->m.version;
    if (q->version != 0 && q->version != version)
        return FAULT(&c->fault, ERR_CONFLICT, "matter.moved_on", "version %lld",
                     (long long)version);
    r->roles = part_roles(c, &r->part);
    if (m && has_field(q, S("decision"))) {
        r->act_role = act_role(r, r->roles);
        return proposal_decide(r, q, ret);
    }
    if (m)
        TRY(run_fields_read(r, m, q->fields, q->field_count));
    TRY(run_step(r, q->move, str_empty(q->outcome) ? r->outcome : q->outcome, r->roles));
    TRY(may_move(r, q->move));
    return do_or_propose(r, ret);
}

enum err matter_move(struct ctx *c, const struct move_request *q, struct move_result *ret)
{
    struct run *r = run_new(c);
    struct move_result done = { 0 };
    enum err e;

    if (c->actor->kind != ACTOR_OFFICER)
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "no officer");
    e = officer_moves(r, q, &done);
    run_wipe(r);
    if (e == ERR_OK)
        *ret = done;
    return e;
}

/* ---- the reporter, and time ---- */

static enum err find_any(struct run *r, int64_t matter)
{
    struct rows row;

    TRY(store_run(r->c, Q_MATTER_BY_ID, &row, INT(matter)));
    if (row.n == 0)
        return FAULT(&r->c->fault, ERR_NOT_FOUND, "matter.none", "no such matter");
    r->m = matter_row(r->c, &row, 0);
    return ERR_OK;
}

enum err run_of_seat(struct run *r, const struct panel_seat *seat)
{
    uint32_t role = 0;

    TRY(find_any(r, seat->matter));
    r->act_role = seat->role;
    if (!role_parse(seat->role, &role))
        return FAULT(&r->c->fault, ERR_DENIED, "move.role", "no such seat");
    r->roles = role;
    return subproc_find(r->c, seat->matter, seat->subproc, &r->sub);
}

static enum err seat_moves(struct run *r, struct str move, struct str outcome,
                           const struct move_field *fields, size_t n)
{
    const struct move *m = procedure_move(r->c->app->procedure, move);
    struct panel_seat seat;
    struct move_result done;
    struct panel of;

    TRY(panel_own_seat(r->c, &seat, &of));
    TRY(run_of_seat(r, &seat));
    if (m)
        TRY(run_fields_read(r, m, fields, n));
    TRY(run_step(r, move, str_empty(outcome) ? r->outcome : outcome, r->roles));
    return do_or_propose(r, &done);
}

enum err panel_move(struct ctx *c, struct str move, struct str outcome,
                    const struct move_field *fields, size_t n)
{
    struct run *r = run_new(c);
    enum err e = seat_moves(r, move, outcome, fields, n);

    run_wipe(r);
    return e;
}

/* What ends a matter for all who reported it is no single one's to do. */
static enum err alone(struct run *r)
{
    struct matter_report_list l;
    bool ends = str_eq(r->step.move->id, S("T42")) || str_eq(r->step.move->id, S("T43"));

    if (!ends)
        return ERR_OK;
    TRY(matter_reports(r->c, r->m.id, &l));
    return l.n > 1 ? run_mistake(r, "move", "guard.several") : ERR_OK;
}

static enum err reporter_moves(struct run *r, int64_t subproc, struct str move,
                               const struct move_field *fields, size_t n)
{
    struct ctx *c = r->c;
    const struct move *m = procedure_move(c->app->procedure, move);
    struct move_result done;
    struct followed f;

    TRY(followed_find(c, c->actor->report, &f));
    TRY(find_any(r, f.matter));
    r->own_report = c->actor->report;
    r->act_role = S("RO_REPORTER");
    r->roles = RO_REPORTER;
    TRY(run_subproc(r, m, subproc));
    if (m)
        TRY(run_fields_read(r, m, fields, n));
    TRY(run_step(r, move, r->outcome, RO_REPORTER));
    TRY(alone(r));
    return do_or_propose(r, &done);
}

enum err move_by_reporter_in(struct ctx *c, int64_t subproc, struct str move,
                             const struct move_field *fields, size_t n)
{
    struct run *r = run_new(c);
    enum err e;

    if (c->actor->kind != ACTOR_REPORTER)
        return FAULT(&c->fault, ERR_DENIED, "move.role", "no reporter");
    if (c->actor->must_change_password)
        return FAULT(&c->fault, ERR_DENIED, "session.must_change", "one-time password");
    e = reporter_moves(r, subproc, move, fields, n);
    run_wipe(r);
    return e;
}

enum err move_by_reporter(struct ctx *c, struct str move, const struct move_field *fields, size_t n)
{
    return move_by_reporter_in(c, 0, move, fields, n);
}

static enum err steps_beside(struct run *r, const struct move_beside *b)
{
    struct move_result done;
    const struct move *m = procedure_move(r->c->app->procedure, b->move);

    assert(m && m->of);
    TRY(find_any(r, b->matter));
    r->keyless = r->c->actor->kind == ACTOR_OFFICER;
    r->own_report = b->report;
    r->roles = b->role;
    r->act_role = b->role == PROCEDURE_BY_SYSTEM ? S("SYS") : role_name(b->role);
    TRY(run_subproc(r, m, b->subproc));
    TRY(run_fields_read(r, m, b->fields, b->field_count));
    TRY(run_step(r, b->move, r->outcome, b->role));
    return do_or_propose(r, &done);
}

enum err move_beside(struct ctx *c, const struct move_beside *b)
{
    struct run *r = run_new(c);
    enum err e = steps_beside(r, b);

    run_wipe(r);
    return e;
}

enum err move_by_time(struct ctx *c, int64_t matter, struct str move)
{
    return move_by_time_in(c, matter, 0, move);
}

enum err move_by_time_in(struct ctx *c, int64_t matter, int64_t subproc, struct str move)
{
    struct run *r = run_new(c);
    struct move_result done;

    assert(c->actor->kind == ACTOR_SYSTEM);
    TRY(find_any(r, matter));
    TRY(run_subproc(r, procedure_move(c->app->procedure, move), subproc));
    r->act_role = S("SYS");
    TRY(run_step(r, move, STR_NONE, PROCEDURE_BY_SYSTEM));
    TRY(run_guards(r, false));
    return run_carry_out(r, &done);
}
