/*
 * frame.h - the API room's own inside: routes, bearer, JSON in and out, problems in one place.
 *
 * Layer: api (only this room includes it)
 *
 * To add a call: a line in routes.def, a handler api_x in x.c, its description in openapi.json (a
 * test compares both lists and exercises every call). A handler reads JSON or query, makes ONE
 * domain call and writes JSON; what it returns other than ERR_OK becomes problem+json.
 */
#ifndef YG_API_FRAME_H
#define YG_API_FRAME_H

#include <jansson.h>

#include "api/api.h"
#include "base/json.h"
#include "domain/id.h"
#include "domain/session.h"
#include "http/router.h"

#define API_PUBLIC 0u
#define API_REPORTER RO_REPORTER
#define API_OFFICER ROLES_OFFICER
#define API_BODY_MAX (512 * 1024)

typedef enum err (*api_handler)(struct ctx *c, struct req *r, struct resp *w);
typedef enum err (*api_prepare)(struct ctx *c, struct req *r, struct http_job *ret);

enum api_flags {
    API_FIRST_LOGIN = 1, /* allowed while a one-time password must be changed */
    API_UPLOAD = 2,      /* multipart body, files go to the sink */
    API_OWN_ONCE = 8,    /* looks after Idempotency-Key itself, or a repeat does no harm */
    API_WORKER = 4       /* a GET that may wait or take over 2 ms */
};

struct api_route {
    enum http_method method;
    const char *pattern;
    uint32_t roles;
    unsigned flags;
    int64_t body_max;
    api_handler handle;
    api_prepare prepare;
    const struct http_sink *sink;
    const char *name;
};
extern const struct api_route api_routes[];
extern const size_t api_route_count;

struct api {
    struct app *app;
    struct http_route *table;
};

struct api_req {
    struct api *api;
    const struct api_route *route;
    unsigned methods;
    int lang;          /* Accept-Language: problems speak it */
    struct str bearer; /* absent without */
    bool session_dead, store_failed, prepare_failed;
    json_t *body; /* parsed, freed after the answer; NULL without */
    void *own;
};
static inline struct api_req *api_of(struct req *r)
{
    return (struct api_req *)r->state;
}

/* The body as a JSON object. ERR_INVALID "json.syntax". Freed by the frame. */
MUST_CHECK enum err api_body(struct ctx *c, struct req *r, json_t **ret);
/* String member: absent when missing or null; ERR_INVALID field "json.type" when no string. Copied.
 */
MUST_CHECK enum err api_str(struct ctx *c, json_t *o, const char *name, struct str *ret);
MUST_CHECK enum err api_bool(struct ctx *c, json_t *o, const char *name, bool *ret);
MUST_CHECK enum err api_int(struct ctx *c, json_t *o, const char *name, int64_t *ret);
/* Members other than these (NULL-ended list) are refused: ERR_INVALID field "json.unknown". */
MUST_CHECK enum err api_only(struct ctx *c, json_t *o, const char *const *names);

/* The answer's writer; status 200 unless set. Content-Type application/json. */
struct json api_json(struct req *r, struct resp *w, int status);
void api_id(struct ctx *c, struct json *j, const char *key, int64_t id); /* null for none */
void api_day(struct json *j, const char *key, struct day d); /* YYYY-MM-DD or null */
void api_time(struct ctx *c, struct json *j, const char *key,
              struct instant t);                    /* RFC 3339 or null */
struct str api_text(struct req *r, struct str key); /* catalogue sentence */
/* Strong ETag of the body written so far; If-None-Match equal: 304 without body. Call last in a
 * GET. */
void api_etag(struct req *r, struct resp *w);
struct str api_idempotency_key(struct req *r); /* absent without */

struct move_form;
struct move_request;
void api_write_form(struct ctx *c, struct req *r, struct json *j, const struct move_form *f);
/* Member "fields" of a move: values of any plain kind become the text of a form. */
MUST_CHECK enum err api_fields(struct ctx *c, json_t *o, struct move_request *q);
struct message;
void api_write_message(struct ctx *c, struct json *j, const struct message *m);
enum err api_write_messages(struct ctx *c, struct req *r, struct resp *w, int64_t report);
enum err api_report_of_matter(struct ctx *c, struct req *r,
                              int64_t *ret); /* ?report= or the first */

#include "api/handlers.h"
#endif
