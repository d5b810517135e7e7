/* cmd_doctor.c - each line says what is, and when it is wrong, how to mend it. */
#include <errno.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/json.h"
#include "cli/cli.h"
#include "domain/doctor.h"

const char usage_doctor[] =
    "usage: yangguang doctor --data DIR [--key FILE] [--json]\n"
    "\n"
    "Looks at key and folder, the database, the disk, desks without holders, keys that few can "
    "open,\n"
    "late jobs, lost files and clocks in years without a notice of days off. The exit code is 1 "
    "when\n"
    "something is wrong. Run it beside the server as often as you like.\n";

#define EX_WRONG 1
#define FREE_LEAST (2LL << 30)
#define WAL_MOST (256LL << 20)
#define JOB_LATE_MS (10 * 60 * 1000)

struct report_to {
    struct cli *cli;
    struct json json;
    int64_t wrong;
};

static void line(struct report_to *t, const char *what, bool ok, struct str is, const char *mend)
{
    t->wrong += !ok;
    json_open(&t->json, '{');
    json_kstr(&t->json, "what", str_of(what));
    json_kbool(&t->json, "ok", ok);
    json_kstr(&t->json, "is", is);
    if (!ok)
        json_kstr(&t->json, "mend", str_of(mend));
    json_close(&t->json, '}');
    if (t->cli->json)
        return;
    fprintf(t->cli->out, "%-5s %-14s %.*s\n", ok ? "ok" : "WRONG", what, STR_ARG(is));
    if (!ok)
        fprintf(t->cli->out, "      -> %s\n", mend);
}

static struct str mode_text(struct arena *a, const char *path, mode_t *ret)
{
    struct stat st;
    if (stat(path, &st) != 0) {
        *ret = 0777;
        return str_fmt(a, "%s is not there", path);
    }
    *ret = st.st_mode & 0777;
    return str_fmt(a, "%s has mode %04o", path, (unsigned)*ret);
}

static void look_at_paths(struct report_to *t)
{
    struct arena *a = t->cli->arena;
    mode_t mode;
    struct str is = mode_text(a, t->cli->key_file, &mode);
    line(t, "key", !(mode & 077), is,
         "chmod 0400 the key file; if it is gone, type it in from one of the two papers");
    is = mode_text(a, t->cli->data_dir, &mode);
    line(t, "folder", !(mode & 077), is, "chmod 0700 the data folder");
}

static void look_at_disk(struct report_to *t)
{
    struct arena *a = t->cli->arena;
    struct statvfs fs;
    struct stat st;
    int64_t room = -1, wal = 0;
    if (statvfs(t->cli->data_dir, &fs) == 0)
        room = (int64_t)fs.f_bavail * (int64_t)fs.f_frsize;
    line(t, "disk", room >= FREE_LEAST, str_fmt(a, "%lld MB free", (long long)(room >> 20)),
         "make room: below 2 GB uploads and then reports may be refused");
    const char *path = str_z(a, str_fmt(a, "%s/" APP_DATABASE "-wal", t->cli->data_dir));
    if (stat(path, &st) == 0)
        wal = st.st_size;
    line(t, "log", wal <= WAL_MOST,
         str_fmt(a, "write-ahead log of %lld KB", (long long)(wal >> 10)),
         "a reader holds it back: end programs that keep the database open, restart the server");
}

static void look_at_database(struct report_to *t, struct ctx *c)
{
    struct arena *a = t->cli->arena;
    struct str problem = STR_NONE;
    line(t, "schema", true, str_fmt(a, "version %d", store_schema_version(c->store)), "");
    bool ran = store_integrity(c, &problem) == ERR_OK;
    line(t, "integrity", ran && str_absent(problem),
         !ran                  ? S("the check could not run")
         : str_absent(problem) ? S("every page and index fits")
                               : problem,
         "stop the server and restore the last backup; keep the damaged folder");
}

static void look_at_people(struct report_to *t, const struct doctor *d)
{
    struct arena *a = t->cli->arena;
    line(t, "reachable", d->unserved == 0,
         str_fmt(a, "%lld bodies with officers, %lld whose reports nobody can open",
                 (long long)d->staffed, (long long)d->unserved),
         "let a clerk, screener or petition head of the body or one above log in");
    struct str served = d->served ? str_fmt(a,
                                            "%lld petition desks without holders; %lld is "
                                            "served by %lld",
                                            (long long)d->served, (long long)d->served_first,
                                            (long long)d->served_by)
                                  : S("every petition desk has holders");
    line(t, "desks", d->served == 0, served,
         "let its officers log in once after their first password; officer list shows them");
    line(t, "thin keys", d->thin == 0,
         str_fmt(a, "%lld keys with fewer than two living holders", (long long)d->thin),
         "name a second holder for the desk and let one who has its key log in");
}

/* Next year's notice comes out in November: before December nobody can be blamed for its lack. */
static bool notice_is_late(const struct doctor *d, struct instant now)
{
    int year, month, dom, due, due_month, due_dom;
    if (d->provisional == 0)
        return false;
    day_to_ymd(day_of(now), &year, &month, &dom);
    day_to_ymd(d->provisional_from, &due, &due_month, &due_dom);
    return due <= year || (month == 12 && due == year + 1);
}

static void look_at_work(struct report_to *t, const struct doctor *d)
{
    struct arena *a = t->cli->arena;
    bool late = d->job_due.ms && d->job_due.ms < t->cli->now.ms - JOB_LATE_MS;
    line(t, "jobs", !late,
         late ? str_fmt(a, "waiting since %.*s", STR_ARG(instant_format(a, d->job_due)))
              : S("nothing waits"),
         "start the server: clocks, breaches and reminders stand still without it");
    line(t, "files", d->blobs.missing == 0,
         str_fmt(a, "%lld looked at, %lld missing", (long long)d->blobs.looked,
                 (long long)d->blobs.missing),
         "evidence is lost: bring the blobs back from a backup and tell the body's head");
    line(t, "calendar", !notice_is_late(d, t->cli->now),
         d->provisional
             ? str_fmt(a, "%lld running clocks end between %.*s and %.*s, days off unknown",
                       (long long)d->provisional, STR_ARG(day_format(a, d->provisional_from)),
                       STR_ARG(day_format(a, d->provisional_to)))
             : S("every running clock ends in a year whose days off are known"),
         "when the notice is out: yangguang calendar import");
}

static int look(struct report_to *t)
{
    struct app *app;
    struct ctx c;
    struct doctor d;
    int code = cli_open(t->cli, &app, &c); /* says itself what is wrong with key or folder */
    if (code != EX_OK)
        return code;
    look_at_database(t, &c);
    if (doctor_look(&c, &d) == ERR_OK) {
        look_at_people(t, &d);
        look_at_work(t, &d);
    } else {
        code = cli_fault(t->cli, &c.fault, app);
    }
    app_close(app);
    return code;
}

int cmd_doctor(struct cli *cli, int argc, char **argv)
{
    const struct cli_command cmd = { "doctor", cmd_doctor, usage_doctor };
    int first = 0, code = cli_options(cli, &cmd, argc, argv, NULL, 0, NULL, NULL, &first);
    if (code != EX_OK)
        return code;
    if (first < argc || !cli->data_dir)
        return cli_complain(cli, EX_USAGE, "--data DIR is needed, nothing else");
    if (!cli->key_file)
        cli->key_file = str_fmt(cli->arena, "%s.key", cli->data_dir).p;
    struct buf b = buf_new(cli->arena);
    struct report_to t = { .cli = cli, .json = json_new(&b) };
    json_open(&t.json, '[');
    look_at_paths(&t);
    look_at_disk(&t);
    code = look(&t);
    json_close(&t.json, ']');
    if (cli->json)
        fprintf(cli->out, "%.*s\n", STR_ARG(buf_str(&b)));
    return code == EX_OK && t.wrong ? EX_WRONG : code;
}
