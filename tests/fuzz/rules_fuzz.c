/* Data files of any bytes: every loader ends in time with a table or a message that names the
 * place, and what was loaded can be asked. The first byte says which loader; the rest is the file.
 */
#include <assert.h>

#include "domain/code.h"
#include "domain/deadline.h"
#include "domain/parameter.h"
#include "domain/procedure.h"
#include "domain/published.h"
#include "domain/region.h"

static const struct str guards[] = { { "G_A", 3 }, { "G_FINDINGS", 10 } };

static enum err calendar(struct arena *a, struct data_file file, struct fault *f)
{
    const struct calendar *c;
    struct term t = { 40, U_WD, false };
    TRY(calendar_load(a, &file, 1, f, &c));
    for (int year = CALENDAR_YEAR_MIN; year <= CALENDAR_YEAR_MAX; year += 7) {
        struct day start = day_from_ymd(year, 1, 1);
        struct due due = deadline_due(c, start, t);
        assert(calendar_is_workday(c, due.day));
        assert(deadline_spent(c, start, due.day, U_WD) == t.n);
        assert(calendar_is_workday(c, calendar_roll(c, start)));
    }
    return ERR_OK;
}

static struct str no_value(void *u, struct str name)
{
    return STR_NONE;
}

static enum err procedure(struct arena *a, struct data_file file, struct fault *f)
{
    const struct procedure *p;
    const struct move *m, *list[PROCEDURE_MOVES_MAX];
    const struct state *s;
    TRY(procedure_load(a, &file, 1, guards, COUNT_OF(guards), f, &p));
    for (size_t i = 0; (m = procedure_move_at(p, i)) != NULL; i++) {
        struct fault form = { 0 };
        uint32_t roles[MOVE_APPROVALS_MAX];
        assert(m->target_count > 0 && m->targets[0].events.n > 0);
        (void)procedure_approvals(m, procedure_state_at(p, 0), no_value, NULL, roles);
        (void)!procedure_form_check(m, no_value, NULL, NULL, &form);
    }
    for (size_t i = 0; (s = procedure_state_at(p, i)) != NULL; i++)
        (void)procedure_moves_from(p, s, ~0u, list, COUNT_OF(list));
    return ERR_OK;
}

static enum err regions(struct arena *a, struct data_file file, struct fault *f)
{
    const struct region_tree *t;
    bool several;
    TRY(region_load(a, file, f, &t));
    for (size_t i = 0; i < region_count(t); i++) {
        const struct region *r = region_at(t, i);
        assert(region_find(t, r->code) == r && region_is_within(t, r->code, r->code));
        (void)region_read(t, region_path(t, a, r), 0, &several);
    }
    return ERR_OK;
}

static enum err load(struct arena *a, uint8_t which, struct data_file file, struct fault *f)
{
    struct parameter_table *parameters;
    const struct code_table *codes;
    struct rule_document_list documents;
    struct published_figure_list figures;
    switch (which) {
    case 'c':
        return calendar(a, file, f);
    case 'p':
        return procedure(a, file, f);
    case 'r':
        return regions(a, file, f);
    case 't':
        return parameter_load(a, file, f, &parameters);
    case 'k':
        return code_load(a, file, f, &codes);
    case 'd':
        return rule_documents_load(a, file, f, &documents);
    default:
        return published_figures_load(a, file, f, &figures);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    if (n < 1 || n > 20000) /* what is larger is only slower */
        return 0;
    ARENA_AUTO a = arena_new(1u << 30);
    struct fault f = { 0 };
    struct data_file file = { S("file"), str_bytes(p + 1, n - 1) };
    enum err e = load(a, p[0], file, &f);
    assert(e == ERR_OK || (e == ERR_INVALID && f.detail[0] != '\0'));
    return 0;
}
