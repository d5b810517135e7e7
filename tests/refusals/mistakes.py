"""Mistakes of persons."""
import http.client
import os
import socket
import threading
import time

import pages
from api import Api, multipart, new_key
from forms import Browser
from house import must, same
from people import PNG, report

WRONG = "wrong wrong wrong wrong wrong"


def clear(answer, *keys):
    """An answer with words of ours: its key is one of these, its title a whole sentence."""
    must(answer["detail"] in keys, f"{answer['detail']} is none of {keys}: {answer['title']}")
    must(len(answer["title"]) > 6, f"says too little: {answer['title']!r}")
    return answer


def password(w):
    receipt = w.send()
    number = receipt["report_no"]
    bad = number[:-1] + str((int(number[-1]) + 1) % 10)
    login = {"report_no": bad, "password": WRONG}
    must(w.public.post("/my/session", login, 422).pointers() == ["/report_no"],
         "a wrong digit is not told at once")
    codes = []
    login["report_no"] = number
    for _ in range(12):
        codes.append(w.public.send("POST", "/api/v1/my/session", login).status)
    must(codes[0] == 401 and set(codes) <= {401, 429}, f"answers to wrong passwords: {codes}")
    must(429 in codes, f"guessing is never slowed down: {codes}")
    slow = w.public.send("POST", "/api/v1/my/session", login)
    must(int(slow.headers.get("retry-after", 0)) > 0, "not told how long to wait")
    w.at("2026-09-18", "12:30")
    mine = w.reporter(receipt).get("/my")  # slow, never locked
    must(mine["failures_before"] >= 3, f"failures shown: {mine['failures_before']}")


def fields(w):
    cases = [({"narrative": None}, "/narrative"), ({"narrative": "太短"}, "/narrative"),
             ({"narrative": "长" * 20001}, "/narrative"), ({"area_code": "330499"}, "/area_code"),
             ({"password": "short"}, "/password"), ({"truth_ack": False}, "/truth_ack"),
             ({"identity": {"name": "林一舟"}}, "/identity/phone"),
             ({"topics": ["TP_NONE"]}, "/topics/0"), ({"wish": "愿" * 1001}, "/wish"),
             ({"nonsense": 1}, "/nonsense"), ({"subjects": []}, "/subjects")]
    for change, where in cases:
        a = w.public.post("/reports", report(**change), 422)
        must(where in a.pointers() or where.rsplit("/", 1)[0] in a.pointers(),
             f"{where} is not named: {a.pointers()}")
    w.send(report(narrative="长" * 20000))
    same(w.public.post("/officer/session", {}, 422).pointers(), ["/work_no", "/password"],
         "an officer's empty log-in")
    same(w.public.post("/my/session", {"report_no": "4170226801358837"}, 422).pointers(),
         ["/password"], "a log-in without password")
    same(w.public.post("/reports", report(area_code="110101"), 422).pointers(), ["/area_code"],
         "another province")


def page_keeps(w):
    b = Browser(w.port)
    b.get("/report/1")
    b.send(b.page.form_with("area_code"), 422, category="CAT_REPORT", topics=["TP_LAND"])
    must(b.page.errors, "no error beside a field")
    must("errors" in b.page.ids, "no summary of errors")
    must(["topics", "TP_LAND", "box"] in b.page.form_with("area_code").fields, "a tick is lost")
    b.get("/report/3")
    b.send(b.page.form_with("narrative"), (200, 422), narrative="太短", fact_place="某村口")
    values = {f[0]: f[1] for f in b.page.form_with("narrative").fields}
    same((values["narrative"], values["fact_place"]), ("太短", "某村口"), "what was typed")
    b.get("/my/login")
    b.send(b.page.form_with("report_no"), (401, 422), report_no="1234", password=WRONG)
    values = {f[0]: f[1] for f in b.page.form_with("report_no").fields}
    same((values["report_no"], values["password"]), ("1234", ""), "number kept, password not")


def files(w):
    r = w.reporter(w.send())
    sent = r.upload("/my/files", [("程序.exe", "application/x-msdownload", b"MZ" + b"\0" * 200),
                                  ("照片.png", "image/png", PNG),
                                  ("假的.png", "image/png", b"MZ" + b"\0" * 200)]).json
    same([bool(f["error"]) for f in sent], [True, False, True], "which were refused")
    must(all(len(f["error"]) > 6 for f in sent if f["error"]), f"too few words: {sent}")
    same([f["name"] for f in r.get("/my/files").json if f["kind"] != "CLEAN"][:1], ["照片.png"],
         "files kept")
    r.upload("/my/files", [("程序.exe", "application/x-msdownload", b"MZ" + b"\0" * 200)], 422)


def blobs(w):
    return sorted(os.path.join(t, n) for t, _, names in os.walk(w.province.data + "/blobs")
                  for n in names)


def waited(what, seconds=20):
    """Seconds until it holds; None when it does not."""
    begin = time.monotonic()
    while time.monotonic() < begin + seconds:
        if what():
            return time.monotonic() - begin
        time.sleep(0.05)
    return None


def cut(w):
    r = w.reporter(w.send())
    before = blobs(w)
    kind, data = multipart([], [("录音.txt", "text/plain", b"x" * 3_000_000)])
    with socket.create_connection(("127.0.0.1", w.port)) as s:
        s.sendall((f"POST /api/v1/my/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {r.token}"
                   f"\r\nContent-Type: {kind}\r\nContent-Length: {len(data)}\r\n\r\n").encode())
        s.sendall(data[:1_500_000])
        # cut only what has begun: a busy server has not looked at it yet, and nothing lies there
        begun = waited(lambda: blobs(w) != before)
        must(begun is not None, "the upload does not begin")
    gone = waited(lambda: blobs(w) == before)  # long before its body is late
    must(gone is not None, f"pieces left on the disk: {set(blobs(w)) - set(before)}")
    same(r.get("/my/files").json, [], "files after a cut upload")
    r.upload("/my/files", [("照片.png", "image/png", PNG)])
    must(len(r.get("/my/files").json) >= 1, "the next file did not come")


def up_to_the_story(w):
    b = Browser(w.port)
    b.get("/report/1")
    b.send(b.page.form_with("area_code"), area_code="330411", category="CAT_REPORT",
           topics=["TP_LAND"])
    b.send(b.page.form_with("subjects.0.name"),
           **{"subjects.0.kind": "person", "subjects.0.name": "李某丁",
              "subjects.0.unit": "示例四村", "subjects.0.level": "LV_VILLAGE"})
    return b


def twice(w):
    """The check page sent twice, as a double click or Back and send: one report, one number."""
    b = up_to_the_story(w)
    b.send(b.page.form_with("narrative"), narrative="量地的时候说是四亩二分,公示表上少了六分。")
    b.send(b.page.form_with("wish"))
    b.send(b.page.form_with("id_mode"), id_mode="ID_ANON")
    form, jar = b.page.form_with("truth_ack"), dict(b.jar)
    values = {"truth_ack": "1", "password": pages.PASSWORD}
    path = b.page.path
    b.send(form, **values)
    first = b.page.text
    again = Browser(w.port)
    again.jar, again.page = jar, b.page
    again.page.path = path
    again.send(form, (200, 403, 409, 410, 422), **values)
    b.get("/report/sent")
    number = pages.re.search(r"\d{4} \d{4} \d{4} \d{4}", b.page.text)[0]
    must(number in first, "another number than before")
    other = pages.re.search(r"\d{4} \d{4} \d{4} \d{4}", again.page.text)
    must(not other or other[0] == number, "sent twice gave two numbers")
    b.get("/report/check")  # Back: nothing to send any more
    must(not any(f.has("truth_ack") for f in b.page.forms), "Back offers to send it once more")


def session(w):
    receipt = w.send(report(password=pages.PASSWORD))
    b = pages.log_in(w, receipt["report_no"])
    b.get("/my/messages")
    form = b.page.form_with("text")
    day, time = w.now[:10], w.now[11:16]
    w.at(day, f"{int(time[:2]) + 1:02}:{time[3:]}")
    b.send(form, (200, 401), text="写了很久的一段话,不能丢。")
    must(any(f.has("report_no") for f in b.page.forms), f"no log-in: {b.page.text[:200]}")
    b.send(b.page.form_with("report_no"), report_no=receipt["report_no"],
           password=pages.PASSWORD)
    shown = b.page.text + str([f.fields for f in b.page.forms])
    must("写了很久的一段话" in shown, f"the words are gone: {b.page.path} {b.page.text[:200]}")


def officers(w):
    known = {m["id"] for m in w.matters("RO_CLERK")}
    w.send()
    day, hour = w.now[:10], int(w.now[11:13])
    w.at(day, f"{hour + 1:02}:30")
    fresh = [m["id"] for m in w.matters("RO_CLERK") if m["id"] not in known]
    matter = fresh[0]
    api = w.officer("RO_CLERK")
    codes, start = [], threading.Barrier(6)

    def register():
        mine = Api(w.port, api.token)
        start.wait()
        codes.append(mine.send("POST", f"/api/v1/matters/{matter}/moves",
                               {"move": "T02", "fields": {}}).status)
    threads = [threading.Thread(target=register) for _ in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    same(sorted(codes), [200] + [409] * 5, "six at once")
    version = w.matter(matter, "RO_CLERK")["version"]
    stale = w.officer("RO_SCREENER").post(
        f"/matters/{matter}/moves",
        {"move": "T04", "version": version - 1, "fields": {"level": "LV_VILLAGE"}}, 409)
    clear(stale, "matter.moved_on")
    events = w.officer("RO_SCREENER").get(f"/matters/{matter}/events").json
    same([e["kind"] for e in events].count("E_REGISTERED"), 1, "records of it")


def unreadable(w):
    for body, kind, status in ((b"{", "application/json", 422), (b"[]", "application/json", 422),
                               (b"\xff\xfe", "application/json", 422),
                               (b"a=1", "text/plain", (415, 422)),
                               (b'{"a":1,"a":2}', "application/json", 422)):
        a = w.public.call("POST", "/reports", body, status, kind=kind)
        must(a["title"], "no words")
    big = b'{"narrative":"' + b"x" * (3 << 20) + b'"}'
    try:
        same(w.public.send("POST", "/api/v1/reports", big, kind="application/json").status, 413,
             "a body of 3 MiB")
    except (ConnectionError, http.client.HTTPException):
        w.public.connection = None  # told without reading it to its end
    w.public.post("/nothing", report(), 404)
    for path in ("/nothing", "/my/files"):  # told, though more comes than anybody would read
        same(w.public.send("PUT", "/api/v1" + path, b"x" * 2_000_000, kind="text/plain").status,
             404 if path == "/nothing" else 405, f"a large PUT {path}")
        w.public.connection = None
    must("GET" in w.public.post("/organisations", {}, 405).headers["allow"], "what is allowed")
    w.public.get("/my", 401)
    w.public.token = "A" * 43
    clear(w.public.get("/my", 401), "session.over")
    w.public.token = None
    w.public.get("/matters/abc", 401)
    same(w.public.post("/reports", report(), 422, key="kurz").pointers(), ["/Idempotency-Key"],
         "a short key")
    w.send(key=new_key())
