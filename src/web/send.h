/*
 * send.h - a sealed file as an attachment that no browser runs, in ranges where one asks for them.
 *
 * Layer: web (only this room includes it)   Source: RFC 9110 14.2, RFC 6266
 */
#ifndef YG_WEB_SEND_H
#define YG_WEB_SEND_H

#include "web/frame.h"

/* The file that this actor may open (file_open's errors), as the whole answer of the request. */
enum err send_file(struct ctx *c, struct req *r, struct resp *w, int64_t file);

#endif
