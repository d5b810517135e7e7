#include "tlog/judge.h"

#define FIRST_LINE "c2sp.org/tlog-proof@v1"
#define SIGNED "\xE2\x80\x94 " /* a line of a signature begins so */

static const char *const keys[JUDGE__COUNT] = {
    [JUDGE_PROVEN] = T_KEY("judge.proven"),
    [JUDGE_NONE] = T_KEY("judge.none"),
    [JUDGE_CUT] = T_KEY("judge.cut"),
    [JUDGE_FORM] = T_KEY("judge.form"),
    [JUDGE_CLOSED] = T_KEY("judge.closed"),
    [JUDGE_OTHER_LOG] = T_KEY("judge.other_log"),
    [JUDGE_UNKNOWN_KEY] = T_KEY("judge.unknown_key"),
    [JUDGE_SIGNATURE] = T_KEY("judge.signature"),
    [JUDGE_FEW] = T_KEY("judge.few"),
    [JUDGE_ALTERED] = T_KEY("judge.altered"),
    [JUDGE_NEWER] = T_KEY("judge.newer"),
    [JUDGE_SPLIT] = T_KEY("judge.split"),
};

const char *judge_key(enum judge j)
{
    return keys[j];
}

enum judge judge_of_policy(enum policy_verdict v)
{
    switch (v) {
    case POLICY_OK:
        return JUDGE_PROVEN;
    case POLICY_OTHER_LOG:
        return JUDGE_OTHER_LOG;
    case POLICY_NOT_SIGNED:
        return JUDGE_UNKNOWN_KEY;
    case POLICY_WRONG:
        return JUDGE_SIGNATURE;
    case POLICY_FEW:
        return JUDGE_FEW;
    case POLICY_FORM:
    default:
        return JUDGE_FORM;
    }
}

/* Does a line of a signature stand whole at its end? What was cut ends before it or in it. */
static bool ends_signed(struct arena *a, struct str bytes)
{
    struct str rest = bytes, line = STR_NONE, raw;

    if (bytes.n == 0 || bytes.p[bytes.n - 1] != '\n')
        return false;
    while (rest.n > 0) /* a line each turn */
        line = str_cut(&rest, '\n');
    if (!str_starts(line, S(SIGNED)))
        return false;
    (void)str_cut(&line, ' ');
    (void)str_cut(&line, ' ');
    return !str_absent(line) && str_unbase64(a, line, &raw) && raw.n >= 4 + 64;
}

static enum judge why_no_receipt(struct arena *a, struct str bytes)
{
    struct str rest = bytes;

    if (!str_eq(str_cut(&rest, '\n'), S(FIRST_LINE)))
        return str_starts(S(FIRST_LINE), bytes) && bytes.n >= 4 ? JUDGE_CUT : JUDGE_NONE;
    return ends_signed(a, bytes) ? JUDGE_FORM : JUDGE_CUT;
}

void judge_receipt(struct arena *a, const struct policy *p, struct str bytes, struct judged *ret)
{
    *ret = (struct judged){ .verdict = JUDGE_NONE };
    if (!receipt_parse(a, bytes, &ret->receipt)) {
        ret->verdict = why_no_receipt(a, bytes);
        return;
    }
    ret->verdict = JUDGE_CLOSED;
    if (str_absent(ret->receipt.extra) || !leaf_opening_read(ret->receipt.extra, &ret->opened))
        return;
    leaf_opening_entry(&ret->opened, ret->entry);
    ret->verdict = judge_of_policy(policy_check(a, p, ret->receipt.note, &ret->head, &ret->note));
    struct hash leaf = tree_leaf(str_bytes(ret->entry, sizeof(ret->entry)));
    if (ret->verdict == JUDGE_PROVEN && !receipt_includes(&ret->receipt, &ret->head, &leaf))
        ret->verdict = JUDGE_ALTERED;
}

struct str judge_pasted(struct arena *a, struct str text)
{
    struct buf b = buf_new(a);
    struct str s = str_trim(text);

    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != '\r' || i + 1 == s.n || s.p[i + 1] != '\n')
            buf_byte(&b, s.p[i]);
    if (s.n)
        buf_byte(&b, '\n');
    return buf_str(&b);
}
