"""The API as a program of somebody else uses it: JSON, bearer, problem+json, idempotency keys."""
import http.client
import json
import re
import secrets
import uuid

from house import Failed, must, same

TIMEOUT = 60
NUMBER = re.compile(r"[0-9]{12}")
seen = set()  # (method, path) of every call made, numbers of the path as they were


def links(json_value):
    """Every href of an answer, and every id, since clients put those into addresses."""
    if isinstance(json_value, list):
        for one in json_value:
            yield from links(one)
    elif isinstance(json_value, dict):
        for name, one in json_value.items():
            if isinstance(one, str) and name in ("href", "id", "next", "open", "lead_matter"):
                yield one
            yield from links(one)


class Answer:
    def __init__(self, status, headers, body, call):
        self.status, self.headers, self.raw, self.call = status, headers, body, call
        kind = headers.get("content-type", "")
        self.json = json.loads(body) if body and "json" in kind else None
        for link in [headers.get("link", ""), headers.get("location", "")] + list(links(self.json)):
            must(not NUMBER.search(link), f"{call}: a number in the link {link}")
        if status >= 400:
            self.check_problem(kind)

    def check_problem(self, kind):
        """RFC 9457 for each error."""
        must(kind.startswith("application/problem+json"),
             f"{self.call}: {self.status} as {kind or 'nothing'}: {self.raw[:200]!r}")
        for name in ("type", "title", "status", "detail", "errors"):
            must(name in self.json, f"{self.call}: a problem without {name}")
        same(self.json["status"], self.status, f"{self.call}: status in the problem")
        must(self.json["title"] and not self.json["title"].startswith("error."),
             f"{self.call}: a problem without words: {self.json['title']!r}")
        for e in self.json["errors"]:
            must(e["pointer"].startswith("/") and e["detail"], f"{self.call}: {e}")

    def __getitem__(self, name):
        if not isinstance(self.json, dict) or name not in self.json:
            raise Failed(f"{self.call}: no {name} in {self.status} {self.raw[:300]!r}")
        return self.json[name]

    def pointers(self):
        return [e["pointer"] for e in self.json["errors"]]


class Api:
    """One caller; token None: nobody is logged in."""

    def __init__(self, port, token=None):
        self.port, self.token, self.connection = port, token, None

    def send(self, method, path, body=None, headers=None, kind=None):
        """One call on a kept connection; a connection that the server closed is made anew once."""
        head = {"Accept": "application/json", **(headers or {})}
        if self.token:
            head["Authorization"] = f"Bearer {self.token}"
        data = body
        if body is not None and kind is None:
            data, kind = json.dumps(body, ensure_ascii=False).encode(), "application/json"
        if data is not None:
            head["Content-Type"] = kind
        must(not NUMBER.search(path), f"a number in the URL {path}")
        seen.add((method, path.split("?")[0]))
        for fresh in (False, True):
            if not self.connection or fresh:
                self.connection = http.client.HTTPConnection("127.0.0.1", self.port,
                                                             timeout=TIMEOUT)
            try:
                self.connection.request(method, path, data, head)
                r = self.connection.getresponse()
                raw = r.read()
                break
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self.connection.close()
                if fresh:
                    raise
        answer = Answer(r.status, {k.lower(): v for k, v in r.getheaders()}, raw,
                        f"{method} {path}")
        if r.will_close:
            self.connection.close()
            self.connection = None
        return answer

    def call(self, method, path, body=None, status=200, **more):
        """As send; another status than the one expected is a failure that tells why."""
        a = self.send(method, "/api/v1" + path, body, **more)
        wanted = status if isinstance(status, tuple) else (status,)
        if a.status not in wanted:
            raise Failed(f"{a.call}: {a.status} instead of {status}: "
                         f"{a.raw.decode(errors='replace')[:400]}")
        return a

    def get(self, path, status=200, **more):
        return self.call("GET", path, None, status, **more)

    def post(self, path, body=None, status=200, key=None, **more):
        headers = {"Idempotency-Key": key} if key else {}
        return self.call("POST", path, {} if body is None else body, status, headers=headers,
                         **more)

    def delete(self, path, status=204):
        return self.call("DELETE", path, None, status)

    def upload(self, path, files, status=201, key=None):
        """files: (name, type, bytes) each"""
        kind, data = multipart([], files)
        headers = {"Idempotency-Key": key} if key else {}
        return self.call("POST", path, data, status, headers=headers, kind=kind)


def new_key():
    return secrets.token_urlsafe(24)


def multipart(fields, files, field="file"):
    mark = uuid.uuid4().hex
    out = []
    for name, value in fields:
        out.append(f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
                   f"{value}\r\n".encode())
    for name, kind, data in files:
        out.append(f'--{mark}\r\nContent-Disposition: form-data; name="{field}"; '
                   f'filename="{name}"\r\nContent-Type: {kind}\r\n\r\n'.encode())
        out.append(data + b"\r\n")
    out.append(f"--{mark}--\r\n".encode())
    return f"multipart/form-data; boundary={mark}", b"".join(out)
