#include "domain/directory.h"

#include "base/utf8.h"
#include "domain/app.h"
#include "domain/org.h"
#include "gen/queries.h"

/* names as compared: NFKC, no blanks; absent when there is nothing in it */
static struct str plain(struct arena *a, struct str s)
{
    struct str text;
    struct buf b = buf_new(a);
    if (!utf8_nfkc(a, s, &text))
        return STR_NONE;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] != ' ' && text.p[i] != '\t' && text.p[i] != '\n')
            buf_byte(&b, text.p[i]);
    }
    return b.n ? buf_str(&b) : STR_NONE;
}

static struct str or_empty(struct str s)
{
    return str_absent(s) ? S("") : s;
}

enum err directory_add(struct ctx *c, const struct directory_row *r)
{
    return store_run(c, Q_DIRECTORY_ADD, NULL, INT(ctx_random_id(c)), INT(r->org),
                     INT(r->managed_by), TEXT(r->kind), TEXT(or_empty(plain(c->arena, r->name))),
                     TEXT(or_empty(plain(c->arena, r->unit))),
                     TEXT(or_empty(plain(c->arena, r->post))), TEXT(or_empty(r->level)),
                     DAY(ctx_today(c)));
}

static int strictness(struct str kind)
{
    static const char *const order[] = { "HEAD", "CLERK", "OPERATOR", "LEADER", "CADRE", "STAFF" };
    for (int i = 0; i < (int)COUNT_OF(order); i++) {
        if (str_eq(kind, str_of(order[i])))
            return i;
    }
    return COUNT_OF(order);
}

static bool same_line(struct ctx *c, int64_t org, int64_t area)
{
    const struct org_table *t = app_orgs(c->app);
    const struct org *body = org_for_area(t, area);
    return body && (org_is_within(t, body->id, org) || org_is_within(t, org, body->id));
}

static void pick(struct ctx *c, const struct rows *r, int64_t area, struct directory_row *ret,
                 bool *ret_found)
{
    for (size_t i = 0; i < r->n; i++) {
        struct directory_row row = { cell(r, i, 0)->i, cell(r, i, 1)->i, cell(r, i, 2)->i,
                                     cell(r, i, 3)->s, cell(r, i, 4)->s, cell(r, i, 5)->s,
                                     cell(r, i, 6)->s, cell(r, i, 7)->s };
        if (area && !same_line(c, row.org, area))
            continue;
        if (!*ret_found || strictness(row.kind) < strictness(ret->kind))
            *ret = row;
        *ret_found = true;
    }
}

enum err directory_match(struct ctx *c, struct str name, struct str unit, struct str post,
                         int64_t area, struct directory_row *ret, bool *ret_found)
{
    struct str n = plain(c->arena, name), u = plain(c->arena, unit), p = plain(c->arena, post);
    struct value today = DAY(ctx_today(c));
    struct rows r;
    *ret_found = false;
    if (!str_absent(n) && !str_absent(u)) {
        TRY(store_run(c, Q_DIRECTORY_NAMED, &r, TEXT(n), TEXT(u), today));
        pick(c, &r, 0, ret, ret_found);
    }
    if (!*ret_found && !str_absent(u) && !str_absent(p)) {
        TRY(store_run(c, Q_DIRECTORY_POSTED, &r, TEXT(u), TEXT(p), today));
        pick(c, &r, area, ret, ret_found);
    }
    return ERR_OK;
}
