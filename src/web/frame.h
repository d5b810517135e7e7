/*
 * frame.h - the web room's own inside: page begin and end, tokens, looks, errors, log-in, resume.
 *
 * Layer: web (only this room includes it)
 */
#ifndef YG_WEB_FRAME_H
#define YG_WEB_FRAME_H

#include "http/router.h"
#include "web/handlers.h"

struct web {
    struct app *app;
    struct html *html;
    struct http_route *table; /* made from web_routes */
    bool https;               /* configured public address is https: __Host- cookies, Secure */
    struct str css_href, work_css_href, icon_href, exit_js_href, clerk_js_href, wall_css_href,
        wall_js_href;
    struct public_cache *cache;
    struct log_cache *log;
};

extern const struct web_route web_routes[];
extern const size_t web_route_count;

int web_lang(struct req *r);           /* ?lang=, cookie, Accept-Language; remembers a choice */
/* "br" or "gzip" as a whole word of Accept-Encoding; q=0 is not looked for: no browser sends it. */
bool web_accepts(struct req *r, const char *word);
size_t web_look_number(struct req *r); /* which look this answer has: ?text=, cookie, standard */
void web_page_begin(struct req *r);    /* fills page: language, look, token, banner, navigation */
/* once.c: a form sent twice from one page, by two clicks or after Back, is done once. */
bool web_once_applies(struct req *r);
MUST_CHECK enum err web_once(struct ctx *c, struct req *r, struct resp *w);
bool web_csrf_ok(struct req *r); /* same-origin Sec-Fetch-Site or Origin, else the token */
bool web_role_ok(struct req *r);
void web_security_headers(struct resp *w, bool keep_nothing);
void web_asset(struct req *r, struct resp *w); /* /a/name.hash.css, immutable, best encoding */
void web_error_page(struct ctx *c, struct req *r,
                    struct resp *w); /* from c->fault; the one place */
enum err web_login_page(struct ctx *c, struct req *r, struct resp *w, const char *name,
                        const char *note_key);
/* panel.c: the log-in by code */
enum err web_panel_login_page(struct ctx *c, struct req *r, struct resp *w, const char *note_key);
void web_cookie(struct req *r, struct str name, struct str value, int64_t max_age_s);
/* One that scripts may read; never for anything secret. */
void web_cookie_open(struct req *r, struct str name, struct str value, int64_t max_age_s);
struct str web_sentence(struct req *r, const char *key, int64_t arg); /* {{arg}} put in */
struct str web_session_cookie_name(struct req *r, enum web_area area);

/* A POST met a dead session: what was typed is sealed as a draft of its own, so that after the
 * log-in the person sees it again and sends it with one click (U10). */
enum err web_resume_keep(struct ctx *c, struct req *r);
/* The draft that words and files wait in: of the request, or made now with its cookie. */
struct str web_resume_cookie(struct req *r);
void web_resume_over(struct req *r);
bool web_resume_waits(struct req *r); /* after a log-in: go to /my/resume or /desk/resume */
/* every page's view, named in pages.def */
#define PAGE(v) extern const struct page_view v;
#include "web/pages.def"
#undef PAGE

#endif
