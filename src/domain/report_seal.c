#include "domain/report_seal.h"

#include <assert.h>

#include "gen/queries.h"

/* columns of table report in the order of its sealed_* columns */
enum { COLUMN_NUMBER = 1, COLUMN_BODY, COLUMN_CHECK, COLUMN_IDENTITY };

static struct place place_of(int64_t report, int column, uint32_t version)
{
    return (struct place){ .table = PLACE_REPORT,
                           .column = (uint16_t)column,
                           .owner = report,
                           .row = report,
                           .version = version };
}

static struct binding identity_binding(int64_t report, int64_t desk, uint32_t generation)
{
    return (struct binding){ .object_kind = OBJECT_IDENTITY,
                             .object = report,
                             .holder_kind = HOLDER_DESK,
                             .holder = desk,
                             .generation = generation };
}

static struct str sha256_hex(struct ctx *c, struct str s)
{
    uint8_t h[32];

    sha256(s, h);
    return str_hex(c->arena, h, sizeof(h));
}

static enum err seal_identity(struct ctx *c, int64_t report, int64_t org, uint32_t version,
                              const struct report_form *f, struct report_sealed *ret)
{
    struct str json = report_identity_json(c->arena, f);
    struct desk id;

    if (str_absent(json))
        return ERR_OK;
    TRY(desk_serving(c, org, "id", &id));
    ret->identity_desk = id.id;
    ret->identity_generation = id.generation;
    ret->identity = payload_seal(c, &id.pk, identity_binding(report, id.id, id.generation),
                                 place_of(report, COLUMN_IDENTITY, version), json);
    if (str_absent(ret->identity))
        return FAULT(&c->fault, ERR_STORE, "desk.broken", "a desk's key is no point");
    return ERR_OK;
}

enum err report_seal(struct ctx *c, int64_t report, int64_t org, uint32_t version,
                     const struct key *kr, const struct report_form *f, struct str number,
                     struct str code26, struct report_sealed *ret)
{
    struct str body = report_body_json(c->arena, f);
    struct report_sealed s = { 0 };

    TRY(seal_identity(c, report, org, version, f, &s));
    s.number = record_seal(c, kr, place_of(report, COLUMN_NUMBER, version), number, true);
    s.body = record_seal(c, kr, place_of(report, COLUMN_BODY, version), body, true);
    s.check = record_seal(c, kr, place_of(report, COLUMN_CHECK, version), code26, true);
    s.body_hash = sha256_hex(c, body);
    s.narrative_hash = sha256_hex(c, f->narrative);
    *ret = s;
    return ERR_OK;
}

static enum err no_report(struct ctx *c)
{
    return FAULT(&c->fault, ERR_NOT_FOUND, "report.none", "no such report");
}

enum err report_row_find(struct ctx *c, int64_t report, struct report_row *ret)
{
    struct rows r;

    TRY(store_run(c, Q_REPORT_FIND, &r, INT(report)));
    if (r.n == 0 || str_eq(cell(&r, 0, 9)->s, S("UNDONE")))
        return no_report(c);
    *ret = (struct report_row){ .id = report,
                                .org = cell(&r, 0, 0)->i,
                                .channel = cell(&r, 0, 1)->s,
                                .category = cell(&r, 0, 2)->s,
                                .id_mode = cell(&r, 0, 3)->s,
                                .named = cell(&r, 0, 4)->i != 0,
                                .received = cell_day(&r, 0, 5),
                                .entered = cell_day(&r, 0, 6),
                                .undo_until = { cell(&r, 0, 7)->i },
                                .clerk = cell(&r, 0, 8)->i,
                                .state = cell(&r, 0, 9)->s,
                                .identity_state = cell(&r, 0, 10)->s,
                                .sealed_number = cell(&r, 0, 11)->s,
                                .sealed_body = cell(&r, 0, 12)->s,
                                .sealed_check = cell(&r, 0, 13)->s,
                                .sealed_identity = cell(&r, 0, 14)->s,
                                .identity_desk = cell(&r, 0, 15)->i,
                                .identity_generation = (uint32_t)cell(&r, 0, 16)->i,
                                .version = (uint32_t)cell(&r, 0, 17)->i,
                                .entry_until = { cell(&r, 0, 18)->i } };
    return ERR_OK;
}

enum err report_row_number(struct ctx *c, const struct report_row *r, const struct key *kr,
                           struct str *ret)
{
    if (!record_open(c->arena, kr, place_of(r->id, COLUMN_NUMBER, r->version), r->sealed_number,
                     true, ret))
        return FAULT(&c->fault, ERR_STORE, "report.broken", "a report does not open");
    return ERR_OK;
}

enum err report_row_open(struct ctx *c, const struct report_row *r, const struct key *kr,
                         struct report_form *ret_form, struct str *ret_number,
                         struct str *ret_check)
{
    struct str json;

    if (!record_open(c->arena, kr, place_of(r->id, COLUMN_NUMBER, r->version), r->sealed_number,
                     true, ret_number) ||
        !record_open(c->arena, kr, place_of(r->id, COLUMN_BODY, r->version), r->sealed_body, true,
                     &json) ||
        !record_open(c->arena, kr, place_of(r->id, COLUMN_CHECK, r->version), r->sealed_check, true,
                     ret_check))
        return FAULT(&c->fault, ERR_STORE, "report.broken", "a report does not open");
    if (report_form_read(c, json, ret_form) != ERR_OK)
        return FAULT(&c->fault, ERR_STORE, "report.broken", "a report's body does not read");
    return ERR_OK;
}

bool report_body_open(struct arena *a, const struct key *kr, int64_t report, uint32_t version,
                      struct str sealed, struct str *ret_json)
{
    return record_open(a, kr, place_of(report, COLUMN_BODY, version), sealed, true, ret_json);
}

bool report_number_open(struct arena *a, const struct key *kr, int64_t report, uint32_t version,
                        struct str sealed, struct str *ret_number)
{
    return record_open(a, kr, place_of(report, COLUMN_NUMBER, version), sealed, true, ret_number);
}

enum err report_identity_open(struct ctx *c, int64_t report, struct report_identity *ret,
                              struct str *ret_exposure)
{
    struct report_row row;
    const struct actor_desk *held;
    struct str json;

    TRY(report_row_find(c, report, &row));
    held = c->actor->kind == ACTOR_OFFICER
               ? desk_held(c, row.identity_desk, row.identity_generation)
               : NULL;
    if (!held || str_absent(row.sealed_identity))
        return FAULT(&c->fault, held ? ERR_NOT_FOUND : ERR_DENIED,
                     held ? "identity.none" : "vault.no_desk_key", "identity of a report");
    if (!payload_unseal(c->arena, &held->pair,
                        identity_binding(report, row.identity_desk, row.identity_generation),
                        place_of(report, COLUMN_IDENTITY, row.version), row.sealed_identity, &json))
        return FAULT(&c->fault, ERR_STORE, "report.broken", "an identity does not open");
    return report_identity_parse(c, json, ret, ret_exposure);
}

enum err report_identity_reseal(struct ctx *c, const struct report_row *row, int64_t to_org,
                                struct report_moved_identity *ret)
{
    const struct actor_desk *held = desk_held(c, row->identity_desk, row->identity_generation);
    struct place at = place_of(row->id, COLUMN_IDENTITY, row->version);
    struct desk to;
    struct str json;

    if (!held)
        return FAULT(&c->fault, ERR_DENIED, "vault.no_desk_key", "identity of a report");
    TRY(desk_serving(c, to_org, "id", &to));
    if (!payload_unseal(c->arena, &held->pair,
                        identity_binding(row->id, row->identity_desk, row->identity_generation), at,
                        row->sealed_identity, &json))
        return FAULT(&c->fault, ERR_STORE, "report.broken", "an identity does not open");
    *ret = (struct report_moved_identity){ .desk = to.id, .generation = to.generation };
    ret->sealed =
        payload_seal(c, &to.pk, identity_binding(row->id, to.id, to.generation), at, json);
    if (str_absent(ret->sealed))
        return FAULT(&c->fault, ERR_STORE, "desk.broken", "a desk's key is no point");
    return ERR_OK;
}

enum err report_matter_last(struct ctx *c, int64_t report, struct report_matter *ret)
{
    struct rows r;

    TRY(store_run(c, Q_REPORT_LAST_MATTER, &r, INT(report)));
    if (r.n == 0)
        return no_report(c);
    *ret = (struct report_matter){ .id = cell(&r, 0, 0)->i,
                                   .seq = cell(&r, 0, 1)->i,
                                   .org = cell(&r, 0, 2)->i,
                                   .state = cell(&r, 0, 3)->s,
                                   .version = cell(&r, 0, 4)->i,
                                   .category = cell(&r, 0, 5)->s,
                                   .route = route_kind_of(cell(&r, 0, 6)->s),
                                   .hidden_until = { cell(&r, 0, 7)->i },
                                   .area = cell(&r, 0, 8)->i,
                                   .mass_interest = cell(&r, 0, 9)->i != 0 };
    return ERR_OK;
}

/* An officer finds the matter first (reach); here the key decides, and that nobody looks early. */
static enum err may_read(struct ctx *c, const struct report_row *row)
{
    if (c->actor->kind == ACTOR_REPORTER)
        return c->actor->report == row->id ? ERR_OK : no_report(c);
    if (c->actor->kind != ACTOR_OFFICER)
        return no_report(c);
    if (row->undo_until.ms > c->now.ms) /* the reporter may still take it back */
        return no_report(c);
    return ERR_OK;
}

enum err report_read(struct ctx *c, int64_t report, struct report_view *ret)
{
    struct report_row row;
    struct report_matter m;
    struct report_view v = { .id = report };
    struct key kr;
    enum err e;

    TRY(report_row_find(c, report, &row));
    TRY(may_read(c, &row));
    TRY(report_matter_last(c, report, &m));
    TRY(vault_open(c, OBJECT_KR, report, &kr));
    e = report_row_open(c, &row, &kr, &v.form, &v.number, &v.check_code);
    key_wipe(&kr);
    if (e != ERR_OK)
        return e;
    if (c->actor->kind != ACTOR_REPORTER) /* it finds his entries in the log: his alone */
        v.check_code = STR_NONE;
    v.matter = m.id;
    v.org = m.org;
    v.received = row.received;
    v.channel = row.channel;
    v.identity_state = row.identity_state;
    v.undo_until = row.undo_until.ms > c->now.ms ? row.undo_until : (struct instant){ 0 };
    *ret = v;
    return ERR_OK;
}
