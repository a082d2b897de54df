"""What a person does on the chat page, what the gateway told the page, and figures as they are printed."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from .browser import Element, Page, until

UNKNOWN = "\N{EN DASH}"
PROMPT = "What is a heat pump?"


def write(page: Page, prompt: str = PROMPT) -> None:
    page.test_id("composer").fill(prompt)


def send(page: Page, prompt: str = PROMPT) -> Element:
    """Asks without waiting; the answer that is on its way."""
    write(page, prompt)
    before = page.test_id("answer").count()
    page.test_id("send").click()
    # On a machine that also runs a model, a page may be kept waiting.
    until(page.test_id("answer").count, lambda count: count > before, "further answer in", 30)
    return page.test_id("answer").last


def ask(page: Page, prompt: str = PROMPT) -> Element:
    return wait_for_state(send(page, prompt), "done")


def state_of(answer: Element) -> str | None:
    return answer.attribute("data-state")


def wait_for_state(answer: Element, state: str, timeout_seconds: float = 10) -> Element:
    until(lambda: state_of(answer), lambda now: now == state, f"answer that is {state}, but", timeout_seconds)
    return answer


# What was on the wire


def asked(page: Page) -> list[dict[str, Any]]:
    """The bodies of all questions so far."""
    exchanges = page.seen()["exchanges"]
    return [json.loads(one["sent"]) for one in exchanges if one["path"] == "/chat"]


def events_of(stream: str) -> list[tuple[str, dict[str, Any]]]:
    blocks = [block.splitlines() for block in stream.split("\n\n") if "data: " in block]
    fields = [dict(line.split(": ", 1) for line in block if ": " in line) for block in blocks]
    return [(block.get("event", "message"), json.loads(block["data"])) for block in fields]


def last_reply(page: Page, before: int = 0) -> dict[str, Any]:
    """The last answer's `done`, as the gateway sent it, when more than `before` have ended."""

    exchanges = until(lambda: page.seen()["exchanges"], lambda told: len(told) > before, "further answer in")
    stream = exchanges[-1]["answer"]
    (done,) = [data for name, data in events_of(stream) if name == "done"]
    return done


# What is printed


def open_facts(answer: Element) -> Element:
    facts = answer.test_id("answer-facts")
    facts.css("summary").click()
    return facts.css("dl").wait()


def fact(answer: Element, name: str) -> Element:
    """The figure of that name under an answer whose facts are open."""
    exact = "^" + re.escape(name) + "$"
    return answer.css(f"dl.facts > div:has(> dt:text-matches({json.dumps(exact, ensure_ascii=False)}))")


UNITS = {
    **{f"{prefix}Wh": 10.0**power for prefix, power in (("µ", -6), ("m", -3), ("", 0), ("k", 3), ("M", 6))},
    **{f"{prefix}g": 10.0**power for prefix, power in (("µ", -6), ("m", -3), ("", 0), ("k", 3))},
    **{"t": 1e6, "%": 1.0, "ms": 1e-3, "s": 1.0, "min": 60.0},
}
QUANTITY = re.compile(
    r"([-\u2212]?)(\$?)([0-9][0-9,]*(?:\.[0-9]+)?(?:E-?[0-9]+)?)(?:\s?([µmkM]?(?:Wh|g|s)|min|t|%))?"
)


def quantities(text: str) -> list[float]:
    """All figures in a text, in Wh, g, s, % or $: what a reader takes them for."""
    return [
        (-1 if sign else 1) * float(digits.replace(",", "")) * UNITS.get(unit, 1.0)
        for sign, _, digits, unit in QUANTITY.findall(text)
    ]


def quantity(text: str) -> float:
    return quantities(text)[0]


def near(figure: float) -> Any:  # noqa: ANN401 pytest does not name the type of what compares
    """Equal as printed: three significant digits."""
    return pytest.approx(figure, rel=0.006)
