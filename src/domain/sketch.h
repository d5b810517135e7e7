/*
 * sketch.h - is this text much like that one? MinHash over three characters, under a desk's key.
 *
 * Layer: domain   Source: design 7.3; Broder 1997, "On the resemblance and containment of
 * documents" 96 rows, each the smallest number that any three characters of the text give under it:
 * two texts agree in a row as often as they have three characters in common. Three rows make a
 * band; texts that share half of their characters agree in one of 32 bands 99 times in 100,
 * strangers hardly ever. What many letters say in the same words (data/repeats/stop.txt) is not
 * counted.
 */
#ifndef YG_DOMAIN_SKETCH_H
#define YG_DOMAIN_SKETCH_H

#include "base/ctx.h"

#define SKETCH_BANDS 32
#define SKETCH_BAND_ROWS 3
#define SKETCH_ROWS (SKETCH_BANDS * SKETCH_BAND_ROWS)
#define SKETCH_LEAST 12 /* different threes; a shorter text is like too many */

struct sketch {
    uint32_t rows[SKETCH_ROWS];
};

/* mk: MK of a desk (vault.h). False: too short to be told from others. About 2 ms for 10,000
 * characters, so before a transaction and not in it. */
bool sketch_make(struct ctx *c, const uint8_t mk[16], struct str text, struct sketch *ret);
/* What a band is looked up by. The same band of the same text under another key is another. */
int64_t sketch_band(const uint8_t mk[16], const struct sketch *s, int band);
/* How much of their threes they share, in percent; ± 10 (96 rows). */
int sketch_alike(const struct sketch *a, const struct sketch *b);
/* 384 bytes and back; false when it is not that long. */
struct str sketch_bytes(struct arena *a, const struct sketch *s);
bool sketch_read(struct str bytes, struct sketch *ret);

#endif
