#include "domain/reach.h"

#include "domain/app.h"
#include "domain/intake.h"
#include "domain/org.h"
#include "domain/part.h"
#include "gen/queries.h"

#define FILE_WHOLE                                                                                 \
    (REACH_RAW | REACH_CLEAN | REACH_THREAD | REACH_PAPERS | REACH_INTERNAL | REACH_EVIDENCE)
#define CHAIN_MAX 50 /* as in reach.sql */

/* Domain 4.2, row by row; own matter and own assignment are in the parts. */
static unsigned of_parts(const struct ctx *c, const struct part *p)
{
    unsigned may = 0;

    if (p->clerk)
        may |= REACH_RAW | REACH_CLEAN | REACH_PAPERS;
    if (p->po)
        may |= REACH_CLEAN | REACH_PAPERS | REACH_INTERNAL;
    if (p->po && actor_has(c, RO_PO_HEAD))
        may |= REACH_THREAD;
    if (p->cadre) /* clerk, screener and head in one */
        may |= REACH_RAW | REACH_CLEAN | REACH_THREAD | REACH_PAPERS | REACH_INTERNAL;
    if (p->dept || p->handler)
        may |= FILE_WHOLE;
    if (p->case_sup)
        may |= REACH_PAPERS | REACH_INTERNAL;
    if (p->leader)
        may |= REACH_CLEAN | REACH_PAPERS | REACH_INTERNAL;
    if (p->leader && actor_has(c, RO_PRINCIPAL))
        may |= REACH_EVIDENCE;
    if (p->review && actor_has(c, RO_REVIEWER))
        may |= FILE_WHOLE;
    if (p->reviews)
        may |= REACH_CLEAN | REACH_PAPERS | REACH_INTERNAL;
    if (p->complaint)
        may |= REACH_CLEAN | REACH_THREAD | REACH_PAPERS;
    return may;
}

/* The local principal leader reads what he has to send up (CC 15), until he has. */
static enum err as_forwarder(struct ctx *c, int64_t matter, int64_t org, unsigned *may)
{
    bool waits = false;

    if (!actor_has(c, RO_PRINCIPAL) || c->actor->kind != ACTOR_OFFICER || org == c->actor->org ||
        !org_is_within(app_orgs(c->app), c->actor->org, org))
        return ERR_OK;
    TRY(report_forward_waits(c, matter, &waits));
    if (waits)
        *may |= REACH_CLEAN | REACH_PAPERS;
    return ERR_OK;
}

static enum err of_matter(struct ctx *c, int64_t matter, unsigned *may)
{
    struct matter m;
    struct part p;
    enum err e = matter_part_find(c, matter, &m, &p);

    if (e == ERR_NOT_FOUND) {
        fault_clear(&c->fault);
        return ERR_OK;
    }
    if (e == ERR_OK)
        *may |= of_parts(c, &p);
    return e;
}

/* Recused from one matter of the chain: the reports of all of them are closed to him. */
static enum err of_chain(struct ctx *c, int64_t report, unsigned *ret)
{
    struct rows r;
    unsigned may = 0;

    *ret = 0;
    TRY(store_run(c, Q_REACH_CHAIN, &r, INT(c->actor->officer), INT(report)));
    for (size_t i = 0; i < r.n; i++) {
        if (cell(&r, i, 2)->i > 0 || cell(&r, i, 3)->i > c->now.ms)
            return ERR_OK; /* recused, or still the reporter's own minutes */
    }
    for (size_t i = 0; i < r.n && i < CHAIN_MAX; i++) {
        TRY(of_matter(c, cell(&r, i, 0)->i, &may));
        TRY(as_forwarder(c, cell(&r, i, 0)->i, cell(&r, i, 1)->i, &may));
    }
    *ret = may;
    return ERR_OK;
}

enum err reach_report(struct ctx *c, int64_t report, unsigned *ret)
{
    unsigned may = 0;

    if (c->actor->kind == ACTOR_REPORTER && c->actor->report == report)
        may = REACH_RAW | REACH_CLEAN | REACH_THREAD | REACH_PAPERS;
    else if (c->actor->kind == ACTOR_OFFICER)
        TRY(of_chain(c, report, &may));
    if (may == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "report.none", "none, or not in reach");
    *ret = may;
    return ERR_OK;
}

enum err reach_matter(struct ctx *c, int64_t matter, unsigned *ret)
{
    unsigned may = 0;

    if (c->actor->kind == ACTOR_OFFICER)
        TRY(of_matter(c, matter, &may));
    if (may == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "none, or not in reach");
    *ret = may;
    return ERR_OK;
}

static void followed_read(const struct rows *r, size_t i, int64_t report, struct followed *ret)
{
    *ret = (struct followed){ .report = report,
                              .matter = cell(r, i, 0)->i,
                              .org = cell(r, i, 1)->i,
                              .state = cell(r, i, 2)->s,
                              .channel = cell(r, i, 3)->s,
                              .category = cell(r, i, 4)->s,
                              .round = cell(r, i, 5)->s,
                              .named = cell(r, i, 6)->i != 0,
                              .stage = cell(r, i, 7)->i,
                              .version = cell(r, i, 8)->i,
                              .lead_matter = cell(r, i, 9)->i,
                              .state_day = cell_day(r, i, 10),
                              .unread = cell(r, i, 11)->i,
                              .undo_until = { cell(r, i, 12)->i },
                              .sealed_up = str_eq(cell(r, i, 13)->s, S("SEALED_UP")) };
}

enum err followed_find(struct ctx *c, int64_t report, struct followed *ret)
{
    struct rows r;
    size_t at = 0;

    TRY(store_run(c, Q_FOLLOWED_CHAIN, &r, INT(report), INT(MATTER_NEVER_SHOWN)));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "report.none", "no matter of this report");
    /* what a lower body has not registered yet is still with the one that sent it; behind a
     * tombstone nothing is handled */
    for (size_t i = 0; i < r.n; i++) {
        if (!str_eq(cell(&r, i, 2)->s, S("ST_RECEIVED")) &&
            !str_eq(cell(&r, i, 2)->s, S("ST_TOMBSTONE"))) {
            at = i;
            break;
        }
    }
    followed_read(&r, at, report, ret);
    return ERR_OK;
}
