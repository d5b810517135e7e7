/* Exact look-up of names and numbers under a desk's key TK (design 7.3). */
#include <assert.h>

#include "base/utf8.h"
#include "domain/app.h"
#include "domain/intake.h"
#include "domain/repeat.h"
#include "gen/queries.h"

#define TOKEN_SIZE 16
#define REPEAT_DAYS 180 /* ux 6 */

static struct str squeezed(struct ctx *c, struct str s)
{
    return utf8_squeezed(c->arena, s);
}

struct str report_token(struct ctx *c, const struct key *tk, const char *kind, struct str value)
{
    uint8_t *token = arena_take(c->arena, TOKEN_SIZE);
    struct buf b = buf_new(c->arena);

    buf_put(&b, str_of(kind));
    buf_byte(&b, 0); /* where the kind ends */
    buf_put(&b, squeezed(c, value));
    hash_keyed(tk, buf_str(&b), token, TOKEN_SIZE);
    return str_bytes(token, TOKEN_SIZE);
}

struct tokens {
    struct ctx *c;
    const struct actor_desk *desk;
    struct key tk;
    int64_t report;
};

static enum err put(struct tokens *t, const char *kind, struct str value)
{
    struct ctx *c = t->c;

    if (squeezed(c, value).n == 0)
        return ERR_OK;
    return store_run(c, Q_TOKEN_ADD, NULL, INT(t->desk->id), INT(t->desk->generation),
                     TEXT(str_of(kind)), BLOB(report_token(c, &t->tk, kind, value)),
                     INT(t->report));
}

static struct str name_unit(struct ctx *c, const struct report_subject *s)
{
    return str_fmt(c->arena, "%.*s/%.*s", STR_ARG(squeezed(c, s->name)),
                   STR_ARG(squeezed(c, s->unit)));
}

static enum err put_all(struct tokens *t, const struct report_form *f, struct str number)
{
    for (size_t i = 0; i < f->subject_count; i++) {
        const struct report_subject *s = &f->subjects[i];
        TRY(put(t, "NAME", s->name));
        TRY(put(t, "UNIT", s->unit));
        if (!str_absent(s->name) && !str_absent(s->unit))
            TRY(put(t, "NAME_UNIT", name_unit(t->c, s)));
    }
    return put(t, "NUMBER", number);
}

const struct actor_desk *report_po_desk(const struct ctx *c, int64_t org)
{
    const struct actor_desk *best = NULL;

    for (size_t i = 0; i < c->actor->desk_count; i++) {
        const struct actor_desk *d = &c->actor->desks[i];
        if (d->org == org && strcmp(d->kind, "po") == 0 &&
            (!best || d->generation > best->generation))
            best = d;
    }
    return best;
}

enum err report_tokens_store(struct ctx *c, int64_t report, int64_t org,
                             const struct report_form *f, struct str number)
{
    struct tokens t = { .c = c, .desk = report_po_desk(c, org), .report = report };
    enum err e;

    if (!t.desk)
        return FAULT(&c->fault, ERR_DENIED, "vault.no_desk_key", "no po desk of this body");
    t.tk = desk_token_key(&t.desk->pair);
    e = put_all(&t, f, number);
    key_wipe(&t.tk);
    return e;
}

enum err report_tokens_make(struct ctx *c, int64_t report, int64_t org)
{
    struct report_view v;

    TRY(report_read(c, report, &v));
    return report_tokens_store(c, report, org, &v.form, v.number);
}

enum err report_tokens_drop(struct ctx *c, int64_t report)
{
    TRY(repeat_drop(c, report));
    return store_run(c, Q_TOKEN_DROP, NULL, INT(report));
}

static bool listed(const struct repeat_candidate *items, size_t n, int64_t matter)
{
    for (size_t i = 0; i < n; i++)
        if (items[i].matter == matter)
            return true;
    return false;
}

static enum err repeats_of(struct ctx *c, const struct actor_desk *d, struct str token,
                           const struct report_form *f, struct repeat_candidate *items, size_t *n)
{
    struct rows r;

    TRY(store_run(c, Q_TOKEN_REPEATS_OWN, &r, INT(d->id), INT(d->generation), BLOB(token),
                  INT(c->actor->officer), INT(ctx_today(c).n - REPEAT_DAYS), TEXT(f->category),
                  INT(report_area(f->area_code))));
    for (size_t i = 0; i < r.n && *n < REPEATS_MAX; i++) {
        if (listed(items, *n, cell(&r, i, 0)->i))
            continue;
        struct repeat_candidate *at = &items[(*n)++];
        *at = (struct repeat_candidate){ .matter = cell(&r, i, 0)->i,
                                         .report = cell(&r, i, 1)->i,
                                         .received = cell_day(&r, i, 5) };
        if (cell(&r, i, 3)->kind == VALUE_INT)
            at->reg_no =
                reg_no_text(c->arena, cell(&r, i, 2)->s, cell(&r, i, 3)->i, cell(&r, i, 4)->i);
    }
    return ERR_OK;
}

enum err report_repeats_own(struct ctx *c, const struct report_form *f, struct repeat_list *ret)
{
    const struct actor_desk *d = report_po_desk(c, c->actor->org);
    struct repeat_candidate *items = arena_array(c->arena, struct repeat_candidate, REPEATS_MAX);
    size_t n = 0;

    *ret = (struct repeat_list){ items, 0 };
    if (c->actor->kind != ACTOR_OFFICER || !d || f->subject_count > REPORT_SUBJECTS_MAX)
        return ERR_OK;
    struct key tk = desk_token_key(&d->pair);
    for (size_t i = 0; i < f->subject_count; i++) {
        const struct report_subject *s = &f->subjects[i];
        bool named = squeezed(c, s->name).n > 0;
        struct str token =
            named ? report_token(c, &tk, "NAME", s->name) : report_token(c, &tk, "UNIT", s->unit);
        enum err e = repeats_of(c, d, token, f, items, &n);
        if (e != ERR_OK) {
            key_wipe(&tk);
            return e;
        }
    }
    key_wipe(&tk);
    ret->n = n;
    return ERR_OK;
}
