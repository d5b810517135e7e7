/* world_move.c - moves in tests: as an officer of a body, fields as in a query string. */
#include "domain/world.h"

#define FIELDS_MAX 40

static size_t fields_read(const char *fields, struct move_field *ret)
{
    struct str rest = str_of(fields);
    size_t n = 0;

    while (!str_empty(rest)) {
        struct str value = str_cut(&rest, '&');
        struct str name = str_cut(&value, '=');
        assert_true(n < FIELDS_MAX);
        ret[n++] = (struct move_field){ name, str_absent(value) ? S("") : value };
    }
    return n;
}

enum err world_move_try(struct ctx *c, int64_t matter, const char *move, const char *fields,
                        struct move_result *ret)
{
    struct move_field items[FIELDS_MAX];
    struct move_request q = { .matter = matter, .move = str_of(move), .fields = items };

    fault_clear(&c->fault);
    q.field_count = fields_read(fields, items);
    return matter_move(c, &q, ret);
}

struct move_result world_move(struct world *w, int64_t org, uint32_t role, int64_t matter,
                              const char *move, const char *fields)
{
    struct ctx *c = world_as(w, org, role);
    struct move_result done = { 0 };

    WORLD_OK(c, world_move_try(c, matter, move, fields, &done));
    return done;
}

enum err world_reporter_move(struct ctx *c, const char *move, const char *fields)
{
    struct move_field items[FIELDS_MAX];

    fault_clear(&c->fault);
    return move_by_reporter(c, str_of(move), items, fields_read(fields, items));
}
