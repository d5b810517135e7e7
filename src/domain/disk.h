/*
 * disk.h - small files that have to be whole and on disk: keys, the log's second copy, backups.
 *
 * Layer: domain (inside of server_key_file.c, log_key.c, backup_write.c)
 * False: errno says why.
 */
#ifndef YG_DOMAIN_DISK_H
#define YG_DOMAIN_DISK_H

#include "base/arena.h"

bool disk_write(int fd, struct str s); /* all of it */
/* A name is only safe on disk when its folder is. */
bool disk_sync_folder_of(struct arena *a, const char *path);

#endif
