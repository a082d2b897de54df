"""An HTTP server that does with each request exactly what a script says, over real sockets.

It runs its own event loop in a thread, so that tests stay plain functions. Everything that arrived is kept,
with the time at which the peer closed: that is how a test sees that a cancelled request reached the upstream.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import struct
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .replies import chat_stream, chat_whole
from .script import Close, HalfClose, Pause, Reset, Script, Send, Silence, Step, WaitFor, whole


@dataclass
class Received:
    """One request as it arrived."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes
    connection: int
    at: float
    closed_at: float | None = None
    """When the peer closed while the script was still running; monotonic seconds."""
    answered: threading.Event = field(default_factory=threading.Event)
    closed: threading.Event = field(default_factory=threading.Event)

    def header(self, name: str) -> str | None:
        values = [value for key, value in self.headers if key.lower() == name.lower()]
        return values[0] if values else None

    def names(self) -> set[str]:
        return {name.lower() for name, _ in self.headers}

    def wait_closed(self, timeout_seconds: float = 5) -> float:
        """Waits until the peer closed before the answer was complete; the moment it did."""
        assert self.closed.wait(timeout_seconds), "the gateway did not cancel the request"
        assert self.closed_at is not None
        return self.closed_at


Chooser = Callable[[Received], Script]


def answer_as_asked(request: Received) -> Script:
    """A stream when the request asked for one, else a whole answer."""
    wants_stream = b'"stream":true' in request.body.replace(b" ", b"")
    return chat_stream() if wants_stream else chat_whole()


class ScriptedUpstream:
    def __init__(
        self,
        host: str = "127.0.0.1",
        unix_path: Path | None = None,
        tls: ssl.SSLContext | None = None,
        idle_close_seconds: float | None = None,
    ) -> None:
        self.requests: list[Received] = []
        self.probes: list[Received] = []
        self.connections = 0
        self.healthy = True
        self.is_model_server = True
        """Then what is only asked for, and not sent, is a check of its health and no request."""
        self.choose: Chooser = answer_as_asked
        self._queued: deque[Script] = deque()
        self._host, self._unix_path, self._tls = host, unix_path, tls
        self._idle_close_seconds = idle_close_seconds
        self._arrived = threading.Condition()
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(5)
        name = self._server.sockets[0].getsockname()
        self.port: int = 0 if unix_path else name[1]

    # Addresses

    @property
    def authority(self) -> str:
        return f"[{self._host}]:{self.port}" if ":" in self._host else f"{self._host}:{self.port}"

    @property
    def url(self) -> str:
        return f"{'https' if self._tls else 'http'}://{self.authority}/v1"

    # Scripts

    def respond(self, *scripts: Script) -> None:
        """The next requests get these scripts in turn, all later ones the last of them."""
        self._queued = deque(scripts[:-1])
        last = scripts[-1]
        self.choose = lambda _: last

    def choose_with(self, chooser: Chooser) -> None:
        self._queued.clear()
        self.choose = chooser

    # What arrived

    def wait_for_requests(self, count: int = 1, timeout_seconds: float = 5) -> list[Received]:
        with self._arrived:
            arrived = self._arrived.wait_for(lambda: len(self.requests) >= count, timeout_seconds)
        assert arrived, f"{len(self.requests)} of {count} requests arrived"
        return self.requests

    def only_request(self) -> Received:
        assert len(self.requests) == 1, f"{len(self.requests)} requests arrived"
        return self.requests[0]

    # Life

    def stop(self) -> None:
        """Closes the listener and every connection."""
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(5)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(5)
            self._loop.close()

    async def _listen(self) -> asyncio.Server:
        if self._unix_path:
            return await asyncio.start_unix_server(self._serve, self._unix_path, ssl=self._tls)
        return await asyncio.start_server(
            self._serve, self._host, 0, ssl=self._tls, backlog=2048, limit=1 << 26
        )

    async def _close(self) -> None:
        self._server.close()
        for writer in list(self._open):
            writer.transport.abort()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        number = self.connections
        self._open.add(writer)
        transport_socket = writer.get_extra_info("socket")
        if transport_socket.family != socket.AF_UNIX:
            transport_socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            while (request := await self._read_request(reader, number)) is not None:
                if not await self._answer(request, reader, writer):
                    break
        except (ConnectionError, asyncio.IncompleteReadError, TimeoutError, ssl.SSLError):
            pass
        finally:
            self._open.discard(writer)
            writer.close()

    async def _read_request(self, reader: asyncio.StreamReader, number: int) -> Received | None:
        try:
            text = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), self._idle_close_seconds)
        except asyncio.IncompleteReadError:
            return None
        first, *lines = text.decode("latin-1").removesuffix("\r\n\r\n").split("\r\n")
        method, target, _ = first.split(" ", 2)
        headers = [(name, value.strip()) for name, _, value in (line.partition(":") for line in lines)]
        request = Received(method, target, headers, b"", number, time.monotonic())
        request.body = await self._read_body(request, reader)
        return request

    async def _read_body(self, request: Received, reader: asyncio.StreamReader) -> bytes:
        if (request.header("transfer-encoding") or "").lower() == "chunked":
            parts = []
            while size := int((await reader.readline()).split(b";")[0], 16):
                parts.append(await reader.readexactly(size))
                await reader.readline()
            await reader.readline()
            return b"".join(parts)
        return await reader.readexactly(int(request.header("content-length") or 0))

    async def _answer(
        self, request: Received, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Runs the script of the request; False when the connection is over."""
        script = self._script_for(request)
        running = asyncio.ensure_future(self._run(script, writer))
        watching = asyncio.ensure_future(self._closed_by_peer(reader))
        try:
            await asyncio.wait({running, watching}, return_when=asyncio.FIRST_COMPLETED)
            # A write may learn that the peer has closed before the reader does.
            if running.done() and not isinstance(running.exception(), ConnectionError):
                return running.result()
            request.closed_at = time.monotonic()
            request.closed.set()
            return False
        finally:
            for task in (running, watching):
                task.cancel()
            await asyncio.gather(running, watching, return_exceptions=True)
            request.answered.set()

    def _script_for(self, request: Received) -> Script:
        if self.is_model_server and request.method == "GET":
            self.probes.append(request)
            listing = {"object": "list", "data": []}
            return whole(listing) if self.healthy else whole({"error": "down"}, status=503)
        with self._arrived:
            script = self._queued.popleft() if self._queued else self.choose(request)
            self.requests.append(request)
            self._arrived.notify_all()
        return script

    async def _run(self, script: Script, writer: asyncio.StreamWriter) -> bool:
        for step in script:
            if not await self._take(step, writer):
                return False
        return True

    async def _take(self, step: Step, writer: asyncio.StreamWriter) -> bool:
        if isinstance(step, WaitFor):
            while not step.event.is_set():
                await asyncio.sleep(self._look_again_seconds())
            return True
        return await _perform(step, writer)

    async def _closed_by_peer(self, reader: asyncio.StreamReader) -> None:
        """Returns when the peer has closed; leaves what it sent (a pipelined request) in the buffer."""
        with contextlib.suppress(ConnectionError):
            while not reader.at_eof() and reader.exception() is None:
                # The reader has no call that waits without taking bytes.
                await asyncio.sleep(self._look_again_seconds())

    def _look_again_seconds(self) -> float:
        """Every 2 ms is exact enough; for a thousand connections it would leave time for nothing else."""
        return 0.002 * max(1.0, len(self._open) / 25)


async def _perform(step: Step, writer: asyncio.StreamWriter) -> bool:
    match step:
        case Send(data):
            writer.write(data)
            await writer.drain()
        case Pause(seconds):
            await asyncio.sleep(seconds)
        case Silence():
            await asyncio.Event().wait()
        case HalfClose():
            writer.write_eof()
            await asyncio.Event().wait()
        case Close():
            return False
        case Reset():
            linger = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            writer.transport.abort()
            return False
    return True
