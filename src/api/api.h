/*
 * api.h - JSON under /api/v1, /healthz and /readyz: the same domain calls as the pages.
 *
 * Layer: api (a door)   Source: design 8; errors as RFC 9457 problem+json; OpenAPI 3.1 document at
 *        /api/v1/openapi.json describes every call
 */
#ifndef YG_API_API_H
#define YG_API_API_H

#include "domain/app.h"
#include "http/http.h"

struct api;
MUST_CHECK enum err api_new(struct app *app, struct fault *f, struct api **ret);
void api_free(struct api *a);
bool api_plan(struct api *a, struct req *r, struct http_plan *ret);
void api_refuse(struct api *a, struct req *r, int status, const char *key, struct resp *w);
/* Direct call for tests; no socket. */
void api_handle(struct api *a, struct req *r, struct resp *w);

#endif
