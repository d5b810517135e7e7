/* Names of tiles have one spelling each; bundles come apart into what they were made of. */
#include <stdlib.h>

#include "tlog/tile.h"

#define MUST(x)                                                                                    \
    do {                                                                                           \
        if (!(x))                                                                                  \
            abort();                                                                               \
    } while (0)

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena *a;
    struct tile t;

    if (!a)
        a = arena_new(64 << 20);
    if (n > 65536)
        return 0;
    struct str in = str_dup(a, str_bytes(p, n)), rest = in, entry;
    if (tile_parse(in, &t)) {
        MUST(str_eq(tile_path(a, &t), in));
        MUST(t.width >= 1 && t.width <= TILE_WIDTH && t.level <= TILE_LEVEL_MAX);
        MUST(!tile_within(0, &t));
        (void)tile_within(70000, &t);
    }
    struct buf b = buf_new(a);
    while (bundle_next(&rest, &entry))
        bundle_put(&b, entry);
    buf_put(&b, rest);
    MUST(str_eq(buf_str(&b), in));
    arena_reset(a);
    return 0;
}
