/* my_safety.c - who looked, who logged in, what is allowed; and the slip for the drawer. */
#include "domain/mine.h"
#include "domain/org.h"
#include "i18n/i18n.h"
#include "web/frame.h"

/* ---- safety ---- */

struct opening_view {
    struct str day, fields;
};
struct safety_view {
    struct str last_login;
    int64_t failures;
    struct list openings;
    bool named, may_consent;
    struct str identity_state;
};
static const struct field opening_fields[] = { F_STR(struct opening_view, day),
                                               F_STR(struct opening_view, fields), F_END };
static const struct field safety_fields[] = { F_STR(struct safety_view, last_login),
                                              F_INT(struct safety_view, failures),
                                              F_LIST(struct safety_view, openings,
                                                     struct opening_view, opening_fields),
                                              F_BOOL(struct safety_view, named),
                                              F_BOOL(struct safety_view, may_consent),
                                              F_STR(struct safety_view, identity_state),
                                              F_END };
const struct page_view web_my_safety_view = { "my_safety", safety_fields };

enum err web_my_safety(struct ctx *c, struct req *r, struct resp *w)
{
    struct mine *m = arena_new_of(c->arena, struct mine);
    int lang = web_of(r)->lang;

    TRY(mine_read(c, m));
    struct opening_view *list = arena_array(c->arena, struct opening_view, MINE_OPENINGS_MAX);
    for (size_t i = 0; i < m->opening_count; i++)
        list[i] = (struct opening_view){ i18n_day(c->arena, lang, m->openings[i].day, ctx_today(c)),
                                         m->openings[i].fields };
    struct safety_view v = { .failures = m->failures_before,
                             .openings = { list, m->opening_count },
                             .named = !str_eq(m->id_mode, S("ID_ANON")),
                             .may_consent = m->actions[MINE_CONSENT],
                             .identity_state = m->identity_state };
    if (m->last_login.ms)
        v.last_login = i18n_time(c->arena, lang, m->last_login, ctx_today(c));
    web_of(r)->page.sub_safety = true;
    return web_render(r, w, "my_safety", (struct view){ safety_fields, &v });
}

/* ---- consents ---- */

struct consent_view {
    bool shown, quoted, open, publication;
};
static const struct field consent_fields[] = { F_BOOL(struct consent_view, shown),
                                               F_BOOL(struct consent_view, quoted),
                                               F_BOOL(struct consent_view, open),
                                               F_BOOL(struct consent_view, publication), F_END };
const struct page_view web_my_consent_view = { "my_consent", consent_fields };

enum err web_my_consent(struct ctx *c, struct req *r, struct resp *w)
{
    struct report_view report;

    TRY(report_read(c, c->actor->report, &report));
    struct consent_view v = { report.form.consent_shown, report.form.consent_quoted,
                              report.form.consent_open, report.form.consent_publication };
    web_of(r)->page.sub_safety = true;
    return web_render(r, w, "my_consent", (struct view){ consent_fields, &v });
}

static bool tick(struct req *r, const char *name)
{
    return str_eq(req_form(r, str_of(name)), S("1"));
}

enum err web_my_consent_set(struct ctx *c, struct req *r, struct resp *w)
{
    TRY(consent_set(c, tick(r, "shown"), tick(r, "quoted"), tick(r, "open"),
                    tick(r, "publication")));
    web_done(r, "done.consent");
    return web_see_other(w, S("/my/safety"));
}

/* ---- the slip ---- */

struct slip_view {
    struct str number, check_code, day, org;
};
static const struct field slip_fields[] = { F_STR(struct slip_view, number),
                                            F_STR(struct slip_view, check_code),
                                            F_STR(struct slip_view, day),
                                            F_STR(struct slip_view, org), F_END };
const struct page_view web_my_slip_view = { "my_slip", slip_fields };

/* One page in black on A4; the password that a citizen chose is on no paper of ours. */
enum err web_my_slip(struct ctx *c, struct req *r, struct resp *w)
{
    struct report_view report;
    const struct org *org;

    TRY(report_read(c, c->actor->report, &report));
    org = org_find(app_orgs(c->app), report.org);
    struct slip_view v = { report_number_shown(c->arena, report.number),
                           check_code_shown(c->arena, report.check_code),
                           i18n_day_full(c->arena, web_of(r)->lang, report.received),
                           org ? org->name : STR_NONE };
    return web_render(r, w, "my_slip", (struct view){ slip_fields, &v });
}
