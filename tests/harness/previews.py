"""Requests for previews as a model server sees them, and what it may answer to them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx

from .budgets import headers_of
from .cascade import QUESTION, answer
from .gateway import Gateway
from .replies import completion
from .script import Json, Script, whole
from .scripted_upstream import Received, ScriptedUpstream

ANSWER = "The whole answer by the model that the prompt was decided for."
PREVIEW_USAGE = {"prompt_tokens": 100, "completion_tokens": 60, "total_tokens": 160}

SUMMARY = [
    "A bounded monotone sequence has a least upper bound.",
    "Its members come as near to that as one likes.",
]
OUTLINES = [
    [
        "What bounded and monotone mean",
        "The supremum that completeness gives",
        "Why terms approach the supremum",
        "The decreasing case by symmetry",
    ],
    [
        "A worked sequence with numbers",
        "Picking an index for epsilon",
        "Checking later members numerically",
        "Common mistakes of beginners",
    ],
    [
        "Cauchy's and Weierstrass's earlier texts",
        "Rational numbers as a counterexample",
        "Axioms under debate",
    ],
]


def preview_json(outline: list[str] | None = None, summary: list[str] | None = None) -> str:
    return json.dumps({"summary": summary or SUMMARY, "outline": outline or OUTLINES[0]})


def is_preview(request: Received) -> bool:
    return b"Do not answer yet" in request.body


def says(text: str) -> Script:
    return whole(completion(text, usage=PREVIEW_USAGE))


def previews(upstream: ScriptedUpstream, *scripts: Script | str) -> None:
    """Requests for previews get these in turn, the last one again and again; all others get ANSWER."""
    left = list(scripts)

    def choose(request: Received) -> Script:
        if not is_preview(request):
            return answer(request, ANSWER)
        script = left.pop(0) if len(left) > 1 else left[0]
        return says(script) if isinstance(script, str) else script

    upstream.choose_with(choose)


def preview_requests(upstream: ScriptedUpstream) -> list[Received]:
    return [request for request in upstream.requests if is_preview(request)]


def answer_requests(upstream: ScriptedUpstream) -> list[Received]:
    return [request for request in upstream.requests if not is_preview(request)]


def prompt_of(request: Received) -> str:
    """The text of the last message that a model server was sent."""
    return str(json.loads(request.body)["messages"][-1]["content"])


def chat(gateway: Gateway, client: str | None = None, **fields: Json) -> httpx.Response:
    body = {"prompt": QUESTION, **fields}
    return httpx.post(
        f"{gateway.url}/chat", json=body, headers=headers_of(client), trust_env=False, timeout=60
    )


def preview_of(reply: httpx.Response) -> dict[str, Any]:
    assert reply.status_code == 200, reply.text
    found: dict[str, Any] = reply.json()["preview"]
    return found


def confirm(gateway: Gateway, preview_id: str, choice: str, **fields: Json) -> httpx.Response:
    return chat(gateway, confirm={"preview_id": preview_id, "choice": choice}, **fields)


def error_of(reply: httpx.Response) -> dict[str, Any]:
    found: dict[str, Any] = reply.json()["error"]
    return found


Ask = Callable[..., httpx.Response]
