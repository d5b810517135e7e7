#include "domain/witness_book.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto/secret.h"
#include "domain/disk.h"

#define FIRST_LINE "yangguang witness key v1"
#define SEED_BYTES 32
#define NAME_MAX_BYTES 255

struct witness_book {
    const char *folder;
    struct note_key key;
    struct secret *seed;
    int lock;
};

static const char *in(struct ctx *c, const char *folder, const char *name)
{
    return str_fmt(c->arena, "%s/%s", folder, name).p;
}

/* "folder/" and "folder" have one second copy. */
static const char *trimmed(struct ctx *c, const char *folder)
{
    struct str f = str_of(folder);
    while (f.n > 1 && f.p[f.n - 1] == '/')
        f.n--;
    return str_z(c->arena, f);
}

static const char *seen_folder(struct ctx *c, const char *folder)
{
    return str_fmt(c->arena, "%s.seen", trimmed(c, folder)).p;
}

static enum err cannot_write(struct ctx *c, const char *path)
{
    return FAULT(&c->fault, ERR_IO, "witness.write", "%s: %s", path, strerrordesc_np(errno));
}

/* ---- making ---- */

static enum err make_folder(struct ctx *c, const char *path)
{
    return mkdir(path, 0700) == 0 || errno == EEXIST ? ERR_OK : cannot_write(c, path);
}

static enum err put_key(struct ctx *c, const char *folder, struct str name, struct note_key *ret)
{
    uint8_t seed[SEED_BYTES], sig[64], pk[32];
    struct buf b = buf_new(c->arena);
    const char *path = in(c, folder, "witness.key");

    ctx_random(c, seed, sizeof(seed));
    sign_detached(seed, S(""), sig, pk);
    *ret = note_key_of(name, NOTE_COSIGNATURE, pk);
    buf_fmt(&b, FIRST_LINE "\n%.*s\n%.*s\n", STR_ARG(note_key_text(c->arena, ret)),
            STR_ARG(str_base64(c->arena, seed, sizeof(seed))));
    explicit_bzero(seed, sizeof(seed));
    return disk_put(c->arena, path, buf_str(&b), 0400) ? ERR_OK : cannot_write(c, path);
}

enum err witness_make(struct ctx *c, const char *folder, struct str name, struct note_key *ret)
{
    folder = trimmed(c, folder);
    if (!note_name_ok(name) || name.n > NAME_MAX_BYTES) {
        fault_field(&c->fault, "name", T_KEY("witness.name"), 0);
        return ERR_INVALID;
    }
    if (access(in(c, folder, "witness.key"), F_OK) == 0)
        return FAULT(&c->fault, ERR_CONFLICT, "witness.exists", "%s", folder);
    TRY(make_folder(c, folder));
    TRY(make_folder(c, in(c, folder, "state")));
    TRY(make_folder(c, seen_folder(c, folder)));
    if (!disk_put(c->arena, in(c, folder, "logs"), S(""), 0600))
        return cannot_write(c, in(c, folder, "logs"));
    return put_key(c, folder, name, ret);
}

/* ---- key and logs ---- */

static enum err read_key(struct ctx *c, const char *folder, struct note_key *ret,
                         uint8_t seed[SEED_BYTES])
{
    const char *path = in(c, folder, "witness.key");
    struct str text, raw;
    uint8_t sig[64], pk[32];

    if (!disk_read_small(c->arena, path, &text))
        return errno == ENOENT ? FAULT(&c->fault, ERR_NOT_FOUND, "witness.none", "%s", folder)
                               : FAULT(&c->fault, ERR_IO, "witness.key", "%s: %s", path,
                                       strerrordesc_np(errno));
    struct str first = str_cut(&text, '\n'), vkey = str_cut(&text, '\n');
    struct str last = str_cut(&text, '\n');
    bool fits = str_eq(first, S(FIRST_LINE)) && note_key_parse(c->arena, vkey, ret) &&
                ret->type == NOTE_COSIGNATURE && str_unbase64(c->arena, last, &raw) &&
                raw.n == SEED_BYTES;
    if (fits) {
        memcpy(seed, raw.p, SEED_BYTES);
        sign_detached(seed, S(""), sig, pk);
        fits = memcmp(pk, ret->public_key, sizeof(pk)) == 0;
    }
    return fits ? ERR_OK : FAULT(&c->fault, ERR_IO, "witness.key", "%s was changed", path);
}

enum err witness_key(struct ctx *c, const char *folder, struct note_key *ret)
{
    uint8_t seed[SEED_BYTES];
    enum err e = read_key(c, trimmed(c, folder), ret, seed);

    explicit_bzero(seed, sizeof(seed));
    return e;
}

static enum err read_logs(struct ctx *c, const char *folder, struct str *ret_text,
                          struct witness_logs *ret)
{
    const char *path = in(c, folder, "logs");
    struct str rest;

    ret->n = 0;
    if (!disk_read_small(c->arena, path, ret_text))
        return FAULT(&c->fault, ERR_IO, "witness.logs", "%s: %s", path, strerrordesc_np(errno));
    rest = *ret_text;
    while (!str_absent(rest)) { /* a line each turn */
        struct str line = str_trim(str_cut(&rest, '\n'));
        if (line.n == 0 || line.p[0] == '#')
            continue;
        if (ret->n == WITNESS_LOGS_MAX ||
            !note_key_parse(c->arena, line, &ret->items[ret->n]) ||
            ret->items[ret->n].type != NOTE_ED25519)
            return FAULT(&c->fault, ERR_IO, "witness.logs", "%s: line %.*s", path, STR_ARG(line));
        ret->n++;
    }
    return ERR_OK;
}

enum err witness_logs(struct ctx *c, const char *folder, struct witness_logs *ret)
{
    struct str text;

    return read_logs(c, trimmed(c, folder), &text, ret);
}

enum err witness_trust(struct ctx *c, const char *folder, struct str vkey)
{
    struct witness_logs *logs = arena_new_of(c->arena, struct witness_logs);
    struct note_key own, k;
    struct str text;
    size_t of_name = 0;

    folder = trimmed(c, folder);
    TRY(witness_key(c, folder, &own));
    vkey = str_trim(vkey);
    if (!note_key_parse(c->arena, vkey, &k) || k.type != NOTE_ED25519) {
        fault_field(&c->fault, "vkey", T_KEY("witness.vkey"), 0);
        return ERR_INVALID;
    }
    TRY(read_logs(c, folder, &text, logs));
    for (size_t i = 0; i < logs->n; i++) {
        of_name += str_eq(logs->items[i].name, k.name);
        if (memcmp(logs->items[i].public_key, k.public_key, sizeof(k.public_key)) == 0)
            return ERR_OK;
    }
    struct buf b = buf_new(c->arena);
    buf_put(&b, text);
    buf_put(&b, vkey);
    buf_byte(&b, '\n');
    if (logs->n == WITNESS_LOGS_MAX || of_name == WITNESS_LOG_KEYS_MAX || b.n > DISK_SMALL_MAX)
        return FAULT(&c->fault, ERR_LIMIT, "witness.many", "%zu logs", logs->n);
    const char *path = in(c, folder, "logs");
    return disk_put(c->arena, path, buf_str(&b), 0600) ? ERR_OK : cannot_write(c, path);
}

/* ---- serving ---- */

static enum err take_lock(struct ctx *c, struct witness_book *b)
{
    b->lock = open(b->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (b->lock >= 0 && flock(b->lock, LOCK_EX | LOCK_NB) == 0)
        return ERR_OK;
    return FAULT(&c->fault, ERR_CONFLICT, "witness.busy", "%s", b->folder);
}

enum err witness_open(struct ctx *c, struct arena *a, const char *folder,
                      struct witness_book **ret)
{
    struct witness_book *b = arena_new_of(a, struct witness_book);
    uint8_t *seed;

    b->folder = str_z(a, str_of(trimmed(c, folder)));
    b->lock = -1;
    b->seed = secret_new(SEED_BYTES);
    seed = secret_bytes(b->seed);
    enum err e = read_key(c, b->folder, &b->key, seed);
    if (e == ERR_OK && access(seen_folder(c, b->folder), W_OK) != 0)
        e = FAULT(&c->fault, ERR_NOT_FOUND, "witness.seen_none", "%s",
                  seen_folder(c, b->folder));
    if (e == ERR_OK)
        e = take_lock(c, b);
    if (e != ERR_OK) {
        witness_close(b);
        return e;
    }
    b->key.name = str_dup(a, b->key.name);
    secret_set_read_only(b->seed);
    *ret = b;
    return ERR_OK;
}

void witness_close(struct witness_book *b)
{
    if (!b)
        return;
    secret_free(b->seed);
    b->seed = NULL;
    if (b->lock >= 0)
        (void)close(b->lock); /* was only locked */
    b->lock = -1;
}

/* ---- what was cosigned last ---- */

static struct str hex_of(struct ctx *c, struct str origin)
{
    uint8_t h[32];

    sha256(origin, h);
    return str_hex(c->arena, h, sizeof(h));
}

static enum err state_wrong(struct ctx *c, const char *path)
{
    return FAULT(&c->fault, ERR_IO, "witness.state", "%s does not hold what was written", path);
}

/* One of the two files; without it *ret_any stays. The larger tree counts. */
static enum err read_state(struct ctx *c, const char *path, struct witness_log *log,
                           struct str *ret_note)
{
    struct str note;
    struct checkpoint cp;
    bool opened = false;

    if (!disk_read_small(c->arena, path, &note))
        return errno == ENOENT ? ERR_OK : state_wrong(c, path);
    for (size_t i = 0; i < log->n && !opened; i++)
        opened = checkpoint_open(c->arena, note, &log->keys[i], &cp, NULL);
    if (!opened ||
        (log->any && cp.size == log->last.size && !hash_eq(&cp.root, &log->last.root)))
        return state_wrong(c, path);
    if (!log->any || cp.size > log->last.size) {
        log->any = true;
        log->last = cp;
        *ret_note = note;
    }
    return ERR_OK;
}

/* The log of this name as it is known; n 0: not at all. */
static enum err find_log(struct ctx *c, const struct witness_book *b, struct str origin,
                         struct witness_log *ret, struct str *ret_note)
{
    struct witness_logs *logs = arena_new_of(c->arena, struct witness_logs);
    struct str text, hex = hex_of(c, origin);

    *ret = (struct witness_log){ 0 };
    *ret_note = STR_NONE;
    TRY(read_logs(c, b->folder, &text, logs));
    for (size_t i = 0; i < logs->n; i++)
        if (str_eq(logs->items[i].name, origin) && ret->n < WITNESS_LOG_KEYS_MAX)
            ret->keys[ret->n++] = logs->items[i];
    if (ret->n == 0)
        return ERR_OK;
    TRY(read_state(c, str_fmt(c->arena, "%s/state/%.*s", b->folder, STR_ARG(hex)).p, ret,
                   ret_note));
    return read_state(c,
                      str_fmt(c->arena, "%s/%.*s", seen_folder(c, b->folder), STR_ARG(hex)).p, ret,
                      ret_note);
}

static enum err put_state(struct ctx *c, const struct witness_book *b, struct str origin,
                          struct str note)
{
    struct str hex = hex_of(c, origin);
    const char *seen = str_fmt(c->arena, "%s/%.*s", seen_folder(c, b->folder), STR_ARG(hex)).p;
    const char *own = str_fmt(c->arena, "%s/state/%.*s", b->folder, STR_ARG(hex)).p;

    if (!disk_put(c->arena, seen, note, 0600))
        return cannot_write(c, seen);
    return disk_put(c->arena, own, note, 0600) ? ERR_OK : cannot_write(c, own);
}

/* ---- answers ---- */

static struct witness_answer plain(int status, struct str body)
{
    return (struct witness_answer){ status, S("text/plain; charset=utf-8"), body };
}

/* The log's own lines and no others: what is kept stays small. */
static struct str own_note(struct ctx *c, const struct witness_log *log, const struct note *n)
{
    struct buf lines = buf_new(c->arena);

    for (size_t i = 0; i < n->n; i++)
        for (size_t k = 0; k < log->n; k++)
            if (str_eq(n->lines[i].name, log->keys[k].name) &&
                memcmp(n->lines[i].id, log->keys[k].id, sizeof(n->lines[i].id)) == 0)
                buf_put(&lines, n->lines[i].line);
    return note_join(c->arena, n->text, buf_str(&lines));
}

static enum err cosign(struct ctx *c, struct witness_book *b, const struct witness_log *log,
                       const struct note *n, const struct checkpoint *head,
                       struct witness_answer *ret)
{
    if (!log->any || head->size > log->last.size) {
        struct str note = own_note(c, log, n);
        if (note.n > DISK_SMALL_MAX) {
            *ret = plain(400, S("too long\n"));
            return ERR_OK;
        }
        TRY(put_state(c, b, head->origin, note)); /* before the signature leaves */
    }
    *ret = plain(200, note_cosign(c->arena, b->key.name, secret_bytes(b->seed),
                                  (uint64_t)(c->now.ms / 1000), n->text));
    return ERR_OK;
}

enum err witness_add_checkpoint(struct ctx *c, struct witness_book *b, struct str body,
                                struct witness_answer *ret)
{
    struct witness_request *r = arena_new_of(c->arena, struct witness_request);
    struct witness_log *log = arena_new_of(c->arena, struct witness_log);
    struct checkpoint head;
    struct note n;
    struct str kept;

    if (!witness_request_parse(c->arena, body, r) || !note_parse(c->arena, r->note, &n) ||
        !checkpoint_parse(c->arena, n.text, &head)) {
        *ret = plain(400, S("not understood\n"));
        return ERR_OK;
    }
    TRY(find_log(c, b, head.origin, log, &kept));
    if (log->n == 0) {
        *ret = plain(404, S("this log is not known here\n"));
        return ERR_OK;
    }
    enum witness_verdict v = witness_judge(log, r, &n, &head);
    if (v == WITNESS_COSIGN)
        return cosign(c, b, log, &n, &head, ret);
    *ret = plain((int)v, v == WITNESS_FORM       ? S("old is larger than the checkpoint\n")
                         : v == WITNESS_UNSIGNED ? S("not signed by a key that is known here\n")
                                                 : S("not the tree that was seen, grown\n"));
    if (v == WITNESS_STALE)
        *ret = (struct witness_answer){
            409, S(WITNESS_SIZE_TYPE),
            str_fmt(c->arena, "%llu\n", (unsigned long long)(log->any ? log->last.size : 0))
        };
    return ERR_OK;
}

enum err witness_last(struct ctx *c, struct witness_book *b, struct str hex, struct str *ret)
{
    struct witness_logs *logs = arena_new_of(c->arena, struct witness_logs);
    struct witness_log *log = arena_new_of(c->arena, struct witness_log);
    struct str text;

    *ret = STR_NONE;
    TRY(read_logs(c, b->folder, &text, logs));
    for (size_t i = 0; i < logs->n && str_absent(*ret); i++)
        if (str_eq(hex_of(c, logs->items[i].name), hex))
            TRY(find_log(c, b, logs->items[i].name, log, ret));
    return str_absent(*ret) ? FAULT(&c->fault, ERR_NOT_FOUND, "witness.no_log", "nothing cosigned")
                            : ERR_OK;
}
