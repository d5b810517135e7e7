/*
 * my_act.c - what a reporter may do at a step: one page with a text, one domain call.
 *
 * All of them look alike, so they are rows of one table; words under my.<act>.* of the catalogue.
 */
#include "domain/mine.h"
#include "domain/move.h"
#include "i18n/i18n.h"
#include "web/frame.h"

struct act {
    const char *name;
    enum mine_action action;
    const char *move;  /* NULL: a complaint, which is no move */
    const char *field; /* of the move; NULL: asks nothing */
    bool evidence;     /* asks whether there is something new */
};
static const struct act supplement = { "supplement", MINE_SUPPLEMENT, "T06", "text", false };
static const struct act objection = { "objection", MINE_OBJECTION, "T32", "text", true };
static const struct act complaint = { "complaint", MINE_COMPLAINT, NULL, "text", false };
static const struct act withdrawal = { "withdrawal", MINE_WITHDRAWAL, "T43", "reason", false };
static const struct act confirm = { "confirm", MINE_CONFIRM, "T42", NULL, false };

struct act_view {
    struct str act, act_href;
    bool asks, evidence;
    struct input text, new_evidence;
};
static const struct field act_fields[] = { F_STR(struct act_view, act),
                                           F_STR(struct act_view, act_href),
                                           F_BOOL(struct act_view, asks),
                                           F_BOOL(struct act_view, evidence),
                                           F_VIEW(struct act_view, text, input_fields),
                                           F_VIEW(struct act_view, new_evidence, input_fields),
                                           F_END };
const struct page_view web_my_act_view = { "my_act", act_fields };

static struct act_view view_of(struct ctx *c, struct req *r, const struct act *a)
{
    struct str title = str_fmt(c->arena, "%.*s%s", STR_ARG(T_PREFIX("title.my_")), a->name);

    web_of(r)->page.sub_progress = true;
    web_of(r)->page.title = web_text(r, str_z(c->arena, title));
    return (struct act_view){ .act = str_of(a->name),
                              .act_href = str_fmt(c->arena, "/my/%s", a->name),
                              .asks = a->field != NULL,
                              .evidence = a->evidence,
                              .text = web_input(c, r, "text", STR_NONE),
                              .new_evidence = web_input(c, r, "new_evidence", STR_NONE) };
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

static enum err carry_out(struct ctx *c, struct req *r, const struct act *a)
{
    struct str text = str_trim(req_form(r, S("text")));
    struct move_field fields[2];
    size_t n = 0;

    if (!a->move)
        return complaint_make(c, text);
    if (a->field && text.n)
        fields[n++] = (struct move_field){ str_of(a->field), text };
    if (a->evidence && str_eq(req_form(r, S("new_evidence")), S("1")))
        fields[n++] = (struct move_field){ S("new_evidence"), S("1") };
    return move_by_reporter(c, str_of(a->move), fields, n);
}

static enum err take(struct ctx *c, struct req *r, struct resp *w, const struct act *a)
{
    if (carry_out(c, r, a) != ERR_OK) {
        blame_text(c, a);
        struct act_view v = view_of(c, r, a);
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
#undef ACT
