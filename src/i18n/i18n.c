#include "i18n/i18n.h"

#include <assert.h>

#include "base/utf8.h"
#include "gen/embed.h"

struct word {
    struct str key, text;
};

/* Open addressing: at most half full, so that a look-up ends after a step or two. */
struct catalogue {
    struct word *slots;
    size_t mask; /* number of slots - 1, a power of two */
};

struct i18n {
    struct catalogue langs[LANG__COUNT];
};

static enum err bad(struct fault *f, int lang, int line, const char *what)
{
    return FAULT(f, ERR_INVALID, "catalogue.bad", "%.*s:%d: %s", STR_ARG(i18n_code(lang)), line,
                 what);
}

static struct word *slot_of(const struct catalogue *c, struct str key)
{
    uint64_t hash = 14695981039346656037u; /* FNV-1a */
    for (size_t i = 0; i < key.n; i++)
        hash = (hash ^ (unsigned char)key.p[i]) * 1099511628211u;
    size_t at = (size_t)hash & c->mask;
    while (c->slots[at].key.n && !str_eq(c->slots[at].key, key))
        at = (at + 1) & c->mask; /* ends: half of the slots are free */
    return &c->slots[at];
}

/* "\n" and "\\" become what they mean. False on another backslash. */
static bool unescape(struct arena *a, struct str s, struct str *ret)
{
    struct buf out = buf_new(a);
    if (!memchr(s.p, '\\', s.n)) {
        *ret = s;
        return true;
    }
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == '\\') {
            char next = i + 1 < s.n ? s.p[++i] : '\0';
            if (next != 'n' && next != '\\')
                return false;
            c = next == 'n' ? '\n' : '\\';
        }
        buf_byte(&out, c);
    }
    *ret = buf_str(&out);
    return true;
}

static bool key_ok(struct str key)
{
    for (size_t i = 0; i < key.n; i++) {
        char c = key.p[i];
        bool ok = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '.' || c == '_' || c == '-';
        if (!ok)
            return false;
    }
    return key.n > 0;
}

static enum err load_line(struct arena *a, int lang, int number, struct str line,
                          struct catalogue *c, struct fault *f)
{
    struct word w;
    line = str_trim(line);
    if (line.n == 0 || line.p[0] == '#')
        return ERR_OK;
    w.text = line;
    w.key = str_trim(str_cut(&w.text, '='));
    if (str_absent(w.text))
        return bad(f, lang, number, "no '='");
    w.text = str_trim(w.text);
    if (!key_ok(w.key))
        return bad(f, lang, number, "a key is letters, digits, '.', '_' and '-'");
    if (w.text.n == 0)
        return bad(f, lang, number, "no text");
    if (!unescape(a, w.text, &w.text))
        return bad(f, lang, number, "a backslash stands before n or another backslash only");
    struct word *slot = slot_of(c, w.key);
    if (slot->key.n)
        return bad(f, lang, number, "key is there twice");
    *slot = w;
    return ERR_OK;
}

static enum err load(struct arena *a, int lang, struct str source, struct catalogue *c,
                     struct fault *f)
{
    size_t lines = 1, slots = 64;
    if (source.n > I18N_FILE_MAX || !utf8_ok(source))
        return bad(f, lang, 0, "too large, or not clean UTF-8");
    for (size_t i = 0; i < source.n; i++)
        lines += source.p[i] == '\n';
    if (lines > 2 * I18N_KEYS_MAX)
        return bad(f, lang, 0, "too many lines");
    while (slots < 2 * lines)
        slots *= 2;
    *c = (struct catalogue){ arena_array(a, struct word, slots), slots - 1 };
    for (int number = 1; !str_absent(source); number++) {
        struct str line = str_cut(&source, '\n');
        TRY(load_line(a, lang, number, line, c, f));
    }
    return ERR_OK;
}

enum err i18n_load(struct arena *a, struct str zh, struct str en, struct fault *f,
                   struct i18n **ret)
{
    struct i18n *t = arena_new_of(a, struct i18n);
    TRY(load(a, LANG_ZH, zh, &t->langs[LANG_ZH], f));
    TRY(load(a, LANG_EN, en, &t->langs[LANG_EN], f));
    *ret = t;
    return ERR_OK;
}

/* zh.txt and what stands beside it, one file a topic: zh/web.txt ... */
static struct str catalogue(struct arena *a, struct str one, struct str folder)
{
    struct buf all = buf_new(a);
    buf_put(&all, embed_find(one.p));
    for (size_t i = 0; i < embed_file_count; i++) {
        if (!str_starts(str_of(embed_files[i].name), folder))
            continue;
        buf_byte(&all, '\n');
        buf_bytes(&all, embed_files[i].p, embed_files[i].n);
    }
    return buf_str(&all);
}

struct i18n *i18n_new(struct arena *a)
{
    struct i18n *t = NULL;
    struct fault f = { 0 };
    enum err e = i18n_load(a, catalogue(a, S("i18n/zh.txt"), S("i18n/zh/")),
                           catalogue(a, S("i18n/en.txt"), S("i18n/en/")), &f, &t);
    assert(e == ERR_OK);
    return e == ERR_OK ? t : NULL;
}

struct str i18n_text(const struct i18n *t, int lang, struct str key)
{
    assert(lang >= 0 && lang < LANG__COUNT);
    return key.n ? slot_of(&t->langs[lang], key)->text : STR_NONE;
}

struct str i18n_html_text(void *u, int lang, struct str key)
{
    return i18n_text(u, lang, key);
}

static struct str value_of(const struct i18n_arg *args, size_t n, struct str name)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(str_of(args[i].name), name))
            return args[i].value;
    return STR_NONE;
}

struct str i18n_say(const struct i18n *t, struct arena *a, int lang, struct str key,
                    const struct i18n_arg *args, size_t n)
{
    struct buf out = buf_new(a);
    struct str words = i18n_text(t, lang, key);
    assert(n <= I18N_ARGS_MAX);
    if (str_absent(words))
        return str_dup(a, key);
    while (words.n) { /* each turn takes some of words */
        const char *open = memmem(words.p, words.n, "{{", 2);
        size_t before = open ? (size_t)(open - words.p) : words.n;
        const char *close = open ? memmem(open, words.n - before, "}}", 2) : NULL;
        if (!close) {
            buf_put(&out, words);
            break;
        }
        buf_put(&out, str_slice(words, 0, before));
        buf_put(&out, value_of(args, n, str_trim(str_bytes(open + 2, (size_t)(close - open) - 2))));
        size_t taken = (size_t)(close - words.p) + 2;
        words = str_slice(words, taken, words.n - taken);
    }
    return buf_str(&out);
}

struct str i18n_count(const struct i18n *t, struct arena *a, int lang, struct str key,
                      const char *name, int64_t v)
{
    struct i18n_arg arg = { name, i18n_number(a, v) };
    struct str one = str_fmt(a, "%.*s_one", STR_ARG(key));
    if (v == 1 && !str_absent(i18n_text(t, lang, one)))
        key = one;
    return i18n_say(t, a, lang, key, &arg, 1);
}

struct str i18n_days_left(const struct i18n *t, struct arena *a, int lang, int64_t days)
{
    if (days == 0)
        return i18n_text(t, lang, T_("days.today"));
    if (days > 0)
        return i18n_count(t, a, lang, T_("days.left"), "n", days);
    return i18n_count(t, a, lang, T_("days.late"), "n", -days);
}
