/* desk_repeats.c - what a report may repeat, beside it; a person decides what follows (T12). */
#include "domain/repeat.h"
#include "web/desk_matter.h"

struct repeat_row {
    struct str id, reg_no, received, state;
    int64_t alike;
    bool same_name, same_unit;
};
struct repeats_view {
    struct matter_head head;
    struct list rows;
    bool has_rows;
    struct str matter_href;
};

static const struct field row_fields[] = {
    F_STR(struct repeat_row, id),         F_STR(struct repeat_row, reg_no),
    F_STR(struct repeat_row, received),   F_STR(struct repeat_row, state),
    F_INT(struct repeat_row, alike),      F_BOOL(struct repeat_row, same_name),
    F_BOOL(struct repeat_row, same_unit), F_END
};
static const struct field repeats_fields[] = {
    F_VIEW(struct repeats_view, head, matter_head_fields),
    F_LIST(struct repeats_view, rows, struct repeat_row, row_fields),
    F_BOOL(struct repeats_view, has_rows), F_STR(struct repeats_view, matter_href), F_END
};
const struct page_view web_desk_repeats_view = { "desk_repeats", repeats_fields };

static struct list rows_of(struct ctx *c, struct req *r, const struct repeat_list *l)
{
    struct repeat_row *rows = arena_array(c->arena, struct repeat_row, l->n + 1);

    for (size_t i = 0; i < l->n; i++) {
        const struct repeat_candidate *x = &l->items[i];
        rows[i] = (struct repeat_row){
            .id = id_text(c, x->matter),
            .reg_no = x->reg_no,
            .received = i18n_day(c->arena, web_of(r)->lang, x->received, ctx_today(c)),
            .state = x->state,
            .alike = x->alike >= REPEAT_ALIKE ? x->alike : 0,
            .same_name = x->same_name,
            .same_unit = x->same_unit,
        };
    }
    return (struct list){ rows, l->n };
}

enum err web_desk_repeats(struct ctx *c, struct req *r, struct resp *w)
{
    struct repeats_view v = { .has_rows = false };
    struct repeat_list found;
    struct matter m;
    int64_t id;

    TRY(matter_of_path(c, r, &id));
    TRY(matter_find(c, id, &m));
    TRY(repeat_candidates(c, id, &found));
    TRY(matter_head_of(c, r, &m, TAB_REPEATS, &v.head));
    v.rows = rows_of(c, r, &found);
    v.has_rows = found.n > 0;
    v.matter_href = matter_path(c, id, "");
    return web_render(r, w, "desk_repeats", (struct view){ repeats_fields, &v });
}
