/* demo_people.c - the people of the demo province; every name is invented. */
#include "cli/demo.h"

#include <pthread.h>
#include <stdatomic.h>

#include "domain/directory.h"

#define BODIES_BEFORE_DAYS 3 /* officers come a few days before the first report */

static const int64_t bodies[] = { 330000, 330400, 330411, 330100, 330109,
                                  330800, 330825, 331100, 331102 };

/* One officer holds what the forbidden pairs allow; who acts and who approves stay two persons. */
static const uint32_t staff[] = { RO_CLERK | RO_GRID,
                                  RO_SCREENER | RO_UPPER,
                                  RO_PO_HEAD,
                                  RO_CUSTODIAN | RO_STAT,
                                  RO_HANDLER,
                                  RO_HD_HEAD,
                                  RO_CASE_SUP | RO_CADRE_SUP | RO_PUBLISHER,
                                  RO_DEPUTY | RO_PUB_APPROVER,
                                  RO_PRINCIPAL,
                                  RO_REVIEWER,
                                  RO_AUDITOR,
                                  RO_OPERATOR };
/* A second of each where the acceptance stories need two. */
static const uint32_t staff_more[] = { RO_SCREENER, RO_HANDLER };
static const uint32_t staff_township[] = { RO_CLERK | RO_GRID, RO_SCREENER, RO_PO_HEAD };

static const char *const surnames[] = {
    "林", "沈", "徐", "方", "俞", "叶", "章", "陆", "金", "卢",
    "汪", "邵", "童", "郑", "施", "钟", "严", "柴", "祝", "毛"
};
static const char *const given[] = {
    "春晖", "晓岚", "一舟", "思远", "青禾", "文澜", "子墨", "若谷", "明川", "秋实", "嘉禾", "云起",
    "知行", "望舒", "向阳", "怀瑾", "守一", "采薇", "星野", "乐山", "清源", "念慈", "书言", "竹溪"
};

/* SplitMix64 */
uint32_t demo_draw(struct demo *d, uint32_t below)
{
    uint64_t z = d->seed += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return (uint32_t)((z ^ (z >> 31)) % below);
}

struct str demo_person_name(struct demo *d, struct arena *a)
{
    const char *family = surnames[demo_draw(d, COUNT_OF(surnames))];
    const char *own = given[demo_draw(d, COUNT_OF(given))];
    return str_fmt(a, "%s%s", family, own);
}

struct ctx demo_ctx(struct demo *d, struct arena *a, struct instant now, struct actor *as)
{
    return (struct ctx){ .app = d->app,
                         .store = d->app->store,
                         .arena = a,
                         .now = now,
                         .chance = d->cli->chance,
                         .actor = as };
}

/* hashing */

struct hash_line {
    struct password_job *const *jobs;
    size_t n;
    atomic_size_t next;
};

static void *hash_some(void *u)
{
    struct hash_line *l = u;
    for (size_t i; (i = atomic_fetch_add(&l->next, 1)) < l->n;)
        password_run(l->jobs[i]);
    return NULL;
}

void demo_hash(struct password_job *const *jobs, size_t n)
{
    struct hash_line l = { .jobs = jobs, .n = n };
    pthread_t other;
    bool two = pthread_create(&other, NULL, hash_some, &l) == 0;
    hash_some(&l);
    if (two)
        (void)pthread_join(other, NULL); /* fails only for a thread that is not there */
}

/* officers */

struct demo_officer *demo_officer(struct demo *d, int64_t org, uint32_t role)
{
    for (size_t i = 0; i < d->officer_count; i++) {
        if (d->officers[i].as.org == org && (d->officers[i].as.roles & role))
            return &d->officers[i];
    }
    return NULL;
}

static enum err furnish(struct ctx *c, int64_t id, size_t i)
{
    const struct org *o = org_find(app_orgs(c->app), id);
    if (!o)
        return FAULT(&c->fault, ERR_NOT_FOUND, "org.none", "no body %lld", (long long)id);
    const struct org_contact to = {
        str_fmt(c->arena, "%.*s和风路 %zu 号一楼信访接待室（演示地址）",
                STR_ARG(o->area_name), 8 + 2 * i),
        S("12388"), S("工作日 8:30–11:30，14:00–17:00")
    };
    return org_contact_set(c, id, &to);
}

enum err demo_offices(struct ctx *c)
{
    for (size_t i = 0; i < COUNT_OF(bodies); i++)
        TRY(furnish(c, bodies[i], i));
    TRY(furnish(c, DEMO_TOWNSHIP, COUNT_OF(bodies)));
    return app_reload(c);
}

static void hire(struct demo *d, int64_t org, const uint32_t *roles, size_t n, int first)
{
    for (size_t i = 0; i < n && d->officer_count < DEMO_OFFICERS_MAX; i++) {
        d->officers[d->officer_count++].as =
            (struct officer_new){ .org = org,
                                  .work_no = str_fmt(d->arena, "%lld-%zu", (long long)org,
                                                     (size_t)first + i),
                                  .name = demo_person_name(d, d->arena),
                                  .roles = roles[i] };
    }
}

static void hire_all(struct demo *d)
{
    for (size_t i = 0; i < COUNT_OF(bodies); i++)
        hire(d, bodies[i], staff, COUNT_OF(staff), 11);
    hire(d, 330411, staff_more, COUNT_OF(staff_more), 11 + (int)COUNT_OF(staff));
    hire(d, DEMO_TOWNSHIP, staff_township, COUNT_OF(staff_township), 11);
}

/* Both hashes of every officer: of the one-time password and of his own. */
static enum err hash_passwords(struct demo *d, struct instant now, struct fault *f)
{
    struct password_job **jobs = arena_array(d->arena, struct password_job *, 2 * d->officer_count);
    for (size_t i = 0; i < d->officer_count; i++) {
        struct demo_officer *o = &d->officers[i];
        struct ctx c = demo_ctx(d, d->arena, now, actor_system(d->arena));
        enum err err = officer_add_prepare(&c, &o->as, &o->invite);
        if (err == ERR_OK) {
            c.actor = actor_nobody(d->arena);
            c.actor->work_no = o->as.work_no;
            err = officer_password_prepare(&c, S(DEMO_PASSWORD), &o->own);
        }
        if (err != ERR_OK) {
            *f = c.fault;
            return err;
        }
        jobs[2 * i] = &o->invite;
        jobs[2 * i + 1] = &o->own;
    }
    demo_hash(jobs, 2 * d->officer_count);
    return ERR_OK;
}

static enum err join(struct ctx *c, struct demo_officer *o)
{
    struct str cookie;
    TRY(officer_add_finish(c, &o->as, &o->invite));
    c->actor = actor_nobody(c->arena);
    TRY(officer_login_finish(c, o->as.work_no, &o->invite, &cookie));
    return officer_password_change(c, &o->invite, &o->own);
}

/* The actor outlives the arena of the step he came in with. */
static struct actor *keep(struct demo *d, const struct actor *a)
{
    struct actor *own = arena_new_of(d->arena, struct actor);
    *own = *a;
    own->session_cookie = STR_NONE;
    own->work_no = str_dup(d->arena, a->work_no);
    own->name = str_dup(d->arena, a->name);
    return own;
}

static enum err enter(struct ctx *c, struct demo *d, struct demo_officer *o)
{
    struct str cookie;
    c->actor = actor_nobody(c->arena);
    TRY(officer_login_finish(c, o->as.work_no, &o->own, &cookie));
    o->actor = keep(d, c->actor);
    return session_end(c, cookie);
}

/*
 * The first holder of a desk makes its key at his first password, the others are named and wait. At
 * the next round of log-ins those who have the key grant it, at the one after it opens for all.
 */
static enum err settle(struct demo *d, struct instant now, struct fault *f)
{
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < d->officer_count; i++) {
            ARENA_AUTO a = arena_new(DEMO_STEP_ARENA_MAX);
            struct ctx c = demo_ctx(d, a, now, actor_system(a));
            c.now.ms += round * 3600 * 1000;
            enum err err = round == 0 ? join(&c, &d->officers[i]) : enter(&c, d, &d->officers[i]);
            if (err != ERR_OK) {
                *f = c.fault;
                return err;
            }
        }
    }
    return ERR_OK;
}

/* the leaders' directory */

static struct directory_row leader(struct demo *d, const struct org *o, const char *kind,
                                   const char *post, const char *level)
{
    int64_t above = o->parent ? o->parent : o->id;
    return (struct directory_row){ .org = o->id,
                                   .managed_by = above,
                                   .kind = str_of(kind),
                                   .name = demo_person_name(d, d->arena),
                                   .unit = o->name,
                                   .post = str_of(post),
                                   .level = str_of(level) };
}

/* Leaders of the body itself, and cadres of the area that the body above manages. */
static enum err add_leaders(struct demo *d, struct ctx *c, const struct org *o)
{
    static const char *const levels[] = { "LV_BUREAU", "LV_BUREAU", "LV_COUNTY", "LV_SECTION" };
    static const char *const offices[] = { "示例局", "演示中心", "样板办公室" };
    struct directory_row head = leader(d, o, "HEAD", "书记", levels[o->level]);
    const struct demo_officer *chief = demo_officer(d, o->id, RO_PRINCIPAL);
    if (chief)
        head.name = chief->as.name;
    TRY(directory_add(c, &head));
    for (int i = 0; i < 2; i++) {
        struct directory_row r = leader(d, o, "LEADER", i ? "常委" : "副书记", levels[o->level]);
        TRY(directory_add(c, &r));
    }
    for (size_t i = 0; i < COUNT_OF(offices); i++) {
        struct directory_row r = leader(d, o, "CADRE", "局长", levels[o->level]);
        r.unit = str_fmt(d->arena, "%.*s%s", STR_ARG(o->area_name), offices[i]);
        TRY(directory_add(c, &r));
    }
    return ERR_OK;
}

static enum err add_directory(struct demo *d, struct ctx *c)
{
    TRY(store_begin(c));
    TX_AUTO tx = c;
    for (size_t i = 0; i < COUNT_OF(bodies); i++)
        TRY(add_leaders(d, c, org_find(app_orgs(d->app), bodies[i])));
    TRY(add_leaders(d, c, org_find(app_orgs(d->app), DEMO_TOWNSHIP)));
    tx = NULL;
    return store_commit(c);
}

enum err demo_people(struct demo *d, struct fault *f)
{
    struct instant now = { d->at.ms - (DEMO_DAYS + BODIES_BEFORE_DAYS) * DAY_MS };
    struct ctx c = demo_ctx(d, d->arena, now, actor_system(d->arena));
    hire_all(d);
    TRY(hash_passwords(d, now, f));
    TRY(settle(d, now, f));
    enum err err = add_directory(d, &c);
    if (err != ERR_OK)
        *f = c.fault;
    return err;
}
