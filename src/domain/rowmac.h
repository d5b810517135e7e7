/*
 * rowmac.h - who changed a row that decides about keys? BLAKE2b-16(S3, row) tells (design 7.2
 * "MAC").
 *
 * Layer: domain
 * Bodies, officers, their roles, desks' public keys and parameters carry one in their column mac
 * and are checked each time they are loaded. A row cut out, or put back as it once was, is not
 * noticed.
 */
#ifndef YG_DOMAIN_ROWMAC_H
#define YG_DOMAIN_ROWMAC_H

#include "store/store.h"

#define ROW_MAC_SIZE 16

/* row_mac(c, "officer", INT(id), TEXT(name), ...): table and values in the table's order, all that
 * the row means; in c->arena. */
struct value row_mac_n(struct ctx *c, const char *table, int count, const struct value *values);
#define row_mac(c, table, ...)                                                                     \
    row_mac_n((c), (table), (int)(sizeof((struct value[]){ __VA_ARGS__ }) / sizeof(struct value)), \
              (struct value[]){ __VA_ARGS__ })

/* ERR_STORE "row.changed": somebody wrote into the database past the program. The detail names the
 * table. */
MUST_CHECK enum err row_mac_check_n(struct ctx *c, struct str mac, const char *table, int count,
                                    const struct value *values);
#define row_mac_check(c, mac, table, ...)                                                          \
    row_mac_check_n((c), (mac), (table),                                                           \
                    (int)(sizeof((struct value[]){ __VA_ARGS__ }) / sizeof(struct value)),         \
                    (struct value[]){ __VA_ARGS__ })

/* NULL for 0, else the number: columns that point to a row or to nobody. */
static inline struct value value_id(int64_t id)
{
    return id ? INT(id) : NONE;
}
#define ID(id) value_id(id)

#endif
