/*
 * The access matrix of the pages: what stands in a matter's address × every role × own body,
 * another one, the one above; the reporter's papers and files × other persons. Written by hand from
 * domain.md 4.1 and 4.2. Which page is for which role at all: desk_test.c.
 */
#include "domain/document.h"
#include "domain/file.h"
#include "domain/id.h"
#include "domain/message.h"
#include "domain/world_move.h"
#include "web/browser.h"

#define OTHER 330109 /* another county */

#define HANDS (RO_SCREENER | RO_PO_HEAD | RO_HANDLER | RO_HD_HEAD)
#define READERS (HANDS | RO_CASE_SUP | RO_DEPUTY | RO_PRINCIPAL)
#define THREAD (RO_PO_HEAD | RO_HANDLER | RO_HD_HEAD)
/* who has pages of matters at all; the others are told 403 at the door */
#define DOOR                                                                                       \
    (READERS | RO_CLERK | RO_REVIEWER | RO_CADRE_SUP | RO_UPPER | RO_PUBLISHER | RO_PUB_APPROVER)

/*
 * %m the matter (assigned, so the clerk's part in it is over), %d its acceptance notice, %f a file
 * as it came, %c its clean copy, %r the report. gets, refused (403) and above as in the matrix of
 * the API; who passes the door and is in none of them finds nothing: 404.
 */
static const struct row {
    bool post;
    const char *path, *form;
    uint32_t door, gets, refused, above, refused_above;
} matrix[] = {
    { false, "/desk/m/%m", NULL, DOOR, READERS, 0, RO_UPPER, 0 },
    { true, "/desk/m/%m/moves", "move=T16&version=0", DOOR, RO_HANDLER, READERS & ~RO_HANDLER, 0,
      RO_UPPER },
    { false, "/desk/m/%m/messages", NULL, THREAD | RO_CADRE_SUP, THREAD, 0, 0, 0 },
    { true, "/desk/m/%m/messages", "text=x&report=%r", THREAD | RO_CADRE_SUP, THREAD, 0, 0, 0 },
    /* papers that were made, to all; which files stand there is tested below */
    { false, "/desk/m/%m/files", NULL, DOOR, READERS, 0, 0, 0 },
    { false, "/desk/m/%m/file/%f", NULL, DOOR, RO_HANDLER | RO_HD_HEAD,
      READERS & ~(RO_HANDLER | RO_HD_HEAD), 0, 0 },
    { false, "/desk/m/%m/file/%c", NULL, DOOR, HANDS, READERS & ~HANDS, 0, 0 },
    { false, "/desk/m/%m/doc/%d", NULL, DOOR, HANDS, READERS & ~HANDS, 0, 0 },
    { false, "/desk/m/%m/record", NULL, DOOR, READERS, 0, RO_UPPER, 0 },
    /* who screens, and the clerk as long as he has a part in it */
    { false, "/desk/m/%m/repeats", NULL, RO_CLERK | RO_SCREENER | RO_PO_HEAD,
      RO_SCREENER | RO_PO_HEAD, 0, 0, 0 },
    /* whoever sees a matter may say that he is biased in it (4.4) */
    { false, "/desk/m/%m/recusal", NULL, DOOR, READERS, 0, RO_UPPER, 0 },
    { true, "/desk/m/%m/recusal", "x=1", DOOR, READERS, 0, RO_UPPER, 0 },
    { false, "/desk/m/%m/procedure", NULL, DOOR, READERS, 0, 0, 0 },
    { false, "/desk/m/%m/publication", NULL, DOOR, READERS, 0, 0, 0 },
    /* nothing is written: the form is missing */
    { false, "/desk/m/%m/breach", NULL, BREACH_RECORD_ROLES, READERS & BREACH_RECORD_ROLES, 0,
      RO_UPPER, 0 },
    { true, "/desk/m/%m/breach", "x=1", BREACH_RECORD_ROLES, READERS & BREACH_RECORD_ROLES, 0,
      RO_UPPER, 0 },
    /* nothing of it is public: there is no sheet for anybody */
    { false, "/desk/m/%m/sheet/%d", NULL, DOOR, 0, 0, 0, 0 },
    /* the petition office asks; who checks the person does not */
    { true, "/desk/m/%m/reissue", "report=%r", RO_CLERK | RO_SCREENER | RO_PO_HEAD | RO_CADRE_SUP,
      RO_SCREENER | RO_PO_HEAD, 0, 0, 0 },
    /* nothing of it calls anybody: there is no strip for anybody */
    { true, "/desk/m/%m/codes", "subproc=%r", RO_PO_HEAD | RO_HD_HEAD | RO_CADRE_SUP, 0, 0, 0, 0 },
    { true, "/desk/m/%m/delivery", "document=%d", HANDS | RO_CLERK | RO_CADRE_SUP, HANDS, 0, 0, 0 },
};

/* ---- the matter ---- */

struct scene {
    struct site *site;
    struct world *w;
    struct report_receipt mine, his;
    int64_t matter, report, paper, raw, clean;
};

static struct scene scene_of(void **state)
{
    struct scene s = { .site = *state };
    struct report_form f = world_form();
    struct document_list papers;

    s.w = s.site->w;
    (void)world_blobs(s.w);
    s.his = world_report(s.w, &f);
    s.mine = world_received(s.w, &f);
    s.matter = s.mine.matter;
    s.report = world_report_of(s.w, s.matter);
    world_picture(s.w, world_as_reporter(s.w, s.mine.report_no, f.password), &s.raw, &s.clean);
    world_bring(s.w, WORLD_COUNTY, s.matter, "ST_ASSIGNED");
    struct ctx *c = world_as(s.w, WORLD_COUNTY, RO_PO_HEAD);
    WORLD_OK(c, document_of_matter(c, s.matter, &papers));
    for (size_t i = 0; i < papers.n; i++)
        if (str_eq(papers.items[i].code, S("N01")))
            s.paper = papers.items[i].id;
    CHECK(s.paper);
    return s;
}

static const char *path_of(struct scene *s, const char *pattern)
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
                                        : *p == 'r' ? s->report
                                                    : s->clean));
    }
    return str_z(s->w->ctx.arena, buf_str(&b));
}

/* ---- officers ---- */

static bool through(int status)
{
    return status == 200 || status == 303 || status == 409 || status == 422;
}

static int wanted_of(const struct row *row, int64_t org, uint32_t role)
{
    if (!(row->door & role))
        return 403;
    if (org == WORLD_COUNTY)
        return row->gets & role ? 200 : row->refused & role ? 403 : 404;
    if (org == WORLD_CITY)
        return row->above & role ? 200 : row->refused_above & role ? 403 : 404;
    return 404;
}

static void a_matter_opens_to_its_hands_alone(void **state)
{
    static const int64_t bodies[] = { WORLD_COUNTY, OTHER, WORLD_CITY };
    struct scene s = scene_of(state);

    for (size_t n = 0; n < COUNT_OF(bodies); n++) {
        for (unsigned k = 0; ROLE_BIT(k) & ROLES_OFFICER; k++) {
            struct browser b = browser_officer(state, bodies[n], ROLE_BIT(k));
            for (size_t i = 0; i < COUNT_OF(matrix); i++) {
                const struct row *row = &matrix[i];
                const char *path = path_of(&s, row->path);
                int got = row->post ? browser_post(&b, path, path_of(&s, row->form))
                                    : browser_get(&b, path);
                int wanted = wanted_of(row, bodies[n], ROLE_BIT(k));
                if (wanted == 200 ? through(got) : got == wanted)
                    continue;
                fail_msg("%s %s as %.*s of %lld: %d, not %d", row->post ? "POST" : "GET", row->path,
                         STR_ARG(role_name(ROLE_BIT(k))), (long long)bodies[n], got, wanted);
            }
        }
    }
}

static void files_are_listed_to_those_who_may_open_them(void **state)
{
    struct scene s = scene_of(state);
    const char *page = path_of(&s, "/desk/m/%m/files"), *file = "a.png";

    for (unsigned k = 0; ROLE_BIT(k) & ROLES_OFFICER; k++) {
        if (!(ROLE_BIT(k) & READERS))
            continue;
        struct browser b = browser_officer(state, WORLD_COUNTY, ROLE_BIT(k));
        CHECK(browser_get(&b, page) == 200);
        if (browser_sees(&b, file) != ((ROLE_BIT(k) & HANDS) != 0))
            fail_msg("files shown to %.*s", STR_ARG(role_name(ROLE_BIT(k))));
    }
}

/* ---- reporters ---- */

static struct browser reporter(struct scene *s, const struct report_receipt *t)
{
    struct browser b = browser_new(s->w, s->site->web);
    struct report_form f = world_form();
    struct arena *a = s->w->ctx.arena;

    assert_int_equal(browser_get(&b, "/my/login"), 200);
    assert_int_equal(browser_post(&b, "/my/login",
                                  str_z(a, str_fmt(a, "report_no=%.*s&password=%.*s",
                                                   STR_ARG(t->report_no), STR_ARG(f.password)))),
                     303);
    return b;
}

/* His papers and files are his; to anybody else they are not there, or the log-in comes. */
static void papers_and_files_of_a_reporter_are_his(void **state)
{
    static const char *const paths[] = { "/my/doc/%d", "/my/file/%f" };
    struct scene s = scene_of(state);
    struct browser mine = reporter(&s, &s.mine), his = reporter(&s, &s.his);
    struct browser nobody = browser_visitor(state);
    struct browser desk = browser_officer(state, WORLD_COUNTY, RO_HANDLER);

    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        const char *path = path_of(&s, paths[i]);
        assert_int_equal(browser_get(&mine, path), 200);
        assert_int_equal(browser_get(&his, path), 404);
        CHECK(browser_get(&nobody, path) == 200 && browser_sees(&nobody, "action=\"/my/login\""));
        CHECK(browser_get(&desk, path) == 200 && browser_sees(&desk, "action=\"/my/login\""));
    }
    /* and nothing of the desk opens to a reporter */
    for (size_t i = 0; i < COUNT_OF(matrix); i++) {
        const char *path = path_of(&s, matrix[i].path);
        if (matrix[i].post)
            continue;
        CHECK(browser_get(&mine, path) == 200 && browser_sees(&mine, "action=\"/desk/login\""));
    }
}

/* Every page below a matter's address has a line above. */
static void no_page_of_a_matter_is_left_out(void **state)
{
    (void)state;
    for (size_t i = 0; i < web_route_count; i++) {
        const struct web_route *r = &web_routes[i];
        bool found = !str_starts(str_of(r->pattern), S("/desk/m/"));
        for (size_t k = 0; k < COUNT_OF(matrix) && !found; k++) {
            struct str rest = str_of(matrix[k].path), p = str_of(r->pattern);
            bool same = matrix[k].post == (r->method == HTTP_POST);
            while (same && (!str_absent(rest) || !str_absent(p))) {
                struct str a = str_cut(&rest, '/'), b = str_cut(&p, '/');
                same = str_starts(b, S(":")) ? a.n > 0 : str_eq(a, b);
            }
            found = same;
        }
        if (!found)
            fail_msg("no line for %s", r->pattern);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_matter_opens_to_its_hands_alone, site_open, site_close),
        cmocka_unit_test_setup_teardown(files_are_listed_to_those_who_may_open_them, site_open,
                                        site_close),
        cmocka_unit_test_setup_teardown(papers_and_files_of_a_reporter_are_his, site_open,
                                        site_close),
        cmocka_unit_test(no_page_of_a_matter_is_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
