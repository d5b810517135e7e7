/*
 * key_statement.h - how a log's key hands over to the next one: a statement that both have signed.
 *
 * Layer:  tlog (pure computation)   Source: log.md 3.4; docs/formats/log.md
 * The name stays. Whoever believes a key may believe the next one; that the statement was made
 * openly is shown by its hash, a public leaf (kind 2) of the same log.
 */
#ifndef YG_TLOG_KEY_STATEMENT_H
#define YG_TLOG_KEY_STATEMENT_H

#include "tlog/note.h"

#define KEY_STATEMENTS_MAX 15 /* of one log */
#define KEY_STATEMENT_BYTES_MAX 4096

struct key_statement {
    struct note_key from, to; /* of one name */
    struct str day;           /* YYYY-MM-DD, as it says; not checked */
    uint8_t hash[32];         /* SHA-256 of the whole statement */
};

/* The text that both sign: ygxf/key/v1, origin, old, new, day, each a line. */
struct str key_statement_text(struct arena *a, const struct note_key *from,
                              const struct note_key *to, struct str day);
/* A text with both signatures and no other line; false for anything else. */
bool key_statement_parse(struct arena *a, struct str bytes, struct key_statement *ret);
/* The next of several that stand one after the other; absent at the end. */
struct str key_statement_cut(struct str *rest);

#endif
