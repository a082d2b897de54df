"""HTTP/1.1 on a bare socket, for what good clients never do: half requests, pipelines, slow reading."""

from __future__ import annotations

import json
import socket
import ssl
import struct
import time
from dataclasses import dataclass, field

from .script import Json

CHAT = "/v1/chat/completions"


@dataclass
class RawAnswer:
    status: int
    headers: dict[str, str]
    body: bytes = b""
    arrivals: list[tuple[float, bytes]] = field(default_factory=list)
    """Each piece of the body with the moment at which it came; monotonic seconds."""
    complete: bool = True

    def json(self) -> Json:
        return json.loads(self.body)


class RawConnection:
    def __init__(
        self, address: tuple[str, int] | str, tls: ssl.SSLContext | None = None, name: str = "localhost"
    ) -> None:
        if isinstance(address, str):
            plain = socket.socket(socket.AF_UNIX)
            plain.settimeout(10)
            plain.connect(address)
        else:
            plain = socket.create_connection(address, timeout=10)
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = tls.wrap_socket(plain, server_hostname=name) if tls else plain
        self._buffer = b""

    def __enter__(self) -> RawConnection:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.socket.close()

    def reset(self) -> None:
        """Closes with a TCP reset."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def send(self, data: bytes) -> None:
        self.socket.sendall(data)

    def post(self, body: Json, path: str = CHAT, headers: dict[str, str] | None = None) -> None:
        self.send(request_bytes(body, path, headers))

    def read_head(self) -> RawAnswer:
        while b"\r\n\r\n" not in self._buffer:
            self._fill()
        text, _, self._buffer = self._buffer.partition(b"\r\n\r\n")
        first, *lines = text.decode("latin-1").split("\r\n")
        fields = (line.partition(":") for line in lines)
        headers = {name.lower(): value.strip() for name, _, value in fields}
        return RawAnswer(int(first.split(" ")[1]), headers)

    def read_answer(self) -> RawAnswer:
        """The next whole answer, or as much of it as came before the peer closed."""
        answer = self.read_head()
        try:
            if answer.headers.get("transfer-encoding") == "chunked":
                while piece := self.read_chunk():
                    answer.arrivals.append((time.monotonic(), piece))
            elif "content-length" in answer.headers:
                answer.arrivals.append((0.0, self._take(int(answer.headers["content-length"]))))
        except ConnectionError:
            answer.complete = False
        answer.body = b"".join(piece for _, piece in answer.arrivals)
        return answer

    def read_chunk(self) -> bytes:
        """One chunk of a chunked body; empty at its end."""
        while b"\r\n" not in self._buffer:
            self._fill()
        size, _, self._buffer = self._buffer.partition(b"\r\n")
        data = self._take(int(size.split(b";")[0], 16) + 2)
        return data[:-2]

    def read_until(self, wanted: bytes) -> bytes:
        """Raw bytes up to and with those wanted."""
        while wanted not in self._buffer:
            self._fill()
        end = self._buffer.index(wanted) + len(wanted)
        taken, self._buffer = self._buffer[:end], self._buffer[end:]
        return taken

    def is_closed_by_peer(self, timeout_seconds: float = 3) -> bool:
        self.socket.settimeout(timeout_seconds)
        try:
            while self.socket.recv(65536):
                pass
        except TimeoutError:
            return False
        except ConnectionError:
            return True
        return True

    def _take(self, count: int) -> bytes:
        while len(self._buffer) < count:
            self._fill()
        taken, self._buffer = self._buffer[:count], self._buffer[count:]
        return taken

    def _fill(self) -> None:
        data = self.socket.recv(1 << 18)
        if not data:
            raise ConnectionError("the gateway closed the connection")
        self._buffer += data


def request_bytes(
    body: Json, path: str = CHAT, headers: dict[str, str] | None = None, method: str = "POST"
) -> bytes:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    fields = {"host": "gateway", "content-type": "application/json", **(headers or {})}
    if "transfer-encoding" not in fields and "content-length" not in fields:
        fields["content-length"] = str(len(data))
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + data


def chunked(data: bytes, size: int) -> bytes:
    """The data as a chunked body of chunks of that size."""
    pieces = [data[i : i + size] for i in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"
