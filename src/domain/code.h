/*
 * code.h - code lists of the domain (channels, categories, levels, topics, findings ...).
 *
 * Layer:  domain                    Source: domain.md 2, 3.4, 6, 9; data/codes.tsv
 * Words:  a code's catalogue key is "code." and the code: code.CH_LETTER.
 */
#ifndef YG_DOMAIN_CODE_H
#define YG_DOMAIN_CODE_H

#include "domain/lines.h"

#define CODES_MAX 512
#define CODE_LISTS_MAX 40

struct code {
    struct str list;   /* "CH" */
    struct str code;   /* "CH_LETTER" */
    struct str parent; /* group within the list, or empty */
    bool choosable;    /* offered in forms; false: set by the system or by staff work only */
};
struct code_list {
    const struct code *items;
    size_t n;
};
struct code_table;

/* Tab-parted columns  list code parent form(yes|no); a list's codes stand together. */
MUST_CHECK enum err code_load(struct arena *a, struct data_file file, struct fault *f,
                              const struct code_table **ret);
bool code_known(const struct code_table *t, struct str list, struct str code);
/* In the order of the file; empty when there is no such list. */
struct code_list code_list(const struct code_table *t, struct str list);
const struct code *code_find(const struct code_table *t, struct str list, struct str code);

#endif
