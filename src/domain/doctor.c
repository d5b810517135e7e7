#include "domain/doctor.h"

#include <string.h>

#include "domain/app.h"
#include "domain/job.h"
#include "domain/officer.h"
#include "domain/org.h"
#include "domain/rebuild.h"
#include "domain/vault.h"
#include "gen/queries.h"

/* Reports go to po, identities to id, matters about staff to cs; what is for the leader alone
 * nobody above him takes. */
static const char *const kinds[DOCTOR_DESKS] = { "po", "id", "cs", "pl" };

static enum err look_at_desk(struct ctx *c, int64_t org, struct doctor_desk *d)
{
    struct desk desk;
    bool own = strcmp(d->kind, "pl") == 0;
    enum err e = own ? desk_own(c, org, d->kind, 0, &desk) : desk_serving(c, org, d->kind, &desk);

    if (e == ERR_BUSY || e == ERR_NOT_FOUND) {
        fault_clear(&c->fault);
        if (d->unserved++ == 0)
            d->first_unserved = org;
        return ERR_OK;
    }
    TRY(e);
    if (desk.org == org)
        return ERR_OK;
    if (d->served++ == 0) {
        d->first = org;
        d->first_by = desk.org;
    }
    return ERR_OK;
}

static enum err look_at_depts(struct ctx *c, int64_t org, struct doctor *d)
{
    struct desk desks[DESKS_OF_KIND_MAX];
    struct officer_list people;
    size_t n = 0;

    TRY(officer_list(c, org, RO_HANDLER | RO_HD_HEAD, &people));
    TRY(desk_list(c, org, "dept", desks, &n));
    for (size_t i = 0; i < n; i++) {
        bool used = false;
        for (size_t k = 0; k < people.n; k++)
            used = used || people.items[k].dept == desks[i].dept;
        d->depts += used && !desks[i].living ? 1 : 0;
    }
    return ERR_OK;
}

/* Reading an officer checks his row's MAC. */
static enum err look_at_rows(struct ctx *c, int64_t org, struct doctor *d)
{
    struct officer_list all;
    enum err e = officer_list(c, org, 0, &all);

    if (e != ERR_STORE)
        return e;
    fault_clear(&c->fault);
    if (d->changed++ == 0)
        d->first_changed = org;
    return ERR_OK;
}

static enum err look_at_body(struct ctx *c, int64_t org, struct doctor *d)
{
    int64_t thin = 0, changed = d->changed;

    TRY(look_at_rows(c, org, d));
    if (d->changed != changed)
        return ERR_OK; /* nothing there is to be believed */
    for (size_t k = 0; k < DOCTOR_DESKS; k++)
        TRY(look_at_desk(c, org, &d->desks[k]));
    TRY(look_at_depts(c, org, d));
    TRY(vault_thin(c, org, &thin));
    d->thin += thin;
    return ERR_OK;
}

static enum err look_at_bodies(struct ctx *c, struct doctor *d)
{
    struct rows r;

    TRY(store_run(c, Q_DOCTOR_STAFFED, &r, DAY(ctx_today(c))));
    d->staffed = (int64_t)r.n;
    for (size_t k = 0; k < DOCTOR_DESKS; k++)
        d->desks[k].kind = kinds[k];
    for (size_t i = 0; i < r.n; i++)
        TRY(look_at_body(c, cell(&r, i, 0)->i, d));
    return ERR_OK;
}

static void found(void *u, const struct rebuild_find *f)
{
    (void)u;
    (void)f;
}

enum err doctor_look(struct ctx *c, struct doctor *ret)
{
    struct doctor d = { 0 };
    struct rows r;
    TRY(look_at_bodies(c, &d));
    TRY(store_run0(c, Q_DOCTOR_PROVISIONAL, &r));
    d.provisional = cell(&r, 0, 0)->i;
    d.provisional_from = cell_day(&r, 0, 1);
    d.provisional_to = cell_day(&r, 0, 2);
    TRY(store_run0(c, Q_DOCTOR_LAST_DAY, &r));
    d.last = cell_day(&r, 0, 0);
    int64_t matters;
    TRY(rebuild_run(c, false, found, NULL, &matters, &d.derived));
    TRY(job_next(c, &d.job_due));
    TRY(blob_sweep(c, &d.blobs));
    *ret = d;
    return ERR_OK;
}
