/* One upload: kind by content, sealed in pieces, a clean copy beside it, kept or gone. */
#include "domain/file_row.h"

#include <assert.h>

#include "base/utf8.h"
#include "domain/app.h"
#include "domain/blob.h"
#include "domain/clean.h"
#include "domain/event.h"
#include "domain/filetype.h"
#include "domain/id.h"
#include "domain/idempotency.h"
#include "domain/reach.h"
#include "gen/queries.h"

#define ZIP_END 22 /* bytes of the record at the end of a zip, without its comment */
#define MIB (UINT64_C(1) << 20)

/* One blob being written: a full piece waits until it is known not to be the last. */
struct sealing {
    struct blob_writer blob;
    struct key f;
    int64_t file;
    uint64_t index, size;
    size_t n;
    struct sha256_stream *sha;
    uint8_t plain[PIECE_PLAIN];
};

/* Does the end of a zip stand at the end of this file? Readers of zip begin there, so that a
 * picture can carry a program behind it. */
struct zip_tail {
    uint64_t ends_at; /* where the newest such record says the file ends; 0 none */
    size_t n;
    uint8_t last[ZIP_END - 1];
};

struct file_upload {
    struct ctx *c;
    struct file_target t;
    struct followed at; /* whose event it is; of a report */
    uint64_t size_max, total_max, count_max, left;
    struct str name;
    const struct file_type *type;
    size_t head_n;
    uint8_t head[FILE_HEAD];
    struct sealing *original, *copy; /* copy NULL: none is made */
    struct clean *clean;
    struct zip_tail tail;
    uint8_t *sealed;               /* one piece as it goes to disk */
    uint8_t draft[16], sha256[32]; /* of the original, at the end */
    int64_t before;                /* the same file by the same form is there already; 0 not */
    bool over;
    struct fault fault; /* the first error; its err says whether there is one */
};

/* ---- errors ---- */

static enum err keep_fault(struct file_upload *u, enum err e)
{
    if (e != ERR_OK && u->fault.err == ERR_OK) {
        u->fault = u->c->fault;
        u->fault.err = e;
    }
    return e;
}

static enum err repeat(struct file_upload *u)
{
    u->c->fault = u->fault;
    return u->fault.err;
}

static enum err refuse(struct ctx *c, const char *key)
{
    fault_field(&c->fault, "file", key, 0);
    return ERR_INVALID;
}

/* ---- one blob ---- */

static enum err sealing_new(struct file_upload *u, struct sealing **ret)
{
    struct sealing *s = arena_new_of(u->c->arena, struct sealing);

    s->file = ctx_random_id(u->c);
    s->f = key_random(u->c);
    s->sha = sha256_new(u->c->arena);
    *ret = s;
    return blob_create(u->c, &s->blob);
}

static enum err seal_piece(struct file_upload *u, struct sealing *s, bool last)
{
    size_t n = piece_seal(u->c, &s->f, s->file, s->index++, last, s->plain, s->n, u->sealed);

    s->n = 0;
    return blob_write(u->c, &s->blob, u->sealed, n);
}

static enum err sealing_add(struct file_upload *u, struct sealing *s, const uint8_t *p, size_t n)
{
    sha256_add(s->sha, str_bytes(p, n));
    s->size += n;
    while (n > 0) {
        if (s->n == PIECE_PLAIN)
            TRY(seal_piece(u, s, false));
        size_t m = n < PIECE_PLAIN - s->n ? n : PIECE_PLAIN - s->n;
        memcpy(s->plain + s->n, p, m);
        s->n += m;
        p += m;
        n -= m;
    }
    return ERR_OK;
}

static void sealing_drop(struct file_upload *u, struct sealing *s)
{
    if (!s)
        return;
    blob_take_back(u->c->app->blobs, &s->blob);
    key_wipe(&s->f);
    explicit_bzero(s->plain, sizeof(s->plain));
}

/* ---- beginning ---- */

static struct str basename_of(struct str name)
{
    for (size_t i = name.n; i > 0; i--) {
        if (name.p[i - 1] == '/' || name.p[i - 1] == '\\')
            return str_slice(name, i, name.n);
    }
    return name;
}

static enum err clean_name(struct ctx *c, struct str name, struct str *ret)
{
    struct str n = STR_NONE;

    if (!str_absent(name) && !utf8_clean(c->arena, basename_of(name), &n))
        return refuse(c, T_KEY("file.name"));
    for (size_t i = 0; i < n.n; i++) {
        if (n.p[i] == '\n' || n.p[i] == '\t')
            return refuse(c, T_KEY("file.name"));
    }
    size_t long_by = utf8_count(n) > FILE_NAME_MAX ? utf8_count(n) - FILE_NAME_MAX : 0;
    if (long_by > 0) /* its end says more than its beginning */
        n = str_slice(n, utf8_head(n, long_by).n, n.n);
    *ret = n;
    return ERR_OK;
}

static enum err usage(struct file_upload *u, uint64_t *ret_count, uint64_t *ret_bytes)
{
    const struct file_target *t = &u->t;
    struct rows r;

    switch (t->owner) {
    case FILE_OF_DRAFT:
        TRY(store_run(u->c, Q_FILE_USAGE_DRAFT, &r, BLOB(str_bytes(u->draft, 16))));
        break;
    case FILE_OF_REPORT:
        TRY(store_run(u->c, Q_FILE_USAGE_REPORT, &r, INT(t->report)));
        break;
    case FILE_OF_MATTER:
        TRY(store_run(u->c, Q_FILE_USAGE_MATTER, &r, INT(t->matter)));
        break;
    }
    *ret_count = (uint64_t)cell(&r, 0, 0)->i;
    *ret_bytes = (uint64_t)cell(&r, 0, 1)->i;
    return ERR_OK;
}

/* Is there room for one more, and for so many bytes? */
static enum err check_room(struct file_upload *u, uint64_t size, uint64_t *ret_left)
{
    struct fault *f = &u->c->fault;
    uint64_t count, bytes;

    TRY(usage(u, &count, &bytes));
    if (count >= u->count_max)
        return FAULT(f, ERR_LIMIT, "file.too_many", "%llu files", (unsigned long long)count);
    if (bytes + size > u->total_max)
        return FAULT(f, ERR_LIMIT, "file.total", "%llu bytes", (unsigned long long)bytes);
    *ret_left = u->total_max - bytes;
    return ERR_OK;
}

static uint64_t limit(struct ctx *c, int64_t org, struct str key)
{
    return (uint64_t)app_parameter(c, org, key, ctx_today(c)).value;
}

static void read_limits(struct file_upload *u, int64_t org)
{
    u->count_max = limit(u->c, org, S("file.count_max"));
    u->size_max = limit(u->c, org, S("file.size_max")) * MIB;
    u->total_max = limit(u->c, org, S("file.total_max")) * MIB;
}

static enum err target_check(struct file_upload *u)
{
    struct ctx *c = u->c;
    int64_t org = PARAMETER_ORG_BASE;
    unsigned may;

    switch (u->t.owner) {
    case FILE_OF_DRAFT: {
        struct key k;
        struct file_holder h;
        TRY(file_draft_holder(c, u->t.draft_cookie, u->draft, &k, &h));
        key_wipe(&k);
        break;
    }
    case FILE_OF_REPORT:
        assert(u->t.key);
        TRY(reach_report(c, u->t.report, &may));
        TRY(followed_find(c, u->t.report, &u->at));
        org = u->at.org;
        break;
    case FILE_OF_MATTER:
        assert(u->t.key);
        TRY(reach_matter(c, u->t.matter, &may));
        org = c->actor->org;
        break;
    }
    read_limits(u, org);
    return ERR_OK;
}

enum err file_upload_begin(struct ctx *c, const struct file_target *t, struct str name,
                           struct str declared, struct file_upload **ret)
{
    struct file_upload *u = arena_new_of(c->arena, struct file_upload);

    (void)declared; /* browsers guess it from the name; we look at the bytes */
    u->c = c;
    u->t = *t;
    TRY(clean_name(c, name, &u->name));
    if (!file_ending_known(u->name))
        return refuse(c, T_KEY("file.kind"));
    TRY(target_check(u));
    TRY(check_room(u, 0, &u->left));
    u->sealed = arena_take(c->arena, PIECE_SEALED);
    enum err e = sealing_new(u, &u->original);
    if (e != ERR_OK) {
        sealing_drop(u, u->original);
        return e;
    }
    *ret = u;
    return ERR_OK;
}

/* ---- data ---- */

static void put_copy(void *arg, const uint8_t *p, size_t n)
{
    struct file_upload *u = arg;

    if (u->fault.err == ERR_OK)
        (void)keep_fault(u, sealing_add(u, u->copy, p, n)); /* asked for after each piece */
}

static enum err begin_copy(struct file_upload *u)
{
    if (u->type->clean != CLEAN_JPEG && u->type->clean != CLEAN_PNG)
        return ERR_OK;
    enum err e = sealing_new(u, &u->copy);
    if (e != ERR_OK)
        return e;
    u->clean = arena_new_of(u->c->arena, struct clean);
    if (u->type->clean == CLEAN_JPEG)
        clean_jpeg_start(u->clean, put_copy, u);
    else
        clean_png_start(u->clean, put_copy, u);
    return ERR_OK;
}

static void drop_copy(struct file_upload *u)
{
    sealing_drop(u, u->copy);
    u->copy = NULL;
    u->clean = NULL;
}

/* p[0..n) follows what was seen; at is where p begins in the file. */
/* By its first letter: every byte of every file goes by here, and memmem of so short a mark takes
 * an eighth of an upload. */
static const uint8_t *zip_end_in(const uint8_t *p, size_t n)
{
    static const char mark[] = "PK\5\6";
    const uint8_t *end = p + n;

    while ((p = memchr(p, mark[0], (size_t)(end - p))) != NULL && end - p >= 4) {
        if (memcmp(p, mark, 4) == 0)
            return p;
        p++;
    }
    return NULL;
}

static void tail_add(struct zip_tail *t, uint64_t at, const uint8_t *p, size_t n)
{
    const uint8_t *from = p;

    while (n >= ZIP_END) {
        const uint8_t *hit = zip_end_in(from, n - (size_t)(from - p));
        if (!hit || n - (size_t)(hit - p) < ZIP_END)
            break;
        uint64_t comment = (uint64_t)hit[20] | (uint64_t)hit[21] << 8;
        t->ends_at = at + (uint64_t)(hit - p) + ZIP_END + comment;
        from = hit + 1;
    }
}

/* The record may lie across two pieces: the last bytes of each are looked at again with the next.
 */
static void tail_look(struct zip_tail *t, uint64_t at, const uint8_t *p, size_t n)
{
    uint8_t both[2 * (ZIP_END - 1)];
    size_t m = n < ZIP_END - 1 ? n : ZIP_END - 1;

    memcpy(both, t->last, t->n);
    memcpy(both + t->n, p, m);
    tail_add(t, at - t->n, both, t->n + m);
    tail_add(t, at, p, n);
    if (n >= ZIP_END - 1) {
        memcpy(t->last, p + n - (ZIP_END - 1), ZIP_END - 1);
        t->n = ZIP_END - 1;
        return;
    }
    size_t all = t->n + m, drop = all > ZIP_END - 1 ? all - (ZIP_END - 1) : 0;
    memcpy(t->last, both + drop, all - drop);
    t->n = all - drop;
}

static enum err feed(struct file_upload *u, const uint8_t *p, size_t n)
{
    struct fault *f = &u->c->fault;
    uint64_t size = u->original->size + n;

    if (size > u->size_max)
        return FAULT(f, ERR_LIMIT, "file.too_large", "over %llu", (unsigned long long)u->size_max);
    if (file_size_on_disk(size) > u->left)
        return FAULT(f, ERR_LIMIT, "file.total", "over %llu", (unsigned long long)u->total_max);
    if (!u->type->zip)
        tail_look(&u->tail, u->original->size, p, n);
    TRY(sealing_add(u, u->original, p, n));
    if (u->clean && !clean_add(u->clean, p, n))
        drop_copy(u);
    return u->fault.err;
}

static enum err decide(struct file_upload *u)
{
    struct ctx *c = u->c;
    struct str head = str_bytes(u->head, u->head_n);
    const char *key = NULL;

    u->type = file_type_of(head, u->name, &key);
    if (!u->type)
        return refuse(c, key);
    TRY(begin_copy(u));
    return feed(u, u->head, u->head_n);
}

static enum err take(struct file_upload *u, const uint8_t *p, size_t n)
{
    if (!u->type) {
        size_t m = n < FILE_HEAD - u->head_n ? n : FILE_HEAD - u->head_n;
        memcpy(u->head + u->head_n, p, m);
        u->head_n += m;
        p += m;
        n -= m;
        if (u->head_n < FILE_HEAD)
            return ERR_OK;
        TRY(decide(u));
    }
    return n > 0 ? feed(u, p, n) : ERR_OK;
}

enum err file_upload_data(struct ctx *c, struct file_upload *u, const uint8_t *p, size_t n)
{
    assert(c == u->c && !u->over);
    if (u->fault.err != ERR_OK)
        return repeat(u);
    return keep_fault(u, take(u, p, n));
}

/* ---- end ---- */

static struct str kind_of(const struct file_upload *u, const struct sealing *s)
{
    if (s == u->copy)
        return S("CLEAN");
    if (u->t.owner == FILE_OF_MATTER)
        return S("EVIDENCE");
    return u->t.scan ? S("SCAN") : S("ORIGINAL");
}

static struct str named(struct file_upload *u)
{
    struct arena *a = u->c->arena;

    if (u->name.n == 0)
        return str_fmt(a, "file.%s", u->type->ending);
    for (size_t i = 0; i < u->name.n; i++) {
        if (u->name.p[i] == '.')
            return u->name;
    }
    return str_fmt(a, "%.*s.%s", STR_ARG(u->name), u->type->ending);
}

/* A blob with its row's sealed columns, ready for the transaction. */
struct ready {
    const struct sealing *s;
    struct str key, words, line;
};

static struct ready ready_of(struct file_upload *u, struct sealing *s, const struct file_holder *h)
{
    struct ctx *c = u->c;
    struct file_words w = {
        .name = named(u), .type = str_of(u->type->mime), .size = s->size, .at = c->now
    };

    sha256_end(s->sha, w.sha256);
    if (s == u->original)
        memcpy(u->sha256, w.sha256, sizeof(u->sha256));
    return (struct ready){ s, file_key_wrap(c, h, s->file, &s->f),
                           file_words_seal(c, &s->f, s->file, &w), file_line(c, &s->f, w.sha256) };
}

static enum err store_row(struct file_upload *u, const struct ready *r)
{
    struct ctx *c = u->c;
    enum file_owner o = u->t.owner;
    const struct sealing *s = r->s;
    struct value original = s == u->copy ? INT(u->original->file) : NONE;

    return store_run(c, Q_FILE_ADD, NULL, INT(s->file),
                     o == FILE_OF_REPORT ? INT(u->t.report) : NONE,
                     o == FILE_OF_MATTER ? INT(u->t.matter) : NONE,
                     o == FILE_OF_DRAFT ? BLOB(str_bytes(u->draft, sizeof(u->draft))) : NONE,
                     TEXT(kind_of(u, s)), original, u->t.message ? INT(u->t.message) : NONE,
                     BLOB(str_bytes(s->blob.name, BLOB_NAME_SIZE)), DAY(ctx_today(c)),
                     INT((int64_t)file_size_on_disk(s->size)), BLOB(r->key), BLOB(r->words),
                     o == FILE_OF_DRAFT ? INT(c->now.ms + DAY_MS) : NONE);
}

/* Something was added to a report: its reporter sees that, and the log has it. A draft is nobody's
 * business, evidence has its place in the file. */
static enum err event_of(struct file_upload *u, const struct ready *original,
                         struct event_draft **ret)
{
    struct ctx *c = u->c;
    struct event_new n = { .kind = "E_FILE",
                           .matter = u->at.matter,
                           .org = u->at.org,
                           .channel = u->at.channel,
                           .named = u->at.named,
                           .happened = ctx_today(c),
                           .actor_role = c->actor->kind == ACTOR_REPORTER ? S("RO_REPORTER")
                                                                          : S("RO_CLERK") };

    *ret = NULL;
    if (u->t.owner != FILE_OF_REPORT)
        return ERR_OK;
    n.readers[n.reader_count++] =
        (struct event_reader){ .report = u->t.report, .kr = u->t.key, .lines = original->line };
    n.one_report = true;
    return event_prepare(c, &n, ret);
}

static enum err once_of(struct file_upload *u, struct idempotency *ret)
{
    struct buf what = buf_new(u->c->arena);

    buf_fmt(&what, "FILE %.*s\n", STR_ARG(u->name));
    for (size_t i = 0; i < sizeof(u->sha256); i++)
        buf_fmt(&what, "%02x", u->sha256[i]);
    return idempotency_of(u->c, u->t.once, str_z(u->c->arena, buf_str(&what)), S(""), ret);
}

/* In the transaction. Stored by this form before, and taken away again: it is stored anew. */
static enum err once_mark(struct file_upload *u, const struct idempotency *once)
{
    struct ctx *c = u->c;
    struct str answer;
    struct rows r;
    int64_t id;
    bool found;

    TRY(idempotency_find(c, once, &found, &answer));
    if (found && id_read(c, answer, &id)) {
        TRY(store_run(c, Q_FILE_THERE, &r, INT(id)));
        u->before = r.n ? id : 0;
    }
    if (u->before)
        return ERR_OK;
    if (found)
        TRY(idempotency_forget(c, once));
    return idempotency_store(c, once, id_text(c, u->original->file));
}

static enum err store_all(struct file_upload *u, const struct ready *original,
                          const struct ready *copy)
{
    struct ctx *c = u->c;
    struct event_draft *event;
    struct idempotency once;
    uint64_t left;

    TRY(event_of(u, original, &event));
    if (!str_absent(u->t.once))
        TRY(once_of(u, &once));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    if (!str_absent(u->t.once))
        TRY(once_mark(u, &once));
    if (u->before)
        return ERR_OK;                                               /* nothing was changed */
    TRY(check_room(u, file_size_on_disk(u->original->size), &left)); /* another may have come */
    TRY(store_row(u, original));
    if (copy->s)
        TRY(store_row(u, copy));
    if (event)
        TRY(event_append(c, event, NULL));
    tx = NULL;
    return store_commit(c);
}

static enum err finish_blobs(struct file_upload *u)
{
    TRY(seal_piece(u, u->original, true));
    if (u->copy)
        TRY(seal_piece(u, u->copy, true));
    TRY(blob_keep(u->c, &u->original->blob));
    return u->copy ? blob_keep(u->c, &u->copy->blob) : ERR_OK;
}

static enum err store_under(struct file_upload *u, const struct file_holder *h)
{
    struct ready copy = { 0 }, original = ready_of(u, u->original, h);

    if (u->copy)
        copy = ready_of(u, u->copy, h);
    return store_all(u, &original, &copy);
}

static enum err store_for_owner(struct file_upload *u)
{
    const struct file_target *t = &u->t;
    struct file_holder h;
    struct key under;
    enum err e;

    if (t->owner != FILE_OF_DRAFT) {
        h = file_holder_object(t->owner == FILE_OF_REPORT ? t->report : t->matter, t->key);
        return store_under(u, &h);
    }
    TRY(file_draft_holder(u->c, t->draft_cookie, u->draft, &under, &h));
    e = store_under(u, &h);
    key_wipe(&under);
    return e;
}

static enum err finish(struct file_upload *u)
{
    if (!u->type)
        TRY(decide(u));
    if (u->tail.ends_at == u->original->size && u->original->size > 0)
        return refuse(u->c, T_KEY("file.two_kinds"));
    if (u->clean && !clean_end(u->clean))
        drop_copy(u);
    TRY(finish_blobs(u));
    return store_for_owner(u);
}

enum err file_upload_end(struct ctx *c, struct file_upload *u, int64_t *ret_file)
{
    enum err e;

    assert(c == u->c && !u->over);
    e = u->fault.err != ERR_OK ? repeat(u) : finish(u);
    if (e != ERR_OK || u->before) {
        if (e == ERR_OK)
            *ret_file = u->before;
        file_upload_abort(u);
        return e;
    }
    blob_done(&u->original->blob);
    if (u->copy)
        blob_done(&u->copy->blob);
    *ret_file = u->original->file;
    file_upload_abort(u); /* nothing is left to take back: wipes the keys */
    return ERR_OK;
}

void file_upload_abort(struct file_upload *u)
{
    if (u->over)
        return;
    u->over = true;
    sealing_drop(u, u->original);
    sealing_drop(u, u->copy);
    explicit_bzero(u->head, sizeof(u->head));
}
