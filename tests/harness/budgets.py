"""Clients with keys, and a model whose answers cost a gram for each token they are reported to have."""

from __future__ import annotations

import hashlib

import httpx

from .configs import MODEL, Config, model_entry
from .gateway import Gateway
from .replies import completion, content_event, finish_event, role_event, usage_event
from .script import DONE, Json, Script, stream, whole
from .scripted_upstream import Chooser, Received, ScriptedUpstream

# 1000 mWh a token at 1000 g/kWh, and nothing for the prompt.
GRAM_A_TOKEN: Config = {"output_mwh_per_token": 1000, "input_mwh_per_token": 0}
GRID: Config = {"static_intensity": 1000, "pue": 1}


def key_of(name: str) -> str:
    return f"sk-{name}"


def client_entry(name: str, **fields: Json) -> Config:
    return {"name": name, "key_sha256": hashlib.sha256(key_of(name).encode()).hexdigest(), **fields}


def gram_model(*endpoints: ScriptedUpstream, name: str = MODEL, **fields: Json) -> Config:
    return model_entry(*endpoints, name=name, energy=GRAM_A_TOKEN, **fields)


def budget_config(upstream: ScriptedUpstream, **sections: Json) -> Config:
    return {"models": [gram_model(upstream)], "grid": GRID, "cascade": {"enabled": False}, **sections}


def costing(tokens: int) -> Chooser:
    """Answers, streamed or whole, that report so many tokens."""
    usage = {"prompt_tokens": 3, "completion_tokens": tokens, "total_tokens": tokens + 3}

    def choose(request: Received) -> Script:
        if b'"stream":true' in request.body.replace(b" ", b""):
            return stream([role_event(), content_event("word "), finish_event(), usage_event(usage), DONE])
        return whole(completion("word", usage=usage))

    return choose


def ask(
    gateway: Gateway, session: str | None = None, client: str | None = None, **fields: Json
) -> httpx.Response:
    """A native request that may write one token, unless the fields say otherwise."""
    body = {
        "prompt": "Say a word.",
        "max_tokens": 1,
        **({"session_id": session} if session else {}),
        **fields,
    }
    return httpx.post(
        f"{gateway.url}/chat", json=body, headers=headers_of(client), trust_env=False, timeout=20
    )


def headers_of(client: str | None) -> dict[str, str]:
    return {"authorization": f"Bearer {key_of(client)}"} if client else {}


def session_of(gateway: Gateway, session: str, client: str | None = None) -> httpx.Response:
    return httpx.get(
        f"{gateway.url}/sessions/{session}", headers=headers_of(client), trust_env=False, timeout=20
    )
