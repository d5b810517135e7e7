/* review.c - who looked again, and how texts are compared. */
#include "domain/review.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "domain/app.h"
#include "domain/move_parts.h"
#include "domain/org.h"
#include "domain/reach.h"
#include "gen/queries.h"

bool review_orders_redo(const struct review *v)
{
    return str_eq(v->ruling, S("RV_REDO"));
}

bool review_request(struct str move)
{
    return str_eq(move, S("T36")) || str_eq(move, S("T36b")) || str_eq(move, S("T39"));
}

int64_t review_body(const struct ctx *c, const struct matter *m, struct str move)
{
    const struct org_table *orgs = app_orgs(c->app);
    int64_t above = org_parent(orgs, m->org);
    bool again = str_eq(move, S("T39")) || str_eq(m->state, S("ST_REREVIEW"));

    return again && above ? org_parent(orgs, above) : above;
}

enum err review_last(struct ctx *c, int64_t matter, struct review *ret, bool *ret_found)
{
    struct rows r;

    TRY(store_run(c, Q_REVIEW_LAST, &r, INT(matter)));
    *ret_found = r.n > 0;
    *ret = (struct review){ .matter = matter };
    if (r.n)
        *ret = (struct review){ .id = cell(&r, 0, 0)->i,
                                .matter = matter,
                                .round = cell(&r, 0, 1)->s,
                                .org = cell(&r, 0, 2)->i,
                                .asked_by = cell(&r, 0, 3)->s,
                                .asked = cell_day(&r, 0, 4),
                                .officer = cell(&r, 0, 5)->i,
                                .reviewer = cell(&r, 0, 6)->i,
                                .approver = cell(&r, 0, 7)->i,
                                .ruling = cell(&r, 0, 8)->s,
                                .redo = cell_day(&r, 0, 9),
                                .decided = cell_day(&r, 0, 10) };
    return ERR_OK;
}

enum err review_was_earlier(struct ctx *c, int64_t matter, int64_t officer, bool *ret)
{
    struct rows r;

    TRY(store_run(c, Q_REVIEW_EARLIER, &r, INT(officer), INT(matter)));
    *ret = r.n > 0;
    return ERR_OK;
}

enum err review_repeats(struct ctx *c, int64_t matter, int64_t *ret)
{
    struct rows r;

    TRY(store_run(c, Q_REVIEW_REPEATS, &r, INT(matter)));
    *ret = cell(&r, 0, 0)->i;
    return ERR_OK;
}

/* ---- asking ---- */

static enum err may_ask(struct ctx *c, const struct matter *m, struct str move, bool *ret)
{
    bool claim = str_eq(m->category, S("CAT_PETITION"));
    const struct move *v = procedure_move(c->app->procedure, move);
    const struct state *now = procedure_state(c->app->procedure, m->state);
    struct proposal waiting;
    struct clock k;
    bool runs, asked;

    *ret = false;
    if (!v || !now || !move_leaves(v, now) || !review_body(c, m, move) ||
        !app_switch(c, m->org, claim ? "sw_review_claim" : "sw_review_report"))
        return ERR_OK;
    TRY(clock_running(c, m->id, str_eq(move, S("T39")) ? S("D22") : S("D20"), &k, &runs));
    TRY(proposal_waiting(c, m->id, move, 0, &waiting, &asked));
    *ret = runs && !asked;
    return ERR_OK;
}

enum err review_may_ask(struct ctx *c, int64_t matter, struct str *ret_move)
{
    static const struct str moves[] = { { "T36", 3 }, { "T39", 3 } };
    struct rows row;

    *ret_move = STR_NONE;
    TRY(store_run(c, Q_MATTER_BY_ID, &row, INT(matter)));
    if (row.n == 0)
        return ERR_OK;
    struct matter m = matter_row(c, &row, 0);
    for (size_t i = 0; i < COUNT_OF(moves); i++) {
        bool may;
        TRY(may_ask(c, &m, moves[i], &may));
        if (may)
            *ret_move = moves[i];
    }
    return ERR_OK;
}

enum err review_ask(struct ctx *c, struct str text)
{
    struct move_field f = { S("text"), text };
    struct followed at;
    struct str move;

    if (c->actor->kind != ACTOR_REPORTER)
        return FAULT(&c->fault, ERR_LOGIN, "session.over", "no reporter");
    TRY(followed_find(c, c->actor->report, &at));
    TRY(review_may_ask(c, at.matter, &move));
    if (str_absent(move))
        return FAULT(&c->fault, ERR_CONFLICT, "review.not_open", "neither review nor re-review");
    return move_by_reporter(c, move, &f, 1);
}

enum err review_list(struct ctx *c, struct review_list *ret)
{
    struct rows asked, own;
    size_t n = 0;

    if (c->actor->kind != ACTOR_OFFICER || !actor_has(c, RO_REVIEWER | RO_DEPUTY))
        return FAULT(&c->fault, ERR_DENIED, "move.role", "reviewers");
    TRY(store_run(c, Q_REVIEW_ASKED, &asked, INT(c->actor->org)));
    TRY(store_run(c, Q_REVIEW_OF_BODY, &own, INT(c->actor->org)));
    struct review_item *items = arena_array(c->arena, struct review_item, asked.n + own.n + 1);
    for (size_t i = 0; i < asked.n; i++)
        items[n++] =
            (struct review_item){ .matter = cell(&asked, i, 0)->i,
                                  .round = str_eq(cell(&asked, i, 1)->s, S("T39")) ? S("REREVIEW")
                                                                                   : S("REVIEW"),
                                  .asked = cell_day(&asked, i, 2),
                                  .org = cell(&asked, i, 3)->i,
                                  .state = cell(&asked, i, 4)->s,
                                  .due = cell_day(&asked, i, 5),
                                  .asked_by = cell(&asked, i, 6)->i ? S("REPORTER") : S("BODY"),
                                  .decided = DAY_NONE,
                                  .waits = true };
    for (size_t i = 0; i < own.n; i++)
        items[n++] = (struct review_item){ .matter = cell(&own, i, 0)->i,
                                           .round = cell(&own, i, 1)->s,
                                           .asked_by = cell(&own, i, 2)->s,
                                           .asked = cell_day(&own, i, 3),
                                           .ruling = cell(&own, i, 4)->s,
                                           .decided = cell_day(&own, i, 5),
                                           .org = cell(&own, i, 6)->i,
                                           .state = cell(&own, i, 7)->s,
                                           .due = cell_day(&own, i, 8) };
    *ret = (struct review_list){ items, n };
    return ERR_OK;
}

/* ---- the same facts? ---- */

#define PIECES_MAX 20000
#define SAME_PERCENT 60

static int by_piece(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

/* Three characters in one number, sorted, each once. */
static size_t pieces(struct ctx *c, struct str text, uint64_t **ret)
{
    struct str s = utf8_squeezed(c->arena, text);
    uint64_t *p = arena_array(c->arena, uint64_t, PIECES_MAX), last = 0;
    size_t n = 0, seen = 0, kept = 0;

    for (size_t i = 0; i < s.n && n < PIECES_MAX;) {
        int32_t ch = utf8_next(s, &i);
        last = (last << 21 | (uint64_t)(ch < 0 ? 0 : ch)) & ((UINT64_C(1) << 63) - 1);
        if (++seen >= 3 || i == s.n)
            p[n++] = last;
    }
    qsort(p, n, sizeof(p[0]), by_piece);
    for (size_t i = 0; i < n; i++) {
        if (kept == 0 || p[kept - 1] != p[i])
            p[kept++] = p[i];
    }
    *ret = p;
    return kept;
}

bool review_same_facts(struct ctx *c, struct str a, struct str b)
{
    uint64_t *x, *y;
    size_t nx = pieces(c, a, &x), ny = pieces(c, b, &y), i = 0, k = 0, both = 0;

    while (i < nx && k < ny) {
        both += x[i] == y[k];
        if (x[i] == y[k]) {
            i++;
            k++;
        } else if (x[i] < y[k]) {
            i++;
        } else {
            k++;
        }
    }
    return both * 100 >= (nx + ny - both) * SAME_PERCENT;
}
