/*
 * my_paper.c - documents to read and print, and files to open again (send.h).
 */
#include "domain/document.h"
#include "i18n/i18n.h"
#include "web/desk.h"
#include "web/send.h"

/* ---- documents ---- */

struct doc_view {
    struct str title_of, number, text, day;
};
static const struct field doc_fields[] = { F_STR(struct doc_view, title_of),
                                           F_STR(struct doc_view, number),
                                           F_STR(struct doc_view, text),
                                           F_STR(struct doc_view, day), F_END };
const struct page_view web_my_doc_view = { "my_doc", doc_fields };

static enum err id_of(struct ctx *c, struct req *r, const char *key, int64_t *ret)
{
    if (!web_id_read(req_param(r, S("id")), ret))
        return FAULT(&c->fault, ERR_NOT_FOUND, key, "no id");
    return ERR_OK;
}

enum err web_my_doc(struct ctx *c, struct req *r, struct resp *w)
{
    struct document_view d;
    int64_t id;

    TRY(id_of(c, r, T_KEY("file.none"), &id));
    TRY(document_read(c, id, &d));
    struct doc_view v = { d.title, d.doc_no, d.text,
                          i18n_day(c->arena, web_of(r)->lang, d.made, ctx_today(c)) };
    web_of(r)->page.sub_progress = true;
    return web_render(r, w, "my_doc", (struct view){ doc_fields, &v });
}

/* ---- files ---- */

enum err web_my_file(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t id;

    TRY(id_of(c, r, T_KEY("file.none"), &id));
    return send_file(c, r, w, id);
}
