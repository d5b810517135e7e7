/* file_adopt.c - files that came while their sender's session was over. */
#include "domain/app.h"
#include "domain/draft.h"
#include "domain/event.h"
#include "domain/file_row.h"
#include "domain/reach.h"
#include "gen/queries.h"

#define MIB (INT64_C(1) << 20)

static int64_t limit(struct ctx *c, int64_t org, struct str key)
{
    return app_parameter(c, org, key, ctx_today(c)).value;
}

/* ret: how many wait; none when another page was faster. */
static enum err room_for(struct ctx *c, struct str cookie, const struct followed *at, int64_t *ret)
{
    struct rows draft, report;
    uint8_t id[16];

    draft_row_id(cookie, id);
    TRY(store_run(c, Q_FILE_USAGE_DRAFT, &draft, BLOB(str_bytes(id, sizeof(id)))));
    TRY(store_run(c, Q_FILE_USAGE_REPORT, &report, INT(at->report)));
    *ret = cell(&draft, 0, 0)->i;
    if (*ret + cell(&report, 0, 0)->i > limit(c, at->org, S("file.count_max")))
        return FAULT(&c->fault, ERR_LIMIT, "file.too_many", "%lld more", (long long)*ret);
    if (cell(&draft, 0, 1)->i + cell(&report, 0, 1)->i >
        limit(c, at->org, S("file.total_max")) * MIB)
        return FAULT(&c->fault, ERR_LIMIT, "file.total", "%lld more", (long long)*ret);
    return ERR_OK;
}

enum err file_adopt(struct ctx *c, struct str draft_cookie, int64_t report, const struct key *kr,
                    int64_t *ret_count)
{
    struct event_draft *event;
    struct followed at;
    struct str lines;
    unsigned may;

    *ret_count = 0;
    if (str_absent(draft_cookie) || !draft_cookie_ok(draft_cookie))
        return ERR_OK;
    TRY(reach_report(c, report, &may));
    TRY(followed_find(c, report, &at));
    TRY(file_draft_lines(c, draft_cookie, &lines));
    if (str_empty(lines))
        return ERR_OK;
    struct event_new n = { .kind = "E_FILE",
                           .matter = at.matter,
                           .org = at.org,
                           .channel = at.channel,
                           .named = at.named,
                           .happened = ctx_today(c),
                           .actor_role = S("RO_REPORTER"),
                           .one_report = true };
    n.readers[n.reader_count++] =
        (struct event_reader){ .report = report, .kr = kr, .lines = lines };
    TRY(event_prepare(c, &n, &event));

    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(room_for(c, draft_cookie, &at, ret_count));
    if (*ret_count == 0)
        return ERR_OK;
    TRY(file_take_over(c, draft_cookie, report, kr));
    TRY(event_append(c, event, NULL));
    tx = NULL;
    return store_commit(c);
}
