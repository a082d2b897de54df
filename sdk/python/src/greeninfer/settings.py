"""Where the server is and how it is asked, from arguments and environment; and what only the server can be
told."""

from __future__ import annotations

import ipaddress
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from greeninfer.errors import ConfigurationError

DEFAULT_BASE_URL = "http://127.0.0.1:8700"
BASE_URL_VARIABLE = "GREENINFER_BASE_URL"
API_KEY_VARIABLE = "GREENINFER_API_KEY"
# An answer may take as long as the server lets it (upstream.total_timeout); an address that does not answer
# may not.
TIMEOUT_SECONDS = 600.0
CONNECT_TIMEOUT_SECONDS = 5.0
# Whether a server is there is known at once: what takes longer is something else.
FIND_TIMEOUT = httpx.Timeout(10.0, connect=CONNECT_TIMEOUT_SECONDS)

# Arguments of the first GreenInfer, which was no client of a server. Taking and ignoring them would be a lie.
_ON_THE_SERVER: Mapping[str, str] = {
    "model_pool": "models are set on the server, under `models` in its configuration file",
    "optimizer_model": "the optimiser is set on the server, under `optimizer` in its configuration file",
    "carbon_aware": "whether the grid moves the mode is set on the server, under `grid` in its configuration "
    "file",
    "electricity_maps_key": "the key is set on the server, as ELECTRICITY_MAPS_KEY in its environment",
    "groq_api_key": "the key is set on the server, as GROQ_API_KEY in its environment",
}


@dataclass(frozen=True)
class ServerAddress:
    base_url: str  # without a slash at its end
    api_key: str | None

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.api_key}"} if self.api_key else {}

    @property
    def is_loopback(self) -> bool:
        host = urlsplit(self.base_url).hostname or ""
        try:
            return host == "localhost" or ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False


def find_server(base_url: str | None = None, api_key: str | None = None) -> ServerAddress:
    """The argument, else the environment, else the address at which the server listens by default."""
    url = base_url or os.environ.get(BASE_URL_VARIABLE) or DEFAULT_BASE_URL
    try:
        parts = urlsplit(url)
        is_usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_usable = False
    if not is_usable:
        raise ConfigurationError(f"base_url {url!r} is no address: write it as {DEFAULT_BASE_URL}")
    return ServerAddress(url.rstrip("/"), api_key or os.environ.get(API_KEY_VARIABLE) or None)


def refuse_server_settings(given: Mapping[str, Any]) -> None:
    for name, value in given.items():
        if value is not None:
            raise ConfigurationError(f"{name}: {_ON_THE_SERVER[name]}; leave the argument out")


def check_budget(carbon_budget_g: float | None) -> float | None:
    """0 is a budget: it allows nothing."""
    if carbon_budget_g is None:
        return None
    if isinstance(carbon_budget_g, bool) or not math.isfinite(carbon_budget_g) or carbon_budget_g < 0:
        raise ConfigurationError(f"carbon_budget_g is {carbon_budget_g}: give grams, 0 or more")
    return float(carbon_budget_g)


def timeout_of(timeout: float | httpx.Timeout | None) -> httpx.Timeout:
    if isinstance(timeout, httpx.Timeout):
        return timeout
    return httpx.Timeout(timeout, connect=CONNECT_TIMEOUT_SECONDS)


def how_to_start(base_url: str) -> str:
    return (
        f"no GreenInfer server answers at {base_url}: start one with `./dev run` in a clone of GreenInfer, "
        f"or with `greeninfer serve`, or name another one in {BASE_URL_VARIABLE}"
    )
