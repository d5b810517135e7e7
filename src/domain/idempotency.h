/*
 * idempotency.h - the same request sent twice gets the same answer, and happens once.
 *
 * Layer: domain   Owns: idempotency   Source: design 7.5
 * The row's id and the key of its record both come from the client's key, so that a stolen table
 * gives no answer away. What the request asked for is part of the record: another request under the
 * same key is refused. Rows live 24 hours and are in no backup.
 */
#ifndef YG_DOMAIN_IDEMPOTENCY_H
#define YG_DOMAIN_IDEMPOTENCY_H

#include "domain/actor.h"

#define IDEMPOTENCY_KEY_MIN 16 /* random bytes as the client spells them */
#define IDEMPOTENCY_KEY_MAX 200
#define IDEMPOTENCY_ANSWER_MAX 65536

struct idempotency {
    uint8_t id[16];
    struct key key;
    uint8_t request[32]; /* what was asked: hash of route, actor and body */
    bool marked;         /* stored in this request */
};

/* what names the call ("POST /reports"), body is what was sent. ERR_INVALID field Idempotency-Key
 * "idempotency.key" when too short or too long. Another actor's key is another row. */
MUST_CHECK enum err idempotency_of(struct ctx *c, struct str client_key, const char *what,
                                   struct str body, struct idempotency *ret);
/* Found: the answer as it was stored. The same key with another request: ERR_CONFLICT
 * "idempotency.other". */
MUST_CHECK enum err idempotency_find(struct ctx *c, const struct idempotency *i, bool *ret_found,
                                     struct str *ret_answer);
/* Inside the transaction of what was done: both are on disk, or neither. Somebody else stored this
 * key first: ERR_CONFLICT "store.unique"; roll back and find. */
MUST_CHECK enum err idempotency_store(struct ctx *c, const struct idempotency *i,
                                      struct str answer);
/*
 * For every call that appends an event: the door sets c->once and makes its call. event_append
 * marks the key (an empty answer) in the transaction of the event; afterwards the door puts the
 * answer in. A crash between the two leaves the mark: a repeated request then finds an empty
 * answer, which says that it was done. Refused requests leave nothing and may be sent again.
 */
MUST_CHECK enum err idempotency_mark(struct ctx *c);
MUST_CHECK enum err idempotency_answer(struct ctx *c, const struct idempotency *i,
                                       struct str answer); /* a transaction of its own */
/* In a transaction: what was done under this key is undone, it may be done again. */
MUST_CHECK enum err idempotency_forget(struct ctx *c, const struct idempotency *i);
/* In a transaction: removes what is over. At most a thousand rows a call. */
MUST_CHECK enum err idempotency_expire(struct ctx *c, int64_t *ret_removed);

#endif
