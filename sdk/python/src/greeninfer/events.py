"""The events of a streamed answer, in the order in which they may come."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from greeninfer.chat_request import ChatRequest
from greeninfer.error_replies import error_of_event
from greeninfer.errors import InvalidReplyError
from greeninfer.event_stream import RawEvent
from greeninfer.preview import Preview, PreviewText
from greeninfer.replies import read_chat_reply
from greeninfer.reply_model import read_model
from greeninfer.results import GreenInferResult, Routing


@dataclass(frozen=True)
class DecisionEvent:
    """Which model answers, and why: before its first word."""

    decision: Routing
    text: str = ""


@dataclass(frozen=True)
class DraftEvent:
    """Words that are shown at once and may still be taken back by an escalation."""

    model_tier: str
    text: str


@dataclass(frozen=True)
class EscalationEvent:
    """Takes back what was said so far: a larger model answers instead."""

    from_tier: str
    to_tier: str
    reason: str
    text: str = ""


@dataclass(frozen=True)
class DeltaEvent:
    """The next words."""

    text: str


@dataclass(frozen=True)
class PreviewEvent:
    preview: PreviewText
    text: str = ""


@dataclass(frozen=True)
class DoneEvent:
    """The whole answer, or the whole preview, with its receipt: the last event."""

    reply: GreenInferResult | Preview
    text: str = ""


@dataclass(frozen=True)
class OtherEvent:
    """An event that a newer server sends."""

    name: str
    data: Any
    text: str = ""


StreamEvent = (
    DecisionEvent | DraftEvent | EscalationEvent | DeltaEvent | PreviewEvent | DoneEvent | OtherEvent
)


def read_event(raw: RawEvent, request: ChatRequest, request_id: str | None) -> StreamEvent:
    """Raises the typed error where the event is one."""
    try:
        data = json.loads(raw.data)
    except ValueError:
        raise InvalidReplyError(f"the {raw.name or 'unnamed'} event of the stream is no JSON") from None
    if raw.name == "error" or (isinstance(data, dict) and data.get("error")):
        raise error_of_event(data, request_id)
    if raw.name == "done":
        return DoneEvent(read_chat_reply(data, request, request_id))
    if raw.name == "decision":
        return DecisionEvent(read_model(Routing, data))
    if raw.name == "preview":
        return PreviewEvent(read_model(PreviewText, _member(raw.name, data, "preview")))
    if raw.name == "delta":
        return DeltaEvent(str(_member(raw.name, data, "text")))
    if raw.name == "draft":
        return DraftEvent(str(_member(raw.name, data, "model_tier")), str(_member(raw.name, data, "text")))
    if raw.name == "escalation":
        tiers = (str(_member(raw.name, data, name)) for name in ("from", "to", "reason"))
        return EscalationEvent(*tiers)
    return OtherEvent(raw.name, data)


def _member(event: str, data: Any, name: str) -> Any:  # noqa: ANN401 (whatever JSON came)
    if not isinstance(data, dict) or data.get(name) is None:
        raise InvalidReplyError(f"the {event} event of the stream has no {name}")
    return data[name]
