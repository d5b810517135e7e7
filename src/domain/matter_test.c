/* Who finds which matter (domain 3.3, 4.2), written down by hand a second time; pages and counts;
 * and that every list walks an index. */
#include <stdio.h>

#include "domain/audit.h"
#include "domain/officer.h"
#include "domain/part.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

#define COUNTY 330411
#define CITY 330400

static int64_t web_matter(struct world *w)
{
    struct report_form f = world_form();
    struct report_receipt r;

    (void)world_as_nobody(w);
    r = world_report(w, &f);
    w->ctx.now.ms += 11 * 60 * 1000;
    return r.matter;
}

static void state_set(struct world *w, int64_t matter, const char *state, int64_t stage)
{
    world_write(w, Q_TEST_MATTER_STATE, TEXT(str_of(state)), INT(stage), INT(matter));
}

static bool finds(struct world *w, int64_t org, uint32_t role, int64_t matter)
{
    struct matter m;
    struct ctx *c = world_as(w, org, role);
    enum err e = matter_find(c, matter, &m);

    if (e == ERR_OK)
        return true;
    assert_int_equal(e, ERR_NOT_FOUND);
    CHECK_STR(str_of(c->fault.key), S("matter.none"));
    return false;
}

/* what each role of the own body finds, by state; . = nothing */
static const struct {
    const char *state;
    int64_t stage;
    const char
        *who; /* clerk screener po-head case-sup deputy principal; then cadre, stat ... never */
} reach_rows[] = {
    { "ST_RECEIVED", 1, "CSP..." },  { "ST_REGISTERED", 1, "CSP..." },
    { "ST_SCREENING", 1, ".SP.DL" }, { "ST_SUPPLEMENT", 1, ".SP.DL" },
    { "ST_ACCEPTED", 2, ".SP.DL" },  { "ST_NOT_ACCEPTED", 2, ".SP.DL" },
    { "ST_ASSIGNED", 3, ".SPKDL" },  { "ST_VERIFY", 3, ".SPKDL" },
    { "ST_CONCLUDED", 4, ".SPKDL" }, { "ST_CLOSED", 5, ".SPKDL" },
    { "ST_TOMBSTONE", 1, "......" },
};
static const uint32_t reach_roles[] = { RO_CLERK,    RO_SCREENER, RO_PO_HEAD,
                                        RO_CASE_SUP, RO_DEPUTY,   RO_PRINCIPAL };
static const uint32_t never_roles[] = { RO_GRID,     RO_CUSTODIAN, RO_HANDLER,      RO_HD_HEAD,
                                        RO_REVIEWER, RO_PUBLISHER, RO_PUB_APPROVER, RO_CADRE_SUP,
                                        RO_STAT,     RO_UPPER,     RO_AUDITOR,      RO_OPERATOR };

static void each_role_finds_what_the_table_says(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t matter = web_matter(w);

    for (size_t i = 0; i < COUNT_OF(reach_rows); i++) {
        state_set(w, matter, reach_rows[i].state, reach_rows[i].stage);
        for (size_t k = 0; k < COUNT_OF(reach_roles); k++) {
            bool want = reach_rows[i].who[k] != '.';
            if (finds(w, COUNTY, reach_roles[k], matter) != want)
                fail_msg("%s, role %zu", reach_rows[i].state, k);
            CHECK(!finds(w, 330109, reach_roles[k], matter));
        }
        for (size_t k = 0; k < COUNT_OF(never_roles); k++)
            CHECK(!finds(w, COUNTY, never_roles[k], matter));
    }
}

static void assignment_opens_for_handler_and_department(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t matter = web_matter(w);
    struct officer o;

    WORLD_OK(&w->ctx, officer_find(&w->ctx, world_officer(w, COUNTY, RO_HD_HEAD), &o));
    world_write(w, Q_TEST_MATTER_GIVE, INT(o.dept), INT(world_officer(w, COUNTY, RO_HANDLER)),
                INT(matter));
    state_set(w, matter, "ST_ASSIGNED", 3);
    CHECK(finds(w, COUNTY, RO_HANDLER, matter));
    CHECK(finds(w, COUNTY, RO_HD_HEAD, matter));
    CHECK(!finds(w, CITY, RO_HANDLER, matter));
    CHECK(!finds(w, CITY, RO_HD_HEAD, matter));
}

static void nobody_finds_what_may_still_be_undone(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct report_receipt r;

    (void)world_as_nobody(w);
    r = world_report(w, &f);
    CHECK(!finds(w, COUNTY, RO_CLERK, r.matter));
    CHECK(!finds(w, COUNTY, RO_PO_HEAD, r.matter));
    CHECK(!finds(w, CITY, RO_UPPER, r.matter));
    world_time(w, "2026-09-18T10:10:01+08:00");
    CHECK(finds(w, COUNTY, RO_CLERK, r.matter));
    CHECK(finds(w, COUNTY, RO_PO_HEAD, r.matter));
}

static void the_recused_find_nothing(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t matter = web_matter(w);
    int64_t screener = world_officer(w, COUNTY, RO_SCREENER);
    struct matter_filter f = { .view = S("all"), .named = -1, .due_before = DAY_NONE };
    struct matter_list l;

    world_write(w, Q_TEST_RECUSE, INT(matter), INT(screener), TEXT(S("ASKED")));
    CHECK(!finds(w, COUNTY, RO_SCREENER, matter));
    WORLD_OK(&w->ctx, matter_list(world_as(w, COUNTY, RO_SCREENER), &f, &l));
    CHECK(l.n == 0);
    CHECK(finds(w, COUNTY, RO_PO_HEAD, matter));
}

static void upper_bodies_see_clocks_and_states_only(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t matter = web_matter(w);
    static const int64_t above[] = { CITY, 330000 };

    for (size_t i = 0; i < COUNT_OF(above); i++) {
        struct ctx *c = world_as(w, above[i], RO_UPPER);
        struct matter_view v;
        struct matter_list l;
        struct matter_filter f = { .named = -1, .due_before = DAY_NONE };

        WORLD_OK(c, matter_open(c, matter, &v));
        CHECK(v.m.below && v.report_count == 0 && v.leads.n == 0 && v.m.area == 0);
        CHECK(v.clocks.n > 0 && !day_absent(v.m.due));
        CHECK_STR(v.m.state, S("ST_RECEIVED"));
        WORLD_OK(c, matter_list(c, &f, &l));
        CHECK(l.n == 1 && l.items[0].below && l.items[0].id == matter);
        f.body = COUNTY;
        WORLD_OK(c, matter_list(c, &f, &l));
        CHECK(l.n == 1);
        f.body = 330109; /* not below the city; below the province, but empty */
        WORLD_OK(c, matter_list(c, &f, &l));
        CHECK(l.n == 0);
    }
    CHECK(!finds(w, 330100, RO_UPPER, matter));
    CHECK(!finds(w, CITY, RO_PO_HEAD, matter));
}

static void opening_gives_what_the_role_may_see_and_is_audited(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t matter = web_matter(w);
    struct matter_view v;
    struct ctx *c = world_as(w, COUNTY, RO_SCREENER);
    struct rows r;

    WORLD_OK(c, matter_open(c, matter, &v));
    CHECK(v.report_count == 1 && v.reports[0].can_read);
    CHECK_STR(v.reports[0].view.form.narrative, world_form().narrative);
    CHECK(v.reports[0].number.n == 16);
    CHECK(str_absent(v.reports[0].view.form.identity.name));
    CHECK(str_absent(v.reports[0].view.form.identity.phone));
    WORLD_OK(c, store_run(c, Q_TEST_AUDIT_OF, &r, INT(matter)));
    CHECK(r.n == 1);
    CHECK_STR(cell(&r, 0, 0)->s, S("matter.open"));
    CHECK(cell(&r, 0, 1)->i == world_officer(w, COUNTY, RO_SCREENER));

    /* a leader of the body finds it, but nobody asked him: no key, no words */
    state_set(w, matter, "ST_SCREENING", 1);
    c = world_as(w, COUNTY, RO_DEPUTY);
    WORLD_OK(c, matter_open(c, matter, &v));
    CHECK(v.report_count == 1 && !v.reports[0].can_read && str_absent(v.reports[0].number));
    CHECK(str_absent(v.reports[0].view.form.narrative));
}

/* ---- domain 4.2, by hand: what each role reads in each stage ----
 * N narrative, accused and number   I codes of leads and findings   W their words   R record in
 * words c clocks   . not found; keys as they are after the moves that led there */
static const struct {
    const char *state;
    uint32_t role;
    const char *sees;
} matrix[] = {
    { "ST_RECEIVED", RO_CLERK, "Nc" },
    { "ST_RECEIVED", RO_SCREENER, "Nc" },
    { "ST_RECEIVED", RO_PO_HEAD, "NIc" },
    { "ST_RECEIVED", RO_DEPUTY, "." },
    { "ST_RECEIVED", RO_CASE_SUP, "." },
    { "ST_SCREENING", RO_CLERK, "." },
    { "ST_SCREENING", RO_SCREENER, "Nc" },
    { "ST_SCREENING", RO_DEPUTY, "Ic" }, /* nobody asked him: codes, no words */
    { "ST_SCREENING", RO_HANDLER, "." },
    { "ST_ASSIGNED", RO_SCREENER, "Nc" },
    { "ST_ASSIGNED", RO_PO_HEAD, "NIWc" },
    { "ST_ASSIGNED", RO_HANDLER, "NIWc" },
    { "ST_ASSIGNED", RO_HD_HEAD, "NIWc" },
    { "ST_ASSIGNED", RO_CASE_SUP, "Ic" },
    { "ST_ASSIGNED", RO_PRINCIPAL, "Ic" },
    { "ST_CONCLUDED", RO_SCREENER, "Nc" },
    { "ST_CONCLUDED", RO_PO_HEAD, "NIWRc" },
    { "ST_CONCLUDED", RO_HANDLER, "NIWRc" },
    { "ST_CONCLUDED", RO_HD_HEAD, "NIWRc" },
    { "ST_CONCLUDED", RO_CASE_SUP, "Ic" },
    { "ST_CONCLUDED", RO_PRINCIPAL, "NIWRc" }, /* asked to approve T18 and T24 */
    { "ST_CONCLUDED", RO_DEPUTY, "Ic" },
    { "ST_CONCLUDED", RO_CUSTODIAN, "." },
    { "ST_CONCLUDED", RO_AUDITOR, "." },
    { "ST_CONCLUDED", RO_OPERATOR, "." },
    { "ST_CONCLUDED", RO_STAT, "." },
};

static const char *sight(struct world *w, uint32_t role, int64_t matter, bool leads)
{
    struct buf b = buf_new(w->ctx.arena);
    struct matter_view v;
    struct ctx *c = world_as(w, COUNTY, role);

    if (matter_open(c, matter, &v) == ERR_NOT_FOUND)
        return ".";
    bool number = !str_absent(v.reports[0].number);
    assert_int_equal(number, v.reports[0].can_read);
    assert_int_equal(number, !str_absent(v.reports[0].view.form.narrative));
    CHECK(str_absent(v.reports[0].view.form.identity.name) &&
          str_absent(v.reports[0].view.form.exposure_note) &&
          str_absent(v.reports[0].view.check_code));
    buf_put(&b, number ? S("N") : S(""));
    /* before there are leads the part that gives them shows in nothing */
    buf_put(&b, v.leads.n || (!leads && role & (RO_PO_HEAD | RO_DEPUTY)) ? S("I") : S(""));
    buf_put(&b, v.leads.n && !str_absent(v.leads.items[0].subject) ? S("W") : S(""));
    buf_put(&b, str_absent(v.note) ? S("") : S("R"));
    buf_put(&b, v.clocks.n ? S("c") : S(""));
    return str_z(w->ctx.arena, buf_str(&b));
}

static void each_role_reads_what_the_matrix_gives(void **state)
{
    WORLD_AUTO w = world_new();
    static const char *const path[] = { "ST_RECEIVED", "ST_SCREENING", "ST_ASSIGNED",
                                        "ST_CONCLUDED" };
    size_t checked = 0;

    for (size_t p = 0; p < COUNT_OF(path); p++) {
        int64_t m = web_matter(w);
        if (p > 0)
            world_bring(w, COUNTY, m, path[p]);
        for (size_t i = 0; i < COUNT_OF(matrix); i++) {
            if (strcmp(matrix[i].state, path[p]) != 0)
                continue;
            const char *sees = sight(w, matrix[i].role, m, p >= 2);
            if (strcmp(sees, matrix[i].sees) != 0)
                fail_msg("%s, row %zu: %s, not %s", path[p], i, sees, matrix[i].sees);
            checked++;
        }
    }
    assert_int_equal(checked, COUNT_OF(matrix));
}

/* A key alone does not do: a clerk's desk opens the report, case supervision reads codes only. */
static void a_key_does_not_replace_the_right(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = web_matter(w);
    struct matter_view v;
    struct str cookie = world_joined(w, COUNTY, RO_CLERK | RO_CASE_SUP, "W330411-BOTH", RO_CLERK);

    world_bring(w, COUNTY, m, "ST_ASSIGNED");
    struct ctx *c = world_as_cookie(w, cookie);
    CHECK(vault_can(c, OBJECT_KR, world_report_of(w, m)));
    WORLD_OK(c, matter_open(c, m, &v));
    CHECK(v.leads.n == 1 && v.report_count == 1 && !v.reports[0].can_read);
}

static void two_parts_show_a_matter_once(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = web_matter(w);
    struct matter_filter f = { .named = -1, .due_before = DAY_NONE };
    struct matter_list l;
    struct matter_counts n;
    struct str cookie =
        world_joined(w, COUNTY, RO_HANDLER | RO_HD_HEAD | RO_DEPUTY, "W330411-MANY", RO_HD_HEAD);

    world_bring(w, COUNTY, m, "ST_ACCEPTED");
    world_propose(w, COUNTY, RO_SCREENER, m, "T14",
                  "department=DEPT_SUPERVISE&handler=W330411MANY");
    world_agree(w, COUNTY, RO_PO_HEAD, m, "T14");
    struct ctx *c = world_as_cookie(w, cookie); /* as handler, as head, as deputy */
    WORLD_OK(c, matter_list(c, &f, &l));
    CHECK(l.n == 1 && l.items[0].id == m);
    f.view = S("all");
    WORLD_OK(c, matter_list(c, &f, &l));
    CHECK(l.n == 1);
    WORLD_OK(c, matter_counts(c, &n));
    CHECK(n.todo == 1 && n.all == 1);
}

/* ---- pages ---- */

#define MANY 120

static void fill(struct world *w)
{
    int64_t today = ctx_today(&w->ctx).n;

    for (int64_t i = 0; i < MANY; i++) /* several on the same day, so that ids part them */
        world_write(w, Q_TEST_MATTER_DATED, INT(1000 + i), INT(COUNTY), INT(today - i / 3),
                    INT(today + 40 - i / 2), TEXT(S("D04")));
}

static size_t walk(struct world *w, struct matter_filter *f, int64_t *ids, size_t most)
{
    struct ctx *c = &w->ctx;
    struct matter_list l;
    size_t n = 0;

    f->cursor = STR_NONE;
    do {
        WORLD_OK(c, matter_list(c, f, &l));
        for (size_t i = 0; i < l.n && n < most; i++)
            ids[n++] = l.items[i].id;
        f->cursor = l.next;
    } while (!str_absent(l.next) && n < most);
    return n;
}

static void pages_hold_each_matter_once_and_in_order(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t ids[MANY + 1];
    struct matter_filter f = { .named = -1, .due_before = DAY_NONE, .limit = 7 };

    fill(w);
    (void)world_as(w, COUNTY, RO_SCREENER);
    assert_int_equal(walk(w, &f, ids, COUNT_OF(ids)), MANY);
    for (size_t i = 0; i < MANY; i += 2) { /* the last made are due first, two a day */
        assert_int_equal(ids[i], 1000 + MANY - 2 - (int64_t)i);
        assert_int_equal(ids[i + 1], 1000 + MANY - 1 - (int64_t)i);
    }
    f.view = S("all");
    assert_int_equal(walk(w, &f, ids, COUNT_OF(ids)), MANY);
    assert_int_equal(ids[0], 1002); /* today's three, the greatest id first */
    assert_int_equal(ids[2], 1000);
    assert_int_equal(ids[3], 1005);
    f.view = S("late"); /* due before today: today + 40 - i / 2 < today */
    assert_int_equal(walk(w, &f, ids, COUNT_OF(ids)), MANY - 82);
    f.view = S("soon"); /* today up to seven days on */
    assert_int_equal(walk(w, &f, ids, COUNT_OF(ids)), 16);
    f.view = S("messages");
    assert_int_equal(walk(w, &f, ids, COUNT_OF(ids)), 0);
}

static void filters_and_mistakes(void **state)
{
    WORLD_AUTO w = world_new();
    struct matter_filter f = { .named = -1, .due_before = DAY_NONE, .limit = 200 };
    struct matter_list l;
    int64_t today = ctx_today(&w->ctx).n;

    fill(w);
    struct ctx *c = world_as(w, COUNTY, RO_SCREENER);
    f.state = S("ST_SCREENING");
    WORLD_OK(c, matter_list(c, &f, &l));
    CHECK(l.n == 0);
    f.state = S("ST_REGISTERED");
    f.due_before = (struct day){ (int32_t)today };
    WORLD_OK(c, matter_list(c, &f, &l));
    assert_int_equal(l.n, MANY - 82);
    f.view = S("all");
    WORLD_OK(c, matter_list(c, &f, &l));
    assert_int_equal(l.n, MANY - 82);
    f.named = 0;
    WORLD_OK(c, matter_list(c, &f, &l));
    CHECK(l.n == 0);
    f.view = S("everything");
    WORLD_MISTAKE(c, matter_list(c, &f, &l), "view", "form.option");
    f.view = S("todo");
    f.cursor = S("12.x");
    WORLD_MISTAKE(c, matter_list(c, &f, &l), "cursor", "matter.cursor");
    f.cursor = STR_NONE;
    f.state = S("ST_NOWHERE");
    WORLD_MISTAKE(c, matter_list(c, &f, &l), "state", "form.option");
}

static void counts_are_those_of_the_lists(void **state)
{
    WORLD_AUTO w = world_new();
    struct matter_counts n;

    fill(w);
    struct ctx *c = world_as(w, COUNTY, RO_SCREENER);
    WORLD_OK(c, matter_counts(c, &n));
    assert_int_equal(n.todo, MANY);
    assert_int_equal(n.all, MANY);
    assert_int_equal(n.late, MANY - 82);
    assert_int_equal(n.soon, 16);
    CHECK(n.messages == 0 && n.approve == 0);
    c = world_as(w, COUNTY, RO_HANDLER);
    WORLD_OK(c, matter_counts(c, &n));
    CHECK(n.todo == 0 && n.all == 0);
    c = world_as(w, CITY, RO_PO_HEAD);
    WORLD_OK(c, matter_counts(c, &n));
    CHECK(n.todo == 0 && n.all == 0);
}

/* ---- no list reads a whole table ---- */

#define QUERIES_MAX 2000

/* A step of the plan that reads all of a table; b is the bodies below, a0.. what an arm gave. */
static bool reads_all(struct str step)
{
    static const char *const tables[] = { "m", "x", "z", "r", "rm", "o", "p", "q", "k" };

    for (size_t i = 0; i < COUNT_OF(tables); i++) {
        char scan[16];
        snprintf(scan, sizeof(scan), "SCAN %s", tables[i]);
        if (str_eq(step, str_of(scan)) ||
            (str_starts(step, str_of(scan)) && step.p[strlen(scan)] == ' '))
            return true;
    }
    return false;
}

/* One body, one department or all: the index gives the order, nothing is sorted. */
static bool in_order(struct str name)
{
    return str_starts(name, S("matter_list_org_")) || str_starts(name, S("matter_list_wide_")) ||
           str_starts(name, S("matter_list_dept_")) ||
           str_starts(name, S("matter_list_handler_")) || str_starts(name, S("matter_list_clerk_"));
}

static void check_plan(struct ctx *c, const struct query *q, const struct query *plan)
{
    struct value none[64] = { { VALUE_NULL, 0, { NULL, 0 } } };
    struct str name = str_of(q->name);
    struct rows r;

    assert_int_equal(store_run_n(c, plan, &r, q->params, none), ERR_OK);
    assert_true(r.n > 0);
    for (size_t k = 0; k < r.n; k++) {
        struct str step = cell(&r, k, 3)->s;
        if (reads_all(step) || (in_order(name) && str_contains(step, S("TEMP B-TREE"))))
            fail_msg("%.*s: %.*s", STR_ARG(name), STR_ARG(step));
    }
}

static void no_list_scans(void **state)
{
    static struct query plans[QUERIES_MAX];
    ARENA_AUTO a = arena_new(64u << 20);
    struct fault f = { 0 };
    struct store *store;
    size_t lists = 0;

    assert_true(yg_query_count <= COUNT_OF(plans));
    for (size_t i = 0; i < yg_query_count; i++) {
        plans[i] = yg_queries[i];
        plans[i].writes = false;
        plans[i].sql = str_z(a, str_fmt(a, "EXPLAIN QUERY PLAN %s", yg_queries[i].sql));
    }
    struct store_options o = {
        .path = ":memory:", .queries = plans, .query_count = yg_query_count
    };
    assert_int_equal(store_open(&o, &f, &store), ERR_OK);
    struct ctx c = { .store = store, .arena = a };
    for (size_t i = 0; i < yg_query_count; i++) {
        struct str name = str_of(yg_queries[i].name);
        if (str_starts(name, S("matter_list_")) || str_starts(name, S("matter_count_")) ||
            str_eq(name, S("matter_in_reach"))) {
            check_plan(&c, &yg_queries[i], &plans[i]);
            lists++;
        }
    }
    assert_true(lists > 15);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_role_finds_what_the_table_says),
        cmocka_unit_test(assignment_opens_for_handler_and_department),
        cmocka_unit_test(nobody_finds_what_may_still_be_undone),
        cmocka_unit_test(the_recused_find_nothing),
        cmocka_unit_test(upper_bodies_see_clocks_and_states_only),
        cmocka_unit_test(opening_gives_what_the_role_may_see_and_is_audited),
        cmocka_unit_test(each_role_reads_what_the_matrix_gives),
        cmocka_unit_test(a_key_does_not_replace_the_right),
        cmocka_unit_test(two_parts_show_a_matter_once),
        cmocka_unit_test(pages_hold_each_matter_once_and_in_order),
        cmocka_unit_test(filters_and_mistakes),
        cmocka_unit_test(counts_are_those_of_the_lists),
        cmocka_unit_test(no_list_scans),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
