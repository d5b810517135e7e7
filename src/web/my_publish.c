/*
 * my_publish.c - what the reporter is asked about publicity: open handling, and each text word for
 * word. No answer is a no.
 */
#include "domain/id.h"
#include "domain/publication.h"
#include "web/frame.h"

struct question_view {
    struct str id, layer, form, hash, title, text;
    bool waits, yes;
};
struct publish_view {
    struct list questions;
    bool has_questions, asks_mode, investigation;
};
static const struct field question_fields[] = { F_STR(struct question_view, id),
                                                F_STR(struct question_view, layer),
                                                F_STR(struct question_view, form),
                                                F_STR(struct question_view, hash),
                                                F_STR(struct question_view, title),
                                                F_STR(struct question_view, text),
                                                F_BOOL(struct question_view, waits),
                                                F_BOOL(struct question_view, yes),
                                                F_END };
static const struct field publish_fields[] = {
    F_LIST(struct publish_view, questions, struct question_view, question_fields),
    F_BOOL(struct publish_view, has_questions), F_BOOL(struct publish_view, asks_mode),
    F_BOOL(struct publish_view, investigation), F_END
};
const struct page_view web_my_publish_view = { "my_publish", publish_fields };

static enum err view_of(struct ctx *c, struct req *r, struct publish_view *v)
{
    struct pub_question_list l;
    struct str mode;

    TRY(publication_questions(c, &l));
    TRY(open_mode_asked(c, &mode));
    struct question_view *q = arena_array(c->arena, struct question_view, l.n + 1);
    for (size_t i = 0; i < l.n; i++)
        q[i] = (struct question_view){ .id = id_text(c, l.items[i].publication),
                                       .layer = l.items[i].layer,
                                       .form = l.items[i].form,
                                       .hash = l.items[i].hash,
                                       .title = l.items[i].title,
                                       .text = l.items[i].text,
                                       .waits = str_eq(l.items[i].answer, S("WAITING")),
                                       .yes = str_eq(l.items[i].answer, S("YES")) };
    *v = (struct publish_view){ .questions = { q, l.n },
                                .has_questions = l.n > 0,
                                .asks_mode = !str_empty(mode),
                                .investigation = str_eq(mode, S("OH_ASKED_I")) };
    web_of(r)->page.sub_progress = true;
    return ERR_OK;
}

enum err web_my_publish(struct ctx *c, struct req *r, struct resp *w)
{
    struct publish_view v;

    TRY(view_of(c, r, &v));
    return web_render(r, w, "my_publish", (struct view){ publish_fields, &v });
}

static enum err take(struct ctx *c, struct req *r)
{
    struct str answer = req_form(r, S("answer"));
    bool yes = str_eq(answer, S("yes"));
    int64_t id;

    if (!yes && !str_eq(answer, S("no"))) {
        fault_field(&c->fault, "answer", "form.option", 0);
        return ERR_INVALID;
    }
    if (str_eq(req_form(r, S("about")), S("mode")))
        return open_mode_answer(c, yes);
    if (!id_read(c, req_form(r, S("publication")), &id))
        return FAULT(&c->fault, ERR_NOT_FOUND, "publication.none", "no id");
    return publication_answer(c, id, req_form(r, S("hash")), yes);
}

enum err web_my_publish_do(struct ctx *c, struct req *r, struct resp *w)
{
    struct publish_view v;
    enum err e = take(c, r);

    if (e == ERR_INVALID) { /* the text is another by now: the page shows it */
        struct fault fault = c->fault;
        fault_clear(&c->fault);
        TRY(view_of(c, r, &v));
        c->fault = fault;
        return web_form_again(c, r, w, "my_publish", (struct view){ publish_fields, &v });
    }
    TRY(e);
    web_done(r, T_KEY("done.my_publish"));
    return web_see_other(w, S("/my"));
}
