/*
 * store.h - named statements on one database; the only place that knows which database it is.
 *
 * Layer:  store                     Owns: the database file, its connections, migrations
 * Memory: rows live in c->arena; nothing borrowed from the driver survives a call
 * Errors: ERR_STORE (database refuses: key "store.locked", "store.full", "store.read_only",
 *         "store.io", "store.broken"), ERR_CONFLICT for a violated UNIQUE or primary key (key
 *         "store.unique"), CHECK, NOT NULL, foreign key or trigger (key "store.rule"),
 *         ERR_INVALID for a NUL in a text (key "store.text"; PostgreSQL could not keep it)
 *
 * All SQL stands in .sql files beside the domain code; the build turns each "-- name: matter_find"
 * into a constant Q_MATTER_FIND (gen/queries.h). Readers run outside a transaction on read-only
 * connections; between store_begin and store_commit everything runs on the one writer.
 */
#ifndef YG_STORE_STORE_H
#define YG_STORE_STORE_H

#include "base/ctx.h"

struct query {
    const char *name;
    const char *sql;
    int params;  /* $1..$n, in ascending order of first use */
    int index;   /* place in the table of prepared statements */
    bool writes; /* INSERT, UPDATE, DELETE: refused outside a transaction by assert */
};

enum value_kind { VALUE_NULL, VALUE_INT, VALUE_TEXT, VALUE_BLOB };

struct value {
    enum value_kind kind;
    int64_t i;
    struct str s;
};

static inline struct value value_int(int64_t i)
{
    return (struct value){ VALUE_INT, i, STR_NONE };
}
static inline struct value value_text(struct str s) /* absent: NULL */
{
    return (struct value){ s.p ? VALUE_TEXT : VALUE_NULL, 0, s };
}
static inline struct value value_blob(struct str s)
{
    return (struct value){ s.p ? VALUE_BLOB : VALUE_NULL, 0, s };
}
#define INT(i) value_int(i)
#define TEXT(s) value_text(s)
#define BLOB(s) value_blob(s)
#define NONE ((struct value){ VALUE_NULL, 0, { NULL, 0 } })
/* NULL when there is no day */
static inline struct value value_day(struct day d)
{
    return day_absent(d) ? NONE : INT(d.n);
}
#define DAY(d) value_day(d)

#define STORE_ROWS_MAX                                                                             \
    10000 /* more: ERR_LIMIT "store.too_many"; statements carry their own LIMIT */

struct rows {
    size_t n; /* rows */
    int columns;
    const struct value *cells; /* n * columns */
};

/* Cell of row r, column k; asserts inside the bounds. NULL reads as i = 0, s absent. */
static inline const struct value *cell(const struct rows *r, size_t row, int column)
{
    return &r->cells[row * (size_t)r->columns + (size_t)column];
}
static inline struct day cell_day(const struct rows *r, size_t row, int column)
{
    const struct value *v = cell(r, row, column);
    return v->kind == VALUE_INT ? (struct day){ (int32_t)v->i } : DAY_NONE;
}

/* Runs q with count values. ret may be NULL when the rows do not matter. */
MUST_CHECK enum err store_run_n(struct ctx *c, const struct query *q, struct rows *ret, int count,
                                const struct value *values);
/* store_run(c, Q_X, &rows, INT(1), TEXT(s)); without values: store_run0(c, Q_X, &rows) */
#define store_run(c, q, ret, ...)                                                                  \
    store_run_n((c), (q), (ret),                                                                   \
                (int)(sizeof((struct value[]){ __VA_ARGS__ }) / sizeof(struct value)),             \
                (struct value[]){ __VA_ARGS__ })
#define store_run0(c, q, ret) store_run_n((c), (q), (ret), 0, NULL)

/* Row by row without keeping them: for exports and searches. each() returns false to stop; the row
 * is valid only inside. Runs on a reader; not inside a transaction. each() must not come back to
 * the store (asserted): with every reader busy in an each() nobody would get on. At most half of
 * the readers walk at a time; further walks wait, so that pages are answered meanwhile. */
MUST_CHECK enum err store_each(struct ctx *c, const struct query *q,
                               bool (*each)(void *u, const struct rows *row), void *u, int count,
                               const struct value *values);

/*
 * One state of the database for all reads until store_reads_end, and a tenth of the work: a read by
 * itself takes and gives a lock each time. For a page that asks many short questions; not across a
 * wait, since it keeps a reader and the log. Begun inside another or inside a transaction it does
 * nothing and returns NULL; a store_begin ends it. Never fails: without it each read goes alone.
 */
struct ctx *store_reads_begin(struct ctx *c);
void store_reads_end(struct ctx *c);
static inline void store_reads_drop(struct ctx **c)
{
    if (*c)
        store_reads_end(*c);
}
/* READS_AUTO reads = store_reads_begin(c);  ends on every way out */
#define READS_AUTO __attribute__((cleanup(store_reads_drop), unused)) struct ctx *

/*
 * Writing: takes the one writer (waiting in line) and opens a savepoint in the running group.
 * store_commit releases the savepoint, joins the group and returns once the group's COMMIT is on
 * disk. Any error of it: nothing of the group is acknowledged. Not nestable. Seal and compute
 * before.
 *
 * After any failed statement the transaction is failed: later ones and store_commit give the same
 * error. After store_commit, good or bad, the transaction is over. store_rollback without one does
 * nothing; it returns when the group it read from is settled, so that an answer made from rows of
 * that group speaks of rows on disk (when the group fails, only store_commit tells: end with it
 * what repeats an acknowledgement). More than 1024 in line: ERR_BUSY "store.busy".
 */
MUST_CHECK enum err store_begin(struct ctx *c);
MUST_CHECK enum err store_commit(struct ctx *c);
void store_rollback(struct ctx *c);

static inline void store_tx_drop(struct ctx **c)
{
    if (*c)
        store_rollback(*c);
}
/* TX_AUTO tx = c;  ... TRY(store_commit(c)); tx = NULL;  rolls back on every other way out */
#define TX_AUTO __attribute__((cleanup(store_tx_drop))) struct ctx *

struct migration {
    int version;      /* 1, 2, 3 ... without a gap */
    const char *name; /* data/migrations/0001_name.sql */
    const char *sql;  /* in the form for this database */
};

struct store_options {
    const char *path; /* database file; ":memory:" for tests (one shared connection) */
    const struct query *queries;
    size_t query_count;
    int readers;                        /* read-only connections; 0 = 4 */
    bool read_only;                     /* for doctor and verify on a copy */
    int forget_ms; /* after a DELETE the log is cut to nothing this much later; 0 = a minute */
    const struct migration *migrations; /* NULL: those of data/migrations, built in */
    size_t migration_count;
};

/*
 * Opens (or makes, mode 0600), checks application_id, applies outstanding migrations, each in a
 * transaction of its own. The options' tables are borrowed until store_close.
 * f: ERR_STORE with key "store.open", "store.not_ours" (another program's file), "store.newer"
 * (made by a newer program), "store.older" (read_only, and migrations are outstanding),
 * "store.migration", "store.locked", "store.read_only". ":memory:": a read outside a transaction
 * sees what another context has not committed yet; tests of isolation take a file.
 */
MUST_CHECK enum err store_open(const struct store_options *o, struct fault *f, struct store **ret);
void store_close(struct store *s); /* drains the group, truncates the log */
/*
 * What is deleted is overwritten in the database (secure_delete), but the log keeps pages as they
 * were before: a wrapped key, a draft. So after a transaction with a DELETE the log is written back
 * and cut to nothing, within options.forget_ms and again and again while a reader holds it.
 */

/* Online copy of the whole database, as it is now, into the new file path (mode 0600), in steps and
 * beside running writers. ERR_CONFLICT "store.exists"; on an error nothing is left there. Takes
 * seconds for hundreds of MB: not on a thread that answers requests. */
MUST_CHECK enum err store_copy(struct ctx *c, const char *path);
/* Reads every page and index, on a connection of its own: seconds for a large database. Absent:
 * nothing is wrong; else the first thing that is. */
MUST_CHECK enum err store_integrity(struct ctx *c, struct str *ret_problem);
/* Gives back the pages that idle connections keep, and what the heap has free: after a walk over
 * much that nobody reads again soon. Connections at work keep theirs. */
void store_give_back(struct store *s);
int store_schema_version(struct store *s);

struct store_counts {
    int64_t commits, members, checkpoints, reads, wal_pages;
};
struct store_counts store_counts(struct store *s); /* for metrics and bench */

#endif
