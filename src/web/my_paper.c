/*
 * my_paper.c - documents to read and print, and files to open again (send.h).
 */
#include "domain/document.h"
#include "i18n/i18n.h"
#include "web/desk.h"
#include "web/send.h"

/* ---- documents ---- */

struct line_view {
    struct str text;
    bool title, sign;
};
struct doc_view {
    struct str number, hash, salt;
    struct list lines;
};
static const struct field line_fields[] = { F_STR(struct line_view, text),
                                            F_BOOL(struct line_view, title),
                                            F_BOOL(struct line_view, sign), F_END };
static const struct field doc_fields[] = {
    F_STR(struct doc_view, number), F_STR(struct doc_view, hash), F_STR(struct doc_view, salt),
    F_LIST(struct doc_view, lines, struct line_view, line_fields), F_END
};
const struct page_view web_my_doc_view = { "my_doc", doc_fields };

static enum err id_of(struct ctx *c, struct req *r, const char *key, int64_t *ret)
{
    if (!id_read(c, req_param(r, S("id")), ret))
        return FAULT(&c->fault, ERR_NOT_FOUND, key, "no id");
    return ERR_OK;
}

enum err web_my_doc(struct ctx *c, struct req *r, struct resp *w)
{
    struct document_view d;
    int64_t id;

    TRY(id_of(c, r, T_KEY("document.none"), &id));
    TRY(document_read(c, id, &d));
    struct line_view *lines = arena_array(c->arena, struct line_view, d.line_count + 1);
    for (size_t i = 0; i < d.line_count; i++)
        lines[i] = (struct line_view){ d.lines[i].text, d.lines[i].mark == DOCUMENT_TITLE,
                                       d.lines[i].mark == DOCUMENT_SIGN };
    struct doc_view v = { d.doc_no, d.hash, d.salt, { lines, d.line_count } };
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
