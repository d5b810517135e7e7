/* The two-way letter: signed in either order, on paper, declined, lapsed; and it changes nothing.
 */
#include "domain/commitment.h"

#include "domain/event.h"
#include "domain/mine.h"
#include "domain/officer.h"
#include "domain/subproc.h"
#include "domain/world_move.h"
#include "domain/world_queries.h"

#define COUNTY WORLD_COUNTY

static struct report_receipt accepted(struct world *w)
{
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);

    world_bring(w, COUNTY, r.matter, "ST_ACCEPTED");
    return r;
}

static struct ctx *reporter(struct world *w, const struct report_receipt *r)
{
    return world_as_reporter(w, r->report_no, world_form().password);
}

static struct commitment *letter(struct world *w, const struct report_receipt *r)
{
    struct commitment *l = arena_new_of(w->ctx.arena, struct commitment);
    struct ctx *c = reporter(w, r);

    WORLD_OK(c, commitment_read(c, l));
    return l;
}

static int64_t signed_by_both(struct world *w)
{
    struct rows r;
    struct ctx *c = world_as_system(w);

    WORLD_OK(c, store_run(c, Q_STATISTIC_COMMITMENTS, &r, INT(COUNTY),
                          DAY(day_from_ymd(2026, 1, 1)), DAY(day_from_ymd(2027, 1, 1))));
    return cell(&r, 0, 0)->i;
}

static void the_reporter_signs_and_then_the_head(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = accepted(w);
    struct commitment *l = letter(w, &r);
    struct ctx *c;

    CHECK_STR(l->state, S("CL_OFFERED"));
    CHECK(l->open && str_contains(l->paper.text, S("签署与否不影响受理和办理")));
    c = reporter(w, &r);
    WORLD_MISTAKE(c, commitment_sign(c, false), "agreed", "form.required");
    c = reporter(w, &r);
    WORLD_OK(c, commitment_sign(c, true));
    world_last_event(w, r.matter, "E_COMMIT_HALF/CL2/RO_REPORTER");
    assert_int_equal(signed_by_both(w), 0); /* one side is not both */
    c = reporter(w, &r);
    WORLD_FAULT(c, commitment_sign(c, true), ERR_CONFLICT, "commitment.over");
    world_clock(w, r.matter, "D28", "STOPPED", NULL);

    (void)world_move(w, COUNTY, RO_PO_HEAD, r.matter, "CL5", "agreed=true");
    world_last_event(w, r.matter, "E_COMMIT_SIGNED/CL5/RO_PO_HEAD");
    assert_int_equal(signed_by_both(w), 1);
    l = letter(w, &r);
    CHECK_STR(l->state, S("CL_SIGNED_BOTH"));
    CHECK(!day_absent(l->signed_own) && !day_absent(l->signed_body) && !l->on_paper);
    CHECK_STR(l->signer, officer_work_no(w->ctx.arena, world_work_no(w, COUNTY, RO_PO_HEAD)));
}

static void or_the_head_first(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = accepted(w);
    struct move_result done;
    struct ctx *c = world_as(w, COUNTY, RO_SCREENER); /* nobody else signs for the body */

    WORLD_FAULT(c, world_move_try(c, r.matter, "CL3", "agreed=true", &done), ERR_DENIED,
                "move.role");
    (void)world_move(w, COUNTY, RO_PO_HEAD, r.matter, "CL3", "agreed=true");
    CHECK(letter(w, &r)->open);
    c = reporter(w, &r);
    WORLD_OK(c, commitment_sign(c, true));
    world_last_event(w, r.matter, "E_COMMIT_SIGNED/CL4/RO_REPORTER");
    assert_int_equal(signed_by_both(w), 1);
}

static void paper_is_recorded_at_the_desk(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = accepted(w);

    (void)world_move(w, COUNTY, RO_PO_HEAD, r.matter, "CL7", "signed_on=2026-09-18");
    assert_int_equal(signed_by_both(w), 1);
    struct commitment *l = letter(w, &r);
    CHECK(l->on_paper && !l->open);
    world_clock(w, r.matter, "D28", "STOPPED", NULL);
}

static void who_does_not_answer_lets_it_lapse(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = accepted(w), s = accepted(w);
    struct ctx *c = reporter(w, &s);

    WORLD_OK(c, commitment_sign(c, true));
    world_runs_until(w, "2026-10-21T08:00:00+08:00");
    CHECK_STR(letter(w, &r)->state, S("CL_LAPSED"));
    CHECK_STR(letter(w, &s)->state, S("CL_SIGNED_R")); /* he was in time: the head may still sign */
    c = reporter(w, &r);
    WORLD_FAULT(c, commitment_sign(c, true), ERR_CONFLICT, "commitment.over");
}

/* All that a reporter may do, is owed and got, and the forms of the officers; but the letter. */
static struct str rights(struct world *w, const struct report_receipt *r)
{
    static const uint32_t officers[] = { RO_SCREENER, RO_PO_HEAD, RO_HD_HEAD, RO_DEPUTY };
    struct mine *m = arena_new_of(w->ctx.arena, struct mine);
    struct buf b = buf_new(w->ctx.arena);
    struct ctx *c = reporter(w, r);

    WORLD_OK(c, mine_read(c, m));
    buf_fmt(&b, "%.*s %.*s", STR_ARG(m->state), STR_ARG(m->identity_state));
    for (int i = 0; i < MINE_ACTION__COUNT; i++) {
        if (i != MINE_COMMITMENT)
            buf_fmt(&b, " %d", m->actions[i]);
    }
    for (size_t i = 0; i < m->due_count; i++) {
        if (!str_eq(m->due[i].code, S("D28")))
            buf_fmt(&b, " %.*s %lld", STR_ARG(m->due[i].code), (long long)m->due[i].date.n);
    }
    for (size_t i = 0; i < m->documents.n; i++)
        buf_fmt(&b, " %.*s", STR_ARG(m->documents.items[i].code));
    for (size_t k = 0; k < COUNT_OF(officers); k++) {
        struct move_form_list l;
        c = world_as(w, COUNTY, officers[k]);
        if (move_forms(c, r->matter, &l) == ERR_NOT_FOUND)
            l.n = 0; /* not his yet */
        for (size_t i = 0; i < l.n; i++)
            buf_fmt(&b, " %.*s", STR_ARG(l.items[i].move));
    }
    return buf_str(&b);
}

/* Signed, declined, not answered: from acceptance to feedback all three are the same. */
static void the_letter_changes_nothing(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt yes = accepted(w), no = accepted(w), silent = accepted(w);
    struct ctx *c = reporter(w, &yes);

    WORLD_OK(c, commitment_sign(c, true));
    (void)world_move(w, COUNTY, RO_PO_HEAD, yes.matter, "CL5", "agreed=true");
    c = reporter(w, &no);
    WORLD_OK(c, commitment_decline(c));
    world_last_event(w, no.matter, "E_COMMIT_DECLINED/CL6/RO_REPORTER");
    for (int step = 0; step < 2; step++) {
        CHECK_STR(rights(w, &no), rights(w, &yes));
        CHECK_STR(rights(w, &silent), rights(w, &yes));
        if (step)
            break;
        const int64_t all[] = { yes.matter, no.matter, silent.matter };
        for (size_t i = 0; i < COUNT_OF(all); i++) {
            world_assign(w, COUNTY, all[i]);
            world_verify(w, COUNTY, all[i]);
            world_conclude(w, COUNTY, all[i]);
            world_feedback(w, COUNTY, all[i]);
        }
    }
    assert_int_equal(signed_by_both(w), 1);
}

static void who_gave_no_name_is_offered_none(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();

    f.id_mode = S("ID_ANON");
    f.identity = (struct report_identity){ 0 };
    struct report_receipt r = world_received(w, &f);
    world_bring(w, COUNTY, r.matter, "ST_ACCEPTED");
    CHECK(str_absent(letter(w, &r)->state));
    struct ctx *c = reporter(w, &r);
    WORLD_FAULT(c, commitment_sign(c, true), ERR_CONFLICT, "commitment.none");
    c = world_as_nobody(w);
    WORLD_FAULT(c, commitment_sign(c, true), ERR_LOGIN, "session.over");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reporter_signs_and_then_the_head),
        cmocka_unit_test(or_the_head_first),
        cmocka_unit_test(paper_is_recorded_at_the_desk),
        cmocka_unit_test(who_does_not_answer_lets_it_lapse),
        cmocka_unit_test(the_letter_changes_nothing),
        cmocka_unit_test(who_gave_no_name_is_offered_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
