#include "base/json.h"

#include <assert.h>

#include "base/utf8.h"

struct json json_new(struct buf *out)
{
    return (struct json){ .out = out };
}

/* Before each value and each key: the comma, when something stands before it. */
static void separate(struct json *j)
{
    if (j->after_key) {
        j->after_key = false;
        return;
    }
    if (j->comma[j->depth])
        buf_byte(j->out, ',');
    j->comma[j->depth] = true;
}

static void before_value(struct json *j)
{
    assert(j->after_key || j->bracket[j->depth] != '{');
    separate(j);
}

void json_open(struct json *j, char bracket)
{
    assert((bracket == '{' || bracket == '[') && j->depth < JSON_DEPTH_MAX);
    before_value(j);
    buf_byte(j->out, bracket);
    j->depth++;
    j->comma[j->depth] = false;
    j->bracket[j->depth] = bracket;
}

void json_close(struct json *j, char bracket)
{
    assert(j->depth > 0 && !j->after_key);
    assert(bracket == (j->bracket[j->depth] == '{' ? '}' : ']'));
    j->depth--;
    buf_byte(j->out, bracket);
}

static void put_escaped(struct buf *out, char c)
{
    switch (c) {
    case '"':
        buf_put(out, S("\\\""));
        break;
    case '\\':
        buf_put(out, S("\\\\"));
        break;
    case '\n':
        buf_put(out, S("\\n"));
        break;
    case '\r':
        buf_put(out, S("\\r"));
        break;
    case '\t':
        buf_put(out, S("\\t"));
        break;
    default:
        buf_fmt(out, "\\u%04x", (unsigned)(unsigned char)c);
    }
}

static bool needs_escape(char c)
{
    return (unsigned char)c < 0x20 || c == '"' || c == '\\' || c == 0x7f;
}

static void put_string(struct buf *out, struct str s)
{
    size_t from = 0, i = 0; /* from: the first byte not yet written */
    buf_byte(out, '"');
    while (i < s.n) {
        size_t at = i;
        int32_t c = utf8_next(s, &i);
        if (c >= 0 && !needs_escape(s.p[at]))
            continue;
        buf_bytes(out, s.p + from, at - from);
        if (c < 0)
            buf_put(out, S("\xef\xbf\xbd")); /* U+FFFD */
        else
            put_escaped(out, s.p[at]);
        from = i;
    }
    if (from < s.n)
        buf_bytes(out, s.p + from, s.n - from);
    buf_byte(out, '"');
}

void json_key(struct json *j, const char *key)
{
    assert(!j->after_key && j->bracket[j->depth] == '{');
    separate(j);
    put_string(j->out, str_of(key));
    buf_byte(j->out, ':');
    j->after_key = true;
}

void json_str(struct json *j, struct str s)
{
    if (str_absent(s)) {
        json_none(j);
        return;
    }
    before_value(j);
    put_string(j->out, s);
}

void json_i64(struct json *j, int64_t v)
{
    before_value(j);
    buf_i64(j->out, v);
}

void json_bool(struct json *j, bool v)
{
    before_value(j);
    buf_put(j->out, v ? S("true") : S("false"));
}

void json_none(struct json *j)
{
    before_value(j);
    buf_put(j->out, S("null"));
}

void json_kstr(struct json *j, const char *key, struct str s)
{
    json_key(j, key);
    json_str(j, s);
}

void json_ki64(struct json *j, const char *key, int64_t v)
{
    json_key(j, key);
    json_i64(j, v);
}

void json_kbool(struct json *j, const char *key, bool v)
{
    json_key(j, key);
    json_bool(j, v);
}

void json_raw(struct json *j, struct str value)
{
    before_value(j);
    buf_put(j->out, value);
}
