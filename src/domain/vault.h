/*
 * vault.h - desks, their keys, and who can open which Kr and Km (design 7.2-7.4).
 *
 * Layer: domain   Owns: desk, desk_holder, key_grant   Source: design 7.2-7.4
 * Rules: a key leaves this file only as struct key in the request's arena. Without a grant there is
 *        no key, whatever the roles say: the third fence. Kr and Km never wrap each other.
 */
#ifndef YG_DOMAIN_VAULT_H
#define YG_DOMAIN_VAULT_H

#include "domain/actor.h"

/* numbers of the places sealed things lie in; part of the authenticated data, never reused */
enum place_table {
    PLACE_OFFICER = 1,
    PLACE_DESK_HOLDER,
    PLACE_KEY_GRANT,
    PLACE_ACCESS,
    PLACE_SESSION,
    PLACE_DRAFT,
    PLACE_IDEMPOTENCY,
    PLACE_REPORT,
    PLACE_MATTER,
    PLACE_LEAD,
    PLACE_EVENT,
    PLACE_EVENT_CHAIN,
    PLACE_CHAIN,
    PLACE_PROPOSAL,
    PLACE_DOCUMENT,
    PLACE_DELIVERY,
    PLACE_MESSAGE,
    PLACE_FILE,
    PLACE_RECUSAL,
    PLACE_IDENTITY_OPENING,
    PLACE_OUTBOX,
    PLACE_LOG,
    PLACE_PUBLICATION,
    PLACE_CONSENT,
    PLACE_CONCLUSION,
    PLACE_SKETCH,
    PLACE_BREACH,
    PLACE_PANEL,
    PLACE_PANEL_NOTE,
    PLACE_PANEL_VOTE
};
/* columns within a table: 1, 2, … in the order of the migration's sealed_* columns */

enum object_kind {
    OBJECT_KR = 1,
    OBJECT_KM = 2,
    OBJECT_KD = 3,
    OBJECT_DESK = 4,
    OBJECT_FILE = 5,
    OBJECT_CHAIN = 6,
    OBJECT_IDENTITY = 7,
    OBJECT_LOG = 9 /* 8 is the backup's */
};
enum holder_kind {
    HOLDER_DESK = 1,
    HOLDER_OFFICER = 2,
    HOLDER_DRAFT = 3,
    HOLDER_OBJECT = 4,
    HOLDER_SERVER = 5
};

struct desk {
    int64_t id, org, dept;
    char kind[5];
    uint32_t generation;
    bool living; /* has a public key and at least one holder with its secret */
    struct public_key pk;
};

/* The desk of this kind that serves a body: its own when it has living holders, else that of the
 * nearest ancestor that has them. ERR_BUSY "vault.nobody" when none up to the root (503). */
MUST_CHECK enum err desk_serving(struct ctx *c, int64_t org, const char *kind, struct desk *ret);
MUST_CHECK enum err desk_own(struct ctx *c, int64_t org, const char *kind, int64_t dept,
                             struct desk *ret); /* NOT_FOUND when not living */

/* The desk row whether it lives or not. ERR_NOT_FOUND "vault.no_desk". */
MUST_CHECK enum err desk_find(struct ctx *c, int64_t desk, struct desk *ret);
/* All desks of a kind of one body (more than one only for dept), living or not. */
#define DESKS_OF_KIND_MAX 20
MUST_CHECK enum err desk_list(struct ctx *c, int64_t org, const char *kind,
                              struct desk ret[DESKS_OF_KIND_MAX], size_t *ret_n);

/*
 * Inside a transaction. The new key pair of a desk is born in the session of its first holder
 * (c->actor gets the secret); a desk whose holders are all gone gets a new generation, which opens
 * nothing of the old. ERR_CONFLICT "vault.has_key" while it lives.
 */
MUST_CHECK enum err desk_key_create(struct ctx *c, int64_t desk);
/* Names an officer as a holder; he waits until one who has the secret grants it. */
MUST_CHECK enum err desk_holder_name(struct ctx *c, int64_t desk, int64_t officer);
/* Gives the secret, all generations c->actor has of it, to an active officer. ERR_DENIED
 * "vault.no_desk_key" when c->actor does not hold the desk. Whether he should have it is the
 * caller's question (officer.c: his confirmed roles). */
MUST_CHECK enum err desk_holder_grant(struct ctx *c, int64_t desk, int64_t officer);
/* Takes it away and ends his sessions, where the secret lies too. */
MUST_CHECK enum err desk_holder_remove(struct ctx *c, int64_t desk, int64_t officer);
/* Opens all desk secrets sealed to c->actor (an officer with his pair) into c->actor->desks. */
MUST_CHECK enum err desk_open_own(struct ctx *c);
/* Officers who wait for a desk's present generation; at most 100. */
struct vault_ids {
    int64_t ids[100];
    size_t n;
};
MUST_CHECK enum err desk_holder_waiting(struct ctx *c, const struct desk *d, struct vault_ids *ret);
/* Desks that keys are sealed to and that this officer alone can open: they would be lost with him.
 */
MUST_CHECK enum err desk_holder_last(struct ctx *c, int64_t officer, struct vault_ids *ret);
/* After a reset, or when he leaves: no desk, no grant, no session of this officer remains. */
MUST_CHECK enum err vault_forget_officer(struct ctx *c, int64_t officer);
/* c->actor's open desk; NULL when he does not hold it in this generation. */
const struct actor_desk *desk_held(const struct ctx *c, int64_t desk, uint32_t generation);

/* Grants: sealed before the writer is taken, stored inside. */
struct grant_row {
    enum object_kind object_kind;
    int64_t object;
    enum holder_kind holder_kind;
    int64_t holder;
    uint32_t generation;
    struct str sealed;
};
MUST_CHECK enum err grant_seal_desk(struct ctx *c, enum object_kind k, int64_t object,
                                    const struct key *key, const struct desk *to,
                                    struct grant_row *ret);
MUST_CHECK enum err grant_seal_officer(struct ctx *c, enum object_kind k, int64_t object,
                                       const struct key *key, int64_t officer,
                                       struct grant_row *ret);
MUST_CHECK enum err
grant_store(struct ctx *c,
            const struct grant_row *g); /* in a transaction; replaces the same holder's */
MUST_CHECK enum err grant_remove(struct ctx *c, enum object_kind k, int64_t object,
                                 enum holder_kind hk, int64_t holder);
/* All of a body's desks and officers. */
MUST_CHECK enum err grant_remove_org(struct ctx *c, enum object_kind k, int64_t object,
                                     int64_t org);
MUST_CHECK enum err grant_remove_all(struct ctx *c, enum object_kind k, int64_t object);

/* Opens the key for the actor by any grant of his desks or his own; re-wraps a SEAL under DK at the
 * first opening (a small transaction of its own unless one runs). A reporter's own Kr comes from
 * his session. ERR_DENIED "vault.no_grant"; "session.must_change" before the one-time password was
 * changed. */
MUST_CHECK enum err vault_open(struct ctx *c, enum object_kind k, int64_t object, struct key *ret);
bool vault_can(struct ctx *c, enum object_kind k,
               int64_t object); /* a grant exists; nothing is opened */
/* The same for a grant read by another statement (lists and search read them in one go): opens it
 * when c->actor holds it. Nothing is re-wrapped. False: not his, or it does not open. */
bool vault_open_grant(struct ctx *c, const struct grant_row *g, struct key *ret);
/* "KR" "KM" "KD", "DESK" "OFFICER" as in key_grant, and back */
struct str object_kind_name(enum object_kind k);
struct str holder_kind_name(enum holder_kind k);
enum holder_kind holder_kind_of(struct str name);

/* DK (of a desk or an officer), TK, MK of a desk (design 7.2) */
struct key desk_wrap_key(const struct key_pair *pair);
struct key desk_token_key(const struct key_pair *pair);
void desk_sketch_key(const struct key_pair *pair, uint8_t ret[16]);

/* daily: objects with fewer than two living holders, for the warning list of the head */
MUST_CHECK enum err vault_thin(struct ctx *c, int64_t org, int64_t *ret_count);

#endif
