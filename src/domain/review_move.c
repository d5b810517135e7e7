/* review_move.c - what the moves of review do beyond their rules (T36-T42s), and their guards. */
#include "domain/calendar.h"
#include "domain/move_parts.h"
#include "domain/officer.h"
#include "domain/org.h"
#include "domain/review.h"
#include "gen/queries.h"

static bool is(const struct run *r, const char *move)
{
    return str_eq(r->step.move->id, str_of(move));
}

static bool claim(const struct matter *m)
{
    return str_eq(m->category, S("CAT_PETITION"));
}

/* ---- guards ---- */

/* Claims by law; reports where the body tries it out (A R035). */
enum err guard_review_open(struct run *r)
{
    const char *key = claim(&r->m) ? "sw_review_claim" : "sw_review_report";

    if (!app_switch(r->c, r->m.org, key))
        return run_mistake(r, "move", "guard.review_open");
    return ERR_OK;
}

/* Within D20 or D22, and only where a body is above. */
enum err guard_review_term(struct run *r)
{
    struct clock k;
    bool runs;

    if (!review_body(r->c, &r->m, r->step.move->id))
        return run_mistake(r, "move", "guard.review_nobody");
    if (r->proposal) /* asked in time; that the term ran out since is not his fault */
        return ERR_OK;
    TRY(clock_running(r->c, r->m.id, is(r, "T39") ? S("D22") : S("D20"), &k, &runs));
    return runs ? ERR_OK : run_mistake(r, "move", "guard.review_late");
}

/* Neither who takes it on, nor who rules, nor who agrees had to do with it before. */
enum err guard_reviewer(struct run *r)
{
    bool earlier = false;

    if (!r->part.review)
        return ERR_OK; /* who asks is no reviewer */
    TRY(review_was_earlier(r->c, r->m.id, r->c->actor->officer, &earlier));
    return earlier ? run_mistake(r, "move", "guard.reviewer_earlier") : ERR_OK;
}

enum err guard_repeated(struct run *r)
{
    struct parameter p = app_parameter(r->c, r->m.org, S("review.repeats_min"), ctx_today(r->c));
    int64_t n;

    if (!review_body(r->c, &r->m, r->step.move->id))
        return run_mistake(r, "move", "guard.review_nobody");
    TRY(review_repeats(r->c, r->m.id, &n));
    if (n >= p.value)
        return ERR_OK;
    fault_field(&r->c->fault, "move", "guard.review_repeats", p.value);
    return ERR_INVALID;
}

enum err guard_ordered_redo(struct run *r)
{
    struct review v;
    bool found;

    TRY(review_last(r->c, r->m.id, &v, &found));
    return found && review_orders_redo(&v) ? ERR_OK : run_mistake(r, "move", "guard.ordered_redo");
}

/* After an ordered redo none of those who had to do with it; else another one than now. */
enum err guard_other_officers(struct run *r)
{
    bool earlier = false;

    if (r->handler && r->handler == r->m.handler)
        return run_mistake(r, "handler", "guard.other_officers");
    if (r->handler && is(r, "T38")) {
        TRY(review_was_earlier(r->c, r->m.id, r->handler, &earlier));
        if (earlier)
            return run_mistake(r, "handler", "guard.redo_officers");
    }
    return ERR_OK;
}

enum err guard_ruling_redo(struct run *r)
{
    return str_eq(run_field(r, "ruling"), S("RV_REDO")) ? ERR_OK
                                                        : run_mistake(r, "ruling", "form.option");
}

enum err guard_ruling_stands(struct run *r)
{
    return str_eq(run_field(r, "ruling"), S("RV_REDO")) ? run_mistake(r, "ruling", "form.option")
                                                        : ERR_OK;
}

enum err guard_not_settled(struct run *r)
{
    struct rows n;

    TRY(store_run(r->c, Q_MOVE_TIMES, &n, INT(r->m.id), TEXT(S("T42s"))));
    return cell(&n, 0, 0)->i ? run_mistake(r, "move", "guard.settled") : ERR_OK;
}

/* ---- the same opinion on the same facts (BJ 50, SD 45) ---- */

static struct place facts_place(int64_t matter, int64_t seq)
{
    return (struct place){ .table = PLACE_CONCLUSION, .column = 1, .owner = matter, .row = seq };
}

/* "FIND_TRUE,FIND_FALSE" and, of a claim, " support". */
static struct str opinion_of(struct run *r)
{
    struct buf b = buf_new(r->c->arena);
    struct str opinion = run_field(r, "opinion");

    for (size_t i = 0; i < r->leads.n; i++) {
        buf_put(&b, i ? S(",") : S(""));
        buf_put(&b, r->findings[i]);
    }
    if (!str_empty(opinion) && claim(&r->m))
        buf_fmt(&b, " %.*s", STR_ARG(opinion));
    return buf_str(&b);
}

static struct str facts_of(struct run *r)
{
    struct str facts = run_field(r, "facts");

    return str_empty(facts) ? run_field(r, "summary") : facts;
}

enum err guard_new_opinion(struct run *r)
{
    struct review v;
    struct rows old;
    struct str facts;
    bool found;

    TRY(review_last(r->c, r->m.id, &v, &found));
    if (!found || !review_orders_redo(&v))
        return ERR_OK;
    TRY(store_run(r->c, Q_CONCLUSION_REVOKED, &old, INT(r->m.id), DAY(v.decided)));
    if (old.n == 0 || !str_eq(cell(&old, 0, 1)->s, opinion_of(r)))
        return ERR_OK;
    TRY(run_keys(r));
    if (!record_open(r->c->arena, &r->km, facts_place(r->m.id, cell(&old, 0, 0)->i),
                     cell(&old, 0, 2)->s, true, &facts))
        return FAULT(&r->c->fault, ERR_STORE, "row.changed", "table conclusion");
    if (!review_same_facts(r->c, facts, facts_of(r)))
        return ERR_OK;
    return run_mistake(r, str_empty(run_field(r, "facts")) ? "summary" : "facts",
                       "guard.same_opinion");
}

static bool concludes(const struct run *r)
{
    return !run_beside(r) && r->has_km && r->step.to != r->step.from &&
           str_eq(r->step.to->id, S("ST_CONCLUDED"));
}

static enum err conclusion_prepare(struct run *r)
{
    struct rows next;

    TRY(store_run(r->c, Q_CONCLUSION_NEXT, &next, INT(r->m.id)));
    r->conclusion = cell(&next, 0, 0)->i;
    r->sealed_facts =
        record_seal(r->c, &r->km, facts_place(r->m.id, r->conclusion), facts_of(r), true);
    return ERR_OK;
}

/* ---- keys for the body above ---- */

/* Its petition office, and those of its reviewers who had nothing to do with the matter. */
enum err review_grants(struct run *r)
{
    int64_t body = review_body(r->c, &r->m, r->step.move->id);
    struct officer_list l;
    struct desk desk;
    size_t given = 0;

    TRY(desk_serving(r->c, body, "po", &desk));
    TRY(grants_to_desk(r, &desk, r->has_km));
    TRY(officer_list(r->c, body, RO_REVIEWER, &l));
    for (size_t i = 0; i < l.n && given < RUN_OFFICERS_MAX; i++) {
        bool earlier;
        TRY(review_was_earlier(r->c, r->m.id, l.items[i].id, &earlier));
        if (earlier || !str_eq(l.items[i].state, S("ACTIVE")))
            continue;
        TRY(grants_to_officer(r, l.items[i].id, r->has_km));
        given++;
    }
    return ERR_OK;
}

static enum err file_lent(struct run *r)
{
    int64_t body = review_body(r->c, &r->m, r->step.move->id);

    TRY(review_grants(r));
    return grants_to_role(r, body, RO_DEPUTY, true);
}

/* ---- effects ---- */

static enum err taken_on(struct run *r)
{
    r->after.round = is(r, "T39") ? S("REREVIEW") : S("REVIEW");
    return ERR_OK;
}

static enum err redo_assigned(struct run *r)
{
    struct review v;
    bool found;

    TRY(review_last(r->c, r->m.id, &v, &found));
    r->redo_by = found ? v.redo : DAY_NONE;
    r->after.handler = r->handler;
    grants_from_officer(r, r->m.handler);
    return grants_to_officer(r, r->handler, true);
}

/* The opinion tells the day on which it was asked for. */
static enum err ruled(struct run *r)
{
    struct review v;
    bool found;

    TRY(review_last(r->c, r->m.id, &v, &found));
    if (found)
        r->asked = v.asked;
    return ERR_OK;
}

enum err review_prepare(struct run *r)
{
    if (concludes(r))
        TRY(conclusion_prepare(r));
    if (review_request(r->step.move->id) && r->step.to != r->step.from)
        return taken_on(r);
    if (is(r, "T36f"))
        return file_lent(r);
    if (is(r, "T37") || is(r, "T40"))
        return ruled(r);
    return is(r, "T38") ? redo_assigned(r) : ERR_OK;
}

static enum err review_open_row(struct run *r)
{
    bool by_body = is(r, "T36b");

    return store_run(r->c, Q_REVIEW_ADD, NULL, INT(ctx_run_id(r->c)), INT(r->m.id),
                     TEXT(r->after.round), INT(review_body(r->c, &r->m, r->step.move->id)),
                     TEXT(by_body ? S("BODY") : S("REPORTER")), DAY(r->asked),
                     INT(r->c->actor->officer));
}

static enum err review_rule(struct run *r)
{
    struct review v;
    struct day redo = DAY_NONE;
    bool found;

    TRY(review_last(r->c, r->m.id, &v, &found));
    if (!found)
        return FAULT(&r->c->fault, ERR_CONFLICT, "move.state", "no review under way");
    if (!day_parse(run_field(r, "redo_by"), &redo))
        redo = DAY_NONE;
    return store_run(r->c, Q_REVIEW_DECIDE, NULL, INT(r->actor), INT(r->c->actor->officer),
                     TEXT(run_field(r, "ruling")), DAY(redo), DAY(ctx_today(r->c)), INT(v.id));
}

enum err review_store(struct run *r)
{
    if (!str_absent(r->sealed_facts))
        TRY(store_run(r->c, Q_CONCLUSION_ADD, NULL, INT(r->m.id), INT(r->conclusion),
                      DAY(ctx_today(r->c)), TEXT(opinion_of(r)), BLOB(r->sealed_facts)));
    if (review_request(r->step.move->id) && r->step.to != r->step.from)
        return review_open_row(r);
    return is(r, "T37") || is(r, "T40") ? review_rule(r) : ERR_OK;
}
