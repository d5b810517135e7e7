/*
 * published.h - what was published elsewhere and is shown as such: the registry of rule documents
 * and the figures of the newspaper article.
 *
 * Layer:  domain                    Memory: in the arena given
 * Source: domain.md 1.2, 1.3; data/rules.tsv, data/figures.tsv
 */
#ifndef YG_DOMAIN_PUBLISHED_H
#define YG_DOMAIN_PUBLISHED_H

#include "domain/lines.h"

#define PUBLISHED_MAX 200

struct rule_document {
    struct str id;            /* "R04", or the tag of a basis: "CC" */
    struct str title, issuer; /* quotations */
    struct str topic;         /* "RULE_REVIEW": words under code. */
    struct str year;          /* "2020-01", absent when not known */
    bool trial;               /* 试行 */
    struct str text;          /* not_found, not_held, read */
};
struct rule_document_list {
    const struct rule_document *items;
    size_t n;
};
MUST_CHECK enum err rule_documents_load(struct arena *a, struct data_file file, struct fault *f,
                                        struct rule_document_list *ret);
/* Title of the document a basis rests on ("CC 11, 14" and "CC 26; A R028" give CC). NULL: none. */
const struct rule_document *rule_document_of_basis(const struct rule_document_list *list,
                                                   struct str basis);

struct published_figure {
    struct str id;                  /* "F11"; words: figure.F11, figure.F11.gap */
    struct str printed;             /* "93.6%" */
    int64_t numerator, denominator; /* -1: not printed */
    struct str unit;                /* "UN_MATTER": words under code. */
    struct str from, to;            /* "2009-02"; absent: the article does not say */
    struct str source;              /* quotation */
};
struct published_figure_list {
    const struct published_figure *items;
    size_t n;
};
MUST_CHECK enum err published_figures_load(struct arena *a, struct data_file file, struct fault *f,
                                           struct published_figure_list *ret);

#endif
