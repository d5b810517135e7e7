/* demo_act.c - the lines of the scripts: moves, messages, files, ratings. */
#include "cli/demo_act.h"
#include "cli/demo_panel.h"

#include <assert.h>

#include "domain/breach.h"
#include "domain/clock.h"
#include "domain/commitment.h"
#include "domain/delivery.h"
#include "domain/file.h"
#include "domain/id.h"
#include "domain/intake.h"
#include "domain/message.h"
#include "domain/mine.h"
#include "domain/move.h"
#include "domain/publication.h"
#include "domain/realname.h"
#include "domain/subproc.h"

#define FIELDS_MAX 16

struct line {
    struct str who, what;
    struct move_field fields[FIELDS_MAX];
    size_t n;
};

/* ---- who acts ---- */

static const struct {
    const char *name;
    uint32_t role;
    int nth;
} players[] = { { "clerk", RO_CLERK, 0 },         { "screener", RO_SCREENER, 0 },
                { "screener2", RO_SCREENER, 1 },  { "po_head", RO_PO_HEAD, 0 },
                { "handler", RO_HANDLER, 0 },     { "handler2", RO_HANDLER, 1 },
                { "hd_head", RO_HD_HEAD, 0 },     { "deputy", RO_DEPUTY, 0 },
                { "principal", RO_PRINCIPAL, 0 }, { "custodian", RO_CUSTODIAN, 0 },
                { "publisher", RO_PUBLISHER, 0 }, { "approver", RO_PUB_APPROVER, 0 },
                { "reviewer", RO_REVIEWER, 0 },   { "upper", RO_UPPER, 0 } };

static struct demo_officer *nth_officer(struct demo *d, int64_t org, uint32_t role, int nth)
{
    struct demo_officer *last = NULL;
    for (size_t i = 0; i < d->officer_count && nth >= 0; i++) {
        struct demo_officer *o = &d->officers[i];
        if (o->as.org == org && (o->as.roles & role)) {
            last = o;
            nth--;
        }
    }
    return last;
}

/* "up_reviewer": of the body above. */
static struct demo_officer *player(struct demo *d, int64_t org, struct str name)
{
    if (str_starts(name, S("up_"))) {
        name = str_slice(name, 3, name.n - 3);
        org = org_parent(app_orgs(d->app), org);
    }
    for (size_t i = 0; i < COUNT_OF(players); i++) {
        if (str_eq(name, str_of(players[i].name)))
            return nth_officer(d, org, players[i].role, players[i].nth);
    }
    return NULL;
}

/* A body below that lives: the nearest pair of the demo. */
static int64_t body_below(struct demo *d, int64_t org)
{
    for (size_t i = 0; i < d->officer_count; i++) {
        if (org_parent(app_orgs(d->app), d->officers[i].as.org) == org)
            return d->officers[i].as.org;
    }
    return 0;
}

/* ---- what stands between braces ---- */

static struct str work_no(struct demo *d, int64_t org, const char *who)
{
    struct demo_officer *o = player(d, org, str_of(who));
    return o ? o->as.work_no : S("");
}

static struct str filled(struct demo *d, struct ctx *c, const struct demo_story *s, struct str name)
{
    int64_t days;
    if (str_eq(name, S("handler")) || str_eq(name, S("handler2")))
        return work_no(d, s->at_org, str_z(c->arena, name));
    if (str_eq(name, S("second")))
        return work_no(d, s->at_org, "hd_head");
    if (str_eq(name, S("chair")) || str_eq(name, S("recorder")))
        return work_no(d, s->at_org, str_eq(name, S("chair")) ? "po_head" : "screener");
    if (str_eq(name, S("below")))
        return str_fmt(c->arena, "%lld", (long long)body_below(d, s->at_org));
    if (str_eq(name, S("lead")))
        return id_text(c, s->lead < 0 ? 0 : d->stories[s->lead].matter);
    if (str_eq(name, S("topic")))
        return s->intake.form.topics[0];
    if (str_starts(name, S("REP_")))
        return demo_member(c, s->at_org, name);
    if (str_eq(name, S("today")))
        return day_format(c->arena, ctx_today(c));
    if (str_starts(name, S("+")))
        name = str_slice(name, 1, name.n - 1);
    bool ok = str_i64(name, &days);
    assert(ok);
    (void)ok;
    return day_format(c->arena, (struct day){ ctx_today(c).n + (int32_t)days });
}

static struct str value(struct demo *d, struct ctx *c, const struct demo_story *s, struct str text)
{
    if (!str_starts(text, S("{")) || !str_ends(text, S("}")))
        return text;
    return filled(d, c, s, str_slice(text, 1, text.n - 2));
}

static void read_line(struct demo *d, struct ctx *c, const struct demo_story *s, struct str text,
                      struct line *ret)
{
    *ret = (struct line){ 0 };
    (void)str_cut(&text, ' '); /* the days were waited for already */
    ret->who = str_cut(&text, ' ');
    ret->what = str_cut(&text, '|');
    while (text.n > 0 && ret->n < FIELDS_MAX) {
        struct str rest = str_cut(&text, '|'), name = str_cut(&rest, '=');
        ret->fields[ret->n++] = (struct move_field){ name, value(d, c, s, rest) };
    }
}

static struct str field(const struct line *l, const char *name)
{
    for (size_t i = 0; i < l->n; i++) {
        if (str_eq(l->fields[i].name, str_of(name)))
            return l->fields[i].value;
    }
    return S("");
}

/* ---- officers ---- */

static enum err officer_move(struct ctx *c, const struct demo_story *s, const struct line *l)
{
    struct move_request q = { .matter = s->matter,
                              .move = l->what,
                              .outcome = field(l, "outcome"),
                              .fields = l->fields,
                              .field_count = l->n };
    struct move_result r;
    if (str_empty(q.outcome))
        q.outcome = STR_NONE;
    return matter_move(c, &q, &r);
}

/* A step of accountability, on the breach that AC1 recorded; those of the clocks wait on. */
static enum err officer_breach(struct ctx *c, const struct demo_story *s, const struct line *l)
{
    struct breach_list all;
    struct breach_case b;
    int64_t id;
    if (str_eq(l->what, S("AC1")))
        return breach_record_by_hand(c, s->matter, l->fields, l->n, &id);
    TRY(breach_of_matter(c, s->matter, &all));
    id = 0;
    for (size_t i = 0; i < all.n; i++)
        id = str_eq(all.items[i].code, S("V19")) ? all.items[i].id : id;
    struct move_request q = { .matter = id,
                              .move = l->what,
                              .outcome = field(l, "outcome"),
                              .fields = l->fields,
                              .field_count = l->n };
    return breach_move(c, &q, &b);
}

static enum err officer_says(struct ctx *c, const struct demo_story *s, const struct line *l)
{
    struct matter_view v;
    struct message m;
    TRY(matter_open(c, s->matter, &v));
    if (v.report_count == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "report.none", "no report to answer");
    return message_send(c, v.reports[0].report, field(l, "text"), str_eq(l->what, S("ask")), &m);
}

/* What goes to a body outside, or by post, is on record when it was posted. */
static enum err officer_posts(struct ctx *c, const struct demo_story *s, const struct line *l)
{
    struct document_list papers;
    struct delivery_form f = { .form = S("POST") };
    TRY(document_of_matter(c, s->matter, &papers));
    for (size_t i = 0; i < papers.n; i++) {
        if (str_eq(papers.items[i].code, field(l, "paper")))
            return document_deliver(c, s->matter, papers.items[i].id, &f);
    }
    return FAULT(&c->fault, ERR_NOT_FOUND, "document.none", "no such paper");
}

/* All texts that wait for this custodian. */
static enum err officer_compares(struct ctx *c)
{
    struct pub_compare_list l;
    bool clean;
    TRY(publication_compare_list(c, &l));
    for (size_t i = 0; i < l.n; i++)
        TRY(publication_compare(c, l.items[i].publication, l.items[i].report, &clean));
    return ERR_OK;
}

#define LETTERS_OF 6    /* of so many one is declined, one not answered */
#define NAMES_OF_TEN 10 /* of so many one is not true, one is not reached at once */

/* The custodian calls who gave a name: of the body itself, or of the one above that serves it. */
static enum err name_checked(struct ctx *c, int64_t report)
{
    struct report_identity who;
    int64_t draw = report % NAMES_OF_TEN;

    TRY(realname_look(c, report, &who));
    if (draw == 1)
        return realname_tried(c, report, S("call"));
    return realname_decide(c, report, draw == 0 ? S("failed") : S("verified"), S("call"),
                           draw == 0 ? S("not_written") : STR_NONE);
}

static enum err names_checked(struct demo *d, struct ctx *c, const struct demo_story *s)
{
    struct demo_officer *o = NULL;
    struct realname_list l;

    for (int64_t org = s->at_org; org && !o; org = org_parent(app_orgs(d->app), org))
        o = demo_officer(d, org, RO_CUSTODIAN);
    if (!o)
        return ERR_OK;
    c->actor = o->actor;
    TRY(realname_list(c, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (l.items[i].matter == s->matter && !l.items[i].subproc)
            TRY(name_checked(c, l.items[i].report));
    }
    return ERR_OK;
}

/* The head signs where the reporter has. */
static enum err officer_commits(struct ctx *c, const struct demo_story *s)
{
    static const struct move_field agreed[] = { { { "agreed", 6 }, { "true", 4 } } };
    struct move_result done;
    struct subproc_list l;

    TRY(subproc_open_of(c, s->matter, S("SP_COMMIT"), &l));
    for (size_t i = 0; i < l.n; i++) {
        struct move_request q = { .matter = s->matter,
                                  .subproc = l.items[i].id,
                                  .move = S("CL5"),
                                  .fields = agreed,
                                  .field_count = 1 };
        if (str_eq(l.items[i].state, S("CL_SIGNED_R")))
            TRY(matter_move(c, &q, &done));
    }
    return ERR_OK;
}

static enum err by_officer(struct demo *d, struct ctx *c, struct demo_story *s,
                           const struct line *l)
{
    struct matter_view v;
    struct demo_officer *o = player(d, s->at_org, l->who);
    if (!o)
        return FAULT(&c->fault, ERR_NOT_FOUND, "officer.none", "%lld has no such officer",
                     (long long)s->at_org);
    c->actor = o->actor;
    if (str_eq(l->what, S("open")))
        return matter_open(c, s->matter, &v);
    if (str_eq(l->what, S("say")) || str_eq(l->what, S("ask")))
        return officer_says(c, s, l);
    if (str_eq(l->what, S("compare")))
        return officer_compares(c);
    if (str_eq(l->what, S("check")))
        return demo_checks(c);
    if (str_eq(l->what, S("enrol")))
        return demo_enrol(c, l->fields, l->n);
    if (str_eq(l->what, S("codes")))
        return demo_codes(d, c, s, field(l, "kind"));
    if (str_eq(l->what, S("post")))
        return officer_posts(c, s, l);
    if (str_eq(l->what, S("commit")))
        return officer_commits(c, s);
    if (str_starts(l->what, S("AC")))
        return officer_breach(c, s, l);
    return officer_move(c, s, l);
}

/* ---- between bodies ---- */

static enum err newest(struct ctx *c, struct demo_officer *o, int64_t parent, int64_t *ret)
{
    struct matter_filter f = {
        .view = S("all"), .named = -1, .due_before = DAY_NONE, .limit = 200
    };
    struct matter_list l;
    c->actor = o->actor;
    TRY(matter_list(c, &f, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (l.items[i].parent == parent && parent != 0) {
            *ret = l.items[i].id;
            return ERR_OK;
        }
    }
    return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "nothing came from above");
}

static enum err go_below(struct demo *d, struct ctx *c, struct demo_story *s)
{
    int64_t org = body_below(d, s->at_org);
    TRY(newest(c, demo_officer(d, org, RO_CLERK), s->matter, &s->matter));
    s->at_org = org;
    return ERR_OK;
}

static enum err go_above(struct demo *d, struct ctx *c, struct demo_story *s)
{
    struct matter m;
    c->actor = demo_officer(d, s->at_org, RO_SCREENER)->actor;
    TRY(matter_find(c, s->matter, &m));
    s->matter = m.parent;
    s->at_org = org_parent(app_orgs(d->app), s->at_org);
    return ERR_OK;
}

/* A cadre of the body above: its leader here sends it on. Of his own head he was never told. */
static enum err forward(struct demo *d, struct ctx *c, const struct demo_story *s)
{
    struct forward_list l;
    c->actor = demo_officer(d, s->org, RO_PRINCIPAL)->actor;
    TRY(report_forward_list(c, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (l.items[i].matter == s->matter)
            return report_forward(c, s->matter);
    }
    return ERR_OK;
}

/* Sealed past the body of the area: its matter is the one there that no other story has. */
static bool known(const struct demo *d, int64_t matter)
{
    for (size_t i = 0; i < d->story_count; i++) {
        if (d->stories[i].matter == matter)
            return true;
    }
    return false;
}

/* Sent up, or sealed up: what nobody has looked at there yet. */
static enum err go_up(struct demo *d, struct ctx *c, struct demo_story *s)
{
    struct matter_filter f = {
        .view = S("all"), .named = -1, .due_before = DAY_NONE, .limit = 200
    };
    int64_t org = org_parent(app_orgs(d->app), s->at_org), stone = s->matter;
    struct matter_list l;
    c->actor = demo_officer(d, org, RO_SCREENER)->actor;
    TRY(matter_list(c, &f, &l));
    for (size_t i = 0; i < l.n; i++) {
        const struct matter *m = &l.items[i];
        bool sealed = m->parent == 0 && m->route.n && !known(d, m->id) &&
                      str_eq(m->state, S("ST_RECEIVED")) && m->received.n == ctx_today(c).n;
        if (m->parent == stone || sealed) {
            s->matter = m->id;
            s->at_org = org;
            return ERR_OK;
        }
    }
    return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "nothing came up");
}

enum err demo_find_sealed(struct demo *d, struct ctx *c, struct demo_story *s)
{
    struct matter_filter f = {
        .view = S("all"), .named = -1, .due_before = DAY_NONE, .limit = 200
    };
    struct matter_list l;
    if (!s->receipt.sealed_up)
        return ERR_OK;
    c->actor = demo_officer(d, s->at_org, RO_SCREENER)->actor;
    c->now.ms += 11 * 60 * 1000; /* past the undo time, before which it is not there */
    int64_t changed;
    TRY(report_reveal_due(c, &changed));
    TRY(matter_list(c, &f, &l));
    for (size_t i = 0; i < l.n && s->matter == 0; i++) {
        if (!known(d, l.items[i].id))
            s->matter = l.items[i].id;
    }
    return ERR_OK;
}

/* ---- the reporter ---- */

static enum err reporter_rates(struct ctx *c, const struct line *l)
{
    struct rating_form r = { .target = S("HANDLING"),
                             .process = field(l, "process").p[0] - '0',
                             .attitude = field(l, "attitude").p[0] - '0',
                             .result = field(l, "result").p[0] - '0' };
    return rating_give(c, &r);
}

/* The smallest picture of each kind; what it shows is said by its name. */
static struct str picture(struct str name)
{
    static const uint8_t png[] = { 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00,
                                   0x00, 0x0d, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01,
                                   0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00, 0x00, 0x3a,
                                   0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41,
                                   0x54, 0x78, 0xda, 0x63, 0x68, 0x00, 0x00, 0x00, 0x82, 0x00,
                                   0x81, 0xda, 0x45, 0x08, 0x3b, 0x00, 0x00, 0x00, 0x00, 0x49,
                                   0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82 };
    if (str_ends(name, S(".png")))
        return str_bytes(png, sizeof png);
    return S("演示用的文字材料，纯属虚构。\n");
}

static enum err reporter_uploads(struct ctx *c, const struct line *l)
{
    struct file_target t = { .owner = FILE_OF_REPORT,
                             .report = c->actor->report,
                             .key = &c->actor->kr };
    struct str name = field(l, "name"), bytes = picture(name);
    struct file_upload *u;
    int64_t id;
    TRY(file_upload_begin(c, &t, name, STR_NONE, &u));
    enum err err = file_upload_data(c, u, (const uint8_t *)bytes.p, bytes.n);
    if (err == ERR_OK)
        err = file_upload_end(c, u, &id);
    file_upload_abort(u);
    return err;
}

/* What he is asked about publicity: open handling first, then each text. */
static enum err reporter_answers(struct ctx *c, bool yes)
{
    struct pub_question_list l;
    struct str mode;
    TRY(open_mode_asked(c, &mode));
    if (!str_empty(mode))
        return open_mode_answer(c, yes);
    TRY(publication_questions(c, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (str_eq(l.items[i].answer, S("WAITING")))
            TRY(publication_answer(c, l.items[i].publication, l.items[i].hash, yes));
    }
    return ERR_OK;
}

/* The letter, if there is one for him: most sign, some do not, some let it lie. */
static enum err reporter_commits(struct ctx *c)
{
    struct str state;
    bool open;

    TRY(commitment_state(c, c->actor->report, &state, &open));
    int64_t draw = open ? c->actor->report % LETTERS_OF : LETTERS_OF - 1;
    if (draw == LETTERS_OF - 1)
        return ERR_OK;
    return draw == 0 ? commitment_decline(c) : commitment_sign(c, true);
}

static enum err reporter_acts(struct ctx *c, const struct line *l)
{
    struct message m;
    if (str_eq(l->what, S("say")))
        return message_send(c, c->actor->report, field(l, "text"), false, &m);
    if (str_eq(l->what, S("urge")))
        return message_urge(c);
    if (str_eq(l->what, S("file")))
        return reporter_uploads(c, l);
    if (str_eq(l->what, S("agree")) || str_eq(l->what, S("disagree")))
        return reporter_answers(c, str_eq(l->what, S("agree")));
    if (str_eq(l->what, S("rate")))
        return reporter_rates(c, l);
    if (str_eq(l->what, S("commit")))
        return reporter_commits(c);
    return move_by_reporter(c, l->what, l->fields, l->n);
}

static enum err by_reporter(struct ctx *c, const struct demo_story *s, const struct line *l)
{
    struct str cookie;
    c->actor = actor_nobody(c->arena);
    TRY(access_login_finish(c, s->receipt.report_no, &s->job, &cookie));
    TRY(reporter_acts(c, l));
    return session_end(c, cookie);
}

enum err demo_act(struct demo *d, struct ctx *c, struct demo_story *s, struct str text)
{
    struct line l;
    read_line(d, c, s, text, &l);
    if (str_eq(l.what, S("below")))
        return go_below(d, c, s);
    if (str_eq(l.what, S("up")))
        return go_up(d, c, s);
    if (str_eq(l.what, S("above")))
        return go_above(d, c, s);
    if (str_eq(l.what, S("forward")))
        return forward(d, c, s);
    if (str_eq(l.what, S("names")))
        return names_checked(d, c, s);
    /* what a clerk takes in is registered at once */
    if (str_eq(l.what, S("T02")) && !str_empty(s->receipt.reg_no) && s->matter == s->receipt.matter)
        return ERR_OK;
    if (str_eq(l.who, S("panel")))
        return demo_by_code(c, s, l.what, l.fields, l.n);
    if (!str_eq(l.who, S("reporter")))
        return by_officer(d, c, s, &l);
    /* who wrote a letter has not changed his one-time password yet */
    if (str_absent(s->intake.form.password)) {
        if (str_starts(l.what, S("T"))) /* what comes after his move does not happen */
            s->rest = "";
        return ERR_OK;
    }
    return by_reporter(c, s, &l);
}
