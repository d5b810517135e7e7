/* Clean copies: whatever comes, the filters stay within their memory, the steps make no difference,
 * and what is clean stays as it is when it is cleaned again. The first byte chooses filter and
 * step.
 */
#include <assert.h>

#include "base/arena.h"
#include "domain/clean.h"
#include "domain/filetype.h"

#define OUT_MAX (4u << 20)

struct sink {
    uint8_t *b;
    size_t n;
};

static void put(void *u, const uint8_t *p, size_t n)
{
    struct sink *s = u;
    assert(s->n + n <= OUT_MAX);
    if (n > 0)
        memcpy(s->b + s->n, p, n);
    s->n += n;
}

static bool run(struct clean *k, bool png, const uint8_t *p, size_t n, size_t step, struct sink *to)
{
    bool ok = true;
    to->n = 0;
    (png ? clean_png_start : clean_jpeg_start)(k, put, to);
    for (size_t i = 0; i < n && ok; i += step)
        ok = clean_add(k, p + i, step < n - i ? step : n - i);
    return ok && clean_end(k);
}

static void check_type(const uint8_t *p, size_t n)
{
    const char *key = NULL;
    struct str head = str_bytes(p, n < FILE_HEAD ? n : FILE_HEAD);
    const struct file_type *t = file_type_of(head, S(""), &key);
    assert(t ? file_type_named(str_of(t->mime)) == t : key != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct clean k;
    static struct arena *a;
    static struct sink one, two, three;
    if (!a) {
        a = arena_new(4 * OUT_MAX);
        one.b = arena_take(a, OUT_MAX);
        two.b = arena_take(a, OUT_MAX);
        three.b = arena_take(a, OUT_MAX);
    }
    if (n < 1 || n > OUT_MAX / 8)
        return 0;
    bool png = p[0] & 1;
    size_t step = (size_t)(p[0] >> 1) + 1;
    p++;
    n--;
    check_type(p, n);
    bool ok = run(&k, png, p, n, n ? n : 1, &one);
    bool same = run(&k, png, p, n, step, &two);
    assert(ok == same);
    if (!ok)
        return 0;
    assert(one.n == two.n && memcmp(one.b, two.b, one.n) == 0);
    assert(one.n <= n + 64); /* at most the orientation is written anew */
    bool again = run(&k, png, one.b, one.n, 61, &three);
    assert(again && three.n == one.n && memcmp(one.b, three.b, one.n) == 0);
    return 0;
}
