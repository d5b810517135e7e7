/* Every key that the data needs is in both catalogues, and under most prefixes there is no
 * other (labels of pages may share "field." and "code."). */
#include "domain/words.h"

#include "domain/code.h"
#include "domain/parameter.h"
#include "domain/procedure.h"
#include "domain/published.h"
#include "domain/rules_test.h"

#define KEYS_MAX 2000

struct keys {
    struct arena *a;
    struct str items[KEYS_MAX];
    size_t n;
};

static bool has(const struct keys *k, struct str key)
{
    for (size_t i = 0; i < k->n; i++) {
        if (str_eq(k->items[i], key))
            return true;
    }
    return false;
}

static void need(struct keys *k, struct str key)
{
    if (has(k, key))
        return;
    assert_true(k->n < KEYS_MAX);
    k->items[k->n++] = key;
}

static void need_word(struct keys *k, enum word kind, struct str code)
{
    need(k, word_key(k->a, kind, code));
}

static const struct procedure *procedure_of(struct arena *a)
{
    static const char *const names[] = {
        "procedure/states.rules",   "procedure/events.rules",   "procedure/papers.rules",
        "procedure/roles.rules",    "procedure/intake.rules",   "procedure/handling.rules",
        "procedure/remedies.rules", "procedure/subprocs.rules", "procedure/identity.rules",
        "procedure/publish.rules",  "procedure/accountability.rules",
    };
    struct data_file files[COUNT_OF(names)];
    struct str guards[160];
    size_t n = 0;
    struct fault f = { 0 };
    const struct procedure *p;
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        files[i] = shipped(a, names[i]);
        /* any guard will do here: lifecycle_test.c knows their names */
        struct lines l = lines_of(files[i]);
        while (lines_next(&l)) {
            for (struct str w = lines_word(&l.line); !str_absent(w); w = lines_word(&l.line)) {
                if (str_starts(w, S("G_")) && n < COUNT_OF(guards))
                    guards[n++] = w;
            }
        }
    }
    if (procedure_load(a, files, COUNT_OF(files), guards, n, &f, &p) != ERR_OK)
        fail_msg("%s", f.detail);
    return p;
}

static void need_moves(struct keys *k, const struct procedure *p)
{
    const struct move *m;
    for (size_t i = 0; (m = procedure_move_at(p, i)) != NULL; i++) {
        need_word(k, WORD_MOVE, m->id);
        for (size_t t = 0; m->target_count > 1 && t < m->target_count; t++)
            need(k, word_option_key(k->a, S("outcome"), m->targets[t].name));
        for (size_t n = 0; n < m->field_count; n++) {
            const struct form_field *field = &m->fields[n];
            need_word(k, WORD_FIELD, field->name);
            for (size_t o = 0; o < field->options.n; o++)
                need(k, word_option_key(k->a, field->name, field->options.items[o]));
        }
    }
    need_word(k, WORD_FIELD, S("outcome"));
    /* the answer to a proposal (design.md 8) */
    need_word(k, WORD_FIELD, S("decision"));
    need_word(k, WORD_FIELD, S("decision_reason"));
    need(k, word_option_key(k->a, S("decision"), S("approve")));
    need(k, word_option_key(k->a, S("decision"), S("refuse")));
}

static void need_procedure(struct keys *k, const struct procedure *p)
{
    const struct state *s;
    const struct event_kind *e;
    const struct paper *d;
    const struct clock_rule *c;
    for (size_t i = 0; (s = procedure_state_at(p, i)) != NULL; i++) {
        need_word(k, WORD_STATE, s->id);
        need(k, s->shown);
    }
    const struct subproc_rule *sp;
    for (size_t i = 0; (sp = procedure_subproc_at(p, i)) != NULL; i++) {
        need_word(k, WORD_SUBPROC, sp->id);
        for (size_t n = 0; n < sp->state_count; n++)
            need_word(k, WORD_STATE, sp->states[n].id);
    }
    need_word(k, WORD_SHOWN, S("ST_FILED_REPEAT.own"));
    for (size_t i = 0; (e = procedure_event_at(p, i)) != NULL; i++)
        need_word(k, WORD_EVENT, e->id);
    for (size_t i = 0; (d = procedure_paper_at(p, i)) != NULL; i++)
        need_word(k, WORD_DOCUMENT, d->id);
    for (size_t i = 0; (c = procedure_clock_at(p, i)) != NULL; i++)
        need_word(k, WORD_CLOCK, c->id);
    for (size_t i = 0; i < ROLE_COUNT; i++)
        need_word(k, WORD_ROLE, role_name(ROLE_BIT(i)));
    need_moves(k, p);
}

static void need_figures(struct keys *k)
{
    struct fault f = { 0 };
    struct published_figure_list l;
    CHECK(published_figures_load(k->a, shipped(k->a, "figures.tsv"), &f, &l) == ERR_OK);
    for (size_t i = 0; i < l.n; i++) {
        need_word(k, WORD_FIGURE, l.items[i].id);
        need_word(k, WORD_FIGURE, str_fmt(k->a, "%.*s.gap", STR_ARG(l.items[i].id)));
    }
}

static void need_parameters(struct keys *k)
{
    struct fault f = { 0 };
    struct parameter_table *t;
    CHECK(parameter_load(k->a, shipped(k->a, "parameters.tsv"), &f, &t) == ERR_OK);
    for (size_t i = 0; i < parameter_key_count(t); i++) {
        need_word(k, WORD_PARAMETER, parameter_base(t, i)->key);
        if (parameter_base(t, i)->unit != U_SWITCH)
            need_word(k, WORD_UNIT, unit_name(parameter_base(t, i)->unit));
    }
}

static void need_codes(struct keys *k)
{
    struct lines l = lines_of(shipped(k->a, "codes.tsv"));
    while (lines_next(&l)) {
        (void)lines_word(&l.line); /* the list */
        struct str code = lines_word(&l.line), parent = lines_word(&l.line);
        if (str_eq(code, S("code"))) /* the headings */
            continue;
        need_word(k, WORD_CODE, code);
        if (!str_eq(parent, S("-")))
            need_word(k, WORD_CODE, parent);
    }
}

static void read_catalogue(struct arena *a, const char *name, struct keys *ret)
{
    struct lines l = lines_of(shipped(a, name));
    while (lines_next(&l)) {
        struct str rest = l.line, key = str_trim(str_cut(&rest, '='));
        assert_true(ret->n < KEYS_MAX && !str_empty(str_trim(rest)));
        ret->items[ret->n++] = key;
    }
}

static void every_code_has_its_words_and_no_other(void **state)
{
    static const char *const prefixes[] = { "state.",  "shown.", "move.T", "option.",
                                            "clock.",  "event.", "role.",  "document.",
                                            "figure.", "param.", "unit." };
    static const char *const catalogues[][6] = {
        { "i18n/zh.txt", "i18n/zh/subproc.txt", "i18n/zh/identity.txt",
          "i18n/zh/publish.txt", "i18n/zh/breach.txt", "i18n/zh/panel.txt" },
        { "i18n/en.txt", "i18n/en/subproc.txt", "i18n/en/identity.txt",
          "i18n/en/publish.txt", "i18n/en/breach.txt", "i18n/en/panel.txt" },
    };
    ARENA_AUTO a = arena_new(TEST_ARENA_BYTES);
    struct keys *needed = arena_new_of(a, struct keys), *there = arena_new_of(a, struct keys);
    needed->a = a;
    need_procedure(needed, procedure_of(a));
    need_codes(needed);
    need_figures(needed);
    need_parameters(needed);
    assert_true(needed->n > 450);
    for (size_t c = 0; c < COUNT_OF(catalogues); c++) {
        there->n = 0;
        for (size_t i = 0; i < COUNT_OF(catalogues[c]); i++)
            read_catalogue(a, catalogues[c][i], there);
        for (size_t i = 0; i < needed->n; i++) {
            if (!has(there, needed->items[i]))
                fail_msg("%s lacks %.*s", catalogues[c][0], STR_ARG(needed->items[i]));
        }
        for (size_t i = 0; i < there->n; i++) {
            for (size_t x = 0; x < COUNT_OF(prefixes); x++) {
                if (str_starts(there->items[i], str_of(prefixes[x])) &&
                    !has(needed, there->items[i]))
                    fail_msg("%s: nobody needs %.*s", catalogues[c][0], STR_ARG(there->items[i]));
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_has_its_words_and_no_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
