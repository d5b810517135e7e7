/*
 * report_form.h - the texts of the report form as a table: names, places, limits, page of the
 * wizard.
 *
 * Layer: domain (inside of report_form.c and report_json.c)   Source: domain 2.3
 */
#ifndef YG_DOMAIN_REPORT_FORM_H
#define YG_DOMAIN_REPORT_FORM_H

#include "domain/report.h"

enum text_group { TEXT_PLAIN, TEXT_IDENTITY, TEXT_DESK };

struct form_text {
    const char *name; /* as in the JSON; identity members stand in their own object */
    size_t offset;    /* in struct report_form */
    enum text_group group;
    size_t chars_max;
    bool lines; /* may hold line feeds */
    int step;
};

extern const struct form_text report_form_texts[];
extern const size_t report_form_text_count;

static inline struct str *form_text_of(struct report_form *f, const struct form_text *t)
{
    return (struct str *)((char *)f + t->offset);
}

/* What is sealed under Kr: everything but password, identity and exposure note. */
struct str report_body_json(struct arena *a, const struct report_form *f);
/* What is sealed to the identity desk; absent when there is nothing. */
struct str report_identity_json(struct arena *a, const struct report_form *f);
/* Only what report_identity_json wrote. */
MUST_CHECK enum err report_identity_parse(struct ctx *c, struct str json,
                                          struct report_identity *ret, struct str *ret_exposure);

#endif
