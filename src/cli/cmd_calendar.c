/* cmd_calendar.c - the yearly notice of days off: imported, and running clocks dated anew. */
#include "cli/cli.h"
#include "domain/calendar.h"
#include "domain/clock.h"

#include <string.h>

#define NOTICE_BYTES_MAX 65536

const char usage_calendar[] =
    "usage: yangguang calendar import FILE.days --data DIR\n"
    "       yangguang calendar show YEAR [--data DIR]\n"
    "\n"
    "FILE: lines  year 2027 / notice ADDRESS / status exact / off 2027-01-01 / work 2027-01-03.\n"
    "A year imported takes the place of the shipped one. Running clocks are dated anew; a date "
    "that\n"
    "was told to a reporter never moves later.\n";

static int read_file(struct cli *cli, const char *path, struct str *ret)
{
    FILE *f = fopen(path, "rb");
    if (!f)
        return cli_complain(cli, EX_NOINPUT, "%s cannot be read", path);
    char *p = (char *)arena_take(cli->arena, NOTICE_BYTES_MAX + 1);
    size_t n = fread(p, 1, NOTICE_BYTES_MAX + 1, f);
    fclose(f);
    if (n > NOTICE_BYTES_MAX)
        return cli_complain(cli, EX_DATAERR, "%s is longer than %d bytes", path, NOTICE_BYTES_MAX);
    *ret = (struct str){ p, n };
    return EX_OK;
}

static enum err store_year(struct ctx *c, const struct calendar_year *year, struct str text)
{
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(app_calendar_store(c, year, text));
    tx = NULL;
    return store_commit(c);
}

static int import(struct cli *cli, const char *path)
{
    struct app *app;
    struct ctx c;
    struct calendar_year year;
    struct str text;
    int64_t changed = 0;
    int code = read_file(cli, path, &text);
    if (code == EX_OK)
        code = cli_open(cli, &app, &c);
    if (code != EX_OK)
        return code;
    if (calendar_parse(cli->arena, (struct data_file){ str_of(path), text }, &c.fault, &year) !=
            ERR_OK ||
        store_year(&c, &year, text) != ERR_OK || app_reload(&c) != ERR_OK ||
        clock_redate_all(&c, &changed) != ERR_OK)
        code = cli_fault(cli, &c.fault, app);
    else
        fprintf(cli->out, "year %d imported, %lld clocks dated anew\n", year.year,
                (long long)changed);
    app_close(app);
    return code;
}

static int show(struct cli *cli, const char *text)
{
    const struct calendar *cal = NULL;
    struct app *app = NULL;
    struct ctx c;
    struct fault f = { 0 };
    int64_t year = 0;
    int code = EX_OK;
    if (!str_i64(str_of(text), &year))
        return cli_complain(cli, EX_USAGE, "%s is no year", text);
    if (cli->data_dir)
        code = cli_open(cli, &app, &c);
    else if (app_shipped_calendar(cli->arena, &f, &cal) != ERR_OK)
        code = cli_fault(cli, &f, NULL);
    if (code != EX_OK)
        return code;
    if (app)
        cal = app_calendar(app);
    int days = 0;
    struct day d = day_from_ymd((int)year, 1, 1), end = day_from_ymd((int)year + 1, 1, 1);
    for (; d.n < end.n; d.n++)
        days += calendar_is_workday(cal, d);
    fprintf(cli->out, "%lld: %d working days, %s\n", (long long)year, days,
            calendar_is_exact(cal, day_from_ymd((int)year, 1, 1)) ? "exact" : "provisional");
    app_close(app);
    return EX_OK;
}

int cmd_calendar(struct cli *cli, int argc, char **argv)
{
    const struct cli_command cmd = { "calendar", cmd_calendar, usage_calendar };
    int first = 0, code = cli_options(cli, &cmd, argc, argv, NULL, 0, NULL, NULL, &first);
    if (code != EX_OK)
        return code;
    if (first + 2 == argc && strcmp(argv[first], "import") == 0)
        return import(cli, argv[first + 1]);
    if (first + 2 == argc && strcmp(argv[first], "show") == 0)
        return show(cli, argv[first + 1]);
    return cli_complain(cli, EX_USAGE, "calendar import FILE, or calendar show YEAR");
}
