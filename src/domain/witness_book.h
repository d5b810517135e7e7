/*
 * witness_book.h - what a witness of other logs keeps: its key, the logs it was told of, and for
 * each the largest tree that it has cosigned, which never goes back.
 *
 * Layer: domain (knows no petition and no database)
 * Source: c2sp.org/tlog-witness; log.md 1.4, 1.5, 3.5
 *
 * Files in its folder: witness.key (mode 0400), logs (a verifier key a line), state/HEX, the last
 * checkpoint of the log whose name has that SHA-256. FOLDER.seen/HEX is a second copy of it, and
 * belongs on another volume: whichever is larger counts, so that a folder put back forgets nothing.
 * Both are on disk before the signature leaves.
 */
#ifndef YG_DOMAIN_WITNESS_BOOK_H
#define YG_DOMAIN_WITNESS_BOOK_H

#include "base/ctx.h"
#include "tlog/witness.h"

#define WITNESS_LOGS_MAX 64

/* Folder, key and an empty list of logs. ERR_INVALID field "name" witness.name; ERR_CONFLICT
 * "witness.exists"; ERR_IO "witness.write". */
MUST_CHECK enum err witness_make(struct ctx *c, const char *folder, struct str name,
                                 struct note_key *ret);
/* ERR_NOT_FOUND "witness.none"; ERR_IO "witness.key". */
MUST_CHECK enum err witness_key(struct ctx *c, const char *folder, struct note_key *ret);
/* Cosigns this log from now on, also while serving. A second key of one name is the key after a
 * rotation. ERR_INVALID field "vkey" witness.vkey; ERR_LIMIT "witness.many"; ERR_IO
 * "witness.write". One that is there already stays. */
MUST_CHECK enum err witness_trust(struct ctx *c, const char *folder, struct str vkey);
struct witness_logs {
    struct note_key items[WITNESS_LOGS_MAX];
    size_t n;
};
MUST_CHECK enum err witness_logs(struct ctx *c, const char *folder, struct witness_logs *ret);

struct witness_book; /* opaque: the key, opened, and the only hand on the folder */
/* The arena keeps it. ERR_CONFLICT "witness.busy": another process serves from this folder;
 * ERR_NOT_FOUND "witness.none", "witness.seen_none" (no second copy: it has to be there). */
MUST_CHECK enum err witness_open(struct ctx *c, struct arena *a, const char *folder,
                                 struct witness_book **ret);
void witness_close(struct witness_book *b); /* NULL is allowed */

/* POST add-checkpoint: the answer as the specification has it, 200 to 499. One at a time: the
 * caller sees to it. Errors are the disk's and the state's own ("witness.write", "witness.state"):
 * nothing was signed. */
struct witness_answer {
    int status;
    struct str type, body;
};
MUST_CHECK enum err witness_add_checkpoint(struct ctx *c, struct witness_book *b, struct str body,
                                           struct witness_answer *ret);
/* GET HEX/checkpoint: the last one cosigned, as it came. ERR_NOT_FOUND "witness.no_log". */
MUST_CHECK enum err witness_last(struct ctx *c, struct witness_book *b, struct str hex,
                                 struct str *ret);

#endif
