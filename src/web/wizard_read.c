/* wizard_read.c - what a page of the report form sent, put into the form; nothing is checked here.
 */
#include "web/wizard.h"

static struct str field(struct req *r, const char *name)
{
    struct str s = req_form(r, str_of(name));

    return s.n ? s : STR_NONE;
}

static bool tick(struct req *r, const char *name)
{
    return str_eq(req_form(r, str_of(name)), S("1"));
}

/* A county or city, and a township of that very county; another county chosen: it is forgotten. */
static struct str area_of(struct req *r)
{
    struct str area = field(r, "area_code"), town = field(r, "township");

    return !str_absent(town) && !str_absent(area) && str_starts(town, area) ? town : area;
}

static void read_topic(struct req *r, struct report_form *f)
{
    f->area_code = area_of(r);
    f->category = field(r, "category");
    f->topic_count = 0;
    for (size_t i = 0; i < r->form.n && f->topic_count < REPORT_TOPICS_MAX; i++)
        if (str_eq(r->form.items[i].name, S("topics")) && r->form.items[i].value.n)
            f->topics[f->topic_count++] = r->form.items[i].value;
}

static struct str member(struct ctx *c, struct req *r, size_t i, const char *name)
{
    return field(r, str_z(c->arena, str_fmt(c->arena, "subjects.%zu.%s", i, name)));
}

static bool blank(const struct report_subject *s)
{
    return str_absent(s->name) && str_absent(s->unit) && str_absent(s->post) &&
           str_absent(s->level);
}

static void read_subject(struct ctx *c, struct req *r, struct report_form *f)
{
    uint64_t less = REPORT_SUBJECTS_MAX; /* the one to take out */
    size_t n = 0;

    if (!str_u64(req_form(r, S("less")), &less))
        less = REPORT_SUBJECTS_MAX;
    for (size_t i = 0; i < REPORT_SUBJECTS_MAX; i++) {
        struct report_subject s = { member(c, r, i, "kind"), member(c, r, i, "name"),
                                    member(c, r, i, "unit"), member(c, r, i, "post"),
                                    member(c, r, i, "level") };
        if (str_absent(s.kind) && blank(&s))
            break;
        /* one opened and left empty is no accused; the first has to be filled */
        if (i != less && (n == 0 || !blank(&s)))
            f->subjects[n++] = s;
    }
    if (tick(r, "more") && n < REPORT_SUBJECTS_MAX)
        f->subjects[n++] = (struct report_subject){ .kind = S("person") };
    f->subject_count = n;
    f->to_upper = tick(r, "to_upper");
}

static void read_story(struct req *r, struct report_form *f)
{
    f->narrative = field(r, "narrative");
    f->fact_time = field(r, "fact_time");
    f->fact_place = field(r, "fact_place");
    f->knowledge = field(r, "knowledge");
    f->title = field(r, "title");
}

/* One a line. What is too much for the list stays in its last line, where the check sees it. */
static size_t read_lines(struct str s, struct str *items, size_t max)
{
    size_t n = 0;

    while (!str_absent(s) && n < max) {
        struct str line = n + 1 == max ? s : str_cut(&s, '\n');
        if (n + 1 == max)
            s = STR_NONE;
        line = str_trim(line);
        if (line.n)
            items[n++] = line;
    }
    return n;
}

static void read_material(struct req *r, struct report_form *f)
{
    f->witness_count = read_lines(field(r, "witnesses"), f->witnesses, REPORT_WITNESSES_MAX);
    f->prior_count = read_lines(field(r, "prior"), f->prior, REPORT_PRIOR_MAX);
    f->wish = field(r, "wish");
    f->mass_interest = tick(r, "mass_interest");
}

static void read_person(struct req *r, struct report_form *f)
{
    f->id_mode = field(r, "id_mode");
    f->identity =
        (struct report_identity){ field(r, "identity.name"), field(r, "identity.phone"),
                                  field(r, "identity.id_kind"), field(r, "identity.id_no"),
                                  field(r, "identity.address") };
    f->contact_pref = field(r, "contact_pref");
    f->exposure_note = field(r, "exposure_note");
    f->protect_req = tick(r, "protect_req");
    f->protect_text = field(r, "protect_text");
    f->consent_shown = tick(r, "consent_shown");
    f->consent_quoted = tick(r, "consent_quoted");
    f->consent_open = tick(r, "consent_open");
    f->consent_publication = tick(r, "consent_publication");
}

void wizard_read(struct ctx *c, struct req *r, struct wizard *w, int step)
{
    struct report_form *f = &w->form;

    switch (step) {
    case REPORT_STEP_TOPIC:
        read_topic(r, f);
        break;
    case REPORT_STEP_SUBJECT:
        read_subject(c, r, f);
        break;
    case REPORT_STEP_STORY:
        read_story(r, f);
        break;
    case REPORT_STEP_MATERIAL:
        read_material(r, f);
        break;
    default:
        read_person(r, f);
        break;
    }
}
