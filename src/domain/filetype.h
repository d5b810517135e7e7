/*
 * filetype.h - what kind of file this is, by what stands in its first bytes.
 *
 * Layer: domain (inside of file*.c)   Source: stack.md G "file type"; design 2 "malicious file"
 * The name may only agree: its ending chooses among kinds that share one form (docx, xlsx and pptx
 * are all zip). What is not on the list is refused, and so is a file that is two things at once.
 */
#ifndef YG_DOMAIN_FILETYPE_H
#define YG_DOMAIN_FILETYPE_H

#include "base/str.h"

#define FILE_HEAD 1024 /* so many bytes decide; shorter files: all of them */

enum file_clean {
    CLEAN_NONE,     /* carries data of the device or its owner that we do not take out */
    CLEAN_NEEDLESS, /* has no place for such data: the original may be shown */
    CLEAN_JPEG,
    CLEAN_PNG
};

struct file_type {
    const char *mime;
    const char *ending;  /* given to a name that has none */
    const char *endings; /* "jpg jpeg jpe" */
    enum file_clean clean;
    bool zip;
};

/*
 * name     as cleaned; its ending counts, big or small letters
 * ret_key  what is wrong when NULL comes back: "file.kind" (not on the list), "file.mismatch" (the
 *          name says another kind), "file.two_kinds" (a second kind hides in the head)
 */
const struct file_type *file_type_of(struct str head, struct str name, const char **ret_key);
/* A kind by its MIME name; NULL when there is none. */
const struct file_type *file_type_named(struct str mime);
/* May a file of this name come at all? Checked before a byte is read. No ending: it may. */
bool file_ending_known(struct str name);

#endif
