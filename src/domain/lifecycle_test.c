/* The life cycle as domain.md 3.2 and 3.3 print it, written down a second time by hand: a line that
 * changes in data/procedure turns this red. The invariants below 3.3 are checked on the data. */
#include "domain/code.h"
#include "domain/parameter.h"
#include "domain/procedure.h"
#include "domain/rules_test.h"

static const char *const rules_files[] = {
    "procedure/handling.rules", "procedure/intake.rules", "procedure/remedies.rules",
    "procedure/events.rules",   "procedure/papers.rules", "procedure/roles.rules",
    "procedure/states.rules",
};

/* The guards of the domain's C; the shipped files may use no other. */
static const struct str guards[] = {
    { "G_WITHIN_UNDO", 13 },       { "G_ACCUSED_ABOVE", 15 },  { "G_OTHER_PERSON", 14 },
    { "G_SUPPLEMENT_ONCE", 17 },   { "G_NOT_CLAIM", 11 },      { "G_CLAIM", 7 },
    { "G_CHANNEL_PASSES_ON", 19 }, { "G_TO_NOT_ACCUSED", 16 }, { "G_TO_BELOW", 10 },
    { "G_LEAD_MATTER", 13 },       { "G_SECOND_OFFICER", 16 }, { "G_RECHECK_DATE", 14 },
    { "G_FINDINGS", 10 },          { "G_DELIVERY", 10 },       { "G_ENTRUSTED_TOLD", 16 },
    { "G_OPEN_HANDLING", 15 },     { "G_NOT_HANDLER", 13 },    { "G_REVIEW_OPEN", 13 },
    { "G_ORDERED_REDO", 14 },      { "G_OTHER_OFFICERS", 16 }, { "G_REOPEN", 8 },
    { "G_REVIEW_TERM", 13 },       { "G_REVIEWER", 10 },       { "G_REPEATED", 10 },
    { "G_RULING_REDO", 13 },       { "G_RULING_STANDS", 15 },  { "G_NOT_SETTLED", 13 },
    { "G_NEW_OPINION", 13 },       { "G_OPEN_MEETING", 14 },
    { "G_EXTENSION", 11 },         { "G_OTHER_MATTER", 14 },
};

static const struct procedure *shipped_procedure(struct arena *a)
{
    struct data_file files[COUNT_OF(rules_files)];
    struct fault f = { 0 };
    const struct procedure *p;
    for (size_t i = 0; i < COUNT_OF(files); i++)
        files[i] = shipped(a, rules_files[i]);
    if (procedure_load(a, files, COUNT_OF(files), guards, COUNT_OF(guards), &f, &p) != ERR_OK)
        fail_msg("%s", f.detail);
    return p;
}

/* --- states, domain.md 3.2 --- */

static const struct {
    int code;
    const char *id, *shown, *clocks, *flags;
    int stage;
} states[] = {
    { 0, "ST_RECEIVED", "ST_RECEIVED", "D01 D01.letter D02 D03 D04", "", 1 },
    { 10, "ST_REGISTERED", "ST_REGISTERED", "D02 D03 D04", "", 1 },
    { 20, "ST_SCREENING", "ST_SCREENING", "D03 D04", "", 1 },
    { 21, "ST_SUPPLEMENT", "ST_SUPPLEMENT", "D09", "", 1 },
    { 30, "ST_ACCEPTED", "ST_ACCEPTED", "D04a D10", "", 2 },
    { 31, "ST_NOT_ACCEPTED", "ST_NOT_ACCEPTED", "D18", "terminal reopenable", 2 },
    { 32, "ST_REFERRED_UP", "ST_REFERRED_UP", "D08", "terminal", 2 },
    { 33, "ST_REFERRED_DOWN", "ST_REFERRED_DOWN", "D06 D06.send", "terminal", 2 },
    { 34, "ST_REFERRED_SIDE", "ST_REFERRED_SIDE", "D08", "terminal", 2 },
    { 35, "ST_ENTRUSTED", "ST_ENTRUSTED", "D12", "", 2 },
    { 36, "ST_FILED_REPEAT", "ST_FILED_REPEAT", "", "unclocked", 2 },
    { 40, "ST_ASSIGNED", "ST_ASSIGNED", "D07 D10 D11", "", 3 },
    { 45, "ST_DISPOSAL", "ST_ASSIGNED", "D07 D10", "", 3 },
    { 50, "ST_TALK", "ST_ASSIGNED", "D13 D13.reply D10", "", 3 },
    { 51, "ST_VERIFY", "ST_ASSIGNED", "D10", "", 3 },
    { 52, "ST_HELD", "ST_ASSIGNED", "D14 D10", "", 3 },
    { 55, "ST_INVESTIGATE", "ST_ASSIGNED", "", "unclocked", 3 },
    { 57, "ST_HANDLE_CLAIM", "ST_ASSIGNED", "D11", "", 3 },
    { 60, "ST_CONCLUDED", "ST_CONCLUDED", "D15", "", 4 },
    { 61, "ST_FEEDBACK", "ST_FEEDBACK", "D17 D20 D24", "", 4 },
    { 62, "ST_OBJECTION", "ST_OBJECTION", "D18", "", 4 },
    { 63, "ST_RECHECK", "ST_RECHECK", "D19", "", 4 },
    { 70, "ST_REVIEW", "ST_REVIEW", "D21 D21.file", "", 4 },
    { 71, "ST_REVIEWED", "ST_REVIEWED", "D21.redo D22 D24", "", 4 },
    { 72, "ST_REREVIEW", "ST_REREVIEW", "D23 D21.file", "", 4 },
    { 73, "ST_REREVIEWED", "ST_REREVIEWED", "D21.redo D24", "unclocked", 4 },
    { 80, "ST_CLOSED", "ST_CLOSED", "D41 D24", "terminal reopenable", 5 },
    { 81, "ST_FINAL", "ST_FINAL", "D41 D24", "terminal reopenable", 5 },
    { 90, "ST_WITHDRAWN", "ST_WITHDRAWN", "", "terminal reopenable", 0 },
    { 99, "ST_TOMBSTONE", "ST_REFERRED_UP", "D05", "terminal", 0 },
};

static struct str joined(struct arena *a, const struct name_list *list, const char *between)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < list->n; i++) {
        if (i > 0)
            buf_put(&b, str_of(between));
        buf_put(&b, list->items[i]);
    }
    return buf_str(&b);
}

static void states_are_those_of_the_rules(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct procedure *p = shipped_procedure(a);
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        const struct state *s = procedure_state(p, str_of(states[i].id));
        if (!s)
            fail_msg("no %s", states[i].id);
        CHECK_STR(s->shown, str_fmt(a, "shown.%s", states[i].shown));
        CHECK_STR(joined(a, &s->clocks, " "), str_of(states[i].clocks));
        CHECK(s->code == states[i].code && s->stage == states[i].stage);
        CHECK(s->terminal == (strstr(states[i].flags, "terminal") != NULL));
        CHECK(s->reopenable == (strstr(states[i].flags, "reopenable") != NULL));
        CHECK(s->unclocked == (strstr(states[i].flags, "unclocked") != NULL));
    }
    CHECK(procedure_state_at(p, COUNT_OF(states)) == NULL);
}

/* --- moves, domain.md 3.3 --- */

static const struct {
    const char *id, *from, *to, *act, *approve, *events, *papers, *clocks, *told;
} moves[] = {
    { "T01", "NEW", "00", "GRID CLERK reporter", "", "E_RECEIVED", "W01",
      "start D01 start D02 start D03 start D04", "reporter" },
    { "T01a", "00", "=", "reporter", "", "E_AMENDED", "", "", "reporter" },
    { "T01u", "00", "90", "reporter", "", "E_UNDONE", "", "stop *", "reporter" },
    { "T02", "00", "10", "CLERK", "", "E_REGISTERED", "", "stop D02", "reporter" },
    { "T02u", "00 10", "90", "CLERK", "", "E_UNDONE", "", "stop *", "none" },
    { "T03", "00 10", "99", "CLERK", "", "E_SEALED_UP", "N05", "stop * start D05", "reporter" },
    { "T03b", "20", "32", "SCREENER", "PO_HEAD", "E_REFERRED", "N06", "stop * start D08",
      "reporter" },
    { "T04", "10", "20", "SCREENER", "", "E_CLASSIFIED", "", "", "none" },
    { "T05", "20", "21", "SCREENER", "", "E_PAUSED", "N04", "pause D03 pause D04 start D09",
      "reporter" },
    { "T06", "21", "20", "reporter system", "", "E_RESUMED", "", "resume D03 resume D04 stop D09",
      "reporter" },
    { "T07", "20", "30", "SCREENER", "PO_HEAD", "E_ACCEPTED", "N01",
      "stop D03 stop D04 start D04a start D10", "reporter" },
    { "T08", "20", "31", "SCREENER", "PO_HEAD; SCREENER when reason=3", "E_NOT_ACCEPTED", "N03",
      "stop *", "reporter" },
    { "T09", "20", "34", "SCREENER", "PO_HEAD", "E_REFERRED", "N06", "stop * start D08",
      "reporter" },
    { "T10", "20", "33", "SCREENER", "", "E_REFERRED", "N07", "stop * start D06.send start D06",
      "reporter" },
    { "T11", "20", "35", "SCREENER", "DEPUTY", "E_ENTRUSTED", "N08", "stop * start D12",
      "reporter" },
    { "T12", "20", "36", "SCREENER", "SCREENER PO_HEAD", "E_REPEAT", "", "stop *", "reporter" },
    { "T13", "36", "20", "SCREENER", "", "E_NEW_EVIDENCE", "", "restart D03 restart D04",
      "reporter" },
    { "T14", "30", "40", "SCREENER", "PO_HEAD", "E_ASSIGNED", "N09", "stop D04a start D07",
      "none" },
    { "T15", "40", "20", "HANDLER", "DEPUTY", "E_RETURNED", "", "stop D07 restart D03", "none" },
    { "T16", "40", "45", "HANDLER", "", "E_LEAD_OPENED", "", "", "none" },
    { "T17", "45", "50", "HANDLER", "DEPUTY PRINCIPAL", "E_DISPOSAL", "",
      "stop D07 start D13.reply", "none" },
    { "T17a", "50", "=", "HANDLER", "", "E_RESUMED", "", "stop D13.reply start D13", "none" },
    { "T18", "45", "51", "HANDLER", "PRINCIPAL", "E_DISPOSAL", "", "stop D07", "none" },
    { "T19", "45", "52", "HANDLER", "DEPUTY", "E_DISPOSAL", "", "stop D07 start D14", "none" },
    { "T20", "45", "60", "HANDLER", "DEPUTY", "E_DISPOSAL E_CONCLUDED", "", "stop * start D15",
      "reporter" },
    { "T21:satisfied", "50", "60", "HANDLER", "DEPUTY", "E_CONCLUDED", "", "stop * start D15",
      "reporter" },
    { "T21:doubts", "50", "51", "HANDLER", "DEPUTY", "E_DISPOSAL", "", "stop D13 stop D13.reply",
      "none" },
    { "T22", "52", "45", "HANDLER system", "", "E_RESUMED", "", "stop D14 restart D07", "none" },
    { "T23", "51", "55", "HANDLER", "PRINCIPAL", "E_CASE_FILED", "", "stop *", "none" },
    { "T24", "51", "60", "HANDLER", "PRINCIPAL", "E_CONCLUDED E_FORM", "", "stop * start D15",
      "reporter" },
    { "T25", "55", "60", "HANDLER", "PRINCIPAL", "E_CONCLUDED E_FORM E_SANCTION", "",
      "stop * start D15", "reporter" },
    { "T26", "20", "57", "SCREENER", "PO_HEAD", "E_ACCEPTED", "N01", "stop D03 stop D04 start D11",
      "reporter" },
    { "T27", "57", "60", "HANDLER", "DEPUTY", "E_CONCLUDED", "N12", "stop * start D15",
      "reporter" },
    { "T28", "35", "60", "SCREENER", "DEPUTY", "E_CONCLUDED", "N10", "stop * start D15",
      "reporter" },
    { "T30", "60", "61", "HANDLER", "", "E_FEEDBACK", "N13",
      "stop D15 start D17 start D20 start D24", "real-name" },
    { "T30s", "60", "61", "system", "", "E_FEEDBACK", "", "stop D15 start D17 start D20 start D24",
      "none" },
    { "T31", "60", "61", "HANDLER", "DEPUTY", "E_FEEDBACK", "P01",
      "stop D15 start D17 start D20 start D24", "reporter" },
    { "T32", "61", "62", "reporter", "", "E_OBJECTION", "", "stop D17 start D18", "reporter" },
    { "T33", "62", "61", "HD_HEAD", "", "E_OBJ_ANSWERED", "N14", "stop D18 restart D17 restart D20",
      "reporter" },
    { "T34", "62", "63", "HANDLER", "", "E_NEW_EVIDENCE", "", "stop D18 start D19", "reporter" },
    { "T35", "63", "60", "HANDLER", "DEPUTY", "E_CONCLUDED", "", "stop * start D15", "reporter" },
    { "T36", "61 62", "70", "reporter", "REVIEWER", "E_REVIEW_REQ", "N15",
      "ask D21.accept stop D17 stop D18 stop D20 start D21 start D21.file", "reporter" },
    { "T36b", "61 62 80", "70", "PO_HEAD", "REVIEWER", "E_REVIEW_OPENED", "N15",
      "ask D21.accept stop D17 stop D18 stop D20 start D21", "reporter" },
    { "T36f", "70 72", "=", "HD_HEAD", "", "E_FILE_LENT", "", "stop D21.file", "none" },
    { "T37", "70", "71", "REVIEWER", "DEPUTY", "E_REVIEW_DONE", "N17",
      "stop D21 stop D21.file start D22 start D21.redo restart D24", "reporter" },
    { "T38:report", "71 73", "40", "HD_HEAD", "", "E_REASSIGNED", "", "stop * start D07 start D10",
      "reporter" },
    { "T38:claim", "71 73", "57", "HD_HEAD", "", "E_REASSIGNED", "", "stop * start D11",
      "reporter" },
    { "T39", "71", "72", "reporter", "REVIEWER", "E_RR_REQ", "N15",
      "ask D23.accept stop D22 start D23 start D21.file", "reporter" },
    { "T40", "72", "73", "REVIEWER", "DEPUTY", "E_RR_DONE", "N18 N19",
      "stop D23 stop D21.file start D21.redo restart D24", "reporter" },
    { "T41", "73", "81", "system", "", "E_CLOSED", "", "start D41", "reporter" },
    { "T42s", "61 71 80 81", "=", "reporter", "", "E_SETTLED", "", "", "reporter" },
    { "T42", "61 71", "80", "reporter system", "", "E_CLOSED", "",
      "stop D17 stop D20 stop D22 start D41", "reporter" },
    { "T43", "10 20 21 30 35 36 40 45 50 51 52 55 57 60 61 62 63", "90", "reporter",
      "PO_HEAD; HD_HEAD from 40 45 50 51 52 55 57 60 61 62 63", "E_WITHDRAWN", "N20",
      "ask D25 stop *", "reporter" },
    { "T44", "31 80 81 90", "20", "DEPUTY", "", "E_REOPENED", "N21",
      "stop * restart D03 restart D04", "reporter" },
    { "T45", "30 35 36 40 45 50 51 52 55 57 60 61 62 63 70 71 72 73", "=", "HD_HEAD REVIEWER",
      "PRINCIPAL when clock=D10,D11,D12; DEPUTY when clock=D21,D23", "E_EXTENDED", "N22",
      "extend D10 extend D11 extend D12 extend D21 extend D23", "reporter" },
    { "T46", "10 20 21 30 35 36 40 45 50 51 52 55 57 60 61 62 63", "=", "SCREENER",
      "SCREENER PO_HEAD", "E_MERGED", "", "", "reporter" },
    { "T47", "40 45 50 51 52 55 57 60 61 62 63", "=", "HD_HEAD", "DEPUTY", "E_REASSIGNED", "", "",
      "reporter" },
    { "T48a", "31", "=", "reporter", "", "E_OBJECTION", "", "start D18", "reporter" },
    { "T48", "31", "20", "UPPER", "PO_HEAD", "E_REOPENED", "N23", "stop * restart D03 restart D04",
      "reporter" },
    { "T48b", "31", "=", "UPPER", "PO_HEAD", "E_OBJ_ANSWERED", "N23", "stop D18", "reporter" },
};

static void put_word(struct buf *b, struct str word)
{
    if (b->n > 0)
        buf_byte(b, ' ');
    buf_put(b, word);
}

static void put_roles(struct buf *b, uint32_t roles)
{
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        if (roles & ROLE_BIT(i))
            put_word(b, str_slice(role_name(ROLE_BIT(i)), 3, 40)); /* without RO_ */
    }
}

static void put_states(struct arena *a, struct buf *b, const struct procedure *p, uint64_t set)
{
    const struct state *s;
    for (size_t i = 0; (s = procedure_state_at(p, i)) != NULL; i++) {
        if ((set >> s->index) & 1)
            put_word(b, str_fmt(a, "%02d", s->code));
    }
}

static struct str who_acts(struct arena *a, const struct move *m)
{
    struct buf b = buf_new(a);
    put_roles(&b, m->act);
    if (m->by_reporter)
        put_word(&b, S("reporter"));
    if (m->by_system)
        put_word(&b, S("system"));
    return buf_str(&b);
}

static struct str who_approves(struct arena *a, const struct procedure *p, const struct move *m)
{
    struct buf b = buf_new(a);
    for (size_t i = 0; i < m->approval_count; i++) {
        const struct approval *v = &m->approvals[i];
        struct buf one = buf_new(a);
        put_roles(&one, v->roles);
        if (!str_absent(v->when_field)) {
            put_word(&one, S("when"));
            put_word(&one, str_fmt(a, "%.*s=%.*s", STR_ARG(v->when_field),
                                   STR_ARG(joined(a, &v->when_values, ","))));
        }
        if (v->from != ~UINT64_C(0)) {
            put_word(&one, S("from"));
            put_states(a, &one, p, v->from);
        }
        if (i > 0)
            buf_put(&b, S("; "));
        buf_put(&b, buf_str(&one));
    }
    return buf_str(&b);
}

static struct str clocks_of(struct arena *a, const struct target *t)
{
    static const char *const verbs[] = { "stop",   "start", "restart", "pause",
                                         "resume", "ask",   "extend" };
    struct buf b = buf_new(a);
    for (size_t i = 0; i < t->act_count; i++) {
        put_word(&b, str_of(verbs[t->acts[i].verb]));
        put_word(&b, str_absent(t->acts[i].clock) ? S("*") : t->acts[i].clock);
    }
    return buf_str(&b);
}

static void compare_move(struct arena *a, const struct procedure *p, size_t i)
{
    static const char *const told[] = { "none", "reporter", "real-name" };
    struct str outcome = str_of(moves[i].id), id = str_cut(&outcome, ':');
    const struct move *m = procedure_move(p, id);
    const struct target *t = NULL;
    if (!m)
        fail_msg("no move %s", moves[i].id);
    for (size_t k = 0; k < m->target_count; k++) {
        if (str_eq(m->targets[k].name, outcome))
            t = &m->targets[k];
    }
    if (!t)
        fail_msg("no outcome %s", moves[i].id);
    struct buf from = buf_new(a);
    put_states(a, &from, p, m->from);
    CHECK_STR(m->creates ? S("NEW") : buf_str(&from), str_of(moves[i].from));
    CHECK_STR(t->to ? str_fmt(a, "%02d", t->to->code) : S("="), str_of(moves[i].to));
    CHECK_STR(who_acts(a, m), str_of(moves[i].act));
    CHECK_STR(who_approves(a, p, m), str_of(moves[i].approve));
    CHECK_STR(joined(a, &t->events, " "), str_of(moves[i].events));
    CHECK_STR(joined(a, &t->papers, " "), str_of(moves[i].papers));
    CHECK_STR(clocks_of(a, t), str_of(moves[i].clocks));
    CHECK_STR(str_fmt(a, "%s%s", told[t->told], m->later ? " later" : ""), str_of(moves[i].told));
    CHECK(!str_empty(m->basis));
}

static void moves_are_those_of_the_rules(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct procedure *p = shipped_procedure(a);
    size_t targets = 0;
    const struct move *m;
    for (size_t i = 0; i < COUNT_OF(moves); i++)
        compare_move(a, p, i);
    for (size_t i = 0; (m = procedure_move_at(p, i)) != NULL; i++)
        targets += m->target_count;
    assert_int_equal(targets, COUNT_OF(moves)); /* no move that this table does not know */
}

/* --- invariants under 3.3 --- */

static bool goes_to(const struct target *t, int code)
{
    return t->to && t->to->code == code;
}

static void papers_and_findings_where_the_law_wants_them(void **state)
{
    static const int with_paper[] = { 31, 32, 33, 34 };
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct procedure *p = shipped_procedure(a);
    const struct move *m;
    for (size_t i = 0; (m = procedure_move_at(p, i)) != NULL; i++) {
        bool findings = false;
        for (size_t k = 0; k < m->field_count; k++)
            findings |= m->fields[k].type == FORM_LEADS;
        for (size_t k = 0; k < m->target_count; k++) {
            const struct target *t = &m->targets[k];
            for (size_t s = 0; s < COUNT_OF(with_paper); s++)
                CHECK(!goes_to(t, with_paper[s]) || t->papers.n > 0);
            /* 61 by staff needs a paper to deliver; the system follows the lower body's T30 */
            CHECK(!goes_to(t, 61) || m->act == 0 || t->papers.n > 0);
            CHECK(!goes_to(t, 60) || findings);
            CHECK(!goes_to(t, 81) ||
                  m->from == UINT64_C(1) << procedure_state(p, S("ST_REREVIEWED"))->index);
            CHECK(t->events.n > 0);
        }
        CHECK(!move_leaves(m, procedure_state(p, S("ST_TOMBSTONE"))));
    }
    CHECK_STR(procedure_move(p, S("T27"))->targets[0].papers.items[0], S("N12"));
    CHECK_STR(procedure_move(p, S("T28"))->targets[0].papers.items[0], S("N10"));
}

/* Clocks as bits, by their number in the procedure. */
static uint64_t clock_bit(const struct procedure *p, struct str id)
{
    const struct clock_rule *c;
    for (size_t i = 0; (c = procedure_clock_at(p, i)) != NULL; i++) {
        if (str_eq(c->id, id))
            return UINT64_C(1) << i;
    }
    fail_msg("no clock %.*s", STR_ARG(id));
    return 0;
}

static uint64_t clocks_after(const struct procedure *p, const struct target *t, uint64_t open)
{
    for (size_t i = 0; i < t->act_count; i++) {
        const struct clock_act *act = &t->acts[i];
        uint64_t bit = str_absent(act->clock) ? ~UINT64_C(0) : clock_bit(p, act->clock);
        if (act->verb == CLOCK_STOP)
            open &= ~bit;
        else if (act->verb == CLOCK_START || act->verb == CLOCK_RESTART)
            open |= bit;
    }
    return open;
}

struct place {
    const struct state *s;
    uint64_t open;
};
#define PLACES_MAX 4096

static size_t visit(struct place *places, size_t n, const struct state *s, uint64_t open)
{
    for (size_t i = 0; i < n; i++) {
        if (places[i].s == s && places[i].open == open)
            return n;
    }
    assert_true(n < PLACES_MAX);
    places[n] = (struct place){ s, open };
    return n + 1;
}

/* Walks every way through the procedure with the set of running clocks: in each open state one of
 * the clocks that the rules name for it runs. */
static void every_open_state_has_an_open_clock(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct procedure *p = shipped_procedure(a);
    struct place *places = arena_array(a, struct place, PLACES_MAX);
    const struct target *first = &procedure_move(p, S("T01"))->targets[0];
    size_t n = visit(places, 0, first->to, clocks_after(p, first, 0));
    uint64_t seen = 0;

    for (size_t at = 0; at < n; at++) {
        const struct state *s = places[at].s;
        uint64_t own = 0;
        const struct move *m;
        seen |= UINT64_C(1) << s->index;
        for (size_t i = 0; i < s->clocks.n; i++)
            own |= clock_bit(p, s->clocks.items[i]);
        if (!s->terminal && !s->unclocked && !(places[at].open & own))
            fail_msg("%.*s is reached without a clock of its own", STR_ARG(s->id));
        for (size_t i = 0; (m = procedure_move_at(p, i)) != NULL; i++) {
            for (size_t k = 0; move_leaves(m, s) && k < m->target_count; k++) {
                const struct target *t = &m->targets[k];
                n = visit(places, n, t->to ? t->to : s, clocks_after(p, t, places[at].open));
            }
        }
    }
    assert_int_equal(seen, (UINT64_C(1) << COUNT_OF(states)) - 1); /* and every state is reached */
}

/* A secret clock would betray which way was chosen (domain.md 3.2). */
static void the_way_chosen_stays_secret(void **state)
{
    static const char *const secret[] = { "D07", "D13", "D13.reply", "D14", "D03", "D04a" };
    static const char *const told[] = { "D02", "D04", "D09", "D10", "D11", "D12", "D15", "D17",
                                        "D18", "D19", "D20", "D21", "D22", "D23", "D24", "D25" };
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct procedure *p = shipped_procedure(a);
    const struct state *s;
    for (size_t i = 0; i < COUNT_OF(secret); i++)
        CHECK(!procedure_clock(p, str_of(secret[i]))->told);
    for (size_t i = 0; i < COUNT_OF(told); i++)
        CHECK(procedure_clock(p, str_of(told[i]))->told);
    for (size_t i = 0; (s = procedure_state_at(p, i)) != NULL; i++) {
        if (s->code >= 40 && s->code <= 57)
            CHECK_STR(s->shown, S("shown.ST_ASSIGNED"));
    }
    static const char *const internal[] = { "E_DISPOSAL", "E_CASE_FILED", "E_LEAD_OPENED",
                                            "E_RETURNED", "E_CLASSIFIED" };
    for (size_t i = 0; i < COUNT_OF(internal); i++)
        CHECK(!procedure_event(p, str_of(internal[i]))->shown);
}

/* domain.md 3.8: which breach a missed clock makes. */
static void missed_clocks_make_their_breach(void **state)
{
    static const struct {
        const char *clock, *breach;
        bool named;
    } expected[] = {
        { "D02", "V01", false },      { "D04", "V03", true },       { "D05", "V04", false },
        { "D06", "V04", false },      { "D06.send", "V04", false }, { "D10", "V06", false },
        { "D11", "V06", false },      { "D12", "V06", false },      { "D15", "V07", true },
        { "D21", "V06", false },      { "D23", "V06", false },      { "D21.file", "V08", false },
        { "D21.redo", "V06", false }, { "D12.answer", "V06", false },
    };
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct procedure *p = shipped_procedure(a);
    const struct clock_rule *c;
    size_t with_breach = 0;
    for (size_t i = 0; (c = procedure_clock_at(p, i)) != NULL; i++)
        with_breach += !str_absent(c->breach);
    assert_int_equal(with_breach, COUNT_OF(expected));
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        c = procedure_clock(p, str_of(expected[i].clock));
        CHECK_STR(c->breach, str_of(expected[i].breach));
        CHECK(c->named == expected[i].named && c->binds == CLOCK_BINDS_BODY);
    }
    CHECK_STR(procedure_clock(p, S("D09"))->lapse, S("T06"));
    CHECK_STR(procedure_clock(p, S("D17"))->lapse, S("T42"));
    CHECK_STR(procedure_clock(p, S("D14"))->lapse, S("T22"));
}

static void every_clock_has_a_term_and_every_list_its_codes(void **state)
{
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    const struct procedure *p = shipped_procedure(a);
    struct fault f = { 0 };
    struct parameter_table *t;
    const struct code_table *codes;
    const struct clock_rule *c;
    const struct move *m;
    struct parameter_tree no_bodies = { NULL, NULL };
    CHECK(parameter_load(a, shipped(a, "parameters.tsv"), &f, &t) == ERR_OK);
    CHECK(code_load(a, shipped(a, "codes.tsv"), &f, &codes) == ERR_OK);
    for (size_t i = 0; (c = procedure_clock_at(p, i)) != NULL; i++) {
        if (!parameter_clock(t, no_bodies, 0, c->id, S("claim"), day_from_ymd(2026, 9, 18)) ||
            !parameter_clock(t, no_bodies, 0, c->id, S("report"), day_from_ymd(2026, 9, 18)))
            fail_msg("%.*s has no term", STR_ARG(c->id));
        CHECK(str_absent(c->breach) || code_known(codes, S("BREACH"), c->breach));
    }
    for (size_t i = 0; (m = procedure_move_at(p, i)) != NULL; i++) {
        for (size_t k = 0; k < m->field_count; k++) {
            struct str list = m->fields[k].list;
            if (!str_empty(list) && code_list(codes, list).n == 0)
                fail_msg("%.*s asks for a code of %.*s", STR_ARG(m->id), STR_ARG(list));
        }
    }
    for (size_t i = 0; i < COUNT_OF(guards); i++)
        assert_int_equal(guards[i].n, strlen(guards[i].p));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(states_are_those_of_the_rules),
        cmocka_unit_test(moves_are_those_of_the_rules),
        cmocka_unit_test(papers_and_findings_where_the_law_wants_them),
        cmocka_unit_test(every_open_state_has_an_open_clock),
        cmocka_unit_test(the_way_chosen_stays_secret),
        cmocka_unit_test(missed_clocks_make_their_breach),
        cmocka_unit_test(every_clock_has_a_term_and_every_list_its_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
