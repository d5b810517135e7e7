/*
 * password.h - which passwords are good enough, and passwords for one use.
 *
 * Layer: domain   Source: domain.md 2.3 (reporters), design 7.2 (officers)
 */
#ifndef YG_DOMAIN_PASSWORD_H
#define YG_DOMAIN_PASSWORD_H

#include "base/ctx.h"

#define PASSWORD_BYTES_MAX 1024
#define PASSWORD_REPORTER_MIN 10
#define PASSWORD_REPORTER_WORDS 5
#define PASSWORD_OFFICER_MIN 12

/*
 * What is hashed for what was typed: NFKC; a one-time password, recognised by its form
 * (xxxx-xxxx-xxxx, hyphens or blanks), in capitals with hyphens, O I L read as 0 1 1. Never fails:
 * bytes that are no text, or too many, are hashed as they come and miss.
 */
struct str password_canonical(struct arena *a, struct str typed);

/* At least 10 characters or 5 words; not among the common ones of data/common-passwords.txt, nor
 * one of them repeated, nor one character or a run (12345678901) over and over. Mistakes are put on
 * field: "password.short" (arg: the least), "password.long", "password.common",
 * "password.bad_text".
 */
MUST_CHECK enum err password_check_reporter(struct ctx *c, struct str typed, const char *field,
                                            struct str *ret);
/* At least 12 characters; nor may it hold the work number. "password.own_number" */
MUST_CHECK enum err password_check_officer(struct ctx *c, struct str typed, struct str work_no,
                                           const char *field, struct str *ret);
/* 60 bits: 12 Crockford characters in groups of four, K3F9-0QXT-7MWB */
struct str password_one_time(struct ctx *c);

#endif
