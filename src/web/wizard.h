/*
 * wizard.h - the report form as five pages and a check page, for a new report and for the change of
 * one that was just sent.
 *
 * Layer: web (only this room includes it)   Source: ux U6, U10, U11; domain 2.3, 4.3
 *
 * Every answer is sealed on the server under the draft's cookie as soon as a page is sent; the
 * browser keeps nothing but that cookie, and has it from the first answer on, not before. Level and
 * post are asked before the story, so that a wrong reader never gets it.
 */
#ifndef YG_WEB_WIZARD_H
#define YG_WEB_WIZARD_H

#include "domain/draft.h"
#include "web/frame.h"

#define WIZARD_STEPS 5
#define WIZARD_ALL ((1u << WIZARD_STEPS) - 1) /* every page was answered */

struct wizard_kind {
    const char *base;   /* "/report" */
    const char *cookie; /* name without prefix */
    int64_t keep_s;     /* how long the browser holds the cookie */
    bool amend;         /* what is changed lies sealed; it is loaded when there is no draft */
};
extern const struct wizard_kind wizard_report, wizard_amend;

/* What the draft holds. */
struct wizard {
    const struct wizard_kind *kind;
    struct str cookie; /* absent: nothing saved yet */
    struct report_form form;
    struct str once; /* idempotency key of the intake */
    unsigned done;   /* bit n-1: page n passed its check */
    int64_t report;  /* the report being changed; 0 for a new one */
    struct instant saved;
    struct str sent; /* number of the report this draft became, an hour long; else absent */
};

/* Fills ret; without a draft it is empty (amend: the sealed text as it was sent). Errors: only the
 * store's; amend also "undo.over". */
MUST_CHECK enum err wizard_load(struct ctx *c, struct req *r, const struct wizard_kind *kind,
                                struct wizard *ret);
/* Seals the draft, sets the cookie. ERR_LIMIT "draft.large". */
MUST_CHECK enum err wizard_save(struct ctx *c, struct req *r, struct wizard *w);
/* What remains of a draft that was sent: its number, so that a lost answer can be had again with
 * the password. */
MUST_CHECK enum err wizard_save_sent(struct ctx *c, struct wizard *w, struct str number);
/* Row and cookie go. */
MUST_CHECK enum err wizard_drop(struct ctx *c, struct req *r, const struct wizard_kind *kind);
struct str wizard_path(struct ctx *c, const struct wizard_kind *kind, const char *tail);

/* Form fields of one page into w->form, unchecked. step 1..5. */
void wizard_read(struct ctx *c, struct req *r, struct wizard *w, int step);
/* Files of the draft: shown, one taken out (form field "remove"); a draft and its files gone. */
struct list wizard_file_rows(struct ctx *c, struct req *r, const struct wizard *w);
MUST_CHECK enum err wizard_file_remove(struct ctx *c, struct req *r, const struct wizard *w);
MUST_CHECK enum err wizard_forget(struct ctx *c, struct str cookie);
/* A level or place whose reports are for 12388 national: nothing of them is stored. */
bool wizard_national(const struct report_form *f);
enum err wizard_national_page(struct ctx *c, struct req *r, struct resp *w,
                              const struct wizard_kind *kind);

/* One page shown (GET) or taken (POST). */
enum err wizard_show(struct ctx *c, struct req *r, struct resp *w, const struct wizard_kind *kind,
                     int step);
enum err wizard_take(struct ctx *c, struct req *r, struct resp *w, const struct wizard_kind *kind,
                     int step);

/* ---- views ---- */

/* One input and the catalogue key of its words: report.label.<key>, report.hint.<key>. */
struct box {
    struct str name, key, value, error;
    bool required, checked;
};
struct box_option {
    struct str value;
    bool selected;
};
struct area_option {
    struct str value, label;
    bool selected;
};
struct area_group {
    struct str label;
    struct list options;
};
struct topic_group {
    struct str code;
    struct list options;
    bool first, open;
};
struct subject_view {
    int64_t number; /* 1.. */
    struct str index;
    bool many;
    struct box kind, name, unit, post, level;
    bool person;
    struct list levels;
};
struct wizard_view {
    struct str action_href, back_href, my_files_href;
    int64_t step;
    bool amend;
    struct str saved; /* time of the last save */
    /* 1 */
    struct box area_code, township, category, topics;
    struct list areas, townships, categories, topic_groups;
    bool has_townships;
    /* 2 */
    struct box subjects_box, to_upper;
    struct list subjects;
    /* 3 */
    struct box narrative, fact_time, fact_place, knowledge, title_box;
    struct list knowledges;
    /* 4 */
    struct box file;
    struct list files;
    struct box witnesses, prior, wish, mass_interest;
    /* 5 */
    struct box id_mode, id_name, id_phone, id_kind, id_no, id_address, contact_pref, exposure_note,
        protect_req, protect_text, consent_shown, consent_quoted, consent_open, consent_publication;
    struct list id_modes, id_kinds, contacts;
};
extern const struct field box_fields[];
extern const struct field wizard_fields[];
struct box wizard_box(struct req *r, const char *name, const char *key, struct str value);
/* Options of a code list that forms offer; chosen is marked. */
struct list wizard_options(struct ctx *c, struct str list, struct str chosen);
void wizard_view_fill(struct ctx *c, struct req *r, const struct wizard *w, int step,
                      struct wizard_view *v);

#endif
