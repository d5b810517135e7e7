/*
 * mine.h - the reporter's own page: stage, what to do now, timeline, dates, what is allowed now.
 *
 * Layer: domain (reads only)   Source: R014; design 8 GET /my
 */
#ifndef YG_DOMAIN_MINE_H
#define YG_DOMAIN_MINE_H

#include "domain/document.h"
#include "domain/event.h"
#include "domain/matter.h"
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
    MINE_ACTION__COUNT
};
const char *mine_action_name(enum mine_action a); /* "message" … as in the API */

struct mine_due {
    struct str code;
    struct day date;
    bool late;
    int64_t days_left;
    bool provisional;
};
struct mine_opening {
    struct day day;
    struct str fields, role;
};
struct mine {
    struct str report_no, state, shown_key; /* catalogue key shown.ST_… */
    int64_t stage;                          /* 1..5 */
    bool stage_done;                        /* the last one too */
    struct str org_name, id_mode, identity_state;
    struct str repeat_of_no; /* own earlier number when merged into it */
    struct event_list timeline;
    struct mine_due due[REPORT_DUES_MAX];
    size_t due_count;
    struct document_list documents;
    int64_t unread; /* messages of the body after the last log-in */
    bool actions[MINE_ACTION__COUNT];
    struct mine_opening openings[20];
    size_t opening_count;
    struct instant last_login;
    int64_t failures_before;
    struct instant undo_until; /* ms 0: over */
};
MUST_CHECK enum err mine_read(struct ctx *c, struct mine *ret);

/* three questions, two objects; only from here; may be changed once (EV) */
struct rating_form {
    struct str target /* PETITION HANDLING */;
    int process, attitude, result; /* 1..3 */
    bool pressed;
};
MUST_CHECK enum err rating_give(struct ctx *c, const struct rating_form *f);
MUST_CHECK enum err
complaint_make(struct ctx *c,
               struct str text); /* to the upper body: grants it Kr from this session */
MUST_CHECK enum err consent_set(struct ctx *c, bool shown, bool quoted, bool open,
                                bool publication);

#endif
