"""Meters: exporters on loopback whose counters the test moves, resets and takes away."""

from __future__ import annotations

import time
from collections.abc import Iterator

import httpx
import pytest
from harness.configs import Config, StartGateway, chat_body, model_entry
from harness.exporter import Exporter, move_until
from harness.gateway import Gateway
from harness.scripted_upstream import ScriptedUpstream
from prometheus_client.parser import text_string_to_metric_families

REJECTED = "greeninfer_meter_rejected_total"
COUNTED = "greeninfer_meter_it_energy_joules_total"
UNALLOCATED = "greeninfer_unallocated_energy_joules_total"


@pytest.fixture
def exporter() -> Iterator[Exporter]:
    one = Exporter()
    yield one
    one.stop()


def metered(upstream: ScriptedUpstream, exporter: Exporter, *names: str) -> Config:
    """Of these meters, all the same, the first watches the model's server."""
    model = model_entry(upstream)
    model["endpoints"][0] |= {"meter": names[0], "metrics_url": exporter.url}
    meter = {"kind": "dcgm", "urls": [exporter.url], "interval": "1s", "tdp_watts": 700}
    return {"models": [model], "meters": [{"name": name, **meter} for name in names]}


def start(start_gateway: StartGateway, upstream: ScriptedUpstream, exporter: Exporter) -> Gateway:
    return start_gateway(config=metered(upstream, exporter, "gpu"))


def post(gateway: Gateway) -> None:
    url = f"{gateway.url}/v1/chat/completions"
    assert httpx.post(url, json=chat_body(), trust_env=False, timeout=20).status_code == 200


def test_what_a_meter_counts_is_counted_with_its_host(
    start_gateway: StartGateway, upstream: ScriptedUpstream, exporter: Exporter
) -> None:
    gateway = start(start_gateway, upstream, exporter)
    before = exporter.joules
    move_until(gateway, exporter, COUNTED, 1, meter="gpu")
    assert gateway.metric(COUNTED, meter="gpu") <= 1.6 * (exporter.joules - before)
    assert gateway.metric(UNALLOCATED, meter="gpu") == pytest.approx(gateway.metric(COUNTED, meter="gpu"))


def test_a_vllm_server_says_how_full_it_is_until_it_falls_silent(
    start_gateway: StartGateway, upstream: ScriptedUpstream, exporter: Exporter
) -> None:
    gateway = start(start_gateway, upstream, exporter)
    gateway.wait_for_metric("greeninfer_endpoint_occupancy", 7)
    exporter.status = 503
    end = time.monotonic() + 15
    while gateway.samples("greeninfer_endpoint_occupancy"):
        assert time.monotonic() < end, "a server that is silent is of unknown occupancy"
        time.sleep(0.1)


def test_a_reading_that_cannot_be_true_is_refused_counted_and_logged_once(
    start_gateway: StartGateway, upstream: ScriptedUpstream, exporter: Exporter
) -> None:
    gateway = start(start_gateway, upstream, exporter)
    move_until(gateway, exporter, COUNTED, 1, meter="gpu")
    counted = gateway.metric(COUNTED, meter="gpu")
    exporter.joules = 5
    gateway.wait_for_metric(REJECTED, 1, meter="gpu", reason="fell")
    exporter.joules = 9e11
    gateway.wait_for_metric(REJECTED, 1, meter="gpu", reason="too_much")
    assert gateway.metric(COUNTED, meter="gpu") == pytest.approx(counted, abs=200)
    assert [event["reason"] for event in gateway.log_events("meter_refused")] == ["fell"]
    post(gateway)


def test_a_meter_that_is_away_harms_no_request_and_comes_back(
    start_gateway: StartGateway, upstream: ScriptedUpstream, exporter: Exporter
) -> None:
    exporter.status = 503
    gateway = start(start_gateway, upstream, exporter)
    gateway.wait_for_log("meter_refused")
    post(gateway)
    exporter.status = 200
    move_until(gateway, exporter, COUNTED, 1, meter="gpu")
    gateway.wait_for_log("meter_believed")


def test_a_reload_keeps_a_meter_that_stays_the_same(
    start_gateway: StartGateway, upstream: ScriptedUpstream, exporter: Exporter
) -> None:
    gateway = start(start_gateway, upstream, exporter)
    move_until(gateway, exporter, COUNTED, 1, meter="gpu")
    counted = gateway.metric(COUNTED, meter="gpu")
    gateway.reload({**gateway.config, **metered(upstream, exporter, "gpu", "other")})
    gateway.wait_for_log("reloaded")
    gateway.wait_for_metric(REJECTED, 0, meter="other")
    assert gateway.metric(COUNTED, meter="gpu") >= counted
    move_until(gateway, exporter, COUNTED, 1, meter="other")


def test_a_name_that_no_meter_has_is_an_error_with_its_line(
    start_gateway: StartGateway, upstream: ScriptedUpstream, exporter: Exporter
) -> None:
    gateway = start(start_gateway, upstream, exporter)
    config = metered(upstream, exporter, "gpu")
    config["models"][0]["endpoints"][0]["meter"] = "gpus"
    gateway.reload({**gateway.config, **config})
    gateway.wait_for_log("configuration_problem")
    assert "is no meter; meters has gpu" in gateway.log_text()
    post(gateway)


def test_shares_and_what_is_unallocated_are_what_the_meter_counted(
    start_gateway: StartGateway, upstream: ScriptedUpstream, exporter: Exporter
) -> None:
    gateway = start(start_gateway, upstream, exporter)
    move_until(gateway, exporter, COUNTED, 1, meter="gpu")
    for _ in range(5):
        post(gateway)
    move_until(gateway, exporter, COUNTED, gateway.metric(COUNTED, meter="gpu") + 1, meter="gpu")
    # Of one scrape: a window that closes between two would be in one of the figures only.
    samples = [
        sample
        for family in text_string_to_metric_families(gateway.metrics_text())
        for sample in family.samples
    ]
    total = {
        name: sum(sample.value for sample in samples if sample.name == name)
        for name in ("greeninfer_energy_joules_total", COUNTED, UNALLOCATED)
    }
    assert total["greeninfer_energy_joules_total"] > 0
    facility_to_it = 1.2  # grid.pue, of an endpoint without a region
    shares = total["greeninfer_energy_joules_total"] / facility_to_it
    assert shares == pytest.approx(total[COUNTED] - total[UNALLOCATED], rel=1e-6)
