/*
 * browser.h - a person at the pages, for tests: cookies kept, forms sent, every page looked over.
 *
 * Layer: web (tests only)
 * Every page is held to the house rules: no run of twelve digits in an address, a form's target or
 * the title, no sentence missing, a security policy on it, nothing kept where something is secret.
 */
#ifndef YG_WEB_BROWSER_H
#define YG_WEB_BROWSER_H

#include "domain/world.h"
#include "web/frame.h"

#define BROWSER_COOKIES_MAX 16

struct browser {
    struct world *w;
    struct web *web;
    struct {
        struct str name, value;
    } jar[BROWSER_COOKIES_MAX];
    size_t jar_n;
    bool strange;      /* the form stands on another site */
    bool old;          /* says by Referer only where that is */
    bool silent;       /* says nothing of it */
    const char *range;  /* header Range; NULL: none */
    const char *coding; /* header Accept-Encoding; NULL: none */
    int status;
    struct str body, location;
    struct resp resp;
};

/* A province with pages over it: what a test begins with and ends with. */
struct site {
    struct world *w;
    struct web *web;
};
int site_open(void **state); /* cmocka's setup and teardown */
int site_close(void **state);

struct browser browser_new(struct world *w, struct web *web);
struct browser browser_visitor(void **state); /* state: a struct site; nothing in the jar */
/* At the desk of that body, as its officer with that role. Replaces who sat there. */
struct browser browser_officer(void **state, int64_t org, uint32_t role);
void browser_sit(struct browser *b, int64_t org, uint32_t role);
int browser_get(struct browser *b, const char *path); /* its status */
/* form: "a=1&b=2", values percent-encoded where they need it. The page's token is sent along. */
int browser_post(struct browser *b, const char *path, const char *form);
/* Two at once: both are prepared before either is carried out. */
void browser_post_both(struct browser *one, struct browser *two, const char *path,
                       const char *form);
/* The same as multipart with files in the input "file"; the text fields come first. */
struct browser_file {
    const char *name, *text;
};
int browser_upload(struct browser *b, const char *path, const char *form,
                   const struct browser_file *files, size_t n);
/* GET of the address that the last answer named; fails the test when it named none. */
int browser_follow(struct browser *b);
bool browser_sees(const struct browser *b, const char *text);
struct str browser_cookie(const struct browser *b, const char *name); /* absent: none */
void browser_forget(struct browser *b, const char *name);
/* value="…" of the page's input of that name, entities decoded for the usual five; absent: none */
struct str browser_value(const struct browser *b, const char *name);
struct str browser_header(const struct browser *b, const char *name);
/* What stands between two marks on the page, for numbers and the like; absent: not there. */
struct str browser_between(const struct browser *b, const char *from, const char *to);

#endif
