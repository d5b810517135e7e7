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

enum err log_key_read(struct ctx *c, const char *path, struct note_key *ret, uint8_t seed[32])
{
    struct str text, sealed;
    struct note_key k;
    if (!disk_read_small(c->arena, path, &text))
        return errno == ENOENT
                   ? FAULT(&c->fault, ERR_NOT_FOUND, "log.key_none", "%s is not there", path)
                   : FAULT(&c->fault, ERR_IO, "log.key_form", "%s: %s", path,
                           strerrordesc_np(errno));
    struct str first = str_cut(&text, '\n'), vkey = str_cut(&text, '\n');
    struct str last = str_cut(&text, '\n');
    if (!str_eq(first, S(FIRST_LINE)) || !note_key_parse(c->arena, vkey, &k) ||
        k.type != NOTE_ED25519 || !str_unbase64(c->arena, last, &sealed) ||
        !seed_open(c, sealed, &k, seed))
        return key_form(c, path);
    *ret = k;
    return ERR_OK;
}

enum err log_key_create(struct ctx *c, const char *path, struct str origin, struct note_key *ret)
{
    uint8_t seed[SEED_BYTES], sig[64], pk[32];
    struct note_key k;
    struct buf b = buf_new(c->arena);
    enum err e = log_key_read(c, path, &k, seed);
    explicit_bzero(seed, sizeof seed);
    if (e == ERR_OK && str_eq(k.name, origin)) {
        *ret = k;
        return ERR_OK;
    }
    if (e != ERR_NOT_FOUND)
        return FAULT(&c->fault, ERR_CONFLICT, "log.key_other", "%s is of another log", path);
    fault_clear(&c->fault);
    ctx_random(c, seed, sizeof seed);
    sign_detached(seed, S(""), sig, pk);
    k = note_key_of(origin, NOTE_ED25519, pk);
    struct str sealed = seed_seal(c, seed, origin);
    explicit_bzero(seed, sizeof seed);
    buf_put(&b, S(FIRST_LINE "\n"));
    buf_put(&b, note_key_text(c->arena, &k));
    buf_byte(&b, '\n');
    buf_put(&b, str_base64(c->arena, sealed.p, sealed.n));
    buf_byte(&b, '\n');
    if (!disk_put(c->arena, path, buf_str(&b), 0400))
        return FAULT(&c->fault, ERR_IO, "log.key_write", "%s: %s", path, strerrordesc_np(errno));
    *ret = k;
    return ERR_OK;
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
