#include "domain/published.h"

#include "domain/code.h"
#include "domain/parameter.h"
#include "domain/rules_test.h"

static struct published_figure_list figures(struct arena *a)
{
    struct fault f = { 0 };
    struct published_figure_list l;
    if (published_figures_load(a, shipped(a, "figures.tsv"), &f, &l) != ERR_OK)
        fail_msg("%s", f.detail);
    return l;
}

static struct rule_document_list documents(struct arena *a)
{
    struct fault f = { 0 };
    struct rule_document_list l;
    if (rule_documents_load(a, shipped(a, "rules.tsv"), &f, &l) != ERR_OK)
        fail_msg("%s", f.detail);
    return l;
}

/* Written by hand from the article (domain.md 1.2). */
static void the_thirteen_figures_are_as_printed(void **state)
{
    static const struct {
        const char *printed;
        int64_t numerator, denominator;
    } expected[] = {
        { "28%→49%", -1, -1 }, { "21395", 21395, -1 }, { "1985", 1985, -1 }, { "917", 917, -1 },
        { "418", 418, -1 },    { "295", 295, -1 },     { "120", 120, -1 },   { "93.06%", -1, -1 },
        { "187", 187, -1 },    { "1359", 1359, -1 },   { "93.6%", 44, 47 },  { "84.67%", 221, 261 },
        { "87.93%", 51, 58 },
    };
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    struct published_figure_list l = figures(a);
    int64_t by_form = 0;
    assert_int_equal(l.n, COUNT_OF(expected));
    for (size_t i = 0; i < l.n; i++) {
        CHECK_STR(l.items[i].id, str_fmt(a, "F%02zu", i + 1));
        CHECK_STR(l.items[i].printed, str_of(expected[i].printed));
        CHECK(l.items[i].numerator == expected[i].numerator);
        CHECK(l.items[i].denominator == expected[i].denominator);
        CHECK(!str_empty(l.items[i].source));
        if (i >= 3 && i <= 6)
            by_form += l.items[i].numerator;
    }
    assert_int_equal(by_form, 1750);
}

/* Where both counts are printed, the percentage printed follows from them, rounded half up. */
static void printed_percentages_follow_from_their_counts(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    struct published_figure_list l = figures(a);
    size_t checked = 0;
    for (size_t i = 0; i < l.n; i++) {
        const struct published_figure *p = &l.items[i];
        if (p->denominator < 0)
            continue;
        int64_t ten_thousandths = (p->numerator * 20000 + p->denominator) / (2 * p->denominator);
        int64_t thousandths = (p->numerator * 2000 + p->denominator) / (2 * p->denominator);
        struct str two = str_fmt(a, "%lld.%02lld%%", (long long)(ten_thousandths / 100),
                                 (long long)(ten_thousandths % 100));
        struct str one =
            str_fmt(a, "%lld.%lld%%", (long long)(thousandths / 10), (long long)(thousandths % 10));
        CHECK(str_eq(p->printed, two) || str_eq(p->printed, one));
        checked++;
    }
    assert_int_equal(checked, 3);
}

static void the_documents_of_the_article_stand_first(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    struct rule_document_list l = documents(a);
    struct fault f = { 0 };
    const struct code_table *codes;
    size_t trial = 0, not_found = 0;
    CHECK(code_load(a, shipped(a, "codes.tsv"), &f, &codes) == ERR_OK);
    for (size_t i = 0; i < l.n; i++) {
        CHECK(code_known(codes, S("RULE"), l.items[i].topic));
        trial += l.items[i].trial;
        not_found += str_eq(l.items[i].text, S("not_found"));
        CHECK(i >= 11 || str_eq(l.items[i].id, str_fmt(a, "R%02zu", i + 1)));
        /* a title that says 试行 is on trial, and the other way round */
        CHECK(l.items[i].trial == str_contains(l.items[i].title, S("试行")));
    }
    assert_int_equal(trial, 4);
    assert_int_equal(not_found, 9); /* domain.md 1.3: 1-7, 9 and 10 */
    CHECK_STR(l.items[7].year, S("2009-02"));
    CHECK(str_absent(l.items[0].year));
}

static void a_basis_leads_to_its_document(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    struct rule_document_list l = documents(a);
    struct fault f = { 0 };
    struct parameter_table *t;
    CHECK_STR(rule_document_of_basis(&l, S("CC 26"))->title, S("纪检监察机关处理检举控告工作规则"));
    CHECK_STR(rule_document_of_basis(&l, S("XF 35; A R035"))->id, S("XF"));
    CHECK_STR(rule_document_of_basis(&l, S("GZ; CC 17"))->id, S("GZ"));
    CHECK(rule_document_of_basis(&l, S("D")) == NULL && rule_document_of_basis(&l, S("")) == NULL);
    /* every basis of the base layer is a document, the article, our decision or a local rule */
    CHECK(parameter_load(a, shipped(a, "parameters.tsv"), &f, &t) == ERR_OK);
    for (size_t i = 0; i < parameter_key_count(t); i++) {
        struct str basis = parameter_base(t, i)->basis;
        if (basis.p[0] != 'D' && !str_starts(basis, S("A ")) && !str_starts(basis, S("L:")) &&
            !rule_document_of_basis(&l, basis))
            fail_msg("%.*s: %.*s", STR_ARG(parameter_base(t, i)->key), STR_ARG(basis));
    }
}

static void a_broken_table_is_named_with_its_line(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    struct fault f = { 0 };
    struct rule_document_list d;
    struct published_figure_list p;
    struct data_file file = { S("t"), S("\nR1\ta\tb\tc\t-\tmaybe\tread\n") };
    CHECK(rule_documents_load(a, file, &f, &d) == ERR_INVALID);
    CHECK_DETAIL(&f, "t:2: trial is");
    file.text = S("R1\ta\tb\tc\t-\tyes\tlost\n");
    CHECK(rule_documents_load(a, file, &f, &d) == ERR_INVALID);
    CHECK_DETAIL(&f, "t:1: text is");
    file.text = S("R1\ta\tb\n");
    CHECK(rule_documents_load(a, file, &f, &d) == ERR_INVALID);
    CHECK_DETAIL(&f, "7 columns");
    file.text = S("F1\t1\tx\t-\tU\t-\t-\ts\n");
    CHECK(published_figures_load(a, file, &f, &p) == ERR_INVALID);
    CHECK_DETAIL(&f, "are counts or -");
    file.text = S("F1\t1\t\t-\tU\t-\t-\ts\n");
    CHECK(published_figures_load(a, file, &f, &p) == ERR_INVALID);
    CHECK_DETAIL(&f, "column 3 says nothing");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_thirteen_figures_are_as_printed),
        cmocka_unit_test(printed_percentages_follow_from_their_counts),
        cmocka_unit_test(the_documents_of_the_article_stand_first),
        cmocka_unit_test(a_basis_leads_to_its_document),
        cmocka_unit_test(a_broken_table_is_named_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
