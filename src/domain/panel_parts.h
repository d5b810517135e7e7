/*
 * panel_parts.h - the inside of panel*.c: keys, places, and what moves do to seats.
 *
 * Layer: domain (inside of panel*.c, move*.c)
 */
#ifndef YG_DOMAIN_PANEL_PARTS_H
#define YG_DOMAIN_PANEL_PARTS_H

#include "domain/move_parts.h"
#include "domain/panel.h"

/* ---- panel.c ---- */
enum panel_column { PANEL_TEXT = 1, PANEL_RECORD, PANEL_REASONS };
/* The last day of reading the copy is part of what is authenticated: who moves it in the table
 * shuts it. Record and reasons: DAY_NONE. */
struct place panel_place(int64_t subproc, enum panel_column column, struct day until);
struct place panel_note_place(int64_t subproc, int64_t note);
struct panel_seat panel_seat_row(const struct rows *r, size_t i);
MUST_CHECK enum err panel_seat_find(struct ctx *c, int64_t seat, struct panel_seat *ret);
/* The seat of c->actor, living: see panel_open. */
MUST_CHECK enum err panel_own_seat(struct ctx *c, struct panel_seat *ret, struct panel *of);
struct str panel_code_new(struct ctx *c);
bool panel_code_read(struct arena *a, struct str typed, struct str *ret);

/* ---- panel_note.c ---- */
struct binding panel_check_binding(int64_t report, int64_t desk, uint32_t generation);
struct place panel_check_place(int64_t subproc, int64_t check);
/* Does the village or unit stand in this place, or they in each other? */
bool panel_same_place(struct arena *a, struct str place, struct str unit);

/* ---- move_form.c ---- */
MUST_CHECK enum err panel_forms(struct ctx *c, const struct panel_seat *seat,
                                struct move_form_list *ret);

/* ---- panel_ballot.c: closed votes; their secret is the sum of all hearers' parts ---- */
/* Parts for these seats, and the key that votes are sealed to. */
struct str panel_ballot_new(struct ctx *c, struct panel_code *codes, size_t n);
/* Sealed for nobody alone. for_it: yes or no. */
MUST_CHECK enum err panel_vote_seal(struct ctx *c, const struct panel *p, int64_t seat, bool for_it,
                                    struct str reason, struct str *ret);
/* Inside a transaction, after a vote was added: when it was the last one, all are opened, counted
 * and deleted. */
MUST_CHECK enum err panel_count(struct ctx *c, const struct panel *p, const struct key *kd);

/* ---- panel_move.c ---- */
MUST_CHECK enum err guard_panel_member(struct run *r);
MUST_CHECK enum err guard_panel_copy(struct run *r);
MUST_CHECK enum err guard_panel_seated(struct run *r);
MUST_CHECK enum err guard_panel_vote(struct run *r);
MUST_CHECK enum err guard_panel_sign(struct run *r);
MUST_CHECK enum err guard_panel_counted(struct run *r);
MUST_CHECK enum err guard_panel_answer(struct run *r);
MUST_CHECK enum err guard_panel_opinion(struct run *r);
MUST_CHECK enum err guard_panel_opinions(struct run *r);
MUST_CHECK enum err panel_prepare(struct run *r);
MUST_CHECK enum err panel_store(struct run *r); /* inside */
/* Names that a paper of these moves may use beyond the fields: value or absent. */
struct panel_words {
    struct str rep_kind, rep_name, rep_unit, notes, votes_for, votes_against, reasons;
};
struct panel_words panel_words(const struct run *r);
/* Who was chosen, by name; as it was sent when nobody was. */
struct str panel_member_words(struct run *r, struct str value);
/* Does what was chosen stay out of the event's codes? A vote does. */
bool panel_secret_field(struct str name);

#endif
