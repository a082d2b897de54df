"""The page as a browser gets it: its first visit, its links, and how it opens while the gateway is away."""

from __future__ import annotations

import httpx
import pytest
from harness.browser import Page, until
from harness.browsing import INLINE_SCRIPT, OpenPage
from harness.configs import StartGateway
from harness.gateway import Gateway

PLACES = {"chat": "Chat", "dashboard": "Dashboard", "setup": "Set-up"}
COMPRESSED_BYTES_MAX = 150 * 1024

SENT_BYTES = """() => ["navigation", "resource"]
  .flatMap((kind) => performance.getEntriesByType(kind))
  .filter((entry) => /^(|index.html|assets.*|icon.svg)$/.test(new URL(entry.name).pathname.slice(1)))
  .map((entry) => [entry.name, entry.encodedBodySize])"""


def wait_for_worker(page: Page) -> None:
    """Until the service worker has what it needs to open the page without the gateway."""
    assert page.run("() => navigator.serviceWorker.ready.then((one) => one.active !== null)")
    until(
        lambda: page.run("() => navigator.serviceWorker.controller?.state"),
        lambda state: state == "activated",
        "worker that is activated, but",
    )


def current_place(page: Page) -> str:
    return page.css("nav a[aria-current=page]").text()


def test_first_visit(gateway: Gateway, open_page: OpenPage) -> None:
    page = open_page(gateway)
    assert page.run("() => document.title") == "GreenInfer"
    assert page.run("() => document.documentElement.lang") == "en"
    assert current_place(page) == "Chat"
    page.test_id("composer").wait()
    wait_for_worker(page)


def test_what_a_first_visit_loads_is_small(gateway: Gateway, open_page: OpenPage) -> None:
    page = open_page(gateway)
    page.test_id("composer").wait()
    sent = page.run(SENT_BYTES)
    assert len(sent) >= 3
    assert 0 < sum(size for _, size in sent) <= COMPRESSED_BYTES_MAX, sent


def test_nothing_on_the_page_may_run_but_its_own_file(gateway: Gateway, open_page: OpenPage) -> None:
    answer = httpx.get(gateway.url, headers={"accept": "text/html"}, trust_env=False)
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == "'self'"
    assert answer.headers["x-content-type-options"] == "nosniff"
    page = open_page(gateway)
    assert page.run("() => [...document.scripts].map((one) => one.text)") == [""]
    # The policy is really in force: an inline script of ours is refused.
    page.expect("script-src-elem inline")
    page.expect("Executing inline script violates")
    page.run(INLINE_SCRIPT)
    refused = until(lambda: page.seen()["violations"], bool, "violation in")
    assert refused[0].startswith("script-src-elem inline")
    assert page.seen()["ran"] == []


@pytest.mark.parametrize("place", PLACES)
def test_every_place_has_an_address(gateway: Gateway, open_page: OpenPage, place: str) -> None:
    page = open_page(gateway, place)
    assert current_place(page) == PLACES[place]
    page.reload()
    assert current_place(page) == PLACES[place]
    assert page.css("h1").count() == 1


def test_the_back_button_goes_back(gateway: Gateway, open_page: OpenPage) -> None:
    page = open_page(gateway)
    for name in ("Dashboard", "Set-up"):
        page.role("link", name).click()
        assert current_place(page) == name
    page.call(("goBack",))
    assert current_place(page) == "Dashboard"
    page.call(("goBack",))
    assert current_place(page) == "Chat"


def test_opens_while_the_gateway_is_away(
    start_gateway: StartGateway, gateway: Gateway, open_page: OpenPage
) -> None:
    page = open_page(gateway)
    wait_for_worker(page)
    page.expect("Failed to load resource")
    gateway.stop()
    for place, name in PLACES.items():
        page.go(place)
        page.reload()
        assert current_place(page) == name
    # Figures of a gateway that is away would look like live ones: none is kept.
    kept = page.run(
        "async () => (await Promise.all((await caches.keys()).map(async (name) => "
        "(await (await caches.open(name)).keys()).map((one) => new URL(one.url).pathname)))).flat()"
    )
    assert "/" in kept
    assert {path.split("/")[1] for path in kept} == {"", "assets", "icon.svg", "manifest.webmanifest"}


@pytest.mark.parametrize("chosen", ["light", "dark"])
def test_a_chosen_theme_stays(gateway: Gateway, open_page: OpenPage, chosen: str) -> None:
    page = open_page(gateway, colorScheme="dark" if chosen == "light" else "light")
    page.test_id("theme").choose(chosen)
    kept = "() => localStorage.getItem('greeninfer.theme')"
    until(lambda: page.run(kept), lambda theme: theme == chosen, "kept theme, but")
    page.reload()
    assert page.test_id("theme").value() == chosen
    ground = page.run("() => getComputedStyle(document.body).backgroundColor")
    channels = [int(part) for part in ground.removeprefix("rgb(").removesuffix(")").split(",")]
    assert (sum(channels) > 600) == (chosen == "light"), ground
