#include "base/err.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

enum err fault_set(struct fault *f, enum err err, const char *key, const char *fmt, ...)
{
    va_list args;
    assert(err > ERR_OK && err < ERR__COUNT && key);
    f->err = err;
    f->key = key;
    if (err != ERR_INVALID)
        f->field_count = 0;
    va_start(args, fmt);
    vsnprintf(f->detail, sizeof f->detail, fmt, args); /* cut when too long: it is for a log line */
    va_end(args);
    return err;
}

bool fault_has_field(const struct fault *f, const char *field)
{
    for (size_t i = 0; i < f->field_count; i++)
        if (strcmp(f->fields[i].field, field) == 0)
            return true;
    return false;
}

void fault_field(struct fault *f, const char *field, const char *key, int64_t arg)
{
    assert(field && key);
    f->err = ERR_INVALID;
    f->key = "form.invalid";
    if (f->field_count < FAULT_FIELDS_MAX && !fault_has_field(f, field))
        f->fields[f->field_count++] = (struct fault_field){ field, key, arg };
}

void fault_clear(struct fault *f)
{
    *f = (struct fault){ 0 };
}
