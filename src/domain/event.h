/*
 * event.h - append-only facts: the only source of states, clocks and statistics, and the entries of
 * the public log that belong to them (design 6, 7.6; log.md 1.8).
 *
 * Layer: domain   Owns: event, event_chain, chain, leaf_pending; event_append is their only writer
 */
#ifndef YG_DOMAIN_EVENT_H
#define YG_DOMAIN_EVENT_H

#include "domain/vault.h"

/* Reporters of one matter that see the event; of more, the first fifty. */
#define EVENT_REPORTS_MAX 50

/* A new report's or matter's chain. code26 receives the printed check code for a report chain
 * (K_case comes from it); for a matter K_case is random. Made before the transaction. */
struct chain_new {
    int64_t id, owner;
    bool report;
    struct str sealed_case, sealed_open, sealed_state;
    struct key k_case, k_open;
};
void chain_make(struct ctx *c, bool report, int64_t owner, char code26[27], struct chain_new *ret);
MUST_CHECK enum err chain_store(struct ctx *c, const struct chain_new *n);
/* check code: 24 Crockford base32 characters of 15 bytes + 2 check characters; case, blanks and
 * hyphens ignored, I L O read as 1 1 0. False when mistyped. */
bool check_code_read(struct str typed, uint8_t code15[15]);
void check_code_write(const uint8_t code15[15], char ret_code26[27]);

struct event_new {
    int64_t matter;
    int64_t org;
    int64_t lead;                    /* 0 none */
    const char *kind;                /* "E_ACCEPTED" */
    const char *move;                /* "T07" or NULL */
    struct str from_state, to_state; /* absent when unchanged */
    int64_t subproc;                 /* whose states these are then; 0: the matter's */
    struct str channel;
    bool named;
    struct day happened;
    struct str due;        /* lines "D04 2026-10-15\n" */
    struct str outcome;    /* code or absent */
    struct str codes;      /* "doc=N01 reason=2" */
    struct str actor_role; /* RO_* name or SYS */
    struct str words;      /* for the file, sealed under Km (with the exact time); absent none */
    struct str lines;      /* for machines, sealed too: "doc <hash>\n"; absent none */
    const struct key *km;  /* NULL: no key at hand (SYS) */
    /* reports whose reporter sees it; kr NULL when that key is not at hand */
    struct event_reader {
        int64_t report;
        const struct key *kr;
        struct str body;  /* words of the timeline; absent none */
        struct str lines; /* for machines: "report <sha256>\n", "doc <hash>\n" */
    } readers[EVENT_REPORTS_MAX];
    size_t reader_count;
    bool one_report; /* the event is about readers[0] alone (event.report is set) */
};

/* Before the writer is taken: ids, r_b, B and sealed payloads. */
struct event_draft;
MUST_CHECK enum err event_prepare(struct ctx *c, const struct event_new *n,
                                  struct event_draft **ret);
/* Then, for what many do at once: the leaves too are made, so that the writer is held for rows
 * only. Chains that somebody writes into meanwhile are read again in event_append. */
MUST_CHECK enum err event_ahead(struct ctx *c, struct event_draft *d);
/* Inside, before event_append: dates that only the transaction knew (clocks started in it). */
void event_draft_due(struct event_draft *d, struct str due);
/* Inside the transaction: seq, chains, T M C, pending leaves. ret_id may be NULL. The strings of
 * event_new are borrowed until then. */
MUST_CHECK enum err event_append(struct ctx *c, struct event_draft *d, int64_t *ret_id);

/* Timeline of one report (reporter or officer with Kr) or record of a matter (officer). seq is the
 * place in that chain. body and at are there when the words' key is at hand (at ms 0 when not, or
 * when SYS wrote). The caller found the matter, so reach is checked; without Kr there is no
 * timeline of a report (ERR_DENIED), without Km a matter's record comes without words. */
struct event_view {
    int64_t id, seq, matter, officer, subproc;
    struct str kind, move, from_state, to_state, actor_role, codes, outcome, due, body;
    struct day happened, entered;
    struct instant at;
};
struct event_list {
    const struct event_view *items;
    size_t n;
};
MUST_CHECK enum err event_of_report(struct ctx *c, int64_t report, struct event_list *ret);
MUST_CHECK enum err event_of_matter(struct ctx *c, int64_t matter, struct event_list *ret);

/* For the reporter's page: of his report the newest EVENTS_PAGE steps, oldest first, without the
 * messages; before: only those with a smaller seq, 0 all. more: there are earlier ones. */
#define EVENTS_PAGE 200
MUST_CHECK enum err event_page_of_report(struct ctx *c, int64_t report, int64_t before,
                                         struct event_list *ret, bool *ret_more);

#endif
