/* The receipt as JSON: how the idempotency row keeps the answer. */
#include <jansson.h>

#include "base/json.h"
#include "domain/report.h"

static void put(struct json *j, const char *name, struct str s)
{
    if (!str_absent(s))
        json_kstr(j, name, s);
}

struct str report_receipt_json(struct arena *a, const struct report_receipt *r)
{
    struct buf b = buf_new(a);
    struct json j = json_new(&b);

    json_open(&j, '{');
    put(&j, "report_no", r->report_no);
    put(&j, "check_code", r->check_code);
    put(&j, "one_time_password", r->one_time_password);
    put(&j, "shown", r->shown);
    put(&j, "reg_no", r->reg_no);
    put(&j, "org_name", r->org_name);
    json_ki64(&j, "stage", r->stage);
    json_ki64(&j, "matter", r->matter);
    json_kbool(&j, "sealed_up", r->sealed_up);
    json_key(&j, "due");
    json_open(&j, '[');
    for (size_t i = 0; i < r->due_count; i++) {
        json_open(&j, '{');
        json_kstr(&j, "code", r->due[i].code);
        json_kstr(&j, "date", day_format(a, r->due[i].date));
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return buf_str(&b);
}

static struct str text(struct ctx *c, const json_t *o, const char *name)
{
    const json_t *v = json_object_get(o, name);

    return json_is_string(v)
               ? str_dup(c->arena, str_bytes(json_string_value(v), json_string_length(v)))
               : STR_NONE;
}

static void read_all(struct ctx *c, const json_t *o, struct report_receipt *r)
{
    const json_t *due = json_object_get(o, "due");
    size_t n = json_array_size(due);

    r->report_no = text(c, o, "report_no");
    r->check_code = text(c, o, "check_code");
    r->one_time_password = text(c, o, "one_time_password");
    r->shown = text(c, o, "shown");
    r->reg_no = text(c, o, "reg_no");
    r->org_name = text(c, o, "org_name");
    r->stage = json_integer_value(json_object_get(o, "stage"));
    r->matter = json_integer_value(json_object_get(o, "matter"));
    r->sealed_up = json_is_true(json_object_get(o, "sealed_up"));
    for (size_t i = 0; i < n && i < REPORT_DUES_MAX; i++) {
        const json_t *d = json_array_get(due, i);
        struct report_due *at = &r->due[r->due_count++];
        at->code = text(c, d, "code");
        if (!day_parse(text(c, d, "date"), &at->date))
            at->date = DAY_NONE;
    }
}

enum err report_receipt_read(struct ctx *c, struct str json, struct report_receipt *ret)
{
    struct report_receipt r = { 0 };
    json_error_t error;
    json_t *o = json_loadb(json.p, json.n, 0, &error);

    if (!o)
        return FAULT(&c->fault, ERR_STORE, "idempotency.broken", "an answer does not read");
    read_all(c, o, &r);
    json_decref(o);
    *ret = r;
    return ERR_OK;
}
