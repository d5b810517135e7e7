/*
 * document_text.h - a paper's words: its wording filled with values, as marked lines.
 *
 * Layer: domain (inside of document*.c)
 * Marked text: each line begins with one byte, '#' title, '@' addressee, '>' signature, ' ' a
 * paragraph; lines parted by LF. This is what is hashed and sealed.
 */
#ifndef YG_DOMAIN_DOCUMENT_TEXT_H
#define YG_DOMAIN_DOCUMENT_TEXT_H

#include "domain/document.h"

/* wording: source of the file. ret_date: of the wording. ERR_INVALID "document.wording" (no date,
 * broken, no title), "document.missing". name stands in the detail. */
MUST_CHECK enum err document_text_render(struct ctx *c, struct str name, struct str wording,
                                         const struct document_value *values, size_t n,
                                         struct str *ret_text, struct str *ret_date);
/* Marked text to lines; false when it is none. */
bool document_text_lines(struct arena *a, struct str text, const struct document_line **ret,
                         size_t *ret_n);
struct str document_text_plain(struct arena *a, const struct document_line *lines, size_t n);
/* 2026年9月18日 */
struct str document_day(struct arena *a, struct day d);

#endif
