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


def reply_of(message: Message) -> Reply:
    status = int(message.start.split(" ")[1])
    content = json.loads(message.body) if message.body else {}
    if status != 200:
        return Reply(status, "", {}, str(content.get("error", {}).get("message", "")))
    return Reply(status, content["choices"][0]["message"]["content"], content.get("greeninfer", {}))


def chat_body(prompt: str, model: str) -> bytes:
    return json.dumps({"model": model, "messages": [{"role": "user", "content": prompt}]}).encode()


async def ask_all(
    port: int, prompts: Sequence[str], model: str = "auto", at_once: int = AT_ONCE
) -> list[Reply]:
    """One reply per prompt, in their order. A connection that breaks is an error: nothing is left out."""
    replies: list[Reply | None] = [None] * len(prompts)
    waiting = iter(range(len(prompts)))

    async def work() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        messages = MessageReader()
        for place in waiting:
            writer.write(request("POST", "/v1/chat/completions", chat_body(prompts[place], model)))
            arrived: list[Message] = []
            while not arrived:
                data = await reader.read(READ_BYTES)
                if not data:
                    raise ConnectionError("the gateway closed a connection that waited for an answer")
                arrived = messages.feed(data)
            replies[place] = reply_of(arrived[0])
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(work() for _ in range(min(at_once, len(prompts)))))
    return [reply for reply in replies if reply is not None]
