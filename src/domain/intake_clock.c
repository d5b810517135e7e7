/* The clocks a new report sets running: D02 registration, D03 screening, D04 telling the reporter,
 * and for a letter with a return address the slip that is posted (D01.letter). At the counter, on
 * the phone and on the web the slip is given at once: no clock. */
#include "domain/intake_parts.h"
#include "gen/queries.h"

/* D04 is the reporter's and runs from his report in any case; the others bind the body that acts,
 * from the day it may. */
static const struct {
    const char *code;
    bool from_receipt;
} clocks[] = { { "D02", false }, { "D03", false }, { "D04", true } };

enum which { CLOCKS_ALL, CLOCKS_FROM_RECEIPT, CLOCKS_FROM_RELEASE };

static void promise(struct report_receipt *r, const struct clock *k)
{
    if (r && !day_absent(k->told) && r->due_count < REPORT_DUES_MAX)
        r->due[r->due_count++] = (struct report_due){ k->code, k->told };
}

static enum err start_one(struct ctx *c, struct clock_start *s, struct buf *lines,
                          struct report_receipt *receipt)
{
    struct clock k;

    TRY(clock_start(c, s, &k));
    if (!k.id) /* met at once */
        return ERR_OK;
    buf_fmt(lines, "%.*s %.*s\n", STR_ARG(k.code), STR_ARG(day_format(c->arena, k.due)));
    promise(receipt, &k);
    return ERR_OK;
}

static enum err start(struct ctx *c, struct clock_start *s, enum which which, struct buf *lines,
                      struct report_receipt *receipt)
{
    for (size_t i = 0; i < COUNT_OF(clocks); i++) {
        if (which != CLOCKS_ALL && clocks[i].from_receipt != (which == CLOCKS_FROM_RECEIPT))
            continue;
        s->code = str_of(clocks[i].code);
        TRY(start_one(c, s, lines, receipt));
    }
    return ERR_OK;
}

static struct clock_start start_of(struct ctx *c, int64_t matter, int64_t org, struct str category,
                                   struct day from)
{
    return (struct clock_start){
        .matter = matter, .org = org, .category = category, .start = from, .at = c->now
    };
}

struct day matter_day_told(struct ctx *c, int64_t org, struct str category, struct day from)
{
    struct str variant = str_eq(category, S("CAT_PETITION")) ? S("claim") : S("report");
    struct parameter p = app_parameter_clock(c, org, S("D04"), variant, from);

    return deadline_due(app_calendar(c->app), from, parameter_term(&p)).day;
}

enum err matter_clocks(struct ctx *c, int64_t matter, int64_t org, struct str category,
                       struct day from, bool waits, struct str *ret_due,
                       struct report_receipt *receipt)
{
    struct clock_start s = start_of(c, matter, org, category, from);
    struct buf lines = buf_new(c->arena);

    TRY(start(c, &s, waits ? CLOCKS_FROM_RECEIPT : CLOCKS_ALL, &lines, receipt));
    *ret_due = buf_str(&lines);
    return ERR_OK;
}

enum err matter_clocks_begin(struct ctx *c, int64_t matter, int64_t org, struct str category,
                             struct day from, struct str *ret_due)
{
    struct clock_start s = start_of(c, matter, org, category, from);
    struct buf lines = buf_new(c->arena);

    TRY(start(c, &s, CLOCKS_FROM_RELEASE, &lines, NULL));
    *ret_due = buf_str(&lines);
    return ERR_OK;
}

enum err intake_clocks(struct ctx *c, struct intake *t)
{
    struct clock_start s =
        start_of(c, t->matter.id, t->matter.org, t->matter.category, t->received);
    struct buf lines = buf_new(c->arena);
    bool waits = t->route.pl_task_org != 0;

    if (str_eq(t->channel, S("CH_LETTER")) && !str_absent(t->f->identity.address) &&
        !t->tombstone) {
        s.code = S("D01.letter");
        TRY(start_one(c, &s, &lines, NULL));
    }
    TRY(start(c, &s, waits ? CLOCKS_FROM_RECEIPT : CLOCKS_ALL, &lines, &t->receipt));
    event_draft_due(t->arrived, buf_str(&lines));
    return ERR_OK;
}

/* Sealed and gone in one act; D05 runs on until the upper body registers it, and is a breach when
 * the letter lay too long. */
enum err matter_clock_sent_up(struct ctx *c, int64_t matter, int64_t org, struct str category,
                              struct day received)
{
    struct clock_start s = start_of(c, matter, org, category, received);
    struct clock k;

    s.code = S("D05");
    return clock_start(c, &s, &k);
}

/* The upper body has registered what was sent up, or sends it further: acknowledged (CC 15). */
enum err matter_clock_acknowledged(struct ctx *c, int64_t report, int64_t by)
{
    struct rows r;

    TRY(store_run(c, Q_MATTER_STONES, &r, INT(report), INT(by)));
    for (size_t i = 0; i < r.n; i++)
        TRY(clock_stop(c, cell(&r, i, 0)->i, S("D05"), ctx_today(c)));
    return ERR_OK;
}
