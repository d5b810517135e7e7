/* verify_document.c - does a document stand in a copy of the log as a public leaf? */
#include "cli/verify.h"

#define DOCUMENT_MAX (16u << 20)
#define ENTRY_BYTES 34 /* 02 ‖ kind ‖ SHA-256 */
#define PUBLIC_KINDS 7

static const char *const kinds[PUBLIC_KINDS] = {
    "figures or a publication", "a key",          "an auditor's statement",
    "rules or policy",          "slip serials",   "the head of the log before",
    "heads of audit chains"
};

struct wanted {
    uint8_t hash[32];
    uint64_t index, count;
    int kind;
};

static void look(void *u, uint64_t index, struct str entry)
{
    struct wanted *w = u;
    if (entry.n != ENTRY_BYTES || entry.p[0] != 0x02 || memcmp(entry.p + 2, w->hash, 32) != 0)
        return;
    if (w->count++ == 0) {
        w->index = index;
        w->kind = (uint8_t)entry.p[1];
    }
}

int verify_document(struct verify *v, const char *file)
{
    struct cli *cli = v->cli;
    struct wanted w = { .count = 0 };
    struct checkpoint c;
    struct note n;
    struct str bytes;
    if (!verify_read_file(cli->arena, file, DOCUMENT_MAX, &bytes))
        return verify_complain_file(v, file);
    sha256(bytes, w.hash);
    int code = verify_walk(v, &c, &n, look, &w);
    if (code != EX_OK)
        return code;
    if (w.count == 0)
        return cli_complain(cli, VERIFY_NOT,
                            "no public leaf of the copy's %llu entries has this document: it was "
                            "altered, or is not logged yet",
                            (unsigned long long)c.size);
    fprintf(cli->out, "%.*s: entry %llu of %llu, %s\n", STR_ARG(c.origin),
            (unsigned long long)w.index, (unsigned long long)c.size,
            w.kind >= 1 && w.kind <= PUBLIC_KINDS ? kinds[w.kind - 1] : "of an unknown kind");
    verify_print_witnesses(v, &n, NULL);
    return EX_OK;
}
