/*
 * desk_file.c - files and papers of a matter: who may see the original sees it, others its clean
 * copy (domain 4.2).
 */
#include "domain/file.h"
#include "web/desk_matter.h"
#include "web/send.h"
#include "web/upload.h"

struct desk_file_row {
    struct str href, name, size, day, kind;
    bool scan, copy;
};
struct files_view {
    struct matter_head head;
    struct list files;
    bool has_files;
};
static const struct field desk_file_fields[] = { F_STR(struct desk_file_row, name),
                                                 F_STR(struct desk_file_row, size),
                                                 F_STR(struct desk_file_row, day),
                                                 F_BOOL(struct desk_file_row, scan),
                                                 F_BOOL(struct desk_file_row, copy),
                                                 { "file_href", FIELD_STR,
                                                   offsetof(struct desk_file_row, href), NULL, 0 },
                                                 F_END };
static const struct field files_fields[] = { F_VIEW(struct files_view, head, matter_head_fields),
                                             F_LIST(struct files_view, files, struct desk_file_row,
                                                    desk_file_fields),
                                             F_BOOL(struct files_view, has_files), F_END };
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
                               STR_ARG(web_id(c->arena, f->open)));
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
    if (!web_id_read(req_param(r, S("file")), &file))
        return FAULT(&c->fault, ERR_NOT_FOUND, "file.none", "no id");
    return send_file(c, r, w, file);
}
