/*
 * document.h - notices and internal papers: text from data/notices, sealed, numbered, delivered.
 *
 * Layer: domain   Owns: document, delivery   Source: domain 5.1
 */
#ifndef YG_DOMAIN_DOCUMENT_H
#define YG_DOMAIN_DOCUMENT_H

#include "domain/report.h"

struct document_value {
    struct str name, value;
};
struct document_new {
    int64_t matter, report; /* report 0: internal, under Km */
    struct str code;        /* N01 */
    const struct key *key;  /* Kr or Km */
    const struct document_value *values;
    size_t value_count; /* beyond the common head */
};
/* Before the transaction: renders data/notices/<code>.mustache, checks that every name is given
 * (assert in tests, ERR_INVALID otherwise), seals. */
struct document_draft;
MUST_CHECK enum err document_prepare(struct ctx *c, const struct document_new *n,
                                     struct document_draft **ret);
/* 64 hex digits of the salted text, known before the transaction: for the event's body. */
struct str document_draft_hash(const struct document_draft *d);
/* Inside: number (机关代字〔year〕seq号 of the body), row; hash for the event body. */
MUST_CHECK enum err document_store(struct ctx *c, struct document_draft *d, int64_t *ret_id,
                                   struct str *ret_hash_hex);

struct document_view {
    int64_t id;
    struct str code, title, doc_no, text;
    struct day made;
    bool delivered;
    struct str delivery_form;
    struct day delivered_day;
    bool internal;
};
struct document_list {
    const struct document_view *items;
    size_t n;
};
MUST_CHECK enum err document_of_report(struct ctx *c, int64_t report,
                                       struct document_list *ret); /* without text */
MUST_CHECK enum err document_of_matter(struct ctx *c, int64_t matter, struct document_list *ret);
MUST_CHECK enum err document_read(struct ctx *c, int64_t id, struct document_view *ret);

struct delivery_new {
    int64_t document;
    struct str form;
    struct day day;
    int64_t second_officer;
    struct str detail;
    const struct key *key;
};
/* Delivered in the log-in (SYSTEM) at once for web reporters; by phone needs two officers. */
MUST_CHECK enum err delivery_store(struct ctx *c, const struct delivery_new *n);

#endif
