/* Ids at the edge: there and back, one text each. */
#include "domain/id.h"

#include "base/test.h"

static void ids_are_short_and_come_back(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct ctx c = { .arena = a };
    static const int64_t ids[] = { 1, 330411, INT64_MAX, INT64_C(1234567890123456789) };

    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        int64_t back = 0;
        struct str s = id_text(&c, ids[i]);
        CHECK(s.n == ID_TEXT_SIZE);
        CHECK(id_read(&c, s, &back) && back == ids[i]);
    }
    CHECK(str_absent(id_text(&c, 0)));
}

static void every_other_text_is_none_of_ours(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct ctx c = { .arena = a };
    static const char *const others[] = {
        "AAAAAAAAAAA",         /* none */
        "__________8",         /* no positive number */
        "1234567890123456789", /* its decimal digits */
        "AAAAAAAAAAF",         /* 1 with a spare bit set; AAAAAAAAAAE is 1 */
        "AAAAAAAAAAE=",        /* padded */
        "AAAAAAAAAA",          /* cut */
        "AAAAAAAAA+E",         /* the other base64 */
        "",
    };
    int64_t back = 7;

    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (id_read(&c, str_of(others[i]), &back))
            fail_msg("%s was taken", others[i]);
    CHECK(!id_read(&c, STR_NONE, &back));
    CHECK(back == 7);
    CHECK(id_read(&c, S("AAAAAAAAAAE"), &back) && back == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ids_are_short_and_come_back),
        cmocka_unit_test(every_other_text_is_none_of_ours),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
