/*
 * panel.h - who is called from outside: representatives, experts, hearers; the registers they are
 * chosen from, their seats and codes, the copy without names that they read, their notes and votes.
 *
 * Layer: domain   Owns: panel_member, panel, panel_seat, panel_check, panel_vote, panel_note
 * Source: domain 3.5 (HR, EC, MR), 4.1, 4.2; design 7.2-7.4 (Kd, panel codes); A R030, R031, R033
 * Their steps are moves of SP_REPRESENT, SP_CONSULT and SP_HEARING (data/procedure/subprocs.rules),
 * carried out by panel_move.c. A code opens Kd and nothing else: no report, no matter's file.
 */
#ifndef YG_DOMAIN_PANEL_H
#define YG_DOMAIN_PANEL_H

#include "domain/move.h"
#include "domain/password.h"
#include "domain/subproc.h"

/* ---- registers ---- */

#define PANEL_EXPERT "REP_EXPERT"
#define PANEL_MEMBERS_MAX 500

struct panel_member {
    int64_t id, org;
    struct str kind, name, unit, field, reason; /* REP_* */
    struct day from, to, withdrawn;
    bool serving; /* today: within his term, not withdrawn */
};
struct panel_member_list {
    const struct panel_member *items;
    size_t n;
};
struct panel_member_new { /* as typed */
    struct str kind, name, unit, field, from_on, to_on;
};
/* Of the actor's body: who serves first. RO_PO_HEAD keeps it, RO_HD_HEAD reads; others: ERR_DENIED
 * "panel.role". */
MUST_CHECK enum err panel_members(struct ctx *c, struct panel_member_list *ret);
/* ERR_INVALID fields kind, name, unit, field, from_on, to_on. */
MUST_CHECK enum err panel_member_add(struct ctx *c, const struct panel_member_new *n,
                                     int64_t *ret_id);
/* Stays in the list, is invited no more. ERR_NOT_FOUND "panel.no_member"; ERR_INVALID reason. */
MUST_CHECK enum err panel_member_withdraw(struct ctx *c, int64_t id, struct str reason);
/* Who of a body serves today: experts, or representatives. Reach is the caller's. */
MUST_CHECK enum err panel_members_serving(struct ctx *c, int64_t org, bool experts,
                                          struct panel_member_list *ret);

/* ---- seats ---- */

#define PANEL_SEATS_MAX 40

struct panel_seat {
    int64_t id, subproc, matter, org, member;
    struct str role, kind, name, unit, state;
    int64_t code_no;
    struct day code, pledged, opinion, voted, signed_on; /* DAY_NONE: not yet */
};
struct panel_seat_list {
    const struct panel_seat *items;
    size_t n;
};
struct panel { /* of one sub-procedure */
    int64_t subproc, matter, org;
    struct str kind, subproc_state;
    struct day until, prepared; /* DAY_NONE: no copy yet */
    int64_t hearers, votes_for, votes_against, votes_in;
    bool counted;
    struct panel_seat_list seats;
    struct str sealed_text, sealed_record, sealed_reasons, ballot_key;
    /* filled by panels_of_matter for who holds Kd */
    struct str text, reasons;
};
struct panel_list {
    const struct panel *items;
    size_t n;
};
/* Seats sit in these sub-procedures. */
bool panel_kind(struct str subproc_kind);
/* By its sub-procedure, with its seats. ret_found false: nobody was called yet. */
MUST_CHECK enum err panel_find(struct ctx *c, int64_t subproc, struct panel *ret, bool *ret_found);
/* Those of a matter; text and reasons when the actor holds their key. The caller found the matter.
 */
MUST_CHECK enum err panels_of_matter(struct ctx *c, int64_t matter, struct panel_list *ret);

/* For the reporter: representatives that he may still refuse. */
MUST_CHECK enum err panel_of_reporter(struct ctx *c, struct panel_seat_list *ret);

/* ---- codes ---- */

#define PANEL_CODE_SIZE 19 /* K3F9-0QXT-7MWB-22QA: 80 bits */

struct panel_code {
    int64_t seat, code_no;
    struct str name, role, code; /* RO_* */
    struct password_job job;
    struct key share;
};
struct panel_codes {
    int64_t matter, subproc;
    struct key kd;
    struct str ballot_key; /* absent: no ballot, or it was counted */
    struct panel_code items[PANEL_SEATS_MAX];
    size_t n;
};
/*
 * Codes for the seats of a sub-procedure, printed once. seat 0: all that have none yet; of a
 * hearing always all of them, since the secret of the ballot is parted among them: votes that were
 * given and not counted are asked for anew. By RO_HD_HEAD or RO_PO_HEAD in reach. ERR_NOT_FOUND
 * "matter.none", "subproc.none", "panel.no_seat"; ERR_DENIED "panel.role", "vault.no_grant";
 * ERR_CONFLICT "panel.over", "panel.has_codes". prepare makes the jobs, each is run, finish stores.
 */
MUST_CHECK enum err panel_codes_prepare(struct ctx *c, int64_t matter, int64_t subproc,
                                        int64_t seat, struct panel_codes *ret);
void panel_codes_run(void *codes); /* the hashes of all of them */
MUST_CHECK enum err panel_codes_finish(struct ctx *c, struct panel_codes *x);

/* Log-in by code. ERR_INVALID field "code" "panel.code" (not 16 characters); ERR_LIMIT
 * "login.slow".
 * finish: ERR_LOGIN "panel.wrong", "panel.over". c->actor is the seat then. */
MUST_CHECK enum err panel_login_prepare(struct ctx *c, struct str typed, struct password_job *ret);
MUST_CHECK enum err panel_login_finish(struct ctx *c, const struct password_job *done,
                                       struct str *ret_cookie);

/* ---- what who came by code sees and does ---- */

struct panel_view {
    struct panel_seat seat;
    struct str body, kind; /* name of the body; of the sub-procedure */
    struct day until;      /* DAY_NONE: no copy yet */
    struct str text;       /* the copy; absent before the pledge, and until it is there and was
                              compared with the reporter's identity */
    struct str record;     /* of the hearing, once held */
    int64_t hearers, votes_in;
    struct move_form_list forms;
};
/* Checked each time: ERR_LOGIN "panel.over" when the time is up, it has ended, or he declined. */
MUST_CHECK enum err panel_open(struct ctx *c, struct panel_view *ret);
/* A step of his. Errors as matter_move; ERR_LOGIN "panel.over". */
MUST_CHECK enum err panel_move(struct ctx *c, struct str move, struct str outcome,
                               const struct move_field *fields, size_t n);

/* ---- notes ---- */

struct panel_note {
    int64_t id, subproc, matter, org;
    struct str kind, name, unit, role; /* NOTE OPINION */
    struct day seen, day;
    bool opened;
    struct str text;
};
struct panel_note_list {
    const struct panel_note *items;
    size_t n;
};
/* Of the actor's body and of those below it that sent theirs up: RO_PO_HEAD. ERR_DENIED
 * "panel.role". */
MUST_CHECK enum err panel_notes(struct ctx *c, struct panel_note_list *ret);
/* Of one sub-procedure. Those that the actor holds are opened. */
MUST_CHECK enum err panel_notes_of(struct ctx *c, int64_t subproc, struct panel_note_list *ret);

/* ---- the custodian ---- */

struct panel_check {
    int64_t id, report;
    struct str name, unit; /* of a person; absent: the copy */
    struct day day;
};
struct panel_check_list {
    const struct panel_check *items;
    size_t n;
};
/* Persons and copies that wait to be compared with an identity of this id desk; none for others. */
MUST_CHECK enum err panel_checks(struct ctx *c, struct panel_check_list *ret);
/* The program opens the identity in this session and compares: a person's name, village and unit,
 * or the copy's words; nobody reads either. ERR_NOT_FOUND "panel.no_check". */
MUST_CHECK enum err panel_check(struct ctx *c, int64_t id, bool *ret_clean);

#endif
