"""The log while many report and the server is killed again and again.

Each event that was acknowledged has exactly one leaf for each chain it belongs to, the log only
grows, and no two heads that were ever shown differ.
"""
import contextlib
import hashlib
import hmac
import os
import sqlite3
import sys
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [os.path.join(HERE, "..", "load")]

from house import Server, command, mode, must, same  # noqa: E402
from race import Race  # noqa: E402
from verifier import Log, Tree, open_checkpoint  # noqa: E402

KILLS = {"quick": 3, "normal": 20, "full": 200}
A_KILL = 3  # reports between two of them, beside 64 that are under way
SECONDS = {"quick": 240, "normal": 600, "full": 2400}
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Every leaf that was ever put into the queue: noted in the transaction of its event.
NOTE = """CREATE TABLE noted (tag BLOB NOT NULL);
CREATE TRIGGER note_leaf AFTER INSERT ON leaf_pending
BEGIN INSERT INTO noted (tag) VALUES (new.tag); END;"""


def first_tag(check_code):
    """The tag of a report's first event, from what is printed on its slip."""
    bits = 0
    for letter in check_code.replace("-", "").replace(" ", "")[:24]:
        bits = bits << 5 | LETTERS.index(letter)
    key = hashlib.sha256(b"ygxf/case-key/v1\n" + bits.to_bytes(15, "big")).digest()
    return hmac.new(key, b"ygxf/tag/v1\n" + bytes(4), hashlib.sha256).digest()


class Watcher(threading.Thread):
    """Somebody who fetches the head all the time and keeps every one."""

    def __init__(self, log):
        super().__init__(daemon=True)
        self.log, self.heads, self.wrong, self.over = log, {}, [], threading.Event()

    def run(self):
        last = 0
        while not self.over.wait(0.05):
            try:
                status, _, note = self.log.ask("/checkpoint")
            except OSError:
                continue  # it was killed just now
            except Exception:  # the answer was cut off
                continue
            if status != 200:
                continue
            size = open_checkpoint(note, self.log.vkey)[0]
            if size < last:
                self.wrong.append(f"{size} after {last}")
            if self.heads.setdefault(size, note) != note:
                self.wrong.append(f"two heads of {size}")
            last = size


def wait_until_empty(data, seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.closing(sqlite3.connect(data, timeout=20)) as db:
            if db.execute("SELECT COUNT(*) FROM leaf_pending").fetchone()[0] == 0:
                return
        time.sleep(0.5)
    must(False, f"leaves still wait after {seconds} s")


def crowd(province_made):
    kills = KILLS[mode()]
    twin = province_made.copy("crowd")
    database = os.path.join(twin.data, "yangguang.db")
    for key, value in (("log.period_s", 1), ("log.batch", 64)):
        command("parameter", "set", "--data", twin.data, "--org", "330000", key, value, "--from",
                time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600)), "--basis", "test")
    with contextlib.closing(sqlite3.connect(database, timeout=20)) as db, db:
        db.executescript(NOTE)
        before = db.execute("SELECT COUNT(*) FROM event_chain").fetchone()[0]
    vkey = command("verify", "log", "--data", twin.data, "--print-vkey").stdout.decode().strip()
    with Server(twin.data) as server:
        log = Log(server.port, vkey)
        watcher = Watcher(Log(server.port, vkey))
        watcher.start()
        race = Race(server, kills * A_KILL + 64, kills)
        told = race.run(SECONDS[mode()])
        wait_until_empty(database, 240)
        time.sleep(3)  # the last batch is signed
        watcher.over.set()
        watcher.join(60)
        (size, root), note = log.checkpoint()
        tree = Tree(log, size, root)
    must(not watcher.wrong, "; ".join(watcher.wrong[:3]))
    must(len(watcher.heads) > 3, f"only {len(watcher.heads)} heads were seen")
    for at, older in sorted(watcher.heads.items()):
        wanted = open_checkpoint(older, vkey)[1]
        must(at == 0 or tree.range(0, at) == wanted, f"the head at {at} is not the log's beginning")
    places = {}
    for i, entry in enumerate(tree.entries):
        if entry[0] == 1:
            places.setdefault(entry[1:33], []).append(i)
    same({len(p) for p in places.values()}, {1}, "leaves under one tag")
    for i, receipt in race.done.items():
        must(first_tag(receipt["check_code"]) in places, f"report {i} has no leaf")
    with contextlib.closing(sqlite3.connect(database, timeout=20)) as db:
        noted = [r[0] for r in db.execute("SELECT tag FROM noted")]
        chained = db.execute("SELECT COUNT(*) FROM event_chain").fetchone()[0] - before
        reports = db.execute("SELECT COUNT(*) FROM report").fetchone()[0]
    same(len(noted), chained, "leaves put into the queue, one for each chain of each event")
    same(len(set(noted)), len(noted), "different tags")
    missing = [t for t in noted if bytes(t) not in places]
    must(not missing, f"{len(missing)} of {len(noted)} leaves were lost")
    must(reports >= len(race.done), f"{reports} reports of {len(race.done)}")
    return f"{told}; {len(noted)} leaves, {len(watcher.heads)} heads up to {size}"
