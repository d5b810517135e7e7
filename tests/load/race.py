"""N reports by 64 clients at once, the server killed in between: none lost, none doubled.

A refused report (503, or a connection that broke) is sent again with its Idempotency-Key. In the
end there are exactly N numbers and each log-in opens its own text.
"""
import http.client
import json
import random
import secrets
import threading
import time

from api import Api
from forms import Page
from house import Failed, must, same
from people import COUNTY

CLIENTS = 64
FIRST_REFUSED_MAX = 0.20
PASSWORD = "river lamp plum boat "
PAUSE = 0.3


class Race:
    def __init__(self, server, count, kills):
        self.server, self.count, self.kills = server, count, kills
        self.next = 0
        self.lock = threading.Lock()
        self.done = {}  # i: receipt
        self.refused_first = self.broken_first = self.refused = self.broken = 0
        self.wrong = []
        self.started = time.monotonic()
        self.gate = threading.Event()  # clear while the server is down: a person would wait too
        self.gate.set()

    def text(self, i):
        return f"第{i}件:村里修水渠没有招标,账上写了十八万元,暗号{i * 7919 % 100003}。"

    def password(self, i):
        return PASSWORD + f"w{i}"

    def form(self, i):
        return {
            "area_code": str(COUNTY), "category": "CAT_REPORT",
            "subjects": [{"kind": "person", "name": f"赵某{i}", "unit": f"示例{i % 50}村",
                          "level": "LV_VILLAGE"}],
            "narrative": self.text(i), "topics": ["TP_VILLAGE_FUNDS"], "id_mode": "ID_ANON",
            "consents": {}, "password": self.password(i), "truth_ack": True}

    def take(self):
        with self.lock:
            if self.next == self.count:
                return None
            self.next += 1
            return self.next - 1

    def client(self, deadline):
        connection = None
        while (i := self.take()) is not None:
            body = json.dumps(self.form(i), ensure_ascii=False).encode()
            head = {"Content-Type": "application/json",
                    "Idempotency-Key": secrets.token_urlsafe(24)}
            tries = 0
            while time.monotonic() < deadline:
                connection, status, raw, wait = self.once(connection, body, head)
                tries += 1
                if status in (200, 201):
                    with self.lock:
                        self.done[i] = json.loads(raw)
                    break
                with self.lock:
                    if status == 503:
                        self.refused += 1
                        self.refused_first += tries == 1
                    elif status == 0:
                        self.broken += 1
                        self.broken_first += tries == 1
                    else:
                        self.wrong.append((i, status, raw[:200]))
                        break
                time.sleep(wait)
                self.gate.wait(30)

    def once(self, connection, body, head):
        try:
            if connection is None:
                connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=40)
            connection.request("POST", "/api/v1/reports", body, head)
            r = connection.getresponse()
            raw = r.read()
            if r.will_close:
                connection.close()
                connection = None
            wait = PAUSE + random.random() * min(float(r.headers.get("Retry-After") or 0), 5)
            return connection, r.status, raw, wait
        except (OSError, http.client.HTTPException):
            if connection:
                connection.close()
            return None, 0, b"", PAUSE * random.random()

    def killer(self, stop):
        """kill -9 at moments when reports are under way, spread over the whole."""
        for k in range(self.kills):
            goal = self.count * (k + 1) // (self.kills + 1)
            while len(self.done) < goal and not stop.is_set():
                time.sleep(0.01)
            if stop.is_set():
                return
            time.sleep(random.random() * 0.2)
            self.gate.clear()
            self.server.kill()
            self.server.start()
            self.gate.set()

    def run(self, seconds):
        deadline = time.monotonic() + seconds
        stop = threading.Event()
        clients = [threading.Thread(target=self.client, args=(deadline,), daemon=True)
                   for _ in range(CLIENTS)]
        failed = []

        def kill():
            try:
                self.killer(stop)
            except Failed as e:
                failed.append(e)
                self.gate.set()

        killer = threading.Thread(target=kill, daemon=True)
        for t in clients + [killer]:
            t.start()
        for t in clients:
            t.join(max(1, deadline + 60 - time.monotonic()))
        stop.set()
        killer.join(90)
        if failed:
            raise failed[0]
        took = time.monotonic() - self.started
        must(not self.wrong, f"{len(self.wrong)} failed: {self.wrong[:3]}")
        same(len(self.done), self.count, f"reports with a number after {took:.0f} s")
        numbers = {r.get("report_no") for r in self.done.values()}
        same(len(numbers), self.count, "different numbers")
        return (f"{took:.0f} s, {self.kills} times kill -9, sent again: {self.refused} refused, "
                f"{self.broken} broken off")

    def shares(self):
        share = self.refused_first / self.count
        must(share <= FIRST_REFUSED_MAX, f"{share:.1%} refused at the first try")
        return f"{share:.1%} refused at the first try"

    def log_in(self, i):
        api = Api(self.server.port)
        number = self.done[i]["report_no"]
        for _ in range(200):
            a = api.send("POST", "/api/v1/my/session",
                         {"report_no": number, "password": self.password(i)})
            if a.status != 503:
                break
            time.sleep(PAUSE)
        same(a.status, 201, f"log-in of report {i}: {a.raw[:200]!r}")
        api.token = a["token"]
        mine = api.get("/my")
        same(mine["report_no"].replace(" ", ""), number, "the number shown")
        same(self.own_words(a["token"]), self.text(i), f"what log-in {i} opens")
        api.connection.close()

    def own_words(self, token):
        """The report's text, from the page that changes it within the first ten minutes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=40)
        connection.request("GET", "/my/amend/3", headers={"Cookie": f"my={token}"})
        r = connection.getresponse()
        page = Page(r.status, {"content-type": "text/html"}, r.read(), "/my/amend/3")
        connection.close()
        same(r.status, 200, f"the page with one's own words: {page.text[:200]}")
        return dict(f[:2] for f in page.form_with("narrative").fields)["narrative"]

    def opens_own_text(self, sample):
        """Log-ins of a sample, each to its own number and words; the clock still stands."""
        chosen = random.sample(sorted(self.done), min(sample, self.count))
        lock, wrong = threading.Lock(), []

        def some():
            while True:
                with lock:
                    if not chosen or wrong:
                        return
                    i = chosen.pop()
                try:
                    self.log_in(i)
                except Exception as e:  # told below
                    wrong.append(f"{i}: {e}")
        threads = [threading.Thread(target=some, daemon=True) for _ in range(8)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        must(not wrong, "; ".join(wrong[:3]))
        return f"{min(sample, self.count)} log-ins"

    def logged(self, sample, seconds=120):
        """Each slip that was handed out has its first event waiting for the public log or in it,
        once; those published lead to a signed head. The log's pace is its own: some are waited for.
        """
        api = Api(self.server.port)
        chosen = random.sample(sorted(self.done), min(sample, self.count))
        enough, proven, end = min(10, len(chosen)), set(), time.monotonic() + seconds
        while len(proven) < enough and time.monotonic() < end:
            for i in chosen:
                found = api.post("/log/find", {"check_code": self.done[i]["check_code"]}).json
                entries = found["entries"]
                must(entries and found["missing"] == 0, f"report {i} is not in the log: {found}")
                if all(e["state"] == "PUBLISHED" for e in entries):
                    must(all(e["proven"] for e in entries), f"no proof for report {i}: {found}")
                    proven.add(i)
            time.sleep(0.5)
        must(len(proven) >= enough, f"only {len(proven)} were published within {seconds} s")
        return f"{len(chosen)} slips in the log, {len(proven)} of them published"

    def each_once(self, officer_texts):
        """What an officer finds afterwards: as many matters as reports, each with its text."""
        by_number = {r["report_no"]: self.text(i) for i, r in self.done.items()}
        same(len(officer_texts), self.count, "matters on the officer's list")
        for number, text in officer_texts.items():
            if text is not None:
                same(text, by_number.get(number), f"text of {number}")
        return f"{self.count} matters"
