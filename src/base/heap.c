#include "base/heap.h"

#include <link.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

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

static int forget_image(struct dl_phdr_info *image, size_t n, void *u)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);

    (void)n;
    (void)u;
    for (int i = 0; i < image->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &image->dlpi_phdr[i];
        if (part->p_type != PT_LOAD || (part->p_flags & PF_W))
            continue;
        uintptr_t begin = image->dlpi_addr + part->p_vaddr, end = begin + part->p_memsz;
        begin = (begin + page - 1) & ~(page - 1); /* whole pages of this part only */
        end &= ~(page - 1);
        if (begin < end) /* never written to, so it can be read again at any time */
            (void)madvise((void *)begin, end - begin, MADV_DONTNEED); /* NOLINT: an address */
    }
    return 0;
}

void heap_started(void)
{
    heap_trim();
    (void)dl_iterate_phdr(forget_image, NULL); /* counts nothing */
}
