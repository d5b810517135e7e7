/* repeat.c - sketches stored, and who comes near a matter: by its bands, by the names in it. */
#include "domain/repeat.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "domain/audit.h"
#include "domain/intake.h"
#include "domain/part.h"
#include "domain/reach.h"
#include "domain/sketch.h"
#include "gen/queries.h"

#define BAND_SIZE 8
#define BAND_MOST 64  /* reports with one band: it is a turn of phrase, stop.txt has not got it */
#define HITS_MAX 4096 /* 32 bands and the names of all accused */
#define OPENED_MAX 40 /* sketches opened for one look */
#define SAME_NAME_COUNT 8 /* of bands: who has the same name comes before likeness by chance */

/* ---- making ---- */

static struct place sketch_place(int64_t matter, int64_t report)
{
    return (struct place){
        .table = PLACE_SKETCH, .column = 1, .owner = matter, .row = report, .version = 1
    };
}

static bool sketch_of(struct ctx *c, const uint8_t mk[16], const struct report_form *f,
                      struct sketch *ret)
{
    struct str title = str_absent(f->title) ? S("") : f->title;

    return sketch_make(c, mk,
                       str_fmt(c->arena, "%.*s\n%.*s", STR_ARG(title), STR_ARG(f->narrative)), ret);
}

static struct str bands_of(struct ctx *c, const uint8_t mk[16], const struct sketch *s)
{
    uint8_t *out = arena_take(c->arena, (size_t)SKETCH_BANDS * BAND_SIZE);

    for (int i = 0; i < SKETCH_BANDS; i++) {
        uint64_t band = (uint64_t)sketch_band(mk, s, i);
        for (int k = 0; k < BAND_SIZE; k++)
            out[i * BAND_SIZE + k] = (uint8_t)(band >> (8 * k));
    }
    return str_bytes(out, (size_t)SKETCH_BANDS * BAND_SIZE);
}

static int64_t band_at(struct str bands, size_t i)
{
    uint64_t v = 0;

    for (size_t k = 0; k < BAND_SIZE; k++)
        v |= (uint64_t)(uint8_t)bands.p[i * BAND_SIZE + k] << (8 * k);
    return (int64_t)v;
}

enum err repeat_prepare(struct ctx *c, int64_t report, int64_t matter, int64_t org,
                        const struct key *km, const struct report_form *f, struct repeat_new *ret)
{
    const struct actor_desk *d = report_po_desk(c, org);
    uint8_t mk[16];
    struct sketch s;

    *ret = (struct repeat_new){ 0 };
    if (!d || str_empty(f->narrative))
        return ERR_OK;
    desk_sketch_key(&d->pair, mk);
    if (sketch_of(c, mk, f, &s))
        *ret = (struct repeat_new){ .made = true,
                                    .desk = d->id,
                                    .generation = d->generation,
                                    .bands = bands_of(c, mk, &s),
                                    .sealed = record_seal(c, km, sketch_place(matter, report),
                                                          sketch_bytes(c->arena, &s), false) };
    explicit_bzero(mk, sizeof(mk));
    return ERR_OK;
}

enum err repeat_store(struct ctx *c, int64_t report, int64_t matter, const struct repeat_new *n)
{
    if (!n->made)
        return ERR_OK;
    TRY(store_run(c, Q_SKETCH_ADD, NULL, INT(report), INT(n->desk), INT(n->generation), INT(matter),
                  BLOB(n->bands), BLOB(n->sealed)));
    for (size_t i = 0; i < SKETCH_BANDS; i++)
        TRY(store_run(c, Q_SKETCH_BAND_ADD, NULL, INT(band_at(n->bands, i)), INT(report)));
    return ERR_OK;
}

enum err repeat_drop(struct ctx *c, int64_t report)
{
    struct rows r;

    TRY(store_run(c, Q_SKETCH_OF_REPORT, &r, INT(report)));
    for (size_t k = 0; k < r.n; k++)
        for (size_t i = 0; i < SKETCH_BANDS; i++)
            TRY(store_run(c, Q_SKETCH_BAND_DROP, NULL, INT(band_at(cell(&r, k, 3)->s, i)),
                          INT(report)));
    return store_run(c, Q_SKETCH_DROP, NULL, INT(report));
}

/* ---- looking ---- */

struct near { /* one hit; then all of one report */
    int64_t report;
    int bands;
    bool name, unit;
};

struct look {
    struct ctx *c;
    int64_t matter;
    const struct actor_desk *desk;
    uint8_t mk[16];
    struct key tk;
    bool sketched;
    struct sketch sketch;
    struct near *hits;
    size_t hit_count;
    struct repeat_candidate *found;
    size_t found_count;
};

static void put_hits(struct look *l, const struct rows *r, struct near as)
{
    for (size_t i = 0; i < r->n && l->hit_count < HITS_MAX; i++) {
        as.report = cell(r, i, 0)->i;
        l->hits[l->hit_count++] = as;
    }
}

static enum err by_words(struct look *l)
{
    struct rows r;

    for (int i = 0; i < SKETCH_BANDS && l->sketched; i++) {
        TRY(store_run(l->c, Q_SKETCH_BAND_FIND, &r, INT(sketch_band(l->mk, &l->sketch, i))));
        if (r.n <= BAND_MOST)
            put_hits(l, &r, (struct near){ .bands = 1 });
    }
    return ERR_OK;
}

static enum err by_token(struct look *l, const char *kind, struct str value, struct near as)
{
    struct rows r;

    if (utf8_squeezed(l->c->arena, value).n == 0)
        return ERR_OK;
    TRY(store_run(l->c, Q_TOKEN_REPORTS, &r, INT(l->desk->id), INT(l->desk->generation),
                  BLOB(report_token(l->c, &l->tk, kind, value))));
    put_hits(l, &r, as);
    return ERR_OK;
}

static enum err by_accused(struct look *l, const struct report_form *f)
{
    for (size_t i = 0; i < f->subject_count; i++) {
        TRY(by_token(l, "NAME", f->subjects[i].name, (struct near){ .name = true }));
        TRY(by_token(l, "UNIT", f->subjects[i].unit, (struct near){ .unit = true }));
    }
    return ERR_OK;
}

static int by_report(const void *a, const void *b)
{
    int64_t x = ((const struct near *)a)->report, y = ((const struct near *)b)->report;

    return x < y ? -1 : x > y;
}

static int weight(const struct near *n)
{
    return n->bands + (n->name ? SAME_NAME_COUNT : 0) + (n->name && n->unit ? 1 : 0);
}

static int by_weight(const void *a, const void *b)
{
    int d = weight(b) - weight(a);

    return d ? d : -by_report(a, b); /* the newest of those that are alike */
}

/* One line for each report, those that are most alike first. */
static void gather(struct look *l)
{
    size_t n = 0;

    if (l->hit_count > 1)
        qsort(l->hits, l->hit_count, sizeof(*l->hits), by_report);
    for (size_t i = 0; i < l->hit_count; i++) {
        const struct near *h = &l->hits[i];
        if (n == 0 || l->hits[n - 1].report != h->report) {
            l->hits[n++] = *h;
            continue;
        }
        l->hits[n - 1].bands += h->bands;
        l->hits[n - 1].name |= h->name;
        l->hits[n - 1].unit |= h->unit;
    }
    l->hit_count = n;
    if (n > 1)
        qsort(l->hits, n, sizeof(*l->hits), by_weight);
}

/* How much of its words: its sketch opens for whoever opens its matter. */
static enum err alike(struct look *l, int64_t report, int *ret)
{
    struct ctx *c = l->c;
    struct rows r;

    *ret = 0;
    TRY(store_run(c, Q_SKETCH_OF_REPORT, &r, INT(report)));
    for (size_t i = 0; i < r.n; i++) {
        int64_t matter = cell(&r, i, 2)->i;
        struct key km;
        struct str plain;
        struct sketch other;
        if (cell(&r, i, 0)->i != l->desk->id || cell(&r, i, 1)->i != l->desk->generation ||
            !vault_can(c, OBJECT_KM, matter))
            continue;
        TRY(vault_open(c, OBJECT_KM, matter, &km));
        if (record_open(c->arena, &km, sketch_place(matter, report), cell(&r, i, 4)->s, false,
                        &plain) &&
            sketch_read(plain, &other))
            *ret = sketch_alike(&l->sketch, &other);
        key_wipe(&km);
    }
    return ERR_OK;
}

static bool known(const struct look *l, int64_t matter)
{
    for (size_t i = 0; i < l->found_count; i++)
        if (l->found[i].matter == matter)
            return true;
    return false;
}

/* The matter that handles the report, when it lies in his reach. */
static enum err matter_of(struct look *l, int64_t report, struct matter *ret, bool *ret_found)
{
    struct followed at;
    struct part part;
    enum err e = followed_find(l->c, report, &at);

    if (e == ERR_OK)
        e = matter_part_find(l->c, at.matter, ret, &part);
    *ret_found = e == ERR_OK && !known(l, ret->id);
    if (e != ERR_NOT_FOUND)
        return e;
    fault_clear(&l->c->fault);
    return ERR_OK;
}

static enum err consider(struct look *l, const struct matter *own, const struct near *n)
{
    struct matter m = { 0 };
    bool found;
    int percent = 0;

    TRY(matter_of(l, n->report, &m, &found));
    if (!found || m.id == own->id || m.lead_matter == own->id)
        return ERR_OK;
    if (n->bands)
        TRY(alike(l, n->report, &percent));
    if (percent < REPEAT_ALIKE && !n->name)
        return ERR_OK;
    l->found[l->found_count++] = (struct repeat_candidate){ .matter = m.id,
                                                            .report = n->report,
                                                            .reg_no = m.reg_no,
                                                            .received = m.received,
                                                            .state = m.state,
                                                            .alike = percent,
                                                            .same_name = n->name,
                                                            .same_unit = n->unit };
    return ERR_OK;
}

static enum err look_at(struct look *l, const struct matter *own, int64_t report)
{
    struct report_view v;

    l->hit_count = 0;
    TRY(report_read(l->c, report, &v));
    l->sketched = sketch_of(l->c, l->mk, &v.form, &l->sketch);
    TRY(by_words(l));
    TRY(by_accused(l, &v.form));
    gather(l);
    for (size_t i = 0; i < l->hit_count && i < OPENED_MAX && l->found_count < REPEATS_MAX; i++)
        TRY(consider(l, own, &l->hits[i]));
    return ERR_OK;
}

static int by_likeness(const void *a, const void *b)
{
    const struct repeat_candidate *x = a, *y = b;
    int named = (int)y->same_name - (int)x->same_name;

    if (x->alike != y->alike)
        return y->alike - x->alike;
    return named ? named : y->received.n - x->received.n;
}

static enum err look_at_all(struct look *l, const struct matter *own)
{
    struct matter_report_list reports;

    TRY(matter_reports(l->c, own->id, &reports));
    for (size_t i = 0; i < reports.n; i++)
        if (vault_can(l->c, OBJECT_KR, reports.items[i].report))
            TRY(look_at(l, own, reports.items[i].report));
    if (l->found_count > 1)
        qsort(l->found, l->found_count, sizeof(*l->found), by_likeness);
    return audit_write(l->c, "matter.repeats", own->id, 0, STR_NONE);
}

enum err repeat_candidates(struct ctx *c, int64_t matter, struct repeat_list *ret)
{
    struct look l = { .c = c, .matter = matter };
    struct matter own;
    struct part part;

    *ret = (struct repeat_list){ 0 };
    TRY(matter_part_find(c, matter, &own, &part));
    l.desk = report_po_desk(c, own.org);
    if (!l.desk)
        return ERR_OK;
    l.hits = arena_array(c->arena, struct near, HITS_MAX);
    l.found = arena_array(c->arena, struct repeat_candidate, REPEATS_MAX);
    desk_sketch_key(&l.desk->pair, l.mk);
    l.tk = desk_token_key(&l.desk->pair);
    enum err e = look_at_all(&l, &own);
    explicit_bzero(l.mk, sizeof(l.mk));
    key_wipe(&l.tk);
    explicit_bzero(&l.sketch, sizeof(l.sketch));
    *ret = (struct repeat_list){ l.found, l.found_count };
    return e;
}
