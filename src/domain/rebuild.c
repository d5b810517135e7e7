#include "domain/rebuild.h"

#include "domain/app.h"
#include "gen/queries.h"

#define PAGE 500 /* rebuild_page */
#define PAGES_MAX 1000000

struct derived {
    int64_t id;
    struct str state;
    struct value state_day, closed_day, stage, unread;
};

struct look {
    void (*each)(void *u, const struct rebuild_find *f);
    void *u;
    int64_t finds;
};

/* What the facts say of the matter in row i; without an event with a state nothing follows. */
static bool derive(struct ctx *c, const struct rows *r, size_t i, struct derived *ret)
{
    const struct value *v = cell(r, i, 0);
    const struct state *s = str_absent(v[6].s) ? NULL : procedure_state(c->app->procedure, v[6].s);
    if (!s || v[7].kind == VALUE_NULL)
        return false;
    *ret = (struct derived){ .id = v[0].i,
                             .state = s->id,
                             .state_day = v[7],
                             .closed_day = s->terminal ? v[7] : NONE,
                             .stage = s->stage ? INT(s->stage) : v[4],
                             .unread = INT(v[8].i) };
    return true;
}

static struct str shown(struct arena *a, const struct value *v)
{
    if (v->kind == VALUE_NULL)
        return S("none");
    return v->kind == VALUE_TEXT ? v->s : str_fmt(a, "%lld", (long long)v->i);
}

static bool compare(struct ctx *c, struct look *l, const struct value *is, const struct derived *d)
{
    static const char *const names[] = { "state", "state_day", "closed_day", "stage", "unread" };
    const struct value should[] = { TEXT(d->state), d->state_day, d->closed_day, d->stage,
                                    d->unread };
    int64_t before = l->finds;
    for (size_t k = 0; k < COUNT_OF(names); k++) {
        struct rebuild_find f = { .matter = d->id,
                                  .column = names[k],
                                  .is = shown(c->arena, &is[1 + k]),
                                  .should = shown(c->arena, &should[k]) };
        if (str_eq(f.is, f.should))
            continue;
        l->finds++;
        l->each(l->u, &f);
    }
    return l->finds != before;
}

static enum err page(struct ctx *c, struct look *l, bool mend, int64_t *last, size_t *ret_n)
{
    struct rows r;
    TRY(store_run(c, Q_REBUILD_PAGE, &r, INT(*last)));
    for (size_t i = 0; i < r.n; i++) {
        struct derived d;
        *last = cell(&r, i, 0)->i;
        if (!derive(c, &r, i, &d) || !compare(c, l, cell(&r, i, 0), &d) || !mend)
            continue;
        TRY(store_run(c, Q_REBUILD_SET, NULL, TEXT(d.state), d.state_day, d.closed_day, d.stage,
                      d.unread, INT(d.id)));
    }
    *ret_n = r.n;
    return ERR_OK;
}

/* Read and written in one transaction: nobody moves a matter in between. */
static enum err mend_page(struct ctx *c, struct look *l, int64_t *last, size_t *ret_n)
{
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(page(c, l, true, last, ret_n));
    tx = NULL;
    return store_commit(c);
}

enum err rebuild_run(struct ctx *c, bool mend, void (*each)(void *u, const struct rebuild_find *f),
                     void *u, int64_t *ret_matters, int64_t *ret_finds)
{
    struct look l = { each, u, 0 };
    int64_t last = INT64_MIN, matters = 0;
    for (int64_t i = 0; i < PAGES_MAX; i++) {
        size_t n = 0;
        TRY(mend ? mend_page(c, &l, &last, &n) : page(c, &l, false, &last, &n));
        matters += (int64_t)n;
        if (n < PAGE)
            break;
    }
    *ret_matters = matters;
    *ret_finds = l.finds;
    return ERR_OK;
}
