/* verify_receipt.c - one receipt, offline; against a copy of the log as well where there is one. */
#include "cli/verify.h"
#include "tlog/leaf.h"
#include "tlog/receipt.h"

struct in_copy {
    const struct receipt *r;
    struct checkpoint of_receipt;
    struct str entry; /* that the receipt opens */
    struct edge edge;
    struct hash root; /* of the copy at the receipt's size */
    bool same_entry, have_root;
};

static void look(void *u, uint64_t index, struct str entry)
{
    struct in_copy *k = u;
    struct hash h = tree_leaf(entry);
    if (index >= k->of_receipt.size)
        return;
    if (index == k->r->index)
        k->same_entry = str_eq(entry, k->entry);
    edge_append(&k->edge, &h, NULL, NULL);
    if (k->edge.size == k->of_receipt.size) {
        k->root = edge_root(&k->edge);
        k->have_root = true;
    }
}

static int compare_with_copy(struct verify *v, struct in_copy *k, const char *file)
{
    struct checkpoint c;
    struct note n;
    int code = verify_walk(v, &c, &n, look, k);
    if (code != EX_OK)
        return code;
    if (!str_eq(c.origin, k->of_receipt.origin))
        return verify_verdict(v, v->copy, JUDGE_OTHER_LOG);
    if (!k->have_root)
        return verify_verdict(v, file, JUDGE_NEWER);
    if (!hash_eq(&k->root, &k->of_receipt.root) || !k->same_entry)
        return verify_verdict(v, file, JUDGE_SPLIT);
    fprintf(v->cli->out, "the copy of %llu entries holds it as well\n", (unsigned long long)c.size);
    return EX_OK;
}

static void print_opened(struct verify *v, const struct leaf_opening *o)
{
    FILE *out = v->cli->out;
    if (o->r_m)
        fprintf(out, "what it says of the event:\n%.*s", STR_ARG(o->meta));
    if (o->r_b)
        fprintf(out, "what the reporter was told:\n%.*s", STR_ARG(o->body));
    if (!o->r_m && !o->r_b)
        fprintf(out, "what it says is not opened\n");
}

int verify_receipt(struct verify *v, const char *file)
{
    struct in_copy *k = arena_new_of(v->cli->arena, struct in_copy);
    struct judged *j = arena_new_of(v->cli->arena, struct judged);
    struct str bytes;

    if (!verify_read_file(v->cli->arena, file, RECEIPT_BYTES_MAX, &bytes))
        return verify_complain_file(v, file);
    judge_receipt(v->cli->arena, &v->policy, bytes, j);
    if (j->verdict != JUDGE_PROVEN)
        return verify_verdict(v, file, j->verdict);
    fprintf(v->cli->out, "%.*s: entry %llu of a tree of %llu, as signed\n",
            STR_ARG(j->head.origin), (unsigned long long)j->receipt.index,
            (unsigned long long)j->head.size);
    verify_print_witnesses(v, &j->note, NULL);
    print_opened(v, &j->opened);
    k->r = &j->receipt;
    k->of_receipt = j->head;
    k->entry = str_bytes(j->entry, sizeof j->entry);
    return v->copy ? compare_with_copy(v, k, file) : EX_OK;
}
