#include "i18n/i18n.h"

#include "base/test.h"

static struct i18n *load(struct arena *a, const char *zh, const char *en)
{
    struct fault f = { 0 };
    struct i18n *t = NULL;
    if (i18n_load(a, str_of(zh), str_of(en), &f, &t) != ERR_OK)
        fail_msg("%s", f.detail);
    return t;
}

static void catalogue_gives_each_language_its_text(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct i18n *t =
        load(a, "# 说明\n\na.b = 甲 = 乙\n c =  第一行\\n第二\\\\行 \n", "a.b=one\nc = two");
    CHECK_STR(i18n_text(t, LANG_ZH, S("a.b")), S("甲 = 乙"));
    CHECK_STR(i18n_text(t, LANG_EN, S("a.b")), S("one"));
    CHECK_STR(i18n_text(t, LANG_ZH, S("c")), S("第一行\n第二\\行"));
    CHECK_STR(i18n_html_text(t, LANG_EN, S("c")), S("two"));
    CHECK(str_absent(i18n_text(t, LANG_ZH, S("a"))));
    CHECK(str_absent(i18n_text(t, LANG_ZH, S(""))));
    CHECK(str_absent(i18n_text(t, LANG_ZH, STR_NONE)));
}

static void catalogue_refuses_what_is_no_catalogue(void **state)
{
    static const char *const bad[] = { "a",       "= x",     "a =",      "a b = x", "a = x\na = y",
                                       "a = \\t", "a = x\\", "a = \xff", "甲 = x" };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        ARENA_AUTO a = arena_new(1 << 20);
        struct fault f = { 0 };
        struct i18n *t = NULL;
        CHECK(i18n_load(a, S("a = x"), str_of(bad[i]), &f, &t) == ERR_INVALID);
        CHECK(str_starts(str_of(f.detail), S("en:")));
        CHECK(i18n_load(a, str_of(bad[i]), S("a = x"), &f, &t) == ERR_INVALID);
        CHECK(str_starts(str_of(f.detail), S("zh:")));
        assert_null(t);
    }
}

static void many_keys_are_all_found(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 24);
    struct buf zh = buf_new(a);
    for (int i = 0; i < I18N_KEYS_MAX; i++)
        buf_fmt(&zh, "key.%d = %d\n", i, i * 7);
    struct fault f = { 0 };
    struct i18n *t = NULL;
    CHECK(i18n_load(a, buf_str(&zh), S(""), &f, &t) == ERR_OK);
    for (int i = 0; i < I18N_KEYS_MAX; i++)
        CHECK_STR(i18n_text(t, LANG_ZH, str_fmt(a, "key.%d", i)), str_fmt(a, "%d", i * 7));
    CHECK(str_absent(i18n_text(t, LANG_ZH, S("key.10000"))));
    CHECK(str_absent(i18n_text(t, LANG_EN, S("key.1"))));
}

static void sentences_take_values(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct i18n *t = load(a, "s = 最迟 {{due}} 给{{ who }}答复{{none}}\nn = {{n}} 件",
                          "s = {{due}\nn = {{n}} cases\nn_one = one case");
    struct i18n_arg args[] = { { "due", S("1月5日") }, { "who", S("<您>") } };
    CHECK_STR(i18n_say(t, a, LANG_ZH, S("s"), args, 2), S("最迟 1月5日 给<您>答复"));
    CHECK_STR(i18n_say(t, a, LANG_EN, S("s"), args, 2), S("{{due}"));
    CHECK_STR(i18n_say(t, a, LANG_EN, S("unknown.key"), args, 2), S("unknown.key"));
    CHECK_STR(i18n_count(t, a, LANG_EN, S("n"), "n", 1), S("one case"));
    CHECK_STR(i18n_count(t, a, LANG_EN, S("n"), "n", 12408), S("12,408 cases"));
    CHECK_STR(i18n_count(t, a, LANG_ZH, S("n"), "n", 1), S("1 件"));
}

static void shipped_catalogues_load_and_tell_days(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 22);
    struct i18n *t = i18n_new(a);
    CHECK_STR(i18n_days_left(t, a, LANG_ZH, 42), S("还有 42 天"));
    CHECK_STR(i18n_days_left(t, a, LANG_ZH, 0), S("今天到期"));
    CHECK_STR(i18n_days_left(t, a, LANG_ZH, -3), S("已超过 3 天"));
    CHECK_STR(i18n_days_left(t, a, LANG_EN, 1), S("1 day left"));
    CHECK_STR(i18n_days_left(t, a, LANG_EN, 2), S("2 days left"));
    CHECK_STR(i18n_days_left(t, a, LANG_EN, -1), S("1 day overdue"));
}

static void language_is_asked_then_kept_then_accepted(void **state)
{
    static const struct {
        const char *query, *cookie, *accept;
        int lang;
    } cases[] = {
        { NULL, NULL, NULL, LANG_ZH },
        { "en", "zh", "zh-CN", LANG_EN },
        { "xx", "en", "zh-CN", LANG_EN },
        { "", "", "en-GB,en;q=0.9", LANG_EN },
        { NULL, NULL, "fr, EN;q=0.5, zh;q=0.4", LANG_EN },
        { NULL, NULL, "en;q=0.8,zh-TW;q=0.9", LANG_ZH },
        { NULL, NULL, "en;q=0,fr", LANG_ZH },
        { NULL, NULL, "en;q=2", LANG_ZH },
        { NULL, NULL, "en;x=1", LANG_ZH },
        { NULL, NULL, "en ; q=0.001", LANG_EN },
        { NULL, NULL, "zh-Hans,en", LANG_ZH },
        { NULL, NULL, "eng", LANG_ZH },
        { "zh-CN", "en", "en", LANG_ZH },
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        assert_int_equal(
            i18n_pick(str_of(cases[i].query), str_of(cases[i].cookie), str_of(cases[i].accept)),
            cases[i].lang);
}

static void accept_language_is_read_only_so_far(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct buf b = buf_new(a);
    for (int i = 0; i < I18N_ACCEPT_MAX - 1; i++)
        buf_put(&b, S("fr,"));
    assert_int_equal(i18n_pick(STR_NONE, STR_NONE, str_fmt(a, "%.*sen", STR_ARG(buf_str(&b)))),
                     LANG_EN);
    assert_int_equal(i18n_pick(STR_NONE, STR_NONE, str_fmt(a, "%.*sfr,en", STR_ARG(buf_str(&b)))),
                     LANG_ZH);
}

static void days_and_times_are_written_for_people(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct day today = day_from_ymd(2026, 11, 24), d = day_from_ymd(2026, 11, 3);
    struct day old = day_from_ymd(2011, 12, 31);
    struct instant t = { day_start(d).ms + (9 * 60 + 4) * 60000 + 59999 };
    CHECK_STR(i18n_day(a, LANG_ZH, d, today), S("11月3日"));
    CHECK_STR(i18n_day(a, LANG_ZH, old, today), S("2011年12月31日"));
    CHECK_STR(i18n_day(a, LANG_EN, d, today), S("3 Nov 2026"));
    CHECK_STR(i18n_day(a, LANG_ZH, DAY_NONE, today), S(""));
    CHECK_STR(i18n_day(a, LANG_ZH, d, DAY_NONE), S("2026年11月3日"));
    CHECK_STR(i18n_day_full(a, LANG_ZH, d), S("2026年11月3日"));
    CHECK_STR(i18n_day_full(a, LANG_EN, d), S("3 November 2026"));
    CHECK_STR(i18n_day_full(a, LANG_EN, DAY_NONE), S(""));
    CHECK_STR(i18n_time(a, LANG_ZH, t, today), S("11月3日 9:04"));
    CHECK_STR(i18n_time(a, LANG_EN, t, today), S("3 Nov 2026, 9:04"));
    CHECK_STR(i18n_time(a, LANG_ZH, day_start(old), today), S("2011年12月31日 0:00"));
    CHECK_STR(i18n_time(a, LANG_ZH, (struct instant){ 0 }, today), S(""));
}

static void numbers_have_commas_and_percents_two_places(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    CHECK_STR(i18n_number(a, 0), S("0"));
    CHECK_STR(i18n_number(a, 999), S("999"));
    CHECK_STR(i18n_number(a, 1000), S("1,000"));
    CHECK_STR(i18n_number(a, -12408), S("-12,408"));
    CHECK_STR(i18n_number(a, INT64_MIN), S("-9,223,372,036,854,775,808"));
    CHECK_STR(i18n_percent(a, 11547, 12408), S("93.06"));
    CHECK_STR(i18n_percent(a, 49, 100), S("49"));
    CHECK_STR(i18n_percent(a, 936, 1000), S("93.6"));
    CHECK_STR(i18n_percent(a, 2, 3), S("66.67"));
    CHECK_STR(i18n_percent(a, 1, 20000), S("0.01")); /* half goes up */
    CHECK_STR(i18n_percent(a, 0, 0), S(""));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(catalogue_gives_each_language_its_text),
        cmocka_unit_test(catalogue_refuses_what_is_no_catalogue),
        cmocka_unit_test(many_keys_are_all_found),
        cmocka_unit_test(sentences_take_values),
        cmocka_unit_test(shipped_catalogues_load_and_tell_days),
        cmocka_unit_test(language_is_asked_then_kept_then_accepted),
        cmocka_unit_test(accept_language_is_read_only_so_far),
        cmocka_unit_test(days_and_times_are_written_for_people),
        cmocka_unit_test(numbers_have_commas_and_percents_two_places),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
