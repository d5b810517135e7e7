/* entry_read.c - from the keys a clerk hits to a report: days, places and topics as he types them.
 */
#include "domain/app.h"
#include "domain/org.h"
#include "domain/report_form.h"
#include "web/entry.h"

#define AREAS_MAX 400
#define TOPIC_GROUPS_MAX 9

const struct entry_kind entry_letter = {
    ENTRY_LETTER, "/desk/letter", { "CH_LETTER", "CH_TRANSFER_IN", "CH_UPPER", "CH_INSPECTION" }
};
const struct entry_kind entry_visit = { ENTRY_VISIT,
                                        "/desk/visit",
                                        { "CH_VISIT", "CH_LEADER_DAY" } };
const struct entry_kind entry_call = { ENTRY_CALL, "/desk/call", { "CH_PHONE" } };
const struct entry_kind entry_grid = { ENTRY_GRID, "/desk/grid", { "CH_GRID" } };

#define PAPER (ENTRY_LETTER | ENTRY_VISIT)
#define HEARD (ENTRY_VISIT | ENTRY_CALL)
#define SUBJECT(n, more)                                                                           \
    { "subjects." n ".name", "subject_name", ENTRY_LINE, ENTRY_ALL, more, NULL, NULL, 0 },         \
        { "subjects." n ".unit", "subject_unit", ENTRY_LINE, ENTRY_ALL, more, NULL, NULL, 0 },     \
        { "subjects." n ".post", "subject_post", ENTRY_LINE, ENTRY_ALL, more, NULL, NULL, 0 },     \
    {                                                                                              \
        "subjects." n ".level", "subject_level", ENTRY_CODE, ENTRY_ALL, more, "LV", NULL, 0        \
    }

const struct entry_slot entry_slots[] = {
    { "arrived_on", "arrived_on", ENTRY_DAY, ENTRY_ALL, false, NULL, "numeric", 0 },
    { "postmark_on", "postmark_on", ENTRY_DAY, ENTRY_LETTER, false, NULL, "numeric", 0 },
    { "pieces", "pieces", ENTRY_LINE, ENTRY_LETTER, false, NULL, "numeric", 0 },
    { "call_start", "call_start", ENTRY_CLOCK, ENTRY_CALL, false, NULL, "numeric", 0 },
    { "call_end", "call_end", ENTRY_CLOCK, ENTRY_CALL, false, NULL, "numeric", 0 },
    { "visitor_count", "visitor_count", ENTRY_LINE, ENTRY_VISIT, false, NULL, "numeric", 0 },
    { "receiver_1", "receiver_1", ENTRY_LINE, ENTRY_VISIT, false, NULL, NULL, 0 },
    { "receiver_2", "receiver_2", ENTRY_LINE, ENTRY_VISIT, false, NULL, NULL, 0 },
    { "id_mode", "id_mode", ENTRY_CODE, ENTRY_ALL, false, "ID", NULL, 0 },
    { "identity.name", "name", ENTRY_LINE, ENTRY_ALL, false, NULL, NULL, 0 },
    { "identity.phone", "phone", ENTRY_LINE, ENTRY_ALL, false, NULL, "tel", 0 },
    { "identity.id_no", "id_no", ENTRY_LINE, ENTRY_VISIT, false, NULL, NULL, 0 },
    { "identity.address", "address", ENTRY_LINE, PAPER, false, NULL, NULL, 0 },
    SUBJECT("0", false),
    { "narrative", "narrative", ENTRY_TEXT, ENTRY_ALL, false, NULL, NULL, 2 },
    { "note_confirmed", "note_confirmed", ENTRY_TICK, HEARD, false, NULL, NULL, 2 },
    { "area_code", "area_code", ENTRY_LINE, ENTRY_ALL, false, "areas", NULL, 0 },
    { "category", "category", ENTRY_CODE, ENTRY_ALL, false, "CAT", NULL, 0 },
    { "topics", "topics", ENTRY_LINE, ENTRY_ALL, false, "topic-list", NULL, 0 },
    { "channel", "channel", ENTRY_CODE, PAPER, true, "CH", NULL, 0 },
    SUBJECT("1", true),
    SUBJECT("2", true),
    { "wish", "wish", ENTRY_LINE, ENTRY_ALL, true, NULL, NULL, 2 },
    { "mass_interest", "mass_interest", ENTRY_TICK, ENTRY_ALL, true, NULL, NULL, 2 },
    { "consent_open", "consent_open", ENTRY_TICK, ENTRY_ALL, true, NULL, NULL, 2 },
    { "consent_publication", "consent_publication", ENTRY_TICK, ENTRY_ALL, true, NULL, NULL, 2 },
    { "protect_req", "protect_req", ENTRY_TICK, ENTRY_ALL, true, NULL, NULL, 2 },
};
const size_t entry_slot_count = COUNT_OF(entry_slots);

/* ---- places ---- */

struct str entry_area_shown(struct ctx *c, struct str code)
{
    const struct region *d = region_find(c->app->regions, report_area(code));

    return d ? str_fmt(c->arena, "%lld %.*s", (long long)d->code, STR_ARG(d->name)) : STR_NONE;
}

struct list entry_areas(struct ctx *c)
{
    struct entry_proposal *list = arena_array(c->arena, struct entry_proposal, AREAS_MAX);
    const struct region_tree *t = c->app->regions;
    const struct region *own = region_find(t, c->actor->org);
    size_t n = 0;

    for (size_t i = 0; own && i < region_count(t) && n < AREAS_MAX; i++) {
        const struct region *d = region_at(t, i);
        if (d->level <= own->level + 2 && region_is_within(t, d->code, own->code))
            list[n++].value = str_fmt(c->arena, "%lld %.*s", (long long)d->code, STR_ARG(d->name));
    }
    return (struct list){ list, n };
}

/* The one division below `above` whose name is, or else begins with, what was typed. */
static const struct region *region_named(const struct region_tree *t, struct str name,
                                         int64_t above)
{
    const struct region *begins = NULL;
    size_t exact = 0, begun = 0;
    const struct region *same = NULL;

    for (size_t i = 0; i < region_count(t); i++) {
        const struct region *d = region_at(t, i);
        if (!str_starts(d->name, name) || !region_is_within(t, d->code, above))
            continue;
        begins = d;
        begun++;
        if (d->name.n == name.n) {
            same = d;
            exact++;
        }
    }
    return exact == 1 ? same : exact == 0 && begun == 1 ? begins : NULL;
}

static struct str digits_before(struct str s)
{
    size_t n = 0;

    while (n < s.n && s.p[n] >= '0' && s.p[n] <= '9')
        n++;
    return str_slice(s, 0, n);
}

/* "330411 秀洲区", "330411", "秀洲" → "330411" */
struct str entry_area_read(struct ctx *c, struct str typed)
{
    struct str code = digits_before(str_trim(typed));

    if (code.n)
        return code;
    typed = str_trim(typed);
    if (typed.n == 0)
        return STR_NONE;
    const struct region *d = region_named(c->app->regions, typed, c->actor->org);
    if (!d)
        d = region_named(c->app->regions, typed, 330000);
    return d ? str_fmt(c->arena, "%lld", (long long)d->code) : typed;
}

/* ---- topics: their group and their place in it, 11..16 21..27 31..38 ---- */

static struct str topic_number(struct ctx *c, const struct code_list *l, size_t at)
{
    int group = 0, place = 0;

    for (size_t i = 0; i <= at; i++) {
        bool next = i == 0 || !str_eq(l->items[i].parent, l->items[i - 1].parent);
        group += next;
        place = next ? 1 : place + 1;
    }
    return str_fmt(c->arena, "%d%d", group, place);
}

struct list entry_topics(struct ctx *c, struct req *r)
{
    struct code_list l = code_list(c->app->codes, S("TP"));
    struct entry_proposal *list = arena_array(c->arena, struct entry_proposal, l.n);

    for (size_t i = 0; i < l.n; i++)
        list[i].value = str_fmt(c->arena, "%.*s %.*s", STR_ARG(topic_number(c, &l, i)),
                                STR_ARG(desk_code(r, l.items[i].code)));
    return (struct list){ list, l.n };
}

/* One word: a number, a code or a name; absent when it is none. */
static struct str topic_of(struct ctx *c, struct req *r, struct str word)
{
    struct code_list l = code_list(c->app->codes, S("TP"));

    for (size_t i = 0; i < l.n; i++)
        if (str_eq(word, topic_number(c, &l, i)) || str_eq(word, l.items[i].code) ||
            str_eq(word, desk_code(r, l.items[i].code)))
            return l.items[i].code;
    return STR_NONE;
}

static void add_topic(struct report_form *f, struct str code)
{
    for (size_t i = 0; i < f->topic_count; i++)
        if (str_eq(f->topics[i], code))
            return;
    if (f->topic_count < REPORT_TOPICS_MAX)
        f->topics[f->topic_count++] = code;
}

/* Where the next word begins: words are parted by blanks, commas and 、 ， and U+3000. */
static size_t parting(struct str s, size_t i)
{
    static const char *const wide[] = { "、", "，", "　" };

    if (strchr(" ,;/\t", s.p[i]))
        return 1;
    for (size_t k = 0; k < COUNT_OF(wide); k++)
        if (str_starts(str_slice(s, i, s.n), str_of(wide[k])))
            return strlen(wide[k]);
    return 0;
}

/* "32 征地拆迁补偿", "13 32", "32、其他": what is no topic is kept for the domain to refuse. */
static void read_topics(struct ctx *c, struct req *r, struct report_form *f)
{
    struct str s = req_form(r, S("topics"));
    size_t from = 0;

    for (size_t i = 0; i <= s.n;) {
        size_t gap = i < s.n ? parting(s, i) : 1;
        if (!gap) {
            i++;
            continue;
        }
        struct str word = str_slice(s, from, i - from);
        struct str code = topic_of(c, r, word);
        if (word.n)
            add_topic(f, str_absent(code) ? word : code);
        i += gap;
        from = i;
    }
}

/* ---- the form ---- */

static struct str typed(struct req *r, const char *name)
{
    struct str s = str_trim(req_form(r, str_of(name)));

    return s.n ? s : STR_NONE;
}

static void read_texts(struct ctx *c, struct req *r, struct report_form *f)
{
    for (size_t i = 0; i < report_form_text_count; i++) {
        const struct form_text *t = &report_form_texts[i];
        const char *name = t->group == TEXT_IDENTITY
                               ? str_z(c->arena, str_fmt(c->arena, "identity.%s", t->name))
                               : t->name;
        *form_text_of(f, t) = typed(r, name);
    }
    f->arrived_on = desk_day(c->arena, f->arrived_on, ctx_today(c));
    f->postmark_on = desk_day(c->arena, f->postmark_on, ctx_today(c));
    f->call_start = desk_clock(c->arena, f->call_start);
    f->call_end = desk_clock(c->arena, f->call_end);
    if (f->arrived_on.n == 0)
        f->arrived_on = STR_NONE;
    if (f->postmark_on.n == 0)
        f->postmark_on = STR_NONE;
    if (str_eq(f->repeat_of, S("0"))) /* "not the same thing" */
        f->repeat_of = STR_NONE;
    if (!str_absent(f->identity.id_no))
        f->identity.id_kind = S("IDK_ID_CARD");
}

static struct str part(struct req *r, size_t i, const char *member)
{
    struct str name = str_fmt(r->ctx->arena, "subjects.%zu.%s", i, member);
    return typed(r, str_z(r->ctx->arena, name));
}

/* Whom it is about. Without a name it is an organisation; rows left blank do not count, but the
 * first one stands, so that the domain asks for it. */
static void read_subjects(struct req *r, struct report_form *f)
{
    for (size_t i = 0; i < 3; i++) {
        struct report_subject s = { .name = part(r, i, "name"),
                                    .unit = part(r, i, "unit"),
                                    .post = part(r, i, "post"),
                                    .level = part(r, i, "level") };
        if (i > 0 && str_absent(s.name) && str_absent(s.unit))
            continue;
        s.kind = str_absent(s.name) && !str_absent(s.unit) ? S("organisation") : S("person");
        f->subjects[f->subject_count++] = s;
    }
}

static bool ticked(struct req *r, const char *name)
{
    return str_eq(req_form(r, str_of(name)), S("1"));
}

void entry_read(struct ctx *c, struct req *r, const struct entry_kind *k, struct report_form *ret)
{
    struct report_form f = { 0 };
    struct str one = typed(r, "receiver_1"), two = typed(r, "receiver_2");

    read_texts(c, r, &f);
    f.area_code = entry_area_read(c, req_form(r, S("area_code")));
    f.category = typed(r, "category");
    f.id_mode = typed(r, "id_mode");
    read_topics(c, r, &f);
    read_subjects(r, &f);
    if (k->on == ENTRY_VISIT)
        f.receivers =
            str_absent(two) ? one : str_fmt(c->arena, "%.*s、%.*s", STR_ARG(one), STR_ARG(two));
    f.mass_interest = ticked(r, "mass_interest");
    f.consent_open = ticked(r, "consent_open");
    f.consent_publication = ticked(r, "consent_publication");
    f.protect_req = ticked(r, "protect_req");
    if (str_absent(f.channel))
        f.channel = str_of(k->channels[0]);
    *ret = f;
}

struct str entry_given(struct ctx *c, const struct entry_kind *k, const struct slips *kept,
                       const char *name)
{
    struct str rest = kept->receivers;
    struct str n = str_of(name);

    if (str_eq(n, S("arrived_on")))
        return k->on == ENTRY_LETTER && !str_absent(kept->arrived_on)
                   ? kept->arrived_on
                   : day_format(c->arena, ctx_today(c));
    if (str_eq(n, S("postmark_on")))
        return kept->postmark_on;
    if (str_eq(n, S("area_code")))
        return entry_area_shown(c, kept->area_code);
    if (str_eq(n, S("pieces")) || str_eq(n, S("visitor_count")))
        return S("1");
    if (str_eq(n, S("receiver_1")))
        return str_absent(rest) ? c->actor->name : str_cut(&rest, '\n');
    if (str_eq(n, S("receiver_2"))) {
        (void)str_cut(&rest, '\n');
        return rest;
    }
    if (str_eq(n, S("id_mode")))
        return S("ID_REAL");
    if (str_eq(n, S("category")))
        return S("CAT_REPORT");
    return STR_NONE;
}
