/* cmd_office.c - where a body is found, as its page /offices shows it. */
#include "base/json.h"
#include "cli/cli.h"
#include "domain/org.h"

const char usage_office[] =
    "usage: yangguang office --data DIR --org CODE [--address TEXT] [--phone TEXT]\n"
    "                        [--hours TEXT] [--json]\n"
    "\n"
    "Sets what is given and prints what the public reads; an empty text takes a line away. A\n"
    "server that runs shows it after its next start.\n";

struct asked {
    const char *org;
    struct org_contact to;
    bool set;
};

static bool take(struct cli *cli, void *u, char code, const char *value)
{
    struct asked *a = (struct asked *)u;
    (void)cli;
    if (code == 'o') {
        a->org = value;
        return true;
    }
    a->set = true;
    *(code == 'a' ? &a->to.address : code == 'p' ? &a->to.phone : &a->to.hours) = str_of(value);
    return true;
}

static void print(struct cli *cli, const struct org *o)
{
    struct buf b = buf_new(cli->arena);
    struct json j = json_new(&b);
    if (!cli->json) {
        fprintf(cli->out, "%.*s\naddress  %.*s\nphone    %.*s\nhours    %.*s\n", STR_ARG(o->name),
                STR_ARG(o->address), STR_ARG(o->phone), STR_ARG(o->hours));
        return;
    }
    json_open(&j, '{');
    json_ki64(&j, "body", o->id);
    json_kstr(&j, "name", o->name);
    json_kstr(&j, "address", o->address);
    json_kstr(&j, "phone", o->phone);
    json_kstr(&j, "hours", o->hours);
    json_close(&j, '}');
    fprintf(cli->out, "%.*s\n", STR_ARG(buf_str(&b)));
}

static int show(struct cli *cli, struct app *app, struct ctx *c, const struct asked *a, int64_t id)
{
    if (a->set && (org_contact_set(c, id, &a->to) != ERR_OK || app_reload(c) != ERR_OK))
        return cli_fault(cli, &c->fault, app);
    const struct org *o = org_find(app_orgs(app), id);
    if (!o)
        return cli_complain(cli, EX_DATAERR, "no such body: %s", a->org);
    print(cli, o);
    return EX_OK;
}

int cmd_office(struct cli *cli, int argc, char **argv)
{
    static const struct cli_option own[] = { { "org", true, 'o' },
                                             { "address", true, 'a' },
                                             { "phone", true, 'p' },
                                             { "hours", true, 'h' } };
    const struct cli_command cmd = { "office", cmd_office, usage_office };
    struct asked a = { .to = { STR_NONE, STR_NONE, STR_NONE } };
    struct app *app;
    struct ctx c;
    int64_t id = 0;
    int first = 0;
    int code = cli_options(cli, &cmd, argc, argv, own, COUNT_OF(own), take, &a, &first);
    if (code != EX_OK)
        return code;
    if (first < argc || !a.org || !str_i64(str_of(a.org), &id))
        return cli_complain(cli, EX_USAGE, "--org CODE is needed, such as 330411");
    code = cli_open(cli, &app, &c);
    if (code != EX_OK)
        return code;
    code = show(cli, app, &c, &a, id);
    app_close(app);
    return code;
}
