/*
 * role.h - who a person is to a matter: roles as bits, and which two one person may not hold.
 *
 * Layer:  domain                    Source: domain.md 4.1; pairs: data/procedure/roles.rules
 */
#ifndef YG_DOMAIN_ROLE_H
#define YG_DOMAIN_ROLE_H

#include "base/err.h"

enum role {
    /* officers */
    RO_GRID = 1 << 0,        /* 网格员: submits only */
    RO_CLERK = 1 << 1,       /* 接访登记员 */
    RO_CUSTODIAN = 1 << 2,   /* 身份保管员 */
    RO_SCREENER = 1 << 3,    /* 甄别员 */
    RO_PO_HEAD = 1 << 4,     /* 信访室主任 */
    RO_HANDLER = 1 << 5,     /* 承办人 */
    RO_HD_HEAD = 1 << 6,     /* 承办部门主任 */
    RO_CASE_SUP = 1 << 7,    /* 案件监督管理 */
    RO_DEPUTY = 1 << 8,      /* 分管领导 */
    RO_PRINCIPAL = 1 << 9,   /* 主要负责人 */
    RO_REVIEWER = 1 << 10,   /* 复查复核人员 */
    RO_PUBLISHER = 1 << 11,  /* 公开经办 */
    RO_PUB_APPROVER = 1 << 12, /* 公开审核 */
    RO_CADRE_SUP = 1 << 13,  /* 干部监督 */
    RO_STAT = 1 << 14,       /* 统计员 */
    RO_UPPER = 1 << 15,      /* 上级信访室 */
    RO_AUDITOR = 1 << 16,    /* 审计员 */
    RO_OPERATOR = 1 << 17,   /* 运维 */
    /* come by code, for one dossier */
    RO_CHAIR = 1 << 18,
    RO_HEARER = 1 << 19,
    RO_RECORDER = 1 << 20,
    RO_MASS_REP = 1 << 21,
    RO_EXPERT = 1 << 22,
    /* the citizen's side */
    RO_REPORTER = 1 << 23,
    RO_PROXY = 1 << 24,
    /* never log in */
    RO_MEETING = 1 << 25, /* 集体研究: a record */
    RO_WITNESS = 1 << 26  /* 日志见证方: an outside party */
};

#define ROLE_COUNT 27
#define ROLE_BIT(i) ((uint32_t)1 << (i))
#define ROLES_OFFICER ((uint32_t)(RO_OPERATOR << 1) - 1)
#define ROLES_PANEL ((uint32_t)(RO_CHAIR | RO_HEARER | RO_RECORDER | RO_MASS_REP | RO_EXPERT))

/* "RO_CLERK" ↔ bit. False when there is no such role. */
bool role_parse(struct str name, uint32_t *ret);
/* "RO_CLERK" of one bit; the catalogue key is "role." before it. Absent when not one role's bit. */
struct str role_name(uint32_t bit);

/* Which roles one person may not hold together in one body; symmetric. */
struct role_pairs {
    uint32_t with[ROLE_COUNT];
};
/* Any role of a with any role of b. */
bool role_pair_forbidden(const struct role_pairs *p, uint32_t a, uint32_t b);
/* The first forbidden pair within a set of roles. False: the set is allowed. */
bool role_set_forbidden(const struct role_pairs *p, uint32_t roles, uint32_t *ret_a,
                        uint32_t *ret_b);

#endif
