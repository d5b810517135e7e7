/* The dates a new report sets running: D02 registration, D03 screening, D04 telling the reporter.
 */
#include "domain/intake_parts.h"

static void promise(struct report_receipt *r, struct str code, struct day date)
{
    if (r && r->due_count < REPORT_DUES_MAX)
        r->due[r->due_count++] = (struct report_due){ code, date };
}

/* D04 is the reporter's and runs from his report in any case; the others bind the body that acts,
 * from the day it may. */
static const struct {
    const char *code;
    bool from_receipt;
} clocks[] = { { "D02", false }, { "D03", false }, { "D04", true } };

enum which { CLOCKS_ALL, CLOCKS_FROM_RECEIPT, CLOCKS_FROM_RELEASE };

static enum err start(struct ctx *c, int64_t matter, int64_t org, struct str category,
                      struct day from, enum which which, struct str *ret_due,
                      struct report_receipt *receipt)
{
    struct buf lines = buf_new(c->arena);

    for (size_t i = 0; i < COUNT_OF(clocks); i++) {
        struct str code = str_of(clocks[i].code);
        struct clock k;
        if (which != CLOCKS_ALL && clocks[i].from_receipt != (which == CLOCKS_FROM_RECEIPT))
            continue;
        struct clock_start asked = { .matter = matter,
                                     .org = org,
                                     .code = code,
                                     .category = category,
                                     .start = from,
                                     .at = c->now };
        TRY(clock_start(c, &asked, &k));
        buf_fmt(&lines, "%s %.*s\n", clocks[i].code, STR_ARG(day_format(c->arena, k.due)));
        if (!day_absent(k.told))
            promise(receipt, code, k.told);
    }
    *ret_due = buf_str(&lines);
    return ERR_OK;
}

enum err matter_clocks(struct ctx *c, int64_t matter, int64_t org, struct str category,
                       struct day from, bool waits, struct str *ret_due,
                       struct report_receipt *receipt)
{
    return start(c, matter, org, category, from, waits ? CLOCKS_FROM_RECEIPT : CLOCKS_ALL, ret_due,
                 receipt);
}

enum err matter_clocks_begin(struct ctx *c, int64_t matter, int64_t org, struct str category,
                             struct day from, struct str *ret_due)
{
    return start(c, matter, org, category, from, CLOCKS_FROM_RELEASE, ret_due, NULL);
}

enum err intake_clocks(struct ctx *c, struct intake *t)
{
    struct str due;

    TRY(matter_clocks(c, t->matter.id, t->matter.org, t->matter.category, t->received,
                      t->route.pl_task_org != 0, &due, &t->receipt));
    event_draft_due(t->arrived, due);
    return ERR_OK;
}

enum err matter_clocks_stop(struct ctx *c, int64_t matter)
{
    return clock_stop_all(c, matter, ctx_today(c), NULL);
}

enum err matter_clocks_recategorise(struct ctx *c, int64_t matter, struct str category)
{
    return clock_recategorise(c, matter, category);
}
