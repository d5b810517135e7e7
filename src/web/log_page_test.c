/* The public log's pages: what a person brings is checked without script and without a log-in, each
 * fault is told in both languages; the reporter fetches receipts, promises and proofs. */
#include "domain/log_omission.h"
#include "domain/log_world.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"
#include "i18n/i18n.h"
#include "tlog/small_log.h"
#include "web/browser.h"

#define COUNTY 330411

struct scene {
    struct world *w;
    struct web *web;
    struct sequencer *q;
    struct report_receipt slip;
    struct browser mine, any;
};

static struct scene begin(void **state)
{
    struct site *site = *state;
    struct scene s = { .w = site->w, .web = site->web };
    struct log_paths paths;
    struct report_form f = world_form();

    s.q = log_world(s.w, &paths);
    (void)world_as_nobody(s.w);
    s.slip = world_report(s.w, &f);
    world_time(s.w, "2026-09-18T10:11:00+08:00");
    s.mine = browser_new(s.w, s.web);
    s.any = browser_new(s.w, s.web);
    struct str form = str_fmt(s.w->ctx.arena, "report_no=%.*s&password=%.*s",
                              STR_ARG(s.slip.report_no), STR_ARG(f.password));
    assert_int_equal(browser_post(&s.mine, "/my/login", str_z(s.w->ctx.arena, form)), 303);
    return s;
}

static void log_all(struct scene *s)
{
    struct ctx *c = world_as_system(s->w);

    WORLD_OK(c, sequencer_drain(c, s->q, 16));
}

static const char *z(struct scene *s, struct str text)
{
    return str_z(s->w->ctx.arena, text);
}

/* The sentence of a key as a page shows it, or as the wrong language would. */
static bool says(struct scene *s, const struct browser *b, int lang, const char *key)
{
    struct str text = i18n_text(s->w->app->i18n, lang, str_of(key));

    CHECK(!str_absent(text));
    return browser_sees(b, z(s, text));
}

static void the_slip_promises_and_the_timeline_proves(void **state)
{
    struct scene s = begin(state);
    struct browser *b = &s.mine;

    assert_int_equal(browser_get(b, "/report/sent"), 200);
    CHECK(browser_sees(b, "收件承诺"));
    CHECK(browser_sees(b, LOG_WORLD_ORIGIN "/promise"));
    assert_int_equal(browser_get(b, "/my"), 200);
    CHECK(browser_sees(b, "href=\"/my/proof/0\""));
    assert_int_equal(browser_get(b, "/my/proof"), 200);
    CHECK(browser_sees(b, "等候编入"));
    assert_int_equal(browser_get(b, "/my/proof/0"), 200);
    CHECK(browser_sees(b, "等着编入日志") && !browser_sees(b, "/my/proof/0/file"));
    assert_int_equal(browser_get(b, "/my/proof/0/file"), 404);
    assert_int_equal(browser_get(b, "/my/proof/0/promise"), 200);
    CHECK(str_starts(b->body, S(LOG_WORLD_ORIGIN "/promise\n")));
    log_all(&s);
    assert_int_equal(browser_get(b, "/my/proof/0"), 200);
    CHECK(browser_sees(b, "别人看到，就知道您反映过")); /* the warning */
    CHECK(browser_sees(b, "/my/proof/0/file"));
    assert_int_equal(browser_get(b, "/my/proof/0/promise"), 404);
    assert_int_equal(browser_get(b, "/my/proof/0/file"), 200);
    CHECK(str_starts(b->body, S("c2sp.org/tlog-proof@v1\nextra ")));
    CHECK_STR(browser_header(b, "Content-Disposition"),
              S("attachment; filename=\"0.tlog-proof\""));
    CHECK_STR(browser_header(b, "Cache-Control"), S("no-store"));
    assert_int_equal(browser_get(b, "/my/proof/99"), 404);
    (void)browser_get(&s.any, "/my/proof/0/file");
    CHECK(browser_sees(&s.any, "name=\"password\"")); /* the log-in */
    sequencer_close(s.q);
}

static struct str percent(struct arena *a, struct str text)
{
    struct buf b = buf_new(a);

    for (size_t i = 0; i < text.n; i++)
        buf_fmt(&b, text.p[i] == '\n' ? "%%0D%%0A" : "%%%02X", (unsigned char)text.p[i]);
    return buf_str(&b);
}

/* As a file, under that policy. */
static int check(struct scene *s, struct browser *b, struct str receipt, struct str policy)
{
    struct arena *a = s->w->ctx.arena;
    struct browser_file f = { "a.tlog-proof", z(s, receipt) };
    struct str form = str_fmt(a, "receipt=&policy=%.*s", STR_ARG(percent(a, policy)));

    return browser_upload(b, "/log/check", z(s, form), &f, 1);
}

/* One text pasted into a box. */
static int paste(struct scene *s, struct browser *b, const char *path, const char *box,
                 struct str text)
{
    struct arena *a = s->w->ctx.arena;
    struct str form = str_fmt(a, "%s=%.*s", box, STR_ARG(percent(a, text)));

    return browser_upload(b, path, z(s, form), NULL, 0);
}

static struct str fetched(struct scene *s, const char *path)
{
    assert_int_equal(browser_get(&s->mine, path), 200);
    return str_dup(s->w->ctx.arena, s->mine.body);
}

static void a_receipt_is_checked_as_file_and_as_text(void **state)
{
    struct scene s = begin(state);
    struct browser *b = &s.any;

    log_all(&s);
    struct str file = fetched(&s, "/my/proof/0/file"), words = fetched(&s, "/my/proof/0/words");
    assert_int_equal(browser_get(b, "/log/check"), 200);
    CHECK(browser_sees(b, "enctype=\"multipart/form-data\""));
    assert_int_equal(check(&s, b, file, S("")), 200);
    CHECK(says(&s, b, LANG_ZH, "judge.proven"));
    CHECK(browser_sees(b, "收到您的反映") && browser_sees(b, "没有见证方签名"));
    CHECK_STR(browser_header(b, "Cache-Control"), S("no-store"));
    assert_int_equal(check(&s, b, words, S("")), 200);
    CHECK(browser_sees(b, "告诉反映人的话"));
    assert_int_equal(paste(&s, b, "/log/check", "receipt", str_trim(file)), 200);
    CHECK(says(&s, b, LANG_ZH, "judge.proven"));
    sequencer_close(s.q);
}

static struct str spoilt(struct scene *s, struct str file, const char *old, const char *new)
{
    struct buf b = buf_new(s->w->ctx.arena);
    const char *text = z(s, file), *at = strstr(text, old);

    CHECK(at != NULL);
    buf_put(&b, str_bytes(text, (size_t)(at - text)));
    buf_put(&b, str_of(new));
    buf_put(&b, str_of(at + strlen(old)));
    return buf_str(&b);
}

struct fault_case {
    struct str receipt, policy;
    const char *key;
};

/* In both languages, each with a sentence of its own, and nothing of the receipt read out. */
static void tell(struct scene *s, const struct fault_case *f)
{
    for (int lang = 0; lang < LANG__COUNT; lang++) {
        CHECK(browser_get(&s->any, lang == LANG_ZH ? "/log/check?lang=zh" : "/log/check?lang=en") ==
              200);
        if (check(s, &s->any, f->receipt, f->policy) != 422 || !says(s, &s->any, lang, f->key))
            fail_msg("%s is not told: %d", f->key, s->any.status);
        CHECK(!browser_sees(&s->any, "330411") && !browser_sees(&s->any, "CH_WEB"));
    }
    CHECK(browser_get(&s->any, "/log/check?lang=zh") == 200);
}

static void each_fault_of_a_receipt_has_its_sentence(void **state)
{
    struct scene s = begin(state);
    struct arena *a = s.w->ctx.arena;
    struct note_key own;

    log_all(&s);
    struct str file = fetched(&s, "/my/proof/0/file");
    WORLD_OK(&s.w->ctx, public_log_key(&s.w->ctx, &own));
    struct str vkey = note_key_text(a, &own);
    own.public_key[0] ^= 1;
    struct note_key unknown = note_key_of(own.name, NOTE_ED25519, own.public_key);
    struct str size = str_fmt(a, "\n%s\n16\n", LOG_WORLD_ORIGIN);
    const struct fault_case faults[] = {
        { S("%PDF-1.4\n"), S(""), "judge.none" },
        { str_slice(file, 0, file.n / 2), S(""), "judge.cut" },
        { spoilt(&s, file, "index ", "indix "), S(""), "judge.form" },
        { spoilt(&s, file, "extra AQ", "extra BQ"), S(""), "judge.closed" },
        { spoilt(&s, file, "index ", "index 1"), S(""), "judge.altered" },
        { spoilt(&s, file, z(&s, size), "\n" LOG_WORLD_ORIGIN "\n17\n"), S(""),
          "judge.signature" },
        { file, S("log " OTHER_VKEY "\nquorum none\n"), "judge.other_log" },
        { file, str_fmt(a, "log %.*s\nquorum none\n", STR_ARG(note_key_text(a, &unknown))),
          "judge.unknown_key" },
        { file,
          str_fmt(a, "log %.*s\nwitness w " WITNESS_VKEY "\nquorum w\n", STR_ARG(vkey)),
          "judge.few" },
        { file, S("log x\n"), "log.check.policy_end" },
    };
    for (size_t i = 0; i + 1 < COUNT_OF(faults); i++)
        tell(&s, &faults[i]);
    CHECK(check(&s, &s.any, file, S("# nothing\n")) == 422);
    CHECK(says(&s, &s.any, LANG_ZH, "log.check.policy_end"));
    CHECK(check(&s, &s.any, file, S("\nlog x\n")) == 422);
    CHECK(browser_sees(&s.any, "核对规则第 1 行"));
    CHECK(paste(&s, &s.any, "/log/check", "receipt", S(" ")) == 422);
    CHECK(says(&s, &s.any, LANG_ZH, "log.check.nothing"));
    struct buf large = buf_new(a);
    for (size_t i = 0; i < (1 << 20) + 2; i++)
        buf_byte(&large, 'x');
    CHECK(check(&s, &s.any, buf_str(&large), S("")) == 422);
    CHECK(says(&s, &s.any, LANG_ZH, "pasted.large"));
    sequencer_close(s.q);
}

static void a_newer_or_another_tree_is_told(void **state)
{
    struct scene s = begin(state);

    log_all(&s);
    struct str file = fetched(&s, "/my/proof/0/file"), tile;
    struct ctx *c = world_as_nobody(s.w);
    struct tile first = { 0, 0, 1 };
    WORLD_OK(c, public_log_tile(c, &first, &tile));
    struct str other = str_dup(c->arena, tile);
    ((char *)other.p)[0] = (char)(other.p[0] ^ 1);
    world_write(s.w, Q_TEST_TILE_SPOIL, BLOB(other), INT(0), INT(0));
    tell(&s, &(struct fault_case){ file, S(""), "judge.split" });
    world_write(s.w, Q_TEST_SIGNED_DROP, INT(0));
    tell(&s, &(struct fault_case){ file, S(""), "judge.newer" });
    sequencer_close(s.q);
}

static void the_code_of_the_slip_is_looked_up(void **state)
{
    struct scene s = begin(state);
    struct arena *a = s.w->ctx.arena;
    struct browser *b = &s.any;
    const char *code = z(&s, str_fmt(a, "check_code=%.*s", STR_ARG(s.slip.check_code)));

    assert_int_equal(browser_post(b, "/log/find", code), 200);
    CHECK(browser_sees(b, "等候编入"));
    log_all(&s);
    assert_int_equal(browser_post(b, "/log/find", code), 200);
    CHECK(says(&s, b, LANG_ZH, "log.find.all") && browser_sees(b, "已公布"));
    CHECK(!browser_sees(b, z(&s, s.slip.check_code)));
    assert_int_equal(browser_post(b, "/log/find", "check_code=0"), 422);
    CHECK(says(&s, b, LANG_ZH, "log.find.mistyped"));
    assert_int_equal(browser_post(b, "/log/find?lang=en", "check_code=0"), 422);
    assert_int_equal(browser_post(b, "/log/find", "check_code="), 422);
    CHECK(says(&s, b, LANG_ZH, "log.find.nothing") || says(&s, b, LANG_EN, "log.find.nothing"));
    assert_int_equal(browser_get(b, "/log/find?lang=zh"), 200);
    code = z(&s, str_fmt(a, "%s&report_no=1234", code));
    assert_int_equal(browser_post(b, "/log/find", code), 422);
    CHECK(says(&s, b, LANG_ZH, "log.find.number"));
    char nothing[27];
    check_code_write((const uint8_t[CASE_CODE]){ 1 }, nothing);
    code = z(&s, str_fmt(a, "check_code=%s", nothing));
    assert_int_equal(browser_post(b, "/log/find", code), 200);
    CHECK(says(&s, b, LANG_ZH, "log.find.none"));
    sequencer_close(s.q);
}

static void an_overdue_step_is_proven_to_a_stranger(void **state)
{
    struct scene s = begin(state);
    struct browser *b = &s.any;

    log_all(&s);
    assert_int_equal(browser_get(&s.mine, "/my/proof"), 200);
    CHECK(browser_sees(&s.mine, "还没有逾期"));
    assert_int_equal(browser_get(&s.mine, "/my/omission/D04"), 409);
    assert_int_equal(browser_get(&s.mine, "/my/omission/D99"), 404);
    world_time(s.w, "2026-10-16T02:00:00+08:00");
    log_all(&s);
    struct str form = str_fmt(s.w->ctx.arena, "report_no=%.*s&password=%.*s",
                              STR_ARG(s.slip.report_no), STR_ARG(world_form().password));
    assert_int_equal(browser_post(&s.mine, "/my/login", z(&s, form)), 303);
    assert_int_equal(browser_get(&s.mine, "/my/proof"), 200);
    CHECK(browser_sees(&s.mine, "/my/omission/D04"));
    struct str file = fetched(&s, "/my/omission/D04");
    assert_int_equal(paste(&s, b, "/log/omission", "omission", file), 200);
    CHECK(says(&s, b, LANG_ZH, "omission.shown") && browser_sees(b, "10月15日"));
    assert_int_equal(paste(&s, b, "/log/omission", "omission", str_slice(file, 0, 150)), 422);
    CHECK(says(&s, b, LANG_ZH, "omission.cut"));
    assert_int_equal(paste(&s, b, "/log/omission", "omission",
                           spoilt(&s, file, "step D04", "step D10")),
                     422);
    CHECK(says(&s, b, LANG_ZH, "omission.step"));
    assert_int_equal(paste(&s, b, "/log/omission", "omission", S("")), 422);
    CHECK(says(&s, b, LANG_ZH, "omission.nothing"));
    sequencer_close(s.q);
}

static void the_log_tells_what_it_is(void **state)
{
    struct site *site = *state;
    struct browser b = browser_visitor(state);

    assert_int_equal(browser_get(&b, "/log"), 200);
    CHECK(browser_sees(&b, "收件日志还没有开始"));
    struct scene s = begin(state);
    log_all(&s);
    assert_int_equal(browser_get(&b, "/log"), 200);
    CHECK(browser_sees(&b, LOG_WORLD_ORIGIN "+") && browser_sees(&b, "/promise+"));
    struct str whole = browser_between(&b, "<span class=\"hash\">", "</span>");
    CHECK(whole.n == 79); /* 64 digits by fours */
    assert_int_equal(browser_get(&b, "/log/sheet"), 200);
    struct str half = browser_between(&b, "<b class=\"hash\">", "</b>");
    CHECK(half.n == 39 && str_starts(whole, half)); /* eight groups of the same root */
    assert_int_equal(browser_get(&b, "/log/policy"), 200);
    CHECK(str_contains(b.body, S("\nquorum ")));
    (void)site;
    sequencer_close(s.q);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_slip_promises_and_the_timeline_proves, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(a_receipt_is_checked_as_file_and_as_text, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(each_fault_of_a_receipt_has_its_sentence, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(a_newer_or_another_tree_is_told, site_open, site_close),
        cmocka_unit_test_setup_teardown(the_code_of_the_slip_is_looked_up, site_open, site_close),
        cmocka_unit_test_setup_teardown(an_overdue_step_is_proven_to_a_stranger, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(the_log_tells_what_it_is, site_open, site_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
