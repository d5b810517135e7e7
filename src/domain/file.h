/*
 * file.h - evidence: streamed, sealed in pieces with flat memory, originals kept, clean copies
 * made.
 *
 * Layer: domain   Owns: file, the blob folder   Source: domain 2.3, R015, design 7.1, 7.3
 */
#ifndef YG_DOMAIN_FILE_H
#define YG_DOMAIN_FILE_H

#include "domain/report.h"

struct blob_store;
/* Folder DIR/blobs, files named by 32 hex digits in 256 sub-folders, mode 0600, mtime 0. */
MUST_CHECK enum err blob_open(struct arena *a, const char *dir, struct fault *f,
                              struct blob_store **ret);

enum file_owner { FILE_OF_DRAFT, FILE_OF_REPORT, FILE_OF_MATTER };
struct file_target {
    enum file_owner owner;
    struct str draft_cookie;
    int64_t report;
    int64_t matter;
    const struct key *key; /* Kr or Km; NULL for drafts */
    int64_t message;
    bool scan;
};

/* One upload: begin (limits, allow-list by name), data (first KB decides the type by content:
 * ERR_INVALID "file.kind"), end (fdatasync, rename, rows for original and clean copy in one
 * transaction). abort leaves nothing. Errors are remembered: after one, data is swallowed. */
struct file_upload;
MUST_CHECK enum err file_upload_begin(struct ctx *c, const struct file_target *t, struct str name,
                                      struct str declared, struct file_upload **ret);
MUST_CHECK enum err file_upload_data(struct ctx *c, struct file_upload *u, const uint8_t *p,
                                     size_t n);
MUST_CHECK enum err file_upload_end(struct ctx *c, struct file_upload *u, int64_t *ret_file);
void file_upload_abort(struct file_upload *u);

struct file_view {
    int64_t id;
    struct str name, type, kind;
    int64_t size;
    struct day day;
    int64_t clean; /* id of the clean copy, 0 none */
    bool mine;
};
struct file_list {
    const struct file_view *items;
    size_t n;
};
MUST_CHECK enum err file_list_draft(struct ctx *c, struct str draft_cookie, struct file_list *ret);
MUST_CHECK enum err file_list_report(struct ctx *c, int64_t report, struct file_list *ret);
MUST_CHECK enum err file_list_matter(struct ctx *c, int64_t matter, struct file_list *ret);
MUST_CHECK enum err file_remove_draft(struct ctx *c, struct str draft_cookie, int64_t file);
/* Moves a draft's files to a report: keys re-wrapped under Kr. Inside a transaction. */
MUST_CHECK enum err file_take_over(struct ctx *c, struct str draft_cookie, int64_t report,
                                   const struct key *kr);

/* Reading a range: opens, checks who may (raw or clean per domain 4.2), reads pieces. Audited. */
struct file_reader;
MUST_CHECK enum err file_open(struct ctx *c, int64_t file, struct file_reader **ret,
                              struct file_view *ret_view);
int64_t file_read(struct file_reader *r, uint64_t offset, uint8_t *p,
                  size_t n); /* bytes, 0 end, -1 */
void file_reader_close(struct file_reader *r);

#endif
