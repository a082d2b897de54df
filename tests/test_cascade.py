"""The cascade: a small model answers, the next one checks with a token, a larger one answers where that is better."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import openai
import pytest
from harness.cascade import (
    QUESTION,
    answer,
    answers,
    is_check,
    ladder_config,
    requests_for_answers,
    requests_for_checks,
    verdict,
    word,
)
from harness.configs import StartGateway, StartUpstream
from harness.gateway import Gateway
from harness.script import Json, Pause, Script, Silence, whole
from harness.scripted_upstream import Received, ScriptedUpstream

SMALL = "The small model proves it."
MEDIUM = "The medium model proves it better."
LARGE = "The large model proves it best."

Ladder = Callable[..., Gateway]


@pytest.fixture
def small(start_upstream: StartUpstream) -> ScriptedUpstream:
    upstream = start_upstream()
    answers(upstream, SMALL)
    return upstream


@pytest.fixture
def medium(start_upstream: StartUpstream) -> ScriptedUpstream:
    upstream = start_upstream()
    answers(upstream, MEDIUM, lambda: whole(verdict(0.9)))
    return upstream


@pytest.fixture
def large(start_upstream: StartUpstream) -> ScriptedUpstream:
    upstream = start_upstream()
    answers(upstream, LARGE, lambda: whole(verdict(0.9)))
    return upstream


@pytest.fixture
def ladder(
    start_gateway: StartGateway, tmp_path: Path, small: ScriptedUpstream, medium: ScriptedUpstream
) -> Ladder:
    """A gateway in front of the small and the medium model."""

    def start(*further: ScriptedUpstream, upstream: Json = None, **cascade: Json) -> Gateway:
        config = ladder_config(tmp_path, [small, medium, *further], **cascade)
        return start_gateway(config={**config, **({"upstream": upstream} if upstream else {})})

    return start


def ask(gateway: Gateway, **fields: Json) -> httpx.Response:
    body = {"model": "auto", "messages": [{"role": "user", "content": QUESTION}], **fields}
    return httpx.post(f"{gateway.url}/v1/chat/completions", json=body, trust_env=False, timeout=20)


def text_of(reply: httpx.Response) -> str:
    assert reply.status_code == 200, reply.text
    return str(reply.json()["choices"][0]["message"]["content"])


def receipt_of(reply: httpx.Response) -> dict[str, Any]:
    found: dict[str, Any] = reply.json()["greeninfer"]
    return found


def stream_text(text: str) -> str:
    events = [line.removeprefix("data: ") for line in text.splitlines() if line.startswith("data: {")]
    choices = [choice for event in events for choice in json.loads(event).get("choices", [])]
    return "".join(choice["delta"].get("content") or "" for choice in choices)


def test_an_answer_that_passes_its_check_is_kept(
    ladder: Ladder, small: ScriptedUpstream, medium: ScriptedUpstream
) -> None:
    gateway = ladder()
    reply = ask(gateway)
    assert text_of(reply) == SMALL
    assert reply.headers["x-greeninfer-model"] == "model-small"
    receipt = receipt_of(reply)
    assert (receipt["cascade_path"], receipt["escalations"]) == (["small"], 0)
    assert receipt["cascade"]["signal"] == "check_probability"
    assert receipt["cascade"]["p_right"] == pytest.approx(0.9, abs=1e-3)
    assert receipt["cascade"]["checked_by"] == "model-medium"
    (check,) = requests_for_checks(medium)
    asked = json.loads(check.body)
    assert (asked["max_tokens"], asked["temperature"]) == (1, 0)
    assert (asked["logprobs"], asked["top_logprobs"]) == (True, 20)
    assert SMALL in asked["messages"][-1]["content"]
    assert QUESTION in asked["messages"][-1]["content"]
    assert not requests_for_answers(medium)
    assert gateway.metric("greeninfer_cascade_checks_total", result="probability") == 1
    assert gateway.metric("greeninfer_cascade_judgements_total", result="kept") == 1
    # The answer and the check are both charged.
    tokens = {labels["model"]: value for labels, value in gateway.samples("greeninfer_tokens_total")}
    assert set(tokens) == {"model-small", "model-medium"}


def test_an_answer_that_fails_its_check_is_replaced(
    ladder: Ladder, small: ScriptedUpstream, medium: ScriptedUpstream
) -> None:
    answers(medium, MEDIUM, lambda: whole(verdict(0.1)))
    gateway = ladder()
    reply = ask(gateway)
    assert text_of(reply) == MEDIUM
    receipt = receipt_of(reply)
    assert (receipt["cascade_path"], receipt["escalations"]) == (["small", "medium"], 1)
    assert receipt["model"] == reply.headers["x-greeninfer-model"] == "model-medium"
    labels = {"from": "small", "to": "medium", "reason": "check_probability"}
    assert gateway.metric("greeninfer_escalations_total", **labels) == 1
    # Both answers and the check.
    energy_of_small_alone = receipt_of(ask(gateway, model="model-small"))["energy_mwh"]
    assert receipt["energy_mwh"] > 2 * energy_of_small_alone


def test_three_rungs(
    ladder: Ladder, small: ScriptedUpstream, medium: ScriptedUpstream, large: ScriptedUpstream
) -> None:
    answers(medium, MEDIUM, lambda: whole(verdict(0.1)))
    answers(large, LARGE, lambda: whole(verdict(0.1)))
    gateway = ladder(large)
    reply = ask(gateway)
    assert text_of(reply) == LARGE
    assert receipt_of(reply)["cascade_path"] == ["small", "medium", "large"]
    assert receipt_of(reply)["escalations"] == 2
    assert (len(requests_for_checks(medium)), len(requests_for_checks(large))) == (1, 1)


def test_no_more_escalations_than_allowed(
    ladder: Ladder, medium: ScriptedUpstream, large: ScriptedUpstream
) -> None:
    answers(medium, MEDIUM, lambda: whole(verdict(0.1)))
    gateway = ladder(large, max_escalations=1)
    assert text_of(ask(gateway)) == MEDIUM
    assert not large.requests


NO_SIGNAL: dict[str, Callable[[], Script]] = {
    "not a number": lambda: whole(
        word("Hm", {"content": [{"token": "YES", "logprob": float("nan"), "top_logprobs": []}]})
    ),
    "clamped": lambda: whole(
        word("Hm", {"content": [{"token": "YES", "logprob": -9999, "top_logprobs": []}]})
    ),
    "prose": lambda: whole(word("The answer looks")),
    "an error": lambda: whole({"error": {"message": "boom"}}, 500),
    "no reply at all": lambda: [Silence()],
}


@pytest.mark.parametrize("name", NO_SIGNAL)
@pytest.mark.parametrize(("mean", "kept"), [(-0.05, True), (-3.0, False)])
def test_without_a_check_the_answers_own_log_probabilities_decide(
    ladder: Ladder, small: ScriptedUpstream, medium: ScriptedUpstream, name: str, mean: float, kept: bool
) -> None:
    answers(small, SMALL, mean_log_probability=mean)
    answers(medium, MEDIUM, NO_SIGNAL[name])
    gateway = ladder(check_timeout="300ms")
    reply = ask(gateway)
    assert text_of(reply) == (SMALL if kept else MEDIUM)
    assert receipt_of(reply)["cascade"]["signal"] == "own_probability"
    assert json.loads(requests_for_answers(small)[0].body)["logprobs"] is True
    if kept:
        assert reply.json()["choices"][0]["logprobs"] is None, "the client did not ask for them"


@pytest.mark.parametrize(("text", "kept"), [(SMALL, True), ("I am not sure, but maybe it converges.", False)])
def test_at_last_the_cheap_signals_decide(
    ladder: Ladder, small: ScriptedUpstream, medium: ScriptedUpstream, text: str, kept: bool
) -> None:
    answers(small, text)
    answers(medium, MEDIUM, NO_SIGNAL["prose"])
    reply = ask(ladder())
    assert text_of(reply) == (text if kept else MEDIUM)
    assert receipt_of(reply)["cascade"]["signal"] == "cheap"


@pytest.mark.parametrize(("said", "kept"), [("Yes", True), ("NO.", False)])
def test_a_checker_without_log_probabilities_is_remembered(
    ladder: Ladder, medium: ScriptedUpstream, said: str, kept: bool
) -> None:
    answers(medium, MEDIUM, lambda: whole(word(said)))
    gateway = ladder()
    for _ in range(2):
        reply = ask(gateway)
        assert text_of(reply) == (SMALL if kept else MEDIUM)
        assert receipt_of(reply)["cascade"]["signal"] == "check_word"
    first, second = requests_for_checks(medium)
    assert "logprobs" in json.loads(first.body)
    # Each core learns by itself; the second request may have met the other one.
    assert gateway.metric("greeninfer_log_probabilities_missing_total", model="model-medium") >= 1
    assert "max_tokens" in json.loads(second.body)


def test_a_checker_that_refuses_log_probabilities_is_asked_without(
    ladder: Ladder, medium: ScriptedUpstream
) -> None:
    def choose(request: Received) -> Script:
        if b"logprobs" in request.body:
            return whole({"error": {"message": "logprobs is not supported"}}, 400)
        return whole(word("Yes"))

    medium.choose_with(choose)
    reply = ask(ladder())
    assert text_of(reply) == SMALL
    assert receipt_of(reply)["cascade"]["signal"] == "check_word"


def test_a_model_that_refuses_log_probabilities_still_answers(
    ladder: Ladder, small: ScriptedUpstream
) -> None:
    def choose(request: Received) -> Script:
        if b"logprobs" in request.body:
            return whole({"error": {"message": "logprobs is not supported"}}, 400)
        return answer(request, SMALL)

    small.choose_with(choose)
    assert text_of(ask(ladder())) == SMALL


def test_injected_numbers_that_are_none_do_no_harm(ladder: Ladder, small: ScriptedUpstream) -> None:
    def choose(request: Received) -> Script:
        reply = word(SMALL, {"content": [{"token": "x", "logprob": float("nan"), "top_logprobs": []}]})
        return whole(json.dumps(reply).encode())

    small.choose_with(choose)
    reply = ask(ladder())
    assert text_of(reply) == SMALL
    assert receipt_of(reply)["cascade"]["signal"] == "check_probability"


FAULTS: dict[str, tuple[str, dict[str, Any]]] = {
    "empty": ("   ", {}),
    "refusal": ("I'm sorry, but I can't assist with that.", {}),
    "broken_json": ("Here you are: {", {"response_format": {"type": "json_object"}}),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_that_the_answer_shows_needs_no_check(
    ladder: Ladder, small: ScriptedUpstream, medium: ScriptedUpstream, name: str
) -> None:
    text, fields = FAULTS[name]
    answers(small, text)
    gateway = ladder()
    reply = ask(gateway, **fields)
    assert text_of(reply) == MEDIUM
    assert receipt_of(reply)["cascade"]["signal"] == name
    assert not requests_for_checks(medium)
    assert gateway.metric("greeninfer_escalations_total", reason=name) == 1


def test_trivial_prompts_and_named_models_are_not_checked(
    ladder: Ladder, small: ScriptedUpstream, medium: ScriptedUpstream
) -> None:
    gateway = ladder()
    assert text_of(ask(gateway, messages=[{"role": "user", "content": "hi"}])) == SMALL
    named = ask(gateway, model="model-small")
    assert text_of(named) == SMALL
    assert "cascade_path" not in receipt_of(named)
    assert not medium.requests


def test_switched_off(ladder: Ladder, medium: ScriptedUpstream) -> None:
    assert text_of(ask(ladder(enabled=False))) == SMALL
    assert not medium.requests


def test_an_error_climbs_and_is_no_escalation(
    ladder: Ladder, small: ScriptedUpstream, medium: ScriptedUpstream
) -> None:
    small.respond(whole({"error": {"message": "boom"}}, 500))
    gateway = ladder()
    reply = ask(gateway)
    assert text_of(reply) == MEDIUM
    assert receipt_of(reply)["cascade_path"] == ["small", "medium"]
    assert receipt_of(reply)["escalations"] == 0
    assert gateway.metric("greeninfer_tier_failovers_total", **{"from": "small", "to": "medium"}) == 1
    assert gateway.metric("greeninfer_escalations_total") == 0


def test_a_request_that_is_wrong_does_not_climb(
    ladder: Ladder, small: ScriptedUpstream, medium: ScriptedUpstream
) -> None:
    small.respond(whole({"error": {"message": "no such tool"}}, 400))
    assert ask(ladder()).status_code == 400
    assert not medium.requests


@pytest.mark.parametrize("stream", [False, True])
def test_the_earlier_answer_stands_when_the_larger_model_is_down(
    ladder: Ladder, small: ScriptedUpstream, medium: ScriptedUpstream, stream: bool
) -> None:
    def choose(request: Received) -> Script:
        return whole(verdict(0.05)) if is_check(request) else whole({"error": {"message": "boom"}}, 500)

    medium.choose_with(choose)
    gateway = ladder()
    reply = ask(gateway, stream=stream)
    assert (stream_text(reply.text) if stream else text_of(reply)) == SMALL
    if not stream:
        assert receipt_of(reply)["cascade_path"] == ["small", "medium", "small"]
    assert reply.headers["x-greeninfer-model"] == "model-small"


def test_the_large_tier_is_not_there(
    start_gateway: StartGateway, tmp_path: Path, small: ScriptedUpstream
) -> None:
    gateway = start_gateway(config=ladder_config(tmp_path, [small, "http://127.0.0.1:9/v1"]))
    assert text_of(ask(gateway)) == SMALL


# Streaming


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


def test_a_check_that_takes_too_long_is_given_up(
    ladder: Ladder, silent_checker: ScriptedUpstream
) -> None:
    gateway = ladder(check_timeout="200ms")
    began = time.monotonic()
    assert text_of(ask(gateway)) == SMALL
    assert time.monotonic() - began < 5
    silent_checker.requests[0].wait_closed()
    assert gateway.metric("greeninfer_cascade_checks_total", result="timed_out") == 1
    gateway.assert_idle()


def test_a_wrong_calibration_is_refused_at_the_start(
    start_gateway: StartGateway, tmp_path: Path, small: ScriptedUpstream
) -> None:
    config = ladder_config(tmp_path, [small], calibration={"format": "x"})
    with pytest.raises(AssertionError, match="cascade.json: format: must be"):
        start_gateway(config=config)
