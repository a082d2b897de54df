"""Ladders of scripted models: what a small model answers, and what a checker says of it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import httpx

from .configs import Config, model_entry
from .gateway import Gateway
from .replies import chunk_of, completion, event, role_event
from .script import DONE, Json, Script, stream, whole
from .scripted_upstream import Received, ScriptedUpstream

QUESTION = "Prove that every bounded monotone sequence of real numbers converges."
"""Hard enough that its answer is checked."""

SMALL = "The small model proves it."
MEDIUM = "The medium model proves it better."
LARGE = "The large model proves it best."

USAGE = {"prompt_tokens": 20, "completion_tokens": 10, "total_tokens": 30}


def is_check(request: Received) -> bool:
    return json.loads(request.body).get("max_tokens") == 1


def token(text: str, probability: float) -> dict[str, Any]:
    return {"token": text, "logprob": math.log(probability), "bytes": list(text.encode())}


def verdict(p_yes: float) -> dict[str, Any]:
    """The reply of a checker that gives log-probabilities, split over several spellings."""
    entries = [token("YES", p_yes * 0.6), token(" Yes", p_yes * 0.4), token("NO", 1 - p_yes)]
    return word("YES" if p_yes >= 0.5 else "NO", {"content": [{**entries[0], "top_logprobs": entries}]})


def word(text: str, log_probabilities: Json = None) -> dict[str, Any]:
    reply = completion(text, usage={"prompt_tokens": 50, "completion_tokens": 1, "total_tokens": 51})
    reply["choices"][0]["logprobs"] = log_probabilities
    return reply


def answer(request: Received, text: str, mean_log_probability: float | None = None) -> Script:
    """An answer as it was asked for: as a stream or whole, with log-probabilities where they are wanted."""
    asked = json.loads(request.body)
    wanted = mean_log_probability is not None and asked.get("logprobs") is True
    pieces = [text[begin : begin + 6] for begin in range(0, len(text), 6)]
    entries = [{"token": piece, "logprob": mean_log_probability, "top_logprobs": []} for piece in pieces]
    if not asked.get("stream"):
        reply = completion(text, usage=USAGE)
        if wanted:
            reply["choices"][0]["logprobs"] = {"content": entries}
        return whole(reply)
    events = [role_event()]
    for piece, entry in zip(pieces, entries, strict=True):
        chunk = chunk_of({"content": piece})
        if wanted:
            chunk["choices"][0]["logprobs"] = {"content": [entry]}
        events.append(event(chunk))
    last = chunk_of({}, "stop")
    usage = {**chunk_of({}), "choices": [], "usage": USAGE}
    return stream([*events, event(last), event(usage), DONE])


def answers(
    upstream: ScriptedUpstream,
    text: str,
    check: Callable[[], Script] | None = None,
    mean_log_probability: float | None = None,
) -> None:
    """The model says `text` to whoever asks, and `check` to whoever has an answer checked."""

    def choose(request: Received) -> Script:
        if check is not None and is_check(request):
            return check()
        return answer(request, text, mean_log_probability)

    upstream.choose_with(choose)


def requests_for_answers(upstream: ScriptedUpstream) -> list[Received]:
    return [request for request in upstream.requests if not is_check(request)]


def requests_for_checks(upstream: ScriptedUpstream) -> list[Received]:
    return [request for request in upstream.requests if is_check(request)]


def rule(signal: str, weights: dict[str, float], bias: float) -> dict[str, Any]:
    # The next model is right nine times in ten; an answer goes when that is better by more than 0.3.
    point = {"quality_target": 0.95, "gain": 0.3, "kept_share": 0.9}
    return {
        "signal": signal,
        "right_now": {"bias": bias, "weights": weights},
        "right_next": {"bias": 2.2, "weights": {}},
        "escalate_above": [point],
    }


CALIBRATION = {
    "format": "greeninfer-cascade-calibration",
    "version": 1,
    "pairs": [
        {
            "small": "*",
            "large": "*",
            "rules": [
                rule("check_probability", {"check_logit": 1.0}, 0.0),
                rule("check_word", {"check_said_yes": 4.0}, -2.0),
                rule("own_probability", {"own_mean_log_probability": 2.0}, 2.0),
                rule("cheap", {"hedges": -5.0}, 2.0),
            ],
        }
    ],
}


def ladder_config(
    folder: Path,
    upstreams: Sequence[ScriptedUpstream | str],
    calibration: Json = CALIBRATION,
    **cascade: Json,
) -> Config:
    """A small, a medium and a large model, of which every request starts on the small one."""
    file = folder / "cascade.json"
    file.write_text(json.dumps(calibration))
    tiers = ("small", "medium", "large")
    models = [
        model_entry(upstream, name=f"model-{tier}", tier=tier)
        for tier, upstream in zip(tiers, upstreams, strict=False)
    ]
    return {
        "models": models,
        "routing": {"policy": "bands", "balanced": {"small_below": 101, "medium_below": 101}},
        "cascade": {"calibration": str(file), **cascade},
    }


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
