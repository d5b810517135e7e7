#include "domain/session_record.h"

/* Of this form; a record of another one is no session any more (people log in again). */
#define RECORD_FORM 1

static void put_str(struct buf *b, struct str s)
{
    buf_u32be(b, (uint32_t)s.n);
    buf_put(b, s);
}

static void put_key(struct buf *b, const struct key *k)
{
    buf_bytes(b, k->b, KEY_SIZE);
}

static void put_pair(struct buf *b, const struct key_pair *p)
{
    buf_bytes(b, p->pk.b, KEY_SIZE);
    put_key(b, &p->sk);
}

static void put_officer(struct buf *b, const struct actor *a)
{
    buf_u64be(b, (uint64_t)a->officer);
    buf_u64be(b, (uint64_t)a->org);
    buf_u64be(b, (uint64_t)a->dept);
    buf_u32be(b, a->generation);
    put_str(b, a->work_no);
    put_str(b, a->name);
    put_pair(b, &a->pair);
    buf_u32be(b, (uint32_t)a->desk_count);
    for (size_t i = 0; i < a->desk_count; i++) {
        const struct actor_desk *d = &a->desks[i];
        buf_u64be(b, (uint64_t)d->id);
        buf_u64be(b, (uint64_t)d->org);
        buf_bytes(b, d->kind, sizeof d->kind);
        buf_u32be(b, d->generation);
        put_pair(b, &d->pair);
    }
}

static void put_reporter(struct buf *b, const struct actor *a)
{
    buf_u64be(b, (uint64_t)a->report);
    put_key(b, &a->kr);
    put_key(b, &a->a);
    put_str(b, a->report_no);
}

static void put_panel(struct buf *b, const struct actor *a)
{
    buf_u64be(b, (uint64_t)a->seat);
    put_key(b, &a->kd);
    put_key(b, &a->share);
}

struct str session_record_write(struct arena *arena, const struct actor *a)
{
    struct buf b = buf_new(arena);
    buf_byte(&b, RECORD_FORM);
    buf_byte(&b, (char)a->kind);
    buf_u32be(&b, a->roles);
    buf_byte(&b, a->must_change_password ? 1 : 0);
    buf_u64be(&b, (uint64_t)a->last_login.ms);
    buf_u64be(&b, (uint64_t)a->failures_before);
    if (a->kind == ACTOR_OFFICER)
        put_officer(&b, a);
    else if (a->kind == ACTOR_PANEL)
        put_panel(&b, a);
    else
        put_reporter(&b, a);
    return buf_str(&b);
}

/* Reads on; past the end everything is zero and bad is set. */
struct reader {
    struct str rest;
    bool bad;
};

static struct str take(struct reader *r, size_t n)
{
    if (r->bad || r->rest.n < n) {
        r->bad = true;
        return S("");
    }
    struct str got = { r->rest.p, n };
    r->rest = (struct str){ r->rest.p + n, r->rest.n - n };
    return got;
}

static uint64_t take_int(struct reader *r, size_t bytes)
{
    struct str s = take(r, bytes);
    uint64_t v = 0;
    for (size_t i = 0; i < s.n; i++)
        v = v << 8 | (uint8_t)s.p[i];
    return v;
}

static struct str take_str(struct reader *r)
{
    return take(r, take_int(r, 4));
}

static void take_bytes(struct reader *r, void *out, size_t n)
{
    struct str s = take(r, n);
    if (s.n == n)
        memcpy(out, s.p, n);
}

static void take_pair(struct reader *r, struct key_pair *p)
{
    take_bytes(r, p->pk.b, KEY_SIZE);
    take_bytes(r, p->sk.b, KEY_SIZE);
}

static void take_officer(struct reader *r, struct actor *a)
{
    a->officer = (int64_t)take_int(r, 8);
    a->org = (int64_t)take_int(r, 8);
    a->dept = (int64_t)take_int(r, 8);
    a->generation = (uint32_t)take_int(r, 4);
    a->work_no = take_str(r);
    a->name = take_str(r);
    take_pair(r, &a->pair);
    a->desk_count = take_int(r, 4);
    if (a->desk_count > ACTOR_DESKS_MAX) {
        a->desk_count = 0;
        r->bad = true;
    }
    for (size_t i = 0; i < a->desk_count; i++) {
        struct actor_desk *d = &a->desks[i];
        d->id = (int64_t)take_int(r, 8);
        d->org = (int64_t)take_int(r, 8);
        take_bytes(r, d->kind, sizeof d->kind);
        d->generation = (uint32_t)take_int(r, 4);
        take_pair(r, &d->pair);
    }
}

static void take_reporter(struct reader *r, struct actor *a)
{
    a->report = (int64_t)take_int(r, 8);
    take_bytes(r, a->kr.b, KEY_SIZE);
    take_bytes(r, a->a.b, KEY_SIZE);
    a->report_no = take_str(r);
}

static void take_panel(struct reader *r, struct actor *a)
{
    a->seat = (int64_t)take_int(r, 8);
    take_bytes(r, a->kd.b, KEY_SIZE);
    take_bytes(r, a->share.b, KEY_SIZE);
}

static bool read_actor(struct reader *r, struct actor *a)
{
    if (take_int(r, 1) != RECORD_FORM)
        return false;
    a->kind = (enum actor_kind)take_int(r, 1);
    a->roles = (uint32_t)take_int(r, 4);
    a->must_change_password = take_int(r, 1) != 0;
    a->last_login.ms = (int64_t)take_int(r, 8);
    a->failures_before = (int64_t)take_int(r, 8);
    if (a->kind == ACTOR_OFFICER)
        take_officer(r, a);
    else if (a->kind == ACTOR_REPORTER)
        take_reporter(r, a);
    else if (a->kind == ACTOR_PANEL)
        take_panel(r, a);
    else
        return false;
    return !r->bad && r->rest.n == 0;
}

bool session_record_read(struct str record, struct actor *ret)
{
    struct reader r = { record, false };
    *ret = (struct actor){ 0 };
    bool ok = read_actor(&r, ret);
    if (!ok)
        *ret = (struct actor){ 0 };
    return ok;
}
