/* From tokens to operations: names resolved, places checked, partials and sentences put in. */
#include <assert.h>

#include "html/escape.h"
#include "html/page.h"

struct compiler {
    struct html *h;
    struct arena *scratch;
    struct fault *fault;
    int lang;
    struct str name; /* the template or key that is being read, for the fault */
    int line;
    bool sentence;     /* inside a sentence: its text is no markup */
    unsigned partials; /* inside one another */
    size_t bytes;
    const struct field *frames[PAGE_FRAMES_MAX];
    unsigned depth;
    struct lint lint;
    struct op *ops; /* in scratch */
    size_t n, cap;
};

#define BAD(c, ...) refuse((c), str_fmt((c)->scratch, __VA_ARGS__))

static enum err refuse(struct compiler *c, struct str why)
{
    return FAULT(c->fault, ERR_INVALID, "template.bad", "%.*s:%d: %.*s", STR_ARG(c->name), c->line,
                 STR_ARG(why));
}

static enum err compile(struct compiler *c, const struct tokens *t, size_t from, size_t to);

static enum err add(struct compiler *c, struct op op)
{
    if (c->n == PAGE_OPS_MAX)
        return BAD(c, "page over %d operations", PAGE_OPS_MAX);
    if (c->n == c->cap) {
        size_t cap = c->cap ? 2 * c->cap : 256;
        struct op *grown = arena_array(c->scratch, struct op, cap);
        if (c->n)
            memcpy(grown, c->ops, c->n * sizeof *grown);
        c->ops = grown;
        c->cap = cap;
    }
    c->ops[c->n++] = op;
    return ERR_OK;
}

static const struct field *field_of(const struct field *fields, struct str name)
{
    for (; name.n && fields && fields->name; fields++)
        if (fields->name[0] == name.p[0] && str_eq(str_of(fields->name), name))
            return fields;
    return NULL;
}

bool page_resolve(const struct field *const *frames, unsigned depth, struct str name,
                  struct field *ret, unsigned *frame)
{
    struct str rest = name, first = str_cut(&rest, '.');
    const struct field *f = NULL;
    size_t offset = 0;
    while (depth > 0 && !f)
        f = field_of(frames[--depth], first);
    while (f && !str_absent(rest)) { /* at most as often as the name has dots */
        struct str part = str_cut(&rest, '.');
        offset += f->offset;
        f = f->type == FIELD_VIEW ? field_of(f->sub, part) : NULL;
    }
    if (!f)
        return false;
    *ret = *f;
    ret->offset += offset;
    *frame = depth;
    return true;
}

static enum err resolve(struct compiler *c, struct str name, struct op *ret, struct field *field)
{
    unsigned frame;
    if (!page_resolve(c->frames, c->depth, name, field, &frame))
        return BAD(c, "no field %.*s", STR_ARG(name));
    *ret = (struct op){ .field = field->type,
                        .frame = frame,
                        .offset = (uint32_t)field->offset,
                        .item_size = (uint32_t)field->item_size,
                        .sub = field->sub };
    return ERR_OK;
}

static enum err push(struct compiler *c, const struct field *fields)
{
    if (c->depth == PAGE_FRAMES_MAX)
        return BAD(c, "views nested too deep");
    if (field_of(fields, S("t")))
        return BAD(c, "a field may not be named t");
    c->frames[c->depth++] = fields;
    return ERR_OK;
}

static enum err weigh(struct compiler *c, size_t bytes)
{
    c->bytes += bytes;
    if (c->bytes > PAGE_SOURCE_MAX)
        return BAD(c, "page over %u bytes with its partials", PAGE_SOURCE_MAX);
    return ERR_OK;
}

static enum err parse(struct compiler *c, struct arena *a, struct str source, struct tokens *ret)
{
    struct fault f = { 0 };
    TRY(weigh(c, source.n));
    if (token_parse(a, source, true, ret, &f) != ERR_OK) /* it says the line itself */
        return FAULT(c->fault, ERR_INVALID, "template.bad", "%.*s: %s", STR_ARG(c->name), f.detail);
    return ERR_OK;
}

/* Template c->name: cut into tokens at its first use, remembered for the other pages. */
static enum err load(struct compiler *c, struct str indent, const struct tokens **ret)
{
    struct html *h = c->h;
    struct parsed **bucket = &h->parsed[page_bucket(c->name)];
    for (struct parsed *p = *bucket; p; p = p->next) {
        if (str_eq(p->name, c->name) && str_eq(p->indent, indent)) {
            *ret = &p->tokens;
            return weigh(c, p->bytes);
        }
    }
    struct str source = h->find(h->u, c->name);
    if (str_absent(source))
        return BAD(c, "no such template");
    source = token_indent(h->arena, source, indent);
    if (str_absent(source))
        return BAD(c, "partial is too large where it is indented");
    struct parsed *p = arena_new_of(h->parsing, struct parsed);
    *p = (struct parsed){ str_dup(h->parsing, c->name), indent, source.n, { 0 }, *bucket };
    TRY(parse(c, h->parsing, source, &p->tokens));
    *bucket = p;
    *ret = &p->tokens;
    return ERR_OK;
}

/* Where a text was read from last time, and where that led: each stands in many pages and in every
 * language, and is read byte by byte only where it is met in another place. */
struct linted {
    struct lint before, after;
};

static enum err text(struct compiler *c, struct token *token)
{
    struct lint before = c->lint;
    struct linted *l = token->linted;
    if (l && lint_same(&l->before, &before)) {
        c->lint = l->after;
        return add(c, (struct op){ .type = OP_TEXT, .text = token->s });
    }
    const char *reason = lint_text(&c->lint, token->s);
    if (reason)
        return BAD(c, "%s", reason);
    if (!l)
        l = token->linted = arena_new_of(c->h->parsing, struct linted);
    l->before = before;
    l->after = c->lint;
    return add(c, (struct op){ .type = OP_TEXT, .text = token->s });
}

static enum err words_of_sentence(struct compiler *c, struct str s)
{
    if (html_needs_escape(s)) { /* else the catalogue's own bytes do, which stay */
        struct buf escaped = buf_new(c->h->arena);
        html_escape(&escaped, s);
        s = buf_str(&escaped);
    }
    return add(c, (struct op){ .type = OP_TEXT, .text = s });
}

static enum err variable(struct compiler *c, struct str name)
{
    struct op op = { 0 };
    struct field field = { 0 };
    enum lint_what what = LINT_VAR;
    TRY(resolve(c, name, &op, &field));
    switch (field.type) {
    case FIELD_STR:
        op.type = OP_STR;
        if (str_ends(str_of(field.name), S("_href")))
            what = LINT_VAR_HREF;
        break;
    case FIELD_INT:
        op.type = OP_INT;
        break;
    case FIELD_RAW:
        op.type = OP_RAW;
        what = LINT_MARKUP;
        break;
    default:
        return BAD(c, "%.*s is no text or number", STR_ARG(name));
    }
    if (c->sentence && what == LINT_MARKUP)
        return BAD(c, "markup %.*s in a sentence", STR_ARG(name));
    enum lint_how how;
    const char *reason = lint_value(&c->lint, what, &how);
    if (reason)
        return BAD(c, "%.*s: %s", STR_ARG(name), reason);
    op.how = how;
    return add(c, op);
}

/* The body of a section between the tokens open and end, op standing before it. */
static enum err body(struct compiler *c, const struct tokens *t, size_t open, struct op op)
{
    struct lint entered;
    size_t at = c->n;
    bool frame = op.type == OP_LIST || op.type == OP_VIEW;
    const char *reason = lint_enter(&c->lint, &entered);
    if (reason)
        return BAD(c, "%s", reason);
    TRY(add(c, op));
    if (frame)
        TRY(push(c, op.sub));
    TRY(compile(c, t, open + 1, t->v[open].end));
    if (frame)
        c->depth--;
    c->ops[at].end = (uint32_t)c->n;
    c->line = t->v[t->v[open].end].line;
    reason = lint_leave(&c->lint, &entered, op.type == OP_LIST);
    return reason ? BAD(c, "%s", reason) : ERR_OK;
}

static enum err section(struct compiler *c, const struct tokens *t, size_t at)
{
    const struct token *open = &t->v[at];
    struct op op = { 0 };
    struct field field = { 0 };
    TRY(resolve(c, open->s, &op, &field));
    if (open->type == TOKEN_INVERTED)
        op.type = OP_UNLESS;
    else if (field.type == FIELD_LIST)
        op.type = OP_LIST;
    else if (field.type == FIELD_VIEW)
        op.type = OP_VIEW;
    else
        op.type = OP_IF;
    return body(c, t, at, op);
}

static enum err partial(struct compiler *c, const struct token *token)
{
    const struct tokens *t = NULL;
    struct str outer = c->name;
    if (c->sentence)
        return BAD(c, "partial in a sentence");
    if (str_absent(c->h->find(c->h->u, token->s)))
        return BAD(c, "no partial %.*s", STR_ARG(token->s));
    if (c->partials == HTML_DEPTH_MAX)
        return BAD(c, "partials nested deeper than %d", HTML_DEPTH_MAX);
    c->partials++;
    c->name = token->s;
    TRY(load(c, token->indent, &t));
    assert(t); /* loaded, or an error */
    TRY(compile(c, t, 0, t->n));
    c->partials--;
    c->name = outer;
    c->line = token->line;
    return ERR_OK;
}

/* A key that stands in the template: its sentence is read now and becomes part of the page. */
static enum err sentence(struct compiler *c, struct str key)
{
    struct tokens t = { 0 };
    struct str outer = c->name;
    int line = c->line;
    struct str words = c->h->text(c->h->u, c->lang, key);
    if (str_absent(words))
        return BAD(c, "no sentence %.*s in language %d", STR_ARG(key), c->lang);
    c->name = key;
    c->line = 1;
    c->sentence = true;
    if (memmem(words.p, words.n, "{{", 2)) {
        TRY(parse(c, c->scratch, words, &t));
        TRY(compile(c, &t, 0, t.n));
    } else if (words.n) {
        TRY(weigh(c, words.n));
        TRY(words_of_sentence(c, words));
    }
    c->sentence = false;
    c->name = outer;
    c->line = line;
    return ERR_OK;
}

/* A key built from fields: which sentence it is shows only while rendering. */
static enum err built_key(struct compiler *c, const struct tokens *t, size_t from, size_t to)
{
    size_t at = c->n;
    TRY(add(c, (struct op){ .type = OP_KEY }));
    for (size_t i = from; i < to; i++) {
        struct op op = { .type = OP_TEXT, .text = str_trim(t->v[i].s) };
        struct field field = { 0 };
        c->line = t->v[i].line;
        if (t->v[i].type == TOKEN_VAR) {
            TRY(resolve(c, t->v[i].s, &op, &field));
            if (field.type != FIELD_STR && field.type != FIELD_INT)
                return BAD(c, "%.*s is no text or number", STR_ARG(t->v[i].s));
            op.type = field.type == FIELD_STR ? OP_STR : OP_INT;
        } else if (t->v[i].type != TOKEN_TEXT) {
            return BAD(c, "only text and variables make a key");
        }
        TRY(add(c, op));
    }
    c->ops[at].end = (uint32_t)c->n;
    return ERR_OK;
}

static enum err key(struct compiler *c, const struct tokens *t, size_t at)
{
    const struct token *open = &t->v[at];
    enum lint_how how;
    if (c->sentence)
        return BAD(c, "sentence in a sentence");
    if (open->type == TOKEN_INVERTED)
        return BAD(c, "a sentence cannot be inverted");
    const char *reason = lint_value(&c->lint, LINT_SENTENCE, &how);
    if (reason)
        return BAD(c, "%s", reason);
    if (open->end == at + 2 && t->v[at + 1].type == TOKEN_TEXT)
        return sentence(c, str_trim(t->v[at + 1].s));
    if (open->end == at + 1)
        return BAD(c, "sentence without a key");
    return built_key(c, t, at + 1, open->end);
}

/* Recursion is bounded by the sections of a template and by partials, HTML_DEPTH_MAX each. */
static enum err compile(struct compiler *c, const struct tokens *t, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        struct token *token = &t->v[i];
        c->line = token->line;
        switch (token->type) {
        case TOKEN_TEXT:
            TRY(c->sentence ? words_of_sentence(c, token->s) : text(c, token));
            break;
        case TOKEN_VAR:
            TRY(variable(c, token->s));
            break;
        case TOKEN_SECTION:
        case TOKEN_INVERTED:
            TRY(str_eq(token->s, S("t")) ? key(c, t, i) : section(c, t, i));
            i = token->end;
            break;
        case TOKEN_PARTIAL:
            TRY(partial(c, token));
            break;
        case TOKEN_RAW: /* refused by token_parse */
        case TOKEN_CLOSE:
            break;
        }
    }
    return ERR_OK;
}

enum err page_compile(struct html *h, struct arena *scratch, int lang, struct str name,
                      const struct field *view, const struct field *page, struct fault *f,
                      struct program *ret)
{
    struct compiler c = { .h = h, .scratch = scratch, .fault = f, .lang = lang, .name = name };
    const struct tokens *t = NULL;
    TRY(push(&c, page));
    TRY(push(&c, view));
    TRY(load(&c, STR_NONE, &t));
    TRY(compile(&c, t, 0, t->n));
    const char *reason = lint_end(&c.lint);
    if (reason)
        return BAD(&c, "%s", reason);

    struct op *ops = arena_array(h->arena, struct op, c.n);
    if (c.n)
        memcpy(ops, c.ops, c.n * sizeof *ops);
    *ret = (struct program){ ops, c.n };
    return ERR_OK;
}
