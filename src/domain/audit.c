#include "domain/audit.h"

#include "domain/rowmac.h"
#include "gen/queries.h"

#define AUDIT_PAGES_MAX 100000 /* of a thousand rows: more than one chain can reach */

struct audit_row {
    int64_t org, seq, officer, matter, report;
    struct str act, detail;
    struct day day;
};

static void put_str(struct buf *b, struct str s)
{
    buf_byte(b, str_absent(s) ? 0 : 1);
    buf_u64be(b, s.n);
    buf_put(b, s);
}

static struct str row_head(struct ctx *c, struct str previous, const struct audit_row *r)
{
    struct buf b = buf_new(c->arena);
    put_str(&b, previous);
    buf_u64be(&b, (uint64_t)r->org);
    buf_u64be(&b, (uint64_t)r->seq);
    buf_u64be(&b, (uint64_t)r->officer);
    put_str(&b, r->act);
    buf_u64be(&b, (uint64_t)r->matter);
    buf_u64be(&b, (uint64_t)r->report);
    buf_u64be(&b, (uint64_t)r->day.n);
    put_str(&b, r->detail);
    uint8_t *head = arena_take(c->arena, AUDIT_HEAD_SIZE);
    hash_plain(buf_str(&b), head, AUDIT_HEAD_SIZE);
    return str_bytes(head, AUDIT_HEAD_SIZE);
}

static enum err append(struct ctx *c, struct audit_row *r)
{
    struct rows last;
    TRY(store_run(c, Q_AUDIT_LAST, &last, INT(r->org)));
    r->seq = last.n ? cell(&last, 0, 0)->i + 1 : 1;
    struct str head = row_head(c, last.n ? cell(&last, 0, 1)->s : STR_NONE, r);
    return store_run(c, Q_AUDIT_ADD, NULL, INT(r->org), INT(r->seq), ID(r->officer), TEXT(r->act),
                     ID(r->matter), ID(r->report), DAY(r->day), TEXT(r->detail), BLOB(head));
}

enum err audit_write(struct ctx *c, const char *act, int64_t matter, int64_t report,
                     struct str detail)
{
    struct audit_row r = { .org = c->actor->org,
                           .officer = c->actor->officer,
                           .matter = matter,
                           .report = report,
                           .act = str_of(act),
                           .detail = detail,
                           .day = ctx_today(c) };
    if (c->tx)
        return append(c, &r);
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(append(c, &r));
    tx = NULL;
    return store_commit(c);
}

static struct audit_row audit_row_at(const struct rows *page, size_t i, int64_t org)
{
    return (struct audit_row){ .org = org,
                               .seq = cell(page, i, 0)->i,
                               .officer = cell(page, i, 1)->i,
                               .act = cell(page, i, 2)->s,
                               .matter = cell(page, i, 3)->i,
                               .report = cell(page, i, 4)->i,
                               .day = cell_day(page, i, 5),
                               .detail = cell(page, i, 6)->s };
}

enum err audit_verify(struct ctx *c, int64_t org, bool *ret_ok, int64_t *ret_bad_seq)
{
    struct str head = STR_NONE;
    int64_t seq = 0;
    for (int turn = 0; turn < AUDIT_PAGES_MAX; turn++) {
        struct rows page;
        TRY(store_run(c, Q_AUDIT_PAGE, &page, INT(org), INT(seq)));
        for (size_t i = 0; i < page.n; i++) {
            struct audit_row r = audit_row_at(&page, i, org);
            head = row_head(c, head, &r);
            if (r.seq != ++seq || !str_eq(head, cell(&page, i, 7)->s)) {
                *ret_ok = false;
                *ret_bad_seq = seq;
                return ERR_OK;
            }
        }
        if (page.n == 0)
            break;
    }
    *ret_ok = true;
    *ret_bad_seq = 0;
    return ERR_OK;
}
