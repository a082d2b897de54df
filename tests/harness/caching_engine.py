"""A model server with a prefix cache, as far as a router can tell: it reads what it has not, and says so.

A scripted upstream that remembers prompts. What it says of its cache, and whether it has one, can be
changed, so that it lies, forgets or dies as real ones do.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import takewhile

from .replies import chat_whole, content_event, finish_event, role_event, usage_event
from .script import DONE, Pause, Script, stream
from .scripted_upstream import Received, ScriptedUpstream

BYTES_PER_TOKEN = 4
TOKENS_PER_BLOCK = 16
Claim = Callable[[int, int], int]


def the_truth(cached_tokens: int, prompt_tokens: int) -> int:
    del prompt_tokens
    return cached_tokens


def all_of_it(cached_tokens: int, prompt_tokens: int) -> int:
    del cached_tokens
    return prompt_tokens


def nothing(cached_tokens: int, prompt_tokens: int) -> int:
    del cached_tokens, prompt_tokens
    return 0


def common_beginning(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def text_of(body: bytes) -> str:
    return "".join(message["role"] + message["content"] for message in json.loads(body)["messages"])


class CachingEngine:
    def __init__(self, upstream: ScriptedUpstream, seconds_per_token: float = 1e-4) -> None:
        self.upstream = upstream
        self.seconds_per_token = seconds_per_token
        self.claim: Claim = the_truth
        self.has_cache = True
        self.bytes_per_token = BYTES_PER_TOKEN
        self.cached_tokens: list[int] = []
        """That it really had of each request, in turn."""
        self._known: list[str] = []
        upstream.choose_with(self._answer)

    def restart(self) -> None:
        """It comes back with an empty cache, and no connection has ended."""
        self._known.clear()

    def works_again(self) -> None:
        self.upstream.choose_with(self._answer)

    @property
    def requests(self) -> int:
        return len(self.upstream.requests)

    def _take(self, text: str) -> int:
        longest = max((common_beginning(text, known) for known in self._known), default=0)
        if self.has_cache:
            self._known.append(text)
        blocks = longest // (self.bytes_per_token * TOKENS_PER_BLOCK)
        self.cached_tokens.append(blocks * TOKENS_PER_BLOCK)
        return self.cached_tokens[-1]

    def _answer(self, request: Received) -> Script:
        text = text_of(request.body)
        prompt = len(text) // self.bytes_per_token
        cached = self._take(text)
        usage = {
            "prompt_tokens": prompt,
            "completion_tokens": 2,
            "total_tokens": prompt + 2,
            "prompt_tokens_details": {"cached_tokens": self.claim(cached, prompt)},
        }
        reading = Pause((prompt - cached) * self.seconds_per_token)
        if b'"stream":true' not in request.body.replace(b" ", b""):
            return [reading, *chat_whole(usage=usage)]
        first, *rest = stream(
            [role_event(), content_event("Yes. "), finish_event(), usage_event(usage), DONE]
        )
        return [reading, first, *rest]
