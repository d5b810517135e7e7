#include "domain/disk.h"
#include "domain/log_key.h"

#include <errno.h>
#include <stdio.h>

#include "domain/vault.h"

#define FIRST_LINE "yangguang log key v1"
#define SEED_BYTES 32

struct log_paths log_paths_of(struct arena *a, const char *data_dir)
{
    struct str dir = str_of(data_dir);
    while (dir.n > 1 && dir.p[dir.n - 1] == '/')
        dir.n--; /* else the copy would lie in the folder */
    return (struct log_paths){ .key = str_fmt(a, "%.*s/" LOG_KEY_NAME, STR_ARG(dir)).p,
                               .copy = str_fmt(a, "%.*s.log.last", STR_ARG(dir)).p };
}

/* ---- the key ---- */

static struct place seed_place(void)
{
    return (struct place){ .table = PLACE_LOG, .column = 1 };
}

/* The name goes in with the seed: a key cannot be made to sign under another. */
static struct str seed_seal(struct ctx *c, const uint8_t seed[SEED_BYTES], struct str origin)
{
    struct buf b = buf_new(c->arena);
    buf_bytes(&b, seed, SEED_BYTES);
    buf_put(&b, origin);
    return record_seal(c, &c->app->key->s[S_LOG], seed_place(), buf_str(&b), false);
}

static bool seed_open(struct ctx *c, struct str sealed, const struct note_key *k,
                      uint8_t seed[SEED_BYTES])
{
    struct str plain;
    uint8_t sig[64], pk[32];
    if (!record_open(c->arena, &c->app->key->s[S_LOG], seed_place(), sealed, false, &plain) ||
        plain.n < SEED_BYTES ||
        !str_eq(str_slice(plain, SEED_BYTES, plain.n - SEED_BYTES), k->name))
        return false;
    sign_detached((const uint8_t *)plain.p, S(""), sig, pk);
    if (memcmp(pk, k->public_key, sizeof pk) != 0)
        return false;
    memcpy(seed, plain.p, SEED_BYTES);
    return true;
}

static enum err key_form(struct ctx *c, const char *path)
{
    return FAULT(&c->fault, ERR_IO, "log.key_form", "%s: changed, or of another server key", path);
}

enum err log_seeds_read(struct ctx *c, const char *path, struct log_seeds *ret)
{
    struct str text, sealed;
    ret->n = 0;
    if (!disk_read_small(c->arena, path, &text))
        return errno == ENOENT
                   ? FAULT(&c->fault, ERR_NOT_FOUND, "log.key_none", "%s is not there", path)
                   : FAULT(&c->fault, ERR_IO, "log.key_form", "%s: %s", path,
                           strerrordesc_np(errno));
    if (!str_eq(str_cut(&text, '\n'), S(FIRST_LINE)))
        return key_form(c, path);
    do {
        struct log_seed *s = &ret->all[ret->n];
        struct str vkey = str_cut(&text, '\n'), last = str_cut(&text, '\n');
        if (ret->n == LOG_SEEDS_MAX || !note_key_parse(c->arena, vkey, &s->key) ||
            s->key.type != NOTE_ED25519 || !str_unbase64(c->arena, last, &sealed) ||
            !seed_open(c, sealed, &s->key, s->seed))
            return key_form(c, path);
        ret->n++;
    } while (text.n > 0); /* a key each turn */
    return ERR_OK;
}

enum err log_key_read(struct ctx *c, const char *path, struct note_key *ret, uint8_t seed[32])
{
    struct log_seeds *s = arena_new_of(c->arena, struct log_seeds);
    enum err e = log_seeds_read(c, path, s);
    if (e == ERR_OK) {
        *ret = s->all[0].key;
        memcpy(seed, s->all[0].seed, SEED_BYTES);
    }
    explicit_bzero(s, sizeof(*s));
    return e;
}

static enum err write_seeds(struct ctx *c, const char *path, const struct log_seeds *s)
{
    struct buf b = buf_new(c->arena);
    buf_put(&b, S(FIRST_LINE "\n"));
    for (size_t i = 0; i < s->n; i++) {
        const struct log_seed *k = &s->all[i];
        struct str sealed = seed_seal(c, k->seed, k->key.name);
        buf_fmt(&b, "%.*s\n%.*s\n", STR_ARG(note_key_text(c->arena, &k->key)),
                STR_ARG(str_base64(c->arena, sealed.p, sealed.n)));
    }
    if (!disk_put(c->arena, path, buf_str(&b), 0400))
        return FAULT(&c->fault, ERR_IO, "log.key_write", "%s: %s", path, strerrordesc_np(errno));
    return ERR_OK;
}

static struct log_seed seed_new(struct ctx *c, struct str origin)
{
    struct log_seed s;
    uint8_t sig[64], pk[32];
    ctx_random(c, s.seed, sizeof s.seed);
    sign_detached(s.seed, S(""), sig, pk);
    s.key = note_key_of(origin, NOTE_ED25519, pk);
    return s;
}

enum err log_seeds_add(struct ctx *c, const char *path, struct log_seeds *s)
{
    if (s->n == LOG_SEEDS_MAX)
        return FAULT(&c->fault, ERR_LIMIT, "log.key_many", "%zu sign", s->n);
    memmove(&s->all[1], &s->all[0], s->n * sizeof s->all[0]);
    s->all[0] = seed_new(c, s->all[1].key.name);
    s->n++;
    return write_seeds(c, path, s);
}

const struct log_seed *log_seed_of(const struct log_seeds *s, const struct note_key *k)
{
    for (size_t i = 0; i < s->n; i++) /* by the key id too: the name goes into it */
        if (memcmp(s->all[i].key.id, k->id, sizeof k->id) == 0 &&
            memcmp(s->all[i].key.public_key, k->public_key, sizeof k->public_key) == 0)
            return &s->all[i];
    return NULL;
}

enum err log_key_create(struct ctx *c, const char *path, struct str origin, struct note_key *ret)
{
    uint8_t seed[SEED_BYTES];
    struct note_key k;
    struct log_seeds *s = arena_new_of(c->arena, struct log_seeds);
    enum err e = log_key_read(c, path, &k, seed);
    explicit_bzero(seed, sizeof seed);
    if (e == ERR_OK && str_eq(k.name, origin)) {
        *ret = k;
        return ERR_OK;
    }
    if (e != ERR_NOT_FOUND)
        return FAULT(&c->fault, ERR_CONFLICT, "log.key_other", "%s is of another log", path);
    fault_clear(&c->fault);
    s->all[0] = seed_new(c, origin);
    s->n = 1;
    e = write_seeds(c, path, s);
    *ret = s->all[0].key;
    explicit_bzero(s->all[0].seed, sizeof s->all[0].seed);
    return e;
}

/* ---- the second copy ---- */

enum err log_copy_read(struct ctx *c, const char *path, struct str *ret_note)
{
    if (disk_read_small(c->arena, path, ret_note))
        return ERR_OK;
    if (errno == ENOENT)
        return FAULT(&c->fault, ERR_NOT_FOUND, "log.copy_none", "%s is not there", path);
    return FAULT(&c->fault, ERR_IO, "log.copy_read", "%s: %s", path, strerrordesc_np(errno));
}

enum err log_copy_set_aside(struct ctx *c, const char *path, const struct note_key *k)
{
    struct str note;
    struct checkpoint copy;
    enum err e = log_copy_read(c, path, &note);
    fault_clear(&c->fault);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && checkpoint_open(c->arena, note, k, &copy, NULL)))
        return ERR_OK;
    if (rename(path, str_fmt(c->arena, "%s.before", path).p) == 0)
        return ERR_OK;
    return FAULT(&c->fault, ERR_IO, "log.copy_write", "%s: %s", path, strerrordesc_np(errno));
}

enum err log_copy_write(struct ctx *c, const char *path, struct str note)
{
    if (disk_put(c->arena, path, note, 0600))
        return ERR_OK;
    return FAULT(&c->fault, ERR_IO, "log.copy_write", "%s: %s", path, strerrordesc_np(errno));
}
