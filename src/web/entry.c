/*
 * entry.c - /desk/letter /desk/visit /desk/call /desk/grid: what came on paper or in person is
 * taken in by keyboard alone (ux 6, U13).
 *
 * Saving answers with the empty form again: focus on the first field that is still empty, the
 * number of the last one above. Likely repeats are shown before anything is stored; the clerk says
 * whether it is the same thing and saves once more.
 */
#include "web/entry.h"

#include "domain/app.h"
#include "domain/code.h"
#include "domain/draft.h"
#include "web/upload.h"

#define ONCE_BYTES 24

struct slot_view {
    struct str name, key, value, error, list, mode;
    bool is_line, is_code, is_text, is_tick, wide, checked, focus;
    struct list options;
};
struct repeat_view {
    struct str matter, id, reg_no, day;
    bool checked;
};
struct entry_view {
    struct str action_href, once, file_error;
    struct list slots, more;
    bool more_open, has_areas;
    struct list areas, topics, repeats, scans;
    bool repeats_none; /* the answer "another thing" is ticked */
    /* the last one */
    bool has_last, last_password, last_up;
    struct str last_number, last_reg_no, last_id, last_org;
    struct str number, undo_id, undo_until; /* the last one, while it can be taken back */
    int64_t count;
};

static const struct field slot_fields[] = { F_STR(struct slot_view, name),
                                            F_STR(struct slot_view, key),
                                            F_STR(struct slot_view, value),
                                            F_STR(struct slot_view, error),
                                            F_STR(struct slot_view, list),
                                            F_STR(struct slot_view, mode),
                                            F_BOOL(struct slot_view, is_line),
                                            F_BOOL(struct slot_view, is_code),
                                            F_BOOL(struct slot_view, is_text),
                                            F_BOOL(struct slot_view, is_tick),
                                            F_BOOL(struct slot_view, wide),
                                            F_BOOL(struct slot_view, checked),
                                            F_BOOL(struct slot_view, focus),
                                            F_LIST(struct slot_view, options, struct choice,
                                                   choice_fields),
                                            F_END };
static const struct field repeat_fields[] = {
    F_STR(struct repeat_view, matter),   F_STR(struct repeat_view, id),
    F_STR(struct repeat_view, reg_no),   F_STR(struct repeat_view, day),
    F_BOOL(struct repeat_view, checked), F_END
};
static const struct field proposal_fields[] = { F_STR(struct entry_proposal, value), F_END };
static const struct field entry_fields[] = {
    F_STR(struct entry_view, action_href),
    F_STR(struct entry_view, once),
    F_LIST(struct entry_view, slots, struct slot_view, slot_fields),
    F_LIST(struct entry_view, more, struct slot_view, slot_fields),
    F_BOOL(struct entry_view, more_open),
    F_LIST(struct entry_view, areas, struct entry_proposal, proposal_fields),
    F_LIST(struct entry_view, topics, struct entry_proposal, proposal_fields),
    F_LIST(struct entry_view, repeats, struct repeat_view, repeat_fields),
    F_LIST(struct entry_view, scans, struct file_row, file_row_fields),
    F_STR(struct entry_view, file_error),
    F_BOOL(struct entry_view, repeats_none),
    F_BOOL(struct entry_view, has_last),
    F_BOOL(struct entry_view, last_password),
    F_BOOL(struct entry_view, last_up),
    F_STR(struct entry_view, last_number),
    F_STR(struct entry_view, last_reg_no),
    F_STR(struct entry_view, last_id),
    F_STR(struct entry_view, last_org),
    F_STR(struct entry_view, number),
    F_STR(struct entry_view, undo_id),
    F_STR(struct entry_view, undo_until),
    F_INT(struct entry_view, count),
    F_END
};
const struct page_view web_desk_entry_view = { "desk_entry", entry_fields };

/* From prepare to handle. */
struct entry_run {

    struct report_intake intake;
    struct repeat_list repeats;
    bool ask; /* repeats were found and nothing was said about them */
};

/* ---- scans: they lie in a draft of the clerk's own until the report takes them over ---- */

static struct str scan_cookie_name(struct req *r)
{
    return web_of(r)->web->https ? S("__Host-scan") : S("scan");
}

static struct str scan_cookie(struct req *r)
{
    struct str cookie = req_cookie(r, scan_cookie_name(r));

    return draft_cookie_ok(cookie) ? cookie : STR_NONE;
}

static void scan_cookie_make(struct ctx *c, struct req *r)
{
    uint8_t bytes[32];

    if (!str_absent(scan_cookie(r)))
        return;
    ctx_random(c, bytes, sizeof(bytes));
    web_cookie(r, scan_cookie_name(r), str_base64url(c->arena, bytes, sizeof(bytes)), -1);
    explicit_bzero(bytes, sizeof(bytes));
}

static enum err scan_begin(void *u, struct req *r, struct str field, struct str filename,
                           struct str type)
{
    struct file_target t = { .owner = FILE_OF_DRAFT, .draft_cookie = scan_cookie(r), .scan = true };

    (void)u;
    if (str_absent(t.draft_cookie))
        return ERR_DENIED; /* the page that gave the form gave the cookie */
    return upload_begin(r, &t, field, filename, type);
}

#define SCAN_SINK                                                                                  \
    {                                                                                              \
        scan_begin, upload_data, upload_end, upload_abort, NULL                                    \
    }
const struct http_sink web_desk_letter_do_sink = SCAN_SINK;
const struct http_sink web_desk_visit_do_sink = SCAN_SINK;
const struct http_sink web_desk_call_do_sink = SCAN_SINK;
const struct http_sink web_desk_grid_do_sink = SCAN_SINK;

static struct list scans_of(struct ctx *c, struct req *r)
{
    struct fault kept = c->fault;
    struct file_list files;

    if (str_absent(scan_cookie(r)) || file_list_draft(c, scan_cookie(r), &files) != ERR_OK) {
        c->fault = kept; /* the form is worth more */
        return (struct list){ 0 };
    }
    return upload_rows(r, &files);
}

/* ---- choices ---- */

static void add_choice(struct req *r, struct choice *list, size_t *n, struct str code,
                       struct str now)
{
    size_t at = (*n)++;

    list[at] = (struct choice){ .value = code, .selected = str_eq(code, now) };
    if (code.n) /* one key picks: the digit in front */
        list[at].label = str_fmt(r->ctx->arena, "%zu %.*s", at + 1, STR_ARG(desk_code(r, code)));
}

static struct list choices(struct ctx *c, struct req *r, const struct entry_kind *k,
                           const struct entry_slot *s, struct str now)
{
    struct code_list l = code_list(c->app->codes, str_of(s->list));
    struct choice *list = arena_array(c->arena, struct choice, l.n + 1);
    size_t n = 0;

    if (strcmp(s->name, "channel") == 0) {
        for (size_t i = 0; k->channels[i]; i++)
            add_choice(r, list, &n, str_of(k->channels[i]), now);
        return (struct list){ list, n };
    }
    for (size_t i = 0; i < l.n; i++)
        if (l.items[i].choosable)
            add_choice(r, list, &n, l.items[i].code, now);
    if (str_eq(str_of(s->list), S("LV")) && str_absent(now)) /* it decides the way: no default */
        list[n++] = (struct choice){ .value = S(""), .label = S(""), .selected = true };
    return (struct list){ list, n };
}

/* ---- the page ---- */

static struct slot_view slot_of(struct ctx *c, struct req *r, const struct entry_kind *k,
                                const struct slips *kept, const struct entry_slot *s)
{
    struct input in = web_input(c, r, s->name, entry_given(c, k, kept, s->name));
    struct slot_view v = { .name = in.name,
                           .key = str_of(s->key),
                           .value = in.value,
                           .error = in.error,
                           .mode = str_of(s->mode),
                           .is_code = s->type == ENTRY_CODE,
                           .is_text = s->type == ENTRY_TEXT,
                           .is_tick = s->type == ENTRY_TICK,
                           .wide = s->width == 2 };

    v.is_line = !v.is_code && !v.is_text && !v.is_tick;
    v.checked = v.is_tick && in.checked;
    if (v.is_line)
        v.list = str_of(s->list);
    if (v.is_code)
        v.options = choices(c, r, k, s, v.value);
    return v;
}

/* A domain's word for a list blames the list or one of it ("topics.0"): shown at its field. */
static void list_error(struct ctx *c, struct req *r, struct slot_view *v, const char *list)
{
    const struct fault *f = &c->fault;

    for (size_t i = 0; i < f->field_count && str_empty(v->error); i++)
        if (strncmp(f->fields[i].field, list, strlen(list)) == 0)
            v->error = web_sentence(r, f->fields[i].key, f->fields[i].arg);
}

/* A mistake in one of several ("topics.0") is that of the field they were typed in. */
static struct str slot_label(struct req *r, struct str field)
{
    for (size_t i = 0; i < entry_slot_count; i++) {
        struct str name = str_of(entry_slots[i].name);
        if (str_eq(field, name) || (str_starts(field, name) && field.p[name.n] == '.'))
            return web_text(
                r, str_z(r->ctx->arena, str_fmt(r->ctx->arena, "%.*s%s",
                                                STR_ARG(T_PREFIX("entry.")), entry_slots[i].key)));
    }
    return STR_NONE;
}

static void fill_slots(struct ctx *c, struct req *r, const struct entry_kind *k,
                       const struct slips *kept, struct entry_view *v)
{
    struct slot_view *main = arena_array(c->arena, struct slot_view, entry_slot_count);
    struct slot_view *more = arena_array(c->arena, struct slot_view, entry_slot_count);
    bool focused = c->fault.err != ERR_OK || v->repeats.n > 0;
    size_t n = 0, m = 0;

    for (size_t i = 0; i < entry_slot_count; i++) {
        const struct entry_slot *s = &entry_slots[i];
        if (!(s->on & k->on))
            continue;
        struct slot_view slot = slot_of(c, r, k, kept, s);
        if (strcmp(s->name, "topics") == 0)
            list_error(c, r, &slot, "topics");
        slot.focus = !focused && !s->more && !slot.is_tick && str_empty(slot.value);
        focused = focused || slot.focus;
        if (s->more && (!str_empty(slot.error) ||
                        (r->method == HTTP_POST && !slot.is_code && !str_empty(slot.value))))
            v->more_open = true;
        *(s->more ? &more[m++] : &main[n++]) = slot;
    }
    v->slots = (struct list){ main, n };
    v->more = (struct list){ more, m };
}

static void fill_repeats(struct ctx *c, struct req *r, const struct repeat_list *found,
                         struct entry_view *v)
{
    struct repeat_view *list = arena_array(c->arena, struct repeat_view, found->n + 1);
    struct str chosen = req_form(r, S("repeat_of"));

    v->repeats_none = true;
    for (size_t i = 0; i < found->n; i++) {
        const struct repeat_candidate *f = &found->items[i];
        list[i] = (struct repeat_view){
            .matter = str_fmt(c->arena, "%lld", (long long)f->matter),
            .id = id_text(c, f->matter),
            .reg_no = f->reg_no,
            .day = i18n_day(c->arena, web_of(r)->lang, f->received, ctx_today(c)),
        };
        list[i].checked = str_eq(list[i].matter, chosen);
        v->repeats_none = v->repeats_none && !list[i].checked;
    }
    v->repeats = (struct list){ list, found->n };
}

static void fill_last(struct ctx *c, struct req *r, const struct slips *kept, struct entry_view *v)
{
    struct fault fault = c->fault;

    if (kept->n == 0)
        return;
    if (slip_undo(c, r, &kept->items[0], &v->undo_id, &v->undo_until) != ERR_OK)
        c->fault = fault; /* the form is worth more */
    const struct report_receipt *t = &kept->items[0].receipt;
    v->has_last = true;
    v->last_number = report_number_shown(c->arena, t->report_no);
    v->number = v->last_number;
    v->last_reg_no = t->reg_no;
    v->last_password = !str_absent(t->one_time_password);
    v->last_up = t->sealed_up;
    v->last_org = t->org_name;
    v->last_id = t->matter && !t->sealed_up ? id_text(c, t->matter) : STR_NONE;
    v->count = (int64_t)kept->n;
}

/* The same form twice is one report: the key goes with the page. */
static struct str once_of(struct ctx *c, struct req *r)
{
    struct str once = req_form(r, S("once"));
    uint8_t bytes[ONCE_BYTES];

    if (r->method == HTTP_POST && once.n >= IDEMPOTENCY_KEY_MIN && once.n <= IDEMPOTENCY_KEY_MAX)
        return once;
    ctx_random(c, bytes, sizeof(bytes));
    return str_base64url(c->arena, bytes, sizeof(bytes));
}

static void mark_side(struct req *r, const struct entry_kind *k)
{
    struct page *p = &web_of(r)->page;

    p->side_letter = k->on == ENTRY_LETTER;
    p->side_visit = k->on == ENTRY_VISIT;
    p->side_call = k->on == ENTRY_CALL;
    p->side_grid = k->on == ENTRY_GRID;
}

static enum err entry_page(struct ctx *c, struct req *r, struct resp *w, const struct entry_kind *k,
                           const struct repeat_list *repeats)
{
    struct entry_view v = { .action_href = str_of(k->path), .once = once_of(c, r) };
    enum err failed = c->fault.err;
    struct fault fault = c->fault;
    struct slips kept = { 0 };

    if (slips_load(c, r, &kept) != ERR_OK) /* the form is worth more than yesterday's day */
        kept = (struct slips){ 0 };
    c->fault = fault;
    if (repeats)
        fill_repeats(c, r, repeats, &v);
    fill_slots(c, r, k, &kept, &v);
    fill_last(c, r, &kept, &v);
    v.areas = entry_areas(c);
    v.topics = entry_topics(c, r);
    v.scans = scans_of(c, r);
    v.file_error = web_input(c, r, "file", STR_NONE).error;
    scan_cookie_make(c, r);
    mark_side(r, k);
    web_of(r)->label_of = slot_label;
    return web_form_page(c, r, w, failed != ERR_OK, "desk_entry",
                         (struct view){ entry_fields, &v });
}

/* ---- saving ---- */

static enum err prepare(struct ctx *c, struct req *r, const struct entry_kind *k,
                        struct http_job *ret)
{
    struct entry_run *run = arena_new_of(c->arena, struct entry_run);
    bool said = !str_absent(req_form(r, S("repeat_of")));
    int64_t files;

    /* a scan that was refused: the clerk sees why before the letter is stored without it */
    enum err scanned = upload_result(r, &files);
    web_of(r)->own = run;
    entry_read(c, r, k, &run->intake.form);
    TRY(scanned);
    run->intake.draft_cookie = scan_cookie(r);
    run->intake.idempotency_key = once_of(c, r);
    TRY(report_intake_prepare(c, &run->intake));
    if (run->intake.answered)
        return ERR_OK;
    if (!said) {
        TRY(report_repeats_own(c, &run->intake.form, &run->repeats));
        run->ask = run->repeats.n > 0;
        if (run->ask)
            return ERR_OK;
    }
    *ret = (struct http_job){ HTTP_LANE_REPORTER, password_run, &run->intake.job };
    return ERR_OK;
}

/* What the next one begins with, and the slip. */
static void keep(struct ctx *c, struct req *r, const struct report_form *f,
                 const struct report_receipt *t, struct slips *kept)
{
    struct str one = str_trim(req_form(r, S("receiver_1")));
    struct str two = str_trim(req_form(r, S("receiver_2")));
    size_t n = kept->n < SLIPS_MAX ? kept->n : SLIPS_MAX - 1;

    for (size_t i = 0; i < kept->n; i++)
        if (str_eq(kept->items[i].receipt.report_no, t->report_no))
            return; /* sent twice, taken in once */
    memmove(&kept->items[1], &kept->items[0], n * sizeof(kept->items[0]));
    kept->n = n + 1;
    kept->items[0] = (struct slip){
        .channel = f->channel, .pieces = f->pieces, .received = ctx_today(c), .receipt = *t
    };
    if (!str_absent(f->arrived_on) && !day_parse(f->arrived_on, &kept->items[0].received))
        kept->items[0].received = ctx_today(c);
    kept->area_code = f->area_code;
    if (str_eq(f->channel, S("CH_LETTER"))) {
        kept->arrived_on = f->arrived_on;
        kept->postmark_on = f->postmark_on;
    }
    if (!str_absent(f->receivers))
        kept->receivers = str_fmt(c->arena, "%.*s\n%.*s", STR_ARG(one), STR_ARG(two));
}

static enum err finish(struct ctx *c, struct req *r, struct resp *w, const struct entry_kind *k)
{
    struct entry_run *run = (struct entry_run *)web_of(r)->own;
    struct report_receipt t;
    struct slips kept;

    if (web_of(r)->prepare_failed)
        return entry_page(c, r, w, k, &run->repeats);
    if (run->ask)
        return entry_page(c, r, w, k, &run->repeats);
    if (report_intake_finish(c, &run->intake, &t) != ERR_OK)
        return entry_page(c, r, w, k, &run->repeats);
    if (slips_load(c, r, &kept) != ERR_OK)
        kept = (struct slips){ 0 };
    keep(c, r, &run->intake.form, &t, &kept);
    if (slips_save(c, r, &kept) == ERR_OK)
        return web_see_other(w, str_of(k->path));
    fault_clear(&c->fault); /* it is stored: its number has to be seen now */
    return slip_page(c, r, w, &kept.items[0]);
}

/* ---- routes ---- */

enum err web_desk_letter(struct ctx *c, struct req *r, struct resp *w)
{
    return entry_page(c, r, w, &entry_letter, NULL);
}

enum err web_desk_letter_do_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    return prepare(c, r, &entry_letter, ret);
}

enum err web_desk_letter_do(struct ctx *c, struct req *r, struct resp *w)
{
    return finish(c, r, w, &entry_letter);
}

enum err web_desk_visit(struct ctx *c, struct req *r, struct resp *w)
{
    return entry_page(c, r, w, &entry_visit, NULL);
}

enum err web_desk_visit_do_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    return prepare(c, r, &entry_visit, ret);
}

enum err web_desk_visit_do(struct ctx *c, struct req *r, struct resp *w)
{
    return finish(c, r, w, &entry_visit);
}

enum err web_desk_call(struct ctx *c, struct req *r, struct resp *w)
{
    return entry_page(c, r, w, &entry_call, NULL);
}

enum err web_desk_call_do_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    return prepare(c, r, &entry_call, ret);
}

enum err web_desk_call_do(struct ctx *c, struct req *r, struct resp *w)
{
    return finish(c, r, w, &entry_call);
}

enum err web_desk_grid(struct ctx *c, struct req *r, struct resp *w)
{
    return entry_page(c, r, w, &entry_grid, NULL);
}

enum err web_desk_grid_do_prepare(struct ctx *c, struct req *r, struct http_job *ret)
{
    return prepare(c, r, &entry_grid, ret);
}

enum err web_desk_grid_do(struct ctx *c, struct req *r, struct resp *w)
{
    return finish(c, r, w, &entry_grid);
}
