"""Requests go where electricity is clean, within a limit on lateness, and the receipt says why."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from harness.configs import MODEL, Config, StartGateway, StartUpstream, chat_body, merge
from harness.gateway import Gateway, binary_path
from harness.grid_by_hand import KEY_VARIABLE, GridByHand
from harness.replies import chat_stream
from harness.script import Pause
from harness.scripted_upstream import ScriptedUpstream

TEXAS, PARIS = "us-south1", "europe-west9"
StartGreen = Callable[..., Gateway]


@pytest.fixture
def grid() -> Iterator[GridByHand]:
    provider = GridByHand(US_TEX_ERCO=450, FR=30)
    yield provider
    provider.stop()


@pytest.fixture
def servers(start_upstream: StartUpstream) -> list[ScriptedUpstream]:
    """In Texas and in Paris."""
    return [start_upstream(), start_upstream()]


def regional_model(servers: list[ScriptedUpstream], regions: tuple[str, ...] = (TEXAS, PARIS)) -> Config:
    endpoints = [
        {"url": server.url, "model": "upstream-model", "region": region}
        for server, region in zip(servers, regions, strict=True)
    ]
    return {"name": MODEL, "tier": "small", "endpoints": endpoints}


@pytest.fixture
def start(start_gateway: StartGateway, servers: list[ScriptedUpstream]) -> StartGreen:
    def start(grid_section: Config, **green_routing: object) -> Gateway:
        config = {
            "models": [regional_model(servers)],
            "enterprise": {"green_routing": {"enabled": True, **green_routing}},
            "telemetry": {"receipt": "body"},
        }
        gateway = start_gateway(config=merge(config, grid_section), environment={KEY_VARIABLE: "a-key"})
        # Readings arrive soon after the start; until then the tables decide.
        if grid_section["grid"]["provider"] != "static":
            gateway.wait_for_metric(
                "greeninfer_grid_intensity_grams_per_kwh",
                30,
                zone="FR",
                source="electricity_maps",
                signal="average_lifecycle_consumption",
            )
        return gateway

    return start


def ask(gateway: Gateway, **fields: object) -> dict[str, Any]:
    answer = httpx.post(
        f"{gateway.url}/v1/chat/completions", json=chat_body(**fields), trust_env=False, timeout=20
    )
    assert answer.status_code == 200, answer.text
    return answer.json()["greeninfer"]


def asked(servers: list[ScriptedUpstream]) -> list[int]:
    return [len(server.requests) for server in servers]


def test_requests_go_to_the_clean_region(
    start: StartGreen, grid: GridByHand, servers: list[ScriptedUpstream]
) -> None:
    gateway = start(grid.config(), priority="low_carbon")
    receipts = [ask(gateway) for _ in range(6)]
    assert asked(servers) == [0, 6]
    assert receipts[0]["region"] == PARIS
    assert receipts[0]["placement"] == {"reason": "low_carbon", "figures": "live"}


def test_without_a_network_the_common_table_decides(
    start: StartGreen, servers: list[ScriptedUpstream]
) -> None:
    gateway = start({"grid": {"provider": "static"}})
    assert ask(gateway)["placement"] == {"reason": "low_carbon", "figures": "table"}
    assert asked(servers) == [0, 1]


def test_it_moves_when_the_readings_do(
    start: StartGreen, grid: GridByHand, servers: list[ScriptedUpstream]
) -> None:
    gateway = start(grid.config())
    ask(gateway)
    grid.grams.update({"US-TEX-ERCO": 100, "FR": 600})
    labels = {"source": "electricity_maps", "signal": "average_lifecycle_consumption"}
    gateway.wait_for_metric("greeninfer_grid_intensity_grams_per_kwh", 600, 10, zone="FR", **labels)
    gateway.wait_for_metric("greeninfer_grid_intensity_grams_per_kwh", 100, 10, zone="US-TEX-ERCO", **labels)
    ask(gateway)
    assert asked(servers) == [1, 1]


def test_when_no_region_qualifies_the_cleanest_answers_and_the_receipt_says_so(
    start: StartGreen, grid: GridByHand, servers: list[ScriptedUpstream]
) -> None:
    gateway = start(grid.config(), priority="latency", threshold_gco2=20)
    placement = ask(gateway)["placement"]
    assert placement == {"reason": "low_carbon", "figures": "live", "fallback": "no_region_qualifies"}
    assert asked(servers) == [0, 1]


def test_a_clean_region_that_is_too_slow_is_left(
    start: StartGreen, grid: GridByHand, servers: list[ScriptedUpstream]
) -> None:
    servers[1].respond([Pause(1.0), *chat_stream()])
    gateway = start(grid.config(), max_added_latency="200ms")
    grid_labels = {"source": "electricity_maps", "signal": "average_lifecycle_consumption"}

    def stream() -> None:
        url = f"{gateway.url}/v1/chat/completions"
        assert httpx.post(url, json=chat_body(stream=True), trust_env=False, timeout=20).status_code == 200

    stream()
    assert asked(servers) == [0, 1], "the cleanest, as nothing is measured yet"
    grid.grams.update({"US-TEX-ERCO": 10})
    gateway.wait_for_metric(
        "greeninfer_grid_intensity_grams_per_kwh", 10, 10, zone="US-TEX-ERCO", **grid_labels
    )
    stream()
    assert asked(servers) == [1, 1], "Texas is cleaner for a while, and is measured"
    grid.grams.update({"US-TEX-ERCO": 450})
    gateway.wait_for_metric(
        "greeninfer_grid_intensity_grams_per_kwh", 450, 10, zone="US-TEX-ERCO", **grid_labels
    )
    stream()
    assert asked(servers) == [2, 1], "Paris is cleaner again, but a second later than Texas"


def test_a_region_that_fails_is_replaced_by_the_other(
    start: StartGreen, grid: GridByHand, servers: list[ScriptedUpstream]
) -> None:
    gateway = start(grid.config())
    servers[1].stop()
    receipt = ask(gateway)
    assert receipt["region"] == TEXAS
    assert receipt["attempts"] == 2


def test_equal_regions_share_the_load(start_gateway: StartGateway, start_upstream: StartUpstream) -> None:
    servers = [start_upstream(), start_upstream()]
    gateway = start_gateway(
        config={
            "models": [regional_model(servers, (PARIS, PARIS))],
            "enterprise": {"green_routing": {"enabled": True}},
            "server": {"threads": 1},  # each core takes turns by itself
        }
    )
    for _ in range(8):
        ask(gateway)
    assert asked(servers) == [4, 4]


@pytest.mark.parametrize(
    ("section", "message"),
    [
        ({"models": [{"region": "us-suoth1"}]}, "did you mean us-south1?"),
        ({"grid": {"zone": "US-TEX-ERC"}}, "did you mean US-TEX-ERCO?"),
        ({"regions": [{"name": "lab"}]}, "needs a zone"),
        (
            {"regions": [{"name": "a", "zone": "FR"}, {"name": "a", "zone": "DE"}]},
            "is the same as regions[0].name",
        ),
    ],
)
def test_a_place_that_nobody_knows_stops_check_and_start(
    tmp_path: Path, section: dict[str, Any], message: str
) -> None:
    config: dict[str, Any] = dict(section)
    for model in config.get("models", []):
        region = model.pop("region")
        model.update(name="m", tier="small", endpoints=[{"url": "http://127.0.0.1:9/v1", "region": region}])
    path = tmp_path / "config.yaml"
    path.write_text(json.dumps(config))
    for command in ("check", "serve"):
        run = subprocess.run(
            [binary_path(), command, "--config", path],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
        assert run.returncode == 2, run.stderr
        assert message in run.stdout + run.stderr
        assert f"{path}:1" in run.stdout + run.stderr
