#include "tlog/leaf.h"

#include <assert.h>

static void put_hash(struct buf *b, const uint8_t h[LEAF_HASH])
{
    buf_bytes(b, h, LEAF_HASH);
}

struct key leaf_case_key(const uint8_t code[CASE_CODE])
{
    static const char label[] = "ygxf/case-key/v1\n";
    uint8_t in[sizeof(label) - 1 + CASE_CODE];
    struct key k;

    memcpy(in, label, sizeof(label) - 1);
    memcpy(in + sizeof(label) - 1, code, CASE_CODE);
    sha256(str_bytes(in, sizeof(in)), k.b);
    explicit_bzero(in, sizeof(in));
    return k;
}

/* HMAC-SHA256(k, label ‖ u32be seq) */
static void hmac_seq(const struct key *k, struct str label, uint32_t seq, uint8_t ret[LEAF_HASH])
{
    uint8_t in[32];

    assert(label.n + 4 <= sizeof(in));
    memcpy(in, label.p, label.n);
    for (int i = 0; i < 4; i++)
        in[label.n + (size_t)i] = (uint8_t)(seq >> (24 - 8 * i));
    hmac_sha256(k, str_bytes(in, label.n + 4), ret);
}

void leaf_tag(const struct key *k_case, uint32_t seq, uint8_t ret[LEAF_HASH])
{
    hmac_seq(k_case, S("ygxf/tag/v1\n"), seq, ret);
}

void leaf_blind_meta(const struct key *k_open, uint32_t seq, uint8_t ret[LEAF_HASH])
{
    hmac_seq(k_open, S("rm"), seq, ret);
}

void leaf_blind_body(const struct key *k_open, uint32_t seq, uint8_t ret[LEAF_HASH])
{
    hmac_seq(k_open, S("rb"), seq, ret);
}

/* SHA-256(label ‖ r ‖ text), the text as long as it is: not copied */
static void blinded_hash(struct str label, const uint8_t r[LEAF_HASH], struct str text,
                         uint8_t ret[LEAF_HASH])
{
    const struct str parts[] = { label, str_bytes(r, LEAF_HASH), text };

    sha256_parts(parts, COUNT_OF(parts), ret);
}

void leaf_meta_hash(const uint8_t r_m[LEAF_HASH], struct str meta, uint8_t ret[LEAF_HASH])
{
    blinded_hash(S("ygxf/meta/v1\n"), r_m, meta, ret);
}

void leaf_body_hash(const uint8_t r_b[LEAF_HASH], struct str body, uint8_t ret[LEAF_HASH])
{
    blinded_hash(S("ygxf/body/v1\n"), r_b, body, ret);
}

void leaf_commitment(const uint8_t tag[LEAF_HASH], const uint8_t m[LEAF_HASH],
                     const uint8_t b[LEAF_HASH], uint8_t ret[LEAF_HASH])
{
    static const char label[] = "ygxf/leaf/v1\n";
    uint8_t in[sizeof(label) - 1 + 3 * LEAF_HASH];
    uint8_t *p = in;

    memcpy(p, label, sizeof(label) - 1);
    p += sizeof(label) - 1;
    memcpy(p, tag, LEAF_HASH);
    memcpy(p + LEAF_HASH, m, LEAF_HASH);
    memcpy(p + 2 * LEAF_HASH, b, LEAF_HASH);
    sha256(str_bytes(in, sizeof(in)), ret);
}

void leaf_entry(const uint8_t tag[LEAF_HASH], const uint8_t c[LEAF_HASH], uint8_t ret[LEAF_ENTRY])
{
    ret[0] = 0x01;
    memcpy(ret + 1, tag, LEAF_HASH);
    memcpy(ret + 1 + LEAF_HASH, c, LEAF_HASH);
}

struct key leaf_pad_seed(const struct key *k_pad, uint64_t index)
{
    static const char label[] = "ygxf/pad/v1\n";
    uint8_t in[sizeof(label) - 1 + 8];
    struct key seed;

    memcpy(in, label, sizeof(label) - 1);
    for (int i = 0; i < 8; i++)
        in[sizeof(label) - 1 + (size_t)i] = (uint8_t)(index >> (56 - 8 * i));
    hmac_sha256(k_pad, str_bytes(in, sizeof(in)), seed.b);
    return seed;
}

void leaf_pad(const struct key *seed, uint8_t ret[LEAF_ENTRY])
{
    uint8_t tag[LEAF_HASH], r[LEAF_HASH], m[LEAF_HASH], b[LEAF_HASH], c[LEAF_HASH];

    hmac_sha256(seed, S("T"), tag);
    hmac_sha256(seed, S("m"), r);
    leaf_meta_hash(r, S("kind pad\n"), m);
    hmac_sha256(seed, S("b"), r);
    leaf_body_hash(r, S(""), b);
    leaf_commitment(tag, m, b, c);
    leaf_entry(tag, c, ret);
}

static void meta_line(struct buf *b, const char *key, struct str value)
{
    if (str_absent(value))
        return;
    /* a line feed inside would let one value pose as another line */
    assert(value.n > 0 && !memchr(value.p, '\n', value.n));
    buf_put(b, str_of(key));
    buf_byte(b, ' ');
    buf_put(b, value);
    buf_byte(b, '\n');
}

struct str leaf_meta_text(struct arena *a, const struct leaf_meta *m)
{
    struct buf b = buf_new(a);
    struct str due = m->due;

    buf_fmt(&b, "seq %u\n", (unsigned)m->seq);
    meta_line(&b, "kind", m->kind);
    meta_line(&b, "chain", m->chain);
    meta_line(&b, "channel", m->channel);
    meta_line(&b, "unit", m->unit);
    if (m->named >= 0)
        meta_line(&b, "named", m->named ? S("1") : S("0"));
    if (!day_absent(m->happened))
        meta_line(&b, "happened", day_format(a, m->happened));
    if (!day_absent(m->entered))
        meta_line(&b, "entered", day_format(a, m->entered));
    for (size_t i = 0; !str_absent(due) && due.n > 0; i++) {
        assert(i < LEAF_DUES_MAX);
        meta_line(&b, "due", str_cut(&due, '\n'));
    }
    if (m->prev)
        meta_line(&b, "prev", str_hex(a, m->prev, LEAF_HASH));
    meta_line(&b, "outcome", m->outcome);
    return buf_str(&b);
}

static void opening_part(struct buf *b, const uint8_t *r, struct str text, const uint8_t *hash)
{
    if (!r) {
        put_hash(b, hash);
        return;
    }
    assert(text.n <= UINT32_MAX);
    put_hash(b, r);
    buf_u32be(b, (uint32_t)text.n);
    buf_put(b, text);
}

struct str leaf_opening_bytes(struct arena *a, const struct leaf_opening *o)
{
    struct buf b = buf_new(a);

    buf_byte(&b, 0x01);
    buf_byte(&b, (char)((o->r_m ? 1 : 0) | (o->r_b ? 2 : 0)));
    put_hash(&b, o->tag);
    opening_part(&b, o->r_m, o->meta, o->m);
    opening_part(&b, o->r_b, o->body, o->b);
    return buf_str(&b);
}

/* Takes n bytes off; NULL when there are fewer. */
static const uint8_t *take(struct str *rest, size_t n)
{
    const char *p = rest->p;

    if (rest->n < n)
        return NULL;
    *rest = str_slice(*rest, n, rest->n - n);
    return (const uint8_t *)p;
}

static bool opening_part_read(struct str *rest, bool shown, const uint8_t **r, struct str *text,
                              const uint8_t **hash)
{
    const uint8_t *first = take(rest, LEAF_HASH), *length;
    uint32_t n = 0;

    if (!shown) {
        *hash = first;
        return first != NULL;
    }
    *r = first;
    length = first ? take(rest, 4) : NULL;
    if (!length)
        return false;
    for (int i = 0; i < 4; i++)
        n = n << 8 | length[i];
    *text = str_slice(*rest, 0, n);
    return take(rest, n) != NULL;
}

bool leaf_opening_read(struct str bytes, struct leaf_opening *ret)
{
    struct leaf_opening o = { 0 };
    struct str rest = bytes;

    const uint8_t *head = take(&rest, 2);
    if (!head || head[0] != 0x01 || head[1] > 3)
        return false;
    o.tag = take(&rest, LEAF_HASH);
    if (!o.tag || !opening_part_read(&rest, head[1] & 1, &o.r_m, &o.meta, &o.m) ||
        !opening_part_read(&rest, head[1] & 2, &o.r_b, &o.body, &o.b) || rest.n > 0)
        return false;
    *ret = o;
    return true;
}

void leaf_opening_entry(const struct leaf_opening *o, uint8_t ret[LEAF_ENTRY])
{
    uint8_t m[LEAF_HASH], b[LEAF_HASH], c[LEAF_HASH];

    if (o->r_m)
        leaf_meta_hash(o->r_m, o->meta, m);
    if (o->r_b)
        leaf_body_hash(o->r_b, o->body, b);
    leaf_commitment(o->tag, o->r_m ? m : o->m, o->r_b ? b : o->b, c);
    leaf_entry(o->tag, c, ret);
}
