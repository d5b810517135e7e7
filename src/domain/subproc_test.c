/* Sub-procedures: begun by whom, moved by two persons, told, on their own clocks; what they refuse.
 */
#include "domain/subproc.h"

#include "domain/document.h"
#include "domain/event.h"
#include "domain/mine.h"
#include "domain/officer.h"
#include "domain/panel_world.h"

#define COUNTY WORLD_COUNTY

static struct report_receipt brought(struct world *w, const char *state)
{
    struct report_form f = world_form();
    struct report_receipt r = world_received(w, &f);

    world_bring(w, COUNTY, r.matter, state);
    return r;
}

static struct ctx *reporter(struct world *w, const struct report_receipt *r)
{
    return world_as_reporter(w, r->report_no, world_form().password);
}

static struct subproc only(struct world *w, int64_t matter)
{
    struct subproc_list l;
    struct ctx *c = world_as_system(w);

    WORLD_OK(c, subproc_list(c, matter, &l));
    size_t at = 0, n = 0;
    for (size_t i = 0; i < l.n; i++) {
        if (str_eq(l.items[i].kind, S("SP_COMMIT")))
            continue; /* the letter that lies beside */
        at = i;
        n++;
    }
    assert_int_equal(n, 1);
    return l.items[at];
}

/* Kind and state of the only one. */
static void stands(struct world *w, int64_t matter, const char *kind, const char *state)
{
    struct subproc s = only(w, matter);

    CHECK_STR(s.kind, str_of(kind));
    CHECK_STR(s.state, str_of(state));
}

#define NOTICE                                                                                     \
    "hearing_on=2026-09-28&place=区便民中心三楼&chair=%s&recorder=%s&hearers=%s"            \
    "&openness=closed&hearing_form=writing"

static const char *notice(struct world *w, uint32_t chair, uint32_t recorder, const char *hearers)
{
    struct arena *a = w->ctx.arena;

    return str_z(a, str_fmt(a, NOTICE, str_z(a, world_work_no(w, COUNTY, chair)),
                            str_z(a, world_work_no(w, COUNTY, recorder)), hearers));
}

/* ---- hearing ---- */

static void a_hearing_is_asked_for_decided_noticed_held_and_told(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_FEEDBACK");
    struct mine mine;

    world_switch(w, COUNTY, "sw_hearing_report");
    struct ctx *c = reporter(w, &r);
    WORLD_OK(c, world_reporter_move(c, "HR1", "hearing_form=writing&text=请当面听一听。"));
    stands(w, r.matter, "SP_HEARING", "HR_ASKED");
    CHECK(only(w, r.matter).report == world_report_of(w, r.matter));
    world_clock(w, r.matter, "D29.decide", "RUNNING", "2026-09-29");
    world_state(w, r.matter, "ST_FEEDBACK"); /* the matter stays where it is */

    world_propose(w, COUNTY, RO_HD_HEAD, r.matter, "HR2", "outcome=hold&text=同意听证。");
    stands(w, r.matter, "SP_HEARING", "HR_ASKED");
    world_agree(w, COUNTY, RO_DEPUTY, r.matter, "HR2");
    stands(w, r.matter, "SP_HEARING", "HR_APPROVED");
    world_clock(w, r.matter, "D29.hold", "RUNNING", NULL);

    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "HR3",
                     notice(w, RO_PO_HEAD, RO_SCREENER, "陈一、李二、王三"));
    stands(w, r.matter, "SP_HEARING", "HR_NOTICED");
    struct panel_codes x = panel_world_seated(w, r.matter, only(w, r.matter).id);
    world_time(w, "2026-09-28T16:00:00+08:00");
    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "HR4",
                     "heard_on=2026-09-28&attendance=9&absent=nobody&record=双方陈述。"
                     "&read_aloud=true");
    world_last_event(w, r.matter, "E_HEARING_HELD/HR4/RO_HD_HEAD");
    panel_world_votes(w, &x);
    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "HR5",
                     "facts=账目清楚。&opinion=应当公示账目。");
    struct subproc s = only(w, r.matter);
    CHECK_STR(s.state, S("HR_TOLD"));
    CHECK(!day_absent(s.closed));
    world_papers(w, r.matter, "H02:SYSTEM H03:- H04:SYSTEM N01:SYSTEM N02:SYSTEM N09:- N13:SYSTEM");
    c = reporter(w, &r);
    WORLD_OK(c, mine_read(c, &mine));
    CHECK_STR(mine.timeline.items[mine.timeline.n - 1].kind, S("E_HEARING_MATTER"));
}

static void a_hearing_has_rules(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_FEEDBACK");
    struct move_result done;
    struct ctx *c = world_as(w, COUNTY, RO_HD_HEAD);

    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "HR1", "hearing_form=writing&text=建议听证。", &done),
                  "move", "guard.hearing_off");
    world_switch(w, COUNTY, "sw_hearing_report");
    c = world_as(w, COUNTY, RO_HD_HEAD);
    /* he did not ask to meet anybody */
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "HR1", "hearing_form=present&text=建议听证。", &done),
                  "hearing_form", "guard.hearing_present");
    WORLD_FAULT(c, world_move_try(c, r.matter, "HR4", "", &done), ERR_CONFLICT, "subproc.none");
    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "HR1",
                     "hearing_form=writing&text=建议听证。");
    c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_FAULT(c,
                world_move_try(c, r.matter, "HR1", "hearing_form=writing&text=再听一次。", &done),
                ERR_CONFLICT, "subproc.open");
    WORLD_FAULT(c, world_move_try(c, r.matter, "HR3", "", &done), ERR_CONFLICT, "move.state");
    world_propose(w, COUNTY, RO_HD_HEAD, r.matter, "HR2", "outcome=hold&text=同意听证。");
    c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_FAULT(c, world_move_try(c, r.matter, "HR2", "decision=approve", &done), ERR_DENIED,
                "proposal.own");
    world_agree(w, COUNTY, RO_DEPUTY, r.matter, "HR2");

    c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "HR3",
                                 notice(w, RO_PO_HEAD, RO_SCREENER, "陈一、李二、王三、赵四"),
                                 &done),
                  "hearers", "guard.hearers_odd");
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "HR3",
                                 notice(w, RO_HANDLER, RO_SCREENER, "陈一、李二、王三"), &done),
                  "chair", "guard.chair_handled");
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "HR3",
                                 notice(w, RO_PO_HEAD, RO_PO_HEAD, "陈一、李二、王三"), &done),
                  "recorder", "guard.recorder_chairs");
    world_time(w, "2026-09-22T09:00:00+08:00"); /* six days before */
    c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "HR3",
                                 notice(w, RO_PO_HEAD, RO_SCREENER, "陈一，李二；王三"), &done),
                  "hearing_on", "guard.hearing_notice");
}

static void the_handler_hears_nobody_in_his_own_matter(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_FEEDBACK");
    struct move_result done;
    struct officer o;

    world_switch(w, COUNTY, "sw_hearing_report");
    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "HR1",
                     "hearing_form=writing&text=建议听证。");
    world_propose(w, COUNTY, RO_HD_HEAD, r.matter, "HR2", "outcome=hold&text=同意听证。");
    world_agree(w, COUNTY, RO_DEPUTY, r.matter, "HR2");
    struct ctx *c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_OK(c, officer_find(c, world_officer(w, COUNTY, RO_HANDLER), &o));
    const char *names = str_z(c->arena, str_fmt(c->arena, "陈一 %.*s 王三", STR_ARG(o.name)));
    WORLD_MISTAKE(
        c, world_move_try(c, r.matter, "HR3", notice(w, RO_PO_HEAD, RO_SCREENER, names), &done),
        "hearers", "guard.hearer_handled");
    WORLD_OK(c, officer_find(c, world_officer(w, COUNTY, RO_DEPUTY), &o)); /* agreed to a step */
    names = str_z(c->arena, str_fmt(c->arena, "陈一 %.*s 王三", STR_ARG(o.name)));
    c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_MISTAKE(
        c, world_move_try(c, r.matter, "HR3", notice(w, RO_PO_HEAD, RO_SCREENER, names), &done),
        "hearers", "guard.hearer_handled");
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "HR3",
                                 notice(w, RO_PO_HEAD, RO_SCREENER, "陈一 李二 陈一"), &done),
                  "hearers", "guard.hearer_twice");
}

/* ---- protection ---- */

static void protection_runs_on_its_own_clocks_past_the_end(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_FEEDBACK");
    struct move_result done;
    struct ctx *c = reporter(w, &r);

    WORLD_OK(c, world_reporter_move(c, "PR1", "harm=job&text=我被调离了岗位。"));
    stands(w, r.matter, "SP_PROTECT", "PR_ASKED");
    world_clock(w, r.matter, "D35", "RUNNING", "2026-09-19");
    (void)world_move(w, COUNTY, RO_PO_HEAD, r.matter, "PR2", "risk=high&answer=已联系您单位上级。");
    world_propose(w, COUNTY, RO_PO_HEAD, r.matter, "PR3", "answer=恢复原岗位。");
    world_agree(w, COUNTY, RO_DEPUTY, r.matter, "PR3");
    stands(w, r.matter, "SP_PROTECT", "PR_MEASURES");
    c = reporter(w, &r);
    WORLD_OK(c, world_reporter_move(c, "T42", "")); /* the matter is closed */
    world_state(w, r.matter, "ST_CLOSED");
    world_clocks(w, r.matter, "D24 D35.review D41");
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "PR5", "reason=year_over&answer=已满一年。", &done),
                  "reason", "guard.protect_year");
    (void)world_move(w, COUNTY, RO_PO_HEAD, r.matter, "PR4", "answer=已回访，无异常。");
    stands(w, r.matter, "SP_PROTECT", "PR_MEASURES");
    world_breaches(w, r.matter, "");
    for (int i = 0; i < 2; i++) /* found, and found again: one breach */
        (void)world_move(w, COUNTY, RO_PO_HEAD, r.matter, "PR4",
                         "answer=又被扣发奖金，已请主管部门查处。&retaliation=true");
    world_breaches(w, r.matter, "V10");
}

/* ---- false accusation and clarification: a finding first ---- */

static void without_a_finding_nobody_is_called_a_false_accuser(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_FEEDBACK"); /* substantiated */
    struct move_result done;
    struct ctx *c = world_as(w, COUNTY, RO_HD_HEAD);

    WORLD_MISTAKE(c, world_move_try(c, r.matter, "FA1", "invented=略。&intent=略。", &done), "move",
                  "guard.found_false");
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "CX1", "clarify_way=talk&wording=略。", &done),
                  "move", "guard.found_false");
}

static struct report_receipt found_false(struct world *w)
{
    struct report_receipt r = brought(w, "ST_VERIFY");

    world_propose(w, COUNTY, RO_HANDLER, r.matter, "T24",
                  "findings=FIND_FALSE&done=OUT_NONE&summary=查无此事。");
    world_agree(w, COUNTY, RO_PRINCIPAL, r.matter, "T24");
    world_feedback(w, COUNTY, r.matter);
    return r;
}

static void a_county_needs_the_citys_approval(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = found_false(w);
    struct move_result done;

    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "FA1",
                     "invented=伪造收据。&intent=图谋职位。");
    (void)world_move(w, COUNTY, RO_HANDLER, r.matter, "FA2", "note=笔迹鉴定在卷。");
    struct ctx *c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_MISTAKE(c,
                  world_move_try(c, r.matter, "FA3", "outcome=false_accusation&note=认定。", &done),
                  "approving_body", "guard.city_approves");
    /* wrong but honest needs nobody's leave, and nothing is told */
    world_propose(w, COUNTY, RO_HD_HEAD, r.matter, "FA3", "outcome=mistake&note=听信传言。");
    world_agree(w, COUNTY, RO_PRINCIPAL, r.matter, "FA3");
    stands(w, r.matter, "SP_FALSE", "FA_MISTAKE");
    struct mine mine;
    c = reporter(w, &r);
    WORLD_OK(c, mine_read(c, &mine));
    for (size_t i = 0; i < mine.timeline.n; i++)
        CHECK(!str_starts(mine.timeline.items[i].kind, S("E_FA")));
}

static void the_accused_is_cleared_when_he_agrees(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = found_false(w);

    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "CX1",
                     "clarify_way=circle&wording=经查不属实。");
    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "CX2", "outcome=agrees&asked_on=2026-09-18");
    world_propose(w, COUNTY, RO_HD_HEAD, r.matter, "CX3",
                  "wording=经查不属实。&traces_checked=true");
    world_agree(w, COUNTY, RO_PRINCIPAL, r.matter, "CX3");
    world_clock(w, r.matter, "D36", "RUNNING", "2026-10-15");
    (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "CX4",
                     "done_on=2026-09-18&wording=经查不属实。");
    stands(w, r.matter, "SP_CLARIFY", "CX_DONE");
    world_clock(w, r.matter, "D36", "STOPPED", NULL);
}

/* ---- representatives: several at once; the reporter may refuse one ---- */

static void representatives_are_named_one_by_one(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_VERIFY");
    struct move_result done;
    struct subproc_list l;
    struct mine mine;
    const char *const names[] = { "沈代表", "钱代表" };

    for (size_t i = 0; i < COUNT_OF(names); i++) {
        int64_t id = panel_world_member(w, "REP_MASS", names[i], "洪合镇泰石村");
        (void)world_move(w, COUNTY, RO_HD_HEAD, r.matter, "MR1",
                         panel_world_with(w, id, "&text=请您监督。"));
    }
    struct ctx *c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_FAULT(c, world_move_try(c, r.matter, "MR8", "note=略。", &done), ERR_CONFLICT,
                "subproc.several");
    WORLD_OK(c, subproc_open_of(c, r.matter, S("SP_REPRESENT"), &l));
    assert_int_equal(l.n, 2);
    struct move_field note[] = { { S("note"), S("另有安排。") } };
    struct move_request q = { .matter = r.matter,
                              .subproc = l.items[0].id,
                              .move = S("MR8"),
                              .fields = note,
                              .field_count = 1 };
    WORLD_OK(c, matter_move(c, &q, &done));
    /* one is left that may be refused; the reporter reads who it is */
    struct ctx *rc = reporter(w, &r);
    WORLD_OK(rc, mine_read(rc, &mine));
    CHECK(str_contains(mine.timeline.items[mine.timeline.n - 1].body, S("代表（洪合镇泰石村）")));
    WORLD_OK(rc, world_reporter_move(rc, "MR2", ""));
    c = world_as(w, COUNTY, RO_PO_HEAD);
    q.subproc = 1;
    WORLD_FAULT(c, matter_move(c, &q, &done), ERR_NOT_FOUND, "subproc.none");
}

/* ---- a leak ---- */

static void a_leak_is_told_and_leaves_a_breach(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_VERIFY");

    (void)world_move(w, COUNTY, RO_PO_HEAD, r.matter, "IN1", "leaked=登记表被拍照。");
    world_clock(w, r.matter, "D38", "RUNNING", "2026-09-19");
    (void)world_move(w, COUNTY, RO_PO_HEAD, r.matter, "IN2", "note=照片已收回。");
    (void)world_move(w, COUNTY, RO_PO_HEAD, r.matter, "IN3", "text=您的姓名可能被人看到。");
    world_last_event(w, r.matter, "E_INCIDENT_TOLD/IN3/RO_PO_HEAD");
    world_propose(w, COUNTY, RO_PO_HEAD, r.matter, "IN4", "cause=登记表没有锁。&breach=found");
    world_agree(w, COUNTY, RO_DEPUTY, r.matter, "IN4");
    world_breaches(w, r.matter, "V09");
    stands(w, r.matter, "SP_INCIDENT", "IN_CLOSED");
}

/* ---- forms ---- */

static bool offered(const struct move_form_list *l, const char *move, int64_t subproc)
{
    for (size_t i = 0; i < l->n; i++) {
        if (str_eq(l->items[i].move, str_of(move)) && l->items[i].subproc == subproc &&
            !str_absent(l->items[i].subproc_key))
            return true;
    }
    return false;
}

static void forms_name_the_sub_procedure(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_VERIFY");
    struct move_form_list l;
    struct ctx *c = world_as(w, COUNTY, RO_PO_HEAD);

    WORLD_OK(c, subproc_forms(c, r.matter, &l));
    CHECK(offered(&l, "EC1", 0) && offered(&l, "PR1", 0) && !offered(&l, "RW1", 0));
    CHECK(!offered(&l, "HR1", 0)); /* not open here */
    (void)world_move(w, COUNTY, RO_PO_HEAD, r.matter, "EC1",
                     "question=造价是否合理？&consult_on=2026-09-25");
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_OK(c, subproc_forms(c, r.matter, &l));
    int64_t id = only(w, r.matter).id;
    CHECK(!offered(&l, "EC1", 0) && offered(&l, "EC4", id));
}

static void each_begins_in_its_states_only(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_SCREENING");
    struct move_result done;
    struct ctx *c = world_as(w, COUNTY, RO_PO_HEAD);

    WORLD_FAULT(c,
                world_move_try(c, r.matter, "EC1",
                               "question=造价是否合理？&consult_on=2026-09-25",
                               &done),
                ERR_CONFLICT, "move.state");
}

static void a_reward_needs_its_switch_and_a_name(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct move_result done;

    f.id_mode = S("ID_ANON");
    f.identity = (struct report_identity){ 0 };
    struct report_receipt r = world_received(w, &f);
    world_bring(w, COUNTY, r.matter, "ST_CONCLUDED");
    struct ctx *c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_FAULT(c, world_move_try(c, r.matter, "RW1", "amount=1000&ground=挽回损失。", &done),
                ERR_CONFLICT, "subproc.off");
    world_switch(w, COUNTY, "sw_reward");
    c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "RW1", "amount=1000&ground=挽回损失。", &done),
                  "move", "guard.named");
}

static void no_hearing_while_a_case_is_investigated(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_VERIFY");
    struct move_result done;

    world_switch(w, COUNTY, "sw_hearing_report");
    world_propose(w, COUNTY, RO_HANDLER, r.matter, "T23",
                  "meeting_on=2026-09-18&meeting_members=书记、副书记&note=拟立案。");
    world_agree(w, COUNTY, RO_PRINCIPAL, r.matter, "T23");
    struct ctx *c = world_as(w, COUNTY, RO_HD_HEAD);
    WORLD_MISTAKE(c, world_move_try(c, r.matter, "HR1", "hearing_form=writing&text=请听。", &done),
                  "move", "guard.hearing_hinders");
}

/* Two at once: who comes second is told. */
static void a_step_made_meanwhile_is_noticed(void **state)
{
    WORLD_AUTO w = world_new();
    struct report_receipt r = brought(w, "ST_VERIFY");
    struct move_result done;

    (void)world_move(w, COUNTY, RO_PO_HEAD, r.matter, "IN1", "leaked=登记表被拍照。");
    struct subproc s = only(w, r.matter);
    struct move_field note[] = { { S("note"), S("照片已收回。") } };
    struct move_request q = { .matter = r.matter,
                              .subproc = s.id,
                              .move = S("IN2"),
                              .fields = note,
                              .field_count = 1,
                              .version = s.version };
    struct ctx *c = world_as(w, COUNTY, RO_PO_HEAD);
    WORLD_OK(c, matter_move(c, &q, &done));
    WORLD_FAULT(c, matter_move(c, &q, &done), ERR_CONFLICT, "matter.moved_on");
}

/* ---- supervision ---- */

static int64_t entrusted(struct world *w)
{
    struct report_form f = world_form();

    f.area_code = S("330400");
    int64_t m = world_received(w, &f).matter;
    world_screen(w, WORLD_CITY, m);
    world_propose(w, WORLD_CITY, RO_SCREENER, m, "T11",
                  "to_body=330411&reason=typical&requirement=查清水渠工程账目，按期报告。");
    world_agree(w, WORLD_CITY, RO_DEPUTY, m, "T11");
    return m;
}

#define URGE "reason=careless&way=letter&questions=为什么只问了一个人？&answer_by=2026-09-30"

static void supervision_by_hand_is_answered_and_closed(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = entrusted(w), child = world_child_of(w, m);
    struct move_result done;
    struct ctx *c = world_as(w, WORLD_CITY, RO_SCREENER);

    WORLD_FAULT(c, world_move_try(c, m, "T29", URGE, &done), ERR_CONFLICT, "subproc.none");
    (void)world_move(w, WORLD_CITY, RO_SCREENER, m, "SU1", "");
    stands(w, m, "SP_SUPERVISE", "SU_OPENED");
    c = world_as(w, WORLD_CITY, RO_SCREENER);
    WORLD_FAULT(c, world_move_try(c, m, "SU1", "", &done), ERR_CONFLICT, "subproc.open");
    WORLD_MISTAKE(c, world_move_try(c, m, "T29", "way=letter&questions=x&reason=bad", &done),
                  "reason", "form.option");
    world_propose(w, WORLD_CITY, RO_SCREENER, m, "T29", URGE);
    world_agree(w, WORLD_CITY, RO_DEPUTY, m, "T29");
    stands(w, m, "SP_SUPERVISE", "SU_URGED");
    world_state(w, m, "ST_ENTRUSTED");
    world_papers(w, m, "N08:SYSTEM N11:-");
    world_clock(w, m, "D12.answer", "RUNNING", "2026-09-30");
    (void)world_move(w, WORLD_CITY, RO_SCREENER, m, "SU3",
                     "answered_on=2026-09-18&answer=补问了三人。");
    world_propose(w, WORLD_CITY, RO_SCREENER, m, "SU4", "outcome=closed&note=答复清楚。");
    world_agree(w, WORLD_CITY, RO_DEPUTY, m, "SU4");
    stands(w, m, "SP_SUPERVISE", "SU_CLOSED");
    world_breaches(w, child, "");
}

static void supervision_opens_by_itself_and_is_escalated(void **state)
{
    WORLD_AUTO w = world_new();
    int64_t m = entrusted(w), child = world_child_of(w, m);

    world_runs_until(w, "2026-12-18T23:00:00+08:00");
    struct subproc_list l;
    struct ctx *c = world_as_system(w);
    WORLD_OK(c, subproc_list(c, m, &l));
    assert_int_equal(l.n, 0); /* D12 ends with this day */
    world_runs_until(w, "2026-12-19T01:00:00+08:00");
    stands(w, m, "SP_SUPERVISE", "SU_OPENED");
    world_propose(w, WORLD_CITY, RO_SCREENER, m, "T29",
                  "reason=overdue&way=hear&questions=何时办完？&answer_by=2026-12-25");
    world_agree(w, WORLD_CITY, RO_DEPUTY, m, "T29");
    world_propose(w, WORLD_CITY, RO_SCREENER, m, "SU4", "outcome=escalated&note=不答复。");
    world_agree(w, WORLD_CITY, RO_DEPUTY, m, "SU4");
    stands(w, m, "SP_SUPERVISE", "SU_ESCALATED");
    struct breach_list b;
    c = world_as_system(w);
    WORLD_OK(c, breach_of_matter(c, child, &b));
    CHECK(b.n > 0 && b.items[b.n - 1].org == COUNTY);
    CHECK_STR(b.items[b.n - 1].code, S("V06"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hearing_is_asked_for_decided_noticed_held_and_told),
        cmocka_unit_test(a_hearing_has_rules),
        cmocka_unit_test(the_handler_hears_nobody_in_his_own_matter),
        cmocka_unit_test(protection_runs_on_its_own_clocks_past_the_end),
        cmocka_unit_test(without_a_finding_nobody_is_called_a_false_accuser),
        cmocka_unit_test(a_county_needs_the_citys_approval),
        cmocka_unit_test(the_accused_is_cleared_when_he_agrees),
        cmocka_unit_test(representatives_are_named_one_by_one),
        cmocka_unit_test(a_leak_is_told_and_leaves_a_breach),
        cmocka_unit_test(forms_name_the_sub_procedure),
        cmocka_unit_test(each_begins_in_its_states_only),
        cmocka_unit_test(a_reward_needs_its_switch_and_a_name),
        cmocka_unit_test(no_hearing_while_a_case_is_investigated),
        cmocka_unit_test(a_step_made_meanwhile_is_noticed),
        cmocka_unit_test(supervision_by_hand_is_answered_and_closed),
        cmocka_unit_test(supervision_opens_by_itself_and_is_escalated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
