/* Days, times and numbers as people write them; which language a person reads. */
#include <assert.h>

#include "i18n/i18n.h"

static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

struct str i18n_tag(int lang)
{
    return lang == LANG_EN ? S("en") : S("zh-CN");
}

struct str i18n_code(int lang)
{
    return lang == LANG_EN ? S("en") : S("zh");
}

struct str i18n_day(struct arena *a, int lang, struct day d, struct day today)
{
    int year, month, dom, this_year = 0, unused_month, unused_dom;
    if (day_absent(d))
        return S("");
    day_to_ymd(d, &year, &month, &dom);
    if (!day_absent(today))
        day_to_ymd(today, &this_year, &unused_month, &unused_dom);
    if (lang == LANG_EN)
        return str_fmt(a, "%d %s %d", dom, months[month - 1], year);
    if (year == this_year)
        return str_fmt(a, "%d月%d日", month, dom);
    return str_fmt(a, "%d年%d月%d日", year, month, dom);
}

struct str i18n_day_full(struct arena *a, int lang, struct day d)
{
    static const char *const names[] = { "January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December" };
    int year, month, dom;
    if (lang != LANG_EN || day_absent(d))
        return i18n_day(a, lang, d, DAY_NONE);
    day_to_ymd(d, &year, &month, &dom);
    return str_fmt(a, "%d %s %d", dom, names[month - 1], year);
}

struct str i18n_time(struct arena *a, int lang, struct instant t, struct day today)
{
    if (t.ms == 0)
        return S("");
    struct day d = day_of(t);
    int minutes = (int)((t.ms - day_start(d).ms) / 60000);
    struct str day = i18n_day(a, lang, d, today);
    return str_fmt(a, "%.*s%s%d:%02d", STR_ARG(day), lang == LANG_EN ? ", " : " ", minutes / 60,
                   minutes % 60);
}

struct str i18n_number(struct arena *a, int64_t v)
{
    char digits[24], out[32];
    /* the absolute value of INT64_MIN fits only unsigned */
    uint64_t left = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    size_t n = 0, k = 0;
    do {
        digits[n++] = (char)('0' + left % 10);
        left /= 10;
    } while (left);
    if (v < 0)
        out[k++] = '-';
    while (n) {
        out[k++] = digits[--n];
        if (n && n % 3 == 0)
            out[k++] = ',';
    }
    return str_dup(a, str_bytes(out, k));
}

#define PERCENT_MAX (INT64_MAX / 20001) /* counts of anything that happens stay far below */

struct str i18n_percent(struct arena *a, int64_t part, int64_t whole)
{
    assert(part >= 0 && part <= PERCENT_MAX && whole >= 0 && whole <= PERCENT_MAX);
    if (whole == 0)
        return S("");
    int64_t hundredths = (part * 20000 + whole) / (2 * whole);
    int rest = (int)(hundredths % 100);
    long long full = (long long)(hundredths / 100);
    if (rest == 0)
        return str_fmt(a, "%lld", full);
    if (rest % 10 == 0)
        return str_fmt(a, "%lld.%d", full, rest / 10);
    return str_fmt(a, "%lld.%02d", full, rest);
}

/* The language of a tag: its first part, in any case. -1: none of ours. */
static int lang_of(struct str tag)
{
    struct str rest = tag, first = str_cut(&rest, '-');
    if (first.n != 2)
        return -1;
    char code[2] = { (char)(first.p[0] | 32), (char)(first.p[1] | 32) };
    if (memcmp(code, "zh", 2) == 0)
        return LANG_ZH;
    return memcmp(code, "en", 2) == 0 ? LANG_EN : -1;
}

/* Weight of a range in thousandths; 1000 without one, 0 when it cannot be read. */
static int weight_of(struct str params)
{
    int weight = 0, scale = 1000;
    struct str q = str_trim(params);
    if (str_absent(params))
        return 1000;
    if (!str_starts(q, S("q=")) && !str_starts(q, S("Q=")))
        return 0;
    q = str_slice(q, 2, q.n - 2);
    for (size_t i = 0; i < q.n; i++) {
        if (i == 1 && q.p[i] == '.')
            continue;
        if (q.p[i] < '0' || q.p[i] > '9' || scale == 0)
            return 0;
        weight += (q.p[i] - '0') * scale;
        scale /= 10;
    }
    return q.n && weight <= 1000 ? weight : 0;
}

static int accepted(struct str header)
{
    int best = -1, best_weight = 0;
    for (int i = 0; i < I18N_ACCEPT_MAX && !str_absent(header); i++) {
        struct str params = str_cut(&header, ',');
        struct str tag = str_trim(str_cut(&params, ';'));
        int lang = lang_of(tag), weight = weight_of(params);
        if (lang >= 0 && weight > best_weight) { /* the first of equals */
            best = lang;
            best_weight = weight;
        }
    }
    return best;
}

int i18n_pick(struct str query, struct str cookie, struct str accept_language)
{
    int lang = lang_of(query);
    if (lang < 0)
        lang = lang_of(cookie);
    if (lang < 0)
        lang = accepted(accept_language);
    return lang < 0 ? LANG_ZH : lang;
}
