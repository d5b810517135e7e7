/* What the comparison finds in a text, and what it lets pass. */
#include "domain/pub_screen.h"

#include "base/test.h"

static struct pub_hits screened(struct arena *a, const char *text, bool society,
                                const struct pub_needle *needles, size_t n, const char *source)
{
    struct pub_text t = { S("公开反馈"), str_of(text), society };
    struct str s = str_of(source);
    struct pub_hits h;

    pub_screen(a, &t, needles, n, &s, 1, &h);
    return h;
}

static bool holds(const struct pub_hits *h, enum pub_hit_kind k, const char *what)
{
    for (size_t i = 0; i < h->n; i++) {
        if (h->items[i].kind == k && str_eq(h->items[i].what, str_of(what)))
            return true;
    }
    return false;
}

static void sealed_words_are_found_however_they_are_dressed(void **state)
{
    ARENA_AUTO a = arena_new(1 << 20);
    const struct pub_needle needles[] = { { PUB_HIT_NAME, S("王建国") },
                                          { PUB_HIT_UNIT, S("红星 合作社") },
                                          { PUB_HIT_POST, S("会计") },
                                          { PUB_HIT_WITNESS, S("李") }, /* too short to mean one */
                                          { PUB_HIT_NUMBER, S("4170226801358837") } };
    (void)state;
    struct pub_hits h = screened(a, "经查，王 建・国系红星合作社会計、李某……", false, needles,
                                 COUNT_OF(needles), "");
    CHECK(holds(&h, PUB_HIT_NAME, "王建国"));
    CHECK(holds(&h, PUB_HIT_UNIT, "红星合作社"));
    CHECK(h.n == 2);
    h = screened(a, "编号４１７０ ２２６８-0135-8837。", false, needles, COUNT_OF(needles), "");
    CHECK(holds(&h, PUB_HIT_NUMBER, "4170226801358837"));
}

static void twelve_characters_of_the_report_are_too_many(void **state)
{
    ARENA_AUTO a = arena_new(1 << 20);
    const char *told = "去年九月村会计从征地补偿款里支走六万元，没有人知道用在哪里。";
    (void)state;
    /* eleven in a row pass, twelve do not, punctuation in between changes nothing */
    struct pub_hits h = screened(a, "会计从征地补偿款里支走的事", false, NULL, 0, told);
    CHECK(h.n == 0);
    h = screened(a, "会计从征地补偿款、里支走六的事", false, NULL, 0, told);
    CHECK(h.n == 1 && holds(&h, PUB_HIT_WORDS, "会计从征地补偿款里支走六"));
    h = screened(a, "没有人知道用在哪里。没有人知道用在哪里", false, NULL, 0, told);
    CHECK(h.n == 0);
}

static void numbers_tell_what_they_are(void **state)
{
    static const struct {
        const char *text, *what;
        enum pub_hit_kind kind;
    } cases[] = {
        { "身份证330411196809180011", "330411196809180011", PUB_HIT_ID_NO },
        { "身份证33041119680918001X", "33041119680918001x", PUB_HIT_ID_NO },
        { "账号6222 0210 0111 2233", "6222021001112233", PUB_HIT_BANK },
        { "电话138-0013-8000", "13800138000", PUB_HIT_PHONE },
        { "电话0573-82721234", "057382721234", PUB_HIT_PHONE },
        { "车牌浙F·12345", "浙f12345", PUB_HIT_PLATE },
        { "写信到x@y.cn", "@", PUB_HIT_MAIL },
        { "2026年9月18日", "9月18日", PUB_HIT_DATE },
        { "于2026-09-18办结", "20260918", PUB_HIT_DATE },
        { "已作谈话函询处理", "谈话函询", PUB_HIT_WAY },
    };
    ARENA_AUTO a = arena_new(1 << 20);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct pub_hits h = screened(a, cases[i].text, true, NULL, 0, "");
        if (h.n != 1 || !holds(&h, cases[i].kind, cases[i].what))
            fail_msg("%s: %zu hits", cases[i].text, h.n);
    }
}

static void amounts_months_and_vague_places_may_stand(void **state)
{
    ARENA_AUTO a = arena_new(1 << 20);
    (void)state;
    struct pub_hits h = screened(a, "2026年9月，某村干部退还1234567元，全村公示，涉及该镇三个村。",
                                 true, NULL, 0, "");
    CHECK(h.n == 0);
    h = screened(a, "在新塍镇公示", true, NULL, 0, "");
    CHECK(holds(&h, PUB_HIT_VILLAGE, "新塍镇"));
    h = screened(a, "在新塍镇公示", false, NULL, 0, ""); /* those who live there may read it */
    CHECK(h.n == 0);
}

static void too_many_are_told_as_too_many(void **state)
{
    ARENA_AUTO a = arena_new(1 << 20);
    struct buf b = buf_new(a);
    (void)state;
    for (int i = 0; i < PUB_HITS_MAX + 5; i++)
        buf_fmt(&b, "电话1380013%04d；", i);
    struct pub_hits h = screened(a, str_z(a, buf_str(&b)), false, NULL, 0, "");
    CHECK(h.n == PUB_HITS_MAX && h.more);
}

static void kinds_have_names(void **state)
{
    enum pub_hit_kind k;
    (void)state;
    for (unsigned i = 0; i < PUB_HIT__COUNT; i++) {
        CHECK(pub_hit_parse(pub_hit_name((enum pub_hit_kind)i), &k) && k == i);
    }
    CHECK(!pub_hit_parse(S("NOTHING"), &k));
    CHECK(pub_hit_never(PUB_HIT_WAY) && !pub_hit_never(PUB_HIT_NAME));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sealed_words_are_found_however_they_are_dressed),
        cmocka_unit_test(twelve_characters_of_the_report_are_too_many),
        cmocka_unit_test(numbers_tell_what_they_are),
        cmocka_unit_test(amounts_months_and_vague_places_may_stand),
        cmocka_unit_test(too_many_are_told_as_too_many),
        cmocka_unit_test(kinds_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
