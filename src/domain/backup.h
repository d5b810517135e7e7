/*
 * backup.h - the whole installation as one stream, sealed to a key whose secret lies on paper.
 *
 * Layer: domain   Owns: settings backup_key   Source: design 7.6; docs/formats/backup.md
 * A backup holds what a copy of the data folder would, but for sessions, drafts, attempts, outbox
 * and stored answers. Its words are sealed as in the database; the stream is sealed once more, so
 * that whoever finds it learns not even counts and days.
 */
#ifndef YG_DOMAIN_BACKUP_H
#define YG_DOMAIN_BACKUP_H

#include "domain/app.h"

/* A new pair: the public key is kept with a MAC, the secret comes back as 64 hex digits for paper
 * and is nowhere else. Backups made from now on open with it, earlier ones with the earlier. */
MUST_CHECK enum err backup_key_make(struct ctx *c, struct str *ret_secret);
bool backup_key_read(struct str text, struct key *ret); /* as typed: blanks between, any case */

struct backup_count {
    int64_t files, bytes, missing; /* missing: rows whose blob is gone; doctor names them */
};
/* The new file `to`, mode 0600, beside running writers; data_dir holds the database and takes a
 * short-lived copy of it. On an error nothing is left. ERR_CONFLICT "backup.exists",
 * "backup.no_key" (none was made); ERR_IO "backup.io"; ERR_STORE. */
MUST_CHECK enum err backup_write(struct ctx *c, const char *data_dir, const char *to,
                                 struct backup_count *ret);
/* Lays a backup down in data_dir, which is made or empty. Without an app: a and chance of c are
 * used. ERR_INVALID "backup.not_ours"; ERR_DENIED "backup.other_key"; ERR_IO "backup.truncated"
 * (cut off or changed), "backup.io"; ERR_CONFLICT "app.data_exists". On an error the folder is left
 * empty. */
MUST_CHECK enum err backup_restore(struct ctx *c, const char *from, const struct key *secret,
                                   const char *data_dir, struct backup_count *ret);
/* Empties the folder again: what was restored does not open with the server key. */
void backup_discard(const char *data_dir);
/* After it was opened with its server key: no session of the old machine goes on. */
MUST_CHECK enum err backup_settle(struct ctx *c);

#endif
