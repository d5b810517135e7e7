/* article.c - catalogue texts as sections, paragraphs and lists. */
#include "web/article.h"

#include "i18n/i18n.h"

#define SECTIONS_MAX 20
#define LINES_MAX 40

static const struct field line_fields[] = { F_STR(struct line_view, text), F_END };
static const struct field block_fields[] = {
    F_STR(struct block_view, text), F_LIST(struct block_view, items, struct line_view, line_fields),
    F_BOOL(struct block_view, is_list), F_END
};
static const struct field section_fields[] = {
    F_STR(struct section_view, anchor), F_STR(struct section_view, heading),
    F_LIST(struct section_view, blocks, struct block_view, block_fields), F_END
};
const struct field article_fields[] = {
    F_STR(struct article, lead),
    F_LIST(struct article, sections, struct section_view, section_fields), F_END
};

struct str article_text(struct req *r, const char *name, const char *suffix)
{
    const struct web_req *wr = web_of(r);
    return i18n_text(wr->web->app->i18n, wr->lang,
                     str_fmt(r->ctx->arena, "%.*s%s.%s", STR_ARG(T_PREFIX("page.")), name, suffix));
}

static struct list blocks_of(struct arena *a, struct str text)
{
    struct block_view *blocks = arena_array(a, struct block_view, LINES_MAX);
    size_t n = 0;
    for (size_t lines = 0; text.n && lines < LINES_MAX; lines++) {
        struct str line = str_trim(str_cut(&text, '\n'));
        if (!str_starts(line, S("- "))) {
            blocks[n++] = (struct block_view){ .text = line };
            continue;
        }
        if (n == 0 || !blocks[n - 1].is_list) {
            struct line_view *items = arena_array(a, struct line_view, LINES_MAX);
            blocks[n++] = (struct block_view){ .is_list = true, .items = { items, 0 } };
        }
        struct list *l = &blocks[n - 1].items;
        ((struct line_view *)(uintptr_t)l->items)[l->n++].text = str_slice(line, 2, line.n);
    }
    return (struct list){ blocks, n };
}

struct article web_article(struct req *r, const char *name)
{
    struct arena *a = r->ctx->arena;
    struct section_view *s = arena_array(a, struct section_view, SECTIONS_MAX);
    struct article ret = { .lead = article_text(r, name, "lead") };
    struct str title = article_text(r, name, "title");
    size_t n = 0;
    if (!str_absent(title))
        web_of(r)->page.title = title;
    for (; n < SECTIONS_MAX; n++) {
        struct str number = str_fmt(a, "%zu", n + 1);
        struct str heading = article_text(r, name, str_z(a, str_fmt(a, "%.*s.h", STR_ARG(number))));
        struct str text = article_text(r, name, str_z(a, number));
        if (str_absent(heading) || str_absent(text))
            break;
        s[n] = (struct section_view){ str_fmt(a, "s%.*s", STR_ARG(number)), heading,
                                      blocks_of(a, text) };
    }
    ret.sections = (struct list){ s, n };
    return ret;
}
