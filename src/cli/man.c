/* man.c - the manual page, made from what --help says. */
#include "cli/cli.h"

/* A line as it stands: roff must not take it for a request or an escape. */
static void put_line(FILE *to, const char *p, size_t n)
{
    if (n > 0 && (p[0] == '.' || p[0] == '\''))
        fputs("\\&", to);
    for (size_t i = 0; i < n; i++) {
        if (p[i] == '\\')
            fputs("\\e", to);
        else if (p[i] == '-')
            fputs("\\-", to);
        else
            fputc(p[i], to);
    }
    fputc('\n', to);
}

static void put_lines(FILE *to, const char *text)
{
    struct str rest = str_of(text);

    while (rest.n > 0) { /* ends with the text */
        struct str line = str_cut(&rest, '\n');
        put_line(to, line.p, line.n);
    }
}

static void put_codes(FILE *to)
{
    static const struct {
        int code;
        const char *meaning;
    } codes[] = {
        { EX_OK, "done" },
        { EX_USAGE, "called in a way that makes no sense; --help tells more" },
        { EX_DATAERR, "what was given is wrong, or does not fit what is there" },
        { EX_NOINPUT, "not there" },
        { EX_IOERR, "the database or a file cannot be read or written" },
        { EX_TEMPFAIL, "busy, or a limit is reached: try again later" },
        { EX_NOPERM, "not allowed" },
    };

    fputs(".SH EXIT STATUS\n", to);
    for (size_t i = 0; i < COUNT_OF(codes); i++)
        fprintf(to, ".TP\n%d\n%s\n", codes[i].code, codes[i].meaning);
}

void man_print(FILE *to, const char *version, const struct cli_entry *entries, size_t n)
{
    fprintf(to,
            ".TH YANGGUANG 1 \"\" \"yangguang %s\" \"yangguang\"\n"
            ".SH NAME\nyangguang \\- receives citizens' reports, seals them, and proves how they "
            "were handled\n"
            ".SH SYNOPSIS\n.B yangguang\n.I COMMAND\n[options]\n"
            ".SH COMMANDS\n",
            version);
    for (size_t i = 0; i < n; i++) {
        fprintf(to, ".TP\n.B %s\n", entries[i].name);
        put_lines(to, entries[i].line);
    }
    for (size_t i = 0; i < n; i++) {
        if (!entries[i].usage)
            continue;
        fprintf(to, ".SH yangguang %s\n.nf\n", entries[i].name);
        put_lines(to, entries[i].usage);
        fputs(".fi\n", to);
    }
    put_codes(to);
    fputs(".SH FILES\n.TP\n.I DIR\nthe data folder: database, sealed files\n.TP\n.I DIR.key\n"
          "the server key; it belongs on another volume, and on paper\n",
          to);
}
