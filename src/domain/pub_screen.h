/*
 * pub_screen.h - a text that shall be published, compared with what must not be in it.
 *
 * Layer: domain   Source: domain 6.3 (rules 1-4, 6), 6.4
 * Pure: the caller opens the report in the session where its keys are and hands its words in. Texts
 * are compared without blanks, punctuation and width, so that "王 建-国" is 王建国.
 */
#ifndef YG_DOMAIN_PUB_SCREEN_H
#define YG_DOMAIN_PUB_SCREEN_H

#include "base/arena.h"

enum pub_hit_kind {
    PUB_HIT_REPORTER, /* name, phone, id number, address of who reported; never */
    PUB_HIT_WITNESS,  /* never */
    PUB_HIT_NUMBER,   /* report number; never */
    PUB_HIT_ID_NO,    /* looks like an id number; never */
    PUB_HIT_BANK,     /* looks like an account; never */
    PUB_HIT_WAY,      /* tells the disposal way of a lead; never */
    PUB_HIT_NAME,     /* of the accused; only after a finding, by the bulletin's own wording */
    PUB_HIT_UNIT,
    PUB_HIT_POST,
    PUB_HIT_PLACE,
    PUB_HIT_WORDS, /* 12 characters and more that stand in the report too */
    PUB_HIT_PHONE,
    PUB_HIT_PLATE,
    PUB_HIT_MAIL,
    PUB_HIT_DATE,    /* a day; months may stand */
    PUB_HIT_VILLAGE, /* nearer than the county, for the public */
    PUB_HIT__COUNT
};
struct str pub_hit_name(enum pub_hit_kind k); /* "NAME"; words under pub.hit.NAME */
bool pub_hit_parse(struct str name, enum pub_hit_kind *ret);
/* Nobody may clear it: the text has to change. */
bool pub_hit_never(enum pub_hit_kind k);

struct pub_needle {
    enum pub_hit_kind kind;
    struct str value; /* shorter than two characters: not looked for */
};
#define PUB_NEEDLES_MAX 400
#define PUB_SOURCES_MAX 60 /* narratives and the like */
#define PUB_OVERLAP 12
#define PUB_HITS_MAX 40

struct pub_hit {
    enum pub_hit_kind kind;
    struct str what; /* the place in the text, without blanks */
};
struct pub_hits {
    struct pub_hit items[PUB_HITS_MAX];
    size_t n;
    bool more; /* the text has more of them than are listed */
};

struct pub_text {
    struct str title, text;
    bool society; /* layer 3: places no nearer than the county */
};
/* Needles, runs shared with the sources, and patterns. Each thing once. */
void pub_screen(struct arena *a, const struct pub_text *t, const struct pub_needle *needles,
                size_t needle_count, const struct str *sources, size_t source_count,
                struct pub_hits *ret);

#endif
