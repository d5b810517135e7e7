/* sheet.c - tables for spreadsheets; the zip and the XML of XLSX. */
#include "base/sheet.h"

#include <assert.h>

#include "base/csv.h"

/* ---- cells ---- */

struct sheet sheet_begin(struct arena *a, enum sheet_kind kind, struct str name)
{
    struct sheet s = { .arena = a, .kind = kind, .name = name };
    s.body = kind == SHEET_CSV ? csv_begin(a) : buf_new(a);
    return s;
}

/* XML has no control characters but tab and line feeds; they are left out. */
static void put_escaped(struct buf *b, struct str text)
{
    for (size_t i = 0; i < text.n; i++) {
        char ch = text.p[i];
        if (ch == '&')
            buf_put(b, S("&amp;"));
        else if (ch == '<')
            buf_put(b, S("&lt;"));
        else if (ch == '>')
            buf_put(b, S("&gt;"));
        else if ((unsigned char)ch >= ' ' || ch == '\t' || ch == '\n')
            buf_byte(b, ch);
    }
}

/* Begins a row when this is its first cell, and names the cell: "B7". */
static void cell_begin(struct sheet *s)
{
    assert(s->row < SHEET_ROWS_MAX && s->column < SHEET_COLUMNS_MAX);
    if (s->column == 0)
        buf_fmt(&s->body, "<row r=\"%d\">", s->row + 1);
    buf_fmt(&s->body, "<c r=\"%c%d\"%s", 'A' + s->column, s->row + 1,
            s->row == 0 ? " s=\"1\"" : "");
    s->column++;
}

void sheet_text(struct sheet *s, struct str text)
{
    if (s->kind == SHEET_CSV) {
        csv_cell(&s->body, text);
        s->column++;
        return;
    }
    cell_begin(s);
    buf_put(&s->body, S(" t=\"inlineStr\"><is><t xml:space=\"preserve\">"));
    put_escaped(&s->body, text);
    buf_put(&s->body, S("</t></is></c>"));
}

void sheet_number(struct sheet *s, int64_t n)
{
    if (s->kind == SHEET_CSV) {
        csv_cell(&s->body, str_fmt(s->arena, "%lld", (long long)n));
        s->column++;
        return;
    }
    cell_begin(s);
    buf_fmt(&s->body, "><v>%lld</v></c>", (long long)n);
}

void sheet_end_row(struct sheet *s)
{
    if (s->kind == SHEET_CSV)
        csv_end_row(&s->body);
    else if (s->column)
        buf_put(&s->body, S("</row>"));
    s->column = 0;
    s->row++;
}

/* ---- zip (stored) ---- */

#define PARTS_MAX 6
#define ZIP_DATE 0x21 /* 1 January 1980, the first day a zip knows */

static uint32_t crc32_of(struct str data)
{
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < data.n; i++) {
        crc ^= (uint8_t)data.p[i];
        for (int k = 0; k < 8; k++)
            crc = (crc >> 1) ^ (0xedb88320u & (0u - (crc & 1u)));
    }
    return ~crc;
}

static void put_le(struct buf *b, uint64_t v, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_byte(b, (char)(v >> (8 * i) & 0xff));
}

struct zip {
    struct buf body, index;
    int count;
};

/* What both heads of a part have in common, from "version needed" on. */
static void put_head(struct buf *b, struct str name, struct str data)
{
    put_le(b, 20, 2);
    put_le(b, 0x0800, 2); /* names are UTF-8 */
    put_le(b, 0, 2);      /* stored */
    put_le(b, 0, 2);
    put_le(b, ZIP_DATE, 2);
    put_le(b, crc32_of(data), 4);
    put_le(b, data.n, 4);
    put_le(b, data.n, 4);
    put_le(b, name.n, 2);
    put_le(b, 0, 2);
}

static void zip_add(struct zip *z, struct str name, struct str data)
{
    uint64_t at = z->body.n;
    assert(z->count < PARTS_MAX && data.n < UINT32_MAX / 2);
    put_le(&z->body, 0x04034b50, 4);
    put_head(&z->body, name, data);
    buf_put(&z->body, name);
    buf_put(&z->body, data);
    put_le(&z->index, 0x02014b50, 4);
    put_le(&z->index, 20, 2);
    put_head(&z->index, name, data);
    put_le(&z->index, 0, 6); /* no comment, first disk, no attributes */
    put_le(&z->index, 0, 4);
    put_le(&z->index, at, 4);
    buf_put(&z->index, name);
    z->count++;
}

static struct buf zip_end(struct zip *z)
{
    uint64_t at = z->body.n;
    buf_put(&z->body, buf_str(&z->index));
    put_le(&z->body, 0x06054b50, 4);
    put_le(&z->body, 0, 4);
    put_le(&z->body, (uint64_t)z->count, 2);
    put_le(&z->body, (uint64_t)z->count, 2);
    put_le(&z->body, z->index.n, 4);
    put_le(&z->body, at, 4);
    put_le(&z->body, 0, 2);
    return z->body;
}

/* ---- the parts of a workbook ---- */

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define KIND "application/vnd.openxmlformats-officedocument.spreadsheetml."

static const char types[] =
    XML "<Types xmlns=\"" PACKAGE "content-types\">"
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package."
        "relationships+xml\"/>"
        "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" KIND "sheet.main+xml\"/>"
        "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" KIND "worksheet+xml\"/>"
        "<Override PartName=\"/xl/styles.xml\" ContentType=\"" KIND "styles+xml\"/></Types>";
static const char root[] = XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
                               "<Relationship Id=\"rId1\" Type=\"" OFFICE
                               "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
static const char links[] = XML
    "<Relationships xmlns=\"" PACKAGE "relationships\">"
    "<Relationship Id=\"rId1\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
    "<Relationship Id=\"rId2\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/></Relationships>";
/* two cell formats: plain, and bold for the head */
static const char styles[] = XML
    "<styleSheet xmlns=\"" MAIN "\"><fonts count=\"2\"><font><sz val=\"11\"/></font>"
    "<font><b/><sz val=\"11\"/></font></fonts><fills count=\"2\"><fill><patternFill "
    "patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" "
    "borderId=\"0\"/></cellStyleXfs>"
    "<cellXfs count=\"2\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" "
    "applyFont=\"1\"/></cellXfs>"
    "</styleSheet>";

static struct str workbook(const struct sheet *s)
{
    struct buf b = buf_new(s->arena);
    buf_put(&b,
            S(XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\"><sheets><sheet name=\""));
    put_escaped(&b, s->name);
    buf_put(&b, S("\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"));
    return buf_str(&b);
}

struct buf sheet_end(struct sheet *s)
{
    struct zip z = { .body = buf_new(s->arena), .index = buf_new(s->arena) };
    struct buf rows = buf_new(s->arena);
    if (s->kind == SHEET_CSV)
        return s->body;
    assert(s->column == 0);
    buf_put(&rows, S(XML "<worksheet xmlns=\"" MAIN "\"><sheetData>"));
    buf_put(&rows, buf_str(&s->body));
    buf_put(&rows, S("</sheetData></worksheet>"));
    zip_add(&z, S("[Content_Types].xml"), str_of(types));
    zip_add(&z, S("_rels/.rels"), str_of(root));
    zip_add(&z, S("xl/workbook.xml"), workbook(s));
    zip_add(&z, S("xl/_rels/workbook.xml.rels"), str_of(links));
    zip_add(&z, S("xl/styles.xml"), str_of(styles));
    zip_add(&z, S("xl/worksheets/sheet1.xml"), buf_str(&rows));
    return zip_end(&z);
}

const char *sheet_type(enum sheet_kind kind)
{
    return kind == SHEET_CSV ? "text/csv; charset=utf-8"
                             : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
}
