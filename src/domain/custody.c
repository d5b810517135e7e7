/* custody.c - identities handed on by their custodian, and persons checked at the counter. */
#include "domain/custody.h"

#include <assert.h>

#include "domain/audit.h"
#include "domain/clock.h"
#include "domain/event.h"
#include "domain/org.h"
#include "domain/part.h"
#include "domain/report_seal.h"
#include "gen/queries.h"

#define MOVE_WD_KEY "D05" /* as long as sending up may take (CC 15) */
#define FIELDS_COMPARED "name,id_no,phone"

/* ---- tasks ---- */

static enum err is_another_desk(struct ctx *c, int64_t report, int64_t to_org, int64_t *ret_org)
{
    struct report_row row;
    struct desk from, to;

    *ret_org = 0;
    TRY(report_row_find(c, report, &row));
    if (!row.identity_desk)
        return ERR_OK;
    TRY(desk_find(c, row.identity_desk, &from));
    TRY(desk_serving(c, to_org, "id", &to));
    if (from.id != to.id)
        *ret_org = from.org;
    return ERR_OK;
}

enum err custody_task_move(struct ctx *c, int64_t report, int64_t matter, int64_t to_org)
{
    struct rows open;
    int64_t org;
    enum err e = is_another_desk(c, report, to_org, &org);

    assert(c->tx);
    if (e == ERR_BUSY) { /* nobody there yet: it stays where it can be opened */
        fault_clear(&c->fault);
        return ERR_OK;
    }
    TRY(e);
    if (!org)
        return ERR_OK;
    TRY(store_run(c, Q_CUSTODY_OF_MATTER, &open, INT(matter), TEXT(S("IDENTITY_MOVE"))));
    if (open.n && cell(&open, 0, 1)->kind == VALUE_NULL)
        return ERR_OK;
    struct parameter p = app_parameter(c, org, S(MOVE_WD_KEY), ctx_today(c));
    struct due due = deadline_due(app_calendar(c->app), ctx_today(c), parameter_term(&p));
    return task_make(c, org, "RO_CUSTODIAN", matter, "IDENTITY_MOVE", due.day);
}

enum err custody_list(struct ctx *c, struct custody_list *ret)
{
    struct custody_task *items;
    struct rows r;

    *ret = (struct custody_list){ NULL, 0 };
    if (c->actor->kind != ACTOR_OFFICER || !actor_has(c, RO_CUSTODIAN))
        return ERR_OK;
    TRY(store_run(c, Q_CUSTODY_TASKS, &r, INT(c->actor->org)));
    items = arena_array(c->arena, struct custody_task, r.n + 1);
    for (size_t i = 0; i < r.n; i++) {
        bool check = str_eq(cell(&r, i, 1)->s, S("IDENTITY_CHECK"));
        items[i] = (struct custody_task){ .id = cell(&r, i, 0)->i,
                                          .check = check,
                                          .matter = cell(&r, i, 2)->i,
                                          .day = cell_day(&r, i, 3),
                                          .due = cell_day(&r, i, 4),
                                          .report = cell(&r, i, 5)->i,
                                          .to_org = check ? 0 : cell(&r, i, 6)->i };
    }
    *ret = (struct custody_list){ items, r.n };
    return ERR_OK;
}

static enum err task_find(struct ctx *c, int64_t id, bool check, struct custody_task *ret)
{
    struct custody_list l;

    TRY(custody_list(c, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (l.items[i].id == id && l.items[i].check == check) {
            *ret = l.items[i];
            return ERR_OK;
        }
    }
    return FAULT(&c->fault, ERR_NOT_FOUND, "task.none", "no such task");
}

static enum err task_end(struct ctx *c, int64_t task, const char *from, const char *to)
{
    struct rows done;

    TRY(store_run(c, Q_CUSTODY_END, &done, TEXT(str_of(to)), DAY(ctx_today(c)), INT(task),
                  TEXT(str_of(from))));
    if (done.n == 0)
        return FAULT(&c->fault, ERR_CONFLICT, "task.done", "somebody did it before");
    return ERR_OK;
}

/* Told in codes; the reporter of one report sees it when it is about him. */
static enum err event_of(struct ctx *c, int64_t matter, const char *kind, struct str codes,
                         int64_t reader, const struct key *kr, struct event_draft **ret)
{
    struct rows of;
    struct event_new *n = arena_new_of(c->arena, struct event_new);

    TRY(store_run(c, Q_CUSTODY_FACTS, &of, INT(matter)));
    assert(of.n == 1);
    *n = (struct event_new){ .matter = matter,
                             .org = cell(&of, 0, 0)->i,
                             .kind = kind,
                             .channel = cell(&of, 0, 1)->s,
                             .named = cell(&of, 0, 2)->i != 0,
                             .happened = ctx_today(c),
                             .codes = codes,
                             .actor_role = actor_has(c, RO_CUSTODIAN)  ? S("RO_CUSTODIAN")
                                           : actor_has(c, RO_PO_HEAD)  ? S("RO_PO_HEAD")
                                           : actor_has(c, RO_SCREENER) ? S("RO_SCREENER")
                                           : actor_has(c, RO_CLERK)    ? S("RO_CLERK")
                                                                       : S("RO_CADRE_SUP") };
    if (reader) {
        n->readers[n->reader_count++] = (struct event_reader){ .report = reader, .kr = kr };
        n->one_report = true;
    }
    return event_prepare(c, n, ret);
}

/* ---- handing on ---- */

struct handed {
    int64_t report, from_desk;
    struct report_moved_identity now;
};

static enum err hand_on(struct ctx *c, const struct handed *h)
{
    struct rows set;

    TRY(store_run(c, Q_CUSTODY_IDENTITY_SET, &set, BLOB(h->now.sealed), INT(h->now.desk),
                  INT(h->now.generation), INT(h->report), INT(h->from_desk)));
    if (set.n == 0)
        return FAULT(&c->fault, ERR_CONFLICT, "task.done", "somebody did it before");
    return ERR_OK;
}

#define HANDED_MAX 50 /* custody_reports */

enum err custody_move(struct ctx *c, int64_t task)
{
    struct custody_task t;
    struct handed h[HANDED_MAX];
    struct event_draft *event;
    struct rows reports;
    size_t n = 0;

    TRY(task_find(c, task, false, &t));
    TRY(store_run(c, Q_CUSTODY_REPORTS, &reports, INT(t.matter)));
    for (size_t i = 0; i < reports.n && n < HANDED_MAX; i++) {
        struct report_matter last;
        struct report_row row;
        h[n].report = cell(&reports, i, 0)->i;
        TRY(report_row_find(c, h[n].report, &row));
        h[n].from_desk = row.identity_desk;
        TRY(report_matter_last(c, h[n].report, &last));
        if (!desk_held(c, row.identity_desk, row.identity_generation))
            continue; /* anonymous, or handed on before */
        TRY(report_identity_reseal(c, &row, last.org, &h[n].now));
        n++;
    }
    TRY(event_of(c, t.matter, "E_REKEYED",
                 str_fmt(c->arena, "identity=handed to=%lld", (long long)t.to_org), 0, NULL,
                 &event));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(task_end(c, task, "IDENTITY_MOVE", "IDENTITY_MOVED"));
    for (size_t i = 0; i < n; i++)
        TRY(hand_on(c, &h[i]));
    TRY(event_append(c, event, NULL));
    TRY(audit_write(c, "identity.hand_on", t.matter, 0, STR_NONE));
    tx = NULL;
    return store_commit(c);
}

/* ---- a person at the counter ---- */

enum err custody_look(struct ctx *c, int64_t task, struct report_identity *ret)
{
    struct custody_task t;
    struct report_identity who;
    struct str exposure;
    struct event_draft *event;

    TRY(task_find(c, task, true, &t));
    TRY(report_identity_open(c, t.report, &who, &exposure));
    TRY(event_of(c, t.matter, "E_IDENTITY_OPENED", S("fields=" FIELDS_COMPARED), t.report, NULL,
                 &event));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_CUSTODY_OPENING_ADD, NULL, INT(ctx_random_id(c)), INT(t.report),
                  INT(c->actor->officer), TEXT(S(FIELDS_COMPARED)), DAY(ctx_today(c))));
    TRY(event_append(c, event, NULL));
    TRY(audit_write(c, "identity.open", t.matter, t.report, S(FIELDS_COMPARED)));
    tx = NULL;
    TRY(store_commit(c));
    *ret = (struct report_identity){
        .name = who.name, .id_no = who.id_no, .id_kind = who.id_kind, .phone = who.phone
    };
    return ERR_OK;
}

enum err custody_decide(struct ctx *c, int64_t task, bool same)
{
    struct custody_task t;

    TRY(task_find(c, task, true, &t));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(task_end(c, task, "IDENTITY_CHECK", same ? "IDENTITY_CHECKED" : "IDENTITY_DENIED"));
    TRY(audit_write(c, "identity.check", t.matter, t.report, same ? S("same") : S("other")));
    tx = NULL;
    return store_commit(c);
}

/* ---- a new one-time password ---- */

static enum err reissue_find(struct ctx *c, struct reissue *r, int64_t report)
{
    struct matter m;
    struct part part;
    struct matter_report_list l;
    const struct matter_report_row *row = NULL;

    if (c->actor->kind != ACTOR_OFFICER)
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "no officer");
    TRY(matter_part_find(c, r->matter, &m, &part));
    /* who checks the person does not hand out the password */
    if ((!part.clerk && !part.po && !part.cadre) || actor_has(c, RO_CUSTODIAN))
        return FAULT(&c->fault, ERR_DENIED, "reissue.role", "petition office, and no custodian");
    TRY(matter_reports(c, r->matter, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (!report || l.items[i].report == report)
            row = &l.items[i];
    }
    if (!row)
        return FAULT(&c->fault, ERR_NOT_FOUND, "report.none", "not of this matter");
    if (!report && l.n > 1)
        return FAULT(&c->fault, ERR_CONFLICT, "reissue.several", "say which");
    r->report = row->report;
    r->matter = row->matter; /* its own, when it was merged into another */
    return ERR_OK;
}

static enum err reissue_allowed(struct ctx *c, const struct reissue *r)
{
    struct report_row row;

    TRY(report_row_find(c, r->report, &row));
    if (!row.named || str_absent(row.sealed_identity))
        return FAULT(&c->fault, ERR_CONFLICT, "reissue.anonymous", "nobody to compare with");
    if (!vault_can(c, OBJECT_KR, r->report))
        return FAULT(&c->fault, ERR_DENIED, "vault.no_grant", "the report");
    return ERR_OK;
}

/* The custodian's answer of today; none: he is asked, once. */
static enum err checked(struct ctx *c, struct reissue *r)
{
    struct rows done, open;
    struct report_row row;
    struct desk id;

    TRY(store_run(c, Q_CUSTODY_OF_MATTER, &done, INT(r->matter), TEXT(S("IDENTITY_CHECKED"))));
    if (done.n && cell_day(&done, 0, 1).n == ctx_today(c).n) {
        r->task = cell(&done, 0, 0)->i;
        return ERR_OK;
    }
    TRY(store_run(c, Q_CUSTODY_OF_MATTER, &open, INT(r->matter), TEXT(S("IDENTITY_CHECK"))));
    if (open.n)
        return FAULT(&c->fault, ERR_CONFLICT, "reissue.waits", "the custodian has not answered");
    TRY(report_row_find(c, r->report, &row));
    TRY(desk_find(c, row.identity_desk, &id));
    r->asked = true;
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(task_make(c, id.org, "RO_CUSTODIAN", r->matter, "IDENTITY_CHECK", ctx_today(c)));
    TRY(audit_write(c, "access.reissue_ask", r->matter, r->report, STR_NONE));
    tx = NULL;
    return store_commit(c);
}

enum err reissue_prepare(struct ctx *c, int64_t matter, int64_t report, struct reissue *ret)
{
    struct report_view v;

    *ret = (struct reissue){ .matter = matter };
    TRY(reissue_find(c, ret, report));
    TRY(reissue_allowed(c, ret));
    TRY(checked(c, ret));
    if (ret->asked)
        return ERR_OK;
    TRY(report_read(c, ret->report, &v));
    ret->number = v.number;
    ret->password = access_one_time_password(c);
    access_job(c, ret->number, ret->password, &ret->job);
    return ERR_OK;
}

enum err reissue_finish(struct ctx *c, struct reissue *r)
{
    struct event_draft *event;
    struct key kr;
    enum err e;

    if (!r->job.ok)
        return FAULT(&c->fault, ERR_BUSY, "login.busy", "no memory for a hash");
    TRY(vault_open(c, OBJECT_KR, r->report, &kr));
    e = event_of(c, r->matter, "E_REISSUED", STR_NONE, r->report, &kr, &event);
    key_wipe(&kr);
    TRY(e);
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(task_end(c, r->task, "IDENTITY_CHECKED", "REISSUED"));
    TRY(access_reissue(c, r->report, &r->job.out));
    TRY(event_append(c, event, NULL));
    tx = NULL;
    return store_commit(c);
}
