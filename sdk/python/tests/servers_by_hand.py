"""Servers that are a function: what a client sees when they answer so."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any

import httpx

from greeninfer import AsyncGreenInfer, GreenInfer

Json = dict[str, Any]
Answer = Callable[[httpx.Request], httpx.Response]
URL = "http://server.test"

REPLY: Json = {
    "response": "Paris.",
    "model_tier": "small",
    "model_name": "Small Model",
    "model_id": "small-model",
    "mode_used": "eco",
    "energy_mwh": 3.82,
    "energy_mwh_low": 1.0,
    "energy_mwh_high": 9.0,
    "energy_method": "proxy",
    "co2_grams": 0.00075636,
    "grid_intensity": 198.0,
    "grid_zone": "US-TEX-ERCO",
    "grid_source": "ercot",
    "baseline_energy_mwh": 40.0,
    "energy_saved_pct": 90,
    "complexity_score": 0.37,
    "complexity_score_100": 37,
    "complexity_label": "Simple",
    "original_tokens": 9,
    "optimized_tokens": 7,
    "tokens_saved": 2,
    "reduction_pct": 22,
    "optimized_prompt": "Capital of France?",
    "optimizer_used": True,
    "cascade_path": ["small"],
    "escalations": 0,
    "latency_ms": 12,
}


def session(prompts: int, used_grams: float) -> Json:
    return {
        "session_id": "s",
        "total_prompts": prompts,
        "total_energy_mwh": 10.0 * prompts,
        "total_co2_grams": used_grams,
        "total_cost_usd": None,
        "carbon_budget_g": 5,
        "carbon_used_g": used_grams,
        "carbon_reserved_g": 0,
        "carbon_remaining_g": 5 - used_grams,
        "level": "ok",
    }


def reply(prompts: int = 1, used_grams: float = 0.1, **changes: Any) -> Json:  # noqa: ANN401 (any member)
    return {**REPLY, "session": session(prompts, used_grams), **changes}


def error(
    status: int, code: str = "", message: str = "no", field: str | None = None, **headers: str
) -> httpx.Response:
    body = {"error": {"message": message, "type": "some_error", "code": code or None, "field": field}}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, json=body, headers={"x-request-id": "req_1", **named})


def event(name: str, data: Any) -> bytes:  # noqa: ANN401 (any JSON)
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


class Pieces(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that comes in these reads, and may break off with an error instead of an end."""

    def __init__(self, reads: Sequence[bytes], broken: Exception | None = None) -> None:
        self.reads = reads
        self.broken = broken
        self.given = 0
        self.is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        for read in self.reads:
            self.given += 1
            yield read
        if self.broken:
            raise self.broken

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for read in self:
            yield read

    def close(self) -> None:
        self.is_closed = True

    async def aclose(self) -> None:
        self.is_closed = True


def streamed(pieces: Pieces) -> httpx.Response:
    headers = {"content-type": "text/event-stream", "x-request-id": "req_2"}
    return httpx.Response(200, headers=headers, stream=pieces)


class Script:
    """Gives these answers in turn (an exception is raised), and keeps what was asked and waited."""

    def __init__(self, *answers: httpx.Response | Exception | Json) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []
        self.pauses_seconds: list[float] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return httpx.Response(200, json=answer) if isinstance(answer, dict) else answer

    def body(self, index: int = -1) -> Json:
        made = json.loads(self.requests[index].content)
        assert isinstance(made, dict)
        return made

    def paths(self) -> list[str]:
        return [f"{request.method} {request.url.path}" for request in self.requests]

    async def pause(self, seconds: float) -> None:
        self.pauses_seconds.append(seconds)


def client(answer: Answer | Script, **options: Any) -> GreenInfer:  # noqa: ANN401 (options of the client)
    if isinstance(answer, Script):
        options.setdefault("sleep", answer.pauses_seconds.append)
    return GreenInfer(
        base_url=URL,
        connect=False,
        chance=lambda: 0.0,
        http_client=httpx.Client(transport=httpx.MockTransport(answer)),
        **options,
    )


def async_client(answer: Answer | Script, **options: Any) -> AsyncGreenInfer:  # noqa: ANN401 (options of the client)
    if isinstance(answer, Script):
        options.setdefault("sleep", answer.pause)
    return AsyncGreenInfer(
        base_url=URL,
        chance=lambda: 0.0,
        http_client=httpx.AsyncClient(transport=httpx.MockTransport(answer)),
        **options,
    )
