"""The grid: what providers say reaches decisions and pages, and what they should not say does not."""

from __future__ import annotations

import json
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from harness.configs import Config, StartGateway, StartUpstream, merge
from harness.gateway import Gateway, binary_path
from harness.grid_provider import (
    KEY,
    KEY_VARIABLE,
    ZONE,
    Answering,
    latest,
    maps_config,
    moment,
    status,
    wait_for_zone,
    zones,
)
from harness.script import Silence, whole
from harness.scripted_upstream import ScriptedUpstream

NOBODY = "http://127.0.0.1:1"
StartGrid = Callable[..., Gateway]


@pytest.fixture
def start_grid(start_gateway: StartGateway, upstream: ScriptedUpstream) -> StartGrid:
    """A gateway with one model and this part of the configuration; the key is in the environment."""

    def start(config: Config) -> Gateway:
        return start_gateway(upstream, config=config, environment={KEY_VARIABLE: KEY})

    return start


def start_source(start_upstream: StartUpstream) -> ScriptedUpstream:
    source = start_upstream()
    source.is_model_server = False
    return source


@pytest.fixture
def provider(start_upstream: StartUpstream) -> ScriptedUpstream:
    return start_source(start_upstream)


def test_a_reading_reaches_the_page_and_the_metrics(
    start_grid: StartGrid, provider: ScriptedUpstream
) -> None:
    provider.choose_with(latest(421.5, isEstimated=True))
    gateway = start_grid(maps_config(provider))
    zone = wait_for_zone(gateway, source="electricity_maps")
    assert zone["grams_per_kwh"] == 421.5
    assert zone["signal"] == "average_lifecycle_consumption"
    assert zone["live"] and zone["estimated"]
    assert 0 <= zone["age_seconds"] < 60
    assert (zone["level"], zone["implied_mode"]) == ("dirty", "eco")
    assert "fallback" not in zone
    assert zone["table"]["source"] == "static" and zone["table"]["grams_per_kwh"] == 363
    labels = {"zone": ZONE, "source": "electricity_maps", "signal": "average_lifecycle_consumption"}
    assert gateway.metric("greeninfer_grid_intensity_grams_per_kwh", **labels) == 421.5
    assert gateway.metric("greeninfer_grid_age_seconds", zone=ZONE) < 60
    assert gateway.metric("greeninfer_grid_answers_total", source="electricity_maps", result="good") >= 1
    request = provider.requests[0]
    assert "disableCallerLookup=true" in request.target
    assert request.header("auth-token") == KEY


def test_it_starts_at_once_without_a_network_and_says_so(start_grid: StartGrid) -> None:
    config: Config = {"grid": {"zone": ZONE, "refresh": "1s", "ercot": {"url": NOBODY}}}
    gateway = start_grid(config)
    zone = zones(gateway)[ZONE]
    assert (zone["source"], zone["live"], zone["level"]) == ("static", False, "unknown")
    assert "age_seconds" not in zone and "implied_mode" not in zone
    wait_for_zone(gateway, fallback="ercot: it cannot be reached")
    assert gateway.metric("greeninfer_grid_fallback_total", reason="unreachable") >= 1
    assert gateway.metric("greeninfer_grid_intensity_grams_per_kwh", zone=ZONE, source="static") == 363
    gateway.wait_for_log("grid_fallback")
    assert httpx.get(f"{gateway.url}/ready", trust_env=False).status_code == 200


MISBEHAVIOUR: dict[str, tuple[Answering, str]] = {
    "key refused": (status(401), "key_refused"),
    "no access": (status(403), "no_access"),
    "asked too often": (status(429, {"retry-after": "1"}), "rate_limited"),
    "broken": (status(500), "refused"),
    "moved": (status(302, {"location": "http://127.0.0.1:1/"}), "refused"),
    "null": (latest(None), "no_value"),
    "sandbox": (latest(42, estimationMethod="SANDBOX_MODE_DATA"), "sandbox"),
    "another zone": (
        lambda _: whole({"zone": "DE", "carbonIntensity": 9, "datetime": moment()}),
        "other_zone",
    ),
    "malformed": (lambda _: whole(b'{"zone":"US-TEX-ER'), "malformed"),
    "a page for people": (lambda _: whole(b"<html>Log in</html>"), "malformed"),
    "stale": (
        lambda _: whole({"zone": ZONE, "carbonIntensity": 9, "datetime": moment(-60 * 24)}),
        "stale",
    ),
    "from the future": (
        lambda _: whole({"zone": ZONE, "carbonIntensity": 9, "datetime": moment(60 * 24)}),
        "from_future",
    ),
    "wrong unit": (latest(421500), "absurd"),
    "negative": (latest(-3), "absurd"),
}


def wait_for_fallback(gateway: Gateway, reason: str) -> None:
    deadline = time.monotonic() + 5
    while gateway.metric("greeninfer_grid_fallback_total", reason=reason) == 0:
        assert time.monotonic() < deadline, zones(gateway)
        time.sleep(0.02)


@pytest.mark.parametrize("case", MISBEHAVIOUR)
def test_what_is_not_to_be_believed_becomes_a_visible_fallback(
    start_grid: StartGrid, provider: ScriptedUpstream, case: str
) -> None:
    answering, reason = MISBEHAVIOUR[case]
    provider.choose_with(answering)
    gateway = start_grid(maps_config(provider))
    wait_for_fallback(gateway, reason)
    zone = zones(gateway)[ZONE]
    assert (zone["source"], zone["grams_per_kwh"]) == ("static", 363)
    assert KEY not in gateway.log_text() + zone["fallback"] + gateway.metrics_text()


def test_silence_is_a_timeout_that_holds_nothing_up(
    start_grid: StartGrid, provider: ScriptedUpstream
) -> None:
    provider.respond([Silence()])
    gateway = start_grid(maps_config(provider))
    provider.wait_for_requests()
    assert zones(gateway)[ZONE]["source"] == "static"  # nobody waits for it
    wait_for_zone(gateway, timeout_seconds=20, fallback="it did not answer in time")


def test_a_source_that_comes_back_is_used_again(start_grid: StartGrid, provider: ScriptedUpstream) -> None:
    provider.choose_with(status(500))
    gateway = start_grid(maps_config(provider))
    wait_for_zone(gateway, fallback="it answered 500")
    provider.choose_with(latest(90))
    zone = wait_for_zone(gateway, source="electricity_maps")
    assert (zone["level"], zone["implied_mode"]) == ("clean", "performance")
    gateway.wait_for_log("grid_source")


def test_the_last_reading_is_used_until_it_is_stale(
    start_grid: StartGrid, provider: ScriptedUpstream
) -> None:
    provider.choose_with(latest(200))
    gateway = start_grid(maps_config(provider, stale_after="4s"))
    wait_for_zone(gateway, source="electricity_maps", level="normal")
    provider.choose_with(status(503))
    wait_for_zone(gateway, source="static", fallback="it answered 503")


def test_readings_survive_a_reload(start_grid: StartGrid, provider: ScriptedUpstream) -> None:
    provider.choose_with(latest(222))
    config = maps_config(provider, refresh="1h")
    gateway = start_grid(config)
    wait_for_zone(gateway, source="electricity_maps")
    asked = len(provider.requests)
    gateway.reload(merge(config, {"grid": {"eco_above": 210}}))
    gateway.wait_for_metric("greeninfer_config_generation", 2)
    zone = zones(gateway)[ZONE]
    assert (zone["source"], zone["level"]) == ("electricity_maps", "dirty")
    assert len(provider.requests) == asked


def test_each_zone_is_asked_once_however_many_regions_lie_in_it(
    start_gateway: StartGateway, upstream: ScriptedUpstream, provider: ScriptedUpstream
) -> None:
    provider.choose_with(latest(222))
    config = maps_config(provider, refresh="1h")
    regions = [{"name": name, "zone": zone} for name, zone in (("a", "FR"), ("b", "FR"), ("c", "SE-SE3"))]
    endpoints = [{"url": upstream.url, "region": region} for region in ("a", "b", "c")]
    models = [{"name": "m", "tier": "small", "endpoints": endpoints}]
    gateway = start_gateway(
        config={**config, "regions": regions, "models": models}, environment={KEY_VARIABLE: KEY}
    )
    for zone in (ZONE, "FR", "SE-SE3"):
        wait_for_zone(gateway, zone, source="electricity_maps")
    assert zones(gateway)["FR"]["regions"] == ["a", "b"]
    assert len([request for request in provider.requests if "/latest" in request.target]) == 3


def test_auto_falls_from_the_best_source_to_the_next(
    start_grid: StartGrid, start_upstream: StartUpstream, provider: ScriptedUpstream
) -> None:
    provider.choose_with(status(401))
    ercot = start_source(start_upstream)
    mix = {"Natural Gas": {"gen": 50.0}, "Wind": {"gen": 50.0}, "Power Storage": {"gen": -20.0}}
    ercot.choose_with(lambda _: whole({"data": {"a day": {moment(): mix}}}))
    gateway = start_grid(maps_config(provider, provider="auto", ercot={"url": ercot.url}))
    zone = wait_for_zone(gateway, source="ercot", fallback="electricity_maps: it answered 401")
    assert zone["grams_per_kwh"] == pytest.approx((511.7 + 11) / 2)
    assert zone["signal"] == "average_lifecycle_production"


def check(config: Config, folder: Path, environment: dict[str, str] | None = None) -> tuple[int, str]:
    file = folder / "config.yaml"
    file.write_text(json.dumps(config))
    done = subprocess.run(
        [str(binary_path()), "check", "--config", str(file)],
        capture_output=True,
        text=True,
        timeout=10,
        check=False,
        env={**os.environ, **(environment or {})},
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("name", ["electricity_maps", "eia", "entsoe", "watttime"])
def test_a_provider_without_its_key_is_refused_before_the_start(name: str, tmp_path: Path) -> None:
    signal = {"signal": "marginal"} if name == "watttime" else {}
    code, text = check({"grid": {"provider": name, **signal}}, tmp_path)
    assert code == 2
    assert f"grid.{name}." in text and "_env" in text and "config.yaml:" in text


def test_a_key_that_is_not_in_the_environment_is_named_and_never_shown(tmp_path: Path) -> None:
    code, text = check(maps_config(NOBODY), tmp_path)
    assert code == 2
    assert f"{KEY_VARIABLE} is not set" in text
    assert check(maps_config(NOBODY), tmp_path, {KEY_VARIABLE: KEY})[0] == 0


def test_an_enterprise_file_is_laid_over_another(tmp_path: Path) -> None:
    enterprise = Path(__file__).parent.parent / "deploy/examples/enterprise.yaml"
    file = tmp_path / "config.yaml"
    file.write_text("server: {listen: 127.0.0.1:0}\n")
    command = [str(binary_path()), "check", "--config", str(file), "--config", str(enterprise)]
    assert subprocess.run(command, timeout=10, check=False).returncode == 0


def test_stopping_does_not_wait_for_a_provider(start_grid: StartGrid, provider: ScriptedUpstream) -> None:
    provider.respond([Silence()])
    gateway = start_grid(maps_config(provider))
    provider.wait_for_requests()
    gateway.stop(timeout_seconds=4)
