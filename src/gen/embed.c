#include "gen/embed.h"

static struct str find(struct str name)
{
    size_t low = 0, high = embed_file_count;
    while (low < high) { /* halves each time */
        size_t middle = low + (high - low) / 2;
        const struct embed_file *f = &embed_files[middle];
        int order = str_cmp(name, str_of(f->name));
        if (order == 0)
            return str_bytes(f->p, f->n);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return STR_NONE;
}

struct str embed_find(const char *name)
{
    return find(str_of(name));
}

struct str embed_template(void *u, struct str name)
{
    static const char suffix[] = ".mustache";
    char file[128];
    (void)u;
    if (name.n + sizeof suffix > sizeof file)
        return STR_NONE;
    if (name.n)
        memcpy(file, name.p, name.n);
    memcpy(file + name.n, suffix, sizeof suffix);
    return find(str_of(file));
}

const struct embed_asset *embed_asset(const char *name)
{
    for (size_t i = 0; i < embed_asset_count; i++)
        if (strcmp(embed_assets[i].name, name) == 0)
            return &embed_assets[i];
    return NULL;
}

const struct embed_asset *embed_asset_at(struct str path)
{
    for (size_t i = 0; i < embed_asset_count; i++)
        if (str_eq(str_of(embed_assets[i].path), path))
            return &embed_assets[i];
    return NULL;
}
