/* All pages of the program: checked at start, rendered often. */
#include "html/html.h"

#include <assert.h>
#include <stdio.h>

#include "html/escape.h"
#include "html/page.h"

#define HTML_ARENA_MAX (256u * 1024 * 1024) /* all pages; a few MB in the shipped program */
#define SCRATCH_MAX (256u * 1024 * 1024)    /* PAGE_SOURCE_MAX bytes, each at most a token */

struct run {
    struct html *h;
    struct buf *out;
    const struct op *ops;
    int lang;
    struct view frames[PAGE_FRAMES_MAX];
    unsigned depth;
};

static void run(struct run *r, size_t from, size_t to);

struct html *html_new(struct str (*find)(void *u, struct str name), html_text text, int langs,
                      void *u)
{
    assert(langs > 0 && langs <= PAGE_LANGS_MAX);
    struct arena *a = arena_new(HTML_ARENA_MAX);
    struct html *h = arena_new_of(a, struct html);
    *h = (struct html){ .arena = a, .find = find, .text = text, .langs = langs, .u = u };
    return h;
}

void html_checked(struct html *h)
{
    arena_free(h->parsing);
    h->parsing = NULL;
    memset(h->parsed, 0, sizeof h->parsed);
}

void html_free(struct html *h)
{
    if (!h)
        return;
    html_checked(h);
    arena_free(h->arena);
}

size_t page_bucket(struct str name)
{
    size_t hash = 5381;
    for (size_t i = 0; i < name.n; i++)
        hash = hash * 33 + (unsigned char)name.p[i];
    return hash % PAGE_BUCKETS;
}

static const struct page *page_find(const struct html *h, struct str name, const struct field *view,
                                    const struct field *page)
{
    const struct page *p = h->buckets[page_bucket(name)];
    while (p && !(str_eq(p->name, name) && p->view == view && p->page == page))
        p = p->next;
    return p;
}

enum err html_check(struct html *h, struct str name, const struct field *view,
                    const struct field *page, struct fault *f)
{
    if (page_find(h, name, view, page))
        return ERR_OK;
    struct program *programs = arena_array(h->arena, struct program, h->langs);
    if (!h->parsing)
        h->parsing = arena_new(SCRATCH_MAX);
    ARENA_AUTO scratch = arena_new(SCRATCH_MAX);
    for (int lang = 0; lang < h->langs; lang++) {
        arena_reset(scratch);
        TRY(page_compile(h, scratch, lang, name, view, page, f, &programs[lang]));
    }
    struct page *p = arena_new_of(h->arena, struct page);
    struct page **bucket = &h->buckets[page_bucket(name)];
    *p = (struct page){ str_dup(h->arena, name), view, page, programs, *bucket };
    *bucket = p;
    return ERR_OK;
}

/* The only thing in struct html that changes after the start. */
static void count_missing(struct run *r)
{
    __atomic_fetch_add(&r->h->missing, 1, __ATOMIC_RELAXED);
}

size_t html_missing(const struct html *h)
{
    return __atomic_load_n(&h->missing, __ATOMIC_RELAXED);
}

static const void *at(const struct run *r, const struct op *o)
{
    return (const char *)r->frames[o->frame].data + o->offset;
}

static struct str str_at(const struct run *r, const struct op *o)
{
    return *(const struct str *)at(r, o);
}

static int64_t int_at(const struct run *r, const struct op *o)
{
    return *(const int64_t *)at(r, o);
}

static bool is_true(const struct run *r, const struct op *o)
{
    switch (o->field) {
    case FIELD_STR:
    case FIELD_RAW:
        return str_at(r, o).n > 0;
    case FIELD_BOOL:
        return *(const bool *)at(r, o);
    case FIELD_INT:
        return int_at(r, o) != 0;
    case FIELD_LIST:
        return ((const struct list *)at(r, o))->n > 0;
    case FIELD_VIEW:
        return true;
    }
    return false;
}

/* A path of ours, or an address with http; whatever else got into such a field (javascript:,
 * //host) must not become a link. */
static bool is_href(struct str s)
{
    if (str_starts(s, S("https://")) || str_starts(s, S("http://")))
        return true;
    if (s.n == 0 || s.p[0] == '#' || s.p[0] == '?')
        return true;
    return s.p[0] == '/' && (s.n == 1 || (s.p[1] != '/' && s.p[1] != '\\'));
}

static void put_str(struct run *r, struct str s, enum lint_how how)
{
    if (how == LINT_ESCAPE_URL) {
        html_escape_url(r->out, s);
    } else if (how == LINT_ESCAPE_HREF && !is_href(s)) {
        count_missing(r);
        buf_byte(r->out, '#');
    } else {
        html_escape(r->out, s);
    }
}

/* A value shown in a sentence that was found while rendering. */
static void put_named(struct run *r, struct str name)
{
    const struct field *frames[PAGE_FRAMES_MAX];
    struct field field;
    unsigned frame;
    for (unsigned i = 0; i < r->depth; i++)
        frames[i] = r->frames[i].fields;
    if (!page_resolve(frames, r->depth, name, &field, &frame) ||
        (field.type != FIELD_STR && field.type != FIELD_INT)) {
        count_missing(r);
        return;
    }
    struct op o = { .frame = frame, .offset = field.offset };
    if (field.type == FIELD_STR)
        html_escape(r->out, str_at(r, &o));
    else
        buf_i64(r->out, int_at(r, &o));
}

/* Only {{name}} is known in a sentence whose key was built: sections cannot be checked. */
static void put_sentence(struct run *r, struct str words)
{
    while (words.n) { /* each turn takes some of words */
        const char *open = memmem(words.p, words.n, "{{", 2);
        size_t before = open ? (size_t)(open - words.p) : words.n;
        const char *close = open ? memmem(open, words.n - before, "}}", 2) : NULL;
        if (!close) {
            html_escape(r->out, words);
            return;
        }
        html_escape(r->out, str_slice(words, 0, before));
        put_named(r, str_trim(str_bytes(open + 2, (size_t)(close - open) - 2)));
        size_t taken = (size_t)(close - words.p) + 2;
        words = str_slice(words, taken, words.n - taken);
    }
}

static void put_built(struct run *r, const struct op *o, size_t from)
{
    char key[PAGE_KEY_MAX];
    size_t n = 0;
    for (size_t i = from; i < o->end; i++) {
        char digits[24];
        struct str part = r->ops[i].text;
        if (r->ops[i].type == OP_STR)
            part = str_at(r, &r->ops[i]);
        if (r->ops[i].type == OP_INT)
            part = str_bytes(digits, (size_t)snprintf(digits, sizeof digits, "%lld",
                                                      (long long)int_at(r, &r->ops[i])));
        part = str_slice(part, 0, sizeof key - n); /* a key that long is in no catalogue */
        if (part.n)
            memcpy(key + n, part.p, part.n);
        n += part.n;
    }
    struct str words = r->h->text(r->h->u, r->lang, str_bytes(key, n));
    if (str_absent(words)) {
        count_missing(r);
        html_escape(r->out, str_bytes(key, n));
    } else {
        put_sentence(r, words);
    }
}

static void run_list(struct run *r, const struct op *o, size_t from)
{
    const struct list *list = at(r, o);
    assert(list->n <= HTML_LIST_MAX);
    assert(r->depth < PAGE_FRAMES_MAX);
    for (size_t i = 0; i < list->n; i++) {
        r->frames[r->depth++] =
            (struct view){ o->sub, (const char *)list->items + i * o->item_size };
        run(r, from, o->end);
        r->depth--;
    }
}

static void run_view(struct run *r, const struct op *o, size_t from)
{
    assert(r->depth < PAGE_FRAMES_MAX);
    const void *data = at(r, o);
    r->frames[r->depth++] = (struct view){ o->sub, data };
    run(r, from, o->end);
    r->depth--;
}

/* One operation; gives the index of the next. */
static size_t run_op(struct run *r, size_t i)
{
    const struct op *o = &r->ops[i];
    switch (o->type) {
    case OP_TEXT:
        buf_put(r->out, o->text);
        return i + 1;
    case OP_STR:
        put_str(r, str_at(r, o), o->how);
        return i + 1;
    case OP_INT:
        buf_i64(r->out, int_at(r, o));
        return i + 1;
    case OP_RAW:
        buf_put(r->out, str_at(r, o));
        return i + 1;
    case OP_LIST:
        run_list(r, o, i + 1);
        return o->end;
    case OP_VIEW:
        run_view(r, o, i + 1);
        return o->end;
    case OP_IF:
        return is_true(r, o) ? i + 1 : o->end;
    case OP_UNLESS:
        return is_true(r, o) ? o->end : i + 1;
    case OP_KEY:
        put_built(r, o, i + 1);
        return o->end;
    }
    return i + 1;
}

static void run(struct run *r, size_t from, size_t to)
{
    for (size_t i = from; i < to;)
        i = run_op(r, i);
}

void html_render(struct html *h, struct buf *out, struct str name, int lang, struct view view,
                 struct view page)
{
    const struct page *p = page_find(h, name, view.fields, page.fields);
    assert(p && lang >= 0 && lang < h->langs); /* every page is checked at start */
    struct run r = { .h = h, .out = out, .ops = p->programs[lang].ops, .lang = lang };
    r.frames[r.depth++] = page;
    r.frames[r.depth++] = view;
    run(&r, 0, p->programs[lang].n);
}
