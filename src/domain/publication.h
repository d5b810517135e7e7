/*
 * publication.h - what is told to the people of a matter: planned, written, compared, agreed to,
 * approved, posted, taken down (domain 6).
 *
 * Layer: domain   Owns: publication, publication_consent, posting
 * Source: domain 6.1-6.5, 3.4; A R002, R012, R021-R023; CC 47
 * Its steps are moves of SP_PUBLISH (data/procedure/publish.rules), carried out by move_publish.c.
 * Until it is live its words stand sealed: under Km for the file, under each Kr for who has to
 * agree, to the id desk until the custodian's session has compared them with the identity.
 */
#ifndef YG_DOMAIN_PUBLICATION_H
#define YG_DOMAIN_PUBLICATION_H

#include "domain/pub_screen.h"
#include "domain/subproc.h"

#define PUBLICATIONS_OF_MATTER_MAX 50
#define PUBLICATION_SALT 32

/* The text on its way, as sealed under Km. */
struct pub_draft {
    struct str salt; /* bytes */
    struct str title, text;
    int64_t guess; /* how many could have known this */
    struct pub_hits hits;
};
struct str pub_draft_pack(struct arena *a, const struct pub_draft *d);
bool pub_draft_unpack(struct str packed, struct pub_draft *ret); /* borrows */
/* SHA-256 (salt, title, LF, text): what is agreed to, shown, and kept when the words are gone. */
void pub_hash(struct arena *a, struct str salt, struct str title, struct str text, uint8_t out[32]);

struct posting {
    int64_t id;
    struct str form, place, address;
    struct day from, to, ended;
};
struct pub_consent {
    int64_t report, draft;
    struct str hash;             /* bytes */
    struct str answer, identity; /* as in publication_consent */
    struct day day;
};
struct publication {
    int64_t id, subproc, matter, org, area;
    struct str stage, what, part, layer, form;
    bool must, late;
    struct day due;
    int64_t draft, drafter, checker;
    struct str sealed_draft;
    struct str state; /* PLAN LIVE EXPIRED WITHDRAWN DROPPED */
    struct str hash, salt, title, text;
    struct day live, corrected, ended;
    /* filled by publication_list */
    bool opened;
    struct pub_draft words;
    const struct posting *postings;
    size_t posting_count;
    const struct pub_consent *consents;
    size_t consent_count;
};
struct publication_list {
    const struct publication *items;
    size_t n;
};
/* Those of a matter, the newest first, with words when its key is at hand. The caller found it. */
MUST_CHECK enum err publication_list(struct ctx *c, int64_t matter, struct publication_list *ret);
/* One by its sub-procedure, as it lies. ERR_NOT_FOUND "publication.none". */
MUST_CHECK enum err publication_find(struct ctx *c, int64_t subproc, struct publication *ret);
MUST_CHECK enum err publication_open(struct ctx *c, const struct key *km,
                                     const struct publication *p, struct pub_draft *ret);
MUST_CHECK enum err publication_postings(struct ctx *c, struct publication *p);
MUST_CHECK enum err publication_consents(struct ctx *c, struct publication *p);
struct place publication_place(const struct publication *p, int64_t draft);
struct place consent_place(int64_t publication, int64_t report, int64_t draft);

/* May this form be used for this layer (domain 6.2)? */
bool publication_form_fits(struct str form, struct str layer);

/* Of the actor's body, for those who publish: numbers and states, no words. */
struct publication_row {
    int64_t id, matter;
    struct str stage, what, layer, form, state, step, reg_no;
    struct day due, live;
    bool late;
};
struct publication_rows {
    const struct publication_row *items;
    size_t n;
};
#define PUBLICATION_ROLES                                                                          \
    (RO_PUBLISHER | RO_PUB_APPROVER | RO_DEPUTY | RO_PRINCIPAL | RO_PO_HEAD | RO_HD_HEAD)
MUST_CHECK enum err publication_of_body(struct ctx *c, struct publication_rows *ret);

/* ---- the reporter ---- */

struct pub_question { /* a text that waits for his answer, or has it */
    int64_t publication, subproc;
    struct str layer, form, answer, hash; /* hash in hex */
    struct str title, text;
};
struct pub_question_list {
    const struct pub_question *items;
    size_t n;
};
MUST_CHECK enum err publication_questions(struct ctx *c, struct pub_question_list *ret);
/* yes or no to exactly this text. ERR_NOT_FOUND "publication.none"; ERR_INVALID field hash
 * "publication.text_changed" when the text is another by now. */
MUST_CHECK enum err publication_answer(struct ctx *c, int64_t publication, struct str hash_hex,
                                       bool yes);
/* What the body asks about handling in the open: "" none, else OH_ASKED or OH_ASKED_I. */
MUST_CHECK enum err open_mode_asked(struct ctx *c, struct str *ret_state);
MUST_CHECK enum err open_mode_answer(struct ctx *c, bool yes);

/* ---- the custodian ---- */

struct pub_compare {
    int64_t publication, report;
    struct day day;
};
struct pub_compare_list {
    const struct pub_compare *items;
    size_t n;
};
/* Texts that wait to be compared with an identity of this id desk; none for others. */
MUST_CHECK enum err publication_compare_list(struct ctx *c, struct pub_compare_list *ret);
/* The program opens the identity in this session and compares; nobody reads either. ret_clean:
 * nothing of it stands in the text. ERR_NOT_FOUND "publication.none". */
MUST_CHECK enum err publication_compare(struct ctx *c, int64_t publication, int64_t report,
                                        bool *ret_clean);

/* Inside of move_publish.c: a text for the id desk. */
struct desk;
MUST_CHECK enum err publication_seal_compare(struct ctx *c, int64_t publication, int64_t report,
                                             int64_t draft, const struct desk *id,
                                             struct str packed, struct str *ret);

/* ---- the public ---- */

struct published {
    int64_t id, org, area;
    struct str stage, what, form, title, text; /* withdrawn: without words */
    struct str hash, salt;                     /* bytes; salt of one alone */
    struct str state;                          /* of one alone: LIVE EXPIRED WITHDRAWN */
    struct day live, corrected, ended;
};
struct published_list {
    const struct published *items;
    size_t n;
    bool more;
};
#define PUBLISHED_PAGE 49
/* Of a body and all below it. form absent: any. */
MUST_CHECK enum err published_page(struct ctx *c, int64_t org, struct str form, int64_t skip,
                                   struct published_list *ret);
/* ERR_NOT_FOUND "publication.none". */
MUST_CHECK enum err published_one(struct ctx *c, int64_t id, struct published *ret);
MUST_CHECK enum err published_on_wall(struct ctx *c, int64_t org, struct published_list *ret);

/* ---- time ---- */

/* Once a day: what stands nowhere any more is over; what had to be told and was not is a breach
 * (V14). In transactions of its own. */
MUST_CHECK enum err publication_day(struct ctx *c);

#endif
