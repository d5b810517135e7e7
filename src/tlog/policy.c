#include "tlog/policy.h"

#define WORDS_MAX (POLICY_NAMES_MAX + 3)

struct words {
    struct str w[WORDS_MAX];
    size_t n;
};

/* Cut at spaces and tabs; false when there are more than anything could need. */
static bool words_of(struct str line, struct words *ret)
{
    size_t at = 0;

    ret->n = 0;
    while (at < line.n) {
        size_t from = at;
        while (at < line.n && line.p[at] != ' ' && line.p[at] != '\t')
            at++;
        if (at > from) {
            if (ret->n == WORDS_MAX)
                return false;
            ret->w[ret->n++] = str_slice(line, from, at - from);
        } else {
            at++;
        }
    }
    return true;
}

static bool octets_ok(struct str s)
{
    for (size_t i = 0; i < s.n; i++) {
        uint8_t b = (uint8_t)s.p[i];
        if ((b < 0x20 && b != '\t' && b != '\n') || b == 0x7f)
            return false;
    }
    return true;
}

static int name_find(const struct policy *p, struct str name)
{
    for (size_t i = 0; i < p->name_count; i++)
        if (str_eq(p->names[i].name, name))
            return (int)i;
    return -1;
}

static struct policy_name *name_new(struct policy *p, struct str name)
{
    if (p->name_count == POLICY_NAMES_MAX || str_eq(name, S("none")) || name_find(p, name) >= 0)
        return NULL;
    struct policy_name *n = &p->names[p->name_count++];
    *n = (struct policy_name){ .name = name };
    return n;
}

static bool read_log(struct arena *a, struct policy *p, const struct words *w)
{
    struct note_key k;

    if (w->n < 2 || w->n > 3 || p->log_count == POLICY_LOGS_MAX ||
        !note_key_parse(a, w->w[1], &k) || k.type != NOTE_ED25519)
        return false;
    for (size_t i = 0; i < p->log_count; i++)
        if (memcmp(p->logs[i].key.public_key, k.public_key, 32) == 0)
            return false;
    p->logs[p->log_count++] = (struct policy_log){ .key = k, .url = w->n > 2 ? w->w[2] : STR_NONE };
    return true;
}

static bool read_witness(struct arena *a, struct policy *p, const struct words *w)
{
    struct note_key k;

    if (w->n < 3 || w->n > 4 || !note_key_parse(a, w->w[2], &k) || k.type != NOTE_COSIGNATURE)
        return false;
    for (size_t i = 0; i < p->name_count; i++)
        if (!p->names[i].group && memcmp(p->names[i].key.public_key, k.public_key, 32) == 0)
            return false;
    struct policy_name *n = name_new(p, w->w[1]);
    if (!n)
        return false;
    n->key = k;
    n->url = w->n > 3 ? w->w[3] : STR_NONE;
    return true;
}

static bool read_group(struct policy *p, const struct words *w)
{
    uint64_t need = 1;

    if (w->n < 4)
        return false;
    size_t count = w->n - 3;
    if (str_eq(w->w[2], S("all")))
        need = count;
    else if (!str_eq(w->w[2], S("any")) && !checkpoint_number(w->w[2], &need))
        return false;
    if (need < 1 || need > count || count > POLICY_NAMES_MAX)
        return false;
    int members[POLICY_NAMES_MAX];
    for (size_t i = 0; i < count; i++) {
        members[i] = name_find(p, w->w[3 + i]);
        if (members[i] < 0 || p->names[members[i]].taken)
            return false;
        p->names[members[i]].taken = true;
    }
    struct policy_name *n = name_new(p, w->w[1]);
    if (!n)
        return false;
    n->group = true;
    n->need = (int)need;
    n->member_count = count;
    memcpy(n->members, members, count * sizeof(members[0]));
    return true;
}

static bool read_quorum(struct policy *p, const struct words *w, bool *have)
{
    if (*have || w->n != 2)
        return false;
    *have = true;
    p->quorum = str_eq(w->w[1], S("none")) ? POLICY_NONE : name_find(p, w->w[1]);
    return p->quorum >= 0 || str_eq(w->w[1], S("none"));
}

static bool read_line(struct arena *a, struct policy *p, struct str line, bool *quorum)
{
    struct words w;
    size_t at = 0;

    while (at < line.n && (line.p[at] == ' ' || line.p[at] == '\t'))
        at++;
    if (at == line.n || line.p[at] == '#')
        return true;
    if (!words_of(line, &w))
        return false;
    if (str_eq(w.w[0], S("log")))
        return read_log(a, p, &w);
    if (str_eq(w.w[0], S("witness")))
        return read_witness(a, p, &w);
    if (str_eq(w.w[0], S("group")))
        return read_group(p, &w);
    return str_eq(w.w[0], S("quorum")) && read_quorum(p, &w, quorum);
}

bool policy_parse(struct arena *a, struct str text, struct policy *ret, int *line)
{
    struct policy *p = arena_new_of(a, struct policy);
    struct str rest = text;
    bool quorum = false;
    int unused;

    line = line ? line : &unused;
    *line = 0;
    if (text.n == 0 || text.n > POLICY_BYTES_MAX || text.p[text.n - 1] != '\n' || !octets_ok(text))
        return false;
    p->quorum = POLICY_NONE;
    while (rest.n > 0) {
        ++*line;
        if (!read_line(a, p, str_cut(&rest, '\n'), &quorum))
            return false;
    }
    *line = 0;
    if (!quorum)
        return false;
    *ret = *p;
    return true;
}

/* Which witnesses cosigned, then which groups: members come before their group. */
static enum policy_verdict count_witnesses(const struct policy *p, const struct note *n)
{
    bool good[POLICY_NAMES_MAX] = { false };

    for (size_t i = 0; i < p->name_count; i++) {
        const struct policy_name *w = &p->names[i];
        int have = 0;
        if (!w->group) {
            enum note_verdict v = note_verify(n, &w->key, NULL);
            if (v == NOTE_WRONG)
                return POLICY_WRONG;
            good[i] = v == NOTE_SIGNED;
            continue;
        }
        for (size_t k = 0; k < w->member_count; k++)
            have += good[w->members[k]];
        good[i] = have >= w->need;
    }
    return p->quorum == POLICY_NONE || good[p->quorum] ? POLICY_OK : POLICY_FEW;
}

enum policy_verdict policy_check(struct arena *a, const struct policy *p, struct str bytes,
                                 struct checkpoint *ret, struct note *note)
{
    struct note n;
    struct checkpoint c;
    enum policy_verdict verdict = POLICY_OTHER_LOG;

    if (!note_parse(a, bytes, &n) || !checkpoint_parse(a, n.text, &c))
        return POLICY_FORM;
    if (ret)
        *ret = c;
    if (note)
        *note = n;
    for (size_t i = 0; i < p->log_count && verdict != POLICY_OK; i++) {
        if (!str_eq(p->logs[i].key.name, c.origin))
            continue;
        enum note_verdict v = note_verify(&n, &p->logs[i].key, NULL);
        if (v == NOTE_WRONG)
            return POLICY_WRONG;
        verdict = v == NOTE_SIGNED ? POLICY_OK : POLICY_NOT_SIGNED;
    }
    return verdict == POLICY_OK ? count_witnesses(p, &n) : verdict;
}
