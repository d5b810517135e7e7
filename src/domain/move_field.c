/* move_field.c - what was sent with a move: cleaned, checked against the rules and the database. */
#include <assert.h>

#include "base/utf8.h"
#include "domain/id.h"
#include "domain/panel_parts.h"
#include "domain/officer.h"
#include "domain/org.h"
#include "domain/words.h"
#include "gen/queries.h"
#include "i18n/i18n.h"

enum err run_mistake(struct run *r, const char *field, const char *key)
{
    fault_field(&r->c->fault, field, key, 0);
    return ERR_INVALID;
}

struct str run_value(void *run, struct str name)
{
    const struct run *r = run;

    if (str_eq(name, S("outcome")))
        return r->outcome;
    for (size_t i = 0; i < r->field_count; i++) {
        if (str_eq(r->fields[i].name, name))
            return r->fields[i].value;
    }
    return STR_NONE;
}

static const struct form_field *field_of(const struct move *m, struct str name)
{
    for (size_t i = 0; i < m->field_count; i++) {
        const struct form_field *f = &m->fields[i];
        if (str_eq(f->name, name))
            return f;
        /* "findings.2": one lead's */
        if ((f->type == FORM_LEADS || f->type == FORM_HITS) && str_starts(name, f->name) &&
            name.n > f->name.n && name.p[f->name.n] == '.')
            return f;
    }
    return NULL;
}

static bool common_name(struct str name)
{
    return str_eq(name, S("decision")) || str_eq(name, S("decision_reason")) ||
           str_eq(name, S("outcome"));
}

/* Those of a decision are read by proposal.c from the request itself. */
enum err run_fields_read(struct run *r, const struct move *m, const struct move_field *fields,
                         size_t n)
{
    struct ctx *c = r->c;

    if (n > RUN_FIELDS_MAX)
        return FAULT(&c->fault, ERR_LIMIT, "move.fields_many", "%zu fields", n);
    for (size_t i = 0; i < n; i++) {
        struct move_field f = fields[i];
        const char *name = str_z(c->arena, f.name);
        if (!field_of(m, f.name)) {
            if (!common_name(f.name))
                fault_field(&c->fault, name, "move.field_unknown", 0);
            else if (str_eq(f.name, S("outcome")))
                r->outcome = f.value;
            continue;
        }
        if (!utf8_clean(c->arena, f.value, &f.value))
            fault_field(&c->fault, name, "report.text", 0);
        r->fields[r->field_count++] = f;
    }
    return c->fault.field_count ? ERR_INVALID : ERR_OK;
}

/* ---- what only the database knows ---- */

/* Officers are named by work number, or by id. */
static enum err officer_named(struct run *r, struct str value, const char *field,
                              struct officer *ret)
{
    struct ctx *c = r->c;
    struct rows recused;
    int64_t id;
    enum err e = officer_by_work_no(c, officer_work_no(c->arena, value), ret);

    if (e == ERR_NOT_FOUND && id_read(c, value, &id)) {
        fault_clear(&c->fault);
        e = officer_find(c, id, ret);
    }
    if (e == ERR_NOT_FOUND) {
        fault_clear(&c->fault);
        return run_mistake(r, field, "move.officer");
    }
    TRY(e);
    if (ret->org != r->m.org || !str_eq(ret->state, S("ACTIVE")))
        return run_mistake(r, field, "move.officer");
    TRY(store_run(c, Q_MOVE_RECUSED, &recused, INT(r->m.id), INT(ret->id)));
    return recused.n ? run_mistake(r, field, "move.officer_recused") : ERR_OK;
}

static enum err check_officer(struct run *r, const struct form_field *f, struct str value)
{
    struct officer o;

    TRY(officer_named(r, value, f->name.p, &o));
    if (!str_eq(f->name, S("handler"))) {
        bool chair = str_eq(f->name, S("chair")), recorder = str_eq(f->name, S("recorder"));
        *(chair ? &r->chair : recorder ? &r->recorder : &r->second_officer) = o.id;
        return ERR_OK;
    }
    int64_t dept = r->dept ? r->dept : r->m.dept;
    if (!(o.roles & RO_HANDLER) || (dept && o.dept != dept))
        return run_mistake(r, "handler", "move.handler");
    r->handler = o.id;
    return ERR_OK;
}

/* A department is named by its kind or its id. */
static enum err check_dept(struct run *r, const struct form_field *f, struct str value)
{
    struct dept_list l;
    int64_t id = 0;

    (void)str_i64(value, &id);
    TRY(dept_list(r->c, r->m.org, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (l.items[i].id == id || str_eq(l.items[i].kind, value)) {
            r->dept = l.items[i].id;
            return ERR_OK;
        }
    }
    return run_mistake(r, f->name.p, "form.option");
}

static enum err check_body(struct run *r, const struct form_field *f, struct str value)
{
    int64_t id;

    if (!str_i64(value, &id) || !org_find(app_orgs(r->c->app), id))
        return run_mistake(r, f->name.p, "form.option");
    r->to_body = id;
    return ERR_OK;
}

static enum err check_area(struct run *r, const struct form_field *f, struct str value)
{
    r->area = report_area(value);
    if (r->area == 0 || !region_find(r->c->app->regions, r->area))
        return run_mistake(r, f->name.p, "report.area");
    return ERR_OK;
}

static enum err check_matter(struct run *r, const struct form_field *f, struct str value)
{
    struct ctx *c = r->c;
    struct part part;
    int64_t id;
    enum err e;

    if (!id_read(c, value, &id))
        TRY(matter_by_reg_no(c, r->m.org, value, &id));
    e = matter_part_find(c, id, &r->other, &part);
    if (e == ERR_NOT_FOUND || (e == ERR_OK && (r->other.below || r->other.org != r->m.org))) {
        fault_clear(&c->fault);
        return run_mistake(r, f->name.p, "move.matter");
    }
    return e;
}

/* Days that tell what was done lie not after today, those that bind somebody not before. */
static enum err check_date(struct run *r, const struct form_field *f, struct str value)
{
    static const char *const ahead[] = { "recheck_on", "answer_by", "redo_by", "hearing_on",
                                         "consult_on", "due_on",    "to_on",     "correct_by",
                                         "until_on" };
    struct day d, today = ctx_today(r->c);
    bool future = false;

    if (!day_parse(value, &d))
        return ERR_OK; /* told already */
    for (size_t i = 0; i < COUNT_OF(ahead); i++)
        future = future || str_eq(f->name, str_of(ahead[i]));
    if (future)
        return d.n > today.n ? ERR_OK : run_mistake(r, f->name.p, "move.date_past");
    if (d.n > today.n)
        return run_mistake(r, f->name.p, "move.date_future");
    if (str_eq(f->name, S("told_on")) || str_eq(f->name, S("signed_on")) ||
        str_eq(f->name, S("held_on")) || str_eq(f->name, S("heard_on")) ||
        str_eq(f->name, S("consulted_on"))) {
        if (d.n < (r->sub.id ? r->sub.opened.n : r->m.state_day.n))
            return run_mistake(r, f->name.p, "move.date_before");
        r->day = d;
    }
    return ERR_OK;
}

/* One code for every lead: "findings.2", else "findings" for all that have none of their own. */
static enum err check_leads(struct run *r, const struct form_field *f)
{
    struct ctx *c = r->c;
    struct str all = run_value(r, f->name);

    for (size_t i = 0; i < r->leads.n; i++) {
        struct str name =
            str_fmt(c->arena, "%.*s.%lld", STR_ARG(f->name), (long long)r->leads.items[i].seq);
        struct str v = run_value(r, name);
        if (str_empty(v))
            v = all;
        if (str_empty(v))
            fault_field(&c->fault, str_z(c->arena, name), "form.required", 0);
        else if (!code_known(c->app->codes, f->list, v))
            fault_field(&c->fault, str_z(c->arena, name), "form.option", 0);
        r->findings[i] = v;
    }
    return c->fault.field_count ? ERR_INVALID : ERR_OK;
}

static enum err check_one(struct run *r, const struct form_field *f)
{
    struct str value = str_trim(run_value(r, f->name));

    if (f->type == FORM_LEADS)
        return check_leads(r, f);
    if (str_empty(value))
        return ERR_OK;
    switch (f->type) {
    case FORM_DATE:
        return check_date(r, f, value);
    case FORM_OFFICER:
        return check_officer(r, f, value);
    case FORM_DEPT:
        return check_dept(r, f, value);
    case FORM_BODY:
        return check_body(r, f, value);
    case FORM_AREA:
        return check_area(r, f, value);
    case FORM_MATTER:
        return check_matter(r, f, value);
    case FORM_MEMBER:
        return id_read(r->c, value, &r->member) ? ERR_OK
                                                : run_mistake(r, f->name.p, "form.option");
    default:
        return ERR_OK;
    }
}

static bool code_is_known(void *u, struct str list, struct str code)
{
    const struct run *r = u;
    const struct code *k = code_find(r->c->app->codes, list, code);

    /* staff may set what forms of the reporter do not offer */
    return k != NULL;
}

enum err run_fields_check(struct run *r)
{
    const struct move *m = r->step.move;
    enum err e = procedure_form_check(m, run_value, code_is_known, r, &r->c->fault);

    for (size_t i = 0; i < m->field_count; i++) {
        const struct form_field *f = &m->fields[i];
        if (!form_field_asked(f, run_value, r))
            continue;
        enum err one = check_one(r, f);
        if (one != ERR_OK && one != ERR_INVALID)
            return one;
        if (one != ERR_OK)
            e = one;
    }
    return e;
}

/* ---- for people ---- */

static struct str say(struct run *r, struct str key)
{
    struct str text = i18n_text(r->c->app->i18n, LANG_ZH, key);

    return str_absent(text) ? key : text;
}

struct str run_value_label(struct run *r, const struct form_field *f, struct str value)
{
    struct arena *a = r->c->arena;

    if (f->type == FORM_FLAG)
        return say(r, T_("move.yes"));
    if (f->type != FORM_CHOICE)
        return value;
    if (f->options.n)
        return say(r, word_option_key(a, f->name, value));
    return say(r, word_key(a, WORD_CODE, value));
}

static struct str dept_words(struct run *r, struct str value)
{
    struct dept_list l;

    if (!r->dept)
        return value;
    if (dept_list(r->c, r->m.org, &l) != ERR_OK) {
        fault_clear(&r->c->fault);
        return value;
    }
    for (size_t i = 0; i < l.n; i++) {
        if (l.items[i].id == r->dept)
            return l.items[i].name;
    }
    return value;
}

static struct str officer_words(struct run *r, const struct form_field *f, struct str value)
{
    int64_t id = str_eq(f->name, S("handler")) ? r->handler : r->second_officer;
    struct officer o;

    if (!id)
        return value;
    if (officer_find(r->c, id, &o) != ERR_OK) { /* his number will do */
        fault_clear(&r->c->fault);
        return value;
    }
    return str_fmt(r->c->arena, "%.*s（%.*s）", STR_ARG(o.name), STR_ARG(o.work_no));
}

/* What was chosen, as it is read years later: names beside numbers, days with their year. */
static struct str value_words(struct run *r, const struct form_field *f, struct str value)
{
    const struct region *area;
    struct day d;

    switch (f->type) {
    case FORM_DATE:
        return day_parse(value, &d) ? i18n_day(r->c->arena, LANG_ZH, d, DAY_NONE) : value;
    case FORM_OFFICER:
        return officer_words(r, f, value);
    case FORM_DEPT:
        return dept_words(r, value);
    case FORM_BODY:
        return r->to_body ? org_find(app_orgs(r->c->app), r->to_body)->name : value;
    case FORM_AREA:
        area = region_find(r->c->app->regions, r->area);
        return area ? region_path(r->c->app->regions, r->c->arena, area) : value;
    case FORM_MATTER:
        return r->other.id ? r->other.reg_no : value;
    case FORM_MEMBER:
        return panel_member_words(r, value);
    default:
        return run_value_label(r, f, value);
    }
}

/* "文字比对 2：…": each reason given. */
static void put_hits(struct run *r, const struct form_field *f, struct buf *b)
{
    for (size_t i = 0; i < r->field_count; i++) {
        struct str rest = r->fields[i].name;
        if (!str_eq(str_cut(&rest, '.'), f->name) || str_empty(rest) ||
            str_empty(r->fields[i].value))
            continue;
        buf_fmt(b, "%.*s %.*s：%.*s\n", STR_ARG(say(r, word_key(r->c->arena, WORD_FIELD, f->name))),
                STR_ARG(rest), STR_ARG(r->fields[i].value));
    }
}

/* What the reporter wrote is not what is written to him. */
static struct str field_words(struct run *r, const struct form_field *f)
{
    bool own = r->actor == 0 && r->step.move->by_reporter && str_eq(f->name, S("text"));

    return say(r,
               own ? str_of(T_KEY("field.text_own")) : word_key(r->c->arena, WORD_FIELD, f->name));
}

struct str run_words(struct run *r)
{
    const struct move *m = r->step.move;
    struct buf b = buf_new(r->c->arena);

    for (size_t i = 0; i < m->field_count; i++) {
        const struct form_field *f = &m->fields[i];
        struct str v = run_value(r, f->name);
        if (f->type == FORM_HITS)
            put_hits(r, f, &b);
        if (f->type == FORM_LEADS || str_empty(v) || !form_field_asked(f, run_value, r))
            continue;
        buf_put(&b, field_words(r, f));
        buf_put(&b, S("："));
        buf_put(&b, value_words(r, f, v));
        buf_byte(&b, '\n');
    }
    buf_put(&b, leads_text(r));
    return buf_str(&b);
}
