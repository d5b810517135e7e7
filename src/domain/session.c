#include "domain/session.h"

#include <assert.h>

#include "domain/access.h"
#include "domain/app.h"
#include "domain/session_record.h"
#include "domain/vault.h"
#include "gen/queries.h"

#define SESSION_ID_SIZE 16
#define SESSION_TOUCH_MS 60000
#define CSRF_SIZE 16
#define ATTEMPT_WINDOW_MS DAY_MS

static bool cookie_read(struct ctx *c, struct str text, struct key *ret)
{
    struct str raw;
    if (text.n != SESSION_COOKIE_SIZE || !str_unbase64url(c->arena, text, &raw) ||
        raw.n != KEY_SIZE)
        return false;
    memcpy(ret->b, raw.p, KEY_SIZE);
    return true;
}

static struct str session_id(struct ctx *c, const struct key *cookie)
{
    uint8_t *id = arena_take(c->arena, SESSION_ID_SIZE);
    hash_keyed(cookie, S("id"), id, SESSION_ID_SIZE);
    return str_bytes(id, SESSION_ID_SIZE);
}

/* An empty id matches no session: for "all but none". */
static struct str session_id_of_text(struct ctx *c, struct str text)
{
    struct key cookie;
    if (!cookie_read(c, text, &cookie))
        return S("");
    return session_id(c, &cookie);
}

static struct key session_key(struct ctx *c, const struct key *cookie)
{
    return hash_key(&c->app->key->s[S_SESSION], str_bytes(cookie->b, KEY_SIZE));
}

/* The absolute end stands as the owner: who moves it in the table shuts the record. */
static struct place session_place(struct str id, int64_t until_ms)
{
    int64_t row;
    memcpy(&row, id.p, sizeof row);
    return (struct place){ PLACE_SESSION, 1, until_ms, row, 1 };
}

/* Under Kr, so that an officer who re-issues a password can end the sessions of the old one. */
static struct value report_tag(struct ctx *c, const struct key *kr)
{
    uint8_t *tag = arena_take(c->arena, 16);
    hash_keyed(kr, S("sess"), tag, 16);
    return BLOB(str_bytes(tag, 16));
}

/* Who came by code has no row kind of his own: his sessions are found, as a reporter's are, by a
 * tag under the key that his code opens. */
static struct value tag_of(struct ctx *c, const struct actor *a)
{
    struct key seat;

    if (a->kind == ACTOR_OFFICER)
        return NONE;
    if (a->kind == ACTOR_REPORTER)
        return report_tag(c, &a->kr);
    seat = access_seat_key(c->arena, &a->kd, a->seat);
    struct value tag = report_tag(c, &seat);
    key_wipe(&seat);
    return tag;
}

enum err session_create(struct ctx *c, struct actor *a, struct str *ret_cookie)
{
    assert(c->tx && (a->kind == ACTOR_REPORTER || a->kind == ACTOR_OFFICER ||
                     a->kind == ACTOR_PANEL));
    bool officer = a->kind == ACTOR_OFFICER;
    struct key cookie = key_random(c);
    struct key under = session_key(c, &cookie);
    struct str id = session_id(c, &cookie);
    int64_t until = c->now.ms + (officer ? SESSION_OFFICER_MS : SESSION_REPORTER_MS);
    a->session_cookie = str_dup(c->arena, str_bytes(cookie.b, KEY_SIZE));
    a->session_until = (struct instant){ until };
    struct str sealed =
        record_seal(c, &under, session_place(id, until), session_record_write(c->arena, a), true);
    *ret_cookie = str_base64url(c->arena, cookie.b, KEY_SIZE);
    key_wipe(&under);
    key_wipe(&cookie);
    return store_run(c, Q_SESSION_ADD, NULL, BLOB(id), TEXT(officer ? S("OFFICER") : S("REPORTER")),
                     INT(officer ? a->officer : 0), tag_of(c, a),
                     INT(until), INT(c->now.ms + SESSION_IDLE_MS), BLOB(sealed));
}

static enum err over(struct ctx *c)
{
    c->actor = actor_nobody(c->arena);
    return FAULT(&c->fault, ERR_LOGIN, "session.over", "no living session");
}

static enum err touch(struct ctx *c, struct str id)
{
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_SESSION_TOUCH, NULL, INT(c->now.ms + SESSION_IDLE_MS), BLOB(id)));
    tx = NULL;
    return store_commit(c);
}

enum err session_open(struct ctx *c, struct str text, bool may_write)
{
    struct key cookie;
    struct rows r;
    c->actor = actor_nobody(c->arena);
    if (str_absent(text))
        return ERR_OK;
    if (!cookie_read(c, text, &cookie))
        return over(c);
    struct str id = session_id(c, &cookie);
    TRY(store_run(c, Q_SESSION_FIND, &r, BLOB(id)));
    if (r.n == 0 || cell(&r, 0, 2)->i <= c->now.ms || cell(&r, 0, 3)->i <= c->now.ms)
        return over(c);

    struct key under = session_key(c, &cookie);
    struct actor *a = arena_new_of(c->arena, struct actor);
    struct str plain;
    int64_t until = cell(&r, 0, 2)->i;
    bool ok =
        record_open(c->arena, &under, session_place(id, until), cell(&r, 0, 4)->s, true, &plain) &&
        session_record_read(plain, a);
    key_wipe(&under);
    if (!ok)
        return over(c);
    a->session_cookie = str_dup(c->arena, str_bytes(cookie.b, KEY_SIZE));
    a->session_until = (struct instant){ until };
    key_wipe(&cookie);
    c->actor = a;
    a->session_stale = cell(&r, 0, 3)->i < c->now.ms + SESSION_IDLE_MS - SESSION_TOUCH_MS;
    return may_write && a->session_stale && !c->tx ? touch(c, id) : ERR_OK;
}

enum err session_touch(struct ctx *c)
{
    if (!c->actor->session_stale)
        return ERR_OK;
    c->actor->session_stale = false;
    return touch(c, session_id_of_text(c, session_cookie_text(c)));
}

enum err session_end(struct ctx *c, struct str text)
{
    struct key cookie;
    if (!cookie_read(c, text, &cookie))
        return ERR_OK;
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_SESSION_REMOVE, NULL, BLOB(session_id(c, &cookie))));
    tx = NULL;
    return store_commit(c);
}

enum err session_end_all_officer(struct ctx *c, int64_t officer)
{
    return session_end_others_officer(c, officer, STR_NONE);
}

enum err session_end_others_officer(struct ctx *c, int64_t officer, struct str but_cookie)
{
    return store_run(c, Q_SESSION_REMOVE_OFFICER, NULL, INT(officer),
                     BLOB(session_id_of_text(c, but_cookie)));
}

enum err session_end_all_reporter(struct ctx *c, const struct key *kr, struct str but_cookie)
{
    return store_run(c, Q_SESSION_REMOVE_REPORT, NULL, report_tag(c, kr),
                     BLOB(session_id_of_text(c, but_cookie)));
}

static enum err write_record(struct ctx *c)
{
    struct key cookie;
    struct rows r;
    memcpy(cookie.b, c->actor->session_cookie.p, KEY_SIZE);
    struct key under = session_key(c, &cookie);
    struct str id = session_id(c, &cookie);
    struct str sealed = record_seal(c, &under, session_place(id, c->actor->session_until.ms),
                                    session_record_write(c->arena, c->actor), true);
    key_wipe(&under);
    key_wipe(&cookie);
    TRY(store_run(c, Q_SESSION_WRITE, &r, BLOB(sealed), tag_of(c, c->actor), BLOB(id)));
    if (r.n == 0)
        return FAULT(&c->fault, ERR_LOGIN, "session.over", "ended meanwhile");
    return ERR_OK;
}

enum err session_update(struct ctx *c)
{
    assert(c->actor->session_cookie.n == KEY_SIZE);
    if (c->tx)
        return write_record(c);
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(write_record(c));
    tx = NULL;
    return store_commit(c);
}

struct str session_cookie_text(struct ctx *c)
{
    struct str raw = c->actor->session_cookie;
    return str_absent(raw) ? STR_NONE : str_base64url(c->arena, raw.p, raw.n);
}

enum err session_sweep(struct ctx *c)
{
    TRY(store_run(c, Q_SESSION_REMOVE_OVER, NULL, INT(c->now.ms)));
    return store_run(c, Q_ATTEMPT_REMOVE_OVER, NULL, INT(c->now.ms - ATTEMPT_WINDOW_MS));
}

struct str session_login_seal(struct ctx *c, const struct key *own, struct place at)
{
    struct key under = hash_key(own, S("logins"));
    struct buf plain = buf_new(c->arena);
    buf_u64be(&plain, (uint64_t)c->now.ms);
    struct str sealed = record_seal(c, &under, at, buf_str(&plain), false);
    key_wipe(&under);
    return sealed;
}

struct instant session_login_open(struct ctx *c, const struct key *own, struct place at,
                                  struct str sealed)
{
    struct key under = hash_key(own, S("logins"));
    struct str plain = S("");
    struct instant then = { 0 };
    uint64_t ms = 0;
    if (!str_absent(sealed) && record_open(c->arena, &under, at, sealed, false, &plain)) {
        for (size_t i = 0; i < plain.n; i++)
            ms = ms << 8 | (uint8_t)plain.p[i];
        then.ms = (int64_t)ms;
    }
    key_wipe(&under);
    return then;
}

struct str session_csrf(struct ctx *c, struct str text)
{
    struct key cookie;
    uint8_t token[2 * CSRF_SIZE], right[CSRF_SIZE];
    if (!cookie_read(c, text, &cookie))
        return STR_NONE;
    hash_keyed(&cookie, S("csrf"), right, CSRF_SIZE);
    key_wipe(&cookie);
    ctx_random(c, token, CSRF_SIZE);
    for (size_t i = 0; i < CSRF_SIZE; i++)
        token[CSRF_SIZE + i] = token[i] ^ right[i];
    return str_base64url(c->arena, token, sizeof token);
}

bool session_csrf_ok(struct ctx *c, struct str text, struct str token)
{
    struct key cookie;
    struct str raw;
    if (!cookie_read(c, text, &cookie) || !str_unbase64url(c->arena, token, &raw) ||
        raw.n != 2 * CSRF_SIZE)
        return false;
    struct key right = { { 0 } }, given = { { 0 } }; /* keys are compared in constant time */
    hash_keyed(&cookie, S("csrf"), right.b, CSRF_SIZE);
    for (size_t i = 0; i < CSRF_SIZE; i++)
        given.b[i] = (uint8_t)(raw.p[i] ^ raw.p[CSRF_SIZE + i]);
    bool ok = key_equal(&right, &given);
    key_wipe(&cookie);
    key_wipe(&right);
    return ok;
}

static struct value attempt_key(struct ctx *c, struct str typed)
{
    uint8_t *key = arena_take(c->arena, KEY_SIZE);
    hash_keyed(&c->app->key->s[S_ATTEMPT], typed, key, KEY_SIZE);
    return BLOB(str_bytes(key, KEY_SIZE));
}

static int64_t wait_s(int64_t count)
{
    int64_t wait = ATTEMPT_WAIT_S;
    for (int64_t i = ATTEMPT_FREE; i < count && wait < ATTEMPT_WAIT_S_MAX; i++)
        wait *= 2;
    return wait < ATTEMPT_WAIT_S_MAX ? wait : ATTEMPT_WAIT_S_MAX;
}

enum err attempt_check(struct ctx *c, struct str typed)
{
    struct rows r;
    TRY(store_run(c, Q_ATTEMPT_FIND, &r, attempt_key(c, typed)));
    if (r.n == 0 || cell(&r, 0, 0)->i < ATTEMPT_FREE ||
        cell(&r, 0, 1)->i < c->now.ms - ATTEMPT_WINDOW_MS)
        return ERR_OK;
    int64_t open_ms = cell(&r, 0, 2)->i + wait_s(cell(&r, 0, 0)->i) * 1000;
    if (open_ms <= c->now.ms)
        return ERR_OK;
    enum err err = FAULT(&c->fault, ERR_LIMIT, "login.slow", "too many failures");
    c->fault.retry_after_s = (int)((open_ms - c->now.ms + 999) / 1000);
    return err;
}

enum err attempt_failed(struct ctx *c, struct str typed)
{
    struct value key = attempt_key(c, typed);
    int64_t window = c->now.ms - ATTEMPT_WINDOW_MS;
    if (c->tx)
        return store_run(c, Q_ATTEMPT_ADD, NULL, key, INT(c->now.ms), INT(window));
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(store_run(c, Q_ATTEMPT_ADD, NULL, key, INT(c->now.ms), INT(window)));
    tx = NULL;
    return store_commit(c);
}

enum err attempt_passed(struct ctx *c, struct str typed, int64_t *ret_failures_before)
{
    struct rows r;
    struct value key = attempt_key(c, typed);
    TRY(store_run(c, Q_ATTEMPT_FIND, &r, key));
    TRY(store_run(c, Q_ATTEMPT_REMOVE, NULL, key));
    *ret_failures_before = r.n ? cell(&r, 0, 0)->i : 0;
    return ERR_OK;
}
