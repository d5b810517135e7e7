#include "base/test.h"

/* SplitMix64 (Steele, Lea, Flood 2014): short, and the same on every machine */
static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static void seeded_fill(struct chance *self, void *p, size_t n)
{
    struct chance_seeded *c = (struct chance_seeded *)self; /* base is its first member */
    uint8_t *out = p;
    uint64_t v = 0;
    for (size_t i = 0; i < n; i++, v >>= 8) {
        if (i % 8 == 0)
            v = next(&c->state);
        out[i] = (uint8_t)v;
    }
}

void chance_seed(struct chance_seeded *c, uint64_t seed)
{
    *c = (struct chance_seeded){ { .fill = seeded_fill }, seed };
}
