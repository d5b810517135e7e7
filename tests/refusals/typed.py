"""What was typed into a page is still there after every refusal, and goes in once in the end."""
import os
import re
import socket
import sqlite3
import time

import pages
from api import multipart
from forms import Browser
from house import Server, must, same
from machine import START, limited
from mistakes import up_to_the_story
from people import PNG, World

NUMBER = r"\d{4} \d{4} \d{4} \d{4}"
STORY = "写了很久的一段话,量地的时候说是四亩二分,公示表上少了六分。"


class Held:
    """Somebody else has the database: nobody can write meanwhile."""

    def __init__(self, data):
        self.path = os.path.join(data, "yangguang.db")

    def __enter__(self):
        self.db = sqlite3.connect(self.path, timeout=10, isolation_level=None)
        self.db.execute("BEGIN IMMEDIATE")

    def __exit__(self, *_):
        self.db.execute("ROLLBACK")
        self.db.close()


def value_of(b, form_field):
    form = b.page.form_with(form_field)
    return {f[0]: f[1] for f in form.fields}[form_field]


def up_to_the_check(w):
    b = up_to_the_story(w)
    b.send(b.page.form_with("narrative"), narrative=STORY)
    b.send(b.page.form_with("wish"))
    b.send(b.page.form_with("id_mode"), id_mode="ID_ANON")
    same(b.page.path, "/report/check", "the page before sending")
    return b


def says_why(b):
    must(b.page.status == 503, f"{b.page.status}: {b.page.text[:200]}")
    must("您写的还在" in b.page.text or "请晚些再试" in b.page.text,
         f"does not say what to do: {b.page.text[:400]}")
    must(int(b.page.headers["retry-after"]) > 0, "does not say when to come again")


def registered(w):
    """A matter at the county, registered and screened in pages."""
    known = pages.find(w, "RO_CLERK")
    pages.fill_report(Browser(w.port), "吴某己", "示例五村")
    day, hour = w.now[:10], int(w.now[11:13])
    w.at(day, f"{hour + 1:02}:05")
    matter = (pages.find(w, "RO_CLERK") - known).pop()
    pages.move(w, "RO_CLERK", matter, "T02")
    pages.move(w, "RO_SCREENER", matter, "T04", level="LV_VILLAGE")
    return matter


def move_form(b, matter, code):
    b.get(f"/desk/m/{matter}")
    return next(f for f in b.page.forms
                if f.action.endswith("/moves") and ["move", code, "hidden"] in f.fields)


# ---- cases ----

def locked(w):
    data = w.province.data
    b = up_to_the_story(w)
    with Held(data):
        b.send(b.page.form_with("narrative"), 503, narrative=STORY)
        says_why(b)
        same(value_of(b, "narrative"), STORY, "the story on the page")
    b.send(b.page.form_with("narrative"), narrative=STORY)
    same(b.page.path, "/report/4", "after the second try")

    b = up_to_the_check(w)
    form, values = b.page.form_with("truth_ack"), {"truth_ack": "1", "password": pages.PASSWORD}
    with Held(data):
        b.send(form, 503, **values)
        says_why(b)
        b.sees(STORY)
    b.send(b.page.form_with("truth_ack"), **values)
    must(re.search(NUMBER, b.page.text), "no number after the second try")

    b.get("/my/messages")
    form = b.page.form_with("text")
    with Held(data):
        b.send(form, 503, text="请问还有多久?")
        says_why(b)
        same(value_of(b, "text"), "请问还有多久?", "the message on the page")
    b.send(b.page.form_with("text"), text="请问还有多久?")
    b.get("/my/messages")
    same(b.page.text.count("请问还有多久?"), 1, "messages sent")


def locked_at_the_desk(w):
    matter = registered(w)
    b = pages.officer(w, "RO_SCREENER")
    form = move_form(b, matter, "T07")
    words = "您反映的问题现予受理,请保持联系。"
    with Held(w.province.data):
        b.send(form, 503, text=words)
        says_why(b)
        must(words in str([f.fields for f in b.page.forms]), "the words of the move are gone")
    b.send(move_form(b, matter, "T07"), text=words)
    must(not b.page.errors, f"errors: {b.page.errors}")


def two_officers(w):
    """Both have the page; the second one's words are not lost, and he sees what happened."""
    matter = registered(w)
    one, two = pages.officer(w, "RO_SCREENER"), pages.officer(w, "RO_SCREENER")
    second = move_form(two, matter, "T07")
    words = "第二个人写的一段话,不能丢。"
    one.send(move_form(one, matter, "T05"), missing="请写明经手人。")
    two.send(second, (409, 422), text=words)
    must(words in two.page.text + str([f.fields for f in two.page.forms]),
         f"the second one's words are gone: {two.page.text[:300]}")


def desk_session(w):
    """The session of an officer ends while he writes."""
    matter = registered(w)
    b = pages.officer(w, "RO_SCREENER")
    form = move_form(b, matter, "T07")
    day, hour = w.now[:10], int(w.now[11:13])
    w.at(day, f"{hour + 2:02}:05")
    words = "写了半个小时的受理意见。"
    b.send(form, (200, 401), text=words)
    login = b.page.form_with("work_no")
    who = w.province.officers(330411, "RO_SCREENER")[0]
    b.send(login, work_no=who["work_no"], password=who["password"])
    must(words in b.page.text + str([f.fields for f in b.page.forms]),
         f"the words are gone: {b.page.path} {b.page.text[:200]}")


def wrong_file(w):
    b = up_to_the_story(w)
    b.send(b.page.form_with("narrative"), narrative=STORY)
    b.send(b.page.form_with("wish"), 422, wish="希望重新量一次。",
           files=[("程序.exe", "application/x-msdownload", b"MZ" + b"\0" * 200),
                  ("照片.png", "image/png", PNG)])
    b.sees("程序.exe")
    b.sees("照片.png")
    same(value_of(b, "wish"), "希望重新量一次。", "the wish on the page")
    must(b.page.errors, "no reason beside the file")


def cut_upload(w):
    """Cut off in its second file: the first one is there, and so is what was typed before."""
    b = up_to_the_story(w)
    b.send(b.page.form_with("narrative"), narrative=STORY)
    form = b.page.form_with("wish")
    csrf = next((f[1] for f in form.fields if f[0] == "csrf"), "")
    kind, data = multipart([("csrf", csrf), ("wish", "希望重新量一次。")],
                           [("照片.png", "image/png", PNG),
                            ("录音.txt", "text/plain", b"x" * 3_000_000)])
    cookies = "; ".join(f"{k}={v}" for k, v in b.jar.items())
    with socket.create_connection(("127.0.0.1", w.port)) as s:
        s.sendall((f"POST /report/4 HTTP/1.1\r\nHost: 127.0.0.1:{w.port}\r\nCookie: {cookies}\r\n"
                   f"Origin: http://127.0.0.1:{w.port}\r\nContent-Type: {kind}\r\n"
                   f"Content-Length: {len(data)}\r\n\r\n").encode())
        s.sendall(data[:1_500_000])
    for _ in range(100):  # what came before the cut is still being read
        b.get("/report/4")
        if "照片.png" in b.page.text:
            break
        time.sleep(0.1)
    b.sees("照片.png")
    must("录音.txt" not in b.page.text, "half a file stands there")
    b.get("/report/3")
    same(value_of(b, "narrative"), STORY, "the story on the page before")


def move_twice(w):
    """Clicked twice: done once, and no reproach."""
    matter = registered(w)
    b = pages.officer(w, "RO_SCREENER")
    form = move_form(b, matter, "T05")
    b.send(form, missing="请写明经手人。")
    b.send(form, missing="请写明经手人。")
    b.sees("没有重复提交")
    b.get(f"/desk/m/{matter}/record")


def message_twice(w):
    b = up_to_the_check(w)
    b.send(b.page.form_with("truth_ack"), truth_ack="1", password=pages.PASSWORD)
    b.get("/my/messages")
    form = b.page.form_with("text")
    b.send(form, text="只说一次的话。")
    b.send(form, text="只说一次的话。")  # a double click, or Back and send
    b.get("/my/messages")
    same(b.page.text.count("只说一次的话。"), 1, "messages")


def full_disk(made):
    """The disk is full when the page is sent: the story stands there until there is room."""
    server = Server(made.data, START, preexec_fn=limited(made, 60_000))
    w = World(made, server)
    writer = up_to_the_story(w)
    for _ in range(200):  # drafts of others fill what is left
        b = Browser(w.port)
        b.get("/report/1")
        b.send(b.page.form_with("area_code"), (200, 503), area_code="330411",
               category="CAT_REPORT", topics=["TP_LAND"])
        if b.page.status == 503:
            break
    must(b.page.status == 503, "the disk is not full yet")
    writer.send(writer.page.form_with("narrative"), 503, narrative=STORY * 60)
    says_why(writer)
    same(value_of(writer, "narrative"), STORY * 60, "the story on the page")
    server.kill()
    with Server(made.data, START) as whole:
        again = Browser(whole.port)
        again.jar, again.page = writer.jar, writer.page
        again.send(writer.page.form_with("narrative"), narrative=STORY * 60)
        same(again.page.path, "/report/4", "once there is room")
