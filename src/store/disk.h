/*
 * disk.h - a disk for tests that is full, or fails, when the test says so.
 *
 * Layer:  store; tests only. Takes the place of SQLite's default VFS for files opened afterwards.
 */
#ifndef YG_STORE_DISK_H
#define YG_STORE_DISK_H

#include <stdatomic.h>

extern atomic_bool disk_full;  /* writing to the log: SQLITE_FULL */
extern atomic_bool disk_fails; /* syncing the log: SQLITE_IOERR_FSYNC */

void disk_install(void);

#endif
