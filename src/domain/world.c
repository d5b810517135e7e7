#include "domain/world.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "domain/world_queries.h"

#include "domain/access.h"
#include "domain/file.h"
#include "domain/officer.h"
#include "domain/org.h"
#include "domain/parameter.h"
#include "domain/session.h"

#define WORLD_ARENA_MAX (1024u << 20)

static const int64_t full_bodies[] = { 330000, 330100, 330109, 330400, 330411 };
static const int64_t all_bodies[] = { 330000, 330100, 330109, 330400, 330411, WORLD_TOWNSHIP };

void world_ok_(const struct ctx *c, enum err err, const char *what, const char *file, int line)
{
    if (err == ERR_OK)
        return;
    print_error("%s:%d: %s: err %d %s (%s)\n", file, line, what, (int)err,
                c->fault.key ? c->fault.key : "", c->fault.detail);
    for (size_t i = 0; i < c->fault.field_count; i++)
        print_error("  field %s: %s\n", c->fault.fields[i].field, c->fault.fields[i].key);
    fail();
}

void world_mistake_(const struct ctx *c, const char *field, const char *key, const char *file,
                    int line)
{
    for (size_t i = 0; i < c->fault.field_count; i++) {
        const struct fault_field *f = &c->fault.fields[i];
        if (strcmp(f->field, field) == 0 && strcmp(f->key, key) == 0)
            return;
        print_error("%s:%d: field %s: %s\n", file, line, f->field, f->key);
    }
    fail_msg("%s:%d: no mistake %s on %s", file, line, key, field);
}

struct ctx *world_as_nobody(struct world *w)
{
    fault_clear(&w->ctx.fault);
    w->ctx.actor = actor_nobody(w->ctx.arena);
    return &w->ctx;
}

struct ctx *world_as_system(struct world *w)
{
    fault_clear(&w->ctx.fault);
    w->ctx.actor = actor_system(w->ctx.arena);
    return &w->ctx;
}

struct str world_work_no(struct world *w, int64_t org, uint32_t role)
{
    struct buf b = buf_new(w->ctx.arena);
    struct str name = role_name(role);
    buf_fmt(&b, "W%lld-", (long long)org);
    for (size_t i = 3; i < name.n; i++) {
        if (name.p[i] != '_')
            buf_byte(&b, name.p[i]);
    }
    return buf_str(&b);
}

enum err world_login(struct world *w, struct str work_no, struct str password,
                     struct str *ret_cookie)
{
    struct password_job job;
    TRY(officer_login_prepare(&w->ctx, work_no, password, &job));
    password_run(&job);
    return officer_login_finish(&w->ctx, work_no, &job, ret_cookie);
}

enum err world_change_password(struct world *w, struct str old_password, struct str new_password)
{
    struct password_job old_job, new_job;
    TRY(officer_login_prepare(&w->ctx, w->ctx.actor->work_no, old_password, &old_job));
    TRY(officer_password_prepare(&w->ctx, new_password, &new_job));
    password_run(&old_job);
    password_run(&new_job);
    return officer_password_change(&w->ctx, &old_job, &new_job);
}

int64_t world_invite(struct world *w, int64_t org, uint32_t roles, struct str work_no,
                     struct str *ret_password)
{
    struct ctx *c = world_as_system(w);
    struct officer_new n = { .org = org, .work_no = work_no, .name = S("测试"), .roles = roles };
    struct officer o;
    WORLD_OK(c, officer_add(c, &n, ret_password));
    WORLD_OK(c, officer_by_work_no(c, work_no, &o));
    return o.id;
}

static struct world_officer *join(struct world *w, int64_t org, uint32_t role)
{
    struct str password, work_no = world_work_no(w, org, role);
    assert_true(w->officer_count < WORLD_OFFICERS_MAX);
    struct world_officer *o = &w->officers[w->officer_count++];
    *o = (struct world_officer){ .org = org, .role = role };
    o->id = world_invite(w, org, role, work_no, &password);
    (void)world_as_nobody(w);
    WORLD_OK(&w->ctx, world_login(w, work_no, password, &o->cookie));
    WORLD_OK(&w->ctx, world_change_password(w, password, S(WORLD_PASSWORD)));
    return o;
}

static struct world_officer *officer_at(struct world *w, int64_t org, uint32_t role)
{
    for (size_t i = 0; i < w->officer_count; i++) {
        if (w->officers[i].org == org && w->officers[i].role == role)
            return &w->officers[i];
    }
    fail_msg("the world has no such officer in %lld", (long long)org);
    return NULL;
}

static void login_again(struct world *w, struct world_officer *o)
{
    (void)world_as_nobody(w);
    WORLD_OK(&w->ctx,
             world_login(w, world_work_no(w, o->org, o->role), S(WORLD_PASSWORD), &o->cookie));
}

/* The clerk's session makes the key of the po desk, his next log-in grants it, and theirs open it.
 */
static void open_petition_office(struct world *w, int64_t org)
{
    login_again(w, officer_at(w, org, RO_CLERK));
    login_again(w, officer_at(w, org, RO_SCREENER));
    login_again(w, officer_at(w, org, RO_PO_HEAD));
}

static void fill_bodies(struct world *w)
{
    for (size_t i = 0; i < COUNT_OF(full_bodies); i++) {
        for (unsigned k = 0; ROLE_BIT(k) & ROLES_OFFICER; k++)
            (void)join(w, full_bodies[i], ROLE_BIT(k));
        open_petition_office(w, full_bodies[i]);
    }
    static const uint32_t roles[] = { RO_CLERK, RO_SCREENER, RO_PO_HEAD, RO_PRINCIPAL };
    for (size_t i = 0; i < COUNT_OF(roles); i++)
        (void)join(w, WORLD_TOWNSHIP, roles[i]);
    open_petition_office(w, WORLD_TOWNSHIP);
}

struct world *world_open(const char *path)
{
    struct arena *a = arena_new(WORLD_ARENA_MAX);
    struct world *w = arena_new_of(a, struct world);
    struct fault f = { 0 };
    struct key server_key = { { 1, 2, 3 } };
    struct app_options o = { .database = path,
                             .server_key = &server_key,
                             .queries = yg_queries,
                             .query_count = yg_query_count };
    password_cost_lowered_for_tests();
    if (app_open_with(a, &o, &f, &w->app) != ERR_OK)
        fail_msg("app_open: %s (%s)", f.key, f.detail);
    chance_seed(&w->chance, 1);
    w->ctx = (struct ctx){
        .app = w->app, .store = w->app->store, .arena = a, .chance = &w->chance.base
    };
    assert_true(instant_parse(S("2026-09-18T10:00:00+08:00"), &w->ctx.now));
    (void)world_as_nobody(w);
    return w;
}

struct world *world_new_at(const char *path)
{
    struct world *w = world_open(path);
    struct ctx *c = world_as_system(w);
    WORLD_OK(c, org_create_some(c, all_bodies, COUNT_OF(all_bodies)));
    WORLD_OK(c, app_reload(c));
    fill_bodies(w);
    (void)world_as_nobody(w);
    return w;
}

const char *world_blobs(struct world *w)
{
    (void)snprintf(w->folder, sizeof(w->folder), "/tmp/yg_world_XXXXXX");
    if (!mkdtemp(w->folder))
        fail_msg("no folder to write in");
    WORLD_OK(&w->ctx, blob_open(w->ctx.arena, w->folder, &w->ctx.fault, &w->app->blobs));
    return w->folder;
}

static int remove_entry(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

struct world *world_new(void)
{
    return world_new_at(":memory:");
}

void world_free(struct world *w)
{
    if (!w)
        return;
    app_close(w->app);
    if (w->folder[0])
        (void)nftw(w->folder, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    arena_free(w->ctx.arena);
}

void world_time(struct world *w, const char *rfc3339)
{
    assert_true(instant_parse(str_of(rfc3339), &w->ctx.now));
}

struct ctx *world_as(struct world *w, int64_t org, uint32_t role)
{
    struct world_officer *o = officer_at(w, org, role);
    (void)world_as_nobody(w);
    enum err err = session_open(&w->ctx, o->cookie, false);
    if (err == ERR_LOGIN)
        login_again(w, o);
    else
        WORLD_OK(&w->ctx, err);
    fault_clear(&w->ctx.fault);
    return &w->ctx;
}

struct ctx *world_as_reporter(struct world *w, struct str report_no, struct str password)
{
    struct ctx *c = world_as_nobody(w);
    struct password_job job;
    struct str cookie;
    WORLD_OK(c, access_login_prepare(c, report_no, password, &job));
    password_run(&job);
    WORLD_OK(c, access_login_finish(c, report_no, &job, &cookie));
    return c;
}

struct report_form world_form(void)
{
    return (struct report_form){ .area_code = S("330411"),
                                 .category = S("CAT_REPORT"),
                                 .subjects = { { S("person"), S("张某"), S("新塍镇某村"),
                                                 S("村主任"), S("LV_VILLAGE") } },
                                 .subject_count = 1,
                                 .topics = { S("TP_VILLAGE_FUNDS") },
                                 .topic_count = 1,
                                 .title = S("修水渠的账"),
                                 .narrative = S("去年秋天修水渠没有招标，账上写十八万元。"),
                                 .id_mode = S("ID_REAL"),
                                 .identity = { .name = S("李某"), .phone = S("13800000000") },
                                 .truth_ack = true,
                                 .password = S("five plain words for me") };
}

struct report_receipt world_report(struct world *w, const struct report_form *f)
{
    struct report_intake in = { .form = *f };
    struct report_receipt r;
    WORLD_OK(&w->ctx, report_intake_prepare(&w->ctx, &in));
    password_run(&in.job);
    WORLD_OK(&w->ctx, report_intake_finish(&w->ctx, &in, &r));
    return r;
}

int64_t world_officer(struct world *w, int64_t org, uint32_t role)
{
    return officer_at(w, org, role)->id;
}

void world_switch(struct world *w, int64_t org, const char *key)
{
    struct ctx *c = world_as_system(w);
    struct parameter row = { .org = org,
                             .key = str_of(key),
                             .value = 1,
                             .unit = U_SWITCH,
                             .from = ctx_today(c),
                             .to = DAY_NONE,
                             .basis = S("D") };

    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, app_parameter_store(c, &row, 0, S("TEST")));
    WORLD_OK(c, store_commit(c));
    WORLD_OK(c, app_reload(c));
}

void world_write_n(struct world *w, const struct query *q, int count, const struct value *values)
{
    struct ctx *c = &w->ctx;
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, store_run_n(c, q, NULL, count, values));
    WORLD_OK(c, store_commit(c));
}

/* The smallest picture. */
static const uint8_t png[] = {
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0x00, 0x00, 0x0d, 0x49, 0x48,
    0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x08, 0x00, 0x00, 0x00,
    0x00, 0x3a, 0x7e, 0x9b, 0x55, 0x00, 0x00, 0x00, 0x0a, 0x49, 0x44, 0x41, 0x54, 0x78,
    0xda, 0x63, 0x68, 0x00, 0x00, 0x00, 0x82, 0x00, 0x81, 0xdd, 0x43, 0x6a, 0xf4, 0x00,
    0x00, 0x00, 0x00, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
};

void world_picture(struct world *w, struct ctx *c, int64_t *ret_raw, int64_t *ret_clean)
{
    struct file_target t = { .owner = FILE_OF_REPORT,
                             .report = c->actor->report,
                             .key = &c->actor->kr };
    struct file_upload *u;
    struct file_list l;

    assert_true(w->folder[0]); /* world_blobs comes before */
    WORLD_OK(c, file_upload_begin(c, &t, S("a.png"), S("image/png"), &u));
    WORLD_OK(c, file_upload_data(c, u, png, sizeof png));
    WORLD_OK(c, file_upload_end(c, u, ret_raw));
    WORLD_OK(c, file_list_report(c, c->actor->report, &l));
    *ret_clean = 0;
    for (size_t i = 0; i < l.n; i++)
        if (l.items[i].id == *ret_raw)
            *ret_clean = l.items[i].clean;
    CHECK(*ret_clean && *ret_clean != *ret_raw);
}
