#include "domain/guard.h"

#define NAME(word)                                                                                 \
    {                                                                                              \
#word, sizeof(#word) - 1                                                                   \
    }

const struct str guard_names[] = {
    NAME(G_ACCUSED_ABOVE),  NAME(G_CHANNEL_PASSES_ON),
    NAME(G_CLAIM),          NAME(G_DELIVERY),
    NAME(G_ENTRUSTED_TOLD), NAME(G_EXTENSION),
    NAME(G_FINDINGS),       NAME(G_HELD),
    NAME(G_LEAD_MATTER),    NAME(G_MATTER),
    NAME(G_NOT_CLAIM),      NAME(G_NOT_HANDLER),
    NAME(G_OPEN_HANDLING),  NAME(G_ORDERED_REDO),
    NAME(G_OTHER_MATTER),   NAME(G_OTHER_OFFICERS),
    NAME(G_OTHER_PERSON),   NAME(G_RECHECK_DATE),
    NAME(G_REOPEN),         NAME(G_REVIEW_OPEN),
    NAME(G_SECOND_OFFICER), NAME(G_SUPPLEMENT_ONCE),
    NAME(G_TO_BELOW),       NAME(G_TO_NOT_ACCUSED),
    NAME(G_WITHIN_UNDO),    NAME(G_HEARING_OPEN),
    NAME(G_HEARING_FORM),   NAME(G_HEARERS),
    NAME(G_PROTECT_ENDS),   NAME(G_PANEL_ANSWER),
    NAME(G_PANEL_COPY),     NAME(G_PANEL_COUNTED),
    NAME(G_PANEL_MEMBER),   NAME(G_PANEL_OPINION),
    NAME(G_PANEL_OPINIONS), NAME(G_PANEL_SEATED),
    NAME(G_PANEL_SIGN),     NAME(G_PANEL_VOTE),
    NAME(G_FOUND_FALSE),    NAME(G_CITY_APPROVES),
    NAME(G_NAMED),          NAME(G_MODE),
    NAME(G_MODE_I),         NAME(G_MODE_ALONE),
    NAME(G_MODE_CONSENT),   NAME(G_PUB_OPEN),
    NAME(G_PUB_PLAN),       NAME(G_PUB_TEXT),
    NAME(G_PUB_NO_CONSENT), NAME(G_PUB_HASH),
    NAME(G_PUB_APPROVE),    NAME(G_PUB_POST),
    NAME(G_PUB_MEETING),    NAME(G_OPEN_MEETING),   NAME(G_BREACH),
    NAME(G_REVIEW_TERM),
    NAME(G_REVIEWER),       NAME(G_REPEATED),
    NAME(G_RULING_REDO),    NAME(G_RULING_STANDS),
    NAME(G_NOT_SETTLED),    NAME(G_NEW_OPINION),
    NAME(G_RN_DESK),        NAME(G_RN_ONCE),
    NAME(G_RN_TRIES),       NAME(G_RN_TRY),
};
const size_t guard_count = COUNT_OF(guard_names);
