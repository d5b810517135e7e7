/*
 * words.h - catalogue keys of the domain's codes, by convention, in one place.
 *
 * Layer:  domain                    The texts stand in data/i18n/zh.txt and en.txt; words_test.c
 *                                   asks for every key that the data needs, and for no other
 */
#ifndef YG_DOMAIN_WORDS_H
#define YG_DOMAIN_WORDS_H

#include "base/arena.h"

enum word {
    WORD_STATE,     /* state.ST_SCREENING: for staff */
    WORD_SHOWN,     /* shown.ST_SCREENING: for the reporter (struct state has it ready) */
    WORD_SUBPROC,   /* subproc.SP_HEARING; its states: state.HR_NOTICED */
    WORD_STAGE,     /* stage.1 */
    WORD_MOVE,      /* move.T07 */
    WORD_FIELD,     /* field.reason */
    WORD_HELP,      /* help.reason: only some have one */
    WORD_CODE,      /* code.CH_LETTER: anything of data/codes.tsv, and its groups */
    WORD_DOCUMENT,  /* document.N01 */
    WORD_CLOCK,     /* clock.D04: what the date means */
    WORD_EVENT,     /* event.E_ACCEPTED: the line of the timeline */
    WORD_ROLE,      /* role.RO_CLERK */
    WORD_UNIT,      /* unit.WD */
    WORD_PARAMETER, /* param.D04.report */
    WORD_FIGURE,    /* figure.F01, figure.F01.gap */
    WORD__COUNT
};

struct str word_key(struct arena *a, enum word kind, struct str code);
/* option.reason.2: a choice of a move's field */
struct str word_option_key(struct arena *a, struct str field, struct str value);

#endif
