#include "html/svg.h"

#include "base/test.h"
#include "html/lint.h"

static const struct svg_point years[] = {
    { { "2008", 4 }, { "28%", 3 }, 28 }, { { "2009", 4 }, { "33%", 3 }, 33 },
    { { "2010", 4 }, { "38%", 3 }, 38 }, { { "2011", 4 }, { "44%", 3 }, 44 },
    { { "2012", 4 }, { "49%", 3 }, 49 },
};

static struct svg_series series(const struct svg_point *points, size_t n, size_t accent)
{
    return (struct svg_series){ S("实名举报占比"), points, n, accent, false };
}

typedef void (*chart)(struct buf *out, const struct svg_series *s);
static const chart charts[] = { svg_columns, svg_rows, svg_line };

static size_t count(struct str s, struct str part)
{
    size_t n = 0;
    for (const char *at = s.p; (at = memmem(at, (size_t)(s.p + s.n - at), part.p, part.n)) != NULL;
         at += part.n)
        n++;
    return n;
}

static void columns_are_drawn_as_designed(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct buf out = buf_new(a);
    struct svg_series s = series(years, 2, 1);
    svg_columns(&out, &s);
    CHECK_STR(buf_str(&out),
              S("<svg class=\"ch\" viewBox=\"0 0 380 210\" role=\"img\" aria-label=\"实名举报占比："
                "2008 28%，2009 33%\"><path d=\"M0 180h380\" stroke=\"#77828b\"/>"
                "<rect class=\"b1\" x=\"69\" y=\"56\" width=\"52\" height=\"124\"/>"
                "<text class=\"v\" x=\"95\" y=\"48\" text-anchor=\"middle\">28%</text>"
                "<text x=\"95\" y=\"203\" text-anchor=\"middle\">2008</text>"
                "<rect class=\"b2\" x=\"259\" y=\"33\" width=\"52\" height=\"147\"/>"
                "<text class=\"v\" x=\"285\" y=\"25\" text-anchor=\"middle\">33%</text>"
                "<text x=\"285\" y=\"203\" text-anchor=\"middle\">2009</text></svg>"));
}

static void rows_are_drawn_as_designed(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct buf out = buf_new(a);
    struct svg_series s = series(years, 1, SVG_NO_ACCENT);
    s.ascii = true;
    svg_rows(&out, &s);
    CHECK_STR(buf_str(&out),
              S("<svg class=\"ch\" viewBox=\"0 0 380 44\" role=\"img\" aria-label=\"实名举报占比: "
                "2008 28%\"><text x=\"0\" y=\"16\">2008</text>"
                "<text class=\"v\" x=\"380\" y=\"16\" text-anchor=\"end\">28%</text>"
                "<rect class=\"b1\" x=\"0\" y=\"24\" width=\"380\" height=\"12\"/></svg>"));
}

static void a_line_shows_its_ends_top_and_accent(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct svg_point points[9];
    struct buf out = buf_new(a);
    for (size_t i = 0; i < COUNT_OF(points); i++)
        points[i] = (struct svg_point){ str_fmt(a, "l%zu", i), str_fmt(a, "v%zu", i), 10 };
    points[2].value = 100;
    struct svg_series s = series(points, COUNT_OF(points), 6);
    svg_line(&out, &s);
    struct str got = buf_str(&out);
    CHECK(str_contains(got, S("d=\"M14 166L58 166L102 33L146 166")));
    CHECK(count(got, S("<circle class=\"b1\"")) == 8 && count(got, S("<circle class=\"b2\"")) == 1);
    CHECK(count(got, S("class=\"v\"")) == 4);
    for (size_t i = 0; i < COUNT_OF(points); i++) {
        bool value = i == 0 || i == 2 || i == 6 || i == 8, label = i == 0 || i == 4 || i == 8;
        CHECK(str_contains(got, str_fmt(a, ">v%zu</text>", i)) == value);
        CHECK(str_contains(got, str_fmt(a, ">l%zu</text>", i)) == label);
    }
}

static void every_chart_says_all_and_has_one_accent(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(charts); i++) {
        ARENA_AUTO a = arena_new(1 << 20);
        struct buf out = buf_new(a), plain = buf_new(a);
        struct svg_series s = series(years, COUNT_OF(years), 4);
        charts[i](&out, &s);
        struct str got = buf_str(&out);
        CHECK(str_contains(got, S("role=\"img\" aria-label=\"实名举报占比：2008 28%，2009 33%，"
                                  "2010 38%，2011 44%，2012 49%\"")));
        CHECK(count(got, S("\"b2\"")) == 1 && count(got, S("\"b1\"")) == 4);
        CHECK(str_starts(got, S("<svg class=\"ch\" viewBox=\"0 0 380 ")));
        s.accent = SVG_NO_ACCENT;
        charts[i](&plain, &s);
        CHECK(count(buf_str(&plain), S("\"b2\"")) == 0);
    }
}

/* Whatever the texts are, the picture is sound markup and they do not break out of it. */
static void texts_are_escaped(void **state)
{
    static const struct svg_point evil[] = { { { "\"><script>", 10 }, { "<b>&'", 5 }, 3 },
                                             { { "x", 1 }, { NULL, 0 }, 0 } };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(charts); i++) {
        ARENA_AUTO a = arena_new(1 << 20);
        struct buf out = buf_new(a);
        struct svg_series s = series(evil, 2, 0);
        struct lint l = { 0 };
        s.name = S("\"><script>");
        charts[i](&out, &s);
        struct str got = buf_str(&out);
        assert_null(lint_text(&l, got));
        assert_null(lint_end(&l));
        CHECK(!str_contains(got, S("<script")) && !str_contains(got, S("<b>")));
        CHECK(str_contains(got, S("&quot;&gt;&lt;script&gt;")));
    }
}

static void values_at_the_bounds_are_drawn(void **state)
{
    static const struct svg_point points[] = { { { "a", 1 }, { "0", 1 }, 0 },
                                               { { "b", 1 }, { "1", 1 }, 1 },
                                               { { "c", 1 }, { "m", 1 }, SVG_VALUE_MAX } };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(charts); i++)
        for (size_t n = 0; n <= COUNT_OF(points); n++) {
            ARENA_AUTO a = arena_new(1 << 20);
            struct buf out = buf_new(a);
            struct svg_series s = series(points, n, SVG_NO_ACCENT);
            charts[i](&out, &s);
            CHECK(str_ends(buf_str(&out), S("</svg>")));
            CHECK(!str_contains(buf_str(&out), S("=\"-")));
        }
    ARENA_AUTO a = arena_new(1 << 20);
    struct buf out = buf_new(a);
    struct svg_series s = series(points, 3, SVG_NO_ACCENT);
    svg_rows(&out, &s);
    CHECK(str_contains(buf_str(&out), S("width=\"0\"")));
    CHECK(str_contains(buf_str(&out), S("width=\"1\""))); /* little is not nothing */
}

static void the_thin_bar_is_as_long_as_its_share(void **state)
{
    static const struct {
        int64_t part, whole;
        const char *width;
    } cases[] = { { 11547, 12408, "\"93.06\"" }, { 0, 5, "\"0.00\"" }, { 5, 5, "\"100.00\"" },
                  { 7, 5, "\"100.00\"" },        { 0, 0, "\"0.00\"" }, { 1, 3, "\"33.33\"" } };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        ARENA_AUTO a = arena_new(1 << 16);
        struct buf out = buf_new(a);
        svg_bar(&out, cases[i].part, cases[i].whole);
        CHECK(str_contains(buf_str(&out), str_of(cases[i].width)));
        CHECK(str_contains(buf_str(&out), S("class=\"bar\"")));
        CHECK(str_contains(buf_str(&out), S("aria-hidden=\"true\"")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_drawn_as_designed),
        cmocka_unit_test(rows_are_drawn_as_designed),
        cmocka_unit_test(a_line_shows_its_ends_top_and_accent),
        cmocka_unit_test(every_chart_says_all_and_has_one_accent),
        cmocka_unit_test(texts_are_escaped),
        cmocka_unit_test(values_at_the_bounds_are_drawn),
        cmocka_unit_test(the_thin_bar_is_as_long_as_its_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
