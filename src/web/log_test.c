/* The public log over HTTP: what is there byte for byte, what is not with 404, never stale. */
#include "domain/log_world.h"
#include "domain/world_queries.h"
#include "web/browser.h"

#define TILE_TYPE "application/octet-stream"
#define FOR_EVER "public, max-age=31536000, immutable"

static struct str header(const struct resp *w, const char *name)
{
    struct str found = STR_NONE;
    for (size_t i = 0; i < w->header_count; i++) {
        if (!str_eq(w->headers[i].name, str_of(name)))
            continue;
        CHECK(str_absent(found)); /* each once */
        found = w->headers[i].value;
    }
    return found;
}

static struct resp ask(struct site *s, enum http_method method, const char *path)
{
    struct ctx *c = world_as_nobody(s->w);
    struct req *r = arena_new_of(c->arena, struct req);
    struct resp w = { 0 };
    *r = (struct req){ .method = method, .path = str_of(path), .ctx = c };
    web_handle(s->web, r, &w);
    if (w.status == 0)
        w.status = 200;
    CHECK_STR(header(&w, "Access-Control-Allow-Origin"), S("*"));
    CHECK(str_absent(header(&w, "Set-Cookie")) && str_absent(header(&w, "Location")));
    return w;
}

static struct str got(struct site *s, const char *path, const char *type, const char *keep)
{
    struct resp w = ask(s, HTTP_GET, path);
    if (w.status != 200)
        fail_msg("%s: %d", path, w.status);
    CHECK_STR(header(&w, "Content-Type"), str_of(type));
    CHECK_STR(header(&w, "Cache-Control"), str_of(keep));
    return buf_str(&w.body);
}

static struct str tile(struct site *s, const char *path)
{
    return got(s, path, TILE_TYPE, FOR_EVER);
}

static void none(struct site *s, const char *path)
{
    struct resp w = ask(s, HTTP_GET, path);
    if (w.status != 404)
        fail_msg("%s: %d", path, w.status);
    CHECK_STR(header(&w, "Cache-Control"), S("no-store"));
    CHECK(w.body.n == 0);
}

static struct sequencer *grown(struct site *s, size_t n)
{
    struct log_paths p;
    struct sequencer *q = log_world(s->w, &p);
    int64_t left;
    WORLD_OK(&s->w->ctx, sequencer_batch(&s->w->ctx, q, n, &left));
    WORLD_OK(&s->w->ctx, sequencer_sign(&s->w->ctx, q));
    return q;
}

static void before_there_is_a_log_there_is_nothing(void **state)
{
    struct site *s = *state;
    none(s, "/log/checkpoint");
    none(s, "/log/tile/0/000.p/1");
    none(s, "/log/tile/entries/000.p/1");
}

static void the_checkpoint_is_the_signed_note(void **state)
{
    struct site *s = *state;
    struct sequencer *q = grown(s, 3);
    struct ctx *c = world_as_system(s->w);
    struct str note, is = got(s, "/log/checkpoint", "text/plain; charset=utf-8", "no-store");
    uint64_t size;

    WORLD_OK(c, public_log_checkpoint(c, &note, &size));
    CHECK(size == 3);
    CHECK_STR(is, note);
    struct resp w = ask(s, HTTP_HEAD, "/log/checkpoint");
    CHECK(w.status == 200);
    sequencer_close(q);
}

static void tiles_and_bundles_in_every_width(void **state)
{
    struct site *s = *state;
    struct sequencer *q = grown(s, 300);
    struct ctx *c = world_as_system(s->w);
    struct str full = str_dup(c->arena, tile(s, "/log/tile/0/000"));
    struct str bundle = str_dup(c->arena, tile(s, "/log/tile/entries/000")), rest = bundle, e;

    CHECK(full.n == TILE_BYTES && bundle.n == 256 * 67);
    for (int i = 0; i < 256; i++) {
        CHECK(bundle_next(&rest, &e));
        CHECK_STR(e, log_world_entry(c, i));
        struct hash h = tree_leaf(e);
        assert_memory_equal(full.p + 32 * i, h.b, 32);
    }
    for (int w = 1; w < 256; w += 50) { /* the full tile's first hashes, before and after memory */
        CHECK_STR(tile(s, str_fmt(c->arena, "/log/tile/0/000.p/%d", w).p),
                  str_slice(full, 0, 32 * (size_t)w));
        CHECK_STR(tile(s, str_fmt(c->arena, "/log/tile/entries/000.p/%d", w).p),
                  str_slice(bundle, 0, 67 * (size_t)w));
    }
    CHECK(tile(s, "/log/tile/0/001.p/44").n == 44 * 32);
    CHECK(tile(s, "/log/tile/entries/001.p/44").n == 44 * 67);
    CHECK(tile(s, "/log/tile/1/000.p/1").n == 32);
    sequencer_close(q);
}

static void beyond_what_is_published_there_is_nothing(void **state)
{
    struct site *s = *state;
    struct sequencer *q = grown(s, 300);
    struct ctx *c = world_as_system(s->w);
    int64_t left;

    none(s, "/log/tile/0/001.p/45");
    none(s, "/log/tile/0/001");
    none(s, "/log/tile/0/002.p/1");
    none(s, "/log/tile/1/000.p/2");
    none(s, "/log/tile/2/000.p/1");
    none(s, "/log/tile/63/000.p/1");
    none(s, "/log/tile/entries/001.p/45");
    none(s, "/log/tile/entries/x001/000");
    none(s, "/log/tile/0/x018/x446/x744/x073/x709/x551/615");
    WORLD_OK(c, sequencer_batch(c, q, 300, &left)); /* stored, not yet signed */
    none(s, "/log/tile/0/001.p/45");
    none(s, "/log/tile/0/001");
    WORLD_OK(c, sequencer_sign(c, q));
    CHECK(tile(s, "/log/tile/0/001").n == TILE_BYTES);
    CHECK(tile(s, "/log/tile/1/000.p/2").n == 64);
    CHECK(tile(s, "/log/tile/0/002.p/88").n == 88 * 32);
    none(s, "/log/tile/0/002.p/89");
    sequencer_close(q);
}

static void other_spellings_are_not_found(void **state)
{
    static const char *const bad[] = {
        "/log/tile/",
        "/log/tile/0",
        "/log/tile/0/",
        "/log/tile/0/0",
        "/log/tile/0/0000",
        "/log/tile/0/x000/000",
        "/log/tile/0/000/",
        "/log/tile/0/000.p",
        "/log/tile/0/000.p/0",
        "/log/tile/0/000.p/256",
        "/log/tile/0/000.p/01",
        "/log/tile/00/000",
        "/log/tile/64/000",
        "/log/tile/-1/000",
        "/log/tile/entries",
        "/log/tile/entries/0",
        "/log/tile/entries/000.P/1",
        "/log/tile//0/000",
        "/log/tile/0/000.p/1/2",
    };
    struct site *s = *state;
    struct sequencer *q = grown(s, 300);

    for (size_t i = 0; i < COUNT_OF(bad); i++)
        none(s, bad[i]);
    struct resp w = ask(s, HTTP_POST, "/log/checkpoint");
    CHECK(w.status == 405);
    CHECK_STR(header(&w, "Allow"), S("GET, HEAD"));
    sequencer_close(q);
}

/* Two tiles that share a place in memory push each other out and never answer for one another. */
static void memory_holds_what_it_says(void **state)
{
    struct site *s = *state;
    struct sequencer *q = grown(s, 65536);
    struct ctx *c = world_as_system(s->w);
    struct str a, b;

    for (int round = 0; round < 2; round++) {
        a = tile(s, "/log/tile/0/000");
        b = tile(s, "/log/tile/0/064"); /* 64 · 8 = 512 places further */
        struct hash first = tree_leaf(log_world_entry(c, 0));
        struct hash other = tree_leaf(log_world_entry(c, 64 * 256));
        assert_memory_equal(a.p, first.b, 32);
        assert_memory_equal(b.p, other.b, 32);
    }
    CHECK(tile(s, "/log/tile/1/000").n == TILE_BYTES);
    CHECK(tile(s, "/log/tile/2/000.p/1").n == 32);
    sequencer_close(q);
}

static void a_store_that_fails_is_told(void **state)
{
    struct site *s = *state;
    struct sequencer *q = grown(s, 300);
    struct ctx *c = world_as_system(s->w);

    CHECK(tile(s, "/log/tile/0/001.p/3").n == 96);
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, store_run(c, Q_LOG_TILE_PUT, NULL, INT(0), INT(1), INT(1),
                          BLOB(str_bytes(q, 32)))); /* one hash is left of it */
    WORLD_OK(c, store_commit(c));
    struct resp w = ask(s, HTTP_GET, "/log/tile/0/001.p/3");
    CHECK(w.status == 503);
    CHECK_STR(header(&w, "Retry-After"), S("1"));
    CHECK_STR(header(&w, "Cache-Control"), S("no-store"));
    sequencer_close(q);
}

int main(void)
{
#define AT_SITE(f) cmocka_unit_test_setup_teardown(f, site_open, site_close)
    const struct CMUnitTest tests[] = {
        AT_SITE(before_there_is_a_log_there_is_nothing),
        AT_SITE(the_checkpoint_is_the_signed_note),
        AT_SITE(tiles_and_bundles_in_every_width),
        AT_SITE(beyond_what_is_published_there_is_nothing),
        AT_SITE(other_spellings_are_not_found),
        AT_SITE(memory_holds_what_it_says),
        AT_SITE(a_store_that_fails_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
