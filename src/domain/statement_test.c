/* What is said to everybody: each with its leaf, once, in the transaction of what it speaks of. */
#include "domain/statement.h"

#include "domain/audit.h"
#include "domain/job.h"
#include "domain/log_metrics.h"
#include "domain/log_proof.h"
#include "domain/log_witness.h"
#include "domain/log_world.h"
#include "domain/statistic.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

static void log_is_filled(struct world *w, struct sequencer *s)
{
    struct ctx *c = world_as_system(w);
    WORLD_OK(c, sequencer_drain(c, s, 8));
}

/* The leaf at its number is 02, the kind, the hash of the document. */
static void check_leaf(struct ctx *c, const struct public_document *d, int kind)
{
    uint8_t hash[32];
    struct str entry;

    CHECK(d->numbered && d->kind == kind);
    entry = log_world_entry(c, (int64_t)d->index);
    CHECK(entry.n == 34 && entry.p[0] == 2 && entry.p[1] == kind);
    assert_memory_equal(entry.p + 2, d->hash.p, 32);
    if (!str_absent(d->document)) {
        sha256(d->document, hash);
        assert_memory_equal(hash, d->hash.p, 32);
    }
}

static int64_t waiting(struct ctx *c)
{
    struct rows r;
    WORLD_OK(c, store_run0(c, Q_PUBLIC_PENDING_COUNT, &r));
    return cell(&r, 0, 0)->i;
}

static void keys_and_rules_are_told_once(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    struct public_document d;
    struct note_key k;
    struct str text;
    uint8_t hash[32];

    WORLD_OK(c, statement_standing(c));
    log_is_filled(w, s);
    c = world_as_system(w);
    CHECK(waiting(c) == 0);
    WORLD_OK(c, public_leaf_last(c, S("promise-key"), &d));
    check_leaf(c, &d, PUBLIC_KEY);
    WORLD_OK(c, log_promise_key(c, &k));
    CHECK_STR(d.document, str_fmt(c->arena, "ygxf/promise-key/v1\nkey %.*s\n",
                                  STR_ARG(note_key_text(c->arena, &k))));
    WORLD_OK(c, public_leaf_last(c, S("log-key"), &d));
    check_leaf(c, &d, PUBLIC_KEY);
    WORLD_OK(c, public_leaf_last(c, S("rules"), &d));
    check_leaf(c, &d, PUBLIC_POLICY);
    CHECK(str_contains(d.document, S("\nprocedure/")));
    CHECK(str_contains(d.document, S("\nparameters.tsv ")));
    WORLD_OK(c, log_policy_text(c, &text));
    sha256(text, hash);
    WORLD_OK(c, public_leaf_named(c, str_hex(c->arena, hash, 32), &d));
    check_leaf(c, &d, PUBLIC_POLICY);
    WORLD_OK(c, statement_standing(c)); /* nothing is new */
    CHECK(waiting(c) == 0);
    sequencer_close(s);
}

static void a_desk_key_has_its_leaf(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct desk d;
    struct public_document doc;
    struct ctx *c = world_as(w, WORLD_COUNTY, RO_CLERK);

    WORLD_OK(c, desk_own(c, WORLD_COUNTY, "po", 0, &d));
    struct str subject =
        str_fmt(c->arena, "desk %lld %lld", (long long)d.id, (long long)d.generation);
    WORLD_OK(c, public_leaf_last(c, subject, &doc));
    CHECK(doc.kind == PUBLIC_KEY);
    CHECK(str_contains(doc.document, str_hex(c->arena, d.pk.b, KEY_SIZE)));
    int64_t before = waiting(c);
    WORLD_OK(c, statement_standing(c)); /* rules alone are new: there is no log */
    CHECK(waiting(c) == before + 1);
}

static void a_parameter_is_told_but_for_those_of_the_log(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_system(w);
    struct public_document d;
    struct parameter row = { .org = WORLD_COUNTY,
                             .key = S("D04.report"),
                             .value = 10,
                             .unit = U_WD,
                             .from = ctx_today(c),
                             .to = DAY_NONE,
                             .basis = S("a\nb") };

    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, app_parameter_store(c, &row, 0, S("p")));
    WORLD_OK(c, store_commit(c));
    struct str subject = str_fmt(c->arena, "parameter %d D04.report", WORLD_COUNTY);
    WORLD_OK(c, public_leaf_last(c, subject, &d));
    CHECK(d.kind == PUBLIC_POLICY);
    CHECK(str_contains(d.document, S("\nname D04.report\nvalue 10\nunit WD\n")));
    CHECK(str_contains(d.document, S("\nbasis a b\npilot p\n")));
    int64_t before = waiting(c);
    row.key = S("log.batch");
    row.unit = U_COUNT;
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, app_parameter_store(c, &row, 0, STR_NONE));
    WORLD_OK(c, store_commit(c));
    CHECK(waiting(c) == before);
}

static void heads_of_all_chains_are_bound_each_midnight(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_system(w);
    struct public_document d;
    struct str text, later;
    uint8_t hash[32];

    WORLD_OK(c, job_run_until(c, c->now, 0, NULL)); /* the first one only sets the date */
    struct day day = ctx_today(c);
    struct str subject = str_fmt(c->arena, "heads %.*s", STR_ARG(day_format(c->arena, day)));
    WORLD_FAULT(c, public_leaf_last(c, subject, &d), ERR_NOT_FOUND, "log.no_document");
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, audit_write(c, "matter.open", 1, 0, STR_NONE));
    WORLD_OK(c, store_commit(c));
    WORLD_OK(c, job_run_until(c, day_start((struct day){ day.n + 1 }), 0, NULL));
    WORLD_OK(c, public_leaf_last(c, subject, &d));
    CHECK(d.kind == PUBLIC_HEADS && str_absent(d.document)); /* it would tell who opened what */
    WORLD_OK(c, statement_heads_text(c, day, &text));
    sha256(text, hash);
    assert_memory_equal(hash, d.hash.p, 32);
    CHECK(str_contains(text, S("\n0 ")));
    WORLD_FAULT(c, public_leaf_named(c, str_hex(c->arena, hash, 32), &d), ERR_NOT_FOUND,
                "log.no_document");
    WORLD_OK(c, audit_write(c, "matter.open", 2, 0, STR_NONE)); /* of the next day */
    WORLD_OK(c, statement_heads_text(c, day, &later));
    CHECK_STR(later, text);
    world_write(w, Q_TEST_AUDIT_SPOIL, INT(0));
    WORLD_OK(c, statement_heads_text(c, day, &later));
    CHECK(!str_eq(later, text));
}

static void figures_of_a_closed_quarter_are_bound(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    struct statistic_list l;
    struct public_document d;
    struct day from, to;
    int y, m, dom;

    day_to_ymd(ctx_today(c), &y, &m, &dom);
    struct str code = str_fmt(c->arena, "%dQ%d", y, (m - 1) / 3 + 1);
    CHECK(statement_period(code, &from, &to) && from.n <= ctx_today(c).n);
    WORLD_OK(c, job_run_until(c, c->now, 0, NULL));
    WORLD_OK(c, job_run_until(c, day_start(to), 0, NULL));
    log_is_filled(w, s);
    c = world_as_system(w);
    struct str subject = statement_figures_subject(c, WORLD_COUNTY, code);
    WORLD_OK(c, public_leaf_last(c, subject, &d));
    check_leaf(c, &d, PUBLIC_STATISTICS);
    WORLD_OK(c, statistic_list(c, WORLD_COUNTY, from, to, true, &l));
    CHECK(l.n > 10);
    CHECK_STR(statement_figure_lines_of(d.document), statement_figure_lines(c->arena, &l));
    CHECK(str_contains(d.document, S("\nhead 0 ")));
    struct str hex = str_hex(c->arena, d.hash.p, 32);
    WORLD_OK(c, public_leaf_named(c, hex, &d));
    CHECK(statement_period(S("2026"), &from, &to) && to.n - from.n == 365);
    CHECK(!statement_period(S("2026Q5"), &from, &to) && !statement_period(S("26"), &from, &to) &&
          !statement_period(S("2026Q"), &from, &to) && !statement_period(S("2026Q11"), &from, &to));
    sequencer_close(s);
}

static void slips_and_the_log_before(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    struct public_document d;
    uint64_t size;
    struct str note;
    const struct checkpoint old = { S("log.example/old"), 0, tree_empty() };
    const uint8_t seed[32] = { 7 };

    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, statement_slips(c, WORLD_COUNTY, S("A-0001"), S("A-0500")));
    WORLD_MISTAKE(c, statement_slips(c, WORLD_COUNTY, S("A 1"), S("A-2")), "first",
                  "slips.serial");
    WORLD_MISTAKE(c, statement_slips(c, WORLD_COUNTY, S("A-1"), S("A-20")), "last",
                  "slips.serial");
    WORLD_OK(c, public_log_checkpoint(c, &note, &size));
    WORLD_FAULT(c, statement_predecessor(c, note), ERR_INVALID, "log.predecessor");
    struct str text = checkpoint_text(c->arena, &old);
    note = note_join(c->arena, text, note_sign(c->arena, old.origin, seed, text));
    WORLD_OK(c, statement_predecessor(c, note));
    WORLD_OK(c, store_commit(c));
    log_is_filled(w, s);
    c = world_as_system(w);
    WORLD_OK(c, public_leaf_last(c, S("slips"), &d));
    check_leaf(c, &d, PUBLIC_SLIPS);
    WORLD_OK(c, public_leaf_last(c, S("predecessor"), &d));
    check_leaf(c, &d, PUBLIC_PREDECESSOR);
    CHECK_STR(d.document, note);
    sequencer_close(s);
}

/* What waits grows old; what is numbered does not count any more. */
static void the_pace_of_the_log_is_told(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct log_paths p;
    struct sequencer *s = log_world(w, &p);
    struct ctx *c = world_as_system(w);
    struct log_metrics *m = arena_new_of(c->arena, struct log_metrics);

    log_world_wait(w, 3);
    c = world_as_system(w);
    c->now.ms += 90 * 1000;
    WORLD_OK(c, log_metrics_read(c, m));
    CHECK(m->made && m->pending == 3 && m->public_pending == 0 && m->oldest_ms == 90 * 1000);
    struct str text = log_metrics_text(c->arena, m, c->now);
    CHECK(str_contains(text, S("\nyangguang_log_pending 3\n")));
    CHECK(str_contains(text, S("\nyangguang_log_oldest_pending_seconds 90\n")));
    CHECK(str_contains(text, S("\nyangguang_log_cosigned_age_seconds -1\n")));
    log_is_filled(w, s);
    c = world_as_system(w);
    WORLD_OK(c, log_metrics_read(c, m));
    CHECK(m->pending == 0 && m->oldest_ms == 0 && m->size == 8 && m->signed_size == 8);
    m->witnesses.n = 1;
    m->witnesses.items[0] = (struct log_witness){ .key = { .name = S("w\"1") }, .seen = 5 };
    text = log_metrics_text(c->arena, m, c->now);
    CHECK(str_contains(text, S("\nyangguang_log_witness_lag{witness=\"w\\\"1\"} 3\n")));
    m->witnesses.items[0].seen = -1;
    CHECK(log_metrics_lag(m, &m->witnesses.items[0]) == -1);
    sequencer_close(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_and_rules_are_told_once),
        cmocka_unit_test(a_desk_key_has_its_leaf),
        cmocka_unit_test(a_parameter_is_told_but_for_those_of_the_log),
        cmocka_unit_test(heads_of_all_chains_are_bound_each_midnight),
        cmocka_unit_test(figures_of_a_closed_quarter_are_bound),
        cmocka_unit_test(slips_and_the_log_before),
        cmocka_unit_test(the_pace_of_the_log_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
