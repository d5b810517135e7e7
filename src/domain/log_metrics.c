#include "domain/log_metrics.h"

#include "gen/queries.h"

static void older(int64_t *oldest, const struct value *since, struct instant now)
{
    int64_t age = now.ms - since->i;

    if (since->kind == VALUE_INT && age > *oldest)
        *oldest = age;
}

enum err log_metrics_read(struct ctx *c, struct log_metrics *ret)
{
    struct log_head head;
    struct rows r;

    memset(ret, 0, sizeof *ret);
    TRY(public_log_made(c, &ret->made));
    if (!ret->made)
        return ERR_OK;
    TRY(log_head_read(c, &head));
    ret->size = head.size;
    TRY(store_run0(c, Q_LOG_METRICS, &r));
    ret->pending = cell(&r, 0, 0)->i;
    ret->public_pending = cell(&r, 0, 1)->i;
    older(&ret->oldest_ms, cell(&r, 0, 2), c->now);
    older(&ret->oldest_ms, cell(&r, 0, 3), c->now);
    ret->signed_size = (uint64_t)cell(&r, 0, 4)->i;
    ret->cosigned_size = cell(&r, 0, 5)->kind == VALUE_INT ? cell(&r, 0, 5)->i : -1;
    TRY(log_witness_list(c, &ret->witnesses));
    for (size_t i = 0; i < ret->witnesses.n; i++)
        if (ret->witnesses.items[i].signed_at.ms > ret->seen.ms)
            ret->seen = ret->witnesses.items[i].signed_at;
    return ERR_OK;
}

int64_t log_metrics_lag(const struct log_metrics *m, const struct log_witness *w)
{
    if (w->seen < 0)
        return -1;
    return (uint64_t)w->seen < m->signed_size ? (int64_t)m->signed_size - w->seen : 0;
}

static void gauge(struct buf *b, const char *name, const char *help, int64_t value)
{
    buf_put(b, S("# HELP yangguang_log_"));
    buf_put(b, str_of(name));
    buf_byte(b, ' ');
    buf_put(b, str_of(help));
    buf_put(b, S("\n# TYPE yangguang_log_"));
    buf_put(b, str_of(name));
    buf_put(b, S(" gauge\nyangguang_log_"));
    buf_put(b, str_of(name));
    buf_byte(b, ' ');
    buf_i64(b, value);
    buf_byte(b, '\n');
}

/* A label's value: quotes, backslashes and line feeds have a spelling of their own. */
static void put_label(struct buf *b, struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' || s.p[i] == '\\')
            buf_byte(b, '\\');
        if (s.p[i] == '\n')
            buf_put(b, S("\\n"));
        else
            buf_byte(b, s.p[i]);
    }
}

static void witnesses(struct buf *b, const struct log_metrics *m)
{
    if (m->witnesses.n)
        buf_put(b, S("# HELP yangguang_log_witness_lag Signed leaves that a witness has not seen, "
                     "-1: it never answered.\n# TYPE yangguang_log_witness_lag gauge\n"));
    for (size_t i = 0; i < m->witnesses.n; i++) {
        buf_put(b, S("yangguang_log_witness_lag{witness=\""));
        put_label(b, m->witnesses.items[i].key.name);
        buf_put(b, S("\"} "));
        buf_i64(b, log_metrics_lag(m, &m->witnesses.items[i]));
        buf_byte(b, '\n');
    }
}

struct str log_metrics_text(struct arena *a, const struct log_metrics *m, struct instant now)
{
    struct buf b = buf_new(a);

    gauge(&b, "made", "1: there is a public log.", m->made);
    if (!m->made)
        return buf_str(&b);
    gauge(&b, "pending", "Leaves of events that wait for their place.", m->pending);
    gauge(&b, "public_pending", "Public leaves that wait for their place.", m->public_pending);
    gauge(&b, "oldest_pending_seconds", "How long the oldest of them has waited.",
          m->oldest_ms / 1000);
    gauge(&b, "size", "Leaves in the tree.", (int64_t)m->size);
    gauge(&b, "signed_size", "Leaves of the last signed head.", (int64_t)m->signed_size);
    gauge(&b, "cosigned_size", "Leaves of the last head with its quorum, -1: none.",
          m->cosigned_size);
    gauge(&b, "cosigned_age_seconds", "Since a witness last signed, -1: none did.",
          m->seen.ms ? (now.ms - m->seen.ms) / 1000 : -1);
    witnesses(&b, m);
    return buf_str(&b);
}
