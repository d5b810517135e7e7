/* cmd_doctor.c - each line says what is, and when it is wrong, how to mend it. */
#include <errno.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "base/json.h"
#include "cli/cli.h"
#include "domain/doctor.h"
#include "domain/log_guard.h"
#include "domain/log_metrics.h"
#include "domain/log_proof.h"
#include "domain/log_witness.h"

const char usage_doctor[] =
    "usage: yangguang doctor --data DIR [--key FILE] [--log-key FILE] [--log-copy FILE] [--json]\n"
    "\n"
    "Looks at key and folder, the database, the disk, desks without holders, keys that few can "
    "open,\n"
    "rows changed past the program, derived columns, the machine's clock, late jobs, lost files,\n"
    "clocks in years without a notice of days off, and whether the public log may be signed. Each\n"
    "finding says how to mend it; the exit code is 1 when something is wrong. It may run beside "
    "the\n"
    "server.\n";

#define EX_WRONG 1
#define FREE_LEAST (2LL << 30)
#define WAL_MOST (256LL << 20)
#define JOB_LATE_MS (10 * 60 * 1000)

struct report_to {
    struct cli *cli;
    struct log_paths log;
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

/* What stands still while nobody can open a desk, and who mends it. */
static const struct {
    const char *what, *mend;
    bool needed; /* without it reports are refused */
} desk_lines[DOCTOR_DESKS] = {
    { "desk po", "let a clerk, screener or petition head of the body or one above log in", true },
    { "desk id",
      "let an identity custodian of the body or one above log in: real-name reports are "
      "refused until then",
      true },
    { "desk cs",
      "let cadre supervision of the body or one above log in: reports about staff are "
      "refused until then",
      true },
    { "desk pl", "let the principal leader log in: what only he may send up waits for nobody",
      false },
};

static void look_at_desk(struct report_to *t, const struct doctor *d, size_t k)
{
    struct arena *a = t->cli->arena;
    const struct doctor_desk *desk = &d->desks[k];
    struct str is;

    if (desk->unserved)
        is = str_fmt(a, "%lld of %lld bodies, %lld among them, have nobody who can open it",
                     (long long)desk->unserved, (long long)d->staffed,
                     (long long)desk->first_unserved);
    else if (desk->served)
        is = str_fmt(a, "%lld of %lld bodies are served from above: %lld by %lld",
                     (long long)desk->served, (long long)d->staffed, (long long)desk->first,
                     (long long)desk->first_by);
    else
        is = str_fmt(a, "%lld bodies, each with its own holders", (long long)d->staffed);
    line(t, desk_lines[k].what, desk->unserved == 0 || !desk_lines[k].needed, is,
         desk_lines[k].mend);
}

static void look_at_rows(struct report_to *t, const struct doctor *d)
{
    struct arena *a = t->cli->arena;
    bool ahead = !day_absent(d->last) && d->last.n > day_of(t->cli->now).n;

    line(t, "rows", d->changed == 0,
         d->changed ? str_fmt(a,
                              "officers of %lld bodies, %lld among them, were changed past the "
                              "program",
                              (long long)d->changed, (long long)d->first_changed)
                    : S("officers and roles are as the program wrote them"),
         "somebody wrote into the database: stop the server, keep the folder, restore a backup");
    line(t, "derived", d->derived == 0,
         str_fmt(a, "%lld columns differ from what the facts say", (long long)d->derived),
         "yangguang rebuild --data DIR makes them again and lists them");
    line(t, "clock", !ahead,
         ahead ? str_fmt(a, "something was entered on %.*s, after today",
                         STR_ARG(day_format(a, d->last)))
               : S("nothing was entered after today"),
         "set the machine's clock: dates that the rules count would be wrong");
}

static void look_at_people(struct report_to *t, const struct doctor *d)
{
    struct arena *a = t->cli->arena;

    for (size_t k = 0; k < DOCTOR_DESKS; k++)
        look_at_desk(t, d, k);
    line(t, "departments", d->depts == 0,
         str_fmt(a, "%lld departments with people whose desk nobody can open", (long long)d->depts),
         "let the department's head log in, or name another: officer list shows them");
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

#define TWO_WAYS                                                                                   \
    "nothing is signed, reports come in as before. Either fetch the missing entries from a "       \
    "witness or a verifier's copy and lay them in, or close this log and begin another under "     \
    "NAME/2 whose first leaf is the last checkpoint that others have"

static const char *const log_ways[LOG_STATE__COUNT] = {
    [LOG_KEY_LOST] = "bring log.key back from the node or safe that has it; without it this log "
                     "ends, and another one begins under NAME/2",
    [LOG_KEY_WRONG] = "bring back the key file of this log and the server key it was sealed under",
    [LOG_BROKEN] = "stop the server and restore the last backup; keep the damaged folder",
    [LOG_BEHIND] = "the database is older than what the world has seen: " TWO_WAYS,
    [LOG_SPLIT] = "the world has seen another tree: " TWO_WAYS,
    [LOG_COPY_WRONG] = "put the last checkpoint that anybody fetched into the file of the second "
                       "copy; never remove it to get on",
    [LOG_UNSURE] = "ask witnesses and verifiers for the newest checkpoint and put it into the file "
                   "of the second copy; when it is larger than this tree, " TWO_WAYS,
};

static int look_at_log(struct report_to *t, struct ctx *c)
{
    struct arena *a = t->cli->arena;
    struct log_look l;
    if (log_look(c, &t->log, &l) != ERR_OK)
        return cli_fault(t->cli, &c->fault, c->app);
    struct str is = S("not begun yet");
    if (l.state != LOG_NONE)
        is = str_fmt(
            a, "%llu leaves, %llu of them published, %lld wait; second copy: %.*s (%s)",
            (unsigned long long)l.size, (unsigned long long)l.published, (long long)l.pending,
            STR_ARG(l.copy_none ? S("none") : str_fmt(a, "%llu", (unsigned long long)l.copy)),
            log_state_key(l.state));
    if (!str_absent(l.witness))
        is = str_fmt(a, "%.*s; witness %.*s has seen %llu", STR_ARG(is), STR_ARG(l.witness),
                     (unsigned long long)l.witnessed);
    bool ok = l.state == LOG_READY || l.state == LOG_NONE;
    line(t, "public log", ok, is, ok ? "" : log_ways[l.state]);
    return EX_OK;
}

/* A promise says twenty minutes: later than that a leaf gives evidence against this office. */
static int look_at_pace(struct report_to *t, struct ctx *c)
{
    struct arena *a = t->cli->arena;
    struct log_metrics *m = arena_new_of(a, struct log_metrics);
    if (log_metrics_read(c, m) != ERR_OK)
        return cli_fault(t->cli, &c->fault, c->app);
    if (!m->made)
        return EX_OK;
    int64_t waiting = m->pending + m->public_pending;
    line(t, "log pace", m->oldest_ms < PROMISE_MS,
         str_fmt(a, "%lld leaves wait, the oldest for %lld s; last head with its quorum: %lld",
                 (long long)waiting, (long long)(m->oldest_ms / 1000), (long long)m->cosigned_size),
         "start the server, or see why it does not sign: promises to reporters are running out");
    return EX_OK;
}

static void look_at_witness(struct report_to *t, const struct log_witness *w, uint64_t size)
{
    struct arena *a = t->cli->arena;
    bool ok = str_eq(w->status, S("good")) || str_eq(w->status, S("new"));
    struct str is = str_fmt(a, "%.*s: %.*s, has seen %lld of %llu, signed %.*s",
                            STR_ARG(w->key.name), STR_ARG(w->status), (long long)w->seen,
                            (unsigned long long)size,
                            STR_ARG(w->signed_at.ms ? instant_format(a, w->signed_at)
                                                    : S("never")));
    line(t, "witness", ok, is,
         "ask whoever runs it; unknown_log and not_trusted: it was not given this log's key; "
         "ahead and split: see below. Without it receipts wait for the others");
}

static void look_at_evidence(struct report_to *t, const struct log_evidence *e)
{
    struct arena *a = t->cli->arena;
    struct str is = str_fmt(a, "%.*s, %.*s: %s at %llu, %s", STR_ARG(instant_format(a, e->at)),
                            STR_ARG(e->witness), e->split ? "another tree" : "a larger tree",
                            (unsigned long long)e->size,
                            e->proven ? "signed by this log" : "without proof");
    line(t, "evidence", !e->stops, is,
         e->proven ? "this log signed both; keep both heads, tell the other witnesses and "
                     "whoever supervises this office"
                   : "ask the witness to show what it has seen; if it cannot, remove it: "
                     "yangguang log witness remove");
    if (!t->cli->json)
        fprintf(t->cli->out, "      ours:\n%.*s      theirs:\n%.*s", STR_ARG(e->ours),
                STR_ARG(e->theirs));
}

static int look_at_witnesses(struct report_to *t, struct ctx *c)
{
    struct log_witnesses *w = arena_new_of(c->arena, struct log_witnesses);
    struct log_evidences *e = arena_new_of(c->arena, struct log_evidences);
    struct str note;
    uint64_t size = 0;
    enum err got = public_log_signed(c, &note, &size, NULL);
    fault_clear(&c->fault);
    if ((got != ERR_OK && got != ERR_NOT_FOUND) || log_witness_list(c, w) != ERR_OK ||
        log_evidence_list(c, e) != ERR_OK)
        return cli_fault(t->cli, &c->fault, c->app);
    for (size_t i = 0; i < w->n; i++)
        look_at_witness(t, &w->items[i], size);
    for (size_t i = 0; i < e->n; i++)
        look_at_evidence(t, &e->items[i]);
    return EX_OK;
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
        look_at_rows(t, &d);
        look_at_work(t, &d);
    } else {
        code = cli_fault(t->cli, &c.fault, app);
    }
    if (code == EX_OK)
        code = look_at_log(t, &c);
    if (code == EX_OK)
        code = look_at_pace(t, &c);
    if (code == EX_OK)
        code = look_at_witnesses(t, &c);
    app_close(app);
    return code;
}

static bool take(struct cli *cli, void *u, char code, const char *value)
{
    struct log_paths *p = u;
    (void)cli;
    *(code == 'k' ? &p->key : &p->copy) = value;
    return true;
}

int cmd_doctor(struct cli *cli, int argc, char **argv)
{
    static const struct cli_option own[] = { { "log-key", true, 'k' }, { "log-copy", true, 'c' } };
    const struct cli_command cmd = { "doctor", cmd_doctor, usage_doctor };
    struct log_paths asked = { 0 };
    int first = 0;
    int code = cli_options(cli, &cmd, argc, argv, own, COUNT_OF(own), take, &asked, &first);
    if (code != EX_OK)
        return code;
    if (first < argc || !cli->data_dir)
        return cli_complain(cli, EX_USAGE, "--data DIR is needed, nothing else");
    if (!cli->key_file)
        cli->key_file = str_fmt(cli->arena, "%s.key", cli->data_dir).p;
    struct buf b = buf_new(cli->arena);
    struct report_to t = { .cli = cli, .json = json_new(&b) };
    t.log = log_paths_of(cli->arena, cli->data_dir);
    t.log.key = asked.key ? asked.key : t.log.key;
    t.log.copy = asked.copy ? asked.copy : t.log.copy;
    json_open(&t.json, '[');
    look_at_paths(&t);
    look_at_disk(&t);
    code = look(&t);
    json_close(&t.json, ']');
    if (cli->json)
        fprintf(cli->out, "%.*s\n", STR_ARG(buf_str(&b)));
    return code == EX_OK && t.wrong ? EX_WRONG : code;
}
