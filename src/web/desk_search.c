/* desk_search.c - words, a number or a register number, found within reach. The words come by POST,
 * so that no address, history or log ever holds one. */
#include "web/desk.h"

struct search_view {
    struct str q;
    struct list rows;
    int64_t count;
};
static const struct field search_fields[] = { F_STR(struct search_view, q),
                                              F_LIST(struct search_view, rows, struct list_row,
                                                     desk_row_fields),
                                              F_INT(struct search_view, count), F_END };
const struct page_view web_desk_search_view = { "desk_search", search_fields };

enum err web_desk_search(struct ctx *c, struct req *r, struct resp *w)
{
    struct matter_filter f = {
        .view = S("all"), .named = -1, .due_before = DAY_NONE, .limit = 200
    };
    struct search_view v = { .q = str_trim(req_form(r, S("q"))) };
    struct desk_people people;
    struct matter_list l = { 0 };

    if (v.q.n)
        TRY(matter_search(c, v.q, &f, &l));
    TRY(desk_people_load(c, &people));
    v.rows = desk_rows(c, r, &people, l.items, l.n);
    v.count = (int64_t)l.n;
    web_of(r)->page.side_search = true;
    return web_render(r, w, "desk_search", (struct view){ search_fields, &v });
}
