/*
 * directory.h - leaders, officers and cadres by name, unit and post: for sealed routing.
 *
 * Layer: domain   Owns: directory   Source: domain.md 4.3; design 6 "Sealed routing needs data"
 */
#ifndef YG_DOMAIN_DIRECTORY_H
#define YG_DOMAIN_DIRECTORY_H

#include "base/ctx.h"

/* kind: HEAD LEADER STAFF CLERK OPERATOR CADRE; level LV_* */
struct directory_row {
    int64_t id, org, managed_by;
    struct str kind, name, unit, post, level;
};

/* In a transaction. r->id is not read. Names are kept without blanks, NFKC. */
MUST_CHECK enum err directory_add(struct ctx *c, const struct directory_row *r);
/*
 * Who may be meant: a row of this name and unit; else one of this unit and post whose body lies on
 * the line from the area to the province or below the area. Of several the strictest (HEAD, CLERK,
 * OPERATOR, LEADER, CADRE, STAFF). Absent words match nothing.
 */
MUST_CHECK enum err directory_match(struct ctx *c, struct str name, struct str unit,
                                    struct str post, int64_t area, struct directory_row *ret,
                                    bool *ret_found);

#endif
