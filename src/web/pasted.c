#include "web/pasted.h"

struct pasted {
    struct buf text;
    bool chosen, large;
};

static struct pasted *pasted_of(struct req *r)
{
    struct web_req *wr = web_of(r);

    if (!wr->own) {
        struct pasted *p = arena_new_of(r->ctx->arena, struct pasted);
        p->text = buf_new(r->ctx->arena);
        wr->own = p;
    }
    return (struct pasted *)wr->own;
}

enum err pasted_begin(void *u, struct req *r, struct str field, struct str filename,
                      struct str type)
{
    struct pasted *p = pasted_of(r);

    (void)u;
    (void)type;
    if (p->chosen || filename.n == 0 || !str_eq(field, S("file")))
        return ERR_DENIED; /* nothing chosen, or one file too many: skipped unread */
    p->chosen = true;
    web_of(r)->refused_file = str_dup(r->ctx->arena, filename);
    return ERR_OK;
}

enum err pasted_data(void *u, struct req *r, const uint8_t *bytes, size_t n)
{
    struct pasted *p = pasted_of(r);

    (void)u;
    p->large = p->large || p->text.n + n > PASTED_MAX;
    if (!p->large)
        buf_bytes(&p->text, bytes, n);
    return ERR_OK;
}

enum err pasted_end(void *u, struct req *r)
{
    (void)u;
    (void)r;
    return ERR_OK;
}

void pasted_abort(void *u, struct req *r)
{
    (void)u;
    (void)r; /* the arena goes with the request */
}

enum err pasted_text(struct ctx *c, struct req *r, const char *box, struct str *ret)
{
    struct pasted *p = pasted_of(r);

    if (p->large) {
        fault_field(&c->fault, "file", T_KEY("pasted.large"), 0);
        return ERR_INVALID;
    }
    *ret = p->chosen ? buf_str(&p->text) : req_form(r, str_of(box));
    if (str_absent(*ret))
        *ret = S("");
    return ERR_OK;
}
