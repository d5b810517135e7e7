/*
 * json.h - JSON written into a buffer, commas and escapes looked after.
 *
 * Layer:  base. Reading JSON is jansson's work (api/).
 * Asserts: depth over JSON_DEPTH_MAX, a value in an object without key, brackets that do not match.
 * Bytes that are not UTF-8 become U+FFFD, so that the result can always be read.
 */
#ifndef YG_BASE_JSON_H
#define YG_BASE_JSON_H

#include "base/str.h"

#define JSON_DEPTH_MAX 32

struct json {
    struct buf *out;
    unsigned depth;
    bool comma[JSON_DEPTH_MAX + 1];
    char bracket[JSON_DEPTH_MAX + 1]; /* what was opened at each depth, 0 at the top */
    bool after_key;
};

struct json json_new(struct buf *out);
void json_open(struct json *j, char bracket);  /* '{' or '[' */
void json_close(struct json *j, char bracket); /* '}' or ']' */
void json_key(struct json *j, const char *key);
void json_str(struct json *j, struct str s); /* absent: null */
void json_i64(struct json *j, int64_t v);
void json_bool(struct json *j, bool v);
void json_none(struct json *j);
void json_raw(struct json *j, struct str value); /* JSON made elsewhere, put in as it is */
/* key and value in one */
void json_kstr(struct json *j, const char *key, struct str s);
void json_ki64(struct json *j, const char *key, int64_t v);
void json_kbool(struct json *j, const char *key, bool v);

#endif
