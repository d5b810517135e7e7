/*
 * desk_move.c - the forms of the moves open now, made from the rules, and what is done with them.
 *
 * A form that fails comes back with every word; when somebody else moved the matter meanwhile, the
 * page shows how it stands now, and the words stand in the form again, or beside it.
 */
#include "domain/app.h"
#include "web/desk_matter.h"
#include "web/entry.h"

#define FIELDS_MAX 80

static const struct field slot_fields[] = { F_STR(struct form_slot, id),
                                            F_STR(struct form_slot, name),
                                            F_STR(struct form_slot, label),
                                            F_STR(struct form_slot, value),
                                            F_STR(struct form_slot, error),
                                            F_STR(struct form_slot, when),
                                            F_STR(struct form_slot, hint),
                                            F_STR(struct form_slot, list),
                                            F_BOOL(struct form_slot, is_text),
                                            F_BOOL(struct form_slot, is_line),
                                            F_BOOL(struct form_slot, is_date),
                                            F_BOOL(struct form_slot, is_number),
                                            F_BOOL(struct form_slot, is_choice),
                                            F_BOOL(struct form_slot, is_flag),
                                            F_BOOL(struct form_slot, required),
                                            F_BOOL(struct form_slot, checked),
                                            F_LIST(struct form_slot, options, struct choice,
                                                   choice_fields),
                                            F_END };
const struct field form_fields[] = { F_STR(struct form_view, move),
                                     F_STR(struct form_view, subproc),
                                     F_STR(struct form_view, matter),
                                     F_STR(struct form_view, proposed_by),
                                     F_STR(struct form_view, proposed_day),
                                     F_STR(struct form_view, proposed),
                                     F_STR(struct form_view, error),
                                     F_BOOL(struct form_view, approval),
                                     F_BOOL(struct form_view, again),
                                     F_BOOL(struct form_view, open),
                                     F_INT(struct form_view, version),
                                     F_LIST(struct form_view, slots, struct form_slot, slot_fields),
                                     F_END };
const struct field kept_fields[] = { F_STR(struct kept_text, label), F_STR(struct kept_text, value),
                                     F_END };

/* ---- words ---- */

static struct str said(struct req *r, struct str prefix, struct str tail)
{
    struct web_req *wr = web_of(r);

    return i18n_text(wr->web->app->i18n, wr->lang,
                     str_fmt(r->ctx->arena, "%.*s%.*s", STR_ARG(prefix), STR_ARG(tail)));
}

/* "findings.2" is a lead's: its name without the number */
struct str move_label(struct req *r, struct str name)
{
    struct str rest = name, stem = str_cut(&rest, '.');
    struct str label = said(r, T_PREFIX("field."), stem);

    if (str_absent(rest))
        return label;
    return str_fmt(r->ctx->arena, "%.*s %.*s", STR_ARG(label), STR_ARG(rest));
}

static struct str option_label(struct req *r, const struct move_option *o)
{
    struct web_req *wr = web_of(r);
    struct str label =
        str_absent(o->label_key) ? o->label : i18n_text(wr->web->app->i18n, wr->lang, o->label_key);

    return str_absent(label) ? o->name : label;
}

/* "reason=1,2" → the words of these options, as the form writes them. */
static struct str when_of(struct req *r, const struct move_form *f, struct str when)
{
    struct buf b = buf_new(r->ctx->arena);
    struct str values = when, name = str_cut(&values, '=');

    if (str_absent(values))
        return STR_NONE;
    for (bool more = false; !str_absent(values); more = true) {
        struct str value = str_cut(&values, ',');
        for (size_t i = 0; i < f->field_count; i++)
            for (size_t k = 0; k < f->fields[i].option_count; k++)
                if (str_eq(f->fields[i].name, name) &&
                    str_eq(f->fields[i].options[k].name, value)) {
                    buf_put(&b, more ? S(" / ") : S(""));
                    buf_put(&b, option_label(r, &f->fields[i].options[k]));
                }
    }
    return b.n ? buf_str(&b) : STR_NONE;
}

/* ---- slots ---- */

static struct str mistake_of(struct req *r, const struct fault *fault, struct str name)
{
    for (size_t i = 0; i < fault->field_count; i++)
        if (str_eq(str_of(fault->fields[i].field), name))
            return web_sentence(r, fault->fields[i].key, fault->fields[i].arg);
    return STR_NONE;
}

static struct list options_of(struct req *r, const struct move_form_field *f, struct str now)
{
    struct choice *items = arena_array(r->ctx->arena, struct choice, f->option_count + 1);
    size_t n = 0;

    items[n++] = (struct choice){ .value = S(""), .label = S(""), .selected = str_empty(now) };
    for (size_t i = 0; i < f->option_count; i++)
        items[n++] = (struct choice){ f->options[i].name, option_label(r, &f->options[i]),
                                      str_eq(f->options[i].name, now) };
    return (struct list){ items, n };
}

/* Two of a kind may be open: their fields are told apart. */
static struct str subproc_text(struct ctx *c, int64_t subproc)
{
    return subproc ? id_text(c, subproc) : S("");
}

struct making {
    struct req *r;
    const struct move_form *form;
    const struct fault *fault; /* NULL: this form was not sent */
};

static struct form_slot slot_of(const struct making *k, const struct move_form_field *f,
                                struct str name)
{
    struct req *r = k->r;
    bool sent = k->fault != NULL;
    struct str typed = sent ? req_form(r, name) : STR_NONE;
    struct str type = f->type;
    struct form_slot s = {
        .name = name,
        .id = sent ? name
                   : str_fmt(r->ctx->arena, "%.*s%.*s-%.*s", STR_ARG(k->form->move),
                             STR_ARG(subproc_text(r->ctx, k->form->subproc)), STR_ARG(name)),
        .label = move_label(r, name),
        .value = sent ? typed : f->value,
        .hint = said(r, T_PREFIX("help."), f->name),
        .when = when_of(r, k->form, f->when),
        .required = f->required
    };

    if (sent)
        s.error = mistake_of(r, k->fault, name);
    s.is_text = str_eq(type, S("text"));
    s.is_date = str_eq(type, S("date"));
    s.is_number = str_eq(type, S("number"));
    s.is_flag = str_eq(type, S("flag"));
    s.checked = s.is_flag && str_eq(s.value, S("true"));
    s.is_choice = str_eq(type, S("choice")) || str_eq(type, S("leads")) ||
                  str_eq(type, S("dept")) || str_eq(type, S("body")) ||
                  str_eq(type, S("officer")) || str_eq(type, S("member"));
    s.is_line = !s.is_text && !s.is_date && !s.is_number && !s.is_flag && !s.is_choice;
    if (s.is_choice || str_eq(type, S("matter")))
        s.options = options_of(r, f, s.value);
    if (str_eq(type, S("area"))) {
        s.list = S("areas");
        if (!sent)
            s.value = entry_area_shown(r->ctx, f->value);
    }
    if (str_eq(type, S("matter")))
        s.list = str_fmt(r->ctx->arena, "%.*s-list", STR_ARG(s.id));
    return s;
}

/* Matters are chosen by their register number, which the domain reads too. */
static void matters_by_number(struct form_slot *s)
{
    struct choice *items = (struct choice *)(uintptr_t)s->options.items;

    for (size_t i = 0; i < s->options.n; i++)
        items[i].value = items[i].label;
}

static struct list slots_of(const struct making *k, const struct matter_view *v)
{
    struct ctx *c = k->r->ctx;
    const struct move_form *f = k->form;
    struct form_slot *list = arena_array(c->arena, struct form_slot, FIELDS_MAX);
    size_t n = 0;

    for (size_t i = 0; i < f->field_count && n < FIELDS_MAX; i++) {
        const struct move_form_field *field = &f->fields[i];
        if (!str_eq(field->type, S("leads")) || v->leads.n == 0) {
            list[n++] = slot_of(k, field, field->name);
            if (str_eq(field->type, S("matter")))
                matters_by_number(&list[n - 1]);
            continue;
        }
        for (size_t l = 0; l < v->leads.n && n < FIELDS_MAX; l++)
            list[n++] = slot_of(k, field,
                                str_fmt(c->arena, "%.*s.%lld", STR_ARG(field->name),
                                        (long long)v->leads.items[l].seq));
    }
    return (struct list){ list, n };
}

/* ---- forms ---- */

static struct form_view form_of(struct req *r, const struct matter_view *v,
                                const struct move_form *f, const struct fault *fault)
{
    struct ctx *c = r->ctx;
    bool sent = fault && str_eq(req_form(r, S("move")), f->move) &&
                str_eq(req_form(r, S("subproc")), subproc_text(c, f->subproc));
    struct making k = { r, f, sent ? fault : NULL };
    struct form_view view = { .move = f->move,
                              .matter = id_text(c, v->m.id),
                              .approval = f->approval,
                              .again = !f->approval && f->proposal != 0,
                              .proposed_by = f->proposed_by,
                              .proposed = f->proposed,
                              .subproc = f->subproc ? id_text(c, f->subproc) : STR_NONE,
                              .subproc_id = f->subproc,
                              .version = f->version,
                              .open = sent || f->approval };

    if (f->proposal)
        view.proposed_day = i18n_day(c->arena, web_of(r)->lang, f->proposed_day, ctx_today(c));
    if (sent)
        view.error = mistake_of(r, fault, S("move"));
    view.slots = slots_of(&k, v);
    return view;
}

struct list forms_shown(struct ctx *c, struct req *r, int64_t of, const struct move_form_list *l,
                        const struct fault *fault)
{
    struct form_view *list = arena_array(c->arena, struct form_view, l->n + 1);
    const struct matter_view bare = { .m = { .id = of } };

    for (size_t i = 0; i < l->n; i++) {
        list[i] = form_of(r, &bare, &l->items[i], fault);
        list[i].open = list[i].open || l->n == 1;
    }
    return (struct list){ list, l->n };
}

static bool of_the_frame(struct str name)
{
    return str_eq(name, S("csrf")) || str_eq(name, S("move")) || str_eq(name, S("version")) ||
           str_eq(name, S("subproc"));
}

/* What was typed for a move that is not offered any more. */
static struct list kept_texts(struct req *r)
{
    struct kept_text *list = arena_array(r->ctx->arena, struct kept_text, r->form.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < r->form.n; i++) {
        struct str value = str_trim(r->form.items[i].value);
        if (!of_the_frame(r->form.items[i].name) && value.n)
            list[n++] = (struct kept_text){ move_label(r, r->form.items[i].name), value };
    }
    return (struct list){ list, n };
}

enum err forms_of(struct ctx *c, struct req *r, const struct matter_view *v, bool beside,
                  struct list *ret, struct list *ret_kept)
{
    struct fault fault = c->fault;
    bool failed = fault.err != ERR_OK && r->method == HTTP_POST, offered = false;
    struct move_form_list forms;

    fault_clear(&c->fault);
    TRY(beside ? subproc_forms(c, v->m.id, &forms) : move_forms(c, v->m.id, &forms));
    struct form_view *list = arena_array(c->arena, struct form_view, forms.n + 1);
    for (size_t i = 0; i < forms.n; i++) {
        list[i] = form_of(r, v, &forms.items[i], failed ? &fault : NULL);
        offered = offered || str_eq(forms.items[i].move, req_form(r, S("move")));
        list[i].open = list[i].open || forms.n == 1;
    }
    *ret = (struct list){ list, forms.n };
    *ret_kept = failed && !offered ? kept_texts(r) : (struct list){ 0 };
    c->fault = fault;
    return ERR_OK;
}

/* ---- doing one ---- */

/* "330411 秀洲区" is the place's code for the domain. */
static struct str value_of(struct ctx *c, const struct move *m, struct str name, struct str typed)
{
    for (size_t i = 0; m && i < m->field_count; i++)
        if (m->fields[i].type == FORM_AREA && str_eq(m->fields[i].name, name))
            return entry_area_read(c, typed);
    return str_trim(typed);
}

void move_request_read(struct ctx *c, struct req *r, int64_t id, struct move_request *q)
{
    struct move_field *fields = arena_array(c->arena, struct move_field, FIELDS_MAX);
    const struct move *m = procedure_move(c->app->procedure, req_form(r, S("move")));
    size_t n = 0;

    *q = (struct move_request){ .matter = id,
                                .move = req_form(r, S("move")),
                                .outcome = req_form(r, S("outcome")),
                                .fields = fields };
    if (!str_i64(req_form(r, S("version")), &q->version))
        q->version = 0;
    if (!id_read(c, req_form(r, S("subproc")), &q->subproc))
        q->subproc = 0;
    for (size_t i = 0; i < r->form.n && n < FIELDS_MAX; i++) {
        struct str name = r->form.items[i].name;
        struct str value = value_of(c, m, name, r->form.items[i].value);
        if (!of_the_frame(name) && !str_eq(name, S("outcome")) && value.n)
            fields[n++] = (struct move_field){ name, value };
    }
    q->field_count = n;
}

static bool publishes(const struct move *m)
{
    return m && m->of && (str_eq(m->of->id, S("SP_PUBLISH")) || str_eq(m->of->id, S("SP_OPEN")));
}

/* What he moved may lie outside his reach afterwards. */
static struct str path_after(struct ctx *c, int64_t id, const char *tail)
{
    struct matter m;

    if (matter_find(c, id, &m) == ERR_OK)
        return matter_path(c, id, tail);
    fault_clear(&c->fault);
    return S("/desk");
}

enum err web_desk_move(struct ctx *c, struct req *r, struct resp *w)
{
    struct move_request q;
    struct move_result done;
    int64_t id;

    TRY(matter_of_path(c, r, &id));
    move_request_read(c, r, id, &q);
    enum err e = matter_move(c, &q, &done);
    if (e == ERR_NOT_FOUND || e == ERR_STORE || e == ERR_BUSY)
        return e;
    const struct move *m = procedure_move(c->app->procedure, q.move);
    bool beside = m && m->of;
    if (e != ERR_OK)
        return publishes(m) ? publication_page(c, r, w, id)
               : beside     ? procedure_page(c, r, w, id)
                            : matter_page(c, r, w, id);
    bool refused = str_eq(req_form(r, S("decision")), S("refuse"));
    web_done(r, done.proposed ? T_KEY("done.proposed")
                : refused     ? T_KEY("done.refused")
                              : T_KEY("done.moved"));
    return web_see_other(w, path_after(c, id,
                                       publishes(m) ? "/publication"
                                       : beside     ? "/procedure"
                                                    : ""));
}
