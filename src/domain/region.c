#include "domain/region.h"

#include <assert.h>

#include "base/utf8.h"

#define COLUMNS 5
#define NONE UINT32_MAX

struct node {
    struct region region;
    uint32_t first_child, next; /* NONE: no more */
};

struct region_tree {
    struct node nodes[REGIONS_MAX];
    size_t n;
};

static uint32_t find(const struct region_tree *t, int64_t code)
{
    size_t low = 0, high = t->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (t->nodes[middle].region.code < code)
            low = middle + 1;
        else
            high = middle;
    }
    return low < t->n && t->nodes[low].region.code == code ? (uint32_t)low : NONE;
}

static bool take_level(struct str s, enum region_level *ret)
{
    static const char *const names[] = { "PROVINCE", "CITY", "COUNTY", "TOWNSHIP" };
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (str_eq(s, str_of(names[i]))) {
            *ret = (enum region_level)i;
            return true;
        }
    }
    return false;
}

static bool take_tile(struct str s, struct region *r)
{
    int64_t row, column;
    struct str rest = s;
    if (str_eq(s, S("-")))
        return true;
    if (!str_i64(str_cut(&rest, '.'), &row) || !str_i64(rest, &column))
        return false;
    if (row < 1 || row > 20 || column < 1 || column > 20)
        return false;
    r->tile_row = (int)row;
    r->tile_column = (int)column;
    return true;
}

static enum err take_line(struct arena *a, const struct lines *l, struct fault *f,
                          struct region *ret)
{
    struct str column[COLUMNS], rest = l->line;
    size_t n = 0;
    struct region r = { 0 };

    while (n < COLUMNS && !str_absent(rest))
        column[n++] = str_trim(str_cut(&rest, '\t'));
    if (n != COLUMNS || !str_absent(rest))
        return lines_fault(l, f, "%d columns parted by tabs are expected", COLUMNS);
    if (!str_i64(column[0], &r.code) || r.code <= 0)
        return lines_fault(l, f, "not a code: %.*s", STR_ARG(column[0]));
    if (!str_eq(column[1], S("-")) && !str_i64(column[1], &r.parent))
        return lines_fault(l, f, "not a code: %.*s", STR_ARG(column[1]));
    if (!take_level(column[2], &r.level))
        return lines_fault(l, f, "not a level: %.*s", STR_ARG(column[2]));
    if (str_empty(column[3]) || !utf8_ok(column[3]))
        return lines_fault(l, f, "a name is expected");
    if (!take_tile(column[4], &r))
        return lines_fault(l, f, "tile is row.column or -");
    r.name = str_dup(a, column[3]);
    *ret = r;
    return ERR_OK;
}

static enum err check_place(const struct region_tree *t, const struct lines *l, struct fault *f,
                            const struct region *r)
{
    if (t->n == REGIONS_MAX)
        return lines_fault(l, f, "more than %d divisions", REGIONS_MAX);
    if (t->n > 0 && t->nodes[t->n - 1].region.code >= r->code)
        return lines_fault(l, f, "codes must ascend");
    if (r->level == REGION_PROVINCE)
        return r->parent == 0 && t->n == 0 ? ERR_OK
                                           : lines_fault(l, f, "one province stands first");
    uint32_t above = find(t, r->parent);
    if (above == NONE)
        return lines_fault(l, f, "no division %lld above", (long long)r->parent);
    if (t->nodes[above].region.level + 1 != r->level)
        return lines_fault(l, f, "the division above is not one level higher");
    return ERR_OK;
}

/* Backwards, so that each list of children comes out in ascending order. */
static void link_children(struct region_tree *t)
{
    for (size_t i = 0; i < t->n; i++)
        t->nodes[i].first_child = t->nodes[i].next = NONE;
    for (size_t i = t->n; i-- > 1;) {
        struct node *above = &t->nodes[find(t, t->nodes[i].region.parent)];
        t->nodes[i].next = above->first_child;
        above->first_child = (uint32_t)i;
    }
}

enum err region_load(struct arena *a, struct data_file file, struct fault *f,
                     const struct region_tree **ret)
{
    struct lines l = lines_of(file);
    struct region_tree *t = arena_new_of(a, struct region_tree);

    while (lines_next(&l)) {
        struct region r;
        if (str_starts(l.line, S("code\t"))) /* the headings */
            continue;
        TRY(take_line(a, &l, f, &r));
        TRY(check_place(t, &l, f, &r));
        t->nodes[t->n++].region = r;
    }
    TRY(lines_end(&l, f));
    if (t->n == 0)
        return lines_fault(&l, f, "no division");
    link_children(t);
    *ret = t;
    return ERR_OK;
}

/* --- asking --- */

static const struct region *node(const struct region_tree *t, uint32_t i)
{
    return i == NONE ? NULL : &t->nodes[i].region;
}

size_t region_count(const struct region_tree *t)
{
    return t->n;
}

const struct region *region_at(const struct region_tree *t, size_t i)
{
    assert(i < t->n);
    return &t->nodes[i].region;
}

const struct region *region_find(const struct region_tree *t, int64_t code)
{
    return node(t, find(t, code));
}

const struct region *region_parent(const struct region_tree *t, const struct region *r)
{
    return r->parent == 0 ? NULL : region_find(t, r->parent);
}

bool region_is_within(const struct region_tree *t, int64_t code, int64_t above)
{
    const struct region *r = region_find(t, code);
    for (int depth = 0; r && depth < REGION_DEPTH_MAX; depth++) {
        if (r->code == above)
            return true;
        r = region_parent(t, r);
    }
    return false;
}

const struct region *region_first_child(const struct region_tree *t, const struct region *r)
{
    return node(t, t->nodes[find(t, r->code)].first_child);
}

const struct region *region_next(const struct region_tree *t, const struct region *r)
{
    return node(t, t->nodes[find(t, r->code)].next);
}

struct str region_path(const struct region_tree *t, struct arena *a, const struct region *r)
{
    const struct region *above = region_parent(t, r);
    if (!above || above->level == REGION_PROVINCE)
        return r->name;
    struct str front = region_path(t, a, above);
    return str_fmt(a, "%.*s%.*s", STR_ARG(front), STR_ARG(r->name));
}

/* --- reading what people type --- */

/* Takes name, or name without its last character (秀洲 for 秀洲区), off the front of s. Names of
 * two characters (a county like 某县) are not cut. */
static bool take_name(struct str *s, struct str name)
{
    size_t count = utf8_count(name);
    struct str cut = count > 2 ? utf8_head(name, count - 1) : name;
    if (str_starts(*s, name)) {
        *s = str_slice(*s, name.n, s->n);
        return true;
    }
    if (!str_starts(*s, cut))
        return false;
    *s = str_slice(*s, cut.n, s->n);
    return true;
}

/* Do the words name r, perhaps after names above it (any may be left out)? */
static bool names(const struct region_tree *t, struct str words, const struct region *r)
{
    const struct region *path[REGION_DEPTH_MAX];
    size_t n = 0;
    for (const struct region *p = region_parent(t, r); p && n < REGION_DEPTH_MAX;
         p = region_parent(t, p))
        path[n++] = p;
    while (n-- > 0) {
        struct str rest = words;
        if (take_name(&rest, path[n]->name) && !str_empty(str_trim(rest)))
            words = str_trim(rest);
    }
    return take_name(&words, r->name) && str_empty(words);
}

const struct region *region_read(const struct region_tree *t, struct str typed, int64_t within,
                                 bool *ret_several)
{
    struct str words = str_trim(typed), rest = words;
    const struct region *hit = NULL;
    int64_t code;

    *ret_several = false;
    if (str_empty(words))
        return NULL;
    if (str_i64(lines_word(&rest), &code)) {
        hit = region_find(t, code);
        return hit && (within == 0 || region_is_within(t, code, within)) ? hit : NULL;
    }
    for (size_t i = 0; i < t->n; i++) {
        const struct region *r = &t->nodes[i].region;
        if (!names(t, words, r) || (within != 0 && !region_is_within(t, r->code, within)))
            continue;
        if (hit) {
            *ret_several = true;
            return NULL;
        }
        hit = r;
    }
    return hit;
}

size_t region_search(const struct region_tree *t, struct str words, const struct region **ret,
                     size_t max)
{
    size_t n = 0;
    char digits[24];
    words = str_trim(words);
    for (size_t i = 0; i < t->n && n < max && !str_empty(words); i++) {
        const struct region *r = &t->nodes[i].region;
        size_t len = 0;
        for (int64_t c = r->code; c > 0; c /= 10)
            digits[sizeof digits - ++len] = (char)('0' + c % 10);
        struct str code = str_bytes(digits + sizeof digits - len, len);
        if (str_starts(r->name, words) || str_starts(code, words))
            ret[n++] = r;
    }
    return n;
}
