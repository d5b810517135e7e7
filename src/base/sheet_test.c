/* The same rows as CSV and as XLSX; the zip is read back part by part. */
#include "base/sheet.h"

#include "base/arena.h"
#include "base/test.h"

static struct buf made(struct arena *a, enum sheet_kind kind)
{
    struct sheet s = sheet_begin(a, kind, S("数字"));
    sheet_text(&s, S("名称"));
    sheet_text(&s, S("数"));
    sheet_end_row(&s);
    sheet_text(&s, S("=1+1 <b> & \x01"));
    sheet_number(&s, -12);
    sheet_text(&s, STR_NONE);
    sheet_end_row(&s);
    return sheet_end(&s);
}

static uint64_t le(struct str s, size_t at, int bytes)
{
    uint64_t v = 0;
    for (int i = bytes - 1; i >= 0; i--)
        v = v << 8 | (uint8_t)s.p[at + (size_t)i];
    return v;
}

/* The content of a part, found by walking the local heads. */
static struct str part(struct str zip, struct str name)
{
    size_t at = 0;
    while (at + 30 < zip.n && le(zip, at, 4) == 0x04034b50) {
        size_t n = le(zip, at + 26, 2), size = le(zip, at + 18, 4);
        assert_true(at + 30 + n + size <= zip.n);
        if (str_eq(str_slice(zip, at + 30, n), name))
            return str_slice(zip, at + 30 + n, size);
        at += 30 + n + size;
    }
    fail_msg("no part %.*s", STR_ARG(name));
    return STR_NONE;
}

static void the_same_rows_as_csv(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 16);
    struct buf b = made(a, SHEET_CSV);
    CHECK_STR(buf_str(&b), S("\xef\xbb\xbf\"名称\",\"数\"\r\n"
                             "\"'=1+1 <b> & \x01\",\"-12\",\"\"\r\n"));
}

static void and_as_a_workbook(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 18);
    struct buf b = made(a, SHEET_XLSX), again = made(a, SHEET_XLSX);
    struct str zip = buf_str(&b), rows = part(zip, S("xl/worksheets/sheet1.xml"));
    CHECK(str_eq(zip, buf_str(&again))); /* no clock in it */
    CHECK(str_contains(rows, S("<row r=\"1\"><c r=\"A1\" s=\"1\" t=\"inlineStr\"><is>"
                               "<t xml:space=\"preserve\">名称</t></is></c>")));
    CHECK(str_contains(rows, S(">=1+1 &lt;b&gt; &amp; </t>"))); /* a text, never a formula */
    CHECK(str_contains(rows, S("<c r=\"B2\"><v>-12</v></c>")));
    CHECK(str_contains(part(zip, S("xl/workbook.xml")), S("<sheet name=\"数字\"")));
    CHECK(str_contains(part(zip, S("[Content_Types].xml")), S("/xl/worksheets/sheet1.xml")));
    /* the end names the index, and the index its first part */
    size_t end = zip.n - 22, index = le(zip, end + 16, 4);
    CHECK(le(zip, end, 4) == 0x06054b50 && le(zip, end + 10, 2) == 6);
    CHECK(index + le(zip, end + 12, 4) == end && le(zip, index, 4) == 0x02014b50);
    CHECK(le(zip, index + 16, 4) == le(zip, 14, 4)); /* the same check sum in both heads */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_rows_as_csv),
        cmocka_unit_test(and_as_a_workbook),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
