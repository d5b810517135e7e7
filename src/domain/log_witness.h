/*
 * log_witness.h - the witnesses of this log: who they are, what they are asked and what they say,
 * how many must have signed, and what one of them has shown against us.
 *
 * Layer: domain   Owns: witness, cosignature, log_policy, log_evidence
 * Source: log.md 1.4 to 1.6, 3.2, 3.5; c2sp.org/tlog-witness
 * A witness that does not answer stops nobody: neither a report nor a batch waits for it. A head is
 * shown when its quorum has signed it, at the latest LOG_SHOW_MS after it was signed.
 */
#ifndef YG_DOMAIN_LOG_WITNESS_H
#define YG_DOMAIN_LOG_WITNESS_H

#include "domain/public_log.h"
#include "net/fetch.h"

#define LOG_WITNESSES_MAX FETCH_MAX
#define LOG_SHOW_MS 2000
#define LOG_ASK_MS 1000 /* a witness has this long for an answer */
#define LOG_TRIES_MAX 3 /* requests to one witness for one head: it may say where it stands */

/* How other machines are asked: fetch_all of net/, or a test's own. */
struct log_net {
    void (*fetch)(void *u, struct arena *a, struct fetch *all, size_t n, int timeout_ms,
                  void (*done)(void *u, struct fetch *f), void *done_u);
    void *u;
};

struct log_witness {
    int64_t id;
    struct note_key key; /* its name is the witness's */
    struct str url;
    bool active;
    int64_t seen;             /* size of the tree it has seen, -1: not known */
    struct str status;        /* "new", "good", "timeout", … : log_witness_key has the sentence */
    struct instant status_at; /* ms 0: never asked */
    struct instant signed_at; /* by its own clock; ms 0: it never signed */
};
struct log_witnesses {
    struct log_witness items[LOG_WITNESSES_MAX];
    size_t n;
};
/* Those that are asked, oldest first. */
MUST_CHECK enum err log_witness_list(struct ctx *c, struct log_witnesses *ret);
/* Catalogue key of a status: "log.witness.timeout". */
const char *log_witness_key(struct str status);

/* Asks this witness from now on; one that was removed comes back. A new policy is published. The
 * quorum becomes more than half, unless it was set. ERR_INVALID fields "vkey" log.witness.vkey,
 * "url" log.witness.url; ERR_LIMIT "log.witness.many"; ERR_CONFLICT "log.witness.twice" (asked
 * already, or another witness has the name). ERR_NOT_FOUND "log.none". */
MUST_CHECK enum err log_witness_add(struct ctx *c, struct str vkey, struct str url);
/* What it alone said against us, without our signature to prove it, counts no more. ERR_NOT_FOUND
 * "log.witness.none"; ERR_CONFLICT "log.witness.quorum" (fewer than the set quorum would stay). */
MUST_CHECK enum err log_witness_remove(struct ctx *c, struct str name);
/* -1: more than half of those asked; 0: none. ERR_INVALID field "quorum" log.witness.quorum. */
MUST_CHECK enum err log_quorum_set(struct ctx *c, int64_t quorum);
/* So many must sign; ret_serial (may be NULL): the number of the policy, 0 before the first. */
MUST_CHECK enum err log_quorum(struct ctx *c, int64_t *ret, int64_t *ret_serial);

/* The policy under which this log is believed: its key, the witnesses it asks, their quorum. */
MUST_CHECK enum err log_policy_text(struct ctx *c, struct str *ret);

/* A new policy when keys, witnesses or quorum are not those of the last one; a public leaf. In a
 * transaction. */
MUST_CHECK enum err log_policy_renew(struct ctx *c);

/* ---- asking ---- */

/* Who may be asked again when; kept between turns by whoever asks. Zeroed: at once. */
struct log_pace {
    uint64_t size;     /* the head that is asked about */
    int64_t since_ms;  /* since when it is known */
    struct pace {
        int64_t witness, next_ms;
        int fails;
    } all[LOG_WITNESSES_MAX];
    size_t n;
};
/* Asks whoever is due about the last signed head, keeps what they sign, shows the head when it is
 * time. clock_ms: any clock that runs in real time. */
MUST_CHECK enum err log_witness_turn(struct ctx *c, const struct log_net *net,
                                     struct log_pace *pace, int64_t clock_ms);
/* Before the first signature of a start: each of them once. ret_heard: so many know our last head
 * or one that it grew from. */
MUST_CHECK enum err log_witness_ask_all(struct ctx *c, const struct log_net *net,
                                        size_t *ret_heard);

/* ---- what was shown against us ---- */

struct log_evidence {
    struct instant at;
    struct str witness;
    bool split; /* another tree; else a larger one than ours: we were put back */
    uint64_t size;
    bool proven, stops;
    struct str ours, theirs;
};
#define LOG_EVIDENCE_MAX 16
struct log_evidences {
    struct log_evidence items[LOG_EVIDENCE_MAX];
    size_t n;
};
/* What stops us first, then the latest. */
MUST_CHECK enum err log_evidence_list(struct ctx *c, struct log_evidences *ret);

#endif
