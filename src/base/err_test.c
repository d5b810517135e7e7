#include "base/test.h"

static enum err refuse(struct fault *f)
{
    return FAULT(f, ERR_CONFLICT, "matter.moved_on", "version %d", 3);
}

static enum err pass_on(struct fault *f, int *after)
{
    TRY(ERR_OK);
    TRY(refuse(f));
    *after = 1;
    return ERR_OK;
}

static void a_fault_is_set_once_and_passed_on(void **state)
{
    struct fault f = { 0 };
    int after = 0;
    CHECK(pass_on(&f, &after) == ERR_CONFLICT);
    CHECK(after == 0 && f.err == ERR_CONFLICT);
    CHECK(strcmp(f.key, "matter.moved_on") == 0 && strcmp(f.detail, "version 3") == 0);
}

static void details_are_cut(void **state)
{
    struct fault f = { 0 };
    CHECK(FAULT(&f, ERR_IO, "x", "%0300d", 1) == ERR_IO);
    CHECK(strlen(f.detail) == sizeof f.detail - 1);
}

static void the_first_mistake_of_a_field_stays(void **state)
{
    struct fault f = { 0 };
    fault_field(&f, "name", "form.missing", 0);
    fault_field(&f, "name", "form.long", 50);
    fault_field(&f, "phone", "form.long", 20);
    CHECK(f.err == ERR_INVALID && strcmp(f.key, "form.invalid") == 0);
    CHECK(f.field_count == 2 && strcmp(f.fields[0].key, "form.missing") == 0);
    CHECK(f.fields[1].arg == 20);
    CHECK(fault_has_field(&f, "phone") && !fault_has_field(&f, "phon"));
}

static void fields_belong_to_invalid_input_only(void **state)
{
    struct fault f = { .retry_after_s = 5 };
    fault_field(&f, "name", "form.missing", 0);
    CHECK(FAULT(&f, ERR_INVALID, "form.invalid", "-") == ERR_INVALID && f.field_count == 1);
    CHECK(FAULT(&f, ERR_BUSY, "http.busy", "-") == ERR_BUSY && f.field_count == 0);
    CHECK(f.retry_after_s == 5);
    fault_clear(&f);
    CHECK(f.err == ERR_OK && f.key == NULL && f.retry_after_s == 0 && f.detail[0] == 0);
}

static void fields_are_bounded(void **state)
{
    static const char names[][3] = { "00", "01", "02", "03", "04", "05", "06", "07", "08",
                                     "09", "10", "11", "12", "13", "14", "15", "16", "17",
                                     "18", "19", "20", "21", "22", "23", "24", "25", "26",
                                     "27", "28", "29", "30", "31", "32", "33" };
    struct fault f = { 0 };
    for (size_t i = 0; i < COUNT_OF(names); i++)
        fault_field(&f, names[i], "form.missing", 0);
    CHECK(f.field_count == FAULT_FIELDS_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fault_is_set_once_and_passed_on),
        cmocka_unit_test(details_are_cut),
        cmocka_unit_test(the_first_mistake_of_a_field_stays),
        cmocka_unit_test(fields_belong_to_invalid_input_only),
        cmocka_unit_test(fields_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
