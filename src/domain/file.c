/* Rows of files: sealed, listed, moved from a draft to a report, removed. */
#include "domain/file_row.h"

#include <assert.h>
#include <stdlib.h>

#include "domain/app.h"
#include "domain/blob.h"
#include "domain/draft.h"
#include "domain/filetype.h"
#include "domain/reach.h"
#include "gen/queries.h"

enum {
    F_ID,
    F_KIND,
    F_ORIGINAL,
    F_MESSAGE,
    F_NAME,
    F_DAY,
    F_KEY,
    F_ROW,
    F_REPORT,
    F_MATTER,
    F_CLEAN,
    F_DRAFT
};

/* ---- one row ---- */

struct file_row file_row_read(const struct rows *r, size_t i)
{
    return (struct file_row){ .id = cell(r, i, F_ID)->i,
                              .kind = cell(r, i, F_KIND)->s,
                              .original = cell(r, i, F_ORIGINAL)->i,
                              .message = cell(r, i, F_MESSAGE)->i,
                              .blob = cell(r, i, F_NAME)->s,
                              .day = cell_day(r, i, F_DAY),
                              .sealed_key = cell(r, i, F_KEY)->s,
                              .sealed_row = cell(r, i, F_ROW)->s,
                              .report = cell(r, i, F_REPORT)->i,
                              .matter = cell(r, i, F_MATTER)->i,
                              .clean = cell(r, i, F_CLEAN)->i,
                              .draft = cell(r, i, F_DRAFT)->s };
}

static enum err broken(struct ctx *c)
{
    return FAULT(&c->fault, ERR_STORE, "file.broken", "a file's row does not open");
}

struct file_holder file_holder_draft(const uint8_t row_id[16], const struct key *under)
{
    int64_t id;

    memcpy(&id, row_id, sizeof(id));
    return (struct file_holder){ HOLDER_DRAFT, id, under };
}

struct file_holder file_holder_object(int64_t id, const struct key *under)
{
    return (struct file_holder){ HOLDER_OBJECT, id, under };
}

static struct binding binding_of(const struct file_holder *h, int64_t file)
{
    return (struct binding){ OBJECT_FILE, file, (uint8_t)h->kind, h->id, 1 };
}

struct str file_key_wrap(struct ctx *c, const struct file_holder *h, int64_t file,
                         const struct key *f)
{
    return key_wrap(c, h->under, binding_of(h, file), f);
}

enum err file_key_unwrap(struct ctx *c, const struct file_holder *h, const struct file_row *row,
                         struct key *ret)
{
    bool ok = key_unwrap(h->under, binding_of(h, row->id), row->sealed_key, ret);

    return ok ? ERR_OK : broken(c);
}

/* The owner is no part of the place: a file goes from a draft to a report and its words stay. */
static struct place words_place(int64_t file)
{
    return (struct place){ .table = PLACE_FILE, .column = 2, .row = file, .version = 1 };
}

struct str file_words_seal(struct ctx *c, const struct key *f, int64_t file,
                           const struct file_words *w)
{
    struct str text =
        str_fmt(c->arena, "%.*s\n%.*s\n%llu\n%llu\n%.*s\n%lld", STR_ARG(w->name), STR_ARG(w->type),
                (unsigned long long)w->size, (unsigned long long)file_pieces(w->size),
                STR_ARG(str_hex(c->arena, w->sha256, sizeof(w->sha256))), (long long)w->at.ms);

    return record_seal(c, f, words_place(file), text, true);
}

enum err file_words_open(struct ctx *c, const struct key *f, const struct file_row *row,
                         struct file_words *ret)
{
    struct file_words w = { 0 };
    struct str text, hash, size, pieces;
    uint64_t n;

    if (!record_open(c->arena, f, words_place(row->id), row->sealed_row, true, &text))
        return broken(c);
    w.name = str_cut(&text, '\n');
    w.type = str_cut(&text, '\n');
    size = str_cut(&text, '\n');
    pieces = str_cut(&text, '\n');
    if (!str_unhex(c->arena, str_cut(&text, '\n'), &hash) || hash.n != sizeof(w.sha256) ||
        !str_u64(size, &w.size) || !str_u64(pieces, &n) || n != file_pieces(w.size) ||
        !str_i64(text, &w.at.ms))
        return broken(c);
    memcpy(w.sha256, hash.p, sizeof(w.sha256));
    *ret = w;
    return ERR_OK;
}

struct str file_line(struct ctx *c, const struct key *f, const uint8_t sha256[32])
{
    uint8_t h[32];

    hmac_sha256(f, str_bytes(sha256, 32), h);
    struct str hex = str_hex(c->arena, h, sizeof(h));
    return str_fmt(c->arena, "file %.*s\n", STR_ARG(hex));
}

enum err file_draft_holder(struct ctx *c, struct str cookie, uint8_t row_id[16], struct key *key,
                           struct file_holder *ret)
{
    if (!draft_cookie_ok(cookie))
        return FAULT(&c->fault, ERR_NOT_FOUND, "draft.none", "no draft under this cookie");
    draft_row_id(cookie, row_id);
    *key = draft_key(cookie);
    *ret = file_holder_draft(row_id, key);
    return ERR_OK;
}

/* ---- lists ---- */

/* Which of original and copy this reader may open. */
static int64_t opens(const struct file_row *row, struct str type, unsigned may)
{
    const struct file_type *t = file_type_named(type);
    bool needless = t && t->clean == CLEAN_NEEDLESS;
    bool inside = str_eq(row->kind, S("EVIDENCE"));

    if (inside)
        return may & REACH_EVIDENCE ? row->id : 0;
    if (may & REACH_RAW || (needless && may & REACH_CLEAN))
        return row->id;
    return may & REACH_CLEAN ? row->clean : 0;
}

struct listed {
    struct file_view view;
    struct instant at;
};

static int by_time(const void *a, const void *b)
{
    const struct listed *x = a, *y = b;

    if (x->at.ms != y->at.ms)
        return x->at.ms < y->at.ms ? -1 : 1;
    return x->view.id < y->view.id ? -1 : x->view.id > y->view.id;
}

static enum err list_one(struct ctx *c, const struct file_row *row, const struct file_holder *h,
                         unsigned may, struct listed *ret)
{
    struct file_words w;
    struct key f;

    TRY(file_key_unwrap(c, h, row, &f));
    enum err e = file_words_open(c, &f, row, &w);
    key_wipe(&f);
    if (e != ERR_OK)
        return e;
    ret->at = w.at;
    ret->view = (struct file_view){ .id = row->id,
                                    .name = w.name,
                                    .type = w.type,
                                    .kind = row->kind,
                                    .size = (int64_t)w.size,
                                    .day = row->day,
                                    .clean = row->clean,
                                    .message = row->message,
                                    .open = opens(row, w.type, may),
                                    .mine = c->actor->kind != ACTOR_OFFICER &&
                                            str_eq(row->kind, S("ORIGINAL")) };
    return ERR_OK;
}

static enum err list_rows(struct ctx *c, const struct rows *r, const struct file_holder *h,
                          unsigned may, struct file_list *ret)
{
    struct listed *all = arena_array(c->arena, struct listed, r->n + 1);
    struct file_view *items = arena_array(c->arena, struct file_view, r->n + 1);
    size_t n = 0;

    for (size_t i = 0; i < r->n && n < FILES_SHOWN_MAX; i++) {
        struct file_row row = file_row_read(r, i);
        if (!str_eq(row.kind, S("CLEAN")))
            TRY(list_one(c, &row, h, may, &all[n++]));
    }
    qsort(all, n, sizeof(*all), by_time);
    for (size_t i = 0; i < n; i++)
        items[i] = all[i].view;
    *ret = (struct file_list){ items, n };
    return ERR_OK;
}

enum err file_list_draft(struct ctx *c, struct str draft_cookie, struct file_list *ret)
{
    uint8_t id[16];
    struct key under;
    struct file_holder h;
    struct rows r;

    TRY(file_draft_holder(c, draft_cookie, id, &under, &h));
    enum err e = store_run(c, Q_FILE_OF_DRAFT, &r, BLOB(str_bytes(id, sizeof(id))));
    if (e == ERR_OK)
        e = list_rows(c, &r, &h, REACH_RAW | REACH_CLEAN, ret);
    key_wipe(&under);
    return e;
}

static enum err put_lines(struct ctx *c, const struct rows *r, const struct file_holder *h,
                          struct buf *lines)
{
    for (size_t i = 0; i < r->n; i++) {
        struct file_row row = file_row_read(r, i);
        struct file_words w;
        struct key f;
        if (str_eq(row.kind, S("CLEAN"))) /* follows from its original */
            continue;
        TRY(file_key_unwrap(c, h, &row, &f));
        enum err e = file_words_open(c, &f, &row, &w);
        if (e == ERR_OK)
            buf_put(lines, file_line(c, &f, w.sha256));
        key_wipe(&f);
        TRY(e);
    }
    return ERR_OK;
}

enum err file_draft_lines(struct ctx *c, struct str draft_cookie, struct str *ret)
{
    struct buf lines = buf_new(c->arena);
    uint8_t id[16];
    struct key under;
    struct file_holder h;
    struct rows r;

    *ret = S("");
    if (str_absent(draft_cookie) || !draft_cookie_ok(draft_cookie))
        return ERR_OK;
    TRY(file_draft_holder(c, draft_cookie, id, &under, &h));
    enum err e = store_run(c, Q_FILE_OF_DRAFT, &r, BLOB(str_bytes(id, sizeof(id))));
    if (e == ERR_OK)
        e = put_lines(c, &r, &h, &lines);
    key_wipe(&under);
    if (e == ERR_OK)
        *ret = buf_str(&lines);
    return e;
}

enum err file_list_report(struct ctx *c, int64_t report, struct file_list *ret)
{
    struct rows r;
    struct key kr;
    unsigned may;

    TRY(reach_report(c, report, &may));
    TRY(vault_open(c, OBJECT_KR, report, &kr));
    struct file_holder h = file_holder_object(report, &kr);
    enum err e = store_run(c, Q_FILE_OF_REPORT, &r, INT(report));
    if (e == ERR_OK)
        e = list_rows(c, &r, &h, may, ret);
    key_wipe(&kr);
    return e;
}

enum err file_list_matter(struct ctx *c, int64_t matter, struct file_list *ret)
{
    struct rows r;
    struct key km;
    unsigned may;

    TRY(reach_matter(c, matter, &may));
    if (!(may & REACH_EVIDENCE)) {
        *ret = (struct file_list){ NULL, 0 };
        return ERR_OK;
    }
    TRY(vault_open(c, OBJECT_KM, matter, &km));
    struct file_holder h = file_holder_object(matter, &km);
    enum err e = store_run(c, Q_FILE_OF_MATTER, &r, INT(matter));
    if (e == ERR_OK)
        e = list_rows(c, &r, &h, may, ret);
    key_wipe(&km);
    return e;
}

/* ---- from one holder to another ---- */

static enum err rewrap_one(struct ctx *c, const struct file_row *row,
                           const struct file_holder *from, const struct file_holder *to)
{
    struct key f;

    TRY(file_key_unwrap(c, from, row, &f));
    struct str wrapped = file_key_wrap(c, to, row->id, &f);
    key_wipe(&f);
    return store_run(c, Q_FILE_TO_REPORT, NULL, INT(to->id), BLOB(wrapped), INT(row->id));
}

static enum err rewrap_all(struct ctx *c, const struct rows *r, const struct file_holder *from,
                           const struct file_holder *to)
{
    for (size_t i = 0; i < r->n; i++) {
        struct file_row row = file_row_read(r, i);
        TRY(rewrap_one(c, &row, from, to));
    }
    return ERR_OK;
}

enum err file_take_over(struct ctx *c, struct str draft_cookie, int64_t report,
                        const struct key *kr)
{
    uint8_t id[16];
    struct key under;
    struct file_holder from, to = file_holder_object(report, kr);
    struct rows r;

    assert(c->tx);
    if (str_absent(draft_cookie) || !draft_cookie_ok(draft_cookie))
        return ERR_OK;
    TRY(file_draft_holder(c, draft_cookie, id, &under, &from));
    enum err e = store_run(c, Q_FILE_OF_DRAFT, &r, BLOB(str_bytes(id, sizeof(id))));
    if (e == ERR_OK)
        e = rewrap_all(c, &r, &from, &to);
    key_wipe(&under);
    return e;
}

enum err file_rewrap(struct ctx *c, int64_t report, const struct key *kr_old,
                     const struct key *kr_new)
{
    struct file_holder from = file_holder_object(report, kr_old);
    struct file_holder to = file_holder_object(report, kr_new);
    struct rows r;

    assert(c->tx);
    TRY(store_run(c, Q_FILE_OF_REPORT, &r, INT(report)));
    return rewrap_all(c, &r, &from, &to);
}

/* ---- away ---- */

/* Rows first: a blob without a row is swept, a row without its blob is a loss. */
static void remove_blobs(struct ctx *c, const struct rows *r)
{
    for (size_t i = 0; i < r->n; i++)
        blob_remove(c->app->blobs, cell(r, i, 0)->s);
}

enum err file_remove_draft(struct ctx *c, struct str draft_cookie, int64_t file)
{
    uint8_t id[16];
    struct rows r;

    if (!draft_cookie_ok(draft_cookie))
        return FAULT(&c->fault, ERR_NOT_FOUND, "draft.none", "no draft under this cookie");
    draft_row_id(draft_cookie, id);
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_FILE_REMOVE, &r, BLOB(str_bytes(id, sizeof(id))), INT(file)));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "file.none", "not in this draft");
    tx = NULL;
    TRY(store_commit(c));
    remove_blobs(c, &r);
    return ERR_OK;
}

enum err file_forget(struct ctx *c, int64_t report)
{
    return store_run(c, Q_FILE_FORGET, NULL, INT(report));
}

enum err file_expire(struct ctx *c, int64_t *ret_removed)
{
    struct rows r;

    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_FILE_EXPIRED, &r, INT(c->now.ms)));
    tx = NULL;
    TRY(store_commit(c));
    remove_blobs(c, &r);
    *ret_removed = (int64_t)r.n;
    return ERR_OK;
}
