"""A simulated fleet: an OpenAI-compatible server that answers recorded prompts as they were answered once.

It puts recorded outcomes on the real wire, so that the real gateway is judged and not a copy of its logic.
It knows two kinds of request: a prompt, answered by the model asked for, and the gateway's one-token check
of an answer, met by YES or NO with the recorded probability. Whatever was not recorded is a 404. One event
loop owns it.

usage: python -m eval.replay_fleet      (serves the cascade recordings on a free port of the loopback device)
"""

from __future__ import annotations

import asyncio
import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from eval.http_messages import Message, MessageReader, response
from eval.replay_records import Answer, Records, Verdict, tokens

CHECK_ENDS_WITH = "Is this answer correct: YES or NO? Answer:"
QUESTION = re.compile(r"^Question:\n<([^>\n]+)>\n(.*?)\n</\1>$", re.DOTALL | re.MULTILINE)


@dataclass
class Fleet:
    records: Records
    gives_log_probabilities: bool = True
    counts_recorded_check: bool = True  # False: a check is as long as the gateway wrote it
    seen: Counter[str] = field(default_factory=Counter)  # calls by `answer MODEL` and `check MODEL`

    def reply(self, message: Message) -> bytes:
        method, path, _ = message.start.split(" ", 2)
        if method == "GET":
            return self._reply_to_get(path)
        asked = json.loads(message.body)
        prompt = text_of(asked["messages"][-1])
        if is_check(asked, prompt):
            return self._reply_to_check(asked, prompt)
        known = self.records.known(prompt)
        answer = known and self.records.answers.get((known, asked["model"]))
        if not answer:
            return not_recorded(f"no answer of {asked['model']} to this prompt is recorded")
        self.seen[f"answer {asked['model']}"] += 1
        if asked.get("stream"):
            return response("200 OK", events(asked, answer), "text/event-stream")
        return response("200 OK", whole(asked["model"], answer.text, usage(answer)))

    def _reply_to_get(self, path: str) -> bytes:
        if path.endswith("/models"):
            listed = [{"id": model, "object": "model"} for model in self.records.models]
            return response("200 OK", json.dumps({"object": "list", "data": listed}).encode())
        return response("200 OK", b'{"status":"ok"}')

    def _reply_to_check(self, asked: Mapping[str, Any], prompt: str) -> bytes:
        question = QUESTION.search(prompt)
        known = question and self.records.known(question[2])
        verdict = known and self.records.verdicts.get((known, asked["model"]))
        if not verdict:
            return not_recorded(f"no verdict of {asked['model']} on this question is recorded")
        self.seen[f"check {asked['model']}"] += 1
        read = verdict.prompt_tokens
        if not self.counts_recorded_check:
            read = tokens(sum(len(text_of(each)) for each in asked["messages"]))
        wanted = self.gives_log_probabilities and asked.get("logprobs")
        word = "YES" if verdict.yes_probability > 0.5 else "NO"
        counted = {"prompt_tokens": read, "completion_tokens": 1, "total_tokens": read + 1}
        evidence = log_probabilities(verdict, word) if wanted else None
        return response("200 OK", whole(asked["model"], word, counted, evidence))


def is_check(asked: Mapping[str, Any], prompt: str) -> bool:
    return asked.get("max_tokens") == 1 and prompt.endswith(CHECK_ENDS_WITH)


def text_of(message: Mapping[str, Any]) -> str:
    content = message["content"]
    return content if isinstance(content, str) else "\n".join(part.get("text", "") for part in content)


def not_recorded(what: str) -> bytes:
    return response("404 Not Found", json.dumps({"error": {"message": what, "type": "not_found"}}).encode())


def usage(answer: Answer) -> dict[str, int]:
    both = answer.prompt_tokens + answer.completion_tokens
    return {
        "prompt_tokens": answer.prompt_tokens,
        "completion_tokens": answer.completion_tokens,
        "total_tokens": both,
    }


def log_probabilities(verdict: Verdict, word: str) -> dict[str, Any]:
    shares = {"YES": verdict.yes_probability, "NO": 1.0 - verdict.yes_probability}
    listed = [
        {"token": token, "logprob": math.log(share), "bytes": None}
        for token, share in shares.items()
        if share > 0
    ]
    chosen = next(entry for entry in listed if entry["token"] == word)
    return {"content": [{**chosen, "top_logprobs": listed}]}


def whole(
    model: str, text: str, counted: Mapping[str, int], evidence: Mapping[str, Any] | None = None
) -> bytes:
    choice = {
        "index": 0,
        "message": {"role": "assistant", "content": text},
        "finish_reason": "stop",
        "logprobs": evidence,
    }
    return json.dumps(
        {"id": "replay", "object": "chat.completion", "created": 0, "model": model, "choices": [choice]}
        | {"usage": counted}
    ).encode()


def events(asked: Mapping[str, Any], answer: Answer) -> bytes:
    base = {"id": "replay", "object": "chat.completion.chunk", "created": 0, "model": asked["model"]}

    def event(**members: object) -> bytes:
        return b"data: " + json.dumps(base | members).encode() + b"\n\n"

    delta = {"index": 0, "delta": {"role": "assistant", "content": answer.text}, "finish_reason": None}
    end = {"index": 0, "delta": {}, "finish_reason": "stop"}
    written = event(choices=[delta]) + event(choices=[end])
    if (asked.get("stream_options") or {}).get("include_usage"):
        written += event(choices=[], usage=usage(answer))
    return written + b"data: [DONE]\n\n"


class Connection(asyncio.Protocol):
    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet
        self._reader = MessageReader()
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        assert self._transport is not None
        for message in self._reader.feed(data):
            self._transport.write(self._fleet.reply(message))


async def serve(fleet: Fleet) -> tuple[asyncio.Server, str]:
    """The running server and the address that a gateway's `url` takes."""
    server = await asyncio.get_running_loop().create_server(lambda: Connection(fleet), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    return server, f"http://127.0.0.1:{port}/v1"


async def main() -> None:
    from eval.data_sets import rows_of
    from eval.replay_records import cascade_records
    from train.cascade_outcomes import NEXT, SMALL

    records = cascade_records(rows_of("cascade_confidence_llama"), SMALL, NEXT)
    server, url = await serve(Fleet(records))
    print(f"replaying {len(records.answers)} recorded answers (a simulation) at {url}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
