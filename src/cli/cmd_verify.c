/* cmd_verify.c - checks of the public log that anybody can make, and what they need for it. */
#include "cli/verify.h"
#include "domain/public_log.h"
#include "i18n/i18n.h"

const char usage_verify[] =
    "usage: yangguang verify log --data DIR [--key FILE] --print-vkey | --print-checkpoint\n"
    "       yangguang verify log --copy DIR --policy FILE | --vkey KEY [--code CODE]\n"
    "       yangguang verify receipt FILE --policy FILE | --vkey KEY [--copy DIR]\n"
    "       yangguang verify omission FILE --copy DIR --policy FILE | --vkey KEY\n"
    "                        [--fetched DAY]\n"
    "       yangguang verify document FILE --copy DIR --policy FILE | --vkey KEY\n"
    "       (each also with --keys FILE)\n"
    "\n"
    "--print-vkey prints the verifier key of this installation's log, --print-checkpoint its last\n"
    "signed head. The others need no installation: --copy is a folder with `checkpoint` and\n"
    "`tile/` as fetched from a log; --policy says which log and which witnesses one believes\n"
    "(c2sp.org/tlog-policy), --vkey only which log. With --code the events of a report are found\n"
    "by the check code of its slip. A receipt is a *.tlog-proof file. An omission is the file\n"
    "that shows that a step is overdue; the time comes from the witnesses' signatures on the\n"
    "copy, or, of a copy that you fetched yourself, from --fetched. A document is a file of\n"
    "/log/public: figures, a publication, a key, rules; its hash is looked for in the copy.\n"
    "--lang zh gives verdicts in Chinese.\n"
    "When the log has changed its key, --keys is what it published at /log/keys\n"
    "(COPY/keys is taken by itself): whom a key that you believe has handed over to is believed\n"
    "as well, and a copy must hold the statement's hash.\n"
    "Exit codes: 0 proven, 1 not proven, 65 not a file of that kind, 66 not there.\n";

static bool take(struct cli *cli, void *u, char code, const char *value)
{
    struct verify *v = u;
    (void)cli;
    switch (code) {
    case 'v':
        v->print_vkey = true;
        break;
    case 'c':
        v->print_checkpoint = true;
        break;
    case 'C':
        v->copy = value;
        break;
    case 'p':
        v->policy_file = value;
        break;
    case 'k':
        v->vkey = value;
        break;
    case 'f':
        v->fetched = value;
        break;
    case 's':
        v->keys = value;
        break;
    case 'l':
        v->lang = str_eq(str_of(value), S("zh")) ? LANG_ZH : LANG_EN;
        break;
    default:
        v->code = value;
    }
    return true;
}

static enum err print(struct verify *v, struct ctx *c)
{
    struct note_key k;
    struct str note;
    uint64_t size;
    if (v->print_vkey) {
        TRY(public_log_key(c, &k));
        fprintf(v->cli->out, "%.*s\n", STR_ARG(note_key_text(c->arena, &k)));
    } else {
        TRY(public_log_checkpoint(c, &note, &size));
        fprintf(v->cli->out, "%.*s", STR_ARG(note));
    }
    return ERR_OK;
}

static int print_own(struct verify *v)
{
    struct app *app;
    struct ctx c;
    int code = cli_open(v->cli, &app, &c);
    if (code != EX_OK)
        return code;
    if (print(v, &c) != ERR_OK)
        code = cli_fault(v->cli, &c.fault, app);
    app_close(app);
    return code;
}

static int read_policy(struct verify *v)
{
    struct cli *cli = v->cli;
    struct str text;
    int line = 0;
    if (v->vkey)
        text = str_fmt(cli->arena, "log %s\nquorum none\n", v->vkey);
    else if (!verify_read_file(cli->arena, v->policy_file, POLICY_BYTES_MAX, &text))
        return verify_complain_file(v, v->policy_file);
    if (policy_parse(cli->arena, text, &v->policy, &line))
        return EX_OK;
    if (v->vkey)
        return cli_complain(cli, EX_DATAERR, "--vkey takes name+id+key of a log, unbroken");
    if (line)
        return cli_complain(cli, EX_DATAERR, "line %d of the policy %s is wrong", line,
                            v->policy_file);
    return cli_complain(cli, EX_DATAERR, "the policy %s has no quorum line, or is no text",
                        v->policy_file);
}

static int run(struct verify *v, const char *what, const char *file)
{
    bool own = v->print_vkey || v->print_checkpoint, one = !v->policy_file != !v->vkey;
    bool log = str_eq(str_of(what), S("log")), receipt = str_eq(str_of(what), S("receipt"));
    bool omission = str_eq(str_of(what), S("omission"));
    bool document = str_eq(str_of(what), S("document"));
    if (log && own && !file && !v->copy && !v->code && v->print_vkey != v->print_checkpoint)
        return print_own(v);
    if (own || !one || (v->fetched && !omission) ||
        !(log        ? v->copy && !file
          : omission || document ? file && v->copy && !v->code
                     : receipt && file && !v->code))
        return cli_complain(v->cli, EX_USAGE, "not understood; yangguang verify --help tells");
    int code = read_policy(v);
    if (code != EX_OK)
        return code;
    v->words = i18n_new(v->cli->arena);
    code = verify_keys(v);
    if (code != EX_OK)
        return code;
    if (document)
        return verify_document(v, file);
    return log ? verify_log(v) : omission ? verify_omission(v, file) : verify_receipt(v, file);
}

int cmd_verify(struct cli *cli, int argc, char **argv)
{
    static const struct cli_option own[] = {
        { "print-vkey", false, 'v' }, { "print-checkpoint", false, 'c' },
        { "copy", true, 'C' },        { "policy", true, 'p' },
        { "vkey", true, 'k' },        { "code", true, 'o' },
        { "fetched", true, 'f' },     { "lang", true, 'l' },
        { "keys", true, 's' },
    };
    const struct cli_command cmd = { "verify", cmd_verify, usage_verify };
    struct verify *v = arena_new_of(cli->arena, struct verify);
    int first = 0;
    v->cli = cli;
    v->lang = LANG_EN;
    int code = cli_options(cli, &cmd, argc, argv, own, COUNT_OF(own), take, v, &first);
    if (code != EX_OK)
        return code;
    if (first >= argc || first + 2 < argc)
        return cli_complain(cli, EX_USAGE, "verify log, or receipt, omission or document FILE");
    return run(v, argv[first], first + 1 < argc ? argv[first + 1] : NULL);
}
