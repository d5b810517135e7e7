/* rules.c - the registry of rule documents: what there is, and which deadlines rest on it. */
#include "i18n/i18n.h"
#include "web/basis.h"

#include "domain/words.h"
#include "web/figure.h"

struct rule_view {
    struct str id, title, issuer, topic, year, text;
    bool trial, has_terms;
    struct list terms; /* of one document */
};
static const struct field rule_fields[] = { F_STR(struct rule_view, id),
                                            F_STR(struct rule_view, title),
                                            F_STR(struct rule_view, issuer),
                                            F_STR(struct rule_view, topic),
                                            F_STR(struct rule_view, year),
                                            F_STR(struct rule_view, text),
                                            F_BOOL(struct rule_view, trial),
                                            F_BOOL(struct rule_view, has_terms),
                                            F_LIST(struct rule_view, terms, struct term_view,
                                                   term_fields),
                                            F_END };
struct rules_view {
    struct article article;
    struct list rules;
};
static const struct field rules_fields[] = {
    F_VIEW(struct rules_view, article, article_fields),
    F_LIST(struct rules_view, rules, struct rule_view, rule_fields), F_END
};
const struct page_view web_rules_view = { "rules", rules_fields };
const struct page_view web_rule_view = { "rule", rule_fields };

static struct rule_view view_of(struct req *r, const struct rule_document *d)
{
    struct arena *a = r->ctx->arena;
    struct str text = str_fmt(a, "%.*s%.*s", STR_ARG(T_PREFIX("rules.text.")), STR_ARG(d->text));
    return (struct rule_view){
        .id = d->id,
        .title = d->title,
        .issuer = d->issuer,
        .topic = web_text(r, str_z(a, word_key(a, WORD_CODE, d->topic))),
        .year = d->year,
        .text = web_text(r, str_z(a, text)),
        .trial = d->trial,
    };
}

enum err web_rules(struct ctx *c, struct req *r, struct resp *w)
{
    struct rule_document_list all;
    TRY(rules_registry(c, &all));
    struct rule_view *v = arena_array(c->arena, struct rule_view, all.n + 1);
    for (size_t i = 0; i < all.n; i++)
        v[i] = view_of(r, &all.items[i]);
    struct rules_view page = { web_article(r, "rules"), { v, all.n } };
    web_of(r)->page.nav_open = true;
    return web_render(r, w, "rules", (struct view){ rules_fields, &page });
}

enum err web_rule(struct ctx *c, struct req *r, struct resp *w)
{
    struct rule_document_list all;
    struct str id = req_param(r, S("id"));
    TRY(rules_registry(c, &all));
    for (size_t i = 0; i < all.n; i++) {
        if (!str_eq(all.items[i].id, id))
            continue;
        struct rule_view v = view_of(r, &all.items[i]);
        TRY(terms_in_force(c, r, id, &v.terms));
        v.has_terms = v.terms.n > 0;
        web_of(r)->page.title = v.title;
        web_of(r)->page.nav_open = true;
        return web_render(r, w, "rule", (struct view){ rule_fields, &v });
    }
    return FAULT(&c->fault, ERR_NOT_FOUND, "error.no_page", "no such document");
}
