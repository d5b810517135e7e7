/*
 * resume.c - a session that ended under somebody's hands: what was typed is sealed on the server,
 * the person logs in again, sees it and sends it with one click (ux U10: never lose words to a
 * time-out).
 *
 * Kept: the path and the fields of the form, never a password or a token, and the files that came
 * with it. One hour, one form.
 */
#include <jansson.h>

#include "base/json.h"
#include "domain/draft.h"
#include "web/upload.h"

#define RESUME_MINUTES 60

static struct str resume_cookie_name(struct req *r)
{
    return web_of(r)->web->https ? S("__Host-resume") : S("resume");
}

static bool is_secret(struct str name)
{
    return str_eq(name, S("csrf")) || str_contains(name, S("password"));
}

struct str web_resume_cookie(struct req *r)
{
    struct web_req *wr = web_of(r);
    uint8_t bytes[32];

    if (!str_absent(wr->resume_cookie))
        return wr->resume_cookie;
    wr->resume_cookie = req_cookie(r, resume_cookie_name(r));
    if (str_absent(wr->resume_cookie) || !draft_cookie_ok(wr->resume_cookie)) {
        ctx_random(r->ctx, bytes, sizeof(bytes));
        wr->resume_cookie = str_base64url(r->ctx->arena, bytes, sizeof(bytes));
        explicit_bzero(bytes, sizeof(bytes));
    }
    web_cookie(r, resume_cookie_name(r), wr->resume_cookie, RESUME_MINUTES * 60);
    return wr->resume_cookie;
}

void web_resume_over(struct req *r)
{
    web_cookie(r, resume_cookie_name(r), S(""), 0);
}

enum err web_resume_keep(struct ctx *c, struct req *r)
{
    struct buf text = buf_new(c->arena);
    struct json j = json_new(&text);
    json_open(&j, '{');
    json_kstr(&j, "path", r->path);
    json_key(&j, "form");
    json_open(&j, '[');
    for (size_t i = 0; i < r->form.n; i++) {
        if (is_secret(r->form.items[i].name))
            continue;
        json_open(&j, '[');
        json_str(&j, r->form.items[i].name);
        json_str(&j, r->form.items[i].value);
        json_close(&j, ']');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    struct str cookie = web_resume_cookie(r);
    return draft_save(c, &cookie, buf_str(&text));
}

bool web_resume_waits(struct req *r)
{
    return !str_absent(req_cookie(r, resume_cookie_name(r)));
}

struct resume_field {
    struct str name, value;
    bool long_text;
};
struct resume_view {
    struct str path_href;
    struct list fields, files;
    bool has_files;
};
static const struct field resume_field_fields[] = { F_STR(struct resume_field, name),
                                                    F_STR(struct resume_field, value),
                                                    F_BOOL(struct resume_field, long_text), F_END };
static const struct field resume_fields[] = {
    F_STR(struct resume_view, path_href),
    F_LIST(struct resume_view, fields, struct resume_field, resume_field_fields),
    F_LIST(struct resume_view, files, struct file_row, file_row_fields),
    F_BOOL(struct resume_view, has_files), F_END
};
const struct page_view web_resume_view = { "resume", resume_fields };

static struct str copy(struct arena *a, json_t *s)
{
    return json_is_string(s) ? str_dup(a, str_bytes(json_string_value(s), json_string_length(s)))
                             : S("");
}

static bool read_kept(struct ctx *c, struct str text, struct resume_view *v)
{
    json_t *root = json_loadb(text.p, text.n, 0, NULL);
    json_t *form = json_object_get(root, "form");
    size_t n = json_array_size(form);
    if (n > HTTP_FORM_FIELDS_MAX)
        n = HTTP_FORM_FIELDS_MAX;
    struct resume_field *list = arena_array(c->arena, struct resume_field, n + 1);
    for (size_t i = 0; i < n; i++) {
        json_t *pair = json_array_get(form, i);
        list[i].name = copy(c->arena, json_array_get(pair, 0));
        list[i].value = copy(c->arena, json_array_get(pair, 1));
        list[i].long_text = list[i].value.n > 30;
    }
    v->fields = (struct list){ list, n };
    v->path_href = copy(c->arena, json_object_get(root, "path"));
    json_decref(root);
    return v->path_href.n > 0 && v->path_href.p[0] == '/';
}

static enum err resume(struct ctx *c, struct req *r, struct resp *w, struct str home)
{
    struct str cookie = req_cookie(r, resume_cookie_name(r));
    struct str text = STR_NONE;
    struct resume_view v = { 0 };
    if (str_absent(cookie) || draft_load(c, cookie, &text) != ERR_OK || !read_kept(c, text, &v)) {
        fault_clear(&c->fault);
        web_resume_over(r);
        return web_see_other(w, home);
    }
    struct file_list files;
    TRY(file_list_draft(c, cookie, &files));
    v.files = upload_rows(r, &files);
    v.has_files = files.n > 0;
    TRY(draft_drop(c, cookie));
    if (!v.has_files) /* else they wait under it for the form to be sent */
        web_resume_over(r);
    return web_render(r, w, "resume", (struct view){ resume_fields, &v });
}

enum err web_my_resume(struct ctx *c, struct req *r, struct resp *w)
{
    return resume(c, r, w, S("/my"));
}

enum err web_desk_resume(struct ctx *c, struct req *r, struct resp *w)
{
    return resume(c, r, w, S("/desk"));
}
