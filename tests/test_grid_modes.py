"""The grid moves the mode: eco while electricity is dirty, performance only while it is clean."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from harness.configs import StartGateway, StartUpstream, chat_body, merge, model_entry
from harness.gateway import Gateway
from harness.grid_by_hand import KEY_VARIABLE, GridByHand

ZONE = "US-TEX-ERCO"


@pytest.fixture
def grid() -> Iterator[GridByHand]:
    provider = GridByHand(US_TEX_ERCO=300)
    yield provider
    provider.stop()


@pytest.fixture
def gateway(start_gateway: StartGateway, start_upstream: StartUpstream, grid: GridByHand) -> Gateway:
    models = [model_entry(start_upstream(), name=tier, tier=tier) for tier in ("small", "large")]
    for model in models:
        model["endpoints"][0]["region"] = "us-south1"
    config = {"models": models, "cascade": {"enabled": False}}
    return start_gateway(config=merge(config, grid.config()), environment={KEY_VARIABLE: "a-key"})


def read(gateway: Gateway, grid: GridByHand, grams_per_kwh: float) -> None:
    """Waits until the gateway has read this figure."""
    grid.grams[ZONE] = grams_per_kwh
    gateway.wait_for_metric(
        "greeninfer_grid_intensity_grams_per_kwh", grams_per_kwh, zone=ZONE, source="electricity_maps"
    )


def receipt(gateway: Gateway, model: str) -> dict[str, Any]:
    answer = httpx.post(
        f"{gateway.url}/v1/chat/completions", json=chat_body(model=model), trust_env=False, timeout=20
    )
    assert answer.status_code == 200, answer.text
    return answer.json()["greeninfer"]


def test_dirty_electricity_means_eco_and_clean_unlocks_performance(
    gateway: Gateway, grid: GridByHand
) -> None:
    rows = [
        (450, "auto-balanced", "eco", "carbon-intensive"),
        (450, "auto-performance", "eco", "carbon-intensive"),
        (300, "auto-balanced", "balanced", None),
        (300, "auto-performance", "balanced", "clean electricity"),
        (100, "auto-performance", "performance", None),
        (100, "auto-balanced", "balanced", None),
    ]
    for grams, model, mode, why in rows:
        read(gateway, grid, grams)
        told = receipt(gateway, model)
        assert told["mode"] == mode, (grams, model)
        assert (why in told["mode_moved_by"]) if why else ("mode_moved_by" not in told)


def test_the_native_reply_says_what_moved_the_mode(gateway: Gateway, grid: GridByHand) -> None:
    read(gateway, grid, 450)
    body = {"prompt": "Say hello.", "mode": "performance"}
    reply = httpx.post(f"{gateway.url}/chat", json=body, trust_env=False, timeout=20).json()
    assert (reply["mode_used"], reply["region"]) == ("eco", "us-south1")
    assert "carbon-intensive" in reply["mode_moved_by"]


def test_a_reading_at_the_edge_does_not_flap(gateway: Gateway, grid: GridByHand) -> None:
    read(gateway, grid, 405)
    assert receipt(gateway, "auto")["mode"] == "eco"
    read(gateway, grid, 395)
    assert receipt(gateway, "auto")["mode"] == "eco", "within the hysteresis of 20"
    read(gateway, grid, 379)
    assert receipt(gateway, "auto")["mode"] == "balanced"
    read(gateway, grid, 395)
    assert receipt(gateway, "auto")["mode"] == "balanced"


def test_analyze_and_the_receipt_speak_of_the_live_reading(gateway: Gateway, grid: GridByHand) -> None:
    read(gateway, grid, 450)
    analysis = httpx.post(f"{gateway.url}/analyze", json={"prompt": "Say hello."}, trust_env=False).json()
    assert analysis["mode_used"] == "eco"
    assert all(candidate["expected_co2_grams"] > 0 for candidate in analysis["candidates"])
    told = receipt(gateway, "auto")
    assert (told["grid_source"], told["grid_intensity"]) == ("electricity_maps", 450)
    assert told["grid_age_s"] >= 0
    assert told["grid_estimated"] is False
