"""A session in which reporters, clerks and officers write a word of their own at every place."""
import base64
import random

import pages
from api import new_key
from forms import Browser
from house import must, same
from people import COUNTY, report

# rare characters: none of these words stands in a page, a catalogue or a data file
CHARACTERS = "龢韡靉靆龑爨躞蹀蠼螋觱篥黼黻罍卣瓞瓠鬯簋匜鬲甗罟筌"
# one grey point
JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////"
    "////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAA//EABQQAQAA"
    "AAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AN//Z")


def word():
    return "".join(random.SystemRandom().sample(CHARACTERS, 6))


def picture(exif, remark):
    """A JPEG whose Exif description and whose comment are words."""
    text = exif.encode() + b"\0"
    ifd = (b"II*\0\x08\0\0\0" + b"\1\0" + b"\x0e\x01" + b"\2\0" +
           len(text).to_bytes(4, "little") + b"\x1a\0\0\0" + b"\0\0\0\0" + text)
    segments = b""
    for mark, data in ((b"\xff\xe1", b"Exif\0\0" + ifd), (b"\xff\xfe", remark.encode())):
        segments += mark + (len(data) + 2).to_bytes(2, "big") + data
    return JPEG[:2] + segments + JPEG[2:]


class Session:
    """words: place → its word, as far as it was written."""

    def __init__(self, w):
        self.w, self.words = w, {}

    def say(self, place):
        return self.words.setdefault(place, word())

    # ---- over the API ----

    def form(self, who, **other):
        say = self.say
        form = report(
            subjects=[{"kind": "person", "name": say(f"{who} accused"),
                       "unit": say(f"{who} unit"), "post": say(f"{who} post"),
                       "level": "LV_VILLAGE"}],
            title=say(f"{who} title"), narrative="村里修水渠没有招标。" + say(f"{who} narrative"),
            fact_place=say(f"{who} place"), witnesses=[say(f"{who} witness")],
            prior=[say(f"{who} prior")], wish=say(f"{who} wish"),
            identity={"name": say(f"{who} name"), "phone": "13912345678",
                      "address": say(f"{who} address")},
            exposure_note=say(f"{who} exposure"), password=say(f"{who} password") + " boat tea x")
        return {**form, **other}

    def by_api(self):
        w, say = self.w, self.say
        known = {m["id"] for m in w.matters("RO_CLERK")}
        first = self.form("first")
        receipt = w.send(first)
        again = self.form("amended", password=first["password"])
        r = w.reporter(receipt, first["password"])
        r.post("/my/amend", again, key=new_key())
        r.post("/my/messages", {"text": say("message")}, 201, key=new_key())
        self.send_files(r)
        w.at("2026-09-18", "10:30")
        matter = w.newest(known)
        self.screened(matter, receipt, first["password"])
        self.read_back(matter)
        self.handled(matter, receipt, first["password"])
        self.taken_back()
        self.letter_by_api()
        self.leave()

    def send_files(self, r):
        sent = r.upload("/my/files", [
            (self.say("file name") + ".txt", "text/plain", self.say("file").encode() * 40),
            (self.say("picture name") + ".jpg", "image/jpeg",
             picture(self.say("in the picture's Exif"), self.say("in the picture's comment")))])
        same([f["error"] for f in sent.json], [None, None], "files")
        refused = r.upload("/my/files", [(self.say("name of a refused file") + ".exe",
                                          "application/x-msdownload",
                                          b"MZ" + self.say("refused file").encode())], 422)
        must(refused.json["errors"], "a refused file is not told")

    def screened(self, matter, receipt, password):
        w, say = self.w, self.say
        w.registered(matter)
        w.screened(matter)
        w.act("RO_SCREENER", matter, "T05", missing=say("what is missing"))
        w.reporter(receipt, password).post("/my/supplement", {"text": say("supplement")},
                                           key=new_key())
        w.act("RO_SCREENER", matter, "T07", 202, text=say("first acceptance"))
        w.act("RO_PO_HEAD", matter, "T07", decision="refuse", reason=say("why refused"))
        w.both("RO_SCREENER", "RO_PO_HEAD", matter, "T07", text=say("acceptance"))
        w.assigned(matter)

    def read_back(self, matter):
        """All that is stored is opened once, so that it has been in memory."""
        handler = self.w.officer("RO_HANDLER")
        for part in ("", "/moves", "/events", "/documents", "/messages", "/files"):
            handler.get(f"/matters/{matter}{part}")
        for paper in handler.get(f"/matters/{matter}/documents").json:
            handler.get(f"/matters/{matter}/documents/{paper['id']}")
        for file in handler.get(f"/matters/{matter}/files").json:
            handler.get(f"/matters/{matter}/files/{file['open'] or file['id']}")
        handler.post("/matters/search", {"q": self.say("search")})
        handler.post("/matters/search", {"q": self.say("amended narrative")})
        keeper = self.w.officer("RO_CUSTODIAN")
        keeper.get(f"/matters/{matter}", (200, 404))

    def handled(self, matter, receipt, password):
        w, say = self.w, self.say
        handler = w.officer("RO_HANDLER")
        handler.post(f"/matters/{matter}/messages", {"text": say("answer")}, 201)
        w.act("RO_HANDLER", matter, "T16", analysis=say("analysis"))
        w.both("RO_HANDLER", "RO_PRINCIPAL", matter, "T18", plan=say("plan"),
               meeting_on="2026-09-18", meeting_members=say("members of the meeting"),
               second_officer=w.work_no("RO_HD_HEAD"))
        w.both("RO_HANDLER", "RO_PRINCIPAL", matter, "T24", findings="FIND_TRUE",
               done="OUT_CORRECTED", summary=say("conclusion"))
        w.act("RO_HANDLER", matter, "T30", form="SYSTEM", text=say("feedback"))
        w.reporter(receipt, password).post("/my/objection", {"text": say("objection")},
                                           key=new_key())
        w.act("RO_HD_HEAD", matter, "T33", answer=say("explanation"))
        r = w.reporter(receipt, password)
        mine = r.get("/my")
        must(say("feedback") in str([r.get(d["href"].removeprefix("/api/v1")).json
                                     for d in mine["documents"]]), "the feedback is not told")
        r.get("/my/messages")
        r.get("/my/files")
        self.reporters = [r]

    def taken_back(self):
        """A second report: complained about, then withdrawn."""
        w, say = self.w, self.say
        known = {m["id"] for m in w.matters("RO_CLERK")}
        form = self.form("second")
        receipt = w.send(form)
        w.at("2026-09-18", "11:00")
        matter = w.newest(known)
        w.registered(matter)
        w.screened(matter)
        w.both("RO_SCREENER", "RO_PO_HEAD", matter, "T08", reason="2",
               right_body=say("right body"), text=say("why not accepted"))
        r = w.reporter(receipt, form["password"])
        r.post("/my/complaint", {"text": say("complaint")}, key=new_key())
        w.both("RO_UPPER", "RO_PO_HEAD", matter, "T48", 330400, text=say("complaint decided"))
        r.post("/my/withdrawal", {"reason": say("why withdrawn")}, key=new_key())
        self.reporters.append(r)

    def letter_by_api(self):
        form = self.form("letter", channel="CH_LETTER", arrived_on="2026-09-18")
        del form["password"]
        self.w.officer("RO_CLERK").post("/matters", form, 201, key=new_key())
        self.words.pop("letter password")  # a letter brings none

    def leave(self):
        for r in self.reporters:
            r.send("DELETE", "/api/v1/my/session")
        for _, api in list(self.w.sessions.values()):
            api.send("DELETE", "/api/v1/officer/session")  # some are over by now
        self.w.sessions.clear()

    # ---- in pages ----

    def by_pages(self):
        w, say = self.w, self.say
        b = Browser(w.port)
        kept = pages.STORY, pages.PASSWORD
        pages.STORY = "关于" + say("page narrative") + "的反映,账上写了六万元。"
        pages.PASSWORD = say("page password") + " cloud bamboo"
        before = pages.find(w, "RO_CLERK")
        number = pages.fill_report(b, name=say("page accused"), unit=say("page unit"))
        b.get("/my/messages")
        b.send(b.page.form_with("text"), text=say("page message"),
               files=[(say("page file name") + ".txt", "text/plain",
                       say("page file").encode() * 9)])
        b.sees(say("page message"))
        w.at("2026-09-18", "11:30")
        matter = (pages.find(w, "RO_CLERK") - before).pop()
        pages.move(w, "RO_CLERK", matter, "T02").get("/exit")
        pages.move(w, "RO_SCREENER", matter, "T04", level="LV_VILLAGE").get("/exit")
        pages.both(w, "RO_SCREENER", "RO_PO_HEAD", matter, "T07",
                   text=say("page acceptance")).get("/exit")
        self.searched_and_answered(matter)
        b = pages.log_in(w, number)
        b.get("/my")
        b.get("/exit")
        pages.STORY, pages.PASSWORD = kept
        self.left_behind()
        self.letter_by_pages()

    def searched_and_answered(self, matter):
        b = pages.officer(self.w, "RO_SCREENER")
        b.get("/desk/all")
        b.send(b.page.form_with("q"), q=self.say("page search"))
        b.get("/desk/all")
        b.send(b.page.form_with("q"), q=self.say("page narrative"))
        must(any(matter in link for link in b.page.links), "the search does not find it")
        b.get(f"/desk/m/{matter}")
        b.sees(self.say("page narrative"))
        b.get("/exit")
        pages.both(self.w, "RO_SCREENER", "RO_PO_HEAD", matter, "T14",
                   department="DEPT_SUPERVISE",
                   handler=self.w.work_no("RO_HANDLER").replace("-", "")).get("/exit")
        b = pages.officer(self.w, "RO_HANDLER")
        b.get(f"/desk/m/{matter}/messages")
        b.sees(self.say("page message"))
        b.send(b.page.form_with("text"), text=self.say("page answer"))
        b.get(f"/desk/m/{matter}/files")
        b.get("/exit")

    def left_behind(self):
        """One who did not finish: the draft lies there for a day."""
        say = self.say
        left = Browser(self.w.port)
        left.get("/report/1")
        left.send(left.page.form_with("area_code"), area_code=str(COUNTY), category="CAT_REPORT",
                  topics=["TP_LAND"])
        left.send(left.page.form_with("subjects.0.name"),
                  **{"subjects.0.kind": "person", "subjects.0.name": say("draft accused"),
                     "subjects.0.unit": say("draft unit"), "subjects.0.level": "LV_VILLAGE"})
        left.send(left.page.form_with("narrative"), narrative="写到一半:" + say("draft") + "。")
        left.send(left.page.form_with("wish"), wish=say("draft wish"),
                  files=[(say("draft file name") + ".txt", "text/plain",
                          say("draft file").encode() * 9)])

    def letter_by_pages(self):
        say = self.say
        b = pages.officer(self.w, "RO_CLERK")
        b.get("/desk/letter")
        letter = {"arrived_on": "0918", "id_mode": "ID_REAL",
                  "identity.name": say("desk name"), "identity.phone": "13500000000",
                  "subjects.0.name": say("desk accused"), "subjects.0.unit": say("desk unit"),
                  "subjects.0.level": "LV_VILLAGE",
                  "narrative": "来信反映鱼塘续包没有开会," + say("desk narrative") + "。",
                  "area_code": "330411 秀洲区", "category": "CAT_REPORT", "topics": "31"}
        b.send(b.page.form_with("narrative"), 422, **{**letter, "category": ""})
        b.send(b.page.form_with("narrative"), **letter)
        same(b.page.path, "/desk/letter", "ready for the next letter")
        b.get("/exit")
