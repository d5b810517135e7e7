/* my_thread.c - messages between reporter and office, and the material that comes later. */
#include "domain/message.h"
#include "i18n/i18n.h"
#include "web/upload.h"

struct message_view {
    bool mine, waits;
    struct str when, text;
    struct list files;
};
struct thread_view {
    struct list messages, files;
    struct input text, file;
    bool none;
};
static const struct field message_fields[] = { F_BOOL(struct message_view, mine),
                                               F_BOOL(struct message_view, waits),
                                               F_STR(struct message_view, when),
                                               F_STR(struct message_view, text),
                                               F_LIST(struct message_view, files, struct file_row,
                                                      file_row_fields),
                                               F_END };
static const struct field thread_fields[] = {
    F_LIST(struct thread_view, messages, struct message_view, message_fields),
    F_LIST(struct thread_view, files, struct file_row, file_row_fields),
    F_VIEW(struct thread_view, text, input_fields),
    F_VIEW(struct thread_view, file, input_fields),
    F_BOOL(struct thread_view, none),
    F_END
};
const struct page_view web_my_messages_view = { "my_messages", thread_fields };
const struct page_view web_my_files_view = { "my_files", thread_fields };

/* ---- files of the report, straight under its key ---- */

static enum err begin(void *u, struct req *r, struct str field, struct str filename,
                      struct str type)
{
    const struct actor *a = r->ctx->actor;
    struct file_target t = { .owner = FILE_OF_REPORT, .report = a->report, .key = &a->kr };

    (void)u;
    if (web_of(r)->session_dead)
        t = (struct file_target){ .owner = FILE_OF_DRAFT, .draft_cookie = web_resume_cookie(r) };
    if (a->must_change_password) /* no keys yet: the handler says so */
        return ERR_DENIED;
    return upload_begin(r, &t, field, filename, type);
}

const struct http_sink web_my_messages_send_sink = { begin, upload_data, upload_end, upload_abort,
                                                     NULL };
const struct http_sink web_my_files_add_sink = { begin, upload_data, upload_end, upload_abort,
                                                 NULL };

/* What arrived now, and what came while the session was over. */
static enum err arrived_files(struct ctx *c, struct req *r, int64_t *ret)
{
    int64_t waited = 0;

    TRY(upload_result(r, ret));
    if (!str_eq(req_form(r, S("kept")), S("1")))
        return ERR_OK;
    TRY(file_adopt(c, web_resume_cookie(r), c->actor->report, &c->actor->kr, &waited));
    web_resume_over(r);
    *ret += waited;
    return ERR_OK;
}

/* ---- messages ---- */

static struct message_view message_view(struct req *r, const struct message *m)
{
    struct ctx *c = r->ctx;
    int lang = web_of(r)->lang;
    struct message_view v = { m->mine, m->from_body && m->needs_answer && !m->answered, STR_NONE,
                              m->text, { NULL, 0 } };

    v.when = m->at.ms ? i18n_time(c->arena, lang, m->at, ctx_today(c))
                      : i18n_day(c->arena, lang, m->day, ctx_today(c));
    return v;
}

static enum err fill_messages(struct ctx *c, struct req *r, struct thread_view *v)
{
    struct message_list all;
    struct file_list files;

    TRY(message_list(c, c->actor->report, &all));
    TRY(file_list_report(c, c->actor->report, &files));
    struct message_view *list = arena_array(c->arena, struct message_view, all.n + 1);
    for (size_t i = 0; i < all.n; i++) {
        struct file_list with = upload_of_message(c->arena, &files, all.items[i].id);
        list[i] = message_view(r, &all.items[i]);
        list[i].files = upload_rows(r, &with);
    }
    v->messages = (struct list){ list, all.n };
    v->none = all.n == 0;
    v->text = web_input(c, r, "text", STR_NONE);
    v->file = web_input(c, r, "file", STR_NONE);
    web_of(r)->page.sub_messages = true;
    web_of(r)->page.title = web_text(r, "title.my_messages");
    return ERR_OK;
}

enum err web_my_messages(struct ctx *c, struct req *r, struct resp *w)
{
    struct thread_view v = { 0 };

    TRY(fill_messages(c, r, &v));
    return web_render(r, w, "my_messages", (struct view){ thread_fields, &v });
}

/* The page around a refusal: its words stay, and the refusal is what is told. */
static enum err messages_again(struct ctx *c, struct req *r, struct resp *w)
{
    struct thread_view v = { 0 };
    struct fault kept = c->fault;

    fault_clear(&c->fault);
    TRY(fill_messages(c, r, &v));
    c->fault = kept;
    v.text = web_input(c, r, "text", STR_NONE);
    v.file = web_input(c, r, "file", STR_NONE);
    return web_form_again(c, r, w, "my_messages", (struct view){ thread_fields, &v });
}

enum err web_my_messages_send(struct ctx *c, struct req *r, struct resp *w)
{
    struct str text = str_trim(req_form(r, S("text")));
    struct message sent;
    int64_t arrived = 0;

    if (arrived_files(c, r, &arrived) != ERR_OK)
        return messages_again(c, r, w);
    if (text.n == 0 && arrived > 0) { /* a picture says enough */
        web_done(r, "done.files");
        return web_see_other(w, S("/my/files"));
    }
    if (message_send(c, c->actor->report, text, false, &sent) != ERR_OK)
        return messages_again(c, r, w);
    size_t n;
    const int64_t *files = upload_files(r, &n);
    if (n > 0)
        TRY(message_attach(c, sent.id, files, n));
    web_done(r, "done.message");
    return web_see_other(w, S("/my/messages"));
}

/* ---- material ---- */

static enum err fill_files(struct ctx *c, struct req *r, struct thread_view *v)
{
    struct file_list all;

    TRY(file_list_report(c, c->actor->report, &all));
    all = upload_of_message(c->arena, &all, 0); /* the others stand with their messages */
    v->files = upload_rows(r, &all);
    v->none = all.n == 0;
    v->file = web_input(c, r, "file", STR_NONE);
    web_of(r)->page.sub_files = true;
    web_of(r)->page.title = web_text(r, "title.my_files");
    return ERR_OK;
}

enum err web_my_files(struct ctx *c, struct req *r, struct resp *w)
{
    struct thread_view v = { 0 };

    TRY(fill_files(c, r, &v));
    return web_render(r, w, "my_files", (struct view){ thread_fields, &v });
}

enum err web_my_files_add(struct ctx *c, struct req *r, struct resp *w)
{
    struct thread_view v = { 0 };
    int64_t arrived = 0;
    enum err e = arrived_files(c, r, &arrived);
    struct fault kept;

    if (e == ERR_OK && arrived == 0) {
        fault_field(&c->fault, "file", T_KEY("my.files.choose"), 0);
        e = c->fault.err;
    }
    if (e == ERR_OK) {
        web_done(r, "done.files");
        return web_see_other(w, S("/my/files"));
    }
    kept = c->fault;
    fault_clear(&c->fault);
    TRY(fill_files(c, r, &v));
    c->fault = kept;
    v.file = web_input(c, r, "file", STR_NONE);
    return web_form_again(c, r, w, "my_files", (struct view){ thread_fields, &v });
}
