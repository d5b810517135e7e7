#include "domain/parameter.h"

#include <assert.h>

#define KEYS_MAX 512
#define COLUMNS 10

/* Rows of one key, the base row first. */
struct key_rows {
    struct parameter *rows;
    size_t n, cap;
};

struct parameter_table {
    struct arena *arena;
    struct key_rows keys[KEYS_MAX]; /* in the order of the file */
    size_t key_count;
    size_t row_count;
};

static struct key_rows *find_key(const struct parameter_table *t, struct str key)
{
    for (size_t i = 0; i < t->key_count; i++) {
        if (str_eq(t->keys[i].rows[0].key, key))
            return (struct key_rows *)&t->keys[i];
    }
    return NULL;
}

static void append(struct parameter_table *t, struct key_rows *k, const struct parameter *row)
{
    if (k->n == k->cap) {
        size_t cap = k->cap ? k->cap * 2 : 2;
        struct parameter *rows = arena_array(t->arena, struct parameter, cap);
        if (k->n > 0)
            memcpy(rows, k->rows, sizeof *rows * k->n);
        k->rows = rows;
        k->cap = cap;
    }
    struct parameter *copy = &k->rows[k->n++];
    *copy = *row;
    copy->key = str_dup(t->arena, row->key);
    copy->basis = str_dup(t->arena, row->basis);
    copy->note = str_dup(t->arena, row->note);
    t->row_count++;
}

/* --- the base layer, from its file --- */

static bool take_flags(struct str s, struct parameter *p)
{
    struct str rest = s;
    for (int i = 0; i < 3 && !str_absent(rest); i++) {
        struct str flag = str_cut(&rest, ',');
        if (str_eq(flag, S("roll")))
            p->roll = true;
        else if (str_eq(flag, S("pause")))
            p->pause = true;
        else if (!str_eq(flag, S("-")))
            return false;
    }
    return str_absent(rest);
}

static bool take_dir(struct str s, enum parameter_dir *ret)
{
    static const char *const names[] = { "shorter", "longer", "law", "none" };
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        if (str_eq(s, str_of(names[i]))) {
            *ret = (enum parameter_dir)i;
            return true;
        }
    }
    return false;
}

static bool take_day(struct str s, struct day *ret)
{
    *ret = DAY_NONE;
    return str_eq(s, S("-")) || day_parse(s, ret);
}

static bool value_fits(const struct parameter *p)
{
    switch (p->unit) {
    case U_SWITCH:
        return p->value == 0 || p->value == 1;
    case U_WD:
    case U_CD:
    case U_MO:
    case U_H:
        return p->value >= 0 && p->value <= TERM_N_MAX;
    default:
        return p->value >= 0;
    }
}

static enum err take_row(const struct lines *l, struct fault *f, struct parameter *ret)
{
    struct str column[COLUMNS], rest = l->line;
    size_t n = 0;
    int64_t org, value;
    struct parameter p = { 0 };

    while (n < COLUMNS && !str_absent(rest))
        column[n++] = str_trim(str_cut(&rest, '\t'));
    if (n != COLUMNS || !str_absent(rest))
        return lines_fault(l, f, "%d columns parted by tabs are expected", COLUMNS);
    if (!str_i64(column[0], &org) || org != PARAMETER_ORG_BASE)
        return lines_fault(l, f, "the base layer is of body 0");
    if (str_empty(column[1]) || column[1].n > PARAMETER_KEY_BYTES_MAX)
        return lines_fault(l, f, "no key, or a key of more than %d bytes", PARAMETER_KEY_BYTES_MAX);
    if (!str_i64(column[2], &value) || value > INT32_MAX || value < 0)
        return lines_fault(l, f, "not a value: %.*s", STR_ARG(column[2]));
    if (!unit_parse(column[3], &p.unit))
        return lines_fault(l, f, "not a unit: %.*s", STR_ARG(column[3]));
    if (!take_flags(column[4], &p))
        return lines_fault(l, f, "flags are roll,pause or -: %.*s", STR_ARG(column[4]));
    if (!take_dir(column[5], &p.dir))
        return lines_fault(l, f, "dir is shorter, longer, law or none: %.*s", STR_ARG(column[5]));
    if (!take_day(column[6], &p.from) || !take_day(column[7], &p.to))
        return lines_fault(l, f, "not a date or -");
    p.key = column[1];
    p.value = (int32_t)value;
    if (!value_fits(&p))
        return lines_fault(l, f, "%.*s does not fit its unit", STR_ARG(p.key));
    p.basis = column[8];
    p.note = str_eq(column[9], S("-")) ? S("") : column[9];
    *ret = p;
    return ERR_OK;
}

enum err parameter_load(struct arena *a, struct data_file file, struct fault *f,
                        struct parameter_table **ret)
{
    struct lines l = lines_of(file);
    struct parameter_table *t = arena_new_of(a, struct parameter_table);
    t->arena = a;

    while (lines_next(&l)) {
        struct parameter p = { 0 };
        if (str_starts(l.line, S("org\t"))) /* the headings */
            continue;
        TRY(take_row(&l, f, &p));
        struct key_rows *k = find_key(t, p.key);
        if (!k) {
            if (t->key_count == KEYS_MAX)
                return lines_fault(&l, f, "more than %d keys", KEYS_MAX);
            k = &t->keys[t->key_count++];
        } else if (k->rows[0].unit != p.unit || k->rows[0].dir != p.dir) {
            return lines_fault(&l, f, "%.*s stands above with other unit or dir", STR_ARG(p.key));
        }
        append(t, k, &p);
    }
    TRY(lines_end(&l, f));
    *ret = t;
    return ERR_OK;
}

static bool is_time(enum unit u)
{
    return u <= U_H;
}

enum err parameter_add(struct parameter_table *t, const struct parameter *row, struct fault *f)
{
    struct key_rows *k = find_key(t, row->key);
    if (!k) {
        fault_field(f, "key", "parameter.unknown", 0);
        return ERR_INVALID;
    }
    const struct parameter *base = &k->rows[0];
    if (base->unit != row->unit && !(is_time(base->unit) && is_time(row->unit))) {
        fault_field(f, "unit", "parameter.unit", 0);
        return ERR_INVALID;
    }
    if (!value_fits(row)) {
        fault_field(f, "value", "parameter.value", 0);
        return ERR_INVALID;
    }
    if (t->row_count >= PARAMETER_ROWS_MAX)
        return FAULT(f, ERR_LIMIT, "parameter.too_many", "%d rows", PARAMETER_ROWS_MAX);
    struct parameter copy = *row;
    copy.dir = base->dir;
    copy.pause = base->pause;
    append(t, k, &copy);
    return ERR_OK;
}

/* --- look-up --- */

static bool in_force(const struct parameter *p, struct day on)
{
    return (day_absent(p->from) || p->from.n <= on.n) && (day_absent(p->to) || on.n <= p->to.n);
}

static const struct parameter *row_at(const struct key_rows *k, int64_t org, struct day on)
{
    const struct parameter *best = NULL;
    for (size_t i = 0; i < k->n; i++) {
        const struct parameter *p = &k->rows[i];
        if (p->org == org && in_force(p, on) && (!best || p->from.n >= best->from.n))
            best = p; /* DAY_NONE is the smallest number: the earliest begin */
    }
    return best;
}

/* The nearest row at or above org. */
static const struct parameter *row_above(const struct key_rows *k, struct parameter_tree tree,
                                         int64_t org, struct day on)
{
    for (int depth = 0; depth < PARAMETER_DEPTH_MAX; depth++) {
        const struct parameter *p = row_at(k, org, on);
        if (p || org == PARAMETER_ORG_BASE)
            return p;
        org = tree.parent(tree.u, org);
    }
    return row_at(k, PARAMETER_ORG_BASE, on);
}

const struct parameter *parameter_find(const struct parameter_table *t, struct parameter_tree tree,
                                       int64_t org, struct str key, struct day on)
{
    const struct key_rows *k = find_key(t, key);
    return k ? row_above(k, tree, org, on) : NULL;
}

const struct parameter *parameter_clock(const struct parameter_table *t, struct parameter_tree tree,
                                        int64_t org, struct str code, struct str variant,
                                        struct day on)
{
    char key[PARAMETER_KEY_BYTES_MAX * 2];
    if (!str_empty(variant) && code.n + variant.n + 1 <= PARAMETER_KEY_BYTES_MAX) {
        memcpy(key, code.p, code.n);
        key[code.n] = '.';
        memcpy(key + code.n + 1, variant.p, variant.n);
        const struct parameter *p =
            parameter_find(t, tree, org, str_bytes(key, code.n + 1 + variant.n), on);
        if (p)
            return p;
    }
    return parameter_find(t, tree, org, code, on);
}

struct term parameter_term(const struct parameter *p)
{
    assert(is_time(p->unit));
    return (struct term){ p->value, p->unit, p->roll };
}

bool parameter_on(const struct parameter_table *t, struct parameter_tree tree, int64_t org,
                  struct str key, struct day on)
{
    const struct parameter *p = parameter_find(t, tree, org, key, on);
    assert(p && p->unit == U_SWITCH);
    return p->value != 0;
}

size_t parameter_key_count(const struct parameter_table *t)
{
    return t->key_count;
}

const struct parameter *parameter_base(const struct parameter_table *t, size_t i)
{
    assert(i < t->key_count);
    return &t->keys[i].rows[0];
}

const struct parameter *parameter_row_of(const struct parameter_table *t, int64_t org, size_t i)
{
    for (size_t k = 0; k < t->key_count; k++) {
        for (size_t r = 0; r < t->keys[k].n; r++) {
            const struct parameter *p = &t->keys[k].rows[r];
            if (p->org == org && i-- == 0)
                return p;
        }
    }
    return NULL;
}

/* --- what a local row may do --- */

enum order { AT_MOST = 1, AT_LEAST = 2 }; /* bits: both = equal, none = not certain */

/* Is a certainly at most b? A term of n calendar days, rolled or not, never ends later than one of
 * n working days; a month has at least 28 days. */
static bool at_most(const struct parameter *a, const struct parameter *b)
{
    if (a->unit == b->unit)
        return a->value <= b->value && (a->roll <= b->roll || a->unit == U_WD);
    if (a->unit == U_CD && b->unit == U_WD)
        return a->value <= b->value;
    if (a->unit == U_CD && b->unit == U_MO)
        return a->value <= b->value * 28 && a->roll <= b->roll;
    return a->unit == U_H && b->unit != U_H && a->value <= b->value * 24;
}

static unsigned compare(const struct parameter *a, const struct parameter *b)
{
    return (at_most(a, b) ? AT_MOST : 0u) | (at_most(b, a) ? AT_LEAST : 0u);
}

/* The row against what holds above it on one day. */
static enum err check_on(const struct key_rows *k, struct parameter_tree tree,
                         const struct parameter *row, struct day on, struct fault *f)
{
    const struct parameter *above = row_above(k, tree, tree.parent(tree.u, row->org), on);
    enum parameter_dir dir = k->rows[0].dir;
    if (!above || dir == DIR_NONE)
        return ERR_OK;
    unsigned order = compare(row, above);
    if (order == 0)
        fault_field(f, "unit", "parameter.unit", 0);
    else if (dir == DIR_SHORTER && !(order & AT_MOST))
        fault_field(f, "value", "parameter.shorter_only", above->value);
    else if (dir == DIR_LONGER && !(order & AT_LEAST))
        fault_field(f, "value", "parameter.longer_only", above->value);
    else
        return ERR_OK;
    return ERR_INVALID;
}

static bool within(const struct parameter *row, struct day d)
{
    return !day_absent(d) && in_force(row, d);
}

enum err parameter_check_dir(const struct parameter_table *t, struct parameter_tree tree,
                             const struct parameter *row, struct day today, struct fault *f)
{
    const struct key_rows *k = find_key(t, row->key);
    if (!k) {
        fault_field(f, "key", "parameter.unknown", 0);
        return ERR_INVALID;
    }
    if (row->org == PARAMETER_ORG_BASE)
        return FAULT(f, ERR_DENIED, "parameter.base", "%.*s", STR_ARG(row->key));
    if (k->rows[0].dir == DIR_LAW)
        return FAULT(f, ERR_DENIED, "parameter.law", "%.*s", STR_ARG(row->key));
    if (is_time(k->rows[0].unit) != is_time(row->unit) ||
        (!is_time(row->unit) && row->unit != k->rows[0].unit))
        fault_field(f, "unit", "parameter.unit", 0);
    if (!value_fits(row))
        fault_field(f, "value", "parameter.value", 0);
    if (day_absent(row->from) || row->from.n < today.n)
        fault_field(f, "valid_from", "parameter.past", 0);
    else if (!day_absent(row->to) && row->to.n < row->from.n)
        fault_field(f, "valid_to", "parameter.dates", 0);
    if (f->field_count > 0)
        return ERR_INVALID;

    /* What holds above changes only where a row begins or the day after one ends. */
    TRY(check_on(k, tree, row, row->from, f));
    for (size_t i = 0; i < k->n; i++) {
        struct day begin = k->rows[i].from, after = k->rows[i].to;
        if (!day_absent(after))
            after.n++;
        if (within(row, begin))
            TRY(check_on(k, tree, row, begin, f));
        if (within(row, after))
            TRY(check_on(k, tree, row, after, f));
    }
    return ERR_OK;
}
