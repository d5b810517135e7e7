#include "domain/filetype.h"

#include <string.h>

#include "base/err.h"

#define ENDING_MAX 8

enum form {
    FORM_NONE,
    FORM_JPEG,
    FORM_PNG,
    FORM_WEBP,
    FORM_HEIC,
    FORM_GIF,
    FORM_PDF,
    FORM_ZIP,
    FORM_OLE,
    FORM_MP4,
    FORM_MP3,
    FORM_AMR,
    FORM_OGG,
    FORM_WEBM,
    FORM_WAV,
    FORM_TEXT
};

#define OPENXML "application/vnd.openxmlformats-officedocument."

static const struct kind {
    enum form form;
    struct file_type type;
} kinds[] = {
    { FORM_JPEG, { "image/jpeg", "jpg", "jpg jpeg jpe jfif", CLEAN_JPEG, false } },
    { FORM_PNG, { "image/png", "png", "png", CLEAN_PNG, false } },
    { FORM_WEBP, { "image/webp", "webp", "webp", CLEAN_NONE, false } },
    { FORM_HEIC, { "image/heic", "heic", "heic heif hif", CLEAN_NONE, false } },
    { FORM_GIF, { "image/gif", "gif", "gif", CLEAN_NONE, false } },
    { FORM_PDF, { "application/pdf", "pdf", "pdf", CLEAN_NONE, false } },
    { FORM_ZIP, { OPENXML "wordprocessingml.document", "docx", "docx", CLEAN_NONE, true } },
    { FORM_ZIP, { OPENXML "spreadsheetml.sheet", "xlsx", "xlsx", CLEAN_NONE, true } },
    { FORM_ZIP, { OPENXML "presentationml.presentation", "pptx", "pptx", CLEAN_NONE, true } },
    { FORM_OLE, { "application/msword", "doc", "doc wps", CLEAN_NONE, false } },
    { FORM_OLE, { "application/vnd.ms-excel", "xls", "xls et", CLEAN_NONE, false } },
    { FORM_OLE, { "application/vnd.ms-powerpoint", "ppt", "ppt dps", CLEAN_NONE, false } },
    { FORM_MP4, { "video/mp4", "mp4", "mp4 m4v 3gp", CLEAN_NONE, false } },
    { FORM_MP4, { "video/quicktime", "mov", "mov qt", CLEAN_NONE, false } },
    { FORM_MP4, { "audio/mp4", "m4a", "m4a", CLEAN_NONE, false } },
    { FORM_MP3, { "audio/mpeg", "mp3", "mp3", CLEAN_NONE, false } },
    { FORM_AMR, { "audio/amr", "amr", "amr awb", CLEAN_NEEDLESS, false } },
    { FORM_OGG, { "audio/ogg", "ogg", "ogg oga opus", CLEAN_NONE, false } },
    { FORM_WEBM, { "video/webm", "webm", "webm weba", CLEAN_NONE, false } },
    { FORM_WAV, { "audio/wav", "wav", "wav", CLEAN_NONE, false } },
    { FORM_TEXT, { "text/plain", "txt", "txt", CLEAN_NEEDLESS, false } },
};

static bool at(struct str h, size_t i, const char *bytes, size_t n)
{
    return h.n >= i + n && memcmp(h.p + i, bytes, n) == 0;
}
#define AT(h, i, lit) at((h), (i), (lit), sizeof(lit) - 1)

static bool has(struct str h, const char *bytes, size_t n)
{
    return memmem(h.p, h.n, bytes, n) != NULL;
}

static uint8_t byte(struct str h, size_t i)
{
    return i < h.n ? (uint8_t)h.p[i] : 0;
}

/* ---- text ---- */

static bool is_control(uint8_t b)
{
    return (b < 0x20 && b != '\t' && b != '\n' && b != '\r' && b != '\f') || b == 0x7f;
}

/* Length of the UTF-8 character at i, 0 when there is none. The head may cut the last one. */
static size_t utf8_step(struct str h, size_t i)
{
    uint8_t b = byte(h, i);
    size_t n = b < 0x80                ? 1
               : b >= 0xc2 && b < 0xe0 ? 2
               : (b & 0xf0) == 0xe0    ? 3
               : b >= 0xf0 && b < 0xf5 ? 4
                                       : 0;

    for (size_t k = 1; k < n && i + k < h.n; k++) {
        if ((byte(h, i + k) & 0xc0) != 0x80)
            return 0;
    }
    return n;
}

/* The same for GB18030: one, two or four bytes. */
static size_t gb18030_step(struct str h, size_t i)
{
    uint8_t a = byte(h, i), b = byte(h, i + 1);

    if (a < 0x80)
        return 1;
    if (a == 0x80 || a == 0xff)
        return 0;
    if (i + 1 >= h.n)
        return 2;
    if (b >= 0x40 && b != 0x7f && b != 0xff)
        return 2;
    if (b < 0x30 || b > 0x39)
        return 0;
    if (i + 2 < h.n && (byte(h, i + 2) < 0x81 || byte(h, i + 2) == 0xff))
        return 0;
    return i + 3 < h.n && (byte(h, i + 3) < 0x30 || byte(h, i + 3) > 0x39) ? 0 : 4;
}

static bool reads_as(struct str h, size_t (*step)(struct str h, size_t i))
{
    for (size_t i = 0; i < h.n;) {
        size_t n = step(h, i);
        if (n == 0 || (n == 1 && is_control(byte(h, i))))
            return false;
        i += n;
    }
    return true;
}

/* Text that a program would take for something to run or to draw. */
static bool is_markup(struct str h)
{
    size_t i = AT(h, 0, "\xef\xbb\xbf") ? 3 : 0;

    while (i < h.n && strchr(" \t\r\n\f", h.p[i]) && h.p[i])
        i++;
    struct str t = str_slice(h, i, h.n);
    if (AT(t, 0, "#!") || AT(t, 0, "%!") || AT(t, 0, "{\\rtf") || AT(t, 0, "%PDF-"))
        return true;
    uint8_t b = byte(t, 1) | 0x20;
    return byte(t, 0) == '<' && ((b >= 'a' && b <= 'z') || byte(t, 1) == '!' || byte(t, 1) == '?');
}

static bool is_text(struct str h)
{
    return (reads_as(h, utf8_step) || reads_as(h, gb18030_step)) && !is_markup(h);
}

/* ---- forms ---- */

/* Major brands of ISO base media files; a brand may be cut ("3gp" stands for 3gp4, 3gp5 ...). */
static bool has_brand(struct str h, const char *const *brands)
{
    for (size_t i = 0; brands[i]; i++) {
        if (at(h, 8, brands[i], strlen(brands[i])))
            return true;
    }
    return false;
}

static enum form form_of_boxes(struct str h)
{
    static const char *const picture[] = { "heic", "heix", "heim", "heis",
                                           "hevc", "mif1", "msf1", NULL };
    static const char *const film[] = { "isom", "iso",  "mp41", "mp42", "mp71", "avc1",
                                        "hvc1", "M4V",  "M4A",  "M4B",  "qt  ", "3gp",
                                        "3g2",  "MSNV", "mmp4", "dash", NULL };

    return has_brand(h, picture) ? FORM_HEIC : has_brand(h, film) ? FORM_MP4 : FORM_NONE;
}

/* A frame of MPEG layer III, no reserved bits. */
static bool is_mp3_frame(struct str h)
{
    uint8_t b = byte(h, 1), d = byte(h, 2);

    return byte(h, 0) == 0xff && (b & 0xe0) == 0xe0 && (b & 0x18) != 0x08 && (b & 0x06) == 0x02 &&
           (d & 0xf0) != 0xf0 && (d & 0xf0) != 0 && (d & 0x0c) != 0x0c;
}

/* The first member's name says whether this zip is an office paper. */
static bool is_office_zip(struct str h)
{
    static const char *const first[] = {
        "[Content_Types].xml", "_rels/", "docProps/", "word/", "xl/", "ppt/", "customXml/"
    };
    size_t n = (size_t)byte(h, 26) | (size_t)byte(h, 27) << 8;
    struct str name = str_slice(h, 30, n);

    for (size_t i = 0; i < COUNT_OF(first); i++) {
        if (str_starts(name, str_of(first[i])))
            return true;
    }
    return false;
}

static enum form form_of(struct str h)
{
    if (AT(h, 0, "\xff\xd8\xff"))
        return FORM_JPEG;
    if (AT(h, 0, "\x89PNG\r\n\x1a\n"))
        return FORM_PNG;
    if (AT(h, 0, "GIF87a") || AT(h, 0, "GIF89a"))
        return FORM_GIF;
    if (AT(h, 0, "%PDF-"))
        return FORM_PDF;
    if (AT(h, 0, "PK\x03\x04"))
        return is_office_zip(h) ? FORM_ZIP : FORM_NONE;
    if (AT(h, 0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"))
        return FORM_OLE;
    if (AT(h, 4, "ftyp"))
        return form_of_boxes(h);
    if (AT(h, 0, "RIFF"))
        return AT(h, 8, "WEBP") ? FORM_WEBP : AT(h, 8, "WAVE") ? FORM_WAV : FORM_NONE;
    if (AT(h, 0, "ID3") || is_mp3_frame(h))
        return FORM_MP3;
    if (AT(h, 0, "#!AMR\n") || AT(h, 0, "#!AMR-WB\n"))
        return FORM_AMR;
    if (AT(h, 0, "OggS"))
        return FORM_OGG;
    if (AT(h, 0, "\x1a\x45\xdf\xa3"))
        return has(h, "webm", 4) ? FORM_WEBM : FORM_NONE;
    return is_text(h) ? FORM_TEXT : FORM_NONE;
}

/* ---- two kinds at once ---- */

static bool has_word(struct str h, const char *word)
{
    size_t n = strlen(word);

    for (size_t i = 0; i + n <= h.n; i++) {
        if (strncasecmp(h.p + i, word, n) == 0)
            return true;
    }
    return false;
}

/* Readers of PDF look for its mark anywhere in the first KB, browsers for these words. */
static bool hides_another(struct str h, enum form form)
{
    static const char *const words[] = {
        "<script", "<html", "<!doctype", "<svg", "<?php", "<iframe"
    };

    if (form != FORM_PDF && has(h, "%PDF-", 5))
        return true;
    if (form == FORM_ZIP)
        return false; /* stored parts of an office paper are XML */
    for (size_t i = 0; i < COUNT_OF(words); i++) {
        if (has_word(h, words[i]))
            return true;
    }
    return false;
}

/* ---- names ---- */

/* The ending in small letters; "" when there is none. */
static void ending_of(struct str name, char ret[ENDING_MAX + 1])
{
    size_t dot = name.n;

    ret[0] = 0;
    while (dot > 0 && name.p[dot - 1] != '.')
        dot--;
    if (dot == 0)
        return;
    struct str e = str_slice(name, dot, name.n);
    if (e.n == 0)
        return;
    for (size_t i = 0; i < e.n && i < ENDING_MAX; i++) {
        char b = e.p[i];
        ret[i] = (char)(b >= 'A' && b <= 'Z' ? b + 32 : b);
    }
    ret[e.n < ENDING_MAX ? e.n : ENDING_MAX] = 0;
    if (e.n > ENDING_MAX)
        memcpy(ret, "?", 2); /* longer than any we know */
}

static bool ending_in(const char *list, const char *ending)
{
    size_t n = strlen(ending);

    for (const char *p = list; *p; p += *p ? 1 : 0) {
        size_t k = strcspn(p, " ");
        if (k == n && memcmp(p, ending, n) == 0)
            return true;
        p += k;
        if (!*p)
            break;
    }
    return false;
}

bool file_ending_known(struct str name)
{
    char ending[ENDING_MAX + 1];

    ending_of(name, ending);
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (ending_in(kinds[i].type.endings, ending))
            return true;
    }
    return ending[0] == 0;
}

/* Which office paper the members in the head speak of; NULL when none of them is there yet. */
static const char *office_part(struct str h)
{
    return has(h, "word/", 5)  ? "docx"
           : has(h, "xl/", 3)  ? "xlsx"
           : has(h, "ppt/", 4) ? "pptx"
                               : NULL;
}

static const struct file_type *choose(enum form form, struct str head, const char *ending)
{
    const struct file_type *only = NULL;
    const char *part = form == FORM_ZIP ? office_part(head) : NULL;
    size_t n = 0;

    if (!ending[0] && part)
        ending = part;
    if (part && strcmp(part, ending) != 0)
        return NULL;
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (kinds[i].form != form)
            continue;
        if (ending_in(kinds[i].type.endings, ending))
            return &kinds[i].type;
        only = &kinds[i].type;
        n++;
    }
    if (ending[0])
        return NULL;
    /* a recording without an ending is what phones and pages send most */
    return n == 1 ? only : form == FORM_MP4 ? file_type_named(S("video/mp4")) : NULL;
}

const struct file_type *file_type_of(struct str head, struct str name, const char **ret_key)
{
    char ending[ENDING_MAX + 1];
    enum form form = form_of(head);
    const struct file_type *type;

    ending_of(name, ending);
    if (form == FORM_NONE || !file_ending_known(name)) {
        *ret_key = T_KEY("file.kind");
        return NULL;
    }
    if (hides_another(head, form)) {
        *ret_key = T_KEY("file.two_kinds");
        return NULL;
    }
    type = choose(form, head, ending);
    if (!type)
        *ret_key = ending[0] ? T_KEY("file.mismatch") : T_KEY("file.kind");
    return type;
}

const struct file_type *file_type_named(struct str mime)
{
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        if (str_eq(mime, str_of(kinds[i].type.mime)))
            return &kinds[i].type;
    }
    return NULL;
}
