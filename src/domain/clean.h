/*
 * clean.h - pictures without what tells of the device and its owner, made while they stream by.
 *
 * Layer:  domain (inside of file*.c)   Source: design 7.3; ux U12; domain 2.3 "evidence"
 * Memory: flat: one segment of at most 64 KiB is kept, whatever the picture's size
 *
 * JPEG: kept are what a decoder needs (frames, tables, scans), ICC profiles, the JFIF density and
 * Adobe's transform byte; of Exif only the orientation, in a small segment of its own. Gone: GPS,
 * device, times, thumbnails, XMP, IPTC, comments, makers' segments, all that follows the picture.
 * PNG: kept are the picture, its palette, transparency, colour space, density and animation;
 * likewise of eXIf only the orientation. Gone: text, times, unknown chunks, all after IEND.
 */
#ifndef YG_DOMAIN_CLEAN_H
#define YG_DOMAIN_CLEAN_H

#include "base/str.h"

#define CLEAN_KEEP_MAX 65535 /* longest JPEG segment; a longer eXIf is dropped unread */

struct clean {
    void (*put)(void *u, const uint8_t *p, size_t n); /* where the clean picture goes */
    void *u;
    bool (*add)(struct clean *k, const uint8_t *p, size_t n);
    bool failed, done;
    int state, marker;
    uint32_t left;   /* of the segment or chunk */
    uint8_t head[8]; /* PNG: length and name, as they come in */
    uint32_t head_n;
    bool started;  /* a first frame or IHDR was there */
    bool scan;     /* picture data was there */
    bool oriented; /* an orientation was written */
    uint32_t kept_n;
    uint8_t kept[CLEAN_KEEP_MAX];
};

void clean_jpeg_start(struct clean *k, void (*put)(void *u, const uint8_t *p, size_t n), void *u);
void clean_png_start(struct clean *k, void (*put)(void *u, const uint8_t *p, size_t n), void *u);
/* False: this is no picture that we can clean; nothing more is read or written, what was written is
 * worth nothing. */
static inline bool clean_add(struct clean *k, const uint8_t *p, size_t n)
{
    return !k->failed && (k->done || k->add(k, p, n));
}
/* A picture that was cut within its data is one still: what was there is clean. */
static inline bool clean_end(const struct clean *k)
{
    return !k->failed && k->scan;
}

/* Orientation 2..8 in a TIFF block as Exif has it; 0 when there is none or it says upright. */
int clean_orientation(const uint8_t *tiff, size_t n);
/* The smallest TIFF block that says it. */
#define CLEAN_TIFF_SIZE 26
void clean_tiff(int orientation, uint8_t ret[CLEAN_TIFF_SIZE]);

#endif
