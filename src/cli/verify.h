/*
 * verify.h - checking the public log offline: no database, no key, no network.
 *
 * Layer: cli (inside of cmd_verify.c, verify_*.c)
 * Each refusal says what is wrong and what it means; codes: 0 proven, 1 not proven, 65 a file that
 * is none, 66 a file that is not there.
 */
#ifndef YG_CLI_VERIFY_H
#define YG_CLI_VERIFY_H

#include "cli/cli.h"
#include "tlog/judge.h"
#include "tlog/key_statement.h"
#include "tlog/walk.h"

#define VERIFY_NOT 1 /* exit code: not proven */
#define VERIFY_SCRATCH_MAX (64u << 20)

struct verify {
    struct cli *cli;
    struct policy policy;
    const char *copy; /* folder with checkpoint and tile/, or NULL */
    const char *code; /* check code as typed, or NULL */
    bool print_vkey, print_checkpoint;
    const char *policy_file, *vkey;
    const char *fetched; /* day on which the user fetched the copy himself, or NULL */
    const char *keys;    /* file of key statements, or NULL: COPY/keys where it is there */
    struct handed {      /* keys that one of the policy's handed over to, one after the other */
        struct key_statement s;
        bool logged; /* its hash was seen in the copy */
    } handed[KEY_STATEMENTS_MAX];
    size_t handed_n;
    int lang;            /* LANG_EN, LANG_ZH: of the verdicts */
    struct i18n *words;
};

/* A whole file of at most max bytes. */
MUST_CHECK bool verify_read_file(struct arena *a, const char *path, size_t max, struct str *ret);
int verify_complain_file(struct verify *v, const char *path); /* by errno: EX_NOINPUT */
/* The verdict in words, to err; the exit code that belongs to it. what: the file it is about. */
int verify_say(struct verify *v, int code, const char *what, const char *key);
int verify_verdict(struct verify *v, const char *what, enum judge j);
/* Reads the key statements and believes whom a key of the policy handed over to. EX_OK, also
 * without any. */
int verify_keys(struct verify *v);
/* Every entry of the copy is shown to the first; the second says whether all statements that were
 * followed are in it. */
void verify_keys_look(struct verify *v, struct str entry);
int verify_keys_logged(struct verify *v);
/* Judges signatures; when they do not do, says why and gives the exit code, else EX_OK. what: "the
 * receipt", "the copy". */
int verify_note(struct verify *v, const char *what, struct str bytes, struct checkpoint *ret,
                struct note *note);
/* Walks v->copy. each as in walk_log. EX_OK when all of it fits. */
int verify_walk(struct verify *v, struct checkpoint *ret, struct note *note,
                void (*each)(void *u, uint64_t index, struct str entry), void *u);
/* Who saw it when. ret_latest (may be NULL): the latest of them, ms 0 when nobody did. */
void verify_print_witnesses(struct verify *v, const struct note *n, struct instant *ret_latest);

int verify_log(struct verify *v);
int verify_receipt(struct verify *v, const char *file);
int verify_omission(struct verify *v, const char *file);
int verify_document(struct verify *v, const char *file);

#endif
