#include "domain/code.h"

#include "domain/rules_test.h"

static void lists_are_those_of_the_rules(void **state)
{
    static const struct {
        const char *list;
        size_t n;
        const char *first, *last;
    } lists[] = {
        { "CH", 12, "CH_LETTER", "CH_DAILY" },    { "CAT", 7, "CAT_REPORT", "CAT_REPEAT" },
        { "LV", 7, "LV_PROVINCE", "LV_UNKNOWN" }, { "ID", 5, "ID_REAL", "ID_PROXY" },
        { "TP", 21, "TP_POLITICS", "TP_OTHER" },  { "FIND", 4, "FIND_TRUE", "FIND_UNKNOWN" },
        { "BREACH", 20, "V01", "V20" },           { "NONE", 0, NULL, NULL },
    };
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    struct fault f = { 0 };
    const struct code_table *t;
    CHECK(code_load(a, shipped(a, "codes.tsv"), &f, &t) == ERR_OK);
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        struct code_list l = code_list(t, str_of(lists[i].list));
        assert_int_equal(l.n, lists[i].n);
        if (l.n == 0)
            continue;
        CHECK_STR(l.items[0].code, str_of(lists[i].first));
        CHECK_STR(l.items[l.n - 1].code, str_of(lists[i].last));
    }
    CHECK(code_known(t, S("CH"), S("CH_LETTER")) && !code_known(t, S("CAT"), S("CH_LETTER")));
    CHECK(!code_known(t, S("CH"), STR_NONE) && !code_known(t, S("CH"), S("")));
    CHECK(code_find(t, S("CH"), S("CH_WEB"))->choosable);
    CHECK(!code_find(t, S("CH"), S("CH_DAILY"))->choosable);
    CHECK_STR(code_find(t, S("TP"), S("TP_LAND"))->parent, S("TP_MASS_INTEREST"));
}

static void a_broken_list_is_named_with_its_line(void **state)
{
    static const struct {
        const char *text, *says;
    } files[] = {
        { "CH\tX\t-\n", "t:1: 4 columns" },
        { "CH\tX\t-\tyes\tno\n", "t:1: 4 columns" },
        { "CH\tX\t-\tmaybe\n", "yes or no" },
        { "CH\tX\t-\tyes\nCH\tX\t-\tyes\n", "t:2: X stands twice" },
        { "CH\tX\t-\tyes\nQ\tX\t-\tyes\nCH\tY\t-\tyes\n", "t:3: the codes of CH" },
        { "CH\t\t-\tyes\n", "a list and a code" },
    };
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct fault f = { 0 };
        const struct code_table *t;
        struct data_file file = { S("t"), str_of(files[i].text) };
        CHECK(code_load(a, file, &f, &t) == ERR_INVALID);
        if (!strstr(f.detail, files[i].says))
            fail_msg("%s does not say %s", f.detail, files[i].says);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lists_are_those_of_the_rules),
        cmocka_unit_test(a_broken_list_is_named_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
