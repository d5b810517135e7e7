/*
 * err.h - what went wrong, once per request, set where it is born and shown in one place.
 *
 * Layer:  base
 * Three kinds (never mixed): the person's mistake (ERR_INVALID with fields), the world's refusal
 * (DENIED, LOGIN, NOT_FOUND, CONFLICT, LIMIT, BUSY, STORE, IO), the programmer's mistake (assert).
 */
#ifndef YG_BASE_ERR_H
#define YG_BASE_ERR_H

#include "base/str.h"

enum err {
    ERR_OK = 0,
    ERR_INVALID,   /* 422: fields say what to change */
    ERR_LOGIN,     /* 401: no session, session over, wrong number or password */
    ERR_DENIED,    /* 403: role */
    ERR_NOT_FOUND, /* 404: none, or not yours */
    ERR_CONFLICT,  /* 409: state, version, double */
    ERR_LIMIT,     /* 413/429: too large, too many */
    ERR_BUSY,      /* 503 + Retry-After: a queue is full */
    ERR_STORE,     /* 503: database or disk refuses; nothing acknowledged */
    ERR_IO,        /* 500: the world outside the database refuses */
    ERR__COUNT
};

#define FAULT_FIELDS_MAX 32

struct fault_field {
    const char *field; /* form or JSON name, static or arena */
    const char *key;   /* catalogue key of the sentence that says what to change */
    int64_t arg;       /* a number the sentence may name ({{arg}}), else 0 */
};

struct fault {
    enum err err;
    const char *key;   /* catalogue key, "matter.moved_on" */
    char detail[160];  /* for operators; never personal data */
    struct fault_field fields[FAULT_FIELDS_MAX];
    size_t field_count;
    int retry_after_s; /* for ERR_BUSY and ERR_LIMIT, 0 = none */
};

/* Sets the fault and returns err: return FAULT(&c->fault, ERR_CONFLICT, "matter.moved_on", "...");
 * err is never ERR_OK. Fields stay with ERR_INVALID and are dropped otherwise; retry_after_s stays,
 * so that it can be set before. */
enum err fault_set(struct fault *f, enum err err, const char *key, const char *fmt, ...)
    PRINTF_LIKE(4, 5);
/* The error comes back as the constant it was given, so that compilers and checkers see that after
 * a fault nobody goes on with values that were not filled in. */
#define FAULT(f, which, key, ...)                                                                  \
    __extension__({                                                                                \
        const enum err fault_err_ = (which);                                                       \
        (void)fault_set((f), fault_err_, (key), __VA_ARGS__);                                      \
        fault_err_;                                                                                \
    })
/* Does nothing but tell tools/labels.py that this string is a catalogue key: for tables and calls
 * that hand a key on. */
#define T_KEY(key) (key)

/* Adds a field's mistake (the first one of a field stays); the fault becomes ERR_INVALID,
 * key "form.invalid". Beyond FAULT_FIELDS_MAX further ones are dropped. */
void fault_field(struct fault *f, const char *field, const char *key, int64_t arg);
bool fault_has_field(const struct fault *f, const char *field);
void fault_clear(struct fault *f);

#define TRY(expr)                                                                                  \
    do {                                                                                           \
        enum err try_err_ = (expr);                                                                \
        if (try_err_ != ERR_OK)                                                                    \
            return try_err_;                                                                       \
    } while (0)

#endif
