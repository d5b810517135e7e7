/*
 * public_cache.c - public pages and the figures in them from memory: made once a minute for each
 * language and look, then copied.
 *
 * One mutex guards both tables; it is held for a look-up and a copy, never while a page is made.
 * While one thread makes a page anew, the others get the last one. A job makes the figures anew
 * before they are over, so that no visitor waits for them. Under a simulated clock, which
 * stands still and jumps, nothing is kept.
 *
 * Pages are kept compressed too. They hold neither a secret nor anything a visitor typed, which is
 * what makes that safe (BREACH); pages behind a log-in are never compressed.
 */
#include <pthread.h>
#define ZLIB_CONST
#include <zlib.h>

#include "domain/org.h"
#include "domain/region.h"
#include "web/figure.h"
#include "web/public_cache.h"

#define PAGES_MAX 192               /* what is asked for least recently goes */
#define PAGE_BYTES_MAX (192 * 1024) /* a longer page is made each time */
#define PAGE_LIFE_MS INT64_C(60000)
#define GZIP_WINDOW (15 + 16) /* the largest, in a gzip frame */
#define FIGURES_MAX 160
#define FIGURES_LIFE_MS INT64_C(600000)
#define FIGURES_RENEW_MS INT64_C(540000) /* the job is sooner than a visitor */
#define FIGURES_BYTES_MAX (64 * 1024)

struct kept_page {
    uint64_t key; /* 0: free */
    struct arena *arena;
    struct str path, type, disposition, etag, body;
    struct str gzip; /* absent: it did not get shorter */
    int lang;
    size_t look;
    int64_t made_ms, used;
    bool being_made;
};

struct kept_figures {
    int64_t org, made_ms, used; /* org 0: free */
    struct day from, to;
    struct str id; /* absent: all of them */
    bool asked;    /* by a visitor, since they were made */
    struct arena *arena;
    struct statistic_list list;
};

struct public_cache {
    pthread_mutex_t lock;
    int64_t tick; /* counts look-ups, for what was used least recently */
    struct kept_page pages[PAGES_MAX];
    struct kept_figures figures[FIGURES_MAX];
};

struct public_cache *public_cache_new(struct arena *a)
{
    struct public_cache *k = arena_new_of(a, struct public_cache);
    pthread_mutex_init(&k->lock, NULL);
    return k;
}

void public_cache_free(struct public_cache *k)
{
    if (!k)
        return;
    for (size_t i = 0; i < PAGES_MAX; i++)
        arena_free(k->pages[i].arena);
    for (size_t i = 0; i < FIGURES_MAX; i++)
        arena_free(k->figures[i].arena);
    pthread_mutex_destroy(&k->lock);
}

/* ---- pages ---- */

static uint64_t fnv(uint64_t h, struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        h = (h ^ (uint8_t)s.p[i]) * UINT64_C(0x100000001b3);
    return h;
}

static uint64_t key_of(struct req *r, int lang, size_t look)
{
    uint64_t h = fnv(UINT64_C(0xcbf29ce484222325), r->path);
    h = (h ^ (uint64_t)(lang * 16 + (int)look + 1)) * UINT64_C(0x100000001b3);
    return h ? h : 1;
}

static struct kept_page *page_find(struct public_cache *k, struct req *r)
{
    int lang = web_of(r)->lang;
    size_t look = web_look_number(r);
    uint64_t key = key_of(r, lang, look);
    for (size_t i = 0; i < PAGES_MAX; i++) {
        struct kept_page *p = &k->pages[i];
        if (p->key == key && str_eq(p->path, r->path) && p->lang == lang && p->look == look)
            return p;
    }
    return NULL;
}

static bool fresh(int64_t made_ms, int64_t life, struct instant now)
{
    return made_ms && now.ms >= made_ms && now.ms - made_ms < life;
}

static bool bypass(struct req *r)
{
    const struct web_req *wr = web_of(r);
    return wr->web->app->simulated || r->method == HTTP_POST ||
           !str_absent(req_cookie(r, S("done")));
}

bool public_cache_ready(struct req *r)
{
    struct public_cache *k = web_of(r)->web->cache;
    bool ready = false;
    if (bypass(r))
        return false;
    pthread_mutex_lock(&k->lock);
    const struct kept_page *p = page_find(k, r);
    if (p)
        ready = p->being_made || fresh(p->made_ms, PAGE_LIFE_MS, r->ctx->now);
    pthread_mutex_unlock(&k->lock);
    return ready;
}

static void kept_headers(struct req *r, struct resp *w, struct str etag)
{
    if (web_of(r)->set_cookie_count > 0)
        return; /* finish() forbids keeping it */
    resp_header(w, S("ETag"), etag);
    resp_header(w, S("Cache-Control"), S("public, max-age=60"));
    resp_header(w, S("Vary"), S("Accept-Language, Accept-Encoding, Cookie"));
    if (str_eq(req_header(r, S("if-none-match")), etag)) {
        w->status = 304;
        w->body.n = 0;
    }
}

/* The body in one piece of gzip, in a; absent: it did not get shorter, or zlib has no memory. */
static struct str gzipped(struct arena *a, struct str body)
{
    z_stream z = { 0 };
    struct str out = STR_NONE;
    if (!body.n ||
        deflateInit2(&z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        return out;
    char *to = arena_take(a, body.n);
    z.next_in = (const Bytef *)body.p;
    z.avail_in = (uInt)body.n;
    z.next_out = (Bytef *)to;
    z.avail_out = (uInt)body.n;
    if (deflate(&z, Z_FINISH) == Z_STREAM_END)
        out = str_bytes(to, (size_t)z.total_out);
    deflateEnd(&z);
    return out;
}

/* Which of both bodies goes out, with the tag of that one. */
static void put_body(struct req *r, struct resp *w, struct str plain, struct str gzip,
                     struct str *etag)
{
    struct arena *a = r->ctx->arena;
    bool packed = !str_absent(gzip) && web_accepts(r, "gzip");
    w->body = buf_new(a);
    buf_put(&w->body, packed ? gzip : plain);
    if (!packed)
        return;
    resp_header(w, S("Content-Encoding"), S("gzip"));
    *etag = str_fmt(a, "%.*s-gz\"", (int)etag->n - 1, etag->p);
}

bool public_cache_serve(struct req *r, struct resp *w)
{
    struct public_cache *k = web_of(r)->web->cache;
    struct arena *a = r->ctx->arena;
    if (bypass(r))
        return false;
    struct str type = STR_NONE, disposition = STR_NONE, etag = STR_NONE;
    pthread_mutex_lock(&k->lock);
    struct kept_page *p = page_find(k, r);
    if (p && !fresh(p->made_ms, PAGE_LIFE_MS, r->ctx->now) && !p->being_made) {
        p->being_made = true; /* by this thread; the others go on with the last one */
        p = NULL;
    }
    if (p) {
        p->used = ++k->tick;
        type = str_dup(a, p->type);
        disposition = str_dup(a, p->disposition);
        etag = str_dup(a, p->etag);
        put_body(r, w, p->body, p->gzip, &etag);
    }
    pthread_mutex_unlock(&k->lock);
    if (!p)
        return false;
    resp_header(w, S("Content-Type"), type);
    resp_header(w, S("Content-Language"), web_of(r)->page.lang);
    if (!str_absent(disposition))
        resp_header(w, S("Content-Disposition"), disposition);
    kept_headers(r, w, etag);
    return true;
}

static struct kept_page *page_oldest(struct public_cache *k)
{
    struct kept_page *best = &k->pages[0];
    for (size_t i = 0; i < PAGES_MAX; i++)
        if (k->pages[i].used < best->used)
            best = &k->pages[i];
    return best;
}

static struct str header_of(const struct resp *w, struct str name)
{
    for (size_t i = 0; i < w->header_count; i++)
        if (str_eq(w->headers[i].name, name))
            return w->headers[i].value;
    return STR_NONE;
}

static void keep_page(struct public_cache *k, struct req *r, const struct resp *w, struct str etag,
                      struct str gzip)
{
    struct kept_page *p = page_find(k, r);
    if (!p)
        p = page_oldest(k);
    struct arena *a = p->arena ? p->arena : arena_new(2 * PAGE_BYTES_MAX + 8192);
    arena_reset(a);
    *p = (struct kept_page){ .arena = a, .made_ms = r->ctx->now.ms, .used = ++k->tick };
    p->lang = web_of(r)->lang;
    p->look = web_look_number(r);
    p->key = key_of(r, p->lang, p->look);
    p->path = str_dup(a, r->path);
    p->type = str_dup(a, header_of(w, S("Content-Type")));
    p->disposition = str_dup(a, header_of(w, S("Content-Disposition")));
    p->etag = str_dup(a, etag);
    p->body = str_dup(a, buf_str(&w->body));
    p->gzip = str_absent(gzip) ? gzip : str_dup(a, gzip);
}

void public_cache_keep(struct req *r, struct resp *w, bool made)
{
    struct public_cache *k = web_of(r)->web->cache;
    bool good = made && (w->status == 0 || w->status == 200) && w->body.n <= PAGE_BYTES_MAX &&
                r->path.n <= 1024;
    struct str body = buf_str(&w->body);
    struct str etag = str_fmt(r->ctx->arena, "\"%016llx\"",
                              (unsigned long long)fnv(UINT64_C(0xcbf29ce484222325), body));
    struct str gzip = good ? gzipped(r->ctx->arena, body) : STR_NONE;
    if (bypass(r)) { /* not kept; a slow line is slow all the same */
        if (good)
            put_body(r, w, body, gzip, &etag);
        return;
    }
    pthread_mutex_lock(&k->lock);
    struct kept_page *waits = page_find(k, r);
    if (waits)
        waits->being_made = false;
    if (good)
        keep_page(k, r, w, etag, gzip);
    pthread_mutex_unlock(&k->lock);
    if (!good)
        return;
    put_body(r, w, body, gzip, &etag);
    kept_headers(r, w, etag);
}

/* ---- figures ---- */

static struct statistic_list copy_list(struct arena *a, const struct statistic_list *l)
{
    struct statistic *items = arena_array(a, struct statistic, l->n + 1);
    for (size_t i = 0; i < l->n; i++) {
        items[i] = l->items[i];
        items[i].id = str_dup(a, l->items[i].id);
        items[i].part = str_dup(a, l->items[i].part);
        items[i].text = str_dup(a, l->items[i].text);
    }
    return (struct statistic_list){ items, l->n };
}

static struct kept_figures *figures_find(struct public_cache *k, int64_t org, struct str id,
                                         struct day from, struct day to)
{
    for (size_t i = 0; i < FIGURES_MAX; i++) {
        struct kept_figures *f = &k->figures[i];
        if (f->org == org && f->from.n == from.n && f->to.n == to.n && str_eq(f->id, id))
            return f;
    }
    return NULL;
}

static struct kept_figures *figures_oldest(struct public_cache *k)
{
    struct kept_figures *f = &k->figures[0];
    for (size_t i = 0; i < FIGURES_MAX; i++)
        if (k->figures[i].used < f->used)
            f = &k->figures[i];
    return f;
}

static void keep_figures(struct public_cache *k, const struct kept_figures *fresh_ones)
{
    struct kept_figures *f =
        figures_find(k, fresh_ones->org, fresh_ones->id, fresh_ones->from, fresh_ones->to);
    if (!f)
        f = figures_oldest(k);
    struct arena *a = f->arena ? f->arena : arena_new(FIGURES_BYTES_MAX);
    arena_reset(a);
    *f = *fresh_ones;
    f->arena = a;
    f->used = ++k->tick;
    f->id = str_dup(a, fresh_ones->id);
    f->list = copy_list(a, &fresh_ones->list);
}

enum err public_figures(struct ctx *c, struct web *web, int64_t org, struct str id, struct day from,
                        struct day to, struct statistic_list *ret)
{
    struct public_cache *k = web->cache;
    bool found = false;
    pthread_mutex_lock(&k->lock);
    struct kept_figures *f = web->app->simulated ? NULL : figures_find(k, org, id, from, to);
    if (f && fresh(f->made_ms, FIGURES_LIFE_MS, c->now)) {
        f->used = ++k->tick;
        f->asked = true;
        *ret = copy_list(c->arena, &f->list);
        found = true;
    }
    pthread_mutex_unlock(&k->lock);
    if (found)
        return ERR_OK;
    TRY(statistic_of(c, org, id, from, to, true, ret));
    if (web->app->simulated)
        return ERR_OK;
    struct kept_figures now = { .org = org, .from = from, .to = to, .id = id, .list = *ret };
    now.made_ms = c->now.ms;
    now.asked = true;
    pthread_mutex_lock(&k->lock);
    keep_figures(k, &now);
    pthread_mutex_unlock(&k->lock);
    return ERR_OK;
}

/* ---- before a visitor asks ---- */

static bool is_old(struct public_cache *k, const struct kept_figures *one, struct instant now)
{
    const struct kept_figures *f = figures_find(k, one->org, one->id, one->from, one->to);

    return !f || !fresh(f->made_ms, FIGURES_RENEW_MS, now);
}

/* What front page and /stats show: the province's, and the rate of each city. The lock is held. */
static bool standing_is_old(struct ctx *c, struct public_cache *k, struct kept_figures *ret)
{
    const struct region_tree *t = c->app->regions;
    struct window year = figure_year(c, ORG_PROVINCE);

    *ret = (struct kept_figures){ .org = web_province(c), .from = year.from, .to = year.to };
    if (is_old(k, ret, c->now))
        return true;
    for (size_t i = 0; i < region_count(t); i++) {
        const struct region *city = region_at(t, i);
        if (city->tile_row < 1 || !org_find(app_orgs(c->app), city->code))
            continue;
        ret->org = city->code;
        ret->id = S("S09");
        if (is_old(k, ret, c->now))
            return true;
    }
    return false;
}

static bool asked_is_old(struct ctx *c, struct public_cache *k, struct kept_figures *ret)
{
    for (size_t i = 0; i < FIGURES_MAX; i++) {
        const struct kept_figures *f = &k->figures[i];
        if (!f->org || !f->asked || fresh(f->made_ms, FIGURES_RENEW_MS, c->now))
            continue;
        *ret = (struct kept_figures){ .org = f->org, .from = f->from, .to = f->to };
        ret->id = str_dup(c->arena, f->id);
        return true;
    }
    return false;
}

enum err web_renew(struct web *web, struct ctx *c)
{
    struct public_cache *k = web->cache;
    struct kept_figures one;

    if (web->app->simulated)
        return ERR_OK;
    pthread_mutex_lock(&k->lock);
    bool found = standing_is_old(c, k, &one) || asked_is_old(c, k, &one);
    pthread_mutex_unlock(&k->lock);
    if (!found)
        return ERR_OK;
    TRY(statistic_of(c, one.org, one.id, one.from, one.to, true, &one.list));
    store_give_back(c->store); /* it walked over all matters */
    one.made_ms = c->now.ms;
    pthread_mutex_lock(&k->lock);
    keep_figures(k, &one);
    pthread_mutex_unlock(&k->lock);
    return ERR_OK;
}
