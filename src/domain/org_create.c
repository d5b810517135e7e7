/*
 * org_create.c - the second half of org.h: makes the bodies of a province from its regions.
 */
#include <assert.h>

#include "base/utf8.h"
#include "domain/app.h"
#include "domain/lines.h"
#include "domain/org.h"
#include "domain/rowmac.h"
#include "gen/embed.h"
#include "gen/queries.h"

#define NAMES_MAX 16
#define KINDS_MAX 16

/* data/bodies.rules */
struct kind {
    struct str kind, name;
    unsigned levels; /* bits by enum org_level */
};
struct ending {
    struct str level, ending, of; /* of absent: any area */
};
struct plan {
    struct ending names[NAMES_MAX];
    struct kind depts[KINDS_MAX], desks[KINDS_MAX];
    size_t name_count, dept_count, desk_count;
};

static unsigned read_levels(struct str rest)
{
    unsigned levels = 0;
    for (int i = 0; i < ORG_LEVEL_COUNT; i++) {
        struct str word = lines_word(&rest);
        for (int k = 0; !str_absent(word) && k < ORG_LEVEL_COUNT; k++) {
            if (str_eq(word, org_level_name((enum org_level)k)))
                levels |= 1u << k;
        }
    }
    return levels;
}

static bool read_line(struct plan *p, struct str rest)
{
    struct str verb = lines_word(&rest), first = lines_word(&rest);
    if (str_eq(verb, S("name")) && p->name_count < NAMES_MAX) {
        struct str ending = lines_word(&rest);
        bool limited = str_eq(lines_word(&rest), S("of"));
        p->names[p->name_count++] =
            (struct ending){ first, ending, limited ? lines_word(&rest) : STR_NONE };
    } else if (str_eq(verb, S("dept")) && p->dept_count < KINDS_MAX) {
        struct str name = lines_word(&rest);
        p->depts[p->dept_count++] = (struct kind){ first, name, read_levels(rest) };
    } else if (str_eq(verb, S("desk")) && p->desk_count < KINDS_MAX) {
        p->desks[p->desk_count++] = (struct kind){ first, STR_NONE, read_levels(rest) };
    } else {
        return false;
    }
    return true;
}

static enum err read_plan(struct fault *f, struct plan *ret)
{
    struct lines l = lines_of((struct data_file){ S("bodies.rules"), embed_find("bodies.rules") });
    struct plan p = { .name_count = 0 };
    while (lines_next(&l)) {
        if (!read_line(&p, l.line))
            return lines_fault(&l, f, "name, dept or desk expected");
    }
    TRY(lines_end(&l, f));
    *ret = p;
    return ERR_OK;
}

/* names and marks */

/* the levels of regions and bodies are the same, in the same order */
static enum org_level level_of(const struct region *r)
{
    return (enum org_level)r->level;
}

static struct str body_name(struct arena *a, const struct plan *p, const struct region *r)
{
    struct str ending = STR_NONE;
    for (size_t i = 0; i < p->name_count; i++) { /* the last that fits: special ones come later */
        const struct ending *e = &p->names[i];
        if (str_eq(e->level, org_level_name(level_of(r))) &&
            (str_absent(e->of) || str_ends(r->name, e->of)))
            ending = e->ending;
    }
    return str_fmt(a, "%.*s%.*s", STR_ARG(r->name), STR_ARG(ending));
}

/* The shortest beginning of the region's name that no other region beside it begins with.
 * Beginnings of this kind never begin one another, so marks put together from them are unique
 * everywhere. */
static struct str own_part(struct arena *a, const struct region_tree *t, const struct region *r)
{
    size_t length = utf8_count(r->name);
    for (size_t k = 1; k <= length; k++) {
        struct str head = utf8_head(r->name, k);
        bool shared = false;
        for (size_t i = 0; i < region_count(t) && !shared; i++) {
            const struct region *other = region_at(t, i);
            shared = other->parent == r->parent && other->code != r->code &&
                     str_starts(other->name, head);
        }
        if (!shared)
            return head;
    }
    return str_fmt(a, "%.*s%lld", STR_ARG(r->name), (long long)(r->code % 1000));
}

static struct str body_mark(struct arena *a, const struct region_tree *t, const struct region *r)
{
    struct str mark = S("");
    for (int i = 0; r && i <= ORG_LEVEL_COUNT; i++) {
        mark = str_fmt(a, "%.*s%.*s", STR_ARG(own_part(a, t, r)), STR_ARG(mark));
        r = r->parent ? region_find(t, r->parent) : NULL;
    }
    return mark;
}

/* rows; ids follow from the code, so that making them twice makes them once */

static int64_t dept_id(int64_t org, size_t i)
{
    return org * 100 + (int64_t)i + 1;
}
static int64_t desk_id(int64_t org, size_t i)
{
    return org * 100 + (int64_t)i + 1;
}
static int64_t dept_desk_id(int64_t org, size_t i)
{
    return org * 100 + 50 + (int64_t)i + 1;
}

static enum err add_desk(struct ctx *c, int64_t id, int64_t org, struct str kind, int64_t dept)
{
    return store_run(c, Q_DESK_ADD, NULL, INT(id), INT(org), TEXT(kind), ID(dept),
                     row_mac(c, "desk", INT(id), INT(org), TEXT(kind), ID(dept), INT(0), NONE));
}

static enum err add_body(struct ctx *c, const struct plan *p, const struct region *r)
{
    enum org_level level = level_of(r);
    struct value id = INT(r->code), parent = ID(r->parent),
                 level_name = TEXT(org_level_name(level));
    struct value name = TEXT(body_name(c->arena, p, r));
    struct value mark = TEXT(body_mark(c->arena, c->app->regions, r));
    TRY(store_run(c, Q_ORG_ADD, NULL, id, parent, level_name, name, mark, NONE, NONE, NONE,
                  row_mac(c, "org", id, parent, level_name, name, mark, NONE, NONE, NONE, NONE)));
    for (size_t i = 0; i < p->dept_count; i++) {
        const struct kind *d = &p->depts[i];
        if (!(d->levels & 1u << level))
            continue;
        TRY(store_run(c, Q_DEPT_ADD, NULL, INT(dept_id(r->code, i)), id, TEXT(d->kind),
                      TEXT(d->name)));
        if (!str_eq(d->kind, S("DEPT_PETITION"))) /* its desk is po */
            TRY(add_desk(c, dept_desk_id(r->code, i), r->code, S("dept"), dept_id(r->code, i)));
    }
    for (size_t i = 0; i < p->desk_count; i++) {
        if (p->desks[i].levels & 1u << level)
            TRY(add_desk(c, desk_id(r->code, i), r->code, p->desks[i].kind, 0));
    }
    return ERR_OK;
}

enum err org_create_all(struct ctx *c)
{
    struct plan plan;
    TRY(read_plan(&c->fault, &plan));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    for (size_t i = 0; i < region_count(c->app->regions); i++)
        TRY(add_body(c, &plan, region_at(c->app->regions, i)));
    tx = NULL;
    return store_commit(c);
}

/* how to get there */

static bool contact_ok(struct str s)
{
    if (!utf8_ok(s) || utf8_count(s) > ORG_CONTACT_MAX)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] < ' ')
            return false;
    }
    return true;
}

static struct str part(struct str to, struct str now)
{
    if (str_absent(to))
        return now;
    return to.n ? to : STR_NONE;
}

enum err org_contact_set(struct ctx *c, int64_t id, const struct org_contact *to)
{
    const struct org *o = org_find(app_orgs(c->app), id);
    if (!o)
        return FAULT(&c->fault, ERR_NOT_FOUND, "org.none", "no body %lld", (long long)id);
    const struct {
        const char *name;
        struct str text;
    } fields[] = { { "address", to->address }, { "phone", to->phone }, { "hours", to->hours } };
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        if (!contact_ok(fields[i].text))
            fault_field(&c->fault, fields[i].name, T_KEY("org.contact"), ORG_CONTACT_MAX);
    }
    if (c->fault.err != ERR_OK)
        return c->fault.err;
    struct value address = TEXT(part(to->address, o->address)),
                 phone = TEXT(part(to->phone, o->phone)), hours = TEXT(part(to->hours, o->hours));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_ORG_CONTACT, NULL, address, phone, hours,
                  row_mac(c, "org", INT(id), ID(o->parent), TEXT(org_level_name(o->level)),
                          TEXT(o->name), TEXT(o->mark), address, phone, hours, NONE),
                  INT(id)));
    tx = NULL;
    return store_commit(c);
}

enum err org_create_some(struct ctx *c, const int64_t *codes, size_t n)
{
    struct plan plan;
    TRY(read_plan(&c->fault, &plan));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    for (size_t i = 0; i < n; i++) {
        const struct region *r = region_find(c->app->regions, codes[i]);
        if (!r)
            return FAULT(&c->fault, ERR_NOT_FOUND, "org.none", "no region %lld",
                         (long long)codes[i]);
        TRY(add_body(c, &plan, r));
    }
    tx = NULL;
    return store_commit(c);
}
