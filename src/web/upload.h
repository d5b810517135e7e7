/*
 * upload.h - files of a form, sealed while they stream in; what went wrong is told by the handler.
 *
 * Layer: web (only this room includes it)   Source: ux U10, U12
 * Each file that arrived whole stays, whatever becomes of the others and of the rest of the form.
 */
#ifndef YG_WEB_UPLOAD_H
#define YG_WEB_UPLOAD_H

#include "domain/file.h"
#include "web/frame.h"

#define UPLOAD_BODY_MAX (INT64_C(520) << 20) /* all files of a report, and the form around them */

#define UPLOAD_IDS_MAX 40 /* of one request that are remembered; a report holds fewer */

struct upload {
    struct file_upload *now;
    struct str name; /* of the one that comes now */
    struct fault fault; /* of the first file that was refused */
    int64_t count;      /* files that arrived */
    int64_t ids[UPLOAD_IDS_MAX];
};

/* For the sink's begin, once the target is known: checks token and roles (the handler runs only
 * after the body), the input's name ("file") and that a file was chosen. When the session is over a
 * draft may still be filled. */
enum err upload_begin(struct req *r, const struct file_target *t, struct str field,
                      struct str filename, struct str type);
enum err upload_data(void *u, struct req *r, const uint8_t *p, size_t n);
enum err upload_end(void *u, struct req *r);
void upload_abort(void *u, struct req *r);
/* May this request bring files at all? For work that has to be done before upload_begin. */
bool upload_allowed(struct req *r, struct str field, struct str filename);
/* In the handler: the files that arrived, to say what they belong to. */
const int64_t *upload_files(struct req *r, size_t *ret_n);
/* In the handler: how many arrived; a refused one becomes c->fault, and its err comes back. */
enum err upload_result(struct req *r, int64_t *ret_count);

struct file_row {
    struct str id, name, size, day; /* id as it may stand in an address (id_text) */
    bool mine, opens;
};
extern const struct field file_row_fields[];
/* Those that came with that message; 0: with none. */
struct file_list upload_of_message(struct arena *a, const struct file_list *all, int64_t message);
struct list upload_rows(struct req *r, const struct file_list *files);
struct str upload_size(struct arena *a, int64_t bytes); /* "1.2 MB" */

#endif
