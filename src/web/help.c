/* help.c - how it works, what protects and what does not, in the reader's words. */
#include "i18n/i18n.h"
#include "web/article.h"

static const struct {
    const char *topic, *name; /* address and texts */
} topics[] = {
    { "steps", "help_steps" },
    { "rights", "help_rights" },
    { "realname", "help_realname" },
    { "traces", "help_traces" },
    { "lost", "help_lost" },
    { "privacy", "help_privacy" },
    { "unprotected", "help_unprotected" },
    { "accessible", "help_accessible" },
};

struct topic_view {
    struct str topic, title, lead;
};
static const struct field topic_fields[] = { F_STR(struct topic_view, topic),
                                             F_STR(struct topic_view, title),
                                             F_STR(struct topic_view, lead), F_END };
struct help_view {
    struct article article;
    struct list topics;
};
static const struct field help_fields[] = {
    F_VIEW(struct help_view, article, article_fields),
    F_LIST(struct help_view, topics, struct topic_view, topic_fields), F_END
};
const struct page_view web_help_view = { "help", help_fields };
const struct page_view web_help_page_view = { "help_page", help_fields };

static struct list all_topics(struct req *r)
{
    struct topic_view *v = arena_array(r->ctx->arena, struct topic_view, COUNT_OF(topics));
    for (size_t i = 0; i < COUNT_OF(topics); i++)
        v[i] =
            (struct topic_view){ str_of(topics[i].topic), article_text(r, topics[i].name, "title"),
                                 article_text(r, topics[i].name, "lead") };
    return (struct list){ v, COUNT_OF(topics) };
}

enum err web_help(struct ctx *c, struct req *r, struct resp *w)
{
    (void)c;
    struct help_view v = { .article = web_article(r, "help"), .topics = all_topics(r) };
    web_of(r)->page.nav_help = true;
    return web_render(r, w, "help", (struct view){ help_fields, &v });
}

enum err web_help_page(struct ctx *c, struct req *r, struct resp *w)
{
    struct str topic = req_param(r, S("topic"));
    web_of(r)->page.nav_help = true;
    for (size_t i = 0; i < COUNT_OF(topics); i++) {
        if (!str_eq(topic, str_of(topics[i].topic)))
            continue;
        struct help_view v = { .article = web_article(r, topics[i].name), .topics = all_topics(r) };
        return web_render(r, w, "help_page", (struct view){ help_fields, &v });
    }
    return FAULT(&c->fault, ERR_NOT_FOUND, "error.no_page", "no such topic");
}

/* ---- what a problem of the interface means ---- */

struct problem_view {
    struct str key, sentence;
    struct article article;
};
static const struct field problem_fields[] = { F_STR(struct problem_view, key),
                                               F_STR(struct problem_view, sentence),
                                               F_VIEW(struct problem_view, article, article_fields),
                                               F_END };
const struct page_view web_help_problem_view = { "help_problem", problem_fields };

/* {{arg}} and the like stand for a value that only the answer itself knows. */
static struct str without_values(struct arena *a, struct str text)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < text.n; i++) {
        if (!str_starts(str_slice(text, i, 2), S("{{"))) {
            buf_byte(&b, text.p[i]);
            continue;
        }
        while (i < text.n && !str_starts(str_slice(text, i, 2), S("}}")))
            i++;
        buf_put(&b, S("…"));
        i++;
    }
    return buf_str(&b);
}

enum err web_help_problem(struct ctx *c, struct req *r, struct resp *w)
{
    struct str key = req_param(r, S("key"));
    struct str text = i18n_text(web_of(r)->web->app->i18n, web_of(r)->lang, key);
    if (str_absent(text))
        return FAULT(&c->fault, ERR_NOT_FOUND, "error.no_page", "no such problem");
    struct problem_view v = { key, without_values(c->arena, text), web_article(r, "problem") };
    web_of(r)->page.nav_help = true;
    return web_render(r, w, "help_problem", (struct view){ problem_fields, &v });
}
