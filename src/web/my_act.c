/*
 * my_act.c - what a reporter may do at a step: one page with a text, one domain call.
 *
 * All of them look alike, so they are rows of one table; words under my.<act>.* of the catalogue.
 */
#include "domain/app.h"
#include "domain/mine.h"
#include "domain/id.h"
#include "domain/move.h"
#include "domain/panel.h"
#include "domain/review.h"
#include "domain/words.h"
#include "i18n/i18n.h"
#include "web/frame.h"

struct act {
    const char *name;
    enum mine_action action;
    const char *move;   /* NULL: a complaint, which is no move; or the domain chooses it */
    const char *field;  /* of the move; NULL: asks nothing */
    bool evidence;      /* asks whether there is something new */
    const char *choice; /* another field of the move, chosen from its options; NULL: none */
};
static const struct act supplement = { "supplement", MINE_SUPPLEMENT, "T06", "text", false };
static const struct act objection = { "objection", MINE_OBJECTION, "T32", "text", true };
static const struct act complaint = { "complaint", MINE_COMPLAINT, NULL, "text", false };
static const struct act withdrawal = { "withdrawal", MINE_WITHDRAWAL, "T43", "reason", false };
static const struct act hearing = { "hearing", MINE_HEARING, "HR1", "text", false, "hearing_form" };
static const struct act protect = { "protect", MINE_PROTECT, "PR1", "text", false, "harm" };
static const struct act veto = { "veto", MINE_VETO, "MR2", "text", false, NULL };
static const struct act confirm = { "confirm", MINE_CONFIRM, "T42", NULL, false };

static const struct act review = { "review", MINE_REVIEW, NULL, "text", false, NULL };
static const struct act settled = { "settled", MINE_SETTLED, "T42s", NULL, false, NULL };

struct act_view {
    struct str act, act_href;
    bool asks, evidence;
    struct input text, new_evidence;
    struct str choice, choice_label, choice_error;
    struct list choices;
};
static const struct field act_fields[] = { F_STR(struct act_view, act),
                                           F_STR(struct act_view, act_href),
                                           F_BOOL(struct act_view, asks),
                                           F_BOOL(struct act_view, evidence),
                                           F_VIEW(struct act_view, text, input_fields),
                                           F_VIEW(struct act_view, new_evidence, input_fields),
                                           F_STR(struct act_view, choice),
                                           F_STR(struct act_view, choice_label),
                                           F_STR(struct act_view, choice_error),
                                           F_LIST(struct act_view, choices, struct choice,
                                                  choice_fields),
                                           F_END };
const struct page_view web_my_act_view = { "my_act", act_fields };

/* The options of the rules, as on the desk. */
static void put_choice(struct ctx *c, struct req *r, const struct act *a, struct act_view *v)
{
    const struct move *m = procedure_move(c->app->procedure, str_of(a->move));
    struct str name = str_of(a->choice), now = req_form(r, name);

    for (size_t i = 0; m && i < m->field_count; i++) {
        const struct form_field *f = &m->fields[i];
        if (!str_eq(f->name, name))
            continue;
        struct choice *items = arena_array(c->arena, struct choice, f->options.n + 1);
        for (size_t k = 0; k < f->options.n; k++) {
            struct str value = f->options.items[k];
            struct str key = word_option_key(c->arena, name, value);
            items[k] =
                (struct choice){ value, web_text(r, str_z(c->arena, key)), str_eq(value, now) };
        }
        v->choices = (struct list){ items, f->options.n };
    }
    v->choice = name;
    v->choice_label = web_text(r, str_z(c->arena, word_key(c->arena, WORD_FIELD, name)));
    v->choice_error = web_input(c, r, a->choice, STR_NONE).error;
}

/* Who is to be refused, when several were invited. */
static enum err put_representatives(struct ctx *c, struct req *r, struct act_view *v)
{
    struct panel_seat_list l;
    struct str now = req_form(r, S("representative"));

    TRY(panel_of_reporter(c, &l));
    struct choice *items = arena_array(c->arena, struct choice, l.n + 1);
    for (size_t i = 0; i < l.n; i++) {
        struct str id = id_text(c, l.items[i].subproc);
        items[i] = (struct choice){ id,
                                    str_fmt(c->arena, "%.*s（%.*s）", STR_ARG(l.items[i].name),
                                            STR_ARG(l.items[i].unit)),
                                    l.n == 1 || str_eq(id, now) };
    }
    v->choices = (struct list){ items, l.n };
    v->choice = S("representative");
    v->choice_label = web_text(r, "my.act.veto.who");
    v->choice_error = web_input(c, r, "representative", STR_NONE).error;
    return ERR_OK;
}

static struct act_view view_of(struct ctx *c, struct req *r, const struct act *a)
{
    struct str title = str_fmt(c->arena, "%.*s%s", STR_ARG(T_PREFIX("title.my_")), a->name);

    web_of(r)->page.sub_progress = true;
    web_of(r)->page.title = web_text(r, str_z(c->arena, title));
    struct act_view v = { .act = str_of(a->name),
                          .act_href = str_fmt(c->arena, "/my/%s", a->name),
                          .asks = a->field != NULL,
                          .evidence = a->evidence,
                          .text = web_input(c, r, "text", STR_NONE),
                          .new_evidence = web_input(c, r, "new_evidence", STR_NONE) };
    if (a->choice)
        put_choice(c, r, a, &v);
    return v;
}

static enum err show(struct ctx *c, struct req *r, struct resp *w, const struct act *a)
{
    struct mine *m = arena_new_of(c->arena, struct mine);

    TRY(mine_read(c, m));
    if (a->action == MINE_WITHDRAWAL && m->undo_until.ms)
        return web_see_other(w, S("/my/undo"));
    if (!m->actions[a->action])
        return FAULT(&c->fault, ERR_CONFLICT, "my.not_now", "%s is not open", a->name);
    struct act_view v = view_of(c, r, a);
    if (a->action == MINE_VETO)
        TRY(put_representatives(c, r, &v));
    return web_render(r, w, "my_act", (struct view){ act_fields, &v });
}

/* The page asks for "text" whatever the move calls it; a mistake goes back to where it was made. */
static void blame_text(struct ctx *c, const struct act *a)
{
    for (size_t i = 0; a->field && i < c->fault.field_count; i++) {
        struct fault_field *f = &c->fault.fields[i];
        if (strcmp(f->field, a->field) == 0)
            f->field = "text";
        if (strcmp(f->key, "form.required") == 0)
            f->key = T_KEY("my.act.empty");
    }
}

static enum err refuse(struct ctx *c, struct req *r, const struct move_field *fields, size_t n)
{
    struct str who = req_form(r, S("representative"));
    int64_t subproc = 0;

    if (!str_empty(who) && !id_read(c, who, &subproc))
        return FAULT(&c->fault, ERR_NOT_FOUND, "subproc.none", "no id");
    return move_by_reporter_in(c, subproc, S("MR2"), fields, n);
}

static enum err carry_out(struct ctx *c, struct req *r, const struct act *a)
{
    struct str text = str_trim(req_form(r, S("text")));
    struct move_field fields[3];
    size_t n = 0;

    if (a->action == MINE_REVIEW)
        return review_ask(c, text);
    if (!a->move)
        return complaint_make(c, text);
    if (a->field && text.n)
        fields[n++] = (struct move_field){ str_of(a->field), text };
    if (a->evidence && str_eq(req_form(r, S("new_evidence")), S("1")))
        fields[n++] = (struct move_field){ S("new_evidence"), S("1") };
    if (a->choice)
        fields[n++] = (struct move_field){ str_of(a->choice), req_form(r, str_of(a->choice)) };
    if (a->action == MINE_VETO)
        return refuse(c, r, fields, n);
    return move_by_reporter(c, str_of(a->move), fields, n);
}

static enum err take(struct ctx *c, struct req *r, struct resp *w, const struct act *a)
{
    if (carry_out(c, r, a) != ERR_OK) {
        blame_text(c, a);
        struct act_view v = view_of(c, r, a);
        struct fault fault = c->fault;
        if (a->action == MINE_VETO && put_representatives(c, r, &v) != ERR_OK)
            v.choices = (struct list){ 0 };
        c->fault = fault;
        return web_form_again(c, r, w, "my_act", (struct view){ act_fields, &v });
    }
    struct str done = str_fmt(c->arena, "%.*s%s", STR_ARG(T_PREFIX("done.my_")), a->name);
    web_done(r, str_z(c->arena, done));
    return web_see_other(w, S("/my"));
}

#define ACT(name)                                                                                  \
    enum err web_my_##name(struct ctx *c, struct req *r, struct resp *w)                           \
    {                                                                                              \
        return show(c, r, w, &name);                                                               \
    }                                                                                              \
    enum err web_my_##name##_do(struct ctx *c, struct req *r, struct resp *w)                      \
    {                                                                                              \
        return take(c, r, w, &name);                                                               \
    }
ACT(supplement)
ACT(objection)
ACT(complaint)
ACT(withdrawal)
ACT(confirm)
ACT(hearing)
ACT(protect)
ACT(veto)
ACT(review)
ACT(settled)
#undef ACT
