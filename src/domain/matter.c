/* matter.c - who finds which matter, and as what. */
#include "domain/matter.h"

#include "domain/app.h"
#include "domain/intake.h"
#include "domain/part.h"
#include "gen/queries.h"

struct parts parts_of(const struct ctx *c)
{
    const struct actor *a = c->actor;
    struct parts r = { 0 };

    if (a->kind != ACTOR_OFFICER || a->must_change_password)
        return r;
    r.officer = a->officer;
    r.po = a->roles & (RO_SCREENER | RO_PO_HEAD) ? a->org : 0;
    r.clerk = a->roles & RO_CLERK ? a->org : 0;
    r.cadre = a->roles & RO_CADRE_SUP ? a->org : 0;
    r.dept = a->roles & RO_HD_HEAD ? a->dept : 0;
    r.handler = a->roles & RO_HANDLER ? a->officer : 0;
    r.case_sup = a->roles & RO_CASE_SUP ? a->org : 0;
    r.leader = a->roles & (RO_DEPUTY | RO_PRINCIPAL) ? a->org : 0;
    r.complaint = a->roles & (RO_UPPER | RO_PO_HEAD) ? a->org : 0;
    r.review = a->roles & (RO_REVIEWER | RO_DEPUTY) ? a->org : 0;
    r.upper = a->roles & RO_UPPER ? a->org : 0;
    r.publish = a->roles & (RO_PUBLISHER | RO_PUB_APPROVER) ? a->org : 0;
    return r;
}

/* columns of every statement that gives a matter (matter.sql) */
enum {
    M_ID,
    M_ORG,
    M_VERSION,
    M_STATE,
    M_CHANNEL,
    M_CATEGORY,
    M_TOPIC,
    M_LEVEL,
    M_ROUTE,
    M_ROUND,
    M_AREA,
    M_NAMED,
    M_MASS_INTEREST,
    M_RESTRICTED,
    M_RECEIVED,
    M_DUE,
    M_STATE_DAY,
    M_DUE_CODE,
    M_REG_MARK,
    M_REG_YEAR,
    M_REG_SEQ,
    M_DEPT,
    M_HANDLER,
    M_PARENT,
    M_LEAD_MATTER,
    M_STAGE,
    M_UNREAD,
    M_EXPLANATIONS,
    M_REFERRALS
};

struct matter matter_row(struct ctx *c, const struct rows *r, size_t i)
{
    struct matter m = {
        .id = cell(r, i, M_ID)->i,
        .org = cell(r, i, M_ORG)->i,
        .version = cell(r, i, M_VERSION)->i,
        .state = cell(r, i, M_STATE)->s,
        .channel = cell(r, i, M_CHANNEL)->s,
        .category = cell(r, i, M_CATEGORY)->s,
        .topic = cell(r, i, M_TOPIC)->s,
        .level = cell(r, i, M_LEVEL)->s,
        .route = cell(r, i, M_ROUTE)->s,
        .round = cell(r, i, M_ROUND)->s,
        .area = cell(r, i, M_AREA)->i,
        .named = cell(r, i, M_NAMED)->i != 0,
        .mass_interest = cell(r, i, M_MASS_INTEREST)->i != 0,
        .restricted = cell(r, i, M_RESTRICTED)->i != 0,
        .received = cell_day(r, i, M_RECEIVED),
        .due = cell_day(r, i, M_DUE),
        .state_day = cell_day(r, i, M_STATE_DAY),
        .due_code = cell(r, i, M_DUE_CODE)->s,
        .dept = cell(r, i, M_DEPT)->i,
        .handler = cell(r, i, M_HANDLER)->i,
        .parent = cell(r, i, M_PARENT)->i,
        .lead_matter = cell(r, i, M_LEAD_MATTER)->i,
        .stage = cell(r, i, M_STAGE)->i,
        .unread = cell(r, i, M_UNREAD)->i,
        .explanations = cell(r, i, M_EXPLANATIONS)->i,
        .referrals = cell(r, i, M_REFERRALS)->i,
    };
    struct str mark = cell(r, i, M_REG_MARK)->s;
    if (!str_absent(mark))
        m.reg_no = reg_no_text(c->arena, mark, cell(r, i, M_REG_YEAR)->i, cell(r, i, M_REG_SEQ)->i);
    return m;
}

void matter_bare(struct matter *m)
{
    *m = (struct matter){
        .id = m->id,
        .org = m->org,
        .version = m->version,
        .state = m->state,
        .channel = m->channel,
        .category = m->category,
        .round = m->round,
        .named = m->named,
        .received = m->received,
        .due = m->due,
        .state_day = m->state_day,
        .due_code = m->due_code,
        .stage = m->stage,
        .below = true,
    };
}

static bool flag_at(const struct rows *r, int k)
{
    return cell(r, 0, MATTER_COLUMNS + k)->i != 0;
}

enum err matter_part_find(struct ctx *c, int64_t id, struct matter *ret, struct part *ret_part)
{
    struct parts me = parts_of(c);
    struct rows r;

    TRY(store_run(c, Q_MATTER_IN_REACH, &r, INT(me.po), INT(me.clerk), INT(me.officer),
                  INT(me.cadre), INT(me.dept), INT(me.handler), INT(me.case_sup), INT(me.leader),
                  INT(me.complaint), INT(me.review), INT(me.upper), INT(me.publish), INT(c->now.ms),
                  INT(id)));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "none, or out of reach");
    *ret_part = (struct part){ .po = flag_at(&r, 0),
                               .clerk = flag_at(&r, 1),
                               .cadre = flag_at(&r, 2),
                               .dept = flag_at(&r, 3),
                               .handler = flag_at(&r, 4),
                               .case_sup = flag_at(&r, 5),
                               .leader = flag_at(&r, 6),
                               .complaint = flag_at(&r, 7),
                               .review = flag_at(&r, 8),
                               .reviews = cell(&r, 0, MATTER_COLUMNS + 8)->i == 2,
                               .upper = flag_at(&r, 9),
                               .publish = flag_at(&r, 10) };
    *ret = matter_row(c, &r, 0);
    const struct part *p = ret_part;
    if (!p->po && !p->clerk && !p->cadre && !p->dept && !p->handler && !p->case_sup && !p->leader &&
        !p->review && !p->publish)
        matter_bare(ret);
    return ERR_OK;
}

enum err matter_find(struct ctx *c, int64_t id, struct matter *ret)
{
    struct part part;

    return matter_part_find(c, id, ret, &part);
}

uint32_t part_roles(const struct ctx *c, const struct part *p)
{
    uint32_t mine = c->actor->roles, with = 0;

    if (p->po)
        with |= mine & (RO_SCREENER | RO_PO_HEAD);
    if (p->clerk)
        with |= mine & RO_CLERK;
    if (p->cadre)
        with |= RO_CLERK | RO_SCREENER | RO_PO_HEAD;
    if (p->dept)
        with |= mine & RO_HD_HEAD;
    if (p->handler)
        with |= mine & RO_HANDLER;
    if (p->leader)
        with |= mine & (RO_DEPUTY | RO_PRINCIPAL);
    if (p->publish)
        with |= mine & (RO_PUBLISHER | RO_PUB_APPROVER);
    if (p->complaint)
        with |= mine & (RO_UPPER | RO_PO_HEAD);
    if (p->review)
        with |= mine & RO_REVIEWER;
    if (p->reviews)
        with |= mine & RO_DEPUTY;
    return with;
}

bool part_narrative(const struct part *p)
{
    return p->po || p->clerk || p->cadre || p->dept || p->handler || p->leader || p->complaint ||
           p->review;
}

/* A screener decides before there is anything internal; the clerk has left by then. */
bool part_internal(const struct ctx *c, const struct part *p)
{
    return (p->po && actor_has(c, RO_PO_HEAD)) || p->cadre || p->dept || p->handler ||
           p->case_sup || p->leader || p->review || p->publish;
}

enum err matter_reports(struct ctx *c, int64_t matter, struct matter_report_list *ret)
{
    struct rows r;
    struct matter_report_row *items;

    TRY(store_run(c, Q_MATTER_REPORTS, &r, INT(matter)));
    items = arena_array(c->arena, struct matter_report_row, r.n + 1);
    for (size_t i = 0; i < r.n; i++)
        items[i] = (struct matter_report_row){ .report = cell(&r, i, 0)->i,
                                               .received = cell_day(&r, i, 1),
                                               .channel = cell(&r, i, 2)->s,
                                               .id_mode = cell(&r, i, 3)->s,
                                               .identity_state = cell(&r, i, 4)->s,
                                               .named = cell(&r, i, 5)->i != 0,
                                               .matter = cell(&r, i, 6)->i,
                                               .clerk = cell(&r, i, 7)->i };
    *ret = (struct matter_report_list){ items, r.n };
    return ERR_OK;
}

enum err matter_by_reg_no(struct ctx *c, int64_t org, struct str typed, int64_t *ret)
{
    struct str rest, year, seq;
    int64_t y, s;
    struct rows rows;
    size_t at = 0;

    *ret = 0;
    while (at < typed.n && !str_starts(str_slice(typed, at, typed.n - at), S("〔")))
        at++;
    rest = str_slice(typed, at, typed.n - at);
    if (rest.n <= 3)
        return ERR_OK;
    rest = str_slice(rest, 3, rest.n - 3);
    year = str_slice(rest, 0, rest.n < 4 ? rest.n : 4);
    seq = str_slice(rest, year.n + 3, rest.n);
    if (str_ends(seq, S("号")))
        seq = str_slice(seq, 0, seq.n - 3);
    if (!str_i64(year, &y) || !str_i64(seq, &s))
        return ERR_OK;
    TRY(store_run(c, Q_MATTER_BY_REG_NO, &rows, INT(org), INT(y), INT(s),
                  TEXT(str_slice(typed, 0, at))));
    *ret = rows.n ? cell(&rows, 0, 0)->i : 0;
    return ERR_OK;
}
