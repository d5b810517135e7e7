/* A file opened for reading, by those who may, in ranges. */
#include "domain/file_row.h"

#include <assert.h>
#include <errno.h>
#include <unistd.h>

#include "domain/app.h"
#include "domain/audit.h"
#include "domain/blob.h"
#include "domain/filetype.h"
#include "domain/reach.h"
#include "gen/queries.h"

struct file_reader {
    int fd;
    struct key f;
    int64_t file;
    uint64_t size, pieces;
    uint64_t held; /* index of the piece in plain; pieces = none */
    size_t n;      /* bytes of it */
    bool broken;
    uint8_t plain[PIECE_PLAIN];
    uint8_t sealed[PIECE_SEALED];
};

static enum err none(struct ctx *c)
{
    return FAULT(&c->fault, ERR_NOT_FOUND, "file.none", "none, or not in reach");
}

/* Original or copy, by domain 4.2. */
static enum err check_kind(struct ctx *c, const struct file_row *row, const struct file_words *w,
                           unsigned may)
{
    const struct file_type *type = file_type_named(w->type);

    if (str_eq(row->kind, S("EVIDENCE")))
        return may & REACH_EVIDENCE ? ERR_OK : none(c);
    if (may & REACH_RAW)
        return ERR_OK;
    if (!(may & REACH_CLEAN))
        return none(c);
    if (str_eq(row->kind, S("CLEAN")) || (type && type->clean == CLEAN_NEEDLESS))
        return ERR_OK;
    return FAULT(&c->fault, ERR_DENIED, "file.raw", "the original is for the handler");
}

static enum err reader_new(struct ctx *c, const struct file_row *row, const struct key *f,
                           const struct file_words *w, struct file_reader **ret)
{
    struct file_reader *r;
    uint64_t on_disk;
    int fd;

    TRY(blob_read(c, row->blob, &fd, &on_disk));
    if (on_disk != file_size_on_disk(w->size)) {
        (void)close(fd);
        return FAULT(&c->fault, ERR_IO, "file.damaged", "%llu bytes on disk",
                     (unsigned long long)on_disk);
    }
    r = arena_new_of(c->arena, struct file_reader);
    r->fd = fd;
    r->f = *f;
    r->file = row->id;
    r->size = w->size;
    r->pieces = file_pieces(w->size);
    r->held = r->pieces;
    *ret = r;
    return ERR_OK;
}

static void view_of(struct ctx *c, const struct file_row *row, const struct file_words *w,
                    struct file_view *ret)
{
    *ret = (struct file_view){ .id = row->id,
                               .name = w->name,
                               .type = w->type,
                               .kind = row->kind,
                               .size = (int64_t)w->size,
                               .day = row->day,
                               .clean = row->clean,
                               .open = row->id,
                               .message = row->message,
                               .mine = c->actor->kind != ACTOR_OFFICER &&
                                       str_eq(row->kind, S("ORIGINAL")) };
}

static enum err open_under(struct ctx *c, const struct file_row *row, const struct file_holder *h,
                           unsigned may, struct file_reader **ret, struct file_view *ret_view)
{
    struct file_words w;
    struct key f;
    enum err e;

    TRY(file_key_unwrap(c, h, row, &f));
    e = file_words_open(c, &f, row, &w);
    if (e == ERR_OK)
        e = check_kind(c, row, &w, may);
    if (e == ERR_OK)
        e = reader_new(c, row, &f, &w, ret);
    key_wipe(&f);
    if (e == ERR_OK)
        view_of(c, row, &w, ret_view);
    return e;
}

/* Who opened what: code of the kind and the file's id. */
static enum err write_audit(struct ctx *c, const struct file_row *row, struct file_reader *r)
{
    enum err e = ERR_OK;

    if (c->actor->kind == ACTOR_OFFICER)
        e = audit_write(c, "file.open", row->matter, row->report,
                        str_fmt(c->arena, "%.*s %lld", STR_ARG(row->kind), (long long)row->id));
    if (e != ERR_OK)
        file_reader_close(r);
    return e;
}

static enum err row_find(struct ctx *c, int64_t file, struct file_row *ret)
{
    struct rows r;

    TRY(store_run(c, Q_FILE_FIND, &r, INT(file)));
    if (r.n == 0)
        return none(c);
    *ret = file_row_read(&r, 0);
    return ERR_OK;
}

/* What is out of reach is not there, whatever else is wrong. */
static enum err reach_file(struct ctx *c, const struct file_row *row, unsigned *ret_may)
{
    enum err e = row->report   ? reach_report(c, row->report, ret_may)
                 : row->matter ? reach_matter(c, row->matter, ret_may)
                               : ERR_NOT_FOUND;

    return e == ERR_NOT_FOUND ? none(c) : e;
}

enum err file_open(struct ctx *c, int64_t file, struct file_reader **ret,
                   struct file_view *ret_view)
{
    struct file_row row;
    struct key k;
    unsigned may;
    enum err e;

    TRY(row_find(c, file, &row));
    TRY(reach_file(c, &row, &may));
    TRY(vault_open(c, row.report ? OBJECT_KR : OBJECT_KM, row.report ? row.report : row.matter,
                   &k));
    struct file_holder h = file_holder_object(row.report ? row.report : row.matter, &k);
    e = open_under(c, &row, &h, may, ret, ret_view);
    key_wipe(&k);
    if (e != ERR_OK)
        return e;
    return write_audit(c, &row, *ret);
}

enum err file_open_draft(struct ctx *c, struct str draft_cookie, int64_t file,
                         struct file_reader **ret, struct file_view *ret_view)
{
    uint8_t id[16];
    struct file_row row;
    struct file_holder h;
    struct key under;
    enum err e;

    TRY(row_find(c, file, &row));
    TRY(file_draft_holder(c, draft_cookie, id, &under, &h));
    e = str_eq(row.draft, str_bytes(id, sizeof(id)))
            ? open_under(c, &row, &h, REACH_RAW | REACH_CLEAN, ret, ret_view)
            : none(c);
    key_wipe(&under);
    return e;
}

/* ---- pieces ---- */

static bool read_all(int fd, uint8_t *p, size_t n, uint64_t at)
{
    while (n > 0) {
        ssize_t k = pread(fd, p, n, (off_t)at);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return false;
        p += k;
        n -= (size_t)k;
        at += (uint64_t)k;
    }
    return true;
}

static bool hold(struct file_reader *r, uint64_t index)
{
    bool last = index + 1 == r->pieces;
    size_t plain = last ? (size_t)(r->size - index * PIECE_PLAIN) : PIECE_PLAIN;
    size_t n = plain + (PIECE_SEALED - PIECE_PLAIN);

    if (r->held == index)
        return true;
    r->held = r->pieces;
    if (!read_all(r->fd, r->sealed, n, index * PIECE_SEALED) ||
        !piece_open(&r->f, r->file, index, last, r->sealed, n, r->plain, &r->n) || r->n != plain)
        return false;
    r->held = index;
    return true;
}

int64_t file_read(struct file_reader *r, uint64_t offset, uint8_t *p, size_t n)
{
    size_t done = 0;

    if (r->broken)
        return -1;
    while (done < n && offset < r->size) {
        if (!hold(r, offset / PIECE_PLAIN)) {
            r->broken = true; /* what was read before is good and goes out first */
            return done > 0 ? (int64_t)done : -1;
        }
        size_t from = (size_t)(offset % PIECE_PLAIN);
        size_t m = r->n - from < n - done ? r->n - from : n - done;
        memcpy(p + done, r->plain + from, m);
        done += m;
        offset += m;
    }
    return (int64_t)done;
}

void file_reader_close(struct file_reader *r)
{
    if (!r || r->fd < 0)
        return;
    (void)close(r->fd);
    r->fd = -1;
    key_wipe(&r->f);
    explicit_bzero(r->plain, sizeof(r->plain));
}
