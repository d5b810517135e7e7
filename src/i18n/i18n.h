/*
 * i18n.h - what the program says, in two languages, and how it writes days, times and numbers.
 *
 * Layer:  i18n (the catalogues come in through gen/embed.h)
 * Memory: texts borrow from the program; what is made lies in the arena
 * Source: ux.md 7, design/README.md "Words"
 *
 * A catalogue is data/i18n/zh.txt or en.txt and the files beside it, one a topic (zh/web.txt):
 * lines "key = text", UTF-8, '#' begins a comment line,
 * "\n" is a line break and "\\" a backslash. A text may hold {{name}}. The build (tools/labels.py)
 * fails on a key that a template or C names and a catalogue lacks, and on one that nobody uses.
 */
#ifndef YG_I18N_I18N_H
#define YG_I18N_I18N_H

#include "base/arena.h"
#include "base/err.h"
#include "base/time.h"

enum { LANG_ZH, LANG_EN, LANG__COUNT };

#define I18N_FILE_MAX (1024u * 1024)
#define I18N_KEYS_MAX 10000
#define I18N_ACCEPT_MAX 32 /* ranges of Accept-Language that are looked at */

/* These tell tools/labels.py that a key, or every key with a prefix ("state."), is used. T_KEY of
 * base/err.h is the same for a C string. */
#define T_(key) S(key)
#define T_PREFIX(prefix) S(prefix)

struct i18n;

/* The catalogues of the program. Asserts: the build has checked them. */
struct i18n *i18n_new(struct arena *a);
/* From any two texts. ERR_INVALID "catalogue.bad", the detail says language, line and what. */
MUST_CHECK enum err i18n_load(struct arena *a, struct str zh, struct str en, struct fault *f,
                              struct i18n **ret);

/* The text as it stands in the catalogue; absent when the key is unknown. O(1). */
struct str i18n_text(const struct i18n *t, int lang, struct str key);
/* The same with u = struct i18n, to hand to html_new. */
struct str i18n_html_text(void *u, int lang, struct str key);

/* One value of a sentence. */
struct i18n_arg {
    const char *name;
    struct str value;
};
/* The sentence with {{name}} replaced, unescaped (for JSON, SMS, terminals). A name without a value
 * becomes nothing; an unknown key is shown itself. At most I18N_ARGS_MAX args. */
#define I18N_ARGS_MAX 16
struct str i18n_say(const struct i18n *t, struct arena *a, int lang, struct str key,
                    const struct i18n_arg *args, size_t n);
/* With one number under the name given; when it is 1 the key + "_one" is taken where it exists. */
struct str i18n_count(const struct i18n *t, struct arena *a, int lang, struct str key,
                      const char *name, int64_t v);

/* The language of a person: ?lang=, then the cookie, then Accept-Language, then Chinese. Absent and
 * unknown ones are passed over. */
int i18n_pick(struct str query, struct str cookie, struct str accept_language);
struct str i18n_tag(int lang);  /* "zh-CN", "en": for <html lang> */
struct str i18n_code(int lang); /* "zh", "en": for ?lang= and the cookie */

/* 11月3日; with the year when it is not that of today. English always has it: 3 Nov 2026. */
struct str i18n_day(struct arena *a, int lang, struct day d, struct day today);
/* For paper, which is kept: 2026年11月3日 / 3 November 2026. */
struct str i18n_day_full(struct arena *a, int lang, struct day d);
/* 11月3日 9:14 / 3 Nov 2026, 9:14 in Asia/Shanghai. */
struct str i18n_time(struct arena *a, int lang, struct instant t, struct day today);
struct str i18n_number(struct arena *a, int64_t v); /* 12,408 in both */
/* part of whole as per cent, rounded half up to at most two places: 93.06; whole 0: "". */
struct str i18n_percent(struct arena *a, int64_t part, int64_t whole);
/* 还有 42 天 / 今天到期 / 已超过 3 天, by working or calendar days as the caller counted them. */
struct str i18n_days_left(const struct i18n *t, struct arena *a, int lang, int64_t days);

#endif
