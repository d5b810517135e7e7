"""Counts every statistic of domain rules 7.2 again, from the lines of `yangguang facts`.

Written from the definitions, over plain Python collections; it shares nothing with src/ or with
the statements in data/statistics/. count() gives {(id, part): (numerator, denominator)} as staff
see it: denominator -1 is a plain count, a part that is missing is nothing.
"""
from collections import Counter, defaultdict

COLUMNS = {
    "org": "id parent level",
    "report": "id org channel category named received state",
    "matter": "id org category level topic named lead_matter",
    "link": "report seq matter",
    "event": "id matter seq report lead org role kind move from_state to_state happened entered "
             "outcome codes subproc",
    "clock": "id matter report org code start due first_due state extensions stop",
    "document": "id matter report code replaced_by",
    "delivery": "id document day",
    "lead": "id matter finding",
    "message": "report seq matter sender day",
    "rating": "org target process attitude result told heard n",
}
TEXTS = {"channel", "category", "state", "level", "topic", "role", "kind", "move", "from_state",
         "to_state", "outcome", "codes", "code", "finding", "sender", "target"}
COMPLETION = ("D10", "D11", "D12")
OBSERVATION = 180  # D40


class Row:
    def __init__(self, names, cells):
        for name, cell in zip(names, cells):
            setattr(self, name, (cell or None) if name in TEXTS else int(cell) if cell else None)


def read(text):
    """{table: [Row]} of what `yangguang facts` prints."""
    tables = {name: [] for name in COLUMNS}
    names = {name: columns.split() for name, columns in COLUMNS.items()}
    for line in text.splitlines():
        table, *cells = line.split("\t")
        if len(cells) != len(names[table]):
            raise ValueError(f"{table}: {len(cells)} cells")
        tables[table].append(Row(names[table], cells))
    return tables


def pair(codes, key):
    for part in (codes or "").split():
        name, _, value = part.partition("=")
        if name == key:
            return value
    return None


def middle(days):
    """Median, half up; 0 when there is none."""
    days = sorted(days)
    if not days:
        return 0
    twice = days[(len(days) - 1) // 2] + days[len(days) // 2]
    return (twice + 1) // 2 if twice >= 0 else -(-twice // 2)


def top(days, percent):
    days = sorted(days)
    return days[(len(days) * percent + 99) // 100 - 1] if days else 0


class Count:
    def __init__(self, facts, body, start, end, today):
        self.f, self.start, self.end, self.today = facts, start, end, today
        self.out = {}
        self.level = {o.id: o.level for o in facts["org"]}[body]
        self.bodies = self.below(body)
        self.matter = {m.id: m for m in facts["matter"]}
        self.report = {r.id: r for r in facts["report"]}
        self.events = defaultdict(list)   # of a matter, by seq
        for e in sorted(facts["event"], key=lambda e: e.seq):
            self.events[e.matter].append(e)
        self.links, self.linked = defaultdict(list), defaultdict(list)
        for x in sorted(facts["link"], key=lambda x: x.seq):
            self.links[x.report].append(x.matter)
            self.linked[x.matter].append(x.report)
        self.leads = defaultdict(list)
        for x in facts["lead"]:
            self.leads[x.matter].append(x)
        self.papers = defaultdict(list)
        for d in facts["document"]:
            self.papers[d.matter].append(d)
        self.delivered = defaultdict(list)
        for d in facts["delivery"]:
            self.delivered[d.document].append(d.day)
        self.clocks = defaultdict(list)
        for k in facts["clock"]:
            self.clocks[k.matter].append(k)
        self.now = [e for e in facts["event"] if e.org in self.bodies and self.inside(e.happened)]

    def below(self, body):
        children = defaultdict(list)
        for o in self.f["org"]:
            children[o.parent].append(o.id)
        found, todo = set(), [body]
        while todo:
            one = todo.pop()
            found.add(one)
            todo += children[one]
        return found

    def inside(self, day):
        return day is not None and self.start <= day < self.end

    def put(self, name, part, numerator, denominator=-1):
        self.out[name, part] = (numerator, denominator)

    def parts(self, name, counter):
        total = sum(counter.values())
        for part, n in counter.items():
            self.put(name, part, n, total)
        return total

    def kinds(self, *kinds):
        return [e for e in self.now if e.kind in kinds]

    def has(self, matter, kind):
        return any(e.kind == kind for e in self.events[matter])

    # ---- received ----

    def repeated(self, matter):
        return any(e.kind == "E_REPEAT" and
                   not any(x.seq > e.seq and x.from_state == "ST_FILED_REPEAT"
                           for x in self.events[matter]) for e in self.events[matter])

    def received(self):
        reports = [r for r in self.f["report"] if r.org in self.bodies and
                   self.inside(r.received) and r.state != "UNDONE" and r.channel != "CH_DAILY"]
        last = {r.id: self.matter.get(self.links[r.id][-1]) if self.links[r.id] else None
                for r in reports}
        category = {r.id: (last[r.id].category if last[r.id] else None) or r.category
                    for r in reports}
        wrong = [r for r in reports if category[r.id] == "CAT_REPORT"]
        first = [r for r in wrong if not (last[r.id] and self.repeated(last[r.id].id))]
        self.put("S01", None, len(reports))
        self.put("S02", None, len(wrong))
        self.put("S03", None, len(first))
        self.put("S28", None, len(wrong) - len(first), len(wrong))
        self.parts("S04", Counter(r.channel for r in reports))
        self.parts("S04", Counter(category.values()))
        self.parts("S04", Counter((last[r.id] and last[r.id].level) or "LV_NONE" for r in wrong))
        self.parts("S04", Counter((last[r.id] and last[r.id].topic) or "TP_NONE" for r in wrong))
        self.of_first(first, wrong)
        self.refused(reports, last)
        self.handed_on(reports)

    def told_of(self, report, kind):
        return any(e.kind == kind and e.report in (None, report)
                   for m in self.links[report] for e in self.events[m])

    def of_first(self, first, wrong):
        verified = [r for r in first if self.told_of(r.id, "E_RN_VERIFIED")]
        failed = [r for r in first if r not in verified and self.told_of(r.id, "E_RN_FAILED")]
        self.put("S05", None, len(verified), len(first))
        self.put("S05", "FAILED", len(failed), len(first))
        gone = flagged = 0
        for r in first:
            days = [e.happened for m in self.links[r.id] for e in self.events[m]
                    if e.kind == "E_WITHDRAWN"]
            if not days:
                continue
            gone += 1
            flagged += any(e.to_state == "PR_ASKED" and min(days) - 30 <= e.happened <= min(days)
                           for m in self.links[r.id] for e in self.events[m])
        self.put("S38", None, gone, len(first))
        self.put("S38", "FLAGGED", flagged)
        persons = Counter()
        for e in self.kinds("E_FA_APPROVED", "E_CLARIFIED"):
            before = any(x.kind == e.kind and x.seq < e.seq and
                         (x.subproc or 0) == (e.subproc or 0) for x in self.events[e.matter])
            persons[e.kind] += not before
        self.put("S33", "FALSE", persons["E_FA_APPROVED"], len(wrong))
        self.put("S33", "CLEARED", persons["E_CLARIFIED"])

    def refused(self, reports, last):
        why = Counter()
        for r in reports:
            no = [e for e in self.events[last[r.id].id] if e.kind == "E_NOT_ACCEPTED"] \
                if last[r.id] else []
            if no:
                reason = pair(no[-1].codes, "reason")
                why["REASON_" + reason if reason in ("1", "2", "3") else "OTHER"] += 1
        self.put("S30", None, sum(why.values()), len(reports))
        self.parts("S30", why)
        self.put("S30", "UPHELD", sum(e.move == "T48" for e in self.kinds("E_REOPENED")))

    def handed_on(self, reports):
        times = [sum(e.kind in ("E_REFERRED", "E_ENTRUSTED")
                     for m in self.links[r.id] for e in self.events[m]) for r in reports]
        self.put("S36", None, sum(times), len(times))
        self.put("S36", "OFTEN", sum(n >= 3 for n in times), len(times))

    # ---- told ----

    def told(self):
        notices = 0
        for d in self.f["document"]:
            m = self.matter.get(d.matter)
            if d.code == "N01" and d.replaced_by is None and m and m.org in self.bodies and \
                    self.delivered[d.id]:
                notices += self.inside(min(self.delivered[d.id]))
        self.put("S06", None, notices)
        self.put("S07", None, len({(e.matter, e.report) for e in self.kinds("E_COMMIT_SIGNED")}))
        self.in_time()
        self.fed_back()
        self.answers()
        self.ratings()

    def first_clock(self, k):
        return not any(x.code == k.code and x.start < k.start for x in self.clocks[k.matter])

    def owed(self, k, papers):
        """In the count: a paper there is, or the clock did not stop in time without one."""
        in_time = k.stop is not None and k.stop <= k.due
        return bool(papers) or k.state != "STOPPED" or not in_time

    def by_then(self, k, papers):
        return any(day <= k.due for d in papers for day in self.delivered[d.id])

    def in_time(self):
        due, told = set(), set()
        for k in self.f["clock"]:
            if k.code != "D04" or k.org not in self.bodies or not self.inside(k.due) or \
                    k.state == "PAUSED" or not self.first_clock(k):
                continue
            for report in self.linked[k.matter]:
                r = self.report[report]
                if not r.named or r.state == "UNDONE" or k.report not in (None, report):
                    continue
                papers = [d for d in self.papers[k.matter]
                          if d.code in ("N01", "N03") and d.report in (None, report)]
                if self.owed(k, papers):
                    due.add(report)
                    if self.by_then(k, papers):
                        told.add(report)
        self.put("S08", None, len(told), len(due))

    def fed_back(self):
        due, told = set(), set()
        for k in self.f["clock"]:
            if k.code != "D15" or k.org not in self.bodies or not self.inside(k.due) or \
                    not self.matter[k.matter].named or not self.first_clock(k):
                continue
            papers = [d for d in self.papers[k.matter] if d.code == "N13"]
            if self.owed(k, papers):
                due.add(k.matter)
                if self.by_then(k, papers):
                    told.add(k.matter)
        self.put("S11", None, len(told), len(due))

    def answers(self):
        thread = defaultdict(list)
        for g in self.f["message"]:
            thread[g.report].append(g)
        days, asked = [], 0
        for g in self.f["message"]:
            if g.sender != "REPORTER" or self.matter[g.matter].org not in self.bodies or \
                    not self.inside(g.day) or g.matter not in self.links[g.report]:
                continue
            asked += 1
            later = [a.day for a in thread[g.report] if a.sender == "BODY" and a.seq > g.seq]
            if later:
                days.append(min(later) - g.day)
        self.put("S37", None, middle(days))
        self.put("S37", "ANSWERED", len(days), asked)

    def first_told(self, matter):
        return min((e.happened for e in self.events[matter] if e.kind == "E_FEEDBACK"),
                   default=None)

    def ratings(self):
        told = {e.matter for e in self.kinds("E_FEEDBACK")
                if e.happened == self.first_told(e.matter)}
        eligible = len({r for m in told for r in self.linked[m]})
        for target in ("PETITION", "HANDLING"):
            n = Counter()
            for t in self.f["rating"]:
                if t.org in self.bodies and t.target == target and self.inside(t.told):
                    n["raters"] += t.n
                    for what in ("process", "attitude", "result"):
                        n[what] += t.n * (getattr(t, what) == 1)
            self.put("S27", target + "_RATERS", n["raters"], eligible)
            for what in ("process", "attitude", "result"):
                self.put("S27", f"{target}_{what.upper()}", n[what], eligible)
                self.put("S27", f"{target}_{what.upper()}_OF", n[what], n["raters"])

    # ---- handled ----

    def due_matters(self):
        """{matter: clocks of completion by which its first due date lies in the window}"""
        found = defaultdict(list)
        for k in self.f["clock"]:
            if k.code in COMPLETION and k.org in self.bodies and self.inside(k.first_due):
                first = min(x.first_due for x in self.clocks[k.matter] if x.code in COMPLETION)
                if k.first_due == first:
                    found[k.matter].append(k)
        return found

    def concluded(self, matter):
        m = self.matter[matter]
        return min((e.happened for e in self.events[m.lead_matter or m.id]
                    if e.kind == "E_CONCLUDED"), default=None)

    def handled(self):
        due = self.due_matters()
        filed = {m for m in due if self.has(m, "E_CASE_FILED")}
        rest = [m for m in due if m not in filed]
        early = extended = 0
        days = []
        for m in rest:
            done = self.concluded(m)
            if done is None:
                continue
            last = max(k.due if k.extensions else k.first_due for k in due[m])
            early += done <= due[m][0].first_due
            extended += done <= last
            days.append(done - min(k.start for k in due[m]))
        self.put("S09", None, early, len(rest))
        self.put("S09b", None, extended, len(rest))
        self.put("S09c", None, middle(days))
        self.put("S09", "FILED", len(filed))
        self.put("S29", None, sum(self.has(m, "E_EXTENDED") for m in rest), len(rest))
        taken = {e.matter for e in self.kinds("E_ACCEPTED") if e.happened == min(
            x.happened for x in self.events[e.matter] if x.kind == "E_ACCEPTED")}
        done = [m for m in taken if self.concluded(m) is not None and
                self.concluded(m) <= self.today]
        self.put("S10", None, len(done), len(taken))
        self.late()
        self.passed_on()
        self.disposed()
        self.outcomes()

    def late(self):
        at, how = min(self.end, self.today), Counter()
        for m in self.f["matter"]:
            days = [at - k.due for k in self.clocks[m.id]
                    if k.code in COMPLETION + ("D21", "D23") and k.due < at and
                    (k.state == "RUNNING" or (k.stop is not None and k.stop >= at))]
            if m.org in self.bodies and days:
                n = max(days)
                how["LATE_30" if n <= 30 else "LATE_90" if n <= 90 else
                    "LATE_180" if n <= 180 else "LATE_MORE"] += 1
        self.put("S31", None, self.parts("S31", how))

    def passed_on(self):
        ways = Counter()
        for e in self.kinds("E_REFERRED", "E_ENTRUSTED", "E_SUPERVISED"):
            ways["ENTRUSTED" if e.kind == "E_ENTRUSTED" else
                 "SUPERVISED" if e.kind == "E_SUPERVISED" else
                 {"ST_REFERRED_UP": "UP", "ST_REFERRED_DOWN": "DOWN"}.get(e.to_state, "SIDE")] += 1
        for way, n in ways.items():
            self.put("S12", way, n)

    def leads_of(self, e):
        """Those an event speaks of; a matter without any counts as one."""
        mine = [x.id for x in self.leads[e.matter] if e.lead in (None, x.id)]
        return mine or [0]

    def disposed(self):
        last, talks = {}, 0
        for e in sorted(self.kinds("E_DISPOSAL"), key=lambda e: e.seq):
            way = {"T17": "DISP_TALK", "T19": "DISP_HOLD", "T20": "DISP_DISMISS"}.get(
                e.move, "DISP_VERIFY")
            for x in self.leads_of(e):
                last[e.matter, x] = way
                talks += e.move == "T17"
        self.put("S13", None, self.parts("S14", Counter(last.values())))
        self.put("S14", "TALKS", talks)

    def persons_of(self, e):
        return len([x for x in self.leads[e.matter] if x.id == e.lead or (
            e.lead is None and x.finding in ("FIND_TRUE", "FIND_PART"))]) or 1

    def outcomes(self):
        filed, kind, level, form = Counter(), Counter(), Counter(), Counter()
        for e in self.kinds("E_CASE_FILED"):
            filed[self.matter[e.matter].level or "LV_NONE"] += len(self.leads_of(e))
        for e in self.kinds("E_SANCTION"):
            n = self.persons_of(e)
            kind["SANC_GOV" if e.outcome == "SANC_GOV" else "SANC_PARTY"] += n
            level[self.matter[e.matter].level or "LV_NONE"] += n
        for e in self.kinds("E_FORM"):
            form[e.outcome] += self.persons_of(e)
        self.put("S15", None, self.parts("S15", filed))
        self.put("S16", None, self.parts("S16", kind))
        self.parts("S16", level)
        self.put("S17", None, self.parts("S17", form))
        done = {e.matter for e in self.kinds("E_CONCLUDED") if e.happened == min(
            x.happened for x in self.events[e.matter] if x.kind == "E_CONCLUDED")}
        found = Counter(x.finding for m in done for x in self.leads[m] if x.finding)
        self.put("S18", None, found["FIND_TRUE"] + found["FIND_PART"], sum(found.values()))
        self.parts("S18", +found)

    # ---- with others, in the open, review ----

    def settled(self, matter, seq, day):
        mine = self.events[matter]
        if any(e.role == "RO_REPORTER" and e.kind in ("E_SETTLED", "E_CLOSED") and
               e.happened >= day for e in mine):
            return "CONFIRMED"
        again = any(e.seq > seq and e.happened <= day + OBSERVATION and e.kind in (
            "E_REOPENED", "E_OBJECTION", "E_REVIEW_REQ", "E_RR_REQ") for e in mine)
        for m in self.f["matter"]:
            if m.lead_matter == matter:
                again = again or any(e.kind == "E_REPEAT" and
                                     day <= e.happened <= day + OBSERVATION
                                     for e in self.events[m.id])
        if again:
            return "AGAIN"
        return "QUIET" if day + OBSERVATION < self.today else "OBSERVED"

    def together(self):
        self.put("S19", None, len(self.kinds("E_CONSULT_HELD")))
        self.put("S20", None, len({e.matter for e in self.kinds("E_REP_JOINED")}))
        held = defaultdict(list)
        for e in self.kinds("E_HEARING_HELD"):
            held[e.matter].append(e)
        states = Counter(self.settled(m, max(e.seq for e in es), max(e.happened for e in es))
                         for m, es in held.items())
        quiet = states["CONFIRMED"] + states["QUIET"]
        content = min(len(held), sum(t.n for t in self.f["rating"] if t.org in self.bodies and
                                     self.inside(t.heard) and t.target == "HANDLING" and
                                     t.result == 1))
        self.put("S21", None, max(quiet, content), len(held))
        self.put("S21", "SATISFIED", content, len(held))
        self.put("S21", "SETTLED", quiet, len(held))
        self.put("S21", "OBSERVED", states["OBSERVED"])
        self.put("S21", "SESSIONS", len(self.kinds("E_HEARING_HELD")))
        out = self.kinds("E_PUBLISHED")
        self.put("S25", None, self.parts("S25", Counter(pair(e.codes, "form") or "OTHER"
                                                        for e in out)))
        self.put("S25", "RESULTS", len({e.matter for e in out}))

    def remedy(self):
        rulings = Counter(e.outcome or pair(e.codes, "ruling") or "OTHER"
                          for e in self.kinds("E_REVIEW_DONE"))
        total = self.parts("S26", rulings)
        self.put("S26", None, total - rulings["RV_UPHOLD"], total)
        done = ("E_REVIEW_DONE", "E_RR_DONE")
        all_, states = Counter(), {kind: Counter() for kind in done}
        for matter, kind in {(e.matter, e.kind) for e in self.kinds(*done)}:
            these = [e for e in self.events[matter] if e.kind == kind]
            if any(e.happened >= self.end for e in these):
                continue  # reviewed once more, after the window
            here = [e for e in these if e in self.now]
            seq, day = max(e.seq for e in here), max(e.happened for e in here)
            state = self.settled(matter, seq, day)
            states[kind][state] += 1
            if not any(e.kind in done and e.seq > seq for e in self.events[matter]):
                all_[state] += 1
        for name, n in (("S22", all_), ("S23", states[done[0]]), ("S24", states[done[1]])):
            over = sum(n.values()) - n["OBSERVED"]
            self.put(name, None, n["CONFIRMED"] + n["QUIET"], over)
            self.put(name, "CONFIRMED", n["CONFIRMED"], over)
            self.put(name, "QUIET", n["QUIET"], over)
            self.put(name, "OBSERVED", n["OBSERVED"])

    # ---- the bodies themselves ----

    def discipline(self):
        known = {f"V{n:02}" for n in range(1, 21)}
        breaches = self.kinds("E_BREACH")
        codes = Counter()
        for e in breaches:
            code = pair(e.codes, "breach")
            codes[code if code in known else "OTHER"] += 1
        self.put("S32", None, self.parts("S32", codes))
        self.put("S32", "ACCOUNTABLE", len(self.kinds("E_ACCOUNTABLE")))
        self.put("S32", "UNDECIDED", len({e.matter for e in breaches if not any(
            x.kind == "E_ACCOUNTABLE" and x.seq > e.seq and e.codes in (x.codes or "")
            for x in self.events[e.matter])}))
        kinds = Counter(e.outcome for e in self.kinds("E_ACCOUNTABLE"))
        for code in ("NONE", "CORRECTED", "TALK", "NOTICE", "DISCIPLINE"):
            self.put("S32", "ACC_" + code, kinds["ACC_" + code])
        if self.level == "PROVINCE":
            ask = self.kinds("E_PROTECT")
            self.put("S35", "ASKED", sum(e.to_state == "PR_ASKED" for e in ask))
            self.put("S35", "GRANTED", sum(e.to_state == "PR_MEASURES" for e in ask))
            self.put("S35", "RETALIATION", codes["V10"])
        gap = [e.entered - e.happened for e in self.now]
        self.put("S34", "MEDIAN", middle(gap))
        self.put("S34", "P95", top(gap, 95))


def count(facts, body, start, end, today):
    c = Count(facts, body, start, end, today)
    c.received()
    c.told()
    c.handled()
    c.together()
    c.remedy()
    c.discipline()
    return c.out
