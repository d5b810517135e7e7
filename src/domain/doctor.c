#include "domain/doctor.h"

#include "domain/app.h"
#include "domain/job.h"
#include "domain/org.h"
#include "domain/vault.h"
#include "gen/queries.h"

static enum err look_at_desk(struct ctx *c, int64_t org, struct doctor *d)
{
    struct desk desk;
    enum err e = desk_serving(c, org, "po", &desk);
    if (e == ERR_BUSY) {
        fault_clear(&c->fault);
        d->unserved++;
        return ERR_OK;
    }
    TRY(e);
    if (desk.org == org)
        return ERR_OK;
    if (d->served++ == 0) {
        d->served_first = org;
        d->served_by = desk.org;
    }
    return ERR_OK;
}

static enum err look_at_bodies(struct ctx *c, struct doctor *d)
{
    struct rows r;
    TRY(store_run(c, Q_DOCTOR_STAFFED, &r, DAY(ctx_today(c))));
    d->staffed = (int64_t)r.n;
    for (size_t i = 0; i < r.n; i++) {
        int64_t thin = 0;
        TRY(look_at_desk(c, cell(&r, i, 0)->i, d));
        TRY(vault_thin(c, cell(&r, i, 0)->i, &thin));
        d->thin += thin;
    }
    return ERR_OK;
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
    TRY(job_next(c, &d.job_due));
    TRY(blob_sweep(c, &d.blobs));
    *ret = d;
    return ERR_OK;
}
