"""A browser without script: reads pages, keeps cookies, fills in forms and sends them.

Each page is held to what every page must keep: no run of twelve digits where others may see it, a
security policy, nothing kept where something is secret.
"""
import html.parser
import http.client
import re
import urllib.parse

from api import multipart
from house import Failed, must

TIMEOUT = 60
REDIRECTS_MAX = 5
NUMBER = re.compile(r"[0-9]{12}")
BARE_DAY = re.compile(r"(?<![\d-])20\d\d-\d\d-\d\d(?!\d)")  # people read 2026年11月24日
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
SECRET = ("/my", "/desk", "/admin", "/report/")


class Form:
    def __init__(self, attrs):
        self.action = attrs.get("action") or ""
        self.method = (attrs.get("method") or "get").lower()
        self.multipart = attrs.get("enctype") == "multipart/form-data"
        self.fields = []  # [name, value, kind]; kind: hidden text choice box button file
        self.options = {}  # name of a choice: all its values
        self.labels = ""

    def names(self):
        return [f[0] for f in self.fields]

    def has(self, name):
        return name in self.options or name in self.names()


class Page(html.parser.HTMLParser):
    """What a person finds on it: words, links, forms."""

    def __init__(self, status, headers, raw, path):
        super().__init__(convert_charrefs=True)
        self.status, self.headers, self.raw, self.path = status, headers, raw, path
        self.links, self.forms, self.words, self.title, self.ids = [], [], [], "", set()
        self.bytes = []  # among the words: what somebody reckons with, such as a signed promise
        self.errors = []  # what the page says is wrong with a field
        self.form = self.select = self.textarea = None
        self.stack = []
        if "html" in headers.get("content-type", ""):
            self.feed(raw.decode("utf-8"))
        self.text = " ".join(" ".join(self.words).split())
        self.told = " ".join(w for w in self.words if w not in self.bytes)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag not in VOID:
            self.stack.append((tag, a.get("class") or ""))
        if "id" in a:
            self.ids.add(a["id"])
        if tag == "a" and "href" in a:
            self.links.append(a["href"])
        if tag == "form":
            self.form = Form(a)
            self.forms.append(self.form)
        if self.form:
            self.take_field(tag, a)

    def take_field(self, tag, a):
        name, value = a.get("name"), a.get("value")
        fields = self.form.fields
        if tag == "option" and self.select:
            value = value if value is not None else ""
            self.form.options[self.select].append(value)
            if "selected" in a or fields[-1][1] is None:
                fields[-1][1] = value
        if not name or "disabled" in a:
            return
        if tag == "select":
            self.select = name
            self.form.options.setdefault(name, [])
            fields.append([name, None, "choice"])
        elif tag == "textarea":
            self.textarea = name
            fields.append([name, "", "text"])
        elif tag == "button":
            fields.append([name, value or "", "button"])
        elif tag == "input":
            self.take_input(a, name, value)

    def take_input(self, a, name, value):
        kind, fields = (a.get("type") or "text").lower(), self.form.fields
        if kind in ("radio", "checkbox"):
            self.form.options.setdefault(name, []).append(value or "on")
            if "checked" in a:
                fields.append([name, value or "on", "box"])
        elif kind == "file":
            fields.append([name, "", "file"])
        elif kind in ("submit", "image"):
            fields.append([name, value or "", "button"])
        else:
            fields.append([name, value or "", "hidden" if kind == "hidden" else "text"])

    def handle_endtag(self, tag):
        while self.stack and tag not in VOID:
            if self.stack.pop()[0] == tag:
                break
        if tag == "form":
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.textarea = None

    def handle_data(self, data):
        tags = [t for t, _ in self.stack]
        if "script" in tags or "style" in tags:
            return
        if "title" in tags and "svg" not in tags:
            self.title += data
            return
        if self.textarea and self.form:
            self.form.fields[-1][1] += data
        if any("err-t" in c.split() for _, c in self.stack):
            self.errors.append(" ".join(data.split()))
        self.words.append(data)
        if any("hash" in c.split() for _, c in self.stack):
            self.bytes.append(data)

    def form_to(self, action):
        """The form whose target begins with that path."""
        for f in self.forms:
            if f.action.startswith(action):
                return f
        raise Failed(f"{self.path}: no form to {action}; there are "
                     f"{[f.action for f in self.forms]}: {self.text[:200]}")

    def form_with(self, name):
        for f in self.forms:
            if f.has(name):
                return f
        raise Failed(f"{self.path}: no form with {name}")


class Browser:
    def __init__(self, port):
        self.port, self.jar, self.page = port, {}, None
        self.visited = set()

    # ---- bytes ----

    def ask(self, method, path, data=None, kind=None):
        head = {"Accept": "text/html", "Accept-Language": "zh-CN",
                "Host": f"127.0.0.1:{self.port}"}
        if self.jar:
            head["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.jar.items())
        if data is not None:
            head["Content-Type"] = kind
            head["Origin"] = f"http://127.0.0.1:{self.port}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT)
        connection.request(method, path, data, head)
        r = connection.getresponse()
        raw = r.read()
        headers = {k.lower(): v for k, v in r.getheaders()}
        for cookie in r.headers.get_all("Set-Cookie") or []:
            self.keep(cookie)
        connection.close()
        return r.status, headers, raw

    def keep(self, cookie):
        parts = [p.strip() for p in cookie.split(";")]
        name, value = parts[0].split("=", 1)
        low = [p.lower() for p in parts[1:]]
        must("httponly" in low and "samesite=strict" in low or name in ("view", "lang", "look"),
             f"a cookie others may read: {cookie}")
        if "max-age=0" in low or value == "":
            self.jar.pop(name, None)
        else:
            self.jar[name] = value

    # ---- pages ----

    def show(self, method, path, data=None, kind=None):
        for _ in range(REDIRECTS_MAX):
            status, headers, raw = self.ask(method, path, data, kind)
            if status not in (302, 303, 307):
                self.page = Page(status, headers, raw, path)
                self.visited.add(path.split("?")[0])
                self.look_over()
                return self.page
            must(status == 303 or method == "GET", f"{method} {path}: {status}")
            path = urllib.parse.urljoin(path, headers["location"])
            must(not NUMBER.search(path), f"a number in the address {path}")
            method, data, kind = "GET", None, None
        raise Failed(f"{path}: redirects without end")

    def look_over(self):
        p = self.page
        if "html" not in p.headers.get("content-type", ""):
            return
        must("content-security-policy" in p.headers, f"{p.path}: no security policy")
        bare = BARE_DAY.search(p.told)
        must(not bare, f"{p.path}: a day as machines write it: {bare and bare[0]}")
        if p.path.startswith(SECRET):
            must("no-store" in p.headers.get("cache-control", ""), f"{p.path}: may be kept")
        for where in [p.path, p.title] + p.links + [f.action for f in p.forms]:
            must(not NUMBER.search(where), f"{p.path}: a number stands in {where}")
        for f in p.forms:
            must(f.method == "get" or f.has("csrf") or not self.jar or "/login" in f.action,
                 f"{p.path}: a form to {f.action} without token")

    def get(self, path, status=200):
        self.show("GET", path)
        return self.expect(status)

    def expect(self, *status):
        if self.page.status not in status:
            raise Failed(f"{self.page.path}: {self.page.status} instead of {status}: "
                         f"{self.page.text[:300]}")
        return self.page

    def sees(self, words):
        must(words in self.page.text, f"{self.page.path}: does not say {words!r}: "
                                      f"{self.page.text[:600]}")

    def send(self, form, /, status=(200,), press=None, files=None, **values):
        """The form with these values; others stay as they stand. press: (name, value) of a button.

        A list ticks several boxes; None unticks.
        """
        fields = [(n, v or "") for n, v, kind in form.fields
                  if kind not in ("button", "file") and n not in values]
        for name, value in values.items():
            must(form.has(name) or name.startswith("+"),
                 f"{self.page.path}: the form to {form.action} has no {name}: {form.names()}")
            many = value if isinstance(value, list) else [value]
            known = form.options.get(name)
            for v in many:
                must(not known or v in known or v in ("", None),
                     f"{self.page.path}: {name} cannot be {v}: {known}")
            fields += [(name.lstrip("+"), v) for v in many if v is not None]
        order = {n: i for i, n in reversed(list(enumerate(form.names())))}
        fields.sort(key=lambda f: order.get(f[0], 999))
        if press:
            fields.append(press)
        action = urllib.parse.urljoin(self.page.path, form.action or self.page.path)
        if form.multipart:
            kind, data = multipart(fields, files or [])
        else:
            kind = "application/x-www-form-urlencoded"
            data = urllib.parse.urlencode(fields).encode()
        self.show("POST", action, data, kind)
        self.expect(*(status if isinstance(status, tuple) else (status,)))
        return self.page
