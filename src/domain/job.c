/* job.c - the earliest due thing first, until nothing is due. */
#include "domain/job.h"

#include "domain/commitment.h"

#include "base/log.h"
#include "domain/app.h"
#include "domain/breach.h"
#include "domain/clock.h"
#include "domain/draft.h"
#include "domain/file.h"
#include "domain/idempotency.h"
#include "domain/move.h"
#include "domain/publication.h"
#include "domain/report.h"
#include "domain/statement.h"
#include "domain/vault.h"
#include "domain/task.h"
#include "gen/queries.h"

enum job_kind { JOB_NONE, JOB_REVEAL, JOB_CLOCK, JOB_SWEEP, JOB_DAY, JOB_BLOBS, JOB_TELL };

struct due_job {
    enum job_kind kind;
    struct instant at;
};

static void earlier(struct due_job *best, enum job_kind kind, struct instant at)
{
    if (at.ms != 0 && (best->kind == JOB_NONE || at.ms < best->at.ms))
        *best = (struct due_job){ kind, at };
}

static enum err find_next(struct ctx *c, struct due_job *ret)
{
    struct instant reveal = { 0 };
    struct day rung = DAY_NONE;
    struct rows r = { 0 };
    *ret = (struct due_job){ 0 };
    TRY(report_reveal_next(c, &reveal));
    earlier(ret, JOB_REVEAL, reveal);
    TRY(clock_ladder_next(c, &rung));
    if (!day_absent(rung))
        earlier(ret, JOB_CLOCK, day_start(rung));
    TRY(store_run(c, Q_JOB_DUE, &r, TEXT(S("sweep"))));
    earlier(ret, JOB_SWEEP, r.n ? (struct instant){ cell(&r, 0, 0)->i } : c->now);
    TRY(store_run(c, Q_JOB_DUE, &r, TEXT(S("day"))));
    earlier(ret, JOB_DAY, r.n ? (struct instant){ cell(&r, 0, 0)->i } : c->now);
    TRY(store_run(c, Q_JOB_DUE, &r, TEXT(S("tell"))));
    earlier(ret, JOB_TELL, r.n ? (struct instant){ cell(&r, 0, 0)->i } : c->now);
    if (!c->app->blobs)
        return ERR_OK;
    TRY(store_run(c, Q_JOB_DUE, &r, TEXT(S("blobs"))));
    earlier(ret, JOB_BLOBS, r.n ? (struct instant){ cell(&r, 0, 0)->i } : c->now);
    return ERR_OK;
}

enum err job_next(struct ctx *c, struct instant *ret)
{
    struct due_job j;
    TRY(find_next(c, &j));
    *ret = j.at;
    return ERR_OK;
}

static enum err run_sweep(struct ctx *c)
{
    struct instant now = c->now;
    int64_t removed;
    TRY(file_expire(c, &removed)); /* in transactions of its own, before the drafts' rows go */
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(draft_expire(c, &removed));
    TRY(idempotency_expire(c, &removed));
    TRY(store_run(c, Q_JOB_SWEEP_SESSIONS, NULL, INT(now.ms)));
    TRY(store_run(c, Q_JOB_SWEEP_ATTEMPTS, NULL, INT(now.ms - DAY_MS)));
    TRY(store_run(c, Q_JOB_SET, NULL, TEXT(S("sweep")), INT(now.ms + JOB_SWEEP_MS), INT(now.ms)));
    TRY(store_commit(c));
    tx = NULL;
    return ERR_OK;
}

/* The head hears of it once, and again when somebody dealt with it and it came back. */
static enum err warn_thin(struct ctx *c, int64_t org, int64_t thin)
{
    struct rows open;

    if (thin == 0)
        return store_run(c, Q_JOB_TASK_DONE, NULL, DAY(ctx_today(c)), INT(org),
                         TEXT(S("KEYS_THIN")));
    log_event(LOG_WARN, "vault.thin", "body=%lld keys=%lld", (long long)org, (long long)thin);
    TRY(store_run(c, Q_JOB_TASK_OPEN, &open, INT(org), TEXT(S("KEYS_THIN"))));
    return open.n ? ERR_OK : task_make(c, org, "RO_PO_HEAD", 0, "KEYS_THIN", DAY_NONE);
}

/* One-time passwords whose time is over. Found beside the writer: each report has a row there. */
static enum err drop_one_time(struct ctx *c)
{
    struct value last = INT(ctx_today(c).n - JOB_ONE_TIME_KEPT_DAYS);
    struct rows over;

    do { /* each round takes away what it found */
        TRY(store_run(c, Q_JOB_ONE_TIME_OVER, &over, last));
        if (over.n == 0)
            break;
        TRY(store_begin(c));
        TX_AUTO tx = c;
        for (size_t i = 0; i < over.n; i++)
            TRY(store_run(c, Q_JOB_DROP_ONE_TIME, NULL, *cell(&over, i, 0), last));
        tx = NULL;
        TRY(store_commit(c));
    } while (over.n == JOB_ONE_TIME_PAGE);
    return ERR_OK;
}

/* Once a day: keys that few can open (design 7.2); openings of an identity and one-time passwords
 * whose time is over lose what they hold. What takes a walk is read before the writer is taken. */
static enum err run_day(struct ctx *c)
{
    struct day today = ctx_today(c);
    struct rows bodies;

    TRY(store_run(c, Q_DOCTOR_STAFFED, &bodies, DAY(today)));
    int64_t *thin = arena_array(c->arena, int64_t, bodies.n + 1);
    for (size_t i = 0; i < bodies.n; i++)
        TRY(vault_thin(c, cell(&bodies, i, 0)->i, &thin[i]));
    TRY(drop_one_time(c));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    for (size_t i = 0; i < bodies.n; i++)
        TRY(warn_thin(c, cell(&bodies, i, 0)->i, thin[i]));
    TRY(task_sweep(c));
    TRY(store_run(c, Q_JOB_CLOSE_OPENINGS, NULL, DAY(today)));
    TRY(store_run(c, Q_JOB_SET, NULL, TEXT(S("day")),
                  INT(day_start((struct day){ today.n + 1 }).ms), INT(c->now.ms)));
    tx = NULL;
    TRY(store_commit(c));
    TRY(breach_day(c));
    return publication_day(c);
}

/* At midnight: what goes into the public log by time. A new installation has nothing to tell before
 * its first one. */
static enum err run_tell(struct ctx *c)
{
    struct rows r;
    struct day next = { ctx_today(c).n + 1 };

    TRY(store_run(c, Q_JOB_DUE, &r, TEXT(S("tell"))));
    if (r.n)
        TRY(statement_day(c));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_JOB_SET, NULL, TEXT(S("tell")), INT(day_start(next).ms), INT(c->now.ms)));
    tx = NULL;
    return store_commit(c);
}

/* What cuts and crashes left in the blob folder; evidence that is gone is told. */
static enum err run_blobs(struct ctx *c)
{
    struct blob_swept swept;
    int64_t next = c->now.ms + DAY_MS;
    TRY(blob_sweep(c, &swept));
    if (swept.missing > 0)
        log_event(LOG_ERROR, "file.missing", "count=%lld", (long long)swept.missing);
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_JOB_SET, NULL, TEXT(S("blobs")), INT(next), INT(c->now.ms)));
    tx = NULL;
    return store_commit(c);
}

static enum err ladder_tx(struct ctx *c, int64_t clock, struct clock_rung *ret)
{
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(clock_ladder_step(c, clock, ret));
    TRY(store_commit(c));
    tx = NULL;
    return ERR_OK;
}

static enum err lapse_tx(struct ctx *c, int64_t clock)
{
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(clock_lapse(c, clock));
    TRY(store_commit(c));
    tx = NULL;
    return ERR_OK;
}

/* D12 ran out: supervision opens by itself (XF 40), unless it is open, or the matter elsewhere. */
static enum err supervise(struct ctx *c, int64_t matter)
{
    enum err e = move_by_time(c, matter, S("SU1"));

    if (e == ERR_CONFLICT)
        fault_clear(&c->fault);
    return e == ERR_CONFLICT ? ERR_OK : e;
}

static enum err run_clock(struct ctx *c)
{
    int64_t clock = 0;
    struct day day = DAY_NONE;
    struct clock_rung rung = { 0 };
    TRY(clock_ladder_due(c, ctx_today(c), &clock, &day));
    if (clock == 0)
        return ERR_OK;
    TRY(ladder_tx(c, clock, &rung));
    if (rung.escalated && str_eq(rung.code, S("D12")))
        return supervise(c, rung.matter);
    if (str_eq(rung.code, S("D28")))
        return commitment_lapse(c, rung.matter);
    if (str_absent(rung.lapse))
        return ERR_OK;
    enum err e = move_by_time(c, rung.matter, rung.lapse);
    if (e != ERR_OK && e != ERR_CONFLICT)
        return e;
    fault_clear(&c->fault); /* the matter is elsewhere by now: the clock just ends */
    return lapse_tx(c, clock);
}

static enum err run_reveal(struct ctx *c)
{
    int64_t changed = 0;
    return report_reveal_due(c, &changed);
}

static enum err run_one(struct ctx *c, enum job_kind kind)
{
    switch (kind) {
    case JOB_CLOCK:
        return run_clock(c);
    case JOB_REVEAL:
        return run_reveal(c);
    case JOB_BLOBS:
        return run_blobs(c);
    case JOB_DAY:
        return run_day(c);
    case JOB_TELL:
        return run_tell(c);
    default:
        return run_sweep(c);
    }
}

enum err job_run_until(struct ctx *c, struct instant until, int64_t max, int64_t *ret_steps)
{
    int64_t steps = 0;
    bool walked = false;
    for (; max == 0 || steps < max; steps++) { /* each step takes away what was due */
        struct due_job j;
        TRY(find_next(c, &j));
        if (j.kind == JOB_NONE || j.at.ms > until.ms)
            break;
        if (j.at.ms > c->now.ms)
            c->now = j.at;
        TRY(run_one(c, j.kind));
        walked = walked || j.kind == JOB_DAY || j.kind == JOB_BLOBS;
    }
    if (walked)
        store_give_back(c->store);
    if (max == 0 || steps < max)
        c->now = until;
    if (ret_steps)
        *ret_steps = steps;
    return ERR_OK;
}
