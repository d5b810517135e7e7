#include "domain/world.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/org.h"
#include "domain/world_queries.h"

#define APP_TEST_ARENA (512u << 20)

/* A folder of its own for the files of one test, and a context for making keys. */
struct place_of_test {
    struct arena *a;
    struct ctx c;
    struct chance_seeded chance;
    char dir[64];
};

static void begin(struct place_of_test *p)
{
    memset(p, 0, sizeof *p);
    (void)snprintf(p->dir, sizeof p->dir, "/tmp/yg_app_XXXXXX");
    if (!mkdtemp(p->dir))
        fail_msg("no folder to write in");
    p->a = arena_new(APP_TEST_ARENA);
    chance_seed(&p->chance, 5);
    p->c.arena = p->a;
    p->c.chance = &p->chance.base;
}

static const char *in(struct place_of_test *p, const char *name)
{
    return str_z(p->a, str_fmt(p->a, "%s/%s", p->dir, name));
}

static void end(struct place_of_test *p)
{
    static const char *const files[] = { "data/blobs",
                                         "data/yangguang.db",
                                         "data/yangguang.db-wal",
                                         "data/yangguang.db-shm",
                                         "data/key",
                                         "data/x",
                                         "data",
                                         "key",
                                         "other",
                                         "raw",
                                         "bad" };
    for (unsigned i = 0; i < 256; i++)
        (void)rmdir(str_z(p->a, str_fmt(p->a, "%s/data/blobs/%02x", p->dir, i)));
    for (size_t i = 0; i < COUNT_OF(files); i++)
        (void)remove(in(p, files[i])); /* most are not there */
    assert_int_equal(rmdir(p->dir), 0);
    arena_free(p->a);
}

static mode_t mode_of(const char *path)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    return st.st_mode & 07777;
}

static void write_file(const char *path, struct str text, mode_t mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    CHECK(fd >= 0 && write(fd, text.p, text.n) == (ssize_t)text.n);
    (void)close(fd);
    assert_int_equal(chmod(path, mode), 0);
}

static void a_server_key_is_made_once(void **state)
{
    (void)state;
    struct place_of_test p;
    struct key first, again;
    begin(&p);
    WORLD_OK(&p.c, server_key_create(&p.c, in(&p, "key")));
    assert_int_equal(mode_of(in(&p, "key")), 0400);
    WORLD_OK(&p.c, server_key_read(in(&p, "key"), &p.c.fault, &first));
    WORLD_FAULT(&p.c, server_key_create(&p.c, in(&p, "key")), ERR_CONFLICT, "app.key_exists");
    fault_clear(&p.c.fault);
    WORLD_OK(&p.c, server_key_read(in(&p, "key"), &p.c.fault, &again));
    CHECK(key_equal(&first, &again));
    WORLD_FAULT(&p.c, server_key_create(&p.c, in(&p, "no/key")), ERR_IO, "app.key_write");
    end(&p);
}

static void a_server_key_is_read_in_both_forms(void **state)
{
    (void)state;
    struct place_of_test p;
    struct key k, raw = { { 1, 2, 3 } };
    begin(&p);
    struct fault *f = &p.c.fault;
    write_file(in(&p, "raw"), str_bytes(raw.b, KEY_SIZE), 0400);
    WORLD_OK(&p.c, server_key_read(in(&p, "raw"), f, &k));
    CHECK(key_equal(&k, &raw));
    struct str hex = str_hex(p.a, raw.b, KEY_SIZE);
    write_file(in(&p, "other"), hex, 0600);
    WORLD_OK(&p.c, server_key_read(in(&p, "other"), f, &k));
    CHECK(key_equal(&k, &raw));

    WORLD_FAULT(&p.c, server_key_read(in(&p, "none"), f, &k), ERR_IO, "app.key_none");
    static const mode_t open_modes[] = { 0440, 0404, 0620, 0601 };
    for (size_t i = 0; i < COUNT_OF(open_modes); i++) {
        assert_int_equal(chmod(in(&p, "other"), open_modes[i]), 0);
        WORLD_FAULT(&p.c, server_key_read(in(&p, "other"), f, &k), ERR_IO,
                    "app.key_open_to_others");
    }
    const struct str bad[] = { S(""), S("secret"), str_slice(hex, 0, 63),
                               str_fmt(p.a, "%.*sff", STR_ARG(hex)),
                               str_fmt(p.a, "g%.*s", STR_ARG(str_slice(hex, 1, 63))) };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        write_file(in(&p, "bad"), bad[i], 0600);
        WORLD_FAULT(&p.c, server_key_read(in(&p, "bad"), f, &k), ERR_IO, "app.key_form");
    }
    end(&p);
}

static void a_data_folder_is_closed_and_empty(void **state)
{
    (void)state;
    struct place_of_test p;
    begin(&p);
    struct fault *f = &p.c.fault;
    WORLD_OK(&p.c, data_dir_create(in(&p, "data"), f));
    assert_int_equal(mode_of(in(&p, "data")), 0700);
    assert_int_equal(chmod(in(&p, "data"), 0755), 0);
    WORLD_OK(&p.c, data_dir_create(in(&p, "data"), f));
    assert_int_equal(mode_of(in(&p, "data")), 0700);
    write_file(in(&p, "data/x"), S("x"), 0600);
    WORLD_FAULT(&p.c, data_dir_create(in(&p, "data"), f), ERR_CONFLICT, "app.data_exists");
    WORLD_FAULT(&p.c, data_dir_create(in(&p, "no/data"), f), ERR_IO, "app.data_write");
    end(&p);
}

static void a_store_opens_with_its_own_key_only(void **state)
{
    (void)state;
    struct place_of_test p;
    struct app *app;
    begin(&p);
    struct fault *f = &p.c.fault;
    const char *data = in(&p, "data"), *key = in(&p, "key");
    WORLD_OK(&p.c, server_key_create(&p.c, key));
    WORLD_FAULT(&p.c, app_open(p.a, data, key, f, &app), ERR_IO, "app.data_none");
    fault_clear(f);
    WORLD_OK(&p.c, data_dir_create(data, f));
    for (int again = 0; again < 2; again++) {
        WORLD_OK(&p.c, app_open(p.a, data, key, f, &app));
        app_close(app);
    }
    assert_int_equal(mode_of(in(&p, "data/yangguang.db")), 0600);
    WORLD_OK(&p.c, server_key_create(&p.c, in(&p, "other")));
    WORLD_FAULT(&p.c, app_open(p.a, data, in(&p, "other"), f, &app), ERR_IO, "app.wrong_key");
    assert_int_equal(chmod(data, 0750), 0);
    WORLD_FAULT(&p.c, app_open(p.a, data, key, f, &app), ERR_IO, "app.data_open_to_others");
    assert_int_equal(chmod(data, 0700), 0);
    fault_clear(f);
    WORLD_OK(&p.c, server_key_create(&p.c, in(&p, "data/key")));
    WORLD_FAULT(&p.c, app_open(p.a, data, in(&p, "data/key"), f, &app), ERR_IO, "app.key_inside");
    end(&p);
}

static void store_parameter(struct ctx *c, const struct parameter *row)
{
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, app_parameter_store(c, row, 0, STR_NONE));
    WORLD_OK(c, store_commit(c));
}

static void a_stored_parameter_holds_below_its_body(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_system(w);
    struct day today = ctx_today(c);
    struct parameter base = app_parameter(c, 330411, S("D04.report"), today);
    struct parameter row = base;
    row.org = 330400;
    row.value = base.value - 1;
    row.from = today;
    row.basis = S("本地");
    store_parameter(c, &row);
    assert_int_equal(app_parameter(c, 330411, S("D04.report"), today).value, base.value);
    WORLD_OK(c, app_reload(c));
    assert_int_equal(app_parameter(c, 330411, S("D04.report"), today).value, base.value - 1);
    assert_int_equal(app_parameter(c, 330109, S("D04.report"), today).value, base.value);
    struct day yesterday = { today.n - 1 };
    assert_int_equal(app_parameter(c, 330411, S("D04.report"), yesterday).value, base.value);

    world_write(w, Q_TEST_PARAMETER_VALUE, INT(9000));
    WORLD_FAULT(c, app_reload(c), ERR_STORE, "row.changed");
    assert_int_equal(app_parameter(c, 330411, S("D04.report"), today).value, base.value - 1);
}

static void an_imported_year_replaces_the_shipped_one(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_system(w);
    struct calendar_year year;
    struct day d = day_from_ymd(2026, 9, 18);
    struct str text = S("year 2026\nnotice test\nstatus exact\noff 2026-09-18\n");
    CHECK(calendar_is_workday(app_calendar(c->app), d));
    WORLD_OK(c, calendar_parse(c->arena, (struct data_file){ S("test"), text }, &c->fault, &year));
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, app_calendar_store(c, &year, text));
    WORLD_OK(c, store_commit(c));
    WORLD_OK(c, app_reload(c));
    CHECK(!calendar_is_workday(app_calendar(c->app), d));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_server_key_is_made_once),
        cmocka_unit_test(a_server_key_is_read_in_both_forms),
        cmocka_unit_test(a_data_folder_is_closed_and_empty),
        cmocka_unit_test(a_store_opens_with_its_own_key_only),
        cmocka_unit_test(a_stored_parameter_holds_below_its_body),
        cmocka_unit_test(an_imported_year_replaces_the_shipped_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
