#include "html/svg.h"

#include <assert.h>

#include "html/escape.h"

#define WIDTH 380
#define GROUND 180    /* where upright bars stand, and where the line's zero is */
#define TALLEST 147   /* of a bar: leaves a line of text above */
#define ROW_HEIGHT 44 /* of a lying bar with its text */
#define BAR_HEIGHT 12
#define COLUMN_WIDE 52
#define LINE_LEFT 14 /* dots do not touch the edge */

/* v of top, as a length of at most longest units; a value of some size is seen. */
static int64_t scaled(int64_t v, int64_t top, int64_t longest)
{
    int64_t length = top ? v * longest / top : 0;
    return v > 0 && length == 0 ? 1 : length;
}

static int64_t top_of(const struct svg_series *s)
{
    int64_t top = 0;
    for (size_t i = 0; i < s->n; i++) {
        assert(s->points[i].value >= 0 && s->points[i].value <= SVG_VALUE_MAX);
        if (s->points[i].value > top)
            top = s->points[i].value;
    }
    return top;
}

/* Begins the picture; its name and the whole series are what a screen reader says. */
static void open_svg(struct buf *out, const struct svg_series *s, int64_t height)
{
    buf_fmt(out, "<svg class=\"ch\" viewBox=\"0 0 %d %lld\" role=\"img\" aria-label=\"", WIDTH,
            (long long)height);
    html_escape(out, s->name);
    for (size_t i = 0; i < s->n; i++) {
        if (i == 0)
            buf_put(out, s->ascii ? S(": ") : S("："));
        else
            buf_put(out, s->ascii ? S(", ") : S("，"));
        html_escape(out, s->points[i].label);
        buf_byte(out, ' ');
        html_escape(out, s->points[i].text);
    }
    buf_put(out, S("\">"));
}

static void rect(struct buf *out, const struct svg_series *s, size_t i, int64_t x, int64_t y,
                 int64_t w, int64_t h)
{
    buf_fmt(out, "<rect class=\"%s\" x=\"%lld\" y=\"%lld\" width=\"%lld\" height=\"%lld\"/>",
            i == s->accent ? "b2" : "b1", (long long)x, (long long)y, (long long)w, (long long)h);
}

enum side { LEFT, MIDDLE, RIGHT };

static void text(struct buf *out, int64_t x, int64_t y, enum side side, bool value,
                 struct str words)
{
    static const char *const anchors[] = { "", " text-anchor=\"middle\"", " text-anchor=\"end\"" };
    buf_fmt(out, "<text%s x=\"%lld\" y=\"%lld\"%s>", value ? " class=\"v\"" : "", (long long)x,
            (long long)y, anchors[side]);
    html_escape(out, words);
    buf_put(out, S("</text>"));
}

static void axis(struct buf *out)
{
    buf_fmt(out, "<path d=\"M0 %dh%d\" stroke=\"#77828b\"/>", GROUND, WIDTH);
}

void svg_columns(struct buf *out, const struct svg_series *s)
{
    int64_t top = top_of(s), count = s->n ? (int64_t)s->n : 1;
    int64_t slot = WIDTH / count;
    int64_t wide = slot * 7 / 10 < COLUMN_WIDE ? slot * 7 / 10 : COLUMN_WIDE;
    assert(s->n <= SVG_COLUMNS_MAX);
    open_svg(out, s, GROUND + 30);
    axis(out);
    for (size_t i = 0; i < s->n; i++) {
        int64_t middle = WIDTH * (2 * (int64_t)i + 1) / (2 * count);
        int64_t tall = scaled(s->points[i].value, top, TALLEST);
        rect(out, s, i, middle - wide / 2, GROUND - tall, wide, tall);
        text(out, middle, GROUND - tall - 8, MIDDLE, true, s->points[i].text);
        text(out, middle, GROUND + 23, MIDDLE, false, s->points[i].label);
    }
    buf_put(out, S("</svg>"));
}

void svg_rows(struct buf *out, const struct svg_series *s)
{
    int64_t top = top_of(s);
    assert(s->n <= SVG_POINTS_MAX);
    open_svg(out, s, ROW_HEIGHT * (int64_t)s->n);
    for (size_t i = 0; i < s->n; i++) {
        int64_t y = ROW_HEIGHT * (int64_t)i;
        text(out, 0, y + 16, LEFT, false, s->points[i].label);
        text(out, WIDTH, y + 16, RIGHT, true, s->points[i].text);
        rect(out, s, i, 0, y + 24, scaled(s->points[i].value, top, WIDTH), BAR_HEIGHT);
    }
    buf_put(out, S("</svg>"));
}

static int64_t line_x(const struct svg_series *s, size_t i)
{
    if (s->n < 2)
        return WIDTH / 2;
    return LINE_LEFT + (WIDTH - 2 * LINE_LEFT) * (int64_t)i / ((int64_t)s->n - 1);
}

static enum side line_side(const struct svg_series *s, size_t i)
{
    if (s->n < 2)
        return MIDDLE;
    return i == 0 ? LEFT : i == s->n - 1 ? RIGHT : MIDDLE;
}

/* A text at the end begins or ends at the edge, so that it is not cut. */
static void line_text(struct buf *out, const struct svg_series *s, size_t i, int64_t y, bool value)
{
    enum side side = line_side(s, i);
    int64_t x = side == LEFT ? 0 : side == RIGHT ? WIDTH : line_x(s, i);
    text(out, x, y, side, value, value ? s->points[i].text : s->points[i].label);
}

static size_t highest(const struct svg_series *s)
{
    size_t at = 0;
    for (size_t i = 1; i < s->n; i++)
        if (s->points[i].value > s->points[at].value)
            at = i;
    return at;
}

void svg_line(struct buf *out, const struct svg_series *s)
{
    int64_t top = top_of(s), y[SVG_POINTS_MAX];
    size_t high = highest(s);
    assert(s->n <= SVG_POINTS_MAX);
    open_svg(out, s, GROUND + 30);
    axis(out);
    for (size_t i = 0; i < s->n; i++) {
        y[i] = GROUND - scaled(s->points[i].value, top, TALLEST);
        buf_fmt(out, "%s%lld %lld",
                i ? "L"
                  : "<path fill=\"none\" stroke=\"#12495a\" "
                    "stroke-width=\"3\" d=\"M",
                (long long)line_x(s, i), (long long)y[i]);
    }
    if (s->n)
        buf_put(out, S("\"/>"));
    for (size_t i = 0; i < s->n; i++) {
        bool end = i == 0 || i == s->n - 1;
        buf_fmt(out, "<circle class=\"%s\" cx=\"%lld\" cy=\"%lld\" r=\"%d\"/>",
                i == s->accent ? "b2" : "b1", (long long)line_x(s, i), (long long)y[i],
                i == s->accent ? 7 : 4);
        if (end || i == high || i == s->accent)
            line_text(out, s, i, y[i] - 12, true);
        if (end || i == s->n / 2)
            line_text(out, s, i, GROUND + 23, false);
    }
    buf_put(out, S("</svg>"));
}

void svg_bar(struct buf *out, int64_t part, int64_t whole)
{
    assert(part >= 0 && whole >= 0 && part <= SVG_VALUE_MAX && whole <= SVG_VALUE_MAX);
    int64_t hundredths = whole ? part * 10000 / whole : 0;
    if (hundredths > 10000)
        hundredths = 10000;
    buf_fmt(out,
            "<svg class=\"bar\" viewBox=\"0 0 100 4\" preserveAspectRatio=\"none\" "
            "aria-hidden=\"true\"><rect class=\"b1\" width=\"%d.%02d\" height=\"4\"/></svg>",
            (int)(hundredths / 100), (int)(hundredths % 100));
}
