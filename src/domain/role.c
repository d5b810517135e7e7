#include "domain/role.h"

static const char *const role_names[ROLE_COUNT] = {
    "RO_GRID",     "RO_CLERK",     "RO_CUSTODIAN",    "RO_SCREENER",  "RO_PO_HEAD",
    "RO_HANDLER",  "RO_HD_HEAD",   "RO_CASE_SUP",     "RO_DEPUTY",    "RO_PRINCIPAL",
    "RO_REVIEWER", "RO_PUBLISHER", "RO_PUB_APPROVER", "RO_CADRE_SUP", "RO_STAT",
    "RO_UPPER",    "RO_AUDITOR",   "RO_OPERATOR",     "RO_CHAIR",     "RO_HEARER",
    "RO_RECORDER", "RO_MASS_REP",  "RO_EXPERT",       "RO_REPORTER",  "RO_PROXY",
    "RO_MEETING",  "RO_WITNESS",
};

bool role_parse(struct str name, uint32_t *ret)
{
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        if (str_eq(name, str_of(role_names[i]))) {
            *ret = ROLE_BIT(i);
            return true;
        }
    }
    return false;
}

struct str role_name(uint32_t bit)
{
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        if (bit == ROLE_BIT(i))
            return str_of(role_names[i]);
    }
    return STR_NONE;
}

bool role_pair_forbidden(const struct role_pairs *p, uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        if ((a & ROLE_BIT(i)) && (p->with[i] & b))
            return true;
    }
    return false;
}

bool role_set_forbidden(const struct role_pairs *p, uint32_t roles, uint32_t *ret_a,
                        uint32_t *ret_b)
{
    for (size_t i = 0; i < ROLE_COUNT; i++) {
        uint32_t others = roles & p->with[i];
        if (!(roles & ROLE_BIT(i)) || others == 0)
            continue;
        *ret_a = ROLE_BIT(i);
        *ret_b = others & (~others + 1); /* its lowest bit */
        return true;
    }
    return false;
}
