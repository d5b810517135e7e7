/* move_lead.c - leads of a matter: one accused × one body of facts; their ways and findings. */
#include <assert.h>

#include "base/utf8.h"
#include "domain/move_parts.h"
#include "domain/words.h"
#include "gen/queries.h"

#define FACTS_CHARS 200

static struct str lead_subject(struct ctx *c, const struct report_subject *s)
{
    struct buf b = buf_new(c->arena);
    const struct str parts[] = { s->name, s->unit, s->post };

    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        if (str_empty(parts[i]))
            continue;
        buf_put(&b, b.n ? S(" ") : S(""));
        buf_put(&b, parts[i]);
    }
    return buf_str(&b);
}

static bool known(struct run *r, struct str subject, const struct str *fresh, size_t n)
{
    struct str mine = utf8_squeezed(r->c->arena, subject);

    for (size_t i = 0; i < r->leads.n; i++) {
        struct str s = r->leads.items[i].subject;
        if (!str_absent(s) && str_eq(utf8_squeezed(r->c->arena, s), mine))
            return true;
    }
    for (size_t i = 0; i < n; i++) {
        if (str_eq(utf8_squeezed(r->c->arena, fresh[i]), mine))
            return true;
    }
    return false;
}

enum err leads_plan(struct run *r)
{
    struct ctx *c = r->c;
    struct str fresh[LEADS_MAX] = { 0 };

    TRY(lead_list_read(c, r->m.id, &r->km, &r->leads));
    for (size_t i = 0; i < r->report_count; i++) {
        if (!r->reports[i].open)
            continue;
        TRY(run_report_view(r, &r->reports[i]));
        const struct report_form *f = &r->reports[i].view.form;
        for (size_t k = 0; k < f->subject_count; k++) {
            struct str who = lead_subject(c, &f->subjects[k]);
            size_t at = r->new_lead_count;
            if (r->leads.n + at >= LEADS_MAX || known(r, who, fresh, at))
                continue;
            struct str facts =
                str_empty(f->title) ? utf8_head(f->narrative, FACTS_CHARS) : f->title;
            fresh[at] = who;
            r->new_lead_ids[at] = ctx_random_id(c);
            r->new_leads[at] =
                record_seal(c, &r->km, lead_place(r->m.id, r->new_lead_ids[at]),
                            str_fmt(c->arena, "%.*s\n%.*s", STR_ARG(who), STR_ARG(facts)), true);
            r->new_lead_count++;
        }
    }
    return ERR_OK;
}

static const struct {
    const char *move, *way;
} ways[] = { { "T17", "DISP_TALK" },
             { "T18", "DISP_VERIFY" },
             { "T19", "DISP_HOLD" },
             { "T20", "DISP_DISMISS" },
             { "T23", "DISP_FILE" } };

int64_t run_four_form(struct run *r)
{
    int64_t form;
    struct str v = run_field(r, "four_form");

    if (str_eq(run_field(r, "form1"), S("true")))
        return 1;
    return str_i64(v, &form) ? form : 0;
}

enum err leads_store(struct run *r)
{
    struct ctx *c = r->c;

    for (size_t i = 0; i < r->new_lead_count; i++)
        TRY(store_run(c, Q_LEAD_ADD, NULL, INT(r->new_lead_ids[i]), INT(r->m.id),
                      INT((int64_t)(r->leads.n + i) + 1), BLOB(r->new_leads[i])));
    for (size_t i = 0; i < COUNT_OF(ways); i++) {
        if (str_eq(r->step.move->id, str_of(ways[i].move)))
            TRY(store_run(c, Q_LEAD_DISPOSAL, NULL, TEXT(str_of(ways[i].way)), INT(r->m.id)));
    }
    int64_t form = run_four_form(r);
    for (size_t i = 0; i < r->leads.n; i++) {
        if (!str_empty(r->findings[i]))
            TRY(store_run(c, Q_LEAD_FINDING, NULL, TEXT(r->findings[i]), TEXT(run_field(r, "done")),
                          form ? INT(form) : NONE, INT(r->leads.items[i].id)));
    }
    return ERR_OK;
}

static struct str finding_now(const struct run *r, size_t i)
{
    return str_empty(r->findings[i]) ? r->leads.items[i].finding : r->findings[i];
}

static void finding_line(struct run *r, struct buf *b, size_t number, size_t i, struct str what)
{
    struct str finding = finding_now(r, i);

    if (str_empty(finding))
        return;
    struct str said =
        i18n_text(r->c->app->i18n, LANG_ZH, word_key(r->c->arena, WORD_CODE, finding));
    buf_fmt(b, "%zu. %.*s：%.*s\n", number, STR_ARG(what), STR_ARG(said));
}

struct str leads_text(struct run *r)
{
    struct buf b = buf_new(r->c->arena);

    for (size_t i = 0; i < r->leads.n; i++)
        finding_line(r, &b, (size_t)r->leads.items[i].seq, i, r->leads.items[i].subject);
    return buf_str(&b);
}

/* The reporter reads of whom he himself wrote, nobody else (domain 3.4). */
enum err leads_text_for(struct run *r, struct run_report *rep, struct str *ret)
{
    struct buf b = buf_new(r->c->arena);
    size_t number = 0;

    *ret = S("");
    if (r->leads.n == 0)
        return ERR_OK;
    TRY(run_report_view(r, rep));
    const struct report_form *f = &rep->view.form;
    for (size_t i = 0; i < r->leads.n; i++) {
        struct str who = r->leads.items[i].subject;
        for (size_t k = 0; k < f->subject_count && !str_absent(who); k++) {
            struct str his = utf8_squeezed(r->c->arena, lead_subject(r->c, &f->subjects[k]));
            if (!str_eq(utf8_squeezed(r->c->arena, who), his))
                continue;
            finding_line(r, &b, ++number, i, who);
            break;
        }
    }
    *ret = buf_str(&b);
    return ERR_OK;
}

/* All alike, or partly. */
struct str leads_outcome(struct run *r)
{
    struct str one = STR_NONE;

    for (size_t i = 0; i < r->leads.n; i++) {
        if (str_empty(r->findings[i]))
            continue;
        if (str_absent(one))
            one = r->findings[i];
        else if (!str_eq(one, r->findings[i]))
            return S("FIND_PART");
    }
    return one;
}
