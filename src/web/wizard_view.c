/* wizard_view.c - the form as the pages show it: inputs with what was typed and what is wrong. */
#include "domain/region.h"
#include "i18n/i18n.h"
#include "web/upload.h"
#include "web/wizard.h"

#define GROUPS_MAX 16  /* cities, and groups of topics */
#define OPTIONS_MAX 64 /* counties of a city, townships of a county, codes of a list */

/* ---- fields ---- */

const struct field box_fields[] = { F_STR(struct box, name),
                                    F_STR(struct box, key),
                                    F_STR(struct box, value),
                                    F_STR(struct box, error),
                                    F_BOOL(struct box, required),
                                    F_BOOL(struct box, checked),
                                    F_END };
static const struct field option_fields[] = { F_STR(struct box_option, value),
                                              F_BOOL(struct box_option, selected), F_END };
static const struct field area_fields[] = { F_STR(struct area_option, value),
                                            F_STR(struct area_option, label),
                                            F_BOOL(struct area_option, selected), F_END };
static const struct field area_group_fields[] = {
    F_STR(struct area_group, label),
    F_LIST(struct area_group, options, struct area_option, area_fields), F_END
};
static const struct field topic_group_fields[] = {
    F_STR(struct topic_group, code), F_BOOL(struct topic_group, first),
    F_BOOL(struct topic_group, open),
    F_LIST(struct topic_group, options, struct box_option, option_fields), F_END
};
#define B(m) F_VIEW(struct wizard_view, m, box_fields)
#define OPTIONS(m) F_LIST(struct wizard_view, m, struct box_option, option_fields)
static const struct field subject_fields[] = { F_INT(struct subject_view, number),
                                               F_STR(struct subject_view, index),
                                               F_BOOL(struct subject_view, many),
                                               F_VIEW(struct subject_view, kind, box_fields),
                                               F_VIEW(struct subject_view, name, box_fields),
                                               F_VIEW(struct subject_view, unit, box_fields),
                                               F_VIEW(struct subject_view, post, box_fields),
                                               F_VIEW(struct subject_view, level, box_fields),
                                               F_BOOL(struct subject_view, person),
                                               F_LIST(struct subject_view, levels,
                                                      struct box_option, option_fields),
                                               F_END };
const struct field wizard_fields[] = {
    F_STR(struct wizard_view, action_href),
    F_STR(struct wizard_view, back_href),
    F_STR(struct wizard_view, my_files_href),
    F_INT(struct wizard_view, step),
    F_BOOL(struct wizard_view, amend),
    F_STR(struct wizard_view, saved),
    B(area_code),
    B(township),
    B(category),
    B(topics),
    F_LIST(struct wizard_view, areas, struct area_group, area_group_fields),
    F_LIST(struct wizard_view, townships, struct area_option, area_fields),
    F_BOOL(struct wizard_view, has_townships),
    OPTIONS(categories),
    F_LIST(struct wizard_view, topic_groups, struct topic_group, topic_group_fields),
    B(subjects_box),
    B(to_upper),
    F_LIST(struct wizard_view, subjects, struct subject_view, subject_fields),
    B(narrative),
    B(fact_time),
    B(fact_place),
    B(knowledge),
    B(title_box),
    OPTIONS(knowledges),
    B(file),
    F_LIST(struct wizard_view, files, struct file_row, file_row_fields),
    B(witnesses),
    B(prior),
    B(wish),
    B(mass_interest),
    B(id_mode),
    B(id_name),
    B(id_phone),
    B(id_kind),
    B(id_no),
    B(id_address),
    B(contact_pref),
    B(exposure_note),
    B(protect_req),
    B(protect_text),
    B(consent_shown),
    B(consent_quoted),
    B(consent_open),
    B(consent_publication),
    OPTIONS(id_modes),
    OPTIONS(id_kinds),
    OPTIONS(contacts),
    F_END
};
#undef B
#undef OPTIONS

/* ---- boxes and options ---- */

struct box wizard_box(struct req *r, const char *name, const char *key, struct str value)
{
    struct input in = web_input(r->ctx, r, name, value);
    struct box b = { in.name, str_of(key), in.value, in.error, false, in.checked };

    return b;
}

static struct box needed(struct box b)
{
    b.required = true;
    return b;
}

static struct box tick(struct req *r, const char *name, bool on)
{
    struct box b = wizard_box(r, name, name, on ? S("1") : STR_NONE);

    b.checked = on;
    return b;
}

struct list wizard_options(struct ctx *c, struct str list, struct str chosen)
{
    struct code_list codes = code_list(c->app->codes, list);
    struct box_option *o = arena_array(c->arena, struct box_option, OPTIONS_MAX);
    size_t n = 0;

    for (size_t i = 0; i < codes.n && n < OPTIONS_MAX; i++)
        if (codes.items[i].choosable)
            o[n++] =
                (struct box_option){ codes.items[i].code, str_eq(codes.items[i].code, chosen) };
    return (struct list){ o, n };
}

/* ---- 1: where and what ---- */

static struct area_option area_option(struct ctx *c, const struct region *g, struct str label,
                                      struct str chosen)
{
    struct str code = str_fmt(c->arena, "%lld", (long long)g->code);

    return (struct area_option){ code, label, str_eq(code, chosen) };
}

/* The children of a region as options, after those that are there already. */
static void add_children(struct ctx *c, const struct region *above, struct str chosen,
                         struct list *list, struct area_option *o)
{
    const struct region_tree *t = c->app->regions;
    const struct region *g = region_first_child(t, above);

    for (; g && list->n < OPTIONS_MAX; g = region_next(t, g))
        o[list->n++] = area_option(c, g, g->name, chosen);
    list->items = o;
}

/* One group a city, its own offices first. */
static struct list areas(struct ctx *c, struct req *r, struct str county)
{
    const struct region_tree *t = c->app->regions;
    const struct region *province = region_at(t, 0);
    struct area_group *groups = arena_array(c->arena, struct area_group, GROUPS_MAX);
    size_t n = 0;

    for (const struct region *city = region_first_child(t, province); city && n < GROUPS_MAX - 1;
         city = region_next(t, city)) {
        struct area_option *o = arena_array(c->arena, struct area_option, OPTIONS_MAX);
        struct area_group *g = &groups[n++];
        struct str own = web_text(r, "report.area.city");
        *g = (struct area_group){ .label = city->name };
        o[g->options.n++] = area_option(
            c, city, str_fmt(c->arena, "%.*s%.*s", STR_ARG(city->name), STR_ARG(own)), county);
        add_children(c, city, county, &g->options, o);
    }
    struct area_option *o = arena_array(c->arena, struct area_option, 2);
    o[0] = area_option(c, province, web_text(r, "report.area.province"), county);
    o[1] = (struct area_option){ S("100000"), web_text(r, "report.area.outside"),
                                 str_eq(county, S("100000")) };
    groups[n++] = (struct area_group){ web_text(r, "report.area.others"), (struct list){ o, 2 } };
    return (struct list){ groups, n };
}

static struct list townships(struct ctx *c, struct str county, struct str chosen)
{
    struct area_option *o = arena_array(c->arena, struct area_option, OPTIONS_MAX);
    const struct region *g = region_find(c->app->regions, report_area(county));
    struct list list = { o, 0 };

    if (g && g->level == REGION_COUNTY)
        add_children(c, g, chosen, &list, o);
    return list;
}

static bool is_chosen(const struct report_form *f, struct str topic)
{
    for (size_t i = 0; i < f->topic_count; i++)
        if (str_eq(f->topics[i], topic))
            return true;
    return false;
}

static struct topic_group *group_of(struct topic_group *groups, size_t *n, struct str code)
{
    for (size_t i = 0; i < *n; i++)
        if (str_eq(groups[i].code, code))
            return &groups[i];
    groups[*n] = (struct topic_group){ .code = code };
    return *n < GROUPS_MAX - 1 ? &groups[(*n)++] : &groups[*n];
}

/* What happens in a village first: that is what most people come with. */
static struct list topics(struct ctx *c, const struct report_form *f)
{
    struct code_list codes = code_list(c->app->codes, S("TP"));
    struct topic_group *groups = arena_array(c->arena, struct topic_group, GROUPS_MAX);
    size_t n = 0;

    (void)group_of(groups, &n, S("TP_MASS_INTEREST"));
    for (size_t i = 0; i < codes.n; i++) {
        struct topic_group *g = group_of(groups, &n, codes.items[i].parent);
        struct box_option *o = (struct box_option *)(uintptr_t)g->options.items;
        if (!o)
            o = arena_array(c->arena, struct box_option, OPTIONS_MAX);
        bool chosen = is_chosen(f, codes.items[i].code);
        if (g->options.n < OPTIONS_MAX)
            o[g->options.n++] = (struct box_option){ codes.items[i].code, chosen };
        g->options.items = o;
        g->open = g->open || chosen;
    }
    groups[0].first = true;
    return (struct list){ groups, n };
}

static void fill_topic(struct ctx *c, struct req *r, const struct report_form *f,
                       struct wizard_view *v)
{
    struct str county = str_slice(f->area_code, 0, 6);

    v->area_code = needed(wizard_box(r, "area_code", "area_code", county));
    v->township = wizard_box(r, "township", "township", f->area_code);
    v->category = needed(wizard_box(r, "category", "category", f->category));
    v->topics = needed(wizard_box(r, "topics", "topics", STR_NONE));
    v->areas = areas(c, r, county);
    v->townships = townships(c, county, f->area_code);
    v->has_townships = v->townships.n > 0;
    v->categories = wizard_options(c, S("CAT"), f->category);
    v->topic_groups = topics(c, f);
}

/* ---- 2: whom ---- */

static struct box member(struct ctx *c, struct req *r, size_t i, const char *name, struct str value)
{
    const char *full = str_z(c->arena, str_fmt(c->arena, "subjects.%zu.%s", i, name));
    struct box b = wizard_box(r, full, name, value);

    b.value = value; /* one above may have been taken out: what stands in the form counts */
    return b;
}

static void fill_subject(struct ctx *c, struct req *r, const struct report_form *f,
                         struct wizard_view *v)
{
    size_t n = f->subject_count ? f->subject_count : 1;
    struct subject_view *list = arena_array(c->arena, struct subject_view, n);

    for (size_t i = 0; i < n; i++) {
        static const struct report_subject none;
        const struct report_subject *s = f->subject_count ? &f->subjects[i] : &none;
        struct subject_view *view = &list[i];
        *view = (struct subject_view){
            .number = (int64_t)i + 1,
            .index = str_fmt(c->arena, "%zu", i),
            .many = n > 1,
            .kind = member(c, r, i, "kind", s->kind),
            .name = needed(member(c, r, i, "name", s->name)),
            .unit = needed(member(c, r, i, "unit", s->unit)),
            .post = member(c, r, i, "post", s->post),
            .level = needed(member(c, r, i, "level", s->level)),
            .person = !str_eq(s->kind, S("organisation")),
            .levels = wizard_options(c, S("LV"), s->level),
        };
    }
    v->subjects = (struct list){ list, n };
    v->subjects_box = wizard_box(r, "subjects", "subjects", STR_NONE);
    v->to_upper = tick(r, "to_upper", f->to_upper);
}

/* ---- 3 and 4: what happened, and what shows it ---- */

static struct box text(struct req *r, const char *name, struct str value)
{
    return wizard_box(r, name, name, value);
}

static void fill_story(struct ctx *c, struct req *r, const struct report_form *f,
                       struct wizard_view *v)
{
    v->narrative = needed(text(r, "narrative", f->narrative));
    v->fact_time = text(r, "fact_time", f->fact_time);
    v->fact_place = text(r, "fact_place", f->fact_place);
    v->knowledge = text(r, "knowledge", f->knowledge);
    v->title_box = text(r, "title", f->title);
    v->knowledges = wizard_options(c, S("KNOW"), f->knowledge);
}

static struct str lines(struct ctx *c, const struct str *items, size_t n)
{
    struct buf b = buf_new(c->arena);

    for (size_t i = 0; i < n; i++) {
        if (i)
            buf_byte(&b, '\n');
        buf_put(&b, items[i]);
    }
    return buf_str(&b);
}

/* The mistake stands in one line of the area; the form has one field for all of them. */
static struct box area_of_lines(struct req *r, const char *name, struct str value)
{
    struct ctx *c = r->ctx;
    struct box b = text(r, name, value);
    struct str dot = str_fmt(c->arena, "%s.", name);

    for (size_t i = 0; i < c->fault.field_count; i++) {
        struct fault_field *f = &c->fault.fields[i];
        if (!str_starts(str_of(f->field), dot))
            continue;
        f->field = name; /* so that the summary's link leads somewhere */
        b.error = web_sentence(r, f->key, f->arg);
    }
    return b;
}

static void fill_material(struct ctx *c, struct req *r, const struct wizard *w,
                          struct wizard_view *v)
{
    const struct report_form *f = &w->form;

    v->file = text(r, "file", STR_NONE);
    v->files = wizard_file_rows(c, r, w);
    v->witnesses = area_of_lines(r, "witnesses", lines(c, f->witnesses, f->witness_count));
    v->prior = area_of_lines(r, "prior", lines(c, f->prior, f->prior_count));
    v->wish = text(r, "wish", f->wish);
    v->mass_interest = tick(r, "mass_interest", f->mass_interest);
}

/* ---- 5: name and consent ---- */

static void fill_person(struct ctx *c, struct req *r, const struct report_form *f,
                        struct wizard_view *v)
{
    const struct report_identity *id = &f->identity;

    v->id_mode = needed(text(r, "id_mode", f->id_mode));
    v->id_name = wizard_box(r, "identity.name", "id_name", id->name);
    v->id_phone = wizard_box(r, "identity.phone", "id_phone", id->phone);
    v->id_name.required = v->id_phone.required = true; /* of those who sign: the hint says so */
    v->id_kind = wizard_box(r, "identity.id_kind", "id_kind", id->id_kind);
    v->id_no = wizard_box(r, "identity.id_no", "id_no", id->id_no);
    v->id_address = wizard_box(r, "identity.address", "id_address", id->address);
    v->contact_pref = text(r, "contact_pref", f->contact_pref);
    v->exposure_note = text(r, "exposure_note", f->exposure_note);
    v->protect_req = tick(r, "protect_req", f->protect_req);
    v->protect_text = text(r, "protect_text", f->protect_text);
    v->consent_shown = tick(r, "consent_shown", f->consent_shown);
    v->consent_quoted = tick(r, "consent_quoted", f->consent_quoted);
    v->consent_open = tick(r, "consent_open", f->consent_open);
    v->consent_publication = tick(r, "consent_publication", f->consent_publication);
    v->id_modes = wizard_options(c, S("ID"), f->id_mode);
    v->id_kinds = wizard_options(c, S("IDK"), id->id_kind);
    v->contacts = wizard_options(c, S("CONTACT"), f->contact_pref);
}

/* ---- all ---- */

/* "This has to be filled in" tells nobody which: the field's own sentence, at the field and in the
 * summary. */
static void say_what_is_needed(struct ctx *c)
{
    for (size_t i = 0; i < c->fault.field_count; i++) {
        struct fault_field *f = &c->fault.fields[i];
        const char *last = strrchr(f->field, '.');
        const char *own = str_starts(str_of(f->field), S("identity.")) ? "id_" : "";
        if (strcmp(f->key, "form.required") == 0)
            f->key =
                str_z(c->arena, str_fmt(c->arena, "%.*s%s%s", STR_ARG(T_PREFIX("report.need.")),
                                        own, last ? last + 1 : f->field));
    }
}

static void fill_frame(struct ctx *c, struct req *r, const struct wizard *w, int step,
                       struct wizard_view *v)
{
    const struct wizard_kind *kind = w->kind;

    v->step = step;
    v->amend = kind->amend;
    v->action_href = str_fmt(c->arena, "%s/%d", kind->base, step);
    v->back_href = step > 1 ? str_fmt(c->arena, "%s/%d", kind->base, step - 1) : str_of(kind->base);
    v->my_files_href = S("/my/files");
    if (w->saved.ms)
        v->saved = i18n_time(c->arena, web_of(r)->lang, w->saved, ctx_today(c));
}

void wizard_view_fill(struct ctx *c, struct req *r, const struct wizard *w, int step,
                      struct wizard_view *v)
{
    const struct report_form *f = &w->form;

    say_what_is_needed(c);
    fill_frame(c, r, w, step, v);
    switch (step) {
    case REPORT_STEP_TOPIC:
        fill_topic(c, r, f, v);
        break;
    case REPORT_STEP_SUBJECT:
        fill_subject(c, r, f, v);
        break;
    case REPORT_STEP_STORY:
        fill_story(c, r, f, v);
        break;
    case REPORT_STEP_MATERIAL:
        fill_material(c, r, w, v);
        break;
    default:
        fill_person(c, r, f, v);
        break;
    }
}
