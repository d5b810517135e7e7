/*
 * web.h - pages: from a request to a session, a route, one domain call and a page; or to an error,
 * shown in one place.
 *
 * Layer: web (a door: translates, never decides; no SQL, no crypto)
 *
 * To add a page: a line in routes.def, a handler web_x in x.c, a template x.mustache, its line in
 * the table of the access matrix test. A handler reads the form, makes ONE domain call and renders
 * (GET) or redirects (POST, 303). What it returns other than ERR_OK becomes the error page - or,
 * when the handler renders its form again with web_form_again, the same page with the errors on
 * top.
 */
#ifndef YG_WEB_WEB_H
#define YG_WEB_WEB_H

#include "domain/app.h"
#include "domain/breach.h"
#include "domain/publication.h"
#include "domain/session.h"
#include "html/html.h"
#include "http/http.h"

/* who may use a route, besides RO_* bits of domain/role.h */
#define WEB_PUBLIC 0u /* anyone, logged in or not */
#define WEB_REPORTER RO_REPORTER
#define WEB_OFFICER ROLES_OFFICER /* any officer log-in */
#define WEB_PANEL ROLES_PANEL     /* who came by code */

/* AREA_REPORT: the form of somebody who is nobody yet; nothing of it is kept by the browser. */
/* who has a part in matters (domain 4.2) */
#define WEB_MATTERS                                                                                \
    (RO_CLERK | RO_SCREENER | RO_PO_HEAD | RO_HANDLER | RO_HD_HEAD | RO_CASE_SUP | RO_DEPUTY |     \
     RO_PRINCIPAL | RO_REVIEWER | RO_CADRE_SUP | RO_UPPER | RO_PUBLISHER | RO_PUB_APPROVER)

enum web_area { AREA_PUBLIC, AREA_MY, AREA_DESK, AREA_ADMIN, AREA_REPORT, AREA_PANEL };

struct web; /* templates, assets, app; one for the program */

typedef enum err (*web_handler)(struct ctx *c, struct req *r, struct resp *w);
typedef enum err (*web_prepare)(struct ctx *c, struct req *r, struct http_job *ret);

enum route_flags {
    ROUTE_WORKER = 1,      /* may wait or take over 2 ms; every POST has it by itself */
    ROUTE_MULTIPART = 2,   /* files go to the sink given by web_x_sink */
    ROUTE_NO_CSRF = 4,     /* GET /exit only */
    ROUTE_FIRST_LOGIN = 8, /* allowed while a one-time password must be changed */
    ROUTE_LANE_REPORTER = 16,
    ROUTE_LANE_OFFICER = 32, /* web_x_prepare fills the job */
    ROUTE_KEPT = 64 /* public page without form, kept in memory for a minute (public_cache.h) */
};

struct web_route {
    enum http_method method;
    const char *pattern;
    uint32_t roles;
    enum web_area area;
    unsigned flags;
    int64_t body_max;
    web_handler handle;
    web_prepare prepare;          /* NULL: none */
    const struct http_sink *sink; /* ROUTE_MULTIPART */
    const char *name;             /* "my_show": template, title key "title.my_show" */
};

/* Common things of every page: looked up behind the page's own view. */
struct page {
    struct str lang;  /* zh-CN en */
    struct str look;  /* class of <html>: "" lg xl hc … */
    struct str title; /* sentence */
    struct str css_href, work_css_href, icon_href, exit_js_href, clerk_js_href;
    struct str csrf;      /* token for forms */
    struct str here_href; /* this page's path without words, for ?lang= and ?text= */
    bool is_zh, is_en, is_large, is_desk, is_my, is_public, is_print;
    bool demo, simulated;
    struct str simulated_now; /* shouted on every page under --simulate */
    struct str org_name, who; /* desk: body and officer */
    bool logged_in;           /* in this area */
    struct list errors;       /* struct page_error */
    bool has_errors;
    int64_t error_count;
    struct str done; /* sentence of what was just done; absent none */
    struct str nav;  /* name of the current nav item, see web_nav */
    bool nav_home, nav_report, nav_my, nav_open, nav_stats, nav_help;
    bool sub_progress, sub_messages, sub_files, sub_safety;
    /* desk side bar */
    bool can_matters, can_intake, can_grid, can_forward, can_review, can_admin, can_lead,
        can_identity;
    int64_t n_todo, n_all, n_late, n_soon, n_messages, n_approve;
    bool side_todo, side_all, side_messages, side_approve, side_letter, side_visit, side_call,
        side_grid, side_search, side_stats, side_people, side_forward, side_tasks,
        side_publish, can_publish, side_reviews, side_lead, can_breaches, side_breaches, can_panel,
        can_notes, side_panel, side_notes;
};
struct page_error {
    struct str anchor; /* "#narrative" without '#': id of the field */
    struct str text;
};
extern const struct field page_fields[];

/* One input of a form with what was typed and what is wrong with it; templates open it as a
 * section:
 * {{#narrative}}<div class="f{{#error}} bad{{/error}}">…<textarea
 * name="{{name}}">{{value}}</textarea></div>{{/narrative}} */
struct input {
    struct str name, value, error;
    bool checked;
};
extern const struct field input_fields[];
/* value from r->form when the request is a POST, else from given; error sentence from c->fault */
struct input web_input(struct ctx *c, struct req *r, const char *name, struct str given);
struct choice {
    struct str value, label;
    bool selected;
};
extern const struct field choice_fields[];

/* The web's own part of a request (r->state) */
struct web_req {
    struct web *web;
    const struct web_route *route;
    int lang; /* LANG_ZH LANG_EN */
    struct page page;
    struct str session_cookie; /* of this area; absent without */
    struct str draft_cookie;
    struct str resume_cookie; /* made by web_resume_cookie */
    struct str set_cookies[8];
    size_t set_cookie_count;
    bool session_dead;   /* had a cookie, it is over */
    bool store_failed;   /* the session could not be read: the fault says why */
    bool prepare_failed; /* the fault is set; the handler shows its form again */
    /* what the form calls a field, for the error summary; absent: the sentence says it */
    struct str (*label_of)(struct req *r, struct str field);
    struct str refused_file; /* as it was named: the first one of the form that was refused */
    unsigned methods;        /* of this path, when the route was not found */
    void *own;               /* of the page: kept from prepare or sink to handle */
};
static inline struct web_req *web_of(struct req *r)
{
    return (struct web_req *)r->state;
}

/* GET page: renders template of the route's name (or name) around the view. */
enum err web_render(struct req *r, struct resp *w, const char *name, struct view view);
/* After a failed POST: status 422 (or the fault's), error summary first and focused, the form with
 * what was typed. The view must hold web_input fields. */
enum err web_form_again(struct ctx *c, struct req *r, struct resp *w, const char *name,
                        struct view view);
/* A page with a form: again after its POST failed, else for the first time. */
enum err web_form_page(struct ctx *c, struct req *r, struct resp *w, bool again, const char *name,
                       struct view view);
enum err web_see_other(struct resp *w, struct str path); /* 303; path without words */
void web_done(
    struct req *r,
    const char *key); /* sentence shown by the next page (cookie of one use, a key only) */
struct str web_text(struct req *r, const char *key); /* catalogue sentence without values */
void web_cookie_session(struct req *r, enum web_area area, struct str cookie); /* absent: delete */
void web_cookie_draft(struct req *r, struct str cookie);

/* All pages' views, for html_check at start: each page registers itself in pages.def */
struct page_view {
    const char *name;
    const struct field *fields;
};

MUST_CHECK enum err web_new(struct app *app, struct fault *f,
                            struct web **ret); /* checks every template in every language */
void web_free(struct web *w);
/* Job, as the system, each second: makes at most one list of the public figures before a visitor
 * would wait for it: those of the front page and /stats, and what was asked for lately. */
MUST_CHECK enum err web_renew(struct web *w, struct ctx *c);
/* http_app callbacks; main.c combines them with the API's by path prefix */
bool web_plan(struct web *w, struct req *r, struct http_plan *ret);
void web_refuse(struct web *w, struct req *r, int status, const char *key, struct resp *ret);
/* Direct call for tests: method, path, form, cookies; no socket. */
void web_handle(struct web *w, struct req *r, struct resp *ret);

#endif
