/* The printed check code of a report: 15 bytes as 24 Crockford characters, and two that show a slip
 * of the pen. It opens nothing; it finds the report's entries in the public log (log.md 2.2). */
#include "domain/event.h"
#include "domain/report.h"
#include "tlog/leaf.h"

#define CODE_CHARS 24
#define CODE_TYPED_MAX 100

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* The first 10 bits of SHA-256 of the code. */
static unsigned check_bits(const uint8_t code[CASE_CODE])
{
    uint8_t h[32];

    sha256(str_bytes(code, CASE_CODE), h);
    return (unsigned)h[0] << 2 | h[1] >> 6;
}

void check_code_write(const uint8_t code15[CASE_CODE], char ret[27])
{
    unsigned check = check_bits(code15);

    for (int i = 0; i < CODE_CHARS; i++) { /* eight characters hold five bytes */
        unsigned v = 0;
        for (int bit = i * 5; bit < i * 5 + 5; bit++)
            v = v << 1 | (code15[bit / 8] >> (7 - bit % 8) & 1u);
        ret[i] = alphabet[v];
    }
    ret[24] = alphabet[check >> 5];
    ret[25] = alphabet[check & 31];
    ret[26] = 0;
}

/* 0..31, or -1; letters that look like digits are read as digits */
static int value_of(char ch)
{
    if (ch >= 'a' && ch <= 'z')
        ch = (char)(ch - 'a' + 'A');
    if (ch == 'O')
        ch = '0';
    if (ch == 'I' || ch == 'L')
        ch = '1';
    const char *at = ch ? strchr(alphabet, ch) : NULL;
    return at ? (int)(at - alphabet) : -1;
}

bool check_code_read(struct str typed, uint8_t code15[15])
{
    uint8_t code[CASE_CODE] = { 0 };
    unsigned check = 0;
    int n = 0;

    if (typed.n > CODE_TYPED_MAX)
        return false;
    for (size_t i = 0; i < typed.n; i++) {
        if (typed.p[i] == ' ' || typed.p[i] == '-')
            continue;
        int v = value_of(typed.p[i]);
        if (v < 0 || n == CODE_CHARS + 2)
            return false;
        if (n >= CODE_CHARS)
            check = check << 5 | (unsigned)v;
        else
            for (int bit = 0; bit < 5; bit++)
                if (v >> (4 - bit) & 1)
                    code[(n * 5 + bit) / 8] |= (uint8_t)(0x80 >> ((n * 5 + bit) % 8));
        n++;
    }
    if (n != CODE_CHARS + 2 || check != check_bits(code))
        return false;
    memcpy(code15, code, sizeof(code));
    return true;
}

static struct str in_fours(struct arena *a, struct str s, char between)
{
    struct buf b = buf_new(a);

    for (size_t i = 0; i < s.n; i++) {
        if (i > 0 && i % 4 == 0)
            buf_byte(&b, between);
        buf_byte(&b, s.p[i]);
    }
    return buf_str(&b);
}

struct str check_code_shown(struct arena *a, struct str code26)
{
    return in_fours(a, code26, '-');
}

struct str report_number_shown(struct arena *a, struct str digits16)
{
    return in_fours(a, digits16, ' ');
}
