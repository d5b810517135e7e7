/*
 * basis.h - "CC 11, 14; A R028" in words, and the deadlines in force with what they rest on.
 *
 * Layer: web (only this room includes it)   Source: domain 3.6, 1.3
 */
#ifndef YG_WEB_BASIS_H
#define YG_WEB_BASIS_H

#include "domain/published.h"
#include "web/article.h"

struct basis_view {
    struct str tag;  /* of the registry, for /rules/TAG; absent when it is no document there */
    struct str text; /* 《信访工作条例》第 22、23 条 */
    bool quoted;     /* the text is a Chinese title */
};
struct term_view {
    struct str code, name, term;
    struct list basis; /* struct basis_view */
    bool citizen;      /* binds the citizen */
};
extern const struct field term_fields[];

/* The registry of data/rules.tsv. */
MUST_CHECK enum err rules_registry(struct ctx *c, struct rule_document_list *ret);
/* Deadlines of the province in force today, in the order of the base layer. tag: only those that
 * rest on this document; absent: all. */
MUST_CHECK enum err terms_in_force(struct ctx *c, struct req *r, struct str tag, struct list *ret);

#endif
