/* cmd_demo.c - the demo province: made in memory, then laid down in one file. */
#include "base/json.h"
#include "cli/demo.h"
#include "domain/actor.h"
#include "domain/file.h"
#include "domain/matter.h"
#include "domain/sequencer.h"
#include "domain/statement.h"

#define DEMO_ARENA_MAX (256u << 20)
#define DEMO_SEED 20120301
#define SHOWN_OFFICERS 5
#define SHOWN_REPORTERS 2
#define MORNING_MS (8 * 3600 * 1000)
#define DEMO_LOG_NAME "demo.yangguang.invalid/log"
#define DEMO_LOG_PERIOD_S 5 /* whoever tries it does not wait a minute for his leaf */
#define DEMO_LOG_BATCH 1024 /* for the history */

const char usage_demo[] =
    "usage: yangguang demo --data DIR [--empty] [--at DATE] [--key FILE] [--json]\n"
    "\n"
    "Makes a server key, the bodies of the province, officers of every role in nine bodies and "
    "one\n"
    "township, a directory of leaders, and about 300 matters of the year before DATE (default: "
    "now),\n"
    "in every state and from every channel. Everybody and everything in it is invented; every "
    "page\n"
    "says so. --empty leaves the matters out. Passwords are printed: never put real reports into "
    "it.\n";

struct asked {
    bool empty;
    struct day at;
};

static bool take(struct cli *cli, void *u, char code, const char *value)
{
    struct asked *a = u;
    if (code == 'e') {
        a->empty = true;
        return true;
    }
    if (day_parse(str_of(value), &a->at))
        return true;
    cli_complain(cli, EX_USAGE, "--at takes a day: 2026-09-18");
    return false;
}

/* output */

struct str demo_roles_text(struct arena *a, uint32_t roles)
{
    struct buf b = buf_new(a);
    for (int i = 0; i < ROLE_COUNT; i++) {
        if (!(roles & ROLE_BIT(i)))
            continue;
        if (b.n)
            buf_byte(&b, ',');
        buf_put(&b, role_name(ROLE_BIT(i)));
    }
    return buf_str(&b);
}

static void officers_json(struct demo *d, struct json *j)
{
    json_key(j, "officers");
    json_open(j, '[');
    for (size_t i = 0; i < d->officer_count; i++) {
        const struct officer_new *o = &d->officers[i].as;
        json_open(j, '{');
        json_ki64(j, "body", o->org);
        json_kstr(j, "work_no", o->work_no);
        json_kstr(j, "name", o->name);
        json_kstr(j, "password", S(DEMO_PASSWORD));
        json_key(j, "roles");
        json_open(j, '[');
        for (int k = 0; k < ROLE_COUNT; k++)
            if (o->roles & ROLE_BIT(k))
                json_str(j, role_name(ROLE_BIT(k)));
        json_close(j, ']');
        json_close(j, '}');
    }
    json_close(j, ']');
}

static bool can_log_in(const struct demo_story *s)
{
    return !str_absent(s->receipt.report_no) && !str_absent(s->intake.form.password);
}

static void print_json(struct demo *d)
{
    struct buf b = buf_new(d->arena);
    struct json j = json_new(&b);
    json_open(&j, '{');
    officers_json(d, &j);
    json_key(&j, "reporters");
    json_open(&j, '[');
    for (size_t i = 0; i < d->story_count; i++) {
        const struct demo_story *s = &d->stories[i];
        if (!can_log_in(s))
            continue;
        json_open(&j, '{');
        json_ki64(&j, "body", s->at_org);
        json_kstr(&j, "state", str_absent(s->state) ? S("") : s->state);
        json_kstr(&j, "report_no", s->receipt.report_no);
        json_kstr(&j, "password", s->intake.form.password);
        json_kstr(&j, "check_code", s->receipt.check_code);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    fprintf(d->cli->out, "%.*s\n", STR_ARG(buf_str(&b)));
}

static void print_few(struct demo *d)
{
    static const uint32_t shown[SHOWN_OFFICERS] = { RO_CLERK, RO_SCREENER, RO_PO_HEAD, RO_HANDLER,
                                                    RO_PRINCIPAL };
    size_t reporters = 0;
    fprintf(d->cli->out, "officers of 330411, all with the password \"%s\":\n", DEMO_PASSWORD);
    for (size_t i = 0; i < SHOWN_OFFICERS; i++) {
        const struct officer_new *o = &demo_officer(d, 330411, shown[i])->as;
        fprintf(d->cli->out, "  %-12.*s %.*s %.*s\n", STR_ARG(o->work_no), STR_ARG(o->name),
                STR_ARG(demo_roles_text(d->arena, o->roles)));
    }
    for (size_t i = 0; i < d->story_count && reporters < SHOWN_REPORTERS; i++) {
        const struct demo_story *s = &d->stories[i];
        if (s->org != 330411 || !can_log_in(s))
            continue;
        reporters++;
        fprintf(d->cli->out, "a reporter: number %.*s password \"%.*s\"\n",
                STR_ARG(report_number_shown(d->arena, s->receipt.report_no)),
                STR_ARG(s->intake.form.password));
    }
    fprintf(d->cli->out, "--json prints all of them\n");
}

/* making */

/* What became of each, as the body's screener sees it. */
static void note_states(struct demo *d)
{
    for (size_t i = 0; i < d->story_count; i++) {
        struct demo_story *s = &d->stories[i];
        struct demo_officer *o = demo_officer(d, s->at_org, RO_SCREENER);
        struct matter m;
        if (!o || s->matter == 0)
            continue;
        ARENA_AUTO arena = arena_new(DEMO_STEP_ARENA_MAX);
        struct ctx c = demo_ctx(d, arena, d->at, o->actor);
        if (matter_find(&c, s->matter, &m) == ERR_OK)
            s->state = str_dup(d->arena, m.state);
    }
}

static enum err fill(struct demo *d, bool empty, struct fault *f)
{
    struct ctx c = demo_ctx(d, d->arena, d->at, actor_system(d->arena));
    enum err err = org_create_all(&c);
    if (err == ERR_OK)
        err = app_reload(&c);
    if (err == ERR_OK)
        err = demo_offices(&c);
    if (err == ERR_OK)
        err = app_demo_mark(&c);
    if (err != ERR_OK) {
        *f = c.fault;
        return err;
    }
    TRY(demo_people(d, f));
    if (empty)
        return ERR_OK;
    demo_plan(d);
    TRY(demo_play(d, f));
    note_states(d);
    return ERR_OK;
}

static enum err log_parameter(struct ctx *c)
{
    const struct parameter row = { .org = LOG_ORG,
                                   .key = S("log.period_s"),
                                   .value = DEMO_LOG_PERIOD_S,
                                   .unit = U_COUNT,
                                   .from = day_from_ymd(2012, 3, 1),
                                   .to = DAY_NONE,
                                   .basis = S("demo") };
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(app_parameter_store(c, &row, 0, STR_NONE));
    tx = NULL;
    TRY(store_commit(c));
    return app_reload(c);
}

static enum err log_history(struct ctx *c, const struct log_paths *paths)
{
    struct sequencer *s;
    TRY(log_parameter(c));
    TRY(log_make(c, paths, S(DEMO_LOG_NAME)));
    TRY(statement_standing(c));
    TRY(sequencer_open(c, c->arena, paths, &s));
    enum err e = sequencer_drain(c, s, DEMO_LOG_BATCH);
    sequencer_close(s);
    return e;
}

/* The public log with all that happened, signed. */
static enum err fill_log(struct demo *d, struct fault *f)
{
    ARENA_AUTO a = arena_new(DEMO_STEP_ARENA_MAX);
    struct ctx c = demo_ctx(d, a, d->at, actor_system(a));
    struct log_paths paths = log_paths_of(d->arena, d->cli->data_dir);
    enum err err = log_history(&c, &paths);
    if (err != ERR_OK)
        *f = c.fault;
    return err;
}

static enum err open_memory(struct demo *d, struct fault *f)
{
    struct key key;
    TRY(server_key_read(d->cli->key_file, f, &key));
    struct app_options o = { .database = ":memory:", .server_key = &key };
    enum err err = app_open_with(d->arena, &o, f, &d->app);
    key_wipe(&key);
    if (err == ERR_OK)
        err = blob_open(d->arena, d->cli->data_dir, f, &d->app->blobs);
    return err;
}

/* Nothing of the history is asked of the disk before it is whole: half a demo is of no use. */
static enum err lay_down(struct demo *d, struct fault *f)
{
    struct ctx c = demo_ctx(d, d->arena, d->at, actor_system(d->arena));
    const char *path = str_z(d->arena, str_fmt(d->arena, "%s/" APP_DATABASE, d->cli->data_dir));
    enum err err = store_copy(&c, path);
    if (err != ERR_OK)
        *f = c.fault;
    return err;
}

static int make(struct demo *d, bool empty)
{
    struct fault f = { 0 };
    struct ctx c = { .arena = d->arena,
                     .now = d->cli->now,
                     .chance = d->cli->chance,
                     .actor = actor_system(d->arena) };
    if (data_dir_create(d->cli->data_dir, &c.fault) != ERR_OK ||
        server_key_create(&c, d->cli->key_file) != ERR_OK)
        return cli_fault(d->cli, &c.fault, NULL);
    enum err err = open_memory(d, &f);
    if (err == ERR_OK)
        err = fill(d, empty, &f);
    if (err == ERR_OK)
        err = fill_log(d, &f);
    if (err == ERR_OK)
        err = lay_down(d, &f);
    int code = err == ERR_OK ? EX_OK : cli_fault(d->cli, &f, d->app);
    app_close(d->app);
    if (code == EX_OK && d->stopped)
        code = cli_complain(d->cli, EX_SOFTWARE, "%zu stories ended early", d->stopped);
    return code;
}

int cmd_demo(struct cli *cli, int argc, char **argv)
{
    static const struct cli_option own[] = { { "empty", false, 'e' }, { "at", true, 'a' } };
    const struct cli_command cmd = { "demo", cmd_demo, usage_demo };
    struct asked a = { .at = DAY_NONE };
    int first = 0;
    int code = cli_options(cli, &cmd, argc, argv, own, COUNT_OF(own), take, &a, &first);
    if (code != EX_OK)
        return code;
    if (first < argc || !cli->data_dir)
        return cli_complain(cli, EX_USAGE, "--data DIR is needed, nothing else");
    if (!cli->key_file)
        cli->key_file = str_fmt(cli->arena, "%s.key", cli->data_dir).p;
    ARENA_AUTO arena = arena_new(DEMO_ARENA_MAX);
    struct demo *d = arena_new_of(arena, struct demo);
    *d = (struct demo){ .cli = cli, .arena = arena, .at = cli->now, .seed = DEMO_SEED };
    if (!day_absent(a.at))
        d->at = (struct instant){ day_start(a.at).ms + MORNING_MS };
    code = make(d, a.empty);
    if (code != EX_OK)
        return code;
    if (cli->json)
        print_json(d);
    else
        print_few(d);
    return EX_OK;
}
