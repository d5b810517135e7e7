#include "base/heap.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define HEAD 16 /* keeps the alignment of malloc */

void *heap_take(size_t n)
{
    if (n > SIZE_MAX - HEAD)
        return NULL;
    char *p = malloc(n + HEAD);
    if (!p)
        return NULL;
    memcpy(p, &n, sizeof(n));
    return p + HEAD;
}

void heap_give(void *p)
{
    size_t n;

    if (!p)
        return;
    char *start = (char *)p - HEAD;
    memcpy(&n, start, sizeof(n));
    explicit_bzero(start, n + HEAD);
    free(start);
}

void heap_trim(void)
{
    (void)malloc_trim(0); /* nothing to give back is no fault */
}
