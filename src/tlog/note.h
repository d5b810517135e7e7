/*
 * note.h - signed notes: a text and the lines of those who signed it.
 *
 * Layer:  tlog (pure computation; Ed25519 by crypto/)
 * Source: c2sp.org/signed-note; c2sp.org/tlog-cosignature; log.md 1.3, 1.4
 * Memory: what is parsed borrows from the bytes given; decoded keys and signatures lie in the arena
 * Limits: NOTE_BYTES_MAX, NOTE_LINES_MAX; more is refused
 *
 * A text must not be believed before a key that one knows has verified.
 */
#ifndef YG_TLOG_NOTE_H
#define YG_TLOG_NOTE_H

#include "crypto/crypto.h"

#define NOTE_BYTES_MAX (1 << 20)
#define NOTE_LINES_MAX 100

enum note_type { /* of a key; ML-DSA-44 (06) and SM2 (ff) later */
                 NOTE_ED25519 = 0x01,
                 NOTE_COSIGNATURE = 0x04
};

/* Who may have signed. */
struct note_key {
    struct str name;
    uint8_t type; /* enum note_type */
    uint8_t id[4];
    uint8_t public_key[32];
};
/* Not empty, no space of Unicode, no '+', valid UTF-8. */
bool note_name_ok(struct str name);
struct note_key note_key_of(struct str name, uint8_t type, const uint8_t public_key[32]);
/* name+hex8+base64(type ‖ key). Refuses an unknown type and an id that does not fit. */
bool note_key_parse(struct arena *a, struct str vkey, struct note_key *ret);
struct str note_key_text(struct arena *a, const struct note_key *k);

struct note_line {
    struct str name;
    uint8_t id[4];
    struct str signature; /* after the id */
    struct str line;      /* as it stands, with its LF */
};
struct note {
    struct str text; /* ends in LF */
    struct note_line *lines;
    size_t n;
};
/* False when the bytes are no note. Says nothing about who signed. */
bool note_parse(struct arena *a, struct str bytes, struct note *ret);

enum note_verdict {
    NOTE_UNSIGNED, /* no line of this key */
    NOTE_WRONG,    /* a line of this key that does not verify: the whole note is to be refused */
    NOTE_SIGNED
};
/* time_s: of a cosignature, seconds since 1970; of several lines the earliest. May be NULL. */
enum note_verdict note_verify(const struct note *n, const struct note_key *k, uint64_t *time_s);

/* A line "— name base64(id ‖ signature) LF" over a text that ends in LF. */
struct str note_sign(struct arena *a, struct str name, const uint8_t seed[32], struct str text);
/* The same as a witness, who says when. */
struct str note_cosign(struct arena *a, struct str name, const uint8_t seed[32], uint64_t time_s,
                       struct str text);
/* text ‖ LF ‖ lines */
struct str note_join(struct arena *a, struct str text, struct str lines);

#endif
