/* demo_story.c - the clock of the demo: the earliest step of any story next, time's own in between.
 */
#include <assert.h>

#include "cli/demo.h"
#include "cli/demo_act.h"
#include "domain/job.h"

#define STEPS_MAX 20000 /* 400 stories of at most 50 lines */
#define OPENING_MS (9 * 3600 * 1000)
#define OFFICE_HOURS_S (8 * 3600)
#define LATER_MS (20 * 60 * 1000)

/* n working days on, in office hours, and later than before. */
static struct instant later(struct demo *d, struct instant from, int64_t n)
{
    const struct calendar *k = app_calendar(d->app);
    struct day day = n == 0 ? calendar_roll(k, day_of(from)) : day_of(from);
    for (int64_t i = 0; i < n; i++)
        day = calendar_roll(k, (struct day){ day.n + 1 });
    struct instant t = { day_start(day).ms + OPENING_MS +
                         (int64_t)demo_draw(d, OFFICE_HOURS_S) * 1000 };
    return t.ms > from.ms ? t : (struct instant){ from.ms + LATER_MS };
}

/* the hash of every reporter, before the first day */

static enum err prepare(struct demo *d, struct demo_story *s, struct fault *f)
{
    struct ctx c = demo_ctx(d, d->arena, s->next, actor_nobody(d->arena));
    if (s->clerk_org)
        c.actor = demo_officer(d, s->clerk_org, s->clerk_role)->actor;
    enum err err = report_intake_prepare(&c, &s->intake);
    if (err != ERR_OK)
        *f = c.fault;
    return err;
}

static enum err prepare_all(struct demo *d, struct fault *f)
{
    struct password_job **jobs = arena_array(d->arena, struct password_job *, d->story_count);
    for (size_t i = 0; i < d->story_count; i++) {
        TRY(prepare(d, &d->stories[i], f));
        jobs[i] = &d->stories[i].intake.job;
    }
    demo_hash(jobs, d->story_count);
    for (size_t i = 0; i < d->story_count; i++)
        d->stories[i].job = d->stories[i].intake.job;
    return ERR_OK;
}

/* one step */

static void keep_receipt(struct demo *d, struct demo_story *s, const struct report_receipt *r)
{
    s->receipt = *r;
    s->receipt.report_no = str_dup(d->arena, r->report_no);
    s->receipt.check_code = str_dup(d->arena, r->check_code);
    s->receipt.reg_no = str_dup(d->arena, r->reg_no);
    s->receipt.org_name = str_dup(d->arena, r->org_name);
    s->matter = r->matter;
    for (size_t i = 0; i < d->officer_count; i++) { /* which office received it */
        int64_t org = d->officers[i].as.org;
        if (str_eq(org_find(app_orgs(d->app), org)->name, r->org_name))
            s->at_org = org;
    }
}

static enum err receive(struct demo *d, struct ctx *c, struct demo_story *s)
{
    struct report_receipt r;
    c->actor =
        s->clerk_org ? demo_officer(d, s->clerk_org, s->clerk_role)->actor : actor_nobody(c->arena);
    TRY(report_intake_finish(c, &s->intake, &r));
    keep_receipt(d, s, &r);
    return demo_find_sealed(d, c, s);
}

/* The next line's days are counted from this step. */
static void wait_for_next(struct demo *d, struct demo_story *s)
{
    int64_t days = 0;
    struct str rest = str_of(s->rest);
    if (rest.n == 0) {
        s->next.ms = 0;
        return;
    }
    struct str head = str_cut(&rest, ' ');
    bool ok = str_i64(str_slice(head, 1, head.n - 1), &days);
    assert(ok);
    (void)ok;
    s->next = later(d, s->next, days);
}

static enum err step(struct demo *d, struct ctx *c, struct demo_story *s)
{
    bool received = !str_absent(s->receipt.report_no);
    if (!received)
        return receive(d, c, s);
    struct str rest = str_of(s->rest), line = str_cut(&rest, '\n');
    s->rest = rest.p ? rest.p : "";
    return demo_act(d, c, s, line);
}

static void stop(struct demo *d, struct demo_story *s, const struct fault *f)
{
    const char *line = s->rest, *why = f->field_count ? f->fields[0].key : f->key;
    while (line > s->script && (line == s->rest || line[-1] != '\n'))
        line--; /* rest stands behind the line that failed */
    struct str all = str_of(line), failed = str_cut(&all, '\n');
    cli_complain(d->cli, 0, "story %td of %lld (%.*s) ended early at %.*s: %s %s", s - d->stories,
                 (long long)s->at_org, STR_ARG(s->intake.form.channel), STR_ARG(failed),
                 why ? why : "", f->field_count ? f->fields[0].field : f->detail);
    d->stopped++;
    s->next.ms = 0;
}

static struct demo_story *earliest(struct demo *d)
{
    struct demo_story *best = NULL;
    for (size_t i = 0; i < d->story_count; i++) {
        struct demo_story *s = &d->stories[i];
        if (s->next.ms && s->next.ms <= d->at.ms && (!best || s->next.ms < best->next.ms))
            best = s;
    }
    return best;
}

static enum err pass_time(struct demo *d, struct instant *now, struct instant until,
                          struct fault *f)
{
    ARENA_AUTO a = arena_new(DEMO_STEP_ARENA_MAX);
    struct ctx c = demo_ctx(d, a, *now, actor_system(a));
    enum err err = job_run_until(&c, until, 0, NULL);
    *now = until;
    if (err != ERR_OK)
        *f = c.fault;
    return err;
}

enum err demo_play(struct demo *d, struct fault *f)
{
    struct instant now = { d->at.ms - (DEMO_DAYS + 1) * DAY_MS };
    TRY(prepare_all(d, f));
    for (size_t i = 0; i < STEPS_MAX; i++) {
        struct demo_story *s = earliest(d);
        if (!s)
            break;
        TRY(pass_time(d, &now, s->next, f));
        ARENA_AUTO a = arena_new(DEMO_STEP_ARENA_MAX);
        struct ctx c = demo_ctx(d, a, now, actor_nobody(a));
        if (step(d, &c, s) == ERR_OK)
            wait_for_next(d, s);
        else
            stop(d, s, &c.fault);
    }
    return pass_time(d, &now, d->at, f);
}
