"""The chat page in a browser: words as they come, the stop button, modes, facts, drafts and errors."""

from __future__ import annotations

import threading

import pytest
from harness.browser import until
from harness.browsing import OpenPage
from harness.cascade import MEDIUM, QUESTION, SMALL, answers, verdict
from harness.chat_page import (
    UNKNOWN,
    ask,
    asked,
    fact,
    last_reply,
    near,
    open_facts,
    quantities,
    quantity,
    send,
    wait_for_state,
    write,
)
from harness.configs import StartGateway
from harness.gateway import Gateway
from harness.ladder import Ladder
from harness.replies import chat_stream, content_event, error_body, finish_event, role_event, usage_event
from harness.script import DONE, LAST_CHUNK, Pause, Reset, Send, Silence, WaitFor, chunk, open_stream, whole
from harness.scripted_upstream import ScriptedUpstream


def test_words_appear_while_the_answer_runs(
    gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage
) -> None:
    first, second = threading.Event(), threading.Event()
    end = [content_event("three"), finish_event(), usage_event(), DONE]
    upstream.respond(
        [
            *open_stream([role_event(), content_event("one ")]),
            WaitFor(first),
            Send(chunk(content_event("two "))),
            WaitFor(second),
            *(Send(chunk(event)) for event in end),
            Send(LAST_CHUNK),
        ]
    )
    page = open_page(gateway)
    answer = send(page)
    text = answer.test_id("answer-text")
    text.wait_for_text("one")
    assert "two" not in text.text()
    first.set()
    text.wait_for_text("one two")
    assert page.test_id("stop").visible()
    assert answer.attribute("aria-busy") == "true"
    second.set()
    wait_for_state(answer, "done")
    assert text.text().strip() == "one two three"
    assert not page.test_id("stop").visible()


COUNT_ERRORS = """() => {
  globalThis.errorsSeen = 0;
  const look = () => { globalThis.errorsSeen += document.querySelectorAll("[data-testid=error]").length; };
  new MutationObserver(look).observe(document, { childList: true, subtree: true });
}"""


def test_no_error_flashes_up_where_there_is_none(gateway: Gateway, open_page: OpenPage) -> None:
    page = open_page(gateway, place=None)
    page.before(COUNT_ERRORS)
    page.go()
    ask(page)
    ask(page, "And in winter?")
    assert page.run("() => globalThis.errorsSeen") == 0


@pytest.mark.parametrize("way", ["button", "Escape"])
def test_stopping_stops_the_model(
    gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage, way: str
) -> None:
    upstream.respond([*open_stream([role_event(), content_event("half of ")]), Silence()], chat_stream())
    page = open_page(gateway)
    answer = send(page)
    answer.test_id("answer-text").wait_for_text("half of")
    if way == "button":
        page.test_id("stop").click()
    else:
        page.test_id("composer").press("Escape")
    upstream.only_request().wait_closed(2)
    wait_for_state(answer, "stopped")
    assert "half of" in answer.test_id("answer-text").text()
    gateway.assert_idle()
    ask(page, "And another thing?")


@pytest.mark.parametrize("mode", ["eco", "balanced", "performance"])
def test_the_chosen_mode_is_used(gateway: Gateway, open_page: OpenPage, mode: str) -> None:
    page = open_page(gateway)
    page.test_id("mode").choose(mode)
    answer = ask(page)
    assert asked(page)[0]["mode"] == mode
    assert last_reply(page)["mode_used"] == mode
    open_facts(answer)
    assert mode in fact(answer, "Mode").text()
    page.reload()
    assert page.test_id("mode").value() == mode


def test_facts_are_those_of_the_reply(
    start_gateway: StartGateway, upstream: ScriptedUpstream, open_page: OpenPage
) -> None:
    price = {"price": {"input_per_mtok": 0.5, "output_per_mtok": 1.5}}
    endpoint = {"url": upstream.url, "model": "upstream-model", "region": "eu-north-1"}
    models = [{"name": "test-model", "tier": "small", "endpoints": [endpoint], **price}]
    page = open_page(start_gateway(config={"models": models}))
    answer = ask(page)
    reply = last_reply(page)
    open_facts(answer)
    energy = quantities(fact(answer, "Energy").text())
    assert energy[0] == near(reply["energy_mwh"] / 1e3)
    assert energy[1:3] == [near(reply["energy_mwh_low"] / 1e3), near(reply["energy_mwh_high"] / 1e3)]
    # The 2 of CO₂e in the name of the figure is no digit.
    assert quantity(fact(answer, "CO₂e").text()) == near(reply["co2_grams"])
    assert quantity(fact(answer, "Energy saved").text()) == near(reply["energy_saved_pct"])
    assert quantity(fact(answer, "CO₂e saved").text()) == near(reply["co2_saved_grams"])
    assert quantity(fact(answer, "Cost").text()) == near(reply["cost_usd"])
    assert f"{reply['green_score']} of 100" in fact(answer, "Green score").text()
    assert reply["green_tip"] in fact(answer, "Green score").text()
    assert "small" in fact(answer, "Tier").text()
    assert "test-model" in fact(answer, "Model").text()
    assert "eu-north-1" in fact(answer, "Region").text()
    # The line above them says the same.
    summary = answer.test_id("answer-facts").css("summary").text()
    assert near(reply["energy_mwh"] / 1e3) in quantities(summary)
    assert near(reply["co2_grams"]) in quantities(summary)


def test_what_is_not_known_is_a_dash(
    start_gateway: StartGateway, upstream: ScriptedUpstream, open_page: OpenPage
) -> None:
    page = open_page(start_gateway(upstream))
    upstream.respond(chat_stream(with_usage=False))
    answer = ask(page)
    open_facts(answer)
    # No price is configured, and no region.
    for name in ("Cost", "Region"):
        value, reason = fact(answer, name).text().splitlines()[1:3]
        assert value == UNKNOWN, name
        assert len(reason) > 10, name


def test_why_this_model_is_what_the_server_says(gateway: Gateway, open_page: OpenPage) -> None:
    page = open_page(gateway)
    answer = ask(page)
    reply = last_reply(page)
    open_facts(answer)
    why = answer.test_id("answer-why").text()
    assert reply["decision"] in why
    for reason in reply["complexity_reasons"]:
        assert reason in why


def test_a_draft_is_shown_and_taken_back(
    ladder: Ladder, small: ScriptedUpstream, medium: ScriptedUpstream, open_page: OpenPage
) -> None:
    checking = threading.Event()
    answers(medium, MEDIUM, lambda: [WaitFor(checking), *whole(verdict(0.05))])
    page = open_page(ladder(streaming="draft_events"))
    answer = send(page, QUESTION)
    answer.test_id("draft").wait_for_text(SMALL)
    assert answer.test_id("answer-text").count() == 0
    checking.set()
    wait_for_state(answer, "done")
    assert answer.test_id("answer-text").text().strip() == MEDIUM
    assert answer.test_id("draft").count() == 0
    escalation = answer.test_id("escalation").text()
    assert "model-small" in escalation or "small" in escalation
    assert "medium" in escalation
    open_facts(answer)
    assert "medium" in fact(answer, "Tier").text()


def test_a_draft_that_holds_becomes_the_answer(ladder: Ladder, open_page: OpenPage) -> None:
    page = open_page(ladder(streaming="draft_events"))
    answer = ask(page, QUESTION)
    assert answer.test_id("answer-text").text().strip() == SMALL
    assert answer.test_id("escalation").count() == 0
    assert answer.test_id("draft").count() == 0


def test_a_refusal_is_shown_as_one(gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage) -> None:
    page = open_page(gateway)
    page.expect("Failed to load resource")
    upstream.respond(whole(error_body("too many of you"), 429, {"retry-after": "1"}))
    answer = wait_for_state(send(page), "failed")
    error = answer.test_id("error")
    status = page.seen()["exchanges"][-1]["status"]
    assert status == 429
    assert "Too many requests" in error.text()
    assert answer.test_id("answer-text").count() == 0
    assert answer.test_id("answer-facts").count() == 0
    upstream.respond(chat_stream())
    until(answer.test_id("retry").enabled, bool, "retry that may be used, but")
    answer.test_id("retry").click()
    wait_for_state(answer, "done")
    assert page.test_id("answer").count() == 1


def test_a_refused_request_names_field_and_fix(
    start_gateway: StartGateway, upstream: ScriptedUpstream, open_page: OpenPage
) -> None:
    page = open_page(start_gateway(upstream, config={"server": {"max_body": "64KiB"}}))
    page.expect("Failed to load resource")
    answer = wait_for_state(send(page, "word " * 20_000), "failed")
    assert "max_body" in answer.test_id("error").text() or "KiB" in answer.test_id("error").text()


def test_a_broken_answer_is_shown_as_one(
    gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage
) -> None:
    half = [*open_stream([role_event(), content_event("half of an answer")]), Pause(0.05), Reset()]
    upstream.respond(half, chat_stream(["whole answer"]))
    page = open_page(gateway)
    answer = wait_for_state(send(page), "failed")
    assert "half of an answer" in answer.test_id("answer-text").text()
    assert len(answer.test_id("error").text()) > 20
    answer.test_id("retry").click()
    wait_for_state(answer, "done")
    assert answer.test_id("answer-text").text().strip() == "whole answer"


def test_earlier_turns_are_context(gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage) -> None:
    upstream.respond(chat_stream(["It moves heat."]))
    page = open_page(gateway)
    ask(page, "What is a heat pump?")
    ask(page, "And in winter?")
    context = asked(page)[1]["context"]
    assert [turn["content"].strip() for turn in context] == ["What is a heat pump?", "It moves heat."]
    assert asked(page)[0]["session_id"] == asked(page)[1]["session_id"]
    assert b"It moves heat." in upstream.requests[-1].body


def test_enter_sends_and_shift_enter_does_not(
    gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage
) -> None:
    page = open_page(gateway)
    write(page, "first line")
    page.press("Shift+Enter")
    page.call(("keyboard",), ("type", "second line"))
    assert page.test_id("answer").count() == 0
    page.press("Enter")
    wait_for_state(page.test_id("answer").last, "done")
    assert asked(page)[0]["prompt"] == "first line\nsecond line"


def test_an_answer_goes_on_while_another_page_is_looked_at(
    gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage
) -> None:
    upstream.respond(chat_stream([f"word{number} " for number in range(20)], pause_seconds=0.05))
    page = open_page(gateway)
    answer = send(page)
    answer.test_id("answer-text").wait_for_text("word1")
    page.role("link", "Dashboard").click()
    page.role("link", "Chat").click()
    wait_for_state(answer, "done")
    assert "word19" in answer.test_id("answer-text").text()
    assert len(upstream.requests) == 1


def test_nothing_empty_is_sent(gateway: Gateway, open_page: OpenPage) -> None:
    page = open_page(gateway)
    assert not page.test_id("send").enabled()
    write(page, "   \n ")
    page.press("Enter")
    assert page.test_id("answer").count() == 0
    assert asked(page) == []
