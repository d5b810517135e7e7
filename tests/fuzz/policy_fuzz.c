/* Policies: members come before their group, each once; the published checkpoint is judged. */
#include <stdlib.h>

#include "tlog/policy.h"

#define MUST(x)                                                                                    \
    do {                                                                                           \
        if (!(x))                                                                                  \
            abort();                                                                               \
    } while (0)
#define NOTE_5                                                                                     \
    "log.example/ygxf\n5\n1HsIqtWaM2UUChRznL9sjKDIz3CfAqZFxb4lrZm5x3E=\n\n"                        \
    "\xe2\x80\x94 log.example/ygxf +1PfCg7/Inc4Z6WGlMU5dRuo7S9h5kZY1/s+DNvrm8kFdbVPwE7zD6TbmNBdhh" \
    "bJna3Mzq4XKAoC/7Ti31CkqRTLiAc=\n"                                                             \
    "\xe2\x80\x94 witness.example/w1 IDJKvgAAAABpVbkAjjkbOvHmpT2N6dbgceEBc4Aei6B6KQhsjvPcn1vyfnPr" \
    "Z2zBUp2ihJD75/1rbaLn9MIss487ZGj+EXRJSqZfDw==\n"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static struct arena *a;
    static struct policy pol;
    static int taken[POLICY_NAMES_MAX];
    int line;

    if (!a) {
        a = arena_new(64 << 20);
        crypto_start();
    }
    if (n > 65536)
        return 0;
    if (policy_parse(a, str_dup(a, str_bytes(p, n)), &pol, &line)) {
        MUST(pol.quorum == POLICY_NONE ||
             (pol.quorum >= 0 && (size_t)pol.quorum < pol.name_count));
        memset(taken, 0, sizeof(taken));
        for (size_t i = 0; i < pol.name_count; i++) {
            const struct policy_name *w = &pol.names[i];
            MUST(!w->group || (w->need >= 1 && (size_t)w->need <= w->member_count));
            for (size_t k = 0; k < w->member_count; k++)
                MUST(w->members[k] < (int)i && taken[w->members[k]]++ == 0);
        }
        MUST(policy_check(a, &pol, S(NOTE_5), NULL, NULL) != POLICY_FORM);
    } else {
        MUST(line >= 0);
    }
    arena_reset(a);
    return 0;
}
