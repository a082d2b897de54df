"""The page with the real local model, as somebody meets it who has just installed the gateway."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from harness.browser import Element, Page, until
from harness.browsing import OpenPage, picture
from harness.chat_page import (
    fact,
    last_reply,
    near,
    open_facts,
    quantities,
    quantity,
    send,
    state_of,
    wait_for_state,
    write,
)
from harness.gateway import Gateway
from test_local_engine import MODEL, engine_files, wait_until_ready
from test_preview_engine import CONFIG, PROMPTS

pytestmark = [pytest.mark.engine, pytest.mark.timeout(300), pytest.mark.xdist_group("engine")]
__all__ = ["engine_files"]

ANSWER_SECONDS_MAX = 120.0  # on a loaded machine


@pytest.fixture(scope="module")
def gateway(engine_files: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    started = Gateway(tmp_path_factory.mktemp("engine"), CONFIG)
    wait_until_ready(started)
    yield started
    started.stop(15)


@pytest.fixture
def page(gateway: Gateway, open_page: OpenPage) -> Page:
    return open_page(gateway)


def lengths_while_growing(page: Page) -> list[int]:
    """How long the answer was each time it was looked at."""
    answer = page.test_id("answer").last
    lengths: list[int] = []
    deadline = time.monotonic() + ANSWER_SECONDS_MAX
    while answer.attribute("data-state") != "done" and time.monotonic() < deadline:
        text = answer.test_id("answer-text")
        lengths.append(len(text.text()) if text.count() else 0)
    return lengths


def test_a_streamed_answer(page: Page) -> None:
    page.test_id("preview-switch").choose("never")
    send(page, "Explain in a few sentences how a heat pump works.")
    lengths = lengths_while_growing(page)
    answer = wait_for_state(page.test_id("answer").last, "done")
    assert len(set(lengths)) >= 5, f"it did not grow: {lengths}"
    assert lengths == sorted(lengths)
    reply = last_reply(page)
    assert reply["model_id"] == MODEL
    open_facts(answer)
    energy = quantities(fact(answer, "Energy").text())
    assert energy[0] == near(reply["energy_mwh"] / 1e3)
    assert energy[0] > 0
    assert energy[1] < energy[0] < energy[2]
    assert quantity(fact(answer, "CO\N{SUBSCRIPT TWO}e").text()) == near(reply["co2_grams"])
    assert "small" in fact(answer, "Tier").text()
    page.screenshot(picture("engine-answer"))


def test_stopping_frees_the_model(gateway: Gateway, page: Page) -> None:
    page.test_id("preview-switch").choose("never")
    answer = send(page, "Write a very long story about a heat pump, with many chapters.")
    answer.test_id("answer-text").wait()
    page.test_id("stop").click()
    wait_for_state(answer, "stopped")
    gateway.assert_idle()


def wait_for_end(answer: Element) -> str | None:
    ends = ("preview", "done", "failed")
    return until(lambda: state_of(answer), lambda state: state in ends, "end, but", ANSWER_SECONDS_MAX)


def first_preview(page: Page) -> tuple[Element, int]:
    """Of the first prompt that this small model can preview (most it can), and how many were asked."""
    for number, prompt in enumerate(PROMPTS, 1):
        answer = send(page, prompt)
        if wait_for_end(answer) == "preview":
            return answer, number
        assert "No preview could be made" in answer.test_id("answer-note").text()
    raise AssertionError("the model made none of these previews")


def test_a_preview_and_its_choices(page: Page) -> None:
    page.test_id("preview-switch").choose("always")
    answer, questions = first_preview(page)
    card = answer.test_id("preview-card")
    first = card.css("ol li").texts()
    assert 3 <= len(first) <= 5
    assert all(point.strip() for point in first)
    figures = card.css("dl.facts").text()
    assert "estimated" in figures
    assert "spent" in figures
    preview = last_reply(page, questions - 1)["preview"]
    assert near(preview["spent"]["energy_mwh"] / 1e3) in quantities(figures)
    page.screenshot(picture("engine-preview"))
    answer.test_id("choice-different_angle").click()
    until(
        lambda: len(page.seen()["exchanges"]),
        lambda told: told > questions,
        "answer, but",
        ANSWER_SECONDS_MAX,
    )
    other = last_reply(page, questions)
    if "preview" in other:
        assert other["preview"]["outline"] != preview["outline"]
        assert answer.test_id("preview-card").css("ol li").texts() != first
        answer.test_id("choice-expand").click()
        questions += 1
    wait_for_state(answer, "done", ANSWER_SECONDS_MAX)
    assert len(answer.test_id("answer-text").text()) > 20
    assert last_reply(page, questions)["preview_energy_mwh"] > 0


def test_the_dashboard_knows_of_it(gateway: Gateway, page: Page) -> None:
    page.test_id("preview-switch").choose("never")
    write(page, "What is two and two?")
    page.press("Enter")
    wait_for_state(page.test_id("answer").last.wait(), "done", ANSWER_SECONDS_MAX)
    page.role("link", "Dashboard").click()
    page.test_id("panel-models").wait_for_text(MODEL, 20)
    energy = quantity(page.test_id("total-energy").css(".figure").first.text())
    assert energy == near(gateway.metric("greeninfer_energy_joules_total") / 3600)


def enough_of(page: Page, answer: Element) -> str | None:
    """How it ended: a model this small may repeat itself for minutes, and is then stopped."""

    def has_said_enough(_: object) -> bool:
        if state_of(answer) != "answering":
            return state_of(answer) in ("done", "failed")
        text = answer.test_id("answer-text")
        return text.count() > 0 and len(text.text()) > 400

    until(lambda: state_of(answer), has_said_enough, "enough of an answer, but", ANSWER_SECONDS_MAX)
    page.run("() => document.querySelector('[data-testid=stop]')?.click()")  # it may have ended just now
    ends = ("done", "failed", "stopped")
    return until(lambda: state_of(answer), lambda state: state in ends, "end, but", 20)


def test_a_first_visit_needs_no_configuration(
    engine_files: None,
    tmp_path: Path,
    open_page: OpenPage,
) -> None:
    # Only the address is given, so that tests can run beside each other. Nobody waits for the model first.
    started = Gateway(tmp_path, {"server": {"listen": "127.0.0.1:0"}, "telemetry": {"log_format": "json"}})
    try:
        page = open_page(started)
        page.expect("Failed to load resource")
        page.test_id("preview-switch").choose("never")
        answer = send(page, "What is the capital of France?")
        while enough_of(page, answer) == "failed":
            # The model is still being loaded: the page says so, and when to try again.
            assert "Try again in" in answer.test_id("error").text()
            until(answer.test_id("retry").enabled, bool, "retry that may be used, but", 30)
            answer.test_id("retry").click()
        assert answer.test_id("answer-text").text().strip()
        other = send(page, "And of Italy?")
        assert enough_of(page, other) in ("done", "stopped")
        assert other.test_id("answer-text").text().strip()
    finally:
        started.stop(15)
