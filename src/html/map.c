/* The ready source of text mode: names and values in a list, few enough to be walked. */
#include "html/mustache.h"

#include <assert.h>

#include "html/token.h"

struct items {
    struct html_map **v;
    size_t cap;
};

struct entry {
    const char *name;
    struct html_value value;
    struct items items; /* of a list */
    struct entry *next;
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

static struct entry *entry_of(struct html_map *m, const char *name)
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
    return e;
}

static void put(struct html_map *m, const char *name, struct html_value v)
{
    entry_of(m, name)->value = v;
}

void html_map_text(struct html_map *m, const char *name, struct str text)
{
    put(m, name, (struct html_value){ .kind = HTML_TEXT, .text = text });
}

void html_map_int(struct html_map *m, const char *name, int64_t v)
{
    html_map_text(m, name, str_fmt(m->arena, "%lld", (long long)v));
}

void html_map_bool(struct html_map *m, const char *name, bool v)
{
    put(m, name, (struct html_value){ .kind = HTML_BOOL, .yes = v });
}

struct html_map *html_map_map(struct html_map *m, const char *name)
{
    struct html_map *inner = html_map_new(m->arena);
    put(m, name, (struct html_value){ .kind = HTML_MAP, .node = inner });
    return inner;
}

void html_map_list(struct html_map *m, const char *name)
{
    struct entry *e = entry_of(m, name);
    if (e->value.kind != HTML_LIST) {
        e->items = (struct items){ NULL, 0 };
        e->value = (struct html_value){ .kind = HTML_LIST, .node = &e->items };
    }
}

struct html_map *html_map_item(struct html_map *m, const char *name)
{
    html_map_list(m, name);
    struct entry *e = entry_of(m, name);
    assert(e->value.n < HTML_LIST_MAX);
    if (e->value.n == e->items.cap) {
        size_t cap = e->items.cap ? 2 * e->items.cap : 8;
        struct html_map **grown = arena_array(m->arena, struct html_map *, cap);
        if (e->value.n)
            memcpy(grown, e->items.v, e->value.n * sizeof(struct html_map *));
        e->items = (struct items){ grown, cap };
    }
    return e->items.v[e->value.n++] = html_map_new(m->arena);
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
