/* panel_note.c - what representatives and experts wrote, for the petition office and the one above;
 * and the comparison with identities, in the custodian's session. */
#include "base/utf8.h"
#include "domain/audit.h"
#include "domain/panel_parts.h"
#include "domain/pub_screen.h"
#include "domain/report.h"
#include "gen/queries.h"

struct place panel_note_place(int64_t subproc, int64_t note)
{
    return (struct place){ PLACE_PANEL_NOTE, 1, subproc, note, 1 };
}

static enum err note_open(struct ctx *c, struct str sealed, struct panel_note *n)
{
    struct key kn;

    n->opened = vault_can(c, OBJECT_KD, n->id);
    if (!n->opened)
        return ERR_OK;
    TRY(vault_open(c, OBJECT_KD, n->id, &kn));
    bool ok =
        record_open(c->arena, &kn, panel_note_place(n->subproc, n->id), sealed, true, &n->text);
    key_wipe(&kn);
    return ok ? ERR_OK : FAULT(&c->fault, ERR_STORE, "row.changed", "table panel_note");
}

static enum err notes_of(struct ctx *c, const struct rows *r, struct panel_note_list *ret)
{
    struct panel_note *items = arena_array(c->arena, struct panel_note, r->n + 1);

    for (size_t i = 0; i < r->n; i++) {
        items[i] = (struct panel_note){ .id = cell(r, i, 0)->i,
                                        .subproc = cell(r, i, 1)->i,
                                        .matter = cell(r, i, 2)->i,
                                        .org = cell(r, i, 3)->i,
                                        .kind = cell(r, i, 4)->s,
                                        .name = cell(r, i, 5)->s,
                                        .unit = cell(r, i, 6)->s,
                                        .role = cell(r, i, 7)->s,
                                        .seen = cell_day(r, i, 8),
                                        .day = cell_day(r, i, 9) };
        TRY(note_open(c, cell(r, i, 10)->s, &items[i]));
    }
    *ret = (struct panel_note_list){ items, r->n };
    return ERR_OK;
}

enum err panel_notes(struct ctx *c, struct panel_note_list *ret)
{
    struct rows r;

    if (c->actor->kind != ACTOR_OFFICER || !actor_has(c, RO_PO_HEAD))
        return FAULT(&c->fault, ERR_DENIED, "panel.role", "notes");
    TRY(store_run(c, Q_PANEL_NOTES_OF_BODY, &r, INT(c->actor->org)));
    return notes_of(c, &r, ret);
}

enum err panel_notes_of(struct ctx *c, int64_t subproc, struct panel_note_list *ret)
{
    struct rows r;

    TRY(store_run(c, Q_PANEL_NOTES_OF, &r, INT(subproc)));
    return notes_of(c, &r, ret);
}

/* ---- villages and units ---- */

/* "秀洲区新塍镇水渠村" → "水渠村": what is left behind the last body that is no village. */
static struct str core_of(struct str unit)
{
    static const char *const above[] = { "省", "市", "区", "县", "镇", "乡", "街道" };
    struct str core = unit;

    for (size_t at = 0; at < unit.n; at++) {
        struct str rest = str_slice(unit, at, unit.n - at);
        for (size_t i = 0; i < COUNT_OF(above); i++) {
            struct str mark = str_of(above[i]);
            /* "社区" is a place, not a body above it */
            bool community = at >= 3 && str_eq(str_slice(unit, at - 3, 3), S("社"));
            if (str_starts(rest, mark) && rest.n > mark.n && !community)
                core = str_slice(rest, mark.n, rest.n - mark.n);
        }
    }
    return core;
}

#define CORE_MIN 2 /* characters */

bool panel_same_place(struct arena *a, struct str place, struct str unit)
{
    struct str x = utf8_squeezed(a, place), y = core_of(utf8_squeezed(a, unit));

    if (utf8_count(x) < CORE_MIN || utf8_count(y) < CORE_MIN)
        return false;
    return str_contains(x, y) || str_contains(y, core_of(x));
}

/* ---- the custodian ---- */

enum err panel_checks(struct ctx *c, struct panel_check_list *ret)
{
    struct rows r;

    *ret = (struct panel_check_list){ NULL, 0 };
    if (c->actor->kind != ACTOR_OFFICER || !actor_has(c, RO_CUSTODIAN))
        return ERR_OK;
    TRY(store_run(c, Q_PANEL_CHECKS_WAITING, &r, INT(c->actor->org)));
    struct panel_check *items = arena_array(c->arena, struct panel_check, r.n + 1);
    for (size_t i = 0; i < r.n; i++)
        items[i] = (struct panel_check){ .id = cell(&r, i, 0)->i,
                                         .report = cell(&r, i, 3)->i,
                                         .name = cell(&r, i, 7)->s,
                                         .unit = cell(&r, i, 8)->s,
                                         .day = cell_day(&r, i, 9) };
    *ret = (struct panel_check_list){ items, r.n };
    return ERR_OK;
}

struct binding panel_check_binding(int64_t report, int64_t desk, uint32_t generation)
{
    return (struct binding){ OBJECT_IDENTITY, report, HOLDER_DESK, desk, generation };
}

struct place panel_check_place(int64_t subproc, int64_t check)
{
    return (struct place){ PLACE_PANEL, 4, subproc, check, 1 };
}

/* Neither his name nor the village or unit where the reporter lives. */
static bool person_clean(struct ctx *c, const struct rows *r, size_t i,
                         const struct report_identity *who)
{
    struct str name = cell(r, i, 7)->s, unit = cell(r, i, 8)->s;

    return !str_eq(utf8_squeezed(c->arena, name), utf8_squeezed(c->arena, who->name)) &&
           !panel_same_place(c->arena, who->address, unit);
}

static enum err text_clean(struct ctx *c, const struct rows *r, size_t i,
                           const struct report_identity *who, struct str exposure, bool *ret)
{
    const struct actor_desk *held = desk_held(c, cell(r, i, 4)->i, (uint32_t)cell(r, i, 5)->i);
    struct pub_hits hits;
    struct str text;

    if (!held)
        return FAULT(&c->fault, ERR_DENIED, "vault.no_desk_key", "the id desk");
    if (!payload_unseal(c->arena, &held->pair,
                        panel_check_binding(cell(r, i, 3)->i, held->id, held->generation),
                        panel_check_place(cell(r, i, 1)->i, cell(r, i, 0)->i), cell(r, i, 6)->s,
                        &text))
        return FAULT(&c->fault, ERR_STORE, "row.changed", "table panel_check");
    const struct pub_needle needles[] = { { PUB_HIT_REPORTER, who->name },
                                          { PUB_HIT_REPORTER, who->phone },
                                          { PUB_HIT_REPORTER, who->id_no },
                                          { PUB_HIT_REPORTER, who->address } };
    const struct pub_text t = { S(""), text, false };
    pub_screen(c->arena, &t, needles, COUNT_OF(needles), &exposure, 1, &hits);
    *ret = true;
    for (size_t k = 0; k < hits.n; k++)
        *ret = *ret &&
               hits.items[k].kind != PUB_HIT_REPORTER && hits.items[k].kind != PUB_HIT_WORDS;
    return ERR_OK;
}

static enum err compare(struct ctx *c, const struct rows *r, size_t i, bool *ret_clean)
{
    struct report_identity who;
    struct str exposure;

    TRY(report_identity_open(c, cell(r, i, 3)->i, &who, &exposure));
    if (cell(r, i, 2)->kind == VALUE_NULL)
        return text_clean(c, r, i, &who, exposure, ret_clean);
    *ret_clean = person_clean(c, r, i, &who);
    return ERR_OK;
}

enum err panel_check(struct ctx *c, int64_t id, bool *ret_clean)
{
    struct rows r, done;

    if (c->actor->kind == ACTOR_OFFICER && actor_has(c, RO_CUSTODIAN))
        TRY(store_run(c, Q_PANEL_CHECKS_WAITING, &r, INT(c->actor->org)));
    else
        r = (struct rows){ 0 };
    for (size_t i = 0; i < r.n; i++) {
        if (cell(&r, i, 0)->i != id)
            continue;
        TRY(compare(c, &r, i, ret_clean));
        TRY(store_begin(c));
        TX_AUTO tx = c;
        TRY(store_run(c, Q_PANEL_CHECK_DONE, &done, TEXT(*ret_clean ? S("CLEAN") : S("HIT")),
                      INT(id)));
        if (done.n == 0)
            return FAULT(&c->fault, ERR_CONFLICT, "task.done", "compared meanwhile");
        TRY(audit_write(c, "identity.compare", 0, cell(&r, i, 3)->i,
                        *ret_clean ? S("clean") : S("hit")));
        tx = NULL;
        return store_commit(c);
    }
    return FAULT(&c->fault, ERR_NOT_FOUND, "panel.no_check", "nothing waits");
}
