/*
 * report.h - one act of reporting through one channel: its form, its intake, undo and change.
 *
 * Layer: domain   Owns: report, report_matter   Source: domain 2; R014; T01, T03; design 7.4
 */
#ifndef YG_DOMAIN_REPORT_H
#define YG_DOMAIN_REPORT_H

#include "domain/access.h"
#include "domain/idempotency.h"
#include "domain/routing.h"

#define REPORT_SUBJECTS_MAX 20
#define REPORT_TOPICS_MAX 12
#define REPORT_PRIOR_MAX 10
#define REPORT_WITNESSES_MAX 20

#define REPORT_JSON_MAX (512 * 1024)

struct report_subject {
    struct str kind /* person organisation */, name, unit, post, level /* LV_* */;
};
struct report_identity {
    struct str name, phone, id_kind, id_no, address;
};

/* The fields of domain 2.3, as typed; names are the JSON names of design 8. Absent = not given. */
struct report_form {
    struct str area_code, category;
    struct report_subject subjects[REPORT_SUBJECTS_MAX];
    size_t subject_count;
    struct str title, narrative;
    struct str topics[REPORT_TOPICS_MAX];
    size_t topic_count;
    struct str fact_time, fact_place, knowledge;
    struct str witnesses[REPORT_WITNESSES_MAX];
    size_t witness_count;
    struct str prior[REPORT_PRIOR_MAX];
    size_t prior_count;
    bool mass_interest;
    struct str wish, id_mode;
    struct report_identity identity;
    struct str contact_pref, exposure_note, protect_text;
    bool protect_req, to_upper;
    bool consent_shown, consent_quoted, consent_open, consent_publication;
    bool truth_ack;
    struct str password; /* absent at the desk: a one-time password is made */
    /* desk intake only */
    struct str channel;    /* CH_LETTER CH_VISIT CH_PHONE …; web: CH_WEB (absent) */
    struct str arrived_on; /* YYYY-MM-DD, the arrival stamp */
    struct str pieces, postmark_on, receivers, visitor_count, call_start, call_end,
        note_confirmed;   /* 2.1 extras */
    struct str repeat_of; /* matter id the clerk chose to link, or absent */
};

/* Pages of the wizard: what happened where, whom it is about, the story, material, name and
 * consent. */
enum report_step {
    REPORT_STEP_ALL,
    REPORT_STEP_TOPIC,
    REPORT_STEP_SUBJECT,
    REPORT_STEP_STORY,
    REPORT_STEP_MATERIAL,
    REPORT_STEP_PERSON,
    REPORT_STEP_CHANGE /* all pages of a report sent already: without password and truth statement
                        */
};

/* Checks everything that can be checked without the database and cleans texts in place (NFC, limits
 * of domain 2.3; blanks become absent). step: what that page of the wizard asks; REPORT_STEP_ALL
 * adds password and truth statement. What the actor may give (desk fields) depends on who he is.
 * ERR_INVALID with a field per mistake; c->fault holds all of them at once. Fields are named as in
 * the JSON, "subjects.0.name"; keys form.* and report.* of the catalogue. */
MUST_CHECK enum err report_form_check(struct ctx *c, struct report_form *f, int step);
/* A clerk or grid worker takes this report in; else the reporter himself, on the web. */
bool report_at_desk(const struct ctx *c);
/* The division code as a number, 6 or 9 digits (twelve are shortened); 0 when it is none. */
int64_t report_area(struct str area_code);

/* Form ↔ JSON (for drafts, sealed bodies, the API); members as in design 8. */
struct str report_form_json(struct arena *a, const struct report_form *f); /* without password */
/* ERR_INVALID: field by name with "json.unknown", "json.type"; the whole with "json.syntax". Texts
 * are copied into c->arena. */
MUST_CHECK enum err report_form_read(struct ctx *c, struct str json, struct report_form *ret);

struct report_due {
    struct str code;
    struct day date;
};
#define REPORT_DUES_MAX 8
struct report_receipt {
    struct str report_no;         /* 16 digits */
    struct str check_code;        /* 24 + 2 Crockford characters, no separators */
    struct str one_time_password; /* desk without a password; else absent */
    struct str shown;             /* catalogue key of the state as the reporter sees it */
    int64_t stage;
    struct report_due due[REPORT_DUES_MAX];
    size_t due_count;
    int64_t matter;      /* 0 for a reporter when sealed up */
    struct str reg_no;   /* desk: given at once when registered, else absent */
    struct str org_name; /* which office received it */
    bool sealed_up;
};

/*
 * Intake. prepare: form checked, number drawn, job for the hash lane filled (cheap). finish:
 * routed, sealed, stored with its first event, clocks, W01 and chains in one transaction;
 * acknowledged only when durable. Files of the draft are taken over (draft_cookie absent = none).
 * Web reports stay invisible to staff until the undo time is over (10 minutes).
 * ERR_INVALID fields (an area outside the province is one); ERR_DENIED "intake.national" (省部:
 * page names 12388, nothing stored); ERR_BUSY "vault.nobody"; ERR_STORE.
 */
struct report_intake {
    struct report_form form;
    struct str draft_cookie;
    struct str idempotency_key; /* absent: none */
    /* made by prepare */
    struct str number, password;
    struct password_job job;
    bool answered; /* this request was done before: nothing to hash, finish repeats the answer */
    struct idempotency once;
    struct report_receipt receipt;
};
MUST_CHECK enum err report_intake_prepare(struct ctx *c, struct report_intake *in);
MUST_CHECK enum err report_intake_finish(struct ctx *c, struct report_intake *in,
                                         struct report_receipt *ret);
/* The receipt as the idempotency row keeps it, and back. */
struct str report_receipt_json(struct arena *a, const struct report_receipt *r);
MUST_CHECK enum err report_receipt_read(struct ctx *c, struct str json, struct report_receipt *ret);

/* The reporter, within 10 minutes: undo destroys Kr (E_UNDONE); amend makes a new Kr and body and
 * routes again, number, password and check code stay. h: the hash of number and password typed
 * again (job of access_login_prepare); wrong: ERR_INVALID field password "login.wrong". After that:
 * ERR_CONFLICT "undo.over". After undo the number leads nowhere and the session is over. */
MUST_CHECK enum err report_undo(struct ctx *c);
MUST_CHECK enum err report_amend(struct ctx *c, struct report_form *f, const struct key *h);
/* The clerk who took it in, within the same 10 minutes and only while nothing was done with it:
 * gone as after report_undo. matter: the receipt's. ERR_NOT_FOUND "matter.none" (none in reach);
 * ERR_DENIED "undo.entry.not_yours" (another's, which he sees); ERR_CONFLICT "undo.entry.over",
 * "undo.entry.begun" and, of what went past this body at once, "undo.entry.sent_up". */
MUST_CHECK enum err report_undo_entry(struct ctx *c, int64_t matter);
/* Until when this actor may: ms 0 when he may not, for whatever reason. Errors: the store's. */
MUST_CHECK enum err report_undo_entry_until(struct ctx *c, int64_t matter, struct instant *ret);
/* Job, as the system: reports whose undo time is over become visible; an upper body's cadre matter
 * whose local leader let D05 pass is released. At most 1000 a call, in a transaction of its own;
 * ret_changed 0 = nothing was due. next: when to call again, ms 0 = nothing waits. */
MUST_CHECK enum err report_reveal_due(struct ctx *c, int64_t *ret_changed);
MUST_CHECK enum err report_reveal_next(struct ctx *c, struct instant *ret);

/* What the reporter or an officer with Kr reads. identity and exposure note are never part of it;
 * the check code is for the reporter alone. Officers: the caller found the matter, so reach is
 * checked; nothing is there before the undo time is over. ERR_NOT_FOUND "report.none", ERR_DENIED
 * "vault.no_grant". */
struct report_view {
    struct report_form form;
    struct str number;
    int64_t id, matter, org;
    struct day received;
    struct str channel, check_code, identity_state;
    struct instant undo_until;
};
MUST_CHECK enum err report_read(struct ctx *c, int64_t report, struct report_view *ret);

/* By the identity desk's holder only (ERR_DENIED "vault.no_desk_key"); ERR_NOT_FOUND
 * "identity.none" for an anonymous report. Whether and for whom he opens it, and the event the
 * reporter sees, is the caller's. */
MUST_CHECK enum err report_identity_open(struct ctx *c, int64_t report, struct report_identity *ret,
                                         struct str *ret_exposure);

/* Likely repeats among this clerk's own intake of 180 days: same accused, area, category (ux 6). */
struct repeat_candidate {
    int alike; /* of its words, in percent (sketch.h); 0 not known or next to none */
    bool same_name, same_unit; /* as one of the accused */
    struct str state;          /* repeat_candidates only */
    int64_t matter, report;
    struct str reg_no;
    struct day received;
};
struct repeat_list {
    const struct repeat_candidate *items;
    size_t n;
};
MUST_CHECK enum err report_repeats_own(struct ctx *c, const struct report_form *f,
                                       struct repeat_list *ret);

struct str report_number_shown(struct arena *a, struct str digits16); /* 4170 2268 0135 8837 */
struct str check_code_shown(struct arena *a, struct str code26);      /* groups of four */

#endif
