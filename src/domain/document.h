/*
 * document.h - notices and internal papers: text from data/notices, sealed, numbered, delivered.
 *
 * Layer: domain   Owns: document, delivery   Source: domain 5.1; design 7.3, 7.6
 *
 * The wording is data/notices/CODE.mustache (text mode). Its first line is a comment with the date
 * of the wording and the names that may be missing: {{! 2026-09-01 optional: text to_body }}. Each
 * other name must be given, or there is no paper. Lines of a wording, and of the text it makes:
 *     # title    @ whom it is for    > who signs, when (to the right)    anything else: a paragraph
 * Empty lines part the source and vanish. These marks hold in the wording only: a value may begin
 * with one of them, it stays a paragraph; its line breaks make new ones.
 *
 * Given to every wording: body_name body_phone body_address, date (of today, as 2026年9月18日),
 * code, report_no (grouped; in papers for the reporter) and named (1 when he gave his name). A
 * value that is a day (2026-09-18) is written out. A list comes as "leads.0.finding",
 * "leads.1.finding".
 *
 * The number (机关代字 函〔2026〕5号) is given inside the transaction; it stands beside the text,
 * not in it, so that the text's hash is known before. hash = SHA-256(salt ‖ text with its marks),
 * hex.
 */
#ifndef YG_DOMAIN_DOCUMENT_H
#define YG_DOMAIN_DOCUMENT_H

#include "domain/report.h"

#define DOCUMENT_VALUES_MAX 200
#define DOCUMENTS_SHOWN_MAX 200 /* of one matter */
#define DOCUMENT_LINES_MAX 2000

struct document_value {
    struct str name, value;
};
struct document_new {
    int64_t matter, report; /* report 0: internal, under Km */
    int64_t org;            /* who issues it; 0 = the actor's body, else the matter's */
    struct str code;        /* N01 */
    const struct key *key;  /* Kr or Km */
    const struct document_value *values; /* beyond the common head; the first of a name holds */
    size_t value_count;
};
/* Before the transaction: renders, checks that every name is given, seals. ERR_INVALID
 * "document.missing" (the detail names wording and names), "document.wording". */
struct document_draft;
MUST_CHECK enum err document_prepare(struct ctx *c, const struct document_new *n,
                                     struct document_draft **ret);
/* 64 hex digits of the salted text, known before the transaction: for the event's body. */
struct str document_draft_hash(const struct document_draft *d);
/* Inside: number and row. A receipt (W01) has no number. */
MUST_CHECK enum err document_store(struct ctx *c, struct document_draft *d, int64_t *ret_id,
                                   struct str *ret_hash_hex);

enum document_mark { DOCUMENT_TITLE, DOCUMENT_TO, DOCUMENT_PARAGRAPH, DOCUMENT_SIGN };
struct document_line {
    enum document_mark mark;
    struct str text;
};
struct document_view {
    int64_t id, matter, report;
    struct str code, title, doc_no; /* doc_no absent: none */
    struct str text;                /* whole, without marks, lines parted by LF */
    const struct document_line *lines;
    size_t line_count;
    struct str hash, salt; /* hex, both; for comparing with the log */
    struct day made;
    bool delivered; /* the latest delivery */
    struct str delivery_form;
    struct day delivered_day;
    bool internal;
    bool closed; /* in a list: this officer holds no key to it */
};
struct document_list {
    const struct document_view *items;
    size_t n;
};
/* Without text, the newest first. The reporter's own, or an officer's within reach (domain 4.2; the
 * slip W01 is its reporter's alone);
 * ERR_NOT_FOUND "report.none", "matter.none". */
MUST_CHECK enum err document_of_report(struct ctx *c, int64_t report, struct document_list *ret);
MUST_CHECK enum err document_of_matter(struct ctx *c, int64_t matter, struct document_list *ret);
/* With text; an officer's reading goes into the audit chain. ERR_NOT_FOUND "document.none". */
MUST_CHECK enum err document_read(struct ctx *c, int64_t id, struct document_view *ret);
/* Report amended with a new Kr: its papers go on under it. Inside a transaction. */
MUST_CHECK enum err document_rewrap(struct ctx *c, int64_t report, const struct key *kr_old,
                                    const struct key *kr_new);

struct delivery_new {
    int64_t document;
    struct str form; /* WRITTEN IN_PERSON PHONE SMS SYSTEM MAIL POST PUBLIC */
    struct day day;
    int64_t second_officer;
    struct str detail;     /* receipt, reason of refusal, what he said; absent none */
    const struct key *key; /* Kr or Km; seals the detail */
};
/* Inside a transaction. SYSTEM: it lies in the log-in at once. By word of mouth two officers are
 * there: ERR_INVALID field second_officer "delivery.two_officers". What a delivery does to clocks
 * (papers.rules) and its event are the move's. */
MUST_CHECK enum err delivery_store(struct ctx *c, const struct delivery_new *n);

#endif
