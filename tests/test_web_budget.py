"""The carbon budget of a session on the page: amber, the eco notice once, and the end."""

from __future__ import annotations

import pytest
from harness.browser import Page, until
from harness.browsing import OpenPage
from harness.budgets import ask as ask_directly
from harness.budgets import budget_config, costing
from harness.chat_page import ask, asked, last_reply, send, wait_for_state
from harness.configs import StartGateway
from harness.gateway import Gateway
from harness.scripted_upstream import ScriptedUpstream

SESSION_GRAMS = 100_000
"""Far more than what is reserved for an answer of unknown length."""


@pytest.fixture
def budgeted(start_gateway: StartGateway, upstream: ScriptedUpstream) -> Gateway:
    return start_gateway(config=budget_config(upstream, budget={"session_grams": SESSION_GRAMS}))


def use(page: Page, upstream: ScriptedUpstream, percent: int) -> None:
    """Asks what costs so much of the session's budget."""
    upstream.choose_with(costing(SESSION_GRAMS * percent // 100))
    ask(page)


def wait_for_level(page: Page, level: str) -> None:
    bar = page.test_id("budget-bar")
    until(lambda: bar.attribute("data-level"), lambda now: now == level, f"level {level}, but")


def colour(page: Page) -> str:
    return str(
        page.test_id("budget-bar").css(".budget-used").run("(bar) => getComputedStyle(bar).backgroundColor")
    )


def test_a_session_goes_through_its_budget(
    budgeted: Gateway, upstream: ScriptedUpstream, open_page: OpenPage
) -> None:
    page = open_page(budgeted)
    use(page, upstream, 79)
    wait_for_level(page, "ok")
    green = colour(page)
    use(page, upstream, 1)
    wait_for_level(page, "warn")
    amber = colour(page)
    assert amber != green
    assert page.test_id("budget-bar").role("meter").attribute("aria-valuenow") == "80"
    assert "80 kg of 100 kg" in page.test_id("budget-bar").text()
    assert page.test_id("eco-notice").count() == 0

    use(page, upstream, 10)
    wait_for_level(page, "eco")
    page.test_id("eco-notice").wait()
    page.reload()
    wait_for_level(page, "eco")
    assert page.test_id("eco-notice").count() == 0, "once is enough"
    page.test_id("mode").choose("performance")
    use(page, upstream, 1)
    assert asked(page)[-1]["mode"] == "performance"
    assert last_reply(page)["mode_used"] == "eco"
    assert page.test_id("eco-notice").count() == 0, "once is enough"

    use(page, upstream, 9)
    wait_for_level(page, "exhausted")
    page.test_id("budget-block").wait()
    assert not page.test_id("composer").enabled()
    assert colour(page) not in (green, amber)
    page.reload()
    page.test_id("budget-block").wait()
    assert not page.test_id("composer").enabled()
    arrived = len(upstream.requests)
    assert page.test_id("answer").count() == 5, "what was answered stays readable"

    page.test_id("budget-block").role("button", "New session").click()
    use(page, upstream, 1)
    wait_for_level(page, "ok")
    assert len(upstream.requests) == arrived + 1
    assert len({question["session_id"] for question in asked(page)}) == 2


def test_a_refusal_of_the_gateway_is_shown_in_its_words(
    budgeted: Gateway, upstream: ScriptedUpstream, open_page: OpenPage
) -> None:
    page = open_page(budgeted)
    page.expect("Failed to load resource")
    use(page, upstream, 10)
    # Somebody else uses up what is left, so the page learns it from the refusal.
    upstream.choose_with(costing(SESSION_GRAMS * 90 // 100))
    assert ask_directly(budgeted, asked(page)[0]["session_id"]).status_code == 200
    answer = wait_for_state(send(page, "Once more?"), "failed")
    assert page.seen()["exchanges"][-1]["status"] == 402
    assert "carbon" in answer.test_id("error").text()
    page.test_id("budget-block").wait_for_text(f"session '{asked(page)[0]['session_id']}'")
    assert "Once more?" in page.css("main").text()
    wait_for_level(page, "exhausted")


def test_the_smallest_model_goes_on_where_that_is_configured(
    start_gateway: StartGateway, upstream: ScriptedUpstream, open_page: OpenPage
) -> None:
    limits = {"session_grams": SESSION_GRAMS, "at_limit": "smallest"}
    page = open_page(start_gateway(config=budget_config(upstream, budget=limits)))
    use(page, upstream, 100)
    wait_for_level(page, "exhausted")
    assert page.test_id("budget-block").count() == 0
    use(page, upstream, 1)
