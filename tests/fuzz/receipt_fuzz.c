/* Receipts and the openings inside them: read, checked, written again. */
#include <stdlib.h>

#include "tlog/leaf.h"
#include "tlog/receipt.h"

#define MUST(x)                                                                                    \
    do {                                                                                           \
        if (!(x))                                                                                  \
            abort();                                                                               \
    } while (0)

static void try_opening(struct arena *a, struct str in, uint8_t entry[LEAF_ENTRY])
{
    struct leaf_opening o;

    memset(entry, 0, LEAF_ENTRY);
    if (str_absent(in) || !leaf_opening_read(in, &o))
        return;
    leaf_opening_entry(&o, entry);
    MUST(str_eq(leaf_opening_bytes(a, &o), in));
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena *a;
    static struct receipt r;
    struct checkpoint c;
    struct note note;
    uint8_t entry[LEAF_ENTRY];

    if (!a) {
        a = arena_new(64 << 20);
        crypto_start();
    }
    if (n > 65536)
        return 0;
    struct str in = str_dup(a, str_bytes(p, n));
    if (receipt_parse(a, in, &r)) {
        MUST(str_eq(receipt_text(a, &r), in));
        MUST(note_parse(a, r.note, &note) && checkpoint_parse(a, note.text, &c));
        try_opening(a, r.extra, entry);
        struct hash leaf = tree_leaf(str_bytes(entry, sizeof(entry)));
        (void)receipt_includes(&r, &c, &leaf);
    }
    try_opening(a, in, entry);
    arena_reset(a);
    return 0;
}
