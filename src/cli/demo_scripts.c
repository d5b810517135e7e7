/* demo_scripts.c - the ways of the demo's matters, from a report just received to a closed file. */
#include "cli/demo_scripts.h"
#include "base/err.h"
#include "cli/demo.h"

const struct demo_script demo_scripts[] = {
    /* handled to the end */
    { S_VERIFY S_END24("FIND_TRUE", "OUT_CORRECTED", "反映问题属实，已责令清退并批评教育。")
          S_TOLD S_RATE S_CONFIRM,
      24, DEMO_REPORT, DEMO_ANYWHERE, DEMO_BY_ALL, false },
    { S_VERIFY S_END24("FIND_TRUE", "OUT_CORRECTED", "反映问题属实，已责令清退并批评教育。")
          S_TOLD S_RATE S_PUBLISHED,
      10, DEMO_REPORT, DEMO_ANYWHERE, DEMO_BY_WEB, false },
    { S_VERIFY S_END24("FIND_TRUE", "OUT_CORRECTED", "补偿登记有差错，已按实测补足。")
          S_TOLD S_POSTED,
      4, DEMO_REPORT, DEMO_ANYWHERE, DEMO_BY_WEB, false },
    { S_VERIFY S_END24("FIND_PART", "OUT_CORRECTED", "部分属实，已责令改正。")
          S_TOLD S_NOT_PUBLISHED,
      3, DEMO_REPORT, DEMO_ANYWHERE, DEMO_BY_WEB, false },
    { S_VERIFY "+3 reporter say|text=请问现在进展到哪一步了？\n"
               "+2 handler say|text=正在核查，请您耐心等待，有新情况我们会在这里告诉您。\n" S_END24(
                   "FIND_PART", "OUT_HANDLED", "部分属实，对责任人已给予相应处理。") S_TOLD S_RATE,
      26, DEMO_REPORT, DEMO_ANYWHERE, DEMO_BY_ALL, false },
    { S_VERIFY S_END24("FIND_FALSE", "OUT_CLARIFIED", "经查不属实，已向有关方面作出说明。")
          S_TOLD S_CLEARED,
      4, DEMO_REPORT, DEMO_PILOT, DEMO_BY_ALL, false },
    { S_VERIFY S_END24("FIND_FALSE", "OUT_CLARIFIED", "经查不属实，已向有关方面作出说明。") S_TOLD,
      10, DEMO_REPORT, DEMO_ANYWHERE, DEMO_BY_ALL, false },
    { S_VERIFY S_ACCOUNTABLE S_END24("FIND_TRUE", "OUT_CORRECTED", "反映问题属实，已整改。")
          S_TOLD,
      4, DEMO_REPORT, DEMO_COUNTY, DEMO_BY_ALL, false },
    /* objection, explained; objection with new evidence, checked again */
    { S_VERIFY S_END24("FIND_PART", "OUT_EXPLAINED", "部分属实，已当面说明。") S_TOLD S_OBJECT
      "+7 hd_head T33|answer=付款凭证已逐笔核对，金额与合同一致，差额为质保金。\n" S_CONFIRM,
      7, DEMO_REPORT, DEMO_ANYWHERE, DEMO_BY_ALL, false },
    { S_VERIFY S_END24("FIND_TRUE", "OUT_HANDLED", "属实，已处理。") S_TOLD S_PROTECTED, 8,
      DEMO_REPORT, DEMO_PILOT, DEMO_BY_WEB, false },
    { S_VERIFY S_END24("FIND_UNKNOWN", "OUT_NONE", "现有材料无法查实。") S_TOLD
      "+5 reporter file|name=付款凭证.png\n"
      "+0 reporter T32|text=补交新的付款凭证，请补充核查。|new_evidence=true\n"
      "+4 handler T34|note=新材料可核，转补充核查。\n"
      "+20 handler T35|findings=FIND_PART|done=OUT_CORRECTED|summary=补充核查后部分属实，已整改。\n"
      "+2 deputy T35|decision=approve\n" S_TOLD S_CONFIRM,
      7, DEMO_REPORT, DEMO_ANYWHERE, DEMO_BY_ALL, false },
    /* talk, hold, dismissal, a filed case */
    { S_LEAD
      "+5 handler T17|way=talk|note=倾向性问题，拟谈话。" S_MEETING
      "+1 deputy T17|decision=approve\n"
      "+6 handler T17a|held_on={today}\n"
      "+10 handler "
      "T21|outcome=satisfied|findings=FIND_PART|done=OUT_HANDLED|summary=谈话说明清楚，提出要求。\n"
      "+1 deputy T21|decision=approve\n" S_TOLD,
      10, DEMO_REPORT, DEMO_ANYWHERE, DEMO_BY_ALL, false },
    { S_LEAD
      "+9 handler T19|reason=关键当事人在外地，暂不具备核查条件。|recheck_on={+150}" S_MEETING
      "+2 deputy T19|decision=approve\n"
      "+25 hd_head T45|clock=D10|reason=outside|text=关键当事人在外地，需延长办理时间。\n"
      "+1 principal T45|decision=approve\n"
      "+50 handler T22|note=当事人已返回，具备核查条件。\n" S_CHECK S_DONE,
      12, DEMO_REPORT, DEMO_ANYWHERE, DEMO_BY_ALL, false },
    { S_LEAD "+10 handler "
             "T20|reason=unverifiable|findings=FIND_UNKNOWN|done=OUT_NONE|summary="
             "无法查实，予以了结。" S_MEETING "+2 deputy T20|decision=approve\n" S_TOLD,
      8, DEMO_REPORT, DEMO_ANYWHERE, DEMO_BY_ALL, false },
    { S_VERIFY "+15 handler T23|note=拟立案审查调查。" S_MEETING
               "+1 principal T23|decision=approve\n"
               "+60 handler "
               "T25|findings=FIND_TRUE|done=OUT_FILED|four_form=2|sanction=SANC_PARTY|summary="
               "已作出处分决定。\n"
               "+2 principal T25|decision=approve\n" S_TOLD S_RATE,
      9, DEMO_REPORT, DEMO_ANYWHERE, DEMO_BY_ALL, false },
    /* told in time that it takes longer */
    { S_VERIFY "+35 hd_head T45|clock=D10|reason=complex|text=涉及多个村组，需延长办理时间。\n"
               "+1 principal T45|decision=approve\n" S_END24("FIND_TRUE", "OUT_HANDLED",
                                                             "属实，已处理。") S_TOLD,
      6, DEMO_REPORT, DEMO_ANYWHERE, DEMO_BY_ALL, false },
    { S_VERIFY S_ADVISED S_END24("FIND_TRUE", "OUT_CORRECTED", "属实，已整改。") S_TOLD, 3,
      DEMO_REPORT, DEMO_PILOT, DEMO_BY_ALL, false },
    /* late, in every clock that can be missed */
    { "+5 clerk T02\n+12 screener T04|topic={topic}|level=LV_VILLAGE\n"
      "+9 screener T07|text=审核时间较长，向您致歉，现已受理。\n+2 po_head T07|decision=approve\n"
      "+14 screener T14|department=DEPT_SUPERVISE|handler={handler}\n"
      "+3 po_head T14|decision=approve\n"
      "+40 handler T16|analysis=线索较散，分项梳理。\n" S_CHECK S_DONE,
      14, DEMO_REPORT, DEMO_ANYWHERE, DEMO_BY_ALL, false },
    { S_VERIFY "+66 reporter urge\n+9 handler "
               "T24|findings=FIND_TRUE|done=OUT_HANDLED|summary=属实，已处理，办理超期。\n"
               "+2 principal T24|decision=approve\n+24 handler "
               "T30|form=SYSTEM|text=结果告知较迟，向您致歉。\n",
      8, DEMO_REPORT, DEMO_ANYWHERE, DEMO_BY_ALL, false },
    /* a question first */
    { S_SCREEN "+2 screener T05|missing=请补充付款的时间、经手人和大致金额。\n"
               "+4 reporter file|name=现场照片.png\n"
               "+0 reporter T06|text=付款在去年九月，经手人是村会计，约六万元，照片已上传。\n"
               "+2 screener T07|text=补充后已予受理。\n+1 po_head T07|decision=approve\n"
               "+1 screener T14|department=DEPT_SUPERVISE|handler={handler}\n"
               "+1 po_head T14|decision=approve\n" S_ANALYSE S_CHECK S_DONE,
      12, DEMO_REPORT, DEMO_ANYWHERE, DEMO_BY_WEB, false },
    /* no answer: accepted on what there is */
    { S_SCREEN "+2 screener T05|missing=请说明是哪一笔款项。\n"
               "+24 screener T07|text=未收到补充，按已有材料受理。\n"
               "+1 po_head T07|decision=approve\n"
               "+1 screener T14|department=DEPT_SUPERVISE|handler={handler}\n"
               "+1 po_head T14|decision=approve\n" S_ANALYSE S_CHECK S_DONE,
      6, DEMO_REPORT, DEMO_ANYWHERE, DEMO_BY_ALL, false },
    { S_LEAD "+3 handler ask|text=请问您是否愿意与承办人员通一次电话？\n"
             "+2 reporter say|text=可以，工作日下午三点以后方便。\n" S_CHECK S_DONE,
      8, DEMO_REPORT, DEMO_ANYWHERE, DEMO_BY_ALL, false },
    /* the officer changes */
    { S_VERIFY "+4 hd_head T47|handler={handler2}|reason=leave|note=原承办人脱产学习。\n"
               "+1 deputy T47|decision=approve\n"
               "+20 handler2 T24|findings=FIND_TRUE|done=OUT_HANDLED|summary=属实，已处理。\n"
               "+2 principal T24|decision=approve\n"
               "+3 handler2 T30|form=SYSTEM|text=结果已告知。\n",
      5, DEMO_REPORT, DEMO_PILOT, DEMO_BY_ALL, false },
    /* not accepted, sent elsewhere, taken back */
    { S_SCREEN "+4 screener T08|reason=3|text=来信未写明具体事实，欢迎补充后再提出。\n"
               "+1 po_head T08|decision=approve\n+1 screener2 T08|decision=approve\n",
      6, DEMO_EMPTY, DEMO_PILOT, DEMO_BY_ALL, false },
    { S_SCREEN
      "+3 screener T08|reason=1|right_body=人民法院|text=所述属于诉讼事项，请依法向人民法院提出。\n"
      "+1 po_head T08|decision=approve\n",
      10, DEMO_OUT, DEMO_ANYWHERE, DEMO_BY_ALL, false },
    { S_SCREEN "+3 screener T09|reason=2|right_body=市场监督管理部门|extract=反映某商户缺斤少两。\n"
               "+1 po_head T09|decision=approve\n+1 po_head post|paper=N06\n",
      10, DEMO_OUT, DEMO_ANYWHERE, DEMO_BY_WRITING, false },
    { S_SCREEN
      "+2 reporter T43|reason=问题已经当面解决，不再反映。\n+2 po_head T43|decision=approve\n",
      6, DEMO_REPORT, DEMO_ANYWHERE, DEMO_BY_WEB, false },
    { S_SCREEN "+3 screener T12|lead_matter={lead}|note=与前件为同一人同一事实。\n"
               "+1 po_head T12|decision=approve\n",
      14, DEMO_REPORT, DEMO_ANYWHERE, DEMO_BY_ALL, true },
    /* claims and suggestions */
    { S_SCREEN
      "+4 screener T26|department=DEPT_SUPERVISE|handler={handler}|text=您的诉求已予受理。\n"
      "+1 po_head T26|decision=approve\n"
      "+20 handler T27|opinion=explain|findings=FIND_PART|facts=补偿款分两批发放，第二批尚未到期。|"
      "basis=征地补偿方案。|remedy=收到意见书之日起三十日内可以申请复查。\n"
      "+2 deputy T27|decision=approve\n" S_TOLD S_RATE,
      14, DEMO_CLAIM, DEMO_ANYWHERE, DEMO_BY_ALL, false },
    { S_SCREEN
      "+4 screener T26|department=DEPT_SUPERVISE|handler={handler}|text=您的诉求已予受理。\n"
      "+1 po_head T26|decision=approve\n" S_HEARD
      "+3 handler T27|opinion=support|findings=FIND_TRUE|facts=听证认定补偿面积少算三分。|"
      "basis=征地补偿方案。|remedy=收到意见书之日起三十日内可以申请复查。\n"
      "+2 deputy T27|decision=approve\n" S_TOLD S_RATE,
      6, DEMO_CLAIM, DEMO_ANYWHERE, DEMO_BY_WEB, false },
    /* a review that changed the opinion; one that had it handled anew by others */
    { S_CLAIMED S_REVIEW S_RULED("RV_CHANGE") "+3 reporter T42s\n", 5, DEMO_CLAIM, DEMO_ANYWHERE,
      DEMO_BY_WEB, false },
    { S_CLAIMED S_REVIEW S_RULED(
          "RV_REDO|redo_by={+45}") "+2 hd_head T38|outcome=claim|handler={handler2}\n"
                                   "+12 handler2 "
                                   "T27|opinion=support|findings=FIND_TRUE|facts="
                                   "两次实地测量，比登记多三分。|"
                                   "basis=征地补偿方案。|remedy="
                                   "收到意见书之日起三十日内可以申请复查。\n"
                                   "+2 deputy T27|decision=approve\n+3 handler2 "
                                   "T30|form=SYSTEM|text=已按实测面积补足。\n",
      3, DEMO_CLAIM, DEMO_PILOT, DEMO_BY_WEB, false },
    { S_CLAIMED S_REVIEW S_RULED("RV_UPHOLD") "+9 reporter T39|text=仍然没有按实测面积补。\n", 3,
      DEMO_CLAIM, DEMO_COUNTY, DEMO_BY_WEB, false },
    { S_REGISTER
      "+2 screener T04|category=CAT_SUGGEST\n"
      "+3 screener T07|text=感谢您的建议，已转有关部门研究。\n"
      "+1 po_head T07|decision=approve\n"
      "+1 screener T14|department=DEPT_SUPERVISE|handler={handler}\n"
      "+1 po_head T14|decision=approve\n" S_ANALYSE "+8 handler "
      "T20|reason=answered|findings=FIND_TRUE|done=OUT_EXPLAINED|summary=建议已采纳。" S_MEETING
      "+1 deputy T20|decision=approve\n" S_TOLD,
      8, DEMO_SUGGEST, DEMO_ANYWHERE, DEMO_BY_ALL, false },
    /* between bodies */
    { S_SCREEN "+3 screener T10|to_body={below}|note=请按管理权限办理。\n+0 nobody below\n" S_ASSIGN
          S_ANALYSE S_CHECK S_DONE,
      12, DEMO_REPORT, DEMO_CITY, DEMO_BY_ALL, false },
    /* entrusted and urged: answered, closed */
    { S_SCREEN
      "+3 screener T11|to_body={below}|reason=typical|requirement=请在期限内办结并报告结果。\n"
      "+1 deputy T11|decision=approve\n+20 screener SU1\n"
      "+1 screener T29|reason=careless|way=letter|questions=只问了一个人，请补充核查。|"
      "answer_by={+14}\n+1 deputy T29|decision=approve\n"
      "+8 screener SU3|answered_on={today}|answer=已补问三人，正在核对账目。\n"
      "+1 screener SU4|outcome=closed|note=答复清楚，按期办理。\n+1 deputy SU4|decision=approve\n",
      4, DEMO_REPORT, DEMO_CITY, DEMO_BY_ALL, false },
    { S_SCREEN
      "+3 screener T11|to_body={below}|reason=typical|requirement=请在期限内办结并报告结果。\n"
      "+1 deputy T11|decision=approve\n+0 nobody below\n" S_VERIFY S_END24(
          "FIND_TRUE", "OUT_HANDLED", "交办事项已查实并处理。") S_TOLD
      "+2 nobody above\n"
      "+1 screener T28|lower_examined_on={-3}|lower_head_approved=true|findings=FIND_TRUE|"
      "done=OUT_HANDLED|summary=下级报告已审核。\n+1 deputy T28|decision=approve\n",
      14, DEMO_REPORT, DEMO_CITY, DEMO_BY_ALL, false },
    /* past the body of the area */
    { "+1 nobody forward\n" S_REGISTER
      "+2 screener T04|level=LV_COUNTY\n+4 screener T07|text=已由上级机关受理。\n"
      "+1 po_head T07|decision=approve\n"
      "+1 screener T14|department=DEPT_SUPERVISE|handler={handler}\n"
      "+1 po_head T14|decision=approve\n" S_ANALYSE S_CHECK S_DONE,
      9, DEMO_SEALED, DEMO_COUNTY, DEMO_BY_WEB, false },
    { "+0 clerk T03|route=upper_cadre\n+0 nobody up\n" S_REGISTER
      "+2 screener T04|level=LV_COUNTY\n+4 screener T07|text=已由上级机关受理。\n"
      "+1 po_head T07|decision=approve\n"
      "+1 screener T14|department=DEPT_SUPERVISE|handler={handler}\n"
      "+1 po_head T14|decision=approve\n" S_ANALYSE S_CHECK S_DONE,
      4, DEMO_REPORT, DEMO_COUNTY, DEMO_BY_LETTER, false },
    /* a township takes in */
    { S_SCREEN "+2 screener T05|missing=请写明是哪个村组。\n"
               "+24 screener T07|text=未收到补充，按已有材料受理。\n"
               "+1 po_head T07|decision=approve\n",
      4, DEMO_REPORT, DEMO_STREET, DEMO_BY_ALL, false },
    { S_SCREEN "+2 screener T03b|reason=dispute|text=涉及跨村项目，请上级办理。\n"
               "+1 po_head T03b|decision=approve\n+0 nobody up\n" S_ASSIGN S_ANALYSE S_CHECK S_DONE,
      4, DEMO_REPORT, DEMO_STREET, DEMO_BY_ALL, false },
};
const size_t demo_script_count = COUNT_OF(demo_scripts);
