/*
 * desk_publish.c - publications: those of the body, those of one matter with text, comparison and
 * consents, and the sheet that is posted.
 */
#include "domain/app.h"
#include "domain/publication.h"
#include "web/desk_matter.h"

/* ---- of the body ---- */

struct publication_line {
    struct str matter, reg_no, stage, what, layer, form, step, due, live;
    bool late;
};
struct body_view {
    struct list rows;
};
static const struct field line_fields[] = { F_STR(struct publication_line, matter),
                                            F_STR(struct publication_line, reg_no),
                                            F_STR(struct publication_line, stage),
                                            F_STR(struct publication_line, what),
                                            F_STR(struct publication_line, layer),
                                            F_STR(struct publication_line, form),
                                            F_STR(struct publication_line, step),
                                            F_STR(struct publication_line, due),
                                            F_STR(struct publication_line, live),
                                            F_BOOL(struct publication_line, late),
                                            F_END };
static const struct field body_fields[] = {
    F_LIST(struct body_view, rows, struct publication_line, line_fields), F_END
};
const struct page_view web_desk_publish_view = { "desk_publish", body_fields };

static struct str day_or_none(struct ctx *c, struct req *r, struct day d)
{
    return day_absent(d) ? STR_NONE : i18n_day(c->arena, web_of(r)->lang, d, ctx_today(c));
}

enum err web_desk_publish(struct ctx *c, struct req *r, struct resp *w)
{
    struct publication_rows l;

    TRY(publication_of_body(c, &l));
    struct publication_line *rows = arena_array(c->arena, struct publication_line, l.n + 1);
    for (size_t i = 0; i < l.n; i++) {
        const struct publication_row *p = &l.items[i];
        rows[i] = (struct publication_line){ .matter = id_text(c, p->matter),
                                             .reg_no = p->reg_no,
                                             .stage = p->stage,
                                             .what = p->what,
                                             .layer = p->layer,
                                             .form = p->form,
                                             .step = p->step,
                                             .due = day_or_none(c, r, p->due),
                                             .live = day_or_none(c, r, p->live),
                                             .late = p->late };
    }
    struct body_view v = { { rows, l.n } };
    web_of(r)->page.side_publish = true;
    return web_render(r, w, "desk_publish", (struct view){ body_fields, &v });
}

/* ---- of one matter ---- */

struct hit_view {
    int64_t number;
    struct str kind, what;
    bool never;
};
struct posting_view {
    struct str form, place, address, from, to;
    bool over;
};
struct consent_row {
    struct str answer, identity, day;
};
struct pub_view {
    struct str id, matter, state, stage, what, part, layer, form, due, title, text;
    int64_t guess;
    bool must, late, has_text, checked, has_hits, more, has_postings, open, has_consents;
    struct list hits, postings, consents, forms;
};
struct matter_pubs {
    struct matter_head head;
    struct list pubs, modes, starts, kept;
    bool has_pubs, has_modes, has_starts, has_kept;
};
struct mode_view {
    struct str state;
    struct list forms;
};
static const struct field hit_fields[] = { F_INT(struct hit_view, number),
                                           F_STR(struct hit_view, kind),
                                           F_STR(struct hit_view, what),
                                           F_BOOL(struct hit_view, never), F_END };
static const struct field posting_fields[] = { F_STR(struct posting_view, form),
                                               F_STR(struct posting_view, place),
                                               F_STR(struct posting_view, address),
                                               F_STR(struct posting_view, from),
                                               F_STR(struct posting_view, to),
                                               F_BOOL(struct posting_view, over),
                                               F_END };
static const struct field consent_fields[] = { F_STR(struct consent_row, answer),
                                               F_STR(struct consent_row, identity),
                                               F_STR(struct consent_row, day), F_END };
static const struct field pub_fields[] = {
    F_STR(struct pub_view, id),
    F_STR(struct pub_view, matter),
    F_STR(struct pub_view, state),
    F_STR(struct pub_view, stage),
    F_STR(struct pub_view, what),
    F_STR(struct pub_view, part),
    F_STR(struct pub_view, layer),
    F_STR(struct pub_view, form),
    F_STR(struct pub_view, due),
    F_STR(struct pub_view, title),
    F_STR(struct pub_view, text),
    F_INT(struct pub_view, guess),
    F_BOOL(struct pub_view, must),
    F_BOOL(struct pub_view, late),
    F_BOOL(struct pub_view, has_text),
    F_BOOL(struct pub_view, checked),
    F_BOOL(struct pub_view, has_hits),
    F_BOOL(struct pub_view, more),
    F_BOOL(struct pub_view, has_postings),
    F_BOOL(struct pub_view, open),
    F_BOOL(struct pub_view, has_consents),
    F_LIST(struct pub_view, hits, struct hit_view, hit_fields),
    F_LIST(struct pub_view, postings, struct posting_view, posting_fields),
    F_LIST(struct pub_view, consents, struct consent_row, consent_fields),
    F_LIST(struct pub_view, forms, struct form_view, form_fields),
    F_END
};
static const struct field mode_fields[] = {
    F_STR(struct mode_view, state), F_LIST(struct mode_view, forms, struct form_view, form_fields),
    F_END
};
static const struct field pubs_fields[] = {
    F_VIEW(struct matter_pubs, head, matter_head_fields),
    F_LIST(struct matter_pubs, pubs, struct pub_view, pub_fields),
    F_LIST(struct matter_pubs, modes, struct mode_view, mode_fields),
    F_LIST(struct matter_pubs, starts, struct form_view, form_fields),
    F_LIST(struct matter_pubs, kept, struct kept_text, kept_fields),
    F_BOOL(struct matter_pubs, has_pubs),
    F_BOOL(struct matter_pubs, has_modes),
    F_BOOL(struct matter_pubs, has_starts),
    F_BOOL(struct matter_pubs, has_kept),
    F_END
};
const struct page_view web_desk_publication_view = { "desk_publication", pubs_fields };

static struct list hits_of(struct ctx *c, const struct pub_hits *h)
{
    struct hit_view *v = arena_array(c->arena, struct hit_view, h->n + 1);

    for (size_t i = 0; i < h->n; i++)
        v[i] = (struct hit_view){ (int64_t)i + 1, pub_hit_name(h->items[i].kind), h->items[i].what,
                                  pub_hit_never(h->items[i].kind) };
    return (struct list){ v, h->n };
}

static struct list postings_of(struct ctx *c, struct req *r, const struct publication *p)
{
    struct posting_view *v = arena_array(c->arena, struct posting_view, p->posting_count + 1);

    for (size_t i = 0; i < p->posting_count; i++) {
        const struct posting *o = &p->postings[i];
        v[i] = (struct posting_view){ o->form,
                                      o->place,
                                      o->address,
                                      day_or_none(c, r, o->from),
                                      day_or_none(c, r, o->to),
                                      !day_absent(o->ended) || o->to.n < ctx_today(c).n };
    }
    return (struct list){ v, p->posting_count };
}

static struct list consents_of(struct ctx *c, struct req *r, const struct publication *p)
{
    struct consent_row *v = arena_array(c->arena, struct consent_row, p->consent_count + 1);
    size_t n = 0;

    for (size_t i = 0; i < p->consent_count; i++) {
        if (p->consents[i].draft == p->draft)
            v[n++] = (struct consent_row){ p->consents[i].answer, p->consents[i].identity,
                                           day_or_none(c, r, p->consents[i].day) };
    }
    return (struct list){ v, n };
}

static struct pub_view pub_of(struct ctx *c, struct req *r, const struct publication *p,
                              struct str state, struct list forms)
{
    struct pub_view v = { .id = id_text(c, p->id),
                          .matter = id_text(c, p->matter),
                          .state = state,
                          .stage = p->stage,
                          .what = p->what,
                          .part = p->part,
                          .layer = p->layer,
                          .form = p->form,
                          .due = day_or_none(c, r, p->due),
                          .must = p->must,
                          .late = p->late,
                          .open = forms.n > 0,
                          .forms = forms };

    if (p->opened) {
        v.has_text = true;
        v.title = p->words.title;
        v.text = p->words.text;
        v.guess = p->words.guess;
        v.hits = hits_of(c, &p->words.hits);
        v.more = p->words.hits.more;
        v.has_hits = v.hits.n > 0;
    }
    v.checked = p->checker != 0;
    v.postings = postings_of(c, r, p);
    v.has_postings = v.postings.n > 0;
    v.consents = consents_of(c, r, p);
    v.has_consents = v.consents.n > 0;
    return v;
}

/* Forms of one sub-procedure; 0: those that begin one of these two kinds. */
static struct list forms_with(struct ctx *c, struct list all, int64_t id)
{
    const struct form_view *items = all.items;
    struct form_view *mine = arena_array(c->arena, struct form_view, all.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < all.n; i++) {
        bool begins = str_eq(items[i].move, S("PB1")) || str_eq(items[i].move, S("OH1"));
        if (items[i].subproc_id == id && (id || begins))
            mine[n++] = items[i];
    }
    return (struct list){ mine, n };
}

static struct str state_of(const struct subproc_list *l, int64_t id)
{
    for (size_t i = 0; i < l->n; i++)
        if (l->items[i].id == id)
            return l->items[i].state;
    return S("PB_PLANNED");
}

static enum err fill(struct ctx *c, struct req *r, int64_t id, struct list forms,
                     struct matter_pubs *v)
{
    struct publication_list pubs;
    struct subproc_list l;

    TRY(subproc_list(c, id, &l));
    TRY(publication_list(c, id, &pubs));
    struct pub_view *p = arena_array(c->arena, struct pub_view, pubs.n + 1);
    for (size_t i = 0; i < pubs.n; i++)
        p[i] = pub_of(c, r, &pubs.items[i], state_of(&l, pubs.items[i].subproc),
                      forms_with(c, forms, pubs.items[i].subproc));
    struct mode_view *m = arena_array(c->arena, struct mode_view, l.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < l.n; i++)
        if (str_eq(l.items[i].kind, S("SP_OPEN")))
            m[n++] = (struct mode_view){ l.items[i].state, forms_with(c, forms, l.items[i].id) };
    v->pubs = (struct list){ p, pubs.n };
    v->modes = (struct list){ m, n };
    v->starts = forms_with(c, forms, 0);
    v->has_pubs = pubs.n > 0;
    v->has_modes = n > 0;
    v->has_starts = v->starts.n > 0;
    return ERR_OK;
}

enum err publication_page(struct ctx *c, struct req *r, struct resp *w, int64_t id)
{
    struct fault fault = c->fault;
    struct matter_view *m = arena_new_of(c->arena, struct matter_view);
    struct matter_pubs v = { 0 };
    struct list forms;

    fault_clear(&c->fault);
    TRY(matter_open(c, id, m));
    if (m->m.below)
        return FAULT(&c->fault, ERR_NOT_FOUND, "matter.none", "clocks and states only");
    c->fault = fault;
    TRY(matter_head_of(c, r, &m->m, TAB_PUBLICATION, &v.head));
    TRY(forms_of(c, r, m, true, &forms, &v.kept));
    struct fault failed = c->fault;
    fault_clear(&c->fault);
    TRY(fill(c, r, id, forms, &v));
    c->fault = failed;
    v.has_kept = v.kept.n > 0;
    web_of(r)->page.side_all = true;
    return web_form_page(c, r, w, fault.err != ERR_OK, "desk_publication",
                         (struct view){ pubs_fields, &v });
}

enum err web_desk_publication(struct ctx *c, struct req *r, struct resp *w)
{
    int64_t id;

    TRY(matter_of_path(c, r, &id));
    return publication_page(c, r, w, id);
}

/* ---- the sheet ---- */

struct sheet_view {
    struct str title, text, org, phone, from, to, back_href;
    bool script;
};
static const struct field sheet_fields[] = { F_STR(struct sheet_view, title),
                                             F_STR(struct sheet_view, text),
                                             F_STR(struct sheet_view, org),
                                             F_STR(struct sheet_view, phone),
                                             F_STR(struct sheet_view, from),
                                             F_STR(struct sheet_view, to),
                                             F_STR(struct sheet_view, back_href),
                                             F_BOOL(struct sheet_view, script),
                                             F_END };
const struct page_view web_desk_sheet_view = { "desk_sheet", sheet_fields };

/* To be posted, or read out: large type, nothing of the file around it. Only what is public now. */
enum err web_desk_sheet(struct ctx *c, struct req *r, struct resp *w)
{
    struct publication_list l;
    struct matter m;
    int64_t id, pub = 0;

    TRY(matter_of_path(c, r, &id));
    TRY(matter_find(c, id, &m));
    if (m.below || !id_read(c, req_param(r, S("pub")), &pub))
        return FAULT(&c->fault, ERR_NOT_FOUND, "publication.none", "no id");
    TRY(publication_list(c, id, &l));
    for (size_t i = 0; i < l.n; i++) {
        const struct publication *p = &l.items[i];
        if (p->id != pub || !str_eq(p->state, S("LIVE")) || p->posting_count == 0)
            continue;
        const struct org *o = org_find(app_orgs(c->app), p->org);
        const struct posting *last = &p->postings[0];
        struct sheet_view v = { .title = p->title,
                                .text = p->text,
                                .org = o->name,
                                .phone = o->phone,
                                .from = i18n_day(c->arena, LANG_ZH, p->live, DAY_NONE),
                                .to = i18n_day(c->arena, LANG_ZH, last->to, DAY_NONE),
                                .back_href = matter_path(c, id, "/publication") };
        v.script = str_eq(last->form, S("PF_RADIO")) || str_eq(last->form, S("PF_TV"));
        web_of(r)->page.is_print = true;
        return web_render(r, w, "desk_sheet", (struct view){ sheet_fields, &v });
    }
    return FAULT(&c->fault, ERR_NOT_FOUND, "publication.none", "nothing public of it");
}
