/* matter_open.c - what an officer may see of a matter he found (domain 4.2), and that he did. */
#include <assert.h>

#include "domain/app.h"
#include "domain/audit.h"
#include "domain/event.h"
#include "domain/part.h"
#include "gen/queries.h"

struct place lead_place(int64_t matter, int64_t lead)
{
    return (struct place){ .table = PLACE_LEAD, .column = 1, .owner = matter, .row = lead };
}

struct place note_place(int64_t matter)
{
    return (struct place){ .table = PLACE_MATTER, .column = 1, .owner = matter, .row = matter };
}

/* "name\nunit\nfacts": three lines, the last may go on. */
static void lead_words(struct ctx *c, const struct key *km, int64_t matter, struct str sealed,
                       struct lead *l)
{
    struct str text;

    if (!record_open(c->arena, km, lead_place(matter, l->id), sealed, true, &text))
        return;
    l->subject = str_cut(&text, '\n');
    l->facts = text;
}

enum err lead_list_read(struct ctx *c, int64_t matter, const struct key *km, struct lead_list *ret)
{
    struct rows r;
    struct lead *items;

    TRY(store_run(c, Q_LEAD_OF_MATTER, &r, INT(matter)));
    items = arena_array(c->arena, struct lead, r.n + 1);
    for (size_t i = 0; i < r.n; i++) {
        items[i] = (struct lead){ .id = cell(&r, i, 0)->i,
                                  .seq = cell(&r, i, 1)->i,
                                  .state = cell(&r, i, 2)->s,
                                  .finding = cell(&r, i, 3)->s,
                                  .disposal = cell(&r, i, 4)->s,
                                  .outcome = cell(&r, i, 5)->s };
        if (km)
            lead_words(c, km, matter, cell(&r, i, 7)->s, &items[i]);
    }
    *ret = (struct lead_list){ items, r.n };
    return ERR_OK;
}

static enum err open_reports(struct ctx *c, bool narrative, struct matter_view *v)
{
    struct matter_report_list all;

    TRY(matter_reports(c, v->m.id, &all));
    for (size_t i = 0; i < all.n && v->report_count < MATTER_REPORTS_MAX; i++) {
        const struct matter_report_row *row = &all.items[i];
        struct matter_report *r = &v->reports[v->report_count++];
        *r = (struct matter_report){ .report = row->report,
                                     .received = row->received,
                                     .channel = row->channel,
                                     .id_mode = row->id_mode,
                                     .identity_state = row->identity_state };
        if (!narrative || !vault_can(c, OBJECT_KR, row->report))
            continue;
        TRY(report_read(c, row->report, &r->view));
        r->number = r->view.number;
        r->can_read = true;
    }
    return ERR_OK;
}

/* Disposal, findings, opinions: words only with the matter's key. */
static enum err open_internal(struct ctx *c, struct matter_view *v)
{
    struct key km;
    struct rows r;
    bool can = vault_can(c, OBJECT_KM, v->m.id);

    if (can)
        TRY(vault_open(c, OBJECT_KM, v->m.id, &km));
    TRY(lead_list_read(c, v->m.id, can ? &km : NULL, &v->leads));
    if (!can)
        return ERR_OK;
    TRY(store_run(c, Q_MATTER_NOTE, &r, INT(v->m.id)));
    if (r.n && !str_absent(cell(&r, 0, 0)->s) &&
        !record_open(c->arena, &km, note_place(v->m.id), cell(&r, 0, 0)->s, true, &v->note))
        v->note = STR_NONE;
    key_wipe(&km);
    return ERR_OK;
}

enum err matter_open(struct ctx *c, int64_t id, struct matter_view *ret)
{
    struct matter_view *v = arena_new_of(c->arena, struct matter_view);
    struct part part;

    TRY(matter_part_find(c, id, &v->m, &part));
    /* a complaint's body above decides on the report itself */
    if (!v->m.below || part.complaint)
        TRY(open_reports(c, part_narrative(&part), v));
    if (part_internal(c, &part))
        TRY(open_internal(c, v));
    TRY(clock_of_matter(c, id, &v->clocks));
    TRY(breach_of_matter(c, id, &v->breaches));
    TRY(audit_write(c, "matter.open", id, 0, STR_NONE));
    *ret = *v;
    return ERR_OK;
}
