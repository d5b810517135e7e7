#include "domain/id.h"

#define ID_BYTES 8

struct str id_text(struct ctx *c, int64_t id)
{
    uint8_t bytes[ID_BYTES];

    if (id == 0)
        return STR_NONE;
    for (int i = 0; i < ID_BYTES; i++)
        bytes[i] = (uint8_t)((uint64_t)id >> (56 - 8 * i));
    return str_base64url(c->arena, bytes, sizeof(bytes));
}

bool id_read(struct ctx *c, struct str s, int64_t *ret)
{
    struct str bytes;
    uint64_t id = 0;

    /* str_unbase64url refuses a last character whose two spare bits are not 0 */
    if (s.n != ID_TEXT_SIZE || !str_unbase64url(c->arena, s, &bytes) || bytes.n != ID_BYTES)
        return false;
    for (int i = 0; i < ID_BYTES; i++)
        id = id << 8 | (uint8_t)bytes.p[i];
    if (id == 0 || id > INT64_MAX)
        return false;
    *ret = (int64_t)id;
    return true;
}
