#include "web/upload.h"

#include "domain/idempotency.h"
#include "i18n/i18n.h"
#include "web/desk.h"

#define KIB 1024
#define MIB (1024 * 1024)

static struct upload *upload_of(struct req *r)
{
    struct web_req *wr = web_of(r);

    if (!wr->own)
        wr->own = arena_new_of(r->ctx->arena, struct upload);
    return (struct upload *)wr->own;
}

static bool chosen(struct req *r, struct str field, struct str filename)
{
    return filename.n > 0 && str_eq(field, S("file")) && web_csrf_ok(r);
}

bool upload_allowed(struct req *r, struct str field, struct str filename)
{
    return chosen(r, field, filename) && web_role_ok(r);
}

/* The first mistake is told; the form goes on. */
static enum err remember(struct req *r, enum err e)
{
    struct upload *up = upload_of(r);

    if (e != ERR_OK && up->fault.err == ERR_OK) {
        up->fault = r->ctx->fault;
        web_of(r)->refused_file = up->name;
    }
    if (e != ERR_OK)
        fault_clear(&r->ctx->fault);
    return e;
}

enum err upload_begin(struct req *r, const struct file_target *t, struct str field,
                      struct str filename, struct str type)
{
    struct upload *up = upload_of(r);
    struct file_target target = *t;
    struct str token = req_form(r, S("csrf"));

    up->now = NULL;
    if (token.n >= IDEMPOTENCY_KEY_MIN && token.n <= IDEMPOTENCY_KEY_MAX)
        target.once = token; /* another one on each page that is made */
    /* a session that is over loses no file: it waits in a draft that only its sender opens */
    bool waits = web_of(r)->session_dead && t->owner == FILE_OF_DRAFT;
    if (!upload_allowed(r, field, filename) && !(waits && chosen(r, field, filename)))
        return ERR_DENIED; /* nothing chosen, or the handler will say why */
    up->name = str_dup(r->ctx->arena, filename);
    return remember(r, file_upload_begin(r->ctx, &target, filename, type, &up->now));
}

enum err upload_data(void *u, struct req *r, const uint8_t *p, size_t n)
{
    struct upload *up = upload_of(r);
    enum err e = remember(r, file_upload_data(r->ctx, up->now, p, n));

    (void)u;
    if (e != ERR_OK) /* the part is read on without us */
        upload_abort(NULL, r);
    return e;
}

enum err upload_end(void *u, struct req *r)
{
    struct upload *up = upload_of(r);
    int64_t file;
    enum err e = remember(r, file_upload_end(r->ctx, up->now, &file));

    (void)u;
    up->now = NULL;
    if (e == ERR_OK && up->count < UPLOAD_IDS_MAX)
        up->ids[up->count] = file;
    if (e == ERR_OK)
        up->count++;
    return e;
}

void upload_abort(void *u, struct req *r)
{
    struct upload *up = upload_of(r);

    (void)u;
    if (up->now)
        file_upload_abort(up->now);
    up->now = NULL;
}

const int64_t *upload_files(struct req *r, size_t *ret_n)
{
    struct upload *up = upload_of(r);

    *ret_n = up->count < UPLOAD_IDS_MAX ? (size_t)up->count : UPLOAD_IDS_MAX;
    return up->ids;
}

enum err upload_result(struct req *r, int64_t *ret_count)
{
    struct upload *up = upload_of(r);

    *ret_count = up->count;
    if (up->fault.err != ERR_OK)
        r->ctx->fault = up->fault;
    return up->fault.err;
}

/* ---- lists ---- */

const struct field file_row_fields[] = { F_STR(struct file_row, id),
                                         F_STR(struct file_row, name),
                                         F_STR(struct file_row, size),
                                         F_STR(struct file_row, day),
                                         F_BOOL(struct file_row, mine),
                                         F_BOOL(struct file_row, opens),
                                         F_END };

struct str upload_size(struct arena *a, int64_t bytes)
{
    if (bytes < MIB)
        return str_fmt(a, "%lld KB", (long long)((bytes + KIB - 1) / KIB));
    int64_t tenths = (bytes * 10 + MIB / 2) / MIB;
    return str_fmt(a, "%lld.%lld MB", (long long)(tenths / 10), (long long)(tenths % 10));
}

struct file_list upload_of_message(struct arena *a, const struct file_list *all, int64_t message)
{
    struct file_view *items = arena_array(a, struct file_view, all->n + 1);
    size_t n = 0;

    for (size_t i = 0; i < all->n; i++) {
        if (all->items[i].message == message)
            items[n++] = all->items[i];
    }
    return (struct file_list){ items, n };
}

struct list upload_rows(struct req *r, const struct file_list *files)
{
    struct arena *a = r->ctx->arena;
    struct file_row *rows = arena_array(a, struct file_row, files->n + 1);

    for (size_t i = 0; i < files->n; i++) {
        const struct file_view *f = &files->items[i];
        rows[i] = (struct file_row){ id_text(r->ctx, f->open ? f->open : f->id),
                                     f->name,
                                     upload_size(a, f->size),
                                     i18n_day(a, web_of(r)->lang, f->day, ctx_today(r->ctx)),
                                     f->mine,
                                     f->open != 0 };
    }
    return (struct list){ rows, files->n };
}
