"""Troubles of the machine: disk, locks, rights, ports."""
import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess

from api import Api, new_key
from house import Failed, Server, command, free_port, must, program
from mistakes import clear
from people import COUNTY, PNG, World, report

START = "2026-09-18T10:00:00+08:00"
NOBODY = 65534
BLOCKED = ("store.full", "store.io", "store.busy", "store.locked", "store.read_only",
           "file.disk_full", "file.io")


def told(done, *words):
    """An operator reads a sentence with what is wrong in it, not a bare key."""
    shown = done.stderr.decode(errors="replace")
    for word in words:
        must(str(word) in shown, f"{word!r} is not said: {shown[-300:]!r}")
    must(not re.search(r"yangguang [a-z]+: [a-z_]+\.[a-z_]+( |$)", shown), f"a key: {shown!r}")


def option(made):
    done = command("serve", "--data", made.data, "--nonsense", code=64)
    told(done, "--nonsense", "see --help")
    command("nonsense", code=64)
    done = command("serve", "--data", made.data + "-not-there", code=None)
    must(done.returncode not in (0, 64), "a folder that is not there")
    told(done, "没有这个数据目录", "not-there")
    done = command("parameter", "set", "--data", made.data, "--org", COUNTY, "D99", "3WD", "--from",
                   "2099-01-01", "--basis", "x", code=None)
    must(done.returncode not in (0, -11, -6), f"an unknown parameter: exit {done.returncode}")
    told(done, "D99")
    done = command("serve", "--data", made.data, "--listen", "0.0.0.0:8080", code=64)
    must(b"loopback" in done.stderr, "does not say why")


def port(made):
    with Server(made.data, START) as server:
        other = made.copy("other")
        done = command("serve", "--data", other.data, "--listen", f"127.0.0.1:{server.port}",
                       code=None, seconds=60)
        must(done.returncode not in (0, -11, -6), f"exit {done.returncode}")
        told(done, "换一个地址", server.port, "in use")
        Api(server.port).get("/organisations")


def open_files(made):
    """A low limit of the shell is raised to what the connections need; no core file is written."""
    def low():
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, hard), hard))
    with Server(made.data, START, preexec_fn=low) as server:
        with open(f"/proc/{server.process.pid}/limits", encoding="ascii") as f:
            limits = {line[:25].strip(): line[26:].split()[0] for line in f}
        must(int(limits["Max open files"]) >= 4096, f"open files: {limits['Max open files']}")
        must(limits["Max core file size"] == "0", f"core files: {limits['Max core file size']}")
        must("http.connections" not in server.words(), "fewer connections than designed")


def hand_over(path, mode):
    """To nobody, readable and no more: root writes whatever the rights say."""
    for top, folders, names in os.walk(path):
        for name in folders + names:
            os.chown(os.path.join(top, name), NOBODY, NOBODY)
            os.chmod(os.path.join(top, name), mode)
        os.chown(top, NOBODY, NOBODY)
        os.chmod(top, mode)


def read_only(made):
    """The folder first, then the database alone."""
    must(os.geteuid() == 0, "this case gives its rights away: run it as root")
    room = os.path.dirname(os.path.dirname(made.data))
    for folder in (room, os.path.dirname(room), os.path.dirname(made.data)):
        os.chmod(folder, 0o755)
    hand_over(made.data, 0o500)
    os.chown(made.data + ".key", NOBODY, NOBODY)
    reachable = shutil.copy(program(), os.path.join(os.path.dirname(made.data), "yangguang"))
    os.chmod(reachable, 0o755)

    def start():
        done = subprocess.run([reachable, "serve", "--data", made.data, "--listen",
                               f"127.0.0.1:{free_port()}"], user=NOBODY, capture_output=True,
                              timeout=60, check=False)
        must(done.returncode > 0, f"exit {done.returncode}: {done.stderr[-200:]!r}")
        told(done, "写不进去", made.data)
    start()
    os.chmod(made.data, 0o700)
    os.chmod(os.path.join(made.data, "yangguang.db"), 0o400)
    start()


def locked(made):
    with Server(made.data, START) as server:
        w = World(made, server)
        first = w.send()
        key, form = new_key(), report(id_mode="ID_ANON", identity=None)
        holder = sqlite3.connect(os.path.join(made.data, "yangguang.db"), timeout=10,
                                 isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        a = Api(server.port).post("/reports", form, 503, key=key)
        clear(a, *BLOCKED)
        must(int(a.headers["retry-after"]) > 0, "does not say when to come again")
        Api(server.port).get("/organisations")  # reading goes on
        holder.execute("ROLLBACK")
        holder.close()
        again = Api(server.port).post("/reports", form, 201, key=key)
        w.reporter(again)
        w.reporter(first)


def limited(made, more):
    """A server whose files may not grow: what it may add to its log of writes is little."""
    wal = os.path.join(made.data, "yangguang.db-wal")
    size = max(os.path.getsize(wal) if os.path.exists(wal) else 0,
               os.path.getsize(os.path.join(made.data, "yangguang.db")))

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + more, resource.RLIM_INFINITY))
    return limit


def full(made):
    """Reports until nothing can be written; then room again, and every number opens its report."""
    server = Server(made.data, START, preexec_fn=limited(made, 200_000))
    taken, refused = [], None
    for _ in range(400):
        form, key = report(id_mode="ID_ANON", identity=None), new_key()
        a = Api(server.port).call("POST", "/reports", form, (201, 503),
                                  headers={"Idempotency-Key": key})
        if a.status == 503:
            refused = (form, key, a)
            break
        taken.append(a)
    if not refused:
        server.kill()
        raise Failed(f"{len(taken)} reports and the disk is not full yet")
    clear(refused[2], *BLOCKED)
    must(int(refused[2].headers["retry-after"]) > 0, "does not say when to come again")
    Api(server.port).get("/organisations")  # reading goes on
    server.kill()
    with Server(made.data, START) as whole:
        w = World(made, whole)
        for receipt in taken:
            w.reporter(receipt)
        again = Api(whole.port).post("/reports", refused[0], 201, key=refused[1])
        w.reporter(again)
    return f"after {len(taken)} reports"


def full_upload(made):
    """A file larger than the room: refused by itself, the report and the small file stay."""
    server = Server(made.data, START, preexec_fn=limited(made, 2_000_000))
    w = World(made, server)
    receipt = w.send()
    r = w.reporter(receipt)
    r.upload("/my/files", [("照片.png", "image/png", PNG)])
    a = r.upload("/my/files", [("大.txt", "text/plain", "长".encode() * 3_000_000)], (422, 503))
    clear(a, *BLOCKED, "form.invalid")
    names = [f["name"] for f in r.get("/my/files").json]
    must("照片.png" in names and "大.txt" not in names, f"files: {names}")
    used = sum(os.path.getsize(os.path.join(t, n)) for t, _, names in os.walk(made.data + "/blobs")
               for n in names)
    must(used < 1_000_000, f"{used} bytes of a file that did not come are left")
    server.stop()
