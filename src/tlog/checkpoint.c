#include "tlog/checkpoint.h"

#include <assert.h>

struct str checkpoint_text(struct arena *a, const struct checkpoint *c)
{
    assert(note_name_ok(c->origin) && c->size <= TREE_SIZE_MAX);
    return str_fmt(a, "%.*s\n%llu\n%.*s\n", STR_ARG(c->origin), (unsigned long long)c->size,
                   STR_ARG(str_base64(a, c->root.b, HASH_BYTES)));
}

bool checkpoint_number(struct str s, uint64_t *ret)
{
    uint64_t v;

    if (s.n == 0 || (s.n > 1 && s.p[0] == '0') || !str_u64(s, &v) || v > TREE_SIZE_MAX)
        return false;
    *ret = v;
    return true;
}

bool checkpoint_hash(struct arena *a, struct str s, struct hash *ret)
{
    struct str raw;

    /* 32 bytes are 44 characters: nothing longer is decoded */
    if (s.n != 44 || !str_unbase64(a, s, &raw) || raw.n != HASH_BYTES)
        return false;
    memcpy(ret->b, raw.p, HASH_BYTES);
    return true;
}

bool checkpoint_parse(struct arena *a, struct str text, struct checkpoint *ret)
{
    struct checkpoint c;
    struct str rest = text;
    struct hash empty = tree_empty();

    if (text.n == 0 || text.n > CHECKPOINT_BYTES_MAX)
        return false;
    c.origin = str_cut(&rest, '\n');
    struct str size = str_cut(&rest, '\n'), root = str_cut(&rest, '\n');
    /* the third LF was the last byte */
    if (str_absent(rest) || rest.n > 0 || !note_name_ok(c.origin) ||
        !checkpoint_number(size, &c.size) || !checkpoint_hash(a, root, &c.root))
        return false;
    if (c.size == 0 && !hash_eq(&c.root, &empty))
        return false;
    *ret = c;
    return true;
}

bool checkpoint_open(struct arena *a, struct str bytes, const struct note_key *log,
                     struct checkpoint *ret, struct note *note)
{
    struct note n;
    struct checkpoint c;

    if (!note_parse(a, bytes, &n) || !checkpoint_parse(a, n.text, &c) ||
        !str_eq(c.origin, log->name) || note_verify(&n, log, NULL) != NOTE_SIGNED)
        return false;
    *ret = c;
    if (note)
        *note = n;
    return true;
}
