/* cmd_officer.c - officers from the operator's chair: add, list, reset, roles, confirm, leave. */
#include "base/json.h"
#include "cli/cli.h"
#include "domain/officer.h"
#include "domain/org.h"

#include <string.h>

const char usage_officer[] =
    "usage: yangguang officer add --data DIR --org CODE --work-no NO --name NAME --roles "
    "RO_A,RO_B\n"
    "       yangguang officer list --data DIR --org CODE [--json]\n"
    "       yangguang officer roles --data DIR --work-no NO --roles RO_A,RO_B\n"
    "       yangguang officer reset|confirm|leave --data DIR --work-no NO\n"
    "       (all: --key FILE, --json)\n"
    "\n"
    "add and reset print a one-time password, once; it is changed at the first log-in and dies "
    "after\n"
    "14 days. A reset opens nothing that was sealed before: another holder of the desk has to log "
    "in\n"
    "and hand its key on. leave refuses while he is the last who can open a desk.\n";

struct asked {
    const char *org, *work_no, *name, *roles;
};

static bool take(struct cli *cli, void *u, char code, const char *value)
{
    struct asked *a = (struct asked *)u;
    const char **at = code == 'o'   ? &a->org
                      : code == 'w' ? &a->work_no
                      : code == 'n' ? &a->name
                                    : &a->roles;
    (void)cli;
    *at = value;
    return true;
}

static bool read_roles(struct cli *cli, const char *text, uint32_t *ret)
{
    struct str rest = str_of(text);
    *ret = 0;
    while (rest.n) {
        struct str one = str_cut(&rest, ',');
        uint32_t bit = 0;
        if (!role_parse(one, &bit)) {
            cli_complain(cli, 0, "no such role: %.*s", STR_ARG(one));
            return false;
        }
        *ret |= bit;
        if (str_absent(rest))
            break;
    }
    return *ret != 0;
}

static struct str roles_text(struct arena *a, uint32_t roles)
{
    struct buf b = buf_new(a);
    for (int i = 0; i < ROLE_COUNT; i++) {
        if (!(roles & ROLE_BIT(i)))
            continue;
        if (b.n)
            buf_byte(&b, ',');
        buf_put(&b, role_name(ROLE_BIT(i)));
    }
    return buf_str(&b);
}

static int print_password(struct cli *cli, struct str work_no, struct str password)
{
    if (cli->json) {
        struct buf b = buf_new(cli->arena);
        struct json j = json_new(&b);
        json_open(&j, '{');
        json_kstr(&j, "work_no", work_no);
        json_kstr(&j, "password", password);
        json_close(&j, '}');
        fprintf(cli->out, "%.*s\n", STR_ARG(buf_str(&b)));
    } else {
        fprintf(cli->out, "%.*s one-time password: %.*s\n", STR_ARG(work_no), STR_ARG(password));
    }
    return EX_OK;
}

static int add(struct cli *cli, struct app *app, struct ctx *c, const struct asked *a)
{
    struct officer_new n = { .work_no = str_of(a->work_no), .name = str_of(a->name) };
    struct str password;
    if (!a->org || !a->work_no || !a->name || !a->roles)
        return cli_complain(cli, EX_USAGE, "--org, --work-no, --name and --roles are needed");
    if (!str_i64(str_of(a->org), &n.org) || !read_roles(cli, a->roles, &n.roles))
        return cli_complain(cli, EX_DATAERR, "--org takes a division code, --roles a list of RO_*");
    if (officer_add(c, &n, &password) != ERR_OK)
        return cli_fault(cli, &c->fault, app);
    return print_password(cli, officer_work_no(cli->arena, n.work_no), password);
}

static int list(struct cli *cli, struct app *app, struct ctx *c, const struct asked *a)
{
    struct officer_list all = { 0 };
    int64_t org = 0;
    if (!a->org || !str_i64(str_of(a->org), &org))
        return cli_complain(cli, EX_USAGE, "--org CODE is needed");
    if (officer_list(c, org, 0, &all) != ERR_OK)
        return cli_fault(cli, &c->fault, app);
    struct buf b = buf_new(cli->arena);
    struct json j = json_new(&b);
    json_open(&j, '[');
    for (size_t i = 0; i < all.n; i++) {
        const struct officer *o = &all.items[i];
        struct str roles = roles_text(cli->arena, o->roles);
        if (!cli->json)
            fprintf(cli->out, "%-20.*s %-8.*s %.*s %.*s\n", STR_ARG(o->work_no), STR_ARG(o->state),
                    STR_ARG(o->name), STR_ARG(roles));
        json_open(&j, '{');
        json_kstr(&j, "work_no", o->work_no);
        json_kstr(&j, "name", o->name);
        json_kstr(&j, "state", o->state);
        json_kstr(&j, "roles", roles);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    if (cli->json)
        fprintf(cli->out, "%.*s\n", STR_ARG(buf_str(&b)));
    return EX_OK;
}

/* reset, confirm, leave, roles: all about one who is there. */
static int change(struct cli *cli, struct app *app, struct ctx *c, const char *what,
                  const struct asked *a)
{
    struct officer o;
    struct str password = STR_NONE;
    uint32_t roles = 0;
    enum err e;
    if (!a->work_no)
        return cli_complain(cli, EX_USAGE, "--work-no is needed");
    if (officer_by_work_no(c, officer_work_no(cli->arena, str_of(a->work_no)), &o) != ERR_OK)
        return cli_fault(cli, &c->fault, app);
    if (strcmp(what, "reset") == 0)
        e = officer_reset(c, o.id, &password);
    else if (strcmp(what, "confirm") == 0)
        e = officer_confirm(c, o.id);
    else if (strcmp(what, "leave") == 0)
        e = officer_leave(c, o.id);
    else if (!a->roles || !read_roles(cli, a->roles, &roles))
        return cli_complain(cli, EX_USAGE, "--roles takes a list of RO_*");
    else
        e = officer_roles_set(c, o.id, roles);
    if (e != ERR_OK)
        return cli_fault(cli, &c->fault, app);
    return str_absent(password) ? EX_OK : print_password(cli, o.work_no, password);
}

static int run(struct cli *cli, struct app *app, struct ctx *c, const char *what,
               const struct asked *a)
{
    static const char *const changes[] = { "reset", "confirm", "leave", "roles" };
    if (strcmp(what, "add") == 0)
        return add(cli, app, c, a);
    if (strcmp(what, "list") == 0)
        return list(cli, app, c, a);
    for (size_t i = 0; i < COUNT_OF(changes); i++)
        if (strcmp(what, changes[i]) == 0)
            return change(cli, app, c, what, a);
    return cli_complain(cli, EX_USAGE, "no such word: officer %s", what);
}

int cmd_officer(struct cli *cli, int argc, char **argv)
{
    static const struct cli_option own[] = { { "org", true, 'o' },
                                             { "work-no", true, 'w' },
                                             { "name", true, 'n' },
                                             { "roles", true, 'r' } };
    const struct cli_command cmd = { "officer", cmd_officer, usage_officer };
    struct asked a = { 0 };
    struct app *app;
    struct ctx c;
    int first = 0;
    int code = cli_options(cli, &cmd, argc, argv, own, COUNT_OF(own), take, &a, &first);
    if (code != EX_OK)
        return code;
    if (first + 1 != argc)
        return cli_complain(cli, EX_USAGE, "one of add list roles reset confirm leave is needed");
    code = cli_open(cli, &app, &c);
    if (code != EX_OK)
        return code;
    code = run(cli, app, &c, argv[first], &a);
    app_close(app);
    return code;
}
