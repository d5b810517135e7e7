#include "domain/published.h"

#define COLUMNS_MAX 8

static enum err split(const struct lines *l, struct fault *f, size_t want,
                      struct str column[COLUMNS_MAX])
{
    struct str rest = l->line;
    size_t n = 0;
    while (n < want && !str_absent(rest))
        column[n++] = str_trim(str_cut(&rest, '\t'));
    if (n != want || !str_absent(rest))
        return lines_fault(l, f, "%zu columns parted by tabs are expected", want);
    for (size_t i = 0; i < want; i++) {
        if (str_empty(column[i]))
            return lines_fault(l, f, "column %zu says nothing; - is for not known", i + 1);
    }
    return ERR_OK;
}

static struct str known(struct arena *a, struct str s)
{
    return str_eq(s, S("-")) ? STR_NONE : str_dup(a, s);
}

static bool is_heading(struct str line)
{
    return str_starts(line, S("id\t"));
}

enum err rule_documents_load(struct arena *a, struct data_file file, struct fault *f,
                             struct rule_document_list *ret)
{
    struct lines l = lines_of(file);
    struct rule_document *items = arena_array(a, struct rule_document, PUBLISHED_MAX);
    struct str c[COLUMNS_MAX];
    size_t n = 0;

    while (lines_next(&l)) {
        if (is_heading(l.line))
            continue;
        TRY(split(&l, f, 7, c));
        bool trial = str_eq(c[5], S("yes"));
        if (!trial && !str_eq(c[5], S("no")))
            return lines_fault(&l, f, "trial is yes or no");
        if (!str_eq(c[6], S("not_found")) && !str_eq(c[6], S("not_held")) &&
            !str_eq(c[6], S("read")))
            return lines_fault(&l, f, "text is not_found, not_held or read");
        if (n == PUBLISHED_MAX)
            return lines_fault(&l, f, "more than %d documents", PUBLISHED_MAX);
        items[n++] = (struct rule_document){ str_dup(a, c[0]), str_dup(a, c[1]), str_dup(a, c[2]),
                                             str_dup(a, c[3]), known(a, c[4]),   trial,
                                             str_dup(a, c[6]) };
    }
    TRY(lines_end(&l, f));
    *ret = (struct rule_document_list){ items, n };
    return ERR_OK;
}

const struct rule_document *rule_document_of_basis(const struct rule_document_list *list,
                                                   struct str basis)
{
    struct str tag = lines_word(&basis);
    tag = str_cut(&tag, ';');
    for (size_t i = 0; i < list->n; i++) {
        if (str_eq(list->items[i].id, tag))
            return &list->items[i];
    }
    return NULL;
}

static bool take_count(struct str s, int64_t *ret)
{
    *ret = -1;
    return str_eq(s, S("-")) || (str_i64(s, ret) && *ret >= 0);
}

enum err published_figures_load(struct arena *a, struct data_file file, struct fault *f,
                                struct published_figure_list *ret)
{
    struct lines l = lines_of(file);
    struct published_figure *items = arena_array(a, struct published_figure, PUBLISHED_MAX);
    struct str c[COLUMNS_MAX];
    size_t n = 0;

    while (lines_next(&l)) {
        struct published_figure p = { 0 };
        if (is_heading(l.line))
            continue;
        TRY(split(&l, f, 8, c));
        if (!take_count(c[2], &p.numerator) || !take_count(c[3], &p.denominator))
            return lines_fault(&l, f, "numerator and denominator are counts or -");
        if (n == PUBLISHED_MAX)
            return lines_fault(&l, f, "more than %d figures", PUBLISHED_MAX);
        p.id = str_dup(a, c[0]);
        p.printed = str_dup(a, c[1]);
        p.unit = str_dup(a, c[4]);
        p.from = known(a, c[5]);
        p.to = known(a, c[6]);
        p.source = str_dup(a, c[7]);
        items[n++] = p;
    }
    TRY(lines_end(&l, f));
    *ret = (struct published_figure_list){ items, n };
    return ERR_OK;
}
