#include "tlog/key_statement.h"

#define FIRST "ygxf/key/v1\n"

struct str key_statement_text(struct arena *a, const struct note_key *from,
                              const struct note_key *to, struct str day)
{
    return str_fmt(a, FIRST "origin %.*s\nold %.*s\nnew %.*s\nday %.*s\n", STR_ARG(from->name),
                   STR_ARG(note_key_text(a, from)), STR_ARG(note_key_text(a, to)), STR_ARG(day));
}

/* "old …" → "…"; absent for another word. */
static struct str value_of(struct str *rest, struct str word)
{
    struct str line = str_cut(rest, '\n');

    return str_starts(line, word) ? str_slice(line, word.n, line.n - word.n) : STR_NONE;
}

bool key_statement_parse(struct arena *a, struct str bytes, struct key_statement *ret)
{
    struct key_statement s;
    struct note n;

    if (bytes.n > KEY_STATEMENT_BYTES_MAX || !note_parse(a, bytes, &n) ||
        !str_starts(n.text, S(FIRST)))
        return false;
    struct str rest = str_slice(n.text, sizeof(FIRST) - 1, n.text.n);
    struct str origin = value_of(&rest, S("origin ")), from = value_of(&rest, S("old "));
    struct str to = value_of(&rest, S("new "));
    s.day = value_of(&rest, S("day "));
    if (str_absent(origin) || str_absent(from) || str_absent(to) || str_absent(s.day) ||
        rest.n > 0 || !note_key_parse(a, from, &s.from) || !note_key_parse(a, to, &s.to))
        return false;
    if (s.from.type != NOTE_ED25519 || s.to.type != NOTE_ED25519 ||
        !str_eq(s.from.name, origin) || !str_eq(s.to.name, origin) || n.n != 2 ||
        note_verify(&n, &s.from, NULL) != NOTE_SIGNED ||
        note_verify(&n, &s.to, NULL) != NOTE_SIGNED)
        return false;
    sha256(bytes, s.hash);
    *ret = s;
    return true;
}

struct str key_statement_cut(struct str *rest)
{
    struct str all = *rest;

    if (all.n == 0)
        return STR_NONE;
    for (size_t i = 1; i + sizeof(FIRST) - 1 <= all.n; i++)
        if (all.p[i - 1] == '\n' && str_starts(str_slice(all, i, all.n), S(FIRST))) {
            *rest = str_slice(all, i, all.n);
            return str_slice(all, 0, i);
        }
    *rest = STR_NONE;
    return all;
}
