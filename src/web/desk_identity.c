/* desk_identity.c - the identity custodian's page, and new passwords for who lost his. */
#include "domain/custody.h"
#include "domain/org.h"
#include "domain/panel.h"
#include "domain/publication.h"
#include "i18n/i18n.h"
#include "web/desk_matter.h"

struct custody_row {
    struct str id, day, due, to, name, id_no, phone;
    bool check, late, opened;
};
struct compare_row {
    struct str publication, report, day;
};
struct check_row { /* a person who is called from outside, or the copy for him */
    struct str id, name, unit, day;
};
struct custody_view {
    struct list rows, compares, checks;
};
static const struct field custody_row_fields[] = { F_STR(struct custody_row, id),
                                                   F_STR(struct custody_row, day),
                                                   F_STR(struct custody_row, due),
                                                   F_STR(struct custody_row, to),
                                                   F_STR(struct custody_row, name),
                                                   F_STR(struct custody_row, id_no),
                                                   F_STR(struct custody_row, phone),
                                                   F_BOOL(struct custody_row, check),
                                                   F_BOOL(struct custody_row, late),
                                                   F_BOOL(struct custody_row, opened),
                                                   F_END };
static const struct field compare_fields[] = { F_STR(struct compare_row, publication),
                                               F_STR(struct compare_row, report),
                                               F_STR(struct compare_row, day), F_END };
static const struct field check_fields[] = { F_STR(struct check_row, id),
                                             F_STR(struct check_row, name),
                                             F_STR(struct check_row, unit),
                                             F_STR(struct check_row, day), F_END };
static const struct field custody_fields[] = {
    F_LIST(struct custody_view, checks, struct check_row, check_fields),
    F_LIST(struct custody_view, rows, struct custody_row, custody_row_fields),
    F_LIST(struct custody_view, compares, struct compare_row, compare_fields), F_END
};
const struct page_view web_desk_identity_view = { "desk_identity", custody_fields };

/* Texts that wait: nobody reads them here, nor the identity. */
static enum err compares_of(struct ctx *c, struct req *r, struct list *ret)
{
    struct pub_compare_list l;

    TRY(publication_compare_list(c, &l));
    struct compare_row *rows = arena_array(c->arena, struct compare_row, l.n + 1);
    for (size_t i = 0; i < l.n; i++)
        rows[i] =
            (struct compare_row){ id_text(c, l.items[i].publication), id_text(c, l.items[i].report),
                                  i18n_day(c->arena, web_of(r)->lang, l.items[i].day,
                                           ctx_today(c)) };
    *ret = (struct list){ rows, l.n };
    return ERR_OK;
}

static enum err checks_of(struct ctx *c, struct req *r, struct list *ret)
{
    struct panel_check_list l;

    TRY(panel_checks(c, &l));
    struct check_row *rows = arena_array(c->arena, struct check_row, l.n + 1);
    for (size_t i = 0; i < l.n; i++)
        rows[i] =
            (struct check_row){ id_text(c, l.items[i].id), l.items[i].name, l.items[i].unit,
                                i18n_day(c->arena, web_of(r)->lang, l.items[i].day, ctx_today(c)) };
    *ret = (struct list){ rows, l.n };
    return ERR_OK;
}

/* opened: the task whose identity was just opened to compare; 0 none. */
static enum err page(struct ctx *c, struct req *r, struct resp *w, int64_t opened,
                     const struct report_identity *who)
{
    struct custody_list l;

    TRY(custody_list(c, &l));
    struct custody_row *rows = arena_array(c->arena, struct custody_row, l.n + 1);
    for (size_t i = 0; i < l.n; i++) {
        const struct custody_task *t = &l.items[i];
        const struct org *to = t->to_org ? org_find(app_orgs(c->app), t->to_org) : NULL;
        rows[i] = (struct custody_row){
            .id = id_text(c, t->id),
            .day = i18n_day(c->arena, web_of(r)->lang, t->day, ctx_today(c)),
            .due = i18n_day(c->arena, web_of(r)->lang, t->due, ctx_today(c)),
            .to = to ? to->name : STR_NONE,
            .check = t->check,
            .late = t->due.n < ctx_today(c).n,
            .opened = t->id == opened,
        };
        if (t->id != opened)
            continue;
        rows[i].name = who->name;
        rows[i].id_no = who->id_no;
        rows[i].phone = who->phone;
    }
    struct custody_view v = { .rows = { rows, l.n } };
    TRY(compares_of(c, r, &v.compares));
    TRY(checks_of(c, r, &v.checks));
    web_of(r)->page.title = web_text(r, "custody.title");
    return web_render(r, w, "desk_identity", (struct view){ custody_fields, &v });
}

enum err web_desk_identity(struct ctx *c, struct req *r, struct resp *w)
{
    struct report_identity nobody = { .name = STR_NONE };

    return page(c, r, w, 0, &nobody);
}

static enum err compare(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t publication, report;
    bool clean;

    if (!id_read(c, req_form(r, S("publication")), &publication) ||
        !id_read(c, req_form(r, S("report")), &report))
        return FAULT(&c->fault, ERR_NOT_FOUND, "publication.none", "no id");
    TRY(publication_compare(c, publication, report, &clean));
    web_done(r, clean ? T_KEY("done.compare_clean") : T_KEY("done.compare_hit"));
    return web_see_other(w, S("/desk/identity"));
}

static enum err check(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t id;
    bool clean;

    if (!id_read(c, req_form(r, S("check")), &id))
        return FAULT(&c->fault, ERR_NOT_FOUND, "panel.no_check", "no id");
    TRY(panel_check(c, id, &clean));
    web_done(r, clean ? T_KEY("done.check_clean") : T_KEY("done.check_hit"));
    return web_see_other(w, S("/desk/identity"));
}

/* What was opened is the answer itself: it stands at no address. */
enum err web_desk_identity_do(struct ctx *c, struct req *r, struct resp *w)
{
    struct str act = req_form(r, S("act"));
    struct report_identity who;
    int64_t task;

    if (str_eq(act, S("compare")))
        return compare(c, r, w);
    if (str_eq(act, S("check")))
        return check(c, r, w);
    if (!id_read(c, req_form(r, S("task")), &task))
        return FAULT(&c->fault, ERR_NOT_FOUND, "task.none", "no id");
    if (str_eq(act, S("look"))) {
        TRY(custody_look(c, task, &who));
        return page(c, r, w, task, &who);
    }
    if (str_eq(act, S("move")))
        TRY(custody_move(c, task));
    else
        TRY(custody_decide(c, task, str_eq(act, S("same"))));
    web_done(r, T_KEY("done.custody"));
    return web_see_other(w, S("/desk/identity"));
}

/* ---- a new one-time password ---- */

struct reissue_view {
    struct str number, password, back_href;
};
static const struct field reissue_fields[] = { F_STR(struct reissue_view, number),
                                               F_STR(struct reissue_view, password),
                                               F_STR(struct reissue_view, back_href), F_END };
const struct page_view web_desk_reissue_view = { "desk_reissue", reissue_fields };

enum err web_desk_reissue_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    struct reissue *x = arena_new_of(c->arena, struct reissue);
    struct str named = req_form(r, S("report"));
    int64_t id, report = 0;

    web_of(r)->own = x;
    TRY(matter_of_path(c, r, &id));
    if (!str_empty(named) && !id_read(c, named, &report))
        return FAULT(&c->fault, ERR_NOT_FOUND, "report.none", "no id");
    TRY(reissue_prepare(c, id, report, x));
    if (!x->asked)
        *ret = (struct http_job){ HTTP_LANE_REPORTER, password_run, &x->job };
    return ERR_OK;
}

enum err web_desk_reissue(struct ctx *c, struct req *r, struct resp *w)
{
    struct reissue *x = (struct reissue *)web_of(r)->own;
    int64_t id;

    if (web_of(r)->prepare_failed)
        return c->fault.err;
    TRY(matter_of_path(c, r, &id));
    if (x->asked) {
        web_done(r, T_KEY("done.reissue_asked"));
        return web_see_other(w, matter_path(c, id, ""));
    }
    TRY(reissue_finish(c, x));
    struct reissue_view v = { report_number_shown(c->arena, x->number), x->password,
                              matter_path(c, id, "") };
    web_of(r)->page.title = web_text(r, "reissue.title");
    return web_render(r, w, "desk_reissue", (struct view){ reissue_fields, &v });
}
