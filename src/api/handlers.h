/* handlers.h - every handler of routes.def, declared from the table that lists them. Layer: api */
#ifndef YG_API_HANDLERS_H
#define YG_API_HANDLERS_H

#define CALL(m, p, roles, flags, max, name)                                                        \
    enum err api_##name(struct ctx *c, struct req *r, struct resp *w);
#define LANE(m, p, roles, flags, max, name)                                                        \
    enum err api_##name(struct ctx *c, struct req *r, struct resp *w);                             \
    enum err api_##name##_prepare(struct ctx *c, struct req *r, struct http_job *ret);
#define UPLOAD(m, p, roles, flags, max, name)                                                      \
    enum err api_##name(struct ctx *c, struct req *r, struct resp *w);                             \
    extern const struct http_sink api_##name##_sink;
#include "api/routes.def"
#undef CALL
#undef LANE
#undef UPLOAD

#endif
