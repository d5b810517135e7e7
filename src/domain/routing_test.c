/* A table for each row of domain 4.3: who the accused is, where the report goes, which desk opens
 * it. */
#include "domain/directory.h"
#include "domain/officer.h"
#include "domain/routing.h"
#include "domain/world.h"

static void known(struct ctx *c, int64_t org, int64_t managed_by, const char *kind,
                  const char *name, const char *unit, const char *post)
{
    struct directory_row r = { .org = org,
                               .managed_by = managed_by,
                               .kind = str_of(kind),
                               .name = str_of(name),
                               .unit = str_of(unit),
                               .post = str_of(post),
                               .level = S("LV_SECTION") };

    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, directory_add(c, &r));
    WORLD_OK(c, store_commit(c));
}

static struct world *province(void)
{
    struct world *w = world_new();
    struct ctx *c = world_as_system(w);

    known(c, 330411, 330400, "HEAD", "周正", "秀洲区纪委监委", "书记");
    known(c, 330411, 330400, "LEADER", "吴副", "秀洲区纪委监委", "副书记");
    known(c, 330411, 330411, "STAFF", "郑员", "秀洲区纪委监委", "第二室干部");
    known(c, 330411, 330411, "CLERK", "冯登", "秀洲区纪委监委", "干部");
    known(c, 330411, 330411, "OPERATOR", "陈维", "秀洲区纪委监委", "干部");
    known(c, 330411, 330400, "CADRE", "褚县", "秀洲区教育局", "局长");
    known(c, WORLD_TOWNSHIP, 330411, "HEAD", "卫乡", "新塍镇纪委", "书记");
    known(c, 330400, 330000, "HEAD", "蒋市", "嘉兴市纪委监委", "书记");
    known(c, 330000, 330000, "HEAD", "沈省", "浙江省纪委监委", "书记");
    return w;
}

struct row {
    const char *name, *unit, *post, *level;
    enum route_kind kind;
    int64_t org;
    const char *desk;
    int64_t pl;
};

static void check_row(struct ctx *c, int64_t area, bool up, const struct row *t)
{
    struct route_subject s = { str_of(t->name), str_of(t->unit), str_of(t->post),
                               str_of(t->level) };
    struct route_question q = { .area = area, .subjects = &s, .subject_count = 1, .to_upper = up };
    struct route r = { 0 };

    WORLD_OK(c, route_decide(c, &q, &r));
    if (r.kind != t->kind || r.org != t->org || r.pl_task_org != t->pl ||
        (t->desk && strcmp(r.desk_kind, t->desk) != 0))
        fail_msg("%s, %s, %s, %s in %lld: %.*s to %lld %s, task %lld", t->name, t->unit, t->post,
                 t->level, (long long)area, STR_ARG(route_name(r.kind)), (long long)r.org,
                 r.desk_kind, (long long)r.pl_task_org);
}

#define CHECK_ROWS(c, area, up, rows)                                                              \
    for (size_t i_ = 0; i_ < COUNT_OF(rows); i_++)                                                 \
    check_row((c), (area), (up), &(rows)[i_])

static void the_level_decides_who_manages(void **state)
{
    (void)state;
    WORLD_AUTO w = province();
    struct ctx *c = world_as_nobody(w);
    static const struct row county[] = {
        { "张某", "新塍镇某村", "村主任", "LV_VILLAGE", ROUTE_NORMAL, 330411, "po", 0 },
        { "张某", "区农业局", "科员", "LV_STAFF", ROUTE_NORMAL, 330411, "po", 0 },
        { "张某", "区农业局", "局长", "LV_SECTION", ROUTE_NORMAL, 330411, "po", 0 },
        { "张某", "秀洲区", "副区长", "LV_COUNTY", ROUTE_CADRE, 330400, "po", 330411 },
        { "张某", "嘉兴市", "副市长", "LV_BUREAU", ROUTE_CADRE, 330000, "po", 330411 },
        { "张某", "不清楚", "", "LV_UNKNOWN", ROUTE_NORMAL, 330411, "po", 0 },
    };
    static const struct row city[] = {
        { "张某", "市农业局", "处长", "LV_COUNTY", ROUTE_NORMAL, 330400, "po", 0 },
        { "张某", "市农业局", "科长", "LV_SECTION", ROUTE_NORMAL, 330400, "po", 0 },
        { "张某", "嘉兴市", "市长", "LV_BUREAU", ROUTE_CADRE, 330000, "po", 330400 },
    };
    static const struct row township[] = {
        { "张某", "某村", "村主任", "LV_VILLAGE", ROUTE_NORMAL, WORLD_TOWNSHIP, "po", 0 },
        { "张某", "镇政府", "干部", "LV_STAFF", ROUTE_NORMAL, 330411, "po", 0 },
        { "张某", "镇政府", "镇长", "LV_SECTION", ROUTE_CADRE, 330411, "po", WORLD_TOWNSHIP },
        { "张某", "秀洲区", "区长", "LV_COUNTY", ROUTE_CADRE, 330400, "po", WORLD_TOWNSHIP },
        { "张某", "不清楚", "", "LV_UNKNOWN", ROUTE_NORMAL, WORLD_TOWNSHIP, "po", 0 },
    };
    static const struct row provincial[] = {
        { "张某", "省厅", "厅长", "LV_BUREAU", ROUTE_NORMAL, 330000, "po", 0 },
    };

    CHECK_ROWS(c, 330411, false, county);
    CHECK_ROWS(c, 330400, false, city);
    CHECK_ROWS(c, WORLD_TOWNSHIP, false, township);
    CHECK_ROWS(c, 330000, false, provincial);
}

static void national_ones_go_nowhere_here(void **state)
{
    (void)state;
    WORLD_AUTO w = province();
    struct ctx *c = world_as_nobody(w);
    static const struct row rows[] = {
        { "张某", "浙江省", "副省长", "LV_PROVINCE", ROUTE_NATIONAL, 0, NULL, 0 },
        { "沈省", "浙江省纪委监委", "书记", "LV_UNKNOWN", ROUTE_NATIONAL, 0, NULL, 0 },
        { "某某", "省纪委监委", "书记", "LV_UNKNOWN", ROUTE_NATIONAL, 0, NULL, 0 },
    };

    CHECK_ROWS(c, 330411, false, rows);
    struct row beijing = { "张某", "某村", "", "LV_VILLAGE", ROUTE_NATIONAL, 0, NULL, 0 };
    check_row(c, 110101, false, &beijing);
}

static void the_bodys_own_people_pass_it_by(void **state)
{
    (void)state;
    WORLD_AUTO w = province();
    struct ctx *c = world_as_nobody(w);
    static const struct row rows[] = {
        /* the principal leader, by name and unit; the own-head rule wins over the level */
        { "周正", "秀洲区纪委监委", "书记", "LV_COUNTY", ROUTE_HEAD, 330400, "po", 0 },
        { "周 正", "区纪委", "", "LV_UNKNOWN", ROUTE_HEAD, 330400, "po", 0 },
        /* by unit and post, whatever name was typed */
        { "不清楚", "秀洲区纪委监委", "书记", "LV_UNKNOWN", ROUTE_HEAD, 330400, "po", 0 },
        { "不清楚", "秀洲区纪委", "纪委书记、监委主任", "LV_COUNTY", ROUTE_HEAD, 330400, "po", 0 },
        /* another member of the leadership */
        { "吴副", "秀洲区纪委监委", "副书记", "LV_SECTION", ROUTE_HEAD, 330400, "po", 0 },
        { "不清楚", "区监委", "监委委员", "LV_UNKNOWN", ROUTE_HEAD, 330400, "po", 0 },
        /* other staff: the cadre supervision desk here */
        { "郑员", "秀洲区纪委监委", "第二室干部", "LV_STAFF", ROUTE_STAFF, 330411, "cs", 0 },
        { "不清楚", "秀洲区纪委监委第三监督检查室", "主任", "LV_SECTION", ROUTE_STAFF, 330411, "cs",
          0 },
        /* petition clerk, operator: the upper petition office */
        { "冯登", "秀洲区纪委监委", "干部", "LV_STAFF", ROUTE_CLERK, 330400, "po", 0 },
        { "陈维", "秀洲区纪委监委", "干部", "LV_STAFF", ROUTE_CLERK, 330400, "po", 0 },
        { "不清楚", "秀洲区纪委监委信访室", "主任", "LV_SECTION", ROUTE_CLERK, 330400, "po", 0 },
        /* the same name elsewhere is somebody else */
        { "周正", "某镇小学", "校长", "LV_STAFF", ROUTE_NORMAL, 330411, "po", 0 },
        /* the city's leader reported in the county: the province */
        { "蒋市", "嘉兴市纪委监委", "书记", "LV_UNKNOWN", ROUTE_HEAD, 330000, "po", 0 },
        /* a cadre the directory knows, though the level was not known to the reporter */
        { "褚县", "秀洲区教育局", "", "LV_UNKNOWN", ROUTE_CADRE, 330400, "po", 330411 },
        { "不清楚", "区教育局", "局长", "LV_UNKNOWN", ROUTE_CADRE, 330400, "po", 330411 },
        { "不清楚", "区卫生局", "局长", "LV_UNKNOWN", ROUTE_NORMAL, 330411, "po", 0 },
        { "不清楚", "秀洲区教育局", "局长", "LV_UNKNOWN", ROUTE_CADRE, 330400, "po", 330411 },
        /* a village's discipline member is of the village */
        { "张某", "某村", "村纪委委员", "LV_VILLAGE", ROUTE_NORMAL, 330411, "po", 0 },
    };

    CHECK_ROWS(c, 330411, false, rows);
}

static void officers_are_known_without_a_directory(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    /* every officer of this world has the same name; the strictest role of it counts */
    static const struct row rows[] = {
        { "测试", "秀洲区纪委监委", "", "LV_UNKNOWN", ROUTE_HEAD, 330400, "po", 0 },
        { "测试", "某镇政府", "", "LV_UNKNOWN", ROUTE_NORMAL, 330411, "po", 0 },
    };

    CHECK_ROWS(c, 330411, false, rows);
}

static void join_as(struct ctx *c, const char *name, const char *work_no, uint32_t roles)
{
    struct officer_new n = {
        .org = 330411, .work_no = str_of(work_no), .name = str_of(name), .roles = roles
    };
    struct str password;

    WORLD_OK(c, officer_add(c, &n, &password));
}

static void an_officers_roles_say_who_may_not_read(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_system(w);
    static const struct row rows[] = {
        { "苏监", "秀洲区纪委监委", "", "LV_UNKNOWN", ROUTE_HEAD, 330400, "po", 0 },
        { "登记员甲", "秀洲区纪委监委", "", "LV_UNKNOWN", ROUTE_CLERK, 330400, "po", 0 },
        { "保管员甲", "秀洲区纪委监委", "", "LV_UNKNOWN", ROUTE_CLERK, 330400, "po", 0 },
        { "承办甲", "秀洲区纪委监委", "", "LV_UNKNOWN", ROUTE_STAFF, 330411, "cs", 0 },
    };

    join_as(c, "苏监", "T100", RO_CADRE_SUP); /* he holds the cs desk himself */
    join_as(c, "登记员甲", "T101", RO_CLERK);
    join_as(c, "保管员甲", "T102", RO_CUSTODIAN);
    join_as(c, "承办甲", "T103", RO_HANDLER);
    c = world_as_nobody(w);
    CHECK_ROWS(c, 330411, false, rows);
}

static void the_township_secretary_goes_to_the_county(void **state)
{
    (void)state;
    WORLD_AUTO w = province();
    struct ctx *c = world_as_nobody(w);
    static const struct row rows[] = {
        { "卫乡", "新塍镇纪委", "书记", "LV_SECTION", ROUTE_TOWNSHIP, 330411, "po", 0 },
        { "不清楚", "新塍镇", "镇纪委书记", "LV_UNKNOWN", ROUTE_TOWNSHIP, 330411, "po", 0 },
        { "周正", "秀洲区纪委监委", "书记", "LV_COUNTY", ROUTE_HEAD, 330400, "po", 0 },
    };
    static const struct row from_county[] = {
        /* reported at the county, which is the right body: nothing is passed by */
        { "卫乡", "新塍镇纪委", "书记", "LV_SECTION", ROUTE_NORMAL, 330411, "po", 0 },
    };

    CHECK_ROWS(c, WORLD_TOWNSHIP, false, rows);
    CHECK_ROWS(c, 330411, false, from_county);
}

static void the_tick_sends_it_up_unseen(void **state)
{
    (void)state;
    WORLD_AUTO w = province();
    struct ctx *c = world_as_nobody(w);
    static const struct row rows[] = {
        { "张某", "不清楚", "", "LV_UNKNOWN", ROUTE_CADRE, 330400, "po", 0 },
        { "张某", "某村", "村主任", "LV_VILLAGE", ROUTE_CADRE, 330400, "po", 0 },
        { "张某", "秀洲区", "副区长", "LV_COUNTY", ROUTE_CADRE, 330400, "po", 0 },
        { "郑员", "秀洲区纪委监委", "第二室干部", "LV_STAFF", ROUTE_HEAD, 330400, "po", 0 },
    };
    static const struct row top[] = {
        { "张某", "省厅", "厅长", "LV_BUREAU", ROUTE_NORMAL, 330000, "po", 0 },
    };

    CHECK_ROWS(c, 330411, true, rows);
    CHECK_ROWS(c, 330000, true, top);
}

static struct route decide(struct ctx *c, int64_t area, const struct route_subject *s, size_t n)
{
    struct route_question q = { .area = area, .subjects = s, .subject_count = n };
    struct route r;

    WORLD_OK(c, route_decide(c, &q, &r));
    return r;
}

static void the_strictest_subject_decides(void **state)
{
    (void)state;
    WORLD_AUTO w = province();
    struct ctx *c = world_as_nobody(w);
    struct route_subject village = { S("张某"), S("某村"), S("村主任"), S("LV_VILLAGE") };
    struct route_subject county = { S("李某"), S("秀洲区"), S("副区长"), S("LV_COUNTY") };
    struct route_subject bureau = { S("李某"), S("嘉兴市"), S("副市长"), S("LV_BUREAU") };
    struct route_subject head = { S("周正"), S("秀洲区纪委监委"), S("书记"), S("LV_COUNTY") };
    struct route_subject staff = { S("郑员"), S("秀洲区纪委监委"), S("干部"), S("LV_STAFF") };
    struct route_subject clerk = { S("冯登"), S("秀洲区纪委监委"), S("干部"), S("LV_STAFF") };
    struct route_subject town = { S("卫乡"), S("新塍镇纪委"), S("书记"), S("LV_SECTION") };
    struct route r;

    for (int order = 0; order < 2; order++) {
#define PAIR(a, b) ((struct route_subject[]){ order ? (b) : (a), order ? (a) : (b) })
        r = decide(c, 330411, PAIR(village, county), 2);
        CHECK(r.kind == ROUTE_CADRE && r.org == 330400 && r.pl_task_org == 330411);
        r = decide(c, 330411, PAIR(county, head), 2); /* the head is accused: no task for him */
        CHECK(r.kind == ROUTE_HEAD && r.org == 330400 && r.pl_task_org == 0);
        r = decide(c, 330411, PAIR(bureau, head), 2); /* and the city may not read of its mayor */
        CHECK(r.kind == ROUTE_HEAD && r.org == 330000 && r.pl_task_org == 0);
        r = decide(c, 330411, PAIR(clerk, county), 2);
        CHECK(r.kind == ROUTE_CLERK && r.org == 330400 && r.pl_task_org == 0);
        r = decide(c, 330411, PAIR(village, staff), 2);
        CHECK(r.kind == ROUTE_STAFF && r.org == 330411 && strcmp(r.desk_kind, "cs") == 0);
        r = decide(c, 330411, PAIR(staff, county), 2);
        CHECK(r.kind == ROUTE_CADRE && r.org == 330400 && strcmp(r.desk_kind, "po") == 0);
        r = decide(c, WORLD_TOWNSHIP, PAIR(town, county), 2); /* nor the township's leader */
        CHECK(r.kind == ROUTE_CADRE && r.org == 330400 && r.pl_task_org == 0);
        r = decide(c, WORLD_TOWNSHIP, PAIR(town, village), 2);
        CHECK(r.kind == ROUTE_TOWNSHIP && r.org == 330411);
    }
}

/* The accused works for a body of another city than the one the reporter named. */
static void people_of_two_branches_meet_above(void **state)
{
    (void)state;
    WORLD_AUTO w = province();
    struct ctx *c = world_as_nobody(w);
    struct route_subject both[] = {
        { S("郑员"), S("秀洲区纪委监委"), S("干部"), S("LV_STAFF") },
        { S("张某"), S("某村"), S("村主任"), S("LV_VILLAGE") },
    };
    struct route r = decide(c, 330109, both, 1);

    CHECK(r.kind == ROUTE_STAFF && r.org == 330411 && strcmp(r.desk_kind, "cs") == 0);
    r = decide(c, 330109, both, 2); /* no cs desk of one body may read of the other's village */
    CHECK(r.kind == ROUTE_HEAD && r.org == 330000 && strcmp(r.desk_kind, "po") == 0);
}

static void a_desk_keeps_what_came_to_its_counter(void **state)
{
    (void)state;
    WORLD_AUTO w = province();
    struct ctx *c = world_as(w, 330400, RO_CLERK);
    struct route_subject s = { S("张某"), S("某村"), S("村主任"), S("LV_VILLAGE") };
    struct route_question q = {
        .area = 330411, .subjects = &s, .subject_count = 1, .desk_org = 330400
    };
    struct route r;

    WORLD_OK(c, route_decide(c, &q, &r));
    CHECK(r.kind == ROUTE_NORMAL && r.org == 330400);
    s = (struct route_subject){ S("周正"), S("秀洲区纪委监委"), S("书记"), S("LV_COUNTY") };
    WORLD_OK(c, route_decide(c, &q, &r)); /* the city is the upper body already */
    CHECK(r.kind == ROUTE_NORMAL && r.org == 330400 && strcmp(r.desk_kind, "po") == 0);
    s = (struct route_subject){ S("蒋市"), S("嘉兴市纪委监委"), S("书记"), S("LV_BUREAU") };
    WORLD_OK(c, route_decide(c, &q, &r));
    CHECK(r.kind == ROUTE_HEAD && r.org == 330000);
}

static void a_dead_body_is_served_from_above(void **state)
{
    (void)state;
    WORLD_AUTO w = province();
    struct ctx *c = world_as_nobody(w);
    struct route_subject s = { S("张某"), S("某村"), S("村主任"), S("LV_VILLAGE") };
    struct route_question q = { .area = 330482, .subjects = &s, .subject_count = 1 };
    struct route r;

    /* 平湖市 has no body in this world: the nearest above it is the city's */
    WORLD_OK(c, route_decide(c, &q, &r));
    CHECK(r.kind == ROUTE_NORMAL && r.org == 330400 && r.local_org == 330400);
}

static void route_names_read_back(void **state)
{
    (void)state;
    for (int k = 0; k < ROUTE__COUNT; k++)
        CHECK(route_kind_of(route_name((enum route_kind)k)) == (enum route_kind)k);
    CHECK(route_kind_of(S("ELSEWHERE")) == ROUTE__COUNT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_level_decides_who_manages),
        cmocka_unit_test(national_ones_go_nowhere_here),
        cmocka_unit_test(the_bodys_own_people_pass_it_by),
        cmocka_unit_test(officers_are_known_without_a_directory),
        cmocka_unit_test(an_officers_roles_say_who_may_not_read),
        cmocka_unit_test(the_township_secretary_goes_to_the_county),
        cmocka_unit_test(the_tick_sends_it_up_unseen),
        cmocka_unit_test(the_strictest_subject_decides),
        cmocka_unit_test(people_of_two_branches_meet_above),
        cmocka_unit_test(a_desk_keeps_what_came_to_its_counter),
        cmocka_unit_test(a_dead_body_is_served_from_above),
        cmocka_unit_test(route_names_read_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
