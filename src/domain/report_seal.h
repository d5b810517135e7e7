/*
 * report_seal.h - what of a report is sealed, under which key, and how it is opened again.
 *
 * Layer: domain (inside of report*.c)   Source: design 7.3
 * Kr: number, body, check code. To the id desk: identity and exposure note.
 */
#ifndef YG_DOMAIN_REPORT_SEAL_H
#define YG_DOMAIN_REPORT_SEAL_H

#include "domain/report_form.h"
#include "domain/vault.h"

struct report_sealed {
    struct str number, body, check, identity;
    int64_t identity_desk;
    uint32_t identity_generation;
    struct str body_hash; /* 64 hex digits of the body as sealed, for the event */
    struct str narrative_hash;
    struct str lines; /* more lines of the event: files that came with it, the slip */
};

/* Before the transaction. org: whose id desk gets the identity. version: of the body, from 1. */
MUST_CHECK enum err report_seal(struct ctx *c, int64_t report, int64_t org, uint32_t version,
                                const struct key *kr, const struct report_form *f,
                                struct str number, struct str code26, struct report_sealed *ret);

/* A row of table report as read. */
struct report_row {
    int64_t id, org, clerk;
    struct str channel, category, id_mode, state, identity_state;
    bool named;
    struct day received, entered;
    struct instant undo_until;  /* the reporter's */
    struct instant entry_until; /* the clerk's, who entered it */
    struct str sealed_number, sealed_body, sealed_check, sealed_identity;
    int64_t identity_desk;
    uint32_t identity_generation, version;
};
/* ERR_NOT_FOUND "report.none" when there is none or it was undone. Reach is the caller's. */
MUST_CHECK enum err report_row_find(struct ctx *c, int64_t report, struct report_row *ret);
/* ERR_STORE "report.broken" when a column does not open under this key. */
MUST_CHECK enum err report_row_open(struct ctx *c, const struct report_row *r, const struct key *kr,
                                    struct report_form *ret_form, struct str *ret_number,
                                    struct str *ret_check);
/* Its 16 digits alone. */
MUST_CHECK enum err report_row_number(struct ctx *c, const struct report_row *r,
                                      const struct key *kr, struct str *ret);

/* The identity, sealed to the id desk of another body; the actor holds the desk it lies with. */
struct report_moved_identity {
    struct str sealed;
    int64_t desk;
    uint32_t generation;
};
MUST_CHECK enum err report_identity_reseal(struct ctx *c, const struct report_row *row,
                                           int64_t to_org, struct report_moved_identity *ret);

/* One column alone, for searches: false when it does not open under this key. */
bool report_body_open(struct arena *a, const struct key *kr, int64_t report, uint32_t version,
                      struct str sealed, struct str *ret_json);
bool report_number_open(struct arena *a, const struct key *kr, int64_t report, uint32_t version,
                        struct str sealed, struct str *ret_number);

/* The last matter in the report's chain. */
struct report_matter {
    int64_t id, seq, org, version, area;
    struct str state, category;
    enum route_kind route;
    struct instant hidden_until;
    bool mass_interest;
};
MUST_CHECK enum err report_matter_last(struct ctx *c, int64_t report, struct report_matter *ret);

#endif
