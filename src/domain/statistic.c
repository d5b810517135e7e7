/* statistic.c - counts of domain 7.2 from facts, with the small ones hidden from the public. */
#include "domain/statistic.h"

#include "domain/published.h"
#include "domain/statistic_parts.h"
#include "gen/embed.h"
#include "i18n/i18n.h"

/* ---- the window ---- */

static struct day month_start(struct day d)
{
    int y, m, dom;
    day_to_ymd(d, &y, &m, &dom);
    return day_from_ymd(y, m, 1);
}

static struct day year_start(struct day d)
{
    int y, m, dom;
    day_to_ymd(d, &y, &m, &dom);
    return day_from_ymd(y, 1, 1);
}

/* The public sees whole months, of townships whole years: a window of any days, asked for twice,
 * would be a series of days (domain 7.3). Widened, never cut; the answer says which it is. */
static void widen(struct collect *k, const struct org *org)
{
    bool yearly = org->level == ORG_TOWNSHIP;
    struct day last = { k->to.n - 1 };
    k->from = yearly ? year_start(k->from) : month_start(k->from);
    k->to = day_add_months(yearly ? year_start(last) : month_start(last), yearly ? 12 : 1);
}

/* The order is that of domain 7.2; a section is a heading of the pages. */
static const struct statistic_kind kinds[] = {
    { "S01", "received", false },   { "S02", "received", false },   { "S03", "received", false },
    { "S04", "received", false },   { "S05", "received", false },   { "S28", "received", false },
    { "S30", "received", false },   { "S36", "received", false },   { "S38", "received", false },
    { "S06", "told", false },       { "S07", "told", false },       { "S08", "told", true },
    { "S11", "told", true },        { "S37", "told", false },       { "S27", "told", false },
    { "S09", "handled", true },     { "S09b", "handled", true },    { "S09c", "handled", false },
    { "S10", "handled", true },     { "S29", "handled", false },    { "S31", "handled", false },
    { "S12", "handled", false },    { "S13", "handled", false },    { "S14", "handled", false },
    { "S15", "handled", false },    { "S16", "handled", false },    { "S17", "handled", false },
    { "S18", "handled", false },    { "S19", "together", false },   { "S20", "together", false },
    { "S21", "together", false },   { "S25", "together", false },   { "S26", "remedy", false },
    { "S22", "remedy", false },     { "S23", "remedy", false },     { "S24", "remedy", false },
    { "S32", "discipline", false }, { "S33", "discipline", false }, { "S35", "discipline", false },
    { "S34", "discipline", false },
};

const struct statistic_kind *statistic_kinds(size_t *ret_n)
{
    *ret_n = COUNT_OF(kinds);
    return kinds;
}

enum err statistic_of(struct ctx *c, int64_t org, struct str id, struct day from, struct day to,
                      bool public_view, struct statistic_list *ret)
{
    const struct org *o = org_find(app_orgs(c->app), org);
    struct collect k = { .c = c, .org = org, .from = from, .to = to, .public_view = public_view };
    struct str wanted = str_fmt(c->arena, " %.*s ", STR_ARG(id));
    if (!o)
        return FAULT(&c->fault, ERR_NOT_FOUND, "statistic.no_body", "org %lld", (long long)org);
    if (day_absent(from) || day_absent(to) || to.n <= from.n) {
        fault_field(&c->fault, "to", T_KEY("statistic.window"), 0);
        return c->fault.err;
    }
    if (public_view)
        widen(&k, o);
    k.level = o->level;
    k.least = app_parameter(c, org, S("stat.cell_min"), ctx_today(c)).value;
    k.items = arena_array(c->arena, struct statistic, STATISTICS_MAX);
    for (size_t i = 0; i < statistic_group_count; i++)
        if (str_absent(id) || str_contains(str_of(statistic_groups[i].ids), wanted))
            TRY(statistic_groups[i].count(&k));
    *ret = (struct statistic_list){ k.items, k.n };
    return ERR_OK;
}

enum err statistic_list(struct ctx *c, int64_t org, struct day from, struct day to,
                        bool public_view, struct statistic_list *ret)
{
    return statistic_of(c, org, STR_NONE, from, to, public_view, ret);
}

/* ---- what the article printed ---- */

enum err imported_figures(struct ctx *c, struct imported_list *ret)
{
    struct published_figure_list all;
    struct data_file file = { S("figures.tsv"), embed_find("figures.tsv") };
    TRY(published_figures_load(c->arena, file, &c->fault, &all));
    struct imported_figure *items = arena_array(c->arena, struct imported_figure, all.n + 1);
    for (size_t i = 0; i < all.n; i++) {
        const struct published_figure *p = &all.items[i];
        struct str window = str_absent(p->from) ? STR_NONE
                            : str_absent(p->to) ? p->from
                            : str_eq(p->from, p->to)
                                ? p->from
                                : str_fmt(c->arena, "%.*s/%.*s", STR_ARG(p->from), STR_ARG(p->to));
        items[i] = (struct imported_figure){
            .id = p->id,
            .name_key = str_fmt(c->arena, "%.*s%.*s", STR_ARG(T_PREFIX("figure.")), STR_ARG(p->id)),
            .printed = p->printed,
            .unit = p->unit,
            .window = window,
            .source = p->source,
            .gap_key =
                str_fmt(c->arena, "%.*s%.*s.gap", STR_ARG(T_PREFIX("figure.")), STR_ARG(p->id)),
            .numerator = p->numerator,
            .denominator = p->denominator,
        };
    }
    *ret = (struct imported_list){ items, all.n };
    return ERR_OK;
}
