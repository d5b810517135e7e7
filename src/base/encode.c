/* Hexadecimal and Base64 (RFC 4648). Decoders are strict: each value has exactly one text. */
#include "base/str.h"

#include "base/arena.h"

struct str str_hex(struct arena *a, const void *p, size_t n)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *in = p;
    char *out = arena_take(a, 2 * n + 1);
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = digits[in[i] >> 4];
        out[2 * i + 1] = digits[in[i] & 15];
    }
    return (struct str){ out, 2 * n };
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool str_unhex(struct arena *a, struct str hex, struct str *ret)
{
    if (!hex.p || hex.n % 2 != 0)
        return false;
    char *out = arena_take(a, hex.n / 2 + 1);
    for (size_t i = 0; i < hex.n; i += 2) {
        int high = hex_value(hex.p[i]), low = hex_value(hex.p[i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i / 2] = (char)(high << 4 | low);
    }
    *ret = (struct str){ out, hex.n / 2 };
    return true;
}

static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static struct str base64_make(struct arena *a, const uint8_t *in, size_t n, const char *digits,
                              bool padded)
{
    char *out = arena_take(a, (n + 2) / 3 * 4 + 1);
    size_t len = 0;
    for (size_t i = 0; i < n; i += 3) {
        size_t have = n - i < 3 ? n - i : 3;
        uint32_t v = (uint32_t)in[i] << 16;
        v |= have > 1 ? (uint32_t)in[i + 1] << 8 : 0;
        v |= have > 2 ? (uint32_t)in[i + 2] : 0;
        for (size_t k = 0; k <= have; k++)
            out[len++] = digits[v >> (18 - 6 * k) & 63];
        for (size_t k = have; padded && k < 3; k++)
            out[len++] = '=';
    }
    return (struct str){ out, len };
}

struct str str_base64(struct arena *a, const void *p, size_t n)
{
    return base64_make(a, p, n, plain, true);
}

struct str str_base64url(struct arena *a, const void *p, size_t n)
{
    return base64_make(a, p, n, url, false);
}

static int base64_value(char c, bool for_url)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    if (c == (for_url ? '-' : '+'))
        return 62;
    return c == (for_url ? '_' : '/') ? 63 : -1;
}

/* in without padding */
static bool base64_read(struct arena *a, struct str in, bool for_url, struct str *ret)
{
    if (in.n % 4 == 1)
        return false;
    size_t n = in.n / 4 * 3 + (in.n % 4 ? in.n % 4 - 1 : 0), len = 0;
    char *out = arena_take(a, n + 1);
    uint32_t v = 0;
    unsigned bits = 0;
    for (size_t i = 0; i < in.n; i++) {
        int digit = base64_value(in.p[i], for_url);
        if (digit < 0)
            return false;
        v = v << 6 | (uint32_t)digit;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out[len++] = (char)(v >> bits & 255);
        }
    }
    if (v & ((1u << bits) - 1)) /* left-over bits: a second text for the same bytes */
        return false;
    *ret = (struct str){ out, n };
    return true;
}

bool str_unbase64(struct arena *a, struct str b64, struct str *ret)
{
    if (!b64.p || b64.n % 4 != 0)
        return false;
    for (int i = 0; i < 2 && b64.n && b64.p[b64.n - 1] == '='; i++)
        b64.n--;
    return base64_read(a, b64, false, ret);
}

bool str_unbase64url(struct arena *a, struct str b64, struct str *ret)
{
    return b64.p && base64_read(a, b64, true, ret);
}
