"""Answers of an OpenAI-compatible model server, as the official clients expect them."""

from __future__ import annotations

from typing import Any

from .script import DONE, Json, Script, event, stream, whole

JsonObject = dict[str, Any]

USAGE: JsonObject = {"prompt_tokens": 12, "completion_tokens": 34, "total_tokens": 46}
MODEL = "upstream-model"


def completion(content: str = "Hello there.", **members: Json) -> JsonObject:
    message = {"role": "assistant", "content": content}
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1760000000,
        "model": MODEL,
        "choices": [choice],
        "usage": USAGE,
        **members,
    }


def chunk_of(
    delta: JsonObject, finish_reason: str | None = None, index: int = 0, **members: Json
) -> JsonObject:
    choice = {"index": index, "delta": delta, "logprobs": None, "finish_reason": finish_reason}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion.chunk",
        "created": 1760000000,
        "model": MODEL,
        "choices": [choice],
        **members,
    }


def role_event() -> bytes:
    """The lifecycle frame that engines send before any content."""
    return event(chunk_of({"role": "assistant", "content": ""}))


def content_event(text: str) -> bytes:
    return event(chunk_of({"content": text}))


def finish_event(reason: str = "stop", **members: Json) -> bytes:
    return event(chunk_of({}, reason, **members))


def usage_event(usage: JsonObject | None = None, choices: Json = ()) -> bytes:
    whole_chunk = chunk_of({})
    whole_chunk["choices"] = list(choices) if choices is not None else None
    return event({**whole_chunk, "usage": usage or USAGE})


def words(count: int = 3) -> list[str]:
    return [f"word{number} " for number in range(count)]


def stream_events(texts: list[str] | None = None, with_usage: bool = True) -> list[bytes]:
    events = [role_event(), *(content_event(text) for text in (texts or words())), finish_event()]
    return [*events, *([usage_event()] if with_usage else []), DONE]


def chat_stream(
    texts: list[str] | None = None, pause_seconds: float = 0.0, with_usage: bool = True
) -> Script:
    return stream(stream_events(texts, with_usage), pause_seconds)


def chat_whole(content: str = "Hello there.", **members: Json) -> Script:
    return whole(completion(content, **members))


def tool_call(arguments: str = '{"city":"Oslo"}') -> JsonObject:
    return {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": arguments}}


def tool_stream() -> Script:
    """A call with its arguments in three fragments."""
    first = {**tool_call(""), "index": 0}
    fragments = [{"index": 0, "function": {"arguments": part}} for part in ('{"ci', 'ty":"Os', 'lo"}')]
    deltas = [{"role": "assistant", "content": None, "tool_calls": [first]}]
    deltas += [{"tool_calls": [fragment]} for fragment in fragments]
    return stream(
        [*(event(chunk_of(delta)) for delta in deltas), finish_event("tool_calls"), usage_event(), DONE]
    )


def error_body(message: str, kind: str = "invalid_request_error", code: str | None = None) -> JsonObject:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}
