/* What intake leaves on disk, what a repeated request gets, and many at once. */
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/utf8.h"
#include "domain/draft.h"
#include "domain/intake.h"
#include "domain/world.h"
#include "domain/world_queries.h"

/* ---- planted words ---- */

/* Each stands in one field of the form; none may stand anywhere on disk, in any of these forms. */
static const char *const planted[] = { "栽种词一号",  "栽种词二号",         "栽种词三号",
                                       "栽种词四号",  "栽种词五号",         "栽种词六号",
                                       "栽种词七号",  "栽种词八号",         "栽种词九号",
                                       "13912345678", "330411199901019999", "栽种词十号" };

static struct str file_bytes(struct arena *a, const char *path)
{
    FILE *f = fopen(path, "rb");
    struct str s;
    long n;

    assert_non_null(f);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    n = ftell(f);
    rewind(f);
    char *p = arena_take(a, (size_t)n + 1);
    s = str_bytes(p, fread(p, 1, (size_t)n, f));
    (void)fclose(f);
    return s;
}

static bool holds(struct str hay, struct str needle)
{
    return needle.p && needle.n > 0 && memmem(hay.p, hay.n, needle.p, needle.n) != NULL;
}

static struct str utf16(struct arena *a, struct str s, bool big)
{
    struct buf b = buf_new(a);
    size_t i = 0;

    for (int32_t ch = utf8_next(s, &i); ch >= 0; ch = utf8_next(s, &i)) {
        char high = (char)(ch >> 8), low = (char)ch;
        buf_byte(&b, big ? high : low);
        buf_byte(&b, big ? low : high);
    }
    return buf_str(&b);
}

/* 栽种词 in GB18030; the digits that follow stay ASCII in the other words */
static const char gb_stem[] = "\xd4\xd4\xd6\xd6\xb4\xca";

static void check_absent(struct arena *a, struct str disk, struct str word)
{
    static const size_t skip[] = { 0, 1, 2 };

    if (holds(disk, word) || holds(disk, utf16(a, word, true)) ||
        holds(disk, utf16(a, word, false)) || holds(disk, str_hex(a, word.p, word.n)))
        fail_msg("\"%.*s\" stands on disk", STR_ARG(word));
    for (size_t i = 0; i < COUNT_OF(skip); i++) { /* base64 at each of its three phases */
        struct str part = str_slice(word, skip[i], word.n - skip[i]);
        part = str_slice(part, 0, part.n - part.n % 3);
        if (holds(disk, str_base64(a, part.p, part.n)))
            fail_msg("\"%.*s\" stands on disk in base64", STR_ARG(word));
    }
}

static struct report_form planted_form(void)
{
    struct report_form f = world_form();

    f.narrative = S("去年秋天，栽种词一号，写够十个字。");
    f.title = S("栽种词二号的账");
    f.subjects[0].name = S("栽种词三号");
    f.subjects[0].unit = S("栽种词四号村");
    f.subjects[0].post = S("栽种词五号");
    f.fact_place = S("栽种词六号");
    f.witnesses[f.witness_count++] = S("栽种词七号");
    f.identity.name = S("栽种词八号");
    f.identity.address = S("栽种词九号");
    f.identity.phone = S("13912345678");
    f.identity.id_no = S("330411199901019999");
    f.exposure_note = S("栽种词十号");
    f.password = S("栽种词密码一二三四五");
    return f;
}

static struct str copy_of(struct world *w)
{
    char dir[] = "/tmp/yg-intake-XXXXXX";
    assert_non_null(mkdtemp(dir));
    const char *path = str_z(w->ctx.arena, str_fmt(w->ctx.arena, "%s/copy.db", dir));
    WORLD_OK(&w->ctx, store_copy(&w->ctx, path));
    struct str bytes = file_bytes(w->ctx.arena, path);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(rmdir(dir), 0);
    return bytes;
}

static void no_word_of_a_report_stands_on_disk(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct arena *a = w->ctx.arena;
    struct report_form f = planted_form();
    struct str cookie = STR_NONE;
    struct ctx *c = world_as_nobody(w);

    WORLD_OK(c, draft_save(c, &cookie, report_form_json(a, &f)));
    struct report_receipt r = world_report(w, &f);
    f.password = STR_NONE;
    c = world_as(w, 330411, RO_CLERK);
    f.channel = S("CH_LETTER");
    struct report_receipt letter = world_report(w, &f);
    struct str disk = copy_of(w);

    /* the search itself finds what is there: names of bodies stand in clear */
    CHECK(holds(disk, S("秀洲区")));
    for (size_t i = 0; i < COUNT_OF(planted); i++)
        check_absent(a, disk, str_of(planted[i]));
    CHECK(!holds(disk, str_of(gb_stem)));
    check_absent(a, disk, S("栽种词密码"));
    check_absent(a, disk, r.report_no);
    check_absent(a, disk, r.check_code);
    check_absent(a, disk, letter.report_no);
    check_absent(a, disk, letter.one_time_password);
}

static void an_anonymous_reports_times_are_days(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct report_form f = world_form();
    struct ctx *c = world_as_nobody(w);
    struct rows m;
    int64_t changed;

    f.id_mode = S("ID_ANON");
    (void)world_report(w, &f);
    w->ctx.now.ms += 10 * 60 * 1000;
    c = world_as_system(w);
    WORLD_OK(c, report_reveal_due(c, &changed));
    WORLD_OK(c, store_run0(c, Q_TEST_CLEAR_TIMES, &m));
    CHECK(cell(&m, 0, 0)->i == 0); /* no column of report, matter or event holds a moment */
}

/* ---- the same request twice ---- */

static struct report_intake request(const struct report_form *f)
{
    return (struct report_intake){ .form = *f,
                                   .idempotency_key = S("0f8e7d6c-5b4a-4938-2716-0f0e0d0c0b0a") };
}

static struct report_receipt done(struct ctx *c, struct report_intake *in)
{
    struct report_receipt r;

    WORLD_OK(c, report_intake_prepare(c, in));
    if (!in->answered)
        password_run(&in->job);
    WORLD_OK(c, report_intake_finish(c, in, &r));
    return r;
}

static void check_same(const struct report_receipt *a, const struct report_receipt *b)
{
    CHECK_STR(a->report_no, b->report_no);
    CHECK_STR(a->check_code, b->check_code);
    CHECK_STR(a->shown, b->shown);
    CHECK_STR(a->org_name, b->org_name);
    CHECK(a->matter == b->matter && a->stage == b->stage && a->due_count == b->due_count);
    for (size_t i = 0; i < a->due_count; i++)
        CHECK(a->due[i].date.n == b->due[i].date.n && str_eq(a->due[i].code, b->due[i].code));
    CHECK(str_eq(a->one_time_password, b->one_time_password) && str_eq(a->reg_no, b->reg_no));
}

static int64_t reports(struct ctx *c)
{
    struct rows r;

    WORLD_OK(c, store_run0(c, Q_TEST_COUNTS, &r));
    return cell(&r, 0, 0)->i;
}

static void the_same_request_gets_the_same_answer(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct report_form f = world_form();
    struct report_intake first = request(&f), again = request(&f), other;
    struct report_receipt a = done(c, &first), b = done(c, &again);

    CHECK(again.answered);
    check_same(&a, &b);
    CHECK(reports(c) == 1);
    f.narrative = S("另一段话，也够十个字的。");
    other = request(&f);
    CHECK(report_intake_prepare(c, &other) == ERR_CONFLICT);
    assert_string_equal(c->fault.key, "idempotency.other");

    c = world_as(w, 330411, RO_CLERK);
    f.channel = S("CH_LETTER");
    f.password = STR_NONE;
    first = request(&f);
    again = request(&f);
    a = done(c, &first);
    b = done(c, &again);
    check_same(&a, &b);
    CHECK(b.one_time_password.n > 0 && b.reg_no.n > 0);
    CHECK(reports(c) == 2);
}

/* both prepared before either finished: the second meets the first one's row */
static void two_at_once_are_one(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct report_form f = world_form();
    struct report_intake one = request(&f), two = request(&f);
    struct report_receipt a, b;

    WORLD_OK(c, report_intake_prepare(c, &one));
    WORLD_OK(c, report_intake_prepare(c, &two));
    CHECK(!two.answered);
    password_run(&one.job);
    password_run(&two.job);
    WORLD_OK(c, report_intake_finish(c, &one, &a));
    WORLD_OK(c, report_intake_finish(c, &two, &b));
    check_same(&a, &b);
    CHECK(reports(c) == 1);
}

static void a_draft_is_gone_once_it_was_sent(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct report_form f = world_form();
    struct str cookie = STR_NONE, text;

    WORLD_OK(c, draft_save(c, &cookie, S("{}")));
    struct report_intake in = { .form = f, .draft_cookie = cookie };
    (void)done(c, &in);
    CHECK(draft_load(c, cookie, &text) == ERR_NOT_FOUND);
}

/* ---- many at once ---- */

#define THREADS 64
#define EACH 3

struct worker {
    struct app *app;
    struct instant now;
    int number;
    int done;
    char numbers[EACH][17];
};

static void one_report(struct worker *k, struct ctx *c, int i)
{
    struct report_form f = world_form();
    struct report_intake in = { .form = f };
    struct report_receipt r;

    in.idempotency_key = str_fmt(c->arena, "key of worker %d, request %d", k->number, i);
    if (report_intake_prepare(c, &in) != ERR_OK)
        return;
    password_run(&in.job);
    if (report_intake_finish(c, &in, &r) != ERR_OK)
        return;
    memcpy(k->numbers[i], r.report_no.p, 16);
    k->done++;
}

static void *work(void *arg)
{
    struct worker *k = arg;
    struct chance_seeded chance;

    chance_seed(&chance, 1000 + (uint64_t)k->number);
    for (int i = 0; i < EACH; i++) {
        ARENA_AUTO a = arena_new(16u << 20);
        struct ctx c = {
            .app = k->app, .store = k->app->store, .arena = a, .now = k->now, .chance = &chance.base
        };
        c.actor = actor_nobody(a);
        one_report(k, &c, i);
    }
    return NULL;
}

static int by_text(const void *a, const void *b)
{
    return memcmp(a, b, 17);
}

static void sixty_four_at_once_lose_and_double_none(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    static struct worker workers[THREADS];
    static char numbers[THREADS * EACH][17];
    pthread_t threads[THREADS];
    struct rows n;
    size_t all = 0;

    for (int i = 0; i < THREADS; i++) {
        workers[i] = (struct worker){ .app = w->app, .now = c->now, .number = i };
        assert_int_equal(pthread_create(&threads[i], NULL, work, &workers[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (int i = 0; i < THREADS; i++) {
        assert_int_equal(workers[i].done, EACH);
        for (int j = 0; j < EACH; j++)
            memcpy(numbers[all++], workers[i].numbers[j], 17);
    }
    qsort(numbers, all, sizeof(numbers[0]), by_text);
    for (size_t i = 1; i < all; i++)
        CHECK(memcmp(numbers[i - 1], numbers[i], 17) != 0);
    WORLD_OK(c, store_run0(c, Q_TEST_COUNTS, &n));
    assert_int_equal(cell(&n, 0, 0)->i, THREADS * EACH);     /* reports */
    assert_int_equal(cell(&n, 0, 1)->i, THREADS * EACH);     /* matters */
    assert_int_equal(cell(&n, 0, 2)->i, THREADS * EACH);     /* events */
    assert_int_equal(cell(&n, 0, 3)->i, THREADS * EACH * 2); /* entries of the log */
    assert_int_equal(cell(&n, 0, 4)->i, THREADS * EACH);     /* access rows */
    /* each number opens its own report */
    for (int i = 0; i < THREADS; i += 16) {
        c = world_as_reporter(w, str_bytes(workers[i].numbers[0], 16),
                              S("five plain words for me"));
        CHECK(c->actor->report != 0);
    }
}

/* ---- killed in between ---- */

#define REQUESTS 40

static struct report_receipt ask(struct world *w, int i)
{
    struct ctx *c = world_as_nobody(w);
    struct report_intake in = { .form = world_form() };

    in.idempotency_key = str_fmt(c->arena, "request %d of the one who asks", i);
    return done(c, &in);
}

/* Tells each number over the pipe once it was given to the citizen; is killed at some time. */
static void child(const char *path, int to)
{
    struct world *w = world_open(path);

    chance_seed(&w->chance, 2); /* each start has its own chance */
    for (int i = 0; i < REQUESTS; i++) {
        struct report_receipt r = ask(w, i);
        if (write(to, r.report_no.p, 16) != 16)
            _exit(1);
    }
    for (;;)
        pause();
}

/* Starts a child on the file, kills it when it has told of `after` reports; returns how many it
 * told of in all. */
static size_t run_and_kill(const char *path, size_t after, char told[REQUESTS][16])
{
    int fds[2];
    size_t n = 0;
    pid_t pid;

    assert_int_equal(pipe(fds), 0);
    pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        (void)close(fds[0]);
        child(path, fds[1]);
    }
    (void)close(fds[1]);
    while (n < REQUESTS && read(fds[0], told[n], 16) == 16) {
        n++;
        if (n == after)
            assert_int_equal(kill(pid, SIGKILL), 0);
    }
    (void)close(fds[0]);
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    return n;
}

static void killed_in_between_nothing_is_lost_or_doubled(void **state)
{
    (void)state;
    char dir[] = "/tmp/yg-killed-XXXXXX", told[REQUESTS][16];
    assert_non_null(mkdtemp(dir));
    ARENA_AUTO a = arena_new(1 << 16);
    const char *path = str_z(a, str_fmt(a, "%s/world.db", dir));

    world_free(world_new_at(path));
    size_t n = run_and_kill(path, 7, told);
    CHECK(n >= 7 && n < REQUESTS);

    struct world *w = world_open(path); /* the next start finds all that was told */
    chance_seed(&w->chance, 3);
    for (int i = 0; i < REQUESTS; i++) {
        struct report_receipt r = ask(w, i);
        if ((size_t)i < n)
            CHECK_STR(r.report_no, str_bytes(told[i], 16));
    }
    CHECK(reports(&w->ctx) == REQUESTS);
    world_free(w);
    for (int i = 0; i < 3; i++) {
        static const char *const ends[] = { "", "-wal", "-shm" };
        (void)unlink(str_z(a, str_fmt(a, "%s%s", path, ends[i])));
    }
    assert_int_equal(rmdir(dir), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_word_of_a_report_stands_on_disk),
        cmocka_unit_test(an_anonymous_reports_times_are_days),
        cmocka_unit_test(the_same_request_gets_the_same_answer),
        cmocka_unit_test(two_at_once_are_one),
        cmocka_unit_test(a_draft_is_gone_once_it_was_sent),
        cmocka_unit_test(killed_in_between_nothing_is_lost_or_doubled),
        cmocka_unit_test(sixty_four_at_once_lose_and_double_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
