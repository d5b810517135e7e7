/*
 * file_row.h - a row of table file, and the words and key sealed in it.
 *
 * Layer: domain (inside of file*.c)   Source: design 7.1 "file"
 */
#ifndef YG_DOMAIN_FILE_ROW_H
#define YG_DOMAIN_FILE_ROW_H

#include "domain/file.h"
#include "domain/vault.h"
#include "store/store.h"

struct file_row {
    int64_t id, original, message, report, matter, clean;
    struct str kind, blob, sealed_key, sealed_row, draft;
    struct day day;
};
struct file_words {
    struct str name, type;
    uint64_t size;
    uint8_t sha256[32];
    struct instant at;
};

struct file_row file_row_read(const struct rows *r, size_t i);

/* The file key F is wrapped for one holder: a draft, a report (Kr) or a matter (Km). */
struct file_holder {
    enum holder_kind kind;
    int64_t id;
    const struct key *under;
};
struct file_holder file_holder_draft(const uint8_t row_id[16], const struct key *under);
struct file_holder file_holder_object(int64_t id, const struct key *under);
struct str file_key_wrap(struct ctx *c, const struct file_holder *h, int64_t file,
                         const struct key *f);
/* ERR_STORE "file.broken" when it does not open. */
MUST_CHECK enum err file_key_unwrap(struct ctx *c, const struct file_holder *h,
                                    const struct file_row *row, struct key *ret);
struct str file_words_seal(struct ctx *c, const struct key *f, int64_t file,
                           const struct file_words *w);
MUST_CHECK enum err file_words_open(struct ctx *c, const struct key *f, const struct file_row *row,
                                    struct file_words *ret);

/* Line for the body of the event that brought the file: "file <HMAC-SHA256(F, SHA-256 of it)>\n".
 * Whoever may open the file can recompute it; an opened body alone lets nobody test a guess. */
struct str file_line(struct ctx *c, const struct key *f, const uint8_t sha256[32]);

static inline uint64_t file_pieces(uint64_t size)
{
    return size == 0 ? 1 : (size + PIECE_PLAIN - 1) / PIECE_PLAIN;
}
static inline uint64_t file_size_on_disk(uint64_t size)
{
    return size + file_pieces(size) * (PIECE_SEALED - PIECE_PLAIN);
}

/* Draft cookie to holder; the key lies in *key, wipe it. ERR_NOT_FOUND "draft.none". */
MUST_CHECK enum err file_draft_holder(struct ctx *c, struct str cookie, uint8_t row_id[16],
                                      struct key *key, struct file_holder *ret);

#endif
