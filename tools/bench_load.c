/*
 * bench_load.c - many matters of one body, quickly: rows, keys and sealed words without access rows
 * (40 minutes of password hashes for 100,000), events, clocks or chains. For measuring only.
 *
 * bench_load DATA WORK_NO PASSWORD COUNT CHARS
 *   DATA       a data folder that no server has open; its key lies beside it
 *   WORK_NO    an officer of the body's petition office: his log-in opens the desk whose key wraps
 *   CHARS      length of each narrative, in Han characters
 *
 * One matter in ten is open, with a due date. Ids are spread over all 63 bits as random ones would
 * be, but ascend, as do the days: the trees grow at their end, and a million rows take a minute or
 * two. What is read afterwards looks the same; only pages are fuller.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/log.h"
#include "domain/app.h"
#include "domain/officer.h"
#include "domain/password.h"
#include "domain/report_seal.h"
#include "domain/session.h"

#define COUNT_MAX 2000000
#define CHARS_MAX 5000
#define ROWS_PER_COMMIT 10000
#define MATTER_ARENA (1u << 20)
#define LOAD_ARENA (512u << 20)
#define YEARS 3 /* days over which the matters are spread */

enum statement { REPORT, MATTER, LINK, GRANT, STATEMENT__COUNT };

static const char *const sql[STATEMENT__COUNT] = {
    [REPORT] = "INSERT INTO report (id, org, channel, category, id_mode, named, received_day, "
               "entered_day, state, identity_state, sealed_number, sealed_body, sealed_check, "
               "body_version) VALUES (?1, ?2, 'CH_LETTER', 'CAT_REPORT', 'ID_ANON', 0, ?3, ?3, "
               "'OPEN', 'RN_NONE', ?4, ?5, ?6, 1)",
    [MATTER] = "INSERT INTO matter (id, org, state, version, reg_year, reg_seq, reg_mark, channel, "
               "category, area, named, mass_interest, route, received_day, round, stage, "
               "explanations, referrals, restricted, due_day, due_code, closed_day, unread, "
               "state_day) "
               "VALUES (?1, ?2, ?3, 2, 1900, ?4, 'B', 'CH_LETTER', 'CAT_REPORT', ?2, 0, 0, "
               "'NORMAL', ?5, 'FIRST', ?6, 0, 0, 0, ?7, ?8, ?9, 0, ?5)",
    [LINK] = "INSERT INTO report_matter (report, seq, matter) VALUES (?1, 1, ?2)",
    [GRANT] = "INSERT INTO key_grant (object_kind, object, holder_kind, holder, generation, form, "
              "sealed_key, given_day) VALUES (?1, ?2, 'DESK', ?3, ?4, 'WRAP', ?5, ?6)",
};

struct load {
    struct ctx c; /* the officer; its arena is wiped after each matter */
    const struct actor_desk *desk;
    struct key under; /* what the desk wraps with */
    sqlite3 *db;
    sqlite3_stmt *st[STATEMENT__COUNT];
    int64_t count;
    struct str narrative;
};

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "bench_load: %s: %s\n", what, why);
    exit(1);
}

static void must(struct ctx *c, enum err e, const char *what)
{
    if (e != ERR_OK)
        fail(what, c->fault.key ? c->fault.key : "?");
}

static void sqlite_must(struct load *l, int rc, const char *what)
{
    if (rc != SQLITE_OK && rc != SQLITE_DONE)
        fail(what, sqlite3_errmsg(l->db));
}

static void run(struct load *l, const char *text)
{
    sqlite_must(l, sqlite3_exec(l->db, text, NULL, NULL, NULL), text);
}

static void add(struct load *l, enum statement which)
{
    sqlite_must(l, sqlite3_step(l->st[which]), sql[which]);
    sqlite3_reset(l->st[which]);
    sqlite3_clear_bindings(l->st[which]);
}

static void blob(sqlite3_stmt *st, int n, struct str s)
{
    sqlite3_bind_blob(st, n, s.p, (int)s.n, SQLITE_STATIC);
}

static void log_in(struct ctx *c, struct str work_no, struct str password)
{
    struct password_job job;
    struct str cookie;
    must(c, officer_login_prepare(c, work_no, password, &job), "log-in");
    password_run(&job);
    must(c, officer_login_finish(c, work_no, &job, &cookie), "log-in");
    if (c->actor->must_change_password)
        fail("log-in", "has a one-time password still");
}

static const struct actor_desk *petition_desk(const struct ctx *c)
{
    for (size_t i = 0; i < c->actor->desk_count; i++)
        if (strcmp(c->actor->desks[i].kind, "po") == 0 && c->actor->desks[i].org == c->actor->org)
            return &c->actor->desks[i];
    fail("log-in", "he does not hold the petition office's desk");
    return NULL;
}

/* The i-th of count ids: evenly over 63 bits, the low ones random. */
static int64_t id_at(struct load *l, int64_t i)
{
    int64_t step = INT64_MAX / (l->count + 1);
    return (i + 1) * step + ctx_random_id(&l->c) % step;
}

static void add_grant(struct load *l, enum object_kind kind, int64_t object, const struct key *key,
                      int day)
{
    struct binding b = { (uint8_t)kind, object, HOLDER_DESK, l->desk->id, l->desk->generation };
    struct str kind_name = object_kind_name(kind);
    sqlite3_stmt *st = l->st[GRANT];
    sqlite3_bind_text(st, 1, kind_name.p, (int)kind_name.n, SQLITE_STATIC);
    sqlite3_bind_int64(st, 2, object);
    sqlite3_bind_int64(st, 3, l->desk->id);
    sqlite3_bind_int64(st, 4, l->desk->generation);
    blob(st, 5, key_wrap(&l->c, &l->under, b, key));
    sqlite3_bind_int(st, 6, day);
    add(l, GRANT);
}

static void add_report(struct load *l, int64_t i, int64_t id, int day)
{
    struct ctx *c = &l->c;
    struct key kr = key_random(c);
    struct report_sealed s = { 0 };
    struct report_form f = { .narrative = l->narrative,
                             .subject_count = 1,
                             .area_code = str_fmt(c->arena, "%lld", (long long)l->desk->org) };
    f.subjects[0] = (struct report_subject){ .kind = S("person"),
                                             .name = str_fmt(c->arena, "测速%lld", (long long)i),
                                             .unit = S("某村村委会"),
                                             .level = S("LV_VILLAGE") };
    struct str number = str_fmt(c->arena, "%016lld", (long long)i);
    must(c, report_seal(c, id, l->desk->org, 1, &kr, &f, number, number, &s), "seal");
    sqlite3_stmt *st = l->st[REPORT];
    sqlite3_bind_int64(st, 1, id);
    sqlite3_bind_int64(st, 2, l->desk->org);
    sqlite3_bind_int(st, 3, day);
    blob(st, 4, s.number);
    blob(st, 5, s.body);
    blob(st, 6, s.check);
    add(l, REPORT);
    add_grant(l, OBJECT_KR, id, &kr, day);
    key_wipe(&kr);
}

static void add_matter(struct load *l, int64_t i, int64_t id, int day)
{
    struct key km = key_random(&l->c);
    bool open = i % 10 == 9;
    sqlite3_stmt *st = l->st[MATTER];
    sqlite3_bind_int64(st, 1, id);
    sqlite3_bind_int64(st, 2, l->desk->org);
    sqlite3_bind_text(st, 3, open ? "ST_ACCEPTED" : "ST_CLOSED", -1, SQLITE_STATIC);
    sqlite3_bind_int64(st, 4, i + 1);
    sqlite3_bind_int(st, 5, day);
    sqlite3_bind_int(st, 6, open ? 2 : 5);
    if (open) {
        sqlite3_bind_int(st, 7, day + 365 * YEARS + 60);
        sqlite3_bind_text(st, 8, "D10", -1, SQLITE_STATIC);
    } else {
        sqlite3_bind_int(st, 9, day);
    }
    add(l, MATTER);
    add_grant(l, OBJECT_KM, id, &km, day);
    key_wipe(&km);
}

static void add_one(struct load *l, int64_t i)
{
    int day = ctx_today(&l->c).n - 365 * YEARS + (int)(i * (365 * YEARS) / l->count);
    int64_t report = id_at(l, i), matter = id_at(l, i);
    add_report(l, i, report, day);
    add_matter(l, i, matter, day);
    sqlite3_bind_int64(l->st[LINK], 1, report);
    sqlite3_bind_int64(l->st[LINK], 2, matter);
    add(l, LINK);
}

static void add_all(struct load *l, const char *path)
{
    struct arena *each = arena_new(MATTER_ARENA), *whole = l->c.arena;
    sqlite_must(l, sqlite3_open(path, &l->db), path);
    run(l, "PRAGMA synchronous=OFF; PRAGMA cache_size=-65536");
    for (int i = 0; i < STATEMENT__COUNT; i++)
        sqlite_must(l, sqlite3_prepare_v2(l->db, sql[i], -1, &l->st[i], NULL), sql[i]);
    l->c.arena = each;
    for (int64_t i = 0; i < l->count; i++) {
        if (i % ROWS_PER_COMMIT == 0)
            run(l, i ? "COMMIT; BEGIN" : "BEGIN");
        add_one(l, i);
        arena_reset(each);
    }
    run(l, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)");
    for (int i = 0; i < STATEMENT__COUNT; i++)
        sqlite3_finalize(l->st[i]);
    sqlite3_close(l->db);
    l->c.arena = whole;
    arena_free(each);
}

static struct str narrative_of(struct arena *a, int64_t chars)
{
    static const char words[] = "村里修水渠没有招标账上写的和做的对不上请查一查经手的人";
    struct buf b = buf_new(a);
    for (int64_t i = 0; i < chars; i++) /* at most CHARS_MAX; each character has three bytes */
        buf_bytes(&b, words + i * 3 % (int64_t)(sizeof words - 1), 3);
    return buf_str(&b);
}

int main(int argc, char **argv)
{
    struct fault f = { 0 };
    struct app *app = NULL;
    struct timespec t;
    int64_t count = 0, chars = 0;
    if (argc != 6 || !str_i64(str_of(argv[4]), &count) || !str_i64(str_of(argv[5]), &chars) ||
        count < 1 || count > COUNT_MAX || chars < 1 || chars > CHARS_MAX) {
        fprintf(stderr, "usage: bench_load DATA WORK_NO PASSWORD COUNT CHARS\n");
        return 64;
    }
    log_set_level(LOG_WARN);
    crypto_start();
    struct arena *a = arena_new(LOAD_ARENA);
    const char *key = str_fmt(a, "%s.key", argv[1]).p;
    if (app_open(a, argv[1], key, &f, &app) != ERR_OK)
        fail(argv[1], f.key);
    clock_gettime(CLOCK_REALTIME, &t);
    struct load l = { .count = count, .narrative = narrative_of(a, chars) };
    l.c = (struct ctx){ .app = app,
                        .store = app->store,
                        .arena = a,
                        .now = { (int64_t)t.tv_sec * 1000 },
                        .chance = chance_system(),
                        .actor = actor_nobody(a) };
    log_in(&l.c, str_of(argv[2]), str_of(argv[3]));
    l.desk = petition_desk(&l.c);
    l.under = desk_wrap_key(&l.desk->pair);
    store_close(app->store); /* from here on we are alone with the file */
    app->store = NULL;
    add_all(&l, str_fmt(a, "%s/" APP_DATABASE, argv[1]).p);
    key_wipe(&l.under);
    app_close(app);
    arena_free(a);
    return 0;
}
