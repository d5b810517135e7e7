/* session.c - log-ins of reporters and officers, and the change of a password. */
#include "api/frame.h"
#include "domain/access.h"
#include "domain/officer.h"

struct login_job {
    struct str who;
    struct password_job one, two;
    bool both;
};

static void run_jobs(void *arg)
{
    struct login_job *j = (struct login_job *)arg;
    password_run(&j->one);
    if (j->both)
        password_run(&j->two);
}

static struct login_job *job_new(struct req *r)
{
    struct login_job *j = arena_new_of(r->ctx->arena, struct login_job);
    api_of(r)->own = j;
    return j;
}

static enum err answer(struct ctx *c, struct req *r, struct resp *w, struct str token)
{
    struct json j = api_json(r, w, 201);
    json_open(&j, '{');
    json_kstr(&j, "token", token);
    json_kbool(&j, "must_change_password", c->actor->must_change_password);
    json_close(&j, '}');
    return ERR_OK;
}

enum err api_my_login_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    static const char *const names[] = { "report_no", "password", NULL };
    struct login_job *j = job_new(r);
    struct str password;
    json_t *o;
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "report_no", &j->who));
    TRY(api_str(c, o, "password", &password));
    TRY(access_login_prepare(c, j->who, password, &j->one));
    *ret = (struct http_job){ HTTP_LANE_REPORTER, run_jobs, j };
    return ERR_OK;
}

enum err api_my_login(struct ctx *c, struct req *r, struct resp *w)
{
    struct login_job *j = (struct login_job *)api_of(r)->own;
    struct str token;
    TRY(access_login_finish(c, j->who, &j->one, &token));
    return answer(c, r, w, token);
}

enum err api_session_end(struct ctx *c, struct req *r, struct resp *w)
{
    TRY(session_end(c, api_of(r)->bearer));
    w->status = 204;
    return ERR_OK;
}

enum err api_officer_logout(struct ctx *c, struct req *r, struct resp *w)
{
    return api_session_end(c, r, w);
}

enum err api_officer_login_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    static const char *const names[] = { "work_no", "password", "otp", NULL };
    struct login_job *j = job_new(r);
    struct str password;
    json_t *o;
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "work_no", &j->who));
    TRY(api_str(c, o, "password", &password));
    TRY(officer_login_prepare(c, j->who, password, &j->one));
    *ret = (struct http_job){ HTTP_LANE_OFFICER, run_jobs, j };
    return ERR_OK;
}

enum err api_officer_login(struct ctx *c, struct req *r, struct resp *w)
{
    struct login_job *j = (struct login_job *)api_of(r)->own;
    struct str token;
    TRY(officer_login_finish(c, j->who, &j->one, &token));
    return answer(c, r, w, token);
}

static enum err read_passwords(struct ctx *c, struct req *r, struct str *old, struct str *fresh)
{
    static const char *const names[] = { "password", "new_password", NULL };
    json_t *o;
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "password", old));
    return api_str(c, o, "new_password", fresh);
}

enum err api_my_password_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    struct login_job *j = job_new(r);
    struct str old, fresh, nfkc;
    TRY(read_passwords(c, r, &old, &fresh));
    TRY(access_password_check(c, fresh, "new_password", &nfkc));
    TRY(access_login_prepare(c, c->actor->report_no, old, &j->one));
    access_job(c, c->actor->report_no, nfkc, &j->two);
    j->both = true;
    *ret = (struct http_job){ HTTP_LANE_REPORTER, run_jobs, j };
    return ERR_OK;
}

enum err api_my_password(struct ctx *c, struct req *r, struct resp *w)
{
    struct login_job *j = (struct login_job *)api_of(r)->own;
    TRY(access_change(c, &j->one.out, &j->two.out));
    w->status = 204;
    return ERR_OK;
}

enum err api_officer_password_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    struct login_job *j = job_new(r);
    struct str old, fresh;
    TRY(read_passwords(c, r, &old, &fresh));
    TRY(officer_password_prepare(c, fresh, &j->two));
    TRY(officer_login_prepare(c, c->actor->work_no, old, &j->one));
    j->both = true;
    *ret = (struct http_job){ HTTP_LANE_OFFICER, run_jobs, j };
    return ERR_OK;
}

enum err api_officer_password(struct ctx *c, struct req *r, struct resp *w)
{
    struct login_job *j = (struct login_job *)api_of(r)->own;
    TRY(officer_password_change(c, &j->one, &j->two));
    w->status = 204;
    return ERR_OK;
}
