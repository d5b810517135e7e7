/*
 * recusal.h - who may not see a matter: asked by himself or a head, decided by another, lifted.
 *
 * Layer: domain   Owns: recusal   Source: domain 4.4, 3.5 RC; CC 48, JCF 67
 * From the asking on the matter is hidden from the person (matter.sql); decided, his own keys to it
 * are gone too. One person never asks and decides.
 */
#ifndef YG_DOMAIN_RECUSAL_H
#define YG_DOMAIN_RECUSAL_H

#include "domain/matter.h"

#define RECUSAL_REASON_MAX 2000

struct recusal {
    int64_t matter, officer;
    struct str work_no, name;
    struct str state;  /* ASKED DECIDED LIFTED */
    struct str ground; /* RG_* */
    struct str reason; /* absent: none, or no key */
    struct day day;
    bool mine_to_decide;
};
struct recusal_list {
    const struct recusal *items;
    size_t n;
};

/* officer 0: himself. For another: a head or leader with this matter in reach (ERR_DENIED
 * "recusal.not_head"). Mistakes on officer, ground, reason; ERR_CONFLICT "recusal.asked" when it
 * was asked or decided already. */
MUST_CHECK enum err recusal_ask(struct ctx *c, int64_t matter, int64_t officer, struct str ground,
                                struct str reason);
/* Of a handler his department's head or the petition head, of a head a deputy, of a deputy the
 * principal leader, of him the body above; who stands higher may too. ERR_DENIED
 * "recusal.not_decider"; ERR_CONFLICT "recusal.none". recused false: he sees it again. */
MUST_CHECK enum err recusal_decide(struct ctx *c, int64_t matter, int64_t officer, bool recused);
/* A decision taken back, by one who may decide. */
MUST_CHECK enum err recusal_lift(struct ctx *c, int64_t matter, int64_t officer);
/* For heads and leaders; ERR_DENIED "recusal.not_head". */
MUST_CHECK enum err recusal_of_matter(struct ctx *c, int64_t matter, struct recusal_list *ret);

#endif
