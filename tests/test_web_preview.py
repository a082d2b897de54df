"""Smart Preview on the page: what it shows before the money is spent, its three choices, and its failures."""

from __future__ import annotations

import json

import pytest
from harness.browser import Element, Page, until
from harness.browsing import OpenPage, picture
from harness.cascade import QUESTION
from harness.chat_page import (
    ask,
    asked,
    fact,
    last_reply,
    near,
    open_facts,
    quantities,
    send,
    wait_for_state,
)
from harness.configs import StartGateway
from harness.gateway import Gateway
from harness.preview_pair import two_tiers
from harness.previews import (
    ANSWER,
    OUTLINES,
    SUMMARY,
    answer_requests,
    preview_requests,
    previews,
)
from harness.scripted_upstream import ScriptedUpstream
from test_web_access import AXE, FINDINGS, PHONE, SCROLLED_WIDTHS, STICKING_OUT
from test_web_hostile import EVIL_NAME


def preview(page: Page, prompt: str = QUESTION) -> Element:
    return wait_for_state(send(page, prompt), "preview")


def points(answer: Element) -> list[str]:
    return answer.test_id("preview-card").css("ol li").texts()


def test_a_hard_prompt_is_previewed_by_itself(
    previewing: Gateway, big: ScriptedUpstream, open_page: OpenPage
) -> None:
    page = open_page(previewing)
    answer = preview(page)
    assert asked(page)[0]["preview"] == "auto"
    assert points(answer) == OUTLINES[0]
    card = answer.test_id("preview-card")
    assert " ".join(SUMMARY) in card.text()
    made = last_reply(page)["preview"]
    figures = quantities(card.css("dl.facts").text())
    for part in ("estimated", "spent"):
        assert near(made[part]["energy_mwh"] / 1e3) in figures
        assert near(made[part]["co2_grams"]) in figures
    assert "large" in card.text()
    assert answer.test_id("answer-text").count() == 0
    assert not big.requests, "nothing is spent on the full answer before a yes"
    # An easy prompt is answered at once.
    assert ask(page, "What is the capital of France?").test_id("answer-text").text().strip() == ANSWER


@pytest.mark.parametrize("choice", ["expand", "add_detail"])
def test_a_choice_that_goes_on(
    previewing: Gateway, big: ScriptedUpstream, open_page: OpenPage, choice: str
) -> None:
    page = open_page(previewing)
    answer = preview(page)
    took = last_reply(page)["energy_mwh"]
    answer.test_id(f"choice-{choice}").click()
    wait_for_state(answer, "done")
    assert answer.test_id("answer-text").text().strip() == ANSWER
    assert asked(page)[1]["confirm"]["choice"] == choice
    assert asked(page)[1]["prompt"] == QUESTION
    (request,) = answer_requests(big)
    assert OUTLINES[0][0].encode() in request.body
    reply = last_reply(page, 1)
    assert reply["preview_choice"] == choice
    assert reply["preview_energy_mwh"] == pytest.approx(took)
    open_facts(answer)
    assert near(reply["energy_mwh"] / 1e3) in quantities(fact(answer, "Energy").text())
    assert near(took / 1e3) in quantities(answer.css("dl.facts").text())
    assert page.test_id("answer").count() == 1


def test_a_different_angle_really_differs(
    previewing: Gateway, little: ScriptedUpstream, open_page: OpenPage
) -> None:
    page = open_page(previewing)
    answer = preview(page)
    for outline in OUTLINES[1:]:
        answer.test_id("choice-different_angle").click()
        until(lambda: points(answer), lambda shown, wanted=outline: shown == wanted, f"{outline}, but")
        wait_for_state(answer, "preview")
    assert len(preview_requests(little)) == 3
    spent = last_reply(page, 2)["preview"]["spent"]["energy_mwh"]
    assert near(spent / 1e3) in quantities(answer.test_id("preview-card").css("dl.facts").text())
    answer.test_id("choice-expand").click()
    wait_for_state(answer, "done")
    assert last_reply(page, 3)["preview_energy_mwh"] == pytest.approx(spent)


def test_a_preview_may_be_left_at_that(
    previewing: Gateway, big: ScriptedUpstream, open_page: OpenPage
) -> None:
    page = open_page(previewing)
    answer = preview(page)
    answer.test_id("preview-ignore").click()
    wait_for_state(answer, "declined")
    assert not big.requests
    ask(page, "What is the capital of France?")


# The states of all answers as the browser has them on its disk, some milliseconds after they are shown.
KEPT_STATES = """() => new Promise((resolve, reject) => {
  const opening = indexedDB.open("greeninfer");
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const database = opening.result;
    const reading = database.transaction("exchanges").objectStore("exchanges").getAll();
    reading.onerror = () => reject(reading.error);
    reading.onsuccess = () => {
      database.close();
      resolve(reading.result.map((exchange) => exchange.answer.state));
    };
  };
})"""


def test_a_preview_outlives_a_reload(previewing: Gateway, open_page: OpenPage) -> None:
    page = open_page(previewing)
    preview(page)
    until(lambda: page.run(KEPT_STATES), lambda states: states == ["preview"], "kept preview, but")
    page.reload()
    answer = wait_for_state(page.test_id("answer").last.wait(), "preview")
    assert points(answer) == OUTLINES[0]
    answer.test_id("choice-expand").click()
    wait_for_state(answer, "done")


def test_a_preview_of_an_earlier_server_is_refused_and_asked_anew(
    start_gateway: StartGateway,
    previewing: Gateway,
    little: ScriptedUpstream,
    big: ScriptedUpstream,
    open_page: OpenPage,
) -> None:
    page = open_page(previewing)
    page.expect("Failed to load resource")
    answer = preview(page)
    previewing.stop()
    # Another process has another seal, unless both are given one.
    start_gateway(config={**two_tiers(little, big), "server": {"listen": previewing.address}})
    answer.test_id("choice-expand").click()
    wait_for_state(answer, "failed")
    assert answer.test_id("error").attribute("data-code") == "preview_foreign"
    answer.test_id("retry").click()
    wait_for_state(answer, "preview")


def test_the_switch_decides(previewing: Gateway, open_page: OpenPage) -> None:
    page = open_page(previewing)
    page.test_id("preview-switch").choose("never")
    ask(page, QUESTION)
    page.test_id("preview-switch").choose("always")
    preview(page, "What is the capital of France?")
    assert [question["preview"] for question in asked(page)] == ["never", "always"]


def test_a_preview_that_cannot_be_made_is_said(
    previewing: Gateway, little: ScriptedUpstream, open_page: OpenPage
) -> None:
    previews(little, "Sure! Here is what I think about it.")
    page = open_page(previewing)
    answer = ask(page, QUESTION)
    assert answer.test_id("answer-text").text().strip() == ANSWER
    assert last_reply(page)["preview_failed"] in answer.test_id("answer-note").text()


def test_a_hostile_outline_is_text(previewing: Gateway, open_page: OpenPage) -> None:
    """The gateway lets no markup through: this one has been tampered with."""
    outline = [f"{EVIL_NAME} first", "<script>testRan(1)</script> second", "[third](javascript:testRan(1))"]
    about = {"id": "x", "expires_at": EVIL_NAME, "summary": EVIL_NAME, "model_id": EVIL_NAME}
    figures = {"choices": ["expand", EVIL_NAME], "estimated": {"tier": EVIL_NAME}, "spent": {}}
    data = json.dumps({"preview": {**about, **figures, "outline": outline}})
    stream = "".join(f"event: {name}\ndata: {data}\n\n" for name in ("preview", "done"))
    reply = {"status": 200, "contentType": "text/event-stream", "body": stream}
    page = open_page(previewing)
    page.expect("Failed to load resource")  # the gateway was not asked, so it does not know the session
    page.call(("route", "**/chat", {"script": f"(route) => route.fulfill({json.dumps(reply)})"}))
    answer = preview(page)
    assert points(answer) == outline
    assert EVIL_NAME in answer.test_id("preview-card").text()
    assert answer.css("img, script, svg, a").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_preview_is_for_everybody(previewing: Gateway, open_page: OpenPage, theme: str) -> None:
    page = open_page(previewing, colorScheme=theme)
    preview(page)
    page.screenshot(picture(f"preview-{theme}"))
    page.load(AXE.read_text())
    assert page.run(FINDINGS) == []
    phone = open_page(previewing, colorScheme=theme, **PHONE)
    preview(phone)
    phone.screenshot(picture(f"preview-{theme}-phone"))
    assert all(scrolled <= shown for scrolled, shown in phone.run(SCROLLED_WIDTHS))
    assert phone.run(STICKING_OUT) == []
