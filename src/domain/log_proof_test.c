/* Receipts of what was really logged, promises for what waits, and what a slip's code finds. */
#include "domain/log_check.h"
#include "domain/log_world.h"
#include "domain/message.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

#define COUNTY 330411

static void accept(struct log_story *s)
{
    log_story_register(s);
    (void)world_move(s->w, COUNTY, RO_SCREENER, s->slip.matter, "T07", "text=属于受理范围。");
    (void)world_move(s->w, COUNTY, RO_PO_HEAD, s->slip.matter, "T07", "decision=approve");
}

static void what_waits_is_promised_and_what_is_logged_proven(void **state)
{
    LOG_STORY_AUTO s = log_story_new();
    struct chain_leaf l;
    struct log_checked k;
    struct note n;
    struct note_key by;
    struct str promise, file;

    (void)state;
    struct ctx *c = log_story_reporter(&s);
    WORLD_OK(c, log_of_mine_at(c, S("0"), &l));
    assert_int_equal(l.place.state, LEAF_WAITS);
    WORLD_FAULT(c, log_receipt(c, &l, false, &file), ERR_NOT_FOUND, "log.not_yet");
    fault_clear(&c->fault);
    WORLD_OK(c, log_promise(c, &l, &promise));
    WORLD_OK(c, log_promise_key(c, &by));
    CHECK(note_parse(c->arena, promise, &n));
    assert_int_equal(note_verify(&n, &by, NULL), NOTE_SIGNED);
    CHECK_STR(n.text, str_fmt(c->arena, "%s/promise\n%.*s\n%.*s\n2026-09-18T10:20:00+08:00\n",
                              LOG_WORLD_ORIGIN, STR_ARG(str_hex(c->arena, l.tag, 32)),
                              STR_ARG(str_hex(c->arena, l.c, 32))));
    struct str again;
    WORLD_OK(c, log_promise_of_new(c, s.slip.check_code, &again));
    CHECK_STR(again, promise); /* the same words, whoever asks */

    log_story_drain(&s);
    c = log_story_reporter(&s);
    WORLD_OK(c, log_of_mine_at(c, S("0"), &l));
    assert_int_equal(l.place.state, LEAF_PUBLISHED);
    WORLD_OK(c, log_promise(c, &l, &promise));
    CHECK(str_absent(promise));
    for (int words = 0; words < 2; words++) {
        WORLD_OK(c, log_receipt(c, &l, words, &file));
        WORLD_OK(c, log_check_receipt(c, file, STR_NONE, &k));
        assert_int_equal(k.verdict, JUDGE_PROVEN);
        CHECK(str_contains(k.j.opened.meta, S("\nkind E_RECEIVED\nchain report\n")));
        CHECK(words == (k.j.opened.r_b != NULL));
    }
}

/* Every event of matters and reports, with and without words, opens to what was logged. */
static void every_event_of_a_story_opens_to_its_entry(void **state)
{
    LOG_STORY_AUTO s = log_story_new();
    struct chain_leaves report, matter;
    struct log_checked k;
    struct str file;

    (void)state;
    accept(&s);
    struct ctx *c = world_as(s.w, COUNTY, RO_PO_HEAD);
    WORLD_OK(c, message_send(c, world_report_of(s.w, s.slip.matter), S("请补充时间。"), true,
                             arena_new_of(c->arena, struct message)));
    log_story_drain(&s);
    c = log_story_reporter(&s);
    WORLD_OK(c, log_of_mine(c, &report));
    CHECK(report.n >= 4);
    for (size_t i = 0; i < report.n; i++) {
        CHECK(report.items[i].place.state == LEAF_PUBLISHED && report.items[i].has_body);
        WORLD_OK(c, log_receipt(c, &report.items[i], true, &file));
        WORLD_OK(c, log_check_receipt(c, file, STR_NONE, &k));
        assert_int_equal(k.verdict, JUDGE_PROVEN);
    }
    c = world_as_system(s.w);
    WORLD_OK(c, chain_leaves(c, false, s.slip.matter, NULL, &matter));
    CHECK(matter.n > report.n - 1);
    for (size_t i = 0; i < matter.n; i++) {
        CHECK(matter.items[i].place.state == LEAF_PUBLISHED);
        CHECK(str_contains(matter.items[i].meta, S("\nchain matter\n")));
    }
}

static void what_was_changed_afterwards_is_seen(void **state)
{
    LOG_STORY_AUTO s = log_story_new();
    struct chain_leaves all;

    (void)state;
    log_story_drain(&s);
    struct ctx *c = log_story_reporter(&s);
    WORLD_OK(c, log_of_mine(c, &all));
    world_write(s.w, Q_TEST_EVENT_KIND, TEXT(S("E_ACCEPTED")), INT(s.slip.matter));
    WORLD_FAULT(c, log_of_mine(c, &all), ERR_STORE, "log.changed");
}

static void only_the_reporter_has_them(void **state)
{
    LOG_STORY_AUTO s = log_story_new();
    struct chain_leaves all;
    struct chain_leaf l;

    (void)state;
    struct ctx *c = world_as_nobody(s.w);
    WORLD_FAULT(c, log_of_mine(c, &all), ERR_LOGIN, "session.over");
    c = world_as(s.w, COUNTY, RO_CLERK);
    WORLD_FAULT(c, log_of_mine(c, &all), ERR_LOGIN, "session.over");
    c = log_story_reporter(&s);
    WORLD_FAULT(c, log_of_mine_at(c, S("7"), &l), ERR_NOT_FOUND, "log.no_entry");
    WORLD_FAULT(c, log_of_mine_at(c, S("x"), &l), ERR_NOT_FOUND, "log.no_entry");
}

/* ---- checks ---- */

static void receipts_are_compared_with_the_log(void **state)
{
    LOG_STORY_AUTO s = log_story_new();
    struct chain_leaf l;
    struct log_checked k;
    struct str file;

    (void)state;
    log_story_drain(&s);
    struct ctx *c = log_story_reporter(&s);
    WORLD_OK(c, log_of_mine_at(c, S("0"), &l));
    WORLD_OK(c, log_receipt(c, &l, false, &file));
    struct str tile = str_slice(STR_NONE, 0, 0);
    struct tile first = { 0, 0, 1 };
    WORLD_OK(c, public_log_tile(c, &first, &tile));
    struct str other = str_dup(c->arena, tile);
    ((char *)other.p)[0] = (char)(other.p[0] ^ 1);
    world_write(s.w, Q_TEST_TILE_SPOIL, BLOB(other), INT(0), INT(0));
    WORLD_OK(c, log_check_receipt(c, file, STR_NONE, &k));
    assert_int_equal(k.verdict, JUDGE_SPLIT);
    world_write(s.w, Q_TEST_SIGNED_DROP, INT(0));
    WORLD_OK(c, log_check_receipt(c, file, STR_NONE, &k));
    assert_int_equal(k.verdict, JUDGE_NEWER);
    CHECK(k.published == 0);
    WORLD_MISTAKE(c, log_check_receipt(c, S(" "), STR_NONE, &k), "receipt", "log.check.nothing");
    WORLD_MISTAKE(c, log_check_receipt(c, file, S("log x\n"), &k), "policy", "log.check.policy");
    WORLD_MISTAKE(c, log_check_receipt(c, file, S("# none\n"), &k), "policy",
                  "log.check.policy_end");
}

static void the_slips_code_finds_all_events(void **state)
{
    LOG_STORY_AUTO s = log_story_new();
    struct log_found f;

    (void)state;
    struct ctx *c = world_as_nobody(s.w);
    WORLD_OK(c, log_find(c, STR_NONE, s.slip.check_code, &f));
    CHECK(f.n >= 1 && f.items[0].place.state == LEAF_WAITS && f.missing == 0);
    log_story_drain(&s);
    accept(&s);
    c = world_as_nobody(s.w);
    WORLD_OK(c, log_find(c, s.slip.report_no, s.slip.check_code, &f));
    CHECK(f.n >= 3 && f.items[0].place.state == LEAF_PUBLISHED && f.items[0].proven);
    CHECK(f.items[f.n - 1].place.state == LEAF_WAITS);
    world_write(s.w, Q_LEAF_PENDING_DROP,
                BLOB(str_slice(f.items[f.n - 2].place.entry, 1, LEAF_HASH)));
    size_t n = f.n;
    WORLD_OK(c, log_find(c, STR_NONE, s.slip.check_code, &f));
    CHECK(f.n == n && f.missing == 1 && f.items[n - 2].place.state == LEAF_LOST);
}

static void a_mistyped_slip_is_told(void **state)
{
    LOG_STORY_AUTO s = log_story_new();
    struct log_found f;

    (void)state;
    struct ctx *c = world_as_nobody(s.w);
    struct str code = str_dup(c->arena, s.slip.check_code);
    struct str number = str_dup(c->arena, s.slip.report_no);
    ((char *)code.p)[3] = code.p[3] == '2' ? '3' : '2';
    ((char *)number.p)[5] = number.p[5] == '2' ? '3' : '2';
    WORLD_MISTAKE(c, log_find(c, STR_NONE, code, &f), "check_code", "log.find.mistyped");
    WORLD_MISTAKE(c, log_find(c, STR_NONE, S(" "), &f), "check_code", "log.find.nothing");
    WORLD_MISTAKE(c, log_find(c, number, s.slip.check_code, &f), "report_no", "log.find.number");
    number = str_fmt(c->arena, "%.*sx", STR_ARG(s.slip.report_no));
    WORLD_MISTAKE(c, log_find(c, number, s.slip.check_code, &f), "report_no", "log.find.number");
    fault_clear(&c->fault);
    WORLD_OK(c, log_find(c, s.slip.report_no,
                         str_fmt(c->arena, "%.*s", STR_ARG(s.slip.check_code)), &f));
}

/* Without its keys a chain's leaves are what padding is; the tree and other reports stand. */
static void a_chain_without_keys_is_padding_to_us(void **state)
{
    LOG_STORY_AUTO s = log_story_new();
    struct report_form f = world_form();
    struct chain_leaves all;
    struct chain_leaf l;
    struct log_checked k;
    struct log_found found;
    struct str file;

    (void)state;
    (void)world_as_nobody(s.w);
    struct report_receipt other = world_report(s.w, &f);
    world_time(s.w, "2026-09-18T10:30:00+08:00");
    log_story_drain(&s);
    int64_t gone = world_report_of(s.w, other.matter);
    world_write(s.w, Q_TEST_CHAIN_LEAVES_DROP, TEXT(S("REPORT")), INT(gone));
    world_write(s.w, Q_TEST_CHAIN_DROP, TEXT(S("REPORT")), INT(gone));
    struct ctx *c = world_as_system(s.w);
    WORLD_FAULT(c, chain_leaves(c, true, gone, NULL, &all), ERR_STORE, "chain.none");
    c = log_story_reporter(&s); /* whose receipt is as good as before */
    WORLD_OK(c, log_of_mine_at(c, S("0"), &l));
    WORLD_OK(c, log_receipt(c, &l, false, &file));
    WORLD_OK(c, log_check_receipt(c, file, STR_NONE, &k));
    assert_int_equal(k.verdict, JUDGE_PROVEN);
    WORLD_OK(c, log_find(c, STR_NONE, other.check_code, &found)); /* his slip still finds it */
    CHECK(found.n >= 1 && found.items[0].proven);
    c = world_as_system(s.w); /* and the log goes on */
    log_world_wait(s.w, 3);
    log_story_drain(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_waits_is_promised_and_what_is_logged_proven),
        cmocka_unit_test(every_event_of_a_story_opens_to_its_entry),
        cmocka_unit_test(what_was_changed_afterwards_is_seen),
        cmocka_unit_test(only_the_reporter_has_them),
        cmocka_unit_test(receipts_are_compared_with_the_log),
        cmocka_unit_test(the_slips_code_finds_all_events),
        cmocka_unit_test(a_mistyped_slip_is_told),
        cmocka_unit_test(a_chain_without_keys_is_padding_to_us),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
