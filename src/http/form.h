/*
 * form.h - names and values out of a query or an urlencoded body.
 *
 * Layer:  http                      Memory: decoded pairs live in the arena given
 * Source: WHATWG URL Standard 5.1 (application/x-www-form-urlencoded), made strict: a bad escape,
 *         a NUL or invalid UTF-8 refuses the whole form instead of being guessed at
 */
#ifndef YG_HTTP_FORM_H
#define YG_HTTP_FORM_H

#include "http/http.h"

/*
 * Decodes %XX, and '+' to a blank when plus is set. False (ret untouched) for an escape that is not
 * two hex digits, a NUL, or a result that is not UTF-8.
 */
MUST_CHECK bool form_decode(struct arena *a, struct str s, bool plus, struct str *ret);
/* Every byte belongs to a well-formed UTF-8 sequence and none is NUL. Controls are allowed: a text
 * area sends CR LF. What a field may hold is decided by the domain, which can name the field. */
bool form_utf8(struct str s);

enum form_err { FORM_OK, FORM_BAD /* 400 */, FORM_MANY /* more than fields_max */ };
/* Splits at '&' and '='; empty pieces are skipped, a piece without '=' is a name with value "".
 * Order and repeated names are kept. ret untouched on error. */
MUST_CHECK enum form_err form_parse(struct arena *a, struct str body, size_t fields_max,
                                    struct http_pairs *ret);

#endif
