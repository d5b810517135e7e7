/*
 * log_public.c - what stands in the public log for everybody: the documents behind its public
 * leaves, and the sheet with the day's head for the notice board.
 */
#include "i18n/i18n.h"
#include "web/log_said.h"
#include "web/log_words.h"

#define SKIP_MAX 1000000
#define ROOT_DIGITS 32 /* eight groups of four: log.md 2.6 */

/* ---- behind a page ---- */

const struct field said_fields[] = {
    F_STR(struct said_view, doc_href), F_STR(struct said_view, hash),
    F_STR(struct said_view, index),    F_STR(struct said_view, day),
    F_BOOL(struct said_view, has),     F_BOOL(struct said_view, numbered),
    F_BOOL(struct said_view, changed), F_END
};

enum err said_of(struct ctx *c, struct req *r, struct str subject, struct said_view *ret,
                 struct str *ret_document)
{
    struct public_document d;
    enum err e = public_leaf_last(c, subject, &d);

    *ret = (struct said_view){ .has = false };
    *ret_document = STR_NONE;
    if (e == ERR_NOT_FOUND) {
        fault_clear(&c->fault);
        return ERR_OK;
    }
    TRY(e);
    ret->has = true;
    ret->hash = str_hex(c->arena, d.hash.p, d.hash.n);
    ret->doc_href = str_fmt(c->arena, "/log/public/%.*s", STR_ARG(ret->hash));
    ret->numbered = d.numbered;
    ret->index = log_number(r, d.index);
    ret->day = i18n_day(c->arena, web_of(r)->lang, day_of(d.since), ctx_today(c));
    *ret_document = d.document;
    return ERR_OK;
}

/* ---- all of them ---- */

struct said_row {
    struct str kind, first, doc_href, hash, index, day, iso;
    bool numbered;
};
static const struct field said_row_fields[] = { F_STR(struct said_row, kind),
                                                F_STR(struct said_row, first),
                                                F_STR(struct said_row, doc_href),
                                                F_STR(struct said_row, hash),
                                                F_STR(struct said_row, index),
                                                F_STR(struct said_row, day),
                                                F_STR(struct said_row, iso),
                                                F_BOOL(struct said_row, numbered),
                                                F_END };
struct public_view {
    struct list rows;
    struct str more_href;
};
static const struct field public_fields[] = { F_LIST(struct public_view, rows, struct said_row,
                                                     said_row_fields),
                                              F_STR(struct public_view, more_href), F_END };
const struct page_view web_log_public_view = { "log_public", public_fields };

/* "body 330400, from 2026-07-01" of a document: its second and third line. */
static struct str about(struct ctx *c, struct str document)
{
    struct str rest = document;

    (void)str_cut(&rest, '\n');
    struct str one = str_cut(&rest, '\n'), two = str_cut(&rest, '\n');
    if (two.n > 80 || str_empty(two))
        return str_slice(one, 0, one.n < 120 ? one.n : 120);
    return str_fmt(c->arena, "%.*s, %.*s", STR_ARG(one), STR_ARG(two));
}

static struct said_row row_of(struct ctx *c, struct req *r, const struct public_document *d)
{
    struct str hex = str_hex(c->arena, d->hash.p, d->hash.n);
    struct str key = str_fmt(c->arena, "%.*s%d", STR_ARG(T_PREFIX("log.public.kind.")), d->kind);

    return (struct said_row){ .kind = web_text(r, str_z(c->arena, key)),
                              .first = about(c, d->document),
                              .doc_href = str_fmt(c->arena, "/log/public/%.*s", STR_ARG(hex)),
                              .hash = str_slice(hex, 0, 16),
                              .index = log_number(r, d->index),
                              .day = i18n_day(c->arena, web_of(r)->lang, day_of(d->since),
                                              ctx_today(c)),
                              .iso = day_format(c->arena, day_of(d->since)),
                              .numbered = d->numbered };
}

enum err web_log_public(struct ctx *c, struct req *r, struct resp *w)
{
    struct public_documents l;
    struct public_view v = { .more_href = STR_NONE };
    uint64_t skip = 0;

    if (!str_u64(req_query(r, S("skip")), &skip) || skip > SKIP_MAX)
        skip = 0;
    TRY(public_leaf_page(c, (int64_t)skip, &l));
    struct said_row *rows = arena_array(c->arena, struct said_row, l.n + 1);
    for (size_t i = 0; i < l.n; i++)
        rows[i] = row_of(c, r, &l.items[i]);
    v.rows = (struct list){ rows, l.n };
    if (l.more)
        v.more_href =
            str_fmt(c->arena, "/log/public?skip=%llu", (unsigned long long)skip + PUBLIC_LEAF_PAGE);
    return web_render(r, w, "log_public", (struct view){ public_fields, &v });
}

/* The bytes whose hash was logged. */
enum err web_log_public_one(struct ctx *c, struct req *r, struct resp *w)
{
    struct public_document d;
    struct str hex = req_param(r, S("hash"));

    TRY(public_leaf_named(c, hex, &d));
    TRY(log_send_file(c, w, str_fmt(c->arena, "%.*s.txt", STR_ARG(hex)), d.document));
    resp_header(w, S("Access-Control-Allow-Origin"), S("*"));
    return ERR_OK;
}

/* ---- the day's sheet ---- */

struct sheet_view {
    bool has;
    struct str origin, vkey, size, root, day, time;
};
static const struct field sheet_fields[] = {
    F_BOOL(struct sheet_view, has), F_STR(struct sheet_view, origin),
    F_STR(struct sheet_view, vkey), F_STR(struct sheet_view, size),
    F_STR(struct sheet_view, root), F_STR(struct sheet_view, day),
    F_STR(struct sheet_view, time), F_END
};
const struct page_view web_log_sheet_view = { "log_sheet", sheet_fields };

static enum err read_head(struct ctx *c, struct req *r, struct log_sheet *ret)
{
    struct log_keys *keys = arena_new_of(c->arena, struct log_keys);
    struct note_key *k = &keys->all[0];
    struct checkpoint head;
    struct str note;
    uint64_t size;

    TRY(public_log_keys(c, keys));
    TRY(public_log_checkpoint(c, &note, &size));
    if (!log_keys_open(c->arena, keys, note, &head, NULL))
        return FAULT(&c->fault, ERR_STORE, "log.broken", "the last signed head");
    struct str hex = str_hex(c->arena, head.root.b, HASH_BYTES);
    *ret = (struct log_sheet){ true, k->name, note_key_text(c->arena, k), log_number(r, head.size),
                               log_grouped(c->arena, str_slice(hex, 0, ROOT_DIGITS)) };
    return ERR_OK;
}

enum err log_sheet_read(struct ctx *c, struct req *r, struct log_sheet *ret)
{
    *ret = (struct log_sheet){ .has = false };
    enum err e = read_head(c, r, ret);

    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    fault_clear(&c->fault); /* there is none yet */
    return ERR_OK;
}

enum err web_log_sheet(struct ctx *c, struct req *r, struct resp *w)
{
    struct log_sheet s;
    int lang = web_of(r)->lang;

    TRY(log_sheet_read(c, r, &s));
    struct sheet_view v = { s.has,
                            s.origin,
                            s.vkey,
                            s.size,
                            s.root,
                            i18n_day_full(c->arena, lang, ctx_today(c)),
                            i18n_time(c->arena, lang, c->now, ctx_today(c)) };
    return web_render(r, w, "log_sheet", (struct view){ sheet_fields, &v });
}
