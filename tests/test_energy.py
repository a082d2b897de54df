"""Joules and grams of each request: their evidence, where they were spent, and that the sums agree."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from harness.configs import Config, StartGateway, StartUpstream, chat_body, model_entry
from harness.gateway import Gateway
from harness.replies import chat_stream, chat_whole, completion, stream_events
from harness.script import Json, stream, whole
from harness.scripted_upstream import ScriptedUpstream

CHAT = "/v1/chat/completions"
PROMPT_TOKENS, ANSWER_TOKENS = 12, 34  # of every scripted answer
COEFFICIENTS: Config = {"output_mwh_per_token": 2, "input_mwh_per_token": 1}
IT_ENERGY_MWH = PROMPT_TOKENS * 1 + ANSWER_TOKENS * 2


@pytest.fixture
def upstream(start_upstream: StartUpstream) -> ScriptedUpstream:
    return start_upstream()


def one_model(upstream: ScriptedUpstream, region: str | None = None, **fields: Json) -> Config:
    entry = model_entry(upstream, **{"energy": COEFFICIENTS, **fields})
    if region:
        entry["endpoints"][0]["region"] = region
    return entry


def ask(gateway: Gateway, **fields: Json) -> httpx.Response:
    answer = httpx.post(f"{gateway.url}{CHAT}", json=chat_body(**fields), trust_env=False, timeout=20)
    assert answer.status_code == 200, answer.text
    return answer


def receipt_of(answer: httpx.Response) -> dict[str, Any]:
    return answer.json()["greeninfer"]


def test_grams_are_energy_times_pue_times_intensity(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    regions = [{"name": "lab", "zone": "US-TEX-ERCO", "pue": 1.5}]
    zones = [{"name": "US-TEX-ERCO", "intensity": 200, "source": "the operator's own meter", "year": 2026}]
    gateway = start_gateway(
        config={"models": [one_model(upstream, "lab")], "regions": regions, "grid": {"zones": zones}}
    )
    receipt = receipt_of(ask(gateway))
    assert receipt["it_energy_mwh"] == IT_ENERGY_MWH
    assert receipt["energy_mwh"] == pytest.approx(IT_ENERGY_MWH * 1.5)
    assert receipt["co2_grams"] == pytest.approx(IT_ENERGY_MWH * 1.5 / 1e6 * 200, rel=1e-5)
    assert receipt["energy_mwh_low"] < receipt["energy_mwh"] < receipt["energy_mwh_high"]
    assert receipt["co2_grams_low"] < receipt["co2_grams"] < receipt["co2_grams_high"]
    assert (receipt["grid_zone"], receipt["grid_source"]) == ("US-TEX-ERCO", "configured")
    assert receipt["region"] == "lab"
    assert "grid_age_s" not in receipt, "a table has no age"


def test_a_cloud_region_brings_its_zone_and_says_that_its_figure_is_a_table(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_gateway(
        config={"models": [one_model(upstream, "us-south1")], "grid": {"provider": "static"}}
    )
    receipt = receipt_of(ask(gateway))
    assert (receipt["grid_zone"], receipt["grid_source"]) == ("US-TEX-ERCO", "static")
    assert receipt["grid_signal"] == "average_lifecycle_consumption"
    assert receipt["grid_year"] >= 2024
    assert receipt["pue"] == pytest.approx(receipt["energy_mwh"] / receipt["it_energy_mwh"], rel=1e-4)


def test_the_best_evidence_is_used_and_named(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    hardware: Config = {"active_parameters_b": 8, "gpu": "H100"}
    reported = {"energy": {"energy_joules": 360.0}}
    rows: list[tuple[str, Config, dict[str, Json], str]] = [
        ("tier", {}, {}, "proxy"),
        ("coefficients", COEFFICIENTS, {}, "proxy"),
        ("hardware", hardware, {}, "modelled"),
        ("the server says", hardware, reported, "measured"),
    ]
    for name, energy, members, method in rows:
        upstream.respond(chat_whole(**members))
        receipt = receipt_of(ask(start_gateway(config={"models": [one_model(upstream, energy=energy)]})))
        assert receipt["energy_method"] == method, name
        if method == "measured":
            assert receipt["it_energy_mwh"] == pytest.approx(100), "1 mWh is 3.6 J"


def test_a_stream_that_reports_its_energy_is_measured(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    events = stream_events()
    upstream.respond(stream([*events[:-1], b': energy {"energy_joules": 36.0}\n\n', events[-1]]))
    gateway = start_gateway(config={"models": [one_model(upstream)]})
    answer = httpx.post(f"{gateway.url}{CHAT}", json=chat_body(stream=True), trust_env=False)
    comment = next(line for line in answer.text.splitlines() if line.startswith(": greeninfer "))
    assert '"energy_method":"measured"' in comment
    assert '"it_energy_mwh":10' in comment


def test_unknown_energy_is_null_and_counted_and_in_no_sum(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    body = completion()
    del body["usage"]
    upstream.respond(whole(body))
    gateway = start_gateway(config={"models": [one_model(upstream)]})
    receipt = receipt_of(ask(gateway))
    assert receipt["energy_mwh"] is None
    assert receipt["co2_grams"] is None
    assert "energy_method" not in receipt
    assert gateway.metric("greeninfer_energy_unknown_requests_total") == 1
    assert "greeninfer_energy_joules_total{" not in gateway.metrics_text()


def test_the_counters_are_the_sum_of_the_receipts(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_gateway(config={"models": [one_model(upstream, "us-south1")]})
    receipts = [receipt_of(ask(gateway)) for _ in range(3)]
    joules = sum(receipt["energy_mwh"] for receipt in receipts) * 3.6
    grams = sum(receipt["co2_grams"] for receipt in receipts)
    labels = {"model": "test-model", "region": "us-south1", "department": "none"}
    assert gateway.metric("greeninfer_energy_joules_total", method="proxy", **labels) == pytest.approx(joules)
    assert gateway.metric("greeninfer_carbon_grams_total", **labels) == pytest.approx(grams, rel=1e-4)


def test_savings_are_held_against_the_largest_and_may_be_negative(
    start_gateway: StartGateway, start_upstream: StartUpstream
) -> None:
    models = [
        one_model(start_upstream(), name="cheap", energy=COEFFICIENTS),
        one_model(start_upstream(), name="big", tier="large", energy={"output_mwh_per_token": 20}),
        one_model(start_upstream(), name="waste", energy={"output_mwh_per_token": 40}),
    ]
    gateway = start_gateway(config={"models": models})
    cheap, big, waste = (receipt_of(ask(gateway, model=name)) for name in ("cheap", "big", "waste"))
    assert cheap["baseline_model"] == "big"
    assert cheap["co2_saved_grams"] > cheap["co2_saved_incremental_grams"] > 0
    assert big["energy_saved_pct"] == 0
    assert waste["energy_saved_pct"] < 0
    assert waste["co2_saved_grams"] < 0
    saved = {
        kind: gateway.metric("greeninfer_carbon_saved_grams_total", kind=kind)
        for kind in ("attributed", "attributed_lost", "incremental", "incremental_lost")
    }
    assert saved["attributed"] == pytest.approx(cheap["co2_saved_grams"], rel=1e-4)
    assert saved["attributed_lost"] == pytest.approx(-waste["co2_saved_grams"], rel=1e-4)
    assert saved["incremental"] < saved["attributed"]


def test_headers_say_the_energy_where_it_is_known_before_the_body(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_gateway(config={"models": [one_model(upstream, "us-south1")]})
    answer = ask(gateway)
    receipt = receipt_of(answer)
    assert float(answer.headers["x-greeninfer-energy-mwh"]) == pytest.approx(receipt["energy_mwh"], rel=1e-5)
    assert float(answer.headers["x-greeninfer-co2-g"]) == pytest.approx(receipt["co2_grams"], rel=1e-5)
    assert answer.headers["x-greeninfer-method"] == "proxy"
    upstream.respond(chat_stream())
    streamed = httpx.post(f"{gateway.url}{CHAT}", json=chat_body(stream=True), trust_env=False)
    assert "x-greeninfer-energy-mwh" not in streamed.headers


def test_the_native_dialect_says_the_same(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    upstream.respond(chat_stream())
    gateway = start_gateway(config={"models": [one_model(upstream, "us-south1")]})
    reply = httpx.post(f"{gateway.url}/chat", json={"prompt": "Say hello."}, trust_env=False).json()
    assert reply["grid_zone"] == "US-TEX-ERCO"
    assert reply["energy_mwh"] == pytest.approx(reply["it_energy_mwh"] * reply["pue"], rel=1e-4)
    assert 0 <= reply["green_score"] <= 100
    assert reply["green_tip"]


def test_a_region_that_nobody_knows_stops_the_start(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    with pytest.raises(AssertionError, match="us-south"):
        start_gateway(config={"models": [one_model(upstream, "us-soutth1")]})


def test_embodied_carbon_is_accounted_apart_where_asked_for(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    hardware: Config = {"active_parameters_b": 8, "gpu": "H100", "embodied": True}
    gateway = start_gateway(config={"models": [one_model(upstream, energy=hardware)]})
    receipt = receipt_of(ask(gateway))
    assert receipt["embodied_co2_grams"] > 0
    assert receipt["co2_grams"] == pytest.approx(
        receipt["energy_mwh"] / 1e6 * receipt["grid_intensity"], rel=1e-4
    )
    assert gateway.metric("greeninfer_embodied_carbon_grams_total", model="test-model") == pytest.approx(
        receipt["embodied_co2_grams"], rel=1e-4
    )
