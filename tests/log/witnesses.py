"""Witnesses of a log, each a process of its own: `yangguang witness`, and one in plain Python that
is slow or lies when it is told to. Cosignatures and the policy are checked by code that shares
nothing with src/."""
import base64
import contextlib
import hashlib
import http.client
import http.server
import os
import shutil
import signal
import subprocess
import threading
import time

from house import Server, command, free_port, must, program, same, scratch
from offline import gives, keep_copy, key_id, put, sign, verify
from verifier import Log, Tree, Wrong, consistency, decimal, open_checkpoint, signed, strict64

ORIGIN = "log.example/yangguang"


# --- what a verifier does with a policy ---

def read_key(vkey, kind):
    name, hex_id, key = vkey.split("+", 2)
    raw = strict64(key)
    must(len(raw) == 33 and raw[0] == kind, f"not a key of type {kind}")
    must(hex_id == key_id(name, kind, raw[1:]).hex(), "the key's id is not its own")
    return name, raw[1:]


def read_policy(text):
    logs, witnesses, groups, quorum = [], {}, {}, None
    for line in text.decode().splitlines():
        word = line.split()
        if word[0] == "log":
            logs.append(word[1])
        elif word[0] == "witness":
            must(word[1] not in witnesses, "a name twice")
            witnesses[word[1]] = word[2]
        elif word[0] == "group":
            must(all(m in witnesses for m in word[3:]), "a member that is not named before")
            groups[word[1]] = (decimal(word[2]), word[3:])
        else:
            must(word[0] == "quorum" and quorum is None, f"a line {word[0]}")
            quorum = word[1]
    return logs, witnesses, groups, quorum


def cosigned(note, vkey):
    """The time at which this witness signed, None when it did not; a wrong signature is no note."""
    name, public = read_key(vkey, 4)
    text = note.decode()
    body, lines = text[:text.rfind("\n\n") + 1], text[text.rfind("\n\n") + 2:].splitlines()
    for line in lines:
        signer, raw = line[2:].split(" ")
        raw = strict64(raw)
        if signer != name or raw[:4] != key_id(name, 4, public):
            continue
        must(len(raw) == 76, "a cosignature has 76 bytes")
        moment = int.from_bytes(raw[4:12], "big")
        must(signed(public, f"cosignature/v1\ntime {moment}\n{body}".encode(), raw[12:]),
             f"the cosignature of {name} is wrong")
        return moment
    return None


def believed(note, policy):
    """Does the policy's quorum stand on this note? Gives also who signed."""
    if not note:  # nothing is published yet
        return False, set()
    logs, witnesses, groups, quorum = read_policy(policy)
    for vkey in logs:
        with contextlib.suppress(Wrong):
            open_checkpoint(note, vkey)
            break
    else:
        raise Wrong("no log of the policy signed it")
    who = {name for name, vkey in witnesses.items() if cosigned(note, vkey)}
    if quorum == "none":
        return True, who
    need, members = groups[quorum]
    return len(who & set(members)) >= need, who


# --- witnesses ---

class Ours:
    """`yangguang witness` in a process of its own."""

    def __init__(self, name, logs):
        self.folder = os.path.join(scratch(), "w")
        self.vkey = command("witness", "init", "--data", self.folder, "--name",
                            name).stdout.decode().strip()
        same(command("witness", "print-vkey", "--data", self.folder).stdout.decode().strip(),
             self.vkey, "the printed key")
        for log in logs:
            command("witness", "trust", log, "--data", self.folder)
        self.name, self.port, self.process = name, free_port(), None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        with open(os.path.join(os.path.dirname(self.folder), "words"), "ab") as words:
            self.process = subprocess.Popen(
                [program(), "witness", "serve", "--data", self.folder, "--listen",
                 f"127.0.0.1:{self.port}"], stderr=words)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                self.ask("GET", "/nothing")
                return self
            time.sleep(0.05)
        raise Wrong("the witness does not answer")

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request(method, path, body)
        answer = connection.getresponse()
        got = answer.status, answer.getheader("Content-Type"), answer.read()
        connection.close()
        return got

    def last(self):
        """(size, root, note) that it cosigned last."""
        path = f"/{hashlib.sha256(ORIGIN.encode()).hexdigest()}/checkpoint"
        status, _, note = self.ask("GET", path)
        return note if status == 200 else None

    def end(self, how=signal.SIGTERM):
        if self.process:
            self.process.send_signal(how)
            self.process.wait(60)
            self.process = None


class Theirs:
    """Another program's witness: it keeps what it saw and checks proofs by the public texts."""

    def __init__(self, name, seed, log_vkey):
        self.name, self.seed, self.log, self.manner = name, seed, log_vkey, "honest"
        self.public, _ = sign(seed, b"")
        self.vkey = (f"{name}+{key_id(name, 4, self.public).hex()}+"
                     f"{base64.b64encode(bytes([4]) + self.public).decode()}")
        self.size, self.root, self.asked = 0, hashlib.sha256(b"").digest(), 0
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, kind, answer = outer.add(body)
                with contextlib.suppress(OSError):  # who asked may have gone
                    self.send_response(status)
                    self.send_header("Content-Type", kind)
                    self.send_header("Content-Length", str(len(answer)))
                    self.end_headers()
                    self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def add(self, body):
        self.asked += 1
        if self.manner == "slow":
            time.sleep(3)
        head, note = body.split(b"\n\n", 1)
        lines = head.decode().split("\n")
        must(lines[0].startswith("old "), "no old line")
        old, path = decimal(lines[0][4:]), [strict64(p) for p in lines[1:]]
        size, root = open_checkpoint(note, self.log)
        if old != self.size:
            return 409, "text/x.tlog.size", f"{self.size}\n".encode()
        consistency(old, size, self.root, root, path)
        self.size, self.root = size, root
        text = note[:note.rindex(b"\n\n") + 1]
        moment = int(time.time())
        signs = b"another text\n" if self.manner == "lying" else text
        _, s = sign(self.seed, f"cosignature/v1\ntime {moment}\n".encode() + signs)
        raw = key_id(self.name, 4, self.public) + moment.to_bytes(8, "big") + s
        return 200, "text/plain", f"\u2014 {self.name} {base64.b64encode(raw).decode()}\n".encode()

    def end(self):
        self.server.shutdown()


# --- cases ---

class Town:
    """A log and its three witnesses, two of ours and one of another's making."""

    def __init__(self, house):
        self.house = house
        self.first = Ours("w1.example", [house.vkey]).start()
        self.second = Ours("w2.example", [house.vkey]).start()
        self.third = Theirs("w3.example", bytes([9]) * 32, house.vkey)
        for w in (self.first, self.second, self.third):
            command("log", "witness", "add", w.vkey, w.url, "--data", house.data)
        house.set("log.batch", 8)
        house.set("log.period_s", 1)

    def policy(self, server):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
        connection.request("GET", "/log/policy")
        text = connection.getresponse().read()
        connection.close()
        return text

    def end(self):
        for w in (self.first, self.second, self.third):
            w.end()


def until(condition, seconds=90):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    raise Wrong(f"nothing came within {seconds} s")


def head(log):
    status, _, note = log.ask("/checkpoint")
    return (open_checkpoint(note, log.vkey), note) if status == 200 else ((0, b""), b"")


def cosigning(town):
    """All three sign, and whoever holds the policy believes the checkpoint."""
    with Server(town.house.data) as server:
        log, policy = town.house.log(server), town.policy(server)
        same(read_policy(policy)[2], {"quorum-of-witnesses": (2, ["w1.example", "w2.example",
                                                                "w3.example"])}, "the group")
        until(lambda: len(believed(head(log)[1], policy)[1]) == 3)
        sizes = set()
        end = time.monotonic() + 60
        while len(sizes) < 4 and time.monotonic() < end:
            (size, _), note = head(log)
            if believed(note, policy)[0]:  # on a busy machine the next batch may come first
                sizes.add(size)
            time.sleep(0.05)
        must(len(sizes) >= 4, f"the quorum stands on {sorted(sizes)} only")
    return f"heads at {sorted(sizes)}"


def troubles(town):
    """One down, one lying, one slow: nothing waits, and it is seen that the quorum lacks."""
    with Server(town.house.data) as server:
        log, policy = town.house.log(server), town.policy(server)
        until(lambda: believed(head(log)[1], policy)[0])
        town.first.end()
        start = head(log)[0][0]
        until(lambda: head(log)[0][0] > start + 16)
        until(lambda: believed(head(log)[1], policy)[0])  # two of three will do
        town.third.manner = "lying"
        start = head(log)[0][0]
        until(lambda: head(log)[0][0] > start + 16 and not believed(head(log)[1], policy)[0])
        same(believed(head(log)[1], policy)[1], {"w2.example"}, "who signed")
        town.third.manner = "slow"
        start = head(log)[0][0]
        until(lambda: head(log)[0][0] > start + 16)

        def told_of():
            listed = command("log", "witness", "list", "--data", town.house.data).stdout
            return b"unreachable" in listed and b"timeout" in listed

        until(told_of, 200)  # who has lied is asked less and less often
        told = command("doctor", "--data", town.house.data, code=None).stdout
        must(b"WRONG witness" in told, "the doctor does not tell")
        town.third.manner = "honest"
        town.first.start()
        until(lambda: believed(head(log)[1], policy)[0], 200)
    return "and back"


def killed(town, times):
    """kill -9 of a witness while the log asks it: what it said once, it never takes back."""
    with Server(town.house.data) as server:
        log, size = town.house.log(server), 0
        for i in range(times):
            note = until(town.first.last)
            now, root = open_checkpoint(note, log.vkey)
            must(now >= size, f"from {size} back to {now}")
            size = now
            start = head(log)[0][0]
            until(lambda start=start: head(log)[0][0] > start)
            time.sleep(0.03 * i)
            town.first.end(signal.SIGKILL)
            town.first.start()
        policy = town.policy(server)
        until(lambda: "w1.example" in believed(head(log)[1], policy)[1], 200)
        now, root = open_checkpoint(until(town.first.last), log.vkey)
    return f"{times} times, up to {now}"


def put_back(town):
    """A witness whose folder was put back still knows the larger tree."""
    older = os.path.join(scratch(), "older")
    shutil.copytree(town.first.folder, older)
    with Server(town.house.data) as server:
        log = town.house.log(server)
        before = open_checkpoint(until(town.first.last), log.vkey)[0]
        until(lambda: open_checkpoint(until(town.first.last), log.vkey)[0] > before)
    newest = open_checkpoint(town.first.last(), town.house.vkey)[0]
    town.first.end()
    shutil.rmtree(town.first.folder)
    shutil.move(older, town.first.folder)
    town.first.start()
    same(open_checkpoint(town.first.last(), town.house.vkey)[0], newest, "what it knows")
    return f"{newest}, not {before}"


def two_views(town):
    """A twin of the log that goes its own way: the witnesses refuse, both heads are kept."""
    house = town.house
    twin = os.path.join(scratch(), "data")
    shutil.copytree(house.data, twin)
    shutil.copy2(house.data + ".key", twin + ".key")
    with Server(house.data) as server:
        log = house.log(server)
        start = head(log)[0][0]
        until(lambda: head(log)[0][0] > start + 16)
    with Server(twin) as server:
        until(lambda: "log.behind" in server.words() or "log.split" in server.words())
        log = Log(server.port, house.vkey)
        time.sleep(2)
        same(head(log)[0][0] <= start + 8, True, "it signs no more")
    told = command("doctor", "--data", twin, code=None).stdout.decode()
    must("WRONG public log" in told and "NAME/2" in told, "the two ways out")
    must("evidence" in told and "ours:" in told and told.count(ORIGIN + "\n") >= 2,
         f"both heads: {told[-600:]}")
    return "refused"


def handed_over(town):
    """The log's key is rotated beside the running server: both sign, the statement is signed by
    both and stands in the log, who knows only the old key follows."""
    house = town.house
    old = house.vkey
    with Server(house.data) as server:
        log = house.log(server)
        until(lambda: head(log)[0][0] > 0)
        new = command("log", "rotate-key", "--data", house.data).stdout.decode().strip()
        later = Log(server.port, new)

        def by_both():
            status, _, note = log.ask("/checkpoint")
            with contextlib.suppress(Wrong):
                return status == 200 and open_checkpoint(note, new) == open_checkpoint(note, old)

        until(by_both)
        until(lambda: believed(head(log)[1], town.policy(server))[0], 200)
        _, _, statement = log.ask("/keys")
        (size, root), note = later.checkpoint()
        tree = Tree(later, size, root)
        policy = town.policy(server)
    text = statement.decode()
    same(text[:text.rindex("\n\n") + 1].splitlines()[:4],
         ["ygxf/key/v1", f"origin {ORIGIN}", f"old {old}", f"new {new}"], "the statement")
    for vkey in (old, new):
        name, public = read_key(vkey, 1)
        mine = [strict64(line.split(" ")[2]) for line in text.splitlines()[-2:]]
        mine = [raw for raw in mine if raw[:4] == key_id(name, 1, public)]
        must(len(mine) == 1 and signed(public, text[:text.rindex("\n\n") + 1].encode(),
                                       mine[0][4:]), "the statement's signature")
    must(b"\2\2" + hashlib.sha256(statement).digest() in tree.entries, "it is not in the log")
    same(read_policy(policy)[0], [new, old], "the logs of the policy")
    # a year later only the new key signs
    lines = note.decode().splitlines(keepends=True)
    of_old = base64.b64encode(key_id(ORIGIN, 1, read_key(old, 1)[1])).decode()[:5]
    alone = "".join(x for x in lines if not x.startswith(f"\u2014 {ORIGIN} {of_old}")).encode()
    must(len(alone) < len(note), "the old key's line")
    copy = keep_copy(later, tree, alone)
    gives(verify("log", "--copy", copy, "--vkey", new), 0, b"all as signed", "by the new key")
    gives(verify("log", "--copy", copy, "--vkey", old), 1, b"", "by the old key alone")
    put(copy, "keys", statement)
    gives(verify("log", "--copy", copy, "--vkey", old), 0, b"all as signed", "by the statement")
    put(copy, "keys", statement.replace(b"day 2", b"day 3"))
    gives(verify("log", "--copy", copy, "--vkey", old), 65, b"not signed by both", "changed")
    house.vkey = new
    return f"from {old.split('+')[1]} to {new.split('+')[1]}"


def all_of(cases, house):
    town = cases.case("three witnesses", Town, house)
    if not town:
        return
    try:
        cases.case("the policy's quorum has signed what is shown", cosigning, town)
        cases.case("one down, one lying, one slow", troubles, town)
        cases.case("a witness killed at any moment", killed, town, 10)
        cases.case("a witness that was put back", put_back, town)
        cases.case("two views of one log", two_views, town)
        cases.case("the key is handed over", handed_over, town)
    finally:
        town.end()
