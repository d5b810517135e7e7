#include <jansson.h>

#include "base/heap.h"
#include "base/utf8.h"
#include "domain/report_form.h"
#include "domain/world.h"

static struct str repeated(struct ctx *c, const char *what, size_t n)
{
    struct buf b = buf_new(c->arena);

    for (size_t i = 0; i < n; i++)
        buf_put(&b, str_of(what));
    return buf_str(&b);
}

static void check_field(struct ctx *c, struct report_form f, int step, const char *field,
                        const char *key)
{
    enum err e = report_form_check(c, &f, step);

    if (e != ERR_INVALID || !fault_has_field(&c->fault, field))
        fail_msg("%s was let through", field);
    for (size_t i = 0; i < c->fault.field_count; i++)
        if (strcmp(c->fault.fields[i].field, field) == 0 &&
            strcmp(c->fault.fields[i].key, key) != 0)
            fail_msg("%s: %s, not %s", field, c->fault.fields[i].key, key);
}

/* f with one member changed is refused, and says which member */
#define REFUSED(c, member, value, field, key)                                                      \
    do {                                                                                           \
        struct report_form f_ = world_form();                                                      \
        f_.member = value;                                                                         \
        check_field((c), f_, REPORT_STEP_ALL, field, key);                                         \
    } while (0)

static void a_good_form_passes(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct report_form f = world_form();

    WORLD_OK(c, report_form_check(c, &f, REPORT_STEP_ALL));
    for (int step = REPORT_STEP_TOPIC; step <= REPORT_STEP_PERSON; step++)
        WORLD_OK(c, report_form_check(c, &f, step));
    f.narrative = repeated(c, "字", 20000);
    f.title = S("四个字啊");
    WORLD_OK(c, report_form_check(c, &f, REPORT_STEP_ALL));
    f.narrative = repeated(c, "字", 10);
    WORLD_OK(c, report_form_check(c, &f, REPORT_STEP_ALL));
}

static void every_limit_of_the_form_holds(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);

    REFUSED(c, area_code, STR_NONE, "area_code", "form.required");
    REFUSED(c, area_code, S("339999"), "area_code", "report.area");
    REFUSED(c, area_code, S("33x411"), "area_code", "report.area");
    REFUSED(c, category, STR_NONE, "category", "form.required");
    REFUSED(c, category, S("CAT_OUT"), "category", "form.option"); /* staff's word */
    REFUSED(c, topic_count, 0, "topics", "form.required");
    REFUSED(c, topics[0], S("TP_NONE"), "topics.0", "form.option");
    REFUSED(c, subject_count, 0, "subjects", "report.subjects_none");
    REFUSED(c, subjects[0].kind, S("thing"), "subjects.0.kind", "form.option");
    REFUSED(c, subjects[0].name, S("  "), "subjects.0.name", "form.required");
    REFUSED(c, subjects[0].name, repeated(c, "名", 61), "subjects.0.name", "form.too_long");
    REFUSED(c, subjects[0].unit, STR_NONE, "subjects.0.unit", "form.required");
    REFUSED(c, subjects[0].unit, repeated(c, "单", 121), "subjects.0.unit", "form.too_long");
    REFUSED(c, subjects[0].post, repeated(c, "职", 61), "subjects.0.post", "form.too_long");
    REFUSED(c, subjects[0].level, S("LV_KING"), "subjects.0.level", "form.option");
    REFUSED(c, narrative, STR_NONE, "narrative", "form.required");
    REFUSED(c, narrative, repeated(c, "字", 9), "narrative", "report.too_short");
    REFUSED(c, narrative, repeated(c, "字", 20001), "narrative", "form.too_long");
    REFUSED(c, narrative, S("十个字以上的\xff坏字节在里面"), "narrative", "report.text");
    REFUSED(c, title, S("三个字"), "title", "report.too_short");
    REFUSED(c, title, repeated(c, "题", 61), "title", "form.too_long");
    REFUSED(c, title, S("第一行\n第二行"), "title", "report.one_line");
    REFUSED(c, fact_place, repeated(c, "地", 201), "fact_place", "form.too_long");
    REFUSED(c, wish, repeated(c, "愿", 1001), "wish", "form.too_long");
    REFUSED(c, exposure_note, repeated(c, "谁", 1001), "exposure_note", "form.too_long");
    REFUSED(c, id_mode, STR_NONE, "id_mode", "form.required");
    REFUSED(c, id_mode, S("ID_PROXY"), "id_mode", "report.proxy_off");
    REFUSED(c, identity.name, STR_NONE, "identity.name", "form.required");
    REFUSED(c, identity.phone, STR_NONE, "identity.phone", "report.contact");
    REFUSED(c, identity.phone, S("电话"), "identity.phone", "report.phone");
    REFUSED(c, identity.phone, S("1380000000"), "identity.phone", "report.phone_11");
    REFUSED(c, truth_ack, false, "truth_ack", "report.truth");
    REFUSED(c, witness_count, REPORT_WITNESSES_MAX + 1, "witnesses", "report.many");
    struct report_form f = world_form();
    f.password = S("short");
    CHECK(report_form_check(c, &f, REPORT_STEP_ALL) == ERR_INVALID);
    CHECK(fault_has_field(&c->fault, "password"));
}

static void all_mistakes_are_told_at_once(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct report_form f = { 0 };

    CHECK(report_form_check(c, &f, REPORT_STEP_ALL) == ERR_INVALID);
    CHECK(fault_has_field(&c->fault, "area_code"));
    CHECK(fault_has_field(&c->fault, "subjects"));
    CHECK(fault_has_field(&c->fault, "narrative"));
    CHECK(fault_has_field(&c->fault, "id_mode"));
    CHECK(fault_has_field(&c->fault, "truth_ack"));
    CHECK(fault_has_field(&c->fault, "password"));
    CHECK(report_form_check(c, &f, REPORT_STEP_STORY) == ERR_INVALID);
    CHECK(c->fault.field_count == 1); /* a page asks for its own only */
}

static void texts_are_cleaned_in_place(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct report_form f = world_form();

    f.narrative = S("  第一行\r\n第二行，再多写几个字  ");
    f.wish = S("   ");
    f.subjects[0].name = S("\xe3\x80\x80张某 ");
    f.witnesses[0] = S(" ");
    f.witnesses[1] = S("王某");
    f.witness_count = 2;
    WORLD_OK(c, report_form_check(c, &f, REPORT_STEP_ALL));
    CHECK_STR(f.narrative, S("第一行\n第二行，再多写几个字"));
    CHECK(str_absent(f.wish));
    CHECK_STR(f.subjects[0].name, S("张某"));
    CHECK(f.witness_count == 1 && str_eq(f.witnesses[0], S("王某")));
}

static void an_anonymous_reporters_name_is_not_kept(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct report_form f = world_form();

    f.id_mode = S("ID_ANON");
    WORLD_OK(c, report_form_check(c, &f, REPORT_STEP_ALL));
    CHECK(str_absent(f.identity.name) && str_absent(f.identity.phone));
}

static void an_arrival_stamp_is_for_the_desk(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct report_form f = world_form();

    REFUSED(c, channel, S("CH_LETTER"), "channel", "report.desk_only");
    REFUSED(c, arrived_on, S("2026-09-01"), "arrived_on", "report.desk_only");
    f.channel = S("CH_VIDEO");
    WORLD_OK(c, report_form_check(c, &f, REPORT_STEP_ALL));

    c = world_as(w, 330411, RO_CLERK);
    f = world_form();
    f.channel = S("CH_LETTER");
    f.arrived_on = S("2026-09-01");
    f.password = STR_NONE; /* a one-time password is made */
    f.truth_ack = false;
    f.topic_count = 0;
    f.identity.phone = STR_NONE;
    f.identity.address = S("某村 1 号"); /* on paper an address is a contact */
    WORLD_OK(c, report_form_check(c, &f, REPORT_STEP_ALL));
    f.arrived_on = S("2026-09-19");
    check_field(c, f, REPORT_STEP_ALL, "arrived_on", "report.future");
    f.arrived_on = S("2026-02-30");
    check_field(c, f, REPORT_STEP_ALL, "arrived_on", "form.date");
    f.arrived_on = STR_NONE;
    f.channel = S("CH_WEB");
    check_field(c, f, REPORT_STEP_ALL, "channel", "form.option");
    f.channel = STR_NONE;
    check_field(c, f, REPORT_STEP_ALL, "channel", "form.required");
}

static void area_codes_are_read_in_all_lengths(void **state)
{
    (void)state;
    CHECK(report_area(S("330411")) == 330411);
    CHECK(report_area(S("330411104")) == 330411104);
    CHECK(report_area(S("330411104201")) == 330411104);
    CHECK(report_area(S("330411000000")) == 330411);
    CHECK(report_area(S("330411000")) == 330411);
    CHECK(report_area(S("33041")) == 0);
    CHECK(report_area(S("-30411")) == 0);
    CHECK(report_area(STR_NONE) == 0);
}

static const char sample[] =
    "{\"area_code\":\"330411\",\"category\":\"CAT_REPORT\",\"subjects\":[{\"kind\":\"person\","
    "\"name\":\"张某\",\"unit\":\"某村\",\"level\":\"LV_VILLAGE\"}],\"narrative\":"
    "\"写够十个字的一段话在这里\","
    "\"topics\":[\"TP_LAND\"],\"id_mode\":\"ID_REAL\",\"identity\":{\"name\":\"李某\","
    "\"phone\":\"13800000000\"},\"consents\":{\"quoted\":true},\"password\":\"five plain words for "
    "me\","
    "\"truth_ack\":true,\"to_upper\":true,\"witnesses\":[\"王某\"],\"exposure_note\":"
    "\"只有会计知道\","
    "\"pieces\":3}";

static void a_form_goes_through_json_and_back(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct report_form f, again;

    WORLD_OK(c, report_form_read(c, str_of(sample), &f));
    CHECK_STR(f.subjects[0].name, S("张某"));
    CHECK_STR(f.identity.phone, S("13800000000"));
    CHECK(f.consent_quoted && !f.consent_publication && f.truth_ack && f.to_upper);
    CHECK_STR(f.pieces, S("3"));
    CHECK_STR(f.password, S("five plain words for me"));
    struct str json = report_form_json(c->arena, &f);
    CHECK(!str_contains(json, S("five plain")));
    WORLD_OK(c, report_form_read(c, json, &again));
    CHECK(str_absent(again.password));
    CHECK_STR(report_form_json(c->arena, &again), json);
    CHECK_STR(again.exposure_note, S("只有会计知道"));
}

static void who_reports_is_no_part_of_the_sealed_body(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct report_form f;
    struct report_identity id;
    struct str note;

    WORLD_OK(c, report_form_read(c, str_of(sample), &f));
    struct str body = report_body_json(c->arena, &f);
    CHECK(str_contains(body, S("张某")));
    CHECK(!str_contains(body, S("李某")) && !str_contains(body, S("13800000000")));
    CHECK(!str_contains(body, S("会计")));
    WORLD_OK(c, report_identity_parse(c, report_identity_json(c->arena, &f), &id, &note));
    CHECK_STR(id.name, S("李某"));
    CHECK_STR(note, S("只有会计知道"));
    f.identity = (struct report_identity){ 0 };
    f.exposure_note = STR_NONE;
    CHECK(str_absent(report_identity_json(c->arena, &f)));
}

static void unknown_and_misshapen_members_are_refused(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    struct ctx *c = world_as_nobody(w);
    struct report_form f;
    static const struct {
        const char *json, *field, *key;
    } bad[] = {
        { "{\"colour\":1}", "colour", "json.unknown" },
        { "{\"subjects\":[{\"nick\":\"x\"}]}", "subjects.0.nick", "json.unknown" },
        { "{\"identity\":{\"sex\":\"x\"}}", "identity.sex", "json.unknown" },
        { "{\"consents\":{\"all\":true}}", "consents.all", "json.unknown" },
        { "{\"narrative\":[1]}", "narrative", "json.type" },
        { "{\"truth_ack\":\"yes\"}", "truth_ack", "json.type" },
        { "{\"subjects\":{}}", "subjects", "json.type" },
        { "{\"subjects\":[1]}", "subjects.0", "json.type" },
        { "{\"identity\":3}", "identity", "json.type" },
    };

    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        CHECK(report_form_read(c, str_of(bad[i].json), &f) == ERR_INVALID);
        if (!fault_has_field(&c->fault, bad[i].field))
            fail_msg("%s: no word of %s", bad[i].json, bad[i].field);
        assert_string_equal(c->fault.fields[0].key, bad[i].key);
    }
    CHECK(report_form_read(c, S("{"), &f) == ERR_INVALID);
    CHECK(report_form_read(c, S("[]"), &f) == ERR_INVALID);
    CHECK(report_form_read(c, S("{\"title\":\"a\",\"title\":\"b\"}"), &f) == ERR_INVALID);
    CHECK(report_form_read(c, S("{\"title\":\"\\u0000\"}"), &f) == ERR_INVALID);
    CHECK(report_form_read(c, repeated(c, " ", REPORT_JSON_MAX + 1), &f) == ERR_LIMIT);
    struct buf b = buf_new(c->arena);
    buf_put(&b, S("{\"subjects\":["));
    for (int i = 0; i < 21; i++)
        buf_put(&b, i ? S(",{}") : S("{}"));
    buf_put(&b, S("]}"));
    CHECK(report_form_read(c, buf_str(&b), &f) == ERR_INVALID);
    CHECK(fault_has_field(&c->fault, "subjects"));
}

/* jansson keeps its copies on the heap; they are wiped when they go back */
static void the_reader_of_json_wipes_its_memory(void **state)
{
    (void)state;
    WORLD_AUTO w = world_new();
    json_malloc_t take;
    json_free_t give;

    assert_non_null(w);
    json_get_alloc_funcs(&take, &give);
    CHECK(take == heap_take && give == heap_give);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_form_passes),
        cmocka_unit_test(every_limit_of_the_form_holds),
        cmocka_unit_test(all_mistakes_are_told_at_once),
        cmocka_unit_test(texts_are_cleaned_in_place),
        cmocka_unit_test(an_anonymous_reporters_name_is_not_kept),
        cmocka_unit_test(an_arrival_stamp_is_for_the_desk),
        cmocka_unit_test(area_codes_are_read_in_all_lengths),
        cmocka_unit_test(a_form_goes_through_json_and_back),
        cmocka_unit_test(who_reports_is_no_part_of_the_sealed_body),
        cmocka_unit_test(the_reader_of_json_wipes_its_memory),
        cmocka_unit_test(unknown_and_misshapen_members_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
