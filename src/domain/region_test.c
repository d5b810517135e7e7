#include "domain/region.h"

#include "domain/rules_test.h"

static const struct region_tree *shipped_tree(struct arena *a)
{
    struct fault f = { 0 };
    const struct region_tree *t;
    if (region_load(a, shipped(a, "regions.tsv"), &f, &t) != ERR_OK)
        fail_msg("%s", f.detail);
    return t;
}

static size_t children(const struct region_tree *t, int64_t code)
{
    size_t n = 0;
    const struct region *r = region_first_child(t, region_find(t, code));
    for (int64_t last = 0; r; r = region_next(t, r)) {
        CHECK(r->parent == code && r->code > last);
        last = r->code;
        n++;
    }
    return n;
}

/* The places that the article names, and the sizes of the province. */
static void the_province_of_the_article_is_there(void **state)
{
    static const struct {
        int64_t code;
        const char *path;
    } places[] = {
        { 330000, "浙江省" },       { 330100, "杭州市" },
        { 330109, "杭州市萧山区" }, { 330112, "杭州市临安区" },
        { 330122, "杭州市桐庐县" }, { 330200, "宁波市" },
        { 330400, "嘉兴市" },       { 330411, "嘉兴市秀洲区" },
        { 330500, "湖州市" },       { 330700, "金华市" },
        { 330800, "衢州市" },       { 330825, "衢州市龙游县" },
        { 330881, "衢州市江山市" }, { 331100, "丽水市" },
        { 331102, "丽水市莲都区" }, { 330411002, "嘉兴市秀洲区新城街道" },
    };
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct region_tree *t = shipped_tree(a);
    size_t levels[4] = { 0 };
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        const struct region *r = region_find(t, places[i].code);
        if (!r)
            fail_msg("no %s", places[i].path);
        CHECK_STR(region_path(t, a, r), str_of(places[i].path));
    }
    for (size_t i = 0; i < region_count(t); i++)
        levels[region_at(t, i)->level]++;
    assert_int_equal(levels[REGION_CITY], 11);
    assert_int_equal(levels[REGION_COUNTY], 90);
    assert_int_equal(levels[REGION_TOWNSHIP], 1364);
    assert_int_equal(children(t, 330000), 11);
    assert_int_equal(children(t, 330100), 13);
    assert_int_equal(children(t, 330383), 0); /* 龙港市 has no townships */
    assert_true(children(t, 330411) > 5);
    CHECK(region_find(t, 330199) == NULL && region_find(t, 0) == NULL);
}

static void every_city_has_its_own_tile(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct region_tree *t = shipped_tree(a);
    bool taken[21][21] = { { false } };
    for (size_t i = 0; i < region_count(t); i++) {
        const struct region *r = region_at(t, i);
        CHECK((r->level == REGION_CITY) == (r->tile_row > 0));
        if (r->tile_row == 0)
            continue;
        CHECK(!taken[r->tile_row][r->tile_column]);
        taken[r->tile_row][r->tile_column] = true;
    }
    CHECK(region_find(t, 330400)->tile_row == 1 && region_find(t, 330400)->tile_column == 3);
}

static void within_is_by_the_tree(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct region_tree *t = shipped_tree(a);
    CHECK(region_is_within(t, 330411002, 330000) && region_is_within(t, 330411002, 330400));
    CHECK(region_is_within(t, 330411, 330411));
    CHECK(!region_is_within(t, 330411, 330500) && !region_is_within(t, 330400, 330411));
    CHECK(!region_is_within(t, 1, 330000));
    CHECK(region_parent(t, region_find(t, 330000)) == NULL);
}

static void one_field_takes_code_or_name(void **state)
{
    static const struct {
        const char *typed;
        int64_t within, code; /* 0: none */
        bool several;
    } typed[] = {
        { "330411", 0, 330411, false },
        { " 330411 秀洲区", 0, 330411, false },
        { "秀洲区", 0, 330411, false },
        { "秀洲", 0, 330411, false },
        { "嘉兴秀洲", 0, 330411, false },
        { "嘉兴市秀洲区", 0, 330411, false },
        { "浙江省嘉兴市秀洲区", 0, 330411, false },
        { "嘉兴市 秀洲区", 0, 330411, false },
        { "嘉兴", 0, 330400, false },
        { "杭州秀洲", 0, 0, false },
        { "秀洲区外", 0, 0, false },
        { "白云街道", 0, 0, true }, /* there are several in the province */
        { "白云街道", 331100, 331102004, false },
        { "330411", 330500, 0, false },
        { "330411", 330400, 330411, false },
        { "999999", 0, 0, false },
        { "", 0, 0, false },
        { "某地", 0, 0, false },
    };
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct region_tree *t = shipped_tree(a);
    for (size_t i = 0; i < COUNT_OF(typed); i++) {
        bool several;
        const struct region *r = region_read(t, str_of(typed[i].typed), typed[i].within, &several);
        if ((r ? r->code : 0) != typed[i].code || several != typed[i].several)
            fail_msg("\"%s\" gives %lld", typed[i].typed, r ? (long long)r->code : 0);
    }
}

static void a_search_begins_at_the_front(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct region_tree *t = shipped_tree(a);
    const struct region *list[20];
    assert_int_equal(region_search(t, S("秀洲"), list, 20), 1);
    CHECK(list[0]->code == 330411);
    assert_int_equal(region_search(t, S("33041"), list, 20), 10);
    CHECK(list[0]->code == 330411);
    assert_int_equal(region_search(t, S("33"), list, 3), 3);
    assert_int_equal(region_search(t, S(""), list, 20), 0);
    assert_int_equal(region_search(t, S("洲区"), list, 20), 0);
}

static void a_broken_tree_is_named_with_its_line(void **state)
{
    static const struct {
        const char *text, *says;
    } files[] = {
        { "", "no division" },
        { "330100\t330000\tCITY\t杭州市\t-\n", "t:1: no division 330000 above" },
        { "330000\t-\tPROVINCE\t浙\t-\n330000\t-\tPROVINCE\t浙\t-\n", "t:2: codes must ascend" },
        { "330000\t-\tPROVINCE\t浙\t-\n340000\t-\tPROVINCE\t皖\t-\n", "t:2: one province" },
        { "330000\t-\tPROVINCE\t浙\t-\n330102\t330000\tCOUNTY\t上城\t-\n", "one level higher" },
        { "330000\t-\tPROVINCE\t\t-\n", "a name" },
        { "330000\t-\tSTATE\t浙\t-\n", "not a level" },
        { "330000\t-\tPROVINCE\t浙\t1\n", "tile is" },
        { "330000\t-\tPROVINCE\t浙\n", "5 columns" },
        { "x\t-\tPROVINCE\t浙\t-\n", "not a code" },
    };
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct fault f = { 0 };
        const struct region_tree *t;
        struct data_file file = { S("t"), str_of(files[i].text) };
        CHECK(region_load(a, file, &f, &t) == ERR_INVALID);
        if (!strstr(f.detail, files[i].says))
            fail_msg("%s does not say %s", f.detail, files[i].says);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_province_of_the_article_is_there),
        cmocka_unit_test(every_city_has_its_own_tile),
        cmocka_unit_test(within_is_by_the_tree),
        cmocka_unit_test(one_field_takes_code_or_name),
        cmocka_unit_test(a_search_begins_at_the_front),
        cmocka_unit_test(a_broken_tree_is_named_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
