/* Who may make which move from where (domain 3.3), through the door itself: every officer role of
 * the body, every state; written down by hand a third time, apart from rules and life cycle. */
#include <stdio.h>

#include "domain/officer.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

#define COUNTY WORLD_COUNTY

static const struct {
    const char *id;
    int code, stage;
} states[] = {
    { "ST_RECEIVED", 0, 1 },     { "ST_REGISTERED", 10, 1 },    { "ST_SCREENING", 20, 1 },
    { "ST_SUPPLEMENT", 21, 1 },  { "ST_ACCEPTED", 30, 2 },      { "ST_NOT_ACCEPTED", 31, 2 },
    { "ST_REFERRED_UP", 32, 2 }, { "ST_REFERRED_DOWN", 33, 2 }, { "ST_REFERRED_SIDE", 34, 2 },
    { "ST_ENTRUSTED", 35, 2 },   { "ST_FILED_REPEAT", 36, 2 },  { "ST_ASSIGNED", 40, 3 },
    { "ST_DISPOSAL", 45, 3 },    { "ST_TALK", 50, 3 },          { "ST_VERIFY", 51, 3 },
    { "ST_HELD", 52, 3 },        { "ST_INVESTIGATE", 55, 3 },   { "ST_HANDLE_CLAIM", 57, 3 },
    { "ST_CONCLUDED", 60, 4 },   { "ST_FEEDBACK", 61, 4 },      { "ST_OBJECTION", 62, 4 },
    { "ST_RECHECK", 63, 4 },     { "ST_REVIEW", 70, 4 },        { "ST_REVIEWED", 71, 4 },
    { "ST_REREVIEW", 72, 4 },    { "ST_REREVIEWED", 73, 4 },    { "ST_CLOSED", 80, 5 },
    { "ST_FINAL", 81, 5 },       { "ST_WITHDRAWN", 90, 5 },     { "ST_TOMBSTONE", 99, 1 },
};

/* codes of the states it leaves, the role that acts */
static const struct {
    const char *move;
    uint32_t act;
    int from[24]; /* ends with -1 */
} moves[] = {
    { "T02", RO_CLERK, { 0, -1 } },
    { "T03", RO_CLERK, { 0, 10, -1 } },
    { "T03b", RO_SCREENER, { 20, -1 } },
    { "T04", RO_SCREENER, { 10, -1 } },
    { "T05", RO_SCREENER, { 20, -1 } },
    { "T07", RO_SCREENER, { 20, -1 } },
    { "T08", RO_SCREENER, { 20, -1 } },
    { "T09", RO_SCREENER, { 20, -1 } },
    { "T10", RO_SCREENER, { 20, -1 } },
    { "T11", RO_SCREENER, { 20, -1 } },
    { "T12", RO_SCREENER, { 20, -1 } },
    { "T13", RO_SCREENER, { 36, -1 } },
    { "T14", RO_SCREENER, { 30, -1 } },
    { "T15", RO_HANDLER, { 40, -1 } },
    { "T16", RO_HANDLER, { 40, -1 } },
    { "T17", RO_HANDLER, { 45, -1 } },
    { "T17a", RO_HANDLER, { 50, -1 } },
    { "T18", RO_HANDLER, { 45, -1 } },
    { "T19", RO_HANDLER, { 45, -1 } },
    { "T20", RO_HANDLER, { 45, -1 } },
    { "T21", RO_HANDLER, { 50, -1 } },
    { "T22", RO_HANDLER, { 52, -1 } },
    { "T23", RO_HANDLER, { 51, -1 } },
    { "T24", RO_HANDLER, { 51, -1 } },
    { "T25", RO_HANDLER, { 55, -1 } },
    { "T26", RO_SCREENER, { 20, -1 } },
    { "T27", RO_HANDLER, { 57, -1 } },
    { "T28", RO_SCREENER, { 35, -1 } },
    { "T30", RO_HANDLER, { 60, -1 } },
    { "T33", RO_HD_HEAD, { 62, -1 } },
    { "T34", RO_HANDLER, { 62, -1 } },
    { "T35", RO_HANDLER, { 63, -1 } },
    { "T36b", RO_PO_HEAD, { 61, 62, 80, -1 } },
    { "T36f", RO_HD_HEAD, { 70, 72, -1 } },
    { "T38", RO_HD_HEAD, { 71, 73, -1 } },
    { "T44", RO_DEPUTY, { 31, 80, 81, 90, -1 } },
    { "T45",
      RO_HD_HEAD,
      { 30, 35, 36, 40, 45, 50, 51, 52, 55, 57, 60, 61, 62, 63, 70, 71, 72, 73, -1 } },
    { "T46",
      RO_SCREENER,
      { 10, 20, 21, 30, 35, 36, 40, 45, 50, 51, 52, 55, 57, 60, 61, 62, 63, -1 } },
    { "T47", RO_HD_HEAD, { 40, 45, 50, 51, 52, 55, 57, 60, 61, 62, 63, -1 } },
};
/* later, or not the officers' */
static const char *const not_theirs[] = { "T01", "T01a", "T01u", "T02u", "T06", "T30s",
                                          "T32", "T36",  "T39",  "T41",  "T42", "T42s",
                                          "T43", "T48a", "T48",  "T48b" };

static bool leaves(size_t move, int code)
{
    for (size_t i = 0; moves[move].from[i] >= 0; i++) {
        if (moves[move].from[i] == code)
            return true;
    }
    return false;
}

/* who finds it at all in a state: matter_test.c says more */
static bool in_reach(uint32_t role, int code)
{
    switch (role) {
    case RO_CLERK:
        return code == 0 || code == 10;
    case RO_SCREENER:
    case RO_PO_HEAD:
        return code != 99;
    case RO_DEPUTY:
    case RO_PRINCIPAL:
        return code != 0 && code != 10 && code != 99;
    case RO_CASE_SUP:
        return code >= 40 && code != 99;
    case RO_HANDLER:
    case RO_HD_HEAD:
        return true;
    default:
        return false;
    }
}

static int64_t matter_of_all(struct world *w)
{
    struct report_form f = world_form();
    int64_t m = world_received(w, &f).matter;

    world_bring(w, COUNTY, m, "ST_ASSIGNED");
    return m;
}

static void set_state(struct world *w, int64_t m, size_t s)
{
    struct officer head;

    WORLD_OK(&w->ctx, officer_find(&w->ctx, world_officer(w, COUNTY, RO_HD_HEAD), &head));
    world_write(w, Q_TEST_MATTER_STATE, TEXT(str_of(states[s].id)), INT(states[s].stage), INT(m));
    world_write(w, Q_TEST_MATTER_GIVE, INT(head.dept), INT(world_officer(w, COUNTY, RO_HANDLER)),
                INT(m));
}

static const char *refused(struct world *w, int64_t org, uint32_t role, int64_t m, const char *move)
{
    struct move_result r;
    struct ctx *c = world_as(w, org, role);
    enum err e = world_move_try(c, m, move, "", &r);

    return e == ERR_OK || !c->fault.key ? "" : c->fault.key;
}

static void each_move_from_its_states_and_no_other(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = matter_of_all(w);

    for (size_t k = 0; k < COUNT_OF(moves); k++) {
        for (size_t s = 0; s < COUNT_OF(states); s++) {
            set_state(w, m, s);
            const char *key = refused(w, COUNTY, moves[k].act, m, moves[k].move);
            const char *want = !in_reach(moves[k].act, states[s].code) ? "matter.none"
                               : leaves(k, states[s].code)             ? NULL
                                                                       : "move.state";
            bool barred = strcmp(key, "matter.none") == 0 || strcmp(key, "move.state") == 0 ||
                          strcmp(key, "move.role") == 0;
            if (want ? strcmp(key, want) != 0 : barred)
                fail_msg("%s from %s: %s, not %s", moves[k].move, states[s].id, key,
                         want ? want : "let through");
        }
    }
}

static void each_move_by_its_role_and_no_other(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = matter_of_all(w);

    for (size_t k = 0; k < COUNT_OF(moves); k++) {
        size_t s = 0;
        while (!leaves(k, states[s].code))
            s++;
        set_state(w, m, s);
        for (unsigned i = 0; ROLE_BIT(i) & ROLES_OFFICER; i++) {
            uint32_t role = ROLE_BIT(i);
            if (role == moves[k].act)
                continue;
            const char *key = refused(w, COUNTY, role, m, moves[k].move);
            const char *want = in_reach(role, states[s].code) ? "move.role" : "matter.none";
            if (strcmp(key, want) != 0)
                fail_msg("%s by role %u: %s, not %s", moves[k].move, i, key, want);
        }
    }
}

static void nobody_of_another_body(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = matter_of_all(w);

    for (size_t k = 0; k < COUNT_OF(moves); k++) {
        size_t s = 0;
        while (!leaves(k, states[s].code))
            s++;
        set_state(w, m, s);
        CHECK_STR(str_of(refused(w, 330109, moves[k].act, m, moves[k].move)), S("matter.none"));
        CHECK_STR(str_of(refused(w, WORLD_CITY, moves[k].act, m, moves[k].move)), S("matter.none"));
    }
}

static void what_is_not_the_officers_to_make(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = matter_of_all(w);
    static const uint32_t roles[] = { RO_SCREENER, RO_PO_HEAD, RO_HANDLER,
                                      RO_HD_HEAD,  RO_DEPUTY,  RO_PRINCIPAL };

    for (size_t k = 0; k < COUNT_OF(not_theirs); k++) {
        for (size_t i = 0; i < COUNT_OF(roles); i++) {
            const char *key = refused(w, COUNTY, roles[i], m, not_theirs[k]);
            bool no = strcmp(key, "move.role") == 0 || strcmp(key, "move.later") == 0;
            if (!no)
                fail_msg("%s: %s", not_theirs[k], key);
        }
    }
    world_state(w, m, "ST_ASSIGNED");
}

/* ---- what is typed ---- */

static void fields_are_those_of_the_move(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = matter_of_all(w);
    struct ctx *c = world_as(w, COUNTY, RO_HANDLER);
    struct move_result r;
    static const struct {
        const char *fields, *field, *key;
    } rows[] = {
        { "", "analysis", "form.required" },
        { "analysis=  ", "analysis", "form.required" },
        { "analysis=可以&plan=看账", "plan", "move.field_unknown" },
        { "analysis=\xff", "analysis", "report.text" },
    };

    for (size_t i = 0; i < COUNT_OF(rows); i++)
        WORLD_MISTAKE(c, world_move_try(c, m, "T16", rows[i].fields, &r), rows[i].field,
                      rows[i].key);
    struct str much = str_bytes(arena_take(c->arena, 20000), 20000);
    memset((char *)much.p, 'x', much.n);
    WORLD_MISTAKE(c,
                  world_move_try(c, m, "T16",
                                 str_z(c->arena, str_fmt(c->arena, "analysis=%.*s", STR_ARG(much))),
                                 &r),
                  "analysis", "form.too_long");
    WORLD_MISTAKE(c, world_move_try(c, m, "T99", "", &r), "move", "move.unknown");
    world_state(w, m, "ST_ASSIGNED");
}

/* ---- invariants below the table of domain 3.3 ---- */

static void no_transition_without_an_event(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    int64_t m = world_received(w, &f).matter;
    struct rows e;
    struct str at = S("ST_RECEIVED");

    world_bring(w, COUNTY, m, "ST_FEEDBACK");
    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_EVENTS, &e, INT(m)));
    for (size_t i = 1; i < e.n; i++) { /* each begins where the last ended */
        struct str from = cell(&e, i, 2)->s, to = cell(&e, i, 3)->s;
        if (str_absent(to))
            continue;
        CHECK_STR(from, at);
        at = to;
    }
    CHECK_STR(at, S("ST_FEEDBACK"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_move_from_its_states_and_no_other),
        cmocka_unit_test(each_move_by_its_role_and_no_other),
        cmocka_unit_test(nobody_of_another_body),
        cmocka_unit_test(what_is_not_the_officers_to_make),
        cmocka_unit_test(fields_are_those_of_the_move),
        cmocka_unit_test(no_transition_without_an_event),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
