/*
 * blob.h - sealed bytes in files of their own: written under a temporary name, then kept or gone.
 *
 * Layer:  domain (inside of file*.c)   Source: design 7.1 "file"; stack.md I
 * Memory: a writer is a struct of the caller; no memory is taken
 * Errors: disk, quota or size limit of the process full: ERR_STORE "file.disk_full"; what else the
 *         file system refuses: ERR_IO "file.io"
 *
 * DIR/blobs/ab/abcdef… (32 hex digits of a random name), mode 0600, mtime 0. While it is written
 * the name ends in ".part". A kept blob is on disk, and its name too, when blob_keep has returned.
 */
#ifndef YG_DOMAIN_BLOB_H
#define YG_DOMAIN_BLOB_H

#include "domain/file.h"

#define BLOB_NAME_SIZE 16
#define BLOB_SYNC_BYTES (8u << 20) /* written pages are handed to the disk in steps of this size   \
                                    */

struct blob_writer {
    int fd, folder; /* -1 when not open */
    uint8_t name[BLOB_NAME_SIZE];
    uint64_t written, handed;
    bool kept;
};

MUST_CHECK enum err blob_create(struct ctx *c, struct blob_writer *ret);
MUST_CHECK enum err blob_write(struct ctx *c, struct blob_writer *w, const uint8_t *p, size_t n);
/* fsync, rename, fsync of the folder; the writer is closed but can still be taken back. */
MUST_CHECK enum err blob_keep(struct ctx *c, struct blob_writer *w);
/* Removes it, kept or not. Twice, or of a writer never opened: nothing happens. */
void blob_take_back(const struct blob_store *b, struct blob_writer *w);
/* After its row is stored: the blob stays. */
void blob_done(struct blob_writer *w);

/* ERR_NOT_FOUND "file.gone" when it is not there. */
MUST_CHECK enum err blob_read(struct ctx *c, struct str name, int *ret_fd, uint64_t *ret_size);
/* After its row is gone. Not there: nothing happens; the sweep takes what could not be removed. */
void blob_remove(const struct blob_store *b, struct str name);

#endif
