"""The web page as the binary serves it: who gets it, in which form, and what it may not do."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser

import httpx
import pytest
from harness.configs import StartGateway
from harness.gateway import Gateway

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
COMPRESSED_BYTES_MAX = 150 * 1024
# Links that people may follow are no loads, nor are the names of XML namespaces.
LOADS_FROM_ELSEWHERE = re.compile(
    r"""(?:\bsrc\s*[=:]|\burl\(|@import|\bfetch\(|\bimport\(|\bfrom|\bnew\s+(?:URL|Worker|EventSource|WebSocket)\()"""
    r"""\s*["'`]?(?:https?:|wss?:)?//[\w.-]+"""
)


def fetch(gateway: Gateway, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    """One request with these headers and, unless they say otherwise, no wish about codings."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    wishes = {"accept": "*/*", "accept-encoding": "identity", **named}
    return httpx.request(method, f"{gateway.url}{path}", headers=wishes, trust_env=False, timeout=20)


class Named(HTMLParser):
    """What a document tells a browser to load, and what it would run or paint by itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.addresses += [value for name, value in attrs if name in ("src", "href") and value]
        self.inline += [name for name, _ in attrs if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)


def page_of(gateway: Gateway) -> str:
    answer = fetch(gateway, "/", accept=BROWSER)
    assert answer.status_code == 200
    return answer.text


def files_of(gateway: Gateway) -> list[str]:
    """All that belongs to the page, by address."""
    return ["/", *Named(page_of(gateway)).addresses, "/sw.js"]


@pytest.mark.parametrize(
    ("accept", "is_page"),
    [
        (BROWSER, True),
        ("text/html", True),
        ("*/*", False),
        ("application/json", False),
        ("application/json, text/plain, */*", False),
        ("text/html;q=0, */*", False),
        ("text/html;q=0.1, application/json", False),
    ],
)
def test_browsers_get_the_page_and_programs_json(gateway: Gateway, accept: str, is_page: bool) -> None:
    for method in ("GET", "HEAD"):
        answer = fetch(gateway, "/", method, accept=accept)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/html" if is_page else "application/json")
        assert answer.headers["vary"].lower() == "accept, accept-encoding"
        assert int(answer.headers["content-length"]) > 50
        assert bool(answer.content) == (method == "GET")


def test_who_says_nothing_gets_json(gateway: Gateway) -> None:
    with httpx.Client(base_url=gateway.url, trust_env=False) as client:
        del client.headers["accept"]
        answer = client.get("/")
    assert set(answer.json()) == {"status", "optimizer", "groq", "version"}


def test_each_file_is_there_in_both_forms_with_its_type(gateway: Gateway) -> None:
    paths = files_of(gateway)
    assert len([path for path in paths if path.startswith("/assets/")]) == 2
    packed_bytes = 0
    for path in paths:
        accept = BROWSER if path == "/" else "*/*"
        plain = fetch(gateway, path, accept=accept)
        ending = path[path.rfind(".") :] if path != "/" else ""
        assert plain.headers["content-type"] == TYPES.get(ending, "text/html; charset=utf-8"), path
        assert "content-encoding" not in plain.headers
        with httpx.stream(
            "GET",
            f"{gateway.url}{path}",
            headers={"accept": accept, "accept-encoding": "gzip, br"},
            trust_env=False,
        ) as packed:
            raw = b"".join(packed.iter_raw())
        assert packed.headers["content-encoding"] == "gzip", path
        assert int(packed.headers["content-length"]) == len(raw)
        assert gzip.decompress(raw) == plain.content, path
        assert packed.headers["etag"] != plain.headers["etag"], "other bytes, another tag"
        packed_bytes += len(raw)
    assert packed_bytes <= COMPRESSED_BYTES_MAX


def test_nothing_comes_from_elsewhere_and_nothing_is_inline(gateway: Gateway) -> None:
    named = Named(page_of(gateway))
    assert named.inline == []
    assert all(re.fullmatch(r"/[\w./-]+", address) for address in named.addresses), named.addresses
    for path in files_of(gateway):
        text = fetch(gateway, path, accept=BROWSER).text
        loaded = LOADS_FROM_ELSEWHERE.findall(text)
        assert loaded == [], path


def test_the_policy_allows_the_gateway_alone(gateway: Gateway) -> None:
    for path in files_of(gateway):
        answer = fetch(gateway, path, accept=BROWSER)
        parts = [part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";")]
        assert dict(parts) == POLICY, path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"


def test_assets_are_kept_and_all_else_is_asked_for_again(gateway: Gateway) -> None:
    for path in files_of(gateway):
        answer = fetch(gateway, path, accept=BROWSER)
        is_asset = path.startswith("/assets/")
        keeping = "public, max-age=31536000, immutable" if is_asset else "no-cache"
        assert answer.headers["cache-control"] == keeping, path
        again = fetch(gateway, path, accept=BROWSER, if_none_match=answer.headers["etag"])
        assert (again.status_code, again.content) == (304, b""), path
        assert again.headers["etag"] == answer.headers["etag"]
        assert "content-length" not in again.headers
        other = fetch(gateway, path, accept=BROWSER, if_none_match='"another"')
        assert other.status_code == 200


def test_a_connection_goes_on_after_an_unchanged_file(gateway: Gateway) -> None:
    with httpx.Client(base_url=gateway.url, headers={"accept": BROWSER}, trust_env=False) as client:
        tag = client.get("/").headers["etag"]
        assert client.get("/", headers={"if-none-match": tag}).status_code == 304
        assert client.get("/live", headers={"accept": "*/*"}).json() == {"status": "live"}


def test_what_is_not_there_is_an_error_in_json(gateway: Gateway) -> None:
    for path in ("/assets/app-000000000000.js", "/assets/%2e%2e/sw.js", "/assets/", "/index.html"):
        for accept in (BROWSER, "*/*"):
            answer = fetch(gateway, path, accept=accept)
            assert answer.status_code == 404, path
            assert answer.json()["error"]["code"], path
    for path in ("/", "/sw.js", "/setup", "/assets/app-000000000000.js"):
        answer = fetch(gateway, path, "POST", accept=BROWSER)
        assert answer.status_code == 405, path
        assert answer.headers["allow"] == "GET, HEAD"


def test_the_page_is_counted_under_few_names(gateway: Gateway) -> None:
    for path in [*files_of(gateway), "/assets/none.js", "/setup"]:
        fetch(gateway, path, accept=BROWSER)
    routes = {labels["route"] for labels, _ in gateway.samples("greeninfer_requests_total")}
    assert {"root", "page", "setup"} <= routes
    assert not any("app-" in route or "/" in route for route in routes)


def test_the_page_itself_needs_no_key(start_gateway: StartGateway) -> None:
    client = {"name": "team", "key_sha256": "0" * 64}
    gateway = start_gateway("http://127.0.0.1:9/v1", config={"clients": [client]})
    for path in files_of(gateway):
        assert fetch(gateway, path, accept=BROWSER).status_code == 200, path
    assert fetch(gateway, "/setup").status_code == 401
