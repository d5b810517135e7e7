"""One report from beginning to end over the API, and that another body sees nothing of it."""
import time

from api import Api, new_key, seen
from house import must, same
from people import CITY, COUNTY, OTHER, PNG, VILLAGE, report


def kinds(api):
    return [e["kind"] for e in api.get("/my").json["timeline"]]


def may(api, *wanted):
    actions = api.get("/my")["actions"]
    for a in wanted:
        must(a in actions, f"{a} is not among {actions}")


def whole_life(w):
    """Report, number, log-in, message, acceptance, hand-over, conclusion, feedback, objection,
    explanation, closing, rating."""
    w.at("2026-09-18", "10:00")
    known = {m["id"] for m in w.matters("RO_CLERK")}
    receipt = w.send()
    same(len(receipt["report_no"]), 16, "digits of the number")
    same(int(receipt["report_no"]) % 97, 1, "check digits of the number")
    same(receipt["stage"], 1, "stage")
    must(receipt["check_code"], "no check code")
    r = w.reporter(receipt)
    may(r, "message", "files", "amend", "withdrawal")
    r.post("/my/messages", {"text": "请问多久能有消息?"}, 201, key=new_key())
    same([m["text"] for m in r.get("/my/messages").json], ["请问多久能有消息?"], "the thread")
    same(known, {m["id"] for m in w.matters("RO_CLERK")}, "matters before the undo time is over")

    w.at("2026-09-18", "10:30")
    matter = w.newest(known)
    names = [k["id"] for k in w.officer("RO_CUSTODIAN").get("/identity/claims").json]
    w.registered(matter)
    w.screened(matter)
    name_checked(w, "2026-09-18", receipt, names)
    w.act("RO_SCREENER", matter, "T07", 202, text="现予受理。")
    w.act("RO_SCREENER", matter, "T07", (403, 409), decision="approve")  # one person never both
    w.act("RO_PO_HEAD", matter, "T07", decision="approve")
    r = w.reporter(receipt)
    same(r.get("/my")["state"], "shown.ST_ACCEPTED", "what the reporter sees")
    papers = {d["code"]: d for d in r.get("/my")["documents"]}
    must("N01" in papers, f"no acceptance notice among {list(papers)}")
    must("受理" in r.get(papers["N01"]["href"].removeprefix("/api/v1")).json["text"],
         "the notice does not say it")

    letter = r.get("/my/commitment")
    same((letter["state"], letter["open"]), ("CL_OFFERED", True), "the letter")
    r.post("/my/commitment", {"agreed": True}, key=new_key())
    w.act("RO_PO_HEAD", matter, "CL5", agreed="true")
    same(w.reporter(receipt).get("/my/commitment")["state"], "CL_SIGNED_BOTH", "signed by both")

    w.at("2026-09-22")
    w.assigned(matter)
    w.officer("RO_HANDLER").post(f"/matters/{matter}/messages",
                                 {"text": "请问账目在哪一年?", "question": True}, 201,
                                 key=new_key())
    r = w.reporter(receipt)
    same(r.get("/my/messages").json[-1]["from"], "body", "who wrote")
    r.post("/my/messages", {"text": "是前年的账。"}, 201, key=new_key())
    sent = r.upload("/my/files", [("照片.png", "image/png", PNG)], key=new_key()).json
    same(sent[0]["error"], None, "the file")

    w.at("2026-09-24")
    w.verified(matter, "2026-09-24")
    nothing_elsewhere(w, matter, receipt)
    w.at("2026-10-20")
    w.concluded(matter)
    w.act("RO_HANDLER", matter, "T30", form="SYSTEM", text="反映的问题属实,已责令清退。")
    r = w.reporter(receipt)
    same(r.get("/my")["state"], "shown.ST_FEEDBACK", "after the feedback")
    may(r, "objection", "rating", "confirm")
    r.post("/my/objection", {"text": "还有三万元没有说明。"}, key=new_key())
    same(w.matter(matter)["state"], "ST_OBJECTION", "state")
    w.act("RO_HD_HEAD", matter, "T33", answer="差额为质保金,合同第六条写明。")
    r = w.reporter(receipt)
    r.post("/my/rating", {"target": "HANDLING", "process": 1, "attitude": 1, "result": 2,
                          "pressed": False}, key=new_key())
    r.post("/my/confirm", key=new_key())
    end = r.get("/my")
    same((end["state"], end["stage"], end["stage_done"]), ("shown.ST_CLOSED", 5, True), "the end")
    told = [e["kind"] for e in end["timeline"]]
    for kind in ("E_RECEIVED", "E_REGISTERED", "E_ACCEPTED", "E_CONCLUDED", "E_FEEDBACK",
                 "E_OBJECTION", "E_OBJ_ANSWERED", "E_CLOSED"):
        must(kind in told, f"{kind} is not in the timeline {told}")
    for kind in ("E_DISPOSAL", "E_LEAD_OPENED", "E_ASSIGNED", "E_BREACH"):
        must(kind not in told, f"{kind} is told to the reporter")
    w.life = (matter, receipt)
    nothing_elsewhere(w, matter, receipt)
    codes = {d["code"] for d in end["documents"]}
    must({"W01", "N01", "N13", "N14"} <= codes, f"papers: {sorted(codes)}")
    must(codes <= {"W01", "N01", "N02", "N13", "N14"}, f"papers of others: {sorted(codes)}")


def nothing_elsewhere(w, matter, receipt):
    """404 to officers of other bodies whatever they ask, and nothing in lists or search."""
    doc = w.officer("RO_SCREENER").get(f"/matters/{matter}/documents").json[0]["id"]
    file = w.officer("RO_HANDLER").get(f"/matters/{matter}/files").json[0]["id"]
    for body, roles in ((OTHER, ("RO_CLERK", "RO_SCREENER", "RO_PO_HEAD", "RO_HANDLER",
                                 "RO_PRINCIPAL", "RO_DEPUTY")),
                        (330100, ("RO_SCREENER", "RO_PO_HEAD", "RO_UPPER"))):
        for role in roles:
            api = w.officer(role, body)
            for path in ("", "/moves", "/events", "/documents", "/messages", "/files",
                         f"/documents/{doc}", f"/files/{file}"):
                api.get(f"/matters/{matter}{path}", 404)
            api.post(f"/matters/{matter}/messages", {"text": "这里是别的机关"}, 404)
            api.post(f"/matters/{matter}/moves", {"move": "T47", "fields": {}}, 404)
            must(matter not in [m["id"] for m in w.matters(role, body)], f"{role} lists it")
            found = api.post("/matters/search", {"q": "修水渠"}).json["items"]
            same(found, [], f"what {role} of {body} finds")
    found = w.officer("RO_SCREENER").post("/matters/search", {"q": "修水渠"}).json["items"]
    must(matter in [m["id"] for m in found], "its own office does not find it")
    w.public.post("/my/session", {"report_no": receipt["report_no"],
                                  "password": "wrong wrong wrong wrong wrong"}, 401)


def repeated(w):
    """The same key: one report, the same answer; another text under it: refused."""
    key, form = new_key(), report(id_mode="ID_ANON", identity=None)
    one, two = w.send(form, key), w.send(form, key)
    same(one.json, two.json, "answers to the same key")
    w.public.post("/reports", report(narrative="别的内容,别的内容,别的内容。"), (409, 422), key=key)
    w.public.post("/reports", form, (201, 422), key="short")
    r = w.reporter(one)
    key = new_key()
    first = r.post("/my/messages", {"text": "同一句话"}, 201, key=key).json
    again = r.post("/my/messages", {"text": "同一句话"}, 201, key=key).json
    same(again, first, "answers to the same message")
    same(len(r.get("/my/messages").json), 1, "messages")
    tag = r.get("/my/messages").headers["etag"]
    same(r.get("/my/messages", 304, headers={"If-None-Match": tag}).raw, b"", "body of a 304")
    r.post("/my/withdrawal", {}, 204, key=new_key())
    w.public.post("/my/session", {"report_no": one["report_no"],
                                  "password": "river lamp plum boat tea"}, (201, 401))


def desk(w):
    """A letter taken in at the desk; its one-time password opens once and has to be changed."""
    form = report(channel="CH_LETTER", arrived_on=w.now[:10], password=None,
                  id_mode="ID_ANON", identity=None)
    clerk = w.officer("RO_CLERK")
    slip = clerk.post("/matters", form, 201, key=new_key())
    for name in ("id", "reg_no", "one_time_password", "report_no", "check_code"):
        must(slip[name], f"the slip has no {name}")
    w.officer("RO_SCREENER").post("/matters", form, 403)
    api = Api(w.port)
    a = api.post("/my/session", {"report_no": slip["report_no"],
                                 "password": slip["one_time_password"]}, 201)
    same(a["must_change_password"], True, "must be changed")
    api.token = a["token"]
    api.get("/my", 403)
    api.post("/my/password", {"password": slip["one_time_password"],
                              "new_password": "stone cloud bamboo crane lotus"}, 204)
    api = w.reporter(slip, "stone cloud bamboo crane lotus")
    same(api.get("/my")["stage"], 1, "stage")
    w.public.post("/my/session", {"report_no": slip["report_no"],
                                  "password": slip["one_time_password"]}, 401)
    wrong = clerk.post("/matters", form, 201, key=new_key())
    clerk.post(f"/matters/{wrong['id']}/undo", {}, 204, key=new_key())
    clerk.get(f"/matters/{wrong['id']}", 404)
    w.public.post("/my/session", {"report_no": wrong["report_no"],
                                  "password": wrong["one_time_password"]}, 401)
    clerk.get(f"/matters/{slip['id']}")


def rest(w):
    """The calls that no story needs, once each."""
    w.public.get("/organisations")
    w.public.get("/organisations?parent=330400")
    must(len(w.public.get("/rules").json) >= 11, "rules of the article")
    must(isinstance(w.public.get("/pilots").json, list), "no list of pilots")
    rows = w.public.get(f"/parameters?body={COUNTY}&on=2026-09-18").json
    must("D04" in str(rows), "no D04 among the parameters")
    figures = w.public.get(f"/statistics?body={COUNTY}&from=2026-01-01&to=2026-12-31").json
    must({"S01", "S09"} <= {f["id"] for f in figures}, "figures")
    for path in ("/healthz", "/readyz", "/metrics"):
        same(w.public.send("GET", path).status, 200, path)
    w.public.get("/no/such/call", 404)
    w.public.call("PUT", "/reports", None, 405)
    matter, receipt = w.life
    handler = w.officer("RO_HANDLER")
    must(isinstance(handler.get("/officer/deadlines").json, list), "no dates of the handler")
    leader = w.officer("RO_DEPUTY", CITY)
    same(leader.get(f"/overview?body={COUNTY}").json["body"], int(COUNTY), "a body below")
    leader.get(f"/overview?body={OTHER}", 404)
    files = handler.get(f"/matters/{matter}/files").json
    got = handler.get(f"/matters/{matter}/files/{files[0]['id']}")
    same(got.headers["content-type"], "image/png", "type of the file")
    part = handler.get(f"/matters/{matter}/files/{files[0]['id']}", 206,
                       headers={"Range": "bytes=0-3"})
    same(part.raw, PNG[:4], "a range")
    docs = handler.get(f"/matters/{matter}/documents").json
    handler.get(f"/matters/{matter}/documents/{docs[0]['id']}")
    handler.get(f"/matters/{matter}/events")
    handler.get(f"/matters/{matter}/repeats", 403)
    alike = w.officer("RO_SCREENER").get(f"/matters/{matter}/repeats").json
    must(all(x["matter"] != matter for x in alike), "a matter repeats itself")
    must(handler.get(f"/matters/{matter}/messages").json, "no thread")
    tag = handler.get(f"/matters/{matter}").headers.get("etag")
    handler.get(f"/matters/{matter}", 304, headers={"If-None-Match": tag})
    r = w.reporter(receipt)
    own = r.get("/my/files").json
    same(r.get(f"/my/files/{own[0]['id']}").raw[:8], PNG[:8], "the own file")
    r.post("/my/consent", {"shown_to_body": True, "quoted": False, "open_handling": False,
                           "publication": False}, key=new_key())
    r.post("/my/password", {"password": "river lamp plum boat tea",
                            "new_password": "silk wind rice moon orange"}, 204)
    r = w.reporter(receipt, "silk wind rice moon orange")
    r.delete("/my/session")
    r.get("/my", 401)
    handler.post(f"/matters/{matter}/documents/{docs[0]['id']}/delivery", {"form": "POST"}, 201,
                 key=new_key())
    lost_password(w, matter, receipt)


def name_checked(w, day, receipt, before):
    """By the custodian alone: opened on record, not reached, reached; the reporter sees each."""
    custodian = w.officer("RO_CUSTODIAN")
    claims = [k["id"] for k in custodian.get("/identity/claims").json if k["id"] not in before]
    same(len(claims), 1, "names that wait now")
    claim = f"/identity/claims/{claims[0]}"
    custodian.post(claim, {"act": "verified", "way": "call"}, 409, key=new_key())
    must(custodian.post(claim, {"act": "look"}, 200, key=new_key())["phone"], "nobody to call")
    custodian.post(claim, {"act": "tried", "way": "call"}, 200, key=new_key())
    custodian.post(claim, {"act": "unreachable"}, 422, key=new_key())
    custodian.post(claim, {"act": "verified", "way": "call"}, 200, key=new_key())
    custodian.post(claim, {"act": "look"}, 404, key=new_key())
    told = w.reporter(receipt).get("/my")
    same(told["identity_openings"][0]["day"], day, "day of the opening")
    kinds = [e["kind"] for e in told["timeline"]]
    for kind in ("E_IDENTITY_OPENED", "E_RN_TRIED", "E_RN_VERIFIED"):
        must(kind in kinds, f"{kind} is not in the timeline {kinds}")


def lost_password(w, matter, receipt):
    """At the counter: asked, the person checked by another officer, given once."""
    head, custodian = w.officer("RO_PO_HEAD"), w.officer("RO_CUSTODIAN")
    asked = head.post(f"/matters/{matter}/reissue", {}, 202, key=new_key())
    same(asked["waits"], "RO_CUSTODIAN", "who is asked")
    task = [t for t in custodian.get("/identity/tasks").json if t["kind"] == "check"][-1]["id"]
    must(custodian.post(f"/identity/tasks/{task}", {"act": "look"}, 200, key=new_key())["name"],
         "nobody to compare with")
    custodian.post(f"/identity/tasks/{task}", {"act": "same"}, 200, key=new_key())
    given = head.post(f"/matters/{matter}/reissue", {}, 201, key=new_key())
    same(given["report_no"], receipt["report_no"], "number on the strip")
    w.public.post("/my/session", {"report_no": receipt["report_no"],
                                  "password": "silk wind rice moon orange"}, 401)
    new = w.public.post("/my/session", {"report_no": receipt["report_no"],
                                        "password": given["one_time_password"]}, 201)
    same(new["must_change_password"], True, "must be changed")


def others(w):
    """Supplement, urging, complaint, withdrawal, amendment: each by a report of its own."""
    w.at("2026-11-02")
    known = {m["id"] for m in w.matters("RO_CLERK")}
    receipt = w.send(report(area_code=VILLAGE))
    r = w.reporter(receipt)
    changed = report(narrative="改过的内容:十八万元变成了十一万元。")
    r.post("/my/amend", changed, key=new_key())
    w.at("2026-11-02", "09:30")
    matter = w.newest(known)
    w.registered(matter)
    w.screened(matter)
    shown = w.matter(matter)["reports"][0]["form"]["narrative"]
    must(shown.startswith("改过的"), f"the officer reads {shown!r}")
    w.act("RO_SCREENER", matter, "T05", missing="请写明经手人。")
    r = w.reporter(receipt)
    r.post("/my/supplement", {"text": "经手人是会计。"}, key=new_key())
    w.both("RO_SCREENER", "RO_PO_HEAD", matter, "T08", reason="2", right_body="市场监督管理部门",
           text="不属于本机关受理范围。")
    r = w.reporter(receipt)
    may(r, "complaint")
    r.post("/my/complaint", {"text": "我认为应当受理。"}, key=new_key())
    seen_above = [m["id"] for m in w.matters("RO_UPPER", CITY, COUNTY)]
    must(matter in seen_above, "the body above does not see what is complained about")
    w.both("RO_UPPER", "RO_PO_HEAD", matter, "T48", CITY, text="应当受理。")
    same(w.matter(matter)["state"], "ST_SCREENING", "after the complaint was upheld")
    w.at("2026-12-28")
    r = w.reporter(receipt)
    may(r, "urge")
    r.post("/my/urge", key=new_key())
    r.post("/my/urge", {}, 409, key=new_key())
    r.post("/my/withdrawal", {"reason": "不再反映。"}, key=new_key())
    w.act("RO_PO_HEAD", matter, "T43", decision="approve")
    same(w.reporter(receipt).get("/my")["state"], "shown.ST_WITHDRAWN", "after the withdrawal")


def published(w):
    """A result goes public past all checks, in two forms, and is taken down again."""
    w.at("2027-03-01")
    known = {m["id"] for m in w.matters("RO_CLERK")}
    receipt = w.send(report(mass_interest=True))
    w.at("2027-03-01", "09:30")
    matter = w.newest(known)
    w.registered(matter)
    w.screened(matter)
    w.accepted(matter)
    w.assigned(matter)
    w.verified(matter, "2027-03-01")
    w.concluded(matter)
    w.act("RO_HANDLER", matter, "T30", form="SYSTEM", text="结果已告知。")
    r = w.reporter(receipt)
    r.post("/my/open-handling", {"agree": True}, 409, key=new_key())
    w.act("RO_HD_HEAD", matter, "PB1", open_stage="feedback", open_what="content",
          open_part="part", layer="LY_SOCIETY", pub_form="PF_SITE")
    ticks = dict(no_reporter=True, no_others=True, neutral_words=True, no_files=True)
    w.act("RO_PUBLISHER", matter, "PB2", 422, pub_title="处理结果", pub_text="已改正。", guess="3",
          **ticks)
    w.act("RO_PUBLISHER", matter, "PB2", pub_title="处理结果",
          pub_text="林一舟反映的问题属实，已改正。", guess="300", **ticks)
    w.act("RO_HANDLER", matter, "PB3", outcome="ask")
    custodian = w.officer("RO_CUSTODIAN")
    one = custodian.get("/identity/compare").json[-1]
    got = custodian.post(f"/identity/compare/{one['publication']}", {"report": one["report"]}, 200,
                         key=new_key())
    same(got["clean"], False, "the reporter's own name in the text")
    w.act("RO_PUBLISHER", matter, "PB2", pub_title="处理结果", pub_text="问题属实，已经改正。",
          guess="300", **ticks)
    w.act("RO_HANDLER", matter, "PB3", outcome="ask")
    one = custodian.get("/identity/compare").json[-1]
    custodian.post(f"/identity/compare/{one['publication']}", {"report": one["report"]}, 200,
                   key=new_key())
    r = w.reporter(receipt)
    may(r, "publish")
    text = r.get("/my/publications")["texts"][0]
    r.post(f"/my/publications/{text['id']}", {"agree": True, "sha256": "00"}, 422, key=new_key())
    w.act("RO_DEPUTY", matter, "PB5", 422, outcome="approved")
    r.post(f"/my/publications/{text['id']}", {"agree": True, "sha256": text["sha256"]},
           key=new_key())
    w.act("RO_DEPUTY", matter, "PB5", outcome="approved")
    same(w.public.get("/publications").json["items"], [], "approved is not public")
    for form, place in (("PF_SITE", "本网站"), ("PF_DISPLAY", "政务大厅")):
        w.act("RO_PUBLISHER", matter, "PB6", pub_form=form, place=place, to_on="2027-06-01")
    items = w.public.get(f"/publications?body={COUNTY}&form=PF_DISPLAY").json["items"]
    same([i["sha256"] for i in items], [text["sha256"]], "what was agreed to is public")
    own = w.officer("RO_HD_HEAD").get(f"/matters/{matter}/publications").json
    same(len(own[0]["postings"]), 2, "postings")
    w.act("RO_DEPUTY", matter, "PB8", outcome="withdrawn", text="应反映人要求。")
    gone = w.public.get(f"/publications/{items[0]['id']}").json
    same((gone["text"], gone["state"], gone["sha256"]),
         (None, "WITHDRAWN", text["sha256"]), "after it was taken down")


COPY = {"copy": "群众反映补偿面积偏少,请看程序是否合规。"}


def called(w, kind, name, unit):
    """A person in the county's register; one more is entered by mistake and leaves."""
    head = w.officer("RO_PO_HEAD")
    head.post("/panel-members", {"kind": kind, "name": "", "unit": unit}, 422, key=new_key())
    term = {"from_on": "2026-01-01", "to_on": "2028-12-31"}
    wrong = head.post("/panel-members", {"kind": kind, "name": "误录", "unit": unit, **term}, 201,
                      key=new_key())["id"]
    head.post(f"/panel-members/{wrong}/withdrawal", {"reason": "录错了"}, 204, key=new_key())
    made = head.post("/panel-members", {"kind": kind, "name": name, "unit": unit, **term}, 201,
                     key=new_key())["id"]
    serving = {m["id"] for m in w.officer("RO_HD_HEAD").get("/panel-members").json if m["serving"]}
    must(made in serving and wrong not in serving, f"the register: {serving}")
    return made


def entered(w, code):
    """Who came by code: a session of his own that opens nothing else."""
    api = Api(w.port)
    api.token = api.post("/panel/session", {"code": code}, 201)["token"]
    api.get("/my", 403)
    api.get("/matters", 403)
    return api


def compared(w):
    custodian = w.officer("RO_CUSTODIAN")
    for one in custodian.get("/identity/panel").json:
        must(custodian.post(f"/identity/panel/{one['id']}", {})["clean"], "a clean copy")


def heard(w, matter):
    """A hearing: codes, pledges, the copy, closed votes, signatures, the opinion."""
    head = w.officer("RO_HD_HEAD")
    panel = head.get(f"/matters/{matter}/panels").json[0]
    codes = head.post(f"/matters/{matter}/panels/{panel['subproc']}/codes", {}, 201).json
    same(len(codes), 5, "three hearers, a chair, a recorder")
    Api(w.port).post("/panel/session", {"code": "AAAA-AAAA-AAAA-AAAA"}, 401)
    for one in codes:
        api = entered(w, one["code"])
        must(api.get("/panel")["copy"] is None, "the copy before the pledge")
        api.post("/panel/moves", {"move": "HR8", "outcome": "accepted", "fields": {"pledge": True}},
                 key=new_key())
        api.delete("/panel/session")
    w.both("RO_HANDLER", "RO_HD_HEAD", matter, "HR7", until_on="2027-02-20", **COPY)
    compared(w)
    w.at("2027-01-11", "16:00")
    w.act("RO_HD_HEAD", matter, "HR4", heard_on="2027-01-11", attendance=9, absent="nobody",
          record="双方陈述。", read_aloud=True)
    w.act("RO_HD_HEAD", matter, "HR5", 422, facts="略。", opinion="略。")
    for one in codes:
        api = entered(w, one["code"])
        same(api.get("/panel")["copy"], COPY["copy"], "the copy after the pledge")
        api.post("/panel/moves", {"move": "HR10", "fields": {"record_read": True}}, key=new_key())
        if one["role"] == "RO_HEARER":
            must("votes_for" not in head_sees(w, matter), "a count before the last vote")
            api.post("/panel/moves", {"move": "HR9", "fields": {"vote": "for", "note": "应补足。"}},
                     key=new_key())
    same(head_sees(w, matter)["votes_for"], 3, "votes for it")
    w.act("RO_HD_HEAD", matter, "HR5", facts="少三分。", opinion="补足。")
    entered_late = Api(w.port).post("/panel/session", {"code": codes[0]["code"]}, 401)
    same(entered_late["detail"], "panel.over", "a code after the end")
    w.officer("RO_PO_HEAD").get("/supervision-notes")


def head_sees(w, matter):
    return w.officer("RO_HD_HEAD").get(f"/matters/{matter}/panels").json[0]


def beside(w):
    """Sub-procedures of a claim: a hearing and protection asked for, a representative refused."""
    w.at("2026-12-29")
    known = {m["id"] for m in w.matters("RO_CLERK")}
    receipt = w.send(report(category="CAT_PETITION"))
    w.at("2026-12-29", "09:30")
    matter = w.newest(known)
    w.registered(matter)
    w.act("RO_SCREENER", matter, "T04", category="CAT_PETITION")
    w.both("RO_SCREENER", "RO_PO_HEAD", matter, "T26", department="DEPT_SUPERVISE",
           handler=w.work_no("RO_HANDLER"), text="现予受理。")
    r = w.reporter(receipt)
    may(r, "hearing", "protect")
    must("veto" not in r.get("/my")["actions"], "a representative nobody invited")
    r.post("/my/hearing", {"hearing_form": "sideways", "text": "请听一听。"}, 422, key=new_key())
    r.post("/my/hearing", {"hearing_form": "writing", "text": "请听一听。"}, key=new_key())
    r.post("/my/hearing", {"hearing_form": "writing", "text": "再听一次。"}, 409, key=new_key())
    r.post("/my/protect", {"harm": "job", "text": "我被调离了岗位。"}, key=new_key())
    w.both("RO_HD_HEAD", "RO_DEPUTY", matter, "HR2", outcome="hold", text="决定举行听证。")
    forms = w.officer("RO_HD_HEAD").get(f"/matters/{matter}/moves").json
    steps = [f for f in forms if f["move"] == "HR3"]
    must(steps and steps[0]["of"] == "听证" and steps[0]["subproc"], f"no notice among {forms}")
    w.act("RO_HD_HEAD", matter, "HR3", 422, hearing_on="2026-12-31", place="便民中心",
          chair=w.work_no("RO_PO_HEAD"), recorder=w.work_no("RO_SCREENER"),
          hearers="陈一、李二、王三", openness="closed", hearing_form="writing")
    w.act("RO_HD_HEAD", matter, "HR3", hearing_on="2027-01-11", place="便民中心",
          chair=w.work_no("RO_PO_HEAD"), recorder=w.work_no("RO_SCREENER"),
          hearers="陈一、李二、王三", openness="closed", hearing_form="writing")
    w.act("RO_PO_HEAD", matter, "PR2", risk="middle", answer="已在了解。")
    heard(w, matter)
    member = called(w, "REP_MASS", "沈代表", "秀洲区洪合镇泰石村")
    w.act("RO_HD_HEAD", matter, "MR1", member=member, text="请您监督。")
    r = w.reporter(receipt)
    may(r, "veto")
    r.post("/my/veto", {"text": "这人与被反映人是亲戚。"}, key=new_key())
    told = kinds(r)
    for kind in ("E_HEARING_ASKED", "E_HEARING_NOTICED", "E_PROTECT", "E_REP_VETOED"):
        must(kind in told, f"{kind} is not in the timeline {told}")
    must("H02" in {d["code"] for d in r.get("/my")["documents"]}, "no notice of the hearing")
    screener = w.officer("RO_SCREENER")
    notice = [d for d in screener.get(f"/matters/{matter}/documents").json if d["code"] == "H02"]
    screener.post(f"/matters/{matter}/documents/{notice[0]['id']}/delivery", {"form": "POST"}, 201,
                  key=new_key())


def logged(r, seconds=240):
    """His entries once all of them are published; the log's clock is the real one, and the stories
    before have left a queue: a batch takes eight leaves each five seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        entries = r.get("/my/proofs").json
        if all(e["state"] == "PUBLISHED" for e in entries):
            return entries
        time.sleep(0.2)
    must(False, f"not published within {seconds} s: {entries}")


def proofs(w):
    """The promise at once, the receipt later, both checked; a step left out is shown to others."""
    w.at("2027-01-12", "10:00")
    receipt = w.send()
    origin = w.public.get("/log")["origin"]
    must(receipt["receipt"].startswith(f"{origin}/promise\n"), "no promise")
    r = w.reporter(receipt)
    must(r.get("/my")["timeline"][0]["proof"].endswith("/my/proofs/0"), "no link to the receipt")
    same(len(logged(r)), 1, "entries")
    proof = r.get("/my/proofs/0")["proof"]
    checked = w.public.post("/log/check", {"receipt": proof}).json
    same((checked["proven"], checked["verdict"]), (True, "proven"), "the receipt")
    must("kind E_RECEIVED" in checked["meta"] and checked["body"] is None, "what it opens")
    words = r.get("/my/proofs/0?words=1")["proof"]
    must(w.public.post("/log/check", {"receipt": words})["body"].startswith("at 2027-"), "words")
    bad = w.public.post("/log/check", {"receipt": proof.replace("index ", "index 1", 1)}).json
    same((bad["proven"], bad["verdict"], bad["meta"]), (False, "altered", None), "an altered one")
    w.public.post("/log/check", {"receipt": ""}, 422)
    w.public.post("/log/check", {"receipt": proof, "policy": "log x"}, 422)
    found = w.public.post("/log/find", {"check_code": receipt["check_code"],
                                        "report_no": receipt["report_no"]}).json
    same([(e["state"], e["proven"]) for e in found["entries"]], [("PUBLISHED", True)], "the slip")
    w.public.post("/log/find", {"check_code": "0" * 26}, 422)
    r.get("/my/omissions/D04", 409)
    w.at("2027-02-20", "10:00")
    r = w.reporter(receipt)
    logged(r)
    file = r.get("/my/omissions/D04")["omission"]
    shown = w.public.post("/log/omission", {"omission": file}).json
    same((shown["proven"], shown["step"]), (True, "D04"), "the overdue step")
    cut = w.public.post("/log/omission", {"omission": file[:100]}).json
    same((cut["proven"], cut["verdict"]), (False, "cut"), "a cut file")
    w.public.post("/log/omission", {"omission": ""}, 422)


def reviewed(w):
    """A claim's opinion looked at again by the city, sent back, answered by another officer."""
    w.at("2027-03-08")
    known = {m["id"] for m in w.matters("RO_CLERK")}
    receipt = w.send(report(category="CAT_PETITION"))
    w.at("2027-03-08", "09:30")
    matter = w.newest(known)
    w.registered(matter)
    w.act("RO_SCREENER", matter, "T04", category="CAT_PETITION")
    w.both("RO_SCREENER", "RO_PO_HEAD", matter, "T26", department="DEPT_SUPERVISE",
           handler=w.work_no("RO_HANDLER"), text="现予受理。")
    words = {"findings": "FIND_FALSE", "facts": "登记面积与公示一致，没有少算。",
             "basis": "征地补偿方案。", "remedy": "可以申请复查。"}
    w.both("RO_HANDLER", "RO_DEPUTY", matter, "T27", opinion="not_support", **words)
    w.act("RO_HANDLER", matter, "T30", form="SYSTEM", text="已答复。")
    r = w.reporter(receipt)
    may(r, "review", "settled")
    r.post("/my/review", {"text": ""}, 422, key=new_key())
    r.post("/my/review", {"text": "没有实地测量。"}, key=new_key())
    r.post("/my/review", {"text": "再问一次。"}, 409, key=new_key())
    w.officer("RO_HANDLER").get("/reviews", 403)
    above = w.officer("RO_REVIEWER", CITY)
    asked = above.get("/reviews").json
    must([v for v in asked if v["matter"] == matter and v["waits"]], f"not asked: {asked}")
    w.act("RO_DEPUTY", matter, "T36", 403, decision="approve")
    w.act("RO_REVIEWER", matter, "T36", body=CITY, decision="approve")
    w.act("RO_HD_HEAD", matter, "T36f")
    w.act("RO_REVIEWER", matter, "T37", 422, CITY, ruling="RV_REDO", facts="未测量。",
          opinion="重新办理。")
    w.both("RO_REVIEWER", "RO_DEPUTY", matter, "T37", CITY, ruling="RV_REDO", facts="未测量。",
           opinion="重新办理。", redo_by="2027-04-01")
    w.act("RO_HD_HEAD", matter, "T38", 422, outcome="claim", handler=w.work_no("RO_HANDLER"))
    other = w.work_no("RO_HANDLER", nth=1)
    w.act("RO_HD_HEAD", matter, "T38", outcome="claim", handler=other)
    same(w.clock(matter, "D11")["due"], "2027-04-01", "the day the city ordered")
    w.act("RO_HANDLER", matter, "T27", 422, nth=1, opinion="not_support", **words)
    w.act("RO_HANDLER", matter, "T27", 202, nth=1, opinion="support", **dict(
        words, findings="FIND_TRUE", facts="实地测量两次，比登记多三分。"))
    w.act("RO_DEPUTY", matter, "T27", decision="approve")
    w.act("RO_HANDLER", matter, "T30", nth=1, form="SYSTEM", text="已补足。")
    r = w.reporter(receipt)
    r.post("/my/settled", key=new_key())
    r.post("/my/settled", {}, 422, key=new_key())
    told = kinds(r)
    for kind in ("E_REVIEW_REQ", "E_REVIEW_DONE", "E_SETTLED"):
        must(kind in told, f"{kind} is not in the timeline {told}")
    papers = {d["code"] for d in r.get("/my")["documents"]}
    must({"N15", "N17"} <= papers, f"papers {papers}")


def accountable(w):
    """A breach recorded by hand, to its decision by the city and the public page."""
    w.at("2027-04-12")
    known = {m["id"] for m in w.matters("RO_CLERK")}
    w.send(report())
    w.at("2027-04-12", "09:30")
    matter = w.newest(known)
    w.registered(matter)
    w.act("RO_SCREENER", matter, "T04", category="CAT_REPORT")
    body = w.officer("RO_PO_HEAD")
    words = {"breach_code": "V17", "found_on": "2027-04-12", "finding": "接访时态度生硬。"}
    body.post(f"/matters/{matter}/breaches", {"fields": dict(words, breach_code="V06")}, 422,
              key=new_key())
    w.officer("RO_CLERK").post(f"/matters/{matter}/breaches", {"fields": words}, 403,
                               key=new_key())
    breach = body.post(f"/matters/{matter}/breaches", {"fields": words}, 201, key=new_key())["id"]

    def step(role, move, status=200, where=COUNTY, **fields):
        what = {"move": move, "fields": fields}
        if "outcome" in fields:
            what["outcome"] = fields.pop("outcome")
        return w.officer(role, where).post(f"/breaches/{breach}/moves", what, status,
                                           key=new_key())

    step("RO_PO_HEAD", "AC2", explanation="已向当事人道歉。")
    step("RO_DEPUTY", "AC7", 409, outcome="decided")
    step("RO_UPPER", "AC6", 422, CITY, accountable="ACC_NOTICE", facts="属实。", rule="条例。",
         decision_text="通报。")
    step("RO_UPPER", "AC3", 200, CITY, correction="改进接访。", correct_by="2027-04-30")
    step("RO_PO_HEAD", "AC4", corrected="已培训接访人员。")
    step("RO_UPPER", "AC6", 200, CITY, accountable="ACC_CORRECTED", facts="属实。",
         rule="信访工作条例第四十六条", decision_text="不再追究。")
    step("RO_DEPUTY", "AC7", 403, outcome="decided")
    step("RO_DEPUTY", "AC7", 200, CITY, outcome="decided")
    one = w.officer("RO_UPPER", CITY).get(f"/breaches/{breach}").json
    same((one["state"], one["outcome"]), ("AC_DECIDED", "ACC_CORRECTED"), "the decision")
    must(any("责任追究决定书" in (s["paper"] or "") for s in one["steps"]), "its paper")
    listed = [b["id"] for b in w.officer("RO_UPPER", CITY).get("/breaches?all=1").json]
    must(breach in listed, "not in the list")
    w.officer("RO_PO_HEAD", OTHER).get(f"/breaches/{breach}", 404)
    step("RO_PUBLISHER", "AC8", 200, CITY)
    shown = w.public.get(f"/accountability?body={COUNTY}").json["items"]
    must([d for d in shown if (d["code"], d["outcome"], d["month"]) ==
          ("V17", "ACC_CORRECTED", "2027-04-01")], f"not public: {shown}")


def officers(w):
    """Log-out, and a password changed."""
    who = w.province.officers(OTHER, "RO_STAT")[0]
    api = Api(w.port)
    login = {"work_no": who["work_no"], "password": who["password"]}
    api.token = api.post("/officer/session", login, 201)["token"]
    api.post("/officer/password", {"password": who["password"],
                                   "new_password": "orange spring bridge market"}, 204)
    w.public.post("/officer/session", login, 401)
    login["password"] = "orange spring bridge market"
    api.token = api.post("/officer/session", login, 201)["token"]
    api.delete("/officer/session")
    api.get("/matters", 401)


def every_call(w):
    """Each call of the document was made, none that it does not hold."""
    import re
    doc = w.public.get("/openapi.json").json
    wanted, made = set(), set()
    patterns = []
    for path, calls in doc["paths"].items():
        patterns.append((re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path) + "$"), path,
                         [m.upper() for m in calls if m in ("get", "post", "delete", "put")]))
    for _, path, methods in patterns:
        wanted |= {(m, path) for m in methods}
    for method, path in seen:
        # a path without a variable part goes before one that would match it too
        for pattern, name, methods in sorted(patterns, key=lambda p: p[1].count("{")):
            if pattern.match(path):
                must(method in methods or method == "PUT", f"{method} {path} is not described")
                made.add((method, name))
                break
    missing = sorted(f"{m} {p}" for m, p in wanted - made)
    must(not missing, f"never made: {', '.join(missing)}")
    return f"{len(wanted)} calls"
