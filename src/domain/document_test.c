/* Papers: every wording with exactly its names, numbers, seals, who reads them, how delivered. */
#include "domain/document.h"
#include "domain/document_text.h"
#include "domain/event.h"
#include "domain/world.h"
#include "domain/world_queries.h"
#include "gen/embed.h"

#define PASSWORD "five plain words for me"

/* What a move gives with each paper, beyond the common head (move_paper.c). */
static const struct wording {
    const char *code;
    bool internal;
    const char *names; /* needed */
    const char *shown; /* values of these stand in the text */
} wordings[] = {
    { "W01", false, "received_on channel check_code", "received_on channel check_code" },
    { "N01", false, "received_on day basis", "received_on day basis" },
    { "N02", false, "", "" },
    { "N03", false, "received_on reason text basis", "received_on reason text basis" },
    { "N04", false, "received_on missing", "received_on missing" },
    { "N05", true, "received_on day", "received_on day" },
    { "N06", true, "received_on reason basis", "received_on reason basis" },
    { "N07", true, "to_body reg_no received_on day basis", "to_body reg_no received_on day" },
    { "N08", true, "to_body reg_no received_on reason requirement basis", "requirement reg_no" },
    { "N09", true, "reg_no received_on day basis", "reg_no day" },
    { "N10", true, "reg_no findings summary lower_examined_on lower_head_approved basis",
      "findings summary" },
    { "N11", true, "reg_no reason way questions answer_by basis",
      "reason way questions answer_by" },
    { "N12", false, "received_on facts findings opinion basis remedy", "facts opinion remedy" },
    { "N13", false, "received_on findings", "findings" },
    { "N14", false, "answer basis", "answer" },
    { "N15", false, "asked_on handling_body officer_no basis",
      "asked_on handling_body officer_no" },
    { "N16", false, "asked_on refusal basis", "refusal" },
    { "N17", false, "handling_body asked_on facts ruling opinion basis", "facts ruling opinion" },
    { "N18", false, "handling_body asked_on facts ruling opinion basis", "facts ruling opinion" },
    { "N19", false, "basis", "basis" },
    { "N20", false, "day", "day" },
    { "N21", false, "day reason text basis", "reason text" },
    { "N22", false, "old_due due reason text basis", "old_due due reason text" },
    { "N23", false, "text basis", "text" },
    { "H02", false, "hearing_on place hearers openness hearing_form basis",
      "hearing_on place hearers" },
    { "H03", true, "reg_no heard_on attendance absent record basis", "heard_on record" },
    { "H04", false, "facts votes_for votes_against reasons opinion basis",
      "facts opinion" },
    { "E01", true, "reg_no notes summary basis", "notes summary" },
    { "M01", true, "rep_unit rep_name rep_kind text basis", "rep_name text" },
    { "M02", true, "reg_no rep_name rep_unit note basis", "note rep_name" },
    { "FA1", true, "reg_no note basis", "note" },
    { "C01", true, "reg_no wording done_on basis", "wording" },
    { "P01", true, "held_on place attendance title body_text questions answers basis",
      "questions answers body_text" },
    { "P02", true, "title body_text pub_form place to_on basis", "body_text place" },
    { "P03", true, "done_how text basis", "text" },
    { "A01", true, "to_body breach found_on correction correct_by basis", "correction correct_by" },
    { "A02", true, "to_body breach found_on facts rule outcome decision", "facts rule decision" },
};

struct made {
    struct document_value items[40];
    size_t n;
};

/* name=«name» for each; days for the ones that are days */
static struct made values_for(struct arena *a, const char *names, const char *without)
{
    struct made m = { .n = 0 };
    struct str rest = str_of(names);
    while (!str_absent(rest)) {
        struct str name = str_cut(&rest, ' ');
        if (name.n == 0 || str_eq(name, str_of(without)))
            continue;
        m.items[m.n++] = (struct document_value){ name, str_fmt(a, "«%.*s»", STR_ARG(name)) };
    }
    return m;
}

struct story {
    struct report_receipt receipt;
    int64_t report, matter;
};

static struct story story(struct world *w)
{
    struct report_form f = world_form();
    struct story s = { .receipt = world_report(w, &f) };
    int64_t n;
    s.report = world_as_reporter(w, s.receipt.report_no, S(PASSWORD))->actor->report;
    s.matter = s.receipt.matter;
    world_time(w, "2026-09-18T10:11:00+08:00");
    struct ctx *c = world_as_system(w);
    WORLD_OK(c, report_reveal_due(c, &n));
    return s;
}

static struct document_new paper(const struct story *s, const struct wording *t,
                                 const struct key *k, const struct made *m)
{
    return (struct document_new){ .matter = s->matter,
                                  .report = t->internal ? 0 : s->report,
                                  .code = str_of(t->code),
                                  .key = k,
                                  .values = m->items,
                                  .value_count = m->n };
}

static void every_wording_asks_for_its_names(void **state)
{
    WORLD_AUTO w = world_new();
    struct story s = story(w);
    struct ctx *c = world_as(w, 330411, RO_SCREENER);
    struct key kr, km;
    size_t notices = 0;
    (void)state;

    WORLD_OK(c, vault_open(c, OBJECT_KR, s.report, &kr));
    WORLD_OK(c, vault_open(c, OBJECT_KM, s.matter, &km));
    for (size_t i = 0; i < COUNT_OF(wordings); i++) {
        const struct wording *t = &wordings[i];
        const struct key *k = t->internal ? &km : &kr;
        struct document_draft *d;
        struct made m = values_for(c->arena, t->names, "");
        struct document_new n = paper(&s, t, k, &m);
        WORLD_OK(c, document_prepare(c, &n, &d));
        CHECK(document_draft_hash(d).n == 64);
        struct str rest = str_of(t->names);
        while (!str_absent(rest) && rest.n) { /* each one that is left out is missed by name */
            struct str name = str_cut(&rest, ' ');
            struct made less = values_for(c->arena, t->names, str_z(c->arena, name));
            n = paper(&s, t, k, &less);
            WORLD_FAULT(c, document_prepare(c, &n, &d), ERR_INVALID, "document.missing");
            CHECK(strstr(c->fault.detail, str_z(c->arena, name)));
        }
    }
    for (size_t i = 0; i < embed_file_count; i++)
        notices += str_starts(str_of(embed_files[i].name), S("notices/")) ? 1 : 0;
    CHECK(notices == COUNT_OF(wordings)); /* a new wording needs its line above */
}

static struct str write_paper(struct ctx *c, const struct document_new *n, int64_t *ret)
{
    struct document_draft *d;
    struct str hash;
    WORLD_OK(c, document_prepare(c, n, &d));
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, document_store(c, d, ret, &hash));
    CHECK_STR(hash, document_draft_hash(d));
    WORLD_OK(c, store_commit(c));
    return hash;
}

static void the_text_says_what_was_given(void **state)
{
    WORLD_AUTO w = world_new();
    struct story s = story(w);
    struct ctx *c = world_as(w, 330411, RO_SCREENER);
    struct key kr, km;
    (void)state;

    WORLD_OK(c, vault_open(c, OBJECT_KR, s.report, &kr));
    WORLD_OK(c, vault_open(c, OBJECT_KM, s.matter, &km));
    for (size_t i = 0; i < COUNT_OF(wordings); i++) {
        const struct wording *t = &wordings[i];
        struct made m = values_for(c->arena, t->names, "");
        struct document_new n = paper(&s, t, t->internal ? &km : &kr, &m);
        struct document_view v;
        int64_t id;
        struct str hash = write_paper(c, &n, &id);
        bool slip = strcmp(t->code, "W01") == 0;
        if (slip) { /* its reporter's alone */
            WORLD_FAULT(c, document_read(c, id, &v), ERR_NOT_FOUND, "document.none");
            c = world_as_reporter(w, s.receipt.report_no, S(PASSWORD));
        }
        WORLD_OK(c, document_read(c, id, &v));
        c = world_as(w, 330411, RO_SCREENER);
        CHECK_STR(v.hash, hash);
        CHECK(v.lines[0].mark == DOCUMENT_TITLE && v.internal == t->internal && !v.delivered);
        CHECK(v.lines[v.line_count - 1].mark == DOCUMENT_SIGN);
        CHECK_STR(v.lines[v.line_count - 1].text, S("2026年9月18日"));
        CHECK(str_contains(v.text, S("秀洲区")));
        CHECK(!str_contains(v.text, S("{{")) && v.line_count >= 5);
        struct str number = report_number_shown(c->arena, s.receipt.report_no);
        CHECK(str_contains(v.text, number) == (!t->internal && strcmp(t->code, "N02") != 0) ||
              strcmp(t->code, "N02") == 0);
        struct str rest = str_of(t->shown);
        while (!str_absent(rest) && rest.n) {
            struct str name = str_cut(&rest, ' ');
            CHECK(str_contains(v.text, str_fmt(c->arena, "«%.*s»", STR_ARG(name))));
        }
        if (slip)
            CHECK(str_absent(v.doc_no));
        else
            CHECK_STR(v.doc_no, str_fmt(c->arena, "浙嘉秀函〔2026〕%zu号", i));
    }
}

/* Values cannot pass for marks, days are written out, lists come in their order. */
static void values_stay_values(void **state)
{
    static const struct document_value values[] = {
        { { "a", 1 }, { "# 假标题\n> 假署名\n\x01假\n第二段", 0 } },
        { { "day", 3 }, { "2026-01-05", 10 } },
        { { "not_day", 7 }, { "2026-01-05 10:00", 16 } },
        { { "l.0.x", 5 }, { "一", 3 } },
        { { "l.1.x", 5 }, { "二", 3 } },
        { { "l.0.y", 5 }, { "甲", 3 } },
        { { "l.1.y", 5 }, { "<b>", 3 } },
        { { "a", 1 }, { "second", 6 } },
        { { "empty", 5 }, { "", 0 } },
    };
    struct document_value given[COUNT_OF(values)];
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    const struct document_line *lines;
    struct str text, date;
    size_t n;
    (void)state;

    memcpy(given, values, sizeof(given));
    given[0].value.n = strlen(given[0].value.p);
    struct str wording = S("{{! 2026-09-01 optional: maybe }}\n# 标题\n@ 某人：\n{{a}}\n"
                           "{{#empty}}\n没有\n{{/empty}}\n{{#maybe}}{{maybe}}{{/maybe}}\n\n"
                           "{{#l}}\n{{x}}{{y}}\n{{/l}}\n{{day}} {{not_day}}\n> {{day}}\n");
    WORLD_OK(c, document_text_render(c, S("T"), wording, given, COUNT_OF(given), &text, &date));
    CHECK_STR(date, S("2026-09-01"));
    CHECK_STR(text, S("#标题\n@某人：\n # 假标题\n > 假署名\n 假\n 第二段\n 一甲\n 二<b>\n"
                      " 2026年1月5日 2026-01-05 10:00\n>2026年1月5日"));
    CHECK(document_text_lines(c->arena, text, &lines, &n) && n == 10);
    CHECK(lines[2].mark == DOCUMENT_PARAGRAPH && lines[9].mark == DOCUMENT_SIGN);
    CHECK_STR(lines[3].text, S("> 假署名"));
    CHECK(!document_text_lines(c->arena, S("?x"), &lines, &n));
    CHECK(!document_text_lines(c->arena, S("#a\n"), &lines, &n));

    static const char *const bad[] = {
        "# 没有第一行\n",
        "{{! 2026-13-01 }}\n# 标题\n",
        "{{! 2026-09-01 maybe: a }}\n# 标题\n",
        "{{! 2026-09-01 }}\n没有标题\n",
        "{{! 2026-09-01 }}\n# 标题\n{{#open}}\n",
        "",
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        WORLD_FAULT(
            c,
            document_text_render(c, S("T"), str_of(bad[i]), given, COUNT_OF(given), &text, &date),
            ERR_INVALID, "document.wording");
    WORLD_FAULT(c,
                document_text_render(c, S("T"), S("{{! 2026-09-01 }}\n# 标题\n{{#l}}{{z}}{{/l}}"),
                                     given, COUNT_OF(given), &text, &date),
                ERR_INVALID, "document.missing");
}

static void check_read(struct ctx *c, int64_t id, enum err err, const char *key)
{
    struct document_view v;
    WORLD_FAULT(c, document_read(c, id, &v), err, key);
}

static void who_reads_which_paper(void **state)
{
    WORLD_AUTO w = world_new();
    struct story s = story(w);
    struct ctx *c = world_as(w, 330411, RO_SCREENER);
    struct made m = values_for(c->arena, "received_on missing", "");
    struct made inside = values_for(c->arena, "to_body reg_no received_on day basis", "");
    struct document_list list;
    struct document_view v;
    struct key kr, km;
    int64_t letter, internal;
    (void)state;

    WORLD_OK(c, vault_open(c, OBJECT_KR, s.report, &kr));
    WORLD_OK(c, vault_open(c, OBJECT_KM, s.matter, &km));
    struct document_new n = paper(&s, &wordings[4], &kr, &m);
    (void)write_paper(c, &n, &letter);
    n = paper(&s, &wordings[7], &km, &inside);
    (void)write_paper(c, &n, &internal);
    WORLD_OK(c, document_of_matter(c, s.matter, &list));
    CHECK(list.n == 2);
    WORLD_OK(c, document_of_report(c, s.report, &list));
    CHECK(list.n == 1 && list.items[0].id == letter && list.items[0].text.n == 0);
    CHECK_STR(list.items[0].title, S("补充材料告知书"));

    /* the reporter: his letter, not the file's papers, not another's */
    c = world_as_reporter(w, s.receipt.report_no, S(PASSWORD));
    WORLD_OK(c, document_read(c, letter, &v));
    check_read(c, internal, ERR_NOT_FOUND, "document.none");
    WORLD_FAULT(c, document_of_matter(c, s.matter, &list), ERR_NOT_FOUND, "matter.none");
    struct report_form f = world_form();
    struct report_receipt other = world_report(w, &f);
    c = world_as_reporter(w, other.report_no, S(PASSWORD));
    check_read(c, letter, ERR_NOT_FOUND, "document.none");
    WORLD_FAULT(c, document_of_report(c, s.report, &list), ERR_NOT_FOUND, "report.none");
    check_read(world_as_nobody(w), letter, ERR_NOT_FOUND, "document.none");
    /* the clerk: what the reporter gets, no papers of the file; others nothing */
    c = world_as(w, 330411, RO_CLERK);
    WORLD_OK(c, document_read(c, letter, &v));
    check_read(c, internal, ERR_NOT_FOUND, "document.none");
    WORLD_OK(c, document_of_matter(c, s.matter, &list));
    CHECK(list.n == 1);
    check_read(world_as(w, 330411, RO_HANDLER), internal, ERR_NOT_FOUND, "document.none");
    check_read(world_as(w, 330400, RO_SCREENER), letter, ERR_NOT_FOUND, "document.none");
    check_read(c, 99, ERR_NOT_FOUND, "document.none");
    struct rows r;
    WORLD_OK(c, store_run(c, Q_TEST_AUDIT_COUNT, &r, TEXT(S("document.open"))));
    CHECK(cell(&r, 0, 0)->i == 1);
    /* no word of it stands in clear */
    WORLD_OK(c, store_run(c, Q_TEST_DOCUMENT_CLEAR, &r, INT(letter)));
    CHECK(!memmem(cell(&r, 0, 0)->s.p, cell(&r, 0, 0)->s.n, "missing", 7));
}

static enum err deliver(struct ctx *c, const struct delivery_new *n)
{
    WORLD_OK(c, store_begin(c));
    enum err e = delivery_store(c, n);
    if (e == ERR_OK)
        return store_commit(c);
    store_rollback(c);
    return e;
}

static void deliveries_are_recorded(void **state)
{
    WORLD_AUTO w = world_new();
    struct story s = story(w);
    struct ctx *c = world_as(w, 330411, RO_SCREENER);
    struct made m = values_for(c->arena, "received_on missing", "");
    struct document_view v;
    struct key kr;
    int64_t id;
    (void)state;

    WORLD_OK(c, vault_open(c, OBJECT_KR, s.report, &kr));
    struct document_new n = paper(&s, &wordings[4], &kr, &m);
    (void)write_paper(c, &n, &id);
    struct delivery_new d = { .document = id,
                              .form = S("PHONE"),
                              .day = ctx_today(c),
                              .detail = S("他说知道了"),
                              .key = &kr };
    WORLD_MISTAKE(c, deliver(c, &d), "second_officer", "delivery.two_officers");
    d.second_officer = c->actor->officer; /* the same one twice is one */
    WORLD_MISTAKE(c, deliver(c, &d), "second_officer", "delivery.two_officers");
    d.form = S("PIGEON");
    WORLD_MISTAKE(c, deliver(c, &d), "form", "form.option");
    d.form = S("SYSTEM");
    d.second_officer = 0;
    fault_clear(&c->fault);
    WORLD_OK(c, deliver(c, &d));
    WORLD_OK(c, document_read(c, id, &v));
    CHECK(v.delivered && v.delivered_day.n == ctx_today(c).n);
    CHECK_STR(v.delivery_form, S("SYSTEM"));
    d.form = S("IN_PERSON");
    d.second_officer = world_officer(w, 330411, RO_PO_HEAD);
    d.day.n++;
    WORLD_OK(c, deliver(c, &d));
    WORLD_OK(c, document_read(c, id, &v));
    CHECK_STR(v.delivery_form, S("IN_PERSON"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_wording_asks_for_its_names),
        cmocka_unit_test(the_text_says_what_was_given),
        cmocka_unit_test(values_stay_values),
        cmocka_unit_test(who_reads_which_paper),
        cmocka_unit_test(deliveries_are_recorded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
