/* search.c - words in reports within reach: every one unwrapped, decrypted, matched (design 7.3). A
 * number that is exact is looked up by its token or its register. */
#include <assert.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "domain/access.h"
#include "domain/audit.h"
#include "domain/intake.h"
#include "domain/part.h"
#include "domain/report_seal.h"
#include "gen/queries.h"

#define SEARCH_HITS_MAX 200
#define SEARCH_READ_MAX 100000
#define SEARCH_CHARS_MAX 200
#define SEARCH_TERMS_MAX 8
#define SEARCH_DESKS 6
#define SCRATCH_MAX (2u << 20) /* one body is smaller (REPORT_JSON_MAX), twice */

struct search {
    struct ctx *c;
    struct arena *scratch; /* wiped after each report */
    struct str terms[SEARCH_TERMS_MAX];
    size_t term_count;
    struct str number; /* 16 digits; absent when words are looked for */
    int64_t hits[SEARCH_HITS_MAX];
    size_t hit_count;
    int64_t read, last_report;
};

static bool hit_known(const struct search *s, int64_t matter)
{
    for (size_t i = 0; i < s->hit_count; i++) {
        if (s->hits[i] == matter)
            return true;
    }
    return false;
}

static void hit(struct search *s, int64_t matter)
{
    if (s->hit_count < SEARCH_HITS_MAX && !hit_known(s, matter))
        s->hits[s->hit_count++] = matter;
}

/* ---- matching ---- */

/* ASCII letters alike; the bytes are ours to change. */
static struct str lowered(struct arena *a, struct str s)
{
    char *p = arena_take(a, s.n + 1);

    for (size_t i = 0; i < s.n; i++)
        p[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
    return str_bytes(p, s.n);
}

static bool holds(struct str text, struct str term)
{
    return text.n >= term.n && memmem(text.p, text.n, term.p, term.n) != NULL;
}

/* All terms in the text of the record as it lies there: what holds none of them is done with. */
static bool maybe(const struct search *s, struct str json)
{
    struct str low = lowered(s->scratch, json);

    for (size_t i = 0; i < s->term_count; i++) {
        if (!holds(low, s->terms[i]))
            return false;
    }
    return true;
}

static void put(struct buf *b, struct str s)
{
    buf_put(b, s);
    buf_byte(b, '\n');
}

/* Names of members are no words of the report. */
static bool in_words(const struct search *s, const struct report_form *f)
{
    struct buf b = buf_new(s->scratch);

    put(&b, f->title);
    put(&b, f->narrative);
    put(&b, f->fact_place);
    put(&b, f->fact_time);
    put(&b, f->wish);
    for (size_t i = 0; i < f->subject_count; i++) {
        put(&b, f->subjects[i].name);
        put(&b, f->subjects[i].unit);
        put(&b, f->subjects[i].post);
    }
    struct str text = lowered(s->scratch, buf_str(&b));
    for (size_t i = 0; i < s->term_count; i++) {
        if (!holds(text, s->terms[i]))
            return false;
    }
    return true;
}

static bool body_matches(struct search *s, const struct key *kr, int64_t report, uint32_t version,
                         struct str sealed)
{
    struct ctx own = *s->c; /* reads into the scratch; its mistakes are nobody's */
    struct report_form f;
    struct str json;

    if (!report_body_open(s->scratch, kr, report, version, sealed, &json) || !maybe(s, json))
        return false;
    own.arena = s->scratch;
    return report_form_read(&own, json, &f) == ERR_OK && in_words(s, &f);
}

static bool number_matches(struct search *s, const struct key *kr, int64_t report, uint32_t version,
                           struct str sealed)
{
    struct str number;

    return report_number_open(s->scratch, kr, report, version, sealed, &number) &&
           str_eq(number, s->number);
}

/* One row: a report, and one grant of its key. False stops. */
static bool look(void *u, const struct rows *row)
{
    struct search *s = u;
    int64_t report = cell(row, 0, 0)->i, matter = cell(row, 0, 1)->i;
    uint32_t version = (uint32_t)cell(row, 0, 2)->i;
    struct grant_row g = { .object_kind = OBJECT_KR,
                           .object = report,
                           .holder_kind = holder_kind_of(cell(row, 0, 5)->s),
                           .holder = cell(row, 0, 6)->i,
                           .generation = (uint32_t)cell(row, 0, 7)->i,
                           .sealed = cell(row, 0, 8)->s };
    struct key kr;

    if (++s->read > SEARCH_READ_MAX)
        return false;
    if ((report == s->last_report && hit_known(s, matter)) || !vault_open_grant(s->c, &g, &kr))
        return true;
    s->last_report = report;
    bool found = str_absent(s->number)
                     ? body_matches(s, &kr, report, version, cell(row, 0, 3)->s)
                     : number_matches(s, &kr, report, version, cell(row, 0, 4)->s);
    key_wipe(&kr);
    arena_reset(s->scratch);
    if (found)
        hit(s, matter);
    return s->hit_count < SEARCH_HITS_MAX;
}

/* ---- statements ---- */

static struct value text_or_any(struct str s)
{
    return str_empty(s) ? NONE : TEXT(s);
}
static struct value id_or_any(int64_t id)
{
    return id ? INT(id) : NONE;
}

static int put_filter(const struct matter_filter *f, struct value *v)
{
    v[0] = text_or_any(f->state);
    v[1] = text_or_any(f->channel);
    v[2] = text_or_any(f->category);
    v[3] = id_or_any(f->area);
    v[4] = id_or_any(f->handler);
    v[5] = f->named < 0 ? NONE : INT(f->named != 0);
    return 6;
}

static int put_desks(const struct ctx *c, struct value *v)
{
    int n = 0;

    for (size_t i = 0; i < c->actor->desk_count && n < SEARCH_DESKS; i++) {
        bool twice = false; /* the same desk in an older generation */
        for (int k = 0; k < n; k++)
            twice = twice || v[k].i == c->actor->desks[i].id;
        if (!twice)
            v[n++] = INT(c->actor->desks[i].id);
    }
    while (n < SEARCH_DESKS)
        v[n++] = INT(0);
    v[n++] = INT(SEARCH_READ_MAX + 1);
    return n;
}

static enum err scan(struct search *s, const struct matter_filter *f)
{
    struct ctx *c = s->c;
    struct parts me = parts_of(c);
    struct value v[32];
    int n;

    if (me.po || me.case_sup || me.leader || me.cadre) {
        const struct value first[] = { INT(c->actor->org), INT(me.po),    INT(me.case_sup),
                                       INT(me.leader),     INT(me.cadre), INT(c->now.ms),
                                       INT(me.officer) };
        memcpy(v, first, sizeof(first));
        n = (int)COUNT_OF(first);
        n += put_filter(f, v + n);
        n += put_desks(c, v + n);
        assert(n == Q_SEARCH_ORG->params);
        TRY(store_each(c, Q_SEARCH_ORG, look, s, n, v));
    }
    if (me.dept || me.handler || me.clerk) {
        const struct value first[] = { INT(me.dept), INT(me.handler), INT(me.clerk), INT(c->now.ms),
                                       INT(me.officer) };
        memcpy(v, first, sizeof(first));
        n = (int)COUNT_OF(first);
        n += put_filter(f, v + n);
        n += put_desks(c, v + n);
        assert(n == Q_SEARCH_OWN->params);
        TRY(store_each(c, Q_SEARCH_OWN, look, s, n, v));
    }
    return ERR_OK;
}

/* ---- exact numbers ---- */

static const struct actor_desk *po_desk_at(const struct ctx *c, size_t *at)
{
    while (*at < c->actor->desk_count) {
        const struct actor_desk *d = &c->actor->desks[(*at)++];
        if (strcmp(d->kind, "po") == 0)
            return d;
    }
    return NULL;
}

/* By token where the petition office holds one; else every report of his is opened. */
static enum err by_number(struct search *s, const struct matter_filter *f)
{
    struct ctx *c = s->c;
    const struct actor_desk *d;
    size_t at = 0;

    while ((d = po_desk_at(c, &at)) != NULL) {
        struct key tk = desk_token_key(&d->pair);
        struct str token = report_token(c, &tk, "NUMBER", s->number);
        struct rows r;
        key_wipe(&tk);
        TRY(store_run(c, Q_SEARCH_NUMBER, &r, INT(d->id), INT(d->generation), BLOB(token)));
        for (size_t i = 0; i < r.n; i++)
            hit(s, cell(&r, i, 0)->i);
    }
    return s->hit_count ? ERR_OK : scan(s, f);
}

/* ---- what is asked ---- */

static enum err asked_read(struct search *s, struct str words)
{
    struct ctx *c = s->c;
    struct str clean, rest;

    if (!utf8_clean(c->arena, words, &clean) || utf8_count(clean) > SEARCH_CHARS_MAX ||
        str_empty(clean)) {
        fault_field(&c->fault, "q", "search.words", 0);
        return ERR_INVALID;
    }
    if (access_number(c, clean, &s->number) == ERR_OK)
        return ERR_OK;
    fault_clear(&c->fault);
    s->number = STR_NONE;
    for (rest = lowered(c->arena, clean); !str_empty(rest) && s->term_count < SEARCH_TERMS_MAX;) {
        struct str term = str_trim(str_cut(&rest, ' '));
        if (!str_empty(term))
            s->terms[s->term_count++] = term;
    }
    return ERR_OK;
}

/* Only what is in reach comes out, whatever the look-ups gave. */
static enum err give(struct search *s, struct matter_list *ret)
{
    struct ctx *c = s->c;
    struct matter *items = arena_array(c->arena, struct matter, s->hit_count + 1);
    size_t n = 0;

    for (size_t i = 0; i < s->hit_count; i++) {
        enum err e = matter_find(c, s->hits[i], &items[n]);
        if (e == ERR_OK && !items[n].below)
            n++;
        else if (e != ERR_OK && e != ERR_NOT_FOUND)
            return e;
        else
            fault_clear(&c->fault);
    }
    *ret = (struct matter_list){ items, n, STR_NONE };
    return ERR_OK;
}

static enum err run(struct search *s, struct str words, const struct matter_filter *f,
                    struct matter_list *ret)
{
    struct ctx *c = s->c;
    int64_t registered;

    TRY(asked_read(s, words));
    TRY(matter_by_reg_no(c, c->actor->org, str_trim(words), &registered));
    if (registered)
        hit(s, registered);
    else
        TRY(str_absent(s->number) ? scan(s, f) : by_number(s, f));
    TRY(give(s, ret));
    TRY(audit_write(c, "matter.search", 0, 0, str_fmt(c->arena, "hits=%zu", ret->n)));
    if (s->read > SEARCH_READ_MAX)
        return FAULT(&c->fault, ERR_LIMIT, "search.too_many", "%d read", SEARCH_READ_MAX);
    return ERR_OK;
}

enum err matter_search(struct ctx *c, struct str words, const struct matter_filter *f,
                       struct matter_list *ret)
{
    struct search *s = arena_new_of(c->arena, struct search);
    enum err e;

    s->c = c;
    s->scratch = arena_new(SCRATCH_MAX);
    e = run(s, words, f, ret);
    arena_free(s->scratch);
    return e;
}
