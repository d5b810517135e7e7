/*
 * log.h - one structured line per happening on stderr, for operators. Never personal data,
 * never a number, a word of a report, an address.
 *
 * Layer:  base
 */
#ifndef YG_BASE_LOG_H
#define YG_BASE_LOG_H

#include "base/str.h"

enum log_level { LOG_ERROR = 3, LOG_WARN = 4, LOG_INFO = 6, LOG_DEBUG = 7 };

/* event is a stable word ("http.start"); fmt gives key=value pairs. Lines over 500 bytes are cut,
 * control bytes become '?'. Thread safe. */
void log_event(enum log_level level, const char *event, const char *fmt, ...) PRINTF_LIKE(3, 4);
void log_set_level(enum log_level most);

#endif
