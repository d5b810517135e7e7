/* A comment may say FAULT(f, ERR_IO, "not.a.key", "-") and T_("neither"). */
#define FAULT(f, err, key, ...) fault_set((f), (err), (key), __VA_ARGS__)
static const char *const table[] = { T_KEY("good.table"), T_KEY("missing.table") };
enum err x(struct fault *f, int n)
{
    const char *key = n ? "good.assigned" : "missing.assigned";
    log_event("key=%s, \"missing.in.string\"", key);
    if (n == 1)
        return FAULT(f, ERR_IO, n ? "good.c" : "missing.c", "detail \"%d\", %d", n, (n, n));
    fault_field(f, "field", "missing.field", 0);
    f->key = "missing.member";
    say(T_("good.count"), T_("long.a"), T_("banned.word"), T_("slash"), T_("twice"), T_("only.zh"),
        T_PREFIX("missing.prefix."));
    return fault_set(f, ERR_IO, "missing.set", "-");
}
