"""Configurations and request bodies that most tests share."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .script import Json

if TYPE_CHECKING:
    from .gateway import Gateway
    from .scripted_upstream import ScriptedUpstream

Config = dict[str, Any]
StartGateway = Callable[..., "Gateway"]
StartUpstream = Callable[..., "ScriptedUpstream"]

MODEL = "test-model"


def merge(base: Config, changes: Config) -> Config:
    """Lays changes over base, section by section."""
    merged = dict(base)
    for key, value in changes.items():
        old = merged.get(key)
        merged[key] = merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return merged


BASE_CONFIG: Config = {
    "server": {"listen": "127.0.0.1:0", "threads": 2, "drain_timeout": "5s"},
    "upstream": {
        "retries": 2,
        "retry_backoff": "5ms",
        "retry_backoff_limit": "20ms",
        # Most tests send few requests, of which all may fail: the budget has a test of its own.
        "retry_budget": 10,
        "health": {"interval": "0s"},
        "breaker": {"failures": 1000},
    },
    "local_engine": {"enabled": False},
    "telemetry": {"log_format": "json", "log_level": "debug"},
}


def model_entry(*endpoints: ScriptedUpstream | str, name: str = MODEL, **fields: Json) -> Config:
    """A model served by these upstreams; a string is the url of a server that need not be there."""
    urls = [endpoint if isinstance(endpoint, str) else endpoint.url for endpoint in endpoints]
    listed = [{"url": url, "model": "upstream-model"} for url in urls]
    return {
        "name": name,
        "tier": "small",
        "capabilities": ["tools", "logprobs"],
        "endpoints": listed,
        **fields,
    }


def chat_body(stream: bool = False, **fields: Json) -> dict[str, Any]:
    body: dict[str, Any] = {"model": MODEL, "messages": [{"role": "user", "content": "Say hello."}]}
    return {**body, **({"stream": True} if stream else {}), **fields}
