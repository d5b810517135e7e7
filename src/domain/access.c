#include "domain/access.h"

#include <assert.h>

#include "base/utf8.h"
#include "domain/app.h"
#include "domain/audit.h"
#include "domain/role.h"
#include "domain/vault.h"
#include "gen/queries.h"

#define NUMBER_DIGITS 16
#define NUMBER_TYPED_MAX 200
#define LOCATOR_SIZE 16
#define TAG_SIZE 16
#define RECORD_SIZE (8 + 2 * KEY_SIZE) /* report id ‖ Kr ‖ A */

enum err access_number(struct ctx *c, struct str typed, struct str *ret_number)
{
    struct str text = S("");
    struct buf digits = buf_new(c->arena);
    bool bad = typed.n > NUMBER_TYPED_MAX || !utf8_nfkc(c->arena, typed, &text);
    for (size_t i = 0; i < text.n && !bad; i++) {
        char ch = text.p[i];
        if (ch >= '0' && ch <= '9')
            buf_byte(&digits, ch);
        else
            bad = ch != ' ' && ch != '-' && ch != '\t';
    }
    if (bad || digits.n != NUMBER_DIGITS) {
        fault_field(&c->fault, "report_no", "login.number", 0);
        return ERR_INVALID;
    }
    if (!mod97_ok(buf_str(&digits))) {
        fault_field(&c->fault, "report_no", "login.check_digit", 0);
        return ERR_INVALID;
    }
    *ret_number = buf_str(&digits);
    return ERR_OK;
}

enum err access_password_check(struct ctx *c, struct str typed, const char *field,
                               struct str *ret_nfkc)
{
    return password_check_reporter(c, typed, field, ret_nfkc);
}

struct str access_one_time_password(struct ctx *c)
{
    return password_one_time(c);
}

void access_job(struct ctx *c, struct str number, struct str password_nfkc,
                struct password_job *ret)
{
    struct password_job job = { .cost = PASSWORD_REPORTER,
                                .password = password_canonical(c->arena, password_nfkc) };
    struct buf b = buf_new(c->arena);
    assert(number.n == NUMBER_DIGITS);
    buf_put(&b, S("yg/r1"));
    buf_put(&b, number);
    hash_keyed(&c->app->key->s[S_REPORTER], buf_str(&b), job.salt, sizeof job.salt);
    *ret = job;
}

/* the row's place and key, both from h */

static void labelled(struct ctx *c, struct str label, const struct key *h, void *out, size_t n)
{
    struct buf b = buf_new(c->arena);
    buf_put(&b, label);
    buf_bytes(&b, h->b, KEY_SIZE);
    hash_keyed(&c->app->key->s[S_REPORTER], buf_str(&b), out, n);
}

static struct str locator_of(struct ctx *c, const struct key *h)
{
    uint8_t *locator = arena_take(c->arena, LOCATOR_SIZE);
    labelled(c, S("loc"), h, locator, LOCATOR_SIZE);
    return str_bytes(locator, LOCATOR_SIZE);
}

static struct key key_of(struct ctx *c, const struct key *h)
{
    struct key k;
    labelled(c, S("wrap"), h, k.b, KEY_SIZE);
    return k;
}

/* State and end are part of what is authenticated: a one-time row cannot be made a lasting one. */
static struct place place_of(struct str locator, bool one_time, int64_t until_day)
{
    int64_t row;
    memcpy(&row, locator.p, sizeof row);
    return (struct place){ PLACE_ACCESS, 1, one_time ? until_day : 0, row, one_time ? 2 : 1 };
}

static struct place logins_place(const struct actor *a)
{
    return (struct place){ PLACE_ACCESS, 2, a->report, a->report, 1 };
}

static struct value tag_of(struct ctx *c, const struct key *kr)
{
    uint8_t *tag = arena_take(c->arena, TAG_SIZE);
    hash_keyed(kr, S("access"), tag, TAG_SIZE);
    return BLOB(str_bytes(tag, TAG_SIZE));
}

enum err access_store(struct ctx *c, const struct key *h, int64_t report, const struct key *kr,
                      const struct key *a, bool one_time)
{
    struct buf plain = buf_new(c->arena);
    struct str locator = locator_of(c, h);
    struct key under = key_of(c, h);
    int64_t until = ctx_today(c).n + ACCESS_ONE_TIME_DAYS;
    assert(c->tx);
    buf_u64be(&plain, (uint64_t)report);
    buf_bytes(&plain, kr->b, KEY_SIZE);
    buf_bytes(&plain, a->b, KEY_SIZE);
    struct str sealed =
        record_seal(c, &under, place_of(locator, one_time, until), buf_str(&plain), false);
    key_wipe(&under);
    return store_run(c, Q_ACCESS_ADD, NULL, BLOB(locator), BLOB(sealed),
                     TEXT(one_time ? S("ONE_TIME") : S("OWN")), one_time ? INT(until) : NONE,
                     tag_of(c, kr));
}

enum err access_remove_by_key(struct ctx *c, const struct key *kr)
{
    return store_run(c, Q_ACCESS_REMOVE_TAGGED, NULL, tag_of(c, kr));
}

/* what a row says, once opened */
struct access_row {
    int64_t report;
    struct key kr, a;
    bool one_time;
    struct day until;
    struct str locator, sealed_logins;
};

static bool read_record(struct str plain, struct access_row *row)
{
    if (plain.n != RECORD_SIZE)
        return false;
    uint64_t report = 0;
    for (size_t i = 0; i < 8; i++)
        report = report << 8 | (uint8_t)plain.p[i];
    row->report = (int64_t)report;
    memcpy(row->kr.b, plain.p + 8, KEY_SIZE);
    memcpy(row->a.b, plain.p + 8 + KEY_SIZE, KEY_SIZE);
    return true;
}

static enum err row_of(struct ctx *c, const struct key *h, struct access_row *ret, bool *ret_found)
{
    struct rows r;
    struct access_row row = { .locator = locator_of(c, h) };
    struct str plain;
    *ret_found = false;
    TRY(store_run(c, Q_ACCESS_FIND, &r, BLOB(row.locator)));
    if (r.n == 0)
        return ERR_OK;
    row.one_time = str_eq(cell(&r, 0, 1)->s, S("ONE_TIME"));
    row.until = cell_day(&r, 0, 2);
    row.sealed_logins = cell(&r, 0, 3)->s;
    struct key under = key_of(c, h);
    struct place at = place_of(row.locator, row.one_time, row.until.n);
    *ret_found = record_open(c->arena, &under, at, cell(&r, 0, 0)->s, false, &plain) &&
                 read_record(plain, &row);
    key_wipe(&under);
    if (*ret_found)
        *ret = row;
    return ERR_OK;
}

/* ---- codes ---- */

void access_code_job(struct ctx *c, struct str code, struct password_job *ret)
{
    struct password_job job = { .cost = PASSWORD_REPORTER, .password = code };

    hash_keyed(&c->app->key->s[S_REPORTER], S("yg/p1"), job.salt, sizeof job.salt);
    *ret = job;
}

struct key access_seat_key(struct arena *a, const struct key *kd, int64_t seat)
{
    return hash_key(kd, str_fmt(a, "seat %lld", (long long)seat));
}

static struct place code_place(struct str locator, int64_t until_day)
{
    struct place at = place_of(locator, true, until_day);

    at.column = 3;
    return at;
}

enum err access_code_store(struct ctx *c, const struct key *h, const struct access_code *code,
                           struct day until)
{
    struct buf plain = buf_new(c->arena);
    struct str locator = locator_of(c, h);
    struct key under = key_of(c, h), seat = access_seat_key(c->arena, &code->kd, code->seat);

    assert(c->tx);
    buf_u64be(&plain, (uint64_t)code->seat);
    buf_bytes(&plain, code->kd.b, KEY_SIZE);
    buf_bytes(&plain, code->share.b, KEY_SIZE);
    struct str sealed =
        record_seal(c, &under, code_place(locator, until.n), buf_str(&plain), false);
    struct value tag = tag_of(c, &seat);
    key_wipe(&under);
    enum err e = session_end_all_reporter(c, &seat, STR_NONE);
    if (e == ERR_OK)
        e = access_remove_by_key(c, &seat);
    key_wipe(&seat);
    TRY(e);
    return store_run(c, Q_ACCESS_ADD, NULL, BLOB(locator), BLOB(sealed), TEXT(S("ONE_TIME")),
                     DAY(until), tag);
}

enum err access_code_find(struct ctx *c, const struct key *h, struct access_code *ret,
                          bool *ret_found)
{
    struct rows r;
    struct access_row row = { .locator = locator_of(c, h) };
    struct str plain;

    *ret_found = false;
    TRY(store_run(c, Q_ACCESS_FIND, &r, BLOB(row.locator)));
    if (r.n == 0 || !str_eq(cell(&r, 0, 1)->s, S("ONE_TIME")) ||
        cell(&r, 0, 2)->i <= ctx_today(c).n)
        return ERR_OK;
    struct key under = key_of(c, h);
    *ret_found = record_open(c->arena, &under, code_place(row.locator, cell(&r, 0, 2)->i),
                             cell(&r, 0, 0)->s, false, &plain) &&
                 read_record(plain, &row);
    key_wipe(&under);
    if (*ret_found)
        *ret = (struct access_code){ row.report, row.kr, row.a };
    return ERR_OK;
}

enum err access_login_prepare(struct ctx *c, struct str typed_number, struct str password,
                              struct password_job *ret)
{
    struct str number;
    TRY(access_number(c, typed_number, &number));
    if (str_empty(password)) {
        fault_field(&c->fault, "password", "form.required", 0);
        return ERR_INVALID;
    }
    TRY(attempt_check(c, number));
    access_job(c, number, password, ret);
    return ERR_OK;
}

static enum err enter(struct ctx *c, struct actor *a, const struct access_row *row,
                      struct str *ret_cookie)
{
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(attempt_passed(c, a->report_no, &a->failures_before));
    TRY(store_run(c, Q_ACCESS_SET_LOGINS, NULL, BLOB(session_login_seal(c, &a->a, logins_place(a))),
                  BLOB(row->locator)));
    TRY(session_create(c, a, ret_cookie));
    tx = NULL;
    return store_commit(c);
}

enum err access_login_finish(struct ctx *c, struct str typed_number,
                             const struct password_job *done, struct str *ret_cookie)
{
    struct str number;
    struct access_row row;
    bool found;
    if (!done->ok)
        return FAULT(&c->fault, ERR_BUSY, "login.busy", "no memory for a hash");
    TRY(access_number(c, typed_number, &number));
    TRY(row_of(c, &done->out, &row, &found));
    if (!found) {
        TRY(attempt_failed(c, number));
        return FAULT(&c->fault, ERR_LOGIN, "login.wrong", "number or password");
    }
    if (row.one_time && row.until.n <= ctx_today(c).n)
        return FAULT(&c->fault, ERR_LOGIN, "login.one_time_over", "older than %d days",
                     ACCESS_ONE_TIME_DAYS);
    struct actor *a = arena_new_of(c->arena, struct actor);
    *a = (struct actor){ .kind = ACTOR_REPORTER,
                         .roles = RO_REPORTER,
                         .report = row.report,
                         .kr = row.kr,
                         .a = row.a,
                         .report_no = number,
                         .must_change_password = row.one_time };
    a->last_login = session_login_open(c, &a->a, logins_place(a), row.sealed_logins);
    TRY(enter(c, a, &row, ret_cookie));
    c->actor = a;
    return ERR_OK;
}

static enum err replace(struct ctx *c, const struct access_row *old, const struct key *new_h)
{
    const struct actor *a = c->actor;
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_ACCESS_REMOVE, NULL, BLOB(old->locator)));
    TRY(access_store(c, new_h, a->report, &a->kr, &a->a, false));
    TRY(store_run(c, Q_ACCESS_SET_LOGINS, NULL, BLOB(session_login_seal(c, &a->a, logins_place(a))),
                  BLOB(locator_of(c, new_h))));
    TRY(session_end_all_reporter(c, &a->kr, session_cookie_text(c)));
    TRY(session_update(c));
    tx = NULL;
    return store_commit(c);
}

enum err access_check(struct ctx *c, const struct key *h, const char *field)
{
    struct access_row row;
    bool found;
    assert(c->actor->kind == ACTOR_REPORTER);
    TRY(row_of(c, h, &row, &found));
    if (found && row.report == c->actor->report)
        return ERR_OK;
    TRY(attempt_failed(c, c->actor->report_no));
    fault_field(&c->fault, field, "login.wrong", 0);
    return ERR_INVALID;
}

enum err access_change(struct ctx *c, const struct key *old_h, const struct key *new_h)
{
    struct actor *a = c->actor;
    struct access_row old;
    bool found;
    assert(a->kind == ACTOR_REPORTER);
    TRY(row_of(c, old_h, &old, &found));
    if (!found || old.report != a->report) {
        TRY(attempt_failed(c, a->report_no));
        fault_field(&c->fault, "password", "login.wrong", 0);
        return ERR_INVALID;
    }
    if (key_equal(old_h, new_h)) {
        fault_field(&c->fault, "new_password", "password.same", 0);
        return ERR_INVALID;
    }
    bool before = a->must_change_password;
    a->must_change_password = false;
    enum err err = replace(c, &old, new_h);
    if (err != ERR_OK)
        a->must_change_password = before;
    return err;
}

enum err access_reissue(struct ctx *c, int64_t report, const struct key *new_h)
{
    struct key kr, a = key_random(c);
    assert(c->tx && c->actor->kind == ACTOR_OFFICER);
    TRY(vault_open(c, OBJECT_KR, report, &kr));
    TRY(access_remove_by_key(c, &kr));
    TRY(access_store(c, new_h, report, &kr, &a, true));
    TRY(session_end_all_reporter(c, &kr, STR_NONE));
    key_wipe(&kr);
    key_wipe(&a);
    return audit_write(c, "access.reissue", 0, report, STR_NONE);
}
