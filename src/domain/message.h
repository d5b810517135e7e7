/*
 * message.h - the thread between reporter and body, sealed under Kr; urging once an overdue stage.
 *
 * Layer: domain   Owns: message   Source: R007, R014, D27, K2
 */
#ifndef YG_DOMAIN_MESSAGE_H
#define YG_DOMAIN_MESSAGE_H

#include "domain/report.h"

#define MESSAGE_CHARS_MAX 5000
#define MESSAGES_SHOWN_MAX 500

struct message {
    int64_t id, seq;
    bool mine /* the reader's side wrote it */;
    bool from_body;
    struct str text, sender_label;
    struct instant at;
    struct day day;
    bool needs_answer, answered;
};
struct message_list {
    const struct message *items;
    size_t n;
};
MUST_CHECK enum err message_list(struct ctx *c, int64_t report, struct message_list *ret);
/* reporter: report = own; officer: within reach, question marks needs_answer. Starts or stops D27.
 */
MUST_CHECK enum err message_send(struct ctx *c, int64_t report, struct str text, bool question,
                                 struct message *ret);
MUST_CHECK enum err message_urge(
    struct ctx *c); /* reporter; once an overdue stage: ERR_CONFLICT "urge.not_due" / "urge.done" */

#endif
