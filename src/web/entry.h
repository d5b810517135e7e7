/*
 * entry.h - the form of what comes by post, in person, by telephone or through the grid: which
 * fields, in which order, and how what was typed becomes a report.
 *
 * Layer: web (only this room includes it)   Source: ux 6, U13; domain 2.1, 2.3
 */
#ifndef YG_WEB_ENTRY_H
#define YG_WEB_ENTRY_H

#include "web/desk.h"

enum entry_on { ENTRY_LETTER = 1, ENTRY_VISIT = 2, ENTRY_CALL = 4, ENTRY_GRID = 8 };
#define ENTRY_ALL 15u

struct entry_kind {
    enum entry_on on;
    const char *path;
    const char *channels[5]; /* the first is the page's own; ends with NULL */
};
extern const struct entry_kind entry_letter, entry_visit, entry_call, entry_grid;

enum entry_type { ENTRY_LINE, ENTRY_DAY, ENTRY_CLOCK, ENTRY_CODE, ENTRY_TEXT, ENTRY_TICK };

/* One field, in the order of the keys. name: as the domain blames it. */
struct entry_slot {
    const char *name, *key;
    enum entry_type type;
    unsigned on;
    bool more;        /* seldom needed: behind the save button */
    const char *list; /* code list of a choice; id of a list of proposals */
    const char *mode; /* inputmode; NULL text */
    int width;        /* 2: takes two columns */
};
extern const struct entry_slot entry_slots[];
extern const size_t entry_slot_count;

/* What the fields begin with: today, and what was kept from the last one. */
struct str entry_given(struct ctx *c, const struct entry_kind *k, const struct slips *kept,
                       const char *name);
/* The request's fields as a report form; texts that are no day, code or place stay as typed, and
 * the domain says what to change. */
void entry_read(struct ctx *c, struct req *r, const struct entry_kind *k, struct report_form *ret);
/* The proposals of places: divisions of this body, two levels down. */
struct list entry_areas(struct ctx *c);
struct list entry_topics(struct ctx *c, struct req *r);
/* "330411 秀洲区", "330411", "秀洲" → "330411"; what is no place comes back as typed. */
struct str entry_area_read(struct ctx *c, struct str typed);
struct entry_proposal {
    struct str value;
};
/* "330411 秀洲区"; absent when there is no such division. */
struct str entry_area_shown(struct ctx *c, struct str code);

#endif
