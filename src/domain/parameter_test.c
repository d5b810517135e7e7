#include "domain/parameter.h"

#include "domain/rules_test.h"

/* 330000 province, 330400 city, 330411 county, 330411001 township */
static int64_t parent_of(const void *u, int64_t org)
{
    return org == 330411001 ? 330411 : org == 330411 ? 330400 : org == 330400 ? 330000 : 0;
}
static const struct parameter_tree tree = { parent_of, NULL };

static struct parameter_table *base(struct arena *a)
{
    struct parameter_table *t;
    struct fault f = { 0 };
    if (parameter_load(a, shipped(a, "parameters.tsv"), &f, &t) != ERR_OK)
        fail_msg("%s", f.detail);
    return t;
}

static struct day day(const char *s)
{
    struct day d = DAY_NONE;
    CHECK(s == NULL || day_parse(str_of(s), &d));
    return d;
}

static struct parameter row(int64_t org, const char *key, int value, enum unit unit,
                            const char *from, const char *to)
{
    return (struct parameter){ .org = org,
                               .key = str_of(key),
                               .value = value,
                               .unit = unit,
                               .roll = unit == U_CD || unit == U_MO,
                               .from = day(from),
                               .to = day(to),
                               .basis = S("test") };
}

static void add(struct parameter_table *t, struct parameter p)
{
    struct fault f = { 0 };
    if (parameter_add(t, &p, &f) != ERR_OK)
        fail_msg("%.*s was refused", STR_ARG(p.key));
}

static struct str value_of(struct arena *a, struct parameter_table *t, int64_t org, const char *key,
                           const char *on)
{
    const struct parameter *p = parameter_find(t, tree, org, str_of(key), day(on));
    return p ? str_fmt(a, "%d%.*s", p->value, STR_ARG(unit_name(p->unit))) : S("none");
}

/* Written by hand from domain.md 3.6 and 3.7. */
static const char *const expected[] = {
    "D01 0H shorter",
    "D01.letter 5WD shorter",
    "D02 1WD shorter",
    "D03 10WD shorter",
    "D04.report 15WD shorter",
    "D04.claim 15CD shorter",
    "D04.target 5WD shorter",
    "D04.pause_max 30CD shorter",
    "D04a 5WD shorter",
    "D05 5WD shorter",
    "D06 5WD shorter",
    "D06.send 5WD shorter",
    "D07 1MO shorter",
    "D08 15CD shorter",
    "D09 30CD longer",
    "D09.ext 30CD longer",
    "D10 3MO shorter",
    "D10.ext 3MO shorter",
    "D11 60CD shorter",
    "D11.ext 30CD shorter",
    "D12 3MO shorter",
    "D12.answer 10WD shorter",
    "D12.ext 3MO shorter",
    "D13 1MO shorter",
    "D13.reply 15WD shorter",
    "D14 6MO shorter",
    "D14.max 24MO shorter",
    "D15 15WD shorter",
    "D15.ext 15WD shorter",
    "D16 5WD shorter",
    "D17 30CD longer",
    "D18 15WD shorter",
    "D19 2MO shorter",
    "D19.ext 1MO shorter",
    "D20 30CD longer",
    "D21 30CD shorter",
    "D21.accept 5WD shorter",
    "D21.ext 30CD shorter",
    "D21.file 3WD shorter",
    "D21.redo 5WD shorter",
    "D22 30CD longer",
    "D23 30CD shorter",
    "D23.accept 5WD shorter",
    "D23.ext 30CD shorter",
    "D24 60CD longer",
    "D25 5WD shorter",
    "D26 3WD shorter",
    "D27 5WD shorter",
    "D27.simple 2WD shorter",
    "D28 30CD longer",
    "D29.request 10CD longer",
    "D29.decide 7WD shorter",
    "D29.hold 30CD shorter",
    "D29.notice 7CD longer",
    "D29.opinion 20CD shorter",
    "D29.told 10CD shorter",
    "D30.request 1MO law",
    "D30 1MO law",
    "D31.request 1MO law",
    "D31 2MO law",
    "D32 1MO law",
    "D32.request 1MO law",
    "D32.upper 2MO law",
    "D33 3MO law",
    "D34 15WD shorter",
    "D35 24H shorter",
    "D35.measures 3WD shorter",
    "D35.review 30CD shorter",
    "D36 15WD shorter",
    "D37 7CD longer",
    "D37.min 5WD longer",
    "D38 24H shorter",
    "D39 5WD shorter",
    "D40 180CD law",
    "D41 120MO none",
    "D41.important 360MO none",
    "D41.major 0MO none",
    "esc.officer 60percent shorter",
    "esc.head 80percent shorter",
    "esc.breach 100percent law",
    "esc.upper 150percent shorter",
    "sw_open_handling 0switch none",
    "sw_open_investigation 0switch none",
    "sw_hearing_claim 1switch none",
    "sw_hearing_report 0switch none",
    "sw_review_claim 1switch law",
    "sw_review_report 0switch none",
    "sw_mass_rep 1switch none",
    "sw_expert 1switch none",
    "sw_commitment 1switch none",
    "sw_commitment_no_skip 0switch none",
    "sw_grid 1switch none",
    "sw_video 1switch none",
    "sw_audio 1switch none",
    "sw_township_intake 1switch none",
    "sw_anon 1switch law",
    "sw_anon_group_feedback 0switch none",
    "sw_proxy 0switch none",
    "sw_sms 0switch none",
    "sw_eval 1switch none",
    "sw_public_stats 1switch none",
    "sw_tlog 1switch none",
    "sw_reward 0switch none",
    "sw_ext_post 0switch none",
    "file.count_max 20count none",
    "file.size_max 200MiB none",
    "file.total_max 500MiB none",
    "undo.time 10MIN law",
};

static void the_base_layer_is_the_table_of_the_rules(void **state)
{
    static const char *const dirs[] = { "shorter", "longer", "law", "none" };
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    struct parameter_table *t = base(a);
    CHECK(parameter_key_count(t) >= COUNT_OF(expected));
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        const struct parameter *p = parameter_base(t, i);
        CHECK_STR(str_fmt(a, "%.*s %d%.*s %s", STR_ARG(p->key), p->value,
                          STR_ARG(unit_name(p->unit)), dirs[p->dir]),
                  str_of(expected[i]));
        CHECK(!str_empty(p->basis) && p->org == 0);
    }
}

static void the_nearest_row_in_force_counts(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    struct parameter_table *t = base(a);
    add(t, row(330000, "D10", 80, U_CD, "2026-01-01", NULL));
    add(t, row(330400, "D10", 50, U_CD, "2026-06-01", NULL)); /* begins later: wins in June */
    add(t, row(330400, "D10", 60, U_CD, "2026-03-01", "2026-06-30"));
    CHECK_STR(value_of(a, t, 330411001, "D10", "2025-12-31"), S("3MO"));
    CHECK_STR(value_of(a, t, 330411001, "D10", "2026-01-01"), S("80CD"));
    CHECK_STR(value_of(a, t, 330411, "D10", "2026-05-31"), S("60CD"));
    CHECK_STR(value_of(a, t, 330411, "D10", "2026-06-30"), S("50CD"));
    CHECK_STR(value_of(a, t, 330000, "D10", "2026-06-30"), S("80CD"));
    CHECK_STR(value_of(a, t, 330800, "D10", "2026-06-30"), S("3MO")); /* another branch */
    CHECK_STR(value_of(a, t, 330411, "D99", "2026-06-30"), S("none"));
    const struct parameter *p = parameter_row_of(t, 330400, 1);
    CHECK(p && p->value == 60 && parameter_row_of(t, 330400, 2) == NULL);
}

static void a_clock_has_variants(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    struct parameter_table *t = base(a);
    struct day on = day("2026-09-18");
    const struct parameter *p = parameter_clock(t, tree, 330411, S("D04"), S("claim"), on);
    CHECK(p->value == 15 && p->unit == U_CD && p->pause && parameter_term(p).roll);
    p = parameter_clock(t, tree, 330411, S("D04"), S("report"), on);
    CHECK(p->unit == U_WD && p->pause && !parameter_term(p).roll);
    p = parameter_clock(t, tree, 330411, S("D10"), S("claim"), on);
    CHECK(p->value == 3 && p->unit == U_MO);
    CHECK(parameter_clock(t, tree, 330411, S("D04"), STR_NONE, on) == NULL);
    CHECK(parameter_on(t, tree, 330411, S("sw_review_claim"), on));
    CHECK(!parameter_on(t, tree, 330411, S("sw_review_report"), on));
    add(t, row(330411, "sw_review_report", 1, U_SWITCH, "2026-09-18", NULL));
    CHECK(parameter_on(t, tree, 330411001, S("sw_review_report"), on));
    CHECK(!parameter_on(t, tree, 330411, S("sw_review_report"), day("2026-09-17")));
}

static void dir_is_enforced(void **state)
{
    static const struct {
        int64_t org;
        const char *key;
        int value;
        enum unit unit;
        const char *from, *to;
        enum err err;
        const char *says; /* key of the fault or of its field's sentence */
    } rows[] = {
        { 330411, "D04.report", 10, U_WD, "2026-10-01", NULL, ERR_OK, NULL },
        { 330411, "D04.report", 15, U_WD, "2026-10-01", NULL, ERR_OK, NULL },
        { 330411, "D04.report", 16, U_WD, "2026-10-01", NULL, ERR_INVALID,
          "parameter.shorter_only" },
        { 330411, "D04.report", 15, U_CD, "2026-10-01", NULL, ERR_OK, NULL },
        { 330411, "D04.report", 16, U_CD, "2026-10-01", NULL, ERR_INVALID, "parameter.unit" },
        { 330411, "D04.report", 1, U_MO, "2026-10-01", NULL, ERR_INVALID, "parameter.unit" },
        { 330411, "D10", 84, U_CD, "2026-10-01", NULL, ERR_OK, NULL },
        { 330411, "D10", 85, U_CD, "2026-10-01", NULL, ERR_INVALID, "parameter.unit" },
        { 330411, "D35", 12, U_H, "2026-10-01", NULL, ERR_OK, NULL },
        { 330411, "D35.measures", 24, U_H, "2026-10-01", NULL, ERR_OK, NULL },
        { 330411, "D17", 29, U_CD, "2026-10-01", NULL, ERR_INVALID, "parameter.longer_only" },
        { 330411, "D17", 60, U_CD, "2026-10-01", NULL, ERR_OK, NULL },
        { 330411, "D17", 30, U_WD, "2026-10-01", NULL, ERR_OK, NULL },
        /* the city above (10 WD from 2027 on) binds as well as the base */
        { 330411, "D02", 1, U_WD, "2026-10-01", "2026-12-31", ERR_OK, NULL },
        { 330411, "D15", 12, U_WD, "2026-10-01", "2026-12-31", ERR_OK, NULL },
        { 330411, "D15", 12, U_WD, "2026-10-01", "2027-01-01", ERR_INVALID,
          "parameter.shorter_only" },
        { 330411, "D15", 12, U_WD, "2026-10-01", NULL, ERR_INVALID, "parameter.shorter_only" },
        { 330411, "D15", 10, U_WD, "2026-10-01", NULL, ERR_OK, NULL },
        /* when the city's laxer pilot is over, the base binds again */
        { 330411, "D19", 3, U_MO, "2026-10-01", "2026-10-31", ERR_OK, NULL },
        { 330411, "D19", 3, U_MO, "2026-10-01", "2026-11-01", ERR_INVALID,
          "parameter.shorter_only" },
        /* what the body had itself does not bind it */
        { 330411, "D18", 14, U_WD, "2026-10-01", NULL, ERR_OK, NULL },
        { 0, "D04.report", 5, U_WD, "2026-10-01", NULL, ERR_DENIED, "parameter.base" },
        { 330411, "D30", 10, U_CD, "2026-10-01", NULL, ERR_DENIED, "parameter.law" },
        { 330411, "sw_review_claim", 0, U_SWITCH, "2026-10-01", NULL, ERR_DENIED, "parameter.law" },
        { 330411, "sw_anon", 0, U_SWITCH, "2026-10-01", NULL, ERR_DENIED, "parameter.law" },
        { 330411, "sw_eval", 0, U_SWITCH, "2026-10-01", NULL, ERR_OK, NULL },
        { 330411, "sw_eval", 2, U_SWITCH, "2026-10-01", NULL, ERR_INVALID, "parameter.value" },
        { 330411, "file.size_max", 2000, U_MIB, "2026-10-01", NULL, ERR_OK, NULL },
        { 330411, "D02", 1, U_WD, "2026-09-17", NULL, ERR_INVALID, "parameter.past" },
        { 330411, "D02", 1, U_WD, NULL, NULL, ERR_INVALID, "parameter.past" },
        { 330411, "D02", 1, U_WD, "2026-10-01", "2026-09-30", ERR_INVALID, "parameter.dates" },
        { 330411, "D02", 1, U_COUNT, "2026-10-01", NULL, ERR_INVALID, "parameter.unit" },
        { 330411, "D99", 1, U_WD, "2026-10-01", NULL, ERR_INVALID, "parameter.unknown" },
    };
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    struct parameter_table *t = base(a);
    add(t, row(330400, "D15", 10, U_WD, "2027-01-01", NULL));
    add(t, row(330400, "D19", 3, U_MO, "2026-10-01", "2026-10-31"));
    add(t, row(330411, "D18", 5, U_WD, "2026-01-01", NULL));
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct fault f = { 0 };
        struct parameter p =
            row(rows[i].org, rows[i].key, rows[i].value, rows[i].unit, rows[i].from, rows[i].to);
        enum err err = parameter_check_dir(t, tree, &p, day("2026-09-18"), &f);
        const char *said = f.field_count ? f.fields[0].key : f.key;
        if (err != rows[i].err || (rows[i].says && (!said || strcmp(said, rows[i].says) != 0)))
            fail_msg("row %zu %s %d: err %d says %s", i, rows[i].key, rows[i].value, (int)err,
                     said ? said : "nothing");
    }
}

static void a_wrong_row_is_not_added(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    struct parameter_table *t = base(a);
    struct fault f = { 0 };
    struct parameter p = row(330411, "D99", 1, U_WD, NULL, NULL);
    CHECK(parameter_add(t, &p, &f) == ERR_INVALID && fault_has_field(&f, "key"));
    p = row(330411, "D10", 1, U_SWITCH, NULL, NULL);
    CHECK(parameter_add(t, &p, &f) == ERR_INVALID && fault_has_field(&f, "unit"));
    p = row(330411, "D10", 10000, U_CD, NULL, NULL);
    CHECK(parameter_add(t, &p, &f) == ERR_INVALID && fault_has_field(&f, "value"));
}

static void a_broken_base_is_named_with_its_line(void **state)
{
    static const struct {
        const char *text, *says;
    } files[] = {
        { "0\tD1\t1\tWD\t-\tlaw\t-\t-\tx\n", "t:1: 10 columns" },
        { "\n1\tD1\t1\tWD\t-\tlaw\t-\t-\tx\t-\n", "t:2: the base layer" },
        { "0\tD1\tx\tWD\t-\tlaw\t-\t-\tx\t-\n", "not a value" },
        { "0\tD1\t1\tXX\t-\tlaw\t-\t-\tx\t-\n", "not a unit" },
        { "0\tD1\t1\tWD\troll,now\tlaw\t-\t-\tx\t-\n", "flags are" },
        { "0\tD1\t1\tWD\t-\tmaybe\t-\t-\tx\t-\n", "dir is" },
        { "0\tD1\t1\tWD\t-\tlaw\t2026-13-01\t-\tx\t-\n", "not a date" },
        { "0\tD1\t3\tswitch\t-\tlaw\t-\t-\tx\t-\n", "does not fit" },
        { "0\tD1\t1\tWD\t-\tlaw\t-\t-\tx\t-\n0\tD1\t1\tCD\t-\tlaw\t-\t-\tx\t-\n",
          "t:2: D1 stands" },
    };
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        struct fault f = { 0 };
        struct parameter_table *t;
        struct data_file file = { S("t"), str_of(files[i].text) };
        CHECK(parameter_load(a, file, &f, &t) == ERR_INVALID);
        if (!strstr(f.detail, files[i].says))
            fail_msg("%s does not say %s", f.detail, files[i].says);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_base_layer_is_the_table_of_the_rules),
        cmocka_unit_test(the_nearest_row_in_force_counts),
        cmocka_unit_test(a_clock_has_variants),
        cmocka_unit_test(dir_is_enforced),
        cmocka_unit_test(a_wrong_row_is_not_added),
        cmocka_unit_test(a_broken_base_is_named_with_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
