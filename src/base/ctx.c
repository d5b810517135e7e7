#include "base/ctx.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

int64_t ctx_random_id(struct ctx *c)
{
    uint64_t v = 0;
    ctx_random(c, &v, sizeof v);
    v &= (uint64_t)INT64_MAX;
    return v ? (int64_t)v : 1;
}

int64_t ctx_run_id(struct ctx *c)
{
    int64_t last = atomic_load(&c->chance->run), next;
    do { /* again only when another thread took one meanwhile */
        bool begin = last == 0 || last % CTX_RUN == CTX_RUN - 1; /* none yet, or used up */
        next = begin ? ctx_random_id(c) / CTX_RUN * CTX_RUN + 1 : last + 1;
    } while (!atomic_compare_exchange_weak(&c->chance->run, &last, next));
    return next;
}

static void system_fill(struct chance *self, void *p, size_t n)
{
    uint8_t *out = p;
    while (n > 0) { /* each turn fills at least a byte or ends the program */
        ssize_t got = getrandom(out, n, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) { /* keys without chance would be worse than no answer */
            fputs("error base.chance the system gives no random bytes\n", stderr);
            abort();
        }
        out += got;
        n -= (size_t)got;
    }
}

struct chance *chance_system(void)
{
    static struct chance system_chance = { .fill = system_fill };
    return &system_chance;
}
