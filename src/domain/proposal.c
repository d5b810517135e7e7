/* proposal.c - acts / approves: what one person proposed waits for others; one person never both.
 */
#include <assert.h>

#include "base/utf8.h"
#include "domain/audit.h"
#include "domain/move_parts.h"
#include "domain/review.h"
#include "gen/queries.h"

static struct place fields_place(int64_t matter, int64_t proposal)
{
    return (struct place){ .table = PLACE_PROPOSAL, .column = 1, .owner = matter, .row = proposal };
}

static struct place reason_place(int64_t matter, int64_t proposal)
{
    return (struct place){ .table = PLACE_PROPOSAL, .column = 2, .owner = matter, .row = proposal };
}

/* ---- reading and writing ---- */

/* u32 length ‖ name ‖ u32 length ‖ value, one after another. */
static struct str fields_pack(struct run *r)
{
    struct buf b = buf_new(r->c->arena);

    for (size_t i = 0; i < r->field_count; i++) {
        const struct str parts[] = { r->fields[i].name, r->fields[i].value };
        for (size_t k = 0; k < COUNT_OF(parts); k++) {
            buf_u32be(&b, (uint32_t)parts[k].n);
            buf_put(&b, parts[k]);
        }
    }
    return buf_str(&b);
}

static bool part_unpack(struct str *rest, struct str *ret)
{
    if (rest->n < 4)
        return false;
    const uint8_t *p = (const uint8_t *)rest->p;
    size_t n = (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
    if (n > rest->n - 4)
        return false;
    *ret = str_bytes(rest->p + 4, n);
    *rest = str_bytes(rest->p + 4 + n, rest->n - 4 - n);
    return true;
}

static bool fields_unpack(struct run *r, struct str packed)
{
    r->field_count = 0;
    while (packed.n > 0) {
        struct move_field f;
        if (r->field_count == RUN_FIELDS_MAX || !part_unpack(&packed, &f.name) ||
            !part_unpack(&packed, &f.value))
            return false;
        r->fields[r->field_count++] = f;
    }
    return true;
}

static void proposal_row(const struct rows *r, size_t i, struct proposal *p)
{
    *p = (struct proposal){ .id = cell(r, i, 0)->i,
                            .version = cell(r, i, 1)->i,
                            .officer = cell(r, i, 2)->i,
                            .report = cell(r, i, 3)->i,
                            .move = cell(r, i, 4)->s,
                            .outcome = cell(r, i, 5)->s,
                            .role = cell(r, i, 6)->s,
                            .day = cell_day(r, i, 7),
                            .sealed_fields = cell(r, i, 8)->s,
                            .org = cell(r, i, 9)->i,
                            .subproc = cell(r, i, 10)->i };
}

enum err proposal_waiting(struct ctx *c, int64_t matter, struct str move, int64_t subproc,
                          struct proposal *ret, bool *ret_found)
{
    struct rows r;

    TRY(store_run(c, Q_PROPOSAL_WAITING, &r, INT(matter), TEXT(move),
                  subproc ? INT(subproc) : NONE));
    *ret_found = r.n > 0;
    if (r.n)
        proposal_row(&r, 0, ret);
    return ERR_OK;
}

enum err proposals_waiting(struct ctx *c, int64_t matter, struct proposal_list *ret)
{
    struct rows r;
    struct proposal *items;

    TRY(store_run(c, Q_PROPOSAL_WAITING, &r, INT(matter), NONE, NONE));
    items = arena_array(c->arena, struct proposal, r.n + 1);
    for (size_t i = 0; i < r.n; i++)
        proposal_row(&r, i, &items[i]);
    *ret = (struct proposal_list){ items, r.n };
    return ERR_OK;
}

/* Km, or the Kr it was sealed under because who proposed has no Km. */
static const struct key *key_for(struct run *r, int64_t report)
{
    if (!report)
        return r->has_km ? &r->km : NULL;
    for (size_t i = 0; i < r->report_count; i++) {
        if (r->reports[i].row.report == report && r->reports[i].open)
            return &r->reports[i].kr;
    }
    return NULL;
}

/* ---- proposing ---- */

static uint32_t waits_of(const uint32_t *sets, size_t n)
{
    uint32_t waits = 0;

    for (size_t i = 0; i < n; i++)
        waits |= sets[i];
    return waits;
}

/* Whose persons decide: the body above on a complaint or a review, else the body's own. */
static int64_t deciding_org(const struct run *r)
{
    bool asks = review_request(r->step.move->id) && !r->part.review;

    if (asks)
        return review_body(r->c, &r->m, r->step.move->id);
    return r->part.complaint || r->part.review ? r->c->actor->org : r->m.org;
}

/* Who is asked to decide gets the keys now (design 7.4); desks have theirs. */
static enum err ask(struct run *r, uint32_t waits)
{
    static const uint32_t asked[] = { RO_DEPUTY, RO_PRINCIPAL };

    if (review_request(r->step.move->id))
        TRY(review_grants(r));
    for (size_t i = 0; i < COUNT_OF(asked) && r->c->actor->kind == ACTOR_OFFICER; i++) {
        if (waits & asked[i])
            TRY(grants_to_role(r, deciding_org(r), asked[i], true));
    }
    return ERR_OK;
}

static enum err ask_clocks(struct run *r)
{
    const struct target *t = r->step.target;

    for (size_t i = 0; i < t->act_count; i++) {
        struct clock k;
        struct clock_start s = { .matter = r->m.id,
                                 .report = r->own_report,
                                 .org = run_bound(r, t->acts[i].clock),
                                 .code = t->acts[i].clock,
                                 .category = r->m.category,
                                 .start = ctx_today(r->c),
                                 .at = r->c->now };
        if (t->acts[i].verb != CLOCK_ASK)
            continue;
        TRY(clock_start(r->c, &s, &k));
        if (review_request(r->step.move->id))
            TRY(task_make(r->c, s.org, "RO_REVIEWER", r->m.id, "REVIEW", k.due));
    }
    return ERR_OK;
}

static enum err replace_own(struct run *r, const struct proposal *old)
{
    struct rows gone;

    return store_run(r->c, Q_PROPOSAL_END, &gone, TEXT(S("DROPPED")), NONE, DAY(ctx_today(r->c)),
                     NONE, INT(old->id));
}

/* Of what moves: the sub-procedure, or the matter. */
static int64_t scope_version(const struct run *r)
{
    return r->sub.id ? r->sub.version : r->m.version;
}

static enum err store_proposal(struct run *r, int64_t id, int64_t report, struct str sealed,
                               uint32_t waits)
{
    struct ctx *c = r->c;

    TRY(store_run(c, Q_PROPOSAL_ADD, NULL, INT(id), INT(r->m.id), INT(deciding_org(r)),
                  INT(scope_version(r)), TEXT(r->step.move->id), TEXT(r->outcome),
                  r->actor ? INT(r->actor) : NONE, report ? INT(report) : NONE, TEXT(r->act_role),
                  DAY(ctx_today(c)), INT(waits), BLOB(sealed), r->sub.id ? INT(r->sub.id) : NONE));
    TRY(ask_clocks(r));
    TRY(grants_store(r));
    return audit_write(c, "move.propose", r->m.id, 0, r->step.move->id);
}

enum err proposal_make(struct run *r, const uint32_t *sets, size_t n)
{
    struct ctx *c = r->c;
    struct proposal old;
    int64_t id = ctx_random_id(c), report = 0;
    uint32_t waits = waits_of(sets, n);
    bool found;

    TRY(proposal_waiting(c, r->m.id, r->step.move->id, r->sub.id, &old, &found));
    if (found && (old.officer != r->actor || !r->actor))
        return FAULT(&c->fault, ERR_CONFLICT, "proposal.waits", "%.*s", STR_ARG(r->step.move->id));
    TRY(run_keys(r));
    if (!r->has_km && r->report_count)
        report = r->reports[0].row.report;
    const struct key *k = key_for(r, report);
    if (!k)
        return FAULT(&c->fault, ERR_DENIED, "vault.no_grant", "nothing to seal it under");
    struct str sealed = record_seal(c, k, fields_place(r->m.id, id), fields_pack(r), true);
    TRY(ask(r, waits));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    if (found)
        TRY(replace_own(r, &old));
    TRY(store_proposal(r, id, report, sealed, waits));
    tx = NULL;
    return store_commit(c);
}

/* ---- deciding ---- */

enum err proposal_turn(struct run *r, const struct proposal *p, size_t *ret_part, size_t *ret_left,
                       bool *ret_his)
{
    struct ctx *c = r->c;
    uint32_t sets[MOVE_APPROVALS_MAX];
    bool done[MOVE_APPROVALS_MAX] = { false };
    struct rows agreed;
    size_t n = procedure_approvals(r->step.move, r->step.from, run_value, r, sets);
    bool his = p->officer != c->actor->officer;

    TRY(store_run(c, Q_PROPOSAL_AGREED, &agreed, INT(p->id)));
    for (size_t i = 0; i < agreed.n; i++) {
        int64_t part = cell(&agreed, i, 0)->i;
        if (part >= 0 && (size_t)part < n)
            done[part] = true;
        his = his && cell(&agreed, i, 1)->i != c->actor->officer;
    }
    *ret_left = 0;
    *ret_part = n;
    for (size_t i = 0; i < n; i++) {
        if (done[i])
            continue;
        ++*ret_left;
        /* a complaint is decided above, not by the head who is complained of */
        if (*ret_part == n && (sets[i] & r->roles) && p->org == deciding_org(r))
            *ret_part = i;
    }
    *ret_his = his;
    if (*ret_part == n)
        *ret_part = SIZE_MAX;
    return ERR_OK;
}

/* The proposal as its author would make it now: the state may not be his any more. */
static enum err step_again(struct run *r, const struct proposal *p)
{
    uint32_t role = RO_REPORTER;
    bool known = role_parse(p->role, &role);

    assert(known);
    (void)known;
    r->outcome = p->outcome;
    r->actor = p->officer;
    r->proposal = p->id;
    return procedure_next(
        r->c->app->procedure, r->sub.id ? r->sub.state : r->m.state, p->move, p->outcome,
        role == RO_CADRE_SUP ? RO_CLERK | RO_SCREENER | RO_PO_HEAD : role, &r->c->fault, &r->step);
}

enum err proposal_load(struct run *r, const struct proposal *p)
{
    struct ctx *c = r->c;
    struct str packed;

    if (p->subproc && r->sub.id != p->subproc)
        TRY(subproc_find(c, r->m.id, p->subproc, &r->sub));
    TRY(step_again(r, p));
    TRY(run_keys(r));
    const struct key *k = key_for(r, p->report);
    if (!k)
        return FAULT(&c->fault, ERR_DENIED, "vault.no_grant", "the proposal");
    if (!record_open(c->arena, k, fields_place(r->m.id, p->id), p->sealed_fields, true, &packed) ||
        !fields_unpack(r, packed))
        return FAULT(&c->fault, ERR_STORE, "row.changed", "table proposal");
    return ERR_OK;
}

static enum err load(struct run *r, struct str move, struct proposal *p)
{
    struct ctx *c = r->c;
    bool found;

    TRY(proposal_waiting(c, r->m.id, move, r->sub.id, p, &found));
    if (!found)
        return FAULT(&c->fault, ERR_CONFLICT, "proposal.none", "%.*s", STR_ARG(move));
    if (p->officer && p->version != scope_version(r))
        return FAULT(&c->fault, ERR_CONFLICT, "proposal.dropped", "version %lld",
                     (long long)p->version);
    return proposal_load(r, p);
}

static struct str sent(const struct move_request *q, struct str name)
{
    for (size_t i = 0; i < q->field_count; i++) {
        if (str_eq(q->fields[i].name, name))
            return str_trim(q->fields[i].value);
    }
    return STR_NONE;
}

#define REASON_CHARS_MAX 2000

/* Sent with the decision, under either name. */
static enum err reason_read(struct run *r, const struct move_request *q, struct str *ret)
{
    struct str typed = sent(q, S("decision_reason"));

    if (str_empty(typed))
        typed = sent(q, S("reason"));
    if (!utf8_clean(r->c->arena, typed, ret))
        return run_mistake(r, "decision_reason", "report.text");
    if (str_empty(*ret))
        return run_mistake(r, "decision_reason", "form.required");
    if (utf8_count(*ret) > REASON_CHARS_MAX) {
        fault_field(&r->c->fault, "decision_reason", "form.too_long", REASON_CHARS_MAX);
        return ERR_INVALID;
    }
    return ERR_OK;
}

static enum err end(struct run *r, const char *state, struct str sealed_reason)
{
    struct rows ended;

    TRY(store_run(r->c, Q_PROPOSAL_END, &ended, TEXT(str_of(state)),
                  r->c->actor->officer ? INT(r->c->actor->officer) : NONE, DAY(ctx_today(r->c)),
                  BLOB(sealed_reason), INT(r->proposal)));
    if (ended.n == 0)
        return FAULT(&r->c->fault, ERR_CONFLICT, "proposal.none", "decided meanwhile");
    return ERR_OK;
}

/* A withdrawal refused: the body goes on without the reporter, and says so (T43). */
static enum err refuse_reporter(struct run *r, struct str reason)
{
    static struct target stays; /* as the move's, but nothing stops and the state stays */
    const struct target *t = r->step.target;
    struct target *quiet = arena_new_of(r->c->arena, struct target);

    *quiet = stays;
    quiet->events = t->events;
    quiet->papers = t->papers;
    quiet->told = t->told;
    if (!str_absent(r->step.move->refused)) {
        quiet->papers = (struct name_list){ { r->step.move->refused }, 1 };
        quiet->events = (struct name_list){ { r->step.move->refused_event }, 1 };
    }
    for (size_t i = 0; i < t->act_count; i++) {
        if (t->acts[i].verb == CLOCK_ASK)
            quiet->acts[quiet->act_count++] = t->acts[i];
    }
    r->refusal = reason;
    r->step.target = quiet;
    r->step.to = r->step.from;
    return run_prepare(r);
}

static enum err refuse(struct run *r, const struct move_request *q, bool by_reporter)
{
    struct ctx *c = r->c;
    struct str reason, sealed;

    TRY(reason_read(r, q, &reason));
    const struct key *k = r->has_km ? &r->km : key_for(r, r->reports[0].row.report);
    assert(k);
    sealed = record_seal(c, k, reason_place(r->m.id, r->proposal), reason, true);
    if (by_reporter)
        TRY(refuse_reporter(r, reason));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(end(r, "REFUSED", sealed));
    r->proposal = 0;
    if (by_reporter)
        TRY(run_store(r));
    TRY(audit_write(c, "move.refuse", r->m.id, 0, r->step.move->id));
    tx = NULL;
    return store_commit(c);
}

/* One of several: the others are waited for. */
static enum err agree(struct run *r, size_t part)
{
    struct ctx *c = r->c;
    uint32_t sets[MOVE_APPROVALS_MAX], waits = 0;
    size_t n = procedure_approvals(r->step.move, r->step.from, run_value, r, sets);
    struct rows agreed, still;

    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_PROPOSAL_AGREE, NULL, INT(r->proposal), INT((int64_t)part),
                  INT(c->actor->officer), DAY(ctx_today(c))));
    TRY(store_run(c, Q_PROPOSAL_AGREED, &agreed, INT(r->proposal)));
    for (size_t i = 0; i < n; i++) {
        bool done = false;
        for (size_t k = 0; k < agreed.n; k++)
            done = done || cell(&agreed, k, 0)->i == (int64_t)i;
        waits |= done ? 0 : sets[i];
    }
    TRY(store_run(c, Q_PROPOSAL_WAITS, &still, INT(waits), INT(r->proposal)));
    if (still.n == 0)
        return FAULT(&c->fault, ERR_CONFLICT, "proposal.none", "decided meanwhile");
    TRY(audit_write(c, "move.agree", r->m.id, 0, r->step.move->id));
    tx = NULL;
    return store_commit(c);
}

enum err proposal_decide(struct run *r, const struct move_request *q, struct move_result *ret)
{
    struct ctx *c = r->c;
    struct str decision = sent(q, S("decision"));
    struct proposal p;
    size_t part, left;
    bool his;

    if (!procedure_move(c->app->procedure, q->move))
        return run_mistake(r, "move", "move.unknown");
    if (!str_eq(decision, S("approve")) && !str_eq(decision, S("refuse")))
        return run_mistake(r, "decision", "form.option");
    TRY(load(r, q->move, &p));
    TRY(proposal_turn(r, &p, &part, &left, &his));
    if (!his)
        return FAULT(&c->fault, ERR_DENIED, "proposal.own", "one person never both");
    if (part == SIZE_MAX)
        return FAULT(&c->fault, ERR_DENIED, "move.role", "%.*s", STR_ARG(q->move));
    r->own_report = 0;
    if (str_eq(decision, S("refuse"))) {
        TRY(refuse(r, q, p.officer == 0));
        ret->matter = r->m;
        return ERR_OK;
    }
    if (left > 1) {
        TRY(agree(r, part));
        *ret = (struct move_result){ .proposed = true, .matter = r->m };
        return ERR_OK;
    }
    TRY(run_check(r));
    return run_carry_out(r, ret);
}

/* A reporter's request outlives what officers do meanwhile, as long as it can still be decided. */
static enum err settle_reporters(struct run *r)
{
    struct ctx *c = r->c;
    struct rows w;

    TRY(store_run(c, Q_PROPOSAL_WAITING, &w, INT(r->m.id), NONE, NONE));
    for (size_t i = 0; i < w.n; i++) {
        struct proposal p;
        struct rows ended;
        proposal_row(&w, i, &p);
        const struct move *m = procedure_move(c->app->procedure, p.move);
        if (p.officer || p.subproc != r->sub.id || move_leaves(m, r->step.to))
            continue;
        TRY(store_run(c, Q_PROPOSAL_END, &ended, TEXT(S("DROPPED")), NONE, DAY(ctx_today(c)), NONE,
                      INT(p.id)));
        for (size_t k = 0; k < m->targets[0].act_count; k++) {
            if (m->targets[0].acts[k].verb == CLOCK_ASK)
                TRY(clock_stop(c, r->m.id, m->targets[0].acts[k].clock, ctx_today(c)));
        }
    }
    return ERR_OK;
}

enum err proposal_settle(struct run *r)
{
    if (r->proposal) {
        TRY(end(r, "APPROVED", STR_NONE));
        TRY(audit_write(r->c, "move.approve", r->m.id, 0, r->step.move->id));
    }
    TRY(store_run(r->c, Q_PROPOSAL_DROP, NULL, DAY(ctx_today(r->c)), INT(r->m.id), INT(r->sub.id)));
    return settle_reporters(r);
}
