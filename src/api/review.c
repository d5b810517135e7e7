/* review.c - review and re-review: what the reporter asks for, and the desk of the body above. */
#include "domain/review.h"

#include "api/frame.h"

enum err api_reviews(struct ctx *c, struct req *r, struct resp *w)
{
    struct review_list l;
    TRY(review_list(c, &l));
    struct json j = api_json(r, w, 200);
    json_open(&j, '[');
    for (size_t i = 0; i < l.n; i++) {
        const struct review_item *v = &l.items[i];
        json_open(&j, '{');
        api_id(c, &j, "matter", v->matter);
        json_ki64(&j, "body", v->org);
        json_kstr(&j, "round", v->round);
        json_kstr(&j, "asked_by", v->asked_by);
        json_kbool(&j, "waits", v->waits);
        json_kstr(&j, "state", v->state);
        json_kstr(&j, "ruling", v->ruling);
        api_day(&j, "asked", v->asked);
        api_day(&j, "due", v->due);
        api_day(&j, "decided", v->decided);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    return ERR_OK;
}
