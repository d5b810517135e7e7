#include "base/log.h"

#include <stdio.h>
#include <unistd.h>

#include "base/test.h"
#include "base/utf8.h"

static char text[8192];

/* What stderr received since begin_catch */
static int caught[2], kept;

static void begin_catch(void)
{
    CHECK(pipe(caught) == 0);
    kept = dup(STDERR_FILENO);
    CHECK(kept >= 0 && dup2(caught[1], STDERR_FILENO) >= 0);
}

static struct str end_catch(void)
{
    CHECK(dup2(kept, STDERR_FILENO) >= 0);
    close(kept);
    close(caught[1]);
    ssize_t n = read(caught[0], text, sizeof text); /* each test writes less than a pipe holds */
    close(caught[0]);
    return str_bytes(text, n > 0 ? (size_t)n : 0);
}

static void a_line_has_level_event_and_pairs(void **state)
{
    begin_catch();
    log_event(LOG_INFO, "http.start", "port=%d", 8080);
    CHECK_STR(end_catch(), S("info http.start port=8080\n"));
}

static void a_line_stays_a_line(void **state)
{
    begin_catch();
    log_event(LOG_WARN, "x", "a=%s", "1\nerror forged\x1b[2J\x7f");
    CHECK_STR(end_catch(), S("warn x a=1?error forged?[2J?\n"));
}

static void long_lines_are_cut_between_characters(void **state)
{
    char many[2000];
    for (size_t i = 0; i + 3 <= sizeof many; i += 3)
        memcpy(many + i, "张", 3);
    for (int pad = 0; pad < 3; pad++) {
        begin_catch();
        log_event(LOG_ERROR, "x", "%.*s%.*s", pad, "abc", (int)sizeof many - 2, many);
        struct str line = end_catch();
        CHECK(line.n <= 500 && line.n > 490 && line.p[line.n - 1] == '\n');
        CHECK(utf8_ok(line));
    }
}

static void a_line_of_just_the_bound_is_whole(void **state)
{
    begin_catch();
    log_event(LOG_INFO, "x", "%0*d", 499 - 7, 1); /* "info x " has 7 */
    struct str line = end_catch();
    CHECK(line.n == 500 && line.p[498] == '1');
}

static void levels_are_kept(void **state)
{
    begin_catch();
    log_event(LOG_DEBUG, "no", "-");
    log_set_level(LOG_WARN);
    log_event(LOG_INFO, "no", "-");
    log_event(LOG_WARN, "yes", "-");
    log_set_level(LOG_DEBUG);
    log_event(LOG_DEBUG, "yes", "-");
    log_set_level(LOG_INFO);
    CHECK_STR(end_catch(), S("warn yes -\ndebug yes -\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_has_level_event_and_pairs),
        cmocka_unit_test(a_line_stays_a_line),
        cmocka_unit_test(long_lines_are_cut_between_characters),
        cmocka_unit_test(a_line_of_just_the_bound_is_whole),
        cmocka_unit_test(levels_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
