/* Backup and restore: under load, opened by every log-in afterwards, refused where it must be. */
#include <pthread.h>
#include <unistd.h>

#include "cli/cli_test.h"
#include "domain/access.h"
#include "domain/draft.h"
#include "domain/officer.h"
#include "domain/session.h"

#define WRITERS 16
#define DRAFTS_EACH 12
#define WORK_NO "330411-11"
#define BACKUP_CUT_PIECE (129 + 2L * 65576) /* behind head and two pieces */
#define PASSWORD "sunny days in zhejiang"

/* a: of the caller alone; an arena is not shared by threads */
static struct ctx context_in(struct arena *a, struct run *r, struct app *app)
{
    return (struct ctx){ .app = app,
                         .store = app->store,
                         .arena = a,
                         .now = r->now,
                         .chance = chance_system(),
                         .actor = actor_nobody(a) };
}

static struct ctx context(struct run *r, struct app *app)
{
    return context_in(r->arena, r, app);
}

static struct str log_in(struct ctx *c)
{
    struct password_job job;
    struct str cookie;
    c->actor = actor_nobody(c->arena);
    WORLD_OK(c, officer_login_prepare(c, S(WORK_NO), S(PASSWORD), &job));
    password_run(&job);
    WORLD_OK(c, officer_login_finish(c, S(WORK_NO), &job, &cookie));
    return cookie;
}

/* The line after the last colon of what was printed. */
static const char *secret_file(struct run *r, const char *name)
{
    const char *path = run_path(r, name), *colon = strrchr(str_z(r->arena, r->out), ':');
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_non_null(colon);
    assert_true(fputs(colon + 1, f) >= 0 && fclose(f) == 0);
    return path;
}

/* officers and one report whose words must come back */
static struct report_receipt fill(struct run *r)
{
    struct report_receipt got;
    run_command(r, "demo", "--empty", NULL);
    assert_int_equal(r->code, EX_OK);
    struct app *app = run_open(r);
    struct ctx c = context(r, app);
    struct report_intake in = { .form = world_form() };
    WORLD_OK(&c, report_intake_prepare(&c, &in));
    password_run(&in.job);
    WORLD_OK(&c, report_intake_finish(&c, &in, &got));
    app_close(app);
    return got;
}

static void check_restored(struct run *r, const struct report_receipt *made, struct str old_cookie)
{
    struct app *app = run_open(r);
    struct ctx c = context(r, app);
    struct password_job job;
    struct report_view v;
    struct str cookie;
    CHECK(session_open(&c, old_cookie, true) == ERR_LOGIN); /* no session of the old machine */
    fault_clear(&c.fault);
    (void)log_in(&c);
    CHECK(c.actor->desk_count > 0);
    c.actor = actor_nobody(r->arena);
    WORLD_OK(&c, access_login_prepare(&c, made->report_no, world_form().password, &job));
    password_run(&job);
    WORLD_OK(&c, access_login_finish(&c, made->report_no, &job, &cookie));
    WORLD_OK(&c, report_read(&c, c.actor->report, &v));
    CHECK_STR(v.form.narrative, world_form().narrative);
    app_close(app);
}

/* ---- writers beside it ---- */

struct writer {
    struct run *r;
    struct app *app;
    int failed;
};

static void *write_drafts(void *u)
{
    struct writer *w = u;
    for (int i = 0; i < DRAFTS_EACH; i++) {
        struct arena *a = arena_new(16u << 20);
        struct ctx c = context_in(a, w->r, w->app);
        struct str cookie = STR_NONE;
        w->failed += draft_save(&c, &cookie, S("{\"written\":\"meanwhile\"}")) != ERR_OK;
        arena_free(a);
    }
    return NULL;
}

static void a_backup_under_load_opens_for_everybody(void **state)
{
    (void)state;
    struct run r;
    pthread_t threads[WRITERS];
    struct writer writers[WRITERS];
    run_begin(&r);
    struct report_receipt made = fill(&r);
    run_command(&r, "backup", "--new-key", NULL);
    assert_int_equal(r.code, EX_OK);
    const char *secret = secret_file(&r, "secret"), *file = run_path(&r, "backup");

    struct app *app = run_open(&r);
    struct ctx c = context(&r, app);
    struct str cookie = log_in(&c);
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = (struct writer){ .r = &r, .app = app };
        assert_int_equal(pthread_create(&threads[i], NULL, write_drafts, &writers[i]), 0);
    }
    run_command(&r, "backup", "--to", file, NULL);
    CHECK_STR(r.err, S(""));
    assert_int_equal(r.code, EX_OK);
    for (int i = 0; i < WRITERS; i++) {
        assert_int_equal(pthread_join(threads[i], NULL), 0);
        assert_int_equal(writers[i].failed, 0);
    }
    app_close(app);

    const char *key = r.key;
    r.data = run_path(&r, "again");
    run_command(&r, "restore", "--from", file, "--secret", secret, NULL);
    CHECK_STR(r.err, S(""));
    assert_int_equal(r.code, EX_OK);
    CHECK(r.key == key);
    check_restored(&r, &made, cookie);

    run_command(&r, "restore", "--from", file, "--secret", secret, NULL);
    assert_int_equal(r.code, EX_DATAERR); /* the folder is not empty */
    run_end(&r);
}

static void check_refused(struct run *r, const char *file, const char *secret, const char *why)
{
    run_command(r, "restore", "--from", file, "--secret", secret, NULL);
    CHECK(r->code != EX_OK);
    if (!str_contains(r->err, str_of(why)))
        fail_msg("refused as %.*s, not %s", STR_ARG(r->err), why);
    /* nothing stays: the same folder is taken by the right backup */
    CHECK(access(str_z(r->arena, str_fmt(r->arena, "%s/yangguang.db", r->data)), F_OK) != 0);
}

static void what_does_not_belong_is_refused(void **state)
{
    (void)state;
    struct run r;
    run_begin(&r);
    struct report_receipt made = fill(&r);
    run_command(&r, "backup", "--to", run_path(&r, "early"), NULL);
    CHECK(r.code == EX_DATAERR); /* no key yet */
    CHECK(access(run_path(&r, "early"), F_OK) != 0);
    run_command(&r, "backup", "--new-key", NULL);
    const char *other = secret_file(&r, "other");
    run_command(&r, "backup", "--new-key", NULL);
    const char *secret = secret_file(&r, "secret"), *file = run_path(&r, "backup");
    run_command(&r, "backup", "--to", file, NULL);
    assert_int_equal(r.code, EX_OK);
    run_command(&r, "backup", "--to", file, NULL);
    CHECK(r.code == EX_DATAERR); /* never over an older one */

    r.data = run_path(&r, "again");
    check_refused(&r, file, other, "另一把密钥");
    FILE *f = fopen(file, "r+");
    assert_non_null(f);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    long size = ftell(f);
    assert_int_equal(fclose(f), 0);
    run_command(&r, "restore", "--from", file, "--secret", secret, NULL);
    assert_int_equal(r.code, EX_OK);
    check_restored(&r, &made, S("0123456789012345678901234567890123456789012"));

    /* cut at every kind of place: within the head, a piece, between pieces, before the last byte */
    const long cuts[] = { size - 1, BACKUP_CUT_PIECE, 200, 100, 4 };
    for (size_t i = 0; i < COUNT_OF(cuts); i++) {
        r.data = run_path(&r, "cut");
        assert_int_equal(truncate(file, cuts[i]), 0);
        check_refused(&r, file, secret, "备份文件");
    }
    run_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_backup_under_load_opens_for_everybody),
        cmocka_unit_test(what_does_not_belong_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
