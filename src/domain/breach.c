/* breach.c - accountability, read: which breaches, what was said and decided, what is public. */
#include "domain/breach.h"

#include "domain/app.h"
#include "domain/audit.h"
#include "domain/breach_parts.h"
#include "domain/clock.h"
#include "domain/document_text.h"
#include "domain/org.h"
#include "gen/queries.h"

/* columns of every statement that gives a case (breach.sql) */
enum {
    B_ID,
    B_MATTER,
    B_ORG,
    B_CODE,
    B_DAY,
    B_STATE,
    B_VERSION,
    B_DECIDER,
    B_RECORDER,
    B_HEARD_DUE,
    B_CORRECT_BY,
    B_OUTCOME,
    B_PROPOSER,
    B_APPROVER,
    B_DECIDED,
    B_PUBLISHED
};

struct breach_case breach_row(const struct rows *r, size_t i)
{
    return (struct breach_case){ .id = cell(r, i, B_ID)->i,
                                 .matter = cell(r, i, B_MATTER)->i,
                                 .org = cell(r, i, B_ORG)->i,
                                 .code = cell(r, i, B_CODE)->s,
                                 .day = cell_day(r, i, B_DAY),
                                 .state = cell(r, i, B_STATE)->s,
                                 .version = cell(r, i, B_VERSION)->i,
                                 .decider = cell(r, i, B_DECIDER)->i,
                                 .recorder = cell(r, i, B_RECORDER)->i,
                                 .heard_due = cell_day(r, i, B_HEARD_DUE),
                                 .correct_by = cell_day(r, i, B_CORRECT_BY),
                                 .outcome = cell(r, i, B_OUTCOME)->s,
                                 .proposer = cell(r, i, B_PROPOSER)->i,
                                 .approver = cell(r, i, B_APPROVER)->i,
                                 .decided = cell_day(r, i, B_DECIDED),
                                 .published = cell_day(r, i, B_PUBLISHED) };
}

static bool is_decided(const struct breach_case *b)
{
    return str_eq(b->state, S("AC_DECIDED")) || str_eq(b->state, S("AC_PUBLISHED"));
}

/* Is the matter his to open, more than its clock and state? */
static enum err in_reach(struct ctx *c, int64_t matter, bool *ret_any, bool *ret_whole)
{
    struct fault before = c->fault;
    struct matter m;
    enum err e = matter_find(c, matter, &m);

    *ret_any = e == ERR_OK;
    *ret_whole = e == ERR_OK && !m.below;
    c->fault = before;
    return e == ERR_NOT_FOUND ? ERR_OK : e;
}

/* His part in one that the statement gave: of his own body's only what lies in his reach, of those
 * below all of it, without a word of the matter; who publishes sees what is decided. */
static enum err part_in(struct ctx *c, struct breach_case *b, bool *ret)
{
    bool own = b->org == c->actor->org, whole;

    TRY(in_reach(c, b->matter, &b->reach, &whole));
    b->bound = own && whole && actor_has(c, BREACH_BOUND_ROLES);
    b->decides = b->decider == c->actor->org &&
                 (actor_has(c, own ? RO_CADRE_SUP | RO_PRINCIPAL : BREACH_ABOVE_ROLES) ||
                  (actor_has(c, BREACH_PUBLISH_ROLES) && is_decided(b)));
    *ret = b->bound || b->decides || (!own && actor_has(c, BREACH_ABOVE_ROLES));
    return ERR_OK;
}

enum err breach_list(struct ctx *c, bool closed, struct breach_cases *ret)
{
    struct rows r;
    size_t n = 0;

    if (c->actor->kind != ACTOR_OFFICER || !actor_has(c, BREACH_ROLES))
        return FAULT(&c->fault, ERR_DENIED, "move.role", "breaches");
    TRY(store_run(c, Q_BREACH_CASE_LIST, &r, INT(c->actor->org), INT(closed ? 1 : 0),
                  INT(c->now.ms), INT(c->actor->officer)));
    struct breach_case *items = arena_array(c->arena, struct breach_case, r.n + 1);
    for (size_t i = 0; i < r.n; i++) {
        bool his = false;
        items[n] = breach_row(&r, i);
        TRY(part_in(c, &items[n], &his));
        n += his;
    }
    *ret = (struct breach_cases){ items, n };
    return ERR_OK;
}

enum err breach_find(struct ctx *c, int64_t id, struct breach_case *ret)
{
    struct rows r = { 0 };
    bool his = false;

    if (c->actor->kind == ACTOR_OFFICER && actor_has(c, BREACH_ROLES))
        TRY(store_run(c, Q_BREACH_CASE_FIND, &r, INT(id), INT(c->actor->org), INT(c->now.ms),
                      INT(c->actor->officer)));
    if (r.n) {
        *ret = breach_row(&r, 0);
        TRY(part_in(c, ret, &his));
    }
    return his ? ERR_OK : FAULT(&c->fault, ERR_NOT_FOUND, "breach.none", "none, or out of reach");
}

/* ---- what was said ---- */

struct place breach_place(int64_t breach, int64_t step, uint16_t column)
{
    return (struct place){ .table = PLACE_BREACH, .column = column, .owner = breach, .row = step };
}

static enum err words_open(struct ctx *c, int64_t breach, int64_t id, int64_t dossier,
                           struct str sealed_words, struct str sealed_paper,
                           struct breach_step *ret)
{
    struct key kd;
    bool words = true, paper = true;

    if (!dossier || !vault_can(c, OBJECT_KD, dossier))
        return ERR_OK;
    TRY(vault_open(c, OBJECT_KD, dossier, &kd));
    if (!str_absent(sealed_words))
        words = record_open(c->arena, &kd, breach_place(breach, id, 1), sealed_words, true,
                            &ret->words);
    if (!str_absent(sealed_paper))
        paper = record_open(c->arena, &kd, breach_place(breach, id, 2), sealed_paper, true,
                            &ret->paper);
    key_wipe(&kd);
    if (!words || !paper)
        return FAULT(&c->fault, ERR_STORE, "row.changed", "table breach_step");
    return ERR_OK;
}

/* Sealed with its salt before it: what is hashed. */
static enum err paper_read(struct ctx *c, struct breach_step *s)
{
    const struct document_line *lines;
    uint8_t hash[32];
    size_t n;

    if (str_absent(s->paper))
        return ERR_OK;
    sha256(s->paper, hash);
    s->hash = str_hex(c->arena, hash, sizeof(hash));
    if (s->paper.n < BREACH_SALT ||
        !document_text_lines(c->arena, str_slice(s->paper, BREACH_SALT, s->paper.n), &lines, &n))
        return FAULT(&c->fault, ERR_STORE, "row.changed", "a paper of breach_step");
    s->paper = document_text_plain(c->arena, lines, n);
    return ERR_OK;
}

enum err breach_steps(struct ctx *c, const struct breach_case *b, struct breach_steps *ret)
{
    struct rows r;

    TRY(store_run(c, Q_BREACH_STEP_LIST, &r, INT(b->id)));
    struct breach_step *items = arena_array(c->arena, struct breach_step, r.n + 1);
    for (size_t i = 0; i < r.n; i++) {
        items[i] = (struct breach_step){ .move = cell(&r, i, 2)->s,
                                         .to_state = cell(&r, i, 3)->s,
                                         .day = cell_day(&r, i, 4),
                                         .org = cell(&r, i, 5)->i,
                                         .officer = cell(&r, i, 6)->i,
                                         .role = cell(&r, i, 7)->s };
        TRY(words_open(c, b->id, cell(&r, i, 0)->i, cell(&r, i, 8)->i, cell(&r, i, 9)->s,
                       cell(&r, i, 10)->s, &items[i]));
        TRY(paper_read(c, &items[i]));
    }
    *ret = (struct breach_steps){ items, r.n };
    return ERR_OK;
}

/* ---- the public ---- */

static struct day month_of(struct day d)
{
    int year, month, dom;

    day_to_ymd(d, &year, &month, &dom);
    return day_from_ymd(year, month, 1);
}

/* A township has few matters: its county stands for it. */
static int64_t shown_org(const struct org_table *t, int64_t org)
{
    const struct org *o = org_find(t, org);

    return o && o->level == ORG_TOWNSHIP ? o->parent : org;
}

enum err breach_published(struct ctx *c, int64_t org, int64_t skip, struct breach_public_list *ret)
{
    struct rows r;

    TRY(store_run(c, Q_BREACH_PUBLISHED, &r, INT(org), INT(skip)));
    size_t n = r.n > BREACH_PUBLIC_PAGE ? BREACH_PUBLIC_PAGE : r.n;
    struct breach_public *items = arena_array(c->arena, struct breach_public, n + 1);
    for (size_t i = 0; i < n; i++)
        items[i] = (struct breach_public){ .org = shown_org(app_orgs(c->app), cell(&r, i, 0)->i),
                                           .code = cell(&r, i, 1)->s,
                                           .month = month_of(cell_day(&r, i, 2)),
                                           .outcome = cell(&r, i, 3)->s,
                                           .published = month_of(cell_day(&r, i, 5)) };
    *ret = (struct breach_public_list){ items, n, r.n > n };
    return ERR_OK;
}
