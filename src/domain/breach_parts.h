/*
 * breach_parts.h - what breach.c and breach_move.c share.
 *
 * Layer: domain (inside of breach*.c)
 */
#ifndef YG_DOMAIN_BREACH_PARTS_H
#define YG_DOMAIN_BREACH_PARTS_H

#include "domain/breach.h"
#include "domain/vault.h"

#define BREACH_SALT 32 /* before a paper's text, in what is hashed and sealed */

struct breach_case breach_row(const struct rows *r, size_t i);
/* column 1: words, 2: paper */
struct place breach_place(int64_t breach, int64_t step, uint16_t column);

#endif
