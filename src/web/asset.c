/* asset.c - style sheets, marks and scripts from the program's own memory, cached for ever. */
#include "gen/embed.h"
#include "web/frame.h"

bool web_accepts(struct req *r, const char *word)
{
    struct str all = req_header(r, S("accept-encoding"));
    while (all.n) {
        struct str one = str_cut(&all, ',');
        one = str_trim(str_cut(&one, ';'));
        if (str_eq(one, str_of(word)))
            return true;
        if (str_absent(all))
            break;
    }
    return false;
}

void web_asset(struct req *r, struct resp *w)
{
    const struct embed_asset *a = embed_asset_at(r->path);
    if (!a || (r->method != HTTP_GET && r->method != HTTP_HEAD)) {
        w->status = 404;
        resp_header(w, S("Content-Type"), S("text/plain; charset=utf-8"));
        w->fixed = S("404\n");
        return;
    }
    const struct embed_coding *coding = &a->plain;
    if (a->br.p && web_accepts(r, "br")) {
        coding = &a->br;
        resp_header(w, S("Content-Encoding"), S("br"));
    } else if (a->gzip.p && web_accepts(r, "gzip")) {
        coding = &a->gzip;
        resp_header(w, S("Content-Encoding"), S("gzip"));
    }
    resp_header(w, S("Content-Type"), str_of(a->type));
    resp_header(w, S("Cache-Control"), S("public, max-age=31536000, immutable"));
    resp_header(w, S("ETag"), str_of(coding->etag));
    resp_header(w, S("Vary"), S("Accept-Encoding"));
    resp_header(w, S("X-Content-Type-Options"), S("nosniff"));
    if (str_eq(req_header(r, S("if-none-match")), str_of(coding->etag))) {
        w->status = 304;
        return;
    }
    w->fixed = str_bytes(coding->p, coding->n);
}
