/* The manual page names every command, says what --help says, and gives roff nothing to obey. */
#include "cli/cli_test.h"

#include <stdlib.h>

#include "base/test.h"

static struct str said(struct run *r, const char *a, const char *b)
{
    char *text = NULL;
    size_t n = 0;
    char *argv[] = { (char *)(uintptr_t) "yangguang", (char *)(uintptr_t)a, (char *)(uintptr_t)b,
                     NULL };
    struct cli cli = { .arena = r->arena, .serve_usage = "usage: yangguang serve --data DIR\n" };

    cli.out = open_memstream(&text, &n);
    assert_non_null(cli.out);
    cli.err = stderr;
    assert_int_equal(cli_run(&cli, 3, argv), EX_OK);
    fclose(cli.out);
    struct str ret = str_dup(r->arena, str_bytes(text, n));
    free(text);
    return ret;
}

/* The words of roff text: its escapes taken back. */
static struct str plain(struct run *r, struct str roff)
{
    struct buf b = buf_new(r->arena);

    for (size_t i = 0; i < roff.n; i++) {
        if (roff.p[i] != '\\') {
            buf_byte(&b, roff.p[i]);
            continue;
        }
        i++;
        if (roff.p[i] == 'e')
            buf_byte(&b, '\\');
        else if (roff.p[i] != '&')
            buf_byte(&b, roff.p[i]);
    }
    return buf_str(&b);
}

static const struct {
    const char *name, *line, *usage;
} all[] = {
#define COMMAND(name, line) { #name, line, usage_##name },
#include "cli/commands.def"
#undef COMMAND
};

static void tells_all_that_help_tells(void **state)
{
    struct run r;

    (void)state;
    run_begin(&r);
    struct str page = plain(&r, said(&r, "help", "--man"));
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        CHECK(str_contains(page, str_fmt(r.arena, ".B %s\n%s\n", all[i].name, all[i].line)));
        CHECK(str_contains(page, str_of(all[i].usage)));
    }
    CHECK(str_contains(page, S("usage: yangguang serve --data DIR\n")));
    run_end(&r);
}

static void roff_obeys_only_us(void **state)
{
    struct run r;
    char *text = NULL;
    size_t n = 0;
    const struct cli_entry odd = { "odd", ".so /etc/passwd", "usage: a\\b\n.so x\n'so y\n" };

    (void)state;
    run_begin(&r);
    FILE *to = open_memstream(&text, &n);
    assert_non_null(to);
    man_print(to, "1", &odd, 1);
    fclose(to);
    CHECK(!str_contains(str_bytes(text, n), S("\n.so")) &&
          !str_contains(str_bytes(text, n), S("\n'")));
    CHECK(str_contains(str_bytes(text, n), S("\n\\&.so /etc/passwd\n")));
    CHECK(str_contains(str_bytes(text, n), S("usage: a\\eb\n")));
    free(text);
    run_end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_all_that_help_tells),
        cmocka_unit_test(roff_obeys_only_us),
    };
    return cmocka_run_group_tests_name("man", tests, NULL, NULL);
}
