/* basis.c - what a deadline rests on, in words. */
#include "web/basis.h"

#include "gen/embed.h"
#include "i18n/i18n.h"
#include "web/figure.h"

#define PARTS_MAX 4
#define TERMS_MAX 200

static const struct field basis_fields[] = { F_STR(struct basis_view, tag),
                                             F_STR(struct basis_view, text),
                                             F_BOOL(struct basis_view, quoted), F_END };
const struct field term_fields[] = {
    F_STR(struct term_view, code),
    F_STR(struct term_view, name),
    F_STR(struct term_view, term),
    F_LIST(struct term_view, basis, struct basis_view, basis_fields),
    F_BOOL(struct term_view, citizen),
    F_END
};

enum err rules_registry(struct ctx *c, struct rule_document_list *ret)
{
    struct data_file file = { S("rules.tsv"), embed_find("rules.tsv") };
    return rule_documents_load(c->arena, file, &c->fault, ret);
}

static struct str say(struct req *r, const char *key, const struct i18n_arg *args, size_t n)
{
    const struct web_req *wr = web_of(r);
    return i18n_say(wr->web->app->i18n, r->ctx->arena, wr->lang, str_of(key), args, n);
}

/* One part: a tag of the registry and articles, or what else a deadline may rest on. "(M)" says
 * that the place was written from memory; it is said in words. */
static struct basis_view part_of(struct req *r, const struct rule_document_list *rules,
                                 struct str part)
{
    struct str rest = part, tag = str_cut(&rest, ' ');
    bool unsure = str_contains(part, S("(M)"));
    struct basis_view v = { .text = part };
    rest = str_trim(rest);
    if (unsure && str_ends(rest, S("(M)")))
        rest = str_trim(str_slice(rest, 0, rest.n - 3));
    if (str_eq(tag, S("as")))
        tag = str_cut(&rest, ' ');
    const struct rule_document *d = rule_document_of_basis(rules, tag);
    if (d && str_eq(d->id, tag)) {
        struct i18n_arg args[] = { { "title", d->title }, { "n", rest } };
        v.tag = d->id;
        v.quoted = true;
        v.text =
            say(r, str_empty(rest) ? T_KEY("basis.document") : T_KEY("basis.article"), args, 2);
    } else if (str_eq(tag, S("D"))) {
        v.text = web_text(r, T_KEY("basis.own"));
    } else if (str_eq(tag, S("A"))) {
        v.text = web_text(r, T_KEY("basis.newspaper"));
    } else if (str_starts(tag, S("L:"))) {
        v.text = web_text(r, T_KEY("basis.local"));
    }
    if (unsure) {
        struct i18n_arg args[] = { { "text", v.text } };
        v.text = say(r, T_KEY("basis.unsure"), args, 1);
    }
    return v;
}

static struct list basis_of(struct req *r, const struct rule_document_list *rules, struct str basis)
{
    struct basis_view *v = arena_array(r->ctx->arena, struct basis_view, PARTS_MAX);
    size_t n = 0;
    while (basis.n && n < PARTS_MAX)
        v[n++] = part_of(r, rules, str_trim(str_cut(&basis, ';')));
    return (struct list){ v, n };
}

static struct str term_text(struct req *r, const struct parameter *p)
{
    struct arena *a = r->ctx->arena;
    if (p->value == 0)
        return web_text(r, p->unit == U_H ? T_KEY("basis.at_once") : T_KEY("basis.for_ever"));
    struct str unit =
        str_fmt(a, "%.*s%.*s", STR_ARG(T_PREFIX("unit.")), STR_ARG(unit_name(p->unit)));
    struct i18n_arg args[] = { { "n", str_fmt(a, "%d", p->value) },
                               { "unit", web_text(r, str_z(a, unit)) } };
    return say(r, T_KEY("basis.term"), args, 2);
}

static bool rests_on(const struct list *basis, struct str tag)
{
    const struct basis_view *v = basis->items;
    for (size_t i = 0; i < basis->n; i++)
        if (str_eq(v[i].tag, tag))
            return true;
    return false;
}

enum err terms_in_force(struct ctx *c, struct req *r, struct str tag, struct list *ret)
{
    const struct parameter_table *t = app_parameters(c->app);
    struct rule_document_list rules;
    struct term_view *v = arena_array(c->arena, struct term_view, TERMS_MAX);
    size_t n = 0;
    TRY(rules_registry(c, &rules));
    for (size_t i = 0; i < parameter_key_count(t) && n < TERMS_MAX; i++) {
        const struct parameter *base = parameter_base(t, i);
        if (!str_starts(base->key, S("D")) || base->unit > U_H)
            continue; /* a switch or a limit */
        struct parameter p = app_parameter(c, web_province(c), base->key, ctx_today(c));
        struct list basis = basis_of(r, &rules, p.basis);
        if (!str_absent(tag) && !rests_on(&basis, tag))
            continue;
        struct str key =
            str_fmt(c->arena, "%.*s%.*s", STR_ARG(T_PREFIX("param.")), STR_ARG(base->key));
        v[n++] = (struct term_view){ .code = base->key,
                                     .name = web_text(r, str_z(c->arena, key)),
                                     .term = term_text(r, &p),
                                     .basis = basis,
                                     .citizen = base->dir == DIR_LONGER };
    }
    *ret = (struct list){ v, n };
    return ERR_OK;
}
