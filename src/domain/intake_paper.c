/* The receipt slip W01: number, check code, what came, when we answer; sealed for its reporter. */
#include "domain/document.h"
#include "domain/id.h"
#include "domain/intake_parts.h"
#include "domain/org.h"

#define VALUES 6

/* Words of a code, as the slip says them. */
static struct str code_words(struct ctx *c, struct str code)
{
    struct str prefix = T_PREFIX("code.");
    struct str key = str_fmt(c->arena, "%.*s%.*s", STR_ARG(prefix), STR_ARG(code));
    struct str text = i18n_text(c->app->i18n, LANG_ZH, key);

    return str_absent(text) ? code : text;
}

enum err intake_slip(struct ctx *c, struct intake *t)
{
    struct matter_new *m = t->tombstone ? &t->stone : &t->matter;
    struct day told = matter_day_told(c, t->matter.org, t->f->category, t->received);
    struct document_value values[VALUES] = {
        { S("report_no"), report_number_shown(c->arena, t->in->number) },
        { S("check_code"), check_code_shown(c->arena, str_bytes(t->code, 26)) },
        { S("received_on"), day_format(c->arena, t->received) },
        { S("channel"), code_words(c, t->channel) },
        { S("due"), day_format(c->arena, told) },
        { S("pieces"), str_absent(t->f->pieces) ? S("") : t->f->pieces },
    };
    struct document_new n = { .matter = m->id,
                              .report = t->report,
                              .org = m->org,
                              .code = S("W01"),
                              .key = &t->kr,
                              .values = values,
                              .value_count = VALUES };

    TRY(document_prepare(c, &n, &t->slip));
    struct str hash = document_draft_hash(t->slip);
    t->sealed.lines = str_fmt(c->arena, "%.*sdoc %.*s\n", STR_ARG(t->sealed.lines), STR_ARG(hash));
    return ERR_OK;
}

/* On the web and on the phone it lies in the log-in; a visitor has it in his hand. A letter's slip
 * is delivered when it was posted: until then nobody out there knows the number. */
static struct str slip_form(const struct intake *t)
{
    if (str_eq(t->channel, S("CH_LETTER")))
        return STR_NONE;
    return str_eq(t->channel, S("CH_VISIT")) ? S("WRITTEN") : S("SYSTEM");
}

enum err intake_slip_store(struct ctx *c, struct intake *t)
{
    struct delivery_new d = { .form = slip_form(t), .day = ctx_today(c), .key = &t->kr };
    struct str hash;

    TRY(document_store(c, t->slip, &d.document, &hash));
    return str_absent(d.form) ? ERR_OK : delivery_store(c, &d);
}

/* The sheet that goes with sealed paper (N05): who sent which envelope when, and not a word of what
 * is in it. */
enum err intake_up_paper(struct ctx *c, struct intake *t)
{
    const struct org *up = org_find(app_orgs(c->app), t->matter.org);
    struct str today = day_format(c->arena, ctx_today(c));
    struct document_value values[] = {
        { S("received_on"), day_format(c->arena, t->received) },
        { S("day"), today },
        { S("to_body"), up ? up->name : S("") },
        { S("stone"), id_text(c, t->stone.id) },
        { S("envelope"), id_text(c, t->matter.id) },
        { S("sender"), c->actor->work_no },
    };
    struct document_new n = { .matter = t->matter.id,
                              .org = t->stone.org,
                              .code = S("N05"),
                              .key = &t->matter.km,
                              .values = values,
                              .value_count = COUNT_OF(values) };

    return document_prepare(c, &n, &t->up_paper);
}

enum err intake_up_paper_store(struct ctx *c, struct intake *t)
{
    struct delivery_new d = { .form = S("SYSTEM"), .day = ctx_today(c) };
    struct str hash;

    TRY(document_store(c, t->up_paper, &d.document, &hash));
    return delivery_store(c, &d);
}
