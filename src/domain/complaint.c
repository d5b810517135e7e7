/* complaint.c - a key for the words, two copies, and nobody below who can open either. */
#include "domain/complaint.h"

#include <assert.h>
#include <string.h>

#include "domain/app.h"
#include "domain/officer.h"
#include "domain/org.h"

#define CODE "dossier="
#define LINE "own "

static enum err give(struct ctx *c, struct complaint *k, int64_t officer)
{
    const struct {
        enum object_kind kind;
        int64_t object;
        const struct key *key;
    } both[] = { { OBJECT_KR, c->actor->report, &c->actor->kr }, { OBJECT_KD, k->id, &k->kd } };

    for (size_t i = 0; i < COUNT_OF(both); i++) {
        struct grant_row *g = &k->grants[k->grant_count++];
        TRY(officer
                ? grant_seal_officer(c, both[i].kind, both[i].object, both[i].key, officer, g)
                : grant_seal_desk(c, both[i].kind, both[i].object, both[i].key, &k->upper, g));
    }
    return ERR_OK;
}

enum err complaint_prepare(struct ctx *c, int64_t org, struct str text, struct complaint *ret)
{
    int64_t above = org_parent(app_orgs(c->app), org);
    struct officer_list l;
    size_t given = 0;

    assert(c->actor->kind == ACTOR_REPORTER);
    if (above == 0)
        return FAULT(&c->fault, ERR_CONFLICT, "complaint.not_open", "no body above");
    *ret = (struct complaint){ .id = ctx_random_id(c), .kd = key_random(c), .text = text };
    TRY(desk_serving(c, above, "po", &ret->upper));
    TRY(give(c, ret, 0));
    TRY(officer_list(c, ret->upper.org, RO_UPPER, &l));
    for (size_t i = 0; i < l.n && given < COMPLAINT_OFFICERS_MAX; i++) {
        if (!str_eq(l.items[i].state, S("ACTIVE")))
            continue;
        TRY(give(c, ret, l.items[i].id));
        given++;
    }
    return ERR_OK;
}

static struct place own_place(const struct ctx *c)
{
    int64_t report = c->actor->report;

    return (struct place){ PLACE_EVENT_CHAIN, 2, report, report, 1 };
}

void complaint_event(struct ctx *c, const struct complaint *k, struct event_new *n)
{
    struct str copy = record_seal(c, &c->actor->a, own_place(c), k->text, true);

    assert(n->reader_count == 1);
    n->codes = str_fmt(c->arena, CODE "%lld to=upper", (long long)k->id);
    n->km = &k->kd;
    n->words = k->text;
    n->readers[0].body = STR_NONE;
    n->readers[0].lines = str_fmt(c->arena, "%.*s" LINE "%.*s\n", STR_ARG(n->readers[0].lines),
                                  STR_ARG(str_hex(c->arena, copy.p, copy.n)));
}

enum err complaint_store(struct ctx *c, const struct complaint *k)
{
    for (size_t i = 0; i < k->grant_count; i++)
        TRY(grant_store(c, &k->grants[i]));
    return ERR_OK;
}

bool complaint_words(struct ctx *c, const struct event_view *e, struct key *ret_kd)
{
    struct str rest = e->codes, number = str_cut(&rest, ' ');
    struct fault before = c->fault;
    int64_t id;

    if (!str_starts(number, S(CODE)) ||
        !str_i64(str_slice(number, strlen(CODE), number.n), &id) || !vault_can(c, OBJECT_KD, id))
        return false;
    if (vault_open(c, OBJECT_KD, id, ret_kd) == ERR_OK)
        return true;
    c->fault = before; /* the record goes on without these words */
    return false;
}

bool complaint_own(struct ctx *c, struct str body, struct str *ret)
{
    struct str rest = body, copy;

    for (struct str line = str_cut(&rest, '\n'); line.n > 0; line = str_cut(&rest, '\n')) {
        if (str_starts(line, S(LINE)))
            return str_unhex(c->arena, str_slice(line, strlen(LINE), line.n), &copy) &&
                   record_open(c->arena, &c->actor->a, own_place(c), copy, true, ret);
        if (str_absent(rest))
            break;
    }
    return false;
}
