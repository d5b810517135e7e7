#include "base/test.h"
#include "domain/filetype.h"

static const struct {
    const char *p;
    size_t n;
    const char *name, *mime; /* or the key of the refusal */
} cases[] = {
#define CASE(lit, name, mime)                                                                      \
    {                                                                                              \
        lit, sizeof(lit) - 1, name, mime                                                           \
    }
    CASE("\xff\xd8\xff\xe0\0\x10JFIF", "IMG_1.JPG", "image/jpeg"),
    CASE("\xff\xd8\xff\xe0\0\x10JFIF", "", "image/jpeg"),
    CASE("\xff\xd8\xff\xe0\0\x10JFIF", "a.png", "file.mismatch"),
    CASE("\xff\xd8\xff\xe0\0\x10JFIF", "a.exe", "file.kind"),
    CASE("\x89PNG\r\n\x1a\n", "截图.png", "image/png"),
    CASE("RIFF\1\2\3\4WEBPVP8 ", "a.webp", "image/webp"),
    CASE("RIFF\1\2\3\4WAVEfmt ", "a.wav", "audio/wav"),
    CASE("RIFF\1\2\3\4AVI LIST", "a.wav", "file.kind"),
    CASE("\0\0\0\x18"
         "ftypheic\0\0\0\0mif1",
         "a.heic", "image/heic"),
    CASE("\0\0\0\x18"
         "ftypheic\0\0\0\0mif1",
         "a.mp4", "file.mismatch"),
    CASE("\0\0\0\x18"
         "ftypisom\0\0\2\0",
         "a.mp4", "video/mp4"),
    CASE("\0\0\0\x18"
         "ftypmp42\0\0\2\0",
         "录音.m4a", "audio/mp4"),
    CASE("\0\0\0\x18"
         "ftypqt  \0\0\2\0",
         "a.MOV", "video/quicktime"),
    CASE("\0\0\0\x18"
         "ftyp3gp4\0\0\2\0",
         "video", "video/mp4"),
    CASE("\0\0\0\x18"
         "ftypcrx \0\0\2\0",
         "a.mp4", "file.kind"),
    CASE("GIF89a\1\0", "a.gif", "image/gif"),
    CASE("GIF89a\1\0<script>alert(1)</script>", "a.gif", "file.two_kinds"),
    CASE("\x89PNG\r\n\x1a\n....%PDF-1.4", "a.png", "file.two_kinds"),
    CASE("%PDF-1.7\n", "a.pdf", "application/pdf"),
    CASE(" %PDF-1.7\n", "a.pdf", "file.kind"),
    CASE("%PDF-1.7\n", "a.docx", "file.mismatch"),
    CASE("PK\3\4\24\0\6\0\x8\0\0\0!\0aaaabbbbcccc\x13\0\0\0[Content_Types].xml", "a.docx",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    CASE("PK\3\4\24\0\6\0\x8\0\0\0!\0aaaabbbbcccc\x13\0\0\0[Content_Types].xml xl/workbook.xml",
         "a.docx", "file.mismatch"),
    CASE("PK\3\4\24\0\6\0\x8\0\0\0!\0aaaabbbbcccc\x13\0\0\0[Content_Types].xml xl/workbook.xml",
         "a.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    CASE("PK\3\4\24\0\6\0\x8\0\0\0!\0aaaabbbbcccc\x13\0\0\0[Content_Types].xml", "a", "file.kind"),
    CASE("PK\3\4\24\0\6\0\x8\0\0\0!\0aaaabbbbcccc\x09\0\0\0ppt/a.xml", "a.pptx",
         "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    CASE("PK\3\4\24\0\6\0\x8\0\0\0!\0aaaabbbbcccc\x14\0\0\0META-INF/MANIFEST.MF", "a.docx",
         "file.kind"),
    CASE("PK\5\6", "a.docx", "file.kind"),
    CASE("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.doc", "application/msword"),
    CASE("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.et", "application/vnd.ms-excel"),
    CASE("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a", "file.kind"),
    CASE("ID3\3\0", "a.mp3", "audio/mpeg"),
    CASE("\xff\xfb\x90\x64", "a.mp3", "audio/mpeg"),
    CASE("\xff\xfe\x90\x64", "a.mp3", "file.kind"),
    CASE("#!AMR\n<", "a.amr", "audio/amr"),
    CASE("OggS\0\2", "a.opus", "audio/ogg"),
    CASE("\x1a\x45\xdf\xa3\x01\x42\x82\x84webm", "a.webm", "video/webm"),
    CASE("\x1a\x45\xdf\xa3\x01\x42\x82\x88matroska", "a.webm", "file.kind"),
    CASE("", "空.txt", "text/plain"),
    CASE("", "a.jpg", "file.mismatch"),
    CASE("去年秋天\r\n修水渠\t十八万元", "a.txt", "text/plain"),
    CASE("\xef\xbb\xbf去年", "a.TXT", "text/plain"),
    CASE("\xc8\xa5\xc4\xea\xc7\xef\xcc\xec", "a.txt", "text/plain"), /* GB18030 */
    CASE("\x81\x30\x81\x30\xc8\xa5", "a.txt", "text/plain"),         /* four bytes */
    CASE("\xc8\x20 x", "a.txt", "file.kind"),
    CASE("a\0b", "a.txt", "file.kind"),
    CASE("a\x1b[2J", "a.txt", "file.kind"),
    CASE("\xff\xfe"
         "a\0b\0",
         "a.txt", "file.kind"), /* UTF-16 */
    CASE(" \n<html>", "a.txt", "file.kind"),
    CASE("<?xml version='1.0'?><svg/>", "a.txt", "file.kind"),
    CASE("see <ScRipt src=x>", "a.txt", "file.two_kinds"),
    CASE("#!/bin/sh\n", "a.txt", "file.kind"),
    CASE("{\\rtf1", "a.txt", "file.kind"),
    CASE("a < b", "a.txt", "text/plain"),
    CASE("MZ\x90\0\3\0\0\0", "a.exe", "file.kind"),
    CASE("MZ\x90\0\3\0\0\0", "a.jpg", "file.kind"),
    CASE("\x7f"
         "ELF\2\1\1",
         "a", "file.kind"),
    CASE("text", "name.averylongending", "file.kind"),
};

static void the_bytes_decide_and_the_name_agrees(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *key = NULL;
        const struct file_type *t =
            file_type_of(str_bytes(cases[i].p, cases[i].n), str_of(cases[i].name), &key);
        const char *got = t ? t->mime : key;
        if (!got || strcmp(got, cases[i].mime) != 0)
            fail_msg("case %zu (%s): %s", i, cases[i].name, got ? got : "nothing");
    }
}

/* A character cut by the end of the first KB is no fault of the text. */
static void cut_characters_at_the_end_of_the_head(void **state)
{
    static char head[FILE_HEAD];
    const char *key;
    (void)state;
    for (size_t cut = 0; cut < 4; cut++) {
        memset(head, 'a', sizeof(head));
        memcpy(head + sizeof(head) - cut, "\xf0\xa0\x80\x80", cut);
        CHECK(file_type_of(str_bytes(head, sizeof(head)), S("a.txt"), &key) != NULL);
    }
}

static void endings_are_known_before_a_byte_is_read(void **state)
{
    (void)state;
    CHECK(file_ending_known(S("a.JPEG")) && file_ending_known(S("录音")) &&
          file_ending_known(S("a.b.docx")) && file_ending_known(STR_NONE));
    CHECK(!file_ending_known(S("a.html")) && !file_ending_known(S("a.jpg.exe")) &&
          !file_ending_known(S("a.jp")) && !file_ending_known(S("a.zip")));
    CHECK(file_type_named(S("image/png"))->clean == CLEAN_PNG);
    CHECK(file_type_named(S("text/html")) == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bytes_decide_and_the_name_agrees),
        cmocka_unit_test(cut_characters_at_the_end_of_the_head),
        cmocka_unit_test(endings_are_known_before_a_byte_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
