/* The demo province: people of every role who can log in, matters in every state, all readable. */
#include <jansson.h>

#include "cli/cli_test.h"
#include "domain/access.h"
#include "domain/matter.h"
#include "domain/officer.h"

#define DEMO_BODIES 9

static const int64_t bodies[DEMO_BODIES] = { 330000, 330400, 330411, 330100, 330109,
                                             330800, 330825, 331100, 331102 };

static struct ctx context(struct run *r, struct app *app)
{
    return (struct ctx){ .app = app,
                         .store = app->store,
                         .arena = r->arena,
                         .now = r->now,
                         .chance = chance_system(),
                         .actor = actor_nobody(r->arena) };
}

static void log_in(struct ctx *c, const char *work_no, const char *password)
{
    struct password_job job;
    struct str cookie;
    c->actor = actor_nobody(c->arena);
    WORLD_OK(c, officer_login_prepare(c, str_of(work_no), str_of(password), &job));
    password_run(&job);
    WORLD_OK(c, officer_login_finish(c, str_of(work_no), &job, &cookie));
}

static uint32_t roles_of(const json_t *officer)
{
    uint32_t all = 0, one = 0;
    const json_t *roles = json_object_get(officer, "roles");
    for (size_t i = 0; i < json_array_size(roles); i++) {
        assert_true(role_parse(str_of(json_string_value(json_array_get(roles, i))), &one));
        all |= one;
    }
    return all;
}

static void check_roles(const json_t *officers)
{
    for (size_t i = 0; i < DEMO_BODIES; i++) {
        uint32_t held = 0;
        for (size_t k = 0; k < json_array_size(officers); k++) {
            const json_t *o = json_array_get(officers, k);
            if (json_integer_value(json_object_get(o, "body")) == bodies[i])
                held |= roles_of(o);
        }
        assert_int_equal(held, ROLES_OFFICER);
    }
}

static void check_log_ins(struct run *r, const json_t *all)
{
    struct app *app = run_open(r);
    struct ctx c = context(r, app);
    const json_t *officers = json_object_get(all, "officers");
    CHECK(app->demo);
    for (size_t i = 0; i < json_array_size(officers); i++) {
        const json_t *o = json_array_get(officers, i);
        log_in(&c, json_string_value(json_object_get(o, "work_no")),
               json_string_value(json_object_get(o, "password")));
        CHECK(!c.actor->must_change_password);
        CHECK(c.actor->roles == roles_of(o));
        if (roles_of(o) & (RO_CLERK | RO_SCREENER | RO_PO_HEAD))
            CHECK(c.actor->desk_count > 0); /* every holder can open the office's letters */
    }
    app_close(app);
}

static void an_empty_demo_has_officers_of_every_role(void **state)
{
    (void)state;
    struct run r;
    json_error_t e;
    run_begin(&r);
    run_command(&r, "demo", "--empty", "--json", NULL);
    CHECK_STR(r.err, S(""));
    assert_int_equal(r.code, EX_OK);
    json_t *all = json_loadb(r.out.p, r.out.n, 0, &e);
    CHECK(all && json_array_size(json_object_get(all, "reporters")) == 0);
    check_roles(json_object_get(all, "officers"));
    check_log_ins(&r, all);
    json_decref(all);

    run_command(&r, "demo", "--empty", NULL); /* never over something that is there */
    assert_int_equal(r.code, EX_DATAERR);
    run_end(&r);
}

/* Lists a body's matters as its petition head and opens each: its words come out. */
static size_t open_all(struct ctx *c, const char *body, struct buf *states, bool *ret_late)
{
    struct matter_filter f = {
        .view = S("all"), .named = -1, .due_before = DAY_NONE, .limit = 200
    };
    struct matter_list l;
    size_t read = 0;
    log_in(c, str_z(c->arena, str_fmt(c->arena, "%s-13", body)), "sunny days in zhejiang");
    WORLD_OK(c, matter_list(c, &f, &l));
    for (size_t i = 0; i < l.n; i++) {
        struct matter_view v;
        buf_fmt(states, "%.*s ", STR_ARG(l.items[i].state));
        *ret_late = *ret_late || (!day_absent(l.items[i].due) && l.items[i].due.n < ctx_today(c).n);
        if (l.items[i].below)
            continue;
        WORLD_OK(c, matter_open(c, l.items[i].id, &v));
        for (size_t k = 0; k < v.report_count; k++) {
            if (!v.reports[k].can_read)
                continue;
            CHECK(str_contains(v.reports[k].view.form.narrative, S("纯属虚构")));
            read++;
        }
    }
    return read;
}

static void check_matters(struct run *r)
{
    static const char *const states[] = {
        "ST_RECEIVED",  "ST_REGISTERED",    "ST_SCREENING",     "ST_SUPPLEMENT", "ST_ACCEPTED",
        "ST_ASSIGNED",  "ST_NOT_ACCEPTED",  "ST_REFERRED_DOWN", "ST_ENTRUSTED",  "ST_FILED_REPEAT",
        "ST_DISPOSAL",  "ST_REFERRED_SIDE", "ST_VERIFY",        "ST_HELD",       "ST_INVESTIGATE",
        "ST_CONCLUDED", "ST_FEEDBACK",      "ST_CLOSED",        "ST_WITHDRAWN",  "ST_REVIEWED",
    };
    struct app *app = run_open(r);
    struct ctx c = context(r, app);
    struct buf seen = buf_new(r->arena);
    size_t read = 0;
    bool late = false;
    for (size_t i = 0; i < DEMO_BODIES; i++)
        read += open_all(&c, str_z(r->arena, str_fmt(r->arena, "%lld", (long long)bodies[i])),
                         &seen, &late);
    CHECK(late && read > 250);
    for (size_t i = 0; i < COUNT_OF(states); i++) {
        if (!str_contains(buf_str(&seen), str_of(states[i])))
            fail_msg("no matter in %s", states[i]);
    }
    app_close(app);
}

static void check_reporters(struct run *r, const json_t *reporters)
{
    struct app *app = run_open(r);
    struct ctx c = context(r, app);
    CHECK(json_array_size(reporters) > 150);
    for (size_t i = 0; i < json_array_size(reporters); i += 10) {
        const json_t *one = json_array_get(reporters, i);
        struct str no = str_of(json_string_value(json_object_get(one, "report_no"))), cookie;
        struct str password = str_of(json_string_value(json_object_get(one, "password")));
        struct password_job job;
        struct report_view v;
        c.actor = actor_nobody(r->arena);
        WORLD_OK(&c, access_login_prepare(&c, no, password, &job));
        password_run(&job);
        WORLD_OK(&c, access_login_finish(&c, no, &job, &cookie));
        WORLD_OK(&c, report_read(&c, c.actor->report, &v));
        CHECK_STR(v.check_code, str_of(json_string_value(json_object_get(one, "check_code"))));
    }
    app_close(app);
}

static void a_demo_plays_a_year_of_matters(void **state)
{
    (void)state;
    struct run r;
    json_error_t e;
    run_begin(&r);
    run_command(&r, "demo", "--json", "--at", "2026-09-18", NULL);
    CHECK_STR(r.err, S("")); /* no story ended early */
    assert_int_equal(r.code, EX_OK);
    json_t *all = json_loadb(r.out.p, r.out.n, 0, &e);
    CHECK(all);
    check_matters(&r);
    check_reporters(&r, json_object_get(all, "reporters"));
    json_decref(all);
    run_end(&r);
}

static void words_of_the_command_are_checked(void **state)
{
    (void)state;
    struct run r;
    run_begin(&r);
    run_command(&r, "demo", "--at", "yesterday", NULL);
    assert_int_equal(r.code, EX_USAGE);
    run_command(&r, "demo", "more", NULL);
    assert_int_equal(r.code, EX_USAGE);
    run_command(&r, "demo", "--help", NULL);
    assert_int_equal(r.code, EX_OK);
    CHECK(str_starts(r.out, S("usage: yangguang demo")));
    run_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_demo_has_officers_of_every_role),
        cmocka_unit_test(a_demo_plays_a_year_of_matters),
        cmocka_unit_test(words_of_the_command_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
