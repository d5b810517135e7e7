/* desk_thread.c - what the reporter and we write to each other; one thread a report. */
#include "domain/message.h"
#include "i18n/i18n.h"
#include "web/desk_matter.h"
#include "web/upload.h"

struct message_row {
    struct str text, at;
    bool me, needs_answer, answered;
    struct list files;
};
struct attached_row {
    struct str href, name, size;
};
static const struct field attached_fields[] = { { "file_href", FIELD_STR,
                                                  offsetof(struct attached_row, href), NULL, 0 },
                                                F_STR(struct attached_row, name),
                                                F_STR(struct attached_row, size), F_END };
struct thread_row {
    struct str id, number, typed, error;
    bool question, has_messages;
    struct list messages;
};
struct thread_view {
    struct matter_head head;
    struct str action_href;
    struct list threads;
    bool none;
};

static const struct field message_fields[] = {
    F_STR(struct message_row, text),      F_STR(struct message_row, at),
    F_BOOL(struct message_row, me),       F_BOOL(struct message_row, needs_answer),
    F_BOOL(struct message_row, answered),
    F_LIST(struct message_row, files, struct attached_row, attached_fields), F_END
};
static const struct field thread_row_fields[] = { F_STR(struct thread_row, id),
                                                  F_STR(struct thread_row, number),
                                                  F_STR(struct thread_row, typed),
                                                  F_STR(struct thread_row, error),
                                                  F_BOOL(struct thread_row, question),
                                                  F_LIST(struct thread_row, messages,
                                                         struct message_row, message_fields),
                                                  F_END };
static const struct field thread_fields[] = {
    F_VIEW(struct thread_view, head, matter_head_fields), F_STR(struct thread_view, action_href),
    F_LIST(struct thread_view, threads, struct thread_row, thread_row_fields),
    F_BOOL(struct thread_view, none), F_END
};
const struct page_view web_desk_thread_view = { "desk_thread", thread_fields };

static struct list attached(struct ctx *c, const struct file_list *all, int64_t matter,
                            int64_t message)
{
    struct file_list with = upload_of_message(c->arena, all, message);
    struct attached_row *rows = arena_array(c->arena, struct attached_row, with.n + 1);

    for (size_t i = 0; i < with.n; i++) {
        const struct file_view *f = &with.items[i];
        rows[i] = (struct attached_row){ STR_NONE, f->name, upload_size(c->arena, f->size) };
        if (f->open)
            rows[i].href = str_fmt(c->arena, "%.*s/%.*s", STR_ARG(matter_path(c, matter, "/file")),
                                   STR_ARG(id_text(c, f->open)));
    }
    return (struct list){ rows, with.n };
}

static enum err messages_of(struct ctx *c, struct req *r, int64_t matter, int64_t report,
                            struct list *ret)
{
    struct message_list l;
    struct file_list files;

    TRY(message_list(c, report, &l));
    TRY(file_list_report(c, report, &files));
    struct message_row *rows = arena_array(c->arena, struct message_row, l.n + 1);
    for (size_t i = 0; i < l.n; i++) {
        const struct message *m = &l.items[i];
        rows[i] = (struct message_row){
            .text = m->text,
            .at = m->at.ms ? i18n_time(c->arena, web_of(r)->lang, m->at, ctx_today(c))
                           : i18n_day(c->arena, web_of(r)->lang, m->day, ctx_today(c)),
            .me = m->from_body,
            .needs_answer = m->from_body && m->needs_answer && !m->answered,
            .answered = m->answered,
            .files = attached(c, &files, matter, m->id),
        };
    }
    *ret = (struct list){ rows, l.n };
    return ERR_OK;
}

static enum err thread_page(struct ctx *c, struct req *r, struct resp *w, int64_t id)
{
    struct fault fault = c->fault;
    struct matter_view *m = arena_new_of(c->arena, struct matter_view);
    struct thread_view v = { 0 };
    struct thread_row *rows = arena_array(c->arena, struct thread_row, MATTER_REPORTS_MAX);
    size_t n = 0;

    fault_clear(&c->fault);
    TRY(matter_open(c, id, m));
    TRY(matter_head_of(c, r, &m->m, TAB_MESSAGES, &v.head));
    for (size_t i = 0; i < m->report_count; i++) {
        const struct matter_report *x = &m->reports[i];
        if (!x->can_read)
            continue;
        rows[n] = (struct thread_row){ .id = id_text(c, x->report),
                                       .number = report_number_shown(c->arena, x->number) };
        TRY(messages_of(c, r, id, x->report, &rows[n].messages));
        if (fault.err != ERR_OK && str_eq(rows[n].id, req_form(r, S("report")))) {
            rows[n].typed = req_form(r, S("text"));
            rows[n].question = str_eq(req_form(r, S("question")), S("1"));
            if (fault.field_count)
                rows[n].error = web_sentence(r, fault.fields[0].key, fault.fields[0].arg);
        }
        n++;
    }
    v.threads = (struct list){ rows, n };
    v.none = n == 0;
    web_of(r)->page.side_messages = true;
    v.action_href = matter_path(c, id, "/messages");
    c->fault = fault;
    return web_form_page(c, r, w, fault.err != ERR_OK, "desk_thread",
                         (struct view){ thread_fields, &v });
}

enum err web_desk_thread(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t id;

    TRY(matter_of_path(c, r, &id));
    return thread_page(c, r, w, id);
}

/* The report has to be one of this matter's, which its reader may read. */
static enum err report_of_matter(struct ctx *c, struct req *r, int64_t id, int64_t *ret)
{
    struct matter_view *m = arena_new_of(c->arena, struct matter_view);

    TRY(matter_open(c, id, m));
    if (id_read(c, req_form(r, S("report")), ret))
        for (size_t i = 0; i < m->report_count; i++)
            if (m->reports[i].report == *ret && m->reports[i].can_read)
                return ERR_OK;
    return FAULT(&c->fault, ERR_NOT_FOUND, "report.none", "not of this matter");
}

enum err web_desk_thread_do(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t id, report;
    struct message sent;

    TRY(matter_of_path(c, r, &id));
    TRY(report_of_matter(c, r, id, &report));
    bool question = str_eq(req_form(r, S("question")), S("1"));
    enum err e = message_send(c, report, req_form(r, S("text")), question, &sent);
    if (e == ERR_INVALID || e == ERR_CONFLICT || e == ERR_STORE || e == ERR_BUSY)
        return thread_page(c, r, w, id);
    TRY(e);
    web_done(r, T_KEY("done.message"));
    return web_see_other(w, matter_path(c, id, "/messages"));
}
