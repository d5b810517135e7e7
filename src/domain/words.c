#include "domain/words.h"

#include <assert.h>

#include "i18n/i18n.h"

struct str word_key(struct arena *a, enum word kind, struct str code)
{
    const struct str prefixes[WORD__COUNT] = {
        [WORD_STATE] = T_PREFIX("state."),       [WORD_SHOWN] = T_PREFIX("shown."),
        [WORD_SUBPROC] = T_PREFIX("subproc."),   [WORD_STAGE] = T_PREFIX("stage."),
        [WORD_MOVE] = T_PREFIX("move."),         [WORD_FIELD] = T_PREFIX("field."),
        [WORD_HELP] = T_PREFIX("help."),         [WORD_CODE] = T_PREFIX("code."),
        [WORD_DOCUMENT] = T_PREFIX("document."), [WORD_CLOCK] = T_PREFIX("clock."),
        [WORD_EVENT] = T_PREFIX("event."),       [WORD_ROLE] = T_PREFIX("role."),
        [WORD_UNIT] = T_PREFIX("unit."),         [WORD_PARAMETER] = T_PREFIX("param."),
        [WORD_FIGURE] = T_PREFIX("figure."),
    };
    assert(kind < WORD__COUNT);
    return str_fmt(a, "%.*s%.*s", STR_ARG(prefixes[kind]), STR_ARG(code));
}

struct str word_option_key(struct arena *a, struct str field, struct str value)
{
    const struct str prefix = T_PREFIX("option.");
    return str_fmt(a, "%.*s%.*s.%.*s", STR_ARG(prefix), STR_ARG(field), STR_ARG(value));
}
