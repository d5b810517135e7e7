/* my_commitment.c - the two-way letter: read, signed or not by the reporter, and his copy of it. */
#include "domain/commitment.h"
#include "i18n/i18n.h"
#include "web/frame.h"

struct clause_row {
    struct str text;
    bool heading;
};
struct commitment_view {
    struct list clauses;
    struct str until, own, body, signer, agreed_error;
    bool open, both, declined, lapsed, on_paper;
};
static const struct field clause_fields[] = { F_STR(struct clause_row, text),
                                              F_BOOL(struct clause_row, heading), F_END };
static const struct field commitment_fields[] = { F_LIST(struct commitment_view, clauses,
                                                         struct clause_row, clause_fields),
                                                  F_STR(struct commitment_view, until),
                                                  F_STR(struct commitment_view, own),
                                                  F_STR(struct commitment_view, body),
                                                  F_STR(struct commitment_view, signer),
                                                  F_STR(struct commitment_view, agreed_error),
                                                  F_BOOL(struct commitment_view, open),
                                                  F_BOOL(struct commitment_view, both),
                                                  F_BOOL(struct commitment_view, declined),
                                                  F_BOOL(struct commitment_view, lapsed),
                                                  F_BOOL(struct commitment_view, on_paper),
                                                  F_END };
const struct page_view web_my_commitment_view = { "my_commitment", commitment_fields };

/* The letter as it was delivered, word for word. */
static struct list clauses_of(struct ctx *c, const struct document_view *d)
{
    struct clause_row *rows = arena_array(c->arena, struct clause_row, d->line_count + 1);

    for (size_t i = 0; i < d->line_count; i++)
        rows[i] = (struct clause_row){ d->lines[i].text, d->lines[i].mark == DOCUMENT_TITLE };
    return (struct list){ rows, d->line_count };
}

static struct str day_of_page(struct ctx *c, struct req *r, struct day d)
{
    return day_absent(d) ? STR_NONE : i18n_day_full(c->arena, web_of(r)->lang, d);
}

static enum err page(struct ctx *c, struct req *r, struct resp *w, bool again)
{
    struct fault before = c->fault;
    struct commitment *l = arena_new_of(c->arena, struct commitment);

    TRY(commitment_read(c, l));
    if (str_absent(l->state))
        return FAULT(&c->fault, ERR_CONFLICT, "commitment.none", "no letter");
    c->fault = before;
    struct commitment_view v = {
        .clauses = clauses_of(c, &l->paper),
        .until = day_of_page(c, r, l->until),
        .own = day_of_page(c, r, l->signed_own),
        .body = day_of_page(c, r, l->signed_body),
        .signer = l->signer,
        .agreed_error = again ? web_input(c, r, "agreed", STR_NONE).error : STR_NONE,
        .open = l->open,
        .both = str_eq(l->state, S("CL_SIGNED_BOTH")),
        .declined = str_eq(l->state, S("CL_DECLINED")),
        .lapsed = str_eq(l->state, S("CL_LAPSED")),
        .on_paper = l->on_paper,
    };
    web_of(r)->page.title = web_text(r, "commitment.title");
    web_of(r)->page.sub_progress = true;
    return web_form_page(c, r, w, again, "my_commitment", (struct view){ commitment_fields, &v });
}

enum err web_my_commitment(struct ctx *c, struct req *r, struct resp *w)
{
    return page(c, r, w, false);
}

enum err web_my_commitment_do(struct ctx *c, struct req *r, struct resp *w)
{
    bool no = str_eq(req_form(r, S("act")), S("decline"));
    enum err e =
        no ? commitment_decline(c) : commitment_sign(c, str_eq(req_form(r, S("agreed")), S("1")));

    if (e == ERR_INVALID)
        return page(c, r, w, true);
    TRY(e);
    web_done(r, no ? T_KEY("done.commitment_declined") : T_KEY("done.commitment_signed"));
    return web_see_other(w, S("/my/commitment"));
}
