#include "domain/report_form.h"

#include <assert.h>

#include "base/utf8.h"
#include "domain/app.h"

#define TITLE_CHARS_MIN 4
#define TITLE_CHARS_MAX 60
#define NARRATIVE_LIMIT 100000 /* code points that are counted at all */
#define SUBJECT_NAME_MAX 60
#define SUBJECT_UNIT_MAX 120
#define SUBJECT_POST_MAX 60
#define LIST_LINE_MAX 200 /* witnesses, earlier reports */
#define PHONE_CHARS_MIN 5
#define ARRIVAL_DAYS_MAX 3700 /* a letter found in a drawer */

#define AT(member) offsetof(struct report_form, member)

const struct form_text report_form_texts[] = {
    { "title", AT(title), TEXT_PLAIN, TITLE_CHARS_MAX, false, REPORT_STEP_STORY },
    { "narrative", AT(narrative), TEXT_PLAIN, NARRATIVE_LIMIT, true, REPORT_STEP_STORY },
    { "fact_time", AT(fact_time), TEXT_PLAIN, 100, false, REPORT_STEP_STORY },
    { "fact_place", AT(fact_place), TEXT_PLAIN, 200, false, REPORT_STEP_STORY },
    { "knowledge", AT(knowledge), TEXT_PLAIN, 200, false, REPORT_STEP_STORY },
    { "wish", AT(wish), TEXT_PLAIN, 1000, true, REPORT_STEP_MATERIAL },
    { "contact_pref", AT(contact_pref), TEXT_PLAIN, 200, false, REPORT_STEP_PERSON },
    { "exposure_note", AT(exposure_note), TEXT_PLAIN, 1000, true, REPORT_STEP_PERSON },
    { "protect_text", AT(protect_text), TEXT_PLAIN, 1000, true, REPORT_STEP_PERSON },
    { "name", AT(identity.name), TEXT_IDENTITY, 60, false, REPORT_STEP_PERSON },
    { "phone", AT(identity.phone), TEXT_IDENTITY, 40, false, REPORT_STEP_PERSON },
    { "id_kind", AT(identity.id_kind), TEXT_IDENTITY, 40, false, REPORT_STEP_PERSON },
    { "id_no", AT(identity.id_no), TEXT_IDENTITY, 40, false, REPORT_STEP_PERSON },
    { "address", AT(identity.address), TEXT_IDENTITY, 200, false, REPORT_STEP_PERSON },
    { "channel", AT(channel), TEXT_DESK, 40, false, REPORT_STEP_ALL },
    { "arrived_on", AT(arrived_on), TEXT_DESK, 10, false, REPORT_STEP_ALL },
    { "pieces", AT(pieces), TEXT_DESK, 20, false, REPORT_STEP_ALL },
    { "postmark_on", AT(postmark_on), TEXT_DESK, 10, false, REPORT_STEP_ALL },
    { "receivers", AT(receivers), TEXT_DESK, 120, false, REPORT_STEP_ALL },
    { "visitor_count", AT(visitor_count), TEXT_DESK, 6, false, REPORT_STEP_ALL },
    { "call_start", AT(call_start), TEXT_DESK, 40, false, REPORT_STEP_ALL },
    { "call_end", AT(call_end), TEXT_DESK, 40, false, REPORT_STEP_ALL },
    { "note_confirmed", AT(note_confirmed), TEXT_DESK, 10, false, REPORT_STEP_ALL },
    { "repeat_of", AT(repeat_of), TEXT_DESK, 20, false, REPORT_STEP_ALL },
};
const size_t report_form_text_count = COUNT_OF(report_form_texts);

bool report_at_desk(const struct ctx *c)
{
    return c->actor->kind == ACTOR_OFFICER && actor_has(c, RO_CLERK | RO_GRID);
}

int64_t report_area(struct str area_code)
{
    uint64_t v;

    if (area_code.n == 12) /* a village: its township's office takes it */
        area_code = str_slice(area_code, 0, 9);
    if (area_code.n == 9 && str_ends(area_code, S("000"))) /* a county written long */
        area_code = str_slice(area_code, 0, 6);
    if ((area_code.n != 6 && area_code.n != 9) || !str_u64(area_code, &v))
        return 0;
    return (int64_t)v;
}

static const char *field_name(struct ctx *c, const char *list, size_t i, const char *member)
{
    return str_z(c->arena, member ? str_fmt(c->arena, "%s.%zu.%s", list, i, member)
                                  : str_fmt(c->arena, "%s.%zu", list, i));
}

static void mistake(struct ctx *c, const char *field, const char *key, int64_t arg)
{
    fault_field(&c->fault, field, key, arg);
}

/* Cleans one text in place; blank becomes absent. Says what is wrong with it. */
static void clean(struct ctx *c, struct str *s, const char *field, size_t chars_max, bool lines)
{
    struct str out;

    if (str_absent(*s))
        return;
    if (!utf8_clean(c->arena, *s, &out)) {
        mistake(c, field, T_KEY("report.text"), 0);
        return;
    }
    if (out.n == 0) {
        *s = STR_NONE;
        return;
    }
    *s = out;
    if (utf8_count(out) > chars_max)
        mistake(c, field, T_KEY("form.too_long"), (int64_t)chars_max);
    if (!lines && memchr(out.p, '\n', out.n))
        mistake(c, field, T_KEY("report.one_line"), 0);
}

static void require(struct ctx *c, struct str s, const char *field)
{
    if (str_absent(s))
        mistake(c, field, T_KEY("form.required"), 0);
}

/* One of a code list that may be chosen in forms. */
static void check_code(struct ctx *c, struct str s, const char *field, struct str list)
{
    const struct code *code;

    if (str_absent(s)) {
        mistake(c, field, T_KEY("form.required"), 0);
        return;
    }
    code = code_find(c->app->codes, list, s);
    if (!code || !code->choosable)
        mistake(c, field, T_KEY("form.option"), 0);
}

static int64_t limit(struct ctx *c, struct str key)
{
    return app_parameter(c, PARAMETER_ORG_BASE, key, ctx_today(c)).value;
}

static const char *text_field(struct ctx *c, const struct form_text *t)
{
    return t->group == TEXT_IDENTITY ? str_z(c->arena, str_fmt(c->arena, "identity.%s", t->name))
                                     : t->name;
}

static void check_texts(struct ctx *c, struct report_form *f, int step)
{
    for (size_t i = 0; i < report_form_text_count; i++) {
        const struct form_text *t = &report_form_texts[i];
        if (step == REPORT_STEP_ALL || step == t->step)
            clean(c, form_text_of(f, t), text_field(c, t), t->chars_max, t->lines);
    }
}

static void check_list(struct ctx *c, struct str *items, size_t *n, size_t max, const char *list)
{
    size_t kept = 0;

    if (*n > max) {
        mistake(c, list, T_KEY("report.many"), (int64_t)max);
        return;
    }
    for (size_t i = 0; i < *n; i++) {
        clean(c, &items[i], field_name(c, list, i, NULL), LIST_LINE_MAX, true);
        if (!str_absent(items[i]))
            items[kept++] = items[i];
    }
    *n = kept;
}

/* A division of the province, or any code of another one: that is no mistake, such a report is for
 * 12388 national. A township that the list lacks counts as its county. */
static bool area_known(struct ctx *c, struct str area_code)
{
    int64_t area = report_area(area_code);

    if (!area || !str_starts(area_code, S("33")))
        return area != 0;
    return region_find(c->app->regions, area) ||
           (area > 999999 && region_find(c->app->regions, area / 1000));
}

static void check_topic_page(struct ctx *c, struct report_form *f)
{
    require(c, f->area_code, "area_code");
    if (!str_absent(f->area_code) && !area_known(c, f->area_code))
        mistake(c, "area_code", T_KEY("report.area"), 0);
    check_code(c, f->category, "category", S("CAT"));
    if (f->topic_count > REPORT_TOPICS_MAX)
        mistake(c, "topics", T_KEY("report.many"), REPORT_TOPICS_MAX);
    /* a claim or a suggestion need not be a kind of misconduct; a clerk may leave it to screening
     */
    if (f->topic_count == 0 && str_eq(f->category, S("CAT_REPORT")) && !report_at_desk(c))
        mistake(c, "topics", T_KEY("form.required"), 0);
    for (size_t i = 0; i < f->topic_count && i < REPORT_TOPICS_MAX; i++)
        check_code(c, f->topics[i], field_name(c, "topics", i, NULL), S("TP"));
}

static void check_subject(struct ctx *c, struct report_subject *s, size_t i)
{
    bool person = str_eq(s->kind, S("person"));

    if (!person && !str_eq(s->kind, S("organisation")))
        mistake(c, field_name(c, "subjects", i, "kind"),
                str_absent(s->kind) ? T_KEY("form.required") : T_KEY("form.option"), 0);
    clean(c, &s->name, field_name(c, "subjects", i, "name"), SUBJECT_NAME_MAX, false);
    clean(c, &s->unit, field_name(c, "subjects", i, "unit"), SUBJECT_UNIT_MAX, false);
    clean(c, &s->post, field_name(c, "subjects", i, "post"), SUBJECT_POST_MAX, false);
    if (!person && str_absent(s->unit)) /* an organisation is its own unit */
        s->unit = s->name;
    if (person)
        require(c, s->name, field_name(c, "subjects", i, "name"));
    require(c, s->unit, field_name(c, "subjects", i, "unit"));
    check_code(c, s->level, field_name(c, "subjects", i, "level"), S("LV"));
}

static void check_subject_page(struct ctx *c, struct report_form *f)
{
    if (f->subject_count == 0)
        mistake(c, "subjects", T_KEY("report.subjects_none"), 0);
    if (f->subject_count > REPORT_SUBJECTS_MAX) {
        mistake(c, "subjects", T_KEY("report.many"), REPORT_SUBJECTS_MAX);
        return;
    }
    for (size_t i = 0; i < f->subject_count; i++)
        check_subject(c, &f->subjects[i], i);
}

static void check_story_page(struct ctx *c, struct report_form *f)
{
    int64_t least = limit(c, S("report.narrative_min")), most = limit(c, S("report.narrative_max"));
    int64_t n = (int64_t)utf8_count(f->narrative);

    require(c, f->narrative, "narrative");
    if (n < least)
        mistake(c, "narrative", T_KEY("report.too_short"), least);
    if (n > most)
        mistake(c, "narrative", T_KEY("form.too_long"), most);
    if (!str_absent(f->title) && utf8_count(f->title) < TITLE_CHARS_MIN)
        mistake(c, "title", T_KEY("report.too_short"), TITLE_CHARS_MIN);
}

static void check_material_page(struct ctx *c, struct report_form *f)
{
    check_list(c, f->witnesses, &f->witness_count, REPORT_WITNESSES_MAX, "witnesses");
    check_list(c, f->prior, &f->prior_count, REPORT_PRIOR_MAX, "prior");
}

/* Digits as typed, with what people put between them. A mobile number has eleven. */
static void check_phone(struct ctx *c, struct str phone)
{
    size_t digits = 0;

    for (size_t i = 0; i < phone.n; i++) {
        if (phone.p[i] >= '0' && phone.p[i] <= '9') {
            digits++;
        } else if (!strchr("+-() ", phone.p[i])) {
            mistake(c, "identity.phone", T_KEY("report.phone"), 0);
            return;
        }
    }
    if (digits < PHONE_CHARS_MIN)
        mistake(c, "identity.phone", T_KEY("report.phone"), 0);
    else if (phone.p[0] == '1' && (digits == 10 || digits == 12))
        mistake(c, "identity.phone", T_KEY("report.phone_11"), 0);
}

/* Real-name = a name and a concrete contact (CC 24); on paper an address is one. */
static void check_named(struct ctx *c, struct report_form *f)
{
    struct report_identity *id = &f->identity;
    bool contact = !str_absent(id->phone) || (report_at_desk(c) && !str_absent(id->address));

    require(c, id->name, "identity.name");
    if (!contact)
        mistake(c, "identity.phone", T_KEY("report.contact"), 0);
    if (!str_absent(id->phone))
        check_phone(c, id->phone);
}

static void check_person_page(struct ctx *c, struct report_form *f)
{
    if (str_eq(f->id_mode, S("ID_PROXY"))) { /* a switch, off unless a body turned it on */
        const struct org *o = org_for_area(app_orgs(c->app), report_area(f->area_code));
        if (!o || !app_switch(c, o->id, "sw_proxy"))
            mistake(c, "id_mode", T_KEY("report.proxy_off"), 0);
    } else {
        check_code(c, f->id_mode, "id_mode", S("ID"));
    }
    if (str_eq(f->id_mode, S("ID_ANON")))
        f->identity = (struct report_identity){ 0 }; /* what is not kept cannot leak */
    else if (!str_absent(f->id_mode))
        check_named(c, f);
    if (!str_absent(f->protect_text))
        f->protect_req = true;
}

static void check_day(struct ctx *c, struct str s, const char *field)
{
    struct day d;

    if (str_absent(s))
        return;
    if (!day_parse(s, &d))
        mistake(c, field, T_KEY("form.date"), 0);
    else if (d.n > ctx_today(c).n)
        mistake(c, field, T_KEY("report.future"), 0);
    else if (d.n < ctx_today(c).n - ARRIVAL_DAYS_MAX)
        mistake(c, field, T_KEY("form.date"), 0);
}

static bool web_channel(struct str channel)
{
    return str_absent(channel) || str_eq(channel, S("CH_WEB")) || str_eq(channel, S("CH_VIDEO")) ||
           str_eq(channel, S("CH_AUDIO"));
}

static void check_desk(struct ctx *c, struct report_form *f)
{
    uint64_t n;

    check_code(c, f->channel, "channel", S("CH"));
    if (!str_absent(f->channel) && web_channel(f->channel))
        mistake(c, "channel", T_KEY("form.option"), 0);
    check_day(c, f->arrived_on, "arrived_on");
    check_day(c, f->postmark_on, "postmark_on");
    if (!str_absent(f->visitor_count) && (!str_u64(f->visitor_count, &n) || n == 0))
        mistake(c, "visitor_count", T_KEY("report.visitors"), 0);
    if (!str_absent(f->repeat_of) && !str_u64(f->repeat_of, &n))
        mistake(c, "repeat_of", T_KEY("form.option"), 0);
}

/* What only a desk records is no field of the citizen's form: an arrival stamp starts clocks. */
static void check_no_desk(struct ctx *c, struct report_form *f)
{
    for (size_t i = 0; i < report_form_text_count; i++) {
        const struct form_text *t = &report_form_texts[i];
        if (t->group != TEXT_DESK || str_absent(*form_text_of(f, t)))
            continue;
        if (strcmp(t->name, "channel") != 0 || !web_channel(f->channel))
            mistake(c, t->name, T_KEY("report.desk_only"), 0);
    }
}

static void check_last_page(struct ctx *c, struct report_form *f)
{
    bool desk = report_at_desk(c);
    struct str nfkc;

    if (desk)
        check_desk(c, f);
    else
        check_no_desk(c, f);
    if (!desk && !f->truth_ack)
        mistake(c, "truth_ack", T_KEY("report.truth"), 0);
    if (!desk || !str_absent(f->password)) {
        enum err e = access_password_check(c, f->password, "password", &nfkc);
        assert(e == ERR_OK || c->fault.field_count > 0);
        (void)e;
    }
}

enum err report_form_check(struct ctx *c, struct report_form *f, int step)
{
    bool all = step == REPORT_STEP_ALL || step == REPORT_STEP_CHANGE;

    fault_clear(&c->fault);
    check_texts(c, f, all ? REPORT_STEP_ALL : step);
    if (all || step == REPORT_STEP_TOPIC)
        check_topic_page(c, f);
    if (all || step == REPORT_STEP_SUBJECT)
        check_subject_page(c, f);
    if (all || step == REPORT_STEP_STORY)
        check_story_page(c, f);
    if (all || step == REPORT_STEP_MATERIAL)
        check_material_page(c, f);
    if (all || step == REPORT_STEP_PERSON)
        check_person_page(c, f);
    if (step == REPORT_STEP_ALL)
        check_last_page(c, f);
    if (step == REPORT_STEP_CHANGE)
        check_no_desk(c, f);
    return c->fault.field_count ? ERR_INVALID : ERR_OK;
}
