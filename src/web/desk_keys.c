/* desk_keys.c - shortcuts: what they are, and how they are turned off (WCAG 2.1.4, U14). */
#include "web/desk.h"

struct keys_view {
    bool off;
};
static const struct field keys_fields[] = { F_BOOL(struct keys_view, off), F_END };
const struct page_view web_desk_keys_view = { "desk_keys", keys_fields };

enum err web_desk_keys(struct ctx *c, struct req *r, struct resp *w)
{
    (void)c;
    struct keys_view v = { .off = str_eq(req_cookie(r, S("keys")), S("0")) };

    return web_render(r, w, "desk_keys", (struct view){ keys_fields, &v });
}

/* The one cookie that a script reads: it says 0 or 1 and nothing else. */
enum err web_desk_keys_set(struct ctx *c, struct req *r, struct resp *w)
{
    bool off = str_eq(req_form(r, S("keys")), S("0"));

    (void)c;
    web_cookie_open(r, S("keys"), off ? S("0") : S("1"), 365 * 86400);
    web_done(r, off ? T_KEY("done.keys_off") : T_KEY("done.keys_on"));
    return web_see_other(w, S("/desk/keys"));
}
