/*
 * page.h - a page as it is kept: operations with all names resolved to places in the views.
 *
 * Layer:  html, inside the room     Memory: arena of struct html; unchanged after html_check
 *
 * One page is compiled once for each language, with its partials and sentences inside, so that
 * rendering is a walk over an array: no names, no parsing. Places are a frame (0 = page, 1 = view,
 * then one for each list or view whose section is open) and an offset.
 */
#ifndef YG_HTML_PAGE_H
#define YG_HTML_PAGE_H

#include "html/html.h"
#include "html/lint.h"
#include "html/token.h"

#define PAGE_FRAMES_MAX (2 + HTML_DEPTH_MAX)
#define PAGE_OPS_MAX 65536
#define PAGE_SOURCE_MAX (1024u * 1024) /* with all partials and sentences put in */
#define PAGE_KEY_MAX 128               /* of a sentence */
#define PAGE_LANGS_MAX 8
#define PAGE_BUCKETS 256

enum op_type {
    OP_TEXT, /* text as it is */
    OP_STR,  /* how: escaped as the place asks */
    OP_INT,
    OP_RAW,
    OP_LIST,   /* body up to end, once for each item in a frame of its own */
    OP_VIEW,   /* body up to end in a frame of its own */
    OP_IF,     /* body up to end when the field of that type is true */
    OP_UNLESS, /* when it is false */
    OP_KEY     /* operations up to end make a key; its sentence is looked up while rendering */
};

/* Small on purpose: the shipped pages have some 70,000 of them, and all stay in memory. */
struct op {
    enum op_type type : 8;
    enum lint_how how : 8;
    enum field_type field : 8;
    unsigned frame : 8;
    uint32_t end;
    union {
        struct str text; /* OP_TEXT */
        struct {         /* all others */
            const struct field *sub;
            uint32_t offset, item_size;
        };
    };
};
_Static_assert(PAGE_FRAMES_MAX < 256, "a frame fits into eight bits");

struct program {
    const struct op *ops;
    size_t n;
};

struct page {
    struct str name;
    const struct field *view, *page;
    struct program *programs; /* one for each language */
    struct page *next;        /* in its bucket */
};

/* A template cut into tokens; most partials stand in many pages, and in each language. */
struct parsed {
    struct str name, indent;
    size_t bytes; /* of its source */
    struct tokens tokens;
    struct parsed *next; /* in its bucket */
};

struct html {
    struct arena *arena;
    struct arena *parsing; /* of the templates cut into tokens; given back by html_checked */
    struct parsed *parsed[PAGE_BUCKETS];
    struct str (*find)(void *u, struct str name);
    html_text text;
    int langs;
    void *u;
    struct page *buckets[PAGE_BUCKETS];
    size_t missing; /* counted with atomics: pages are rendered by many threads */
};

/* Compiles a page for one language into arena memory of h. scratch is given back by the caller. */
MUST_CHECK enum err page_compile(struct html *h, struct arena *scratch, int lang, struct str name,
                                 const struct field *view, const struct field *page,
                                 struct fault *f, struct program *ret);

size_t page_bucket(struct str name);

/* The field of a name among the frames, the innermost first; dotted names go into views. False when
 * there is none. frame and offset say where it lies. */
bool page_resolve(const struct field *const *frames, unsigned depth, struct str name,
                  struct field *ret, unsigned *frame);

#endif
