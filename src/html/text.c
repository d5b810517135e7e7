/* Text mode: walks the tokens with a stack of contexts that lies in the C stack. */
#include "html/escape.h"
#include "html/mustache.h"
#include "html/token.h"

#define TEXT_OUT_MAX (4u * 1024 * 1024)
#define TEXT_STEPS_MAX 1000000u
#define TEXT_PARTIALS_MAX 64

struct partial {
    struct str name, indent;
    struct tokens tokens;
};

struct job {
    struct arena *arena;
    struct buf *out;
    size_t out_before;
    const struct html_data *data;
    bool escape;
    struct fault *fault;
    size_t steps;
    unsigned depth; /* partials inside one another */
    struct partial *partials;
    size_t partial_count;
};

/* What names are looked up in, the innermost first. */
struct frame {
    struct html_value value;
    const struct frame *up;
};

static enum err walk(struct job *j, const struct tokens *t, size_t from, size_t to,
                     const struct frame *top);

static struct html_value member(const struct job *j, const struct html_value *map, struct str name)
{
    struct html_value v = { 0 };
    if (map->kind == HTML_MAP)
        j->data->member(j->data->u, map->node, name, &v);
    return v;
}

/* The first part of a dotted name is looked for outwards, the others only inside what it gave. */
static struct html_value look_up(const struct job *j, struct str name, const struct frame *top)
{
    struct html_value v = { 0 };
    if (str_eq(name, S(".")))
        return top->value;
    struct str rest = name, first = str_cut(&rest, '.');
    for (const struct frame *f = top; f && v.kind == HTML_NOTHING; f = f->up)
        v = member(j, &f->value, first);
    while (!str_absent(rest) && v.kind != HTML_NOTHING) { /* at most as often as it has dots */
        struct str part = str_cut(&rest, '.');
        v = member(j, &v, part);
    }
    return v;
}

static bool is_true(const struct html_value *v)
{
    switch (v->kind) {
    case HTML_BOOL:
        return v->yes;
    case HTML_TEXT:
        return v->text.n > 0;
    case HTML_LIST:
        return v->n > 0;
    case HTML_MAP:
        return true;
    default:
        return false;
    }
}

static void show(struct job *j, const struct token *t, const struct frame *top)
{
    struct html_value v = look_up(j, t->s, top);
    if (v.kind == HTML_TEXT && j->escape && t->type == TOKEN_VAR)
        html_escape(j->out, v.text);
    else if (v.kind == HTML_TEXT)
        buf_put(j->out, v.text);
}

static enum err section(struct job *j, const struct tokens *t, size_t at, const struct frame *top)
{
    const struct token *open = &t->v[at];
    struct frame inner = { look_up(j, open->s, top), top };
    struct html_value list = inner.value;

    if (open->type == TOKEN_INVERTED)
        return is_true(&list) ? ERR_OK : walk(j, t, at + 1, open->end, top);
    if (!is_true(&list))
        return ERR_OK;
    if (list.kind != HTML_LIST)
        return walk(j, t, at + 1, open->end, list.kind == HTML_BOOL ? top : &inner);
    if (list.n > HTML_LIST_MAX)
        return FAULT(j->fault, ERR_LIMIT, "template.limit", "line %d: list of %zu", open->line,
                     list.n);
    for (size_t i = 0; i < list.n; i++) {
        inner.value = (struct html_value){ 0 };
        j->data->item(j->data->u, list.node, i, &inner.value);
        TRY(walk(j, t, at + 1, open->end, &inner));
    }
    return ERR_OK;
}

/* Parses a partial once for each name and indent. ret NULL: there is no such partial. */
static enum err find_partial(struct job *j, const struct token *t, const struct partial **ret)
{
    *ret = NULL;
    for (size_t i = 0; i < j->partial_count; i++) {
        *ret = &j->partials[i];
        if (str_eq((*ret)->name, t->s) && str_eq((*ret)->indent, t->indent))
            return ERR_OK;
    }
    *ret = NULL;
    struct str source = j->data->partial ? j->data->partial(j->data->u, t->s) : STR_NONE;
    if (str_absent(source))
        return ERR_OK;
    source = token_indent(j->arena, source, t->indent);
    if (j->partial_count == TEXT_PARTIALS_MAX || str_absent(source))
        return FAULT(j->fault, ERR_LIMIT, "template.limit", "partial %.*s: too many or too large",
                     STR_ARG(t->s));
    if (!j->partials)
        j->partials = arena_array(j->arena, struct partial, TEXT_PARTIALS_MAX);
    struct partial *p = &j->partials[j->partial_count];
    *p = (struct partial){ .name = t->s, .indent = t->indent };
    TRY(token_parse(j->arena, source, false, &p->tokens, j->fault));
    j->partial_count++;
    *ret = p;
    return ERR_OK;
}

static enum err partial(struct job *j, const struct token *t, const struct frame *top)
{
    const struct partial *p;
    TRY(find_partial(j, t, &p));
    if (!p)
        return ERR_OK;
    if (j->depth == HTML_DEPTH_MAX)
        return FAULT(j->fault, ERR_LIMIT, "template.limit", "partial %.*s: nested too deep",
                     STR_ARG(t->s));
    j->depth++;
    TRY(walk(j, &p->tokens, 0, p->tokens.n, top));
    j->depth--;
    return ERR_OK;
}

/* Recursion is bounded: HTML_DEPTH_MAX sections in each of HTML_DEPTH_MAX partials. */
static enum err walk(struct job *j, const struct tokens *t, size_t from, size_t to,
                     const struct frame *top)
{
    for (size_t i = from; i < to; i++) {
        const struct token *token = &t->v[i];
        if (++j->steps > TEXT_STEPS_MAX || j->out->n - j->out_before > TEXT_OUT_MAX)
            return FAULT(j->fault, ERR_LIMIT, "template.limit", "too much output or work");
        switch (token->type) {
        case TOKEN_TEXT:
            buf_put(j->out, token->s);
            break;
        case TOKEN_VAR:
        case TOKEN_RAW:
            show(j, token, top);
            break;
        case TOKEN_SECTION:
        case TOKEN_INVERTED:
            TRY(section(j, t, i, top));
            i = token->end;
            break;
        case TOKEN_PARTIAL:
            TRY(partial(j, token, top));
            break;
        case TOKEN_CLOSE: /* skipped by its section */
            break;
        }
    }
    return ERR_OK;
}

enum err html_text_render(struct arena *a, struct buf *out, struct str source,
                          const struct html_data *data, bool escape, struct fault *f)
{
    struct job j = {
        .arena = a, .out = out, .out_before = out->n, .data = data, .escape = escape, .fault = f
    };
    struct frame root = { data->root, NULL };
    struct tokens tokens = { 0 };
    TRY(token_parse(a, source, false, &tokens, f));
    return walk(&j, &tokens, 0, tokens.n, &root);
}
