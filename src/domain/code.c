#include "domain/code.h"

#define COLUMNS 4

struct code_table {
    struct code codes[CODES_MAX];
    size_t n;
};

static enum err take_line(struct arena *a, const struct lines *l, struct fault *f,
                          struct code_table *t)
{
    struct str column[COLUMNS], rest = l->line;
    size_t n = 0;
    while (n < COLUMNS && !str_absent(rest))
        column[n++] = str_trim(str_cut(&rest, '\t'));
    if (n != COLUMNS || !str_absent(rest))
        return lines_fault(l, f, "%d columns parted by tabs are expected", COLUMNS);
    if (str_empty(column[0]) || str_empty(column[1]))
        return lines_fault(l, f, "a list and a code are needed");
    if (!str_eq(column[3], S("yes")) && !str_eq(column[3], S("no")))
        return lines_fault(l, f, "the last column is yes or no");
    if (code_known(t, column[0], column[1]))
        return lines_fault(l, f, "%.*s stands twice", STR_ARG(column[1]));
    if (t->n > 0 && !str_eq(t->codes[t->n - 1].list, column[0]) && code_list(t, column[0]).n > 0)
        return lines_fault(l, f, "the codes of %.*s do not stand together", STR_ARG(column[0]));
    if (t->n == CODES_MAX)
        return lines_fault(l, f, "more than %d codes", CODES_MAX);
    t->codes[t->n++] = (struct code){
        .list = str_dup(a, column[0]),
        .code = str_dup(a, column[1]),
        .parent = str_eq(column[2], S("-")) ? S("") : str_dup(a, column[2]),
        .choosable = str_eq(column[3], S("yes")),
    };
    return ERR_OK;
}

enum err code_load(struct arena *a, struct data_file file, struct fault *f,
                   const struct code_table **ret)
{
    struct lines l = lines_of(file);
    struct code_table *t = arena_new_of(a, struct code_table);
    while (lines_next(&l)) {
        if (!str_starts(l.line, S("list\t"))) /* the headings */
            TRY(take_line(a, &l, f, t));
    }
    TRY(lines_end(&l, f));
    *ret = t;
    return ERR_OK;
}

const struct code *code_find(const struct code_table *t, struct str list, struct str code)
{
    for (size_t i = 0; i < t->n; i++) {
        if (str_eq(t->codes[i].list, list) && str_eq(t->codes[i].code, code))
            return &t->codes[i];
    }
    return NULL;
}

bool code_known(const struct code_table *t, struct str list, struct str code)
{
    return code_find(t, list, code) != NULL;
}

struct code_list code_list(const struct code_table *t, struct str list)
{
    struct code_list r = { NULL, 0 };
    for (size_t i = 0; i < t->n; i++) {
        if (!str_eq(t->codes[i].list, list))
            continue;
        if (!r.items)
            r.items = &t->codes[i];
        r.n++;
    }
    return r;
}
