#include "domain/log_check.h"

#include "domain/log_witness.h"
#include "gen/queries.h"

/* ---- receipts ---- */

static enum err read_policy(struct ctx *c, struct str given, struct policy *ret)
{
    struct str own;
    int line = 0;

    TRY(log_policy_text(c, &own));
    if (str_empty(str_trim(given)))
        given = own;
    if (policy_parse(c->arena, judge_pasted(c->arena, given), ret, &line))
        return ERR_OK;
    fault_field(&c->fault, "policy",
                line ? T_KEY("log.check.policy") : T_KEY("log.check.policy_end"), line);
    return ERR_INVALID;
}

static void fill_seen(const struct policy *p, struct log_checked *k)
{
    for (size_t i = 0; i < p->name_count && k->seen_count < LOG_SEEN_MAX; i++) {
        const struct policy_name *w = &p->names[i];
        uint64_t s = 0;
        if (w->group || note_verify(&k->j.note, &w->key, &s) != NOTE_SIGNED)
            continue;
        if (s < INT64_MAX / 1000)
            k->seen[k->seen_count++] = (struct log_seen){ w->name, { (int64_t)s * 1000 } };
    }
}

/* The receipt holds by itself: is it of the tree that we have? */
static enum judge compare(struct ctx *c, const struct log_checked *k)
{
    const struct checkpoint *head = &k->j.head;
    struct tree_source s = public_log_source(c, head->size);
    struct hash root;

    if (head->size > k->published)
        return JUDGE_NEWER;
    bool same = tree_root(&s, head->size, &root) && hash_eq(&root, &head->root);
    return same ? JUDGE_PROVEN : JUDGE_SPLIT;
}

enum err log_check_receipt(struct ctx *c, struct str bytes, struct str policy,
                           struct log_checked *ret)
{
    struct log_checked *k = arena_new_of(c->arena, struct log_checked);
    struct policy *p = arena_new_of(c->arena, struct policy);
    struct note_key own;
    struct str note;

    TRY(public_log_key(c, &own));
    bytes = judge_pasted(c->arena, bytes);
    if (str_empty(bytes))
        fault_field(&c->fault, "receipt", T_KEY("log.check.nothing"), 0);
    enum err e = read_policy(c, policy, p);
    if (e != ERR_OK && e != ERR_INVALID)
        return e;
    if (c->fault.err == ERR_INVALID)
        return ERR_INVALID;
    e = public_log_checkpoint(c, &note, &k->published);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    fault_clear(&c->fault);
    judge_receipt(c->arena, p, bytes, &k->j);
    k->verdict = k->j.verdict;
    if (k->verdict == JUDGE_PROVEN || k->verdict == JUDGE_FEW)
        fill_seen(p, k);
    /* one of another log, which the given policy names, is proven by itself */
    if (k->verdict == JUDGE_PROVEN && str_eq(k->j.head.origin, own.name))
        k->verdict = compare(c, k);
    *ret = *k;
    return ERR_OK;
}

/* ---- check codes ---- */

/* Does its proof lead from the entry as stored to the signed head? */
static enum err prove(struct ctx *c, const struct log_keys *log, struct log_found_leaf *l)
{
    struct proof *p = arena_new_of(c->arena, struct proof);
    struct checkpoint head;
    struct str note;

    TRY(log_head_over(c, l->place.index, &note, &l->head));
    struct tree_source s = public_log_source(c, l->head);
    struct hash leaf = tree_leaf(l->place.entry);
    l->proven = log_keys_open(c->arena, log, note, &head, NULL) && head.size == l->head &&
                tree_inclusion(&s, l->place.index, head.size, p) &&
                tree_inclusion_ok(l->place.index, head.size, &leaf, p->path, p->n, &head.root);
    return ERR_OK;
}

static bool digits_only(struct arena *a, struct str typed, struct str *ret)
{
    struct buf b = buf_new(a);

    for (size_t i = 0; i < typed.n; i++) {
        if (typed.p[i] >= '0' && typed.p[i] <= '9')
            buf_byte(&b, typed.p[i]);
        else if (typed.p[i] != ' ' && typed.p[i] != '-')
            return false;
    }
    *ret = buf_str(&b);
    return true;
}

static enum err read_slip(struct ctx *c, struct str number, struct str code, struct key *ret)
{
    uint8_t bytes[CASE_CODE];
    struct str digits;

    number = str_trim(number);
    code = str_trim(code);
    if (!str_empty(number) && (!digits_only(c->arena, number, &digits) || !mod97_ok(digits)))
        fault_field(&c->fault, "report_no", T_KEY("log.find.number"), 0);
    if (str_empty(code))
        fault_field(&c->fault, "check_code", T_KEY("log.find.nothing"), 0);
    else if (!check_code_read(code, bytes))
        fault_field(&c->fault, "check_code", T_KEY("log.find.mistyped"), 0);
    if (c->fault.err == ERR_INVALID)
        return ERR_INVALID;
    *ret = leaf_case_key(bytes);
    explicit_bzero(bytes, sizeof(bytes));
    return ERR_OK;
}

static enum err look_for_all(struct ctx *c, const struct key *k, struct log_found_leaf *items,
                             struct log_found *f)
{
    struct log_keys *log = arena_new_of(c->arena, struct log_keys);
    uint8_t tag[LEAF_HASH];

    TRY(public_log_keys(c, log));
    for (uint32_t seq = 0; seq < f->n + LOG_LOOK_AHEAD && seq < LOG_FOUND_MAX; seq++) {
        struct log_found_leaf *l = &items[seq];
        *l = (struct log_found_leaf){ .seq = seq };
        leaf_tag(k, seq, tag);
        TRY(leaf_place(c, tag, &l->place));
        if (l->place.state == LEAF_PUBLISHED)
            TRY(prove(c, log, l));
        if (l->place.state != LEAF_LOST)
            f->n = seq + 1;
    }
    for (size_t i = 0; i < f->n; i++)
        f->missing += items[i].place.state == LEAF_LOST;
    return ERR_OK;
}

enum err log_find(struct ctx *c, struct str number, struct str code, struct log_found *ret)
{
    struct log_found f = { 0 };
    struct key k;
    struct str note;
    struct log_found_leaf *items = arena_array(c->arena, struct log_found_leaf, LOG_FOUND_MAX);

    TRY(read_slip(c, number, code, &k));
    enum err e = look_for_all(c, &k, items, &f);
    key_wipe(&k);
    TRY(e);
    e = public_log_checkpoint(c, &note, &f.published);
    if (e != ERR_OK && e != ERR_NOT_FOUND)
        return e;
    fault_clear(&c->fault);
    f.items = items;
    *ret = f;
    return ERR_OK;
}
