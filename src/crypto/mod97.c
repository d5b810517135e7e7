/*
 * mod97.c - the two check digits of a report number (ISO 7064 MOD 97-10).
 */
#include "crypto/crypto.h"

#include <assert.h>

#define DIGITS 16
#define DIGITS_GIVEN 14

static unsigned mod97(const char *digits, size_t n)
{
    unsigned rest = 0;
    for (size_t i = 0; i < n; i++)
        rest = (rest * 10 + (unsigned)(digits[i] - '0')) % 97;
    return rest;
}

static bool all_digits(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] < '0' || p[i] > '9')
            return false;
    return true;
}

void mod97_complete(char digits[DIGITS])
{
    assert(all_digits(digits, DIGITS_GIVEN));
    unsigned check = 98 - mod97(digits, DIGITS_GIVEN) * 100 % 97; /* 02..98 */
    digits[DIGITS_GIVEN] = (char)('0' + check / 10);
    digits[DIGITS_GIVEN + 1] = (char)('0' + check % 10);
}

bool mod97_ok(struct str digits16)
{
    return digits16.n == DIGITS && all_digits(digits16.p, DIGITS) && mod97(digits16.p, DIGITS) == 1;
}
