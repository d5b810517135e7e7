#include "domain/statement.h"

#include "domain/id.h"
#include "domain/log_proof.h"
#include "domain/log_witness.h"
#include "domain/org.h"
#include "gen/embed.h"
#include "gen/queries.h"

#define SERIAL_MAX 40
#define DAY_ARENA_MAX (64u << 20)

static void put(struct buf *b, const char *key, struct str value)
{
    buf_put(b, str_of(key));
    buf_byte(b, ' ');
    buf_put(b, value);
    buf_byte(b, '\n');
}

static void put_number(struct buf *b, const char *key, int64_t n)
{
    buf_put(b, str_of(key));
    buf_byte(b, ' ');
    buf_i64(b, n);
    buf_byte(b, '\n');
}

static void put_day(struct ctx *c, struct buf *b, const char *key, struct day d)
{
    if (!day_absent(d))
        put(b, key, day_format(c->arena, d));
}

static struct buf begin(struct ctx *c, const char *what)
{
    struct buf b = buf_new(c->arena);

    buf_put(&b, str_of(what));
    buf_byte(&b, '\n');
    return b;
}

/* One line: what people typed may hold a line feed. */
static struct str one_line(struct ctx *c, struct str s)
{
    struct str copy = str_dup(c->arena, s);
    char *p = (char *)copy.p;

    for (size_t i = 0; i < copy.n; i++)
        if ((unsigned char)p[i] < 0x20)
            p[i] = ' ';
    return copy;
}

/* ---- what was published ---- */

struct str statement_publication_subject(struct ctx *c, int64_t publication)
{
    return str_fmt(c->arena, "publication %lld", (long long)publication);
}

enum err statement_published(struct ctx *c, int64_t publication, int64_t org, struct str form,
                             struct str hash, struct day until)
{
    struct buf b = begin(c, "ygxf/publication/v1");

    put(&b, "item", id_text(c, publication));
    put_number(&b, "body", org);
    put(&b, "form", form);
    put_day(c, &b, "from", ctx_today(c));
    put_day(c, &b, "until", until);
    put(&b, "text", str_hex(c->arena, hash.p, hash.n));
    return public_leaf_add(c, PUBLIC_STATISTICS, statement_publication_subject(c, publication),
                           buf_str(&b), true);
}

enum err statement_taken_down(struct ctx *c, int64_t publication, int64_t org, bool correct)
{
    struct buf b = begin(c, "ygxf/publication/v1");

    put(&b, "item", id_text(c, publication));
    put_number(&b, "body", org);
    put_day(c, &b, correct ? "corrected" : "withdrawn", ctx_today(c));
    return public_leaf_add(c, PUBLIC_STATISTICS, statement_publication_subject(c, publication),
                           buf_str(&b), true);
}

/* ---- keys ---- */

enum err statement_desk_key(struct ctx *c, const struct desk *d)
{
    struct buf b = begin(c, "ygxf/desk-key/v1");

    put_number(&b, "body", d->org);
    put(&b, "desk", str_of(d->kind));
    put(&b, "id", id_text(c, d->id));
    put_number(&b, "generation", d->generation);
    put(&b, "key", str_hex(c->arena, d->pk.b, KEY_SIZE));
    return public_leaf_add(
        c, PUBLIC_KEY,
        str_fmt(c->arena, "desk %lld %lld", (long long)d->id, (long long)d->generation),
        buf_str(&b), true);
}

static enum err renew_key(struct ctx *c, const char *subject, const struct note_key *k)
{
    struct buf b = begin(c, str_z(c->arena, str_fmt(c->arena, "ygxf/%s/v1", subject)));

    put(&b, "key", note_key_text(c->arena, k));
    return public_leaf_renew(c, PUBLIC_KEY, str_of(subject), buf_str(&b));
}

static enum err log_keys(struct ctx *c)
{
    struct note_key k, promise;
    bool made;

    TRY(public_log_made(c, &made));
    if (!made)
        return ERR_OK;
    TRY(public_log_key(c, &k));
    TRY(log_promise_key(c, &promise));
    TRY(renew_key(c, "log-key", &k));
    return renew_key(c, "promise-key", &promise);
}

static enum err desk_keys(struct ctx *c)
{
    struct rows r;

    TRY(store_run0(c, Q_PUBLIC_LEAF_DESKS, &r));
    for (size_t i = 0; i < r.n; i++) {
        struct desk d;
        TRY(desk_find(c, cell(&r, i, 0)->i, &d));
        TRY(statement_desk_key(c, &d));
    }
    return ERR_OK;
}

/* ---- rules and policy ---- */

enum err statement_parameter(struct ctx *c, const struct parameter *row, struct str pilot)
{
    struct buf b = begin(c, "ygxf/parameter/v1");

    if (str_starts(row->key, S("log.")))
        return ERR_OK;
    put_number(&b, "body", row->org);
    put(&b, "name", row->key);
    put_number(&b, "value", row->value);
    put(&b, "unit", unit_name(row->unit));
    if (row->roll)
        put(&b, "end", S("rolls"));
    if (row->pause)
        put(&b, "pause", S("allowed"));
    put_day(c, &b, "from", row->from);
    put_day(c, &b, "until", row->to);
    put(&b, "basis", one_line(c, row->basis));
    if (!str_empty(pilot))
        put(&b, "pilot", one_line(c, pilot));
    return public_leaf_add(c, PUBLIC_POLICY, str_fmt(c->arena, "parameter %lld %.*s",
                                                     (long long)row->org, STR_ARG(row->key)),
                           buf_str(&b), true);
}

enum err statement_calendar(struct ctx *c, const struct calendar_year *year, struct str text)
{
    struct buf b = begin(c, "ygxf/calendar/v1");

    put_number(&b, "year", year->year);
    put(&b, "notice", one_line(c, year->notice));
    buf_put(&b, text);
    return public_leaf_add(c, PUBLIC_POLICY, str_fmt(c->arena, "calendar %d", year->year),
                           buf_str(&b), true);
}

/* The files by which this program decides, dates and counts. */
static enum err rules(struct ctx *c)
{
    static const char *const places[] = { "procedure/", "statistics/", "calendar/", "notices/",
                                          "parameters.tsv" };
    struct buf b = begin(c, "ygxf/rules/v1");

    for (size_t i = 0; i < embed_file_count; i++) {
        struct str name = str_of(embed_files[i].name);
        uint8_t hash[HASH_BYTES];
        bool one = false;
        for (size_t k = 0; k < COUNT_OF(places); k++)
            one = one || str_starts(name, str_of(places[k]));
        if (!one)
            continue;
        sha256(str_bytes(embed_files[i].p, embed_files[i].n), hash);
        put(&b, embed_files[i].name, str_hex(c->arena, hash, sizeof hash));
    }
    return public_leaf_renew(c, PUBLIC_POLICY, S("rules"), buf_str(&b));
}

/* The first one is told like any change of it (log_policy.c). */
static enum err policy(struct ctx *c)
{
    bool made;

    TRY(public_log_made(c, &made));
    return made ? log_policy_renew(c) : ERR_OK;
}

enum err statement_standing(struct ctx *c)
{
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(log_keys(c));
    TRY(desk_keys(c));
    TRY(rules(c));
    TRY(policy(c));
    tx = NULL;
    return store_commit(c);
}

/* ---- slips, the log before ---- */

static bool is_serial(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        char x = s.p[i];
        if (!((x >= '0' && x <= '9') || (x >= 'A' && x <= 'Z') || (x >= 'a' && x <= 'z') ||
              x == '-'))
            return false;
    }
    return s.n >= 1 && s.n <= SERIAL_MAX;
}

enum err statement_slips(struct ctx *c, int64_t org, struct str first, struct str last)
{
    struct buf b = begin(c, "ygxf/slips/v1");

    if (!is_serial(first))
        fault_field(&c->fault, "first", "slips.serial", 0);
    if (!is_serial(last) || last.n != first.n)
        fault_field(&c->fault, "last", "slips.serial", 0);
    if (c->fault.field_count)
        return ERR_INVALID;
    put_number(&b, "body", org);
    put(&b, "first", first);
    put(&b, "last", last);
    put_day(c, &b, "day", ctx_today(c));
    return public_leaf_add(c, PUBLIC_SLIPS, S("slips"), buf_str(&b), true);
}

enum err statement_predecessor(struct ctx *c, struct str note)
{
    struct note_key own;
    struct checkpoint head;
    struct note n;

    TRY(public_log_key(c, &own));
    if (!note_parse(c->arena, note, &n) || n.n == 0 || !checkpoint_parse(c->arena, n.text, &head) ||
        str_eq(head.origin, own.name))
        return FAULT(&c->fault, ERR_INVALID, "log.predecessor", "no checkpoint of another log");
    return public_leaf_add(c, PUBLIC_PREDECESSOR, S("predecessor"), note, true);
}

/* ---- heads of the audit chains ---- */

enum err statement_heads_text(struct ctx *c, struct day day, struct str *ret)
{
    struct buf b = begin(c, "ygxf/audit-heads/v1");
    struct str d = day_format(c->arena, day);
    struct rows r;
    uint8_t blind[HASH_BYTES];

    hash_keyed(&c->app->key->s[S_LOG], str_fmt(c->arena, "yg/audit-heads %.*s", STR_ARG(d)), blind,
               sizeof blind);
    TRY(store_run(c, Q_AUDIT_HEADS, &r, DAY(day)));
    put(&b, "day", d);
    put(&b, "blind", str_hex(c->arena, blind, sizeof blind));
    for (size_t i = 0; i < r.n; i++) {
        struct str head = cell(&r, i, 1)->s;
        if (str_absent(head))
            continue;
        buf_i64(&b, cell(&r, i, 0)->i);
        buf_byte(&b, ' ');
        buf_put(&b, str_hex(c->arena, head.p, head.n));
        buf_byte(&b, '\n');
    }
    *ret = buf_str(&b);
    return ERR_OK;
}

static enum err heads(struct ctx *c, struct day day)
{
    struct str subject = str_fmt(c->arena, "heads %.*s", STR_ARG(day_format(c->arena, day)));
    struct public_document done;
    struct str text;
    enum err e = public_leaf_last(c, subject, &done);

    if (e != ERR_NOT_FOUND)
        return e;
    fault_clear(&c->fault);
    TRY(statement_heads_text(c, day, &text));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(public_leaf_add(c, PUBLIC_HEADS, subject, text, false));
    tx = NULL;
    return store_commit(c);
}

/* ---- midnight ---- */

/* The figures of a period, when they are not told yet. An arena of its own each: a province has
 * a hundred bodies. */
static enum err figures_of(struct ctx *c, int64_t org, struct str code)
{
    ARENA_AUTO a = arena_new(DAY_ARENA_MAX);
    struct ctx own = *c;
    struct public_document done;

    own.arena = a;
    enum err e = public_leaf_last(&own, statement_figures_subject(&own, org, code), &done);
    if (e == ERR_NOT_FOUND) {
        fault_clear(&own.fault);
        e = statement_figures(&own, org, code);
    }
    if (e != ERR_OK)
        return FAULT(&c->fault, e, own.fault.key, "figures of %lld", (long long)org);
    return ERR_OK;
}

/* Bodies with officers; townships publish by the year only (domain 7.3). */
static enum err figures(struct ctx *c, struct str code, bool townships)
{
    const struct org_table *orgs = app_orgs(c->app);
    struct rows r;

    TRY(store_run(c, Q_DOCTOR_STAFFED, &r, DAY(ctx_today(c))));
    for (size_t i = 0; i < r.n; i++) {
        const struct org *o = org_find(orgs, cell(&r, i, 0)->i);
        if (o && (townships || o->level != ORG_TOWNSHIP))
            TRY(figures_of(c, o->id, code));
    }
    return ERR_OK;
}

/* A quarter is told on the first day of the next one; a day that was missed is made up for. */
static enum err closed_figures(struct ctx *c)
{
    int y, m, dom;

    day_to_ymd(ctx_today(c), &y, &m, &dom);
    int quarter = y * 4 + (m - 1) / 3 - 1;
    TRY(figures(c, str_fmt(c->arena, "%dQ%d", quarter / 4, quarter % 4 + 1), false));
    return figures(c, str_fmt(c->arena, "%d", y - 1), true);
}

enum err statement_day(struct ctx *c)
{
    TRY(heads(c, (struct day){ ctx_today(c).n - 1 }));
    TRY(statement_standing(c));
    return closed_figures(c);
}
