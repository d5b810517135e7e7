#include "domain/password.h"

#include "base/utf8.h"
#include "gen/embed.h"

#define COMMON_LINES_MAX 2000
#define ONE_TIME_CHARS 12
#define ONE_TIME_SIZE 14 /* with two hyphens */

static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

struct str password_one_time(struct ctx *c)
{
    uint8_t random[ONE_TIME_CHARS];
    struct buf b = buf_new(c->arena);
    ctx_random(c, random, sizeof random);
    for (size_t i = 0; i < ONE_TIME_CHARS; i++) {
        if (i > 0 && i % 4 == 0)
            buf_byte(&b, '-');
        buf_byte(&b, crockford[random[i] & 31]);
    }
    memset(random, 0, sizeof random);
    return buf_str(&b);
}

static char ascii_upper(char ch)
{
    return (char)(ch >= 'a' && ch <= 'z' ? ch - 'a' + 'A' : ch);
}

/* One character of a one-time password as it was printed; 0 when it cannot be one. */
static char one_time_char(char typed)
{
    char ch = ascii_upper(typed);
    if (ch == 'O')
        return '0';
    if (ch == 'I' || ch == 'L')
        return '1';
    return ch && strchr(crockford, ch) ? ch : '\0';
}

static bool one_time_read(struct str s, char out[ONE_TIME_SIZE])
{
    if (s.n != ONE_TIME_SIZE)
        return false;
    for (size_t i = 0; i < ONE_TIME_SIZE; i++) {
        bool between = i % 5 == 4;
        if (between && s.p[i] != '-' && s.p[i] != ' ')
            return false;
        out[i] = between ? '-' : one_time_char(s.p[i]);
        if (!out[i])
            return false;
    }
    return true;
}

struct str password_canonical(struct arena *a, struct str typed)
{
    struct str text;
    char printed[ONE_TIME_SIZE];
    if (typed.n > PASSWORD_BYTES_MAX || !utf8_nfkc(a, typed, &text))
        return str_slice(typed, 0, PASSWORD_BYTES_MAX);
    if (one_time_read(text, printed))
        return str_dup(a, str_bytes(printed, sizeof printed));
    return text;
}

/* words parted by blanks */
static size_t count_words(struct str s)
{
    size_t n = 0;
    bool inside = false;
    for (size_t i = 0; i < s.n; i++) {
        bool blank = s.p[i] == ' ';
        n += !blank && !inside;
        inside = !blank;
    }
    return n;
}

static struct str lower(struct arena *a, struct str s)
{
    char *p = arena_take(a, s.n + 1);
    for (size_t i = 0; i < s.n; i++)
        p[i] = (char)(s.p[i] >= 'A' && s.p[i] <= 'Z' ? s.p[i] - 'A' + 'a' : s.p[i]);
    return str_bytes(p, s.n);
}

/* s is unit, unit unit, unit unit uni ... */
static bool is_repeat(struct str s, struct str unit)
{
    if (unit.n == 0 || unit.n > s.n)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] != unit.p[i % unit.n])
            return false;
    }
    return true;
}

/* aaaa…, 1234567890123, zyxwvu…, 0123456789… going round at the end */
static bool is_run(struct str s)
{
    int steps[] = { 0, 1, -1 };
    for (size_t k = 0; k < COUNT_OF(steps); k++) {
        bool all = true;
        for (size_t i = 1; i < s.n && all; i++) {
            int step = s.p[i] - s.p[i - 1];
            bool round =
                (s.p[i - 1] == '9' && s.p[i] == '0') || (s.p[i - 1] == '0' && s.p[i] == '9');
            all = step == steps[k] || (steps[k] != 0 && round);
        }
        if (all)
            return true;
    }
    return false;
}

static bool is_common(struct arena *a, struct str password)
{
    struct str small = lower(a, password);
    struct str rest = embed_find("common-passwords.txt");
    if (is_run(small))
        return true;
    for (int i = 0; !str_absent(rest) && i < COMMON_LINES_MAX; i++) {
        struct str line = str_cut(&rest, '\n');
        if (line.n > 0 && line.p[0] != '#' && is_repeat(small, line))
            return true;
    }
    return false;
}

/* What both kinds have in common; false when a mistake was put on field. */
static bool readable(struct ctx *c, struct str typed, const char *field, struct str *ret)
{
    struct str text;
    if (typed.n > PASSWORD_BYTES_MAX)
        fault_field(&c->fault, field, "password.long", PASSWORD_BYTES_MAX);
    else if (!utf8_nfkc(c->arena, typed, &text))
        fault_field(&c->fault, field, "password.bad_text", 0);
    else {
        *ret = password_canonical(c->arena, text);
        return true;
    }
    return false;
}

enum err password_check_reporter(struct ctx *c, struct str typed, const char *field,
                                 struct str *ret)
{
    struct str text;
    if (!readable(c, typed, field, &text))
        return ERR_INVALID;
    if (utf8_count(text) < PASSWORD_REPORTER_MIN && count_words(text) < PASSWORD_REPORTER_WORDS) {
        fault_field(&c->fault, field, "password.short", PASSWORD_REPORTER_MIN);
        return ERR_INVALID;
    }
    if (is_common(c->arena, text)) {
        fault_field(&c->fault, field, "password.common", 0);
        return ERR_INVALID;
    }
    *ret = text;
    return ERR_OK;
}

enum err password_check_officer(struct ctx *c, struct str typed, struct str work_no,
                                const char *field, struct str *ret)
{
    struct str text;
    if (!readable(c, typed, field, &text))
        return ERR_INVALID;
    if (utf8_count(text) < PASSWORD_OFFICER_MIN) {
        fault_field(&c->fault, field, "password.short", PASSWORD_OFFICER_MIN);
        return ERR_INVALID;
    }
    if (is_common(c->arena, text)) {
        fault_field(&c->fault, field, "password.common", 0);
        return ERR_INVALID;
    }
    if (work_no.n > 0 && str_contains(lower(c->arena, text), lower(c->arena, work_no))) {
        fault_field(&c->fault, field, "password.own_number", 0);
        return ERR_INVALID;
    }
    *ret = text;
    return ERR_OK;
}
