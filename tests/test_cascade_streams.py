"""Streams of a cascade, its drafts, and clients that leave while an answer is checked."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest
from harness.cascade import (
    MEDIUM,
    QUESTION,
    SMALL,
    answer,
    answers,
    ask,
    requests_for_answers,
    requests_for_checks,
    stream_text,
    text_of,
    verdict,
)
from harness.gateway import Gateway
from harness.ladder import Ladder
from harness.script import Json, Pause, Script, Silence, whole
from harness.scripted_upstream import Received, ScriptedUpstream


@pytest.mark.parametrize(("p_yes", "expected"), [(0.9, SMALL), (0.1, MEDIUM)])
def test_verify_first_streams_what_was_committed(
    ladder: Ladder, small: ScriptedUpstream, medium: ScriptedUpstream, p_yes: float, expected: str
) -> None:
    answers(small, SMALL, mean_log_probability=-0.05)
    answers(medium, MEDIUM, lambda: whole(verdict(p_yes)))
    reply = ask(ladder(), stream=True, stream_options={"include_usage": True})
    assert stream_text(reply.text) == expected
    assert reply.text.endswith("data: [DONE]\n\n")
    assert reply.headers["x-greeninfer-model"] == ("model-small" if expected == SMALL else "model-medium")
    assert '"logprob"' not in reply.text
    usage = [json.loads(line[6:]) for line in reply.text.splitlines() if '"usage":{' in line]
    assert usage[-1]["greeninfer"]["cascade"]["signal"] == "check_probability"


def test_the_official_client_sees_an_ordinary_stream(ladder: Ladder, medium: ScriptedUpstream) -> None:
    answers(medium, MEDIUM, lambda: [Pause(0.4), *whole(verdict(0.1))])
    gateway = ladder(upstream={"keepalive_comment": "50ms"})
    client = openai.OpenAI(
        base_url=f"{gateway.url}/v1", api_key="none", max_retries=0, http_client=httpx.Client(trust_env=False)
    )
    chunks = client.chat.completions.create(
        model="auto", messages=[{"role": "user", "content": QUESTION}], stream=True
    )
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices) == MEDIUM
    client.close()


def test_comments_keep_a_held_stream_alive(
    ladder: Ladder, small: ScriptedUpstream, medium: ScriptedUpstream
) -> None:
    def slowly(request: Received) -> Script:
        steps = answer(request, SMALL)
        return [step for part in steps for step in (part, Pause(0.1))]

    small.choose_with(slowly)
    gateway = ladder(upstream={"keepalive_comment": "50ms"})
    with httpx.stream(
        "POST",
        f"{gateway.url}/v1/chat/completions",
        json={"model": "auto", "stream": True, "messages": [{"role": "user", "content": QUESTION}]},
        trust_env=False,
        timeout=20,
    ) as reply:
        assert reply.status_code == 200
        assert "x-greeninfer-model" not in reply.headers, "not known when the head left"
        text = "".join(reply.iter_text())
    assert text.startswith(": ping\n\n")
    assert stream_text(text) == SMALL


def test_an_error_behind_an_early_head_is_an_event(
    ladder: Ladder, small: ScriptedUpstream, medium: ScriptedUpstream
) -> None:
    def slowly_to_its_end(request: Received) -> Script:
        steps = answer(request, SMALL)
        return [step for part in steps[:4] for step in (part, Pause(0.1))]

    small.choose_with(slowly_to_its_end)
    medium.respond(whole({"error": {"message": "boom"}}, 500))
    gateway = ladder(upstream={"keepalive_comment": "50ms", "retries": 0, "idle_timeout": "300ms"})
    reply = ask(gateway, stream=True)
    assert reply.status_code == 200
    assert '"error"' in reply.text
    assert "[DONE]" not in reply.text
    assert stream_text(reply.text) == ""


def test_commit_immediately_streams_unchecked(
    ladder: Ladder, small: ScriptedUpstream, medium: ScriptedUpstream
) -> None:
    gateway = ladder(streaming="commit_immediately")
    assert stream_text(ask(gateway, stream=True).text) == SMALL
    assert not medium.requests
    assert text_of(ask(gateway)) == SMALL
    assert len(requests_for_checks(medium)) == 1, "what is not streamed is still checked"


def native_events(gateway: Gateway) -> list[tuple[str, dict[str, Any]]]:
    body = {"prompt": QUESTION, "stream": True}
    text = httpx.post(f"{gateway.url}/chat", json=body, trust_env=False, timeout=20).text
    blocks = [block for block in text.split("\n\n") if block and not block.startswith(":")]
    pairs = (block.split("\n", 1) for block in blocks)
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in pairs]


def joined(events: list[tuple[str, dict[str, Any]]], name: str) -> str:
    return "".join(data["text"] for kind, data in events if kind == name)


def test_a_draft_that_holds_is_not_said_twice(ladder: Ladder) -> None:
    events = native_events(ladder(streaming="draft_events"))
    names = [name for name, _ in events]
    assert (names[0], names[-1]) == ("decision", "done")
    assert set(names[1:-1]) == {"draft"}
    assert joined(events, "draft") == SMALL
    done = events[-1][1]
    assert (done["response"], done["model_id"]) == (SMALL, "model-small")
    assert (done["cascade_path"], done["escalations"]) == (["small"], 0)


def test_an_escalation_replaces_the_draft(ladder: Ladder, medium: ScriptedUpstream) -> None:
    answers(medium, MEDIUM, lambda: whole(verdict(0.1)))
    events = native_events(ladder(streaming="draft_events"))
    names = [name for name, _ in events]
    replaced = names.index("escalation")
    assert set(names[1:replaced]) == {"draft"}
    assert set(names[replaced + 1 : -1]) == {"delta"}
    assert events[replaced][1] == {"from": "small", "to": "medium", "reason": "check_probability"}
    assert joined(events, "delta") == MEDIUM
    done = events[-1][1]
    assert (done["response"], done["model_tier"]) == (MEDIUM, "medium")
    assert (done["cascade_path"], done["escalations"]) == (["small", "medium"], 1)


def test_a_draft_that_breaks_off_is_taken_back(
    ladder: Ladder, small: ScriptedUpstream, medium: ScriptedUpstream
) -> None:
    def breaks_off(request: Received) -> Script:
        return [*answer(request, SMALL)[:4], Pause(0.05)]

    small.choose_with(breaks_off)
    gateway = ladder(streaming="draft_events", upstream={"idle_timeout": "300ms"})
    events = native_events(gateway)
    assert "escalation" in [name for name, _ in events]
    assert events[-1][1]["response"] == MEDIUM
    assert events[-1][1]["escalations"] == 0
    assert len(small.requests) == 1, "a draft is not begun a second time"


def test_native_answers_without_a_stream(ladder: Ladder, medium: ScriptedUpstream) -> None:
    answers(medium, MEDIUM, lambda: whole(verdict(0.1)))
    body = {"prompt": QUESTION}
    reply = httpx.post(f"{ladder().url}/chat", json=body, trust_env=False, timeout=20).json()
    assert (reply["response"], reply["model_tier"]) == (MEDIUM, "medium")
    assert (reply["cascade_path"], reply["escalations"]) == (["small", "medium"], 1)


def test_native_verify_first_streams_deltas_only(ladder: Ladder) -> None:
    events = native_events(ladder())
    names = [name for name, _ in events]
    assert (names[0], names[-1]) == ("decision", "done")
    assert set(names[1:-1]) == {"delta"}
    assert joined(events, "delta") == SMALL


def leave_during(gateway: Gateway, waits_for: ScriptedUpstream, **fields: Json) -> Received:
    """Sends a request and closes as soon as that upstream was asked; what the upstream had been asked."""
    body = {"model": "auto", "messages": [{"role": "user", "content": QUESTION}], **fields}
    asked = len(waits_for.requests) + 1
    with httpx.Client(trust_env=False, timeout=0.5) as client, pytest.raises(httpx.HTTPError):
        client.post(f"{gateway.url}/v1/chat/completions", json=body)
    return waits_for.wait_for_requests(asked)[-1]


@pytest.fixture
def silent_checker(medium: ScriptedUpstream) -> Iterator[ScriptedUpstream]:
    answers(medium, MEDIUM, lambda: [Silence()])
    yield medium


@pytest.mark.parametrize("stream", [False, True])
def test_a_client_that_leaves_during_the_check_stops_it(
    ladder: Ladder, silent_checker: ScriptedUpstream, stream: bool
) -> None:
    gateway = ladder()
    check = leave_during(gateway, silent_checker, stream=stream)
    check.wait_closed()
    gateway.assert_idle()
    assert not requests_for_answers(silent_checker)
    assert gateway.metric("greeninfer_requests_total", code="499") == 1


def test_a_check_that_takes_too_long_is_given_up(ladder: Ladder, silent_checker: ScriptedUpstream) -> None:
    gateway = ladder(check_timeout="200ms")
    began = time.monotonic()
    assert text_of(ask(gateway)) == SMALL
    assert time.monotonic() - began < 5
    silent_checker.requests[0].wait_closed()
    assert gateway.metric("greeninfer_cascade_checks_total", result="timed_out") == 1
    gateway.assert_idle()
