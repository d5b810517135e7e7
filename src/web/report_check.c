/*
 * report_check.c - all answers once more, then the truth statement and the password, and off.
 *
 * The password is hashed in a lane between prepare and handle. Sent twice, or sent again from the
 * browser's history, a draft becomes one report (its key stands in the draft and in the page).
 */
#include "web/check.h"

#include "domain/access.h"
#include "domain/region.h"
#include "web/upload.h"

#define ROWS_MAX 160

static const struct field row_fields[] = { F_STR(struct check_row, label),
                                           F_STR(struct check_row, text), F_END };
static const struct field group_fields[] = { F_INT(struct check_group, number),
                                             F_STR(struct check_group, change_href),
                                             F_BOOL(struct check_group, missing),
                                             F_BOOL(struct check_group, empty),
                                             F_BOOL(struct check_group, has_rows),
                                             F_LIST(struct check_group, rows, struct check_row,
                                                    row_fields),
                                             F_END };
const struct field check_fields[] = { F_LIST(struct check_view, groups, struct check_group,
                                             group_fields),
                                      F_STR(struct check_view, action_href),
                                      F_STR(struct check_view, back_href),
                                      F_STR(struct check_view, saved),
                                      F_STR(struct check_view, once),
                                      F_INT(struct check_view, step),
                                      F_BOOL(struct check_view, amend),
                                      F_BOOL(struct check_view, ready),
                                      F_VIEW(struct check_view, truth_ack, box_fields),
                                      F_VIEW(struct check_view, password, box_fields),
                                      F_END };
const struct page_view web_report_check_view = { "report_check", check_fields };

/* ---- rows ---- */

struct rows_of {
    struct ctx *c;
    struct req *r;
    struct check_row *items;
    size_t n;
    const struct wizard *wz;
};

static void add(struct rows_of *o, const char *key, struct str text)
{
    struct str full = str_fmt(o->c->arena, "%.*s%s", STR_ARG(T_PREFIX("report.label.")), key);

    if (str_absent(text) || text.n == 0 || o->n == ROWS_MAX)
        return;
    o->items[o->n++] = (struct check_row){ web_text(o->r, str_z(o->c->arena, full)), text };
}

static struct str code_text(struct rows_of *o, struct str code)
{
    struct str key = str_fmt(o->c->arena, "%.*s%.*s", STR_ARG(T_PREFIX("code.")), STR_ARG(code));

    return str_absent(code) ? STR_NONE : web_text(o->r, str_z(o->c->arena, key));
}

static struct str joined(struct rows_of *o, const struct str *items, size_t n, bool codes)
{
    struct buf b = buf_new(o->c->arena);

    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_byte(&b, '\n');
        buf_put(&b, codes ? code_text(o, items[i]) : items[i]);
    }
    return buf_str(&b);
}

static struct str area_text(struct ctx *c, struct str area_code)
{
    const struct region *g = region_find(c->app->regions, report_area(area_code));

    return g ? region_path(c->app->regions, c->arena, g) : area_code;
}

static void topic_rows(struct rows_of *o, const struct report_form *f)
{
    if (!str_absent(f->area_code))
        add(o, "area_code", area_text(o->c, f->area_code));
    add(o, "topics", joined(o, f->topics, f->topic_count, true));
    add(o, "category", code_text(o, f->category));
}

static void subject_rows(struct rows_of *o, const struct report_form *f)
{
    for (size_t i = 0; i < f->subject_count; i++) {
        const struct report_subject *s = &f->subjects[i];
        add(o, "name", s->name);
        add(o, "unit", s->unit);
        add(o, "post", s->post);
        add(o, "level", code_text(o, s->level));
    }
    if (f->to_upper)
        add(o, "to_upper", web_text(o->r, "report.yes"));
}

static void story_rows(struct rows_of *o, const struct report_form *f)
{
    add(o, "narrative", f->narrative);
    add(o, "fact_time", f->fact_time);
    add(o, "fact_place", f->fact_place);
    add(o, "knowledge", code_text(o, f->knowledge));
    add(o, "title", f->title);
}

static void file_rows(struct rows_of *o)
{
    struct list files = wizard_file_rows(o->c, o->r, o->wz);
    const struct file_row *f = (const struct file_row *)files.items;
    struct buf b = buf_new(o->c->arena);

    for (size_t i = 0; i < files.n; i++)
        buf_fmt(&b, "%s%.*s", i ? "\n" : "", STR_ARG(f[i].name));
    add(o, "files", buf_str(&b));
}

static void material_rows(struct rows_of *o, const struct report_form *f)
{
    file_rows(o);
    add(o, "witnesses", joined(o, f->witnesses, f->witness_count, false));
    add(o, "prior", joined(o, f->prior, f->prior_count, false));
    add(o, "wish", f->wish);
    if (f->mass_interest)
        add(o, "mass_interest", web_text(o->r, "report.yes"));
}

static void consent_row(struct rows_of *o, const struct report_form *f)
{
    struct str agreed[4];
    size_t n = 0;

    if (f->consent_shown)
        agreed[n++] = web_text(o->r, "report.label.consent_shown");
    if (f->consent_quoted)
        agreed[n++] = web_text(o->r, "report.label.consent_quoted");
    if (f->consent_open)
        agreed[n++] = web_text(o->r, "report.label.consent_open");
    if (f->consent_publication)
        agreed[n++] = web_text(o->r, "report.label.consent_publication");
    add(o, "consents", n ? joined(o, agreed, n, false) : web_text(o->r, "report.consents.none"));
}

static void person_rows(struct rows_of *o, const struct report_form *f)
{
    add(o, "id_mode", code_text(o, f->id_mode));
    add(o, "id_name", f->identity.name);
    add(o, "id_phone", f->identity.phone);
    add(o, "id_kind", code_text(o, f->identity.id_kind));
    add(o, "id_no", f->identity.id_no);
    add(o, "id_address", f->identity.address);
    add(o, "contact_pref", code_text(o, f->contact_pref));
    consent_row(o, f);
    add(o, "exposure_note", f->exposure_note);
    if (f->protect_req)
        add(o, "protect_req", web_text(o->r, "report.yes"));
    add(o, "protect_text", f->protect_text);
}

/* ---- the page ---- */

static void (*const rows_by_step[WIZARD_STEPS])(struct rows_of *o, const struct report_form *f) = {
    topic_rows, subject_rows, story_rows, material_rows, person_rows
};

/* A page that does not pass its check has to be answered first; and one that asks nothing needed
 * has to have been seen, so that nobody is anonymous, or agrees, without having been asked. */
static bool missing(struct ctx *c, const struct wizard *wz, int step)
{
    struct report_form copy = wz->form;
    struct fault kept = c->fault;
    bool bad = report_form_check(c, &copy, step) != ERR_OK;

    c->fault = kept;
    return bad || (step >= REPORT_STEP_MATERIAL && !(wz->done & (1u << (step - 1))));
}

static struct check_group group_of(struct ctx *c, struct req *r, const struct wizard *wz, int step)
{
    struct rows_of o = { c, r, arena_array(c->arena, struct check_row, ROWS_MAX), 0, wz };

    rows_by_step[step - 1](&o, &wz->form);
    bool unfinished = missing(c, wz, step);
    return (struct check_group){ .number = step,
                                 .change_href = str_fmt(c->arena, "%s/%d", wz->kind->base, step),
                                 .missing = unfinished,
                                 .empty = o.n == 0 && !unfinished,
                                 .has_rows = o.n > 0,
                                 .rows = (struct list){ o.items, o.n } };
}

void check_fill(struct ctx *c, struct req *r, const struct wizard *wz, struct check_view *v)
{
    struct check_group *groups = arena_array(c->arena, struct check_group, WIZARD_STEPS);

    *v = (struct check_view){ .groups = { groups, WIZARD_STEPS },
                              .step = WIZARD_STEPS + 1,
                              .amend = wz->kind->amend,
                              .once = wz->once,
                              .ready = true,
                              .action_href = wizard_path(c, wz->kind, "/check"),
                              .back_href = wizard_path(c, wz->kind, "/5"),
                              .truth_ack = wizard_box(r, "truth_ack", "truth_ack", STR_NONE),
                              .password = wizard_box(r, "password", "password", STR_NONE) };
    v->password.value = STR_NONE; /* never comes back in a page */
    for (int step = 1; step <= WIZARD_STEPS; step++) {
        groups[step - 1] = group_of(c, r, wz, step);
        v->ready = v->ready && !groups[step - 1].missing;
    }
}

enum err check_page(struct ctx *c, struct req *r, struct resp *w, const struct wizard_kind *kind)
{
    struct wizard wz;
    struct check_view v;

    TRY(wizard_load(c, r, kind, &wz));
    if (!str_absent(wz.sent))
        return web_see_other(w, S("/report/sent"));
    if (!wz.saved.ms && !kind->amend)
        return web_see_other(w, wizard_path(c, kind, ""));
    check_fill(c, r, &wz, &v);
    web_of(r)->page.title = web_text(r, "title.report_check");
    return web_render(r, w, "report_check", (struct view){ check_fields, &v });
}

enum err check_again(struct ctx *c, struct req *r, struct resp *w, const struct wizard *wz)
{
    struct check_view v;

    check_fill(c, r, wz, &v);
    web_of(r)->page.title = web_text(r, "title.report_check");
    return web_form_again(c, r, w, "report_check", (struct view){ check_fields, &v });
}

enum err web_report_check(struct ctx *c, struct req *r, struct resp *w)
{
    return check_page(c, r, w, &wizard_report);
}

/* ---- sending ---- */

struct sending {
    struct wizard wz;
    struct report_intake in;
    struct password_job job; /* log-in only: this draft was sent before */
    bool gone;               /* no draft, or another one than the page showed */
};

static void run_job(void *job)
{
    password_run((struct password_job *)job);
}

enum err web_report_check_send_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    struct sending *s = arena_new_of(c->arena, struct sending);
    struct str password = req_form(r, S("password"));

    web_of(r)->own = s;
    TRY(wizard_load(c, r, &wizard_report, &s->wz));
    if (!str_absent(s->wz.sent)) { /* a second click: the same password leads in */
        TRY(access_login_prepare(c, s->wz.sent, password, &s->job));
        *ret = (struct http_job){ HTTP_LANE_REPORTER, run_job, &s->job };
        return ERR_OK;
    }
    s->gone = str_absent(s->wz.once) || !str_eq(s->wz.once, req_form(r, S("once")));
    if (s->gone)
        return ERR_OK;
    s->in = (struct report_intake){ .form = s->wz.form,
                                    .draft_cookie = s->wz.cookie,
                                    .idempotency_key = s->wz.once };
    s->in.form.password = password.n ? password : STR_NONE;
    s->in.form.truth_ack = str_eq(req_form(r, S("truth_ack")), S("1"));
    TRY(report_intake_prepare(c, &s->in));
    if (!s->in.answered)
        *ret = (struct http_job){ HTTP_LANE_REPORTER, run_job, &s->in.job };
    return ERR_OK;
}

/* In with the number this draft became. */
static enum err enter(struct ctx *c, struct req *r, struct resp *w, struct str number,
                      const struct password_job *job)
{
    struct str cookie;

    if (access_login_finish(c, number, job, &cookie) != ERR_OK) {
        fault_clear(&c->fault); /* the receipt page asks for the password again */
        return web_see_other(w, S("/report/sent"));
    }
    web_cookie_session(r, AREA_MY, cookie);
    web_cookie_draft(r, STR_NONE);
    return web_see_other(w, S("/report/sent"));
}

/* It is stored. From here on nothing may make it look as if it were not. */
static enum err taken_in(struct ctx *c, struct req *r, struct resp *w, struct sending *s,
                         const struct report_receipt *receipt)
{
    if (wizard_save_sent(c, &s->wz, receipt->report_no) != ERR_OK)
        fault_clear(&c->fault);                    /* only a lost answer would have needed it */
    if (!str_eq(receipt->report_no, s->in.number)) /* the other of two clicks was first */
        return web_see_other(w, S("/report/sent"));
    return enter(c, r, w, receipt->report_no, &s->in.job);
}

static bool fault_is(const struct ctx *c, const char *key)
{
    return c->fault.key && strcmp(c->fault.key, key) == 0;
}

enum err web_report_check_send(struct ctx *c, struct req *r, struct resp *w)
{
    struct sending *s = (struct sending *)web_of(r)->own;
    struct report_receipt receipt;
    bool failed = web_of(r)->prepare_failed;

    if (!str_absent(s->wz.sent))
        return failed ? web_see_other(w, S("/report/sent")) : enter(c, r, w, s->wz.sent, &s->job);
    if (s->gone)
        return web_see_other(w, S("/report/sent"));
    if (!failed && report_intake_finish(c, &s->in, &receipt) == ERR_OK)
        return taken_in(c, r, w, s, &receipt);
    if (fault_is(c, "intake.national"))
        return wizard_national_page(c, r, w, &wizard_report);
    if (fault_is(c, "idempotency.other")) /* sent meanwhile, with another password */
        return web_see_other(w, S("/report/sent"));
    return check_again(c, r, w, &s->wz);
}
