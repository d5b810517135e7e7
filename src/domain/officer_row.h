/*
 * officer_row.h - one row of an officer, checked against its MAC, with the secret it holds; and his
 * roles. For officer.c and login.c only.
 *
 * Layer: domain
 */
#ifndef YG_DOMAIN_OFFICER_ROW_H
#define YG_DOMAIN_OFFICER_ROW_H

#include "domain/officer.h"

#define OFFICER_SALT_SIZE 16
#define OFFICER_DESKS_MAX 8 /* that his roles give him */

struct officer_row {
    int64_t id, org, dept;
    struct str work_no, name, state;
    struct public_key pk;
    uint8_t salt[OFFICER_SALT_SIZE];
    struct str sealed_secret; /* absent after he left */
    int64_t invite_until_ms;  /* 0: none */
    uint32_t generation;
    struct day joined, left;
    struct str sealed_logins;
};

/* ERR_NOT_FOUND "officer.none"; ERR_STORE "row.changed". */
MUST_CHECK enum err officer_row_find(struct ctx *c, int64_t id, struct officer_row *ret);
MUST_CHECK enum err officer_row_by_work_no(struct ctx *c, struct str work_no,
                                           struct officer_row *ret, bool *ret_found);
struct officer_rows {
    struct officer_row *items;
    size_t n;
};
MUST_CHECK enum err officer_rows_of_org(struct ctx *c, int64_t org, struct officer_rows *ret);
/* In a transaction. */
MUST_CHECK enum err officer_row_put(struct ctx *c, const struct officer_row *row);

/* The secret of the pair under H(S1, hash of the password); bound to officer and generation. */
struct str officer_secret_seal(struct ctx *c, const struct officer_row *row, const struct key *hash,
                               const struct key *sk);
/* True only when it opens and belongs to the row's public key. */
bool officer_secret_open(struct ctx *c, const struct officer_row *row, const struct key *hash,
                         struct key_pair *ret);

/* Roles in force today, and those that wait for the second person. */
struct officer_roles {
    uint32_t in_force, waiting;
};
MUST_CHECK enum err officer_roles_of(struct ctx *c, int64_t officer, struct officer_roles *ret);
/* In a transaction. Gives what he lacks and ends what he should not have, from today. */
MUST_CHECK enum err officer_roles_write(struct ctx *c, int64_t officer, uint32_t roles);
/* In a transaction. All roles of today wait for confirmation again. */
MUST_CHECK enum err officer_roles_suspend(struct ctx *c, int64_t officer);
/* In a transaction. Confirms what waits and c->actor may confirm; ret_n counts it. */
MUST_CHECK enum err officer_roles_confirm(struct ctx *c, int64_t officer, size_t *ret_n);

/* The desks these roles stand at, in one body and department. */
struct officer_desks {
    struct desk items[OFFICER_DESKS_MAX];
    size_t n;
};
MUST_CHECK enum err officer_desks_of(struct ctx *c, uint32_t roles, int64_t org, int64_t dept,
                                     struct officer_desks *ret);
bool officer_desks_have(const struct officer_desks *d, int64_t desk);

/* With c->actor the officer, his pair open, in a transaction: opens his desks, makes the keys of
 * desks that have none, and grants to those who wait for a desk he holds. */
MUST_CHECK enum err officer_enter_desks(struct ctx *c);

#endif
