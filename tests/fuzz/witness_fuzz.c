/* What others send about a log: requests to a witness, key statements. What is taken has one
 * spelling only. */
#include <stdlib.h>

#include "tlog/key_statement.h"
#include "tlog/witness.h"

#define MUST(x)                                                                                    \
    do {                                                                                           \
        if (!(x))                                                                                  \
            abort();                                                                               \
    } while (0)

static void request(struct arena *a, struct str bytes)
{
    static struct witness_log log;
    struct witness_request r;
    struct note n;
    struct checkpoint head;
    uint64_t size;

    (void)witness_size_parse(S(WITNESS_SIZE_TYPE), bytes, &size); /* must only end */
    if (!witness_request_parse(a, bytes, &r))
        return;
    MUST(r.proof.n <= PROOF_MAX);
    MUST(str_eq(witness_request_text(a, &r), bytes));
    MUST(note_parse(a, r.note, &n) && checkpoint_parse(a, n.text, &head));
    MUST(witness_judge(&log, &r, &n, &head) == WITNESS_UNSIGNED); /* no key is known */
}

static void statements(struct arena *a, struct str bytes)
{
    struct str rest = bytes, one;
    struct key_statement s;
    size_t n = 0;

    while (!str_absent(one = key_statement_cut(&rest))) {
        n += one.n;
        if (key_statement_parse(a, one, &s))
            MUST(str_eq(s.from.name, s.to.name));
    }
    MUST(n == bytes.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena *a;

    if (!a) {
        a = arena_new(64 << 20);
        crypto_start();
    }
    if (n > 65536)
        return 0;
    struct str bytes = str_dup(a, str_bytes(p, n));
    request(a, bytes);
    statements(a, bytes);
    arena_reset(a);
    return 0;
}
