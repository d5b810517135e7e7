#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

#include "base/utf8.h"

#define LINE_MAX_BYTES 500

static _Atomic int most = LOG_INFO;

void log_set_level(enum log_level level)
{
    atomic_store(&most, level);
}

static const char *word(enum log_level level)
{
    switch (level) {
    case LOG_ERROR:
        return "error";
    case LOG_WARN:
        return "warn";
    case LOG_INFO:
        return "info";
    case LOG_DEBUG:
        return "debug";
    }
    return "error";
}

/* A line stays a line, and a terminal is not steered by it. */
static void clean(char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)p[i] < 0x20 || p[i] == 0x7f)
            p[i] = '?';
}

/* Without the half character that a cut may have left at the end */
static size_t whole_characters(const char *p, size_t n)
{
    size_t back = 0;
    while (back < 3 && back < n && ((unsigned char)p[n - 1 - back] & 0xc0) == 0x80)
        back++;
    if (back >= n)
        return n;
    size_t at = n - 1 - back, end = at;
    return utf8_next(str_bytes(p, n), &end) < 0 ? at : n;
}

void log_event(enum log_level level, const char *event, const char *fmt, ...)
{
    char line[LINE_MAX_BYTES + 1]; /* the last one for the line's end */
    va_list args;
    if ((int)level > atomic_load(&most))
        return;
    int n = snprintf(line, LINE_MAX_BYTES, "%s %s ", word(level), event);
    size_t used = n < LINE_MAX_BYTES ? (size_t)n : LINE_MAX_BYTES - 1;
    va_start(args, fmt);
    n = vsnprintf(line + used, LINE_MAX_BYTES - used, fmt, args);
    va_end(args);
    if (n < 0)
        n = 0;
    if ((size_t)n < LINE_MAX_BYTES - used)
        used += (size_t)n;
    else
        used = whole_characters(line, LINE_MAX_BYTES - 1);
    clean(line, used);
    line[used++] = '\n';
    /* one write for one line: threads do not mix, and nothing lies in a buffer when we crash */
    while (write(STDERR_FILENO, line, used) < 0 && errno == EINTR)
        ;
}
