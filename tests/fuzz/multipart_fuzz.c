/* multipart: a body reads alike whole and cut into pieces; the first byte says how it is cut. */
#include <assert.h>

#include "http/multipart.h"

struct told {
    struct buf text;
    int begun, aborted;
};

static enum err on_begin(void *u, struct req *r, struct str field, struct str filename,
                         struct str type)
{
    struct told *t = u;
    (void)r;
    buf_fmt(&t->text, "[%zu %zu %zu]", field.n, filename.n, type.n);
    buf_put(&t->text, field);
    buf_put(&t->text, filename);
    buf_put(&t->text, type);
    t->begun++;
    return filename.n % 2 ? ERR_DENIED : ERR_OK;
}

static enum err on_data(void *u, struct req *r, const uint8_t *p, size_t n)
{
    struct told *t = u;
    (void)r;
    assert(n > 0);
    buf_bytes(&t->text, p, n);
    return ERR_OK;
}

static enum err on_end(void *u, struct req *r)
{
    struct told *t = u;
    (void)r;
    buf_put(&t->text, S("[end]"));
    return ERR_OK;
}

static void on_abort(void *u, struct req *r)
{
    struct told *t = u;
    (void)r;
    t->aborted++;
}

static enum multipart_err read_body(struct arena *a, const uint8_t *p, size_t n, size_t step,
                                    struct told *t)
{
    struct http_sink sink = { on_begin, on_data, on_end, on_abort, t };
    struct ctx c = { .arena = a };
    struct req r = { .ctx = &c };
    struct multipart *m = multipart_new(&r, S("b"), &sink);
    enum multipart_err err = MULTIPART_OK;

    t->text = buf_new(a);
    for (size_t at = 0; at < n && err == MULTIPART_OK; at += step)
        err = multipart_feed(m, p + at, n - at < step ? n - at : step);
    if (err == MULTIPART_OK)
        err = multipart_end(m);
    for (size_t i = 0; i < r.form.n; i++) {
        buf_put(&t->text, r.form.items[i].name);
        buf_byte(&t->text, '=');
        buf_put(&t->text, r.form.items[i].value);
    }
    assert(t->aborted <= 1 && (err != MULTIPART_OK || t->aborted == 0));
    return err;
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena *a;
    struct told whole = { 0 }, cut = { 0 };

    if (!a)
        a = arena_new(1 << 26);
    if (n == 0)
        return 0;
    enum multipart_err err = read_body(a, p + 1, n - 1, n, &whole);
    assert(read_body(a, p + 1, n - 1, 1u + p[0] % 16, &cut) == err);
    if (err == MULTIPART_OK)
        assert(str_eq(buf_str(&whole.text), buf_str(&cut.text)));
    (void)multipart_boundary(str_bytes(p, n));
    arena_reset(a);
    return 0;
}
