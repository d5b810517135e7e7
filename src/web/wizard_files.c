/* wizard_files.c - files of a report that is not sent yet: under the draft's key, taken over with
 * it. */
#include "web/desk.h"
#include "web/upload.h"
#include "web/wizard.h"

/* Files need a draft to belong to: somebody may have lost his while choosing them. */
static enum err draft_ready(struct ctx *c, struct req *r)
{
    struct wizard wz;

    TRY(wizard_load(c, r, &wizard_report, &wz));
    if (!str_absent(wz.sent)) {
        wz.sent = STR_NONE;
        wz.cookie = STR_NONE;
    } else if (!str_absent(wz.once)) {
        return ERR_OK;
    }
    return wizard_save(c, r, &wz);
}

static enum err begin(void *u, struct req *r, struct str field, struct str filename,
                      struct str type)
{
    (void)u;
    if (!upload_allowed(r, field, filename))
        return ERR_DENIED;
    TRY(draft_ready(r->ctx, r));
    struct file_target t = { .owner = FILE_OF_DRAFT, .draft_cookie = web_of(r)->draft_cookie };
    return upload_begin(r, &t, field, filename, type);
}

const struct http_sink web_report_4_set_sink = { begin, upload_data, upload_end, upload_abort,
                                                 NULL };

struct list wizard_file_rows(struct ctx *c, struct req *r, const struct wizard *w)
{
    struct file_list files;
    struct fault kept = c->fault;
    struct list none = { 0 };

    if (w->kind->amend || str_absent(w->cookie))
        return none;
    if (file_list_draft(c, w->cookie, &files) != ERR_OK) {
        c->fault = kept; /* the page with the words matters more */
        return none;
    }
    return upload_rows(r, &files);
}

enum err wizard_file_remove(struct ctx *c, struct req *r, const struct wizard *w)
{
    int64_t file = 0;

    if (str_absent(w->cookie) || !id_read(c, req_form(r, S("remove")), &file))
        return ERR_OK;
    enum err e = file_remove_draft(c, w->cookie, file);
    if (e == ERR_NOT_FOUND) { /* gone already, which is what was wanted */
        fault_clear(&c->fault);
        return ERR_OK;
    }
    return e;
}

enum err wizard_forget(struct ctx *c, struct str cookie)
{
    struct file_list files = { 0 };

    if (!draft_cookie_ok(cookie))
        return ERR_OK;
    TRY(file_list_draft(c, cookie, &files));
    for (size_t i = 0; i < files.n; i++)
        TRY(file_remove_draft(c, cookie, files.items[i].id));
    return draft_drop(c, cookie);
}
