/* desk_claims.c - names that wait to be verified, on the identity custodian's page. */
#include "domain/realname.h"
#include "domain/words.h"
#include "i18n/i18n.h"
#include "web/desk_matter.h"

struct claim_row {
    struct str report, received, due, name, id_no, phone, title;
    int64_t tries;
    bool begun, opened, may_give_up, tried_today;
    struct list ways, reasons;
};
static const struct field claim_fields[] = {
    F_STR(struct claim_row, report),
    F_STR(struct claim_row, received),
    F_STR(struct claim_row, due),
    F_STR(struct claim_row, name),
    F_STR(struct claim_row, id_no),
    F_STR(struct claim_row, phone),
    F_INT(struct claim_row, tries),
    F_BOOL(struct claim_row, begun),
    F_BOOL(struct claim_row, opened),
    F_BOOL(struct claim_row, may_give_up),
    F_BOOL(struct claim_row, tried_today),
    F_LIST(struct claim_row, ways, struct choice, choice_fields),
    F_LIST(struct claim_row, reasons, struct choice, choice_fields),
    F_END
};
struct claims_view {
    struct list rows;
};
static const struct field claims_fields[] = {
    F_LIST(struct claims_view, rows, struct claim_row, claim_fields), F_END
};
const struct page_view web_desk_claims_view = { "desk_claims", claims_fields };

/* The options of a field of the result, the first one chosen. */
static struct list options_of(struct ctx *c, struct req *r, const char *name)
{
    const struct move *m = procedure_move(c->app->procedure, S("RN4"));

    for (size_t i = 0; m && i < m->field_count; i++) {
        const struct form_field *f = &m->fields[i];
        if (!str_eq(f->name, str_of(name)))
            continue;
        struct choice *items = arena_array(c->arena, struct choice, f->options.n + 1);
        for (size_t k = 0; k < f->options.n; k++) {
            struct str key = word_option_key(c->arena, f->name, f->options.items[k]);
            items[k] =
                (struct choice){ f->options.items[k], web_text(r, str_z(c->arena, key)), k == 0 };
        }
        return (struct list){ items, f->options.n };
    }
    return (struct list){ NULL, 0 };
}

static struct claim_row row_of(struct ctx *c, struct req *r, const struct realname_claim *k)
{
    int lang = web_of(r)->lang;

    return (struct claim_row){
        .report = id_text(c, k->report),
        .received = i18n_day(c->arena, lang, k->received, ctx_today(c)),
        .due = day_absent(k->due) ? STR_NONE : i18n_day(c->arena, lang, k->due, ctx_today(c)),
        .tries = k->tries,
        .begun = k->subproc != 0,
        .may_give_up = k->tries >= k->wanted,
        .tried_today = k->tried_today,
        .ways = options_of(c, r, "rn_way"),
        .reasons = options_of(c, r, "rn_reason"),
    };
}

/* opened: the report whose name was just opened; 0 none. again: after a mistake. */
static enum err page(struct ctx *c, struct req *r, struct resp *w, int64_t opened,
                     const struct report_identity *who, bool again)
{
    struct realname_list l;

    struct fault before = c->fault;
    TRY(realname_list(c, &l));
    c->fault = before;
    struct claim_row *rows = arena_array(c->arena, struct claim_row, l.n + 1);
    for (size_t i = 0; i < l.n; i++) {
        rows[i] = row_of(c, r, &l.items[i]);
        if (!who || l.items[i].report != opened)
            continue;
        rows[i].opened = true;
        rows[i].name = who->name;
        rows[i].id_no = who->id_no;
        rows[i].phone = who->phone;
    }
    struct claims_view v = { { rows, l.n } };
    web_of(r)->page.title = web_text(r, "realname.title");
    return web_form_page(c, r, w, again, "desk_claims", (struct view){ claims_fields, &v });
}

enum err web_desk_claims(struct ctx *c, struct req *r, struct resp *w)
{
    return page(c, r, w, 0, NULL, false);
}

/* What was opened is the answer itself: it stands at no address. */
enum err web_desk_claims_do(struct ctx *c, struct req *r, struct resp *w)
{
    struct str act = req_form(r, S("act")), way = req_form(r, S("rn_way"));
    struct report_identity who;
    int64_t report;
    enum err e;

    if (!id_read(c, req_form(r, S("report")), &report))
        return FAULT(&c->fault, ERR_NOT_FOUND, "realname.none", "no id");
    if (str_eq(act, S("look"))) {
        TRY(realname_look(c, report, &who));
        return page(c, r, w, report, &who, false);
    }
    if (str_eq(act, S("tried")))
        e = realname_tried(c, report, way);
    else
        e = realname_decide(c, report, act, str_eq(act, S("unreachable")) ? STR_NONE : way,
                            str_eq(act, S("failed")) ? req_form(r, S("rn_reason")) : STR_NONE);
    if (e == ERR_INVALID)
        return page(c, r, w, 0, NULL, true);
    TRY(e);
    web_done(r, T_KEY("done.realname"));
    return web_see_other(w, S("/desk/names"));
}
