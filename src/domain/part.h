/*
 * part.h - what part an officer has in matters: the parameters of matter.sql and the roles that
 * follow from a matter found.
 *
 * Layer: domain (inside of matter*.c, move*.c, proposal.c, search.c)
 */
#ifndef YG_DOMAIN_PART_H
#define YG_DOMAIN_PART_H

#include "domain/matter.h"

/* Ids of an officer's parts; 0 = no such part. */
struct parts {
    int64_t po, clerk, officer, cadre, dept, handler, case_sup, leader, complaint, review, upper,
        publish;
};
struct parts parts_of(const struct ctx *c);

/* The parts he has in one matter. */
struct part {
    bool po, clerk, cadre, dept, handler, case_sup, leader, complaint, upper;
    bool publish; /* something of it is being published: the file, and no report */
    bool review, reviews; /* the body above: is asked to look again; does so now */
};

/* One row of struct matter from the columns all statements give; in the order of matter.sql. */
struct matter matter_row(struct ctx *c, const struct rows *r, size_t i);
#define MATTER_COLUMNS 29
/* As seen from above: clocks and states only. */
void matter_bare(struct matter *m);

/* ERR_NOT_FOUND "matter.none". */
MUST_CHECK enum err matter_part_find(struct ctx *c, int64_t id, struct matter *ret,
                                     struct part *ret_part);
/* The roles he acts with in this matter: those of his that his parts carry. In what is about staff
 * cadre supervision stands for clerk, screener and petition head. */
uint32_t part_roles(const struct ctx *c, const struct part *p);
/* What domain 4.2 gives these parts. */
bool part_narrative(const struct part *p); /* narrative, accused, report number */
bool part_internal(const struct ctx *c, const struct part *p); /* leads, findings, opinions */

/* Reports of a matter and of those merged into it, the oldest first; at most EVENT_REPORTS_MAX. */
struct matter_report_row {
    int64_t report, matter, clerk;
    struct day received;
    struct str channel, id_mode, identity_state;
    bool named;
};
struct matter_report_list {
    const struct matter_report_row *items;
    size_t n;
};
MUST_CHECK enum err matter_reports(struct ctx *c, int64_t matter, struct matter_report_list *ret);

/* "浙秀信〔2026〕12号" of this body → its id, 0 when there is none. Reach is the caller's. */
MUST_CHECK enum err matter_by_reg_no(struct ctx *c, int64_t org, struct str typed, int64_t *ret);

/* Leads as they lie in the table; words opened under km, codes only when km is NULL. */
#define LEADS_MAX 40
MUST_CHECK enum err lead_list_read(struct ctx *c, int64_t matter, const struct key *km,
                                   struct lead_list *ret);
struct place lead_place(int64_t matter, int64_t lead);
struct place note_place(int64_t matter);

#endif
