#include "domain/rowmac.h"

#include "domain/app.h"

/* kind and length before each value, so that no two rows give the same bytes */
static void put_value(struct buf *b, const struct value *v)
{
    buf_byte(b, (char)v->kind);
    if (v->kind == VALUE_INT) {
        buf_u64be(b, (uint64_t)v->i);
    } else if (v->kind != VALUE_NULL) {
        buf_u64be(b, v->s.n);
        buf_put(b, v->s);
    }
}

struct value row_mac_n(struct ctx *c, const char *table, int count, const struct value *values)
{
    struct buf b = buf_new(c->arena);
    buf_bytes(&b, table, strlen(table) + 1);
    for (int i = 0; i < count; i++)
        put_value(&b, &values[i]);
    uint8_t *mac = arena_take(c->arena, ROW_MAC_SIZE);
    hash_keyed(&c->app->key->s[S_MAC], buf_str(&b), mac, ROW_MAC_SIZE);
    return BLOB(str_bytes(mac, ROW_MAC_SIZE));
}

enum err row_mac_check_n(struct ctx *c, struct str mac, const char *table, int count,
                         const struct value *values)
{
    struct value right = row_mac_n(c, table, count, values);
    struct key a = { { 0 } }, b = { { 0 } }; /* keys are compared in constant time */
    memcpy(a.b, right.s.p, ROW_MAC_SIZE);
    if (mac.n == ROW_MAC_SIZE)
        memcpy(b.b, mac.p, ROW_MAC_SIZE);
    if (mac.n != ROW_MAC_SIZE || !key_equal(&a, &b))
        return FAULT(&c->fault, ERR_STORE, "row.changed", "table %s", table);
    return ERR_OK;
}
