/* amend.c - the ten minutes after sending: take it back, or change it (the form's own pages). */
#include "domain/access.h"
#include "i18n/i18n.h"
#include "web/check.h"

enum err web_my_amend(struct ctx *c, struct req *r, struct resp *w)
{
    (void)c;
    (void)r;
    return web_see_other(w, S("/my/amend/check")); /* choose there what to change */
}

enum err web_my_amend_check(struct ctx *c, struct req *r, struct resp *w)
{
    return check_page(c, r, w, &wizard_amend);
}

struct amending {
    struct wizard wz;
    struct password_job job;
};

static void run_job(void *job)
{
    password_run((struct password_job *)job);
}

enum err web_my_amend_send_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    struct amending *a = arena_new_of(c->arena, struct amending);

    web_of(r)->own = a;
    TRY(wizard_load(c, r, &wizard_amend, &a->wz));
    TRY(access_login_prepare(c, c->actor->report_no, req_form(r, S("password")), &a->job));
    *ret = (struct http_job){ HTTP_LANE_REPORTER, run_job, &a->job };
    return ERR_OK;
}

enum err web_my_amend_send(struct ctx *c, struct req *r, struct resp *w)
{
    struct amending *a = (struct amending *)web_of(r)->own;

    if (web_of(r)->prepare_failed || report_amend(c, &a->wz.form, &a->job.out) != ERR_OK) {
        if (c->fault.err == ERR_CONFLICT) /* too late: there is nothing to show again */
            return c->fault.err;
        return check_again(c, r, w, &a->wz);
    }
    TRY(wizard_drop(c, r, &wizard_amend));
    web_done(r, "done.amended");
    return web_see_other(w, S("/my"));
}

/* ---- undo ---- */

struct undo_view {
    struct str until;
};
static const struct field undo_fields[] = { F_STR(struct undo_view, until), F_END };
const struct page_view web_my_undo_view = { "my_undo", undo_fields };

enum err web_my_undo(struct ctx *c, struct req *r, struct resp *w)
{
    struct report_view report;

    TRY(report_read(c, c->actor->report, &report));
    if (!report.undo_until.ms)
        return FAULT(&c->fault, ERR_CONFLICT, "undo.over", "the undo time is over");
    struct undo_view v = { i18n_time(c->arena, web_of(r)->lang, report.undo_until, ctx_today(c)) };
    return web_render(r, w, "my_undo", (struct view){ undo_fields, &v });
}

enum err web_my_undo_do(struct ctx *c, struct req *r, struct resp *w)
{
    TRY(report_undo(c));
    web_cookie_session(r, AREA_MY, STR_NONE);
    web_done(r, "done.undone");
    return web_see_other(w, S("/report"));
}
