/*
 * power.h - a disk that forgets at a power cut what was not synced.
 *
 * Linked into a program, it stands between that program's libraries and the kernel: each write goes
 * to the file as always, and after a sync also into a copy of the file in another folder. So when
 * the program is killed, that copy is what a disk would hold that kept nothing it need not keep.
 * Shared memory (*-shm) is left out; it does not outlive a power cut.
 */
#ifndef YG_TESTS_POWER_H
#define YG_TESTS_POWER_H

/* Watches the files of folder; copies go into disk. Call it before the files are opened. */
void power_watch(const char *folder, const char *disk);

#endif
