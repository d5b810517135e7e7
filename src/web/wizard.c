/*
 * wizard.c - the draft behind the report form, and its five pages.
 *
 * A draft's text is one line of our own ("2 <key> <pages done> <report> <saved ms>") and the form
 * as JSON below it; one that was sent is the single line "sent <number> <ms>".
 */
#include "web/wizard.h"

#include "i18n/i18n.h"
#include "web/upload.h"

#define SENT_MS (60 * 60 * 1000) /* a lost answer is asked for soon, or not at all */
#define ONCE_BYTES 24

const struct wizard_kind wizard_report = { "/report", "draft", 24 * 3600, false };
const struct wizard_kind wizard_amend = { "/my/amend", "amend", 3600, true };

struct str wizard_path(struct ctx *c, const struct wizard_kind *kind, const char *tail)
{
    return str_fmt(c->arena, "%s%s", kind->base, tail);
}

/* ---- the draft ---- */

static struct str cookie_name(struct req *r, const struct wizard_kind *kind)
{
    return str_fmt(r->ctx->arena, "%s%s", web_of(r)->web->https ? "__Host-" : "", kind->cookie);
}

static void set_cookie(struct req *r, const struct wizard_kind *kind, struct str cookie)
{
    web_cookie(r, cookie_name(r, kind), cookie, cookie.n ? kind->keep_s : 0);
}

static bool number_of(struct str s, int64_t *ret)
{
    return str_i64(s, ret);
}

/* The line above the form. False: not one of ours. */
static bool read_head(struct str line, struct wizard *w)
{
    int64_t done = 0, report = 0, saved = 0;
    struct str word = str_cut(&line, ' ');

    if (str_eq(word, S("sent"))) {
        w->sent = str_cut(&line, ' ');
        return number_of(line, &w->saved.ms) && w->sent.n == 16;
    }
    w->once = str_cut(&line, ' ');
    if (!str_eq(word, S("2")) || !number_of(str_cut(&line, ' '), &done) ||
        !number_of(str_cut(&line, ' '), &report) || !number_of(line, &saved))
        return false;
    w->done = (unsigned)done & WIZARD_ALL;
    w->report = report;
    w->saved.ms = saved;
    return true;
}

/* Nothing there, or nothing that can be read any more: as if there were no draft. */
static enum err no_draft(struct ctx *c, enum err e)
{
    if (e != ERR_NOT_FOUND && e != ERR_INVALID)
        return e;
    fault_clear(&c->fault);
    return ERR_OK;
}

static enum err load_draft(struct ctx *c, struct wizard *ret)
{
    struct wizard w = { .kind = ret->kind, .cookie = ret->cookie };
    struct str text;
    enum err e = draft_load(c, w.cookie, &text);

    if (e != ERR_OK) {
        if (!draft_cookie_ok(ret->cookie))
            ret->cookie = STR_NONE; /* a cookie of our own is made at the first answer */
        return no_draft(c, e);
    }
    if (!read_head(str_cut(&text, '\n'), &w))
        return ERR_OK;
    if (!str_absent(w.sent)) {
        ret->sent = c->now.ms - w.saved.ms < SENT_MS ? w.sent : STR_NONE;
        return ERR_OK;
    }
    e = report_form_read(c, text, &w.form);
    if (e == ERR_OK)
        *ret = w;
    return no_draft(c, e);
}

/* What was sent, to be changed. Name, phone and who might guess are sealed to the identity desk: he
 * has to type them again. */
static enum err load_sent(struct ctx *c, struct wizard *ret)
{
    struct report_view v;

    TRY(report_read(c, c->actor->report, &v));
    if (v.undo_until.ms <= c->now.ms)
        return FAULT(&c->fault, ERR_CONFLICT, "undo.over", "the undo time is over");
    if (ret->report == c->actor->report)
        return ERR_OK; /* the draft of this change is there */
    *ret = (struct wizard){ .kind = ret->kind,
                            .cookie = ret->cookie,
                            .form = v.form,
                            .report = c->actor->report,
                            .done = WIZARD_ALL };
    ret->form.channel = STR_NONE;
    return ERR_OK;
}

enum err wizard_load(struct ctx *c, struct req *r, const struct wizard_kind *kind,
                     struct wizard *ret)
{
    *ret = (struct wizard){ .kind = kind,
                            .cookie = kind->amend ? req_cookie(r, cookie_name(r, kind))
                                                  : web_of(r)->draft_cookie };
    if (!str_absent(ret->cookie))
        TRY(load_draft(c, ret));
    if (kind->amend)
        return load_sent(c, ret);
    if (str_absent(ret->form.category)) { /* a new one */
        ret->form.category = S("CAT_REPORT");
        ret->form.id_mode = S("ID_ANON");
    }
    return ERR_OK;
}

static struct str once_new(struct ctx *c)
{
    uint8_t bytes[ONCE_BYTES];

    ctx_random(c, bytes, sizeof(bytes));
    return str_base64url(c->arena, bytes, sizeof(bytes));
}

enum err wizard_save(struct ctx *c, struct req *r, struct wizard *w)
{
    struct buf text = buf_new(c->arena);

    if (str_absent(w->once))
        w->once = once_new(c);
    buf_fmt(&text, "2 %.*s %u %lld %lld\n", STR_ARG(w->once), w->done, (long long)w->report,
            (long long)c->now.ms);
    buf_put(&text, report_form_json(c->arena, &w->form));
    TRY(draft_save(c, &w->cookie, buf_str(&text)));
    w->saved = c->now;
    if (!w->kind->amend)
        web_of(r)->draft_cookie = w->cookie;
    set_cookie(r, w->kind, w->cookie);
    return ERR_OK;
}

enum err wizard_save_sent(struct ctx *c, struct wizard *w, struct str number)
{
    struct str text = str_fmt(c->arena, "sent %.*s %lld\n", STR_ARG(number), (long long)c->now.ms);

    return draft_save(c, &w->cookie, text);
}

enum err wizard_drop(struct ctx *c, struct req *r, const struct wizard_kind *kind)
{
    struct str cookie = req_cookie(r, cookie_name(r, kind));

    if (str_absent(cookie))
        return ERR_OK;
    TRY(wizard_forget(c, cookie));
    set_cookie(r, kind, S(""));
    return ERR_OK;
}

/* ---- 12388 national ---- */

bool wizard_national(const struct report_form *f)
{
    if (!str_absent(f->area_code) && f->area_code.n > 0 && !str_starts(f->area_code, S("33")))
        return true;
    for (size_t i = 0; i < f->subject_count; i++)
        if (str_eq(f->subjects[i].level, S("LV_PROVINCE")))
            return true;
    return false;
}

static const struct field no_fields[] = { F_END };
const struct page_view web_report_national_view = { "report_national", no_fields };

enum err wizard_national_page(struct ctx *c, struct req *r, struct resp *w,
                              const struct wizard_kind *kind)
{
    if (kind->amend) /* what was sent first is stored: it has to be taken back */
        return FAULT(&c->fault, ERR_DENIED, "intake.national", "12388 national");
    fault_clear(&c->fault);
    TRY(wizard_drop(c, r, kind)); /* what was answered before goes too */
    web_of(r)->page.title = web_text(r, "title.report_national");
    w->status = 403;
    return web_render(r, w, "report_national", (struct view){ no_fields, &no_fields });
}

/* ---- pages ---- */

static const char *const page_names[WIZARD_STEPS] = { "report_1", "report_2", "report_3",
                                                      "report_4", "report_5" };
const struct page_view web_report_1_view = { "report_1", wizard_fields };
const struct page_view web_report_2_view = { "report_2", wizard_fields };
const struct page_view web_report_3_view = { "report_3", wizard_fields };
const struct page_view web_report_4_view = { "report_4", wizard_fields };
const struct page_view web_report_5_view = { "report_5", wizard_fields };

static void set_title(struct req *r, int step)
{
    struct str key = str_fmt(r->ctx->arena, "%.*s%d", STR_ARG(T_PREFIX("title.report_")), step);

    web_of(r)->page.title = web_text(r, str_z(r->ctx->arena, key));
}

static struct str step_path(struct ctx *c, const struct wizard_kind *kind, int step)
{
    return str_fmt(c->arena, "%s/%d", kind->base, step);
}

enum err wizard_show(struct ctx *c, struct req *r, struct resp *w, const struct wizard_kind *kind,
                     int step)
{
    struct wizard wz;
    struct wizard_view v = { 0 };

    TRY(wizard_load(c, r, kind, &wz));
    if (!str_absent(wz.sent))
        return web_see_other(w, S("/report/sent"));
    wizard_view_fill(c, r, &wz, step, &v);
    set_title(r, step);
    return web_render(r, w, page_names[step - 1], (struct view){ wizard_fields, &v });
}

static enum err again(struct ctx *c, struct req *r, struct resp *w, const struct wizard *wz,
                      int step)
{
    struct wizard_view v = { 0 };

    wizard_view_fill(c, r, wz, step, &v);
    set_title(r, step);
    return web_form_again(c, r, w, page_names[step - 1], (struct view){ wizard_fields, &v });
}

/* Buttons that save and stay, or go away: nothing is checked yet. absent: "继续". */
static struct str stay_path(struct ctx *c, struct req *r, const struct wizard *w, int step)
{
    if (!str_absent(req_form(r, S("draft")))) {
        web_done(r, "done.draft_kept");
        return w->kind->amend ? S("/my") : S("/report");
    }
    if (step == 1 && !str_absent(req_form(r, S("towns"))))
        return str_fmt(c->arena, "%s/1#township", w->kind->base);
    if (step == 2 && !str_absent(req_form(r, S("more"))))
        return str_fmt(c->arena, "%s/2#subjects.%zu", w->kind->base, w->form.subject_count - 1);
    if (step == 2 && !str_absent(req_form(r, S("less"))))
        return step_path(c, w->kind, 2);
    if (step == 4 && (!str_absent(req_form(r, S("add"))) || !str_absent(req_form(r, S("remove")))))
        return str_fmt(c->arena, "%s/4#file", w->kind->base);
    return STR_NONE;
}

static struct str next_path(struct ctx *c, const struct wizard *w, int step)
{
    if (step == WIZARD_STEPS || w->done == WIZARD_ALL) /* come from the check page to mend one */
        return wizard_path(c, w->kind, "/check");
    return step_path(c, w->kind, step + 1);
}

/* What the sink made of the files; one that was refused is told on the page. */
static enum err take_files(struct ctx *c, struct req *r, const struct wizard *w, int step)
{
    int64_t arrived;

    if (step != REPORT_STEP_MATERIAL || w->kind->amend)
        return ERR_OK;
    TRY(wizard_file_remove(c, r, w));
    return upload_result(r, &arrived);
}

enum err wizard_take(struct ctx *c, struct req *r, struct resp *w, const struct wizard_kind *kind,
                     int step)
{
    struct wizard wz;

    TRY(wizard_load(c, r, kind, &wz));
    if (!str_absent(wz.sent)) { /* this browser begins another report */
        wz.sent = STR_NONE;
        wz.cookie = STR_NONE;
    }
    wizard_read(c, r, &wz, step);
    if (wizard_national(&wz.form))
        return wizard_national_page(c, r, w, kind);
    if (take_files(c, r, &wz, step) != ERR_OK)
        return again(c, r, w, &wz, step);
    struct str stay = stay_path(c, r, &wz, step);
    if (str_absent(stay)) {
        if (report_form_check(c, &wz.form, step) != ERR_OK)
            return again(c, r, w, &wz, step);
        wz.done |= 1u << (step - 1);
    }
    if (wizard_save(c, r, &wz) != ERR_OK)
        return again(c, r, w, &wz, step);
    return web_see_other(w, str_absent(stay) ? next_path(c, &wz, step) : stay);
}

/* A page for each step, so that the address says which; a report's and a change's. */
#define STEP(n)                                                                                    \
    enum err web_report_##n(struct ctx *c, struct req *r, struct resp *w)                          \
    {                                                                                              \
        return wizard_show(c, r, w, &wizard_report, n);                                            \
    }                                                                                              \
    enum err web_report_##n##_set(struct ctx *c, struct req *r, struct resp *w)                    \
    {                                                                                              \
        return wizard_take(c, r, w, &wizard_report, n);                                            \
    }                                                                                              \
    enum err web_my_amend_##n(struct ctx *c, struct req *r, struct resp *w)                        \
    {                                                                                              \
        return wizard_show(c, r, w, &wizard_amend, n);                                             \
    }                                                                                              \
    enum err web_my_amend_##n##_set(struct ctx *c, struct req *r, struct resp *w)                  \
    {                                                                                              \
        return wizard_take(c, r, w, &wizard_amend, n);                                             \
    }
STEP(1)
STEP(2)
STEP(3)
STEP(4)
STEP(5)
#undef STEP
