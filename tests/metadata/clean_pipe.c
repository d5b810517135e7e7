/* A picture in, its clean copy out: for metadata_test.py. usage: clean_pipe jpeg|png < in > out */
#include <stdio.h>
#include <string.h>

#include "domain/clean.h"

static void put(void *u, const uint8_t *p, size_t n)
{
    (void)fwrite(p, 1, n, u);
}

int main(int argc, char **argv)
{
    static struct clean k;
    static uint8_t b[65536];
    size_t n;
    bool ok = true;

    if (argc != 2)
        return 2;
    (strcmp(argv[1], "png") == 0 ? clean_png_start : clean_jpeg_start)(&k, put, stdout);
    while (ok && (n = fread(b, 1, sizeof(b), stdin)) > 0)
        ok = clean_add(&k, b, n);
    return ok && clean_end(&k) ? 0 : 1;
}
