#include "domain/world.h"

#include <stdlib.h>

#include "domain/org.h"
#include "domain/vault.h"
#include "domain/world_queries.h"

static void bodies_are_named_and_marked(void **state)
{
    (void)state;
    static const struct {
        int64_t id, parent;
        enum org_level level;
        const char *name, *mark, *area;
    } wanted[] = {
        { 330000, 0, ORG_PROVINCE, "浙江省纪委监委", "浙", "浙江省" },
        { 330800, 330000, ORG_CITY, "衢州市纪委监委", "浙衢", "衢州市" },
        { 330400, 330000, ORG_CITY, "嘉兴市纪委监委", "浙嘉", "嘉兴市" },
        { 330411, 330400, ORG_COUNTY, "秀洲区纪委监委", "浙嘉秀", "秀洲区" },
        { 330112, 330100, ORG_COUNTY, "临安区纪委监委", "浙杭临安", "临安区" },
        { 330113, 330100, ORG_COUNTY, "临平区纪委监委", "浙杭临平", "临平区" },
        { 330411002, 330411, ORG_TOWNSHIP, "新城街道纪工委", "浙嘉秀新城", "新城街道" },
        { 330411104, 330411, ORG_TOWNSHIP, "新塍镇纪委", "浙嘉秀新塍", "新塍镇" },
    };
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_system(w);
    WORLD_OK(c, org_create_all(c));
    WORLD_OK(c, app_reload(c));
    const struct org_table *t = app_orgs(c->app);
    for (size_t i = 0; i < COUNT_OF(wanted); i++) {
        const struct org *o = org_find(t, wanted[i].id);
        CHECK(o && o->parent == wanted[i].parent && o->level == wanted[i].level);
        CHECK_STR(o->name, str_of(wanted[i].name));
        CHECK_STR(o->mark, str_of(wanted[i].mark));
        CHECK_STR(o->area_name, str_of(wanted[i].area));
    }
}

static int by_mark(const void *x, const void *y)
{
    const struct org *a = *(const struct org *const *)x, *b = *(const struct org *const *)y;
    return str_cmp(a->mark, b->mark);
}

static void all_bodies_are_made_once_with_marks_of_their_own(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_system(w);
    struct desk before, after;
    WORLD_OK(c, desk_own(c, 330411, "po", 0, &before));
    for (int twice = 0; twice < 2; twice++)
        WORLD_OK(c, org_create_all(c));
    WORLD_OK(c, app_reload(c));
    const struct org_table *t = app_orgs(c->app);
    const struct org **all = arena_array(c->arena, const struct org *, 5000);
    size_t n = 0;
    for (size_t i = 0; i < region_count(c->app->regions); i++) {
        const struct org *o = org_find(t, region_at(c->app->regions, i)->code);
        CHECK(o && n < 5000);
        all[n++] = o;
    }
    CHECK(n > 1400);
    qsort(all, n, sizeof *all, by_mark);
    for (size_t i = 1; i < n; i++) {
        if (str_eq(all[i - 1]->mark, all[i]->mark))
            fail_msg("%.*s twice", STR_ARG(all[i]->mark));
    }
    WORLD_OK(c, desk_own(c, 330411, "po", 0, &after)); /* keys that were there stay */
    CHECK(memcmp(before.pk.b, after.pk.b, KEY_SIZE) == 0);
}

static void bodies_are_found_above_and_below(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_system(w);
    const struct org_table *t = app_orgs(c->app);
    CHECK(org_find(t, 330401) == NULL && org_find(t, 0) == NULL);
    CHECK(org_parent(t, 330411) == 330400 && org_parent(t, 330000) == 0 && org_parent(t, 1) == 0);
    CHECK(org_is_within(t, WORLD_TOWNSHIP, 330000) && org_is_within(t, 330411, 330411));
    CHECK(!org_is_within(t, 330400, 330411) && !org_is_within(t, 330109, 330400));
    CHECK(!org_is_within(t, 99, 99));
    struct org_list children = org_children(t, c->arena, 330000);
    assert_int_equal(children.n, 2);
    CHECK(children.items[0]->id == 330100 && children.items[1]->id == 330400);
    assert_int_equal(org_children(t, c->arena, WORLD_TOWNSHIP).n, 0);
    assert_int_equal(org_children(t, c->arena, 0).n, 1);
    static const int64_t areas[][2] = {
        { WORLD_TOWNSHIP, WORLD_TOWNSHIP },
        { 330411999, 330411 },
        { 330411104207, WORLD_TOWNSHIP },
        { 330499, 330400 },
        { 339999, 330000 },
    };
    for (size_t i = 0; i < COUNT_OF(areas); i++)
        assert_int_equal(org_for_area(t, areas[i][0])->id, areas[i][1]);
    CHECK(org_for_area(t, 110000) == NULL && org_for_area(t, 0) == NULL);
}

static void departments_and_desks_follow_the_level(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_system(w);
    struct dept_list d;
    struct desk desks[DESKS_OF_KIND_MAX];
    size_t n;
    WORLD_OK(c, dept_list(c, 330411, &d));
    assert_int_equal(d.n, 6);
    CHECK_STR(d.items[0].kind, S("DEPT_PETITION"));
    CHECK_STR(d.items[0].name, S("信访室"));
    WORLD_OK(c, desk_list(c, 330411, "dept", desks, &n));
    assert_int_equal(n, 5); /* that of the petition office is po */
    WORLD_OK(c, dept_list(c, WORLD_TOWNSHIP, &d));
    assert_int_equal(d.n, 1);
    WORLD_OK(c, desk_list(c, WORLD_TOWNSHIP, "dept", desks, &n));
    assert_int_equal(n, 0);
    WORLD_OK(c, desk_list(c, WORLD_TOWNSHIP, "cs", desks, &n));
    assert_int_equal(n, 0);
    static const int64_t nowhere[] = { 123 };
    WORLD_FAULT(c, org_create_some(c, nowhere, 1), ERR_NOT_FOUND, "org.none");
}

static void the_way_to_a_body_is_said_in_parts(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_system(w);
    struct org_contact to = { S("和风路 8 号"), S("0573-1"), STR_NONE };
    WORLD_OK(c, org_contact_set(c, 330411, &to));
    WORLD_OK(c, app_reload(c)); /* the row's check sum was made anew */
    const struct org *o = org_find(app_orgs(c->app), 330411);
    CHECK_STR(o->address, S("和风路 8 号"));
    CHECK_STR(o->phone, S("0573-1"));
    assert_true(str_absent(o->hours));

    to = (struct org_contact){ STR_NONE, S(""), S("工作日") };
    WORLD_OK(c, org_contact_set(c, 330411, &to));
    WORLD_OK(c, app_reload(c));
    o = org_find(app_orgs(c->app), 330411);
    CHECK_STR(o->address, S("和风路 8 号")); /* not named: stays */
    assert_true(str_absent(o->phone));       /* empty: taken away */
    CHECK_STR(o->hours, S("工作日"));
    CHECK_STR(o->name, S("秀洲区纪委监委"));
}

static void a_way_that_no_line_holds_is_refused(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_system(w);
    char long_line[ORG_CONTACT_MAX + 2];
    memset(long_line, 'a', sizeof long_line - 1);
    long_line[sizeof long_line - 1] = 0;
    struct org_contact to = { str_of(long_line), S("1\n2"), S("ok") };
    WORLD_FAULT(c, org_contact_set(c, 330411, &to), ERR_INVALID, "form.invalid");
    assert_true(fault_has_field(&c->fault, "address") && fault_has_field(&c->fault, "phone"));
    assert_false(fault_has_field(&c->fault, "hours"));
    fault_clear(&c->fault);
    to.address.n--; /* as long as it may be */
    to.phone = S("12388");
    WORLD_OK(c, org_contact_set(c, 330411, &to));
    WORLD_FAULT(c, org_contact_set(c, 123, &to), ERR_NOT_FOUND, "org.none");
}

static void a_body_written_past_the_program_is_refused(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_system(w);
    const struct org_table *before = app_orgs(c->app);
    world_write(w, Q_TEST_ORG_MARK, TEXT(S("浙")), INT(330411));
    WORLD_FAULT(c, app_reload(c), ERR_STORE, "row.changed");
    CHECK(app_orgs(c->app) == before); /* nothing half loaded */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bodies_are_named_and_marked),
        cmocka_unit_test(the_way_to_a_body_is_said_in_parts),
        cmocka_unit_test(a_way_that_no_line_holds_is_refused),
        cmocka_unit_test(all_bodies_are_made_once_with_marks_of_their_own),
        cmocka_unit_test(bodies_are_found_above_and_below),
        cmocka_unit_test(departments_and_desks_follow_the_level),
        cmocka_unit_test(a_body_written_past_the_program_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
