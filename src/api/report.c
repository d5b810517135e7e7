/* report.c - a report handed in over the API, by the reporter or at the desk. */
#include "domain/report.h"
#include "api/frame.h"
#include "domain/log_proof.h"

struct intake_job {
    struct report_intake in;
};

/* The desk's answer has three members more than the reporter's. */
static enum err write_receipt(struct ctx *c, struct req *r, struct resp *w,
                              const struct report_receipt *p, bool desk)
{
    struct str promise;
    TRY(log_promise_of_new(c, p->check_code, &promise));
    struct json j = api_json(r, w, 201);
    json_open(&j, '{');
    if (desk) {
        api_id(c, &j, "id", p->matter);
        json_kstr(&j, "reg_no", p->reg_no);
        json_kstr(&j, "one_time_password", p->one_time_password);
    }
    json_kstr(&j, "report_no", p->report_no);
    json_kstr(&j, "check_code", p->check_code);
    json_kstr(&j, "shown", api_text(r, p->shown));
    json_ki64(&j, "stage", p->stage);
    json_kstr(&j, "office", p->org_name);
    json_key(&j, "due");
    json_open(&j, '[');
    for (size_t i = 0; i < p->due_count; i++) {
        json_open(&j, '{');
        json_kstr(&j, "code", p->due[i].code);
        api_day(&j, "date", p->due[i].date);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_kstr(&j, "receipt", promise); /* the proof follows: GET /my/proofs/0 */
    json_close(&j, '}');
    return ERR_OK;
}

static enum err prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    struct intake_job *job = arena_new_of(c->arena, struct intake_job);
    api_of(r)->own = job;
    TRY(report_form_read(c, r->body, &job->in.form));
    job->in.idempotency_key = api_idempotency_key(r);
    TRY(report_intake_prepare(c, &job->in));
    if (!job->in.answered)
        *ret = (struct http_job){ HTTP_LANE_REPORTER, password_run, &job->in.job };
    return ERR_OK;
}

static enum err finish(struct ctx *c, struct req *r, struct resp *w, bool desk)
{
    struct intake_job *job = (struct intake_job *)api_of(r)->own;
    struct report_receipt receipt = { 0 };
    TRY(report_intake_finish(c, &job->in, &receipt));
    return write_receipt(c, r, w, &receipt, desk);
}

enum err api_report_make_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    return prepare(c, r, ret);
}

enum err api_report_make(struct ctx *c, struct req *r, struct resp *w)
{
    return finish(c, r, w, false);
}

enum err api_matter_make_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    return prepare(c, r, ret);
}

enum err api_matter_make(struct ctx *c, struct req *r, struct resp *w)
{
    return finish(c, r, w, true);
}

/* The clerk's ten minutes. */
enum err api_matter_undo(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t id;

    if (!id_read(c, req_param(r, S("id")), &id))
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "no id");
    TRY(report_undo_entry(c, id));
    w->status = 204;
    return ERR_OK;
}
