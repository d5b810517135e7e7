#include "domain/rebuild.h"

#include "domain/app.h"
#include "domain/clock.h"
#include "gen/queries.h"

#define PAGE 500 /* rebuild_page, rebuild_leads */
#define PAGES_MAX 1000000
#define SENT_MAX 10 /* bodies that a matter was sent through */

/* Columns of a matter in the order of rebuild_page and rebuild_set. */
enum {
    R_STATE,
    R_STATE_DAY,
    R_CLOSED_DAY,
    R_STAGE,
    R_UNREAD,
    R_DUE_DAY,
    R_DUE_CODE,
    R_DUE_AT,
    R_EXPLANATIONS,
    R_REFERRALS,
    R_ROUND,
    R__COUNT
};
static const char *const names[R__COUNT] = { "state",        "state_day", "closed_day", "stage",
                                             "unread",       "due_day",   "due_code",   "due_at_ms",
                                             "explanations", "referrals", "round" };
/* What rebuild_page gives after id and these columns. */
enum { F_STATE = 1 + R__COUNT, F_STATE_DAY, F_UNREAD, F_EXPLANATIONS, F_ROUND, F_PARENT };

struct look {
    void (*each)(void *u, const struct rebuild_find *f);
    void *u;
    int64_t finds;
    bool mend;
};

static struct str shown(struct arena *a, const struct value *v)
{
    if (v->kind == VALUE_NULL || (v->kind == VALUE_TEXT && str_absent(v->s)))
        return S("none");
    return v->kind == VALUE_TEXT ? v->s : str_fmt(a, "%lld", (long long)v->i);
}

/* Tells of one column that is not as it should be. */
static bool differs(struct ctx *c, struct look *l, int64_t matter, const char *column,
                    const struct value *is, const struct value *should)
{
    struct rebuild_find f = { .matter = matter,
                              .column = column,
                              .is = shown(c->arena, is),
                              .should = shown(c->arena, should) };

    if (str_eq(f.is, f.should))
        return false;
    l->finds++;
    l->each(l->u, &f);
    return true;
}

/* ---- matters ---- */

/* Its own referrals and those that brought it here. */
static enum err referrals_of(struct ctx *c, int64_t matter, int64_t *ret)
{
    int64_t sent = 0;

    for (int i = 0; i < SENT_MAX && matter; i++) {
        struct rows r, later;
        TRY(store_run(c, Q_REBUILD_SENT, &r, INT(matter)));
        if (r.n == 0)
            break;
        int64_t parent = cell(&r, 0, 1)->i;
        sent += cell(&r, 0, 0)->i;
        if (parent) {
            TRY(store_run(c, Q_REBUILD_SENT_BEFORE, &later, INT(parent), INT(matter)));
            sent -= cell(&later, 0, 0)->i;
        }
        matter = parent;
    }
    *ret = sent;
    return ERR_OK;
}

/* What the facts say of the matter in row i; without an event with a state nothing follows. */
static enum err derive(struct ctx *c, const struct rows *r, size_t i, struct value *ret,
                       bool *ret_known)
{
    const struct value *v = cell(r, i, 0);
    const struct state *s =
        str_absent(v[F_STATE].s) ? NULL : procedure_state(c->app->procedure, v[F_STATE].s);
    struct clock_due due;
    int64_t referrals;

    *ret_known = s && v[F_STATE_DAY].kind != VALUE_NULL;
    if (!*ret_known)
        return ERR_OK;
    TRY(clock_matter_due(c, v[0].i, &due));
    TRY(referrals_of(c, v[0].i, &referrals));
    ret[R_STATE] = TEXT(s->id);
    ret[R_STATE_DAY] = v[F_STATE_DAY];
    ret[R_CLOSED_DAY] = s->terminal ? v[F_STATE_DAY] : NONE;
    ret[R_STAGE] = s->stage ? INT(s->stage) : v[1 + R_STAGE];
    ret[R_UNREAD] = INT(v[F_UNREAD].i);
    ret[R_DUE_DAY] = DAY(due.day);
    ret[R_DUE_CODE] = TEXT(due.code);
    ret[R_DUE_AT] = due.at.ms ? INT(due.at.ms) : NONE;
    ret[R_EXPLANATIONS] = INT(v[F_EXPLANATIONS].i);
    ret[R_REFERRALS] = INT(referrals);
    ret[R_ROUND] = str_absent(v[F_ROUND].s) ? TEXT(S("FIRST")) : v[F_ROUND];
    return ERR_OK;
}

static enum err set(struct ctx *c, const struct value *d, int64_t matter)
{
    return store_run(c, Q_REBUILD_SET, NULL, d[R_STATE], d[R_STATE_DAY], d[R_CLOSED_DAY],
                     d[R_STAGE], d[R_UNREAD], d[R_DUE_DAY], d[R_DUE_CODE], d[R_DUE_AT],
                     d[R_EXPLANATIONS], d[R_REFERRALS], d[R_ROUND], INT(matter));
}

static enum err page(struct ctx *c, struct look *l, int64_t *last, size_t *ret_n)
{
    struct rows r;

    TRY(store_run(c, Q_REBUILD_PAGE, &r, INT(*last)));
    for (size_t i = 0; i < r.n; i++) {
        struct value d[R__COUNT];
        bool known, wrong = false;
        *last = cell(&r, i, 0)->i;
        TRY(derive(c, &r, i, d, &known));
        for (size_t k = 0; k < R__COUNT && known; k++)
            wrong = differs(c, l, *last, names[k], cell(&r, i, 1 + k), &d[k]) || wrong;
        if (wrong && l->mend)
            TRY(set(c, d, *last));
    }
    *ret_n = r.n;
    return ERR_OK;
}

/* ---- leads and numbers ---- */

static enum err lead_page(struct ctx *c, struct look *l, int64_t *last, size_t *ret_n)
{
    struct rows r;

    TRY(store_run(c, Q_REBUILD_LEADS, &r, INT(*last)));
    for (size_t i = 0; i < r.n; i++) {
        *last = cell(&r, i, 0)->i;
        if (differs(c, l, cell(&r, i, 1)->i, "lead.state", cell(&r, i, 2), cell(&r, i, 3)) &&
            l->mend)
            TRY(store_run(c, Q_REBUILD_LEAD_SET, NULL, *cell(&r, i, 3), INT(*last)));
    }
    *ret_n = r.n;
    return ERR_OK;
}

/* A number is never given twice, whatever became of the counter. */
static enum err counters(struct ctx *c, struct look *l, int64_t *last, size_t *ret_n)
{
    struct rows r;

    (void)last;
    TRY(store_run0(c, Q_REBUILD_COUNTERS, &r));
    for (size_t i = 0; i < r.n; i++) {
        if (differs(c, l, cell(&r, i, 0)->i, "counter.next", cell(&r, i, 3), cell(&r, i, 4)) &&
            l->mend)
            TRY(store_run(c, Q_REBUILD_COUNTER_SET, NULL, *cell(&r, i, 4), *cell(&r, i, 0),
                          *cell(&r, i, 1), *cell(&r, i, 2)));
    }
    *ret_n = 0;
    return ERR_OK;
}

typedef enum err (*part_fn)(struct ctx *c, struct look *l, int64_t *last, size_t *ret_n);

/* Read and written in one transaction: nobody moves a matter in between. */
static enum err mend_page(struct ctx *c, struct look *l, part_fn part, int64_t *last, size_t *ret_n)
{
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(part(c, l, last, ret_n));
    tx = NULL;
    return store_commit(c);
}

static enum err all_pages(struct ctx *c, struct look *l, part_fn part, int64_t *ret_rows)
{
    int64_t last = INT64_MIN;

    *ret_rows = 0;
    for (int64_t i = 0; i < PAGES_MAX; i++) {
        size_t n = 0;
        TRY(l->mend ? mend_page(c, l, part, &last, &n) : part(c, l, &last, &n));
        *ret_rows += (int64_t)n;
        if (n < PAGE)
            break;
    }
    return ERR_OK;
}

enum err rebuild_run(struct ctx *c, bool mend, void (*each)(void *u, const struct rebuild_find *f),
                     void *u, int64_t *ret_matters, int64_t *ret_finds)
{
    struct look l = { each, u, 0, mend };
    int64_t rows;

    TRY(all_pages(c, &l, page, ret_matters));
    TRY(all_pages(c, &l, lead_page, &rows));
    TRY(all_pages(c, &l, counters, &rows));
    *ret_finds = l.finds;
    return ERR_OK;
}
