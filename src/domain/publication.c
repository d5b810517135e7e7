/* publication.c - publications read, answered, compared, shown; they are written by move_publish.c.
 */
#include "domain/publication.h"

#include <string.h>

#include "domain/app.h"
#include "domain/audit.h"
#include "domain/clock.h"
#include "domain/event.h"
#include "domain/intake.h"
#include "domain/move_parts.h"
#include "domain/part.h"
#include "domain/reach.h"
#include "gen/queries.h"

/* ---- the text on its way ---- */

struct str pub_draft_pack(struct arena *a, const struct pub_draft *d)
{
    struct buf b = buf_new(a);

    buf_fmt(&b, "salt %.*s\nguess %lld\n", STR_ARG(str_hex(a, d->salt.p, d->salt.n)),
            (long long)d->guess);
    for (size_t i = 0; i < d->hits.n; i++)
        buf_fmt(&b, "hit %.*s %.*s\n", STR_ARG(pub_hit_name(d->hits.items[i].kind)),
                STR_ARG(d->hits.items[i].what));
    if (d->hits.more)
        buf_put(&b, S("more\n"));
    buf_fmt(&b, "title %.*s\n\n%.*s", STR_ARG(d->title), STR_ARG(d->text));
    return buf_str(&b);
}

static bool take_line(struct str line, struct pub_draft *d, struct str *ret_salt)
{
    struct str rest = line, word = str_cut(&rest, ' ');

    if (str_eq(word, S("salt")))
        *ret_salt = rest;
    else if (str_eq(word, S("guess")))
        return str_i64(rest, &d->guess);
    else if (str_eq(word, S("title")))
        d->title = rest;
    else if (str_eq(word, S("more")))
        d->hits.more = true;
    else if (str_eq(word, S("hit")) && d->hits.n < PUB_HITS_MAX) {
        struct pub_hit *h = &d->hits.items[d->hits.n++];
        struct str kind = str_cut(&rest, ' ');
        h->what = rest;
        return pub_hit_parse(kind, &h->kind);
    } else
        return false;
    return true;
}

bool pub_draft_unpack(struct str packed, struct pub_draft *ret)
{
    struct pub_draft d = { 0 };

    for (size_t i = 0; i < PUB_HITS_MAX + 4; i++) {
        struct str line = str_cut(&packed, '\n');
        if (line.n == 0 && !str_absent(packed)) {
            d.text = packed;
            *ret = d;
            return true;
        }
        if (str_absent(packed) || !take_line(line, &d, &d.salt))
            return false;
    }
    return false;
}

void pub_hash(struct arena *a, struct str salt, struct str title, struct str text, uint8_t out[32])
{
    struct buf b = buf_new(a);

    buf_put(&b, salt);
    buf_put(&b, title);
    buf_byte(&b, '\n');
    buf_put(&b, text);
    sha256(buf_str(&b), out);
}

struct place publication_place(const struct publication *p, int64_t draft)
{
    return (struct place){ .table = PLACE_PUBLICATION,
                           .column = 1,
                           .owner = p->matter,
                           .row = p->id,
                           .version = (uint32_t)draft };
}

struct place consent_place(int64_t publication, int64_t report, int64_t draft)
{
    return (struct place){ .table = PLACE_CONSENT,
                           .column = 1,
                           .owner = report,
                           .row = publication,
                           .version = (uint32_t)draft };
}

static bool words_of(struct ctx *c, struct str packed, struct pub_draft *ret)
{
    struct str salt;

    if (!pub_draft_unpack(packed, ret) || !str_unhex(c->arena, ret->salt, &salt))
        return false;
    ret->salt = salt;
    return true;
}

/* ---- rows ---- */

static struct publication row_of(const struct rows *r, size_t i)
{
    return (struct publication){
        .id = cell(r, i, 0)->i,
        .subproc = cell(r, i, 1)->i,
        .matter = cell(r, i, 2)->i,
        .org = cell(r, i, 3)->i,
        .area = cell(r, i, 4)->i,
        .stage = cell(r, i, 5)->s,
        .what = cell(r, i, 6)->s,
        .part = cell(r, i, 7)->s,
        .layer = cell(r, i, 8)->s,
        .form = cell(r, i, 9)->s,
        .must = cell(r, i, 10)->i != 0,
        .due = cell_day(r, i, 11),
        .late = cell(r, i, 12)->i != 0,
        .draft = cell(r, i, 13)->i,
        .drafter = cell(r, i, 14)->i,
        .checker = cell(r, i, 15)->i,
        .sealed_draft = cell(r, i, 16)->s,
        .state = cell(r, i, 17)->s,
        .hash = cell(r, i, 18)->s,
        .salt = cell(r, i, 19)->s,
        .title = cell(r, i, 20)->s,
        .text = cell(r, i, 21)->s,
        .live = cell_day(r, i, 22),
        .corrected = cell_day(r, i, 23),
        .ended = cell_day(r, i, 24),
    };
}

static enum err none(struct ctx *c)
{
    return FAULT(&c->fault, ERR_NOT_FOUND, "publication.none", "no such publication");
}

enum err publication_find(struct ctx *c, int64_t subproc, struct publication *ret)
{
    struct rows r;

    TRY(store_run(c, Q_PUBLICATION_OF_SUBPROC, &r, INT(subproc)));
    if (r.n == 0)
        return none(c);
    *ret = row_of(&r, 0);
    return ERR_OK;
}

enum err publication_open(struct ctx *c, const struct key *km, const struct publication *p,
                          struct pub_draft *ret)
{
    struct str packed;

    if (str_absent(p->sealed_draft) ||
        !record_open(c->arena, km, publication_place(p, p->draft), p->sealed_draft, true,
                     &packed) ||
        !words_of(c, packed, ret))
        return FAULT(&c->fault, ERR_STORE, "publication.broken", "a draft does not open");
    return ERR_OK;
}

enum err publication_postings(struct ctx *c, struct publication *p)
{
    struct rows r;

    TRY(store_run(c, Q_POSTING_OF_PUBLICATION, &r, INT(p->id)));
    struct posting *items = arena_array(c->arena, struct posting, r.n + 1);
    for (size_t i = 0; i < r.n; i++)
        items[i] = (struct posting){ .id = cell(&r, i, 0)->i,
                                     .form = cell(&r, i, 1)->s,
                                     .place = cell(&r, i, 2)->s,
                                     .address = cell(&r, i, 3)->s,
                                     .from = cell_day(&r, i, 4),
                                     .to = cell_day(&r, i, 5),
                                     .ended = cell_day(&r, i, 6) };
    p->postings = items;
    p->posting_count = r.n;
    return ERR_OK;
}

enum err publication_consents(struct ctx *c, struct publication *p)
{
    struct rows r;

    TRY(store_run(c, Q_CONSENT_OF_PUBLICATION, &r, INT(p->id)));
    struct pub_consent *items = arena_array(c->arena, struct pub_consent, r.n + 1);
    for (size_t i = 0; i < r.n; i++)
        items[i] = (struct pub_consent){ .report = cell(&r, i, 0)->i,
                                         .draft = cell(&r, i, 1)->i,
                                         .hash = cell(&r, i, 2)->s,
                                         .answer = cell(&r, i, 3)->s,
                                         .day = cell_day(&r, i, 4),
                                         .identity = cell(&r, i, 5)->s };
    p->consents = items;
    p->consent_count = r.n;
    return ERR_OK;
}

enum err publication_list(struct ctx *c, int64_t matter, struct publication_list *ret)
{
    struct rows r;
    struct key km;
    bool can = c->actor->kind == ACTOR_OFFICER && vault_can(c, OBJECT_KM, matter);

    TRY(store_run(c, Q_PUBLICATION_OF_MATTER, &r, INT(matter)));
    struct publication *items = arena_array(c->arena, struct publication, r.n + 1);
    if (can && r.n)
        TRY(vault_open(c, OBJECT_KM, matter, &km));
    for (size_t i = 0; i < r.n; i++) {
        struct publication *p = &items[i];
        *p = row_of(&r, i);
        if (can && p->draft)
            TRY(publication_open(c, &km, p, &p->words));
        p->opened = can && p->draft != 0;
        TRY(publication_postings(c, p));
        TRY(publication_consents(c, p));
    }
    if (can && r.n)
        key_wipe(&km);
    *ret = (struct publication_list){ items, r.n };
    return ERR_OK;
}

bool publication_form_fits(struct str form, struct str layer)
{
    bool society = str_eq(layer, S("LY_SOCIETY"));

    if (str_eq(form, S("PF_MEETING")))
        return !society;
    if (str_eq(form, S("PF_MEDIA")) || str_eq(form, S("PF_SITE")))
        return society;
    return society || str_eq(layer, S("LY_GROUP"));
}

enum err publication_of_body(struct ctx *c, struct publication_rows *ret)
{
    struct rows r;

    *ret = (struct publication_rows){ NULL, 0 };
    if (c->actor->kind != ACTOR_OFFICER || !actor_has(c, PUBLICATION_ROLES))
        return ERR_OK;
    TRY(store_run(c, Q_PUBLICATION_OF_BODY, &r, INT(c->actor->org)));
    struct publication_row *items = arena_array(c->arena, struct publication_row, r.n + 1);
    for (size_t i = 0; i < r.n; i++) {
        struct str mark = cell(&r, i, 11)->s;
        items[i] = (struct publication_row){ .id = cell(&r, i, 0)->i,
                                             .matter = cell(&r, i, 1)->i,
                                             .stage = cell(&r, i, 2)->s,
                                             .what = cell(&r, i, 3)->s,
                                             .layer = cell(&r, i, 4)->s,
                                             .form = cell(&r, i, 5)->s,
                                             .due = cell_day(&r, i, 6),
                                             .late = cell(&r, i, 7)->i != 0,
                                             .state = cell(&r, i, 8)->s,
                                             .live = cell_day(&r, i, 9),
                                             .step = cell(&r, i, 10)->s };
        if (!str_absent(mark))
            items[i].reg_no = reg_no_text(c->arena, mark, cell(&r, i, 12)->i, cell(&r, i, 13)->i);
    }
    *ret = (struct publication_rows){ items, r.n };
    return ERR_OK;
}

/* ---- the reporter ---- */

static enum err need_reporter(struct ctx *c)
{
    if (c->actor->kind != ACTOR_REPORTER)
        return FAULT(&c->fault, ERR_LOGIN, "session.over", "no reporter");
    return ERR_OK;
}

enum err publication_questions(struct ctx *c, struct pub_question_list *ret)
{
    struct rows r;

    TRY(need_reporter(c));
    TRY(store_run(c, Q_CONSENT_OF_REPORT, &r, INT(c->actor->report)));
    struct pub_question *items = arena_array(c->arena, struct pub_question, r.n + 1);
    for (size_t i = 0; i < r.n; i++) {
        struct pub_draft d;
        struct str packed, hash = cell(&r, i, 2)->s;
        int64_t id = cell(&r, i, 0)->i, draft = cell(&r, i, 1)->i;
        if (!record_open(c->arena, &c->actor->kr, consent_place(id, c->actor->report, draft),
                         cell(&r, i, 4)->s, true, &packed) ||
            !words_of(c, packed, &d))
            return FAULT(&c->fault, ERR_STORE, "publication.broken", "a question does not open");
        items[i] = (struct pub_question){ .publication = id,
                                          .subproc = cell(&r, i, 5)->i,
                                          .answer = cell(&r, i, 3)->s,
                                          .layer = cell(&r, i, 6)->s,
                                          .form = cell(&r, i, 7)->s,
                                          .hash = str_hex(c->arena, hash.p, hash.n),
                                          .title = d.title,
                                          .text = d.text };
    }
    *ret = (struct pub_question_list){ items, r.n };
    return ERR_OK;
}

enum err publication_answer(struct ctx *c, int64_t publication, struct str hash_hex, bool yes)
{
    struct pub_question_list l;
    struct move_field fields[] = { { S("outcome"), yes ? S("yes") : S("no") },
                                   { S("hash"), hash_hex } };

    TRY(publication_questions(c, &l));
    for (size_t i = 0; i < l.n; i++) {
        if (l.items[i].publication == publication)
            return move_by_reporter_in(c, l.items[i].subproc, S("PB4"), fields, COUNT_OF(fields));
    }
    return none(c);
}

enum err open_mode_asked(struct ctx *c, struct str *ret_state)
{
    struct followed f;
    struct subproc_list l;

    *ret_state = S("");
    TRY(need_reporter(c));
    TRY(followed_find(c, c->actor->report, &f));
    TRY(subproc_open_of(c, f.matter, S("SP_OPEN"), &l));
    if (l.n && str_starts(l.items[0].state, S("OH_ASKED")))
        *ret_state = l.items[0].state;
    return ERR_OK;
}

enum err open_mode_answer(struct ctx *c, bool yes)
{
    struct move_field answer = { S("outcome"), yes ? S("yes") : S("no") };
    struct str state;

    TRY(open_mode_asked(c, &state));
    if (str_empty(state))
        return FAULT(&c->fault, ERR_CONFLICT, "open_mode.none", "nothing is asked");
    return move_by_reporter(c, str_eq(state, S("OH_ASKED")) ? S("OH2") : S("OH3"), &answer, 1);
}

/* ---- the custodian ---- */

enum err publication_compare_list(struct ctx *c, struct pub_compare_list *ret)
{
    struct rows r;

    *ret = (struct pub_compare_list){ NULL, 0 };
    if (c->actor->kind != ACTOR_OFFICER || !actor_has(c, RO_CUSTODIAN))
        return ERR_OK;
    TRY(store_run(c, Q_COMPARE_WAITING, &r, INT(c->actor->org)));
    struct pub_compare *items = arena_array(c->arena, struct pub_compare, r.n + 1);
    for (size_t i = 0; i < r.n; i++)
        items[i] = (struct pub_compare){ cell(&r, i, 0)->i, cell(&r, i, 1)->i, cell_day(&r, i, 6) };
    *ret = (struct pub_compare_list){ items, r.n };
    return ERR_OK;
}

static struct binding compare_binding(int64_t report, int64_t desk, uint32_t generation)
{
    return (struct binding){ .object_kind = OBJECT_IDENTITY,
                             .object = report,
                             .holder_kind = HOLDER_DESK,
                             .holder = desk,
                             .generation = generation };
}

static struct place compare_place(int64_t publication, int64_t report, int64_t draft)
{
    struct place at = consent_place(publication, report, draft);

    at.column = 2;
    return at;
}

enum err publication_seal_compare(struct ctx *c, int64_t publication, int64_t report, int64_t draft,
                                  const struct desk *id, struct str packed, struct str *ret)
{
    *ret = payload_seal(c, &id->pk, compare_binding(report, id->id, id->generation),
                        compare_place(publication, report, draft), packed);
    if (str_absent(*ret))
        return FAULT(&c->fault, ERR_STORE, "desk.broken", "a desk's key is no point");
    return ERR_OK;
}

static enum err identity_clean(struct ctx *c, int64_t report, const struct pub_draft *d, bool *ret)
{
    struct report_identity who;
    struct str exposure;
    struct pub_hits hits;

    TRY(report_identity_open(c, report, &who, &exposure));
    const struct pub_needle needles[] = { { PUB_HIT_REPORTER, who.name },
                                          { PUB_HIT_REPORTER, who.phone },
                                          { PUB_HIT_REPORTER, who.id_no },
                                          { PUB_HIT_REPORTER, who.address } };
    const struct pub_text t = { d->title, d->text, false };
    pub_screen(c->arena, &t, needles, COUNT_OF(needles), &exposure, 1, &hits);
    *ret = true;
    for (size_t i = 0; i < hits.n; i++) {
        enum pub_hit_kind k = hits.items[i].kind;
        if (k == PUB_HIT_REPORTER || k == PUB_HIT_WORDS)
            *ret = false;
    }
    return ERR_OK;
}

static enum err compare_open(struct ctx *c, const struct rows *r, size_t i, bool *ret_clean)
{
    const struct actor_desk *held = desk_held(c, cell(r, i, 3)->i, (uint32_t)cell(r, i, 4)->i);
    int64_t publication = cell(r, i, 0)->i, report = cell(r, i, 1)->i;
    struct pub_draft d;
    struct str packed;

    if (!held)
        return FAULT(&c->fault, ERR_DENIED, "vault.no_desk_key", "the id desk");
    if (!payload_unseal(c->arena, &held->pair, compare_binding(report, held->id, held->generation),
                        compare_place(publication, report, cell(r, i, 2)->i), cell(r, i, 5)->s,
                        &packed) ||
        !words_of(c, packed, &d))
        return FAULT(&c->fault, ERR_STORE, "publication.broken", "a text does not open");
    return identity_clean(c, report, &d, ret_clean);
}

enum err publication_compare(struct ctx *c, int64_t publication, int64_t report, bool *ret_clean)
{
    struct rows r, done;

    if (c->actor->kind != ACTOR_OFFICER || !actor_has(c, RO_CUSTODIAN))
        return none(c);
    TRY(store_run(c, Q_COMPARE_WAITING, &r, INT(c->actor->org)));
    for (size_t i = 0; i < r.n; i++) {
        if (cell(&r, i, 0)->i != publication || cell(&r, i, 1)->i != report)
            continue;
        TRY(compare_open(c, &r, i, ret_clean));
        TRY(store_begin(c));
        TX_AUTO tx = c;
        TRY(store_run(c, Q_COMPARE_DONE, &done, TEXT(*ret_clean ? S("CLEAN") : S("HIT")),
                      INT(publication), INT(report), INT(cell(&r, i, 2)->i)));
        if (done.n == 0)
            return FAULT(&c->fault, ERR_CONFLICT, "task.done", "the text is another by now");
        TRY(audit_write(c, "identity.compare", 0, report, *ret_clean ? S("clean") : S("hit")));
        tx = NULL;
        return store_commit(c);
    }
    return none(c);
}

/* ---- the public ---- */

static struct published shown_of(const struct rows *r, size_t i)
{
    return (struct published){ .id = cell(r, i, 0)->i,
                               .org = cell(r, i, 1)->i,
                               .area = cell(r, i, 2)->i,
                               .stage = cell(r, i, 3)->s,
                               .what = cell(r, i, 4)->s,
                               .form = cell(r, i, 5)->s,
                               .title = cell(r, i, 6)->s,
                               .text = cell(r, i, 7)->s,
                               .hash = cell(r, i, 8)->s,
                               .live = cell_day(r, i, 9),
                               .corrected = cell_day(r, i, 10) };
}

enum err published_page(struct ctx *c, int64_t org, struct str form, int64_t skip,
                        struct published_list *ret)
{
    struct rows r;
    struct str of = str_absent(form) ? S("") : form;

    TRY(store_run(c, Q_PUBLISHED_PAGE, &r, INT(org), TEXT(of), INT(skip)));
    struct published *items = arena_array(c->arena, struct published, r.n + 1);
    size_t n = r.n > PUBLISHED_PAGE ? PUBLISHED_PAGE : r.n;
    for (size_t i = 0; i < n; i++)
        items[i] = shown_of(&r, i);
    *ret = (struct published_list){ items, n, r.n > n };
    return ERR_OK;
}

enum err published_one(struct ctx *c, int64_t id, struct published *ret)
{
    struct rows r;

    TRY(store_run(c, Q_PUBLISHED_ONE, &r, INT(id)));
    if (r.n == 0)
        return none(c);
    *ret = shown_of(&r, 0);
    ret->salt = cell(&r, 0, 11)->s;
    /* taken down to be corrected: for now without words too */
    ret->state = str_eq(cell(&r, 0, 12)->s, S("PLAN")) ? S("WITHDRAWN") : cell(&r, 0, 12)->s;
    ret->ended = cell_day(&r, 0, 13);
    return ERR_OK;
}

enum err published_on_wall(struct ctx *c, int64_t org, struct published_list *ret)
{
    struct rows r;

    TRY(store_run(c, Q_PUBLISHED_ON_WALL, &r, INT(org), DAY(ctx_today(c))));
    struct published *items = arena_array(c->arena, struct published, r.n + 1);
    for (size_t i = 0; i < r.n; i++)
        items[i] = (struct published){ .id = cell(&r, i, 0)->i,
                                       .org = cell(&r, i, 1)->i,
                                       .stage = cell(&r, i, 2)->s,
                                       .title = cell(&r, i, 3)->s,
                                       .text = cell(&r, i, 4)->s,
                                       .live = cell_day(&r, i, 5) };
    *ret = (struct published_list){ items, r.n, false };
    return ERR_OK;
}

/* ---- time ---- */

static enum err late_one(struct ctx *c, int64_t id, int64_t matter, int64_t org)
{
    TRY(store_begin(c));
    TX_AUTO tx = c;
    /* each publication is a breach of its own, as each clock is */
    TRY(breach_record(c, matter, org, S("V14"), id, ctx_today(c)));
    TRY(store_run(c, Q_PUBLICATION_LATE_SET, NULL, INT(id)));
    tx = NULL;
    return store_commit(c);
}

enum err publication_day(struct ctx *c)
{
    struct rows over, late;

    TRY(store_run(c, Q_PUBLICATION_OVER, &over, DAY(ctx_today(c))));
    for (size_t i = 0; i < over.n; i++) {
        enum err e = move_by_time_in(c, cell(&over, i, 0)->i, cell(&over, i, 1)->i, S("PB9"));
        if (e != ERR_OK && e != ERR_CONFLICT)
            return e;
        fault_clear(&c->fault); /* somebody took it down meanwhile */
    }
    TRY(store_run(c, Q_PUBLICATION_LATE, &late, DAY(ctx_today(c))));
    for (size_t i = 0; i < late.n; i++)
        TRY(late_one(c, cell(&late, i, 0)->i, cell(&late, i, 1)->i, cell(&late, i, 2)->i));
    return ERR_OK;
}
