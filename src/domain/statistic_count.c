/* statistic_count.c - the statistics of domain 7.2, each over its statement in data/statistics/. */
#include "domain/statistic_parts.h"
#include "gen/queries.h"

#define WINDOW(k) INT((k)->org), INT((k)->from.n), INT((k)->to.n)
#define HANDED_ON_OFTEN 3 /* domain 7.2, S36 */

static enum err count_of(struct collect *k, const struct query *q, int64_t *ret)
{
    struct rows r;
    TRY(store_run(k->c, q, &r, WINDOW(k)));
    *ret = cell(&r, 0, 0)->i;
    return ERR_OK;
}

static enum err plain(struct collect *k, const char *id, struct str part, const struct query *q)
{
    int64_t n;
    TRY(count_of(k, q, &n));
    add_count(k, id, part, n, false);
    return ERR_OK;
}

static enum err rate(struct collect *k, const char *id, const struct query *q)
{
    struct rows r;
    TRY(store_run(k->c, q, &r, WINDOW(k)));
    add_rate(k, id, STR_NONE, cell(&r, 0, 0)->i, cell(&r, 0, 1)->i, false);
    return ERR_OK;
}

/* Cells named by words parted by blanks, all there from the start. */
static struct cells *cells_new(struct collect *k, const char *words)
{
    struct cells *p = arena_new_of(k->c->arena, struct cells);
    struct str rest = str_of(words);
    for (struct str w = str_cut(&rest, ' '); !str_empty(w); w = str_cut(&rest, ' '))
        (void)cell_at(p, w);
    p->least = k->least;
    return p;
}

static struct cells *cells_listed(struct collect *k, const char *list)
{
    struct cells *p = cells_new(k, "");
    cells_of_list(k->c, p, list);
    return p;
}

static int64_t cell_n(struct cells *p, const char *code)
{
    return p->n[cell_at(p, str_of(code))];
}

static bool cell_hidden(struct cells *p, const char *code)
{
    return p->hidden[cell_at(p, str_of(code))];
}

static bool any_hidden(const struct cells *p)
{
    bool any = false;
    for (size_t i = 0; i < p->count; i++)
        any = any || p->hidden[i];
    return any;
}

/* The value of a key in the codes of an event, "doc=N03 reason=2", with a prefix before it. */
static struct str code_in(struct arena *a, struct str codes, const char *key, const char *prefix)
{
    struct str rest = codes;
    for (struct str pair = str_cut(&rest, ' '); !str_empty(pair); pair = str_cut(&rest, ' ')) {
        struct str value = pair, name = str_cut(&value, '=');
        if (str_eq(name, str_of(key)))
            return str_fmt(a, "%s%.*s", prefix, STR_ARG(value));
    }
    return codes;
}

/* Rows (code, count), or (codes of an event, count) when there is a key; what is not in the cells
 * already is OTHER. */
static enum err read_coded(struct collect *k, const struct query *q, const char *key,
                           const char *prefix, struct cells *p)
{
    struct rows r;
    size_t known = p->count;
    TRY(store_run(k->c, q, &r, WINDOW(k)));
    for (size_t i = 0; i < r.n; i++) {
        struct str code = cell(&r, i, 0)->s;
        bool listed = false;
        if (key)
            code = code_in(k->c->arena, code, key, prefix);
        for (size_t j = 0; j < known; j++)
            listed = listed || str_eq(p->code[j], code);
        cell_add(p, listed ? code : S("OTHER"), cell(&r, i, 1)->i);
    }
    return ERR_OK;
}

static enum err read_cells(struct collect *k, const struct query *q, struct cells *p)
{
    return read_coded(k, q, NULL, "", p);
}

/* A total and its parts. */
static void add_whole(struct collect *k, const char *id, struct cells *p)
{
    add_count(k, id, STR_NONE, p->total, false);
    add_parts(k, id, p, cell_small(p->total, k->least));
}

/* ---- received ---- */

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

/* S05, S33 and S38 speak of the same reports as S02 and S03: hidden where those are. */
static enum err of_first(struct collect *k, int64_t reports, bool reports_hidden, bool first_hidden)
{
    struct cells *name = cells_new(k, "VERIFIED FAILED NONE");
    struct cells *found = cells_new(k, "E_FA_APPROVED E_CLARIFIED");
    struct rows r;
    TRY(read_cells(k, Q_STATISTIC_REAL_NAME, name));
    if (k->public_view)
        cells_hide(name, first_hidden);
    add_rate(k, "S05", STR_NONE, cell_n(name, "VERIFIED"), name->total,
             cell_hidden(name, "VERIFIED"));
    add_rate(k, "S05", S("FAILED"), cell_n(name, "FAILED"), name->total,
             cell_hidden(name, "FAILED"));
    TRY(store_run(k->c, Q_STATISTIC_WITHDRAWN, &r, WINDOW(k)));
    add_rate(k, "S38", STR_NONE, cell(&r, 0, 0)->i, cell(&r, 0, 2)->i, first_hidden);
    add_count(k, "S38", S("FLAGGED"), cell(&r, 0, 1)->i, first_hidden);
    TRY(read_cells(k, Q_STATISTIC_FALSE_AND_CLEARED, found));
    add_rate(k, "S33", S("FALSE"), cell_n(found, "E_FA_APPROVED"), reports, reports_hidden);
    add_count(k, "S33", S("CLEARED"), cell_n(found, "E_CLARIFIED"), false);
    return ERR_OK;
}

/* S01-S05, S28, S33 and S38 speak of the same reports: what is hidden in one may not come out of
 * another. */
static enum err received(struct collect *k)
{
    struct received *v = arena_new_of(k->c->arena, struct received);
    TRY(read_received(k, v));
    size_t first = cell_at(&v->again, S("FIRST")), repeat = cell_at(&v->again, S("REPEAT"));
    size_t reports = cell_at(&v->category, S("CAT_REPORT"));
    bool all = cell_small(v->channel.total, k->least), some = all;
    v->category.least = v->again.least = k->least;
    if (k->public_view) {
        cells_hide(&v->category, all);
        some = v->category.hidden[reports];
        cells_hide(&v->again, some);
    }
    add_count(k, "S01", STR_NONE, v->channel.total, false);
    add_count(k, "S02", STR_NONE, v->category.n[reports], some);
    add_count(k, "S03", STR_NONE, v->again.n[first], v->again.hidden[first]);
    add_parts(k, "S04", &v->channel, all);
    add_parts(k, "S04", &v->category, all);
    add_parts(k, "S04", &v->level, some);
    add_parts(k, "S04", &v->topic, some);
    add_rate(k, "S28", STR_NONE, v->again.n[repeat], v->again.total, v->again.hidden[repeat]);
    return of_first(k, v->category.n[reports], some, v->again.hidden[first]);
}

static enum err not_accepted(struct collect *k)
{
    struct cells *p = cells_new(k, "REASON_1 REASON_2 REASON_3");
    TRY(rate(k, "S30", Q_STATISTIC_REFUSALS));
    TRY(read_coded(k, Q_STATISTIC_NOT_ACCEPTED, "reason", "REASON_", p));
    add_parts(k, "S30", p, cell_small(p->total, k->least));
    return plain(k, "S30", S("UPHELD"), Q_STATISTIC_UPHELD);
}

static enum err handed_on(struct collect *k)
{
    struct rows r;
    int64_t total = 0, n = 0, often = 0;
    TRY(store_run(k->c, Q_STATISTIC_HANDED_ON, &r, WINDOW(k)));
    for (size_t i = 0; i < r.n; i++) {
        int64_t times = cell(&r, i, 0)->i, reports = cell(&r, i, 1)->i;
        total += times * reports;
        n += reports;
        often += times >= HANDED_ON_OFTEN ? reports : 0;
    }
    add_mean(k, "S36", STR_NONE, total, n);
    add_rate(k, "S36", S("OFTEN"), often, n, false);
    return ERR_OK;
}

/* ---- told ---- */

static enum err notices(struct collect *k)
{
    TRY(plain(k, "S06", STR_NONE, Q_STATISTIC_NOTICES));
    return plain(k, "S07", STR_NONE, Q_STATISTIC_COMMITMENTS);
}

static enum err told(struct collect *k)
{
    return rate(k, "S08", Q_STATISTIC_TOLD);
}

static enum err fed_back(struct collect *k)
{
    return rate(k, "S11", Q_STATISTIC_FED_BACK);
}

static enum err answered(struct collect *k)
{
    struct rows days;
    struct rows all;
    TRY(store_run(k->c, Q_STATISTIC_ANSWERS, &days, WINDOW(k)));
    TRY(store_run(k->c, Q_STATISTIC_MESSAGES, &all, WINDOW(k)));
    struct spread s = spread_of(&days);
    add_days(k, "S37", STR_NONE, s.median, s.n);
    add_rate(k, "S37", S("ANSWERED"), cell(&all, 0, 0)->i, cell(&all, 0, 1)->i, false);
    return ERR_OK;
}

/* Three questions on one object, of all who could have answered and of those who did. */
static void rated_object(struct collect *k, const struct rows *r, const char *object,
                         int64_t eligible)
{
    static const char *const asked[] = { "PROCESS", "ATTITUDE", "RESULT" };
    struct arena *a = k->c->arena;
    int64_t n[4] = { 0 };
    for (size_t i = 0; i < r->n; i++)
        for (int j = 0; j < 4 && str_eq(cell(r, i, 0)->s, str_of(object)); j++)
            n[j] = cell(r, i, j + 1)->i;
    add_rate(k, "S27", str_fmt(a, "%s_RATERS", object), n[0], eligible, false);
    for (int j = 0; j < 3; j++) {
        add_rate(k, "S27", str_fmt(a, "%s_%s", object, asked[j]), n[j + 1], eligible, false);
        add_rate(k, "S27", str_fmt(a, "%s_%s_OF", object, asked[j]), n[j + 1], n[0], false);
    }
}

/* Ratings are anonymous to the staff too: few of them are shown to nobody (domain 3.5, EV). */
static enum err rated(struct collect *k)
{
    struct rows r;
    int64_t eligible;
    struct collect guarded = *k;
    int64_t least = app_parameter(k->c, k->org, S("eval.total_min"), ctx_today(k->c)).value;
    TRY(count_of(k, Q_STATISTIC_ELIGIBLE, &eligible));
    TRY(store_run(k->c, Q_STATISTIC_RATED, &r, WINDOW(k)));
    guarded.public_view = true;
    guarded.least = least > k->least ? least : k->least;
    rated_object(&guarded, &r, "PETITION", eligible);
    rated_object(&guarded, &r, "HANDLING", eligible);
    k->n = guarded.n;
    return ERR_OK;
}

/* ---- handled ---- */

static enum err concluded(struct collect *k)
{
    struct rows r;
    struct rows days;
    TRY(store_run(k->c, Q_STATISTIC_CONCLUDED, &r, WINDOW(k)));
    TRY(store_run(k->c, Q_STATISTIC_DAYS_TAKEN, &days, WINDOW(k)));
    struct spread s = spread_of(&days);
    add_rate(k, "S09", STR_NONE, cell(&r, 0, 0)->i, cell(&r, 0, 2)->i, false);
    add_rate(k, "S09b", STR_NONE, cell(&r, 0, 1)->i, cell(&r, 0, 2)->i, false);
    add_days(k, "S09c", STR_NONE, s.median, s.n);
    add_count(k, "S09", S("FILED"), cell(&r, 0, 3)->i, false);
    return ERR_OK;
}

static enum err accepted(struct collect *k)
{
    struct rows r;
    TRY(store_run(k->c, Q_STATISTIC_ACCEPTED, &r, WINDOW(k), INT(ctx_today(k->c).n)));
    add_rate(k, "S10", STR_NONE, cell(&r, 0, 0)->i, cell(&r, 0, 1)->i, false);
    return ERR_OK;
}

static enum err extended(struct collect *k)
{
    return rate(k, "S29", Q_STATISTIC_EXTENDED);
}

/* At the end of the window, or today when that is still to come. */
static enum err late(struct collect *k)
{
    struct cells *p = cells_new(k, "LATE_30 LATE_90 LATE_180 LATE_MORE");
    struct rows r;
    int32_t at = k->to.n < ctx_today(k->c).n ? k->to.n : ctx_today(k->c).n;
    TRY(store_run(k->c, Q_STATISTIC_LATE, &r, INT(k->org), INT(at)));
    for (size_t i = 0; i < r.n; i++) {
        int64_t days = cell(&r, i, 0)->i;
        cell_add(p,
                 days <= 30    ? S("LATE_30")
                 : days <= 90  ? S("LATE_90")
                 : days <= 180 ? S("LATE_180")
                               : S("LATE_MORE"),
                 cell(&r, i, 1)->i);
    }
    add_whole(k, "S31", p);
    return ERR_OK;
}

static enum err passed_on(struct collect *k)
{
    struct cells *p = cells_new(k, "UP DOWN SIDE ENTRUSTED SUPERVISED");
    TRY(read_cells(k, Q_STATISTIC_PASSED_ON, p));
    for (size_t i = 0; i < p->count; i++)
        add_count(k, "S12", p->code[i], p->n[i], false);
    return ERR_OK;
}

static enum err disposed(struct collect *k)
{
    struct cells *p = cells_new(k, "DISP_TALK DISP_VERIFY DISP_HOLD DISP_DISMISS");
    TRY(read_cells(k, Q_STATISTIC_DISPOSED, p));
    add_count(k, "S13", STR_NONE, p->total, false);
    add_parts(k, "S14", p, cell_small(p->total, k->least));
    return plain(k, "S14", S("TALKS"), Q_STATISTIC_TALKS);
}

static struct cells *levels_new(struct collect *k)
{
    struct cells *p = cells_listed(k, "LV");
    (void)cell_at(p, S("LV_NONE"));
    return p;
}

static struct str level_of(struct str level)
{
    return str_empty(level) ? S("LV_NONE") : level;
}

static enum err filed(struct collect *k)
{
    struct cells *p = levels_new(k);
    struct rows r;
    TRY(store_run(k->c, Q_STATISTIC_FILED, &r, WINDOW(k)));
    for (size_t i = 0; i < r.n; i++)
        cell_add(p, level_of(cell(&r, i, 0)->s), cell(&r, i, 1)->i);
    add_whole(k, "S15", p);
    return ERR_OK;
}

static enum err sanctioned(struct collect *k)
{
    struct cells *kind = cells_new(k, "SANC_PARTY SANC_GOV"), *level = levels_new(k);
    struct rows r;
    TRY(store_run(k->c, Q_STATISTIC_SANCTIONED, &r, WINDOW(k)));
    for (size_t i = 0; i < r.n; i++) { /* both kinds: a party sanction among them */
        bool gov = str_eq(cell(&r, i, 0)->s, S("SANC_GOV"));
        cell_add(kind, gov ? S("SANC_GOV") : S("SANC_PARTY"), cell(&r, i, 2)->i);
        cell_add(level, level_of(cell(&r, i, 1)->s), cell(&r, i, 2)->i);
    }
    add_whole(k, "S16", kind);
    add_parts(k, "S16", level, cell_small(level->total, k->least));
    return ERR_OK;
}

static enum err forms(struct collect *k)
{
    struct cells *p = cells_new(k, "FORM_1 FORM_2 FORM_3 FORM_4");
    TRY(read_cells(k, Q_STATISTIC_FORMS, p));
    add_whole(k, "S17", p);
    return ERR_OK;
}

static enum err found(struct collect *k)
{
    struct cells *p = cells_listed(k, "FIND");
    TRY(read_cells(k, Q_STATISTIC_FOUND, p));
    bool all = cell_small(p->total, k->least);
    if (k->public_view)
        cells_hide(p, all);
    add_rate(k, "S18", STR_NONE, cell_n(p, "FIND_TRUE") + cell_n(p, "FIND_PART"), p->total,
             any_hidden(p));
    add_parts(k, "S18", p, all);
    return ERR_OK;
}

/* ---- together with others, and in the open ---- */

static enum err together(struct collect *k)
{
    TRY(plain(k, "S19", STR_NONE, Q_STATISTIC_CONSULTED));
    return plain(k, "S20", STR_NONE, Q_STATISTIC_REPRESENTED);
}

static int64_t observation(struct collect *k)
{
    return app_parameter(k->c, 0, S("D40"), ctx_today(k->c)).value;
}

/* A rating points to no matter: how many are both satisfied and settled nobody knows. The union is
 * at least the larger of the two, and that is what stands there. */
static enum err heard(struct collect *k)
{
    struct rows r;
    int64_t all = 0, settled = 0, observed = 0, satisfied;
    TRY(store_run(k->c, Q_STATISTIC_HEARD, &r, WINDOW(k), INT(observation(k)),
                  INT(ctx_today(k->c).n)));
    for (size_t i = 0; i < r.n; i++) {
        struct str state = cell(&r, i, 0)->s;
        int64_t n = cell(&r, i, 1)->i;
        all += n;
        settled += str_eq(state, S("CONFIRMED")) || str_eq(state, S("QUIET")) ? n : 0;
        observed += str_eq(state, S("OBSERVED")) ? n : 0;
    }
    TRY(count_of(k, Q_STATISTIC_HEARD_RATED, &satisfied));
    satisfied = satisfied < all ? satisfied : all;
    add_rate(k, "S21", STR_NONE, satisfied > settled ? satisfied : settled, all, false);
    add_rate(k, "S21", S("SATISFIED"), satisfied, all, false);
    add_rate(k, "S21", S("SETTLED"), settled, all, false);
    add_count(k, "S21", S("OBSERVED"), observed, false);
    return plain(k, "S21", S("SESSIONS"), Q_STATISTIC_HEARD_SESSIONS);
}

static enum err published(struct collect *k)
{
    struct cells *p = cells_listed(k, "PF");
    TRY(read_coded(k, Q_STATISTIC_PUBLISHED, "form", "", p));
    add_whole(k, "S25", p);
    return plain(k, "S25", S("RESULTS"), Q_STATISTIC_PUBLISHED_RESULTS);
}

/* ---- review ---- */

static enum err reviewed(struct collect *k)
{
    struct cells *p = cells_listed(k, "RV");
    TRY(read_coded(k, Q_STATISTIC_REVIEWED, "ruling", "", p));
    bool all = cell_small(p->total, k->least);
    if (k->public_view)
        cells_hide(p, all);
    add_rate(k, "S26", STR_NONE, p->total - cell_n(p, "RV_UPHOLD"), p->total, any_hidden(p));
    add_parts(k, "S26", p, all);
    return ERR_OK;
}

static void add_settled(struct collect *k, const char *id, struct cells *p)
{
    int64_t confirmed = cell_n(p, "CONFIRMED"), quiet = cell_n(p, "QUIET");
    int64_t over = p->total - cell_n(p, "OBSERVED");
    add_rate(k, id, STR_NONE, confirmed + quiet, over, false);
    add_rate(k, id, S("CONFIRMED"), confirmed, over, false);
    add_rate(k, id, S("QUIET"), quiet, over, cell_small(confirmed, k->least));
    add_count(k, id, S("OBSERVED"), cell_n(p, "OBSERVED"), false);
}

static enum err settled(struct collect *k)
{
    static const char states[] = "CONFIRMED QUIET AGAIN OBSERVED";
    struct cells *last = cells_new(k, states), *review = cells_new(k, states),
                 *rereview = cells_new(k, states);
    struct rows r;
    TRY(store_run(k->c, Q_STATISTIC_SETTLED, &r, WINDOW(k), INT(observation(k)),
                  INT(ctx_today(k->c).n)));
    for (size_t i = 0; i < r.n; i++) {
        bool second = str_eq(cell(&r, i, 0)->s, S("E_RR_DONE"));
        struct str state = cell(&r, i, 2)->s;
        int64_t n = cell(&r, i, 3)->i;
        cell_add(second ? rereview : review, state, n);
        if (cell(&r, i, 1)->i)
            cell_add(last, state, n);
    }
    add_settled(k, "S22", last);
    add_settled(k, "S23", review);
    add_settled(k, "S24", rereview);
    return ERR_OK;
}

/* ---- discipline of the bodies themselves ---- */

static enum err breaches(struct collect *k)
{
    struct cells *p = cells_listed(k, "BREACH"), *kinds = cells_listed(k, "ACC");
    TRY(read_coded(k, Q_STATISTIC_BREACHES, "breach", "", p));
    add_whole(k, "S32", p);
    TRY(read_cells(k, Q_STATISTIC_ACCOUNTABLE_KINDS, kinds));
    if (k->public_view)
        cells_hide(kinds, cell_small(kinds->total, k->least));
    for (size_t i = 0; i < kinds->count; i++) {
        if (str_starts(kinds->code[i], S("ACC_")))
            add_count(k, "S32", kinds->code[i], kinds->n[i], kinds->hidden[i]);
    }
    TRY(plain(k, "S32", S("ACCOUNTABLE"), Q_STATISTIC_ACCOUNTABLE));
    return plain(k, "S32", S("UNDECIDED"), Q_STATISTIC_UNDECIDED);
}

static enum err protected(struct collect *k) {
    struct cells *p = cells_new(k, "ASKED GRANTED RETALIATION");
    if (k->level != ORG_PROVINCE) return ERR_OK;
    TRY(read_cells(k, Q_STATISTIC_PROTECTED, p));
    for (size_t i = 0; i < p->count; i++) add_count(k, "S35", p->code[i], p->n[i], false);
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

const struct statistic_group statistic_groups[] = {
    { " S01 S02 S03 S04 S05 S28 S33 S38 ", received },
    { " S30 ", not_accepted },
    { " S36 ", handed_on },
    { " S06 S07 ", notices },
    { " S08 ", told },
    { " S11 ", fed_back },
    { " S37 ", answered },
    { " S27 ", rated },
    { " S09 S09b S09c ", concluded },
    { " S10 ", accepted },
    { " S29 ", extended },
    { " S31 ", late },
    { " S12 ", passed_on },
    { " S13 S14 ", disposed },
    { " S15 ", filed },
    { " S16 ", sanctioned },
    { " S17 ", forms },
    { " S18 ", found },
    { " S19 S20 ", together },
    { " S21 ", heard },
    { " S25 ", published },
    { " S26 ", reviewed },
    { " S22 S23 S24 ", settled },
    { " S32 ", breaches },
    { " S35 ", protected },
    { " S34 ", entered_late },
};
const size_t statistic_group_count = COUNT_OF(statistic_groups);
