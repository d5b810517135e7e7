/*
 * complaint.h - words to the body above, which the body complained of must not read.
 *
 * Layer: domain (inside of mine.c and move*.c)   Source: domain 4.3, T48a; design 7.4
 * Kr goes to the body above, so that it sees the report; but Kr is held below too. The words have a
 * key of their own (Kd), sealed to the petition office above and to those there who answer for the
 * bodies below; they lie in the matter's chain. The reporter's copy lies in his own chain under A,
 * which no officer holds; after a re-issued password he has a new A and does not see it any more.
 */
#ifndef YG_DOMAIN_COMPLAINT_H
#define YG_DOMAIN_COMPLAINT_H

#include "domain/event.h"
#include "domain/vault.h"

#define COMPLAINT_OFFICERS_MAX 20 /* of the body above */
#define COMPLAINT_GRANTS_MAX (2 * (COMPLAINT_OFFICERS_MAX + 1))

struct complaint {
    int64_t id; /* of the Kd */
    struct key kd;
    struct desk upper;
    struct str text;
    struct grant_row grants[COMPLAINT_GRANTS_MAX];
    size_t grant_count;
};
/* In the reporter's session: keys and grants. org: the body complained of. ERR_CONFLICT
 * "complaint.not_open" when none is above. */
MUST_CHECK enum err complaint_prepare(struct ctx *c, int64_t org, struct str text,
                                      struct complaint *ret);
/* The event says that he complained: the words under Kd, his own copy. Its readers[0] is he. */
void complaint_event(struct ctx *c, const struct complaint *k, struct event_new *n);
MUST_CHECK enum err complaint_store(struct ctx *c, const struct complaint *k); /* inside */

/* The words of an event in a matter's record, for who holds its Kd; false: none, or not for him. */
bool complaint_words(struct ctx *c, const struct event_view *e, struct key *ret_kd);
/* The reporter's own copy among the lines of a body; false: none. */
bool complaint_own(struct ctx *c, struct str body, struct str *ret);

#endif
