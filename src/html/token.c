#include "html/token.h"

#include <assert.h>

struct parser {
    struct arena *arena;
    struct str source;
    size_t pos;     /* first byte not yet taken */
    size_t counted; /* lines are counted up to here */
    int line;       /* of the byte at counted */
    struct str open, close;
    bool page;
    struct token *v;
    size_t n, cap;
    size_t stack[HTML_DEPTH_MAX]; /* indices of the sections that are open */
    size_t depth;
    struct fault *fault;
};

/* One tag as it stands in the source. */
struct tag {
    size_t at;  /* where its opening delimiter begins */
    char sigil; /* '#' '^' '/' '>' '!' '=' '&' '{', or 0 for a plain variable */
    struct str body;
};

#define BAD(p, ...) FAULT((p)->fault, ERR_INVALID, "template.bad", __VA_ARGS__)

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static size_t find(const struct parser *p, size_t from, struct str what)
{
    const char *hit =
        from >= p->source.n ? NULL : memmem(p->source.p + from, p->source.n - from, what.p, what.n);
    return hit ? (size_t)(hit - p->source.p) : p->source.n;
}

static int line_of(struct parser *p, size_t at)
{
    for (; p->counted < at; p->counted++)
        p->line += p->source.p[p->counted] == '\n';
    return p->line;
}

static struct token *add(struct parser *p, enum token_type type, struct str s, int line)
{
    if (p->n == p->cap) { /* doubling wastes at most as much as the array holds */
        size_t cap = p->cap ? 2 * p->cap : p->source.n < 256 ? 4 : 64; /* sentences are short */
        struct token *v = arena_array(p->arena, struct token, cap);
        if (p->n)
            memcpy(v, p->v, p->n * sizeof *v);
        p->v = v;
        p->cap = cap;
    }
    struct token *t = &p->v[p->n++];
    *t = (struct token){ .type = type, .line = line, .s = s };
    return t;
}

static void add_text(struct parser *p, size_t from, size_t to)
{
    assert(from <= to && to <= p->source.n);
    if (from < to)
        add(p, TOKEN_TEXT, str_slice(p->source, from, to - from), line_of(p, from));
}

/*
 * A section, comment, partial or delimiter tag that has its line for itself takes the whole line
 * away. from: where the line begins; next: where the following one does.
 */
static bool stands_alone(const struct parser *p, size_t at, size_t *from, size_t *next)
{
    const char *s = p->source.p;
    size_t i = at, j = p->pos;
    while (i > 0 && is_blank(s[i - 1]))
        i--;
    if (i > 0 && s[i - 1] != '\n')
        return false;
    while (j < p->source.n && is_blank(s[j]))
        j++;
    if (j + 1 < p->source.n && s[j] == '\r' && s[j + 1] == '\n')
        j++;
    if (j < p->source.n && s[j] != '\n')
        return false;
    *from = i;
    *next = j < p->source.n ? j + 1 : j;
    return true;
}

/* Reads the tag whose opening delimiter stands at `at`; p->pos moves behind it. */
static enum err read_tag(struct parser *p, size_t at, struct tag *ret)
{
    char closer[HTML_DELIMITER_MAX + 1];
    size_t from = at + p->open.n, closer_n = 0;
    char c = from < p->source.n ? p->source.p[from] : '\0';

    *ret = (struct tag){ .at = at, .sigil = c && strchr("#^/>!=&{", c) ? c : '\0' };
    if (ret->sigil)
        from++;
    if (ret->sigil == '{')
        closer[closer_n++] = '}';
    if (ret->sigil == '=')
        closer[closer_n++] = '=';
    memcpy(closer + closer_n, p->close.p, p->close.n);
    closer_n += p->close.n;

    size_t end = find(p, from, str_bytes(closer, closer_n));
    if (end == p->source.n)
        return BAD(p, "line %d: tag is not closed", line_of(p, at));
    ret->body = str_slice(p->source, from, end - from);
    p->pos = end + closer_n;
    return ERR_OK;
}

static bool is_space(char c)
{
    return is_blank(c) || c == '\n' || c == '\r';
}

static struct str trim(struct str s)
{
    while (s.n && is_space(s.p[0]))
        s = str_slice(s, 1, s.n - 1);
    while (s.n && is_space(s.p[s.n - 1]))
        s.n--;
    return s;
}

static enum err set_delimiters(struct parser *p, const struct tag *tag, int line)
{
    struct str body = trim(tag->body);
    size_t i = 0;
    while (i < body.n && !is_space(body.p[i]))
        i++;
    struct str open = str_slice(body, 0, i), close = trim(str_slice(body, i, body.n - i));
    for (size_t k = 0; k < close.n; k++)
        if (is_space(close.p[k]))
            return BAD(p, "line %d: more than two delimiters", line);
    if (open.n == 0 || close.n == 0 || open.n > HTML_DELIMITER_MAX || close.n > HTML_DELIMITER_MAX)
        return BAD(p, "line %d: a delimiter is missing or too long", line);
    if (memchr(open.p, '=', open.n) || memchr(close.p, '=', close.n))
        return BAD(p, "line %d: a delimiter may not hold '='", line);
    p->open = open;
    p->close = close;
    return ERR_OK;
}

static enum err open_section(struct parser *p, enum token_type type, struct str name, int line)
{
    if (p->depth == HTML_DEPTH_MAX)
        return BAD(p, "line %d: sections nested deeper than %d", line, HTML_DEPTH_MAX);
    p->stack[p->depth++] = p->n;
    add(p, type, name, line);
    return ERR_OK;
}

static enum err close_section(struct parser *p, struct str name, int line)
{
    if (p->depth == 0)
        return BAD(p, "line %d: /%.*s closes nothing", line, STR_ARG(name));
    struct token *open = &p->v[p->stack[--p->depth]];
    if (!str_eq(open->s, name))
        return BAD(p, "line %d: /%.*s closes %.*s of line %d", line, STR_ARG(name),
                   STR_ARG(open->s), open->line);
    open->end = p->n; /* before add, which may move the array */
    add(p, TOKEN_CLOSE, name, line);
    return ERR_OK;
}

static enum err add_tag(struct parser *p, const struct tag *tag, struct str indent)
{
    int line = line_of(p, tag->at);
    struct str name = trim(tag->body);

    if (tag->sigil == '!')
        return ERR_OK;
    if (tag->sigil == '=')
        return set_delimiters(p, tag, line);
    if (name.n == 0)
        return BAD(p, "line %d: tag without a name", line);
    switch (tag->sigil) {
    case '#':
        return open_section(p, TOKEN_SECTION, name, line);
    case '^':
        return open_section(p, TOKEN_INVERTED, name, line);
    case '/':
        return close_section(p, name, line);
    case '>':
        add(p, TOKEN_PARTIAL, name, line)->indent = indent;
        return ERR_OK;
    case '{':
    case '&':
        if (p->page)
            return BAD(p, "line %d: %.*s unescaped, which pages refuse", line, STR_ARG(name));
        add(p, TOKEN_RAW, name, line);
        return ERR_OK;
    default:
        add(p, TOKEN_VAR, name, line);
        return ERR_OK;
    }
}

enum err token_parse(struct arena *a, struct str source, bool page, struct tokens *ret,
                     struct fault *f)
{
    struct parser p = { .arena = a,
                        .source = source,
                        .line = 1,
                        .open = S("{{"),
                        .close = S("}}"),
                        .page = page,
                        .fault = f };
    if (source.n > HTML_TEMPLATE_MAX)
        return BAD(&p, "template over %u bytes", HTML_TEMPLATE_MAX);

    while (p.pos < source.n) { /* each turn takes at least one tag: bounded by the source */
        size_t text = p.pos, at = find(&p, text, p.open), alone, next;
        struct str indent = STR_NONE;
        struct tag tag;
        if (at == source.n) {
            add_text(&p, text, at);
            break;
        }
        TRY(read_tag(&p, at, &tag));
        bool may_stand_alone = tag.sigil && tag.sigil != '&' && tag.sigil != '{';
        if (may_stand_alone && stands_alone(&p, at, &alone, &next)) {
            add_text(&p, text, alone);
            indent = str_slice(source, alone, at - alone);
            p.pos = next;
        } else {
            add_text(&p, text, at);
        }
        TRY(add_tag(&p, &tag, indent));
    }
    if (p.depth)
        return BAD(&p, "line %d: %.*s is never closed", p.v[p.stack[p.depth - 1]].line,
                   STR_ARG(p.v[p.stack[p.depth - 1]].s));
    *ret = (struct tokens){ p.v, p.n };
    return ERR_OK;
}

struct str token_indent(struct arena *a, struct str source, struct str indent)
{
    size_t lines = 1;
    if (str_empty(indent) || str_empty(source))
        return source;
    for (size_t i = 0; i < source.n; i++)
        lines += source.p[i] == '\n';
    if (source.n > HTML_TEMPLATE_MAX || lines > (HTML_TEMPLATE_MAX - source.n) / indent.n)
        return STR_NONE;
    struct buf out = buf_new(a);
    for (size_t i = 0; i < source.n;) {
        const char *nl = memchr(source.p + i, '\n', source.n - i);
        size_t end = nl ? (size_t)(nl - source.p) + 1 : source.n;
        buf_put(&out, indent);
        buf_bytes(&out, source.p + i, end - i);
        i = end;
    }
    return buf_str(&out);
}
