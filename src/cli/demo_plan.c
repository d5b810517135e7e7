/* demo_plan.c - who reports what, where and how; drawn from the seed, every word invented. */
#include "cli/demo.h"
#include "cli/demo_scripts.h"

#define DEMO_MATTERS 300
#define DEMO_BUSY_DAYS 75
#define WEEK 7

struct place_share {
    int64_t org;
    unsigned share; /* of 100 */
};
static const struct place_share shares[] = { { 330411, 38 }, { 330825, 13 }, { 330109, 10 },
                                             { 331102, 8 },  { 330400, 11 }, { 330100, 7 },
                                             { 330800, 6 },  { 331100, 4 },  { 330000, 3 } };

struct channel_share {
    const char *channel; /* NULL: the web */
    unsigned share;
};
static const struct channel_share channels[] = {
    { NULL, 52 }, { "CH_LETTER", 18 }, { "CH_VISIT", 13 }, { "CH_PHONE", 11 }, { "CH_GRID", 6 }
};

struct tale {
    const char *topic, *title, *text;
};
static const struct tale reports[] = {
    { "TP_VILLAGE_FUNDS", "修水渠的账对不上",
      "去年秋天村里修水渠没有招标，账上写了十八万元，施工队的人说只拿到十一万元。" },
    { "TP_LAND", "征地补偿少算了面积",
      "量地的时候说是四亩二分，公示表上只写了三亩六分，问了几次没有说法。" },
    { "TP_SUBSIDY", "种粮补贴发给了不种地的人",
      "补贴名单里有三户早就搬走，田由别人在种，补贴却年年有。" },
    { "TP_RELIEF", "低保名额给了亲戚",
      "村里两户低保家里有车有房，都是干部的亲戚，真正困难的排不上。" },
    { "TP_TENDER", "道路硬化分成小标", "一条路分成五段，每段都不到招标限额，全由同一个人做。" },
    { "TP_RUDENESS", "办证时态度粗暴", "跑了三趟窗口，每趟少一张材料，最后还被训斥了一顿。" },
    { "TP_EXTORTION", "办执照要请吃饭", "办经营手续时被暗示请客，不请就一直拖着不办。" },
    { "TP_BRIBERY", "承包鱼塘收好处", "鱼塘续包没有开会，听说新承包人送了两条烟和一万元。" },
    { "TP_ABUSE", "公章私用出具证明", "干部用村里的公章给外人开居住证明，收了钱。" },
    { "TP_NEGLECT", "危房上报后无人来看", "老屋裂缝越来越大，报了两次，台账上写着已经处理。" },
    { "TP_WASTE", "公款吃喝开成会议费", "一张会议费发票，开会那天会议室锁着门。" },
    { "TP_INTEGRITY", "儿子婚礼收管理对象礼金", "婚礼办了四十桌，很多是有业务往来的老板。" },
};
static const struct tale claims[] = {
    { "TP_LAND", "请求补发安置费", "拆迁协议写的过渡费停了半年，请求按协议补发。" },
    { "TP_RELIEF", "请求落实医疗救助", "住院自付部分超过标准，申请救助四个月没有答复。" },
    { "TP_VILLAGE_FUNDS", "请求公开分红账目", "合作社三年没有分红，请求公开账目。" },
};
static const struct tale out_tales[] = {
    { "TP_OTHER", "邻居借款不还", "邻居借了五万元不还，法院判决以后还是没有拿到。" },
    { "TP_OTHER", "菜场缺斤少两", "菜场一个摊位的秤不准，投诉以后换了一台还是不准。" },
};
static const struct tale empty_tales[] = {
    { "TP_OTHER", "干部不好", "这里的干部很不好，大家都知道，请你们来查一查就明白了。" },
};
static const struct tale suggest_tales[] = {
    { "TP_OTHER", "建议公开村级小额工程",
      "建议把五万元以下的小工程也贴到村口公示栏，写清楚谁做、多少钱。" },
};
static const struct {
    const struct tale *items;
    size_t n;
    const char *category;
} tales[] = { [DEMO_REPORT] = { reports, COUNT_OF(reports), "CAT_REPORT" },
              [DEMO_CLAIM] = { claims, COUNT_OF(claims), "CAT_PETITION" },
              [DEMO_OUT] = { out_tales, COUNT_OF(out_tales), "CAT_REPORT" },
              [DEMO_EMPTY] = { empty_tales, COUNT_OF(empty_tales), "CAT_REPORT" },
              [DEMO_SUGGEST] = { suggest_tales, COUNT_OF(suggest_tales), "CAT_SUGGEST" },
              [DEMO_SEALED] = { reports, COUNT_OF(reports), "CAT_REPORT" } };

static const char *const words[] = { "river", "lamp",  "plum",   "boat",  "tea",    "bridge",
                                     "stone", "cloud", "bamboo", "crane", "lotus",  "market",
                                     "silk",  "wind",  "rice",   "moon",  "orange", "spring" };

static int64_t draw_org(struct demo *d)
{
    unsigned x = demo_draw(d, 100);
    for (size_t i = 0; i < COUNT_OF(shares); i++) {
        if (x < shares[i].share)
            return shares[i].org;
        x -= shares[i].share;
    }
    return shares[0].org;
}

static bool fits(const struct demo_script *s, const struct org *o)
{
    switch (s->place) {
    case DEMO_COUNTY:
        return o->level == ORG_COUNTY;
    case DEMO_PILOT:
        return o->id == 330411;
    case DEMO_CITY:
        return o->level == ORG_CITY;
    case DEMO_STREET:
        return o->id == DEMO_TOWNSHIP;
    default:
        return o->level != ORG_TOWNSHIP;
    }
}

static const struct demo_script *draw_script(struct demo *d, const struct org *o)
{
    uint32_t all = 0;
    for (size_t i = 0; i < demo_script_count; i++)
        all += fits(&demo_scripts[i], o) ? (uint32_t)demo_scripts[i].weight : 0;
    uint32_t x = demo_draw(d, all);
    for (size_t i = 0; i < demo_script_count; i++) {
        const struct demo_script *s = &demo_scripts[i];
        if (!fits(s, o))
            continue;
        if (x < (uint32_t)s->weight)
            return s;
        x -= (uint32_t)s->weight;
    }
    return &demo_scripts[0];
}

static const char *draw_channel(struct demo *d, const struct demo_script *s)
{
    unsigned x = demo_draw(d, 100);
    if (s->way == DEMO_BY_WEB || s->way == DEMO_BY_LETTER)
        return s->way == DEMO_BY_WEB ? NULL : "CH_LETTER";
    for (size_t i = 0; i < COUNT_OF(channels); i++) {
        if (x < channels[i].share)
            return s->way == DEMO_BY_WRITING && i > 1 ? NULL : channels[i].channel;
        x -= channels[i].share;
    }
    return NULL;
}

/* A division below the body that has no office of its own in the demo; the body itself else. */
static const struct region *draw_area(struct demo *d, const struct org *o)
{
    const struct region *own = region_find(d->app->regions, o->id), *chosen = own;
    uint32_t n = 0;
    if (o->level != ORG_COUNTY)
        return own;
    for (const struct region *r = region_first_child(d->app->regions, own); r;
         r = region_next(d->app->regions, r)) {
        if (r->code != DEMO_TOWNSHIP && demo_draw(d, ++n) == 0)
            chosen = r;
    }
    return chosen;
}

/* Accused people of the demo have no whole name, so that no living person can be meant. */
static struct report_subject draw_accused(struct demo *d, const struct region *area)
{
    static const char *const families[] = { "赵", "钱", "孙", "李", "周",
                                            "吴", "王", "冯", "陈", "褚" };
    static const char *const stems[] = { "甲", "乙", "丙", "丁", "戊", "己" };
    static const char *const posts[] = { "村主任", "村会计", "村党支部委员", "组长",
                                         "窗口工作人员" };
    uint32_t post = demo_draw(d, COUNT_OF(posts));
    struct arena *a = d->arena;
    const char *family = families[demo_draw(d, COUNT_OF(families))];
    const char *stem = stems[demo_draw(d, COUNT_OF(stems))];
    struct str unit = post == 4
                          ? str_fmt(a, "%.*s演示服务中心", STR_ARG(area->name))
                          : str_fmt(a, "%.*s示例%u村", STR_ARG(area->name), demo_draw(d, 9) + 1);
    return (struct report_subject){ .kind = S("person"),
                                    .name = str_fmt(a, "%s某%s", family, stem),
                                    .unit = unit,
                                    .post = str_of(posts[post]),
                                    .level = post == 4 ? S("LV_STAFF") : S("LV_VILLAGE") };
}

/* The body's own head, or a cadre whom the body above manages: sealed past this body. */
static struct report_subject draw_sealed(struct demo *d, const struct org *o)
{
    const struct demo_officer *chief = demo_officer(d, o->id, RO_PRINCIPAL);
    if (demo_draw(d, 2))
        return (struct report_subject){ .kind = S("person"),
                                        .name = chief->as.name,
                                        .unit = o->name,
                                        .post = S("书记"),
                                        .level = S("LV_COUNTY") };
    return (struct report_subject){ .kind = S("person"),
                                    .name = S("陈某甲"),
                                    .unit = str_fmt(d->arena, "%.*s示例局", STR_ARG(o->area_name)),
                                    .post = S("局长"),
                                    .level = S("LV_COUNTY") };
}

static struct str draw_password(struct demo *d)
{
    struct buf b = buf_new(d->arena);
    for (int i = 0; i < 5; i++)
        buf_fmt(&b, "%s%s", i ? " " : "", words[demo_draw(d, COUNT_OF(words))]);
    return buf_str(&b);
}

static void fill_person(struct demo *d, struct report_form *f, bool must_be_named)
{
    bool named = must_be_named || demo_draw(d, 100) < 60;
    f->id_mode = named ? S("ID_REAL") : S("ID_ANON");
    if (!named)
        return;
    f->identity.name = demo_person_name(d, d->arena);
    f->identity.phone = str_fmt(d->arena, "1380000%04u", demo_draw(d, 10000));
    if (demo_draw(d, 4) == 0)
        f->exposure_note = S("只有村会计知道这件事，请保密。（演示）");
}

/* Letters get a one-time password on a slip; everybody else chooses his own. */
static void fill_channel(struct demo *d, struct demo_story *s, const char *channel)
{
    struct report_form *f = &s->intake.form;
    if (!channel || strcmp(channel, "CH_LETTER") != 0)
        f->password = draw_password(d);
    if (!channel)
        return;
    f->channel = str_of(channel);
    s->clerk_org = s->org;
    s->clerk_role = strcmp(channel, "CH_GRID") == 0 ? RO_GRID : RO_CLERK;
    if (strcmp(channel, "CH_LETTER") == 0) {
        struct day stamp = { day_of(s->next).n - (int32_t)demo_draw(d, 3) };
        f->arrived_on = day_format(d->arena, stamp);
    }
    if (strcmp(channel, "CH_VISIT") == 0)
        f->visitor_count = S("1");
}

static void fill_form(struct demo *d, struct demo_story *s, const struct demo_script *script,
                      const struct org *o)
{
    struct report_form *f = &s->intake.form;
    const struct region *area = draw_area(d, o);
    const struct tale *t =
        &tales[script->kind].items[demo_draw(d, (uint32_t)tales[script->kind].n)];
    f->area_code = str_fmt(d->arena, "%lld", (long long)area->code);
    f->category = str_of(tales[script->kind].category);
    f->subjects[0] = script->kind == DEMO_SEALED ? draw_sealed(d, o) : draw_accused(d, area);
    f->subject_count = 1;
    f->topics[0] = str_of(t->topic);
    f->topic_count = 1;
    f->title = str_of(t->title);
    f->narrative = str_fmt(d->arena, "%s%s", t->text, DEMO_TITLE);
    f->mass_interest = script->kind == DEMO_REPORT && demo_draw(d, 5) == 0;
    f->truth_ack = true;
    fill_person(d, f, script->kind == DEMO_CLAIM);
    fill_channel(d, s, draw_channel(d, script));
}

/* The same accused and the same words as an earlier story of this body. */
static bool repeat_earlier(struct demo *d, struct demo_story *s)
{
    for (size_t i = d->story_count; i > 0; i--) {
        const struct demo_story *old = &d->stories[i - 1];
        /* it stays with this body and is checked there */
        struct str way = str_of(old->script);
        if (old->org != s->org || !str_contains(way, S("T18")) || str_contains(way, S("nobody")) ||
            old->next.ms + 3 * WEEK * DAY_MS > s->next.ms)
            continue;
        s->lead = (int64_t)i - 1;
        s->intake.form.subjects[0] = old->intake.form.subjects[0];
        s->intake.form.narrative = old->intake.form.narrative;
        s->intake.form.title = old->intake.form.title;
        s->intake.form.topics[0] = old->intake.form.topics[0];
        s->intake.form.area_code = old->intake.form.area_code;
        return true;
    }
    return false;
}

/* In order of time, so that a repeat finds what came before; a third of them in the last weeks,
 * where matters are still on their way. */
static struct instant draw_time(struct demo *d, size_t i)
{
    const size_t before = DEMO_MATTERS * 2 / 3, early = DEMO_DAYS - DEMO_BUSY_DAYS;
    size_t day = i < before ? i * early / before
                            : early + (i - before) * DEMO_BUSY_DAYS / (DEMO_MATTERS - before);
    int64_t minutes = 8 * 60 + demo_draw(d, 12 * 60);
    struct day first = { day_of(d->at).n - DEMO_DAYS + (int32_t)day };
    return (struct instant){ day_start(first).ms + minutes * 60 * 1000 };
}

/* Every way is gone by somebody not long ago, whatever the shares say. */
static const struct demo_script *in_turn(size_t i, int64_t *ret_org)
{
    static const int64_t city[] = { 330400, 330100, 330800, 331100 };
    const struct demo_script *s = &demo_scripts[i % demo_script_count];
    *ret_org = s->place == DEMO_CITY     ? city[i % COUNT_OF(city)]
               : s->place == DEMO_STREET ? DEMO_TOWNSHIP
                                         : 330411;
    return s;
}

static void add_story(struct demo *d, size_t i)
{
    int64_t org = draw_org(d);
    bool turn = i >= DEMO_MATTERS * 2 / 3 && i % 2 == 0;
    const struct demo_script *script = turn ? in_turn(i / 2, &org) : NULL;
    const struct org *o = org_find(app_orgs(d->app), org);
    struct demo_story *s = &d->stories[d->story_count];
    if (!script)
        script = draw_script(d, o);
    *s = (struct demo_story){ .org = o->id, .at_org = o->id, .lead = -1 };
    s->next = draw_time(d, i);
    fill_form(d, s, script, o);
    if (script->repeats && !repeat_earlier(d, s))
        script = &demo_scripts[0]; /* the first of its kind goes the ordinary way */
    if (s->clerk_org) {            /* desks are open on working days */
        struct day day = calendar_roll(app_calendar(d->app), day_of(s->next));
        s->next.ms += (day.n - day_of(s->next).n) * DAY_MS;
    }
    s->script = s->rest = script->lines;
    d->story_count++;
}

void demo_plan(struct demo *d)
{
    for (size_t i = 0; i < DEMO_MATTERS; i++)
        add_story(d, i);
}
