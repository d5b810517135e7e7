#include "domain/org.h"

#include <stdlib.h>

#include "domain/app.h"
#include "domain/rowmac.h"
#include "gen/queries.h"

#define ORGS_MAX 5000
#define ORG_DEPTH_MAX 8

struct org_table {
    const struct org *items;      /* by id */
    const struct org **by_parent; /* by parent, then id */
    size_t n;
};

static const char *const levels[] = { "PROVINCE", "CITY", "COUNTY", "TOWNSHIP" };

struct str org_level_name(enum org_level level)
{
    return str_of(levels[level]);
}

static bool level_parse(struct str name, enum org_level *ret)
{
    for (size_t i = 0; i < COUNT_OF(levels); i++) {
        if (str_eq(name, str_of(levels[i]))) {
            *ret = (enum org_level)i;
            return true;
        }
    }
    return false;
}

/* loading */

static enum err org_at(struct ctx *c, struct arena *a, const struct rows *r, size_t i,
                       struct org *ret)
{
    const struct value *v = cell(r, i, 0);
    struct org o = { .id = v[0].i,
                     .parent = v[1].i,
                     .name = str_dup(a, v[3].s),
                     .mark = str_dup(a, v[4].s),
                     .address = str_dup(a, v[5].s),
                     .phone = str_dup(a, v[6].s),
                     .hours = str_dup(a, v[7].s) };
    TRY(row_mac_check(c, v[9].s, "org", INT(o.id), ID(o.parent), TEXT(v[2].s), TEXT(v[3].s),
                      TEXT(v[4].s), TEXT(v[5].s), TEXT(v[6].s), TEXT(v[7].s),
                      DAY(cell_day(r, i, 8))));
    if (!level_parse(v[2].s, &o.level))
        return FAULT(&c->fault, ERR_STORE, "row.changed", "table org");
    const struct region *region = region_find(c->app->regions, o.id);
    o.area_name = region ? region->name : o.name;
    *ret = o;
    return ERR_OK;
}

static int by_parent_then_id(const void *x, const void *y)
{
    const struct org *a = *(const struct org *const *)x, *b = *(const struct org *const *)y;
    if (a->parent != b->parent)
        return a->parent < b->parent ? -1 : 1;
    return (a->id > b->id) - (a->id < b->id);
}

enum err org_table_load(struct ctx *c, struct arena *a, const struct org_table **ret)
{
    struct rows r;
    TRY(store_run0(c, Q_ORG_ALL, &r));
    struct org *items = arena_array(a, struct org, r.n + 1);
    struct org_table *t = arena_new_of(a, struct org_table);
    for (size_t i = 0; i < r.n; i++)
        TRY(org_at(c, a, &r, i, &items[i]));
    t->items = items;
    t->by_parent = arena_array(a, const struct org *, r.n + 1);
    t->n = r.n;
    for (size_t i = 0; i < r.n; i++)
        t->by_parent[i] = &items[i];
    qsort(t->by_parent, t->n, sizeof *t->by_parent, by_parent_then_id);
    *ret = t;
    return ERR_OK;
}

/* looking up */

const struct org *org_find(const struct org_table *t, int64_t id)
{
    size_t low = 0, high = t->n;
    while (low < high) { /* halves */
        size_t mid = low + (high - low) / 2;
        if (t->items[mid].id == id)
            return &t->items[mid];
        if (t->items[mid].id < id)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

int64_t org_parent(const struct org_table *t, int64_t id)
{
    const struct org *o = org_find(t, id);
    return o ? o->parent : 0;
}

bool org_is_within(const struct org_table *t, int64_t id, int64_t above)
{
    for (int i = 0; id && i < ORG_DEPTH_MAX; i++) {
        if (id == above)
            return org_find(t, id) != NULL;
        id = org_parent(t, id);
    }
    return false;
}

struct org_list org_children(const struct org_table *t, struct arena *a, int64_t id)
{
    size_t from = 0, n = 0;
    (void)a; /* the table has them in order already */
    while (from < t->n && t->by_parent[from]->parent < id)
        from++;
    while (from + n < t->n && t->by_parent[from + n]->parent == id)
        n++;
    return (struct org_list){ t->by_parent + from, n };
}

/* 330411104 → 330411 → 330400 → 330000 → 0: areas that the tree of regions does not know too */
static int64_t area_above(int64_t code)
{
    if (code > 999999)
        return code / 1000;
    if (code % 100)
        return code - code % 100;
    return code % 10000 ? code - code % 10000 : 0;
}

const struct org *org_for_area(const struct org_table *t, int64_t area_code)
{
    for (int i = 0; area_code > 0 && i < ORG_DEPTH_MAX; i++) {
        const struct org *o = org_find(t, area_code);
        if (o)
            return o;
        area_code = area_above(area_code);
    }
    return NULL;
}

enum err dept_list(struct ctx *c, int64_t org, struct dept_list *ret)
{
    struct rows r;
    TRY(store_run(c, Q_DEPT_OF_ORG, &r, INT(org)));
    struct dept *items = arena_array(c->arena, struct dept, r.n + 1);
    for (size_t i = 0; i < r.n; i++)
        items[i] = (struct dept){ cell(&r, i, 0)->i, org, cell(&r, i, 1)->s, cell(&r, i, 2)->s };
    *ret = (struct dept_list){ items, r.n };
    return ERR_OK;
}
