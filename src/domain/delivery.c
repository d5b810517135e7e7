/* delivery.c - how a paper reached whom it is for, recorded by who saw to it. */
#include "domain/delivery.h"

#include "base/utf8.h"
#include "domain/event.h"
#include "domain/matter.h"
#include "domain/officer.h"
#include "domain/org.h"
#include "domain/part.h"
#include "domain/procedure.h"
#include "domain/reach.h"
#include "gen/queries.h"

#define ACTS ((uint32_t)DELIVERY_ROLES)

struct deliver {
    struct ctx *c;
    struct matter m;
    struct part part;
    int64_t document, report, second_officer;
    struct str code, form;
    struct day made, day;
    struct key key;
    bool has_key;
    const struct paper *paper;
};

static enum err none(struct ctx *c)
{
    return FAULT(&c->fault, ERR_NOT_FOUND, "document.none", "none, or not in reach");
}

/* The slip is read by its reporter alone, but posted by the petition office. */
static enum err in_reach(struct deliver *d)
{
    struct ctx *c = d->c;
    unsigned may = 0;

    if (str_eq(d->code, S("W01")))
        return d->part.clerk || d->part.po || d->part.cadre ? ERR_OK : none(c);
    TRY(d->report ? reach_report(c, d->report, &may) : reach_matter(c, d->m.id, &may));
    return may & (d->report ? REACH_PAPERS : REACH_INTERNAL) ? ERR_OK : none(c);
}

static enum err find(struct deliver *d, int64_t matter, int64_t document)
{
    struct ctx *c = d->c;
    struct rows r;

    if (c->actor->kind != ACTOR_OFFICER)
        return none(c);
    TRY(matter_part_find(c, matter, &d->m, &d->part));
    TRY(store_run(c, Q_DELIVERY_PAPER, &r, INT(document)));
    if (r.n == 0 || cell(&r, 0, 0)->i != matter)
        return none(c);
    d->document = document;
    d->report = cell(&r, 0, 1)->i;
    d->code = cell(&r, 0, 2)->s;
    d->made = cell_day(&r, 0, 3);
    TRY(in_reach(d));
    if (!(part_roles(c, &d->part) & ACTS))
        return FAULT(&c->fault, ERR_DENIED, "delivery.role", "does not act on it");
    d->paper = procedure_paper(c->app->procedure, d->code);
    return d->paper ? ERR_OK : none(c);
}

static bool form_offered(struct str form)
{
    static const char *const forms[] = { "POST", "WRITTEN", "IN_PERSON", "PHONE", "MAIL" };

    for (size_t i = 0; i < COUNT_OF(forms); i++) {
        if (str_eq(form, str_of(forms[i])))
            return true;
    }
    return false;
}

static enum err second_read(struct deliver *d, struct str work_no)
{
    struct ctx *c = d->c;
    struct officer o;
    enum err e;

    if (str_empty(work_no))
        return ERR_OK;
    e = officer_by_work_no(c, officer_work_no(c->arena, work_no), &o);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    if (e == ERR_NOT_FOUND || o.org != c->actor->org || !str_eq(o.state, S("ACTIVE"))) {
        fault_clear(&c->fault);
        fault_field(&c->fault, "second_officer", T_KEY("move.officer"), 0);
        return ERR_OK;
    }
    d->second_officer = o.id;
    return ERR_OK;
}

static enum err form_read(struct deliver *d, const struct delivery_form *f, struct str *ret_detail)
{
    struct ctx *c = d->c;

    TRY(second_read(d, f->second_officer));
    if (!form_offered(f->form))
        fault_field(&c->fault, "form", T_KEY("form.option"), 0);
    d->day = ctx_today(c);
    if (!str_empty(f->day) && !day_parse(f->day, &d->day))
        fault_field(&c->fault, "day", T_KEY("form.date"), 0);
    else if (d->day.n < d->made.n || d->day.n > ctx_today(c).n)
        fault_field(&c->fault, "day", T_KEY("delivery.day"), 0);
    *ret_detail = S("");
    if (!str_empty(f->detail) && !utf8_clean(c->arena, f->detail, ret_detail))
        fault_field(&c->fault, "detail", T_KEY("report.text"), 0);
    else if (utf8_count(*ret_detail) > DELIVERY_DETAIL_CHARS_MAX)
        fault_field(&c->fault, "detail", T_KEY("form.too_long"), DELIVERY_DETAIL_CHARS_MAX);
    d->form = f->form;
    return c->fault.field_count ? ERR_INVALID : ERR_OK;
}

static enum err key_open(struct deliver *d)
{
    enum object_kind kind = d->report ? OBJECT_KR : OBJECT_KM;
    int64_t object = d->report ? d->report : d->m.id;

    d->has_key = vault_can(d->c, kind, object);
    return d->has_key ? vault_open(d->c, kind, object, &d->key) : ERR_OK;
}

/* In which of his roles he did it, for the record. */
static struct str acts_as(const struct deliver *d)
{
    uint32_t has = part_roles(d->c, &d->part) & ACTS;

    if (d->part.cadre)
        return S("RO_CADRE_SUP");
    return role_name(has & (~has + 1));
}

static enum err event_of(struct deliver *d, struct event_draft **ret)
{
    struct ctx *c = d->c;
    struct event_new *n = arena_new_of(c->arena, struct event_new);

    *n = (struct event_new){
        .matter = d->m.id,
        .org = d->m.org,
        .kind = "E_DOC_DELIVERED",
        .channel = d->m.channel,
        .named = d->m.named,
        .happened = d->day,
        .codes = str_fmt(c->arena, "doc=%.*s form=%.*s", STR_ARG(d->code), STR_ARG(d->form)),
        .actor_role = acts_as(d),
    };
    if (d->report) {
        n->readers[n->reader_count++] =
            (struct event_reader){ .report = d->report, .kr = d->has_key ? &d->key : NULL };
        n->one_report = true;
    } else if (d->has_key) {
        n->km = &d->key;
    }
    return event_prepare(c, n, ret);
}

static enum err store(struct deliver *d, struct str detail, struct event_draft *event)
{
    struct ctx *c = d->c;
    struct rows before;
    struct delivery_new n = { .document = d->document,
                              .form = d->form,
                              .day = d->day,
                              .second_officer = d->second_officer,
                              .detail = detail,
                              .key = d->has_key ? &d->key : NULL };

    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_DELIVERY_SAME, &before, INT(d->document), TEXT(d->form), DAY(d->day)));
    if (before.n)
        return FAULT(&c->fault, ERR_CONFLICT, "delivery.done", "%.*s", STR_ARG(d->code));
    TRY(delivery_store(c, &n));
    for (size_t i = 0; i < d->paper->stop.n; i++)
        TRY(clock_stop(c, d->m.id, d->paper->stop.items[i], d->day));
    TRY(event_append(c, event, NULL));
    tx = NULL;
    return store_commit(c);
}

enum err document_deliver(struct ctx *c, int64_t matter, int64_t document,
                          const struct delivery_form *f)
{
    struct deliver *d = arena_new_of(c->arena, struct deliver);
    struct event_draft *event;
    struct str detail;
    enum err e;

    d->c = c;
    TRY(find(d, matter, document));
    TRY(form_read(d, f, &detail));
    TRY(key_open(d));
    if (detail.n && !d->has_key)
        return FAULT(&c->fault, ERR_DENIED, "vault.no_grant", "nothing to seal the words under");
    e = event_of(d, &event);
    if (e == ERR_OK)
        e = store(d, detail, event);
    key_wipe(&d->key);
    return e;
}

enum err delivery_slip_waits(struct ctx *c, int64_t matter, int64_t *ret_document)
{
    struct deliver *d = arena_new_of(c->arena, struct deliver);
    struct rows r;

    *ret_document = 0;
    d->c = c;
    TRY(matter_part_find(c, matter, &d->m, &d->part));
    if (!d->part.clerk && !d->part.po && !d->part.cadre)
        return ERR_OK;
    TRY(store_run(c, Q_DELIVERY_SLIP_WAITS, &r, INT(matter)));
    if (r.n)
        *ret_document = cell(&r, 0, 0)->i;
    return ERR_OK;
}
