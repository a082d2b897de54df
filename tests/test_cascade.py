"""The cascade: a small model answers, the next one checks with a token, a larger one where that is better."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from harness.cascade import (
    LARGE,
    MEDIUM,
    QUESTION,
    SMALL,
    answer,
    answers,
    ask,
    is_check,
    ladder_config,
    receipt_of,
    requests_for_answers,
    requests_for_checks,
    stream_text,
    text_of,
    verdict,
    word,
)
from harness.configs import StartGateway
from harness.ladder import Ladder
from harness.script import Script, Silence, whole
from harness.scripted_upstream import Received, ScriptedUpstream


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


def test_a_wrong_calibration_is_refused_at_the_start(
    start_gateway: StartGateway, tmp_path: Path, small: ScriptedUpstream
) -> None:
    config = ladder_config(tmp_path, [small], calibration={"format": "x"})
    with pytest.raises(AssertionError, match=r"cascade\.json: format: must be"):
        start_gateway(config=config)


def test_an_analysis_names_the_plan(ladder: Ladder, medium: ScriptedUpstream) -> None:
    gateway = ladder()
    analysis = httpx.post(f"{gateway.url}/analyze", json={"prompt": QUESTION}, trust_env=False).json()
    assert analysis["cascade"] == {"plan": "check", "reason": "a check pays"}
    assert analysis["recommended_model"] == "model-small"
    assert not medium.requests
