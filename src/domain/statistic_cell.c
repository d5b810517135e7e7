/* statistic_cell.c - counts become rows: their texts, and what the public does not see of them. */
#include <assert.h>

#include "domain/statistic_parts.h"
#include "i18n/i18n.h"

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

bool cell_small(int64_t n, int64_t least)
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

void cells_hide(struct cells *p, bool all)
{
    bool any = false;
    for (size_t i = 0; i < p->count; i++) {
        p->hidden[i] = all || cell_small(p->n[i], p->least);
        any = any || cell_small(p->n[i], p->least);
    }
    if (all || !any)
        return;
    size_t also = complement(p);
    for (size_t i = 0; i < p->count; i++)
        p->hidden[i] = p->hidden[i] || also == SIZE_MAX || i == also;
}

size_t cell_at(struct cells *p, struct str code)
{
    for (size_t i = 0; i < p->count; i++)
        if (str_eq(p->code[i], code))
            return i;
    assert(p->count < CELLS_MAX);
    p->code[p->count] = code;
    return p->count++;
}

void cell_add(struct cells *p, struct str code, int64_t n)
{
    p->n[cell_at(p, code)] += n;
    p->total += n;
}

/* Every code of a list stands in the partition, the empty ones too, in the order of the list. */
void cells_of_list(const struct ctx *c, struct cells *p, const char *list)
{
    struct code_list codes = code_list(c->app->codes, str_of(list));
    for (size_t i = 0; i < codes.n && i < CELLS_MAX - 2; i++)
        if (!str_eq(codes.items[i].code, S("CH_DAILY"))) /* makes leads, is no report */
            (void)cell_at(p, codes.items[i].code);
}

/* ---- collecting ---- */

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
    bool few = cell_small(s->numerator, k->least) || cell_small(s->denominator, k->least) ||
               (s->numerator == 0 && s->denominator != 0);
    s->hidden = true;
    s->text = few ? str_fmt(k->c->arena, "<%lld", (long long)k->least) : S("*");
    s->numerator = 0;
    s->denominator = s->denominator < 0 ? -1 : 0;
}

void add_count(struct collect *k, const char *id, struct str part, int64_t n, bool hidden)
{
    struct statistic *s = add(k, id, part, n, -1);
    s->text = i18n_number(k->c->arena, n);
    if (k->public_view && (hidden || cell_small(n, k->least)))
        hide(k, s);
}

/* A rate is hidden when one of its two counts is small. The rest (late ones) is the body's own
 * conduct, points at nobody, and stays. */
void add_rate(struct collect *k, const char *id, struct str part, int64_t numerator,
              int64_t denominator, bool hidden)
{
    struct statistic *s = add(k, id, part, numerator, denominator);
    s->shape = STATISTIC_RATE;
    s->text = percent_text(k->c->arena, numerator, denominator);
    if (k->public_view &&
        (hidden || cell_small(numerator, k->least) || cell_small(denominator, k->least)))
        hide(k, s);
}

void add_mean(struct collect *k, const char *id, struct str part, int64_t total, int64_t n)
{
    struct statistic *s = add(k, id, part, total, n);
    int64_t hundredths = n ? (200 * total + n) / (2 * n) : 0;
    s->shape = STATISTIC_MEAN;
    s->text = n ? str_fmt(k->c->arena, "%lld.%02lld", (long long)(hundredths / 100),
                          (long long)(hundredths % 100))
                : S("-");
    if (k->public_view && (cell_small(total, k->least) || cell_small(n, k->least)))
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

void add_parts(struct collect *k, const char *id, struct cells *p, bool all_hidden)
{
    struct str text[CELLS_MAX];
    for (size_t i = 0; i < p->count; i++)
        text[i] = percent_text(k->c->arena, p->n[i], p->total);
    if (p->total >= RATE_FROM)
        share_texts(k->c->arena, p, text);
    p->least = k->least;
    if (k->public_view)
        cells_hide(p, all_hidden);
    for (size_t i = 0; i < p->count; i++) {
        struct statistic *s = add(k, id, p->code[i], p->n[i], p->total);
        s->shape = STATISTIC_SHARE;
        s->text = text[i];
        if (p->hidden[i])
            hide(k, s);
    }
}

/* ---- counts of days ---- */

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

struct spread spread_of(const struct rows *r)
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

void add_days(struct collect *k, const char *id, struct str part, int64_t days, int64_t n)
{
    struct statistic *s = add(k, id, part, days, -1);
    s->shape = STATISTIC_DAYS;
    s->text = n ? i18n_number(k->c->arena, days) : S("-");
    if (k->public_view && cell_small(n, k->least)) {
        s->hidden = true;
        s->text = S("*");
        s->numerator = 0;
    }
}
