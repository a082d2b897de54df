"""Sends prompts through a gateway as fast as it takes them and collects answers with their receipts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from eval.http_messages import Message, MessageReader, request

AT_ONCE = 32
READ_BYTES = 256 * 1024


@dataclass(frozen=True)
class Reply:
    status: int
    text: str
    receipt: dict[str, Any]
    error: str = ""


def reply_status(message: Message) -> int:
    return int(message.start.split(" ")[1])


def reply_of(message: Message) -> Reply:
    status = reply_status(message)
    content = json.loads(message.body) if message.body else {}
    if status != 200:
        return Reply(status, "", {}, str(content.get("error", {}).get("message", "")))
    return Reply(status, content["choices"][0]["message"]["content"], content.get("greeninfer", {}))


def chat_body(prompt: str, model: str, **members: object) -> bytes:
    return json.dumps({"model": model, "messages": [{"role": "user", "content": prompt}]} | members).encode()


class Caller:
    """One kept connection to a gateway on the loopback device; one call at a time."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._messages = MessageReader()

    @staticmethod
    async def to(port: int) -> Caller:
        return Caller(*await asyncio.open_connection("127.0.0.1", port))

    async def call(
        self, method: str, path: str, body: bytes = b"", fields: dict[str, str] | None = None
    ) -> Message:
        self._writer.write(request(method, path, body, fields))
        arrived: list[Message] = []
        while not arrived:
            data = await self._reader.read(READ_BYTES)
            if not data:
                raise ConnectionError("the gateway closed a connection that waited for an answer")
            arrived = self._messages.feed(data)
        return arrived[0]

    async def close(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()


async def read_json(port: int, path: str) -> dict[str, Any]:
    caller = await Caller.to(port)
    message = await caller.call("GET", path)
    await caller.close()
    return json.loads(message.body)


async def wait_until_ready(port: int, seconds: float) -> None:
    """Until some model can answer."""
    caller = await Caller.to(port)
    async with asyncio.timeout(seconds):
        while reply_status(await caller.call("GET", "/ready")) != 200:
            await asyncio.sleep(0.1)
    await caller.close()


async def ask_all(
    port: int,
    prompts: Sequence[str],
    model: str = "auto",
    at_once: int = AT_ONCE,
    fields: dict[str, str] | None = None,
    **members: object,
) -> list[Reply]:
    """One reply per prompt, in their order; header `fields` and body `members` go into every request.

    A connection that breaks is an error: nothing is left out.
    """
    replies: list[Reply | None] = [None] * len(prompts)
    waiting = iter(range(len(prompts)))

    async def work() -> None:
        caller = await Caller.to(port)
        for place in waiting:
            body = chat_body(prompts[place], model, **members)
            replies[place] = reply_of(await caller.call("POST", "/v1/chat/completions", body, fields))
        await caller.close()

    await asyncio.gather(*(work() for _ in range(min(at_once, len(prompts)))))
    return [reply for reply in replies if reply is not None]
