#include "html/html.h"

#include "base/test.h"
#include "html/token.h"

/* Templates and sentences of a test, by name. */
struct pair {
    const char *name, *text;
};
struct world {
    const struct pair *templates; /* end with a NULL name */
    const struct pair *zh, *en;
};

static struct str pair_find(const struct pair *p, struct str name)
{
    for (; p && p->name; p++)
        if (str_eq(str_of(p->name), name))
            return str_of(p->text);
    return STR_NONE;
}

static struct str world_find(void *u, struct str name)
{
    return pair_find(((struct world *)u)->templates, name);
}

static struct str world_text(void *u, int lang, struct str key)
{
    struct world *w = u;
    return pair_find(lang == 0 ? w->zh : w->en, key);
}

struct step {
    struct str name;
    bool done;
};
struct who {
    struct str unit;
};
struct matter {
    struct str number, code, next_href, late;
    bool overdue;
    int64_t days;
    struct list steps;
    struct who who;
    struct str chart;
};
struct frame {
    struct str title, number;
};

static const struct field step_fields[] = { F_STR(struct step, name), F_BOOL(struct step, done),
                                            F_END };
static const struct field who_fields[] = { F_STR(struct who, unit), F_END };
static const struct field matter_fields[] = {
    F_STR(struct matter, number),
    F_STR(struct matter, code),
    F_STR(struct matter, next_href),
    F_STR(struct matter, late),
    F_BOOL(struct matter, overdue),
    F_INT(struct matter, days),
    F_LIST(struct matter, steps, struct step, step_fields),
    F_VIEW(struct matter, who, who_fields),
    F_RAW(struct matter, chart),
    F_END,
};
static const struct field frame_fields[] = { F_STR(struct frame, title),
                                             F_STR(struct frame, number), F_END };

static const struct step steps[] = { { { "登记", 6 }, true }, { { "a<b", 3 }, false } };

static struct matter matter_sample(void)
{
    return (struct matter){ .number = S("4170&<>\"'"),
                            .code = S("ST_ACCEPTED"),
                            .next_href = S("/desk/m/7?x=1&y=2"),
                            .overdue = true,
                            .days = -42,
                            .steps = { steps, COUNT_OF(steps) },
                            .who = { S("区纪委") },
                            .chart = S("<svg></svg>") };
}

static const struct pair zh[] = { { "due", "最迟 {{ days }} 给您 <b>答复</b>" },
                                  { "state.ST_ACCEPTED", "已受理 {{number}}，<i>{{title}}{{no}}" },
                                  { "plain", "您好" },
                                  { "nested",
                                    "{{#overdue}}晚{{/overdue}}{{^overdue}}早{{/overdue}}" },
                                  { "bad", "{{nobody}}" },
                                  { "bad.partial", "{{>p}}" },
                                  { "bad.markup", "{{chart}}" },
                                  { "bad.nest", "{{#t}}plain{{/t}}" },
                                  { "only.zh", "只有中文" },
                                  { NULL, NULL } };
static const struct pair en[] = { { "due", "at the latest {{days}}" },
                                  { "state.ST_ACCEPTED", "accepted" },
                                  { "plain", "hello" },
                                  { "nested", "late or not" },
                                  { "bad", "fine here" },
                                  { "bad.partial", "x" },
                                  { "bad.markup", "x" },
                                  { "bad.nest", "x" },
                                  { NULL, NULL } };

/* What the template gives for the sample; the fault's detail when it is refused. */
static struct str rendered(struct arena *a, const struct pair *templates, int lang, struct matter m,
                           size_t *missing)
{
    struct world w = { templates, zh, en };
    struct html *h = html_new(world_find, world_text, 2, &w);
    struct frame page = { S("阳光信访"), S("page's own") };
    struct fault f = { 0 };
    struct buf out = buf_new(a);
    if (html_check(h, S("x"), matter_fields, frame_fields, &f) != ERR_OK) {
        CHECK(f.err == ERR_INVALID);
        buf_put(&out, str_dup(a, str_of(f.detail)));
    } else {
        html_render(h, &out, S("x"), lang, (struct view){ matter_fields, &m },
                    (struct view){ frame_fields, &page });
    }
    if (missing)
        *missing = html_missing(h);
    html_free(h);
    return buf_str(&out);
}

static struct str show(struct arena *a, const char *template)
{
    struct pair templates[] = { { "x", template },
                                { "p", "<i>{{number}}</i>\n<b>{{title}}</b>\n" },
                                { "row", "{{name}};" },
                                { "loop", "{{>loop}}" },
                                { NULL, NULL } };
    return rendered(a, templates, 0, matter_sample(), NULL);
}

static void fields_are_shown_and_escaped(void **state)
{
    static const struct pair cases[] = {
        { "{{number}}", "4170&amp;&lt;&gt;&quot;&#39;" },
        { "{{title}} {{days}}", "阳光信访 -42" },
        { "<p title=\"{{number}}\">", "<p title=\"4170&amp;&lt;&gt;&quot;&#39;\">" },
        { "{{#overdue}}晚{{/overdue}}{{^overdue}}早{{/overdue}}", "晚" },
        { "{{#late}}a{{/late}}{{^late}}b{{/late}}{{#number}}c{{/number}}", "bc" },
        { "{{#days}}{{days}}{{/days}}{{^days}}0{{/days}}", "-42" },
        { "<ol>{{#steps}}<li{{#done}} class=\"done\"{{/done}}>{{name}}</li>{{/steps}}</ol>",
          "<ol><li class=\"done\">登记</li><li>a&lt;b</li></ol>" },
        { "{{^steps}}none{{/steps}}", "" },
        { "{{who.unit}} {{#who}}{{unit}} {{title}}{{/who}}", "区纪委 区纪委 阳光信访" },
        { "{{chart}}", "<svg></svg>" },
        { "{{#steps}}{{number}}{{>row}}{{/steps}}",
          "4170&amp;&lt;&gt;&quot;&#39;登记;4170&amp;&lt;&gt;&quot;&#39;a&lt;b;" },
        { "<div>\n  {{>p}}\n</div>",
          "<div>\n  <i>4170&amp;&lt;&gt;&quot;&#39;</i>\n  <b>阳光信访</b>\n</div>" },
        { "{{! nothing }}x", "x" },
    };
    (void)state;
    ARENA_AUTO a = arena_new(1 << 22);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        CHECK_STR(show(a, cases[i].name), str_of(cases[i].text));
}

static void addresses_take_whole_segments(void **state)
{
    static const struct pair cases[] = {
        { "<a href=\"/m/{{number}}\">", "<a href=\"/m/4170%26%3C%3E%22%27\">" },
        { "<a href=\"/m/{{code}}/x?n={{days}}&amp;c={{code}}#f-{{code}}\">",
          "<a href=\"/m/ST_ACCEPTED/x?n=-42&amp;c=ST_ACCEPTED#f-ST_ACCEPTED\">" },
        { "<a href=\"#{{code}}\">", "<a href=\"#ST_ACCEPTED\">" },
        { "<a href=\"/d?to={{next_href}}\">",
          "<a href=\"/d?to=%2Fdesk%2Fm%2F7%3Fx%3D1%26y%3D2\">" },
        { "<a href=\"?c={{code}}{{#overdue}}&amp;o=1{{/overdue}}\">",
          "<a href=\"?c=ST_ACCEPTED&amp;o=1\">" },
        { "<a href=\"{{next_href}}\">", "<a href=\"/desk/m/7?x=1&amp;y=2\">" },
        { "<a href=\"/o/{{code}}.csv\">", "<a href=\"/o/ST_ACCEPTED.csv\">" },
        { "<form action=\"/m/{{code}}\" method=\"post\">",
          "<form action=\"/m/ST_ACCEPTED\" method=\"post\">" },
        { "<meta http-equiv=\"refresh\" content=\"20;url={{next_href}}\">",
          "<meta http-equiv=\"refresh\" content=\"20;url=/desk/m/7?x=1&amp;y=2\">" },
        { "<meta name=\"description\" content=\"{{title}}\">",
          "<meta name=\"description\" content=\"阳光信访\">" },
        { "<script src=\"/a/x.js\" defer></script>{{days}}",
          "<script src=\"/a/x.js\" defer></script>-42" },
    };
    (void)state;
    ARENA_AUTO a = arena_new(1 << 22);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        CHECK_STR(show(a, cases[i].name), str_of(cases[i].text));
}

static void sentences_speak_the_language(void **state)
{
    static const struct {
        const char *template, *zh, *en;
    } cases[] = {
        { "<p>{{#t}} due {{/t}}</p>", "<p>最迟 -42 给您 &lt;b&gt;答复&lt;/b&gt;</p>",
          "<p>at the latest -42</p>" },
        { "<p title=\"{{#t}}plain{{/t}}\">", "<p title=\"您好\">", "<p title=\"hello\">" },
        { "{{#t}}nested{{/t}}", "晚", "late or not" },
        { "{{#t}}state.{{code}}{{/t}}", "已受理 4170&amp;&lt;&gt;&quot;&#39;，&lt;i&gt;阳光信访",
          "accepted" },
        { "{{#t}}state.{{days}}{{/t}}", "state.-42", "state.-42" },
    };
    (void)state;
    ARENA_AUTO a = arena_new(1 << 22);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct pair t[] = { { "x", cases[i].template }, { NULL, NULL } };
        CHECK_STR(rendered(a, t, 0, matter_sample(), NULL), str_of(cases[i].zh));
        CHECK_STR(rendered(a, t, 1, matter_sample(), NULL), str_of(cases[i].en));
    }
}

static void what_is_missing_while_rendering_is_counted(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 22);
    size_t missing;
    struct matter m = matter_sample();
    struct pair t[] = { { "x", "{{#t}}state.{{code}}{{/t}}<a href=\"{{next_href}}\">" },
                        { NULL, NULL } };
    rendered(a, t, 1, m, &missing);
    assert_int_equal(missing, 0);
    rendered(a, t, 0, m, &missing); /* {{no}} in the sentence */
    assert_int_equal(missing, 1);
    m.code = S("<x>");
    CHECK_STR(rendered(a, t, 1, m, &missing),
              S("state.&lt;x&gt;<a href=\"/desk/m/7?x=1&amp;y=2\">"));
    assert_int_equal(missing, 1);
    static const char *const bad[] = { "javascript:alert(1)", "//evil", "/\\evil", "data:x",
                                       " /x" };
    m.code = S("ST_ACCEPTED");
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        m.next_href = str_of(bad[i]);
        CHECK_STR(rendered(a, t, 1, m, &missing), S("accepted<a href=\"#\">"));
        assert_int_equal(missing, 1);
    }
    char longer[200];
    memset(longer, 'k', sizeof longer);
    m.code = str_bytes(longer, sizeof longer);
    m.next_href = S("");
    CHECK(rendered(a, t, 1, m, &missing).n > 100);
    assert_int_equal(missing, 1);
}

/* Each of these is refused, and the fault names the place. */
static const struct pair refused[] = {
    { "{{nobody}}", "x:1: no field nobody" },
    { "\n\n{{who.nobody}}", "x:3: no field who.nobody" },
    { "{{number.x}}", "x:1: no field number.x" },
    { "{{.}}", "x:1: no field ." },
    { "{{overdue}}", "is no text or number" },
    { "{{steps}}", "is no text or number" },
    { "{{{number}}}", "unescaped" },
    { "{{&number}}", "unescaped" },
    { "{{#nobody}}{{/nobody}}", "no field nobody" },
    { "{{#steps}}", "never closed" },
    { "{{/steps}}", "closes nothing" },
    { "{{#steps}}{{/days}}", "closes steps" },
    { "{{number", "not closed" },
    { "{{ }}", "without a name" },
    { "{{>nobody}}", "no partial nobody" },
    { "{{>loop}}", "loop:1: partials nested deeper" },
    { "{{>row}}", "row:1: no field name" },
    { "{{#t}}nokey{{/t}}", "no sentence nokey in language 0" },
    { "{{#t}}only.zh{{/t}}", "no sentence only.zh in language 1" },
    { "{{#t}}{{/t}}", "without a key" },
    { "{{^t}}plain{{/t}}", "inverted" },
    { "{{#t}}a.{{#overdue}}b{{/overdue}}{{/t}}", "only text and variables" },
    { "{{#t}}a.{{overdue}}{{/t}}", "no text or number" },
    { "{{#t}}bad{{/t}}", "bad:1: no field nobody" },
    { "{{#t}}bad.partial{{/t}}", "partial in a sentence" },
    { "{{#t}}bad.markup{{/t}}", "markup chart in a sentence" },
    { "{{#t}}bad.nest{{/t}}", "sentence in a sentence" },
    /* places */
    { "<{{code}}>", "outside text" },
    { "<a {{code}}>", "outside text" },
    { "<a {{code}}=\"x\">", "outside text" },
    { "<a x{{code}}=\"x\">", "outside text" },
    { "<a class={{code}}>", "outside text" },
    { "<a class='{{code}}'>", "without double quotes" },
    { "<a class=x>", "without double quotes" },
    { "<!-- {{code}} -->", "outside text" },
    { "<script>{{code}}</script>", "in script" },
    { "<script>x</script>", "inline script" },
    { "<style>p{}</style>", "inline script or style" },
    { "<a style=\"x\">", "style=" },
    { "<a onclick=\"x\">", "style= or on*=" },
    { "<a ONCLICK=\"{{code}}\">", "style= or on*=" },
    { "<iframe srcdoc=\"{{code}}\">", "may hold none" },
    { "<img srcset=\"{{code}}\">", "may hold none" },
    { "<a title=\"{{chart}}\">", "markup in an attribute" },
    { "<title>{{chart}}</title>", "markup in title" },
    { "<title><b></title>", "inside script, style, title" },
    { "<title></b></title>", "inside script, style, title" },
    { "<title>x", "ends inside" },
    { "<a", "ends inside" },
    { "a < b", "begins no tag" },
    { "<![CDATA[", "unknown markup" },
    { "<!-- --! -->", "--!" },
    { "<a\"b\">", "no place in a tag" },
    { "<a b=\"x\"c=\"y\">", "no place in a tag" },
    /* addresses */
    { "<a href=\"{{code}}\">", "no whole segment" },
    { "<a href=\"/{{code}}\">", "no whole segment" },
    { "<a href=\"//{{code}}\">", "no whole segment" },
    { "<a href=\"//x/{{code}}\">", "no whole segment" },
    { "<a href=\"/\\x/{{code}}\">", "no whole segment" },
    { "<a href=\"/a{{code}}\">", "no whole segment" },
    { "<a href=\"/a/{{code}}b\">", "only a part" },
    { "<a href=\"https://x/{{code}}\">", "no whole segment" },
    { "<a href=\"javascript:{{code}}\">", "no whole segment" },
    { "<a href=\"/a/{{next_href}}{{code}}\">", "no whole segment" },
    { "<a href=\"{{#t}}plain{{/t}}\">", "sentence in an address" },
    { "<img src=\"{{code}}\">", "no whole segment" },
    { "<button formaction=\"{{code}}\">", "no whole segment" },
    { "<meta http-equiv=\"refresh\" content=\"{{code}}\">", "http-equiv" },
    { "<meta content=\"{{code}}\" http-equiv=\"refresh\">", "http-equiv" },
    /* branches */
    { "{{#overdue}}<b{{/overdue}}>", "another place" },
    { "{{#overdue}}<!-- {{/overdue}}-->", "another place" },
    { "<a class=\"{{#overdue}}\" href=\"/x{{/overdue}}\">", "another place" },
    { "<a class=\"{{#overdue}}\" title=\"{{/overdue}}\">", "another place" },
    { "{{#overdue}}<script>{{/overdue}}</script>", "another place" },
    { "<a class=\"{{#overdue}}\">{{/overdue}}\">", "another place" },
    { "<a href=\"{{#overdue}}/a/{{/overdue}}{{code}}\">", "another part" },
    { "<a {{#overdue}}href=\"/x{{/overdue}}\">", "another place" },
    { "<{{#overdue}}a{{/overdue}}>", "middle of markup" },
    { "<a class={{#overdue}}\"x\"{{/overdue}}>", "middle of markup" },
    { "<a {{#steps}}x=\"{{name}}\" on{{/steps}}>", "another place" },
    { "<h{{#overdue}}1{{/overdue}}>", "no place in a tag" },
};

static void pages_refuse_what_could_go_wrong(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 24);
    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        struct str got = show(a, refused[i].name);
        if (!str_contains(got, str_of(refused[i].text)) || !str_contains(got, S(":")))
            fail_msg("%s: %.*s", refused[i].name, STR_ARG(got));
    }
}

static void names_are_looked_up_in_the_view_first(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 20);
    struct matter m = matter_sample();
    struct pair t[] = { { "x", "{{number}}/{{title}}" }, { NULL, NULL } };
    m.number = S("view's own");
    CHECK_STR(rendered(a, t, 0, m, NULL), S("view&#39;s own/阳光信访"));
}

static void a_field_named_t_is_refused(void **state)
{
    static const struct field fields[] = { { "t", FIELD_STR, 0, NULL, 0 }, F_END };
    static const struct pair templates[] = { { "x", "a" }, { NULL, NULL } };
    (void)state;
    struct world w = { templates, zh, en };
    struct html *h = html_new(world_find, world_text, 2, &w);
    struct fault f = { 0 };
    CHECK(html_check(h, S("x"), fields, frame_fields, &f) == ERR_INVALID);
    CHECK(html_check(h, S("x"), frame_fields, fields, &f) == ERR_INVALID);
    CHECK(html_check(h, S("y"), frame_fields, frame_fields, &f) == ERR_INVALID);
    CHECK(html_check(h, S("x"), frame_fields, frame_fields, &f) == ERR_OK);
    CHECK(html_check(h, S("x"), frame_fields, frame_fields, &f) == ERR_OK);
    html_free(h);
}

/* What was sound in one place is looked at again in another, within a page and in the next one. */
static void a_partial_is_judged_where_it_stands(void **state)
{
    static const struct pair templates[] = { { "x", "{{>q}}<p>{{>q}}</p>" },
                                             { "y", "{{>q}}<p {{>q}}></p>" },
                                             { "z", "<p {{>q}}></p>" },
                                             { "q", "a=b" },
                                             { NULL, NULL } };
    (void)state;
    struct world w = { templates, zh, en };
    struct html *h = html_new(world_find, world_text, 2, &w);
    struct fault f = { 0 };
    CHECK(html_check(h, S("x"), matter_fields, frame_fields, &f) == ERR_OK);
    CHECK(html_check(h, S("y"), matter_fields, frame_fields, &f) == ERR_INVALID);
    CHECK_STR(str_of(f.detail), S("q:1: attribute value without double quotes"));
    CHECK(html_check(h, S("z"), matter_fields, frame_fields, &f) == ERR_INVALID);
    html_free(h);
}

static void limits_hold(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 26);
    struct buf deep = buf_new(a), wide = buf_new(a);
    for (int i = 0; i <= HTML_DEPTH_MAX; i++)
        buf_put(&deep, S("{{#overdue}}"));
    for (int i = 0; i <= HTML_DEPTH_MAX; i++)
        buf_put(&deep, S("{{/overdue}}"));
    CHECK(str_contains(show(a, str_z(a, buf_str(&deep))), S("nested deeper")));

    while (wide.n <= HTML_TEMPLATE_MAX)
        buf_put(&wide, S("0123456789abcdef"));
    CHECK(str_contains(show(a, str_z(a, buf_str(&wide))), S("over 262144 bytes")));
    wide.n = HTML_TEMPLATE_MAX;
    CHECK(show(a, str_z(a, buf_str(&wide))).n == HTML_TEMPLATE_MAX);

    /* one inside the other: the bound itself still passes */
    struct pair chain[HTML_DEPTH_MAX + 3] = { { "x", "{{>p1}}" } };
    for (int i = 1; i <= HTML_DEPTH_MAX; i++)
        chain[i] = (struct pair){ str_z(a, str_fmt(a, "p%d", i)),
                                  str_z(a, str_fmt(a, "{{>p%d}}", i + 1)) };
    chain[HTML_DEPTH_MAX].text = "end";
    CHECK_STR(rendered(a, chain, 0, matter_sample(), NULL), S("end"));
    chain[HTML_DEPTH_MAX].text = "{{>p17}}";
    chain[HTML_DEPTH_MAX + 1] = (struct pair){ "p17", "end" };
    CHECK_STR(rendered(a, chain, 0, matter_sample(), NULL),
              S("p16:1: partials nested deeper than 16"));

    struct pair large[] = { { "x", "{{>big}}{{>big}}{{>big}}{{>big}}" },
                            { "big", str_z(a, buf_str(&wide)) },
                            { NULL, NULL } };
    CHECK(str_contains(rendered(a, large, 0, matter_sample(), NULL), S("over 1048576 bytes")));

    /* partials that double: 2^16 inclusions end at a bound, not in memory */
    struct pair t[HTML_DEPTH_MAX + 2] = { { NULL, NULL } };
    for (int i = 0; i < HTML_DEPTH_MAX; i++) {
        t[i] = (struct pair){ i ? str_z(a, str_fmt(a, "p%d", i)) : "x",
                              str_z(a, str_fmt(a, "{{>p%d}}{{>p%d}}{{days}}", i + 1, i + 1)) };
    }
    t[HTML_DEPTH_MAX] = (struct pair){ "p16", "{{days}}{{days}}" };
    CHECK(str_contains(rendered(a, t, 0, matter_sample(), NULL), S("over 65536 operations")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_shown_and_escaped),
        cmocka_unit_test(addresses_take_whole_segments),
        cmocka_unit_test(sentences_speak_the_language),
        cmocka_unit_test(what_is_missing_while_rendering_is_counted),
        cmocka_unit_test(pages_refuse_what_could_go_wrong),
        cmocka_unit_test(names_are_looked_up_in_the_view_first),
        cmocka_unit_test(a_field_named_t_is_refused),
        cmocka_unit_test(a_partial_is_judged_where_it_stands),
        cmocka_unit_test(limits_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
