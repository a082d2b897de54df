"""Sessions are kept in the browser: reloaded, reopened, renamed, exported, deleted, seen by other tabs."""

from __future__ import annotations

import json
import threading

from harness.browser import Page, read_downloads, until
from harness.browsing import OpenPage
from harness.budgets import session_of
from harness.chat_page import ask, asked, last_reply, open_facts, send, wait_for_state, write
from harness.gateway import Gateway
from harness.replies import chat_stream, content_event, finish_event, role_event, usage_event
from harness.script import DONE, LAST_CHUNK, Send, WaitFor, chunk, open_stream
from harness.scripted_upstream import ScriptedUpstream


def wait_for_answers(page: Page, *wanted: str) -> None:
    until(
        lambda: [text.strip() for text in page.test_id("answer-text").texts()],
        lambda texts: texts == list(wanted),
        f"answers {wanted}, but",
    )


def test_a_reload_keeps_the_conversation(
    gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage
) -> None:
    upstream.respond(chat_stream(["First answer."]), chat_stream(["Second answer."]), chat_stream())
    page = open_page(gateway)
    ask(page, "First question?")
    open_facts(ask(page, "Second question?"))
    facts = page.css("dl.facts").last.text()
    page.reload()
    wait_for_answers(page, "First answer.", "Second answer.")
    assert "First question?" in page.css("main").text()
    assert open_facts(page.test_id("answer").last).text() == facts
    # And the conversation goes on as the same one.
    ask(page, "Third question?")
    assert [turn["content"] for turn in asked(page)[2]["context"]][1] == "First answer."
    assert len({question["session_id"] for question in asked(page)}) == 1


def test_another_visit_finds_all_sessions(
    gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage
) -> None:
    upstream.respond(chat_stream(["About pumps."]), chat_stream(["About fish."]))
    page = open_page(gateway)
    ask(page, "What is a heat pump?")
    page.test_id("session-new").click()
    until(page.test_id("answer").count, lambda count: count == 0, "empty session, but")
    ask(page, "What is a fish?")
    later = page.beside().go()
    items = later.test_id("session-item")
    until(items.count, lambda count: count == 2, "two sessions, but")
    assert ["fish" in title for title in items.texts()] == [True, False], "the last used one is first"
    items.with_text("heat pump").role("link").click()
    wait_for_answers(later, "About pumps.")
    items.with_text("fish").role("link").click()
    wait_for_answers(later, "About fish.")
    later.call(("goBack",))
    wait_for_answers(later, "About pumps.")


def test_a_session_is_renamed(gateway: Gateway, open_page: OpenPage) -> None:
    page = open_page(gateway)
    ask(page)
    page.test_id("session-rename").click()
    page.test_id("session-rename-field").fill("Warmth <b>for</b> winter")
    page.press("Enter")
    page.test_id("session-item").wait_for_text("Warmth <b>for</b> winter")
    page.reload()
    page.test_id("session-item").wait_for_text("Warmth <b>for</b> winter")


def test_a_session_is_exported(gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage) -> None:
    upstream.respond(chat_stream(["It moves heat, *not* more.\n\n- one\n- two"]))
    page = open_page(gateway)
    ask(page, "What is a heat pump?\nBriefly.")
    reply = last_reply(page)
    page.test_id("session-export-json").click()
    page.test_id("session-export-markdown").click()
    files = {one["name"].rsplit(".", 1)[1]: one["text"] for one in read_downloads(page, 2)}
    exported = json.loads(files["json"])
    (exchange,) = exported["exchanges"]
    assert exchange["prompt"] == "What is a heat pump?\nBriefly."
    assert exchange["response"] == "It moves heat, *not* more.\n\n- one\n- two"
    assert exchange["reply"]["energy_mwh"] == reply["energy_mwh"]
    assert exported["session_id"] == asked(page)[0]["session_id"]
    assert "What is a heat pump?\nBriefly." in files["md"]
    assert "It moves heat, *not* more.\n\n- one\n- two" in files["md"]


def test_a_deleted_session_is_gone_here_and_at_the_gateway(gateway: Gateway, open_page: OpenPage) -> None:
    page = open_page(gateway)
    ask(page)
    session = asked(page)[0]["session_id"]
    assert session_of(gateway, session).status_code == 200
    page.test_id("session-delete").click()
    page.test_id("session-delete-keep").click()
    assert page.test_id("session-item").count() == 1
    page.test_id("session-delete").click()
    page.test_id("session-delete-confirm").click()
    until(page.test_id("session-item").count, lambda count: count == 0, "empty list, but")
    until(lambda: session_of(gateway, session).status_code, lambda status: status == 404, "404, but")
    assert page.test_id("answer").count() == 0
    page.reload()
    page.test_id("composer").wait()
    assert page.test_id("session-item").count() == 0
    stores = page.run("() => Object.values({ ...localStorage }).join()")
    assert "heat pump" not in stores


def test_what_is_written_but_not_sent_outlives_a_reload(gateway: Gateway, open_page: OpenPage) -> None:
    page = open_page(gateway)
    write(page, "A long question that")
    page.reload()
    until(page.test_id("composer").value, lambda text: text == "A long question that", "draft, but")


def test_an_answer_that_a_reload_ended_is_shown_as_such(
    gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage
) -> None:
    never = threading.Event()
    half = [*open_stream([role_event(), content_event("half of an answer")]), WaitFor(never)]
    upstream.respond(half, chat_stream(["the whole answer"]))
    page = open_page(gateway)
    answer = send(page)
    answer.test_id("answer-text").wait_for_text("half of")
    page.reload()
    answer = wait_for_state(page.test_id("answer").last, "failed")
    upstream.requests[0].wait_closed(2)
    assert answer.test_id("error").visible()
    answer.test_id("retry").click()
    wait_for_state(answer, "done")
    assert answer.test_id("answer-text").text().strip() == "the whole answer"


def test_two_tabs_show_the_same(gateway: Gateway, upstream: ScriptedUpstream, open_page: OpenPage) -> None:
    more = threading.Event()
    end = [content_event("two"), finish_event(), usage_event(), DONE]
    upstream.respond(
        [
            *open_stream([role_event(), content_event("one ")]),
            WaitFor(more),
            *(Send(chunk(event)) for event in end),
            Send(LAST_CHUNK),
        ],
        chat_stream(["three"]),
    )
    first = open_page(gateway)
    second = first.beside().go()
    answer = send(first)
    answer.test_id("answer-text").wait_for_text("one")
    item = second.test_id("session-item")
    until(item.count, lambda count: count == 1, "session in the other tab, but")
    item.role("link").click()
    seen = second.test_id("answer").last
    assert second.test_id("answer").wait().attribute("data-state") not in ("failed", "done")
    more.set()
    wait_for_state(seen, "done")
    assert seen.test_id("answer-text").text().strip() == "one two"
    # What is asked in one goes on from what was asked in the other.
    ask(second, "And then?")
    wait_for_answers(first, "one two", "three")


def test_without_storage_it_answers_and_says_so(gateway: Gateway, open_page: OpenPage) -> None:
    page = open_page(gateway, place=None)
    page.before("() => Object.defineProperty(globalThis, 'indexedDB', { value: undefined })")
    page.go()
    ask(page)
    assert "gone when it is closed" in page.test_id("store-problem").text()
