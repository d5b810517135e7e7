/* Who the accused is to the bodies: looked up in the directory and among the officers, else read
 * from the words for unit and post. In doubt a person counts as nearer to power (domain 4.3). */
#include <assert.h>

#include "base/utf8.h"
#include "domain/app.h"
#include "domain/routing.h"
#include "gen/queries.h"

#define PATH_MAX_ORGS 8   /* bodies above one another */
#define CHILDREN_MAX 2000 /* bodies directly below one */

static struct str squeezed(struct ctx *c, struct str s)
{
    return utf8_squeezed(c->arena, s);
}

static bool has(struct str s, const char *word)
{
    return str_contains(s, str_of(word));
}

static bool has_any(struct str s, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (has(s, words[i]))
            return true;
    return false;
}

/* "秀洲区" or, when two characters are left, "秀洲" */
static bool names_area(struct str text, struct str area_name)
{
    size_t n = utf8_count(area_name);

    if (n == 0)
        return false;
    if (str_contains(text, area_name))
        return true;
    return n >= 3 && str_contains(text, utf8_head(area_name, n - 1));
}

/* Does the text speak of a discipline-inspection body at all? */
static bool speaks_of_body(struct str text)
{
    static const char *const words[] = { "纪委",   "监委", "纪律检查委", "监察委", "纪检监察",
                                         "纪检组", "派驻", "监察局",     "监察厅", NULL };
    return has_any(text, words);
}

/* "区纪委": the level is named, the place is not. 0: no level named. */
static int64_t body_by_level(struct ctx *c, int64_t local, struct str text)
{
    static const struct {
        const char *word;
        enum org_level level;
    } marks[] = {
        { "镇纪", ORG_TOWNSHIP },   { "乡纪", ORG_TOWNSHIP }, { "街道纪", ORG_TOWNSHIP },
        { "镇监察", ORG_TOWNSHIP }, { "区纪", ORG_COUNTY },   { "县纪", ORG_COUNTY },
        { "区监", ORG_COUNTY },     { "县监", ORG_COUNTY },   { "市纪", ORG_CITY },
        { "市监", ORG_CITY },       { "省纪", ORG_PROVINCE }, { "省监", ORG_PROVINCE },
    };

    for (size_t i = 0; i < COUNT_OF(marks); i++) {
        if (!has(text, marks[i].word))
            continue;
        int64_t id = local;
        for (int step = 0; id && step < PATH_MAX_ORGS;
             step++, id = org_parent(app_orgs(c->app), id)) {
            const struct org *o = org_find(app_orgs(c->app), id);
            if (o && o->level == marks[i].level)
                return id;
        }
    }
    return 0;
}

/* The body a text speaks of: the lowest one whose place it names, else by level, else the local
 * one. */
static int64_t body_of_text(struct ctx *c, int64_t local, struct str text)
{
    struct org_list below = org_children(app_orgs(c->app), c->arena, local);
    int64_t id = local;

    assert(below.n <= CHILDREN_MAX);
    for (size_t i = 0; i < below.n; i++)
        if (names_area(text, below.items[i]->area_name))
            return below.items[i]->id;
    for (int step = 0; id && step < PATH_MAX_ORGS; step++, id = org_parent(app_orgs(c->app), id)) {
        const struct org *o = org_find(app_orgs(c->app), id);
        if (o && names_area(text, o->area_name))
            return id;
    }
    id = body_by_level(c, local, text);
    return id ? id : local;
}

/* "室主任" heads an office of the body, "主任" the body. */
static enum person_kind kind_by_post(struct str unit, struct str post)
{
    static const char *const petition[] = { "信访", "接访",     "举报",     "来访", "登记",
                                            "运维", "系统管理", "信息技术", NULL };
    static const char *const second[] = { "副书记", "副主任", "常委", "监委委员", "副局长", NULL };
    static const char *const first[] = { "书记", "主任", "一把手", "主要负责人", "局长", NULL };
    static const char *const office[] = { "室", "组", "处", "科", "中心", NULL };

    if (has_any(unit, petition) || has_any(post, petition))
        return PERSON_CLERK;
    if (has_any(post, office) || has_any(unit, office))
        return PERSON_STAFF;
    if (has_any(post, second))
        return PERSON_LEADER;
    if (has_any(post, first))
        return PERSON_HEAD;
    return PERSON_STAFF;
}

struct person person_by_words(struct ctx *c, int64_t local, struct str unit, struct str post)
{
    struct str u = squeezed(c, unit), p = squeezed(c, post);
    struct str both = str_fmt(c->arena, "%.*s %.*s", STR_ARG(u), STR_ARG(p));

    if (!speaks_of_body(both))
        return (struct person){ .kind = PERSON_NONE };
    return (struct person){ .kind = kind_by_post(u, p), .org = body_of_text(c, local, both) };
}

static enum person_kind kind_of_word(struct str word)
{
    if (str_eq(word, S("HEAD")))
        return PERSON_HEAD;
    if (str_eq(word, S("LEADER")))
        return PERSON_LEADER;
    if (str_eq(word, S("CLERK")) || str_eq(word, S("OPERATOR")))
        return PERSON_CLERK;
    return str_eq(word, S("STAFF")) ? PERSON_STAFF : PERSON_CADRE;
}

/* The petition office as a whole counts as its clerks: none of them may read what is said of one.
 * The cadre supervisor holds the cs desk himself, so what is said of him goes up as well. */
static enum person_kind kind_of_role(struct str name)
{
    uint32_t role;

    if (!role_parse(name, &role))
        return PERSON_STAFF;
    if (role == RO_PRINCIPAL)
        return PERSON_HEAD;
    if (role == RO_DEPUTY || role == RO_CADRE_SUP)
        return PERSON_LEADER;
    if (role & (RO_CLERK | RO_SCREENER | RO_PO_HEAD | RO_OPERATOR | RO_CUSTODIAN))
        return PERSON_CLERK;
    return PERSON_STAFF;
}

static void keep_stricter(struct person *kept, struct person other)
{
    if (other.kind > kept->kind)
        *kept = other;
}

/* One contains the other: "教育局" and "秀洲区教育局" */
static bool same_unit(struct str a, struct str b)
{
    return a.n > 0 && b.n > 0 && (str_contains(a, b) || str_contains(b, a));
}

/* Is the unit as typed the place of this row? Several people share a name, few share both. */
static bool unit_hits(struct ctx *c, int64_t local, const struct route_subject *s, int64_t row_org,
                      struct str row_unit)
{
    struct person words;

    if (same_unit(squeezed(c, s->unit), squeezed(c, row_unit)))
        return true;
    words = person_by_words(c, local, s->unit, s->post);
    return words.kind != PERSON_NONE && words.org == row_org;
}

static struct person person_of_row(const struct rows *r, size_t i)
{
    return (struct person){ .kind = kind_of_word(cell(r, i, 2)->s),
                            .org = cell(r, i, 0)->i,
                            .managed_by = cell(r, i, 1)->i };
}

static enum err by_name(struct ctx *c, int64_t local, const struct route_subject *s,
                        struct person *ret)
{
    struct str name = squeezed(c, s->name);
    struct rows r;

    if (name.n == 0)
        return ERR_OK;
    TRY(store_run(c, Q_ROUTE_NAMED, &r, TEXT(name), INT(ctx_today(c).n)));
    for (size_t i = 0; i < r.n; i++)
        if (unit_hits(c, local, s, cell(&r, i, 0)->i, cell(&r, i, 3)->s))
            keep_stricter(ret, person_of_row(&r, i));
    TRY(store_run(c, Q_ROUTE_OFFICER, &r, INT(ctx_today(c).n), TEXT(name)));
    for (size_t i = 0; i < r.n; i++) {
        const struct org *o = org_find(app_orgs(c->app), cell(&r, i, 0)->i);
        if (o && unit_hits(c, local, s, o->id, o->name))
            keep_stricter(ret,
                          (struct person){ .kind = kind_of_role(cell(&r, i, 1)->s), .org = o->id });
    }
    return ERR_OK;
}

/* "书记 of 秀洲区纪委监委" is one person, whatever name was typed. */
static enum err by_post(struct ctx *c, int64_t local, const struct route_subject *s,
                        struct person *ret)
{
    struct str unit = squeezed(c, s->unit), post = squeezed(c, s->post);
    int64_t id = local;

    if (unit.n == 0 || post.n == 0)
        return ERR_OK;
    for (int step = 0; id && step < PATH_MAX_ORGS; step++, id = org_parent(app_orgs(c->app), id)) {
        struct rows r;
        TRY(store_run(c, Q_ROUTE_LEADERS, &r, INT(id), INT(ctx_today(c).n)));
        for (size_t i = 0; i < r.n; i++)
            if (str_eq(squeezed(c, cell(&r, i, 4)->s), post) &&
                same_unit(squeezed(c, cell(&r, i, 3)->s), unit))
                keep_stricter(ret, person_of_row(&r, i));
    }
    return ERR_OK;
}

enum err person_find(struct ctx *c, int64_t local, const struct route_subject *s,
                     struct person *ret)
{
    struct person found = { .kind = PERSON_NONE };

    TRY(by_name(c, local, s, &found));
    TRY(by_post(c, local, s, &found));
    /* a village's discipline member is of the village, not of a body */
    if (!str_eq(s->level, S("LV_VILLAGE")))
        keep_stricter(&found, person_by_words(c, local, s->unit, s->post));
    *ret = found;
    return ERR_OK;
}
