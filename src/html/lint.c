#include "html/lint.h"

#include <ctype.h>

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name(char c)
{
    return is_alpha(c) || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '_';
}

/* Names longer than the room for them are cut: none of the names we look for is that long. */
static void name_add(char name[LINT_NAME_MAX], unsigned char *n, char c)
{
    if (*n + 1 < LINT_NAME_MAX)
        name[(*n)++] = (char)tolower((unsigned char)c);
}

static void name_clear(char name[LINT_NAME_MAX])
{
    memset(name, 0, LINT_NAME_MAX);
}

static void tag_clear(struct lint *l)
{
    name_clear(l->tag);
    l->tag_n = 0;
}

static void attr_clear(struct lint *l)
{
    name_clear(l->attr);
    l->attr_n = 0;
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

static const char *tag_begin(struct lint *l, bool end_tag)
{
    tag_clear(l);
    l->end_tag = end_tag;
    l->refresh = l->content = false;
    l->place = LINT_TAG;
    return NULL;
}

/* After '>': which text follows. */
static const char *tag_end(struct lint *l)
{
    static const char *const only[] = { "script", "style", "title", "textarea", NULL };
    if (l->refresh && l->content)
        return "variable in the content of <meta http-equiv>";
    if (l->only[0]) {
        if (!l->end_tag || strcmp(l->tag, l->only) != 0)
            return "tag inside script, style, title or textarea";
        name_clear(l->only);
    } else if (!l->end_tag && is_one_of(l->tag, only)) {
        memcpy(l->only, l->tag, sizeof l->only);
    }
    tag_clear(l);
    attr_clear(l);
    l->end_tag = l->refresh = l->content = false;
    l->kind = LINT_PLAIN;
    l->url = LINT_URL_START;
    l->place = LINT_TEXT;
    return NULL;
}

/* After the '=' of an attribute: what may stand in it. */
static const char *attr_begin(struct lint *l)
{
    static const char *const urls[] = { "href",       "src",  "action",   "formaction",
                                        "poster",     "data", "cite",     "background",
                                        "xlink:href", "ping", "manifest", NULL };
    static const char *const closed[] = { "srcdoc", "srcset", "http-equiv", NULL };
    if (strcmp(l->attr, "style") == 0 || strncmp(l->attr, "on", 2) == 0)
        return "style= or on*=, which the policy of our pages forbids";
    l->kind = is_one_of(l->attr, urls)          ? LINT_URL
              : is_one_of(l->attr, closed)      ? LINT_CLOSED
              : strcmp(l->attr, "content") == 0 ? LINT_CONTENT
                                                : LINT_PLAIN;
    l->refresh = l->refresh || strcmp(l->attr, "http-equiv") == 0;
    l->url = LINT_URL_START;
    l->place = LINT_EQ;
    return NULL;
}

static const char *url_step(struct lint *l, char c)
{
    bool edge = c && strchr("/?#=&-.", c);
    switch (l->url) {
    case LINT_URL_START:
        l->url = c == '/' ? LINT_URL_ROOT : c == '#' || c == '?' ? LINT_URL_EDGE : LINT_URL_OTHER;
        return NULL;
    case LINT_URL_ROOT:
        l->url = c == '/' || c == '\\'  ? LINT_URL_OTHER
                 : c == '#' || c == '?' ? LINT_URL_EDGE
                                        : LINT_URL_INSIDE;
        return NULL;
    case LINT_URL_VAR:
        if (!edge)
            return "variable that is only a part of a segment of an address";
        l->url = LINT_URL_EDGE;
        return NULL;
    case LINT_URL_EDGE:
    case LINT_URL_INSIDE:
        l->url = edge ? LINT_URL_EDGE : LINT_URL_INSIDE;
        return NULL;
    default:
        return NULL;
    }
}

static const char *text_step(struct lint *l, char c)
{
    bool script = l->only[0] && l->only[0] == 's'; /* script or style */
    if (c == '<')
        l->place = LINT_LT;
    else if (script && !is_space(c))
        return "inline script or style, which the policy of our pages forbids";
    return NULL;
}

static const char *lt_step(struct lint *l, char c)
{
    if (c == '/')
        return tag_begin(l, true);
    if (l->only[0])
        return "'<' inside script, style, title or textarea";
    if (is_alpha(c)) {
        tag_begin(l, false);
        name_add(l->tag, &l->tag_n, c);
        return NULL;
    }
    if (c != '!' && c != '?')
        return "'<' that begins no tag; write &lt;";
    l->place = c == '!' ? LINT_BANG : LINT_DECLARED;
    l->dashes = 0;
    return NULL;
}

static const char *bang_step(struct lint *l, char c)
{
    if (c == '-' && l->dashes++ == 0)
        return NULL;
    if (c == '-') { /* "<!-->" is a whole comment already: the two dashes count */
        l->place = LINT_COMMENT;
        l->dashes = 2;
        return NULL;
    }
    if (l->dashes || !is_alpha(c))
        return "unknown markup after '<!'";
    l->place = LINT_DECLARED;
    return NULL;
}

static const char *comment_step(struct lint *l, char c)
{
    if (c == '-') {
        l->dashes = l->dashes < 2 ? l->dashes + 1 : 2;
        return NULL;
    }
    if (l->dashes == 2 && c == '!')
        return "'--!' in a comment, which some readers take for its end";
    if (l->dashes == 2 && c == '>')
        l->place = LINT_TEXT;
    l->dashes = 0;
    return NULL;
}

static const char *in_tag_step(struct lint *l, char c)
{
    if (c == '>')
        return tag_end(l);
    if (is_space(c) && l->place != LINT_SLASH) {
        l->place = LINT_SPACE;
        return NULL;
    }
    if (c == '/' && l->place != LINT_SLASH) {
        l->place = LINT_SLASH;
        return NULL;
    }
    if (l->place == LINT_TAG && is_name(c)) {
        name_add(l->tag, &l->tag_n, c);
        return NULL;
    }
    if (l->place == LINT_SPACE && is_name(c)) {
        attr_clear(l);
        l->place = LINT_ATTR;
    }
    if (l->place == LINT_ATTR && is_name(c)) {
        name_add(l->attr, &l->attr_n, c);
        return NULL;
    }
    if (l->place == LINT_ATTR && c == '=')
        return attr_begin(l);
    return "sign that has no place in a tag";
}

static const char *step(struct lint *l, char c)
{
    switch (l->place) {
    case LINT_TEXT:
        return text_step(l, c);
    case LINT_LT:
        return lt_step(l, c);
    case LINT_BANG:
        return bang_step(l, c);
    case LINT_DECLARED:
        if (c == '>')
            l->place = LINT_TEXT;
        return NULL;
    case LINT_COMMENT:
        return comment_step(l, c);
    case LINT_EQ:
        if (c != '"')
            return "attribute value without double quotes";
        l->place = LINT_VALUE;
        return NULL;
    case LINT_VALUE:
        if (c == '"')
            l->place = LINT_DONE;
        else if (l->kind == LINT_URL)
            return url_step(l, c);
        return NULL;
    default:
        return in_tag_step(l, c);
    }
}

const char *lint_text(struct lint *l, struct str s)
{
    const char *reason = NULL;
    for (size_t i = 0; i < s.n && !reason; i++) {
        if (l->place == LINT_TEXT && l->only[0] != 's') { /* nothing but '<' matters here */
            const char *lt = memchr(s.p + i, '<', s.n - i);
            if (!lt)
                break;
            i = (size_t)(lt - s.p);
        }
        reason = step(l, s.p[i]);
    }
    return reason;
}

static const char *url_value(struct lint *l, enum lint_what what, enum lint_how *how)
{
    if (what == LINT_SENTENCE)
        return "sentence in an address";
    if (what == LINT_VAR_HREF && l->url == LINT_URL_START)
        *how = LINT_ESCAPE_HREF;
    else if (l->url == LINT_URL_EDGE)
        *how = LINT_ESCAPE_URL;
    else
        return "variable in an address that is no whole segment after a fixed beginning";
    l->url = LINT_URL_VAR;
    return NULL;
}

const char *lint_value(struct lint *l, enum lint_what what, enum lint_how *how)
{
    *how = LINT_ESCAPE;
    if (l->place == LINT_TEXT) {
        if (l->only[0] == 's')
            return "variable in script or style";
        return what == LINT_MARKUP && l->only[0] ? "markup in title or textarea" : NULL;
    }
    if (l->place != LINT_VALUE)
        return "variable outside text and attribute values";
    if (what == LINT_MARKUP)
        return "markup in an attribute";
    switch (l->kind) {
    case LINT_CLOSED:
        return "variable in an attribute that may hold none";
    case LINT_URL:
        return url_value(l, what, how);
    case LINT_CONTENT:
        if (what == LINT_VAR_HREF)
            *how = LINT_ESCAPE_HREF;
        else
            l->content = true;
        return NULL;
    default:
        return NULL;
    }
}

const char *lint_enter(struct lint *l, struct lint *ret)
{
    switch (l->place) {
    case LINT_TEXT:
    case LINT_SPACE:
    case LINT_VALUE:
        break;
    case LINT_TAG: /* what stands before the section is complete: "<input{{#x}} checked{{/x}}>" */
    case LINT_ATTR:
    case LINT_DONE:
        l->place = LINT_DONE;
        break;
    default:
        return "section that begins in the middle of markup";
    }
    *ret = *l;
    return NULL;
}

static bool is_in_tag(const struct lint *l)
{
    return l->place == LINT_SPACE || l->place == LINT_DONE;
}

static bool is_url_inside(const struct lint *l)
{
    return l->url == LINT_URL_INSIDE || l->url == LINT_URL_VAR;
}

/* The page goes on from where the body ended, or from before it; both must be the same place, or
 * what follows is held to the stricter of the two. */
const char *lint_leave(struct lint *l, const struct lint *entered, bool repeats)
{
    static const char reason[] = "section that ends in another place of the markup than it began";
    if (l->place == LINT_TAG || l->place == LINT_ATTR)
        l->place = LINT_DONE;
    if (l->end_tag != entered->end_tag || strcmp(l->tag, entered->tag) != 0 ||
        strcmp(l->only, entered->only) != 0)
        return reason;
    l->refresh = l->refresh || entered->refresh;
    l->content = l->content || entered->content;
    if (repeats && (l->place != entered->place || l->url != entered->url))
        return reason;
    if (is_in_tag(l) && is_in_tag(entered)) {
        if (l->place != entered->place)
            l->place = LINT_DONE;
        return NULL;
    }
    if (l->place != entered->place)
        return reason;
    if (l->place != LINT_VALUE)
        return NULL;
    if (l->kind != entered->kind || strcmp(l->attr, entered->attr) != 0)
        return reason;
    if (l->url == entered->url)
        return NULL;
    if (!is_url_inside(l) || !is_url_inside(entered))
        return "section in an address that ends in another part of it than it began";
    l->url = LINT_URL_VAR;
    return NULL;
}

const char *lint_end(const struct lint *l)
{
    return l->place == LINT_TEXT && !l->only[0] ? NULL : "page ends inside a tag or comment";
}

bool lint_same(const struct lint *a, const struct lint *b)
{
    return a->place == b->place && a->kind == b->kind && a->url == b->url &&
           a->dashes == b->dashes && a->end_tag == b->end_tag && a->refresh == b->refresh &&
           a->content == b->content && a->tag_n == b->tag_n && a->attr_n == b->attr_n &&
           memcmp(a->tag, b->tag, sizeof a->tag) == 0 &&
           memcmp(a->attr, b->attr, sizeof a->attr) == 0 &&
           memcmp(a->only, b->only, sizeof a->only) == 0;
}
