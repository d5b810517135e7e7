/*
 * desk_file.c - files and papers of a matter: who may see the original sees it, others its clean
 * copy (domain 4.2).
 */
#include "domain/delivery.h"
#include "domain/file.h"
#include "web/desk_matter.h"
#include "web/send.h"
#include "web/upload.h"

struct desk_file_row {
    struct str href, name, size, day, kind;
    bool scan, copy;
};
struct doc_row {
    struct str href, title, doc_no, day, delivered_day, delivery_form;
    bool internal, delivered;
};
struct files_view {
    struct matter_head head;
    struct list files, docs;
    bool has_files, has_docs;
};
struct doc_view {
    struct str title_of, number, text, day, work_no, back_href, deliver_href, document, form_error;
    struct list ways;
    struct input day_of, second_officer, detail;
    bool can_deliver;
};
static const struct field desk_file_fields[] = { F_STR(struct desk_file_row, name),
                                                 F_STR(struct desk_file_row, size),
                                                 F_STR(struct desk_file_row, day),
                                                 F_BOOL(struct desk_file_row, scan),
                                                 F_BOOL(struct desk_file_row, copy),
                                                 { "file_href", FIELD_STR,
                                                   offsetof(struct desk_file_row, href), NULL, 0 },
                                                 F_END };
static const struct field doc_row_fields[] = { { "doc_href", FIELD_STR,
                                                 offsetof(struct doc_row, href), NULL, 0 },
                                               F_STR(struct doc_row, title),
                                               F_STR(struct doc_row, doc_no),
                                               F_STR(struct doc_row, day),
                                               F_STR(struct doc_row, delivered_day),
                                               F_STR(struct doc_row, delivery_form),
                                               F_BOOL(struct doc_row, internal),
                                               F_BOOL(struct doc_row, delivered),
                                               F_END };
static const struct field doc_fields[] = { F_STR(struct doc_view, title_of),
                                           F_STR(struct doc_view, number),
                                           F_STR(struct doc_view, text),
                                           F_STR(struct doc_view, day),
                                           F_STR(struct doc_view, work_no),
                                           F_STR(struct doc_view, back_href),
                                           F_STR(struct doc_view, deliver_href),
                                           F_STR(struct doc_view, document),
                                           F_STR(struct doc_view, form_error),
                                           F_LIST(struct doc_view, ways, struct choice,
                                                  choice_fields),
                                           F_VIEW(struct doc_view, day_of, input_fields),
                                           F_VIEW(struct doc_view, second_officer, input_fields),
                                           F_VIEW(struct doc_view, detail, input_fields),
                                           F_BOOL(struct doc_view, can_deliver),
                                           F_END };
const struct page_view web_desk_doc_view = { "desk_doc", doc_fields };
static const struct field files_fields[] = {
    F_VIEW(struct files_view, head, matter_head_fields),
    F_LIST(struct files_view, files, struct desk_file_row, desk_file_fields),
    F_LIST(struct files_view, docs, struct doc_row, doc_row_fields),
    F_BOOL(struct files_view, has_files),
    F_BOOL(struct files_view, has_docs),
    F_END
};
const struct page_view web_desk_files_view = { "desk_files", files_fields };

#define ROWS_MAX (FILES_SHOWN_MAX * 2)

static void add_files(struct ctx *c, struct req *r, int64_t matter, const struct file_list *l,
                      struct desk_file_row *rows, size_t *n)
{
    for (size_t i = 0; i < l->n && *n < ROWS_MAX; i++) {
        const struct file_view *f = &l->items[i];
        struct desk_file_row row = {
            .name = f->name,
            .size = upload_size(c->arena, f->size),
            .day = i18n_day(c->arena, web_of(r)->lang, f->day, ctx_today(c)),
            .scan = str_eq(f->kind, S("SCAN")),
            .copy = f->open != 0 && f->open != f->id,
        };
        if (f->open)
            row.href = str_fmt(c->arena, "%.*s/%.*s", STR_ARG(matter_path(c, matter, "/file")),
                               STR_ARG(id_text(c, f->open)));
        rows[(*n)++] = row;
    }
}

/* Without the key of a report, or of the matter, its files are not listed. */
static enum err pass_denied(struct ctx *c, enum err e, struct file_list *l)
{
    if (e != ERR_DENIED)
        return e;
    fault_clear(&c->fault);
    *l = (struct file_list){ 0 };
    return ERR_OK;
}

static struct list docs_of(struct ctx *c, struct req *r, int64_t matter,
                           const struct document_list *l)
{
    int lang = web_of(r)->lang;
    struct doc_row *rows = arena_array(c->arena, struct doc_row, l->n + 1);

    for (size_t i = 0; i < l->n; i++) {
        const struct document_view *d = &l->items[i];
        rows[i] = (struct doc_row){ .title = d->title,
                                    .doc_no = d->doc_no,
                                    .day = i18n_day(c->arena, lang, d->made, ctx_today(c)),
                                    .internal = d->internal,
                                    .delivered = d->delivered,
                                    .delivery_form = d->delivery_form };
        if (d->delivered)
            rows[i].delivered_day = i18n_day(c->arena, lang, d->delivered_day, ctx_today(c));
        if (d->closed)
            continue; /* named, as files are, without a way in */
        rows[i].href = str_fmt(c->arena, "%.*s/%.*s", STR_ARG(matter_path(c, matter, "/doc")),
                               STR_ARG(id_text(c, d->id)));
    }
    return (struct list){ rows, l->n };
}

enum err web_desk_files(struct ctx *c, struct req *r, struct resp *w)
{
    struct matter_view *m = arena_new_of(c->arena, struct matter_view);
    struct desk_file_row *rows = arena_array(c->arena, struct desk_file_row, ROWS_MAX);
    struct files_view v = { 0 };
    struct file_list l = { 0 };
    size_t n = 0;
    int64_t id;

    TRY(matter_of_path(c, r, &id));
    TRY(matter_open(c, id, m));
    TRY(matter_head_of(c, r, &m->m, TAB_FILES, &v.head));
    for (size_t i = 0; i < m->report_count; i++) {
        TRY(pass_denied(c, file_list_report(c, m->reports[i].report, &l), &l));
        add_files(c, r, id, &l, rows, &n);
    }
    TRY(pass_denied(c, file_list_matter(c, id, &l), &l));
    add_files(c, r, id, &l, rows, &n);
    struct document_list papers;
    TRY(document_of_matter(c, id, &papers));
    v.docs = docs_of(c, r, id, &papers);
    v.has_docs = papers.n > 0;
    v.files = (struct list){ rows, n };
    v.has_files = n > 0;
    return web_render(r, w, "desk_files", (struct view){ files_fields, &v });
}

enum err web_desk_file(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t id, file;
    struct matter m;

    TRY(matter_of_path(c, r, &id));
    TRY(matter_find(c, id, &m));
    if (!id_read(c, req_param(r, S("file")), &file))
        return FAULT(&c->fault, ERR_NOT_FOUND, "file.none", "no id");
    return send_file(c, r, w, file);
}

/* ---- one paper, and how it reached whom it is for ---- */

static struct list ways_of(struct ctx *c, struct req *r)
{
    static const char *const forms[] = { "POST", "WRITTEN", "IN_PERSON", "PHONE", "MAIL" };
    struct choice *items = arena_array(c->arena, struct choice, COUNT_OF(forms));
    struct str now = req_form(r, S("form"));

    for (size_t i = 0; i < COUNT_OF(forms); i++)
        items[i] = (struct choice){ str_of(forms[i]), desk_code(r, str_of(forms[i])),
                                    str_eq(now, str_of(forms[i])) };
    return (struct list){ items, COUNT_OF(forms) };
}

/* As it is printed, with the work number of who prints it (domain 4.2). */
static enum err doc_page(struct ctx *c, struct req *r, struct resp *w, int64_t id, int64_t doc)
{
    struct fault fault = c->fault;
    struct document_view d;

    fault_clear(&c->fault);
    TRY(document_read(c, doc, &d));
    if (d.matter != id)
        return FAULT(&c->fault, ERR_NOT_FOUND, "document.none", "another matter's");
    c->fault = fault;
    struct doc_view v = { .title_of = d.title,
                          .number = d.doc_no,
                          .text = d.text,
                          .day = i18n_day(c->arena, web_of(r)->lang, d.made, ctx_today(c)),
                          .work_no = c->actor->work_no,
                          .back_href = matter_path(c, id, "/files"),
                          .deliver_href = matter_path(c, id, "/delivery"),
                          .document = id_text(c, doc),
                          .form_error = web_input(c, r, "form", STR_NONE).error,
                          .ways = ways_of(c, r),
                          .day_of = web_input(c, r, "day", day_format(c->arena, ctx_today(c))),
                          .second_officer = web_input(c, r, "second_officer", STR_NONE),
                          .detail = web_input(c, r, "detail", STR_NONE),
                          .can_deliver = actor_has(c, DELIVERY_ROLES) };
    return web_form_page(c, r, w, fault.err != ERR_OK, "desk_doc", (struct view){ doc_fields, &v });
}

enum err web_desk_doc(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t id, doc;
    struct matter m;

    TRY(matter_of_path(c, r, &id));
    TRY(matter_find(c, id, &m));
    if (!id_read(c, req_param(r, S("doc")), &doc))
        return FAULT(&c->fault, ERR_NOT_FOUND, "document.none", "no id");
    return doc_page(c, r, w, id, doc);
}

/* Without a paper named it is the slip of a letter, which the desk posts and does not read. */
enum err web_desk_delivery(struct ctx *c, struct req *r, struct resp *w)
{
    struct str named = req_form(r, S("document"));
    bool slip = str_empty(named);
    struct delivery_form f = { .form = req_form(r, S("form")),
                               .day = req_form(r, S("day")),
                               .second_officer = req_form(r, S("second_officer")),
                               .detail = req_form(r, S("detail")) };
    int64_t id, doc = 0;
    enum err e;

    TRY(matter_of_path(c, r, &id));
    if (slip)
        TRY(delivery_slip_waits(c, id, &doc));
    else if (!id_read(c, named, &doc))
        return FAULT(&c->fault, ERR_NOT_FOUND, "document.none", "no id");
    e = document_deliver(c, id, doc, &f);
    if (e == ERR_INVALID || (e == ERR_CONFLICT && !slip))
        return slip ? matter_page(c, r, w, id) : doc_page(c, r, w, id, doc);
    TRY(e);
    web_done(r, T_KEY("done.delivered"));
    return web_see_other(w, matter_path(c, id, slip ? "" : "/files"));
}
