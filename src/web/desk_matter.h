/*
 * desk_matter.h - the pages of one matter: head and tabs, forms of the moves open now.
 *
 * Layer: web (only this room includes it)
 */
#ifndef YG_WEB_DESK_MATTER_H
#define YG_WEB_DESK_MATTER_H

#include "domain/move.h"
#include "web/desk.h"

/* Head of every page of a matter. */
struct matter_head {
    struct str id, reg_no, state, category, channel, area, owner, body, due, left, received, topic,
        level, parent;
    bool can_messages, can_repeats, named, late, soon, has_due, restricted, mass_interest, below,
        on_overview, on_messages, on_files, on_procedure, on_record, on_publication, on_repeats;
};
extern const struct field matter_head_fields[];
enum matter_tab {
    TAB_OVERVIEW,
    TAB_MESSAGES,
    TAB_FILES,
    TAB_PROCEDURE,
    TAB_RECORD,
    TAB_REPEATS,
    TAB_PUBLICATION
};
/* The matter of the path. ERR_NOT_FOUND "matter.none" also for what is no id. */
MUST_CHECK enum err matter_of_path(struct ctx *c, struct req *r, int64_t *ret);
MUST_CHECK enum err matter_head_of(struct ctx *c, struct req *r, const struct matter *m,
                                   enum matter_tab tab, struct matter_head *ret);
struct str matter_path(struct ctx *c, int64_t matter, const char *tail);

/* ---- forms of moves ---- */

struct form_slot {
    struct str id, name, label, key, value, error, when, hint, list;
    bool is_text, is_line, is_date, is_number, is_choice, is_flag, is_area, required, checked;
    struct list options; /* struct choice */
};
struct form_view {
    struct str move, matter, proposed_by, proposed_day, proposed;
    struct str subproc; /* its id as text; absent: of the matter itself, or it begins one */
    int64_t subproc_id;
    struct str error; /* of the move as a whole */
    bool approval, again, open;
    int64_t version;
    struct list slots;
};
extern const struct field form_fields[];
/* The moves open to this officer; failed: the one that was sent and refused, with what was typed.
 * kept: texts of a form that is not offered any more. */
struct kept_text {
    struct str label, value;
};
extern const struct field kept_fields[];
struct str move_label(struct req *r, struct str field); /* a label_of of struct web_req */
/* beside: those of sub-procedures; else the matter's own. */
MUST_CHECK enum err forms_of(struct ctx *c, struct req *r, const struct matter_view *v, bool beside,
                             struct list *ret, struct list *ret_kept);
/* Forms that no matter's page asks for (a breach's): of is what they are sent to. */
struct list forms_shown(struct ctx *c, struct req *r, int64_t of, const struct move_form_list *l,
                        const struct fault *fault);
/* Move, outcome, version and fields as sent. */
void move_request_read(struct ctx *c, struct req *r, int64_t id, struct move_request *q);
/* desk_procedure.c: as matter_page. */
enum err procedure_page(struct ctx *c, struct req *r, struct resp *w, int64_t id);
/* desk_publish.c: the same for SP_OPEN and SP_PUBLISH. */
enum err publication_page(struct ctx *c, struct req *r, struct resp *w, int64_t id);

/* GET, and the page again after a move that failed (c->fault set). */
enum err matter_page(struct ctx *c, struct req *r, struct resp *w, int64_t id);

#endif
