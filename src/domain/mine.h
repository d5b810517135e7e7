/*
 * mine.h - the reporter's own page: stage, what to do now, timeline, dates, what is allowed now.
 *
 * Layer: domain   Owns: rating   Source: R014, 3.4, 3.5 EV; design 8 GET /my
 * A report points to a chain of matters (sent down, entrusted, sent up); the page shows the last
 * one that is past registration, and one timeline.
 */
#ifndef YG_DOMAIN_MINE_H
#define YG_DOMAIN_MINE_H

#include "domain/document.h"
#include "domain/event.h"
#include "domain/message.h"

enum mine_action {
    MINE_MESSAGE,
    MINE_FILES,
    MINE_SUPPLEMENT,
    MINE_AMEND,
    MINE_OBJECTION,
    MINE_COMPLAINT,
    MINE_URGE,
    MINE_WITHDRAWAL,
    MINE_RATING,
    MINE_CONFIRM,
    MINE_PASSWORD,
    MINE_CONSENT,
    MINE_HEARING,
    MINE_PROTECT,
    MINE_VETO,
    MINE_PUBLISH, /* a text, or open handling, waits for his answer */
    MINE_REVIEW,
    MINE_SETTLED,
    MINE_COMMITMENT,
    MINE_ACTION__COUNT
};
const char *mine_action_name(enum mine_action a); /* "message" … as in the API */

#define MINE_OPENINGS_MAX 20

struct mine_due {
    struct str code;
    struct day date; /* as promised */
    bool late;
    int64_t days_left; /* calendar days; negative when late */
    bool provisional;
};
struct mine_opening {
    struct day day;
    struct str fields;
};
struct mine_rating {
    struct str target;             /* PETITION HANDLING */
    int process, attitude, result; /* as given */
    bool pressed, changed;         /* changed: no more */
};
#define MINE_RATINGS 2
struct mine {
    struct str report_no, state, shown_key; /* ST_…, catalogue key shown.ST_… */
    int64_t stage;                          /* 1..5 */
    bool stage_done;                        /* the last one too */
    int64_t matter;
    struct str org_name, id_mode, identity_state;
    struct str letter;       /* of commitment, CL_*; absent: none */
    struct str repeat_of_no; /* filed with his own earlier report: its number; else absent */
    struct event_list timeline; /* the newest EVENTS_PAGE steps, without messages */
    int64_t earlier;            /* seq before which there are more; 0: these are all */
    struct mine_due due[REPORT_DUES_MAX];
    size_t due_count;
    struct document_list documents;
    int64_t unread; /* messages of the body since the last log-in */
    bool actions[MINE_ACTION__COUNT];
    struct mine_rating ratings[MINE_RATINGS]; /* his own, which nobody else finds */
    size_t rating_count;
    struct mine_opening openings[MINE_OPENINGS_MAX];
    size_t opening_count;
    struct instant last_login; /* the one before this; ms 0: none */
    int64_t failures_before;
    struct instant undo_until; /* ms 0: over */
    bool logged; /* there is a public log: each event has its entry there (log_proof.h) */
};
/* For a reporter's session. ERR_LOGIN "session.over" when nobody is logged in as one. */
MUST_CHECK enum err mine_read(struct ctx *c, struct mine *ret);
/* The same with the part of the timeline before that seq; 0 the newest. */
MUST_CHECK enum err mine_read_before(struct ctx *c, int64_t before, struct mine *ret);

/* Three questions on two objects, only from here, within the window of D24, changed once. The row
 * carries no link to the matter: its id is HMAC-SHA256(A, target).
 * A password re-issued at the desk brings a new A: once a window had opened before that, he may
 * have rated under the old one, and does not rate again.
 * ERR_INVALID fields target process attitude result "form.option"; ERR_CONFLICT "rating.not_open",
 * "rating.changed". */
struct rating_form {
    struct str target;             /* PETITION HANDLING */
    int process, attitude, result; /* 1 satisfied, 2 fairly, 3 not */
    bool pressed;                  /* somebody asked for this rating */
};
MUST_CHECK enum err rating_give(struct ctx *c, const struct rating_form *f);

/* To the upper body: against a non-acceptance it is the move T48a (domain 3.3), else a step that is
 * overdue is told upwards with the words. Kr is sealed to the upper petition office from this
 * session. ERR_CONFLICT "complaint.not_open". */
MUST_CHECK enum err complaint_make(struct ctx *c, struct str text);

/* What may be shown, quoted, handled in the open, published; default no. The words of the report
 * stay as they are. */
MUST_CHECK enum err consent_set(struct ctx *c, bool shown, bool quoted, bool open,
                                bool publication);

#endif
