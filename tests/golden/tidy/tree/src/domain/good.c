/* What looks forbidden and is not: strcpy(a, b), goto, malloc(1), "SELECT a FROM b", time(NULL). */
#include "base/str.h"

#define OPEN_BRACE \
    {
static const char *const words[] = { "goto", "strcpy(", "please select one from the list",
                                     "malloc(1)", "update your password" };
static const char quote = '"'; /* a " of its own */

enum err good(struct thing *t, int n)
{
    t->free(t);            // free(t)
    html_free(t->html);
    c->time(t, str_runtime(t));
    my_strcpy(t, words[n]);
    redirect("/desk/m/1", "https://example.org/home/x", "/tmp/x");
    return quote == '{' ? ERR_OK : ERR_IO;
}
