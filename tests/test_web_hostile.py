"""What a model writes is text: nothing in it runs, loads, submits, navigates or changes what is around it.

Every sample is shown twice, once with the content security policy switched off: the policy is a second wall,
and this shows that the first one holds alone.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from harness.browser import Page
from harness.browsing import INLINE_SCRIPT, OpenPage
from harness.chat_page import ask, open_facts, send, wait_for_state, write
from harness.configs import StartGateway
from harness.gateway import Gateway
from harness.hostile_text import HEAVY, MARKUP, TRICKS
from harness.replies import chat_stream, error_body
from harness.script import whole
from harness.scripted_upstream import ScriptedUpstream

TEXT = {"p", "br", "hr", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "em"}
ELEMENTS = TEXT | {"strong", "del", "a", "table", "thead", "tbody", "tr", "th", "td", "div", "button"}
ATTRIBUTES = {"class", "title", "start", "align", "href", "target", "rel"} | {
    *("tabindex", "type", "aria-label", "role"),  # of the frames and buttons that the page puts around code
}

# Every element and attribute in the answers, and every address in them.
CONTENT = """() => {
  const found = { elements: [], attributes: [], addresses: [], rels: [] };
  for (const element of document.querySelectorAll("[data-testid=answer-text] *")) {
    found.elements.push(element.localName);
    for (const { name } of element.attributes) found.attributes.push(name);
    if (!element.hasAttribute("href")) continue;
    found.addresses.push(element.href);
    found.rels.push(`${element.target} ${element.rel}`);
  }
  return found;
}"""

# What a person may do to an answer without meaning it.
PROVOKE = """() => {
  for (const element of document.querySelectorAll("[data-testid=answer-text] *")) {
    for (const kind of ["mouseover", "mouseenter", "pointerdown", "focus", "toggle", "load", "error"])
      element.dispatchEvent(new Event(kind, { bubbles: true }));
    if (element.localName !== "a" && element.localName !== "button") element.click();
  }
}"""

LEFT_EDGES = """(facts) => [...facts.querySelectorAll("span span")]
  .map((one) => one.getBoundingClientRect().left)"""


def pieces(text: str) -> list[str]:
    """As a model would write it: halves of tags and entities are drawn too."""
    return [text[begin : begin + 9] for begin in range(0, len(text), 9)]


def assert_only_text(page: Page) -> None:
    page.run(PROVOKE)
    content: dict[str, list[Any]] = page.run(CONTENT)
    assert set(content["elements"]) <= ELEMENTS
    assert set(content["attributes"]) <= ATTRIBUTES
    assert all(address.startswith(("http://", "https://", "mailto:")) for address in content["addresses"])
    assert set(content["rels"]) <= {"_blank noopener noreferrer nofollow"}
    assert page.seen()["dialogs"] == []


def opened(open_page: OpenPage, gateway: Gateway, guarded: bool) -> Page:
    page = open_page(gateway, bypassCSP=not guarded)
    # With the policy off, a script of ours would run: the samples are given their chance.
    page.expect("ran foreign script: inline")
    if not guarded:
        page.run(INLINE_SCRIPT)
        assert page.seen()["ran"] == ["inline"]
    return page


@pytest.mark.parametrize("guarded", [True, False], ids=["with policy", "without policy"])
def test_markup_is_shown_as_text(
    gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage, guarded: bool
) -> None:
    upstream.respond(*(chat_stream(pieces(sample)) for sample in MARKUP))
    page = opened(open_page, gateway, guarded)
    for number, sample in enumerate(MARKUP):
        ask(page, f"Sample {number}")
        assert_only_text(page)
        assert page.seen()["ran"] in ([], ["inline"]), sample
        assert page.seen()["violations"] == [], sample
        assert page.foreign_requests() == [], sample
    page.reload()
    page.test_id("answer-text").last.wait()
    assert_only_text(page)
    assert "testRan" in page.test_id("answer-text").first.text(), "it is shown, not swallowed"


@pytest.mark.parametrize("sample", TRICKS)
def test_letters_that_mislead_stay_where_they_are(
    gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage, sample: str
) -> None:
    text = TRICKS[sample]
    upstream.respond(chat_stream(pieces(text)))
    page = open_page(gateway)
    answer = ask(page, f"Repeat: {text}")
    assert_only_text(page)
    # No letter of an answer reaches out of its box: the facts below it read as ever.
    lefts = answer.test_id("answer-facts").css("summary").run(LEFT_EDGES)
    assert lefts == sorted(lefts)
    width = page.run("() => [document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]


@pytest.mark.parametrize("sample", HEAVY)
def test_the_page_stays_usable_under(
    gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage, sample: str
) -> None:
    text = HEAVY[sample]
    size = max(64, len(text) // 64)
    upstream.respond(chat_stream([text[begin : begin + size] for begin in range(0, len(text), size)]))
    page = open_page(gateway)
    answer = wait_for_state(send(page), "done", 20)
    assert len(answer.test_id("answer-text").text()) > 0
    started = time.monotonic()
    write(page, "And next?")
    assert page.test_id("composer").value() == "And next?"
    assert time.monotonic() - started < 2
    width = page.run("() => [document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]


EVIL_NAME = "<img/src=x/onerror=testRan(1)>"


def test_names_from_the_configuration_are_text(
    start_gateway: StartGateway, upstream: ScriptedUpstream, open_page: OpenPage
) -> None:
    model = {
        "name": f"m{EVIL_NAME}",
        "display_name": f"D {EVIL_NAME}",
        "tier": "small",
        "endpoints": [{"url": upstream.url, "model": "u", "region": "eu-north-1"}],
    }
    page = open_page(start_gateway(config={"models": [model]}))
    answer = ask(page)
    assert EVIL_NAME in open_facts(answer).text()
    for place, panel in (("dashboard", "panel-models"), ("setup", "setup-models")):
        page.go(place)
        page.test_id(panel).wait_for_text(EVIL_NAME)
    assert page.css("main img").count() == 0


def test_an_error_of_a_model_server_is_text(
    gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage
) -> None:
    upstream.respond(whole(error_body(f"Bad {EVIL_NAME}"), 400))
    page = open_page(gateway)
    page.expect("Failed to load resource")
    answer = wait_for_state(send(page), "failed")
    assert EVIL_NAME in answer.test_id("error").text()
    assert page.css("main img").count() == 0


def test_a_prompt_is_text(gateway: Gateway, open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(gateway)
    ask(page, f"{EVIL_NAME}\n**not bold** [link](javascript:testRan(1))")
    assert "**not bold**" in page.css("main").text()
    assert EVIL_NAME in page.test_id("session-item").text()
    assert page.css(".prompt a, .prompt strong, main img").count() == 0
