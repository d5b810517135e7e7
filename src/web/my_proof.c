/*
 * my_proof.c - the reporter's own entries in the public log: where each stands, its receipt to
 * fetch with a warning, the promise until then, and proofs of what was left out.
 *
 * Source: log.md 2.2 (a receipt on a telephone proves that its owner reported), 2.3
 */
#include "i18n/i18n.h"
#include "web/log_words.h"

struct proof_row {
    struct str number, seq, day, what;
    bool published, waits, lost;
};
static const struct field row_fields[] = {
    F_STR(struct proof_row, number), F_STR(struct proof_row, seq), F_STR(struct proof_row, day),
    F_STR(struct proof_row, what),   F_BOOL(struct proof_row, published),
    F_BOOL(struct proof_row, waits), F_BOOL(struct proof_row, lost),
    F_END
};
struct step_row {
    struct str code, what, day;
    bool ready;
};
static const struct field step_fields[] = { F_STR(struct step_row, code),
                                            F_STR(struct step_row, what),
                                            F_STR(struct step_row, day),
                                            F_BOOL(struct step_row, ready), F_END };
struct proofs_view {
    struct list rows, steps;
    bool has_steps;
};
static const struct field proofs_fields[] = {
    F_LIST(struct proofs_view, rows, struct proof_row, row_fields),
    F_LIST(struct proofs_view, steps, struct step_row, step_fields),
    F_BOOL(struct proofs_view, has_steps), F_END
};
const struct page_view web_my_proofs_view = { "my_proofs", proofs_fields };

static struct proof_row row_of(struct ctx *c, struct req *r, const struct chain_leaf *l)
{
    struct proof_row v = {
        .number = i18n_number(c->arena, (int64_t)l->seq + 1),
        .seq = str_fmt(c->arena, "%u", (unsigned)l->seq),
        .day = i18n_day(c->arena, web_of(r)->lang, l->happened, ctx_today(c)),
        .what = log_event_text(r, l->kind),
        .published = l->place.state == LEAF_PUBLISHED,
        .waits = l->place.state == LEAF_WAITS || l->place.state == LEAF_UNSIGNED,
    };
    v.lost = !v.published && !v.waits;
    return v;
}

enum err web_my_proofs(struct ctx *c, struct req *r, struct resp *w)
{
    struct chain_leaves all;
    struct omission_steps steps;
    struct proofs_view v = { 0 };

    TRY(log_of_mine(c, &all));
    TRY(omission_steps(c, &steps));
    struct proof_row *rows = arena_array(c->arena, struct proof_row, all.n + 1);
    for (size_t i = 0; i < all.n; i++)
        rows[i] = row_of(c, r, &all.items[i]);
    struct step_row *owed = arena_array(c->arena, struct step_row, steps.n + 1);
    for (size_t i = 0; i < steps.n; i++)
        owed[i] = (struct step_row){
            steps.items[i].code, log_clock_text(r, steps.items[i].code),
            i18n_day(c->arena, web_of(r)->lang, steps.items[i].due, ctx_today(c)),
            steps.items[i].ready
        };
    v.rows = (struct list){ rows, all.n };
    v.steps = (struct list){ owed, steps.n };
    v.has_steps = steps.n > 0;
    web_of(r)->page.sub_progress = true;
    return web_render(r, w, "my_proofs", (struct view){ proofs_fields, &v });
}

/* ---- one of them ---- */

struct proof_view {
    struct proof_row row;
    struct str seq, index, promise;
    struct list meta;
    bool has_promise, has_words;
};
static const struct field proof_fields[] = {
    F_VIEW(struct proof_view, row, row_fields),
    F_STR(struct proof_view, seq),
    F_STR(struct proof_view, index),
    F_STR(struct proof_view, promise),
    F_LIST(struct proof_view, meta, struct meta_row, meta_row_fields),
    F_BOOL(struct proof_view, has_promise),
    F_BOOL(struct proof_view, has_words),
    F_END
};
const struct page_view web_my_proof_view = { "my_proof", proof_fields };

enum err web_my_proof(struct ctx *c, struct req *r, struct resp *w)
{
    struct chain_leaf l;
    struct proof_view v = { 0 };

    TRY(log_of_mine_at(c, req_param(r, S("seq")), &l));
    TRY(log_promise(c, &l, &v.promise));
    v.row = row_of(c, r, &l);
    v.seq = v.row.seq;
    v.index = log_number(r, l.place.index);
    v.meta = log_meta_rows(r, l.meta);
    v.has_promise = !str_absent(v.promise);
    v.has_words = l.has_body && l.body.n > 0;
    web_of(r)->page.sub_progress = true;
    return web_render(r, w, "my_proof", (struct view){ proof_fields, &v });
}

/* The name tells nothing but the number of the entry. */
static enum err send_proof(struct ctx *c, struct req *r, struct resp *w, bool words)
{
    struct chain_leaf l;
    struct str text;

    TRY(log_of_mine_at(c, req_param(r, S("seq")), &l));
    TRY(log_receipt(c, &l, words, &text));
    return log_send_file(c, w, str_fmt(c->arena, "%u.tlog-proof", (unsigned)l.seq), text);
}

enum err web_my_proof_file(struct ctx *c, struct req *r, struct resp *w)
{
    return send_proof(c, r, w, false);
}

enum err web_my_proof_words(struct ctx *c, struct req *r, struct resp *w)
{
    return send_proof(c, r, w, true);
}

enum err web_my_proof_promise(struct ctx *c, struct req *r, struct resp *w)
{
    struct chain_leaf l;
    struct str text;

    TRY(log_of_mine_at(c, req_param(r, S("seq")), &l));
    TRY(log_promise(c, &l, &text));
    if (str_absent(text))
        return FAULT(&c->fault, ERR_NOT_FOUND, "log.no_entry", "it waits no more");
    return log_send_file(c, w, S("promise.txt"), text);
}

enum err web_my_omission(struct ctx *c, struct req *r, struct resp *w)
{
    struct str text;

    TRY(omission_make(c, req_param(r, S("code")), &text));
    return log_send_file(c, w, S("omission.txt"), text);
}
