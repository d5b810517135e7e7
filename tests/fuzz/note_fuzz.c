/* Signed notes, verifier keys and checkpoints: what is read is written again byte for byte. */
#include <stdlib.h>

#include "tlog/checkpoint.h"

#define MUST(x)                                                                                    \
    do {                                                                                           \
        if (!(x))                                                                                  \
            abort();                                                                               \
    } while (0)
#define KEY "log.example/ygxf+fb53df0a+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
#define WITNESS "witness.example/w1+20324abe+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X"

static void try_note(struct arena *a, struct str in)
{
    struct note n;
    struct note_key log, witness;
    struct buf b = buf_new(a);
    uint64_t time;

    if (!note_parse(a, in, &n))
        return;
    MUST(n.n >= 1 && n.n <= NOTE_LINES_MAX && n.text.n > 0 && n.text.p[n.text.n - 1] == '\n');
    for (size_t i = 0; i < n.n; i++) {
        MUST(note_name_ok(n.lines[i].name) && n.lines[i].signature.n > 0);
        buf_put(&b, n.lines[i].line);
    }
    MUST(str_eq(note_join(a, n.text, buf_str(&b)), in));
    MUST(note_key_parse(a, S(KEY), &log) && note_key_parse(a, S(WITNESS), &witness));
    (void)note_verify(&n, &log, NULL);
    (void)note_verify(&n, &witness, &time);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena *a;
    struct note_key k;
    struct checkpoint c;

    if (!a) {
        a = arena_new(64 << 20);
        crypto_start();
    }
    if (n > 65536)
        return 0;
    struct str in = str_dup(a, str_bytes(p, n));
    try_note(a, in);
    if (note_key_parse(a, in, &k))
        MUST(str_eq(note_key_text(a, &k), in));
    if (checkpoint_parse(a, in, &c))
        MUST(str_eq(checkpoint_text(a, &c), in));
    arena_reset(a);
    return 0;
}
