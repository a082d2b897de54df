"""The gateway goes away and comes back while its page is open: nothing is lost and no reload is needed."""

from __future__ import annotations

import pytest
from harness.browser import Page, until
from harness.browsing import OpenPage
from harness.chat_page import ask, send, wait_for_state, write
from harness.configs import StartGateway
from harness.gateway import Gateway
from harness.replies import chat_stream, content_event, role_event
from harness.script import Silence, open_stream
from harness.scripted_upstream import ScriptedUpstream


@pytest.fixture
def page(gateway: Gateway, open_page: OpenPage) -> Page:
    opened = open_page(gateway)
    opened.expect("Failed to load resource")
    return opened


def start_again(start_gateway: StartGateway, gateway: Gateway, upstream: ScriptedUpstream) -> Gateway:
    assert not gateway.is_running()
    return start_gateway(upstream, config={"server": {"listen": gateway.address}})


def test_an_outage_between_answers(
    start_gateway: StartGateway, gateway: Gateway, upstream: ScriptedUpstream, page: Page
) -> None:
    ask(page, "Before?")
    gateway.stop()
    answer = wait_for_state(send(page, "During the outage?"), "failed")
    assert "cannot be reached" in answer.test_id("error").text()
    assert "During the outage?" in page.css("main").text()
    page.test_id("banner-outage").wait()
    start_again(start_gateway, gateway, upstream)
    page.test_id("banner-outage").wait("hidden", 20)
    answer.test_id("retry").click()
    wait_for_state(answer, "done")
    assert page.test_id("answer").count() == 2
    ask(page, "Afterwards?")


def test_an_outage_in_the_middle_of_an_answer(
    start_gateway: StartGateway, gateway: Gateway, upstream: ScriptedUpstream, page: Page
) -> None:
    upstream.respond(
        [*open_stream([role_event(), content_event("half of an answer")]), Silence()],
        chat_stream(["the whole answer"]),
    )
    answer = send(page)
    answer.test_id("answer-text").wait_for_text("half of")
    write(page, "My next question")
    gateway.kill()
    wait_for_state(answer, "failed")
    assert "half of an answer" in answer.test_id("answer-text").text()
    assert answer.test_id("error").visible()
    start_again(start_gateway, gateway, upstream)
    answer.test_id("retry").click()
    wait_for_state(answer, "done")
    assert answer.test_id("answer-text").text().strip() == "the whole answer"
    assert page.test_id("composer").value() == "My next question"


def test_a_drained_gateway_lets_the_answer_end(
    gateway: Gateway, upstream: ScriptedUpstream, page: Page
) -> None:
    upstream.respond(chat_stream([f"word{number} " for number in range(10)], pause_seconds=0.05))
    answer = send(page)
    answer.test_id("answer-text").wait_for_text("word0")
    gateway.stop()
    wait_for_state(answer, "done")
    assert "word9" in answer.test_id("answer-text").text()


def test_a_reload_during_an_outage_shows_what_was_kept(
    start_gateway: StartGateway, gateway: Gateway, upstream: ScriptedUpstream, page: Page
) -> None:
    upstream.respond(chat_stream(["An answer from before."]))
    ask(page, "Before?")
    page.run("() => navigator.serviceWorker.ready.then(() => null)")
    gateway.stop()
    page.reload()
    page.test_id("answer-text").wait_for_text("An answer from before.")
    answer = wait_for_state(send(page, "During?"), "failed")
    start_again(start_gateway, gateway, upstream)
    until(answer.test_id("retry").enabled, bool, "retry that may be used, but")
    answer.test_id("retry").click()
    wait_for_state(answer, "done")


def test_the_dashboard_says_that_its_figures_are_old(
    start_gateway: StartGateway, gateway: Gateway, upstream: ScriptedUpstream, page: Page
) -> None:
    ask(page)
    page.role("link", "Dashboard").click()
    requests = page.test_id("total-requests")
    requests.wait_for_text("1")
    gateway.stop()
    page.test_id("banner-outage").wait("visible", 20)
    until(page.test_id("stale").count, lambda count: count > 0, "figure marked as old, but", 20)
    assert "1" in requests.text()
    again = start_again(start_gateway, gateway, upstream)
    page.test_id("banner-outage").wait("hidden", 20)
    until(page.test_id("stale").count, lambda count: count == 0, "live figures, but", 20)
    # The new process has answered nothing yet, and the page says what it says.
    assert again.metric("greeninfer_requests_in_flight") == 0
    until(requests.text, lambda text: "\n0" in text, "figure of the new process, but")
