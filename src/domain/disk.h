/*
 * disk.h - small files that have to be whole and on disk: keys, the log's second copy, backups.
 *
 * Layer: domain (inside of server_key_file.c, log_key.c, witness_book.c, backup_write.c)
 * False: errno says why.
 */
#ifndef YG_DOMAIN_DISK_H
#define YG_DOMAIN_DISK_H

#include <sys/types.h>

#include "base/arena.h"

#define DISK_SMALL_MAX 8192

bool disk_write(int fd, struct str s); /* all of it */
/* A name is only safe on disk when its folder is. */
bool disk_sync_folder_of(struct arena *a, const char *path);
/* At most DISK_SMALL_MAX bytes. */
bool disk_read_small(struct arena *a, const char *path, struct str *ret);
/* Whole and on disk under its name, or as it was before. */
bool disk_put(struct arena *a, const char *path, struct str bytes, mode_t mode);

#endif
