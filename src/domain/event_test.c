/* Events and their entries of the public log: recomputed here from the check code, as an outsider
 * would, and from the rows, as an auditor's opening does. */
#include "domain/chain.h"
#include "domain/draft.h"
#include "domain/file.h"
#include "domain/intake.h"
#include "domain/world.h"
#include "domain/world_queries.h"

struct story {
    struct ctx *c;
    struct report_receipt receipt;
    struct key k_case; /* from the printed code */
    int64_t report, matter;
};

static struct story story_of(struct world *w)
{
    struct story s = { .c = world_as_nobody(w) };
    struct report_form f = world_form();
    struct rows r;
    uint8_t code[15];

    s.receipt = world_report(w, &f);
    CHECK(check_code_read(s.receipt.check_code, code));
    s.k_case = leaf_case_key(code);
    WORLD_OK(s.c, store_run(s.c, Q_TEST_OTHER_REPORT, &r, INT(0)));
    s.report = cell(&r, 0, 0)->i;
    s.matter = s.receipt.matter;
    return s;
}

static struct event_new event_of(const struct story *s, const char *kind)
{
    return (struct event_new){ .matter = s->matter,
                               .org = 330411,
                               .kind = kind,
                               .channel = S("CH_WEB"),
                               .named = true,
                               .happened = ctx_today(s->c),
                               .actor_role = S("SYS") };
}

static void append(struct ctx *c, const struct event_new *n)
{
    struct event_draft *d;

    WORLD_OK(c, event_prepare(c, n, &d));
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, event_append(c, d, NULL));
    WORLD_OK(c, store_commit(c));
}

/* The entry waiting under a tag; absent when none. */
static struct str pending(struct ctx *c, const struct key *k_case, uint32_t seq)
{
    uint8_t tag[32];
    struct rows r;

    leaf_tag(k_case, seq, tag);
    WORLD_OK(c, store_run(c, Q_TEST_PENDING, &r, BLOB(str_bytes(tag, 32))));
    return r.n ? cell(&r, 0, 0)->s : STR_NONE;
}

/* Metadata of one event in one chain as log.md 1.8 writes it, from the row in clear. */
static struct str meta_of(struct ctx *c, const struct rows *e, size_t row, uint32_t seq,
                          const char *chain, const uint8_t *prev)
{
    struct buf b = buf_new(c->arena);
    struct str due = cell(e, row, 6)->s;

    buf_fmt(&b, "seq %u\nkind %.*s\nchain %s\nchannel CH_WEB\nunit %lld\nnamed 1\n", (unsigned)seq,
            STR_ARG(cell(e, row, 2)->s), chain, (long long)cell(e, row, 5)->i);
    buf_fmt(&b, "happened %.*s\n", STR_ARG(day_format(c->arena, cell_day(e, row, 7))));
    buf_fmt(&b, "entered %.*s\n", STR_ARG(day_format(c->arena, cell_day(e, row, 8))));
    while (due.n > 0) {
        struct str line = str_cut(&due, '\n');
        buf_fmt(&b, "due %.*s\n", STR_ARG(line));
    }
    if (prev)
        buf_fmt(&b, "prev %.*s\n", STR_ARG(str_hex(c->arena, prev, 32)));
    return buf_str(&b);
}

/* Every leaf of a chain is what its row says, and names its predecessor. */
static size_t check_chain(struct story *s, bool report, const struct key *k_case)
{
    struct ctx *c = s->c;
    struct rows leaves, events;
    struct chain ch;
    uint8_t m[32], r_m[32], tag[32], commitment[32], entry[LEAF_ENTRY], prev[32];

    WORLD_OK(c, chain_load(c, report, report ? s->report : s->matter, &ch));
    if (k_case)
        CHECK(key_equal(k_case, &ch.k_case));
    WORLD_OK(c, store_run(c, Q_TEST_LEAVES_OF, &leaves, TEXT(report ? S("REPORT") : S("MATTER")),
                          INT(ch.owner)));
    WORLD_OK(c, store_run(c, Q_TEST_EVENTS_OF, &events, INT(s->matter)));
    CHECK(leaves.n == ch.seq);
    for (size_t i = 0; i < leaves.n; i++) {
        size_t row = 0;
        while (row < events.n && cell(&events, row, 0)->i != cell(&leaves, i, 0)->i)
            row++;
        CHECK(row < events.n);
        CHECK(cell(&leaves, i, 1)->i == (int64_t)i);
        if (!report)
            CHECK(cell(&events, row, 1)->i == (int64_t)i); /* seq of the event */
        leaf_tag(&ch.k_case, (uint32_t)i, tag);
        leaf_blind_meta(&ch.k_open, (uint32_t)i, r_m);
        leaf_meta_hash(
            r_m,
            meta_of(c, &events, row, (uint32_t)i, report ? "report" : "matter", i ? prev : NULL),
            m);
        leaf_commitment(tag, m, (const uint8_t *)cell(&leaves, i, 2)->s.p, commitment);
        leaf_entry(tag, commitment, entry);
        CHECK_STR(pending(c, &ch.k_case, (uint32_t)i), str_bytes(entry, sizeof(entry)));
        memcpy(prev, commitment, 32);
    }
    assert_memory_equal(prev, ch.prev, 32);
    return leaves.n;
}

static void each_event_leaves_one_entry_in_each_chain(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct story s = story_of(w);
    struct event_new n = event_of(&s, "E_CLASSIFIED");

    CHECK(check_chain(&s, true, &s.k_case) == 1);
    CHECK(check_chain(&s, false, NULL) == 1);
    append(s.c, &n); /* internal: the reporter's chain does not grow */
    CHECK(check_chain(&s, true, &s.k_case) == 1);
    CHECK(check_chain(&s, false, NULL) == 2);
    n = event_of(&s, "E_ACCEPTED");
    n.due = S("D10 2026-12-22\n");
    n.readers[n.reader_count++] = (struct event_reader){ .report = s.report };
    append(s.c, &n);
    CHECK(check_chain(&s, true, &s.k_case) == 2);
    CHECK(check_chain(&s, false, NULL) == 3);
    CHECK(str_absent(pending(s.c, &s.k_case, 2)));
}

/* Two at once, both made ahead: the second finds the chains moved on, and makes its leaves anew. */
static void leaves_made_ahead_are_the_same_leaves(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct story s = story_of(w);
    struct event_draft *drafts[3];

    for (size_t i = 0; i < 3; i++) {
        struct event_new n = event_of(&s, "E_ACCEPTED");
        n.readers[n.reader_count++] = (struct event_reader){ .report = s.report };
        n.one_report = true;
        WORLD_OK(s.c, event_prepare(s.c, &n, &drafts[i]));
        WORLD_OK(s.c, event_ahead(s.c, drafts[i]));
    }
    event_draft_due(drafts[2], S("D10 2026-12-22\n")); /* told later than its leaves were made */
    for (size_t i = 3; i > 0; i--) {
        WORLD_OK(s.c, store_begin(s.c));
        WORLD_OK(s.c, event_append(s.c, drafts[i - 1], NULL));
        WORLD_OK(s.c, store_commit(s.c));
    }
    CHECK(check_chain(&s, true, &s.k_case) == 4);
    CHECK(check_chain(&s, false, NULL) == 4);
}

static void the_reporter_finds_his_entries_with_the_code_alone(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct story s = story_of(w);
    struct str entry = pending(s.c, &s.k_case, 0);
    struct key other = { { 1 } };

    assert_int_equal(entry.n, LEAF_ENTRY);
    CHECK(entry.p[0] == 0x01);
    CHECK(str_absent(pending(s.c, &other, 0)));
}

/* body and r_b come out of the sealed payload and hash to B */
static void a_body_opens_under_its_key_and_hashes_to_b(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct story s = story_of(w);
    struct ctx *c = world_as_reporter(w, s.receipt.report_no, S("five plain words for me"));
    struct rows l;
    struct str body;
    uint8_t r_b[32], b[32], h[32];
    struct key other = { { 7 } };

    WORLD_OK(c, store_run(c, Q_TEST_LEAVES_OF, &l, TEXT(S("REPORT")), INT(s.report)));
    CHECK(chain_body_open(c, &c->actor->kr, s.report, cell(&l, 0, 0)->i, cell(&l, 0, 3)->s, r_b,
                          &body));
    leaf_body_hash(r_b, body, b);
    CHECK_STR(cell(&l, 0, 2)->s, str_bytes(b, 32));
    sha256(world_form().narrative, h);
    CHECK(str_contains(
        body, str_fmt(c->arena, "narrative %.*s\n", STR_ARG(str_hex(c->arena, h, 32))))); /* K17 */
    CHECK(!str_contains(body, S("水渠")));
    CHECK(!chain_body_open(c, &other, s.report, cell(&l, 0, 0)->i, cell(&l, 0, 3)->s, r_b, &body));
    CHECK(!chain_body_open(c, &c->actor->kr, s.report + 1, cell(&l, 0, 0)->i, cell(&l, 0, 3)->s,
                           r_b, &body)); /* moved to another report */
}

static int64_t sent_file(struct ctx *c, const struct file_target *t)
{
    struct file_upload *u;
    int64_t id;

    WORLD_OK(c, file_upload_begin(c, t, S("账.txt"), STR_NONE, &u));
    WORLD_OK(c, file_upload_data(c, u, (const uint8_t *)"two plain lines\nof words\n", 25));
    WORLD_OK(c, file_upload_end(c, u, &id));
    return id;
}

/* "file <64 hex>" once, by the reporter's key; never the plain hash of the file */
static struct str file_line_of(struct ctx *c, int64_t report, size_t leaf)
{
    struct rows l;
    struct str body;
    uint8_t plain[32];

    WORLD_OK(c, store_run(c, Q_TEST_LEAVES_OF, &l, TEXT(S("REPORT")), INT(report)));
    CHECK(chain_body_open(c, &c->actor->kr, report, cell(&l, leaf, 0)->i, cell(&l, leaf, 3)->s,
                          NULL, &body));
    sha256(S("two plain lines\nof words\n"), plain);
    CHECK(!str_contains(body, str_hex(c->arena, plain, 32)));
    struct str rest = body;
    for (struct str line = str_cut(&rest, '\n'); line.n > 0; line = str_cut(&rest, '\n'))
        if (str_starts(line, S("file ")))
            return line;
    return STR_NONE;
}

static void files_are_bound_into_the_entry_that_brought_them(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct report_intake in = { .form = world_form() };
    struct report_receipt r;
    struct file_list files;

    (void)world_blobs(w);
    WORLD_OK(c, draft_save(c, &in.draft_cookie, S("{}")));
    (void)sent_file(
        c, &(struct file_target){ .owner = FILE_OF_DRAFT, .draft_cookie = in.draft_cookie });
    WORLD_OK(c, report_intake_prepare(c, &in));
    password_run(&in.job);
    WORLD_OK(c, report_intake_finish(c, &in, &r));
    c = world_as_reporter(w, r.report_no, S("five plain words for me"));
    int64_t report = c->actor->report;
    struct str first = file_line_of(c, report, 0);
    assert_int_equal(first.n, 5 + 64);
    WORLD_OK(c, file_list_report(c, report, &files)); /* it came along */
    CHECK(files.n == 1 && str_eq(files.items[0].name, S("账.txt")));

    (void)sent_file(c, &(struct file_target){
                           .owner = FILE_OF_REPORT, .report = report, .key = &c->actor->kr });
    struct str second = file_line_of(c, report, 1);
    assert_int_equal(second.n, 5 + 64);
    CHECK(!str_eq(first, second)); /* equal files do not show as equal */
}

/* an actor without the key: r_b from K_open, a body of codes, nothing sealed */
static void time_writes_codes_under_a_derived_blind(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct story s = story_of(w);
    struct event_new n = event_of(&s, "E_BREACH");
    struct rows l;
    struct chain ch;
    uint8_t r_b[32], b[32];

    s.c = world_as_system(w);
    n.codes = S("breach=V01");
    n.readers[n.reader_count++] = (struct event_reader){ .report = s.report };
    append(s.c, &n);
    for (int report = 0; report < 2; report++) {
        WORLD_OK(s.c, chain_load(s.c, report, report ? s.report : s.matter, &ch));
        WORLD_OK(s.c, store_run(s.c, Q_TEST_LEAVES_OF, &l, TEXT(report ? S("REPORT") : S("MATTER")),
                                INT(ch.owner)));
        CHECK(cell(&l, 1, 3)->kind == VALUE_NULL);
        leaf_blind_body(&ch.k_open, 1, r_b);
        leaf_body_hash(r_b, S("breach=V01\n"), b);
        CHECK_STR(cell(&l, 1, 2)->s, str_bytes(b, 32));
    }
}

static void the_timeline_shows_words_to_those_who_have_the_key(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct story s = story_of(w);
    struct event_list list;
    struct key km, kr;
    int64_t changed;

    w->ctx.now.ms += 10 * 60 * 1000;
    s.c = world_as_system(w);
    WORLD_OK(s.c, report_reveal_due(s.c, &changed));
    s.c = world_as(w, 330411, RO_SCREENER);
    WORLD_OK(s.c, vault_open(s.c, OBJECT_KM, s.matter, &km));
    WORLD_OK(s.c, vault_open(s.c, OBJECT_KR, s.report, &kr));
    struct event_new n = event_of(&s, "E_ACCEPTED");
    n.actor_role = S("RO_SCREENER");
    n.km = &km;
    n.words = S("内部意见\n\n两段");
    n.lines = S("doc 00ff\n");
    n.readers[n.reader_count++] =
        (struct event_reader){ .report = s.report, .kr = &kr, .body = S("已受理") };
    append(s.c, &n);

    WORLD_OK(s.c, event_of_matter(s.c, s.matter, &list));
    CHECK(list.n == 2);
    CHECK_STR(list.items[1].body, S("内部意见\n\n两段"));
    CHECK(list.items[1].at.ms == s.c->now.ms);
    CHECK(list.items[1].officer == world_officer(w, 330411, RO_SCREENER));
    CHECK_STR(list.items[0].kind, S("E_RECEIVED"));

    s.c = world_as(w, 330411, RO_STAT); /* finds it, perhaps, but has no key */
    WORLD_OK(s.c, event_of_matter(s.c, s.matter, &list));
    CHECK(list.n == 2 && str_absent(list.items[1].body) && list.items[1].at.ms == 0);
    CHECK(event_of_report(s.c, s.report, &list) == ERR_DENIED);

    s.c = world_as_reporter(w, s.receipt.report_no, S("five plain words for me"));
    WORLD_OK(s.c, event_of_report(s.c, s.report, &list));
    CHECK(list.n == 2);
    CHECK_STR(list.items[1].body, S("已受理"));
    CHECK(list.items[1].seq == 1);
    CHECK_STR(list.items[0].due, S("D02 2026-09-20\nD03 2026-10-09\nD04 2026-10-15\n"));
    CHECK(event_of_report(s.c, s.report + 1, &list) == ERR_NOT_FOUND);
    CHECK(event_of_matter(s.c, s.matter, &list) == ERR_NOT_FOUND); /* the body's record */
}

static void nothing_is_written_when_the_transaction_is_not(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct story s = story_of(w);
    struct event_new n = event_of(&s, "E_ACCEPTED");
    struct event_draft *d;

    n.readers[n.reader_count++] = (struct event_reader){ .report = s.report };
    WORLD_OK(s.c, event_prepare(s.c, &n, &d));
    WORLD_OK(s.c, store_begin(s.c));
    WORLD_OK(s.c, event_append(s.c, d, NULL));
    store_rollback(s.c);
    CHECK(check_chain(&s, true, &s.k_case) == 1);
    CHECK(check_chain(&s, false, NULL) == 1);
    CHECK(str_absent(pending(s.c, &s.k_case, 1)));
}

static void a_chain_put_back_is_noticed(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct story s = story_of(w);
    struct chain ch;

    world_write(w, Q_TEST_CHAIN_VERSION, INT(5), INT(s.matter));
    CHECK(chain_load(s.c, false, s.matter, &ch) == ERR_STORE);
    assert_string_equal(s.c->fault.key, "chain.none");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_event_leaves_one_entry_in_each_chain),
        cmocka_unit_test(leaves_made_ahead_are_the_same_leaves),
        cmocka_unit_test(the_reporter_finds_his_entries_with_the_code_alone),
        cmocka_unit_test(a_body_opens_under_its_key_and_hashes_to_b),
        cmocka_unit_test(files_are_bound_into_the_entry_that_brought_them),
        cmocka_unit_test(time_writes_codes_under_a_derived_blind),
        cmocka_unit_test(the_timeline_shows_words_to_those_who_have_the_key),
        cmocka_unit_test(nothing_is_written_when_the_transaction_is_not),
        cmocka_unit_test(a_chain_put_back_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
