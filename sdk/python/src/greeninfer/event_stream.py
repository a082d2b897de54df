"""Cuts the bytes of an event stream into events.

On bytes and not on text, since a read may end inside a character; at LF, CRLF and CR, also where a CRLF is
split between two reads. Comments and fields other than `event` and `data` are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from greeninfer.errors import InvalidReplyError

EVENT_BYTES_MAX = 64 * 1024 * 1024


@dataclass(frozen=True)
class RawEvent:
    name: str  # empty where the stream named none
    data: str


class EventFramer:
    """Takes reads as they come and gives the events that they complete."""

    def __init__(self) -> None:
        self._line = bytearray()
        self._after_cr = False
        self._name = b""
        self._data: list[bytes] = []
        self._size_bytes = 0

    def feed(self, read: bytes) -> Iterator[RawEvent]:
        for line in self._lines(read):
            if line:
                self._field(line)
            elif event := self._end_of_event():
                yield event

    def _lines(self, read: bytes) -> Iterator[bytes]:
        if self._after_cr and read.startswith(b"\n"):
            read = read[1:]
            self._after_cr = False
        elif read:
            self._after_cr = False
        self._size_bytes += len(read)
        if self._size_bytes > EVENT_BYTES_MAX:
            raise InvalidReplyError(f"an event of the stream is larger than {EVENT_BYTES_MAX} bytes")
        pieces = (self._line + read).replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
        if read.endswith(b"\r"):
            self._after_cr = True  # a LF that comes next belongs to it
        self._line = pieces.pop()
        yield from map(bytes, pieces)

    def _field(self, line: bytes) -> None:
        name, _, value = line.partition(b":")
        value = value[1:] if value.startswith(b" ") else value
        if name == b"data":
            self._data.append(value)
        elif name == b"event":
            self._name = value

    def _end_of_event(self) -> RawEvent | None:
        name, data = self._name, self._data
        self._name, self._data, self._size_bytes = b"", [], 0
        if not data:
            return None
        return RawEvent(name.decode(errors="replace"), b"\n".join(data).decode(errors="replace"))
