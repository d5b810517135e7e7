#include "gen/embed.h"

#include <stdio.h>

#include "base/test.h"

/* A file as it lies in the source tree. */
static struct str from_disk(struct arena *a, const char *path)
{
    struct buf b = buf_new(a);
    char piece[4096];
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    for (size_t n; (n = fread(piece, 1, sizeof piece, f)) > 0;)
        buf_bytes(&b, piece, n);
    fclose(f);
    return buf_str(&b);
}

static void files_are_the_same_bytes_as_on_disk(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 22);
    CHECK_STR(embed_find("i18n/zh.txt"), from_disk(a, SOURCE_ROOT "/data/i18n/zh.txt"));
    CHECK_STR(embed_find("i18n/en.txt"), from_disk(a, SOURCE_ROOT "/data/i18n/en.txt"));
    CHECK(str_absent(embed_find("i18n/fr.txt")));
    CHECK(str_absent(embed_find("")));
    CHECK(str_absent(embed_template(NULL, S("no_such_page"))));
}

static void every_name_is_found_and_in_order(void **state)
{
    (void)state;
    CHECK(embed_file_count >= 2);
    for (size_t i = 0; i < embed_file_count; i++) {
        struct str s = embed_find(embed_files[i].name);
        CHECK(s.p == (const char *)embed_files[i].p && s.n == embed_files[i].n);
        if (i)
            CHECK(str_cmp(str_of(embed_files[i - 1].name), str_of(embed_files[i].name)) < 0);
    }
}

static void assets_have_names_that_change_with_them(void **state)
{
    (void)state;
    ARENA_AUTO a = arena_new(1 << 22);
    const struct embed_asset *css = embed_asset("site.css");
    assert_non_null(css);
    CHECK_STR(str_bytes(css->plain.p, css->plain.n),
              from_disk(a, SOURCE_ROOT "/src/web/assets/site.css"));
    CHECK(str_starts(str_of(css->path), S("/a/site.")) && str_ends(str_of(css->path), S(".css")));
    CHECK(strlen(css->path) == strlen("/a/site.01234567.css"));
    CHECK_STR(str_of(css->type), S("text/css; charset=utf-8"));
    assert_ptr_equal(embed_asset_at(str_of(css->path)), css);
    assert_null(embed_asset_at(S("/a/site.css")));
    assert_null(embed_asset("no.css"));
}

static void codings_are_smaller_and_have_etags_of_their_own(void **state)
{
    (void)state;
    const struct embed_asset *css = embed_asset("site.css");
    assert_non_null(css);
    CHECK(css->gzip.n > 2 && css->gzip.n < css->plain.n / 2);
    CHECK(css->gzip.p[0] == 0x1f && css->gzip.p[1] == 0x8b);
    CHECK(strcmp(css->plain.etag, css->gzip.etag) != 0);
    CHECK(css->plain.etag[0] == '"' && strlen(css->plain.etag) == 34);
    if (css->br.p) /* only where brotli is installed at build time */
        CHECK(css->br.n < css->gzip.n && strcmp(css->br.etag, css->gzip.etag) != 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_the_same_bytes_as_on_disk),
        cmocka_unit_test(every_name_is_found_and_in_order),
        cmocka_unit_test(assets_have_names_that_change_with_them),
        cmocka_unit_test(codings_are_smaller_and_have_etags_of_their_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
