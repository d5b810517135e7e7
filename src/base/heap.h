/*
 * heap.h - memory for a library that insists on an allocator, wiped when it goes back.
 *
 * Layer: base   For libraries only (jansson reads words of reports); our own code takes arenas.
 */
#ifndef YG_BASE_HEAP_H
#define YG_BASE_HEAP_H

#include <stddef.h>

/* As malloc and free; heap_give wipes every byte first. NULL when there is none left: the library
 * handles that. */
void *heap_take(size_t n);
void heap_give(void *p);

/* Gives what was freed back to the system. */
void heap_trim(void);

/* After the start, whose needs do not come again: heap_trim, and the pages of program and libraries
 * that nothing writes to (relocation tables, initialisers) leave the process. What is needed again
 * comes back from the file by itself. */
void heap_started(void);

#endif
