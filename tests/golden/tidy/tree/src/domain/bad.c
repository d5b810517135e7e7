/* Every line that tools/tidy.py must refuse; the list stands in ../../../expected. */
#include <string.h>

static void copy(char *to, const char *from)
{
    strcpy(to, from);
    void *p = malloc(10);
    if (!p)
        goto out;
    free(p);
out:
    run("SELECT id, state "
        "FROM matter");
    run("delete", "DELETE FROM matter");
    now(time(NULL), clock_gettime(CLOCK_MONOTONIC, &t));
    seed(getenv("HOME"), rand());
    open("/home/somebody/yangguang.db");
    /* 这一行注释是用中文写成的，每个字占两栏，所以按字数算它并不长，按栏数算却已经超过了一百栏的限度，因此应当被拒绝。*/
}
