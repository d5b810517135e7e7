"""The same life in a browser without script: forms read, filled in and sent."""
import re

from forms import Browser
from house import Failed, must, same
from people import CITY, COUNTY, OTHER

PASSWORD = "stone cloud bamboo crane lotus"
STORY = "村口那座桥的护栏款被挪用,账上写了六万元,实际只做了一半。"


def fill_report(b, name="钱某乙", unit="示例二村", level="LV_VILLAGE", real=True):
    """The five questions and the check page; the answer page shows the number."""
    b.get("/report")
    same(b.jar, {}, "cookies after looking")
    b.get("/report/1")
    b.send(b.page.form_with("area_code"), area_code=str(COUNTY), category="CAT_REPORT",
           topics=["TP_VILLAGE_FUNDS"])
    same(b.page.path, "/report/2", "after the first question")
    b.send(b.page.form_with("subjects.0.name"),
           **{"subjects.0.kind": "person", "subjects.0.name": name, "subjects.0.unit": unit,
              "subjects.0.post": "村会计", "subjects.0.level": level})
    b.send(b.page.form_with("narrative"), narrative=STORY)
    b.send(b.page.form_with("wish"), files=[("收据.txt", "text/plain", "收据六张。".encode())])
    person = {"identity.name": "沈晓岚", "identity.phone": "13800000002"} if real else {}
    b.send(b.page.form_with("id_mode"), id_mode="ID_REAL" if real else "ID_ANON", **person)
    same(b.page.path, "/report/check", "after the fifth question")
    b.sees(STORY)
    b.send(b.page.form_with("truth_ack"), truth_ack="1", password=PASSWORD)
    same(b.page.path, "/report/sent", "after sending")
    found = re.search(r"\b(\d{4}) (\d{4}) (\d{4}) (\d{4})\b", b.page.text)
    must(found, f"no number on the page: {b.page.text[:300]}")
    return found[0]


def log_in(w, number):
    b = Browser(w.port)
    b.get("/my/login")
    b.send(b.page.form_with("report_no"), report_no=number, password=PASSWORD)
    same(b.page.path, "/my", "after the log-in")
    return b


def officer(w, role, body=COUNTY, nth=0):
    who = w.province.officers(body, role)[nth]
    b = Browser(w.port)
    b.get("/desk/login")
    b.send(b.page.form_with("work_no"), work_no=who["work_no"], password=who["password"])
    must(b.page.path.startswith("/desk"), f"after the log-in: {b.page.path}")
    must(not b.page.path.startswith("/desk/login"), f"not logged in: {b.page.text[:200]}")
    return b


def move(w, role, matter, code, body=COUNTY, **fields):
    """Opens the matter's page and sends the form of that move."""
    b = officer(w, role, body)
    b.get(f"/desk/m/{matter}")
    for form in b.page.forms:
        if form.action.endswith("/moves") and ["move", code, "hidden"] in form.fields:
            b.send(form, **fields)
            must(not b.page.errors, f"{code}: {b.page.errors}")
            return b
    raise Failed(f"{role} is not offered {code}: {b.page.text[:400]}")


def both(w, role, approver, matter, code, **fields):
    move(w, role, matter, code, **fields)
    return move(w, approver, matter, code, decision="approve")


def find(w, role, body=COUNTY):
    """The ids of the matters on the list."""
    b = officer(w, role, body)
    b.get("/desk/all")
    return {m[1] for link in b.page.links if (m := re.match(r"/desk/m/([^/?]+)$", link))}


def whole_life(w):
    w.at("2026-09-18", "10:00")
    before = find(w, "RO_CLERK")
    number = fill_report(Browser(w.port))
    w.at("2026-09-18", "10:30")
    fresh = find(w, "RO_CLERK") - before
    same(len(fresh), 1, "new matters on the list")
    matter = fresh.pop()
    b = log_in(w, number)
    b.get("/my/messages")
    b.send(b.page.form_with("text"), text="请问收到了吗?")
    b.get("/my/messages")
    b.sees("请问收到了吗?")
    move(w, "RO_CLERK", matter, "T02")
    move(w, "RO_SCREENER", matter, "T04", level="LV_VILLAGE")
    both(w, "RO_SCREENER", "RO_PO_HEAD", matter, "T07", text="现予受理。")
    b = log_in(w, number)
    b.sees("已受理")
    must(any("/my/doc/" in link for link in b.page.links), "no paper to read")
    w.at("2026-09-22")
    handler = w.work_no("RO_HANDLER").replace("-", "")
    both(w, "RO_SCREENER", "RO_PO_HEAD", matter, "T14", department="DEPT_SUPERVISE",
         handler=handler)
    talk(w, matter, number)
    move(w, "RO_HANDLER", matter, "T16", analysis="线索具体,可以核查。")
    both(w, "RO_HANDLER", "RO_PRINCIPAL", matter, "T18", plan="查账。", meeting_on="2026-09-22",
         meeting_members="甲、乙、丙", second_officer=w.work_no("RO_HD_HEAD").replace("-", ""))
    w.at("2026-10-20")
    conclude(w, matter)
    move(w, "RO_HANDLER", matter, "T30", form="SYSTEM", text="属实,已责令清退。")
    object_and_close(w, matter, number)
    nothing_elsewhere(w, matter)


def talk(w, matter, number):
    b = officer(w, "RO_HANDLER")
    b.get(f"/desk/m/{matter}/messages")
    b.send(b.page.form_with("text"), text="请问是哪一年的账?", question="1")
    b = log_in(w, number)
    b.get("/my/messages")
    b.sees("请问是哪一年的账?")
    b.send(b.page.form_with("text"), text="前年的。",
           files=[("账页.txt", "text/plain", "账页。".encode())])
    b.get("/my/messages")
    b.sees("账页.txt")  # beside the words it came with


def conclude(w, matter):
    """One finding a lead, as the form asks."""
    b = officer(w, "RO_HANDLER")
    b.get(f"/desk/m/{matter}")
    form = next((f for f in b.page.forms if ["move", "T24", "hidden"] in f.fields), None)
    must(form, f"T24 is not offered: {b.page.text[:300]}")
    findings = {n: "FIND_TRUE" for n in form.names() if n.startswith("findings")}
    must(findings, f"no finding is asked: {form.names()}")
    b.send(form, done="OUT_CORRECTED", summary="属实,已责令清退。", **findings)
    must(not b.page.errors, f"T24: {b.page.errors}")
    move(w, "RO_PRINCIPAL", matter, "T24", decision="approve")


def object_and_close(w, matter, number):
    b = log_in(w, number)
    b.sees("结果已反馈")
    b.get("/my/objection")
    b.send(b.page.form_with("text"), text="还有三万元没有说明。")
    move(w, "RO_HD_HEAD", matter, "T33", answer="差额为质保金。")
    b = log_in(w, number)
    b.get("/my/rating")
    form = b.page.form_with("process")
    b.send(form, process="1", attitude="1", result="2")
    b.get("/my/confirm")
    b.send(b.page.form_to("/my/confirm"))
    b.get("/my")
    b.sees("已结案")
    b.get("/my/safety")
    b.get("/my/slip")
    b.get("/exit")
    same(b.jar, {}, "cookies after leaving")


def nothing_elsewhere(w, matter):
    for body, role in ((OTHER, "RO_CLERK"), (OTHER, "RO_SCREENER"), (OTHER, "RO_PRINCIPAL"),
                       (330100, "RO_PO_HEAD"), (330000, "RO_HANDLER")):
        b = officer(w, role, body)
        for page in ("", "/messages", "/files", "/record", "/recusal"):
            b.show("GET", f"/desk/m/{matter}{page}")
            b.expect(404, 403)
        b.get(f"/desk/m/{matter}", 404)
        must(matter not in find(w, role, body), f"{role} of {body} lists it")


def sealed(w):
    """The county's own leader: the county's pages show nothing, the city's do."""
    w.at("2026-11-03", "10:00")
    here, above = find(w, "RO_CLERK"), find(w, "RO_CLERK", CITY)
    head = w.province.name_of(COUNTY, "RO_PRINCIPAL")
    number = fill_report(Browser(w.port), head, "秀洲区纪委监委", "LV_COUNTY", False)
    w.at("2026-11-03", "10:30")
    same(find(w, "RO_CLERK"), here, "matters at the county")
    fresh = find(w, "RO_CLERK", CITY) - above
    same(len(fresh), 1, "new matters at the city")
    matter = fresh.pop()
    for role in ("RO_CLERK", "RO_SCREENER", "RO_PO_HEAD", "RO_PRINCIPAL"):
        officer(w, role).get(f"/desk/m/{matter}", 404)
    b = officer(w, "RO_CLERK", CITY)
    b.get(f"/desk/m/{matter}")
    b.sees(STORY)
    log_in(w, number).sees("已报送上级机关")


def desk(w):
    """A letter by keyboard, its number and slip; the same letter twice is noticed."""
    w.at("2026-11-04", "10:00")
    b = officer(w, "RO_CLERK")
    b.get("/desk/letter")
    letter = {"arrived_on": "1104", "id_mode": "ID_REAL", "identity.name": "陈兰",
              "identity.phone": "13500000000", "subjects.0.name": "孙某丙",
              "subjects.0.unit": "示例三村", "subjects.0.level": "LV_VILLAGE",
              "narrative": "来信反映鱼塘续包没有开会,有人送了两条烟。",
              "area_code": "330411 秀洲区", "category": "CAT_REPORT", "topics": "31"}
    b.send(b.page.form_with("narrative"), **letter)
    same(b.page.path, "/desk/letter", "ready for the next letter")
    first = re.search(r"\d{4} \d{4} \d{4} \d{4}", b.page.text)
    must(first, f"no number: {b.page.text[:300]}")
    b.send(b.page.form_to("/desk/slip"))
    b.sees(first[0])
    b.get("/desk/letter")
    b.send(b.page.form_with("narrative"), (200, 422), **letter)  # the same letter once more
    must(any(f.has("repeat_of") for f in b.page.forms), "the repeat is not noticed")
    form = b.page.form_with("repeat_of")
    b.send(form, repeat_of="0")
    second = re.search(r"\d{4} \d{4} \d{4} \d{4}", b.page.text)
    must(second and second[0] != first[0], "the second letter has no number of its own")
    b.send(b.page.form_to("/desk/slip/undo"))
    b.sees("已撤回")
    must(second[0] not in b.page.text, "what was taken back is still in the list")
