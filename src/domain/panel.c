/* panel.c - seats, codes, and what who came by code sees. */
#include "domain/panel.h"

#include <assert.h>

#include "base/utf8.h"
#include "domain/access.h"
#include "domain/audit.h"
#include "domain/reach.h"
#include "domain/org.h"
#include "domain/panel_parts.h"
#include "domain/part.h"
#include "domain/role.h"
#include "domain/session.h"
#include "gen/queries.h"

#define CODE_CHARS 16
#define GROUP 4

/* ---- rows ---- */

struct place panel_place(int64_t subproc, enum panel_column column, struct day until)
{
    return (struct place){ PLACE_PANEL, (uint16_t)column, subproc, subproc,
                           day_absent(until) ? 0 : (uint32_t)until.n };
}

struct panel_seat panel_seat_row(const struct rows *r, size_t i)
{
    return (struct panel_seat){ .id = cell(r, i, 0)->i,
                                .subproc = cell(r, i, 1)->i,
                                .matter = cell(r, i, 2)->i,
                                .org = cell(r, i, 3)->i,
                                .role = cell(r, i, 4)->s,
                                .member = cell(r, i, 5)->i,
                                .kind = cell(r, i, 6)->s,
                                .name = cell(r, i, 7)->s,
                                .unit = cell(r, i, 8)->s,
                                .state = cell(r, i, 9)->s,
                                .code = cell_day(r, i, 10),
                                .code_no = cell(r, i, 11)->i,
                                .pledged = cell_day(r, i, 12),
                                .opinion = cell_day(r, i, 13),
                                .voted = cell_day(r, i, 14),
                                .signed_on = cell_day(r, i, 15) };
}

enum err panel_seat_find(struct ctx *c, int64_t seat, struct panel_seat *ret)
{
    struct rows r;

    TRY(store_run(c, Q_PANEL_SEAT_BY_ID, &r, INT(seat)));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "panel.no_seat", "no such seat");
    *ret = panel_seat_row(&r, 0);
    return ERR_OK;
}

static enum err seats_of(struct ctx *c, struct panel *p)
{
    struct rows r;

    TRY(store_run(c, Q_PANEL_SEATS, &r, INT(p->subproc)));
    struct panel_seat *items = arena_array(c->arena, struct panel_seat, r.n + 1);
    for (size_t i = 0; i < r.n; i++)
        items[i] = panel_seat_row(&r, i);
    p->seats = (struct panel_seat_list){ items, r.n };
    return ERR_OK;
}

bool panel_kind(struct str kind)
{
    return str_eq(kind, S("SP_REPRESENT")) || str_eq(kind, S("SP_CONSULT")) ||
           str_eq(kind, S("SP_HEARING"));
}

enum err panel_find(struct ctx *c, int64_t subproc, struct panel *ret, bool *ret_found)
{
    struct rows r;

    TRY(store_run(c, Q_PANEL_OF_SUBPROC, &r, INT(subproc)));
    *ret_found = r.n > 0;
    if (r.n == 0)
        return ERR_OK;
    *ret = (struct panel){ .subproc = subproc,
                           .matter = cell(&r, 0, 0)->i,
                           .org = cell(&r, 0, 1)->i,
                           .until = cell_day(&r, 0, 2),
                           .sealed_text = cell(&r, 0, 3)->s,
                           .sealed_record = cell(&r, 0, 4)->s,
                           .sealed_reasons = cell(&r, 0, 5)->s,
                           .hearers = cell(&r, 0, 6)->i,
                           .ballot_key = cell(&r, 0, 7)->s,
                           .counted = cell(&r, 0, 8)->kind != VALUE_NULL,
                           .votes_for = cell(&r, 0, 8)->i,
                           .votes_against = cell(&r, 0, 9)->i,
                           .prepared = cell_day(&r, 0, 10),
                           .kind = cell(&r, 0, 11)->s,
                           .subproc_state = cell(&r, 0, 12)->s,
                           .votes_in = cell(&r, 0, 13)->i };
    return seats_of(c, ret);
}

/* What the key at hand opens; a text that does not open was changed past the program. */
static enum err open_part(struct ctx *c, const struct key *kd, const struct panel *p,
                          enum panel_column column, struct str sealed, struct str *ret)
{
    struct place at = panel_place(p->subproc, column, column == PANEL_TEXT ? p->until : DAY_NONE);

    *ret = STR_NONE;
    if (str_absent(sealed))
        return ERR_OK;
    if (!record_open(c->arena, kd, at, sealed, true, ret))
        return FAULT(&c->fault, ERR_STORE, "row.changed", "table panel");
    return ERR_OK;
}

static enum err open_for_desk(struct ctx *c, struct panel *p)
{
    struct key kd;

    if (!vault_can(c, OBJECT_KD, p->subproc))
        return ERR_OK;
    TRY(vault_open(c, OBJECT_KD, p->subproc, &kd));
    enum err e = open_part(c, &kd, p, PANEL_TEXT, p->sealed_text, &p->text);
    if (e == ERR_OK)
        e = open_part(c, &kd, p, PANEL_REASONS, p->sealed_reasons, &p->reasons);
    key_wipe(&kd);
    return e;
}

enum err panels_of_matter(struct ctx *c, int64_t matter, struct panel_list *ret)
{
    struct subproc_list l;
    size_t n = 0;

    TRY(subproc_list(c, matter, &l));
    struct panel *items = arena_array(c->arena, struct panel, l.n + 1);
    for (size_t i = 0; i < l.n; i++) {
        bool found;
        if (!panel_kind(l.items[i].kind))
            continue;
        TRY(panel_find(c, l.items[i].id, &items[n], &found));
        if (!found)
            continue;
        TRY(open_for_desk(c, &items[n]));
        n++;
    }
    *ret = (struct panel_list){ items, n };
    return ERR_OK;
}

enum err panel_of_reporter(struct ctx *c, struct panel_seat_list *ret)
{
    struct followed f;
    struct rows r;

    if (c->actor->kind != ACTOR_REPORTER)
        return FAULT(&c->fault, ERR_DENIED, "move.role", "no reporter");
    TRY(followed_find(c, c->actor->report, &f));
    TRY(store_run(c, Q_PANEL_REFUSABLE, &r, INT(f.matter)));
    struct panel_seat *items = arena_array(c->arena, struct panel_seat, r.n + 1);
    for (size_t i = 0; i < r.n; i++)
        items[i] = panel_seat_row(&r, i);
    *ret = (struct panel_seat_list){ items, r.n };
    return ERR_OK;
}

/* ---- codes ---- */

static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

struct str panel_code_new(struct ctx *c)
{
    struct buf b = buf_new(c->arena);
    uint8_t random[CODE_CHARS];

    ctx_random(c, random, sizeof random);
    for (size_t i = 0; i < CODE_CHARS; i++) {
        if (i && i % GROUP == 0)
            buf_byte(&b, '-');
        buf_byte(&b, crockford[random[i] & 31]);
    }
    return buf_str(&b);
}

bool panel_code_read(struct arena *a, struct str typed, struct str *ret)
{
    struct str text;
    struct buf b = buf_new(a);
    size_t n = 0;

    if (typed.n > PASSWORD_BYTES_MAX || !utf8_nfkc(a, typed, &text))
        return false;
    for (size_t i = 0; i < text.n; i++) {
        char ch = text.p[i];
        if (ch == ' ' || ch == '-')
            continue;
        ch = (char)(ch >= 'a' && ch <= 'z' ? ch - 'a' + 'A' : ch);
        ch = (char)(ch == 'O' ? '0' : ch == 'I' || ch == 'L' ? '1' : ch);
        if (!ch || !strchr(crockford, ch) || n == CODE_CHARS)
            return false;
        if (n && n % GROUP == 0)
            buf_byte(&b, '-');
        buf_byte(&b, ch);
        n++;
    }
    *ret = buf_str(&b);
    return n == CODE_CHARS;
}

static bool over(const struct ctx *c, const struct panel *p)
{
    const struct state *s = procedure_substate(c->app->procedure, p->subproc_state);

    return !s || s->terminal || (!day_absent(p->until) && p->until.n < ctx_today(c).n);
}

static bool seat_over(const struct panel_seat *s)
{
    return str_eq(s->state, S("DECLINED")) || str_eq(s->state, S("ENDED"));
}

/* Whether he gets one now: the one that was asked for, or all that have none; a hearing's all. */
static bool wanted(const struct panel *p, const struct panel_seat *s, int64_t seat)
{
    if (seat_over(s))
        return false;
    if (str_eq(p->kind, S("SP_HEARING")) && !p->counted)
        return true;
    return seat ? s->id == seat : day_absent(s->code);
}

static enum err codes_of(struct ctx *c, const struct panel *p, int64_t seat,
                         struct panel_codes *ret)
{
    bool hearing = str_eq(p->kind, S("SP_HEARING")), known = seat == 0, fresh = seat != 0;

    for (size_t i = 0; i < p->seats.n; i++) {
        const struct panel_seat *s = &p->seats.items[i];
        known = known || s->id == seat;
        fresh = fresh || day_absent(s->code);
        if (!wanted(p, s, seat))
            continue;
        struct panel_code *k = &ret->items[ret->n++];
        *k = (struct panel_code){ .seat = s->id,
                                  .code_no = s->code_no,
                                  .name = s->name,
                                  .role = s->role,
                                  .code = panel_code_new(c),
                                  .share = key_random(c) };
        access_code_job(c, k->code, &k->job);
    }
    if (!known || p->seats.n == 0)
        return FAULT(&c->fault, ERR_NOT_FOUND, "panel.no_seat", "no such seat");
    if (ret->n == 0 || !fresh)
        return FAULT(&c->fault, ERR_CONFLICT, "panel.has_codes", "all have codes");
    if (hearing && !p->counted)
        ret->ballot_key = panel_ballot_new(c, ret->items, ret->n);
    return ERR_OK;
}

enum err panel_codes_prepare(struct ctx *c, int64_t matter, int64_t subproc, int64_t seat,
                             struct panel_codes *ret)
{
    struct matter m;
    struct part part;
    struct subproc s;
    struct panel p;
    bool found;

    *ret = (struct panel_codes){ .matter = matter, .subproc = subproc };
    TRY(matter_part_find(c, matter, &m, &part));
    if (!(part_roles(c, &part) & (RO_HD_HEAD | RO_PO_HEAD)))
        return FAULT(&c->fault, ERR_DENIED, "panel.role", "codes");
    TRY(subproc_find(c, matter, subproc, &s));
    TRY(panel_find(c, subproc, &p, &found));
    if (!found)
        return FAULT(&c->fault, ERR_NOT_FOUND, "panel.no_seat", "nobody was called");
    if (over(c, &p))
        return FAULT(&c->fault, ERR_CONFLICT, "panel.over", "%.*s", STR_ARG(p.subproc_state));
    TRY(vault_open(c, OBJECT_KD, subproc, &ret->kd));
    return codes_of(c, &p, seat, ret);
}

void panel_codes_run(void *arg)
{
    struct panel_codes *x = (struct panel_codes *)arg;

    for (size_t i = 0; i < x->n; i++)
        password_run(&x->items[i].job);
}

static enum err code_store(struct ctx *c, const struct panel_codes *x, const struct panel_code *k,
                           struct day until)
{
    struct access_code code = { k->seat, x->kd, k->share };
    struct rows moved;
    bool ballot = !str_absent(x->ballot_key);

    TRY(access_code_store(c, &k->job.out, &code, until));
    if (ballot)
        TRY(store_run(c, Q_PANEL_SEAT_CODE, &moved, DAY(ctx_today(c)), INT(k->code_no + 1),
                      INT(k->seat), INT(k->code_no)));
    else
        TRY(store_run(c, Q_PANEL_SEAT_CODE_COUNTED, &moved, DAY(ctx_today(c)), INT(k->code_no + 1),
                      INT(k->seat), INT(k->code_no)));
    if (moved.n == 0)
        return FAULT(&c->fault, ERR_CONFLICT, "matter.moved_on", "another code was printed");
    return ERR_OK;
}

static int64_t hearers_in(const struct panel_codes *x)
{
    int64_t n = 0;

    for (size_t i = 0; i < x->n; i++)
        n += str_eq(x->items[i].role, S("RO_HEARER"));
    return n;
}

enum err panel_codes_finish(struct ctx *c, struct panel_codes *x)
{
    struct matter m;
    struct part part;

    for (size_t i = 0; i < x->n; i++) {
        if (!x->items[i].job.ok)
            return FAULT(&c->fault, ERR_BUSY, "login.busy", "no memory for a hash");
    }
    TRY(matter_part_find(c, x->matter, &m, &part));
    struct parameter days = app_parameter(c, m.org, S("panel.days"), ctx_today(c));
    struct day until = { ctx_today(c).n + (int32_t)days.value + 1 };
    TRY(store_begin(c));
    TX_AUTO tx = c;
    for (size_t i = 0; i < x->n; i++)
        TRY(code_store(c, x, &x->items[i], until));
    if (!str_absent(x->ballot_key)) {
        TRY(store_run(c, Q_PANEL_VOTES_DROP, NULL, INT(x->subproc)));
        TRY(store_run(c, Q_PANEL_BALLOT, NULL, INT(hearers_in(x)), BLOB(x->ballot_key),
                      INT(x->subproc)));
    }
    TRY(audit_write(c, "panel.codes", x->matter, 0, STR_NONE));
    key_wipe(&x->kd);
    for (size_t i = 0; i < x->n; i++)
        key_wipe(&x->items[i].share);
    tx = NULL;
    return store_commit(c);
}

/* ---- log-in ---- */

enum err panel_login_prepare(struct ctx *c, struct str typed, struct password_job *ret)
{
    struct str code;

    if (!panel_code_read(c->arena, typed, &code)) {
        fault_field(&c->fault, "code", str_empty(str_trim(typed)) ? "form.required" : "panel.code",
                    0);
        return ERR_INVALID;
    }
    TRY(attempt_check(c, code));
    access_code_job(c, code, ret);
    return ERR_OK;
}

static enum err is_over(struct ctx *c)
{
    return FAULT(&c->fault, ERR_LOGIN, "panel.over", "the time of this code is over");
}

enum err panel_own_seat(struct ctx *c, struct panel_seat *ret, struct panel *of)
{
    struct fault before = c->fault;
    bool found;
    enum err e;

    if (c->actor->kind != ACTOR_PANEL)
        return FAULT(&c->fault, ERR_DENIED, "move.role", "no seat");
    e = panel_seat_find(c, c->actor->seat, ret);
    if (e == ERR_NOT_FOUND) {
        c->fault = before;
        return is_over(c); /* the notice was moved, others were named */
    }
    TRY(e);
    TRY(panel_find(c, ret->subproc, of, &found));
    if (!found || over(c, of) || seat_over(ret))
        return is_over(c);
    return ERR_OK;
}

enum err panel_login_finish(struct ctx *c, const struct password_job *done, struct str *ret_cookie)
{
    struct access_code code;
    struct panel_seat seat;
    struct panel p;
    uint32_t role = 0;
    bool found;

    if (!done->ok)
        return FAULT(&c->fault, ERR_BUSY, "login.busy", "no memory for a hash");
    TRY(access_code_find(c, &done->out, &code, &found));
    if (!found) {
        TRY(attempt_failed(c, done->password));
        return FAULT(&c->fault, ERR_LOGIN, "panel.wrong", "no such code, or over");
    }
    struct actor *a = arena_new_of(c->arena, struct actor);
    *a = (struct actor){
        .kind = ACTOR_PANEL, .seat = code.seat, .kd = code.kd, .share = code.share
    };
    c->actor = a;
    enum err e = panel_own_seat(c, &seat, &p);
    if (e != ERR_OK || !role_parse(seat.role, &role)) {
        c->actor = actor_nobody(c->arena);
        return e != ERR_OK ? e : is_over(c);
    }
    a->roles = role;
    a->org = seat.org;
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(session_create(c, a, ret_cookie));
    TRY(audit_write(c, "panel.login", seat.matter, 0, seat.role));
    tx = NULL;
    return store_commit(c);
}

/* ---- what he sees ---- */

/* Words that the reporter could be known by were looked for, and none was found. */
static enum err compared(struct ctx *c, int64_t subproc, bool *ret)
{
    struct rows r;

    TRY(store_run(c, Q_PANEL_CHECK_OPEN, &r, INT(subproc)));
    *ret = r.n == 0;
    return ERR_OK;
}

enum err panel_open(struct ctx *c, struct panel_view *ret)
{
    struct panel p;
    bool clean;

    *ret = (struct panel_view){ .until = DAY_NONE };
    TRY(panel_own_seat(c, &ret->seat, &p));
    ret->body = org_find(app_orgs(c->app), p.org)->name;
    ret->kind = p.kind;
    ret->until = p.until;
    ret->hearers = p.hearers;
    ret->votes_in = p.votes_in;
    TRY(compared(c, p.subproc, &clean));
    if (str_eq(ret->seat.state, S("PLEDGED")) && clean)
        TRY(open_part(c, &c->actor->kd, &p, PANEL_TEXT, p.sealed_text, &ret->text));
    if (str_eq(ret->seat.state, S("PLEDGED")))
        TRY(open_part(c, &c->actor->kd, &p, PANEL_RECORD, p.sealed_record, &ret->record));
    return panel_forms(c, &ret->seat, &ret->forms);
}
