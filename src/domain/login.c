/*
 * login.c - the second half of officer.h: log-in and first password.
 */
#include <assert.h>

#include "domain/app.h"
#include "domain/officer_row.h"
#include "domain/password.h"
#include "domain/session.h"
#include "gen/queries.h"

enum err officer_login_prepare(struct ctx *c, struct str work_no, struct str password,
                               struct password_job *ret)
{
    struct str number = officer_work_no(c->arena, work_no);
    struct officer_row row;
    struct password_job job = { .cost = PASSWORD_OFFICER,
                                .password = password_canonical(c->arena, password) };
    bool found;
    if (str_empty(number))
        fault_field(&c->fault, "work_no", "form.required", 0);
    if (str_empty(password))
        fault_field(&c->fault, "password", "form.required", 0);
    if (c->fault.field_count)
        return ERR_INVALID;
    TRY(attempt_check(c, number));
    TRY(officer_row_by_work_no(c, number, &row, &found));
    /* An unknown number has a salt too, the same each time, so that it costs the same hash. */
    struct buf b = buf_new(c->arena);
    buf_put(&b, S("salt"));
    buf_put(&b, number);
    hash_keyed(&c->app->key->s[S_OFFICER], buf_str(&b), job.salt, sizeof job.salt);
    if (found)
        memcpy(job.salt, row.salt, sizeof job.salt);
    *ret = job;
    return ERR_OK;
}

/* log-in history: the time of the last one, under a key of his own */

static struct place logins_place(const struct actor *a)
{
    return (struct place){ PLACE_OFFICER, 2, a->officer, a->officer, a->generation };
}

static enum err remember_login(struct ctx *c, struct actor *a, struct str sealed_before)
{
    a->last_login = session_login_open(c, &a->pair.sk, logins_place(a), sealed_before);
    struct str sealed = session_login_seal(c, &a->pair.sk, logins_place(a));
    return store_run(c, Q_OFFICER_SET_LOGINS, NULL, BLOB(sealed), INT(a->officer));
}

static enum err actor_of_row(struct ctx *c, const struct officer_row *row,
                             const struct key_pair *pair, struct actor **ret)
{
    struct officer_roles roles;
    struct actor *a = arena_new_of(c->arena, struct actor);
    TRY(officer_roles_of(c, row->id, &roles));
    *a = (struct actor){ .kind = ACTOR_OFFICER,
                         .roles = roles.in_force,
                         .officer = row->id,
                         .org = row->org,
                         .dept = row->dept,
                         .generation = row->generation,
                         .work_no = row->work_no,
                         .name = row->name,
                         .pair = *pair,
                         .must_change_password = str_eq(row->state, S("INVITED")) };
    *ret = a;
    return ERR_OK;
}

static enum err enter(struct ctx *c, struct str number, struct str sealed_logins,
                      struct str *ret_cookie)
{
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(attempt_passed(c, number, &c->actor->failures_before));
    TRY(remember_login(c, c->actor, sealed_logins));
    if (!c->actor->must_change_password)
        TRY(officer_enter_desks(c));
    TRY(session_create(c, c->actor, ret_cookie));
    tx = NULL;
    return store_commit(c);
}

enum err officer_login_finish(struct ctx *c, struct str work_no, const struct password_job *done,
                              struct str *ret_cookie)
{
    struct str number = officer_work_no(c->arena, work_no);
    struct officer_row row = { .sealed_secret = STR_NONE };
    struct key_pair pair;
    struct actor *a, *before = c->actor;
    bool found;
    if (!done->ok)
        return FAULT(&c->fault, ERR_BUSY, "login.busy", "no memory for a hash");
    TRY(officer_row_by_work_no(c, number, &row, &found));
    if (!officer_secret_open(c, &row, &done->out, &pair)) { /* unknown: nothing to open */
        TRY(attempt_failed(c, number));
        return FAULT(&c->fault, ERR_LOGIN, "login.wrong", "number or password");
    }
    if (str_eq(row.state, S("INVITED")) && row.invite_until_ms <= c->now.ms)
        return FAULT(&c->fault, ERR_LOGIN, "login.one_time_over", "older than %d days",
                     OFFICER_INVITE_DAYS);
    TRY(actor_of_row(c, &row, &pair, &a));
    key_wipe(&pair.sk);
    c->actor = a;
    enum err err = enter(c, number, row.sealed_logins, ret_cookie);
    if (err != ERR_OK)
        c->actor = before;
    return err;
}

enum err officer_password_prepare(struct ctx *c, struct str new_password, struct password_job *ret)
{
    struct password_job job = { .cost = PASSWORD_OFFICER };
    TRY(password_check_officer(c, new_password, c->actor->work_no, "new_password", &job.password));
    ctx_random(c, job.salt, sizeof job.salt);
    *ret = job;
    return ERR_OK;
}

/* The row with the new password; an invited officer gets the pair that nobody else ever held. */
static void renew(struct ctx *c, struct officer_row *row, struct key_pair *pair,
                  const struct password_job *new_done)
{
    if (str_eq(row->state, S("INVITED"))) {
        *pair = key_pair_random(c);
        row->pk = pair->pk;
        row->generation++;
        row->sealed_logins = STR_NONE;
        row->state = S("ACTIVE");
        row->invite_until_ms = 0;
    }
    memcpy(row->salt, new_done->salt, OFFICER_SALT_SIZE);
    row->sealed_secret = officer_secret_seal(c, row, &new_done->out, &pair->sk);
}

/* c->actor with his new pair: writes the row, opens the desks, keeps this session alone. */
static enum err change(struct ctx *c, const struct officer_row *row)
{
    TRY(store_begin(c));
    TX_AUTO tx = c;
    TRY(officer_row_put(c, row));
    TRY(officer_enter_desks(c));
    TRY(session_end_others_officer(c, row->id, session_cookie_text(c)));
    TRY(session_update(c));
    tx = NULL;
    return store_commit(c);
}

enum err officer_password_change(struct ctx *c, const struct password_job *old_done,
                                 const struct password_job *new_done)
{
    struct officer_row row;
    struct key_pair pair;
    struct actor *before = c->actor, *a = arena_new_of(c->arena, struct actor);
    assert(before->kind == ACTOR_OFFICER);
    if (!old_done->ok || !new_done->ok)
        return FAULT(&c->fault, ERR_BUSY, "login.busy", "no memory for a hash");
    if (str_eq(old_done->password, new_done->password)) {
        fault_field(&c->fault, "new_password", "password.same", 0);
        return ERR_INVALID;
    }
    TRY(officer_row_find(c, before->officer, &row));
    if (!officer_secret_open(c, &row, &old_done->out, &pair)) {
        TRY(attempt_failed(c, before->work_no));
        fault_field(&c->fault, "password", "login.wrong", 0);
        return ERR_INVALID;
    }
    renew(c, &row, &pair, new_done);
    *a = *before;
    a->pair = pair;
    a->generation = row.generation;
    a->must_change_password = false;
    key_wipe(&pair.sk);
    c->actor = a;
    enum err err = change(c, &row);
    if (err != ERR_OK)
        c->actor = before;
    return err;
}
