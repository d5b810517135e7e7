#include "http/multipart.h"

#include <stdlib.h>

#include "base/test.h"

/* Everything the sink and the form were told, as text: two readings are equal when it is. */
struct told {
    struct arena *a;
    struct buf text;
    bool refuse_begin, refuse_data;
    int aborted;
};

static enum err on_begin(void *u, struct req *r, struct str field, struct str filename,
                         struct str type)
{
    struct told *t = u;

    buf_fmt(&t->text, "[begin %.*s %.*s %.*s after %zu]", STR_ARG(field), STR_ARG(filename),
            STR_ARG(type), r->form.n);
    return t->refuse_begin ? ERR_DENIED : ERR_OK;
}

static enum err on_data(void *u, struct req *r, const uint8_t *p, size_t n)
{
    struct told *t = u;

    (void)r;
    CHECK(n > 0);
    buf_bytes(&t->text, p, n);
    return t->refuse_data ? ERR_LIMIT : ERR_OK;
}

static enum err on_end(void *u, struct req *r)
{
    struct told *t = u;

    (void)r;
    buf_put(&t->text, S("[end]"));
    return ERR_OK;
}

static void on_abort(void *u, struct req *r)
{
    struct told *t = u;

    (void)r;
    t->aborted++;
    buf_put(&t->text, S("[abort]"));
}

struct reading {
    struct ctx ctx;
    struct req r;
    struct told told;
    struct multipart *m;
};

static void reading_new(struct reading *x, struct arena *a)
{
    struct http_sink sink = { on_begin, on_data, on_end, on_abort, &x->told };

    *x = (struct reading){ .ctx = { .arena = a }, .told = { .a = a } };
    x->told.text = buf_new(a);
    x->r.ctx = &x->ctx;
    x->m = multipart_new(&x->r, S("bnd"), &sink);
}

static struct str form_text(struct reading *x)
{
    struct buf b = buf_new(x->ctx.arena);

    for (size_t i = 0; i < x->r.form.n; i++)
        buf_fmt(&b, "%.*s=%.*s;", STR_ARG(x->r.form.items[i].name),
                STR_ARG(x->r.form.items[i].value));
    return buf_str(&b);
}

static enum multipart_err feed_all(struct reading *x, struct str body)
{
    enum multipart_err err = multipart_feed(x->m, (const uint8_t *)body.p, body.n);

    return err == MULTIPART_OK ? multipart_end(x->m) : err;
}

#define TEXT_HEAD(name) "Content-Disposition: form-data; name=\"" name "\"\r\n\r\n"
#define FILE_HEAD(name, file)                                                                      \
    "Content-Disposition: form-data; name=\"" name "\"; filename=\"" file "\"\r\n"                 \
    "Content-Type: image/jpeg\r\n\r\n"

/* Content full of what looks like a delimiter and is none. */
static const char sample[] = "--bnd\r\n" TEXT_HEAD(
    "token") "secret\r\n"
             "--bnd\r\n" TEXT_HEAD(
                 "empty") "\r\n"
                          "--bnd\r\n" FILE_HEAD(
                              "f", "a \xe5\xb7\x9e.jpg") "\r\n--bn\r\r\n\r\n-\r\n--\r\n--bn\r\n--"
                                                         "bmd\r--bnd\n--bnd\0\xff\r\r\n--"
                                                         "bnd\r\n" TEXT_HEAD(
                                                             "last") "line "
                                                                     "1\r\nline "
                                                                     "2\r\n--bn\r\n"
                                                                     "--"
                                                                     "bnd\r"
                                                                     "\n" FILE_HEAD("g",
                                                                                    "") "\r\n--"
                                                                                        "bnd--"
                                                                                        "\r\n";

static const char sample_form[] = "token=secret;empty=;last=line 1\r\nline 2\r\n--bn;";
static const char sample_told[] =
    "[begin f a \xe5\xb7\x9e.jpg image/jpeg after 2]"
    "\r\n--bn\r\r\n\r\n-\r\n--\r\n--bn\r\n--bmd\r--bnd\n--bnd\0\xff\r[end]"
    "[begin g  image/jpeg after 3][end]";

static void check_sample(struct reading *x)
{
    CHECK(multipart_end(x->m) == MULTIPART_OK);
    CHECK_STR(form_text(x), str_bytes(sample_form, sizeof(sample_form) - 1));
    CHECK_STR(buf_str(&x->told.text), str_bytes(sample_told, sizeof(sample_told) - 1));
}

static void reads_alike_wherever_the_body_is_cut_in_three(void **state)
{
    const size_t n = sizeof(sample) - 1;
    const uint8_t *p = (const uint8_t *)sample;

    (void)state;
    for (size_t i = 0; i <= n; i++) {
        for (size_t j = i; j <= n; j += 1 + (j - i) / 4) { /* near cuts all, far ones some */
            ARENA_AUTO a = arena_new(1 << 20);
            struct reading x;
            reading_new(&x, a);
            CHECK(multipart_feed(x.m, p, i) == MULTIPART_OK);
            CHECK(multipart_feed(x.m, p + i, j - i) == MULTIPART_OK);
            CHECK(multipart_feed(x.m, p + j, n - j) == MULTIPART_OK);
            check_sample(&x);
        }
    }
}

static void reads_alike_byte_by_byte(void **state)
{
    ARENA_AUTO a = arena_new(1 << 20);
    struct reading x;

    (void)state;
    reading_new(&x, a);
    for (size_t i = 0; i < sizeof(sample) - 1; i++)
        CHECK(multipart_feed(x.m, (const uint8_t *)sample + i, 1) == MULTIPART_OK);
    check_sample(&x);
}

static void knows_that_a_body_is_not_whole(void **state)
{
    const size_t whole = sizeof(sample) - 1 - 2; /* the last line end may be missing */

    (void)state;
    for (size_t n = 0; n < whole; n++) {
        ARENA_AUTO a = arena_new(1 << 20);
        struct reading x;
        reading_new(&x, a);
        CHECK(feed_all(&x, str_bytes(sample, n)) == MULTIPART_BAD);
        bool begun = str_contains(buf_str(&x.told.text), S("[begin"));
        CHECK(x.told.aborted == (begun ? 1 : 0));
        multipart_abort(x.m);
        CHECK(x.told.aborted == (begun ? 1 : 0));
    }
}

static void refuses_what_is_malformed(void **state)
{
    static const char *const bad[] = {
        "",
        "x--bnd--",
        "\r\n--bnd--",
        "--bnd",
        "--bnd-",
        "--bnd--x",
        "--bnd--\r\nx",
        "--bnx--",
        "--bnd\r\n\r\nno head\r\n--bnd--",
        "--bnd\r\nContent-Type: text/plain\r\n\r\nno name\r\n--bnd--",
        "--bnd\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n\r\n--bnd--",
        "--bnd\r\nContent-Disposition: form-data\r\n\r\n\r\n--bnd--",
        "--bnd\r\nContent-Disposition: form-data; name=\"a\r\n\r\n\r\n--bnd--",
        "--bnd\r\nContent-Disposition: form-data; name=\"a\"x\r\n\r\n\r\n--bnd--",
        "--bnd\r\nContent-Disposition: form-data; name=\"a\"; name=\"b\"\r\n\r\n\r\n--bnd--",
        "--bnd\r\nContent-Disposition: form-data; name=\"a\"\r\n b\r\n\r\n\r\n--bnd--",
        "--bnd\r\nContent-Disposition: form-data; name=\"a\"\n\r\n\r\n\r\n--bnd--",
        "--bnd\r\nContent-Disposition : form-data; name=\"a\"\r\n\r\n\r\n--bnd--",
        "--bnd\r\nContent-Disposition: form-data; name=\"a\xff\"\r\n\r\n\r\n--bnd--",
        "--bnd\r\nno colon\r\n" TEXT_HEAD("a") "\r\n--bnd--",
        "--bnd\r\n" TEXT_HEAD("a") "not \xff text\r\n--bnd--",
        "--bnd\r\n" TEXT_HEAD("a") "tail\r\n--bndx\r\n--bnd--",
        "--bnd\r\n" TEXT_HEAD("a") "tail\r\n--bnd\r\r\n--bnd--",
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        ARENA_AUTO a = arena_new(1 << 20);
        struct reading x;
        reading_new(&x, a);
        if (feed_all(&x, str_of(bad[i])) != MULTIPART_BAD)
            fail_msg("taken: %s", bad[i]);
        CHECK(multipart_feed(x.m, (const uint8_t *)"x", 1) == MULTIPART_BAD);
    }
}

static void refuses_an_epilogue(void **state)
{
    static const char body[] = "--bnd\r\n" TEXT_HEAD("a") "v\r\n--bnd--\r\n\0";

    (void)state;
    for (size_t n = sizeof(body) - 2; n <= sizeof(body) - 1; n++) {
        ARENA_AUTO a = arena_new(1 << 20);
        struct reading x;
        reading_new(&x, a);
        CHECK((feed_all(&x, str_bytes(body, n)) == MULTIPART_OK) == (n == sizeof(body) - 2));
    }
}

static void reads_names_as_browsers_write_them(void **state)
{
    static const struct {
        const char *disposition, *form, *told;
    } cases[] = {
        { "form-data; name=plain", "plain=v;", "" },
        { "FORM-DATA;name=\"a b\"", "a b=v;", "" },
        { "form-data; name=\"a\\\"b\"", "a\"b=v;", "" },
        { "form-data; name=f; filename=\"C:\\fakepath\\x.jpg\"", "",
          "[begin f C:\\fakepath\\x.jpg  after 0]v[end]" },
        { "form-data; name=\"f\"; filename=\"a;b=c\"", "", "[begin f a;b=c  after 0]v[end]" },
        { "form-data; name=\"f\"; filename=\"a\"; filename*=utf-8''b", "",
          "[begin f a  after 0]v[end]" },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        ARENA_AUTO a = arena_new(1 << 20);
        struct reading x;
        reading_new(&x, a);
        struct str body = str_fmt(a, "--bnd\r\nContent-Disposition: %s\r\n\r\nv\r\n--bnd--\r\n",
                                  cases[i].disposition);
        CHECK(feed_all(&x, body) == MULTIPART_OK);
        CHECK_STR(form_text(&x), str_of(cases[i].form));
        CHECK_STR(buf_str(&x.told.text), str_of(cases[i].told));
    }
}

static void reads_on_when_the_sink_does_not_want_a_file(void **state)
{
    static const char body[] =
        "--bnd\r\n" FILE_HEAD("f", "a") "one\r\ntwo\r\n"
                                        "--bnd\r\n" TEXT_HEAD("t") "v\r\n--bnd--\r\n";

    (void)state;
    for (int i = 0; i < 2; i++) {
        ARENA_AUTO a = arena_new(1 << 20);
        struct reading x;
        reading_new(&x, a);
        x.told.refuse_begin = i == 0;
        x.told.refuse_data = i == 1;
        CHECK(feed_all(&x, str_bytes(body, sizeof(body) - 1)) == MULTIPART_OK);
        CHECK_STR(form_text(&x), S("t=v;"));
        CHECK(!str_contains(buf_str(&x.told.text), S("[end]")));
        CHECK(!str_contains(buf_str(&x.told.text), S("two")));
        CHECK(x.told.aborted == 0);
    }
}

static void ends_the_sinks_claim_when_the_handler_takes_over(void **state)
{
    ARENA_AUTO a = arena_new(1 << 20);
    struct reading x;

    (void)state;
    reading_new(&x, a);
    CHECK(feed_all(&x, str_bytes(sample, sizeof(sample) - 1)) == MULTIPART_OK);
    multipart_taken(x.m);
    multipart_abort(x.m);
    CHECK(x.told.aborted == 0);
}

static enum multipart_err feed_text(struct reading *x, size_t n)
{
    char piece[4096];
    enum multipart_err err = multipart_feed(x->m, (const uint8_t *)"\r\n" TEXT_HEAD("t"),
                                            sizeof("\r\n" TEXT_HEAD("t")) - 1);

    memset(piece, 'x', sizeof(piece));
    while (n > 0 && err == MULTIPART_OK) {
        size_t some = n < sizeof(piece) ? n : sizeof(piece);
        err = multipart_feed(x->m, (const uint8_t *)piece, some);
        n -= some;
    }
    if (err == MULTIPART_OK)
        err = multipart_feed(x->m, (const uint8_t *)"\r\n--bnd", 7);
    return err;
}

static void bounds_text_parts_heads_and_their_number(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++) {
        ARENA_AUTO a = arena_new(16 << 20);
        struct reading x;
        enum multipart_err err;
        reading_new(&x, a);
        err = multipart_feed(x.m, (const uint8_t *)"--bnd", 5);
        CHECK(err == MULTIPART_OK);
        if (i == 0) {
            CHECK(feed_text(&x, MULTIPART_TEXT_MAX) == MULTIPART_OK);
            CHECK(feed_text(&x, MULTIPART_TEXTS_MAX - MULTIPART_TEXT_MAX) == MULTIPART_OK);
            CHECK(feed_text(&x, 1) == MULTIPART_LARGE);
        } else if (i == 1) {
            CHECK(feed_text(&x, MULTIPART_TEXT_MAX + 1) == MULTIPART_LARGE);
        } else if (i == 2) {
            for (int n = 0; n < HTTP_FORM_FIELDS_MAX; n++)
                CHECK(feed_text(&x, 1) == MULTIPART_OK);
            CHECK(feed_text(&x, 1) == MULTIPART_LARGE);
        } else if (i == 3) {
            static const char file[] = "\r\n" FILE_HEAD("f", "a") "\r\n--bnd";
            for (int n = 0; n <= MULTIPART_PARTS_MAX && err == MULTIPART_OK; n++)
                err = multipart_feed(x.m, (const uint8_t *)file, sizeof(file) - 1);
            CHECK(err == MULTIPART_LARGE);
            CHECK(x.told.aborted == 1);
        } else {
            err = multipart_feed(x.m, (const uint8_t *)"\r\n", 2);
            for (int n = 0; n <= MULTIPART_HEAD_MAX && err == MULTIPART_OK; n++)
                err = multipart_feed(x.m, (const uint8_t *)"a", 1);
            CHECK(err == MULTIPART_LARGE);
        }
    }
}

static void finds_the_boundary(void **state)
{
    static const struct {
        const char *type, *boundary;
    } cases[] = {
        { "multipart/form-data; boundary=abc", "abc" },
        { "Multipart/Form-Data;BOUNDARY=\"a'b,c\"", "a'b,c" },
        { "multipart/form-data; charset=utf-8; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW",
          "----WebKitFormBoundary7MA4YWxkTrZu0gW" },
        { "multipart/form-data", NULL },
        { "multipart/form-data; boundary=", NULL },
        { "multipart/form-data; boundary=a b", NULL },
        { "multipart/form-data; boundary=\"a", NULL },
        { "multipart/form-data; boundary=a; boundary=b", NULL },
        { "multipart/mixed; boundary=abc", NULL },
        { "text/plain; boundary=abc", NULL },
        { "multipart/form-data; boundary="
          "01234567890123456789012345678901234567890123456789012345678901234567890",
          NULL },
        { NULL, NULL },
    };

    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct str found = multipart_boundary(str_of(cases[i].type));
        CHECK(str_absent(found) == (cases[i].boundary == NULL));
        if (cases[i].boundary)
            CHECK_STR(found, str_of(cases[i].boundary));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_alike_wherever_the_body_is_cut_in_three),
        cmocka_unit_test(reads_alike_byte_by_byte),
        cmocka_unit_test(knows_that_a_body_is_not_whole),
        cmocka_unit_test(refuses_what_is_malformed),
        cmocka_unit_test(refuses_an_epilogue),
        cmocka_unit_test(reads_names_as_browsers_write_them),
        cmocka_unit_test(reads_on_when_the_sink_does_not_want_a_file),
        cmocka_unit_test(ends_the_sinks_claim_when_the_handler_takes_over),
        cmocka_unit_test(bounds_text_parts_heads_and_their_number),
        cmocka_unit_test(finds_the_boundary),
    };

    return cmocka_run_group_tests_name("multipart", tests, NULL, NULL);
}
