#include "base/json.h"

#include "base/test.h"

static void commas_and_brackets_are_looked_after(void **state)
{
    ARENA_AUTO a = arena_new(1 << 16);
    struct buf b = buf_new(a);
    struct json j = json_new(&b);
    json_open(&j, '{');
    json_kstr(&j, "a", S("x"));
    json_key(&j, "list");
    json_open(&j, '[');
    json_i64(&j, -1);
    json_open(&j, '{');
    json_close(&j, '}');
    json_open(&j, '[');
    json_close(&j, ']');
    json_bool(&j, false);
    json_none(&j);
    json_close(&j, ']');
    json_ki64(&j, "n", INT64_MAX);
    json_kbool(&j, "yes", true);
    json_kstr(&j, "none", STR_NONE);
    json_kstr(&j, "empty", S(""));
    json_close(&j, '}');
    CHECK_STR(buf_str(&b),
              S("{\"a\":\"x\",\"list\":[-1,{},[],false,null],\"n\":9223372036854775807,"
                "\"yes\":true,\"none\":null,\"empty\":\"\"}"));
}

static void strings_are_escaped(void **state)
{
    static const struct {
        struct str in;
        const char *out;
    } rows[] = {
        { { "张三", 6 }, "\"张三\"" },
        { { "a\"b\\c", 5 }, "\"a\\\"b\\\\c\"" },
        { { "\n\r\t\x01\x7f", 5 }, "\"\\n\\r\\t\\u0001\\u007f\"" },
        { { "a\0b", 3 }, "\"a\\u0000b\"" },
        { { "a\xff", 2 }, "\"a\xef\xbf\xbd\"" },
        { { "\xe5\xbc!", 3 }, "\"\xef\xbf\xbd\xef\xbf\xbd!\"" },
    };
    ARENA_AUTO a = arena_new(1 << 16);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct buf b = buf_new(a);
        struct json j = json_new(&b);
        json_str(&j, rows[i].in);
        CHECK_STR(buf_str(&b), str_of(rows[i].out));
    }
}

static void depth_is_used_to_its_bound(void **state)
{
    ARENA_AUTO a = arena_new(1 << 16);
    struct buf b = buf_new(a);
    struct json j = json_new(&b);
    for (int i = 0; i < JSON_DEPTH_MAX; i++)
        json_open(&j, '[');
    for (int i = 0; i < JSON_DEPTH_MAX; i++)
        json_close(&j, ']');
    CHECK(b.n == 2 * JSON_DEPTH_MAX && j.depth == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commas_and_brackets_are_looked_after),
        cmocka_unit_test(strings_are_escaped),
        cmocka_unit_test(depth_is_used_to_its_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
