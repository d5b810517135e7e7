#include "tlog/note.h"

#include <assert.h>

#include "base/utf8.h"

#define DASH "\xe2\x80\x94 " /* U+2014 and a space */
#define TIME_BYTES 8
#define SIGNATURE_BYTES 64
#define SIGNED_EXTRA_MAX 64 /* "cosignature/v1\ntime 18446744073709551615\n" */

static bool is_space(int32_t c)
{
    return (c >= 0x09 && c <= 0x0d) || c == 0x20 || c == 0x85 || c == 0xa0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f ||
           c == 0x205f || c == 0x3000;
}

bool note_name_ok(struct str name)
{
    for (size_t i = 0; i < name.n;) {
        int32_t c = utf8_next(name, &i);
        if (c < 0x20 || c == '+' || is_space(c))
            return false;
    }
    return name.n > 0;
}

static bool text_ok(struct str s)
{
    for (size_t i = 0; i < s.n;) {
        int32_t c = utf8_next(s, &i);
        if (c < 0x20 && c != '\n')
            return false;
    }
    return true;
}

struct note_key note_key_of(struct str name, uint8_t type, const uint8_t public_key[32])
{
    struct note_key k = { .name = name, .type = type };
    uint8_t h[32];
    ARENA_AUTO a = arena_new(4096);
    struct sha256_stream *s = sha256_new(a);

    sha256_add(s, name);
    sha256_add(s, S("\n"));
    sha256_add(s, str_bytes(&type, 1));
    sha256_add(s, str_bytes(public_key, 32));
    sha256_end(s, h);
    memcpy(k.id, h, sizeof(k.id));
    memcpy(k.public_key, public_key, sizeof(k.public_key));
    return k;
}

static bool lower_hex(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!(s.p[i] >= '0' && s.p[i] <= '9') && !(s.p[i] >= 'a' && s.p[i] <= 'f'))
            return false;
    return true;
}

bool note_key_parse(struct arena *a, struct str vkey, struct note_key *ret)
{
    struct str rest = vkey, name = str_cut(&rest, '+');
    struct str hex = str_cut(&rest, '+'), id, key;

    if (vkey.n > NOTE_BYTES_MAX || str_absent(rest) || !note_name_ok(name) || hex.n != 8 ||
        !lower_hex(hex) || !str_unhex(a, hex, &id) || !str_unbase64(a, rest, &key) || key.n != 33)
        return false;
    uint8_t type = (uint8_t)key.p[0];
    if (type != NOTE_ED25519 && type != NOTE_COSIGNATURE)
        return false;
    struct note_key k = note_key_of(name, type, (const uint8_t *)key.p + 1);
    if (memcmp(k.id, id.p, sizeof(k.id)) != 0)
        return false;
    *ret = k;
    return true;
}

struct str note_key_text(struct arena *a, const struct note_key *k)
{
    uint8_t key[33] = { k->type };
    struct buf b = buf_new(a);

    memcpy(key + 1, k->public_key, 32);
    buf_put(&b, k->name);
    buf_byte(&b, '+');
    buf_put(&b, str_hex(a, k->id, sizeof(k->id)));
    buf_byte(&b, '+');
    buf_put(&b, str_base64(a, key, sizeof(key)));
    return buf_str(&b);
}

static bool line_parse(struct arena *a, struct str line, struct note_line *ret)
{
    struct str rest = line, sig;

    if (!str_starts(line, S(DASH)))
        return false;
    rest = str_slice(line, sizeof(DASH) - 1, line.n);
    struct str name = str_cut(&rest, ' ');
    if (str_absent(rest) || !note_name_ok(name) || !str_unbase64(a, rest, &sig) || sig.n < 5)
        return false;
    ret->name = name;
    memcpy(ret->id, sig.p, sizeof(ret->id));
    ret->signature = str_slice(sig, 4, sig.n - 4);
    ret->line = str_bytes(line.p, line.n + 1);
    return true;
}

bool note_parse(struct arena *a, struct str bytes, struct note *ret)
{
    struct note n = { 0 };
    size_t at;

    if (bytes.n < 3 || bytes.n > NOTE_BYTES_MAX || bytes.p[bytes.n - 1] != '\n' || !text_ok(bytes))
        return false;
    for (at = bytes.n - 2; at > 0; at--) /* the last empty line */
        if (bytes.p[at] == '\n' && bytes.p[at - 1] == '\n')
            break;
    if (at == 0)
        return false;
    n.text = str_slice(bytes, 0, at);
    struct str rest = str_slice(bytes, at + 1, bytes.n - at - 2); /* without the last LF */
    n.lines = arena_array(a, struct note_line, NOTE_LINES_MAX);
    while (!str_absent(rest)) {
        struct str line = str_cut(&rest, '\n');
        if (n.n == NOTE_LINES_MAX || !line_parse(a, line, &n.lines[n.n++]))
            return false;
    }
    *ret = n;
    return true;
}

/* What a cosignature signs before the text. */
static size_t cosigned_head(uint64_t time_s, char out[SIGNED_EXTRA_MAX])
{
    static const char label[] = "cosignature/v1\ntime ";
    char digits[20];
    size_t n = 0, at = sizeof(label) - 1;

    memcpy(out, label, at);
    do {
        digits[n++] = (char)('0' + time_s % 10);
        time_s /= 10;
    } while (time_s > 0);
    while (n > 0)
        out[at++] = digits[--n];
    out[at++] = '\n';
    return at;
}

static struct str cosigned_text(struct arena *a, uint64_t time_s, struct str text)
{
    char head[SIGNED_EXTRA_MAX];
    struct buf b = buf_new(a);

    buf_bytes(&b, head, cosigned_head(time_s, head));
    buf_put(&b, text);
    return buf_str(&b);
}

static uint64_t u64_of(const char *p)
{
    uint64_t v = 0;

    for (int i = 0; i < TIME_BYTES; i++)
        v = v << 8 | (uint8_t)p[i];
    return v;
}

static bool line_verifies(const struct note *n, const struct note_line *l, const struct note_key *k,
                          uint64_t *time_s)
{
    struct str sig = l->signature;

    *time_s = 0;
    if (k->type == NOTE_ED25519)
        return sig.n == SIGNATURE_BYTES &&
               sign_verify(k->public_key, n->text, (const uint8_t *)sig.p);
    if (k->type != NOTE_COSIGNATURE || sig.n != TIME_BYTES + SIGNATURE_BYTES)
        return false;
    *time_s = u64_of(sig.p);
    ARENA_AUTO a = arena_new(2 * NOTE_BYTES_MAX + 8192);
    return sign_verify(k->public_key, cosigned_text(a, *time_s, n->text),
                       (const uint8_t *)sig.p + TIME_BYTES);
}

enum note_verdict note_verify(const struct note *n, const struct note_key *k, uint64_t *time_s)
{
    enum note_verdict verdict = NOTE_UNSIGNED;
    uint64_t time, first = UINT64_MAX;

    for (size_t i = 0; i < n->n; i++) {
        const struct note_line *l = &n->lines[i];
        if (!str_eq(l->name, k->name) || memcmp(l->id, k->id, sizeof(k->id)) != 0)
            continue;
        if (!line_verifies(n, l, k, &time))
            return NOTE_WRONG;
        verdict = NOTE_SIGNED;
        first = time < first ? time : first;
    }
    if (time_s && verdict == NOTE_SIGNED)
        *time_s = first;
    return verdict;
}

static struct str line_text(struct arena *a, const struct note_key *k, struct str signature)
{
    struct buf raw = buf_new(a), b = buf_new(a);

    buf_bytes(&raw, k->id, sizeof(k->id));
    buf_put(&raw, signature);
    buf_put(&b, S(DASH));
    buf_put(&b, k->name);
    buf_byte(&b, ' ');
    buf_put(&b, str_base64(a, raw.p, raw.n));
    buf_byte(&b, '\n');
    return buf_str(&b);
}

struct str note_sign(struct arena *a, struct str name, const uint8_t seed[32], struct str text)
{
    uint8_t sig[SIGNATURE_BYTES], pk[32];

    assert(text.n > 0 && text.p[text.n - 1] == '\n' && note_name_ok(name));
    sign_detached(seed, text, sig, pk);
    struct note_key k = note_key_of(name, NOTE_ED25519, pk);
    return line_text(a, &k, str_bytes(sig, sizeof(sig)));
}

struct str note_cosign(struct arena *a, struct str name, const uint8_t seed[32], uint64_t time_s,
                       struct str text)
{
    uint8_t sig[SIGNATURE_BYTES], pk[32];
    struct buf b = buf_new(a);

    assert(text.n > 0 && text.p[text.n - 1] == '\n' && note_name_ok(name));
    sign_detached(seed, cosigned_text(a, time_s, text), sig, pk);
    struct note_key k = note_key_of(name, NOTE_COSIGNATURE, pk);
    buf_u64be(&b, time_s);
    buf_bytes(&b, sig, sizeof(sig));
    return line_text(a, &k, buf_str(&b));
}

struct str note_join(struct arena *a, struct str text, struct str lines)
{
    struct buf b = buf_new(a);

    buf_put(&b, text);
    buf_byte(&b, '\n');
    buf_put(&b, lines);
    return buf_str(&b);
}
