/* Files: what goes in comes out to those who may see it, and to nobody else. */
#include "domain/file.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "domain/draft.h"
#include "domain/event.h"
#include "domain/job.h"
#include "domain/world.h"
#include "domain/world_queries.h"

#define BIG 3000000
#define PLANTED "秘密的话PLANTED"
#define PASSWORD "five plain words for me"

static uint8_t big[BIG], back[BIG + 10];

/* No byte pattern of these is a file of another kind; the words stand in every piece. */
static void fill_text(uint8_t *p, size_t n)
{
    static const char words[] = PLANTED "去年秋天修水渠没有招标。\n";
    for (size_t i = 0; i < n; i++)
        p[i] = (uint8_t)words[i % (sizeof(words) - 1)];
    for (size_t i = n; i > 0 && p[i - 1] >= 0x80; i--)
        p[i - 1] = '.'; /* no character cut in the head */
}

static struct str cookie_of(struct ctx *c)
{
    struct str cookie = STR_NONE;
    WORLD_OK(c, draft_save(c, &cookie, S("{}")));
    return cookie;
}

static struct file_target draft_target(struct str cookie)
{
    return (struct file_target){ .owner = FILE_OF_DRAFT, .draft_cookie = cookie };
}

/* One upload in steps of so many bytes. */
static enum err pour(struct ctx *c, const struct file_target *t, struct str name, const void *p,
                     size_t n, size_t step, int64_t *ret)
{
    struct file_upload *u;
    const uint8_t *b = p;

    TRY(file_upload_begin(c, t, name, STR_NONE, &u));
    for (size_t i = 0; i < n; i += step) {
        enum err e = file_upload_data(c, u, b + i, step < n - i ? step : n - i);
        if (e != ERR_OK) {
            int64_t none;
            CHECK(file_upload_data(c, u, b, 1) == e); /* the error is remembered */
            CHECK(file_upload_end(c, u, &none) == e);
            return e;
        }
    }
    return file_upload_end(c, u, ret);
}

struct walk {
    int files, parts, folders;
    bool planted;
};

/* Everything in the blob folder: names, modes, times, and whether a word of ours stands there. */
static struct walk walk(const char *dir)
{
    static uint8_t bytes[BIG * 2];
    struct walk w = { 0 };
    char path[600];
    (void)snprintf(path, sizeof(path), "%s/blobs", dir);
    DIR *top = opendir(path);
    CHECK(top);
    for (struct dirent *f = readdir(top); f; f = readdir(top)) {
        if (f->d_name[0] == '.')
            continue;
        CHECK(strlen(f->d_name) == 2);
        w.folders++;
        DIR *d = fdopendir(openat(dirfd(top), f->d_name, O_RDONLY | O_DIRECTORY));
        for (struct dirent *e = readdir(d); e; e = readdir(d)) {
            struct stat st;
            if (e->d_name[0] == '.')
                continue;
            CHECK(fstatat(dirfd(d), e->d_name, &st, 0) == 0);
            bool part = strlen(e->d_name) != 32;
            w.files += part ? 0 : 1;
            w.parts += part ? 1 : 0;
            if (!part)
                CHECK(memcmp(e->d_name, f->d_name, 2) == 0);
            CHECK((st.st_mode & 0777) == 0600 && (part || st.st_mtim.tv_sec == 0));
            int fd = openat(dirfd(d), e->d_name, O_RDONLY);
            ssize_t n = read(fd, bytes, sizeof(bytes));
            CHECK(n >= 0);
            w.planted = w.planted || memmem(bytes, (size_t)n, "PLANTED", 7) ||
                        memmem(bytes, (size_t)n, "秘密", 6);
            (void)close(fd);
        }
        (void)closedir(d);
    }
    (void)closedir(top);
    return w;
}

static void check_back(struct ctx *c, struct str cookie, int64_t id, const uint8_t *p, size_t n)
{
    struct file_reader *r;
    struct file_view v;
    WORLD_OK(c, file_open_draft(c, cookie, id, &r, &v));
    CHECK(v.size == (int64_t)n);
    CHECK(file_read(r, 0, back, sizeof(back)) == (int64_t)n);
    CHECK(n == 0 || memcmp(back, p, n) == 0);
    CHECK(file_read(r, n, back, 1) == 0 && file_read(r, n + 100000, back, 1) == 0);
    for (size_t i = 0; i < 40 && n > 0; i++) { /* ranges, also across the borders of pieces */
        size_t at = i * 7919 * 13 % n, want = i * 3571 % 140000;
        size_t have = want < n - at ? want : n - at;
        CHECK(file_read(r, at, back, want) == (int64_t)have);
        CHECK(have == 0 || memcmp(back, p + at, have) == 0);
    }
    file_reader_close(r);
    file_reader_close(r); /* once more does nothing */
}

static void what_goes_in_comes_out(void **state)
{
    static const size_t sizes[] = { 0, 1, 2, 1023, 1024, 1025, 65535, 65536, 65537, 131072, BIG };
    static const size_t steps[] = { 1000000, 4096, 65536, 977 };
    WORLD_AUTO w = world_new();
    const char *dir = world_blobs(w);
    struct ctx *c = world_as_nobody(w);
    struct str cookie = cookie_of(c);
    struct file_target t = draft_target(cookie);
    struct file_list list;
    int64_t id;
    (void)state;

    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        fill_text(big, sizes[i]);
        WORLD_OK(c, pour(c, &t, S("经过.txt"), big, sizes[i], steps[i % COUNT_OF(steps)], &id));
        check_back(c, cookie, id, big, sizes[i]);
        c->now.ms++;
    }
    WORLD_OK(c, file_list_draft(c, cookie, &list));
    CHECK(list.n == COUNT_OF(sizes));
    for (size_t i = 0; i < list.n; i++) {
        CHECK(list.items[i].size == (int64_t)sizes[i]);
        CHECK_STR(list.items[i].name, S("经过.txt"));
        CHECK(list.items[i].mine && list.items[i].open == list.items[i].id);
    }
    struct walk seen = walk(dir);
    CHECK(seen.files == (int)COUNT_OF(sizes) && seen.parts == 0 && seen.folders == 256);
    CHECK(!seen.planted);
}

/* One byte at a time through the head, and a one-byte change anywhere makes it unreadable. */
static void a_changed_piece_is_not_read(void **state)
{
    WORLD_AUTO w = world_new();
    const char *dir = world_blobs(w);
    struct ctx *c = world_as_nobody(w);
    struct str cookie = cookie_of(c);
    struct file_target t = draft_target(cookie);
    struct rows r;
    struct file_reader *reader;
    struct file_view v;
    int64_t id;
    (void)state;

    fill_text(big, 200000);
    WORLD_OK(c, pour(c, &t, S("a.txt"), big, 200000, 313, &id));
    WORLD_OK(c, store_run0(c, Q_TEST_FILE_NAMES, &r));
    CHECK(r.n == 1);
    struct str hex = str_hex(c->arena, cell(&r, 0, 0)->s.p, 16);
    const char *path =
        str_z(c->arena, str_fmt(c->arena, "%s/blobs/%.2s/%.*s", dir, hex.p, STR_ARG(hex)));
    int fd = open(path, O_RDWR);
    uint8_t b;
    CHECK(pread(fd, &b, 1, 65576 + 100) == 1);
    b ^= 1;
    CHECK(pwrite(fd, &b, 1, 65576 + 100) == 1);
    WORLD_OK(c, file_open_draft(c, cookie, id, &reader, &v));
    CHECK(file_read(reader, 0, back, 200000) == 65536); /* the first piece is good */
    CHECK(file_read(reader, 65536, back, 10) == -1 && file_read(reader, 0, back, 10) == -1);
    file_reader_close(reader);
    CHECK(ftruncate(fd, 65576) == 0); /* cut at the border of a piece */
    (void)close(fd);
    WORLD_FAULT(c, file_open_draft(c, cookie, id, &reader, &v), ERR_IO, "file.damaged");
    CHECK(unlink(path) == 0);
    WORLD_FAULT(c, file_open_draft(c, cookie, id, &reader, &v), ERR_NOT_FOUND, "file.gone");
}

static void a_cut_upload_loses_only_itself(void **state)
{
    WORLD_AUTO w = world_new();
    const char *dir = world_blobs(w);
    struct ctx *c = world_as_nobody(w);
    struct str cookie = cookie_of(c);
    struct file_target t = draft_target(cookie);
    struct file_upload *u;
    struct file_list list;
    int64_t id;
    (void)state;

    fill_text(big, 100000);
    WORLD_OK(c, pour(c, &t, S("a.txt"), big, 100000, 5000, &id));
    WORLD_OK(c, file_upload_begin(c, &t, S("b.txt"), STR_NONE, &u));
    WORLD_OK(c, file_upload_data(c, u, big, 100000));
    CHECK(walk(dir).parts == 1);
    file_upload_abort(u);
    file_upload_abort(u);
    CHECK(walk(dir).parts == 0 && walk(dir).files == 1);
    WORLD_OK(c, file_list_draft(c, cookie, &list));
    CHECK(list.n == 1);
    check_back(c, cookie, id, big, 100000);
}

static void limits_are_those_of_the_parameters(void **state)
{
    WORLD_AUTO w = world_new();
    const char *dir = world_blobs(w);
    struct ctx *c = world_as_nobody(w);
    struct str cookie = cookie_of(c);
    struct file_target t = draft_target(cookie);
    struct file_upload *u;
    int64_t id;
    (void)state;

    for (int i = 0; i < 20; i++)
        WORLD_OK(c, pour(c, &t, S("a.txt"), "x", 1, 1, &id));
    WORLD_FAULT(c, pour(c, &t, S("a.txt"), "x", 1, 1, &id), ERR_LIMIT, "file.too_many");
    WORLD_OK(c, file_remove_draft(c, cookie, id));
    WORLD_FAULT(c, file_remove_draft(c, cookie, id), ERR_NOT_FOUND, "file.none");
    CHECK(walk(dir).files == 19);
    /* two that begin while there is room for one */
    WORLD_OK(c, file_upload_begin(c, &t, S("b.txt"), STR_NONE, &u));
    WORLD_OK(c, pour(c, &t, S("a.txt"), "x", 1, 1, &id));
    WORLD_FAULT(c, file_upload_end(c, u, &id), ERR_LIMIT, "file.too_many");
    CHECK(walk(dir).files == 20 && walk(dir).parts == 0);
    /* another draft is another's */
    struct str other = cookie_of(c);
    struct file_list list;
    struct file_reader *reader;
    struct file_view v;
    WORLD_FAULT(c, file_remove_draft(c, other, id), ERR_NOT_FOUND, "file.none");
    WORLD_FAULT(c, file_open_draft(c, other, id, &reader, &v), ERR_NOT_FOUND, "file.none");
    WORLD_FAULT(c, file_open_draft(c, S("short"), id, &reader, &v), ERR_NOT_FOUND, "draft.none");
    WORLD_OK(c, file_list_draft(c, other, &list));
    CHECK(list.n == 0);
    WORLD_FAULT(c, file_list_draft(c, S("short"), &list), ERR_NOT_FOUND, "draft.none");
}

/* A body's own row: the handling body of the report counts, drafts take the base. */
/* A double click sends the form twice; what was taken away may come by the same form again. */
static void the_same_file_by_the_same_form_is_stored_once(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    (void)world_blobs(w);
    struct ctx *c = world_as_nobody(w);
    struct str cookie = cookie_of(c);
    struct file_target t = draft_target(cookie);
    struct file_list list;
    int64_t first, again, other;

    t.once = S("0123456789abcdef0123");
    WORLD_OK(c, pour(c, &t, S("a.txt"), "x", 1, 1, &first));
    WORLD_OK(c, pour(c, &t, S("a.txt"), "x", 1, 1, &again));
    CHECK(again == first);
    WORLD_OK(c, pour(c, &t, S("a.txt"), "y", 1, 1, &other));
    CHECK(other != first);
    WORLD_OK(c, pour(c, &t, S("b.txt"), "x", 1, 1, &other));
    WORLD_OK(c, file_list_draft(c, cookie, &list));
    CHECK(list.n == 3);
    t.once = S("another form of this page");
    WORLD_OK(c, pour(c, &t, S("a.txt"), "x", 1, 1, &other));
    CHECK(other != first);
    t.once = S("0123456789abcdef0123");
    WORLD_OK(c, file_remove_draft(c, cookie, first));
    WORLD_OK(c, pour(c, &t, S("a.txt"), "x", 1, 1, &again));
    CHECK(again != first && again != other);
    WORLD_OK(c, pour(c, &t, S("a.txt"), "x", 1, 1, &other));
    CHECK(other == again);
    WORLD_OK(c, file_list_draft(c, cookie, &list));
    CHECK(list.n == 4);
}

static void size_max_of_body(struct world *w, int64_t org, int mib)
{
    struct ctx *c = world_as_system(w);
    struct parameter p = { .org = org,
                           .key = S("file.size_max"),
                           .value = mib,
                           .unit = U_MIB,
                           .from = ctx_today(c),
                           .to = DAY_NONE,
                           .basis = S("test") };
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, app_parameter_store(c, &p, 0, STR_NONE));
    WORLD_OK(c, store_commit(c));
    WORLD_OK(c, app_reload(c));
}

static void size_and_total_are_bounded(void **state)
{
    WORLD_AUTO w = world_new();
    const char *dir = world_blobs(w);
    struct report_form f = world_form();
    struct report_receipt receipt = world_report(w, &f);
    int64_t id;
    (void)state;

    fill_text(big, BIG);
    size_max_of_body(w, 330411, 1);
    struct ctx *c = world_as_reporter(w, receipt.report_no, S(PASSWORD));
    struct file_target t = { .owner = FILE_OF_REPORT,
                             .report = c->actor->report,
                             .key = &c->actor->kr };
    WORLD_OK(c, pour(c, &t, S("a.txt"), big, 1 << 20, 65536, &id));
    WORLD_FAULT(c, pour(c, &t, S("a.txt"), big, (1 << 20) + 1, 65536, &id), ERR_LIMIT,
                "file.too_large");
    CHECK(walk(dir).parts == 0 && walk(dir).files == 1);

    struct file_upload *u;
    t = draft_target(cookie_of(c));
    WORLD_OK(c, pour(c, &t, S("a.txt"), "x", 1, 1, &id));
    world_write(w, Q_TEST_FILE_SIZE, INT((INT64_C(500) << 20) - 70000), INT(id));
    WORLD_OK(c, pour(c, &t, S("a.txt"), big, 60000, 60000, &id));
    WORLD_FAULT(c, pour(c, &t, S("a.txt"), big, 60000, 60000, &id), ERR_LIMIT, "file.total");
    world_write(w, Q_TEST_FILE_SIZE, INT((INT64_C(500) << 20) + 1), INT(id));
    WORLD_FAULT(c, file_upload_begin(c, &t, S("a.txt"), STR_NONE, &u), ERR_LIMIT, "file.total");
}

static void a_full_disk_leaves_nothing_half(void **state)
{
    WORLD_AUTO w = world_new();
    const char *dir = world_blobs(w);
    struct ctx *c = world_as_nobody(w);
    struct str cookie = cookie_of(c);
    struct file_target t = draft_target(cookie);
    struct rlimit before, small;
    int64_t id = 0;
    (void)state;

    fill_text(big, BIG);
    CHECK(getrlimit(RLIMIT_FSIZE, &before) == 0);
    small = (struct rlimit){ 1000000, before.rlim_max };
    (void)signal(SIGXFSZ, SIG_IGN);
    CHECK(setrlimit(RLIMIT_FSIZE, &small) == 0);
    enum err e = pour(c, &t, S("a.txt"), big, BIG, 65536, &id);
    CHECK(setrlimit(RLIMIT_FSIZE, &before) == 0);
    CHECK(e == ERR_STORE);
    CHECK_STR(str_of(c->fault.key), S("file.disk_full"));
    struct walk seen = walk(dir);
    CHECK(seen.files == 0 && seen.parts == 0);
    struct file_list list;
    WORLD_OK(c, file_list_draft(c, cookie, &list));
    CHECK(list.n == 0);
}

static void wrong_kinds_and_names(void **state)
{
    static const struct {
        const char *name, *bytes;
        size_t n;
        const char *key;
    } bad[] = {
#define BAD(name, lit, key) { name, lit, sizeof(lit) - 1, key }
        BAD("a.exe", "MZ", "file.kind"),
        BAD("a.txt", "MZ\0", "file.kind"),
        BAD("a.png", "\xff\xd8\xff\xe0", "file.mismatch"),
        BAD("a\x01.txt", "x", "file.name"),
        BAD("a\n.txt", "x", "file.name"),
        BAD("\xff.txt", "x", "file.name"),
        BAD("a.gif", "GIF89a<script>", "file.two_kinds"),
        /* a zip behind the picture */
        BAD("a.gif", "GIF89a....PK\5\6\0\0\0\0\1\0\1\0\x10\0\0\0\x10\0\0\0\4\0note",
            "file.two_kinds"),
    };
    WORLD_AUTO w = world_new();
    const char *dir = world_blobs(w);
    struct ctx *c = world_as_nobody(w);
    struct str cookie = cookie_of(c);
    struct file_target t = draft_target(cookie);
    int64_t id;
    (void)state;

    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        for (size_t step = 1; step < 40; step += 5) {
            fault_clear(&c->fault);
            enum err e = pour(c, &t, str_of(bad[i].name), bad[i].bytes, bad[i].n, step, &id);
            CHECK(e == ERR_INVALID && fault_has_field(&c->fault, "file"));
            CHECK_STR(str_of(c->fault.fields[0].key), str_of(bad[i].key));
        }
    }
    /* the zip's record lies across a piece's border, whatever the steps are */
    for (size_t at = 65510; at < 65540; at++) {
        memset(big, 'x', at);
        memcpy(big, "GIF89a", 6);
        memcpy(big + at, "PK\5\6\0\0\0\0\1\0\1\0\x10\0\0\0\x10\0\0\0\0\0", 22);
        fault_clear(&c->fault);
        CHECK(pour(c, &t, S("a.gif"), big, at + 22, at % 7 ? 4096 : 65536, &id) == ERR_INVALID);
    }
    CHECK(walk(dir).files == 0 && walk(dir).parts == 0);
    /* folders are dropped, a missing ending is added, long names keep their end */
    struct file_list list;
    WORLD_OK(c, pour(c, &t, S("C:\\用户\\李某\\现场.gif"), "GIF89a", 6, 1, &id));
    c->now.ms++;
    WORLD_OK(c, pour(c, &t, S("/a/b/录音"), "#!AMR\n", 6, 1, &id));
    c->now.ms++;
    WORLD_OK(c, pour(c, &t, STR_NONE, "%PDF-1.4", 8, 1, &id));
    c->now.ms++;
    char name[301];
    memset(name, 'n', 296);
    memcpy(name + 296, ".txt", 5);
    WORLD_OK(c, pour(c, &t, str_of(name), "x", 1, 1, &id));
    WORLD_OK(c, file_list_draft(c, cookie, &list));
    CHECK(list.n == 4);
    CHECK_STR(list.items[0].name, S("现场.gif"));
    CHECK_STR(list.items[1].name, S("录音.amr"));
    CHECK_STR(list.items[2].name, S("file.pdf"));
    CHECK(list.items[3].name.n == FILE_NAME_MAX && str_ends(list.items[3].name, S(".txt")));
}

/* A photo with its place and device in it, so many bytes of picture. */
static size_t photo(uint8_t *p, size_t scan)
{
    static const uint8_t head[] = "\xff\xd8\xff\xe1\0\x30"
                                  "Exif\0\0"
                                  "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
                                  "PLANTEDGPS30.7\xff\xc0\0\x0b\x8\0\1\0\1\1\1\x11\0"
                                  "\xff\xda\0\x08\1\1\0\0\x3f\0";
    size_t n = sizeof(head) - 1;
    memcpy(p, head, n);
    memset(p + n, 's', scan);
    memcpy(p + n + scan, "\xff\xd9PLANTEDTAIL", 13);
    return n + scan + 13;
}

struct story {
    struct report_receipt receipt;
    int64_t report, matter, original, copy, text;
    size_t n;
};

/* A report with a photo and a text, sent from a draft; its ten minutes are over. */
static struct story story(struct world *w)
{
    struct story s = { 0 };
    struct ctx *c = world_as_nobody(w);
    struct str cookie = cookie_of(c);
    struct file_target t = draft_target(cookie);
    struct report_intake in = { .form = world_form(), .draft_cookie = cookie };
    struct file_list list;

    s.n = photo(big, 100000);
    WORLD_OK(c, pour(c, &t, S("现场.jpg"), big, s.n, 1000, &s.original));
    c->now.ms++;
    WORLD_OK(c, pour(c, &t, S("说明.txt"), PLANTED, sizeof(PLANTED) - 1, 10, &s.text));
    WORLD_OK(c, report_intake_prepare(c, &in));
    password_run(&in.job);
    WORLD_OK(c, report_intake_finish(c, &in, &s.receipt));
    WORLD_OK(c, file_list_draft(c, cookie, &list));
    CHECK(list.n == 0);
    c = world_as_reporter(w, s.receipt.report_no, S(PASSWORD));
    s.report = c->actor->report;
    s.matter = s.receipt.matter;
    WORLD_OK(c, file_list_report(c, s.report, &list));
    CHECK(list.n == 2 && list.items[0].id == s.original && list.items[0].mine);
    s.copy = list.items[0].clean;
    CHECK(s.copy != 0 && list.items[0].open == s.original);
    CHECK(list.items[1].clean == 0 && list.items[1].open == s.text);
    return s;
}

static void reveal(struct world *w)
{
    int64_t n;
    world_time(w, "2026-09-18T10:11:00+08:00");
    struct ctx *c = world_as_system(w);
    WORLD_OK(c, report_reveal_due(c, &n));
}

static size_t read_whole(struct ctx *c, int64_t id)
{
    struct file_reader *r;
    struct file_view v;
    WORLD_OK(c, file_open(c, id, &r, &v));
    int64_t n = file_read(r, 0, back, sizeof(back));
    CHECK(n == v.size);
    file_reader_close(r);
    return (size_t)n;
}

static void check_refused(struct ctx *c, int64_t id, enum err err, const char *key)
{
    struct file_reader *r;
    struct file_view v;
    WORLD_FAULT(c, file_open(c, id, &r, &v), err, key);
}

static void originals_stay_copies_tell_nothing(void **state)
{
    WORLD_AUTO w = world_new();
    const char *dir = world_blobs(w);
    struct story s = story(w);
    struct ctx *c = world_as_reporter(w, s.receipt.report_no, S(PASSWORD));
    (void)state;

    CHECK(photo(big, 100000) == s.n);
    CHECK(read_whole(c, s.original) == s.n && memcmp(back, big, s.n) == 0);
    size_t n = read_whole(c, s.copy);
    CHECK(n < s.n && n > 100000);
    CHECK(!memmem(back, n, "PLANTED", 7) && memmem(back, n, "Exif\0\0MM\0*", 10));
    CHECK(back[n - 2] == 0xff && back[n - 1] == 0xd9);
    CHECK(walk(dir).files == 3 && !walk(dir).planted);
    check_refused(c, 12345, ERR_NOT_FOUND, "file.none");
    check_refused(world_as_nobody(w), s.original, ERR_NOT_FOUND, "file.none");
    struct report_form f = world_form();
    struct report_receipt other = world_report(w, &f);
    check_refused(world_as_reporter(w, other.report_no, S(PASSWORD)), s.original, ERR_NOT_FOUND,
                  "file.none");
}

static void who_may_open_what(void **state)
{
    WORLD_AUTO w = world_new();
    (void)world_blobs(w);
    struct story s = story(w);
    struct ctx *c = world_as(w, 330411, RO_SCREENER);
    struct file_list list;
    (void)state;

    /* nobody before the reporter's own minutes are over */
    check_refused(c, s.copy, ERR_NOT_FOUND, "file.none");
    WORLD_FAULT(c, file_list_report(c, s.report, &list), ERR_NOT_FOUND, "report.none");
    reveal(w);
    c = world_as(w, 330411, RO_SCREENER);
    check_refused(c, s.original, ERR_DENIED, "file.raw");
    CHECK(read_whole(c, s.copy) > 100000);
    CHECK(read_whole(c, s.text) == sizeof(PLANTED) - 1); /* text has nothing to clean */
    WORLD_OK(c, file_list_report(c, s.report, &list));
    CHECK(list.n == 2 && list.items[0].open == s.copy && list.items[1].open == s.text);
    CHECK(!list.items[0].mine);
    /* before screening the clerk sees what came */
    CHECK(read_whole(world_as(w, 330411, RO_CLERK), s.original) == s.n);
    check_refused(world_as(w, 330411, RO_PO_HEAD), s.original, ERR_DENIED, "file.raw");
    /* no key, no reach: other roles, other bodies */
    static const uint32_t none[] = { RO_HANDLER,  RO_HD_HEAD, RO_CUSTODIAN, RO_STAT,
                                     RO_OPERATOR, RO_AUDITOR, RO_PUBLISHER, RO_REVIEWER };
    for (size_t i = 0; i < COUNT_OF(none); i++)
        check_refused(world_as(w, 330411, none[i]), s.copy, ERR_NOT_FOUND, "file.none");
    check_refused(world_as(w, 330400, RO_SCREENER), s.copy, ERR_NOT_FOUND, "file.none");
    check_refused(world_as(w, 330109, RO_CLERK), s.copy, ERR_NOT_FOUND, "file.none");
    check_refused(world_as(w, 330411, RO_DEPUTY), s.copy, ERR_NOT_FOUND, "file.none");
    world_write(w, Q_TEST_ASSIGN, TEXT(S("ST_SCREENING")), NONE, INT(s.matter));
    check_refused(world_as(w, 330411, RO_CLERK), s.copy, ERR_NOT_FOUND, "file.none");
    /* the deputy's role may, but nobody gave him the key */
    check_refused(world_as(w, 330411, RO_DEPUTY), s.copy, ERR_DENIED, "vault.no_grant");
    /* a recused officer finds nothing */
    world_write(w, Q_TEST_RECUSE, INT(s.matter), INT(world_officer(w, 330411, RO_SCREENER)),
                TEXT(S("ASKED")));
    check_refused(world_as(w, 330411, RO_SCREENER), s.copy, ERR_NOT_FOUND, "file.none");
    /* not through another matter of the same report either */
    world_write(w, Q_TEST_MATTER_BELOW, INT(778), INT(330411), INT(s.matter));
    world_write(w, Q_TEST_CHAIN_ADD, INT(s.report), INT(778));
    check_refused(world_as(w, 330411, RO_SCREENER), s.copy, ERR_NOT_FOUND, "file.none");
    /* every opening by an officer is on record */
    struct rows r;
    WORLD_OK(&w->ctx, store_run(&w->ctx, Q_TEST_AUDIT_COUNT, &r, TEXT(S("file.open"))));
    CHECK(cell(&r, 0, 0)->i == 3);
}

static void assigned_handlers_open_originals(void **state)
{
    WORLD_AUTO w = world_new();
    (void)world_blobs(w);
    struct story s = story(w);
    int64_t handler = world_officer(w, 330411, RO_HANDLER);
    struct grant_row g;
    struct key kr;
    (void)state;

    reveal(w);
    struct ctx *c = world_as(w, 330411, RO_PO_HEAD);
    WORLD_OK(c, vault_open(c, OBJECT_KR, s.report, &kr));
    WORLD_OK(c, grant_seal_officer(c, OBJECT_KR, s.report, &kr, handler, &g));
    WORLD_OK(c, store_begin(c));
    WORLD_OK(c, grant_store(c, &g));
    WORLD_OK(c, store_commit(c));
    c = world_as(w, 330411, RO_HANDLER); /* a key, but not his matter */
    check_refused(c, s.original, ERR_NOT_FOUND, "file.none");
    world_write(w, Q_TEST_ASSIGN, TEXT(S("ST_ASSIGNED")), INT(handler), INT(s.matter));
    CHECK(read_whole(world_as(w, 330411, RO_HANDLER), s.original) == s.n);
    /* screening is over: the clerk sees nothing more */
    check_refused(world_as(w, 330411, RO_CLERK), s.copy, ERR_NOT_FOUND, "file.none");
}

/* What the reporter adds later: a row under Kr, an event of his own. */
static void files_added_to_a_report(void **state)
{
    WORLD_AUTO w = world_new();
    (void)world_blobs(w);
    struct story s = story(w);
    struct event_list events;
    struct file_list list;
    int64_t id, scan;
    (void)state;

    reveal(w);
    struct ctx *c = world_as_reporter(w, s.receipt.report_no, S(PASSWORD));
    struct file_target t = { .owner = FILE_OF_REPORT, .report = s.report, .key = &c->actor->kr };
    WORLD_OK(c, pour(c, &t, S("补充.txt"), "more", 4, 4, &id));
    WORLD_OK(c, event_of_report(c, s.report, &events));
    CHECK_STR(events.items[events.n - 1].kind, S("E_FILE"));
    CHECK(read_whole(c, id) == 4);
    struct key kr;
    c->now.ms++;
    c = world_as(w, 330411, RO_CLERK);
    WORLD_OK(c, vault_open(c, OBJECT_KR, s.report, &kr));
    t = (struct file_target){
        .owner = FILE_OF_REPORT, .report = s.report, .key = &kr, .scan = true
    };
    WORLD_OK(c, pour(c, &t, S("信封.pdf"), "%PDF-1.4", 8, 4, &scan));
    WORLD_OK(c, file_list_report(c, s.report, &list));
    CHECK(list.n == 4);
    CHECK_STR(list.items[3].kind, S("SCAN"));
    c = world_as(w, 330400, RO_CLERK); /* another body's clerk does not add */
    struct file_upload *u;
    WORLD_FAULT(c, file_upload_begin(c, &t, S("a.txt"), STR_NONE, &u), ERR_NOT_FOUND,
                "report.none");
}

/* A session ended while he sent them: they wait in a draft and come to the report after the log-in,
 * once, or not at all where there is no room. */
static void files_that_waited_come_to_the_report(void **state)
{
    WORLD_AUTO w = world_new();
    (void)world_blobs(w);
    struct story s = story(w);
    struct event_list events;
    struct file_list before, list;
    int64_t id, n;
    (void)state;

    reveal(w);
    struct ctx *c = world_as_nobody(w);
    struct str cookie = cookie_of(c);
    struct file_target t = draft_target(cookie);
    WORLD_OK(c, pour(c, &t, S("补充.txt"), "more", 4, 4, &id));
    c = world_as_reporter(w, s.receipt.report_no, S(PASSWORD));
    const struct key *kr = &c->actor->kr;
    WORLD_OK(c, file_list_report(c, s.report, &before));
    WORLD_OK(c, file_adopt(c, cookie, s.report, kr, &n));
    assert_int_equal(n, 1);
    WORLD_OK(c, file_list_report(c, s.report, &list));
    assert_int_equal(list.n, before.n + 1);
    CHECK(read_whole(c, id) == 4);
    WORLD_OK(c, event_of_report(c, s.report, &events));
    CHECK_STR(events.items[events.n - 1].kind, S("E_FILE"));
    WORLD_OK(c, file_adopt(c, cookie, s.report, kr, &n)); /* nothing waits any more */
    assert_int_equal(n, 0);
    WORLD_OK(c, event_of_report(c, s.report, &events));
    size_t told = events.n;
    for (int i = 0; i < 20; i++)
        WORLD_OK(c, pour(c, &t, S("a.txt"), "x", 1, 1, &id));
    WORLD_FAULT(c, file_adopt(c, cookie, s.report, kr, &n), ERR_LIMIT, "file.too_many");
    WORLD_OK(c, event_of_report(c, s.report, &events));
    assert_int_equal(events.n, told);
    WORLD_OK(c, file_list_draft(c, cookie, &list));
    assert_int_equal(list.n, 20);
}

static void amend_keeps_files_undo_drops_them(void **state)
{
    WORLD_AUTO w = world_new();
    const char *dir = world_blobs(w);
    struct story s = story(w);
    struct report_form f = world_form();
    struct password_job job;
    struct file_list list;
    struct blob_swept swept;
    (void)state;

    struct ctx *c = world_as_reporter(w, s.receipt.report_no, S(PASSWORD));
    WORLD_OK(c, access_login_prepare(c, s.receipt.report_no, S(PASSWORD), &job));
    password_run(&job);
    f.narrative = S("去年秋天修水渠没有招标，账上写二十万元。");
    WORLD_OK(c, report_amend(c, &f, &job.out));
    CHECK(read_whole(c, s.original) == s.n);
    WORLD_OK(c, report_undo(c));
    c = world_as(w, 330411, RO_CLERK);
    WORLD_FAULT(c, file_list_report(c, s.report, &list), ERR_NOT_FOUND, "report.none");
    CHECK(walk(dir).files == 3);
    c = world_as_system(w);
    WORLD_OK(c, blob_sweep(c, &swept));
    CHECK(swept.removed == 0); /* not a day old */
    WORLD_OK(c, blob_sweep_older(c, -2, &swept));
    CHECK(swept.removed == 3 && swept.looked == 0 && walk(dir).files == 0);
}

static void the_sweep_takes_orphans_and_tells_losses(void **state)
{
    WORLD_AUTO w = world_new();
    const char *dir = world_blobs(w);
    struct story s = story(w);
    struct ctx *c = world_as_nobody(w);
    struct str cookie = cookie_of(c);
    struct file_target t = draft_target(cookie);
    struct file_upload *u;
    struct blob_swept swept;
    struct rows r;
    int64_t n;
    (void)state;

    WORLD_OK(c, file_upload_begin(c, &t, S("b.txt"), STR_NONE, &u)); /* a crash: never ended */
    CHECK(walk(dir).parts == 1);
    char strange[600];
    (void)snprintf(strange, sizeof(strange), "%s/blobs/00/notes", dir);
    int fd = open(strange, O_WRONLY | O_CREAT, 0600);
    (void)close(fd);
    c = world_as_system(w);
    WORLD_OK(c, blob_sweep(c, &swept));
    CHECK(swept.removed == 0 && swept.looked == 3 && swept.missing == 0);
    WORLD_OK(c, blob_sweep_older(c, -2, &swept));
    CHECK(swept.removed == 1 && swept.looked == 3 && swept.missing == 0);
    CHECK(access(strange, F_OK) == 0); /* not ours */
    CHECK(unlink(strange) == 0);
    WORLD_OK(c, store_run0(c, Q_TEST_FILE_NAMES, &r));
    struct str hex = str_hex(c->arena, cell(&r, 0, 0)->s.p, 16);
    CHECK(unlink(str_z(c->arena,
                       str_fmt(c->arena, "%s/blobs/%.2s/%.*s", dir, hex.p, STR_ARG(hex)))) == 0);
    WORLD_OK(c, blob_sweep(c, &swept));
    CHECK(swept.missing == 1 && swept.first_missing != 0);
    /* drafts whose day is over */
    c = world_as_nobody(w);
    t = draft_target(cookie_of(c));
    WORLD_OK(c, pour(c, &t, S("b.txt"), "x", 1, 1, &n));
    WORLD_OK(c, file_expire(c, &n));
    CHECK(n == 0);
    c->now.ms += DAY_MS;
    WORLD_OK(c, file_expire(c, &n));
    CHECK(n == 1 && walk(dir).files == 2);
    (void)s;
}

/* Time removes the files of drafts that nobody sent, and leaves those of reports. */
static void time_removes_files_of_old_drafts(void **state)
{
    WORLD_AUTO w = world_new();
    const char *dir = world_blobs(w);
    struct story s = story(w);
    struct ctx *c = world_as_nobody(w);
    struct file_target t = draft_target(cookie_of(c));
    struct instant next, until = { c->now.ms + DAY_MS + 3600000 };
    int64_t id;
    (void)state;

    WORLD_OK(c, pour(c, &t, S("b.txt"), "x", 1, 1, &id));
    CHECK(walk(dir).files == 4);
    c = world_as_system(w);
    WORLD_OK(c, job_run_until(c, until, 0, NULL));
    CHECK(walk(dir).files == 3);
    WORLD_OK(c, job_next(c, &next));
    CHECK(next.ms > until.ms); /* the sweeps set their next time */
    c = world_as_reporter(w, s.receipt.report_no, S(PASSWORD));
    CHECK(read_whole(c, s.original) == s.n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_in_comes_out),
        cmocka_unit_test(a_changed_piece_is_not_read),
        cmocka_unit_test(a_cut_upload_loses_only_itself),
        cmocka_unit_test(limits_are_those_of_the_parameters),
        cmocka_unit_test(the_same_file_by_the_same_form_is_stored_once),
        cmocka_unit_test(size_and_total_are_bounded),
        cmocka_unit_test(a_full_disk_leaves_nothing_half),
        cmocka_unit_test(wrong_kinds_and_names),
        cmocka_unit_test(originals_stay_copies_tell_nothing),
        cmocka_unit_test(who_may_open_what),
        cmocka_unit_test(assigned_handlers_open_originals),
        cmocka_unit_test(files_added_to_a_report),
        cmocka_unit_test(files_that_waited_come_to_the_report),
        cmocka_unit_test(amend_keeps_files_undo_drops_them),
        cmocka_unit_test(the_sweep_takes_orphans_and_tells_losses),
        cmocka_unit_test(time_removes_files_of_old_drafts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
