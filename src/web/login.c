/*
 * login.c - in and out for reporters and officers, and the change of a password.
 *
 * The hash runs in a lane between prepare and handle; a wrong number costs the same as a wrong
 * password and gets the same words (design 7.2).
 */
#include "base/utf8.h"
#include "domain/access.h"
#include "domain/officer.h"
#include "web/desk.h"

struct login_view {
    struct input report_no, work_no, password, new_password;
    struct str note;
    bool first; /* a one-time password: a new one has to be set before anything else */
};
static const struct field login_fields[] = { F_VIEW(struct login_view, report_no, input_fields),
                                             F_VIEW(struct login_view, work_no, input_fields),
                                             F_VIEW(struct login_view, password, input_fields),
                                             F_VIEW(struct login_view, new_password, input_fields),
                                             F_STR(struct login_view, note),
                                             F_BOOL(struct login_view, first),
                                             F_END };
const struct page_view web_my_login_view = { "my_login", login_fields };
const struct page_view web_desk_login_view = { "desk_login", login_fields };
const struct page_view web_my_password_view = { "my_password", login_fields };
const struct page_view web_desk_password_view = { "desk_password", login_fields };

static struct login_view view_of(struct ctx *c, struct req *r)
{
    struct login_view v = {
        .report_no = web_input(c, r, "report_no", STR_NONE),
        .work_no = web_input(c, r, "work_no", STR_NONE),
        .password = web_input(c, r, "password", STR_NONE),
        .new_password = web_input(c, r, "new_password", STR_NONE),
        .first = c->actor->must_change_password,
    };
    /* a password never comes back in a page */
    v.password.value = v.new_password.value = STR_NONE;
    return v;
}

enum err web_login_page(struct ctx *c, struct req *r, struct resp *w, const char *name,
                        const char *note_key)
{
    struct login_view v = view_of(c, r);
    web_of(r)->page.title =
        web_text(r, strcmp(name, "my_login") == 0 ? "title.my_login" : "title.desk_login");
    if (note_key)
        v.note = web_text(r, note_key);
    if (note_key && r->method == HTTP_POST)
        w->status = 401;
    return web_render(r, w, name, (struct view){ login_fields, &v });
}

static enum err login_again(struct ctx *c, struct req *r, struct resp *w, const char *name)
{
    struct login_view v = view_of(c, r);
    return web_form_again(c, r, w, name, (struct view){ login_fields, &v });
}

/* Two hashes one after another in one place of the lane (old and new password). */
struct two_jobs {
    struct password_job one, two;
    bool both;
};

static void run_two(void *arg)
{
    struct two_jobs *j = (struct two_jobs *)arg;
    password_run(&j->one);
    if (j->both)
        password_run(&j->two);
}

static struct two_jobs *jobs_new(struct req *r, struct http_job *ret, enum http_lane lane)
{
    struct two_jobs *j = arena_new_of(r->ctx->arena, struct two_jobs);
    web_of(r)->own = j;
    *ret = (struct http_job){ lane, run_two, j };
    return j;
}

/* ---- reporters ---- */

enum err web_my_login(struct ctx *c, struct req *r, struct resp *w)
{
    return c->actor->kind == ACTOR_REPORTER ? web_see_other(w, S("/my"))
                                            : web_login_page(c, r, w, "my_login", NULL);
}

enum err web_my_login_do_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    struct two_jobs *j = jobs_new(r, ret, HTTP_LANE_REPORTER);
    return access_login_prepare(c, req_form(r, S("report_no")), req_form(r, S("password")),
                                &j->one);
}

enum err web_my_login_do(struct ctx *c, struct req *r, struct resp *w)
{
    struct two_jobs *j = (struct two_jobs *)web_of(r)->own;
    struct str cookie = STR_NONE;
    if (web_of(r)->prepare_failed ||
        access_login_finish(c, req_form(r, S("report_no")), &j->one, &cookie) != ERR_OK)
        return login_again(c, r, w, "my_login");
    web_cookie_session(r, AREA_MY, cookie);
    return web_see_other(w, web_resume_waits(r) ? S("/my/resume") : S("/my"));
}

enum err web_my_logout(struct ctx *c, struct req *r, struct resp *w)
{
    TRY(session_end(c, web_of(r)->session_cookie));
    web_cookie_session(r, AREA_MY, STR_NONE);
    resp_header(w, S("Clear-Site-Data"), S("\"cache\", \"storage\""));
    web_done(r, "done.logged_out");
    return web_see_other(w, S("/my/login"));
}

enum err web_my_password(struct ctx *c, struct req *r, struct resp *w)
{
    struct login_view v = view_of(c, r);
    web_of(r)->page.sub_safety = true;
    return web_render(r, w, "my_password", (struct view){ login_fields, &v });
}

enum err web_my_password_set_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    struct two_jobs *j = jobs_new(r, ret, HTTP_LANE_REPORTER);
    struct str old = STR_NONE, fresh = STR_NONE;
    TRY(access_password_check(c, req_form(r, S("new_password")), "new_password", &fresh));
    TRY(attempt_check(c, c->actor->report_no));
    if (!utf8_nfkc(c->arena, req_form(r, S("password")), &old) || old.n == 0) {
        fault_field(&c->fault, "password", "password.old_missing", 0);
        return c->fault.err;
    }
    access_job(c, c->actor->report_no, old, &j->one);
    access_job(c, c->actor->report_no, fresh, &j->two);
    j->both = true;
    return ERR_OK;
}

enum err web_my_password_set(struct ctx *c, struct req *r, struct resp *w)
{
    struct two_jobs *j = (struct two_jobs *)web_of(r)->own;
    if (web_of(r)->prepare_failed || access_change(c, &j->one.out, &j->two.out) != ERR_OK)
        return login_again(c, r, w, "my_password");
    web_done(r, "done.password");
    return web_see_other(w, S("/my"));
}

/* ---- officers ---- */

enum err web_desk_login(struct ctx *c, struct req *r, struct resp *w)
{
    return c->actor->kind == ACTOR_OFFICER ? web_see_other(w, S("/desk"))
                                           : web_login_page(c, r, w, "desk_login", NULL);
}

enum err web_desk_login_do_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    struct two_jobs *j = jobs_new(r, ret, HTTP_LANE_OFFICER);
    return officer_login_prepare(c, req_form(r, S("work_no")), req_form(r, S("password")), &j->one);
}

enum err web_desk_login_do(struct ctx *c, struct req *r, struct resp *w)
{
    struct two_jobs *j = (struct two_jobs *)web_of(r)->own;
    struct str cookie = STR_NONE;
    if (web_of(r)->prepare_failed ||
        officer_login_finish(c, req_form(r, S("work_no")), &j->one, &cookie) != ERR_OK)
        return login_again(c, r, w, "desk_login");
    web_cookie_session(r, AREA_DESK, cookie);
    return web_see_other(w, web_resume_waits(r) ? S("/desk/resume") : S("/desk"));
}

enum err web_desk_logout(struct ctx *c, struct req *r, struct resp *w)
{
    TRY(slips_drop(c, r));
    TRY(session_end(c, web_of(r)->session_cookie));
    web_cookie_session(r, AREA_DESK, STR_NONE);
    resp_header(w, S("Clear-Site-Data"), S("\"cache\", \"storage\""));
    web_done(r, "done.logged_out");
    return web_see_other(w, S("/desk/login"));
}

enum err web_desk_password(struct ctx *c, struct req *r, struct resp *w)
{
    struct login_view v = view_of(c, r);
    return web_render(r, w, "desk_password", (struct view){ login_fields, &v });
}

enum err web_desk_password_set_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    struct two_jobs *j = jobs_new(r, ret, HTTP_LANE_OFFICER);
    TRY(officer_password_prepare(c, req_form(r, S("new_password")), &j->two));
    TRY(officer_login_prepare(c, c->actor->work_no, req_form(r, S("password")), &j->one));
    j->both = true;
    return ERR_OK;
}

enum err web_desk_password_set(struct ctx *c, struct req *r, struct resp *w)
{
    struct two_jobs *j = (struct two_jobs *)web_of(r)->own;
    if (web_of(r)->prepare_failed || officer_password_change(c, &j->one, &j->two) != ERR_OK)
        return login_again(c, r, w, "desk_password");
    web_done(r, "done.password");
    return web_see_other(w, S("/desk"));
}
