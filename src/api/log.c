/* log.c - the public log: the reporter's receipts, and checks of what anybody brings. */
#include "api/frame.h"
#include "domain/log_omission.h"

static const char *state_name(enum leaf_state s)
{
    static const char *const names[] = { [LEAF_LOST] = "LOST",
                                         [LEAF_WAITS] = "WAITING",
                                         [LEAF_UNSIGNED] = "NUMBERED",
                                         [LEAF_PUBLISHED] = "PUBLISHED" };
    return names[s];
}

/* An index only where there is one. */
static void write_place(struct json *j, const struct leaf_place *p)
{
    json_kstr(j, "state", str_of(state_name(p->state)));
    json_key(j, "index");
    if (p->state == LEAF_PUBLISHED || p->state == LEAF_UNSIGNED)
        json_i64(j, (int64_t)p->index);
    else
        json_none(j);
}

static enum err write_witnesses(struct ctx *c, struct json *j)
{
    struct log_witnesses *all = arena_new_of(c->arena, struct log_witnesses);
    int64_t quorum;

    TRY(log_witness_list(c, all));
    TRY(log_quorum(c, &quorum, NULL));
    json_ki64(j, "quorum", quorum);
    json_key(j, "witnesses");
    json_open(j, '[');
    for (size_t i = 0; i < all->n; i++) {
        const struct log_witness *w = &all->items[i];
        json_open(j, '{');
        json_kstr(j, "name", w->key.name);
        json_kstr(j, "vkey", note_key_text(c->arena, &w->key));
        json_kstr(j, "status", w->status);
        json_ki64(j, "seen", w->seen);
        json_key(j, "signed");
        json_str(j, w->signed_at.ms ? instant_format(c->arena, w->signed_at) : STR_NONE);
        json_close(j, '}');
    }
    json_close(j, ']');
    return ERR_OK;
}

enum err api_log_show(struct ctx *c, struct req *r, struct resp *w)
{
    struct note_key k, promise;
    struct str policy, note;
    uint64_t size = 0;

    TRY(public_log_key(c, &k));
    TRY(log_promise_key(c, &promise));
    TRY(log_policy_text(c, &policy));
    enum err e = public_log_checkpoint(c, &note, &size);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    fault_clear(&c->fault);
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    json_kstr(&j, "origin", k.name);
    json_kstr(&j, "vkey", note_key_text(c->arena, &k));
    json_kstr(&j, "promise_vkey", note_key_text(c->arena, &promise));
    json_ki64(&j, "size", (int64_t)size);
    json_kstr(&j, "checkpoint", e == ERR_OK ? note : STR_NONE);
    json_kstr(&j, "policy", policy);
    TRY(write_witnesses(c, &j));
    json_close(&j, '}');
    return ERR_OK;
}

/* ---- the reporter's own ---- */

enum err api_my_proofs(struct ctx *c, struct req *r, struct resp *w)
{
    struct chain_leaves all;

    TRY(log_of_mine(c, &all));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < all.n; i++) {
        const struct chain_leaf *l = &all.items[i];
        json_open(&j, '{');
        json_ki64(&j, "seq", l->seq);
        json_kstr(&j, "kind", l->kind);
        api_day(&j, "happened", l->happened);
        write_place(&j, &l->place);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    api_etag(r, w);
    return ERR_OK;
}

enum err api_my_proof(struct ctx *c, struct req *r, struct resp *w)
{
    struct chain_leaf l;
    struct str promise, proof = STR_NONE;
    bool words = str_eq(req_query(r, S("words")), S("1"));

    TRY(log_of_mine_at(c, req_param(r, S("seq")), &l));
    TRY(log_promise(c, &l, &promise));
    if (l.place.state == LEAF_PUBLISHED)
        TRY(log_receipt(c, &l, words, &proof));
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    json_ki64(&j, "seq", l.seq);
    json_kstr(&j, "kind", l.kind);
    api_day(&j, "happened", l.happened);
    write_place(&j, &l.place);
    json_kstr(&j, "promise", promise);
    json_kstr(&j, "proof", proof);
    json_close(&j, '}');
    return ERR_OK;
}

enum err api_my_omission(struct ctx *c, struct req *r, struct resp *w)
{
    struct str text;

    TRY(omission_make(c, req_param(r, S("code")), &text));
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    json_kstr(&j, "omission", text);
    json_close(&j, '}');
    return ERR_OK;
}

/* ---- checks ---- */

/* "judge.altered" → "altered" */
static void write_verdict(struct req *r, struct json *j, const char *key, bool proven)
{
    struct str name = str_of(key), all = name;

    (void)str_cut(&name, '.');
    json_kbool(j, "proven", proven);
    json_kstr(j, "verdict", name);
    json_kstr(j, "text", api_text(r, all));
}

enum err api_log_check(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "receipt", "policy", NULL };
    struct log_checked *k = arena_new_of(c->arena, struct log_checked);
    struct str receipt, policy;
    json_t *o;

    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "receipt", &receipt));
    TRY(api_str(c, o, "policy", &policy));
    TRY(log_check_receipt(c, receipt, policy, k));
    bool proven = k->verdict == JUDGE_PROVEN;
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    write_verdict(r, &j, judge_key(k->verdict), proven);
    json_ki64(&j, "published", (int64_t)k->published);
    json_kstr(&j, "origin", judge_is_receipt(k->verdict) ? k->j.head.origin : STR_NONE);
    json_key(&j, "index");
    if (proven)
        json_i64(&j, (int64_t)k->j.receipt.index);
    else
        json_none(&j);
    json_kstr(&j, "meta", proven && k->j.opened.r_m ? k->j.opened.meta : STR_NONE);
    json_kstr(&j, "body", proven && k->j.opened.r_b ? k->j.opened.body : STR_NONE);
    json_key(&j, "seen");
    json_open(&j, '[');
    for (size_t i = 0; i < k->seen_count; i++) {
        json_open(&j, '{');
        json_kstr(&j, "witness", k->seen[i].name);
        api_time(c, &j, "at", k->seen[i].at);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return ERR_OK;
}

enum err api_log_find(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "check_code", "report_no", NULL };
    struct str code, number;
    struct log_found f;
    json_t *o;

    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "check_code", &code));
    TRY(api_str(c, o, "report_no", &number));
    TRY(log_find(c, number, code, &f));
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    json_ki64(&j, "published", (int64_t)f.published);
    json_ki64(&j, "missing", f.missing);
    json_key(&j, "entries");
    json_open(&j, '[');
    for (size_t i = 0; i < f.n; i++) {
        json_open(&j, '{');
        json_ki64(&j, "seq", f.items[i].seq);
        write_place(&j, &f.items[i].place);
        json_kbool(&j, "proven", f.items[i].proven);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    return ERR_OK;
}

enum err api_log_omission(struct ctx *c, struct req *r, struct resp *w)
{
    static const char *const names[] = { "omission", NULL };
    struct omission_checked k;
    struct str text;
    json_t *o;

    TRY(api_body(c, r, &o));
    TRY(api_only(c, o, names));
    TRY(api_str(c, o, "omission", &text));
    TRY(omission_check(c, text, &k));
    bool shown = k.verdict == OMISSION_SHOWN;
    struct json j = api_json(r, w, 200);
    json_open(&j, '{');
    write_verdict(r, &j, omission_key(k.verdict), shown);
    json_ki64(&j, "published", (int64_t)k.published);
    json_kstr(&j, "step", omission_is_file(k.verdict) ? k.o->step : STR_NONE);
    api_day(&j, "due", shown ? k.o->due : DAY_NONE);
    json_close(&j, '}');
    return ERR_OK;
}
