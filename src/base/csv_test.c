/* Cells as spreadsheets read them: never run, never split. */
#include "base/csv.h"

#include "base/arena.h"
#include "base/test.h"

static void cells_are_quoted_and_neutral(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 16);
    struct buf b = csv_begin(a);
    csv_cell(&b, S("单位"));
    csv_cell(&b, S("a \"b\", c"));
    csv_cell(&b, S("=1+1"));
    csv_end_row(&b);
    csv_cell(&b, S("+86"));
    csv_cell(&b, S("-12"));
    csv_cell(&b, S("-x"));
    csv_cell(&b, S("@SUM"));
    csv_cell(&b, S("\tx"));
    csv_cell(&b, STR_NONE);
    csv_end_row(&b);
    CHECK_STR(buf_str(&b), S("\xef\xbb\xbf\"单位\",\"a \"\"b\"\", c\",\"'=1+1\"\r\n"
                             "\"'+86\",\"-12\",\"'-x\",\"'@SUM\",\"'\tx\",\"\"\r\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_quoted_and_neutral),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
