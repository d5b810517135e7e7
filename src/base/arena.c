#include "base/arena.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#include <sanitizer/asan_interface.h>
#endif
#endif
#ifndef ASAN_POISON_MEMORY_REGION
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

#define ALIGN 16u
#define BLOCK_FIRST (16u * 1024u)
#define BLOCK_MAX (1024u * 1024u)
#define BLOCK_KEPT (64u * 1024u) /* a page and what it reads fit; more is given back */

/* Bytes from used to cap are always zero: calloc made them so, wiping keeps them so. Therefore
 * taking needs no memset. */
struct block {
    struct block *before;
    size_t cap, used;
    _Alignas(ALIGN) unsigned char bytes[];
};

struct arena {
    struct block *last;
    size_t max, used;
};

static _Noreturn void out_of_memory(void)
{
    /* no caller can mend it, and a half-made answer is worse than a restart */
    fputs("error base.memory the machine has no memory left\n", stderr);
    abort();
}

static struct block *block_new(size_t cap, struct block *before)
{
    struct block *b = calloc(1, sizeof *b + cap);
    if (!b)
        out_of_memory();
    b->before = before;
    b->cap = cap;
    ASAN_POISON_MEMORY_REGION(b->bytes, cap);
    return b;
}

static void block_wipe(struct block *b)
{
    ASAN_UNPOISON_MEMORY_REGION(b->bytes, b->used);
    explicit_bzero(b->bytes, b->used);
    b->used = 0;
}

static void block_free(struct block *b)
{
    block_wipe(b);
    ASAN_UNPOISON_MEMORY_REGION(b->bytes, b->cap);
    free(b);
}

static size_t rounded(size_t n)
{
    return (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

struct arena *arena_new(size_t max_bytes)
{
    assert(max_bytes > 0 && max_bytes < SIZE_MAX / 4);
    struct arena *a = calloc(1, sizeof *a);
    if (!a)
        out_of_memory();
    a->max = rounded(max_bytes);
    a->last = block_new(a->max < BLOCK_FIRST ? a->max : BLOCK_FIRST, NULL);
    return a;
}

/* Blocks grow, so of those that may stay the one met first is the largest. */
void arena_reset(struct arena *a)
{
    struct block *kept = NULL;

    for (struct block *b = a->last, *before; b; b = before) {
        before = b->before;
        if (kept || (before && b->cap > BLOCK_KEPT))
            block_free(b);
        else
            kept = b;
    }
    assert(kept); /* the first block has none before it */
    kept->before = NULL;
    a->last = kept;
    block_wipe(a->last);
    ASAN_POISON_MEMORY_REGION(a->last->bytes, a->last->cap);
    a->used = 0;
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    arena_reset(a);
    block_free(a->last);
    free(a);
}

/* Each block doubles the one before, so that n bytes cost log n blocks. */
static void arena_add_block(struct arena *a, size_t need)
{
    size_t cap = a->last->cap * 2;
    if (cap > BLOCK_MAX)
        cap = BLOCK_MAX;
    if (cap < need)
        cap = need;
    a->last = block_new(cap, a->last);
}

void *arena_take(struct arena *a, size_t n)
{
    assert(a && n <= a->max);
    size_t need = n ? rounded(n) : ALIGN;
    assert(need <= a->max - a->used); /* the caller's input was not bounded */
    if (need > a->last->cap - a->last->used)
        arena_add_block(a, need);
    struct block *b = a->last;
    void *p = b->bytes + b->used;
    b->used += need;
    a->used += need;
    ASAN_UNPOISON_MEMORY_REGION(p, n);
    return p;
}

bool arena_extend(struct arena *a, void *p, size_t old, size_t n)
{
    assert(a && n >= old && n <= a->max);
    struct block *b = a->last;
    size_t had = old ? rounded(old) : ALIGN, more = rounded(n);
    more = more > had ? more - had : 0;
    if ((unsigned char *)p + had != b->bytes + b->used || more > b->cap - b->used)
        return false;
    assert(more <= a->max - a->used);
    b->used += more;
    a->used += more;
    ASAN_UNPOISON_MEMORY_REGION(p, n);
    return true;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}

size_t arena_left(const struct arena *a)
{
    return a->max - a->used;
}
