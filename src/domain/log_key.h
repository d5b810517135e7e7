/*
 * log_key.h - the log's signing key and the second copy of its last checkpoint: the two files
 * beside the database.
 *
 * Layer: domain   Source: log.md 3.2, 3.3
 * The key file is text: a line that says what it is, then for each key its verifier key and its
 * seed sealed under S4 (so that it may lie in the data folder; backups do not carry it). The second
 * copy is the signed checkpoint as it was published; it has to lie where a restored data folder
 * does not bring it.
 */
#ifndef YG_DOMAIN_LOG_KEY_H
#define YG_DOMAIN_LOG_KEY_H

#include "domain/app.h"
#include "tlog/checkpoint.h"

#define LOG_KEY_NAME "log.key" /* in the data folder */

struct log_net; /* domain/log_witness.h */

/* Where they lie. Defaults: DIR/log.key and DIR.log.last. */
struct log_paths {
    const char *key, *copy;
    const struct log_net *net; /* how witnesses are asked before a start; NULL: they are not */
};
struct log_paths log_paths_of(struct arena *a, const char *data_dir);

/* What the file holds: the present key first, after a rotation the one before it as well. */
#define LOG_SEEDS_MAX 4
struct log_seed {
    struct note_key key;
    uint8_t seed[32];
};
struct log_seeds {
    struct log_seed all[LOG_SEEDS_MAX];
    size_t n;
};
/* Errors as log_key_read. */
MUST_CHECK enum err log_seeds_read(struct ctx *c, const char *path, struct log_seeds *ret);
/* A new key of the same name before the others, in the file too. ERR_LIMIT "log.key_many"; ERR_IO
 * "log.key_write". */
MUST_CHECK enum err log_seeds_add(struct ctx *c, const char *path, struct log_seeds *s);
/* NULL when it is not there. */
const struct log_seed *log_seed_of(const struct log_seeds *s, const struct note_key *k);

/* Makes a key of this name, file mode 0400; one that is there for the same name is taken. ERR_IO
 * "log.key_write"; ERR_CONFLICT "log.key_other" (another name, or sealed under another S). */
MUST_CHECK enum err log_key_create(struct ctx *c, const char *path, struct str origin,
                                   struct note_key *ret);
/* The first of them. ERR_NOT_FOUND "log.key_none"; ERR_IO "log.key_form" (changed, or sealed under
 * another S). */
MUST_CHECK enum err log_key_read(struct ctx *c, const char *path, struct note_key *ret,
                                 uint8_t seed[32]);
/* ERR_NOT_FOUND "log.copy_none"; ERR_IO "log.copy_read". */
MUST_CHECK enum err log_copy_read(struct ctx *c, const char *path, struct str *ret_note);
/* For a new log: a copy that another key signed is of an earlier log and gets ".before" after its
 * name. ERR_IO "log.copy_write". */
MUST_CHECK enum err log_copy_set_aside(struct ctx *c, const char *path, const struct note_key *k);
/* Replaces it at once and for good; on an error the earlier one stays. ERR_IO "log.copy_write". */
MUST_CHECK enum err log_copy_write(struct ctx *c, const char *path, struct str note);

#endif
