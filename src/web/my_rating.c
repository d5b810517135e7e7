/*
 * my_rating.c - three questions on two offices, answered only from the reporter's own log-in.
 *
 * Staff never see who rated what (K7). Whoever is not satisfied finds on this very page what he may
 * do next, and until when.
 */
#include "domain/mine.h"
#include "i18n/i18n.h"
#include "web/frame.h"

#define OFFICES 2
#define QUESTIONS 3
#define ANSWERS 3

struct question_view {
    struct str name;
    struct list answers;
    struct str error;
};
struct office_view {
    struct str target;
    bool here; /* the form that came back with mistakes */
    bool given, fixed, pressed;
    struct list questions;
};
struct remedy_view {
    struct str what, day, left;
};
struct rating_view {
    struct list offices, dues;
    bool may_objection, may_complaint;
};
static const struct field question_fields[] = {
    F_STR(struct question_view, name), F_STR(struct question_view, error),
    F_LIST(struct question_view, answers, struct choice, choice_fields), F_END
};
static const struct field office_fields[] = {
    F_STR(struct office_view, target), F_BOOL(struct office_view, here),
    F_BOOL(struct office_view, given), F_BOOL(struct office_view, fixed),
    F_BOOL(struct office_view, pressed),
    F_LIST(struct office_view, questions, struct question_view, question_fields), F_END
};
static const struct field remedy_fields[] = { F_STR(struct remedy_view, what),
                                              F_STR(struct remedy_view, day),
                                              F_STR(struct remedy_view, left), F_END };
static const struct field rating_fields[] = {
    F_LIST(struct rating_view, offices, struct office_view, office_fields),
    F_LIST(struct rating_view, dues, struct remedy_view, remedy_fields),
    F_BOOL(struct rating_view, may_objection), F_BOOL(struct rating_view, may_complaint), F_END
};
const struct page_view web_my_rating_view = { "my_rating", rating_fields };

static const char *const offices[OFFICES] = { "PETITION", "HANDLING" };
static const char *const questions[QUESTIONS] = { "process", "attitude", "result" };

/* What he said before, to look at and to change once. */
static const struct mine_rating *given(const struct mine *m, const char *target)
{
    for (size_t i = 0; i < m->rating_count; i++) {
        if (str_eq(m->ratings[i].target, str_of(target)))
            return &m->ratings[i];
    }
    return NULL;
}

static struct str said_before(struct ctx *c, const struct mine_rating *g, size_t question)
{
    const int answers[QUESTIONS] = { g->process, g->attitude, g->result };

    return str_fmt(c->arena, "%d", answers[question]);
}

static struct question_view question_of(struct ctx *c, struct req *r, const char *name, bool here,
                                        struct str before)
{
    struct choice *answers = arena_array(c->arena, struct choice, ANSWERS);
    struct input in = here ? web_input(c, r, name, STR_NONE) : (struct input){ .value = before };

    for (int i = 0; i < ANSWERS; i++) {
        answers[i].value = str_fmt(c->arena, "%d", i + 1);
        answers[i].selected = str_eq(in.value, answers[i].value);
    }
    return (struct question_view){ str_of(name), { answers, ANSWERS }, in.error };
}

static struct list offices_of(struct ctx *c, struct req *r, const struct mine *m)
{
    struct office_view *list = arena_array(c->arena, struct office_view, OFFICES);
    struct str sent = r->method == HTTP_POST ? req_form(r, S("target")) : STR_NONE;

    for (size_t i = 0; i < OFFICES; i++) {
        struct question_view *q = arena_array(c->arena, struct question_view, QUESTIONS);
        bool here = str_eq(sent, str_of(offices[i]));
        const struct mine_rating *g = given(m, offices[i]);
        for (size_t k = 0; k < QUESTIONS; k++)
            q[k] = question_of(c, r, questions[k], here,
                               g ? said_before(c, g, k) : STR_NONE);
        list[i] = (struct office_view){ .target = str_of(offices[i]),
                                        .here = here,
                                        .given = g != NULL,
                                        .fixed = g && g->changed,
                                        .pressed = g && g->pressed,
                                        .questions = { q, QUESTIONS } };
    }
    return (struct list){ list, OFFICES };
}

static struct str clock_text(struct req *r, struct str code)
{
    struct arena *a = r->ctx->arena;

    return web_text(r,
                    str_z(a, str_fmt(a, "%.*s%.*s", STR_ARG(T_PREFIX("clock.")), STR_ARG(code))));
}

static struct list dues_of(struct ctx *c, struct req *r, const struct mine *m)
{
    struct remedy_view *list = arena_array(c->arena, struct remedy_view, REPORT_DUES_MAX);
    int lang = web_of(r)->lang;

    for (size_t i = 0; i < m->due_count; i++)
        list[i] = (struct remedy_view){
            clock_text(r, m->due[i].code), i18n_day(c->arena, lang, m->due[i].date, ctx_today(c)),
            i18n_days_left(c->app->i18n, c->arena, lang, m->due[i].days_left)
        };
    return (struct list){ list, m->due_count };
}

static enum err fill(struct ctx *c, struct req *r, struct mine *m, struct rating_view *v,
                     bool *ret_open)
{
    TRY(mine_read(c, m));
    *v = (struct rating_view){ .offices = offices_of(c, r, m),
                               .dues = dues_of(c, r, m),
                               .may_objection = m->actions[MINE_OBJECTION],
                               .may_complaint = m->actions[MINE_COMPLAINT] };
    *ret_open = m->actions[MINE_RATING];
    web_of(r)->page.sub_progress = true;
    web_of(r)->page.title = web_text(r, "title.my_rating");
    return ERR_OK;
}

enum err web_my_rating(struct ctx *c, struct req *r, struct resp *w)
{
    struct mine *m = arena_new_of(c->arena, struct mine);
    struct rating_view v;
    bool open;

    TRY(fill(c, r, m, &v, &open));
    if (!open)
        return FAULT(&c->fault, ERR_CONFLICT, "rating.not_open", "no window");
    return web_render(r, w, "my_rating", (struct view){ rating_fields, &v });
}

static int answer(struct req *r, const char *name)
{
    struct str s = req_form(r, str_of(name));

    return s.n == 1 && s.p[0] >= '1' && s.p[0] <= '3' ? s.p[0] - '0' : 0;
}

enum err web_my_rating_give(struct ctx *c, struct req *r, struct resp *w)
{
    struct rating_form f = { .target = req_form(r, S("target")),
                             .process = answer(r, "process"),
                             .attitude = answer(r, "attitude"),
                             .result = answer(r, "result"),
                             .pressed = str_eq(req_form(r, S("pressed")), S("1")) };
    struct mine *m = arena_new_of(c->arena, struct mine);
    struct rating_view v;
    bool open;

    if (rating_give(c, &f) == ERR_OK) {
        web_done(r, "done.rated");
        return web_see_other(w, S("/my/rating"));
    }
    struct fault kept = c->fault;
    fault_clear(&c->fault);
    TRY(fill(c, r, m, &v, &open));
    c->fault = kept;
    v.offices = offices_of(c, r, m); /* with what is wrong */
    return web_form_again(c, r, w, "my_rating", (struct view){ rating_fields, &v });
}
