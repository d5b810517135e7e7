/*
 * org.h - the bodies: province, city, county, township; their departments and desks.
 *
 * Layer: domain   Owns: org, dept (and makes the rows of desk, without keys)   Source: the
 * article's three-level system; domain.md 1.3, 4
 */
#ifndef YG_DOMAIN_ORG_H
#define YG_DOMAIN_ORG_H

#include "base/ctx.h"

enum org_level { ORG_PROVINCE, ORG_CITY, ORG_COUNTY, ORG_TOWNSHIP };
#define ORG_LEVEL_COUNT 4

struct org {
    int64_t id;     /* division code as a number */
    int64_t parent; /* 0 for the province */
    enum org_level level;
    struct str name;      /* 衢州市纪委监委 */
    struct str mark;      /* 浙衢: 机关代字 */
    struct str area_name; /* 衢州市 */
    struct str address, phone, hours;
};

struct str org_level_name(enum org_level level); /* "COUNTY" as stored */

struct org_table; /* all of them, loaded; ~1,460 */
MUST_CHECK enum err org_table_load(struct ctx *c, struct arena *a, const struct org_table **ret);
const struct org *org_find(const struct org_table *t, int64_t id);        /* NULL: none */
int64_t org_parent(const struct org_table *t, int64_t id);                /* 0: none */
bool org_is_within(const struct org_table *t, int64_t id, int64_t above); /* itself counts */
/* Children in code order; for pages and pickers. */
struct org_list {
    const struct org *const *items;
    size_t n;
};
struct org_list org_children(const struct org_table *t, struct arena *a, int64_t id);
const struct org *org_for_area(const struct org_table *t,
                               int64_t area_code); /* nearest body at or above the area */

/* Makes every body of the region tree with its departments (DEPT_PETITION, DEPT_SUPERVISE,
 * DEPT_INVESTIGATE, DEPT_CASESUP, DEPT_TRIAL, DEPT_CADRE; townships: DEPT_PETITION only) and desks
 * without keys, as data/bodies.rules says. For `init`. Idempotent. In a transaction of its own;
 * app_reload afterwards. */
MUST_CHECK enum err org_create_all(struct ctx *c);
/* Only these bodies (codes), named and marked as if all were made; for tests and trials. */
MUST_CHECK enum err org_create_some(struct ctx *c, const int64_t *codes, size_t n);

/* What a visitor needs to get there; absent: not said yet. Each at most ORG_CONTACT_MAX characters
 * on one line, else ERR_INVALID with the field. A part that is absent in `to` stays as it is, an
 * empty one is taken away. ERR_NOT_FOUND: no such body. In a transaction of its own; app_reload
 * afterwards, and a running server reads it at its next start. */
#define ORG_CONTACT_MAX 120
struct org_contact {
    struct str address, phone, hours;
};
MUST_CHECK enum err org_contact_set(struct ctx *c, int64_t id, const struct org_contact *to);

struct dept {
    int64_t id, org;
    struct str kind, name;
};
struct dept_list {
    const struct dept *items;
    size_t n;
};
MUST_CHECK enum err dept_list(struct ctx *c, int64_t org, struct dept_list *ret);

#endif
