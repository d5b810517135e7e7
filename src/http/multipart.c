#include "http/multipart.h"

#include <assert.h>

#include "http/form.h"
#include "http/guard.h"

enum state {
    AT_DELIMITER, /* inside "\r\n--boundary", want.p[0..matched) has come */
    AT_TAIL,      /* the two bytes after a delimiter */
    AT_HEAD,      /* headers of a part */
    AT_DATA,      /* content of a part */
    AT_EPILOGUE,  /* after the last delimiter */
};

enum part { PART_NONE, PART_TEXT, PART_FILE, PART_SKIPPED };

struct multipart {
    struct req *r;
    struct http_sink sink;
    struct str want; /* "\r\n--" and the boundary */
    enum state state;
    enum part part;
    enum multipart_err err;
    bool begun; /* the sink holds something, and nobody has taken it yet */
    size_t matched;
    size_t parts, texts_size;
    uint8_t tail;
    size_t tail_n;
    char head[MULTIPART_HEAD_MAX];
    size_t head_n;
    struct str name; /* of the text part under way */
    struct buf text;
    struct http_pair fields[HTTP_FORM_FIELDS_MAX];
};

static bool boundary_byte(char c)
{
    return c > 0x20 && c < 0x7f && c != '"' && c != '\\';
}

/* One parameter "name=value" or "name="quoted"" of a header value; *rest moves behind it. */
struct param {
    struct str name, value;
};

static bool take_quoted(struct arena *a, struct str *rest, struct str *ret)
{
    char *p = arena_take(a, rest->n + 1);
    size_t n = 0;

    for (size_t i = 1; i < rest->n; i++) {
        char c = rest->p[i];
        if (c == '"') {
            *ret = str_bytes(p, n);
            *rest = str_slice(*rest, i + 1, rest->n);
            return true;
        }
        /* browsers escape nothing but the quote, and old ones send C:\fakepath\x as it is */
        if (c == '\\' && i + 1 < rest->n && rest->p[i + 1] == '"')
            c = rest->p[++i];
        p[n++] = c;
    }
    return false;
}

static bool take_param(struct arena *a, struct str *rest, struct param *ret)
{
    size_t n = 0;

    *rest = guard_trim(*rest);
    if (rest->n == 0 || rest->p[0] != ';')
        return false;
    *rest = guard_trim(str_slice(*rest, 1, rest->n));
    while (n < rest->n && rest->p[n] != '=')
        n++;
    ret->name = guard_lower(a, str_slice(*rest, 0, n));
    if (n == rest->n || !guard_is_token(ret->name))
        return false;
    *rest = str_slice(*rest, n + 1, rest->n);
    if (rest->n && rest->p[0] == '"')
        return take_quoted(a, rest, &ret->value);
    n = 0;
    while (n < rest->n && rest->p[n] != ';')
        n++;
    ret->value = guard_trim(str_slice(*rest, 0, n));
    *rest = str_slice(*rest, n, rest->n);
    return guard_is_token(ret->value);
}

struct str multipart_boundary(struct str content_type)
{
    struct str rest = content_type, found = STR_NONE;
    struct str type = guard_trim(str_cut(&rest, ';'));

    if (!guard_equal_nocase(type, S("multipart/form-data")))
        return STR_NONE;
    while (!str_absent(rest)) {
        struct str value = guard_trim(str_cut(&rest, ';'));
        struct str name = str_cut(&value, '=');
        if (!guard_equal_nocase(name, S("boundary")))
            continue;
        if (!str_absent(found)) /* two boundaries are two meanings */
            return STR_NONE;
        if (value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"')
            value = str_slice(value, 1, value.n - 2);
        found = value;
    }
    if (found.n == 0 || found.n > MULTIPART_BOUNDARY_MAX)
        return STR_NONE;
    for (size_t i = 0; i < found.n; i++)
        if (!boundary_byte(found.p[i]))
            return STR_NONE;
    return found;
}

struct multipart *multipart_new(struct req *r, struct str boundary, const struct http_sink *sink)
{
    struct multipart *m = arena_new_of(r->ctx->arena, struct multipart);

    assert(boundary.n > 0 && boundary.n <= MULTIPART_BOUNDARY_MAX);
    m->r = r;
    m->sink = *sink;
    m->want = str_fmt(r->ctx->arena, "\r\n--%.*s", STR_ARG(boundary));
    m->state = AT_DELIMITER;
    m->matched = 2; /* the first delimiter has no line end before it */
    r->form = (struct http_pairs){ m->fields, 0 };
    return m;
}

void multipart_abort(struct multipart *m)
{
    bool begun = m->begun;

    m->part = PART_NONE;
    m->begun = false;
    if (begun && m->sink.abort)
        m->sink.abort(m->sink.u, m->r);
}

void multipart_taken(struct multipart *m)
{
    m->begun = false;
}

static enum multipart_err fail(struct multipart *m, enum multipart_err err)
{
    multipart_abort(m);
    m->err = err;
    return err;
}

static bool on_data(struct multipart *m, const uint8_t *p, size_t n)
{
    if (n == 0)
        return true;
    if (m->part == PART_TEXT) {
        if (n > MULTIPART_TEXT_MAX - m->text.n || n > MULTIPART_TEXTS_MAX - m->texts_size)
            return false;
        m->texts_size += n;
        buf_bytes(&m->text, p, n);
    } else if (m->part == PART_FILE) {
        /* what the sink does not take is read on and dropped; the sink remembers why */
        if (m->sink.data(m->sink.u, m->r, p, n) != ERR_OK)
            m->part = PART_SKIPPED;
    }
    return true;
}

static bool on_part_end(struct multipart *m)
{
    enum part part = m->part;

    m->part = PART_NONE;
    if (part == PART_TEXT) {
        struct str value = str_bytes(buf_str(&m->text).p, m->text.n);
        if (!form_utf8(value))
            return false;
        m->fields[m->r->form.n] = (struct http_pair){ m->name, value };
        m->r->form.n++;
        m->text = buf_new(m->r->ctx->arena);
    } else if (part == PART_FILE) {
        (void)m->sink.end(m->sink.u, m->r); /* its mistake is the sink's to remember */
    }
    return true;
}

struct part_head {
    struct str name, filename, type;
};

static bool read_disposition(struct arena *a, struct str value, struct part_head *ret)
{
    struct str rest = value;
    struct param p;
    size_t n = 0;

    while (n < rest.n && rest.p[n] != ';')
        n++;
    if (!guard_equal_nocase(guard_trim(str_slice(rest, 0, n)), S("form-data")))
        return false;
    rest = guard_trim(str_slice(rest, n, rest.n));
    while (!str_empty(rest)) {
        if (!take_param(a, &rest, &p))
            return false;
        if (str_eq(p.name, S("name")) && str_absent(ret->name))
            ret->name = p.value;
        else if (str_eq(p.name, S("filename")) && str_absent(ret->filename))
            ret->filename = p.value;
        else if (!str_eq(p.name, S("filename*")))
            return false; /* a second name, or something we do not know */
        rest = guard_trim(rest);
    }
    return !str_absent(ret->name);
}

static bool read_part_line(struct arena *a, struct str line, struct part_head *ret)
{
    struct str value = line;
    struct str name = str_cut(&value, ':');

    if (str_absent(value) || !guard_is_token(name) || !form_utf8(value))
        return false;
    for (size_t i = 0; i < value.n; i++)
        if ((unsigned char)value.p[i] < 0x20 && value.p[i] != '\t')
            return false;
    value = guard_trim(value);
    if (guard_equal_nocase(name, S("content-disposition")))
        return str_absent(ret->name) && read_disposition(a, value, ret);
    if (guard_equal_nocase(name, S("content-type"))) {
        ret->type = str_dup(a, value);
        return true;
    }
    return true; /* Content-Transfer-Encoding and the like have no meaning here (RFC 7578 4.7) */
}

/* head[0..head_n) holds the lines, each with its CR LF, and the empty one. */
static bool read_part_head(struct multipart *m, struct part_head *ret)
{
    struct str rest = { m->head, m->head_n - 2 };

    while (!str_empty(rest)) {
        struct str line = str_cut(&rest, '\n');
        if (line.n == 0 || line.p[line.n - 1] != '\r')
            return false;
        if (!read_part_line(m->r->ctx->arena, str_slice(line, 0, line.n - 1), ret))
            return false;
    }
    return !str_absent(ret->name);
}

static enum multipart_err on_head(struct multipart *m)
{
    struct part_head head = { .name = STR_NONE, .filename = STR_NONE, .type = STR_NONE };

    if (++m->parts > MULTIPART_PARTS_MAX)
        return MULTIPART_LARGE;
    if (!read_part_head(m, &head))
        return MULTIPART_BAD;
    m->head_n = 0;
    m->state = AT_DATA;
    m->matched = 0;
    if (str_absent(head.filename)) {
        if (m->r->form.n == HTTP_FORM_FIELDS_MAX)
            return MULTIPART_LARGE;
        m->part = PART_TEXT;
        m->name = str_dup(m->r->ctx->arena, head.name);
        m->text = buf_new(m->r->ctx->arena);
        return MULTIPART_OK;
    }
    m->part = PART_SKIPPED;
    if (!m->sink.begin)
        return MULTIPART_OK;
    if (m->sink.begin(m->sink.u, m->r, head.name, head.filename, head.type) == ERR_OK) {
        m->part = PART_FILE;
        m->begun = true;
    }
    return MULTIPART_OK;
}

/* Takes bytes of a part's head; *used tells how many. */
static enum multipart_err feed_head(struct multipart *m, const uint8_t *p, size_t n, size_t *used)
{
    for (size_t i = 0; i < n; i++) {
        if (m->head_n == MULTIPART_HEAD_MAX)
            return MULTIPART_LARGE;
        m->head[m->head_n++] = (char)p[i];
        if (p[i] != '\n')
            continue;
        if (m->head_n == 2 && m->head[0] == '\r')
            return MULTIPART_BAD; /* a part without a head has no name */
        if (m->head_n >= 4 && memcmp(m->head + m->head_n - 4, "\r\n\r\n", 4) == 0) {
            *used = i + 1;
            return on_head(m);
        }
    }
    *used = n;
    return MULTIPART_OK;
}

/* Content up to the next CR goes on as it lies; then the delimiter is tried byte by byte. Since CR
 * stands only at its beginning, a failed try can restart nowhere but at the failing byte. */
static enum multipart_err feed_data(struct multipart *m, const uint8_t *p, size_t n, size_t *used)
{
    size_t i = 0;

    if (m->matched == 0) {
        const uint8_t *cr = memchr(p, '\r', n);
        size_t plain = cr ? (size_t)(cr - p) : n;
        if (!on_data(m, p, plain))
            return MULTIPART_LARGE;
        i = plain;
    }
    while (i < n && m->matched < m->want.n) {
        if (p[i] != (uint8_t)m->want.p[m->matched])
            break;
        m->matched++;
        i++;
    }
    *used = i;
    if (m->matched == m->want.n) {
        m->state = AT_TAIL;
        m->tail_n = 0;
        return on_part_end(m) ? MULTIPART_OK : MULTIPART_BAD;
    }
    if (i < n) { /* it was content after all */
        size_t held = m->matched;
        m->matched = 0;
        if (held > 0 && !on_data(m, (const uint8_t *)m->want.p, held))
            return MULTIPART_LARGE;
    }
    return MULTIPART_OK;
}

static enum multipart_err feed_delimiter(struct multipart *m, uint8_t c)
{
    if (c != (uint8_t)m->want.p[m->matched])
        return MULTIPART_BAD;
    if (++m->matched == m->want.n) {
        m->state = AT_TAIL;
        m->tail_n = 0;
    }
    return MULTIPART_OK;
}

static enum multipart_err feed_tail(struct multipart *m, uint8_t c)
{
    if (m->tail_n++ == 0) {
        m->tail = c;
        return c == '\r' || c == '-' ? MULTIPART_OK : MULTIPART_BAD;
    }
    if (m->tail == '\r' && c == '\n')
        m->state = AT_HEAD;
    else if (m->tail == '-' && c == '-')
        m->state = AT_EPILOGUE;
    else
        return MULTIPART_BAD;
    m->tail_n = 0;
    return MULTIPART_OK;
}

static enum multipart_err feed_epilogue(struct multipart *m, uint8_t c)
{
    if (m->tail_n >= 2 || c != (uint8_t) "\r\n"[m->tail_n])
        return MULTIPART_BAD;
    m->tail_n++;
    return MULTIPART_OK;
}

static enum multipart_err feed_some(struct multipart *m, const uint8_t *p, size_t n, size_t *used)
{
    *used = 1;
    switch (m->state) {
    case AT_DELIMITER:
        return feed_delimiter(m, p[0]);
    case AT_TAIL:
        return feed_tail(m, p[0]);
    case AT_HEAD:
        return feed_head(m, p, n, used);
    case AT_DATA:
        return feed_data(m, p, n, used);
    case AT_EPILOGUE:
        return feed_epilogue(m, p[0]);
    }
    return MULTIPART_BAD;
}

enum multipart_err multipart_feed(struct multipart *m, const uint8_t *p, size_t n)
{
    while (n > 0 && m->err == MULTIPART_OK) {
        size_t used = 0;
        enum multipart_err err = feed_some(m, p, n, &used);
        if (err != MULTIPART_OK)
            return fail(m, err);
        p += used;
        n -= used;
    }
    return m->err;
}

enum multipart_err multipart_end(struct multipart *m)
{
    if (m->err == MULTIPART_OK && m->state != AT_EPILOGUE)
        return fail(m, MULTIPART_BAD);
    return m->err;
}
