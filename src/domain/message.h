/*
 * message.h - the thread between reporter and body, sealed under Kr; urging once an overdue step.
 *
 * Layer: domain   Owns: message   Source: R007, R014, D27, domain 10 K2
 * Who reads it besides the reporter (domain 4.2): petition head, handler and his head; never the
 * handler alone, so that an objection does not die with him.
 */
#ifndef YG_DOMAIN_MESSAGE_H
#define YG_DOMAIN_MESSAGE_H

#include "domain/matter.h"

#define MESSAGE_CHARS_MAX 5000
#define MESSAGES_SHOWN_MAX 500
/* Without one of these nobody reads a thread; with one, his part in the matter decides. */
#define MESSAGE_ROLES ((uint32_t)(RO_PO_HEAD | RO_HANDLER | RO_HD_HEAD | RO_CADRE_SUP))

struct message {
    int64_t id, seq;
    bool mine; /* the reader's side wrote it */
    bool from_body;
    struct str text,
        sender;        /* sender: the officer's work number, as both sides see it (domain 3.4) */
    struct instant at; /* ms 0 when its words do not open */
    struct day day;
    bool needs_answer, answered; /* the reporter: owed a reply, which his answer is not */
};
struct message_list {
    const struct message *items; /* oldest first */
    size_t n;
};
/* The newest MESSAGES_SHOWN_MAX. ERR_NOT_FOUND "report.none" out of reach; ERR_DENIED
 * "message.role", "vault.no_grant". */
MUST_CHECK enum err message_list(struct ctx *c, int64_t report, struct message_list *ret);
/* Of these what the body wrote on that day or later. */
MUST_CHECK enum err message_of_body_since(struct ctx *c, int64_t report, struct day day,
                                          struct message_list *ret);

/* reporter: report = own; officer: within reach, question marks what the reporter is asked. The
 * reporter's message starts D27 when it does not run, but for an answer to the body's question; it
 * stops when no message of the matter is owed a reply.
 * ERR_INVALID field text "message.empty", "form.too_long", "message.text"; after the report was
 * taken back: ERR_CONFLICT "message.closed". An upper body that got a complaint has answered it
 * with its message. */
MUST_CHECK enum err message_send(struct ctx *c, int64_t report, struct str text, bool question,
                                 struct message *ret);
/* Files of the writer's own report that came with this message of his, with their copies; what
 * belongs to another message stays there. Own transaction. */
MUST_CHECK enum err message_attach(struct ctx *c, int64_t message, const int64_t *files, size_t n);
/* Report amended with a new Kr: the thread goes on under it. Inside a transaction. */
MUST_CHECK enum err message_rewrap(struct ctx *c, int64_t report, const struct key *kr_old,
                                   const struct key *kr_new);

/* The reporter urges what is overdue: once, and again only when another promised date has passed
 * since. ERR_CONFLICT "urge.not_due", "urge.done". */
MUST_CHECK enum err message_urge(struct ctx *c);
/* Of the matter's clocks the one that may be urged now; absent: none. late: a promised date has
 * passed. */
MUST_CHECK enum err message_urge_open(struct ctx *c, int64_t report,
                                      const struct clock_list *clocks, struct str *ret_clock,
                                      bool *ret_late);

#endif
