#include "tlog/witness.h"

struct str witness_request_text(struct arena *a, const struct witness_request *r)
{
    struct buf b = buf_new(a);

    buf_fmt(&b, "old %llu\n", (unsigned long long)r->old);
    for (size_t i = 0; i < r->proof.n; i++) {
        buf_put(&b, str_base64(a, r->proof.path[i].b, HASH_BYTES));
        buf_byte(&b, '\n');
    }
    buf_byte(&b, '\n');
    buf_put(&b, r->note);
    return buf_str(&b);
}

bool witness_request_parse(struct arena *a, struct str body, struct witness_request *ret)
{
    struct witness_request r = { 0 };
    struct str rest = body;
    struct note n;
    struct checkpoint c;

    if (body.n == 0 || body.n > WITNESS_BODY_MAX)
        return false;
    struct str first = str_cut(&rest, '\n');
    if (!str_starts(first, S("old ")) || !checkpoint_number(str_slice(first, 4, first.n), &r.old))
        return false;
    while (!str_absent(rest)) { /* a line each turn */
        struct str line = str_cut(&rest, '\n');
        if (line.n == 0)
            break;
        if (r.proof.n == PROOF_MAX || !checkpoint_hash(a, line, &r.proof.path[r.proof.n]))
            return false;
        r.proof.n++;
    }
    r.note = rest;
    if (str_absent(rest) || !note_parse(a, rest, &n) || !checkpoint_parse(a, n.text, &c))
        return false;
    *ret = r;
    return true;
}

bool witness_size_parse(struct str type, struct str body, uint64_t *ret)
{
    if (!str_eq(type, S(WITNESS_SIZE_TYPE)) || body.n < 2 || body.p[body.n - 1] != '\n')
        return false;
    return checkpoint_number(str_slice(body, 0, body.n - 1), ret);
}

/* One of the log's keys has signed, and none of them wrongly. */
static bool is_signed(const struct witness_log *log, const struct note *n)
{
    bool good = false;

    for (size_t i = 0; i < log->n; i++) {
        enum note_verdict v = note_verify(n, &log->keys[i], NULL);
        if (v == NOTE_WRONG)
            return false;
        good = good || v == NOTE_SIGNED;
    }
    return good;
}

enum witness_verdict witness_judge(const struct witness_log *log, const struct witness_request *r,
                                   const struct note *n, const struct checkpoint *head)
{
    struct hash empty = tree_empty();
    uint64_t seen = log->any ? log->last.size : 0;
    const struct hash *root = log->any ? &log->last.root : &empty;

    if (!is_signed(log, n))
        return WITNESS_UNSIGNED;
    if (r->old > head->size)
        return WITNESS_FORM;
    if (r->old != seen)
        return WITNESS_STALE;
    return tree_consistency_ok(seen, head->size, root, &head->root, r->proof.path, r->proof.n)
               ? WITNESS_COSIGN
               : WITNESS_SPLIT;
}
