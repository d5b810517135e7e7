/* desk_reviews.c - review and re-review at the body above: asked for, under way, decided. */
#include "domain/org.h"
#include "domain/review.h"
#include "domain/words.h"
#include "i18n/i18n.h"
#include "web/desk.h"

struct review_row {
    struct str matter, round, org, asked, due, ruling, decided;
    bool waits, by_body, late;
};
struct reviews_view {
    struct list rows;
};
static const struct field row_fields[] = { F_STR(struct review_row, matter),
                                           F_STR(struct review_row, round),
                                           F_STR(struct review_row, org),
                                           F_STR(struct review_row, asked),
                                           F_STR(struct review_row, due),
                                           F_STR(struct review_row, ruling),
                                           F_STR(struct review_row, decided),
                                           F_BOOL(struct review_row, waits),
                                           F_BOOL(struct review_row, by_body),
                                           F_BOOL(struct review_row, late),
                                           F_END };
static const struct field reviews_fields[] = {
    F_LIST(struct reviews_view, rows, struct review_row, row_fields), F_END
};
const struct page_view web_desk_reviews_view = { "desk_reviews", reviews_fields };

static struct str day_text(struct req *r, struct day d)
{
    return day_absent(d) ? STR_NONE
                         : i18n_day(r->ctx->arena, web_of(r)->lang, d, ctx_today(r->ctx));
}

static struct review_row row_of(struct req *r, const struct review_item *v)
{
    struct ctx *c = r->ctx;
    const struct org *org = org_find(app_orgs(c->app), v->org);
    struct review_row row = { .org = org ? org->name : STR_NONE,
                              .round = v->round,
                              .asked = day_text(r, v->asked),
                              .due = day_text(r, v->due),
                              .decided = day_text(r, v->decided),
                              .waits = v->waits,
                              .by_body = str_eq(v->asked_by, S("BODY")),
                              .late = !day_absent(v->due) && v->due.n < ctx_today(c).n };

    if (day_absent(v->decided)) /* decided: it is not his to open any more */
        row.matter = id_text(c, v->matter);
    if (!str_absent(v->ruling))
        row.ruling = web_text(r, str_z(c->arena, word_key(c->arena, WORD_CODE, v->ruling)));
    return row;
}

enum err web_desk_reviews(struct ctx *c, struct req *r, struct resp *w)
{
    struct review_list l;

    TRY(review_list(c, &l));
    struct review_row *rows = arena_array(c->arena, struct review_row, l.n + 1);
    for (size_t i = 0; i < l.n; i++)
        rows[i] = row_of(r, &l.items[i]);
    struct reviews_view view = { .rows = { rows, l.n } };
    web_of(r)->page.side_reviews = true;
    return web_render(r, w, "desk_reviews", (struct view){ reviews_fields, &view });
}
