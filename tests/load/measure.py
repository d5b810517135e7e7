"""What ./bench measures with: a server and nginx of its own, wrk, calls to the API.

Every load is bounded in time. Ratios are taken from measurements that stand beside one another in
this run, since the machine may be busy with other things, and never the same twice.
"""
import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

PROGRAM = os.environ["YG_PROGRAM"]
TMP = os.environ["YG_TMP"]
PORT = int(os.environ.get("YG_BENCH_PORT", "18088"))
NGINX_PORT = PORT + 1
BASE = f"http://127.0.0.1:{PORT}"
SECONDS = 3
CORES = os.cpu_count() or 1
PASSWORD = "sunny days in zhejiang"  # of every officer of the demo
COUNTY = 330411
started = []


def budget(what, measured, limit, met):
    print(f"budget {what}: {measured} ({limit}): {'met' if met else 'missed'}", flush=True)


def not_measured(what, why):
    print(f"budget {what}: not measured: {why}", flush=True)


def median(values):
    values = sorted(values)
    return values[len(values) // 2]


def percentile(values, share):
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * share))]


def call(method, path, body=None, token=None, patience=60):
    """The answer's JSON; what is refused as busy is sent again for so many seconds."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(BASE + path, data=data, method=method)
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", "Bearer " + token)
    until = time.monotonic() + patience
    while True:
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                text = answer.read()
                return json.loads(text) if text else None
        except urllib.error.HTTPError as e:
            if e.code != 503 or time.monotonic() > until:
                raise
            time.sleep(0.2)


def get(path, headers=()):
    request = urllib.request.Request(BASE + path)
    for header in headers:
        request.add_header(*header.split(": ", 1))
    return urllib.request.urlopen(request, timeout=60).read()


def start(*argv, log):
    process = subprocess.Popen(argv, stdout=log, stderr=log, start_new_session=True)
    started.append(process)
    return process


def stop(process):
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)
    started.remove(process)


def serve(data):
    """A running server, and the seconds until its first answer."""
    log = open(os.path.join(TMP, "serve.log"), "a")
    begin = time.monotonic()
    process = start(PROGRAM, "serve", "--data", data, "--listen", f"127.0.0.1:{PORT}", log=log)
    while time.monotonic() - begin < 60:
        try:
            urllib.request.urlopen(BASE + "/healthz", timeout=1).read()
            return process, time.monotonic() - begin
        except (urllib.error.URLError, OSError):
            time.sleep(0.001)
    sys.exit("the server does not answer")


def started_in(data, times=5):
    """Median of the seconds a start takes, and of the processor's part of them; the last stays."""
    took, cpu = [], []
    for i in range(times):
        process, seconds = serve(data)
        took.append(seconds)
        cpu.append(cpu_seconds(process.pid))
        if i + 1 < times:
            stop(process)
    return process, median(took), median(cpu)


def memory_bytes(pid):
    with open(f"/proc/{pid}/status") as f:
        return int(re.search(r"VmRSS:\s+(\d+)", f.read()).group(1)) * 1024


def cpu_seconds(pid):
    """From the scheduler's own account: /proc/PID/stat counts in hundredths only."""
    total = 0
    for task in os.listdir(f"/proc/{pid}/task"):
        try:
            with open(f"/proc/{pid}/task/{task}/schedstat") as f:
                total += int(f.read().split()[0])
        except OSError:
            pass
    return total / 1e9


UNIT_US = {"us": 1, "ms": 1e3, "s": 1e6, "m": 60e6}


def wrk(url, connections=64, headers=(), script=None, pid=None, seconds=SECONDS):
    argv = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "--timeout", "20s"]
    for header in headers:
        argv += ["-H", header]
    if script:
        argv += ["-s", script]
    before = cpu_seconds(pid) if pid else 0
    out = subprocess.run(argv + [url], capture_output=True, text=True, timeout=seconds + 60).stdout
    spent = cpu_seconds(pid) - before if pid else 0
    found = re.search(r"(\d+) requests in ([\d.]+)(us|ms|s|m)", out)
    count, took = int(found.group(1)), float(found.group(2)) * UNIT_US[found.group(3)] / 1e6

    def share(name):
        m = re.search(name + r"%\s+([\d.]+)(us|ms|s|m)", out)
        return float(m.group(1)) * UNIT_US[m.group(2)]

    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", out)
    return {"rate": count / took, "cpu_us": spent * 1e6 / max(1, count), "p50": share("50"),
            "p99": share("99"), "bad": int(bad.group(1)) if bad else 0}


class Nginx:
    """nginx serving a file of that size: the measure of this machine, now."""

    def __init__(self, size):
        root = os.path.join(TMP, "nginx")
        os.makedirs(root, exist_ok=True)
        with open(os.path.join(root, "page.html"), "wb") as f:
            f.write(b"x" * size)
        conf = os.path.join(root, "nginx.conf")
        with open(conf, "w") as f:
            f.write(f"""worker_processes 1; daemon off; pid {root}/pid; error_log {root}/error.log;
events {{ worker_connections 1024; }}
http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
open_file_cache max=10; client_body_temp_path {root}/b; proxy_temp_path {root}/p;
fastcgi_temp_path {root}/f; uwsgi_temp_path {root}/u; scgi_temp_path {root}/s;
server {{ listen 127.0.0.1:{NGINX_PORT}; root {root}; }} }}
""")
        os.chmod(root, 0o755)
        os.chmod(TMP, 0o755)
        with open(os.path.join(root, "out"), "w") as log:
            self.process = start("nginx", "-c", conf, log=log)
        time.sleep(0.7)

    def wrk(self):
        return wrk(f"http://127.0.0.1:{NGINX_PORT}/page.html", pid=None)

    def stop(self):
        stop(self.process)


def beside_nginx(path, headers, pid, rounds=2):
    """Rates of both in turn: (ratio, our processor time a request in us, bytes, refusals)."""
    size = len(get(path, headers))
    nginx, ours, theirs = Nginx(size), [], []
    try:
        for _ in range(rounds):
            theirs.append(nginx.wrk())
            ours.append(wrk(BASE + path, headers=headers, pid=pid))
    finally:
        nginx.stop()
    ratio = sum(r["rate"] for r in ours) / sum(r["rate"] for r in theirs)
    return ratio, median([r["cpu_us"] for r in ours]), size, sum(r["bad"] for r in ours)


def officer(number):
    return call("POST", "/api/v1/officer/session",
                {"work_no": f"{COUNTY}-{number}", "password": PASSWORD})["token"]
