/*
 * desk_file.c - files and papers of a matter: who may see the original sees it, others its clean
 * copy (domain 4.2).
 */
#include "domain/document.h"
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
    struct str title_of, number, text, day, work_no, back_href;
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

/* A paper as it is printed, with the work number of who prints it (domain 4.2). */
enum err web_desk_doc(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t id, doc;
    struct matter m;
    struct document_view d;

    TRY(matter_of_path(c, r, &id));
    TRY(matter_find(c, id, &m));
    if (!id_read(c, req_param(r, S("doc")), &doc))
        return FAULT(&c->fault, ERR_NOT_FOUND, "document.none", "no id");
    TRY(document_read(c, doc, &d));
    if (d.matter != id)
        return FAULT(&c->fault, ERR_NOT_FOUND, "document.none", "another matter's");
    struct doc_view v = { d.title,
                          d.doc_no,
                          d.text,
                          i18n_day(c->arena, web_of(r)->lang, d.made, ctx_today(c)),
                          c->actor->work_no,
                          matter_path(c, id, "/files") };
    return web_render(r, w, "desk_doc", (struct view){ doc_fields, &v });
}
