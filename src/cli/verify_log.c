/* verify_log.c - a copy of the log walked whole; the events of a check code found in it. */
#include <errno.h>
#include <stdlib.h>

#include "base/time.h"
#include "cli/verify.h"
#include "domain/event.h"
#include "i18n/i18n.h"
#include "tlog/leaf.h"

#define TAGS_MAX 2048 /* events of one report that are looked for */
#define BUNDLE_MAX ((size_t)TILE_WIDTH * (2 + ENTRY_BYTES_MAX))

bool verify_read_file(struct arena *a, const char *path, size_t max, struct str *ret)
{
    FILE *f = fopen(path, "re");
    struct buf b = buf_new(a);
    char some[16384];
    size_t n;
    if (!f)
        return false;
    while (b.n <= max && (n = fread(some, 1, sizeof some, f)) > 0)
        buf_bytes(&b, some, n);
    int why = ferror(f) ? errno : b.n > max ? EFBIG : 0;
    (void)fclose(f); /* was only read */
    errno = why;
    *ret = buf_str(&b);
    return why == 0;
}

int verify_complain_file(struct verify *v, const char *path)
{
    return cli_complain(v->cli, EX_NOINPUT, "%s: %s", path, strerrordesc_np(errno));
}

int verify_say(struct verify *v, int code, const char *what, const char *key)
{
    struct str text = i18n_text(v->words, v->lang, str_of(key));

    return cli_complain(v->cli, code, "%s: %.*s", what, STR_ARG(text));
}

int verify_verdict(struct verify *v, const char *what, enum judge j)
{
    if (j == JUDGE_PROVEN)
        return EX_OK;
    return verify_say(v, judge_is_receipt(j) ? VERIFY_NOT : EX_DATAERR, what, judge_key(j));
}

/* The copy's checkpoint is no receipt: what is cut or misspelt there is told in its own words. */
int verify_note(struct verify *v, const char *what, struct str bytes, struct checkpoint *ret,
                struct note *note)
{
    enum judge j = judge_of_policy(policy_check(v->cli->arena, &v->policy, bytes, ret, note));

    if (j == JUDGE_FORM)
        return verify_say(v, EX_DATAERR, what, T_KEY("verify.no_checkpoint"));
    return verify_verdict(v, what, j);
}

void verify_print_witnesses(struct verify *v, const struct note *n, struct instant *ret_latest)
{
    struct instant latest = { 0 };
    for (size_t i = 0; i < v->policy.name_count; i++) {
        const struct policy_name *w = &v->policy.names[i];
        uint64_t s = 0;
        if (w->group || note_verify(n, &w->key, &s) != NOTE_SIGNED || s > INT64_MAX / 1000)
            continue;
        struct str at = instant_format(v->cli->arena, (struct instant){ (int64_t)s * 1000 });
        fprintf(v->cli->out, "seen by the witness %.*s at %.*s\n", STR_ARG(w->name), STR_ARG(at));
        if ((int64_t)s * 1000 > latest.ms)
            latest.ms = (int64_t)s * 1000;
    }
    if (ret_latest)
        *ret_latest = latest;
}

/* ---- the walk ---- */

static bool read_tile(void *u, struct arena *a, const struct tile *t, struct str *ret)
{
    struct verify *v = u;
    const char *path = str_z(a, str_fmt(a, "%s/tile/%.*s", v->copy, STR_ARG(tile_path(a, t))));
    return verify_read_file(a, path, BUNDLE_MAX, ret);
}

static int walk_verdict(struct verify *v, const struct walk *w)
{
    struct cli *cli = v->cli;
    struct str at = tile_path(cli->arena, &w->at);
    switch (w->verdict) {
    case WALK_OK:
        return EX_OK;
    case WALK_MISSING:
        return cli_complain(cli, EX_NOINPUT,
                            "tile/%.*s is not in the copy: fetch it, the rest was right so far",
                            STR_ARG(at));
    case WALK_FORM:
        return cli_complain(cli, VERIFY_NOT, "tile/%.*s was cut off or is no tile", STR_ARG(at));
    case WALK_ENTRY:
        return cli_complain(cli, VERIFY_NOT,
                            "entry %llu is not the one that was hashed: it was altered, or its "
                            "tile was",
                            (unsigned long long)w->index);
    case WALK_TILE:
        return cli_complain(cli, VERIFY_NOT, "tile/%.*s is not made of the entries below it",
                            STR_ARG(at));
    case WALK_ROOT:
    default:
        return cli_complain(cli, VERIFY_NOT,
                            "the entries are not those of the signed checkpoint: keep both as "
                            "evidence");
    }
}

struct looks {
    struct verify *v;
    void (*each)(void *u, uint64_t index, struct str entry);
    void *u;
};

static void look_twice(void *u, uint64_t index, struct str entry)
{
    struct looks *l = u;
    verify_keys_look(l->v, entry);
    if (l->each)
        l->each(l->u, index, entry);
}

int verify_walk(struct verify *v, struct checkpoint *ret, struct note *note,
                void (*each)(void *u, uint64_t index, struct str entry), void *u)
{
    struct cli *cli = v->cli;
    ARENA_AUTO scratch = arena_new(VERIFY_SCRATCH_MAX);
    const char *path = str_z(cli->arena, str_fmt(cli->arena, "%s/checkpoint", v->copy));
    struct walk_source s = { read_tile, v };
    struct str bytes;
    if (!verify_read_file(cli->arena, path, NOTE_BYTES_MAX, &bytes))
        return verify_complain_file(v, path);
    int code = verify_note(v, "the copy", bytes, ret, note);
    if (code != EX_OK)
        return code;
    struct looks l = { v, each, u };
    struct walk w = walk_log(cli->arena, scratch, &s, ret, look_twice, &l);
    code = walk_verdict(v, &w);
    return code == EX_OK ? verify_keys_logged(v) : code;
}

/* ---- a check code ---- */

struct tag {
    uint8_t b[LEAF_HASH];
    uint32_t seq;
};
struct search {
    struct tag tags[TAGS_MAX];  /* sorted by their bytes */
    uint64_t found[TAGS_MAX];   /* by number: index + 1, 0 = not there */
    uint64_t doubled[TAGS_MAX]; /* a second leaf under the same tag */
};

static int by_bytes(const void *a, const void *b)
{
    return memcmp(((const struct tag *)a)->b, ((const struct tag *)b)->b, LEAF_HASH);
}

static void look(void *u, uint64_t index, struct str entry)
{
    struct search *s = u;
    struct tag key;
    if (entry.n != LEAF_ENTRY || entry.p[0] != 0x01)
        return;
    memcpy(key.b, entry.p + 1, LEAF_HASH);
    const struct tag *t = bsearch(&key, s->tags, TAGS_MAX, sizeof key, by_bytes);
    if (!t)
        return;
    if (s->found[t->seq])
        s->doubled[t->seq] = index + 1;
    else
        s->found[t->seq] = index + 1;
}

static bool search_begin(struct verify *v, struct search *s)
{
    uint8_t code[CASE_CODE];
    if (!check_code_read(str_of(v->code), code))
        return false;
    struct key k = leaf_case_key(code);
    for (uint32_t i = 0; i < TAGS_MAX; i++) {
        s->tags[i].seq = i;
        leaf_tag(&k, i, s->tags[i].b);
    }
    key_wipe(&k);
    qsort(s->tags, TAGS_MAX, sizeof s->tags[0], by_bytes);
    return true;
}

static int search_end(struct verify *v, const struct search *s)
{
    FILE *out = v->cli->out;
    size_t last = 0, count = 0, wrong = 0;
    for (size_t i = 0; i < TAGS_MAX; i++) {
        count += s->found[i] != 0;
        last = s->found[i] ? i + 1 : last;
    }
    for (size_t i = 0; i < last; i++) {
        if (s->found[i])
            fprintf(out, "event %zu of the report: entry %llu\n", i,
                    (unsigned long long)(s->found[i] - 1));
        else
            fprintf(out, "event %zu of the report: MISSING, though a later one is there\n", i);
        if (s->doubled[i])
            fprintf(out, "event %zu of the report: TOLD TWICE, again in entry %llu\n", i,
                    (unsigned long long)(s->doubled[i] - 1));
        wrong += !s->found[i] || s->doubled[i];
    }
    if (count == 0)
        return cli_complain(v->cli, VERIFY_NOT,
                            "no event of this check code is in the copy: it is older than the "
                            "report (a leaf is due 20 minutes after the receipt), or the report "
                            "was never logged");
    return wrong ? cli_complain(v->cli, VERIFY_NOT,
                                "the log left out or doubled an event of this report: keep the "
                                "copy as evidence")
                 : EX_OK;
}

int verify_log(struct verify *v)
{
    struct search *s = arena_new_of(v->cli->arena, struct search);
    struct checkpoint c;
    struct note n;
    if (v->code && !search_begin(v, s))
        return verify_say(v, EX_DATAERR, v->code, T_KEY("log.find.mistyped"));
    int code = verify_walk(v, &c, &n, v->code ? look : NULL, s);
    if (code != EX_OK)
        return code;
    fprintf(v->cli->out, "%.*s: %llu entries, all as signed\n", STR_ARG(c.origin),
            (unsigned long long)c.size);
    verify_print_witnesses(v, &n, NULL);
    return v->code ? search_end(v, s) : EX_OK;
}
