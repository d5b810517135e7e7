/*
 * file.h - evidence: streamed, sealed in pieces with flat memory, originals kept, clean copies
 * made.
 *
 * Layer: domain   Owns: file, the blob folder   Source: domain 2.3, 4.2, R015, design 7.1, 7.3
 * The original is evidence and stays as it came, sealed. Of JPEG and PNG a clean copy is made while
 * the upload streams by; what has nothing to clean (text, AMR) counts as clean itself.
 */
#ifndef YG_DOMAIN_FILE_H
#define YG_DOMAIN_FILE_H

#include "domain/report.h"

#define FILES_SHOWN_MAX 200 /* of one report, draft or matter; file.count_max is far below */
#define FILE_NAME_MAX 120   /* characters; longer names keep their ending */

/* Folder DIR/blobs, files named by 32 hex digits in 256 sub-folders, mode 0600, mtime 0.
 * ERR_STORE "file.disk_full", ERR_IO "file.io". */
struct blob_store;
MUST_CHECK enum err blob_open(struct arena *a, const char *dir, struct fault *f,
                              struct blob_store **ret);
void blob_close(struct blob_store *b); /* NULL is allowed */
/* Job: removes what was left over by cuts and crashes (files without a row, unchanged for a day by
 * the disk's own clock), counts rows whose file is gone: evidence lost, to be told. */
struct blob_swept {
    int64_t removed, looked, missing, first_missing;
};
MUST_CHECK enum err blob_sweep(struct ctx *c, struct blob_swept *ret);
MUST_CHECK enum err blob_sweep_older(struct ctx *c, int64_t age_s, struct blob_swept *ret);

enum file_owner { FILE_OF_DRAFT, FILE_OF_REPORT, FILE_OF_MATTER };
struct file_target {
    enum file_owner owner;
    struct str draft_cookie;
    int64_t report, matter; /* by owner */
    const struct key *key;  /* Kr or Km; NULL for drafts */
    int64_t message;        /* it belongs to this message of the thread; 0 none */
    bool scan;              /* paper taken in at the desk */
    /* token of the form it comes by: the same name and content by the same form, as after a double
     * click, is stored once, and end gives the file that is there. Absent: always stored. */
    struct str once;
};

/*
 * One upload. begin: limits of parameters (file.count_max, file.total_max) and the allow-list by
 * name. data: in pieces of any size; the first KB decides the kind by content. end: on disk (fsync,
 * rename, fsync of the folder), then rows of original and clean copy and the event in one
 * transaction of its own. Memory: some 400 KiB of c->arena, whatever the size.
 *
 * name      as the browser sent it; folders before it are dropped; absent: named by its kind
 * declared  the browser's word for the kind; not believed, may be absent
 *
 * ERR_INVALID field "file": "file.kind" not on the list, "file.mismatch" the name says another
 * kind, "file.two_kinds", "file.name"; ERR_LIMIT "file.too_large", "file.too_many", "file.total";
 * ERR_STORE "file.disk_full"; ERR_IO "file.io". After an error data is swallowed and each call
 * repeats it. Whoever began it ends or aborts it; after an error end cleans up too.
 */
struct file_upload;
MUST_CHECK enum err file_upload_begin(struct ctx *c, const struct file_target *t, struct str name,
                                      struct str declared, struct file_upload **ret);
MUST_CHECK enum err file_upload_data(struct ctx *c, struct file_upload *u, const uint8_t *p,
                                     size_t n);
MUST_CHECK enum err file_upload_end(struct ctx *c, struct file_upload *u, int64_t *ret_file);
void file_upload_abort(struct file_upload *u); /* leaves nothing; after end: nothing happens */

struct file_view {
    int64_t id;
    struct str name, type; /* "现场.jpg", "image/jpeg" */
    struct str kind;       /* ORIGINAL SCAN EVIDENCE, or CLEAN for a copy opened itself */
    int64_t size;
    struct day day;
    int64_t clean;   /* id of the clean copy, 0 none */
    int64_t open;    /* id that this reader may open: original or copy; 0 neither */
    int64_t message; /* of this message, 0 none */
    bool mine;       /* the reader sent it (drafts, the reporter) */
};
struct file_list {
    const struct file_view *items;
    size_t n;
};
/* Originals, in the order they came; clean copies stand beside them. A row that does not open is
 * left out of no list: ERR_STORE "file.broken". */
MUST_CHECK enum err file_list_draft(struct ctx *c, struct str draft_cookie, struct file_list *ret);
MUST_CHECK enum err file_list_report(struct ctx *c, int64_t report, struct file_list *ret);
MUST_CHECK enum err file_list_matter(struct ctx *c, int64_t matter, struct file_list *ret);
/* With its copy. ERR_NOT_FOUND "file.none". Own transaction. */
MUST_CHECK enum err file_remove_draft(struct ctx *c, struct str draft_cookie, int64_t file);
/* Lines of a draft's files for the event that takes them over (log.md 1.8 "body"); "" when there
 * are none. Before the transaction. */
MUST_CHECK enum err file_draft_lines(struct ctx *c, struct str draft_cookie, struct str *ret);
/* Moves a draft's files to a report: keys wrapped anew under Kr. Inside a transaction. No cookie,
 * no files: no error. */
MUST_CHECK enum err file_take_over(struct ctx *c, struct str draft_cookie, int64_t report,
                                   const struct key *kr);
/* What arrived while its sender's session was over lies in a draft of his own: it becomes part of
 * his report as if it had come now. ret: how many; 0 when none waits. ERR_LIMIT "file.too_many",
 * "file.total": it waits on. Own transaction. */
MUST_CHECK enum err file_adopt(struct ctx *c, struct str draft_cookie, int64_t report,
                               const struct key *kr, int64_t *ret_count);
/* Report amended with a new Kr: files go on under it. Inside a transaction. */
MUST_CHECK enum err file_rewrap(struct ctx *c, int64_t report, const struct key *kr_old,
                                const struct key *kr_new);
/* Report undone: rows and keys go now, the blobs with the next sweep. Inside a transaction. */
MUST_CHECK enum err file_forget(struct ctx *c, int64_t report);
/* Job: files of drafts whose day is over, at most a thousand a call. Own transaction. */
MUST_CHECK enum err file_expire(struct ctx *c, int64_t *ret_removed);

/*
 * Reading. open checks who may see the original and who the copy only (domain 4.2: ERR_DENIED
 * "file.raw"), and writes an officer's opening into the audit chain. read: bytes from offset, 0 at
 * the end, -1 when a piece does not open: then what was read before is all there is. Close always.
 */
struct file_reader;
MUST_CHECK enum err file_open(struct ctx *c, int64_t file, struct file_reader **ret,
                              struct file_view *ret_view);
/* One's own before it is sent. */
MUST_CHECK enum err file_open_draft(struct ctx *c, struct str draft_cookie, int64_t file,
                                    struct file_reader **ret, struct file_view *ret_view);
int64_t file_read(struct file_reader *r, uint64_t offset, uint8_t *p, size_t n);
void file_reader_close(struct file_reader *r);

#endif
