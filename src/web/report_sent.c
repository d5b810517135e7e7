/*
 * report_sent.c - the number, once it is stored: what to write down, what comes next.
 *
 * Read from the session that the intake opened. When that answer was lost on its way, the draft's
 * remains still know the number, and the password leads to this page.
 */
#include "domain/access.h"
#include "domain/event.h"
#include "domain/log_proof.h"
#include "domain/org.h"
#include "i18n/i18n.h"
#include "web/wizard.h"

struct due_row {
    struct str code, day;
};
struct sent_view {
    struct str number, check_code, org, received, undo_until, promise;
    struct list dues;
};
static const struct field due_fields[] = { F_STR(struct due_row, code), F_STR(struct due_row, day),
                                           F_END };
static const struct field sent_fields[] = { F_STR(struct sent_view, number),
                                            F_STR(struct sent_view, check_code),
                                            F_STR(struct sent_view, org),
                                            F_STR(struct sent_view, received),
                                            F_STR(struct sent_view, undo_until),
                                            F_STR(struct sent_view, promise),
                                            F_LIST(struct sent_view, dues, struct due_row,
                                                   due_fields),
                                            F_END };
const struct page_view web_report_sent_view = { "report_sent", sent_fields };

/* Lines "D04 2026-10-15" of the first event. */
static struct list read_dues(struct ctx *c, struct req *r, struct str lines)
{
    struct due_row *rows = arena_array(c->arena, struct due_row, REPORT_DUES_MAX);
    size_t n = 0;

    while (!str_absent(lines) && n < REPORT_DUES_MAX) {
        struct str line = str_cut(&lines, '\n');
        struct str code = str_cut(&line, ' ');
        struct day d;
        if (str_absent(line) || !day_parse(line, &d) || !str_eq(code, S("D04")))
            continue; /* the others bind the office, not the reporter */
        rows[n++] = (struct due_row){ code, i18n_day(c->arena, web_of(r)->lang, d, ctx_today(c)) };
    }
    return (struct list){ rows, n };
}

static enum err sent_page(struct ctx *c, struct req *r, struct resp *w)
{
    struct report_view report;
    struct event_list events;
    int lang = web_of(r)->lang;
    const struct org *org;

    TRY(report_read(c, c->actor->report, &report));
    TRY(event_of_report(c, c->actor->report, &events));
    org = org_find(app_orgs(c->app), report.org);
    struct sent_view v = {
        .number = report_number_shown(c->arena, report.number),
        .check_code = check_code_shown(c->arena, report.check_code),
        .org = org ? org->name : STR_NONE,
        .received = i18n_day(c->arena, lang, report.received, ctx_today(c)),
    };
    if (report.undo_until.ms)
        v.undo_until = i18n_time(c->arena, lang, report.undo_until, ctx_today(c));
    TRY(log_promise_of_new(c, report.check_code, &v.promise));
    if (events.n)
        v.dues = read_dues(c, r, events.items[0].due);
    return web_render(r, w, "report_sent", (struct view){ sent_fields, &v });
}

/* ---- without a session ---- */

struct again_view {
    bool known; /* this browser sent one not long ago */
    struct box password;
};
static const struct field again_fields[] = { F_BOOL(struct again_view, known),
                                             F_VIEW(struct again_view, password, box_fields),
                                             F_END };
const struct page_view web_report_again_view = { "report_again", again_fields };

static struct again_view again_of(struct req *r, const struct wizard *wz)
{
    struct again_view v = { .known = !str_absent(wz->sent),
                            .password = wizard_box(r, "password", "password", STR_NONE) };

    v.password.value = STR_NONE;
    web_of(r)->page.title = web_text(r, "title.report_again");
    return v;
}

enum err web_report_sent(struct ctx *c, struct req *r, struct resp *w)
{
    struct wizard wz;

    if (c->actor->kind == ACTOR_REPORTER)
        return c->actor->must_change_password ? web_see_other(w, S("/my/password"))
                                              : sent_page(c, r, w);
    TRY(wizard_load(c, r, &wizard_report, &wz));
    struct again_view v = again_of(r, &wz);
    return web_render(r, w, "report_again", (struct view){ again_fields, &v });
}

struct entering {
    struct wizard wz;
    struct password_job job;
};

static void run_job(void *job)
{
    password_run((struct password_job *)job);
}

enum err web_report_sent_enter_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    struct entering *e = arena_new_of(c->arena, struct entering);

    web_of(r)->own = e;
    TRY(wizard_load(c, r, &wizard_report, &e->wz));
    if (str_absent(e->wz.sent))
        return ERR_OK; /* an hour is over: the log-in page takes the number from the paper */
    TRY(access_login_prepare(c, e->wz.sent, req_form(r, S("password")), &e->job));
    *ret = (struct http_job){ HTTP_LANE_REPORTER, run_job, &e->job };
    return ERR_OK;
}

enum err web_report_sent_enter(struct ctx *c, struct req *r, struct resp *w)
{
    struct entering *e = (struct entering *)web_of(r)->own;
    struct str cookie;

    if (!web_of(r)->prepare_failed && str_absent(e->wz.sent))
        return web_see_other(w, S("/my/login"));
    if (web_of(r)->prepare_failed ||
        access_login_finish(c, e->wz.sent, &e->job, &cookie) != ERR_OK) {
        if (c->fault.err == ERR_LOGIN) /* only the password was asked for */
            fault_field(&c->fault, "password", T_KEY("report.password.wrong"), 0);
        struct again_view v = again_of(r, &e->wz);
        return web_form_again(c, r, w, "report_again", (struct view){ again_fields, &v });
    }
    web_cookie_session(r, AREA_MY, cookie);
    web_cookie_draft(r, STR_NONE);
    return web_see_other(w, S("/report/sent"));
}
