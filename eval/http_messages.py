"""The least of HTTP/1.1 that a loopback server and client need: a head, then a body of known length.

Web frameworks spend more time on a call than the gateway under test does, and the tables need a hundred
thousand calls.
"""

from __future__ import annotations

from dataclasses import dataclass

HEAD_BYTES_MAX = 64 * 1024


@dataclass(frozen=True)
class Message:
    start: str  # request or status line
    fields: dict[str, str]  # names in lower case
    body: bytes


class MessageReader:
    """Fed with bytes as they come; answers every whole message in them."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def feed(self, data: bytes) -> list[Message]:
        self._bytes += data
        messages = []
        while message := self._next():
            messages.append(message)
        return messages

    def _next(self) -> Message | None:
        end = self._bytes.find(b"\r\n\r\n")
        if end < 0:
            if len(self._bytes) > HEAD_BYTES_MAX:
                raise ValueError(f"the head of a message is longer than {HEAD_BYTES_MAX} bytes")
            return None
        start, *lines = self._bytes[:end].decode("latin-1").split("\r\n")
        fields = {
            name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
        }
        if "chunked" in fields.get("transfer-encoding", "").lower():
            body, size = self._chunks(end + 4)
        else:
            size = end + 4 + int(fields.get("content-length", "0"))
            body = bytes(self._bytes[end + 4 : size]) if len(self._bytes) >= size else None
        if body is None:
            return None
        del self._bytes[:size]
        return Message(start, fields, body)

    def _chunks(self, place: int) -> tuple[bytes | None, int]:
        body = bytearray()
        while (line_end := self._bytes.find(b"\r\n", place)) >= 0:
            size = int(self._bytes[place:line_end].split(b";")[0], 16)
            place = line_end + 2 + size + 2
            if len(self._bytes) < place:
                break
            if size == 0:
                return bytes(body), place
            body += self._bytes[line_end + 2 : place - 2]
        return None, 0


def request(method: str, path: str, body: bytes, fields: dict[str, str] | None = None) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "host: loopback", f"content-length: {len(body)}"]
    lines += ["content-type: application/json"] if body else []
    lines += [f"{name}: {value}" for name, value in (fields or {}).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def response(status: str, body: bytes, content_type: str = "application/json") -> bytes:
    head = f"HTTP/1.1 {status}\r\ncontent-type: {content_type}\r\ncontent-length: {len(body)}\r\n\r\n"
    return head.encode() + body
