"""A small browser for the walk: cookies, redirects, links and forms, from the standard library.

No script runs in it. It sends what a form holds, as a person would who changes some of its fields.
"""

import http.client
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

_MAXIMUM_REDIRECTS = 5
_TOKEN = re.compile(r"[A-Za-z0-9]{64}")


@dataclass
class Form:
    """A form as it stands on the page: its address, and the fields that would be sent."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    #: Names of the choices that the form offers: name to the values.
    options: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, **values: str | list[str]) -> list[tuple[str, str]]:
        """The fields with some of them changed; a list fills a field several times."""
        kept = [(name, value) for name, value in self.fields if name not in values]
        for name, value in values.items():
            kept += [(name, each) for each in ([value] if isinstance(value, str) else value)]
        return kept


@dataclass
class Link:
    """A link: where to, and what it says."""

    href: str
    text: str


class _Reader(HTMLParser):
    """Collects the links, the forms and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[Link] = []
        self.words: list[str] = []
        self._form: Form | None = None
        self._link: Link | None = None
        self._select = ""
        self._textarea = ""
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in ("script", "style"):
            self._unread += 1
        elif tag == "form":
            self._form = Form(found.get("action", ""), found.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag == "a" and "href" in found:
            self._link = Link(found["href"], "")
            self.links.append(self._link)
        elif self._form is not None:
            self._control(self._form, tag, found, attrs)

    def _control(
        self, form: Form, tag: str, found: dict[str, str], attrs: list[tuple[str, str | None]]
    ) -> None:
        name, flags = found.get("name", ""), {each for each, _ in attrs}
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            form.options.setdefault(self._select, []).append(found.get("value", ""))
            if "selected" in flags or len(form.options[self._select]) == 1:
                form.fields = [(n, v) for n, v in form.fields if n != self._select]
                form.fields.append((self._select, found.get("value", "")))
        elif tag == "textarea" and name:
            self._textarea = name
            form.fields.append((name, ""))
        elif tag == "input" and name:
            kind = found.get("type", "text")
            if kind in ("checkbox", "radio"):
                form.options.setdefault(name, []).append(found.get("value", "on"))
                if "checked" in flags:
                    form.fields.append((name, found.get("value", "on")))
            elif kind not in ("submit", "button", "file"):
                form.fields.append((name, found.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._unread -= 1
        elif tag == "form":
            self._form = None
        elif tag == "a":
            self._link = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._unread:
            return
        if self._textarea and self._form is not None:
            name, before = self._form.fields[-1]
            self._form.fields[-1] = (name, before + data)
            return
        if words := " ".join(data.split()):
            self.words.append(words)
            if self._link is not None:
                self._link.text = f"{self._link.text} {words}".strip()


class Page:
    """What came back: status, address, and the page read."""

    def __init__(self, status: int, url: str, kind: str, body: bytes) -> None:
        self.status, self.url, self.body = status, url, body
        self.html = body.decode("utf-8", "replace") if kind.startswith("text/") else ""
        reader = _Reader()
        reader.feed(self.html)
        self.forms, self.links = reader.forms, reader.links
        self.text = " ".join(reader.words)

    def form(self, *, to: str) -> Form:
        """The form whose address contains `to`; ``LookupError`` when there is none."""
        for each in self.forms:
            if to in (each.action or self.url):
                return each
        raise LookupError(f"{self.url} has no form to {to}")

    def link(self, pattern: str, *, says: str = "") -> str:
        """The first address that matches `pattern` and whose words contain `says`."""
        for each in self.links:
            if re.search(pattern, each.href) and says in each.text:
                return each.href
        raise LookupError(f"{self.url} has no link to {pattern}{says and f' called {says}'}")

    @property
    def main(self) -> str:
        """The main part of the page, without what differs from one request to the next."""
        found = re.search(r"<main.*</main>", self.html, re.DOTALL)
        return _TOKEN.sub("", found.group() if found else self.html)

    @property
    def stable(self) -> str:
        """The whole page without its tokens against forged requests."""
        return _TOKEN.sub("", self.html)


class Browser:
    """One person's browser."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> Page:
        return self._send("GET", path, None)

    def submit(self, page: Page, form: Form, **values: str | list[str]) -> Page:
        """Send a form of a page with some of its fields changed."""
        body = urlencode(form.filled(**values))
        target = urljoin(page.url, form.action) if form.action else page.url
        if form.method == "get":
            return self.get(f"{target.partition('?')[0]}?{body}")
        return self._send("POST", target, body)

    def _send(self, method: str, path: str, body: str | None) -> Page:
        for _ in range(_MAXIMUM_REDIRECTS):
            answer = self._once(method, path, body)
            location = answer[1]
            if location is None:
                status, _, kind, content = answer
                return Page(status, path, kind, content)
            path, method, body = urljoin(path, location), "GET", None
        raise LookupError(f"{path} redirects without end")

    def _once(self, method: str, path: str, body: str | None) -> tuple[int, str | None, str, bytes]:
        where = urlsplit(path)
        target = where.path + (f"?{where.query}" if where.query else "")
        connection = http.client.HTTPConnection(urlsplit(self._address).netloc, timeout=30)
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, target, body, headers)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        for name, value in self._set_cookies(response):
            self._cookies[name] = value
        moved = response.status in (301, 302, 303)
        return (
            response.status,
            response.getheader("Location") if moved else None,
            response.getheader("Content-Type", ""),
            content,
        )

    @staticmethod
    def _set_cookies(response: http.client.HTTPResponse) -> Iterator[tuple[str, str]]:
        for header in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(header).items():
                yield name, morsel.value
