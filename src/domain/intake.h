/*
 * intake.h - making a matter: its row, key, chain and grants; for intake, T03, T10, T11.
 *
 * Layer: domain   Owns: the first row of a matter (matter.c and move.c change it afterwards)
 */
#ifndef YG_DOMAIN_INTAKE_H
#define YG_DOMAIN_INTAKE_H

#include "domain/event.h"
#include "domain/report.h"

#define MATTER_NEVER_SHOWN INT64_MAX /* hidden_until of what was undone */

/* A matter about to be made. The caller fills the first part, matter_new_prepare the second. */
struct matter_new {
    int64_t org, report, area;
    int64_t parent; /* the matter it was sent from; 0 none */
    struct str state, channel, category;
    enum route_kind route;
    bool named, mass_interest;
    struct day received;
    struct instant hidden_until; /* ms 0: visible at once */
    struct desk desk;            /* whose holders get Km; a tombstone has none (desk.id 0) */

    int64_t id;
    struct key km; /* wipe it when done */
    struct chain_new chain;
    struct grant_row grant;
};
/* Before the transaction: id, Km with its grant, chain. */
MUST_CHECK enum err matter_new_prepare(struct ctx *c, struct matter_new *n);
/* Inside: rows of matter, chain and grant; the report's chain of matters goes on with it. */
MUST_CHECK enum err matter_new_store(struct ctx *c, const struct matter_new *n);

/* Register number of a body, inside a transaction: reg_no = mark〔year〕seq号. */
struct reg_no {
    struct str mark;
    int64_t year, seq;
};
MUST_CHECK enum err reg_no_next(struct ctx *c, int64_t org, struct reg_no *ret);
struct str reg_no_text(struct arena *a, struct str mark, int64_t year, int64_t seq);
/* Inside: 00 → 10 with its number. The event and the clocks are the caller's. */
MUST_CHECK enum err matter_register(struct ctx *c, int64_t matter, int64_t org, struct str *ret_no);

/* The actor's open po desk of a body, in its newest generation; NULL when he has none. */
const struct actor_desk *report_po_desk(const struct ctx *c, int64_t org);
/* Tokens of a registered report under TK of the actor's po desk of that body: name, unit, both, and
 * number (design 7.3). Inside a transaction. ERR_DENIED "vault.no_desk_key" when he holds none. */
MUST_CHECK enum err report_tokens_make(struct ctx *c, int64_t report, int64_t org);
/* The same when the caller has the words already. */
MUST_CHECK enum err report_tokens_store(struct ctx *c, int64_t report, int64_t org,
                                        const struct report_form *f, struct str number);
/* Inside: all tokens of a report, and its sketches (repeat.h), under every desk. */
MUST_CHECK enum err report_tokens_drop(struct ctx *c, int64_t report);
/* One token as stored: 16 bytes in c->arena. */
struct str report_token(struct ctx *c, const struct key *tk, const char *kind, struct str value);

/* Is the matter still waiting for the local principal leader to forward it (CC 15)? Until it is
 * forwarded or D05 lapses the upper body may not move it. */
MUST_CHECK enum err report_forward_waits(struct ctx *c, int64_t matter, bool *ret);
/* The local principal leader's open tasks, and forwarding: his grant goes, the upper body may act.
 * ERR_NOT_FOUND "task.none" when it is not his. */
struct forward_task {
    int64_t matter, report;
    struct day day, due;
};
struct forward_list {
    const struct forward_task *items;
    size_t n;
};
MUST_CHECK enum err report_forward_list(struct ctx *c, struct forward_list *ret);
MUST_CHECK enum err report_forward(struct ctx *c, int64_t matter);

/*
 * T03: what the clerk found to belong to the upper body, on paper or on the web. prepare opens Kr
 * and seals it to
 * the upper petition office; store destroys the local grants, tokens and the clerk's copy and makes
 * the upper body's matter with its first event. The local matter's move to 99, its clocks and its
 * event are the caller's; report_seal_up does all of it for a clerk.
 * ERR_CONFLICT "seal_up.state", "seal_up.no_upper"; ERR_NOT_FOUND "matter.none" (not his intake).
 */
struct seal_up;
MUST_CHECK enum err seal_up_prepare(struct ctx *c, int64_t matter, struct seal_up **ret);
const struct matter_new *seal_up_fresh(const struct seal_up *s); /* as made at the upper body */
MUST_CHECK enum err seal_up_store(struct ctx *c, struct seal_up *s, int64_t *ret_upper_matter);
MUST_CHECK enum err report_seal_up(struct ctx *c, int64_t matter);

#endif
