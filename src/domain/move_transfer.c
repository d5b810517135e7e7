/* move_transfer.c - a matter goes to another body (T03b, T10, T11) and is taken on there. */
#include <assert.h>

#include "domain/custody.h"
#include "domain/intake_parts.h"
#include "domain/move_parts.h"
#include "domain/org.h"
#include "gen/queries.h"

struct transfer {
    struct matter_new fresh;
    struct event_draft *arrived;
    struct grant_row grants[EVENT_REPORTS_MAX]; /* Kr of each report to the desk there */
    size_t grant_count;
};

static enum err event_arrived(struct run *r, struct transfer *t)
{
    struct event_new *n = arena_new_of(r->c->arena, struct event_new);

    /* the report was received once, by the body that sends it: nobody reads this one */
    *n = (struct event_new){ .matter = t->fresh.id,
                             .org = t->fresh.org,
                             .kind = "E_RECEIVED",
                             .move = "T01",
                             .to_state = S("ST_RECEIVED"),
                             .channel = t->fresh.channel,
                             .named = t->fresh.named,
                             .happened = ctx_today(r->c),
                             .actor_role = r->act_role,
                             .words = run_words(r),
                             .km = &t->fresh.km };
    return event_prepare(r->c, n, &t->arrived);
}

/* There it begins at 00 with a key of its own, on the day it was sent (design 6). */
enum err transfer_prepare(struct run *r, int64_t to_body)
{
    struct transfer *t = arena_new_of(r->c->arena, struct transfer);
    struct desk desk;

    assert(r->report_count > 0);
    TRY(desk_own(r->c, to_body, "po", 0, &desk));
    t->fresh = (struct matter_new){ .org = to_body,
                                    .report = r->reports[0].row.report,
                                    .area = r->m.area,
                                    .parent = r->m.id,
                                    .state = S("ST_RECEIVED"),
                                    .channel = S("CH_UPPER"),
                                    .category = r->m.category,
                                    .route = ROUTE_NORMAL,
                                    .named = r->m.named,
                                    .mass_interest = r->m.mass_interest,
                                    .received = ctx_today(r->c),
                                    .desk = desk };
    if (!org_is_within(app_orgs(r->c->app), to_body, r->m.org)) /* sent up: from the lower body */
        t->fresh.channel = S("CH_TRANSFER_IN");
    TRY(matter_new_prepare(r->c, &t->fresh));
    for (size_t i = 0; i < r->report_count; i++) {
        const struct run_report *rep = &r->reports[i];
        if (!rep->open)
            return FAULT(&r->c->fault, ERR_DENIED, "vault.no_grant", "a report of the matter");
        TRY(grant_seal_desk(r->c, OBJECT_KR, rep->row.report, &rep->kr, &desk,
                            &t->grants[t->grant_count++]));
    }
    r->transfer = t;
    return event_arrived(r, t);
}

/* Sent on too often: nobody wants it (XF 45). */
static enum err passing_the_buck(struct run *r, int64_t referrals)
{
    struct parameter p = app_parameter(r->c, r->m.org, S("referral.passing_buck"), ctx_today(r->c));

    if (referrals < p.value)
        return ERR_OK;
    return breach_record(r->c, r->m.id, r->m.org, S("V05"), 0, ctx_today(r->c));
}

enum err transfer_store(struct run *r)
{
    struct transfer *t = r->transfer;
    int64_t referrals = r->m.referrals + 1;
    struct ctx *c = r->c;
    struct str due;

    TRY(matter_new_store(c, &t->fresh));
    for (size_t i = 1; i < r->report_count; i++)
        TRY(store_run(c, Q_REPORT_MATTER_ADD, NULL, INT(r->reports[i].row.report),
                      INT(t->fresh.id)));
    for (size_t i = 0; i < t->grant_count; i++)
        TRY(grant_store(c, &t->grants[i]));
    for (size_t i = 0; i < r->report_count; i++)
        TRY(custody_task_move(c, r->reports[i].row.report, r->m.id, t->fresh.org));
    TRY(store_run(c, Q_MOVE_CHILD_COUNTS, NULL, INT(referrals), INT(t->fresh.id)));
    TRY(store_run(c, Q_MOVE_REFERRED, NULL, INT(r->m.id)));
    TRY(matter_clocks(c, t->fresh.id, t->fresh.org, t->fresh.category, t->fresh.received, false,
                      &due, NULL));
    event_draft_due(t->arrived, due);
    TRY(event_append(c, t->arrived, NULL));
    key_wipe(&t->fresh.km);
    return passing_the_buck(r, referrals);
}

/* Who entrusted it keeps its key (CC 20); who sent it on has done with it. */
enum err transfer_accept(struct run *r)
{
    struct ctx *c = r->c;
    struct rows row;

    if (!r->m.parent)
        return ERR_OK;
    TRY(store_run(c, Q_MATTER_BY_ID, &row, INT(r->m.parent)));
    if (row.n == 0)
        return ERR_OK;
    struct matter sender = matter_row(c, &row, 0);
    bool down = str_eq(sender.state, S("ST_REFERRED_DOWN"));
    if (!down && !str_eq(sender.state, S("ST_REFERRED_UP")))
        return ERR_OK;
    TRY(clock_stop(c, sender.id, down ? S("D06") : S("D08"), ctx_today(c)));
    for (size_t i = 0; i < r->report_count; i++)
        TRY(grant_remove_org(c, OBJECT_KR, r->reports[i].row.report, sender.org));
    return ERR_OK;
}
