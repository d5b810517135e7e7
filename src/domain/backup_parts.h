/*
 * backup_parts.h - the stream of backup.h: pieces of 64 KiB, entries within.
 *
 * Layer: domain (inside of backup*.c)   Source: docs/formats/backup.md
 */
#ifndef YG_DOMAIN_BACKUP_PARTS_H
#define YG_DOMAIN_BACKUP_PARTS_H

#include "domain/backup.h"

#define BACKUP_MAGIC "yg-back1"
#define BACKUP_HEAD_SIZE (8 + 16 + 8 + SEAL_SIZE)
#define BACKUP_OBJECT 8 /* object kind of the seal; no row has it */
#define BACKUP_NAME_MAX 64
#define BACKUP_DATABASE 'D'
#define BACKUP_BLOB 'B'
#define BACKUP_END 'E'
#define BACKUP_ENTRY_HEAD 11 /* kind, u16 length of the name, u64 length of the bytes */
#define BACKUP_KEY_SETTING "backup_key"

/* BLAKE2b-16("yg/backup" ‖ pk): which key a file was made for */
void backup_key_id(const struct public_key *pk, uint8_t ret[16]);
struct binding backup_binding(int64_t file);
enum err backup_io(struct fault *f, const char *what); /* by errno */

#endif
