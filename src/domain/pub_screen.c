/* pub_screen.c - words compared as code points without what only dresses them up. */
#include "domain/pub_screen.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define BARE_MAX 60000 /* characters of one text that are compared */
#define GRAM_BASE 1000003u
#define PROVINCES "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"

static const char *const names[PUB_HIT__COUNT] = { "REPORTER", "WITNESS", "NUMBER", "ID_NO",
                                                   "BANK",     "WAY",     "NAME",   "UNIT",
                                                   "POST",     "PLACE",   "WORDS",  "PHONE",
                                                   "PLATE",    "MAIL",    "DATE",   "VILLAGE" };

struct str pub_hit_name(enum pub_hit_kind k)
{
    assert(k < PUB_HIT__COUNT);
    return str_of(names[k]);
}

bool pub_hit_parse(struct str name, enum pub_hit_kind *ret)
{
    for (unsigned i = 0; i < PUB_HIT__COUNT; i++) {
        if (str_eq(name, str_of(names[i]))) {
            *ret = (enum pub_hit_kind)i;
            return true;
        }
    }
    return false;
}

bool pub_hit_never(enum pub_hit_kind k)
{
    return k <= PUB_HIT_WAY;
}

/* ---- bare text ---- */

struct bare {
    const uint32_t *cp;
    size_t n;
};

static bool kept(int32_t cp)
{
    if (cp < 0x80)
        return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
    return !(cp >= 0x80 && cp < 0xC0) && !(cp >= 0x2000 && cp < 0x2E80) &&
           !(cp >= 0x3000 && cp < 0x3040) && cp != 0x30FB && !(cp >= 0xFE00 && cp < 0xFFF0);
}

static struct bare bare_of(struct arena *a, struct str s)
{
    struct str q = utf8_squeezed(a, s);
    uint32_t *cp = arena_array(a, uint32_t, utf8_count(q) + 1);
    size_t n = 0;

    for (size_t i = 0; i < q.n && n < BARE_MAX;) {
        int32_t x = utf8_next(q, &i);
        if (x > 0 && kept(x))
            cp[n++] = (uint32_t)(x >= 'A' && x <= 'Z' ? x + 32 : x);
    }
    return (struct bare){ cp, n };
}

static void put_cp(struct buf *b, uint32_t cp)
{
    if (cp < 0x80) {
        buf_byte(b, (char)cp);
    } else if (cp < 0x800) {
        buf_byte(b, (char)(0xC0 | cp >> 6));
        buf_byte(b, (char)(0x80 | (cp & 0x3F)));
    } else if (cp < 0x10000) {
        buf_byte(b, (char)(0xE0 | cp >> 12));
        buf_byte(b, (char)(0x80 | (cp >> 6 & 0x3F)));
        buf_byte(b, (char)(0x80 | (cp & 0x3F)));
    } else {
        buf_byte(b, (char)(0xF0 | cp >> 18));
        buf_byte(b, (char)(0x80 | (cp >> 12 & 0x3F)));
        buf_byte(b, (char)(0x80 | (cp >> 6 & 0x3F)));
        buf_byte(b, (char)(0x80 | (cp & 0x3F)));
    }
}

static struct str piece(struct arena *a, const struct bare *t, size_t from, size_t to)
{
    struct buf b = buf_new(a);

    for (size_t i = from; i < to; i++)
        put_cp(&b, t->cp[i]);
    return buf_str(&b);
}

struct screen {
    struct arena *a;
    struct bare t;
    struct pub_hits *hits;
};

static void hit(struct screen *s, enum pub_hit_kind kind, struct str what)
{
    struct pub_hits *h = s->hits;

    for (size_t i = 0; i < h->n; i++) {
        if (h->items[i].kind == kind && str_eq(h->items[i].what, what))
            return;
    }
    if (h->n == PUB_HITS_MAX) {
        h->more = true;
        return;
    }
    h->items[h->n++] = (struct pub_hit){ kind, what };
}

static void hit_at(struct screen *s, enum pub_hit_kind kind, size_t from, size_t to)
{
    hit(s, kind, piece(s->a, &s->t, from, to));
}

/* ---- needles ---- */

static bool stands_at(const struct bare *t, size_t at, const struct bare *n)
{
    return n->n <= t->n - at && memcmp(t->cp + at, n->cp, n->n * sizeof(n->cp[0])) == 0;
}

static void look_for(struct screen *s, enum pub_hit_kind kind, struct str value)
{
    struct bare n = bare_of(s->a, value);

    if (n.n < 2)
        return;
    for (size_t i = 0; i + n.n <= s->t.n; i++) {
        if (stands_at(&s->t, i, &n)) {
            hit_at(s, kind, i, i + n.n);
            return;
        }
    }
}

/* ---- runs shared with the report ---- */

struct gram {
    uint64_t hash;
    uint32_t at;
};

static uint64_t gram_of(const uint32_t *cp)
{
    uint64_t h = 0;

    for (size_t i = 0; i < PUB_OVERLAP; i++)
        h = h * GRAM_BASE + cp[i];
    return h;
}

static int gram_cmp(const void *x, const void *y)
{
    const struct gram *a = x, *b = y;

    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

/* How far the run that begins at i of the text goes in the source; 0: none of that length. */
static size_t run_at(const struct bare *t, size_t i, const struct bare *s, const struct gram *grams,
                     size_t n)
{
    struct gram key = { gram_of(t->cp + i), 0 };
    size_t low = 0, high = n, best = 0;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (grams[mid].hash < key.hash)
            low = mid + 1;
        else
            high = mid;
    }
    for (size_t k = low; k < n && grams[k].hash == key.hash; k++) {
        size_t len = 0;
        while (i + len < t->n && grams[k].at + len < s->n &&
               t->cp[i + len] == s->cp[grams[k].at + len])
            len++;
        best = len > best ? len : best;
    }
    return best >= PUB_OVERLAP ? best : 0;
}

static void shared_runs(struct screen *s, struct str source)
{
    struct bare b = bare_of(s->a, source);
    size_t n = b.n >= PUB_OVERLAP ? b.n - PUB_OVERLAP + 1 : 0;
    struct gram *grams = arena_array(s->a, struct gram, n + 1);

    for (size_t i = 0; i < n; i++)
        grams[i] = (struct gram){ gram_of(b.cp + i), (uint32_t)i };
    if (n > 1)
        qsort(grams, n, sizeof(grams[0]), gram_cmp);
    for (size_t i = 0; n > 0 && i + PUB_OVERLAP <= s->t.n;) {
        size_t len = run_at(&s->t, i, &b, grams, n);
        if (len)
            hit_at(s, PUB_HIT_WORDS, i, i + len);
        i += len ? len : 1;
    }
}

/* ---- patterns ---- */

static bool digit(const struct bare *t, size_t i)
{
    return i < t->n && t->cp[i] >= '0' && t->cp[i] <= '9';
}

static bool is_one_of(uint32_t cp, const char *set)
{
    struct str s = str_of(set);

    for (size_t i = 0; i < s.n;) {
        if ((uint32_t)utf8_next(s, &i) == cp)
            return true;
    }
    return false;
}

static int two(const struct bare *t, size_t i)
{
    return (int)(t->cp[i] - '0') * 10 + (int)(t->cp[i + 1] - '0');
}

static bool like_a_day(const struct bare *t, size_t i) /* 20260918 */
{
    int century = two(t, i), month = two(t, i + 4), day = two(t, i + 6);

    return (century == 19 || century == 20) && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static void digits_run(struct screen *s, size_t from, size_t to)
{
    const struct bare *t = &s->t;
    size_t n = to - from;
    bool x = to < t->n && t->cp[to] == 'x';

    if (n == 18 || (n == 17 && x) || n == 15)
        hit_at(s, PUB_HIT_ID_NO, from, to + (n == 17 ? 1 : 0));
    else if (n >= 16 && n <= 19)
        hit_at(s, PUB_HIT_BANK, from, to);
    else if (n == 8 && like_a_day(t, from))
        hit_at(s, PUB_HIT_DATE, from, to);
    else if (to < t->n && is_one_of(t->cp[to], "元万亿平户人亩公吨件"))
        return; /* an amount */
    else if ((n == 11 && t->cp[from] == '1') || n == 7 || n == 8 ||
             (n >= 10 && n <= 12 && t->cp[from] == '0'))
        hit_at(s, PUB_HIT_PHONE, from, to);
}

static void numbers(struct screen *s)
{
    const struct bare *t = &s->t;

    for (size_t i = 0; i < t->n;) {
        size_t to = i;
        while (digit(t, to))
            to++;
        if (to > i)
            digits_run(s, i, to);
        i = to > i ? to : i + 1;
    }
}

/* "9月18日" and "9月18号" */
static void days(struct screen *s)
{
    const struct bare *t = &s->t;

    for (size_t i = 0; i + 2 < t->n; i++) {
        size_t from = i, to = i + 1;
        if (t->cp[i] != 0x6708 /* 月 */ || !digit(t, i + 1))
            continue;
        while (digit(t, to) && to < i + 3)
            to++;
        if (to >= t->n || !is_one_of(t->cp[to], "日号"))
            continue;
        while (from > 0 && digit(t, from - 1) && i - from < 2)
            from--;
        if (from < i)
            hit_at(s, PUB_HIT_DATE, from, to + 1);
    }
}

static bool letter_or_digit(const struct bare *t, size_t i)
{
    return digit(t, i) || (i < t->n && t->cp[i] >= 'a' && t->cp[i] <= 'z');
}

static void plates(struct screen *s)
{
    const struct bare *t = &s->t;

    for (size_t i = 0; i + 7 <= t->n; i++) {
        size_t n = 0;
        if (!is_one_of(t->cp[i], PROVINCES) || t->cp[i + 1] < 'a' || t->cp[i + 1] > 'z')
            continue;
        while (letter_or_digit(t, i + 2 + n) && n < 6)
            n++;
        if (n >= 5)
            hit_at(s, PUB_HIT_PLATE, i, i + 2 + n);
    }
}

static bool place_word(const struct bare *t, size_t i, size_t *ret_n)
{
    static const char *const words[] = { "社区", "街道", "村", "镇", "乡", "组", "屯", "小区" };

    for (size_t k = 0; k < COUNT_OF(words); k++) {
        struct str w = str_of(words[k]);
        size_t at = 0, n = 0;
        while (at < w.n && i + n < t->n && t->cp[i + n] == (uint32_t)utf8_next(w, &at))
            n++;
        if (at == w.n && n == utf8_count(w)) {
            *ret_n = n;
            return true;
        }
    }
    return false;
}

/* "新塍镇" tells where; "某村", "该镇", "全村" do not. */
static void places(struct screen *s)
{
    const struct bare *t = &s->t;
    size_t n = 0;

    for (size_t i = 1; i < t->n; i++) {
        if (!place_word(t, i, &n) || t->cp[i - 1] < 0x2E80 ||
            is_one_of(t->cp[i - 1],
                      "某农乡镇本该各全驻邻在的个进下回村组与和及由经对向到为是公居街社行辖小"))
            continue;
        hit_at(s, PUB_HIT_VILLAGE, i >= 2 && t->cp[i - 2] >= 0x2E80 ? i - 2 : i - 1, i + n);
    }
}

static void ways(struct screen *s)
{
    static const char *const told[] = { "谈话函询", "初步核实", "暂存待查", "予以了结" };

    for (size_t i = 0; i < COUNT_OF(told); i++)
        look_for(s, PUB_HIT_WAY, str_of(told[i]));
}

static void mail(struct screen *s, const struct pub_text *t)
{
    if (str_contains(t->text, S("@")) || str_contains(t->title, S("@")))
        hit(s, PUB_HIT_MAIL, S("@"));
}

void pub_screen(struct arena *a, const struct pub_text *t, const struct pub_needle *needles,
                size_t needle_count, const struct str *sources, size_t source_count,
                struct pub_hits *ret)
{
    struct str all = str_fmt(a, "%.*s\n%.*s", STR_ARG(t->title), STR_ARG(t->text));
    struct screen s = { a, bare_of(a, all), ret };

    assert(needle_count <= PUB_NEEDLES_MAX && source_count <= PUB_SOURCES_MAX);
    *ret = (struct pub_hits){ .n = 0 };
    for (size_t i = 0; i < needle_count; i++)
        look_for(&s, needles[i].kind, needles[i].value);
    ways(&s);
    numbers(&s);
    mail(&s, t);
    plates(&s);
    days(&s);
    if (t->society)
        places(&s);
    for (size_t i = 0; i < source_count; i++)
        shared_runs(&s, sources[i]);
}
