/* statistic.c - counts of domain 7.2 from facts, with the small ones hidden from the public. */
#include "domain/statistic.h"

#include <assert.h>

#include "domain/app.h"
#include "domain/org.h"
#include "domain/published.h"
#include "gen/embed.h"
#include "gen/queries.h"
#include "i18n/i18n.h"

#define STATISTICS_MAX 200
#define CELLS_MAX 64
#define RATE_FROM 20 /* below, a per cent says more than is known (domain 1.2) */

/* ---- texts ---- */

/* Places after the point for a denominator. */
static int places_for(int64_t denominator)
{
    return denominator >= 1000 ? 2 : denominator >= 100 ? 1 : 0;
}

static int64_t scale_of(int places)
{
    return places == 2 ? 10000 : places == 1 ? 1000 : 100;
}

/* units: per cent in the smallest place that is shown. */
static struct str percent_of_units(struct arena *a, int64_t units, int places)
{
    if (places == 0)
        return str_fmt(a, "%lld %%", (long long)units);
    int64_t step = scale_of(places) / 100;
    return str_fmt(a, "%lld.%0*lld %%", (long long)(units / step), places,
                   (long long)(units % step));
}

struct str percent_text(struct arena *a, int64_t numerator, int64_t denominator)
{
    assert(numerator >= 0 && denominator >= 0 && denominator <= INT64_C(1000000000000));
    if (denominator < RATE_FROM)
        return str_fmt(a, "%lld / %lld", (long long)numerator, (long long)denominator);
    int places = places_for(denominator);
    int64_t units = (2 * numerator * scale_of(places) + denominator) / (2 * denominator);
    return percent_of_units(a, units, places);
}

/* ---- cells and what is hidden of them ---- */

struct cells {
    struct str code[CELLS_MAX];
    int64_t n[CELLS_MAX];
    bool hidden[CELLS_MAX];
    size_t count;
    int64_t total;
    int64_t least; /* what is shown at all; fewer could point at a person (domain 7.3) */
};

static bool small(int64_t n, int64_t least)
{
    return n >= 1 && n < least;
}

/* The smallest cell that is not small, to hide beside the small ones; SIZE_MAX: none. */
static size_t complement(const struct cells *p)
{
    size_t best = SIZE_MAX;
    for (size_t i = 0; i < p->count; i++)
        if (p->n[i] >= p->least && (best == SIZE_MAX || p->n[i] < p->n[best]))
            best = i;
    return best;
}

/*
 * Cells of a known total: with a small one the smallest of the others goes too, else the total
 * would give it away. When all the others are empty, the empty ones go with it. all: the total
 * itself is hidden, so that nothing may be added up to it.
 */
static void hide_cells(struct cells *p, bool all)
{
    bool any = false;
    for (size_t i = 0; i < p->count; i++) {
        p->hidden[i] = all || small(p->n[i], p->least);
        any = any || small(p->n[i], p->least);
    }
    if (all || !any)
        return;
    size_t also = complement(p);
    for (size_t i = 0; i < p->count; i++)
        p->hidden[i] = p->hidden[i] || also == SIZE_MAX || i == also;
}

static size_t cell_at(struct cells *p, struct str code)
{
    for (size_t i = 0; i < p->count; i++)
        if (str_eq(p->code[i], code))
            return i;
    assert(p->count < CELLS_MAX);
    p->code[p->count] = code;
    return p->count++;
}

static void cell_add(struct cells *p, struct str code, int64_t n)
{
    p->n[cell_at(p, code)] += n;
    p->total += n;
}

/* Every code of a list stands in the partition, the empty ones too, in the order of the list. */
static void cells_of_list(const struct ctx *c, struct cells *p, const char *list)
{
    struct code_list codes = code_list(c->app->codes, str_of(list));
    for (size_t i = 0; i < codes.n && i < CELLS_MAX - 2; i++)
        if (!str_eq(codes.items[i].code, S("CH_DAILY"))) /* makes leads, is no report */
            (void)cell_at(p, codes.items[i].code);
}

/* ---- collecting ---- */

struct collect {
    struct ctx *c;
    int64_t org;
    struct day from, to;
    bool public_view;
    int64_t least; /* parameter stat.cell_min */
    struct statistic *items;
    size_t n;
};

static struct statistic *add(struct collect *k, const char *id, struct str part, int64_t numerator,
                             int64_t denominator)
{
    assert(k->n < STATISTICS_MAX);
    struct statistic *s = &k->items[k->n++];
    *s = (struct statistic){ .id = str_of(id),
                             .part = part,
                             .numerator = numerator,
                             .denominator = denominator,
                             .from = k->from,
                             .to = k->to };
    return s;
}

/* What is hidden leaves no number behind, in whatever form it is shown. */
static void hide(const struct collect *k, struct statistic *s)
{
    bool few = small(s->numerator, k->least) || small(s->denominator, k->least) ||
               (s->numerator == 0 && s->denominator != 0);
    s->hidden = true;
    s->text = few ? str_fmt(k->c->arena, "<%lld", (long long)k->least) : S("*");
    s->numerator = 0;
    s->denominator = s->denominator < 0 ? -1 : 0;
}

static void add_count(struct collect *k, const char *id, int64_t n, bool hidden)
{
    struct statistic *s = add(k, id, STR_NONE, n, -1);
    s->text = i18n_number(k->c->arena, n);
    if (k->public_view && (hidden || small(n, k->least)))
        hide(k, s);
}

/* A rate is hidden when one of its two counts is small. The rest (late ones) is the body's own
 * conduct, points at nobody, and stays. */
static void add_rate(struct collect *k, const char *id, int64_t numerator, int64_t denominator,
                     bool hidden)
{
    struct statistic *s = add(k, id, STR_NONE, numerator, denominator);
    s->text = percent_text(k->c->arena, numerator, denominator);
    if (k->public_view && (hidden || small(numerator, k->least) || small(denominator, k->least)))
        hide(k, s);
}

/* Per cents of the parts that add up to 100: the rest goes to those that lost most by cutting. */
static void share_texts(struct arena *a, const struct cells *p, struct str *ret)
{
    int places = places_for(p->total);
    int64_t units[CELLS_MAX], rest[CELLS_MAX], left = scale_of(places);
    for (size_t i = 0; i < p->count; i++) {
        int64_t whole = p->n[i] * scale_of(places);
        units[i] = whole / p->total;
        rest[i] = whole % p->total;
        left -= units[i];
    }
    for (; left > 0; left--) { /* fewer than there are cells */
        size_t most = 0;
        for (size_t i = 1; i < p->count; i++)
            if (rest[i] > rest[most])
                most = i;
        units[most]++;
        rest[most] = -1;
    }
    for (size_t i = 0; i < p->count; i++)
        ret[i] = percent_of_units(a, units[i], places);
}

static void add_parts(struct collect *k, const char *id, struct cells *p, bool all_hidden)
{
    struct str text[CELLS_MAX];
    for (size_t i = 0; i < p->count; i++)
        text[i] = percent_text(k->c->arena, p->n[i], p->total);
    if (p->total >= RATE_FROM)
        share_texts(k->c->arena, p, text);
    p->least = k->least;
    if (k->public_view)
        hide_cells(p, all_hidden);
    for (size_t i = 0; i < p->count; i++) {
        struct statistic *s = add(k, id, p->code[i], p->n[i], p->total);
        s->text = text[i];
        if (p->hidden[i])
            hide(k, s);
    }
}

/* ---- counts of days ---- */

struct spread {
    int64_t n, median, p95;
};

/* The value of the k-th of all, from 1. */
static int64_t value_at(const struct rows *r, int64_t k)
{
    for (size_t i = 0; i < r->n; i++) {
        k -= cell(r, i, 1)->i;
        if (k <= 0)
            return cell(r, i, 0)->i;
    }
    return 0;
}

/* Rows (value, count) in ascending order. The median of an even count is the mean of the middle
 * two, half up; the 95th per cent is the nearest rank. */
static struct spread spread_of(const struct rows *r)
{
    struct spread s = { 0 };
    for (size_t i = 0; i < r->n; i++)
        s.n += cell(r, i, 1)->i;
    if (s.n == 0)
        return s;
    int64_t twice = value_at(r, (s.n + 1) / 2) + value_at(r, s.n / 2 + 1);
    s.median = twice >= 0 ? (twice + 1) / 2 : twice / 2;
    s.p95 = value_at(r, (s.n * 95 + 99) / 100);
    return s;
}

static void add_days(struct collect *k, const char *id, struct str part, int64_t days, int64_t n)
{
    struct statistic *s = add(k, id, part, days, -1);
    s->text = n ? i18n_number(k->c->arena, days) : S("-");
    if (k->public_view && small(n, k->least)) {
        s->hidden = true;
        s->text = S("*");
        s->numerator = 0;
    }
}

/* ---- the statistics ---- */

#define WINDOW(k) INT((k)->org), INT((k)->from.n), INT((k)->to.n)

struct received {
    struct cells channel, category, level, topic, again;
};

static enum err read_received(struct collect *k, struct received *v)
{
    struct rows r;
    cells_of_list(k->c, &v->channel, "CH");
    cells_of_list(k->c, &v->category, "CAT");
    cells_of_list(k->c, &v->level, "LV");
    cells_of_list(k->c, &v->topic, "TP");
    (void)cell_at(&v->level, S("LV_NONE"));
    (void)cell_at(&v->topic, S("TP_NONE"));
    (void)cell_at(&v->again, S("FIRST"));
    TRY(store_run(k->c, Q_STATISTIC_RECEIVED, &r, WINDOW(k)));
    for (size_t i = 0; i < r.n; i++) {
        struct str category = cell(&r, i, 1)->s;
        int64_t n = cell(&r, i, 3)->i;
        bool repeated = cell(&r, i, 2)->i != 0;
        cell_add(&v->channel, cell(&r, i, 0)->s, n);
        cell_add(&v->category, category, n);
        if (str_eq(category, S("CAT_REPORT")))
            cell_add(&v->again, repeated ? S("REPEAT") : S("FIRST"), n);
    }
    TRY(store_run(k->c, Q_STATISTIC_CODED, &r, WINDOW(k)));
    for (size_t i = 0; i < r.n; i++) {
        struct str level = cell(&r, i, 0)->s, topic = cell(&r, i, 1)->s;
        int64_t n = cell(&r, i, 2)->i;
        cell_add(&v->level, str_empty(level) ? S("LV_NONE") : level, n);
        cell_add(&v->topic, str_empty(topic) ? S("TP_NONE") : topic, n);
    }
    return ERR_OK;
}

/* S01-S04 and S28 speak of the same reports: what is hidden in one may not come out of another. */
static enum err received(struct collect *k)
{
    struct received *v = arena_new_of(k->c->arena, struct received);
    TRY(read_received(k, v));
    size_t first = cell_at(&v->again, S("FIRST")), repeat = cell_at(&v->again, S("REPEAT"));
    size_t reports = cell_at(&v->category, S("CAT_REPORT"));
    bool all = small(v->channel.total, k->least), some = all;
    v->category.least = v->again.least = k->least;
    if (k->public_view) {
        hide_cells(&v->category, all);
        some = v->category.hidden[reports];
        hide_cells(&v->again, some);
    }
    add_count(k, "S01", v->channel.total, false);
    add_count(k, "S02", v->category.n[reports], some);
    add_count(k, "S03", v->again.n[first], v->again.hidden[first]);
    add_parts(k, "S04", &v->channel, all);
    add_parts(k, "S04", &v->category, all);
    add_parts(k, "S04", &v->level, some);
    add_parts(k, "S04", &v->topic, some);
    add_rate(k, "S28", v->again.n[repeat], v->again.total, v->again.hidden[repeat]);
    return ERR_OK;
}

static enum err rate(struct collect *k, const char *id, const struct query *q)
{
    struct rows r;
    TRY(store_run(k->c, q, &r, WINDOW(k)));
    add_rate(k, id, cell(&r, 0, 0)->i, cell(&r, 0, 1)->i, false);
    return ERR_OK;
}

static enum err notices(struct collect *k)
{
    struct rows r;
    TRY(store_run(k->c, Q_STATISTIC_NOTICES, &r, WINDOW(k)));
    add_count(k, "S06", cell(&r, 0, 0)->i, false);
    return ERR_OK;
}

static enum err concluded(struct collect *k)
{
    struct rows r;
    struct rows days;
    TRY(store_run(k->c, Q_STATISTIC_CONCLUDED, &r, WINDOW(k)));
    TRY(store_run(k->c, Q_STATISTIC_DAYS_TAKEN, &days, WINDOW(k)));
    struct spread s = spread_of(&days);
    add_rate(k, "S09", cell(&r, 0, 0)->i, cell(&r, 0, 2)->i, false);
    add_rate(k, "S09b", cell(&r, 0, 1)->i, cell(&r, 0, 2)->i, false);
    add_days(k, "S09c", STR_NONE, s.median, s.n);
    struct statistic *filed = add(k, "S09", S("FILED"), cell(&r, 0, 3)->i, -1);
    filed->text = i18n_number(k->c->arena, filed->numerator);
    if (k->public_view && small(filed->numerator, k->least))
        hide(k, filed);
    return ERR_OK;
}

static enum err accepted(struct collect *k)
{
    struct rows r;
    TRY(store_run(k->c, Q_STATISTIC_ACCEPTED, &r, WINDOW(k), INT(ctx_today(k->c).n)));
    add_rate(k, "S10", cell(&r, 0, 0)->i, cell(&r, 0, 1)->i, false);
    return ERR_OK;
}

static enum err entered_late(struct collect *k)
{
    struct rows r;
    TRY(store_run(k->c, Q_STATISTIC_ENTERED_LATE, &r, WINDOW(k)));
    struct spread s = spread_of(&r);
    add_days(k, "S34", S("MEDIAN"), s.median, s.n);
    add_days(k, "S34", S("P95"), s.p95, s.n);
    return ERR_OK;
}

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

static enum err told(struct collect *k)
{
    return rate(k, "S08", Q_STATISTIC_TOLD);
}

static enum err fed_back(struct collect *k)
{
    return rate(k, "S11", Q_STATISTIC_FED_BACK);
}

/* What is counted in one go, and the ids that come of it. */
static const struct {
    enum err (*count)(struct collect *k);
    const char *ids;
} groups[] = {
    { received, " S01 S02 S03 S04 S28 " },
    { notices, " S06 " },
    { told, " S08 " },
    { concluded, " S09 S09b S09c " },
    { accepted, " S10 " },
    { fed_back, " S11 " },
    { entered_late, " S34 " },
};

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
    k.least = app_parameter(c, org, S("stat.cell_min"), ctx_today(c)).value;
    k.items = arena_array(c->arena, struct statistic, STATISTICS_MAX);
    for (size_t i = 0; i < COUNT_OF(groups); i++)
        if (str_absent(id) || str_contains(str_of(groups[i].ids), wanted))
            TRY(groups[i].count(&k));
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
