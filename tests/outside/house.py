"""The program as its users meet it: a data folder, a running server, cases with a verdict.

Used by tests/KIND/run. YG_PROGRAM is the program, YG_TMP a folder that is deleted afterwards;
YG_MAKER, where it is set, makes the provinces.
"""
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import traceback

START_SECONDS = 120  # a program with sanitizers on a busy machine
STOP_SECONDS = 120
COMMAND_SECONDS = 900


class Failed(Exception):
    """What was seen is not what must be."""


def must(condition, what):
    if not condition:
        raise Failed(what)


def same(got, wanted, what):
    if got != wanted:
        raise Failed(f"{what}: {got!r} instead of {wanted!r}")


class Cases:
    """Counts; one that fails is told with its reason and does not stop the others."""

    def __init__(self):
        self.failed = 0

    def case(self, name, action, *args):
        start = time.monotonic()
        try:
            value = action(*args)
        except Exception as e:  # whatever it is, the case has failed
            self.failed += 1
            if not isinstance(e, Failed):
                traceback.print_exc(file=sys.stdout)
            print(f"not ok {name}: {' '.join(str(e).split())[:400] or type(e).__name__}",
                  flush=True)
            return None
        note = f" ({value})" if isinstance(value, str) else ""
        print(f"ok {name}{note}", flush=True)
        print(f"   {time.monotonic() - start:.1f} s", flush=True)
        return value

    def code(self):
        return 1 if self.failed else 0


def mode():
    return sys.argv[1] if len(sys.argv) > 1 else "normal"


def program():
    path = os.path.abspath(os.environ.get("YG_PROGRAM", "build/yangguang"))
    if not os.path.exists(path):
        sys.exit(f"not ok start: {path} is not built")
    return path


def scratch():
    """A folder of its own in YG_TMP, or in the machine's."""
    return tempfile.mkdtemp(prefix="yg_", dir=os.environ.get("YG_TMP"))


def province(at, empty=True):
    """A new province; YG_PROVINCE names a folder that keeps it from one run to the next. Within
    YG_TMP one that was made is copied: its passwords take a minute to hash."""
    kept = os.environ.get("YG_PROVINCE")
    if kept:
        os.makedirs(kept, exist_ok=True)
        return Province(kept, at, empty)
    if "YG_TMP" not in os.environ:
        return Province(scratch(), at, empty)
    master = os.path.join(os.environ["YG_TMP"], f"province-{at}-{'empty' if empty else 'full'}")
    os.makedirs(master, exist_ok=True)
    with open(master + ".lock", "wb") as lock:  # another test may be making it
        fcntl.flock(lock, fcntl.LOCK_EX)
        return Province(master, at, empty).copy("province")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def command(*words, code=0, seconds=COMMAND_SECONDS, by=None, **more):
    """Runs yangguang WORDS; gives what it printed. code None: any."""
    done = subprocess.run([by or program(), *map(str, words)], capture_output=True,
                          timeout=seconds, check=False, **more)
    if code is not None and done.returncode != code:
        raise Failed(f"yangguang {' '.join(map(str, words[:2]))}: exit {done.returncode}: "
                     f"{done.stderr.decode(errors='replace')[-300:]}")
    return done


class Province:
    """A data folder with bodies and officers, copied for each server that needs its own."""

    def __init__(self, folder, at=None, empty=True):
        self.folder, self.names = folder, {}
        self.data = os.path.join(folder, "data")
        words = ["demo", "--data", self.data, "--json"]
        words += ["--empty"] if empty else []
        words += ["--at", at] if at else []
        made = os.path.join(folder, "logins.json")
        if not os.path.exists(made):  # it is there when somebody works on these tests
            shutil.rmtree(self.data, ignore_errors=True)  # one that broke off
            # the same sources without sanitizers, where they are built: many passwords are hashed
            logins = command(*words, by=os.environ.get("YG_MAKER")).stdout
            with open(made, "wb") as f:
                f.write(logins)
        with open(made, "rb") as f:
            self.logins = json.load(f)

    def officers(self, body, role):
        return [o for o in self.logins["officers"] if o["body"] == body and role in o["roles"]]

    def name_of(self, body, role):
        """The name of the first holder of a role, from the operator's list."""
        if body not in self.names:
            shown = command("officer", "list", "--data", self.data, "--org", body, "--json").stdout
            self.names[body] = {o["work_no"]: o["name"] for o in json.loads(shown)}
        return self.names[body][self.officers(body, role)[0]["work_no"].replace("-", "")]

    def copy(self, name):
        """The same province in another folder, with its key."""
        twin = object.__new__(Province)
        twin.folder = os.path.join(scratch(), name)
        os.mkdir(twin.folder)
        twin.data = os.path.join(twin.folder, "data")
        shutil.copytree(self.data, twin.data)
        shutil.copy2(self.data + ".key", twin.data + ".key")
        twin.logins, twin.names = self.logins, dict(self.names)
        return twin


class Server:
    """yangguang serve on a port of its own; its words go to a file."""

    def __init__(self, data, simulate=None, log=None, port=None, more=(), **popen):
        self.data, self.simulate, self.more, self.popen = data, simulate, list(more), popen
        self.port = port or free_port()
        self.log = log or os.path.join(os.path.dirname(data), f"serve-{self.port}.log")
        self.process = None
        self.start()

    def start(self, seconds=START_SECONDS):
        words = [program(), "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}"]
        words += ["--simulate", self.simulate] if self.simulate else []
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(words + self.more, stdout=log, stderr=log,
                                            stdin=subprocess.DEVNULL, **self.popen)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Failed(f"the server ended ({self.process.returncode}): {self.words()[-300:]}")
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.02)
        self.kill()
        raise Failed(f"no server after {seconds} s: {self.words()[-300:]}")

    def words(self):
        with open(self.log, "rb") as f:
            return f.read().decode(errors="replace")

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def stop(self):
        """A stop as an operator makes it; it must end well."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Failed(f"SIGTERM did not end the server within {STOP_SECONDS} s") from None
        same(code, 0, f"exit of the server: {self.words()[-500:]}")

    def __enter__(self):
        return self

    def __exit__(self, kind, value, trace):
        if kind:
            self.kill()
        else:
            self.stop()
