/*
 * handlers.h - every handler of routes.def, declared from the table that lists them.
 *
 * Layer: web
 */
#ifndef YG_WEB_HANDLERS_H
#define YG_WEB_HANDLERS_H

#include "web/web.h"

#define ROUTE(m, p, roles, area, flags, max, name)                                                 \
    enum err web_##name(struct ctx *c, struct req *r, struct resp *w);
#define LANE(m, p, roles, area, flags, max, name)                                                  \
    enum err web_##name(struct ctx *c, struct req *r, struct resp *w);                             \
    enum err web_##name##_prepare(struct ctx *c, struct req *r, struct http_job *ret);
#define UPLOAD(m, p, roles, area, flags, max, name)                                                \
    enum err web_##name(struct ctx *c, struct req *r, struct resp *w);                             \
    extern const struct http_sink web_##name##_sink;
#define LANE_UPLOAD(m, p, roles, area, flags, max, name)                                           \
    enum err web_##name(struct ctx *c, struct req *r, struct resp *w);                             \
    enum err web_##name##_prepare(struct ctx *c, struct req *r, struct http_job *ret);             \
    extern const struct http_sink web_##name##_sink;
#include "web/routes.def"
#undef ROUTE
#undef LANE
#undef UPLOAD
#undef LANE_UPLOAD

#endif
