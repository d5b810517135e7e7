/* mine.c - reads for one page, and the three things a reporter does that are no move. */
#include "domain/mine.h"

#include <string.h>

#include "base/utf8.h"
#include "domain/commitment.h"
#include "domain/complaint.h"
#include "domain/move.h"
#include "domain/org.h"
#include "domain/public_log.h"
#include "domain/publication.h"
#include "domain/reach.h"
#include "domain/report_seal.h"
#include "domain/review.h"
#include "domain/subproc.h"
#include "gen/queries.h"

const char *mine_action_name(enum mine_action a)
{
    static const char *const names[MINE_ACTION__COUNT] = {
        [MINE_MESSAGE] = "message",
        [MINE_FILES] = "files",
        [MINE_SUPPLEMENT] = "supplement",
        [MINE_AMEND] = "amend",
        [MINE_OBJECTION] = "objection",
        [MINE_COMPLAINT] = "complaint",
        [MINE_URGE] = "urge",
        [MINE_WITHDRAWAL] = "withdrawal",
        [MINE_RATING] = "rating",
        [MINE_CONFIRM] = "confirm",
        [MINE_PASSWORD] = "password",
        [MINE_CONSENT] = "consent",
        [MINE_HEARING] = "hearing",
        [MINE_PROTECT] = "protect",
        [MINE_VETO] = "veto",
        [MINE_PUBLISH] = "publish",
        [MINE_REVIEW] = "review",
        [MINE_SETTLED] = "settled",
        [MINE_COMMITMENT] = "commitment",
    };
    return names[a];
}

static enum err need_reporter(struct ctx *c)
{
    if (c->actor->kind != ACTOR_REPORTER)
        return FAULT(&c->fault, ERR_LOGIN, "session.over", "no reporter");
    return ERR_OK;
}

/* What the upper body got sealed is with it, whatever it has done so far (domain 4.3). */
static struct str shown_of(struct ctx *c, const struct followed *f)
{
    bool sent_up = f->sealed_up && str_eq(f->state, S("ST_RECEIVED"));
    struct str state = sent_up ? S("ST_TOMBSTONE") : f->state;
    const struct state *s = procedure_state(c->app->procedure, state);

    return s ? s->shown : str_fmt(c->arena, "shown.%.*s", STR_ARG(state));
}

static enum err find_matter(struct ctx *c, struct mine *m, struct followed *f)
{
    TRY(followed_find(c, c->actor->report, f));
    m->matter = f->matter;
    m->state = f->state;
    m->stage = f->stage;
    m->stage_done = str_eq(m->state, S("ST_CLOSED")) || str_eq(m->state, S("ST_FINAL"));
    m->shown_key = shown_of(c, f);
    const struct org *org = org_find(app_orgs(c->app), f->org);
    m->org_name = org ? org->name : STR_NONE;
    return ERR_OK;
}

static enum err read_report(struct ctx *c, struct mine *m)
{
    struct rows r;
    TRY(store_run(c, Q_MINE_REPORT, &r, INT(c->actor->report)));
    if (r.n == 0 || str_eq(cell(&r, 0, 0)->s, S("UNDONE")))
        return FAULT(&c->fault, ERR_NOT_FOUND, "report.none", "undone");
    m->id_mode = cell(&r, 0, 1)->s;
    m->identity_state = cell(&r, 0, 2)->s;
    if (cell(&r, 0, 3)->i > c->now.ms)
        m->undo_until.ms = cell(&r, 0, 3)->i;
    return ERR_OK;
}

static enum err read_timeline(struct ctx *c, struct mine *m, int64_t before)
{
    bool more;

    TRY(event_page_of_report(c, c->actor->report, before, &m->timeline, &more));
    m->earlier = more ? m->timeline.items[0].seq : 0;
    return ERR_OK;
}

/* T12 writes the number, under Kr, when it is his own report that this one was filed with. */
static void read_repeat(struct ctx *c, struct mine *m)
{
    if (!str_eq(m->state, S("ST_FILED_REPEAT")))
        return;
    for (size_t i = m->timeline.n; i > 0; i--) {
        const struct event_view *e = &m->timeline.items[i - 1];
        if (!str_eq(e->kind, S("E_REPEAT")))
            continue;
        if (e->body.n == 16 && mod97_ok(e->body)) {
            m->repeat_of_no = e->body;
            m->shown_key = str_fmt(c->arena, "%.*s.own", STR_ARG(m->shown_key));
        }
        return;
    }
}

/* The day alone says too much: what came earlier on the day of the last log-in was seen then. */
static enum err count_unread(struct ctx *c, struct mine *m)
{
    struct day last = { m->last_login.ms ? day_of(m->last_login).n : 0 };
    struct message_list all;
    struct rows r;

    m->unread = 0;
    TRY(store_run(c, Q_MINE_UNREAD, &r, INT(c->actor->report), DAY(last)));
    if (cell(&r, 0, 0)->i == 0 || !m->last_login.ms) { /* never here before: all are new */
        m->unread = cell(&r, 0, 0)->i;
        return ERR_OK;
    }
    TRY(message_of_body_since(c, c->actor->report, last, &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct message *g = &all.items[i];
        /* kept to the second; in doubt it is new */
        m->unread += g->from_body && g->at.ms / 1000 >= m->last_login.ms / 1000 ? 1 : 0;
    }
    return ERR_OK;
}

static void read_dues(struct ctx *c, struct mine *m, const struct clock_list *all, bool *ret_rating)
{
    struct day today = ctx_today(c);
    for (size_t i = 0; i < all->n; i++) {
        const struct clock *k = &all->items[i];
        if (!str_eq(k->state, S("RUNNING")))
            continue;
        if (str_eq(k->code, S("D24")))
            *ret_rating = true;
        if (day_absent(k->told) || m->due_count == REPORT_DUES_MAX)
            continue;
        struct mine_due *d = &m->due[m->due_count++];
        *d = (struct mine_due){ k->code, k->told, today.n > k->told.n, k->told.n - today.n,
                                k->provisional };
    }
}

static enum err read_openings(struct ctx *c, struct mine *m)
{
    struct rows r;
    TRY(store_run(c, Q_MINE_OPENINGS, &r, INT(c->actor->report)));
    for (size_t i = 0; i < r.n && i < MINE_OPENINGS_MAX; i++)
        m->openings[m->opening_count++] =
            (struct mine_opening){ cell_day(&r, i, 0), cell(&r, i, 1)->s };
    return ERR_OK;
}

static const char *const rated[MINE_RATINGS] = { "PETITION", "HANDLING" };

static struct value rating_id(struct ctx *c, struct str target)
{
    uint8_t *id = arena_take(c->arena, 32);

    hmac_sha256(&c->actor->a, str_fmt(c->arena, "rating %.*s", STR_ARG(target)), id);
    return BLOB(str_bytes(id, 32));
}

static enum err read_ratings(struct ctx *c, struct mine *m)
{
    _Static_assert(MINE_RATINGS == 2, "as the statement takes");
    const struct value ids[MINE_RATINGS] = { rating_id(c, str_of(rated[0])),
                                             rating_id(c, str_of(rated[1])) };
    struct rows r;

    TRY(store_run(c, Q_RATING_PAIR, &r, ids[0], ids[1]));
    for (size_t n = 0; n < MINE_RATINGS * r.n; n++) { /* in the order of the names */
        size_t i = n / r.n, k = n % r.n;
        if (!str_eq(cell(&r, k, 0)->s, ids[i].s))
            continue;
        m->ratings[m->rating_count++] = (struct mine_rating){ .target = str_of(rated[i]),
                                                              .process = (int)cell(&r, k, 2)->i,
                                                              .attitude = (int)cell(&r, k, 3)->i,
                                                              .result = (int)cell(&r, k, 4)->i,
                                                              .pressed = cell(&r, k, 5)->i != 0,
                                                              .changed = cell(&r, k, 1)->i > 0 };
    }
    return ERR_OK;
}

/* D24 runs, and what was rated before cannot be rated once more under a new A. */
static enum err may_rate(struct ctx *c, struct mine *m, bool window)
{
    struct rows r;

    m->actions[MINE_RATING] = false;
    if (!window)
        return ERR_OK;
    TRY(store_run(c, Q_RATING_REISSUED, &r, INT(c->actor->report)));
    m->actions[MINE_RATING] = r.n == 0;
    return ERR_OK;
}

static bool offered(struct ctx *c, const struct mine *m, const char *move)
{
    const struct state *s = procedure_state(c->app->procedure, m->state);
    const struct move *v = procedure_move(c->app->procedure, str_of(move));
    return s && v && v->by_reporter && !v->later && move_leaves(v, s);
}

/* Sub-procedures that he may begin, or a representative that he may refuse (domain 3.5). */
static enum err read_subprocs(struct ctx *c, struct mine *m, const struct followed *f)
{
    struct matter at = {
        .id = f->matter, .org = f->org, .state = f->state, .category = f->category
    };
    struct subproc_list l;

    TRY(subproc_may_begin(c, &at, S("HR1"), &m->actions[MINE_HEARING]));
    TRY(subproc_may_begin(c, &at, S("PR1"), &m->actions[MINE_PROTECT]));
    TRY(subproc_open_of(c, m->matter, S("SP_REPRESENT"), &l));
    for (size_t i = 0; i < l.n; i++)
        m->actions[MINE_VETO] |= !str_eq(l.items[i].state, S("MR_OPINION"));
    return ERR_OK;
}

/* Publicity: who says nothing has said no. */
static enum err read_questions(struct ctx *c, struct mine *m)
{
    struct pub_question_list l;
    struct str mode;

    TRY(publication_questions(c, &l));
    TRY(open_mode_asked(c, &mode));
    m->actions[MINE_PUBLISH] = !str_empty(mode);
    for (size_t i = 0; i < l.n; i++)
        m->actions[MINE_PUBLISH] =
            m->actions[MINE_PUBLISH] || str_eq(l.items[i].answer, S("WAITING"));
    return ERR_OK;
}

/* Review by the body above; and that it is settled, said once. */
static enum err read_remedies(struct ctx *c, struct mine *m)
{
    struct str move;
    struct rows said;

    if (offered(c, m, "T36") || offered(c, m, "T39")) {
        TRY(review_may_ask(c, m->matter, &move));
        m->actions[MINE_REVIEW] = !str_absent(move);
    }
    if (!offered(c, m, "T42s"))
        return ERR_OK;
    TRY(store_run(c, Q_MOVE_TIMES, &said, INT(m->matter), TEXT(S("T42s"))));
    m->actions[MINE_SETTLED] = cell(&said, 0, 0)->i == 0;
    return ERR_OK;
}

static enum err read_actions(struct ctx *c, struct mine *m, const struct followed *f,
                             const struct clock_list *clocks, bool rating)
{
    struct str urge;
    bool late;
    bool gone = str_eq(m->state, S("ST_WITHDRAWN"));
    bool undo = m->undo_until.ms != 0;
    TRY(message_urge_open(c, c->actor->report, clocks, &urge, &late));
    m->actions[MINE_MESSAGE] = m->actions[MINE_FILES] = !gone;
    m->actions[MINE_SUPPLEMENT] = offered(c, m, "T06");
    m->actions[MINE_AMEND] = undo;
    m->actions[MINE_OBJECTION] = offered(c, m, "T32");
    m->actions[MINE_COMPLAINT] = offered(c, m, "T48a") || (late && !gone);
    m->actions[MINE_URGE] = !str_absent(urge);
    m->actions[MINE_WITHDRAWAL] = undo || offered(c, m, "T43");
    m->actions[MINE_CONFIRM] = offered(c, m, "T42");
    m->actions[MINE_PASSWORD] = true;
    m->actions[MINE_CONSENT] = !gone && !m->stage_done;
    TRY(read_subprocs(c, m, f));
    TRY(read_questions(c, m));
    TRY(read_remedies(c, m));
    TRY(commitment_state(c, c->actor->report, &m->letter, &m->actions[MINE_COMMITMENT]));
    return may_rate(c, m, rating);
}

static enum err read_all(struct ctx *c, int64_t before, struct mine *m, struct followed *f)
{
    struct clock_list clocks = { 0 };
    bool rating = false;

    TRY(need_reporter(c));
    READS_AUTO reads = store_reads_begin(c);
    *m = (struct mine){ .report_no = c->actor->report_no,
                        .last_login = c->actor->last_login,
                        .failures_before = c->actor->failures_before };
    TRY(read_report(c, m));
    TRY(find_matter(c, m, f));
    TRY(read_timeline(c, m, before));
    read_repeat(c, m);
    TRY(clock_of_matter(c, m->matter, &clocks));
    read_dues(c, m, &clocks, &rating);
    TRY(document_of_report(c, c->actor->report, &m->documents));
    TRY(read_openings(c, m));
    TRY(count_unread(c, m));
    TRY(read_ratings(c, m));
    return read_actions(c, m, f, &clocks, rating && app_switch(c, f->org, "sw_eval"));
}

enum err mine_read_before(struct ctx *c, int64_t before, struct mine *ret)
{
    struct followed f;

    READS_AUTO reads = store_reads_begin(c);
    TRY(read_all(c, before, ret, &f));
    return public_log_made(c, &ret->logged);
}

enum err mine_read(struct ctx *c, struct mine *ret)
{
    return mine_read_before(c, 0, ret);
}

/* ---- rating ---- */

static enum err rating_check(struct ctx *c, const struct rating_form *f)
{
    const struct {
        const char *name;
        int v;
    } answers[] = { { "process", f->process },
                    { "attitude", f->attitude },
                    { "result", f->result } };
    if (!str_eq(f->target, S("PETITION")) && !str_eq(f->target, S("HANDLING")))
        fault_field(&c->fault, "target", "form.option", 0);
    for (size_t i = 0; i < COUNT_OF(answers); i++)
        if (answers[i].v < 1 || answers[i].v > 3)
            fault_field(&c->fault, answers[i].name, "form.option", 0);
    return c->fault.field_count ? ERR_INVALID : ERR_OK;
}

/* Asked for a good word: that goes to the body above, and to nobody who handles the matter; which
 * matter it is stays unknown to it too. */
static enum err tell_pressure(struct ctx *c, const struct rating_form *f, int64_t org)
{
    int64_t upper = org_parent(app_orgs(c->app), org);

    if (!f->pressed)
        return ERR_OK;
    return task_make(c, upper ? upper : org, "RO_UPPER", 0, "PRESSED", DAY_NONE);
}

/* The month alone is kept: a day could tell of which matter somebody speaks. */
static struct day month_of(struct day d)
{
    int y, m, dom;

    if (day_absent(d))
        return d;
    day_to_ymd(d, &y, &m, &dom);
    return day_from_ymd(y, m, 1);
}

static enum err rating_store(struct ctx *c, const struct rating_form *f, int64_t org,
                             struct value id)
{
    struct rows r;
    struct rows days;
    TRY(store_run(c, Q_RATING_DAYS, &days, INT(c->actor->report)));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_RATING_FIND, &r, id));
    if (r.n && cell(&r, 0, 0)->i >= 1)
        return FAULT(&c->fault, ERR_CONFLICT, "rating.changed", "changed before");
    if (r.n)
        TRY(store_run(c, Q_RATING_CHANGE, NULL, INT(f->process), INT(f->attitude), INT(f->result),
                      INT(f->pressed), DAY(ctx_today(c)), id));
    else
        TRY(store_run(c, Q_RATING_ADD, NULL, id, INT(org), TEXT(f->target), INT(f->process),
                      INT(f->attitude), INT(f->result), INT(f->pressed), DAY(ctx_today(c)),
                      DAY(month_of(cell_day(&days, 0, 0))), DAY(month_of(cell_day(&days, 0, 1)))));
    TRY(tell_pressure(c, f, org));
    tx = NULL;
    return store_commit(c);
}

enum err rating_give(struct ctx *c, const struct rating_form *f)
{
    struct mine *m = arena_new_of(c->arena, struct mine);
    struct followed at;
    TRY(rating_check(c, f));
    TRY(read_all(c, 0, m, &at));
    if (!m->actions[MINE_RATING])
        return FAULT(&c->fault, ERR_CONFLICT, "rating.not_open", "no window");
    return rating_store(c, f, at.org, rating_id(c, f->target));
}

/* ---- complaint upwards ---- */

static struct event_new *event_own(struct ctx *c, const struct followed *f, const char *kind)
{
    struct event_new *n = arena_new_of(c->arena, struct event_new);

    *n = (struct event_new){ .matter = f->matter,
                             .org = f->org,
                             .kind = kind,
                             .channel = f->channel,
                             .named = f->named,
                             .happened = ctx_today(c),
                             .actor_role = S("RO_REPORTER"),
                             .reader_count = 1,
                             .one_report = true };
    n->readers[0] = (struct event_reader){ .report = c->actor->report, .kr = &c->actor->kr };
    return n;
}

/* The upper body answers with a message; the open task lets it find the matter until then, and its
 * own clock runs. */
static enum err complaint_overdue(struct ctx *c, const struct followed *f, struct str text)
{
    struct event_new *n = event_own(c, f, "E_OBJECTION");
    struct complaint *own = arena_new_of(c->arena, struct complaint);
    struct event_draft *event;
    struct clock k;

    TRY(complaint_prepare(c, f->org, text, own));
    struct clock_start answer = { .matter = f->matter,
                                  .report = c->actor->report,
                                  .org = own->upper.org,
                                  .code = S("D18"),
                                  .category = f->category,
                                  .start = ctx_today(c),
                                  .at = c->now };
    complaint_event(c, own, n);
    TRY(event_prepare(c, n, &event));
    key_wipe(&own->kd);
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(complaint_store(c, own));
    TRY(clock_start(c, &answer, &k));
    event_draft_due(event, str_fmt(c->arena, "D18 %.*s\n", STR_ARG(day_format(c->arena, k.due))));
    TRY(event_append(c, event, NULL));
    TRY(task_make(c, own->upper.org, "RO_UPPER", f->matter, "COMPLAINT", k.due));
    tx = NULL;
    return store_commit(c);
}

enum err complaint_make(struct ctx *c, struct str typed)
{
    struct mine *m = arena_new_of(c->arena, struct mine);
    struct followed at;
    struct str text;
    TRY(need_reporter(c));
    if (str_absent(typed) || !utf8_clean(c->arena, typed, &text) || text.n == 0) {
        fault_field(&c->fault, "text", "message.empty", 0);
        return ERR_INVALID;
    }
    if (utf8_count(text) > MESSAGE_CHARS_MAX) {
        fault_field(&c->fault, "text", "form.too_long", MESSAGE_CHARS_MAX);
        return ERR_INVALID;
    }
    TRY(read_all(c, 0, m, &at));
    if (!m->actions[MINE_COMPLAINT])
        return FAULT(&c->fault, ERR_CONFLICT, "complaint.not_open", "nothing to complain about");
    if (offered(c, m, "T48a")) {
        struct move_field f = { S("text"), text };
        return move_by_reporter(c, S("T48a"), &f, 1);
    }
    return complaint_overdue(c, &at, text);
}

/* ---- consents ---- */

/* The reporter can compare later: what was agreed to, from when (K17). */
static enum err consent_event(struct ctx *c, const struct followed *at,
                              const struct report_sealed *sealed, struct event_draft **ret)
{
    struct event_new *n = event_own(c, at, "E_AMENDED");

    n->codes = S("fields=consent");
    n->readers[0].lines = str_fmt(c->arena, "report %.*s\n", STR_ARG(sealed->body_hash));
    return event_prepare(c, n, ret);
}

enum err consent_set(struct ctx *c, bool shown, bool quoted, bool open, bool publication)
{
    struct report_row row;
    struct report_form *f = arena_new_of(c->arena, struct report_form);
    struct str number, check;
    struct report_sealed sealed;
    struct followed at;
    struct event_draft *event;
    struct rows r;

    TRY(need_reporter(c));
    TRY(followed_find(c, c->actor->report, &at));
    TRY(report_row_find(c, c->actor->report, &row));
    TRY(report_row_open(c, &row, &c->actor->kr, f, &number, &check));
    f->consent_shown = shown;
    f->consent_quoted = quoted;
    f->consent_open = open;
    f->consent_publication = publication;
    /* number, check code and identity are bound to the body's version: it stays as it is */
    TRY(report_seal(c, row.id, row.org, row.version, &c->actor->kr, f, number, check, &sealed));
    TRY(consent_event(c, &at, &sealed, &event));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_MINE_BODY_SET, &r, BLOB(sealed.body), INT(row.id), INT(row.version)));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_CONFLICT, "matter.moved_on", "changed meanwhile");
    TRY(event_append(c, event, NULL));
    tx = NULL;
    return store_commit(c);
}
