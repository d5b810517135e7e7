#include "domain/document_text.h"

#include <assert.h>

#include "html/mustache.h"

#define WORDING_MAX (64 * 1024)
#define OPTIONAL_MAX 40
#define ITEMS_MAX 100
#define MISSING_MAX 8

/* Marks while the wording is being filled: bytes that no value may hold. */
enum { MARK_TITLE = 1, MARK_TO, MARK_SIGN };

struct item {
    struct str list;
    uint64_t index;
    struct html_map *map;
};

/* The data of one paper, which remembers the names that were asked for and are not there. */
struct asked {
    struct html_data inner;
    struct str optional[OPTIONAL_MAX];
    size_t optional_n;
    struct str missing[MISSING_MAX];
    size_t missing_n;
};

struct str document_day(struct arena *a, struct day d)
{
    int year, month, dom;

    if (day_absent(d))
        return S("");
    day_to_ymd(d, &year, &month, &dom);
    return str_fmt(a, "%d年%d月%d日", year, month, dom);
}

/* ---- the wording's head ---- */

static bool blank(char b)
{
    return b == ' ' || b == '\t';
}

static struct str next_word(struct str *rest)
{
    while (rest->n && blank(*rest->p))
        *rest = str_slice(*rest, 1, rest->n);
    size_t n = 0;
    while (n < rest->n && !blank(rest->p[n]))
        n++;
    struct str word = str_slice(*rest, 0, n);
    *rest = str_slice(*rest, n, rest->n);
    return word;
}

/* "{{! 2026-09-01 optional: text to_body }}"; source then is what follows. */
static bool read_head(struct str *source, struct asked *q, struct str *ret_date)
{
    struct str head = str_cut(source, '\n');
    struct day d;

    if (!str_starts(head, S("{{!")) || !str_ends(head, S("}}")))
        return false;
    head = str_slice(head, 3, head.n - 5);
    *ret_date = next_word(&head);
    if (!day_parse(*ret_date, &d))
        return false;
    struct str word = next_word(&head);
    if (word.n == 0)
        return true;
    if (!str_eq(word, S("optional:")))
        return false;
    for (word = next_word(&head); word.n; word = next_word(&head)) {
        if (q->optional_n == OPTIONAL_MAX)
            return false;
        q->optional[q->optional_n++] = word;
    }
    return true;
}

/* Marks at the beginning of lines become bytes that only a wording can have put there. */
static struct str mark_lines(struct arena *a, struct str source)
{
    struct buf b = buf_new(a);

    while (!str_absent(source)) {
        struct str line = str_cut(&source, '\n');
        char mark = str_starts(line, S("# "))   ? MARK_TITLE
                    : str_starts(line, S("@ ")) ? MARK_TO
                    : str_starts(line, S("> ")) ? MARK_SIGN
                                                : 0;
        if (mark)
            buf_byte(&b, mark);
        buf_put(&b, mark ? str_slice(line, 2, line.n) : line);
        buf_byte(&b, '\n');
    }
    return buf_str(&b);
}

/* ---- values ---- */

/* Days written out; no byte that could pass for a mark. */
static struct str value_text(struct arena *a, struct str v)
{
    struct day d;
    struct buf b = buf_new(a);

    if (day_parse(v, &d))
        return document_day(a, d);
    for (size_t i = 0; i < v.n; i++) {
        if ((uint8_t)v.p[i] >= 0x20 || v.p[i] == '\n')
            buf_byte(&b, v.p[i]);
    }
    return buf_str(&b);
}

/* "leads.0.finding" is finding of the first of leads. False: too many. */
static bool put_item(struct arena *a, struct html_map *root, struct item *items, size_t *n,
                     struct str name, struct str value)
{
    struct str list = str_cut(&name, '.'), number = str_cut(&name, '.');
    uint64_t index;

    if (str_absent(name) || !str_u64(number, &index))
        return false;
    for (size_t i = 0; i < *n; i++) {
        if (items[i].index == index && str_eq(items[i].list, list)) {
            html_map_text(items[i].map, str_z(a, name), value);
            return true;
        }
    }
    if (*n == ITEMS_MAX)
        return false;
    items[*n] = (struct item){ list, index, html_map_item(root, str_z(a, list)) };
    html_map_text(items[(*n)++].map, str_z(a, name), value);
    return true;
}

static bool given_before(const struct document_value *values, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++) {
        if (str_eq(values[i].name, name))
            return true;
    }
    return false;
}

static struct html_map *map_of(struct arena *a, const struct document_value *values, size_t n)
{
    struct html_map *root = html_map_new(a);
    struct item *items = arena_array(a, struct item, ITEMS_MAX);
    size_t count = 0;

    assert(n <= DOCUMENT_VALUES_MAX);
    for (size_t i = 0; i < n; i++) {
        struct str value = value_text(a, values[i].value);
        if (given_before(values, i, values[i].name))
            continue; /* the first one holds */
        if (!str_contains(values[i].name, S(".")))
            html_map_text(root, str_z(a, values[i].name), value);
        else if (!put_item(a, root, items, &count, values[i].name, value))
            break; /* what is asked for and not there is told */
    }
    return root;
}

/* ---- names asked for ---- */

static void miss(struct asked *q, struct str name)
{
    for (size_t i = 0; i < q->optional_n; i++) {
        if (str_eq(q->optional[i], name))
            return;
    }
    for (size_t i = 0; i < q->missing_n; i++) {
        if (str_eq(q->missing[i], name))
            return;
    }
    if (q->missing_n < MISSING_MAX)
        q->missing[q->missing_n++] = name;
}

static void ask_member(void *u, const void *map, struct str name, struct html_value *ret)
{
    struct asked *q = u;

    q->inner.member(q->inner.u, map, name, ret);
    if (ret->kind == HTML_NOTHING && map == q->inner.root.node) /* the last place to look */
        miss(q, name);
}

static void ask_item(void *u, const void *list, size_t i, struct html_value *ret)
{
    struct asked *q = u;

    q->inner.item(q->inner.u, list, i, ret);
}

static enum err tell_missing(struct ctx *c, const struct asked *q, struct str name)
{
    struct buf b = buf_new(c->arena);

    for (size_t i = 0; i < q->missing_n; i++)
        buf_fmt(&b, " %.*s", STR_ARG(q->missing[i]));
    return FAULT(&c->fault, ERR_INVALID, "document.missing", "%.*s:%.*s", STR_ARG(name),
                 STR_ARG(buf_str(&b)));
}

/* ---- lines ---- */

static char mark_of(char b)
{
    return b == MARK_TITLE ? '#' : b == MARK_TO ? '@' : b == MARK_SIGN ? '>' : ' ';
}

/* Empty lines vanish. False when there is no title. */
static bool lines_of(struct arena *a, struct str filled, struct str *ret)
{
    struct buf b = buf_new(a);
    bool title = false;

    while (!str_absent(filled)) {
        struct str line = str_trim(str_cut(&filled, '\n'));
        char mark = line.n ? mark_of(*line.p) : ' ';
        if (mark != ' ')
            line = str_trim(str_slice(line, 1, line.n));
        if (line.n == 0)
            continue;
        title = title || (mark == '#' && b.n == 0);
        if (b.n)
            buf_byte(&b, '\n');
        buf_byte(&b, mark);
        buf_put(&b, line);
    }
    *ret = buf_str(&b);
    return title;
}

static enum err bad_wording(struct ctx *c, struct str name, const char *what)
{
    return FAULT(&c->fault, ERR_INVALID, "document.wording", "%.*s: %s", STR_ARG(name), what);
}

enum err document_text_render(struct ctx *c, struct str name, struct str wording,
                              const struct document_value *values, size_t n, struct str *ret_text,
                              struct str *ret_date)
{
    struct asked *q = arena_new_of(c->arena, struct asked);
    struct buf out = buf_new(c->arena);
    struct fault f = { 0 };

    if (wording.n > WORDING_MAX || !read_head(&wording, q, ret_date))
        return bad_wording(c, name, "its first line");
    q->inner = html_map_data(map_of(c->arena, values, n));
    struct html_data data = {
        .root = q->inner.root, .member = ask_member, .item = ask_item, .u = q
    };
    wording = mark_lines(c->arena, wording);
    if (html_text_render(c->arena, &out, wording, &data, false, &f) != ERR_OK)
        return bad_wording(c, name, f.detail);
    if (q->missing_n > 0)
        return tell_missing(c, q, name);
    return lines_of(c->arena, buf_str(&out), ret_text) ? ERR_OK : bad_wording(c, name, "no title");
}

static bool mark_read(char b, enum document_mark *ret)
{
    switch (b) {
    case '#':
        *ret = DOCUMENT_TITLE;
        return true;
    case '@':
        *ret = DOCUMENT_TO;
        return true;
    case '>':
        *ret = DOCUMENT_SIGN;
        return true;
    case ' ':
        *ret = DOCUMENT_PARAGRAPH;
        return true;
    default:
        return false;
    }
}

bool document_text_lines(struct arena *a, struct str text, const struct document_line **ret,
                         size_t *ret_n)
{
    size_t n = 1, i = 0;

    for (size_t k = 0; k < text.n; k++)
        n += text.p[k] == '\n' ? 1 : 0;
    if (n > DOCUMENT_LINES_MAX)
        return false;
    struct document_line *lines = arena_array(a, struct document_line, n);
    while (!str_absent(text)) {
        struct str line = str_cut(&text, '\n');
        if (line.n < 2 || !mark_read(*line.p, &lines[i].mark))
            return false;
        lines[i++].text = str_slice(line, 1, line.n);
    }
    *ret = lines;
    *ret_n = i;
    return true;
}

struct str document_text_plain(struct arena *a, const struct document_line *lines, size_t n)
{
    struct buf b = buf_new(a);

    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_byte(&b, '\n');
        buf_put(&b, lines[i].text);
    }
    return buf_str(&b);
}
