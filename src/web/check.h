/*
 * check.h - the page that shows all answers before they are sent; for a new report and a change.
 *
 * Layer: web (only this room includes it)
 */
#ifndef YG_WEB_CHECK_H
#define YG_WEB_CHECK_H

#include "web/wizard.h"

struct check_row {
    struct str label, text;
};
struct check_group {
    int64_t number; /* of the page */
    struct str change_href;
    bool missing; /* has to be answered before anything can be sent */
    bool empty, has_rows;
    struct list rows;
};
struct check_view {
    struct list groups;
    struct str action_href, back_href, saved, once;
    int64_t step;
    bool amend, ready;
    struct box truth_ack, password;
};
extern const struct field check_fields[];
void check_fill(struct ctx *c, struct req *r, const struct wizard *wz, struct check_view *v);
enum err check_page(struct ctx *c, struct req *r, struct resp *w, const struct wizard_kind *kind);
/* After a failed POST. */
enum err check_again(struct ctx *c, struct req *r, struct resp *w, const struct wizard *wz);

#endif
