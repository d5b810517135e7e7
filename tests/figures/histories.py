"""Random histories, written into a database past all rules.

Each is a report or two, the matters they came through, leads, clocks, papers, messages, and events
in any order, with the kinds, states, moves and codes that statistics look at; late entries, absent
values and unknown codes among them. What no rule allows is here too: a count must not depend on it.
"""
import random
import sqlite3

BODIES = [330000, 330400, 330411, 330411002, 330411003, 330100, 330109]
FIRST, LAST = 20400, 20800  # days: November 2025 to December 2026
KINDS = ["E_REGISTERED", "E_RN_VERIFIED", "E_RN_FAILED", "E_ACCEPTED", "E_NOT_ACCEPTED",
         "E_REFERRED", "E_ENTRUSTED", "E_SUPERVISED", "E_COMMIT_SIGNED", "E_DISPOSAL",
         "E_CASE_FILED", "E_EXTENDED", "E_CONCLUDED", "E_FEEDBACK", "E_OBJECTION",
         "E_NEW_EVIDENCE", "E_HEARING_HELD", "E_CONSULT_HELD", "E_REP_JOINED", "E_REVIEW_REQ",
         "E_REVIEW_DONE", "E_RR_REQ", "E_RR_DONE", "E_SETTLED", "E_REPEAT", "E_PUBLISHED",
         "E_BREACH", "E_ACCOUNTABLE", "E_FA_APPROVED", "E_CLARIFIED", "E_PROTECT", "E_WITHDRAWN",
         "E_CLOSED", "E_REOPENED", "E_SANCTION", "E_FORM", "E_MESSAGE"]
MOVES = {"E_DISPOSAL": ["T17", "T18", "T19", "T20", "T21"], "E_REOPENED": ["T44", "T48"]}
TO = {"E_REFERRED": ["ST_REFERRED_UP", "ST_REFERRED_DOWN", "ST_REFERRED_SIDE"],
      "E_PROTECT": ["PR_ASKED", "PR_ASSESSED", "PR_MEASURES", None]}
CODES = {"E_NOT_ACCEPTED": ["doc=N03 reason=1", "doc=N03 reason=2", "doc=N03 reason=3", None],
         "E_ACCOUNTABLE": ["breach=V01", "dossier=7 breach=V06", None],
         "E_BREACH": ["breach=V01", "breach=V03", "breach=V06", "breach=V10", "breach=V99"],
         "E_PUBLISHED": ["form=PF_MEETING layer=LY_GROUP", "form=PF_POSTED layer=LY_SOCIETY",
                         "form=PF_SITE layer=LY_SOCIETY"],
         "E_REVIEW_DONE": ["doc=N17 ruling=RV_UPHOLD", "doc=N17 ruling=RV_CHANGE",
                           "doc=N17 ruling=RV_REDO", "ruling=RV_REVOKE"]}
OUTCOMES = {"E_ACCOUNTABLE": ["ACC_NONE", "ACC_TALK", "ACC_NOTICE", None],
            "E_SANCTION": ["SANC_PARTY", "SANC_GOV", "SANC_BOTH"],
            "E_FORM": ["FORM_1", "FORM_2", "FORM_3", "FORM_4"],
            "E_REVIEW_DONE": [None, None, "RV_CHANGE", "RV_UPHOLD"]}


class Writer:
    def __init__(self, db, seed):
        self.db, self.r, self.next = db, random.Random(seed), 1 << 20
        self.matters, self.seq = [], {}

    def id(self):
        self.next += self.r.randrange(1, 50)
        return self.next

    def day(self):
        return self.r.randrange(FIRST, LAST)

    def put(self, table, **row):
        self.db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES "
                        f"({', '.join('?' * len(row))})", list(row.values()))

    def report(self, day):
        one = self.id()
        self.put("report", id=one, org=self.r.choice(BODIES),
                 channel=self.r.choice(["CH_WEB", "CH_LETTER", "CH_VISIT", "CH_DAILY"]),
                 category=self.r.choice(["CAT_REPORT", "CAT_REPORT", "CAT_PETITION"]),
                 id_mode="ID_REAL", named=self.r.randrange(2), received_day=day, entered_day=day,
                 state=self.r.choice(["OPEN", "OPEN", "OPEN", "UNDONE"]), identity_state="RN_NONE",
                 body_version=1)
        return one

    def matter(self, day):
        one = self.id()
        lead = self.r.choice(self.matters) if self.matters and self.r.random() < .15 else None
        self.put("matter", id=one, org=self.r.choice(BODIES), state="ST_REGISTERED", version=1,
                 channel="CH_WEB",
                 category=self.r.choice(["CAT_REPORT", "CAT_REPORT", "CAT_APPEAL"]),
                 area=330411, level=self.r.choice([None, "LV_VILLAGE", "LV_SECTION"]),
                 topic=self.r.choice([None, "TP_LAND", "TP_WORK"]), named=self.r.randrange(2),
                 mass_interest=0, route="NORMAL", received_day=day, lead_matter=lead, round="FIRST",
                 stage=1, explanations=0, referrals=0, restricted=0, unread=0, state_day=day)
        self.matters.append(one)
        self.seq[one] = 0
        return one

    def event(self, matter, leads, reports, day):
        r, kind = self.r, self.r.choice(KINDS)
        self.seq[matter] += 1
        self.put("event", id=self.id(), matter=matter, seq=self.seq[matter],
                 report=r.choice([None, *reports]), shown=1,
                 lead=r.choice(leads) if leads and r.random() < .3 else None,
                 org=r.choice(BODIES), actor_role=r.choice(["SYS", "RO_REPORTER", "RO_HANDLER"]),
                 kind=kind, move=r.choice(MOVES.get(kind, [None])),
                 from_state="ST_FILED_REPEAT" if r.random() < .1 else None,
                 to_state=r.choice(TO.get(kind, [None])), happened_day=day,
                 entered_day=day + r.choice([0, 0, 0, 0, 1, 3, 40]), channel="CH_WEB", named=1,
                 outcome=r.choice(OUTCOMES.get(kind, [None])),
                 codes=r.choice(CODES.get(kind, [None])),
                 subproc=r.choice([None, None, matter + 1, matter + 2]))

    def clock(self, matter, reports):
        r, start = self.r, self.day()
        first = start + r.randrange(5, 90)
        extensions = r.choice([0, 0, 0, 1])
        state = r.choice(["RUNNING", "STOPPED", "STOPPED", "PAUSED"])
        self.put("clock", id=self.id(), matter=matter, report=r.choice([None, None, *reports]),
                 org=r.choice(BODIES), code=r.choice(["D04", "D10", "D11", "D12", "D15", "D21"]),
                 term_n=1, term_unit="CD", roll=0, start_day=start,
                 due_day=first + 30 * extensions, state=state, pauses=0, extensions=extensions,
                 first_due_day=first,
                 stop_day=start + r.randrange(0, 150) if state == "STOPPED" else None, warned=0,
                 param_org=0, provisional=0)

    def paper(self, matter, reports):
        one, day = self.id(), self.day()
        self.put("document", id=one, matter=matter, report=self.r.choice([None, *reports]),
                 code=self.r.choice(["N01", "N01", "N03", "N13"]), template="none", made_day=day,
                 sealed_text=b"0", replaced_by=self.r.choice([None, None, None, 7]))
        for _ in range(self.r.randrange(3)):
            self.put("delivery", id=self.id(), document=one, form="SYSTEM",
                     day=day + self.r.randrange(60), tries=1)

    def rating(self):
        r = self.r
        month = r.choice([20454, 20544, 20574, 20605, 20635, None])
        self.put("rating", id=self.id().to_bytes(8, "big"), org=r.choice(BODIES),
                 target=r.choice(["PETITION", "HANDLING"]), process=r.randrange(1, 4),
                 attitude=r.randrange(1, 4), result=r.randrange(1, 4), pressed=0, day=self.day(),
                 changes=0, told_month=month, heard_month=r.choice([None, month]))

    def history(self):
        r, day = self.r, self.day()
        reports = [self.report(day) for _ in range(r.choice([1, 1, 1, 2]))]
        matters = [self.matter(day) for _ in range(r.choice([1, 1, 2, 3]))]
        for one in reports:
            for seq, matter in enumerate(matters[:r.randrange(len(matters) + 1)]):
                self.put("report_matter", report=one, seq=seq, matter=matter)
                for k in range(r.randrange(3)):
                    self.put("message", id=self.id(), report=one, matter=matter,
                             seq=seq * 10 + k, sender=r.choice(["REPORTER", "BODY"]),
                             day=self.day(), needs_answer=0, answered=0, sealed_text=b"0")
        for matter in matters:
            leads = [self.id() for _ in range(r.randrange(3))]
            for k, one in enumerate(leads):
                self.put("lead", id=one, matter=matter, seq=k + 1, state="OPEN", sealed_text=b"0",
                         finding=r.choice([None, "FIND_TRUE", "FIND_PART", "FIND_FALSE",
                                           "FIND_UNKNOWN"]))
            for day in sorted(self.day() for _ in range(r.randrange(14))):
                self.event(matter, leads, reports, day if r.random() < .9 else self.day())
            for _ in range(r.randrange(4)):
                self.clock(matter, reports)
            for _ in range(r.randrange(3)):
                self.paper(matter, reports)
        for _ in range(r.randrange(3)):
            self.rating()


def write(path, n, seed):
    db = sqlite3.connect(path)
    with db:
        w = Writer(db, seed)
        for _ in range(n):
            w.history()
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
