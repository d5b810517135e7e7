/* subproc_guard.c - the guards that the rules of sub-procedures name (domain 3.5). */
#include "base/utf8.h"
#include "domain/move_parts.h"
#include "domain/officer.h"
#include "domain/org.h"
#include "domain/realname.h"
#include "gen/queries.h"

#define HEARERS_MIN 3
#define HEARERS_MAX 9
#define YEAR_CD 365

static bool claim(const struct run *r)
{
    return str_eq(r->m.category, S("CAT_PETITION"));
}

/* Not while an investigation may be hindered; for reports of wrongdoing only where it is allowed.
 */
enum err guard_hearing_open(struct run *r)
{
    if (!app_switch(r->c, r->m.org, subproc_hearing_switch(&r->m)))
        return run_mistake(r, "move", "guard.hearing_off");
    if (str_eq(r->m.state, S("ST_INVESTIGATE")))
        return run_mistake(r, "move", "guard.hearing_hinders");
    return ERR_OK;
}

/* The reporter of wrongdoing meets the accused only when he asked for it himself, in writing. */
enum err guard_hearing_form(struct run *r)
{
    bool his_wish = r->own_report != 0 || r->sub.report != 0;

    if (claim(r) || his_wish || !str_eq(run_field(r, "hearing_form"), S("present")))
        return ERR_OK;
    return run_mistake(r, "hearing_form", "guard.hearing_present");
}

struct str run_next_name(struct str *rest)
{
    static const char *const between[] = { "、", "，", "；", ",", ";", " ", "\n" };
    struct str name = { rest->p, 0 };

    while (rest->n > 0) {
        for (size_t i = 0; i < COUNT_OF(between); i++) {
            struct str mark = str_of(between[i]);
            if (!str_starts(*rest, mark))
                continue;
            *rest = str_slice(*rest, mark.n, rest->n - mark.n);
            if (name.n)
                return name;
            name.p = rest->p;
            i = (size_t)-1; /* the next mark may stand right behind it */
        }
        if (rest->n == 0)
            break;
        name.n++;
        *rest = str_slice(*rest, 1, rest->n - 1);
    }
    return name;
}

/* Neither an officer who had a hand in it, nor twice, nor who leads or writes. */
static enum err hearer_named(struct run *r, struct str name, struct str before)
{
    struct rows handled;
    const int64_t others[] = { r->chair, r->recorder };
    struct officer o;

    TRY(store_run(r->c, Q_PANEL_HANDLED, &handled, INT(r->m.id), TEXT(name)));
    if (handled.n)
        return run_mistake(r, "hearers", "guard.hearer_handled");
    for (struct str n = run_next_name(&before); n.n > 0; n = run_next_name(&before)) {
        if (str_eq(n, name))
            return run_mistake(r, "hearers", "guard.hearer_twice");
    }
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        if (!others[i])
            continue;
        TRY(officer_find(r->c, others[i], &o));
        if (str_eq(o.name, name))
            return run_mistake(r, "hearers", "guard.hearer_twice");
    }
    return ERR_OK;
}

static enum err hearers_named(struct run *r)
{
    struct str all = run_field(r, "hearers"), rest = all;
    size_t n = 0;

    if (str_empty(all))
        return ERR_OK; /* told already */
    for (struct str name = run_next_name(&rest); name.n > 0; name = run_next_name(&rest)) {
        TRY(hearer_named(r, name, str_slice(all, 0, (size_t)(name.p - all.p))));
        n++;
    }
    if (n < HEARERS_MIN || n > HEARERS_MAX || n % 2 == 0)
        return run_mistake(r, "hearers", "guard.hearers_odd");
    return ERR_OK;
}

enum err guard_hearers(struct run *r)
{
    struct ctx *c = r->c;
    struct parameter notice = app_parameter(c, r->m.org, S("D29.notice"), ctx_today(c));
    struct day d;

    TRY(guard_hearing_form(r));
    if (r->chair && r->chair == r->m.handler)
        return run_mistake(r, "chair", "guard.chair_handled");
    if (r->chair && r->chair == r->recorder)
        return run_mistake(r, "recorder", "guard.recorder_chairs");
    if (day_parse(run_field(r, "hearing_on"), &d) && d.n < ctx_today(c).n + notice.value) {
        fault_field(&c->fault, "hearing_on", "guard.hearing_notice", notice.value);
        return ERR_INVALID;
    }
    return hearers_named(r);
}

enum err guard_protect_ends(struct run *r)
{
    bool year = str_eq(run_field(r, "reason"), S("year_over"));

    if (year && ctx_today(r->c).n < r->sub.opened.n + YEAR_CD)
        return run_mistake(r, "reason", "guard.protect_year");
    return ERR_OK;
}

/* A finding comes first: neither false accusation nor clarification without one. */
enum err guard_found_false(struct run *r)
{
    struct lead_list leads;

    TRY(lead_list_read(r->c, r->m.id, NULL, &leads));
    for (size_t i = 0; i < leads.n; i++) {
        if (str_eq(leads.items[i].finding, S("FIND_FALSE")))
            return ERR_OK;
    }
    return run_mistake(r, "move", "guard.found_false");
}

/* A county's own decision is not enough: the city's or a higher approval stands in the record. */
enum err guard_city_approves(struct run *r)
{
    static const char *const asked[] = { "approving_body", "approval_no", "approved_on" };
    const struct org *o = org_find(app_orgs(r->c->app), r->m.org);
    enum err e = ERR_OK;

    if (o->level == ORG_PROVINCE || o->level == ORG_CITY)
        return ERR_OK;
    for (size_t i = 0; i < COUNT_OF(asked); i++) {
        if (str_empty(run_field(r, asked[i])))
            e = run_mistake(r, asked[i], "guard.city_approves");
    }
    return e;
}

/* A name alone is not enough (CC 28): it was verified. */
enum err guard_named(struct run *r)
{
    bool verified;

    TRY(realname_verified(r->c, r->m.id, &verified));
    return verified ? ERR_OK : run_mistake(r, "move", "guard.named");
}
