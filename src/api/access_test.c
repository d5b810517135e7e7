/*
 * The access matrix of the API: every call × every role × own body, another one, the one above, a
 * reporter, another reporter, nobody. Written by hand from domain.md 4.1 and 4.2, not taken from
 * routes.def nor from the domain's own tables.
 */
#include "api/frame.h"
#include "domain/breach.h"
#include "domain/document.h"
#include "domain/file.h"
#include "domain/log_world.h"
#include "domain/message.h"
#include "domain/world_move.h"

#define OTHER 330109 /* another county; its officers are strangers */

/* Who is in reach of a matter of his own body that has been assigned (4.2): not the clerk, whose
 * part ends with the screening; not custodian, publisher, statistics, auditor, operator. */
#define HANDS (RO_SCREENER | RO_PO_HEAD | RO_HANDLER | RO_HD_HEAD)
#define READERS (HANDS | RO_CASE_SUP | RO_DEPUTY | RO_PRINCIPAL)
#define THREAD (RO_PO_HEAD | RO_HANDLER | RO_HD_HEAD)
#define EVERY ROLES_OFFICER
#define SEARCH "{\"q\":\"水渠\"}" /* a word of the narrative */

/*
 * path     %m the matter, %d its acceptance notice, %f a file as it came, %c its clean copy
 * gets     officers of the own body who get it, of all who pass the door
 * refused  those who are in reach of the matter and still may not: 403. All others: 404
 * above    officers of the body above who get it; refused_above: 403 for them
 * citizen  'o' only with a reporter's session, and then his own; 'p' everybody; '-' no reporter
 */
static const struct row {
    enum http_method method;
    const char *path, *body;
    uint32_t door, gets, refused, above, refused_above;
    char citizen;
} matrix[] = {
    { HTTP_GET, "/healthz", NULL, EVERY, EVERY, 0, EVERY, 0, 'p' },
    { HTTP_GET, "/readyz", NULL, EVERY, EVERY, 0, EVERY, 0, 'p' },
    { HTTP_GET, "/metrics", NULL, EVERY, EVERY, 0, EVERY, 0, 'p' },
    { HTTP_GET, "/api/v1/openapi.json", NULL, EVERY, EVERY, 0, EVERY, 0, 'p' },
    { HTTP_GET, "/api/v1/organisations", NULL, EVERY, EVERY, 0, EVERY, 0, 'p' },
    { HTTP_GET, "/api/v1/rules", NULL, EVERY, EVERY, 0, EVERY, 0, 'p' },
    { HTTP_GET, "/api/v1/pilots", NULL, EVERY, EVERY, 0, EVERY, 0, 'p' },
    { HTTP_GET, "/api/v1/parameters", NULL, EVERY, EVERY, 0, EVERY, 0, 'p' },
    { HTTP_GET, "/api/v1/statistics", NULL, EVERY, EVERY, 0, EVERY, 0, 'p' },
    { HTTP_POST, "/api/v1/reports", "{}", EVERY, EVERY, 0, EVERY, 0, 'p' },
    { HTTP_GET, "/api/v1/log", NULL, EVERY, EVERY, 0, EVERY, 0, 'p' },
    { HTTP_POST, "/api/v1/log/check", "{}", EVERY, EVERY, 0, EVERY, 0, 'p' },
    { HTTP_POST, "/api/v1/log/find", "{}", EVERY, EVERY, 0, EVERY, 0, 'p' },
    { HTTP_POST, "/api/v1/log/omission", "{}", EVERY, EVERY, 0, EVERY, 0, 'p' },
    { HTTP_POST, "/api/v1/my/session", "{}", EVERY, EVERY, 0, EVERY, 0, 'p' },
    { HTTP_POST, "/api/v1/officer/session", "{}", EVERY, EVERY, 0, EVERY, 0, 'p' },

    { HTTP_GET, "/api/v1/matters", NULL, EVERY, EVERY, 0, EVERY, 0, '-' },
    { HTTP_POST, "/api/v1/matters/search", SEARCH, EVERY, EVERY, 0, EVERY, 0, '-' },
    { HTTP_POST, "/api/v1/matters", "{}", RO_CLERK, RO_CLERK, 0, RO_CLERK, 0, '-' },
    { HTTP_POST, "/api/v1/officer/password", "{}", EVERY, EVERY, 0, EVERY, 0, '-' },
    { HTTP_GET, "/api/v1/matters/%m", NULL, EVERY, READERS, 0, RO_UPPER, 0, '-' },
    { HTTP_GET, "/api/v1/matters/%m/moves", NULL, EVERY, READERS, 0, RO_UPPER, 0, '-' },
    /* opening the handling is the handler's; nothing is written, the analysis is missing */
    { HTTP_POST, "/api/v1/matters/%m/moves", "{\"move\":\"T16\",\"fields\":{}}", EVERY, RO_HANDLER,
      (READERS & ~RO_HANDLER), 0, RO_UPPER, '-' },
    { HTTP_GET, "/api/v1/matters/%m/events", NULL, EVERY, READERS, 0, RO_UPPER, 0, '-' },
    /* who screens, and the clerk as long as he has a part in it */
    { HTTP_GET, "/api/v1/matters/%m/repeats", NULL, RO_CLERK | RO_SCREENER | RO_PO_HEAD,
      RO_SCREENER | RO_PO_HEAD, 0, 0, 0, '-' },
    /* above: clocks and states, no papers (4.1) */
    { HTTP_GET, "/api/v1/matters/%m/documents", NULL, EVERY, READERS, 0, 0, 0, '-' },
    { HTTP_GET, "/api/v1/matters/%m/documents/%d", NULL, EVERY, HANDS, READERS & ~HANDS, 0, 0,
      '-' },
    /* nothing is written: the form is missing */
    { HTTP_POST, "/api/v1/matters/%m/documents/%d/delivery", "{}", EVERY, HANDS, READERS & ~HANDS,
      0, 0, '-' },
    { HTTP_GET, "/api/v1/matters/%m/messages", NULL, EVERY, THREAD, READERS & ~THREAD, 0, 0, '-' },
    { HTTP_POST, "/api/v1/matters/%m/messages", "{\"text\":\"问\"}", EVERY, THREAD,
      READERS & ~THREAD, 0, 0, '-' },
    { HTTP_GET, "/api/v1/matters/%m/files", NULL, EVERY, HANDS, READERS & ~HANDS, 0, 0, '-' },
    { HTTP_GET, "/api/v1/matters/%m/files/%f", NULL, EVERY, RO_HANDLER | RO_HD_HEAD,
      READERS & ~(RO_HANDLER | RO_HD_HEAD), 0, 0, '-' },
    { HTTP_GET, "/api/v1/matters/%m/files/%c", NULL, EVERY, HANDS, READERS & ~HANDS, 0, 0, '-' },

    /* his part ends with the screening: nobody finds it any more */
    { HTTP_POST, "/api/v1/matters/%m/undo", "{}", RO_CLERK, 0, 0, 0, 0, '-' },
    { HTTP_POST, "/api/v1/matters/%m/reissue", "{}", EVERY, RO_SCREENER | RO_PO_HEAD,
      READERS & ~(RO_SCREENER | RO_PO_HEAD), 0, RO_UPPER, '-' },
    /* nothing is done: the act is missing */
    { HTTP_GET, "/api/v1/identity/tasks", NULL, RO_CUSTODIAN, RO_CUSTODIAN, 0, RO_CUSTODIAN, 0,
      '-' },
    { HTTP_POST, "/api/v1/identity/tasks/AAAAAAAAAAE", "{}", RO_CUSTODIAN, RO_CUSTODIAN, 0,
      RO_CUSTODIAN, 0, '-' },
    { HTTP_GET, "/api/v1/identity/claims", NULL, RO_CUSTODIAN, RO_CUSTODIAN, 0, RO_CUSTODIAN, 0,
      '-' },
    { HTTP_POST, "/api/v1/identity/claims/AAAAAAAAAAE", "{}", RO_CUSTODIAN, RO_CUSTODIAN, 0,
      RO_CUSTODIAN, 0, '-' },
    { HTTP_GET, "/api/v1/identity/compare", NULL, RO_CUSTODIAN, RO_CUSTODIAN, 0, RO_CUSTODIAN, 0,
      '-' },
    { HTTP_POST, "/api/v1/identity/compare/AAAAAAAAAAE", "{}", RO_CUSTODIAN, RO_CUSTODIAN, 0,
      RO_CUSTODIAN, 0, '-' },
    { HTTP_GET, "/api/v1/matters/%m/publications", NULL, EVERY, READERS, 0, 0, 0, '-' },
    { HTTP_GET, "/api/v1/overview", NULL, RO_DEPUTY | RO_PRINCIPAL, RO_DEPUTY | RO_PRINCIPAL, 0,
      RO_DEPUTY | RO_PRINCIPAL, 0, '-' },
    { HTTP_GET, "/api/v1/officer/deadlines", NULL, EVERY, EVERY, 0, EVERY, 0, '-' },
    { HTTP_GET, "/api/v1/publications", NULL, EVERY, EVERY, 0, EVERY, 0, 'p' },

    { HTTP_GET, "/api/v1/breaches", NULL, BREACH_ROLES, BREACH_ROLES, 0, BREACH_ROLES, 0, '-' },
    /* nothing is written: the fields are missing */
    { HTTP_POST, "/api/v1/matters/%m/breaches", "{}", BREACH_RECORD_ROLES,
      READERS & BREACH_RECORD_ROLES, 0, RO_UPPER, 0, '-' },
    { HTTP_GET, "/api/v1/accountability", NULL, EVERY, EVERY, 0, EVERY, 0, 'p' },
    { HTTP_GET, "/api/v1/reviews", NULL, RO_REVIEWER | RO_DEPUTY, RO_REVIEWER | RO_DEPUTY, 0,
      RO_REVIEWER | RO_DEPUTY, 0, '-' },
    { HTTP_GET, "/api/v1/matters/%m/panels", NULL, EVERY, READERS, 0, 0, 0, '-' },
    /* nothing calls anybody in it */
    { HTTP_POST, "/api/v1/matters/%m/panels/AAAAAAAAAAE/codes", "{}", RO_PO_HEAD | RO_HD_HEAD, 0, 0,
      0, 0, '-' },
    { HTTP_GET, "/api/v1/panel-members", NULL, RO_PO_HEAD | RO_HD_HEAD, RO_PO_HEAD | RO_HD_HEAD, 0,
      RO_PO_HEAD | RO_HD_HEAD, 0, '-' },
    { HTTP_POST, "/api/v1/panel-members", "{}", RO_PO_HEAD, RO_PO_HEAD, 0, RO_PO_HEAD, 0, '-' },
    { HTTP_POST, "/api/v1/panel-members/AAAAAAAAAAE/withdrawal", "{}", RO_PO_HEAD, RO_PO_HEAD, 0,
      RO_PO_HEAD, 0, '-' },
    { HTTP_GET, "/api/v1/supervision-notes", NULL, RO_PO_HEAD, RO_PO_HEAD, 0, RO_PO_HEAD, 0, '-' },
    { HTTP_GET, "/api/v1/identity/panel", NULL, RO_CUSTODIAN, RO_CUSTODIAN, 0, RO_CUSTODIAN, 0,
      '-' },
    { HTTP_POST, "/api/v1/identity/panel/AAAAAAAAAAE", "{\"x\":1}", RO_CUSTODIAN, RO_CUSTODIAN, 0,
      RO_CUSTODIAN, 0, '-' },
    { HTTP_POST, "/api/v1/panel/session", "{}", EVERY, EVERY, 0, EVERY, 0, 'p' },
    /* by code alone */
    { HTTP_GET, "/api/v1/panel", NULL, 0, 0, 0, 0, 0, '-' },
    { HTTP_POST, "/api/v1/panel/moves", "{}", 0, 0, 0, 0, 0, '-' },
    { HTTP_DELETE, "/api/v1/panel/session", NULL, 0, 0, 0, 0, 0, '-' },

    { HTTP_GET, "/api/v1/my", NULL, 0, 0, 0, 0, 0, 'o' },
    { HTTP_GET, "/api/v1/my/documents/%d", NULL, 0, 0, 0, 0, 0, 'o' },
    { HTTP_GET, "/api/v1/my/messages", NULL, 0, 0, 0, 0, 0, 'o' },
    { HTTP_POST, "/api/v1/my/messages", "{\"text\":\"答\"}", 0, 0, 0, 0, 0, 'o' },
    { HTTP_GET, "/api/v1/my/files", NULL, 0, 0, 0, 0, 0, 'o' },
    { HTTP_POST, "/api/v1/my/files", "", 0, 0, 0, 0, 0, 'o' },
    { HTTP_GET, "/api/v1/my/files/%f", NULL, 0, 0, 0, 0, 0, 'o' },
    { HTTP_GET, "/api/v1/my/proofs", NULL, 0, 0, 0, 0, 0, 'o' },
    { HTTP_GET, "/api/v1/my/proofs/0", NULL, 0, 0, 0, 0, 0, 'o' },
    /* nothing is late */
    { HTTP_GET, "/api/v1/my/omissions/D04", NULL, 0, 0, 0, 0, 0, 'o' },
    { HTTP_POST, "/api/v1/my/supplement", "{}", 0, 0, 0, 0, 0, 'o' },
    { HTTP_POST, "/api/v1/my/amend", "{}", 0, 0, 0, 0, 0, 'o' },
    { HTTP_POST, "/api/v1/my/objection", "{}", 0, 0, 0, 0, 0, 'o' },
    { HTTP_POST, "/api/v1/my/complaint", "{}", 0, 0, 0, 0, 0, 'o' },
    { HTTP_POST, "/api/v1/my/urge", "{}", 0, 0, 0, 0, 0, 'o' },
    { HTTP_POST, "/api/v1/my/withdrawal", "{}", 0, 0, 0, 0, 0, 'o' },
    { HTTP_POST, "/api/v1/my/confirm", "{}", 0, 0, 0, 0, 0, 'o' },
    { HTTP_POST, "/api/v1/my/rating", "{}", 0, 0, 0, 0, 0, 'o' },
    { HTTP_GET, "/api/v1/my/commitment", NULL, 0, 0, 0, 0, 0, 'o' },
    { HTTP_POST, "/api/v1/my/commitment", "{}", 0, 0, 0, 0, 0, 'o' },
    { HTTP_POST, "/api/v1/my/consent", "{}", 0, 0, 0, 0, 0, 'o' },
    { HTTP_POST, "/api/v1/my/hearing", "{}", 0, 0, 0, 0, 0, 'o' },
    { HTTP_POST, "/api/v1/my/protect", "{}", 0, 0, 0, 0, 0, 'o' },
    { HTTP_POST, "/api/v1/my/veto", "{}", 0, 0, 0, 0, 0, 'o' },
    { HTTP_GET, "/api/v1/my/publications", NULL, 0, 0, 0, 0, 0, 'o' },
    { HTTP_POST, "/api/v1/my/open-handling", "{}", 0, 0, 0, 0, 0, 'o' },
    { HTTP_POST, "/api/v1/my/review", "{}", 0, 0, 0, 0, 0, 'o' },
    { HTTP_POST, "/api/v1/my/settled", "{}", 0, 0, 0, 0, 0, 'o' },
    { HTTP_POST, "/api/v1/my/password", "{}", 0, 0, 0, 0, 0, 'o' },
};

/* They end the session that the next line needs, or there is no such call here. */
static const struct {
    enum http_method method;
    const char *path;
} elsewhere[] = {
    { HTTP_DELETE, "/api/v1/my/session" }, /* without_a_session_..., journeys */
    { HTTP_DELETE, "/api/v1/officer/session" },
    /* of what is there: publication_test of the domain, journeys */
    { HTTP_GET, "/api/v1/publications/:id" },
    /* breach_test, journeys */
    { HTTP_GET, "/api/v1/breaches/:id" },
    { HTTP_POST, "/api/v1/breaches/:id/moves" },
    { HTTP_POST, "/api/v1/my/publications/:id" },
    { HTTP_POST, "/api/v1/simulate/clock" }, /* 404 without --simulate, whoever asks */
};

/* ---- the province, a matter in it, and who asks ---- */

struct scene {
    struct world *w;
    struct api *api;
    struct report_receipt mine, his; /* two reporters; the matter is the first one's */
    int64_t matter, paper, raw, clean;
};

static const char *token_of(struct scene *s, const char *path, const char *body);
static int ask(struct scene *s, const struct row *row, const char *token);

static void set_scene(struct scene *s)
{
    struct report_form f = world_form();
    struct document_list papers;
    struct message m;
    struct fault fault = { 0 };

    (void)world_blobs(s->w);
    struct log_paths log = log_world_paths(s->w);
    WORLD_OK(&s->w->ctx, log_make(world_as_system(s->w), &log, S(LOG_WORLD_ORIGIN)));
    (void)world_as_nobody(s->w);
    assert_int_equal(api_new(s->w->app, &fault, &s->api), ERR_OK);
    s->his = world_report(s->w, &f);
    s->mine = world_received(s->w, &f);
    s->matter = s->mine.matter;
    struct ctx *c = world_as_reporter(s->w, s->mine.report_no, f.password);
    world_picture(s->w, c, &s->raw, &s->clean);
    WORLD_OK(c, message_send(c, c->actor->report, S("请问"), false, &m));
    world_bring(s->w, WORLD_COUNTY, s->matter, "ST_ASSIGNED");
    c = world_as(s->w, WORLD_COUNTY, RO_PO_HEAD);
    WORLD_OK(c, document_of_matter(c, s->matter, &papers));
    for (size_t i = 0; i < papers.n; i++)
        if (str_eq(papers.items[i].code, S("N01")))
            s->paper = papers.items[i].id;
    CHECK(s->matter && s->paper);
}

static struct str path_of(struct scene *s, const char *pattern)
{
    struct buf b = buf_new(s->w->ctx.arena);

    for (const char *p = pattern; *p; p++) {
        if (*p != '%') {
            buf_byte(&b, *p);
            continue;
        }
        p++;
        buf_put(&b, id_text(&s->w->ctx, *p == 'm'   ? s->matter
                                        : *p == 'd' ? s->paper
                                        : *p == 'f' ? s->raw
                                                    : s->clean));
    }
    return buf_str(&b);
}

static struct resp call(struct scene *s, enum http_method method, struct str path,
                        const char *token, const char *body)
{
    struct world *w = s->w;
    struct http_pair auth = { S("authorization"),
                              str_fmt(w->ctx.arena, "Bearer %s", token ? token : "") };
    struct ctx c = w->ctx;
    struct req r = { .method = method,
                     .path = path,
                     .headers = { &auth, token ? 1 : 0 },
                     .body = str_of(body ? body : ""),
                     .ctx = &c };
    struct resp answer = { 0 };

    c.actor = NULL;
    fault_clear(&c.fault);
    api_handle(s->api, &r, &answer);
    if (answer.stream.close)
        answer.stream.close(answer.stream.u);
    return answer;
}

static int ask(struct scene *s, const struct row *row, const char *token)
{
    struct resp a = call(s, row->method, path_of(s, row->path), token, row->body);

    return a.status ? a.status : 200;
}

static const char *token_of(struct scene *s, const char *path, const char *body)
{
    struct resp a = call(s, HTTP_POST, str_of(path), NULL, body);
    struct str b = buf_str(&a.body);
    json_t *o = json_loadb(b.p, b.n, 0, NULL);

    assert_int_equal(a.status, 201);
    struct str t = str_dup(s->w->ctx.arena, str_of(json_string_value(json_object_get(o, "token"))));
    json_decref(o);
    return t.p;
}

static const char *officer(struct scene *s, int64_t org, uint32_t role)
{
    return token_of(s, "/api/v1/officer/session",
                    str_fmt(s->w->ctx.arena,
                            "{\"work_no\":\"%.*s\",\"password\":\"" WORLD_PASSWORD "\"}",
                            STR_ARG(world_work_no(s->w, org, role)))
                        .p);
}

static const char *reporter(struct scene *s, const struct report_receipt *t)
{
    struct report_form f = world_form();

    return token_of(s, "/api/v1/my/session",
                    str_fmt(s->w->ctx.arena, "{\"report_no\":\"%.*s\",\"password\":\"%.*s\"}",
                            STR_ARG(t->report_no), STR_ARG(f.password))
                        .p);
}

/* ---- the matrix ---- */

/* It got through: done, or told what is missing (422), or that it makes no sense now (409). */
static bool through(int status)
{
    return status == 200 || status == 201 || status == 202 || status == 204 || status == 409 ||
           status == 422;
}

static void check(const struct row *row, const char *who, int64_t org, int got, int wanted)
{
    if (wanted == 200 ? through(got) : got == wanted)
        return;
    fail_msg("%d %s as %s of %lld: %d, not %d", (int)row->method, row->path, who, (long long)org,
             got, wanted);
}

static bool of_a_matter(const struct row *row)
{
    return strstr(row->path, "%m") != NULL;
}

static int wanted_of(const struct row *row, int64_t org, uint32_t role)
{
    if (!(row->door & role))
        return 403;
    if (!of_a_matter(row))
        return 200;
    if (org == WORLD_COUNTY)
        return row->gets & role ? 200 : row->refused & role ? 403 : 404;
    if (org == WORLD_CITY)
        return row->above & role ? 200 : row->refused_above & role ? 403 : 404;
    return 404;
}

static void officers_get_what_their_role_and_body_give(void **state)
{
    (void)state;
    static const int64_t bodies[] = { WORLD_COUNTY, OTHER, WORLD_CITY };
    WORLD_AUTO w = world_new();
    struct scene s = { .w = w };

    set_scene(&s);
    for (size_t b = 0; b < COUNT_OF(bodies); b++) {
        for (unsigned k = 0; ROLE_BIT(k) & ROLES_OFFICER; k++) {
            const char *token = officer(&s, bodies[b], ROLE_BIT(k));
            for (size_t i = 0; i < COUNT_OF(matrix); i++)
                check(&matrix[i], role_name(ROLE_BIT(k)).p, bodies[b], ask(&s, &matrix[i], token),
                      wanted_of(&matrix[i], bodies[b], ROLE_BIT(k)));
        }
    }
}

static bool shows(struct scene *s, enum http_method method, const char *path, const char *body,
                  const char *token)
{
    struct resp a = call(s, method, str_of(path), token, body);

    return str_contains(buf_str(&a.body), id_text(&s->w->ctx, s->matter));
}

/* Lists and search answer everybody; what is in them is what he may open. */
static void lists_and_search_hold_what_may_be_opened(void **state)
{
    (void)state;
    static const int64_t bodies[] = { WORLD_COUNTY, OTHER, WORLD_CITY };
    WORLD_AUTO w = world_new();
    struct scene s = { .w = w };

    set_scene(&s);
    for (size_t b = 0; b < COUNT_OF(bodies); b++) {
        for (unsigned k = 0; ROLE_BIT(k) & ROLES_OFFICER; k++) {
            const char *token = officer(&s, bodies[b], ROLE_BIT(k));
            bool own = bodies[b] == WORLD_COUNTY, above = bodies[b] == WORLD_CITY;
            bool listed = (own && READERS & ROLE_BIT(k)) || (above && RO_UPPER & ROLE_BIT(k));
            bool found = own && HANDS & ROLE_BIT(k); /* the words are read to find it */
            if (shows(&s, HTTP_GET, "/api/v1/matters", NULL, token) != listed)
                fail_msg("list of %.*s in %lld", STR_ARG(role_name(ROLE_BIT(k))),
                         (long long)bodies[b]);
            if (shows(&s, HTTP_POST, "/api/v1/matters/search", SEARCH, token) != found)
                fail_msg("search of %.*s in %lld", STR_ARG(role_name(ROLE_BIT(k))),
                         (long long)bodies[b]);
        }
    }
}

static void citizens_get_their_own(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct scene s = { .w = w };

    set_scene(&s);
    const char *mine = reporter(&s, &s.mine), *his = reporter(&s, &s.his);
    for (size_t i = 0; i < COUNT_OF(matrix); i++) {
        const struct row *row = &matrix[i];
        bool own = row->citizen == 'o', open = row->citizen == 'p';
        bool of_one = strchr(row->path, '%') != NULL;
        check(row, "the reporter", 0, ask(&s, row, mine), own || open ? 200 : 403);
        check(row, "another reporter", 0, ask(&s, row, his),
              !own && !open   ? 403
              : own && of_one ? 404
                              : 200);
        check(row, "nobody", 0, ask(&s, row, NULL), open ? 200 : 401);
    }
}

static bool same_pattern(const char *path, const char *pattern)
{
    struct str rest = str_of(path), p = str_of(pattern);

    while (!str_absent(rest) || !str_absent(p)) {
        struct str a = str_cut(&rest, '/'), b = str_cut(&p, '/');
        if (str_starts(b, S(":")) ? a.n == 0 : !str_eq(a, b))
            return false;
    }
    return true;
}

static void no_call_is_left_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < api_route_count; i++) {
        const struct api_route *r = &api_routes[i];
        bool found = false;
        for (size_t k = 0; k < COUNT_OF(matrix); k++)
            found = found ||
                    (matrix[k].method == r->method && same_pattern(matrix[k].path, r->pattern));
        for (size_t k = 0; k < COUNT_OF(elsewhere); k++)
            found = found || (elsewhere[k].method == r->method &&
                              same_pattern(elsewhere[k].path, r->pattern));
        if (!found)
            fail_msg("no line for %s", r->pattern);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(officers_get_what_their_role_and_body_give),
        cmocka_unit_test(lists_and_search_hold_what_may_be_opened),
        cmocka_unit_test(citizens_get_their_own),
        cmocka_unit_test(no_call_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
