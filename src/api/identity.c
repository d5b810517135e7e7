/* identity.c - the reporter's name, verified by its custodian; the letter of commitment. */
#include "domain/commitment.h"
#include "domain/realname.h"

#include "api/frame.h"

enum err api_identity_claims(struct ctx *c, struct req *r, struct resp *w)
{
    struct realname_list l;

    TRY(realname_list(c, &l));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < l.n; i++) {
        const struct realname_claim *k = &l.items[i];
        json_open(&j, '{');
        api_id(c, &j, "id", k->report);
        json_ki64(&j, "body", k->org);
        api_day(&j, "received", k->received);
        api_day(&j, "due", k->due);
        json_kbool(&j, "begun", k->subproc != 0);
        json_ki64(&j, "tries", k->tries);
        json_ki64(&j, "tries_wanted", k->wanted);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return ERR_OK;
}

/* act: look (whom the report names; on record), tried, verified, failed, unreachable. */
enum err api_identity_claim(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "act", "way", "reason", NULL };
    struct report_identity who = { .name = STR_NONE };
    struct str act, way, reason;
    int64_t report;
    json_t *o;

    if (!id_read(c, req_param(r, S("id")), &report))
        return FAULT(&c->fault, ERR_NOT_FOUND, "realname.none", "no id");
    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "act", &act));
    TRY(api_str(c, o, "way", &way));
    TRY(api_str(c, o, "reason", &reason));
    if (str_empty(act)) {
        fault_field(&c->fault, "act", "form.required", 0);
        return ERR_INVALID;
    }
    if (str_eq(act, S("look")))
        TRY(realname_look(c, report, &who));
    else if (str_eq(act, S("tried")))
        TRY(realname_tried(c, report, way));
    else
        TRY(realname_decide(c, report, act, way, reason));
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    json_kstr(&j, "name", who.name);
    json_kstr(&j, "id_no", who.id_no);
    json_kstr(&j, "phone", who.phone);
    json_close(&j, '}');
    return ERR_OK;
}

enum err api_my_commitment_read(struct ctx *c, struct req *r, struct resp *w)
{
    struct commitment *l = arena_new_of(c->arena, struct commitment);

    TRY(commitment_read(c, l));
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    json_kstr(&j, "state", l->state);
    json_kbool(&j, "open", l->open);
    api_day(&j, "until", l->until);
    api_day(&j, "signed_own", l->signed_own);
    api_day(&j, "signed_body", l->signed_body);
    json_kstr(&j, "signer", l->signer);
    json_kbool(&j, "on_paper", l->on_paper);
    json_kstr(&j, "text", l->paper.text);
    json_kstr(&j, "hash", l->paper.hash);
    json_close(&j, '}');
    return ERR_OK;
}

/* agreed: true signs, false declines. */
enum err api_my_commitment(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "agreed", NULL };
    bool agreed = false;
    json_t *o;

    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    if (!json_object_get(o, "agreed")) {
        fault_field(&c->fault, "agreed", "form.required", 0);
        return ERR_INVALID;
    }
    TRY(api_bool(c, o, "agreed", &agreed));
    TRY(agreed ? commitment_sign(c, true) : commitment_decline(c));
    return api_my_commitment_read(c, r, w);
}
