"""The stories X1-X4, X6, X7 of the domain rules, section 13: exactly these dates and records."""
from api import new_key
from house import must, same
from people import CITY, COUNTY, report

CLAIM = {"category": "CAT_PETITION", "topics": ["TP_LAND"],
         "narrative": "拆迁协议写的过渡费停了半年,请求按协议补发。"}


def due(rows, code):
    found = [d["date"] for d in rows if d["code"] == code]
    return found[-1] if found else None


def taken_in(w, form=None):
    """A web report that its body sees; gives matter and receipt."""
    known = {m["id"] for m in w.matters("RO_CLERK")}
    receipt = w.send(form)
    day, time = w.now[:10], w.now[11:16]
    w.at(day, f"{int(time[:2]) + 1:02}:00")
    return w.newest(known), receipt


def x7(w):
    """Claim accepted 2025-08-07: D11 2025-10-06 rolls to 2025-10-09; extension told before."""
    w.at("2025-08-05")
    matter, receipt = taken_in(w, report(**CLAIM))
    w.registered(matter)
    w.act("RO_SCREENER", matter, "T04", category="CAT_PETITION")
    w.at("2025-08-07")
    w.both("RO_SCREENER", "RO_PO_HEAD", matter, "T26", department="DEPT_SUPERVISE",
           handler=w.work_no("RO_HANDLER"), text="您的诉求现予受理。")
    same(w.clock(matter, "D11")["due"], "2025-10-09", "D11")
    same(due(w.reporter(receipt).get("/my")["due"], "D11"), "2025-10-09", "told")
    w.claim = (matter, receipt)


def x7_extended(w):
    """By 30 days, told before the old date is over; not a second time."""
    matter, receipt = w.claim
    w.at("2025-10-09")
    w.both("RO_HD_HEAD", "RO_PRINCIPAL", matter, "T45", clock="D11", reason="complex",
           text="涉及多户,需要延长。")
    told = w.reporter(receipt).get("/my")
    must("N22" in [d["code"] for d in told["documents"]], "no notice of the extension")
    same(due(told["due"], "D11"), "2025-11-05", "D11 with 30 days more")
    w.act("RO_HD_HEAD", matter, "T45", (409, 422), clock="D11", reason="complex", text="再延长。")


def x7_late(w):
    """After the old date an extension is too late."""
    w.at("2025-11-12", "10:00")
    matter, _ = taken_in(w, report(**CLAIM))
    w.registered(matter)
    w.act("RO_SCREENER", matter, "T04", category="CAT_PETITION")
    w.both("RO_SCREENER", "RO_PO_HEAD", matter, "T26", department="DEPT_SUPERVISE",
           handler=w.work_no("RO_HANDLER"), text="您的诉求现予受理。")
    last = w.clock(matter, "D11")["due"]
    same(last, "2026-01-12", "D11 of a claim accepted 2025-11-12: the 11th is a Sunday")
    w.at("2026-01-13")
    w.act("RO_HD_HEAD", matter, "T45", (409, 422), clock="D11", reason="complex", text="迟了。")
    must("V06" in [b["code"] for b in w.matter(matter)["breaches"]], "no V06 for a late claim")


def x6(w):
    """Concluded 2025-09-26, real-name: D15 2025-10-23; feedback by phone by two officers,
    recorded; objection window 30 days from delivery."""
    w.at("2025-08-20")
    matter, receipt = taken_in(w)
    w.registered(matter)
    w.screened(matter)
    w.accepted(matter)
    w.assigned(matter)
    w.verified(matter, "2025-08-20")
    w.at("2025-09-26")
    w.concluded(matter)
    same(w.clock(matter, "D15")["due"], "2025-10-23", "D15")
    w.concluded = (matter, receipt)


def x6_told(w):
    matter, receipt = w.concluded
    w.at("2025-10-10", "15:00")
    w.act("RO_HANDLER", matter, "T30", 422, form="PHONE", told_on="2025-10-10")
    w.act("RO_HANDLER", matter, "T30", 422, form="PHONE", told_on="2025-10-10",
          second_officer=w.work_no("RO_HANDLER"))
    w.act("RO_HANDLER", matter, "T30", form="PHONE", told_on="2025-10-10",
          second_officer=w.work_no("RO_HD_HEAD"), text="属实,已处理。", reaction="表示认可。")
    same(w.clock(matter, "D15")["stop"], "2025-10-10", "D15 stops")
    same(w.clock(matter, "D17")["due"], "2025-11-10", "D17: the 9th is a Sunday")
    same(due(w.reporter(receipt).get("/my")["due"], "D17"), "2025-11-10", "told")
    record = [e for e in w.officer("RO_HANDLER").get(f"/matters/{matter}/events").json
              if e["kind"] == "E_FEEDBACK"]
    same(len(record), 1, "records of the feedback")
    papers = w.officer("RO_HANDLER").get(f"/matters/{matter}/documents").json
    same([d["delivered"] for d in papers if d["code"] == "N13"], [True], "N13 delivered")
    w.told = (matter, receipt)


def x6_window(w):
    """The window over, unused: the file is closed on the day after."""
    matter, receipt = w.told
    w.at("2025-11-10", "23:00")
    same(w.matter(matter)["state"], "ST_FEEDBACK", "on the last day")
    w.at("2025-11-11", "01:00")
    same(w.matter(matter)["state"], "ST_CLOSED", "on the day after")
    must("objection" not in w.reporter(receipt).get("/my")["actions"], "objection still offered")


def x3(w):
    """Letter of 2026-02-13 registered 2026-02-24: D04 2026-03-12; V01; the gap in S34."""
    w.at("2026-02-24")
    before = gap(w)
    form = report(channel="CH_LETTER", arrived_on="2026-02-13", password=None)
    slip = w.officer("RO_CLERK").post("/matters", form, 201, key=new_key())
    matter = slip["id"]
    same(due(slip["due"], "D04"), "2026-03-12", "D04 on the slip")
    same(w.clock(matter, "D02", "RO_CLERK")["due"], "2026-02-14", "D02")
    state = w.matter(matter, "RO_CLERK")["state"]
    if state == "ST_RECEIVED":
        w.registered(matter)
    w.at("2026-02-24", "09:30")
    found = w.matter(matter, "RO_CLERK")
    same([b["code"] for b in found["breaches"]], ["V01"], "breaches")
    same(w.clock(matter, "D04", "RO_CLERK")["due"], "2026-03-12", "D04")
    same(w.clock(matter, "D04", "RO_CLERK")["start"], "2026-02-13", "D04 starts")
    after = gap(w)
    must(after != before, f"S34 does not show it: {after}")


def gap(w):
    rows = w.officer("RO_STAT").get(f"/statistics?body={COUNTY}&from=2026-01-01&to=2026-12-31").json
    return [(f["numerator"], f["denominator"], f["text"]) for f in rows
            if f["id"] == "S34" and f["source"] == "computed"]


def x1(w):
    """Web report 2026-09-18 10:00: W01 at once; D02 2026-09-20; D04 2026-10-15; accepted
    2026-09-22: D10 2026-12-22."""
    w.at("2026-09-18", "10:00")
    known = {m["id"] for m in w.matters("RO_CLERK")}
    w.counts = counted(w)
    receipt = w.send()
    same(due(receipt["due"], "D02"), "2026-09-20", "D02")
    same(due(receipt["due"], "D04"), "2026-10-15", "D04")
    must("W01" in [d["code"] for d in w.reporter(receipt).get("/my")["documents"]], "no W01")
    w.at("2026-09-18", "10:30")
    matter = w.newest(known)
    w.registered(matter)
    w.screened(matter)
    w.at("2026-09-22")
    w.accepted(matter)
    same(w.clock(matter, "D10")["due"], "2026-12-22", "D10")
    mine = w.reporter(receipt).get("/my")
    same(due(mine["due"], "D10"), "2026-12-22", "told")
    same([d["code"] for d in mine["documents"]].count("N01"), 1, "acceptance notices")
    w.first = (matter, receipt)


def x2(w):
    """The same text again 2026-10-05 by the same person: T12; told that it was put to the earlier
    report; no second N01; S01 +1, S03 +0, S28 +1."""
    w.at("2026-10-05", "10:00")
    known = {m["id"] for m in w.matters("RO_CLERK")}
    before = counted(w)
    receipt = w.send()
    w.at("2026-10-05", "10:30")
    matter = w.newest(known)
    w.registered(matter)
    w.at("2026-10-09")
    w.screened(matter)
    w.both("RO_SCREENER", "RO_PO_HEAD", matter, "T12", lead_matter=w.first[0], note="同一事实。")
    mine = w.reporter(receipt).get("/my")
    same(mine["state"].split(".")[1].split("_")[:3], ["ST", "FILED", "REPEAT"], "state shown")
    must("已并入您此前的举报" in mine["shown"] + str(mine["timeline"]),
         f"told: {mine['shown']} {mine['timeline']}")
    same(mine["repeat_of"], w.first[1]["report_no"], "repeat of")
    same([d["code"] for d in mine["documents"]].count("N01"), 0, "second acceptance notice")
    after = counted(w)
    for name, more in (("S01", 1), ("S03", 0), ("S28", 1)):
        same(after[name] - before[name], more, f"{name} grows by")


def counted(w):
    """Numerators of the county's figures; officers see small ones too."""
    rows = w.officer("RO_STAT").get(
        f"/statistics?body={COUNTY}&from=2026-01-01&to=2026-12-31").json
    total = {}
    for f in rows:
        if f["source"] == "computed" and f["id"] in ("S01", "S03", "S28"):
            total.setdefault(f["id"], f["numerator"] or 0)
    for name in ("S01", "S03", "S28"):
        total.setdefault(name, 0)
    return total


def x4(w):
    """A report naming the county's own principal leader: readable at the city alone; the county
    sees nothing; the reporter is told that it went up."""
    w.at("2026-10-12", "10:00")
    head = w.province.name_of(COUNTY, "RO_PRINCIPAL")
    here = {m["id"] for m in w.matters("RO_CLERK")}
    above = {m["id"] for m in w.matters("RO_CLERK", CITY)}
    before = open_figures(w)
    receipt = w.send(report(subjects=[{
        "kind": "person", "name": head, "unit": "秀洲区纪委监委", "post": "书记",
        "level": "LV_COUNTY"}], narrative="该负责人长期占用下属单位车辆,司机可以作证。"))
    w.at("2026-10-12", "10:30")
    matter = w.newest(above, body=CITY)
    for role in ("RO_CLERK", "RO_SCREENER", "RO_PO_HEAD", "RO_PRINCIPAL", "RO_DEPUTY",
                 "RO_CASE_SUP", "RO_CADRE_SUP"):
        api = w.officer(role)
        api.get(f"/matters/{matter}", 404)
        api.get(f"/matters/{matter}/events", 404)
        same(api.post("/matters/search", {"q": "占用下属"}).json["items"], [], f"{role} finds")
    same({m["id"] for m in w.matters("RO_CLERK")}, here, "matters of the county")
    same(open_figures(w), before, "figures of the county")
    mine = w.reporter(receipt).get("/my")
    must("已报送上级机关" in mine["shown"] + str(mine["timeline"]),
         f"told: {mine['shown']} {mine['timeline']}")
    w.registered(matter, CITY)
    w.screened(matter, CITY, "LV_COUNTY")
    read = w.matter(matter, body=CITY)["reports"][0]["form"]["narrative"]
    must(read.startswith("该负责人"), f"the city reads {read!r}")


def open_figures(w):
    rows = w.officer("RO_STAT").get(
        f"/statistics?body={COUNTY}&from=2026-01-01&to=2026-12-31").json
    return [(f["id"], f.get("part"), f["numerator"], f["denominator"]) for f in rows
            if f["source"] == "computed"]
