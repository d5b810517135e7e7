/*
 * utf8.h - text that people typed: checked, normalised, counted.
 *
 * Layer:  base (utf8proc behind it)
 */
#ifndef YG_BASE_UTF8_H
#define YG_BASE_UTF8_H

#include "base/arena.h"

/* Valid UTF-8 without NUL, surrogates, non-characters, C0/C1 controls other than TAB and LF, and
 * without bidi controls (they let a text read differently than it is stored). */
bool utf8_ok(struct str s);
/* For typed text: CR LF and CR become LF, NFC, blanks at both ends cut. False when !utf8_ok.
 * Absent stays absent. */
bool utf8_clean(struct arena *a, struct str s, struct str *ret);
/* For identifiers and passwords: NFKC. False when not valid. */
bool utf8_nfkc(struct arena *a, struct str s, struct str *ret);
/* For comparing names: NFKC without blanks, so that "王 某" is "王某". "" when there is nothing. */
struct str utf8_squeezed(struct arena *a, struct str s);
/* For comparing texts: NFKC in small letters, letters and digits only, as code points in the arena.
 * ret_n 0 when nothing of that kind is left, or not valid. */
uint32_t *utf8_letters(struct arena *a, struct str s, size_t *ret_n);
size_t utf8_count(struct str s);                        /* code points */
struct str utf8_head(struct str s, size_t code_points); /* never cuts a character */
/* Decodes at *i and moves it; -1 at the end or on a bad byte (then *i moves by one). */
int32_t utf8_next(struct str s, size_t *i);

#endif
