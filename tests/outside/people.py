"""Reporters and officers who work over the API on a clock that stands still until it is moved."""
from house import Failed, must
from api import Api, new_key

COUNTY, CITY, OTHER = 330411, 330400, 330825  # 秀洲区, 嘉兴市, 龙游县
VILLAGE = "330411104"  # a township of the county
IDLE_MINUTES = 19
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154"
    "78da6368000000820081dd436af40000000049454e44ae426082")


def report(**other):
    """The fields of a report by a person who gives the name, on a village cadre."""
    form = {
        "area_code": str(COUNTY),
        "category": "CAT_REPORT",
        "subjects": [{"kind": "person", "name": "赵某甲", "unit": "示例村", "post": "村主任",
                      "level": "LV_VILLAGE"}],
        "narrative": "去年秋天村里修水渠没有招标,账上写了十八万元,施工队只拿到十一万元。",
        "topics": ["TP_VILLAGE_FUNDS"],
        "id_mode": "ID_REAL",
        "identity": {"name": "林一舟", "phone": "13800000001"},
        "consents": {"shown_to_body": False, "quoted": False, "open_handling": False,
                     "publication": False},
        "password": "river lamp plum boat tea",
        "truth_ack": True,
    }
    form.update(other)
    return {k: v for k, v in form.items() if v is not None}


def minutes(text):
    """Minutes of a time such as 2026-09-18T10:00:00+08:00 since some beginning."""
    import datetime
    return int(datetime.datetime.fromisoformat(text).timestamp()) // 60


class World:
    """A server on simulated time, and who is logged in."""

    def __init__(self, province, server):
        self.province, self.server = province, server
        self.port = server.port
        self.public = Api(self.port)
        self.now = server.simulate
        self.sessions = {}

    def at(self, day, time="09:00"):
        """The clock goes on to that moment; what was due on the way happens."""
        now = f"{day}T{time}:00+08:00"
        self.public.post("/simulate/clock", {"now": now})
        self.now = now
        return self

    def officer(self, role, body=COUNTY, nth=0):
        """The nth holder of a role, logged in within the last minutes."""
        held = self.province.officers(body, role)
        must(len(held) > nth, f"{body} has no {role} number {nth + 1}")
        who = held[nth]
        since, api = self.sessions.get(who["work_no"], (None, None))
        if api and minutes(self.now) - since <= IDLE_MINUTES:
            return api
        api = Api(self.port)
        api.token = api.post("/officer/session", {"work_no": who["work_no"],
                                                  "password": who["password"]}, 201)["token"]
        api.work_no = who["work_no"]
        self.sessions[who["work_no"]] = (minutes(self.now), api)
        return api

    def work_no(self, role, body=COUNTY, nth=0):
        return self.province.officers(body, role)[nth]["work_no"]

    def send(self, form=None, key=None):
        return self.public.post("/reports", form or report(), 201, key=key or new_key())

    def reporter(self, receipt, password="river lamp plum boat tea"):
        api = Api(self.port)
        api.token = api.post("/my/session", {"report_no": receipt["report_no"],
                                             "password": password}, 201)["token"]
        return api

    def matters(self, role="RO_SCREENER", body=COUNTY, of=None):
        """Ids in reach, all pages of the list."""
        found, cursor, pages = [], f"&body={of}" if of else "", 0
        while pages < 400:
            page = self.officer(role, body).get(f"/matters?view=all{cursor}")
            found += page["items"]
            if not page["next"]:
                return found
            cursor, pages = f"&cursor={page['next']}", pages + 1
        raise Failed("a list without end")

    def newest(self, known, role="RO_CLERK", body=COUNTY):
        """The one matter that is not among the known ones."""
        fresh = [m["id"] for m in self.matters(role, body) if m["id"] not in known]
        must(len(fresh) == 1, f"{len(fresh)} new matters instead of one")
        known.add(fresh[0])
        return fresh[0]

    # ---- moves ----

    def act(self, role, matter, move, status=200, body=COUNTY, nth=0, outcome=None, **fields):
        what = {"move": move, "fields": fields}
        if outcome:
            what["outcome"] = outcome
        return self.officer(role, body, nth).post(f"/matters/{matter}/moves", what, status,
                                                  key=new_key())

    def both(self, role, approver, matter, move, body=COUNTY, outcome=None, **fields):
        """Proposed by one, approved by the other."""
        self.act(role, matter, move, 202, body, outcome=outcome, **fields)
        return self.act(approver, matter, move, 200, body, decision="approve")

    def matter(self, matter, role="RO_SCREENER", body=COUNTY):
        return self.officer(role, body).get(f"/matters/{matter}").json

    def clock(self, matter, code, role="RO_SCREENER", body=COUNTY):
        """The newest clock of that code; None: none runs or ran."""
        found = [k for k in self.matter(matter, role, body)["clocks"] if k["code"] == code]
        return found[-1] if found else None

    def registered(self, matter, body=COUNTY):
        self.act("RO_CLERK", matter, "T02", body=body)

    def screened(self, matter, body=COUNTY, level="LV_VILLAGE", **more):
        self.act("RO_SCREENER", matter, "T04", body=body, level=level, **more)

    def accepted(self, matter, body=COUNTY):
        return self.both("RO_SCREENER", "RO_PO_HEAD", matter, "T07", body,
                         text="您反映的问题属于本机关受理范围,现予受理。")

    def assigned(self, matter, body=COUNTY):
        return self.both("RO_SCREENER", "RO_PO_HEAD", matter, "T14", body,
                         department="DEPT_SUPERVISE", handler=self.work_no("RO_HANDLER", body))

    def verified(self, matter, day, body=COUNTY):
        self.act("RO_HANDLER", matter, "T16", body=body, analysis="线索具体,可以核查。")
        return self.both("RO_HANDLER", "RO_PRINCIPAL", matter, "T18", body,
                         plan="查阅账目,走访施工队。", meeting_on=day, meeting_members="甲、乙、丙",
                         second_officer=self.work_no("RO_HD_HEAD", body))

    def concluded(self, matter, body=COUNTY):
        return self.both("RO_HANDLER", "RO_PRINCIPAL", matter, "T24", body,
                         findings="FIND_TRUE", done="OUT_CORRECTED", summary="属实,已责令清退。")
