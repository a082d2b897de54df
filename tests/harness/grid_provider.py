"""Stand-ins for the providers of grid intensities, and what a gateway says of its zones."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from .configs import Config
from .gateway import Gateway
from .script import Json, Script, whole
from .scripted_upstream import Received, ScriptedUpstream

ZONE = "US-TEX-ERCO"
KEY = "a-grid-key-that-nobody-may-see"
KEY_VARIABLE = "GRID_KEY_FOR_TEST"

Answering = Callable[[Received], Script]


def moment(minutes_from_now: float = 0) -> str:
    at = datetime.now(UTC) + timedelta(minutes=minutes_from_now)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def zone_asked(request: Received) -> str:
    return parse_qs(urlsplit(request.target).query)["zone"][0]


def latest(grams: Json, **fields: Json) -> Answering:
    """What Electricity Maps says of the zone that it is asked about; it has no forecast."""

    def answer(request: Received) -> Script:
        if "/forecast" in request.target:
            return whole({"message": "not in your plan"}, 403)
        body = {"zone": zone_asked(request), "carbonIntensity": grams, "datetime": moment(), **fields}
        return whole(body)

    return answer


def status(code: int, headers: dict[str, str] | None = None) -> Answering:
    return lambda _: whole({"message": f"no, {KEY}"}, code, headers)


def maps_config(source: ScriptedUpstream | str, **grid: Json) -> Config:
    """Electricity Maps at this address, asked every second."""
    url = source if isinstance(source, str) else source.url
    return {
        "grid": {
            "provider": "electricity_maps",
            "zone": ZONE,
            "refresh": "1s",
            "electricity_maps": {"url": url, "api_key_env": KEY_VARIABLE},
            **grid,
        }
    }


def zones(gateway: Gateway) -> dict[str, dict[str, Any]]:
    reply = httpx.get(f"{gateway.url}/grid", trust_env=False, timeout=5)
    assert reply.status_code == 200, reply.text
    return {zone["zone"]: zone for zone in reply.json()["zones"]}


def wait_for_zone(
    gateway: Gateway, zone: str = ZONE, timeout_seconds: float = 10, **fields: Json
) -> dict[str, Any]:
    """The zone, once these fields have these values; of a fallback a part is enough."""

    def fits(state: dict[str, Any]) -> bool:
        part = fields.get("fallback")
        if part is not None and part not in state.get("fallback", ""):
            return False
        return all(state.get(name) == wanted for name, wanted in fields.items() if name != "fallback")

    deadline = time.monotonic() + timeout_seconds
    while not fits(state := zones(gateway)[zone]):
        assert time.monotonic() < deadline, f"{state}, not {fields}"
        time.sleep(0.02)
    return state
