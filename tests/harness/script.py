"""What a scripted upstream does with one request: a list of steps, and builders for the usual ones."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Send:
    data: bytes


@dataclass(frozen=True)
class Pause:
    seconds: float


@dataclass(frozen=True)
class WaitFor:
    """Goes on when the test sets the event."""

    event: threading.Event = field(default_factory=threading.Event)


@dataclass(frozen=True)
class Silence:
    """Says nothing more and waits until the peer closes."""


@dataclass(frozen=True)
class HalfClose:
    """Closes the sending direction and goes on reading."""


@dataclass(frozen=True)
class Close:
    pass


@dataclass(frozen=True)
class Reset:
    """Closes with a TCP reset."""


Step = Send | Pause | WaitFor | Silence | HalfClose | Close | Reset
Script = list[Step]
Headers = dict[str, str]
Json = Any
"""A JSON value, read or to be written; its shape is what a test is about."""

STREAM_HEADERS = {"content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache"}


def head(status: int = 200, headers: Headers | None = None, reason: str = "Reason") -> bytes:
    lines = [f"HTTP/1.1 {status} {reason}"] + [f"{name}: {value}" for name, value in (headers or {}).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def whole(body: Json, status: int = 200, headers: Headers | None = None) -> Script:
    """One complete answer; anything but bytes is sent as JSON."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    fields = {"content-type": "application/json", **(headers or {}), "content-length": str(len(data))}
    return [Send(head(status, fields) + data)]


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


LAST_CHUNK = b"0\r\n\r\n"


def event(body: Json) -> bytes:
    data = body if isinstance(body, bytes) else json.dumps(body, separators=(",", ":")).encode()
    return b"data: " + data + b"\n\n"


DONE = b"data: [DONE]\n\n"


def stream_head(headers: Headers | None = None) -> Send:
    return Send(head(200, {**STREAM_HEADERS, **(headers or {}), "transfer-encoding": "chunked"}))


def stream(events: Iterable[bytes], pause_seconds: float = 0.0) -> Script:
    """A complete chunked stream of the given bytes, one chunk each, and its end."""
    steps: Script = [stream_head()]
    for data in events:
        steps.append(Send(chunk(data)))
        if pause_seconds:
            steps.append(Pause(pause_seconds))
    return [*steps, Send(LAST_CHUNK)]


def open_stream(events: Iterable[bytes], pause_seconds: float = 0.0) -> Script:
    """As stream, without its end: what follows is up to the test."""
    return stream(events, pause_seconds)[:-1]
