/* look.c - size of text, contrast and language, chosen on a page without script. */
#include "web/frame.h"

struct look_view {
    bool std, lg, xl, plain, contrast, zh, en;
};
static const struct field look_fields[] = {
    F_BOOL(struct look_view, std),      F_BOOL(struct look_view, lg),
    F_BOOL(struct look_view, xl),       F_BOOL(struct look_view, plain),
    F_BOOL(struct look_view, contrast), F_BOOL(struct look_view, zh),
    F_BOOL(struct look_view, en),       F_END
};
const struct page_view web_look_view = { "look", look_fields };

enum err web_look(struct ctx *c, struct req *r, struct resp *w)
{
    (void)c;
    const struct page *p = &web_of(r)->page;
    struct look_view v = {
        .lg = str_starts(p->look, S("lg")),
        .xl = str_starts(p->look, S("xl")),
        .contrast = str_ends(p->look, S("hc")),
        .zh = p->is_zh,
        .en = p->is_en,
    };
    v.std = !v.lg && !v.xl;
    v.plain = !v.contrast;
    return web_render(r, w, "look", (struct view){ look_fields, &v });
}

enum err web_look_set(struct ctx *c, struct req *r, struct resp *w)
{
    struct str size = req_form(r, S("size"));
    bool contrast = str_eq(req_form(r, S("contrast")), S("hc"));
    struct str lang = req_form(r, S("lang"));
    bool large = str_eq(size, S("lg")) || str_eq(size, S("xl"));
    if (!large)
        size = S("std");
    struct str word = !contrast ? size
                      : large   ? str_fmt(c->arena, "%.*s-hc", STR_ARG(size))
                                : S("hc");
    web_cookie(r, S("look"), word, 365 * 86400);
    if (str_eq(lang, S("zh")) || str_eq(lang, S("en")))
        web_cookie(r, S("lang"), lang, 365 * 86400);
    web_done(r, "done.look");
    return web_see_other(w, S("/view"));
}
