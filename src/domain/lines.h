/*
 * lines.h - our own data files (calendar, parameters, procedure, codes) read line by line.
 *
 * Layer:  domain                    Memory: words borrow from the file's text
 * Form:   UTF-8, one fact a line; '#' at the start of a line is a comment; an indented line
 *         belongs to the line above it; words are parted by blanks, "several words" in quotes.
 * Errors: everything wrong in a file is ERR_INVALID, key "data.invalid"; the detail names file,
 *         line and what is wrong, so that an office can mend the file without a programmer.
 */
#ifndef YG_DOMAIN_LINES_H
#define YG_DOMAIN_LINES_H

#include "base/arena.h"
#include "base/err.h"

#define DATA_LINES_MAX 20000 /* of one file */
#define DATA_LINE_BYTES_MAX 2000

struct data_file {
    struct str name; /* "calendar/2026.days", for messages */
    struct str text;
};

struct lines {
    struct str name, rest;
    struct str line; /* the current line without its end and outer blanks */
    unsigned number; /* of the current line, from 1 */
    bool indented;   /* the current line begins with a blank */
    bool too_long;   /* a line or the file is beyond the limits: reading stopped */
};

struct lines lines_of(struct data_file file);
/* Moves to the next line that says something; false at the end (or too_long). */
bool lines_next(struct lines *l);
/* Takes the next word off text; absent when none is left. A quoted word comes without quotes and
 * may be empty. An unclosed quote gives the rest of the line. */
struct str lines_word(struct str *text);
/* ERR_INVALID naming file and line. */
enum err lines_fault_set(const struct lines *l, struct fault *f, const char *fmt, ...)
    PRINTF_LIKE(3, 4);
#define lines_fault(l, f, ...)                                                                     \
    __extension__({                                                                                \
        (void)lines_fault_set((l), (f), __VA_ARGS__);                                              \
        ERR_INVALID;                                                                               \
    })
/* After the loop: ERR_INVALID when reading stopped at a limit, else ERR_OK. */
MUST_CHECK enum err lines_end(const struct lines *l, struct fault *f);

#endif
