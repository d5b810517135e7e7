/* report.c - before the first question: what a shared computer keeps, what will be asked. */
#include "i18n/i18n.h"
#include "web/wizard.h"

struct start_view {
    bool has_draft, was_sent;
    struct str saved;
};
static const struct field start_fields[] = { F_BOOL(struct start_view, has_draft),
                                             F_BOOL(struct start_view, was_sent),
                                             F_STR(struct start_view, saved), F_END };
const struct page_view web_report_view = { "report", start_fields };

enum err web_report(struct ctx *c, struct req *r, struct resp *w)
{
    struct wizard wz;
    struct start_view v = { 0 };

    TRY(wizard_load(c, r, &wizard_report, &wz));
    v.was_sent = !str_absent(wz.sent);
    v.has_draft = wz.saved.ms != 0 && !v.was_sent;
    if (v.has_draft)
        v.saved = i18n_time(c->arena, web_of(r)->lang, wz.saved, ctx_today(c));
    return web_render(r, w, "report", (struct view){ start_fields, &v });
}

enum err web_report_drop(struct ctx *c, struct req *r, struct resp *w)
{
    TRY(wizard_drop(c, r, &wizard_report));
    web_done(r, "done.draft_dropped");
    return web_see_other(w, S("/report"));
}
