"""Documents that several prompts begin with, and model servers that remember which of them they have read.

What prefix routing should count can be computed by hand: a document fills a known number of blocks, and a
server reports all of its tokens or none.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx

from .configs import MODEL, Config, model_entry
from .gateway import Gateway
from .replies import completion
from .script import Script, whole
from .scripted_upstream import Chooser, Received, ScriptedUpstream

BLOCK_BYTES, BYTES_PER_TOKEN = 64, 4
# The text of a document, and no question, fills these blocks; half of one is left over, so that the bytes
# which say where a message begins do not matter.
DOCUMENT_BLOCKS = 100
DOCUMENT_BYTES = DOCUMENT_BLOCKS * BLOCK_BYTES + BLOCK_BYTES // 2
DOCUMENT_TOKENS = DOCUMENT_BLOCKS * BLOCK_BYTES // BYTES_PER_TOKEN
DOCUMENTS, QUESTIONS = 3, 4
AGAIN = DOCUMENTS * (QUESTIONS - 1)  # requests whose document was read before
ENDPOINTS = 2
UPSTREAM_MODEL = "upstream-model"
# Of two endpoints in turn, half of the documents' tokens would have been found.
SAVED_EACH = DOCUMENT_TOKENS - DOCUMENT_TOKENS / ENDPOINTS

MILLIWATT_HOURS_PER_TOKEN, PUE, GRAMS_PER_KWH = 1, 1.5, 400
JOULES_PER_MILLIWATT_HOUR, JOULES_PER_KWH = 3.6, 3.6e6
JOULES_EACH = SAVED_EACH * MILLIWATT_HOURS_PER_TOKEN * JOULES_PER_MILLIWATT_HOUR * PUE
GRAMS_EACH = JOULES_EACH / JOULES_PER_KWH * GRAMS_PER_KWH

CachedTokens = Callable[[bool], int | None]
"""What a server reports of a prompt, by whether it has read its document before; None: nothing."""


def document(number: int) -> str:
    """No two have their first block in common."""
    return f"Document {number}. ".ljust(DOCUMENT_BYTES, "abcdefghij"[number])


def prompt_tokens(forwarded: bytes) -> int:
    """As the gateway expects them of the client's body: these servers and it count alike."""
    return (len(forwarded) - len(UPSTREAM_MODEL) + len(MODEL)) // BYTES_PER_TOKEN


def engine(reported: CachedTokens) -> Chooser:
    """A model server that remembers documents."""
    read: set[str] = set()

    def choose(request: Received) -> Script:
        text = json.loads(request.body)["messages"][0]["content"]
        cached = reported(text in read)
        read.add(text)
        prompt = prompt_tokens(request.body)
        usage: dict[str, Any] = {"prompt_tokens": prompt, "completion_tokens": 5, "total_tokens": prompt + 5}
        if cached is not None:
            usage["prompt_tokens_details"] = {"cached_tokens": cached}
        return whole(completion("Five words are written here.", usage=usage))

    return choose


def says_what_it_has(was_read: bool) -> int | None:
    return DOCUMENT_TOKENS if was_read else 0


def says_nothing(_: bool) -> int | None:
    return None


def caches_nothing(_: bool) -> int | None:
    return 0


def config(strategy: str, upstreams: list[ScriptedUpstream], **enterprise: object) -> Config:
    energy = {"output_mwh_per_token": 2, "input_mwh_per_token": MILLIWATT_HOURS_PER_TOKEN}
    return {
        "models": [model_entry(*upstreams, energy=energy)],
        "grid": {"static_intensity": GRAMS_PER_KWH, "pue": PUE},
        "enterprise": {"routing": {"strategy": strategy, "exploration": 0}, **enterprise},
        "optimizer": {"enabled": False},
    }


def ask(gateway: Gateway, number: int, question: int) -> dict[str, Any]:
    messages = [
        {"role": "system", "content": document(number)},
        {"role": "user", "content": f"{question} is the number of this question."},
    ]
    url = f"{gateway.url}/v1/chat/completions"
    body = {"model": MODEL, "messages": messages, "max_tokens": 10}
    reply = httpx.post(url, json=body, trust_env=False, timeout=20)
    assert reply.status_code == 200, reply.text
    receipt: dict[str, Any] = reply.json()["greeninfer"]
    return receipt


def ask_all(gateway: Gateway) -> list[dict[str, Any]]:
    """Every document once before one comes again; the receipts."""
    return [ask(gateway, number, question) for question in range(QUESTIONS) for number in range(DOCUMENTS)]
