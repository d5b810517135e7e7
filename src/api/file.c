/*
 * file.c - evidence over the API: multipart up, bytes and ranges down.
 *
 * The parts of an upload go to the domain as they arrive, on the I/O thread; a mistake of one part
 * is remembered and told in the answer, the others are kept.
 */
#include "domain/file.h"
#include "api/frame.h"

#define FILES_SENT_MAX 20

struct upload {
    struct file_upload *now;
    struct {
        struct str name;
        int64_t id;
        const char *error;
    } done[FILES_SENT_MAX];
    size_t n;
    struct fault first;
};

static struct upload *upload_of(struct req *r)
{
    struct api_req *ar = api_of(r);
    if (!ar->own)
        ar->own = arena_new_of(r->ctx->arena, struct upload);
    return (struct upload *)ar->own;
}

static void keep_error(struct ctx *c, struct upload *u)
{
    const struct fault *f = &c->fault;
    if (u->n < FILES_SENT_MAX)
        u->done[u->n].error = f->field_count ? f->fields[0].key : f->key;
    if (u->first.err == ERR_OK)
        u->first = *f;
    fault_clear(&c->fault);
}

static enum err begin(void *x, struct req *r, struct str field, struct str filename,
                      struct str type)
{
    struct ctx *c = r->ctx;
    struct upload *u = upload_of(r);
    (void)x;
    (void)field;
    if (c->actor->kind != ACTOR_REPORTER || c->actor->must_change_password ||
        u->n == FILES_SENT_MAX)
        return ERR_DENIED; /* handle says why */
    struct file_target t = { .owner = FILE_OF_REPORT,
                             .report = c->actor->report,
                             .key = &c->actor->kr };
    u->done[u->n].name = str_dup(c->arena, filename);
    enum err e = file_upload_begin(c, &t, filename, type, &u->now);
    if (e != ERR_OK) {
        keep_error(c, u);
        u->n++;
    }
    return e;
}

static enum err data(void *x, struct req *r, const uint8_t *p, size_t n)
{
    struct upload *u = upload_of(r);
    (void)x;
    enum err e = file_upload_data(r->ctx, u->now, p, n);
    if (e != ERR_OK)
        fault_clear(&r->ctx->fault); /* end repeats it */
    return ERR_OK;
}

static enum err end(void *x, struct req *r)
{
    struct upload *u = upload_of(r);
    (void)x;
    if (file_upload_end(r->ctx, u->now, &u->done[u->n].id) != ERR_OK)
        keep_error(r->ctx, u);
    u->now = NULL;
    u->n++;
    return ERR_OK;
}

static void cut(void *x, struct req *r)
{
    struct upload *u = upload_of(r);
    (void)x;
    if (u->now)
        file_upload_abort(u->now);
    u->now = NULL;
}

const struct http_sink api_my_file_sink = { begin, data, end, cut, NULL };

/* 201 when at least one came; each with its id or what is wrong with it. */
enum err api_my_file(struct ctx *c, struct req *r, struct resp *w)
{
    struct upload *u = upload_of(r);
    size_t good = 0;
    for (size_t i = 0; i < u->n; i++)
        good += u->done[i].error == NULL;
    if (u->n == 0)
        return FAULT(&c->fault, ERR_INVALID, "file.none_sent", "no part");
    if (good == 0) {
        c->fault = u->first;
        return u->first.err;
    }
    struct json j = api_json(r, w, 201);
    json_open(&j, '[');
    for (size_t i = 0; i < u->n; i++) {
        json_open(&j, '{');
        json_kstr(&j, "name", u->done[i].name);
        api_id(c, &j, "id", u->done[i].error ? 0 : u->done[i].id);
        json_kstr(&j, "error", u->done[i].error ? api_text(r, str_of(u->done[i].error)) : STR_NONE);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return ERR_OK;
}

static void write_files(struct ctx *c, struct req *r, struct resp *w, const struct file_list *list)
{
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < list->n; i++) {
        const struct file_view *f = &list->items[i];
        json_open(&j, '{');
        api_id(c, &j, "id", f->id);
        api_id(c, &j, "open", f->open);
        json_kstr(&j, "name", f->name);
        json_kstr(&j, "type", f->type);
        json_kstr(&j, "kind", f->kind);
        json_ki64(&j, "size", f->size);
        api_day(&j, "day", f->day);
        json_close(&j, '}');
    }
    json_close(&j, ']');
}

enum err api_my_files(struct ctx *c, struct req *r, struct resp *w)
{
    struct file_list list = { 0 };
    TRY(file_list_report(c, c->actor->report, &list));
    write_files(c, r, w, &list);
    return ERR_OK;
}

enum err api_matter_files(struct ctx *c, struct req *r, struct resp *w)
{
    struct file_list list = { 0 };
    int64_t report;
    TRY(api_report_of_matter(c, r, &report));
    TRY(file_list_report(c, report, &list));
    write_files(c, r, w, &list);
    return ERR_OK;
}

/* ---- down ---- */

struct down {
    struct file_reader *reader;
    uint64_t from;
};

static int64_t down_read(void *u, uint64_t offset, uint8_t *p, size_t n)
{
    struct down *d = (struct down *)u;
    return file_read(d->reader, d->from + offset, p, n);
}

static void down_close(void *u)
{
    file_reader_close(((struct down *)u)->reader);
}

/* "bytes=0-499", "bytes=500-", "bytes=-500": one range; anything else is answered whole. */
static bool range_of(struct str h, uint64_t size, uint64_t *from, uint64_t *to)
{
    if (!str_starts(h, S("bytes=")) || size == 0)
        return false;
    struct str rest = str_slice(h, 6, h.n), first = str_cut(&rest, '-');
    uint64_t a = 0, b = 0;
    if (str_absent(rest) || (first.n && !str_u64(first, &a)) || (rest.n && !str_u64(rest, &b)))
        return false;
    if (first.n == 0) {
        if (rest.n == 0 || b == 0)
            return false;
        *from = b < size ? size - b : 0;
        *to = size - 1;
        return true;
    }
    *from = a;
    *to = rest.n && b < size ? b : size - 1;
    return a < size && *from <= *to;
}

static enum err send_file(struct ctx *c, struct req *r, struct resp *w)
{
    struct file_view v = { 0 };
    struct down *d = arena_new_of(c->arena, struct down);
    int64_t id = 0;
    uint64_t to;
    if (!id_read(c, req_param(r, S("file")), &id))
        return FAULT(&c->fault, ERR_NOT_FOUND, "file.none", "no id");
    TRY(file_open(c, id, &d->reader, &v));
    uint64_t size = (uint64_t)v.size;
    to = size ? size - 1 : 0;
    if (range_of(req_header(r, S("range")), size, &d->from, &to)) {
        w->status = 206;
        resp_header(w, S("Content-Range"),
                    str_fmt(c->arena, "bytes %llu-%llu/%llu", (unsigned long long)d->from,
                            (unsigned long long)to, (unsigned long long)size));
    }
    resp_header(w, S("Accept-Ranges"), S("bytes"));
    resp_header(w, S("Content-Type"), v.type);
    resp_header(w, S("Content-Disposition"), S("attachment"));
    w->stream =
        (struct http_stream){ size ? (int64_t)(to - d->from + 1) : 0, down_read, down_close, d };
    return ERR_OK;
}

enum err api_my_file_get(struct ctx *c, struct req *r, struct resp *w)
{
    return send_file(c, r, w);
}

enum err api_matter_file_get(struct ctx *c, struct req *r, struct resp *w)
{
    return send_file(c, r, w);
}
