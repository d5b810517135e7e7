/*
 * demo_scripts.h - how a matter of the demo goes: one line a step, "+days who what|field=value".
 *
 * Layer: cli (inside of demo_*.c)
 * +days counts working days from the step before. who is a role of the body that handles the matter
 * (clerk, handler ...), of the one above it (up_reviewer) or the reporter. what is a move of
 * data/procedure, or one of
 *   say ask urge file rate open   a message, a question, an urge, a file, a rating, a look
 *   forward                       the leader of the area's body sends a sealed one on (CC 15)
 *   post                          a paper posted: |paper=N06
 *   enrol codes                   a person for the register; codes: |kind=SP_HEARING
 *   check                         the custodian: who is called, and their copies, with identities
 *   compare                       the custodian: texts with identities
 *   commit                        the letter of commitment: the reporter answers, the head signs
 *   names                         the custodian calls who gave a name
 *   agree disagree                what he is asked about publicity
 *   below above up                goes on at the body it was sent to, back at the sender, or at the
 *                                 body above that it was sent up to
 * panel: all who came by code and whose step it is.
 * {REP_MASS} {REP_EXPERT} stand for who is in the register.
 * {handler} {handler2} {second} {chair} {recorder} {today} {+150} {-3} {below} {lead} {topic} stand
 * for what they say.
 */
#ifndef YG_CLI_DEMO_SCRIPTS_H
#define YG_CLI_DEMO_SCRIPTS_H

#include "base/str.h"

#define DEMO_TITLE "（演示数据，纯属虚构）"

#define S_REGISTER "+1 clerk T02\n"
#define S_SCREEN S_REGISTER "+1 screener T04|topic={topic}|level=LV_VILLAGE\n+0 custodian names\n"
#define S_ACCEPT                                                                                   \
    S_SCREEN                                                                                       \
    "+3 screener T07|text=您反映的问题属于本机关受理范围。\n"                                      \
    "+1 po_head T07|decision=approve\n+0 reporter commit\n+0 po_head commit\n"
#define S_ASSIGN                                                                                   \
    S_ACCEPT "+1 screener T14|department=DEPT_SUPERVISE|handler={handler}\n"                       \
             "+1 po_head T14|decision=approve\n"
#define S_MEETING "|meeting_on={today}|meeting_members=书记、副书记、承办部门主任\n"
#define S_ANALYSE "+2 handler open\n+0 handler T16|analysis=有时间、地点和金额，具有可查性。\n"
#define S_CHECK                                                                                    \
    "+6 handler T18|plan=调阅账册，实地走访，分别谈话。|second_officer={second}" S_MEETING         \
    "+1 principal T18|decision=approve\n"
#define S_LEAD S_ASSIGN S_ANALYSE
#define S_VERIFY S_LEAD S_CHECK
#define S_DONE S_END24("FIND_TRUE", "OUT_HANDLED", "反映问题属实，已处理。") S_TOLD
#define S_TOLD "+4 handler T30|form=SYSTEM|text=您反映的问题已经核查，如有异议可在三十日内提出。\n"
#define S_END24(finding, out, text)                                                                \
    "+22 handler T24|findings=" finding "|done=" out "|summary=" text "\n"                         \
    "+2 principal T24|decision=approve\n"
#define S_RATE "+3 reporter rate|process=1|attitude=1|result=2\n"
#define S_CONFIRM "+2 reporter T42\n"
#define S_OBJECT "+6 reporter T32|text=对第二项结论有不同看法，请再核对一次付款凭证。\n"
/* sub-procedures (domain 3.5) */
#define S_CLEARED                                                                                  \
    "+2 hd_head CX1|clarify_way=circle|wording=经查，所反映的问题不属实。\n"                       \
    "+2 hd_head CX2|outcome=agrees|asked_on={today}\n"                                             \
    "+1 hd_head CX3|wording=经查，所反映的问题不属实。|traces_checked=true\n"                      \
    "+2 principal CX3|decision=approve\n"                                                          \
    "+4 hd_head CX4|done_on={today}|wording=经查，所反映的问题不属实。\n"
/* a breach that was decided: recorded by hand, explained, corrected, published */
#define S_ACCOUNTABLE                                                                              \
    "+2 handler AC1|breach_code=V19|found_on={today}|finding=有人打听案情，已当场拒绝并登记。\n"  \
    "+2 po_head AC2|explanation=打听的是外单位人员，本机关未泄露内容。\n"                         \
    "+2 up_upper AC3|correction=重申过问登记制度，组织学习。|correct_by={+20}\n"                  \
    "+5 po_head AC4|corrected=已组织学习，完善了登记表。\n"                                       \
    "+3 up_upper AC6|accountable=ACC_CORRECTED|facts=登记及时，未造成泄密。"                       \
    "|rule=监察法第六十六条|decision_text=已改正，不再追究。\n"                           \
    "+1 up_deputy AC7|outcome=decided\n+3 up_publisher AC8\n"
#define S_PROTECTED                                                                                \
    "+3 reporter PR1|harm=job|text=反映之后我被调离了原来的岗位。\n"                               \
    "+1 po_head PR2|risk=middle|answer=已向您单位的上级了解情况，三天内告诉您措施。\n"             \
    "+2 po_head PR3|answer=已请上级主管部门恢复您的岗位，并每月回访。|helped_by=主管部门\n"        \
    "+1 deputy PR3|decision=approve\n+21 po_head PR4|answer=回访时您已回到原岗位。\n"
#define S_COPY "|copy=群众反映工程没有招标，价款偏高。请看程序和价款是否合规。|until_on={+50}\n"
#define S_ADVISED                                                                                  \
    "+2 po_head enrol|kind=REP_MASS|name=沈代表|unit=南湖区凤桥镇新民村\n"                         \
    "+0 hd_head MR1|member={REP_MASS}|text=请您监督这件事的办理。\n"                               \
    "+1 hd_head codes|kind=SP_REPRESENT\n"                                                         \
    "+1 panel MR3|outcome=accepted\n+0 panel MR6|pledge=true\n+0 custodian check\n"                \
    "+0 handler MR7" S_COPY "+1 hd_head MR7|decision=approve\n+0 custodian check\n"                \
    "+0 po_head enrol|kind=REP_EXPERT|name=周工|unit=省水利设计院|field=工程造价\n"                \
    "+0 po_head EC1|question=工程造价是否合理？|consult_on={+7}\n"                                 \
    "+0 po_head EC5|member={REP_EXPERT}\n+0 po_head codes|kind=SP_CONSULT\n"                       \
    "+1 panel EC6|outcome=accepted|pledge=true\n+0 custodian check\n"                              \
    "+1 handler EC7" S_COPY "+0 po_head EC7|decision=approve\n+0 custodian check\n"                \
    "+3 po_head EC2|consulted_on={today}|materials=去掉姓名的预算和决算。\n"                       \
    "+0 panel EC8|opinion=单价高于同期信息价约一成。|opinion_signed=true\n"                        \
    "+1 po_head EC9|summary=单价偏高约一成，建议核减。\n"                                          \
    "+1 handler EC3|outcome=used|note=写入核查报告。\n"                                            \
    "+1 panel MR4|seen_on={today}|note=参加了实地测量，数字与图纸相符。\n"                         \
    "+1 panel MR5|opinion=核查公正，同意结论。|opinion_signed=true\n"                              \
    "+1 po_head MR8|note=意见已转承办部门。\n"
#define S_HEARD                                                                                    \
    "+3 reporter HR1|hearing_form=present|text=补偿面积对不上，请当面听一听。\n"                   \
    "+2 hd_head HR2|outcome=hold|text=您的申请符合规定，决定举行听证。\n"                          \
    "+1 deputy HR2|decision=approve\n"                                                             \
    "+1 hd_head HR3|hearing_on={+13}|place=便民中心三楼会议室|chair={chair}|"                      \
    "recorder={recorder}|hearers=郑一、钱二、孙三|openness=open|hearing_form=present\n"            \
    "+0 hd_head codes|kind=SP_HEARING\n+1 panel HR8|outcome=accepted|pledge=true\n"                \
    "+0 handler HR7" S_COPY "+0 hd_head HR7|decision=approve\n+0 custodian check\n"                \
    "+8 hd_head HR4|heard_on={today}|attendance=14|absent=nobody|"                                 \
    "record=双方陈述，出示测量图，互相提问，最后陈述。|read_aloud=true\n"                          \
    "+0 panel HR10|record_read=true\n+0 panel HR9|vote=for|note=实测面积与登记不符。\n"            \
    "+2 hd_head HR5|facts=实测面积比登记多三分。|opinion=应当按实测面积补足。\n"

/* publication (domain 6): a text in plain words goes past all checks */
#define S_PLAN(layer, form)                                                                        \
    "+2 hd_head PB1|open_stage=feedback|open_what=content|open_part=part|layer=" layer             \
    "|pub_form=" form "\n"
#define S_WRITE(title, text)                                                                       \
    "+1 publisher PB2|pub_title=" title "|pub_text=" text                                          \
    "|guess=300|no_reporter=true|no_others=true|neutral_words=true|no_files=true\n"                \
    "+1 handler PB3|outcome=ask|text=请您看一看，同意了才公开。\n"                                 \
    "+1 custodian compare\n"
#define S_POST(form, place) "+1 publisher PB6|pub_form=" form "|place=" place "|to_on={+400}\n"
#define S_PUBLISHED                                                                                \
    S_PLAN("LY_SOCIETY", "PF_SITE")                                                                \
    S_WRITE("某村干部问题的核查结果",                                                              \
            "群众反映的问题经核查属实。款项已清退，责任人受到批评教育。")                          \
    "+2 reporter agree\n+1 deputy PB5|outcome=approved\n" S_POST("PF_SITE", "本网站")              \
        S_POST("PF_DISPLAY", "区政务服务大厅") S_POST("PF_POSTED", "村务公示栏")
#define S_POSTED                                                                                   \
    S_PLAN("LY_GROUP", "PF_MEETING")                                                               \
    S_WRITE("补偿问题的办理结果", "经核查，补偿登记有差错，已按实测补足，并向大家说明。")          \
    "+2 reporter agree\n+1 deputy PB5|outcome=approved\n" S_POST(                                  \
        "PF_MEETING",                                                                              \
        "村委会会议室") "+3 handler PB7|held_on={today}|place=村委会会议室|attendance=46|"         \
                        "questions=补的款什么时候到账？|answers=本周内打到各户账上。|hands="       \
                        "43票同意\n"
#define S_NOT_PUBLISHED                                                                            \
    S_PLAN("LY_SOCIETY", "PF_SITE")                                                                \
    S_WRITE("某单位问题的核查结果", "经核查，反映的问题部分属实，已责令改正。")                    \
    "+2 reporter disagree\n+2 hd_head PB10|note=反映人不同意，不公开。\n"
#define S_CLAIMED                                                                                  \
    S_SCREEN                                                                                       \
    "+4 screener T26|department=DEPT_SUPERVISE|handler={handler}|text=您的诉求已予受理。\n"        \
    "+1 po_head T26|decision=approve\n"                                                            \
    "+20 handler T27|opinion=not_support|findings=FIND_FALSE|facts=登记面积与公示一致。|"          \
    "basis=征地补偿方案。|remedy=收到意见书之日起三十日内可以申请复查。\n"                        \
    "+2 deputy T27|decision=approve\n" S_TOLD
#define S_REVIEW                                                                                   \
    "+5 reporter T36|text=没有实地测量，只看了登记，请复查。\n"                                   \
    "+2 up_reviewer T36|decision=approve\n+1 hd_head T36f\n"
#define S_RULED(ruling)                                                                            \
    "+11 up_reviewer T37|ruling=" ruling "|facts=实地测量，登记少三分。|opinion=应按实测面积。\n" \
    "+2 up_deputy T37|decision=approve\n"

/* weight: how often among reports; where: at which levels of body it can be played */
enum demo_kind { DEMO_REPORT, DEMO_CLAIM, DEMO_OUT, DEMO_EMPTY, DEMO_SUGGEST, DEMO_SEALED };
enum demo_place {
    DEMO_ANYWHERE,
    DEMO_COUNTY, /* a county's own */
    DEMO_PILOT,  /* 秀洲区, where a second screener and handler are */
    DEMO_CITY,   /* a city with a county below that lives */
    DEMO_STREET  /* 新塍镇 itself */
};
enum demo_way { DEMO_BY_ALL, DEMO_BY_WRITING /* web or letter */, DEMO_BY_WEB, DEMO_BY_LETTER };
struct demo_script {
    const char *lines;
    int weight;
    enum demo_kind kind;
    enum demo_place place;
    enum demo_way way; /* how it came in */
    bool repeats;      /* the same accused as an earlier story */
};
extern const struct demo_script demo_scripts[];
extern const size_t demo_script_count;

#endif
