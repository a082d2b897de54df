"""Metrics and logs: they are there, they are right, and they are bounded."""

from __future__ import annotations

import json
import time

import httpx
from harness.configs import MODEL, StartGateway, chat_body
from harness.gateway import Gateway
from harness.raw_http import RawConnection, request_bytes
from harness.replies import chat_stream
from harness.script import Pause, whole
from harness.scripted_upstream import ScriptedUpstream
from prometheus_client.parser import text_string_to_metric_families

CHAT = "/v1/chat/completions"

EXPECTED = {
    "greeninfer_requests": "counter",
    "greeninfer_requests_in_flight": "gauge",
    "greeninfer_requests_cancelled": "counter",
    "greeninfer_request_duration_seconds": "histogram",
    "greeninfer_time_to_first_token_seconds": "histogram",
    "greeninfer_tokens": "counter",
    "greeninfer_endpoint_in_flight": "gauge",
    "greeninfer_endpoint_up": "gauge",
    "greeninfer_config_generation": "gauge",
    "process_resident_memory_bytes": "gauge",
    "process_cpu_seconds": "counter",
    "process_open_fds": "gauge",
}


def post(gateway: Gateway, stream: bool = False) -> httpx.Response:
    return httpx.post(f"{gateway.url}{CHAT}", json=chat_body(stream), trust_env=False, timeout=20)


def test_metrics_are_well_formed_and_complete(gateway: Gateway) -> None:
    post(gateway)
    post(gateway, stream=True)
    answer = httpx.get(f"{gateway.url}/metrics", trust_env=False)
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = {family.name: family for family in text_string_to_metric_families(answer.text)}
    assert {name: families[name].type for name in EXPECTED if name in families} == EXPECTED
    assert all(family.documentation for family in families.values())


def test_requests_are_counted_by_what_they_were(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    post(gateway)
    post(gateway, stream=True)
    upstream.respond(whole({"error": {"message": "no"}}, 400))
    post(gateway)
    labels = {"model": MODEL, "tier": "small"}
    assert gateway.metric("greeninfer_requests_total", code="200", **labels) == 2
    assert gateway.metric("greeninfer_requests_total", code="400", **labels) == 1
    assert gateway.metric("greeninfer_tokens_total", model=MODEL, kind="prompt") == 24
    assert gateway.metric("greeninfer_tokens_total", model=MODEL, kind="completion") == 68


def test_durations_are_true(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    upstream.respond([Pause(0.1), *chat_stream(["a ", "b ", "c "], pause_seconds=0.1)])
    post(gateway, stream=True)
    first = gateway.metric("greeninfer_time_to_first_token_seconds_sum", model=MODEL)
    # The head comes after 0.1 s, the role with it, the first content 0.1 s later.
    assert 0.19 < first < 0.3
    total = gateway.metric("greeninfer_request_duration_seconds_sum", stage="total")
    assert 0.6 < total < 1.2
    assert gateway.metric("greeninfer_request_duration_seconds_count", stage="total") >= 1


def test_pitfall_25_junk_model_names_make_no_series(gateway: Gateway) -> None:
    post(gateway)
    with RawConnection(("127.0.0.1", gateway.port)) as connection:
        connection.post(chat_body(model="junk"))
        assert connection.read_answer().status == 404
        gateway.metrics_text()  # A scrape is a request too and has a series from the next one on.
        before, memory = len(gateway.metrics_text().splitlines()), gateway.resident_bytes()
        for batch in range(100):
            names = [f"junk-{batch}-{number}-{'x' * 50}" for number in range(100)]
            connection.send(b"".join(request_bytes(chat_body(model=name)) for name in names))
            assert {connection.read_answer().status for _ in names} == {404}
    text = gateway.metrics_text()
    assert len(text.splitlines()) == before
    assert "junk" not in text
    assert gateway.metric("greeninfer_requests_total", model="other", code="404") == 10_001
    assert gateway.resident_bytes() - memory < 8 << 20


def test_pitfall_26_memory_stays_flat_under_churn(gateway: Gateway) -> None:
    def churn(rounds: int) -> None:
        for number in range(rounds):
            with RawConnection(("127.0.0.1", gateway.port)) as connection:
                for _ in range(5):
                    connection.post(chat_body(stream=number % 2 == 0, user=f"u{number}"))
                    connection.read_answer()

    churn(100)
    settled = gateway.resident_bytes()
    churn(300)
    assert gateway.resident_bytes() - settled < 2 << 20
    gateway.wait_for_metric("greeninfer_requests_in_flight", 0)


def test_resident_memory_when_idle(gateway: Gateway) -> None:
    assert gateway.resident_bytes() < 32 << 20


def test_log_is_one_object_a_line_with_the_request_id(gateway: Gateway) -> None:
    httpx.post(f"{gateway.url}{CHAT}", json=chat_body(), headers={"x-request-id": "find-me"}, trust_env=False)
    gateway.stop()
    lines = [json.loads(line) for line in gateway.log_text().splitlines()]
    assert all({"time", "level", "event"} <= set(line) for line in lines)
    assert any("find-me" in json.dumps(line) for line in lines)
    assert not [line for line in lines if line["level"] == "error"]


def test_a_failure_of_an_endpoint_is_logged(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    gateway = start_gateway(upstream, config={"upstream": {"retries": 0}})
    upstream.stop()
    assert post(gateway).status_code == 502
    gateway.stop()
    assert [line for line in gateway.log_text().splitlines() if '"warning"' in line or '"error"' in line]


def test_log_line_breaks_cannot_be_forged(gateway: Gateway) -> None:
    with RawConnection(("127.0.0.1", gateway.port)) as connection:
        connection.post(chat_body(model='x"}\n{"level":"error","event":"forged"}'))
        assert connection.read_answer().status == 404
    time.sleep(0.1)
    assert not gateway.log_events("forged")
