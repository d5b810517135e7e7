/*
 * log_words.h - what pages say of entries of the public log.
 *
 * Layer: web (only this room includes it)
 */
#ifndef YG_WEB_LOG_WORDS_H
#define YG_WEB_LOG_WORDS_H

#include "domain/log_omission.h"
#include "web/frame.h"

/* One line of an opened event: "happened", "2026-09-18". */
struct meta_row {
    struct str label, value;
};
extern const struct field meta_row_fields[];
struct list log_meta_rows(struct req *r, struct str meta);

struct str log_number(struct req *r, uint64_t n); /* 182,447 */
/* "ff7f4a4b…" as "ff7f 4a4b …": people compare it by eye. */
struct str log_grouped(struct arena *a, struct str hex);
struct str log_event_text(struct req *r, struct str kind);
struct str log_clock_text(struct req *r, struct str code);
/* A file that is fetched and kept nowhere on the way. */
enum err log_send_file(struct ctx *c, struct resp *w, struct str name, struct str text);

#endif
