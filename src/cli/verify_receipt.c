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

static int compare_with_copy(struct verify *v, struct in_copy *k)
{
    struct checkpoint c;
    struct note n;
    int code = verify_walk(v, &c, &n, look, k);
    if (code != EX_OK)
        return code;
    if (!str_eq(c.origin, k->of_receipt.origin))
        return cli_complain(v->cli, VERIFY_NOT, "the copy is of another log, %.*s",
                            STR_ARG(c.origin));
    if (!k->have_root)
        return cli_complain(v->cli, VERIFY_NOT,
                            "the receipt is of a newer tree (%llu entries) than the copy (%llu): "
                            "fetch a newer copy",
                            (unsigned long long)k->of_receipt.size, (unsigned long long)c.size);
    if (!hash_eq(&k->root, &k->of_receipt.root) || !k->same_entry)
        return cli_complain(v->cli, VERIFY_NOT,
                            "the log shows the holder of the receipt another tree than the copy: "
                            "both are signed, keep them as evidence and make it known");
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

static int judge(struct verify *v, const struct receipt *r)
{
    struct in_copy *k = arena_new_of(v->cli->arena, struct in_copy);
    uint8_t entry[LEAF_ENTRY];
    struct leaf_opening o;
    struct note n;
    if (str_absent(r->extra) || !leaf_opening_read(r->extra, &o))
        return cli_complain(v->cli, EX_DATAERR,
                            "the receipt does not say which entry it is about (its extra line is "
                            "missing or changed)");
    leaf_opening_entry(&o, entry);
    struct hash leaf = tree_leaf(str_bytes(entry, sizeof entry));
    int code = verify_note(v, "the receipt", r->note, &k->of_receipt, &n);
    if (code != EX_OK)
        return code;
    if (!receipt_includes(r, &k->of_receipt, &leaf))
        return cli_complain(v->cli, VERIFY_NOT,
                            "the entry is not in the signed tree: what is opened, its index or its "
                            "proof was altered");
    fprintf(v->cli->out, "%.*s: entry %llu of a tree of %llu, as signed\n",
            STR_ARG(k->of_receipt.origin), (unsigned long long)r->index,
            (unsigned long long)k->of_receipt.size);
    verify_print_witnesses(v, &n);
    print_opened(v, &o);
    k->r = r;
    k->entry = str_bytes(entry, sizeof entry);
    return v->copy ? compare_with_copy(v, k) : EX_OK;
}

int verify_receipt(struct verify *v, const char *file)
{
    struct receipt *r = arena_new_of(v->cli->arena, struct receipt);
    struct str bytes;
    if (!verify_read_file(v->cli->arena, file, RECEIPT_BYTES_MAX, &bytes))
        return verify_complain_file(v, file);
    if (!receipt_parse(v->cli->arena, bytes, r))
        return cli_complain(v->cli, EX_DATAERR,
                            "%s is no receipt, or was cut off or changed: it proves nothing as it "
                            "is; fetch it again",
                            file);
    return judge(v, r);
}
