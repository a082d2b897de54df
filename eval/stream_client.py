"""Asks one streamed chat answer and notes when its first word came, as a person would see it."""

from __future__ import annotations

import http.client
import json
import time
from dataclasses import dataclass
from typing import Any

TIMEOUT_SECONDS = 300.0


@dataclass(frozen=True)
class StreamedAnswer:
    text: str
    first_token_seconds: float
    prompt_tokens: int
    cached_tokens: int
    receipt: dict[str, Any]


def ask(port: int, messages: list[dict[str, str]], model: str, max_tokens: int) -> StreamedAnswer:
    body = {"model": model, "messages": messages, "max_tokens": max_tokens, "temperature": 0, "stream": True}
    body["stream_options"] = {"include_usage": True}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    started = time.monotonic()
    try:
        connection.request(
            "POST", "/v1/chat/completions", json.dumps(body), {"content-type": "application/json"}
        )
        reply = connection.getresponse()
        if reply.status != 200:
            raise RuntimeError(f"status {reply.status}: {reply.read().decode(errors='replace')[:500]}")
        return read_stream(reply, started)
    finally:
        connection.close()


def read_stream(reply: http.client.HTTPResponse, started: float) -> StreamedAnswer:
    first: float | None = None
    last: dict[str, Any] = {}
    text = ""
    while line := reply.readline():
        if not line.startswith(b"data: {"):
            continue
        event = json.loads(line[6:])
        choices = event.get("choices") or []
        words = "".join(choice["delta"].get("content") or "" for choice in choices)
        # An answer of no words is one, too.
        if first is None and (words or any(choice.get("finish_reason") for choice in choices)):
            first = time.monotonic() - started
        text += words
        if event.get("usage"):
            last = event
    if first is None or not last:
        raise RuntimeError("the stream ended without an answer or without its usage")
    usage = last["usage"]
    cached = usage["prompt_tokens_details"]["cached_tokens"]
    return StreamedAnswer(text, first, usage["prompt_tokens"], cached, last.get("greeninfer", {}))
