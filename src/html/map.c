/* The ready source of text mode: names and values in a list, few enough to be walked. */
#include "html/mustache.h"

#include <assert.h>

#include "html/token.h"

struct entry {
    const char *name;
    struct html_value value;
    struct entry *next;
};

struct items {
    struct html_map **v;
    size_t cap;
};

struct html_map {
    struct arena *arena;
    struct entry *first;
    size_t n;
};

struct html_map *html_map_new(struct arena *a)
{
    struct html_map *m = arena_new_of(a, struct html_map);
    m->arena = a;
    return m;
}

static struct entry *find(const struct html_map *m, struct str name)
{
    for (struct entry *e = m->first; e; e = e->next)
        if (str_eq(str_of(e->name), name))
            return e;
    return NULL;
}

static struct html_value *slot(struct html_map *m, const char *name)
{
    struct entry *e = find(m, str_of(name));
    if (!e) {
        assert(m->n < HTML_MAP_MAX);
        e = arena_new_of(m->arena, struct entry);
        e->name = name;
        e->next = m->first;
        m->first = e;
        m->n++;
    }
    return &e->value;
}

void html_map_text(struct html_map *m, const char *name, struct str text)
{
    *slot(m, name) = (struct html_value){ .kind = HTML_TEXT, .text = text };
}

void html_map_int(struct html_map *m, const char *name, int64_t v)
{
    html_map_text(m, name, str_fmt(m->arena, "%lld", (long long)v));
}

void html_map_bool(struct html_map *m, const char *name, bool v)
{
    *slot(m, name) = (struct html_value){ .kind = HTML_BOOL, .yes = v };
}

struct html_map *html_map_map(struct html_map *m, const char *name)
{
    struct html_map *inner = html_map_new(m->arena);
    *slot(m, name) = (struct html_value){ .kind = HTML_MAP, .node = inner };
    return inner;
}

void html_map_list(struct html_map *m, const char *name)
{
    struct html_value *v = slot(m, name);
    if (v->kind != HTML_LIST)
        *v = (struct html_value){ .kind = HTML_LIST, .node = arena_new_of(m->arena, struct items) };
}

struct html_map *html_map_item(struct html_map *m, const char *name)
{
    html_map_list(m, name);
    struct html_value *v = slot(m, name);
    /* made above, not const: only the value's pointer to it is */
    struct items *list = (struct items *)(uintptr_t)v->node;
    assert(v->n < HTML_LIST_MAX);
    if (v->n == list->cap) {
        size_t cap = list->cap ? 2 * list->cap : 8;
        struct html_map **grown = arena_array(m->arena, struct html_map *, cap);
        if (v->n)
            memcpy(grown, list->v, v->n * sizeof(struct html_map *));
        *list = (struct items){ grown, cap };
    }
    return list->v[v->n++] = html_map_new(m->arena);
}

static void member(void *u, const void *map, struct str name, struct html_value *ret)
{
    const struct entry *e = find(map, name);
    if (e)
        *ret = e->value;
}

static void item(void *u, const void *list, size_t i, struct html_value *ret)
{
    const struct items *items = list;
    *ret = (struct html_value){ .kind = HTML_MAP, .node = items->v[i] };
}

struct html_data html_map_data(const struct html_map *m)
{
    return (struct html_data){ .root = { .kind = HTML_MAP, .node = m },
                               .member = member,
                               .item = item };
}
