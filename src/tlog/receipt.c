#include "tlog/receipt.h"

#define FIRST_LINE "c2sp.org/tlog-proof@v1"

struct str receipt_text(struct arena *a, const struct receipt *r)
{
    struct buf b = buf_new(a);

    buf_put(&b, S(FIRST_LINE "\n"));
    if (!str_absent(r->extra)) {
        buf_put(&b, S("extra "));
        buf_put(&b, str_base64(a, r->extra.p, r->extra.n));
        buf_byte(&b, '\n');
    }
    buf_fmt(&b, "index %llu\n", (unsigned long long)r->index);
    for (size_t i = 0; i < r->proof.n; i++) {
        buf_put(&b, str_base64(a, r->proof.path[i].b, HASH_BYTES));
        buf_byte(&b, '\n');
    }
    buf_byte(&b, '\n');
    buf_put(&b, r->note);
    return buf_str(&b);
}

bool receipt_parse(struct arena *a, struct str bytes, struct receipt *ret)
{
    struct receipt *r = arena_new_of(a, struct receipt);
    struct note n;
    struct checkpoint c;
    struct str rest = bytes, line = str_cut(&rest, '\n');

    if (bytes.n > RECEIPT_BYTES_MAX || !str_eq(line, S(FIRST_LINE)))
        return false;
    line = str_cut(&rest, '\n');
    if (str_starts(line, S("extra "))) {
        if (!str_unbase64(a, str_slice(line, 6, line.n - 6), &r->extra) || r->extra.n == 0)
            return false;
        line = str_cut(&rest, '\n');
    }
    if (!str_starts(line, S("index ")) ||
        !checkpoint_number(str_slice(line, 6, line.n - 6), &r->index))
        return false;
    for (line = str_cut(&rest, '\n'); line.n > 0; line = str_cut(&rest, '\n'))
        if (r->proof.n == PROOF_MAX || !checkpoint_hash(a, line, &r->proof.path[r->proof.n++]))
            return false;
    if (str_absent(rest) || !note_parse(a, rest, &n) || !checkpoint_parse(a, n.text, &c))
        return false;
    r->note = rest;
    *ret = *r;
    return true;
}

bool receipt_includes(const struct receipt *r, const struct checkpoint *c, const struct hash *leaf)
{
    return tree_inclusion_ok(r->index, c->size, leaf, r->proof.path, r->proof.n, &c->root);
}
