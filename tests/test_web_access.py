"""Everybody can use the page: axe finds nothing serious, the keyboard is enough, a phone shows it all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from harness.browser import Page, until
from harness.browsing import OpenPage, picture
from harness.chat_page import ask, open_facts, send, wait_for_state
from harness.gateway import REPOSITORY, Gateway
from harness.replies import chat_stream, content_event, error_body, role_event
from harness.script import WaitFor, open_stream, whole
from harness.scripted_upstream import ScriptedUpstream

AXE = REPOSITORY / "web/node_modules/axe-core/axe.min.js"

FINDINGS = """async () => (await axe.run(document, { resultTypes: ["violations"] })).violations
  .filter(({ impact }) => impact === "serious" || impact === "critical")
  .map(({ id, help, nodes }) => [id, help, ...nodes.map(({ html }) => html.slice(0, 200))].join(" | "))"""

ANSWER = """A heat pump moves heat. It has **four** parts:

1. an evaporator
2. a compressor, see [the article](https://example.org/compressor)

| part | task |
|---|---|
| valve | lets pressure fall |

```python
def heat(kilowatts: float) -> float:
    return kilowatts * 3.5  # a long comment that is wider than what a telephone shows at once
```
"""

State = Callable[[Page, ScriptedUpstream], None]


def empty(page: Page, _: ScriptedUpstream) -> None:
    page.go("chat").test_id("composer").wait()


def answered(page: Page, upstream: ScriptedUpstream) -> None:
    upstream.respond(chat_stream([ANSWER]))
    page.go("chat")
    open_facts(ask(page))


def answering(page: Page, upstream: ScriptedUpstream) -> None:
    upstream.respond([*open_stream([role_event(), content_event("Half of an")]), WaitFor(threading.Event())])
    send(page.go("chat")).test_id("answer-text").wait()


def refused(page: Page, upstream: ScriptedUpstream) -> None:
    page.expect("Failed to load resource")
    upstream.respond(whole(error_body("no room"), 429))
    wait_for_state(send(page.go("chat")), "failed")


def dashboard(page: Page, upstream: ScriptedUpstream) -> None:
    upstream.respond(chat_stream([ANSWER]))
    ask(page.go("chat"))
    page.role("link", "Dashboard").click()
    page.test_id("equivalences").wait("visible", 20)
    page.test_id("panel-grid").css(".zone").first.wait()


def unused(page: Page, _: ScriptedUpstream) -> None:
    page.go("dashboard").test_id("empty").wait()


def setup(page: Page, _: ScriptedUpstream) -> None:
    page.go("setup").test_id("setup-models").wait_for_text("test-model")


def deleting(page: Page, _: ScriptedUpstream) -> None:
    ask(page.go("chat"))
    page.test_id("session-delete").click()
    page.test_id("session-delete-confirm").wait()


STATES: dict[str, State] = {
    "chat-empty": empty,
    "chat-answer": answered,
    "chat-answering": answering,
    "chat-error": refused,
    "chat-delete": deleting,
    "dashboard": dashboard,
    "dashboard-empty": unused,
    "setup": setup,
}
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "deviceScaleFactor": 2,
    "isMobile": True,
    "hasTouch": True,
}
ON_PHONES = [state for state in STATES if state != "chat-delete"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_serious(
    gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage, state: str, theme: str
) -> None:
    page = open_page(gateway, place=None, colorScheme=theme)
    STATES[state](page, upstream)
    page.screenshot(picture(f"{state}-{theme}"))
    page.load(AXE.read_text())
    assert page.run(FINDINGS) == []


# What sticks out to the right of the window, unless something around it scrolls by itself.
STICKING_OUT = """() => [...document.querySelectorAll("body *")].filter((element) => {
  const box = element.getBoundingClientRect();
  if (box.width * box.height === 0 || box.right <= innerWidth + 1 || box.left >= innerWidth) return false;
  for (let around = element; around; around = around.parentElement) {
    const { overflowX, position } = getComputedStyle(around);
    if (overflowX !== "visible") return false;
    if (position === "fixed") return true;
  }
  return true;
}).map((element) => `${element.outerHTML.slice(0, 120)} ${element.getBoundingClientRect().right}`)"""

SCROLLED_WIDTHS = """() => [document.documentElement, document.querySelector("main")]
  .map((one) => [one.scrollWidth, one.clientWidth])"""


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", ON_PHONES)
def test_a_phone_shows_it_all(
    gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage, state: str, theme: str
) -> None:
    page = open_page(gateway, place=None, colorScheme=theme, **PHONE)
    STATES[state](page, upstream)
    page.screenshot(picture(f"{state}-{theme}-phone"))
    for scrolled, shown in page.run(SCROLLED_WIDTHS):
        assert scrolled <= shown, "the page scrolls sideways"
    assert page.run(STICKING_OUT) == []


FOCUS = """() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  return {
    name: element.dataset.testid ?? element.textContent.trim().slice(0, 30),
    isSeen: box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth,
    isMarked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
  };
}"""


def tab_to(page: Page, name: str, stops_max: int = 40) -> list[dict[str, Any]]:
    """Presses Tab until it stands on the thing of that name; all stops on the way."""
    stops: list[dict[str, Any]] = []
    while not stops or stops[-1]["name"] != name:
        assert len(stops) < stops_max, f"no {name} among {[stop['name'] for stop in stops]}"
        page.press("Tab")
        stops.append(page.run(FOCUS))
    return stops


def to_top(page: Page) -> None:
    page.css(".skip").focus()


def test_the_keyboard_is_enough(gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage) -> None:
    upstream.respond(chat_stream([ANSWER]))
    page = open_page(gateway)
    # The page opens where most people begin.
    until(lambda: page.run(FOCUS)["name"], lambda name: name == "composer", "focus on the composer, but")
    page.call(("keyboard",), ("type", "What is a heat pump?"))
    page.press("Enter")
    answer = wait_for_state(page.test_id("answer").last, "done")
    page.test_id("session-item").wait()  # once it is kept, which a quick answer does not wait for
    stops = tab_to(page, "preview-switch")
    to_top(page)
    stops += tab_to(page, "session-rename")
    page.press("Enter")
    page.call(("keyboard",), ("type", "Named by keyboard"))
    page.press("Enter")
    page.test_id("session-item").wait_for_text("Named by keyboard")
    to_top(page)
    summary = answer.test_id("answer-facts").css("summary")
    stops += tab_to(page, summary.run("(one) => one.textContent.trim().slice(0, 30)"), 60)
    page.press("Enter")
    answer.css("dl.facts").wait()
    assert [stop["name"] for stop in stops if not (stop["isSeen"] and stop["isMarked"])] == []


# A disk that takes its time: the page gets its database when the test says so.
SLOW_DATABASE = """() => {
  const open = IDBFactory.prototype.open;
  const allowed = new Promise((resolve) => { window.allowDatabase = resolve; });
  IDBFactory.prototype.open = function (...names) {
    const request = open.apply(this, names);
    const set = (listener) => request.addEventListener("success", (event) => {
      void allowed.then(() => listener.call(request, event));
    });
    Object.defineProperty(request, "onsuccess", { set });
    return request;
  };
}"""


def open_slowly(open_page: OpenPage, gateway: Gateway) -> Page:
    page = open_page(gateway, place=None)
    page.before(SLOW_DATABASE)
    page.go().css(".loading").wait()
    return page


def test_the_composer_comes_with_the_focus(gateway: Gateway, open_page: OpenPage) -> None:
    page = open_slowly(open_page, gateway)
    page.run("() => allowDatabase()")
    page.test_id("composer").wait()
    assert page.run(FOCUS)["name"] == "composer"


def test_the_composer_leaves_the_focus_to_who_walks_the_menu(gateway: Gateway, open_page: OpenPage) -> None:
    page = open_slowly(open_page, gateway)
    page.press("Tab")
    page.press("Tab")
    assert page.run(FOCUS)["name"] == "Chat"
    page.run("() => allowDatabase()")
    page.test_id("composer").wait()
    page.run("() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))")
    assert page.run(FOCUS)["name"] == "Chat"


@pytest.mark.parametrize("place", ["chat", "dashboard", "setup"])
def test_the_menu_can_be_skipped(gateway: Gateway, open_page: OpenPage, place: str) -> None:
    page = open_page(gateway, place)
    to_top(page)
    assert page.run(FOCUS)["isSeen"]
    page.press("Enter")
    until(
        lambda: page.run("() => document.activeElement.id"), lambda name: name == "main", "focus on main, but"
    )
    assert page.css("nav a[aria-current=page]").attribute("href") == f"#/{place}", "it stays where it was"


def test_the_end_of_an_answer_is_announced(gateway: Gateway, open_page: OpenPage) -> None:
    page = open_page(gateway)
    ask(page)
    announced = until(page.test_id("announcement").text, bool, "announcement, but")
    assert "word0" not in announced, "the answer itself is read by whoever wants to"
    assert page.test_id("announcement").attribute("role") == "status"


def test_less_motion_where_that_is_wished(
    gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage
) -> None:
    moving = "() => document.getAnimations().map((one) => one.effect.target.className)"
    for wish in ("no-preference", "reduce"):
        page = open_page(gateway, place=None, reducedMotion=wish)
        answering(page, upstream)
        if wish == "reduce":
            assert page.run(moving) == []


@pytest.mark.parametrize("place", ["chat", "dashboard", "setup"])
def test_letters_of_twice_the_size_fit(gateway: Gateway, open_page: OpenPage, place: str) -> None:
    page = open_page(gateway, place, viewport={"width": 640, "height": 512})
    page.run("() => { document.documentElement.style.fontSize = '200%'; }")
    for scrolled, shown in page.run(SCROLLED_WIDTHS):
        assert scrolled <= shown
