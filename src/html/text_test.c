/* The public Mustache specification (tests/golden/mustache), in text mode and in pages. */
#include <jansson.h>

#include "base/test.h"
#include "html/html.h"
#include "html/mustache.h"
#include "html/token.h"

#define SPEC_TESTS 136
/* Of these, so many can be pages: the others show unescaped, show what no view has, or show a value
 * that is no text. A number that goes down tells of a page mode that got narrower. */
#define PAGE_TESTS 88

static const char *const files[] = { "comments", "delimiters", "interpolation",
                                     "inverted", "partials",   "sections" };

static struct html_value value_of(struct arena *a, const json_t *j)
{
    struct html_value v = { .node = j };
    switch (j ? (int)json_typeof(j) : -1) {
    case JSON_OBJECT:
        v.kind = HTML_MAP;
        break;
    case JSON_ARRAY:
        v.kind = HTML_LIST;
        v.n = json_array_size(j);
        break;
    case JSON_STRING:
        v.kind = HTML_TEXT;
        v.text = str_bytes(json_string_value(j), json_string_length(j));
        break;
    case JSON_INTEGER:
        v.kind = HTML_TEXT;
        v.text = str_fmt(a, "%lld", (long long)json_integer_value(j));
        break;
    case JSON_REAL:
        v.kind = HTML_TEXT;
        v.text = str_fmt(a, "%g", json_real_value(j));
        break;
    case -1:
        break;
    default:
        v.kind = HTML_BOOL;
        v.yes = json_is_true(j);
    }
    return v;
}

struct source {
    struct arena *arena;
    const json_t *partials;
    struct str template;
};

static void member(void *u, const void *map, struct str name, struct html_value *ret)
{
    struct source *s = u;
    *ret = value_of(s->arena, json_object_getn(map, name.p, name.n));
}

static void item(void *u, const void *list, size_t i, struct html_value *ret)
{
    struct source *s = u;
    *ret = value_of(s->arena, json_array_get(list, i));
}

static struct str partial(void *u, struct str name)
{
    struct source *s = u;
    return str_of(json_string_value(json_object_getn(s->partials, name.p, name.n)));
}

static struct str find(void *u, struct str name)
{
    struct source *s = u;
    return str_eq(name, S("the test")) ? s->template : partial(u, name);
}

static struct str no_text(void *u, int lang, struct str key)
{
    return STR_NONE;
}

static void text_mode_gives_what_is_expected(struct arena *a, const json_t *test)
{
    struct source s = { .arena = a, .partials = json_object_get(test, "partials") };
    struct html_data data = { .root = value_of(a, json_object_get(test, "data")),
                              .member = member,
                              .item = item,
                              .partial = partial,
                              .u = &s };
    struct buf out = buf_new(a);
    struct fault f = { 0 };
    struct str template = str_of(json_string_value(json_object_get(test, "template")));
    if (html_text_render(a, &out, template, &data, true, &f) != ERR_OK)
        fail_msg("%s: %s", json_string_value(json_object_get(test, "name")), f.detail);
    CHECK_STR(buf_str(&out), str_of(json_string_value(json_object_get(test, "expected"))));
}

static bool is_unescaped(const char *z)
{
    return strstr(z, "{{{") || strstr(z, "{{&");
}

/* The names, refused by pages for what they say, not for what the views lack. */
static void pages_refuse_unescaped_and_nothing_else(struct arena *a, const json_t *test)
{
    const char *template = json_string_value(json_object_get(test, "template")), *name;
    bool unescaped = is_unescaped(template), refused;
    struct fault f = { 0 };
    struct tokens t;
    json_t *value;
    refused = token_parse(a, str_of(template), true, &t, &f) != ERR_OK;
    json_object_foreach(json_object_get(test, "partials"), name, value)
    {
        unescaped = unescaped || is_unescaped(json_string_value(value));
        refused =
            refused || token_parse(a, str_of(json_string_value(value)), true, &t, &f) != ERR_OK;
    }
    assert_int_equal(refused, unescaped);
}

/* A JSON object laid out as a C struct, with the fields that describe it. */
#define SLOT 16

static size_t size_of(const json_t *object);

static size_t slot_of(const json_t *v)
{
    return json_is_object(v) ? size_of(v) : SLOT;
}

static size_t size_of(const json_t *object)
{
    size_t n = 0;
    for (void *i = json_object_iter((json_t *)(uintptr_t)object); i;
         i = json_object_iter_next((json_t *)(uintptr_t)object, i))
        n += slot_of(json_object_iter_value(i));
    return n;
}

static const struct field *lay_out(struct arena *a, json_t *object, char *data);

static void lay_out_list(struct arena *a, json_t *v, struct field *f, char *at)
{
    json_t *first = json_array_get(v, 0);
    struct list list = { NULL, json_array_size(v) };
    f->type = FIELD_LIST;
    f->item_size = json_is_object(first) ? size_of(first) : SLOT;
    char *items = arena_take(a, f->item_size * list.n + 1);
    for (size_t i = 0; i < list.n; i++)
        f->sub = lay_out(a, json_array_get(v, i), items + i * f->item_size);
    list.items = items;
    memcpy(at, &list, sizeof list);
}

static const struct field *lay_out(struct arena *a, json_t *object, char *data)
{
    struct field *fields = arena_array(a, struct field, json_object_size(object) + 1), *f = fields;
    const char *name;
    size_t offset = 0;
    json_t *v;
    json_object_foreach(object, name, v)
    {
        char *at = data + offset;
        struct html_value text = value_of(a, v);
        *f = (struct field){ .name = name, .type = FIELD_STR, .offset = offset };
        if (json_is_object(v)) {
            f->type = FIELD_VIEW;
            f->sub = lay_out(a, v, at);
        } else if (json_is_array(v)) {
            lay_out_list(a, v, f, at);
        } else if (json_is_boolean(v)) {
            f->type = FIELD_BOOL;
            *(bool *)at = json_is_true(v);
        } else if (json_is_integer(v)) {
            f->type = FIELD_INT;
            *(int64_t *)(void *)at = json_integer_value(v);
        } else {
            memcpy(at, &text.text, sizeof text.text);
        }
        offset += slot_of(v);
        f++;
    }
    return fields;
}

static bool page_mode_gives_what_is_expected(struct arena *a, const json_t *test)
{
    static const struct field none[] = { F_END };
    struct source s = { .arena = a,
                        .partials = json_object_get(test, "partials"),
                        .template = str_of(json_string_value(json_object_get(test, "template"))) };
    json_t *object = json_object_get(test, "data");
    struct html *h = html_new(find, no_text, 1, &s);
    struct fault f = { 0 };
    char *data = arena_take(a, size_of(object) + 1);
    struct view page = { none, NULL }, view = { lay_out(a, object, data), data };
    bool can = html_check(h, S("the test"), view.fields, page.fields, &f) == ERR_OK;
    if (can) {
        struct buf out = buf_new(a);
        html_render(h, &out, S("the test"), 0, view, page);
        CHECK_STR(buf_str(&out), str_of(json_string_value(json_object_get(test, "expected"))));
    }
    html_free(h);
    return can;
}

static void the_specification_is_kept(void **state)
{
    size_t tests = 0, pages = 0;
    (void)state;
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        ARENA_AUTO names = arena_new(1 << 16);
        json_error_t error;
        json_t *file = json_load_file(
            str_z(names, str_fmt(names, GOLDEN "/mustache/%s.json", files[i])), 0, &error);
        json_t *test;
        size_t k;
        assert_non_null(file);
        json_array_foreach(json_object_get(file, "tests"), k, test)
        {
            ARENA_AUTO a = arena_new(1 << 24);
            text_mode_gives_what_is_expected(a, test);
            pages_refuse_unescaped_and_nothing_else(a, test);
            pages += page_mode_gives_what_is_expected(a, test);
            tests++;
        }
        json_decref(file);
    }
    assert_int_equal(tests, SPEC_TESTS);
    assert_int_equal(pages, PAGE_TESTS);
}

/* What the ready source gives for a template. */
static struct str letter(struct arena *a, const struct html_map *m, const char *template,
                         struct fault *f)
{
    struct html_data data = html_map_data(m);
    struct buf out = buf_new(a);
    enum err e = html_text_render(a, &out, str_of(template), &data, false, f);
    CHECK(e == f->err);
    return e == ERR_OK ? buf_str(&out) : str_of(f->key);
}

static void a_map_makes_a_letter(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct html_map *m = html_map_new(a);
    struct fault f = { 0 };
    html_map_text(m, "name", S("张某 <b>"));
    html_map_text(m, "name", S("李某 <b>"));
    html_map_int(m, "days", -60);
    html_map_bool(m, "real", true);
    html_map_bool(m, "late", false);
    html_map_list(m, "none");
    html_map_text(html_map_map(m, "unit"), "name", S("区纪委"));
    for (int i = 1; i <= 20; i++)
        html_map_int(html_map_item(m, "points"), "n", i);
    CHECK_STR(
        letter(a, m, "{{name}}{{#real}}:{{days}}{{/real}}{{^late}},{{/late}}{{unit.name}}", &f),
        S("李某 <b>:-60,区纪委"));
    CHECK_STR(letter(a, m, "{{#unit}}{{name}}{{/unit}}{{#none}}x{{/none}}{{nobody}}", &f),
              S("区纪委"));
    CHECK_STR(letter(a, m, "{{#points}}{{n}}{{name}};{{/points}}", &f).n > 200 ? S("y") : S("n"),
              S("y"));
    CHECK_STR(letter(a, m, "{{#points}}{{n}} {{/points}}", &f),
              S("1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 "));
}

static void bad_letters_are_told_where(void **state)
{
    static const char *const bad[] = {
        "\n{{#a}}", "\n{{/a}}",      "\n{{a",      "\n{{#a}}{{/b}}",   "\n{{}}",
        "\n{{=a}}", "\n{{=a b c=}}", "\n{{== =}}", "\n{{#a}}\n{{^b}}", "\n{{=aaaaaaaaaaaaaaaaa b=}}"
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        ARENA_AUTO a = arena_new(1 << 20);
        struct fault f = { 0 };
        CHECK_STR(letter(a, html_map_new(a), bad[i], &f), S("template.bad"));
        CHECK(f.err == ERR_INVALID && str_starts(str_of(f.detail), S("line ")) &&
              f.detail[5] != '1');
    }
}

/* Partials of the test below: "self" holds itself, "wide" doubles in each of 15 steps. */
static struct str endless(void *u, struct str name)
{
    static const char *const names[] = { "a", "b", "c", "d", "e", "f", "g", "h",
                                         "i", "j", "k", "l", "m", "n", "o" };
    struct arena *a = u;
    if (str_eq(name, S("self")))
        return S("{{#x}}{{>self}}{{/x}}{{^x}}{{>self}}{{/x}}");
    if (str_eq(name, S("indent")))
        return S("\n\n\n\n  {{>indent}}\n");
    if (name.n == 1 && name.p[0] < 'o') {
        const char *next = names[name.p[0] - 'a' + 1];
        return str_fmt(a, "{{>%s}}{{>%s}}{{>%s}}", next, next, next);
    }
    return S("x");
}

static void letters_end_at_their_limits(void **state)
{
    static const char *const bad[] = { "{{>self}}", "{{>a}}", "  {{>indent}}",
                                       "{{#l}}{{#l}}{{x}}{{/l}}{{/l}}" };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        ARENA_AUTO a = arena_new(64 << 20);
        struct html_map *m = html_map_new(a);
        struct fault f = { 0 };
        struct buf out = buf_new(a);
        for (int k = 0; k < 1001; k++)
            html_map_item(m, "l");
        struct html_data data = html_map_data(m);
        data.partial = endless;
        data.u = a;
        CHECK(html_text_render(a, &out, str_of(bad[i]), &data, true, &f) == ERR_LIMIT);
        CHECK_STR(str_of(f.key), S("template.limit"));
    }
}

static struct str many_lines(void *u, struct str name)
{
    return str_of(u);
}

static void an_indented_partial_has_a_bound(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(64 << 20);
    struct html_map *m = html_map_new(a);
    struct html_data data = html_map_data(m);
    struct buf out = buf_new(a), lines = buf_new(a);
    struct fault f = { 0 };
    for (int i = 0; i < 100000; i++)
        buf_byte(&lines, '\n');
    buf_byte(&lines, '\0');
    data.partial = many_lines;
    data.u = lines.p;
    CHECK(html_text_render(a, &out, S(" {{>p}}"), &data, true, &f) == ERR_OK);
    CHECK(out.n == 200000);
    CHECK(html_text_render(a, &out, S("  {{>p}}"), &data, true, &f) == ERR_LIMIT);
}

static void item_of_nothing(void *u, const void *list, size_t i, struct html_value *ret)
{
    ret->kind = HTML_BOOL;
}

static void a_list_has_a_bound(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct html_data data = { .root = { .kind = HTML_LIST, .n = HTML_LIST_MAX },
                              .item = item_of_nothing };
    struct buf out = buf_new(a);
    struct fault f = { 0 };
    CHECK(html_text_render(a, &out, S("{{#.}}{{/.}}"), &data, true, &f) == ERR_OK);
    data.root.n++;
    CHECK(html_text_render(a, &out, S("{{#.}}{{/.}}"), &data, true, &f) == ERR_LIMIT);
}

static void output_has_a_bound(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(64 << 20);
    struct html_map *m = html_map_new(a);
    struct fault f = { 0 };
    char big[1000];
    memset(big, 'x', sizeof big);
    html_map_text(m, "big", str_bytes(big, sizeof big));
    for (int k = 0; k < 4000; k++)
        html_map_item(m, "l");
    CHECK(letter(a, m, "{{#l}}{{big}}{{/l}}", &f).n == 4000 * sizeof big);
    CHECK_STR(letter(a, m, "{{#l}}{{big}}{{big}}{{/l}}", &f), S("template.limit"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_specification_is_kept),
        cmocka_unit_test(a_map_makes_a_letter),
        cmocka_unit_test(bad_letters_are_told_where),
        cmocka_unit_test(letters_end_at_their_limits),
        cmocka_unit_test(an_indented_partial_has_a_bound),
        cmocka_unit_test(a_list_has_a_bound),
        cmocka_unit_test(output_has_a_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
