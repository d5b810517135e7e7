/* Templates of any bytes: both modes end in time, and a page that passed its check is sound markup
 * whatever its values are. The input is a template, a partial and a sentence, with 0xff between. */
#include <assert.h>

#include "html/html.h"
#include "html/lint.h"
#include "html/mustache.h"

struct parts {
    struct str template, partial, sentence;
};

struct row {
    struct str a;
    bool b;
};
struct view_of_all {
    struct str a, x_href, raw;
    bool b, c;
    int64_t n;
    struct list l;
    struct row v;
};

static const struct field row_fields[] = { F_STR(struct row, a), F_BOOL(struct row, b), F_END };
static const struct field fields[] = {
    F_STR(struct view_of_all, a),
    F_STR(struct view_of_all, x_href),
    F_RAW(struct view_of_all, raw),
    F_BOOL(struct view_of_all, b),
    F_BOOL(struct view_of_all, c),
    F_INT(struct view_of_all, n),
    F_LIST(struct view_of_all, l, struct row, row_fields),
    F_VIEW(struct view_of_all, v, row_fields),
    F_END,
};
static const struct field none[] = { F_END };

static struct str find(void *u, struct str name)
{
    struct parts *p = u;
    if (str_eq(name, S("page")))
        return p->template;
    return str_eq(name, S("p")) ? p->partial : STR_NONE;
}

static struct str sentence(void *u, int lang, struct str key)
{
    struct parts *p = u;
    return key.n && key.p[0] == 'k' ? p->sentence : STR_NONE;
}

static struct str render(struct arena *a, struct html *h, struct str value, struct str href)
{
    struct row rows[] = { { value, true }, { value, false } };
    struct view_of_all all = { .a = value, .x_href = href, .raw = S("<svg><g/></svg>"), .b = true,
                               .n = 7, .l = { rows, 2 }, .v = rows[0] };
    struct buf out = buf_new(a);
    html_render(h, &out, S("page"), 0, (struct view){ fields, &all },
                (struct view){ none, NULL });
    return buf_str(&out);
}

static size_t count(struct str s, char c)
{
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++)
        n += s.p[i] == c;
    return n;
}

static void page(struct arena *a, struct parts *p)
{
    struct html *h = html_new(find, sentence, 1, p);
    struct fault f = { 0 };
    if (html_check(h, S("page"), fields, none, &f) == ERR_OK) {
        struct str good = render(a, h, S("v"), S("/v"));
        struct str evil = render(a, h, S("/<script>\"' onx=\"-->"), S("javascript:\"<b>"));
        struct lint good_lint = { 0 }, evil_lint = { 0 };
        assert(!lint_text(&good_lint, good) && !lint_end(&good_lint));
        assert(!lint_text(&evil_lint, evil) && !lint_end(&evil_lint));
        assert(count(good, '<') == count(evil, '<') && count(good, '>') == count(evil, '>'));
        assert(count(good, '"') == count(evil, '"') && count(good, '\'') == count(evil, '\''));
    }
    html_free(h);
}

static void letter(struct arena *a, struct parts *p)
{
    struct html_map *m = html_map_new(a);
    struct fault f = { 0 };
    struct buf out = buf_new(a);
    html_map_text(m, "a", S("<v>"));
    html_map_bool(m, "b", true);
    html_map_text(html_map_item(m, "l"), "a", S("1"));
    html_map_text(html_map_item(m, "l"), "a", S("2"));
    html_map_text(html_map_map(m, "v"), "a", S("3"));
    struct html_data data = html_map_data(m);
    data.partial = find;
    data.u = p;
    enum err e = html_text_render(a, &out, p->template, &data, true, &f);
    assert(e == ERR_OK || e == ERR_INVALID || e == ERR_LIMIT);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    ARENA_AUTO a = arena_new(1u << 30);
    struct str rest = str_bytes(p, n);
    struct parts parts;
    if (n > 4096) /* what is larger is only slower */
        return 0;
    parts.template = str_cut(&rest, '\xff');
    parts.partial = str_cut(&rest, '\xff');
    parts.sentence = rest;
    page(a, &parts);
    letter(a, &parts);
    return 0;
}
