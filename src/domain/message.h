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
#define MESSAGE_ROLES ((uint32_t)(RO_PO_HEAD | RO_HANDLER | RO_HD_HEAD | RO_CADRE_SUP))

struct message {
    int64_t id, seq;
    bool mine; /* the reader's side wrote it */
    bool from_body;
    struct str text;
    struct instant at; /* ms 0 when its words do not open */
    struct day day;
    bool needs_answer, answered;
};
struct message_list {
    const struct message *items; /* oldest first */
    size_t n;
};
/* The newest MESSAGES_SHOWN_MAX. ERR_NOT_FOUND "matter.none" out of reach; ERR_DENIED
 * "message.role", "vault.no_grant". */
MUST_CHECK enum err message_list(struct ctx *c, int64_t report, struct message_list *ret);

/* reporter: report = own; officer: within reach, question marks what the reporter is asked. Starts
 * or stops D27. ERR_INVALID field text "message.empty", "form.too_long", "message.text"; after the
 * report was taken back: ERR_CONFLICT "message.closed". */
MUST_CHECK enum err message_send(struct ctx *c, int64_t report, struct str text, bool question,
                                 struct message *ret);

/* The reporter urges the step whose promised date has passed, once each: ERR_CONFLICT
 * "urge.not_due", "urge.done". */
MUST_CHECK enum err message_urge(struct ctx *c);
/* The clock that may be urged now; absent: none. */
MUST_CHECK enum err message_urge_open(struct ctx *c, int64_t report, int64_t matter,
                                      struct str *ret_clock);

#endif
