#include "http/guard_raw.h"

/* Next line at *at, its end (CR LF or bare LF) made NUL; NULL when there is none. */
static char *next_line(struct guard_raw *g, size_t *at, size_t *ret_n)
{
    size_t from = *at;

    for (size_t i = from; i < g->n; i++) {
        if (g->bytes[i] != '\n')
            continue;
        *at = i + 1;
        *ret_n = i - from;
        g->bytes[i] = '\0';
        if (i > from && g->bytes[i - 1] == '\r')
            g->bytes[from + --*ret_n] = '\0';
        return g->bytes + from;
    }
    return NULL;
}

static bool cut_request_line(struct guard_raw *g, char *line, size_t n)
{
    char *target = memchr(line, ' ', n), *version = line + n - 1;

    if (!target || target == line)
        return false;
    *target++ = '\0';
    while (*target == ' ')
        target++;
    while (version > target && *version == ' ')
        version--;
    while (version > target && *version != ' ')
        version--;
    if (version <= target || line + n - version != 9 || strncmp(version + 1, "HTTP/1.", 7) != 0)
        return false;
    *version++ = '\0';
    memcpy(g->target, target, strlen(target) + 1);
    g->head.method = line;
    g->head.target_at = target;
    g->head.target = str_of(g->target);
    g->head.version = version;
    return true;
}

/* The library glues the continuation to the name, in new memory. */
static void fold(struct guard_raw *g, const char *line)
{
    struct str *name = &g->headers[g->head.header_count - 1].name;
    size_t n = name->n;

    memmove(g->folded, name->p, n);
    while (*line == ' ' || *line == '\t')
        line++;
    memmove(g->folded + n, line, strlen(line) + 1);
    *name = str_of(g->folded);
}

static bool cut_header(struct guard_raw *g, char *line)
{
    char *colon = strchr(line, ':');

    if (!colon || g->head.header_count == COUNT_OF(g->headers))
        return false;
    *colon++ = '\0';
    while (*colon == ' ' || *colon == '\t')
        colon++;
    g->headers[g->head.header_count++] = (struct http_pair){ str_of(line), str_of(colon) };
    return true;
}

bool guard_raw_cut(struct guard_raw *g, const void *raw, size_t n)
{
    size_t at = 0, line_n = 0;
    char *line;

    g->n = n < GUARD_RAW_MAX ? n : GUARD_RAW_MAX;
    memcpy(g->bytes, raw, g->n);
    g->bytes[g->n] = '\0';
    g->head = (struct guard_head){ .headers = g->headers };
    do {
        line = next_line(g, &at, &line_n);
    } while (line && *line == '\0');
    if (!line || !cut_request_line(g, line, line_n))
        return false;
    while ((line = next_line(g, &at, &line_n)) && *line != '\0') {
        if ((*line == ' ' || *line == '\t') && g->head.header_count > 0)
            fold(g, line);
        else if (!cut_header(g, line))
            return false;
    }
    g->head.size = (size_t)(g->bytes + at - g->head.method);
    return line != NULL;
}
