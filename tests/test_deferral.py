"""Requests that may wait do so while electricity is dirty, never beyond their time, and never for nothing."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from harness.configs import Config, StartGateway, chat_body, merge
from harness.gateway import Gateway
from harness.grid_by_hand import KEY_VARIABLE, GridByHand
from harness.raw_http import RawConnection
from harness.scripted_upstream import ScriptedUpstream

ZONE = "US-TEX-ERCO"
WAITED = "greeninfer_deferrable_requests_total"
StartDeferring = Callable[..., Gateway]


@pytest.fixture
def grid() -> Iterator[GridByHand]:
    provider = GridByHand(US_TEX_ERCO=500)
    yield provider
    provider.stop()


@pytest.fixture
def start(start_gateway: StartGateway, upstream: ScriptedUpstream, grid: GridByHand) -> StartDeferring:
    def start(grid_section: Config | None = None, **sections: Config) -> Gateway:
        section = grid.config(zone=ZONE, **(grid_section or {}))
        config = merge({"telemetry": {"receipt": "body"}, **sections}, section)
        gateway = start_gateway(upstream, config=config, environment={KEY_VARIABLE: "a-key"})
        labels = {"source": "electricity_maps", "signal": "average_lifecycle_consumption"}
        gateway.wait_for_metric(
            "greeninfer_grid_intensity_grams_per_kwh", grid.grams[ZONE], zone=ZONE, **labels
        )
        return gateway

    return start


def ask(gateway: Gateway, within: object, **fields: object) -> httpx.Response:
    return httpx.post(
        f"{gateway.url}/v1/chat/completions",
        json=chat_body(**fields),
        headers={"x-greeninfer-defer-within": str(within)},
        trust_env=False,
        timeout=30,
    )


def test_a_request_waits_until_a_reading_allows(
    start: StartDeferring, grid: GridByHand, upstream: ScriptedUpstream
) -> None:
    gateway = start()
    answers: list[httpx.Response] = []
    waiting = threading.Thread(target=lambda: answers.append(ask(gateway, 60)))
    waiting.start()
    with pytest.raises(AssertionError):
        upstream.wait_for_requests(1, timeout_seconds=1.5)
    grid.grams[ZONE] = 200
    waiting.join(20)
    deferral = answers[0].json()["greeninfer"]["deferral"]
    assert deferral["ended"] == "not_dirty"
    assert deferral["waited_seconds"] > 1
    assert gateway.metric(WAITED, reason="not_dirty") == 1


def test_it_goes_on_at_its_deadline(start: StartDeferring) -> None:
    gateway = start()
    began = time.monotonic()
    deferral = ask(gateway, 2).json()["greeninfer"]["deferral"]
    assert deferral["ended"] == "deadline"
    assert 2 <= time.monotonic() - began < 10


def test_without_the_field_nothing_waits(start: StartDeferring) -> None:
    gateway = start()
    answer = httpx.post(f"{gateway.url}/v1/chat/completions", json=chat_body(), trust_env=False, timeout=10)
    assert "deferral" not in answer.json()["greeninfer"]


def test_the_native_body_says_it_too(start: StartDeferring) -> None:
    gateway = start()
    began = time.monotonic()
    body = {"prompt": "Hello?", "defer_within": 2}
    answer = httpx.post(f"{gateway.url}/chat", json=body, trust_env=False, timeout=20)
    assert answer.status_code == 200
    assert time.monotonic() - began >= 2
    assert gateway.metric(WAITED, reason="deadline") == 1


def test_a_wait_that_gains_nothing_does_not_begin(start: StartDeferring, grid: GridByHand) -> None:
    grid.forecasts[ZONE] = [(600, 520), (1800, 560)]
    gateway = start()
    began = time.monotonic()
    deferral = ask(gateway, 3000).json()["greeninfer"]["deferral"]
    assert deferral["ended"] == "no_gain"
    assert time.monotonic() - began < 5


def test_a_full_queue_is_no_refusal(start: StartDeferring) -> None:
    gateway = start({"max_deferred": 0})
    answer = ask(gateway, 60)
    assert answer.json()["greeninfer"]["deferral"]["ended"] == "queue_full"


def test_a_stream_is_kept_alive_with_comments(start: StartDeferring) -> None:
    gateway = start(upstream={"keepalive_comment": "1s"})
    text = ask(gateway, 4, stream=True).text
    assert text.startswith(": ping\n\n: ping\n\n")
    assert text.endswith("data: [DONE]\n\n")


def test_a_client_that_leaves_is_forgotten(start: StartDeferring, upstream: ScriptedUpstream) -> None:
    gateway = start()
    connection = RawConnection(("127.0.0.1", gateway.port))
    connection.post(chat_body(), headers={"x-greeninfer-defer-within": "60"})
    gateway.wait_for_metric("greeninfer_requests_in_flight", 1)
    connection.close()
    gateway.wait_for_metric(WAITED, 1, reason="client_gone")
    gateway.assert_idle()
    assert not upstream.requests


def test_draining_answers_those_that_wait(start: StartDeferring) -> None:
    gateway = start()
    answers: list[httpx.Response] = []
    waiting = threading.Thread(target=lambda: answers.append(ask(gateway, 60)))
    waiting.start()
    gateway.wait_for_metric("greeninfer_requests_in_flight", 1)
    gateway.stop()
    waiting.join(10)
    assert answers[0].json()["greeninfer"]["deferral"]["ended"] == "draining"


@pytest.mark.parametrize("within", ["-1", "soon", "86401", "1.5"])
def test_a_time_that_is_none_is_refused_with_its_name(start: StartDeferring, within: str) -> None:
    answer = ask(start(), within)
    assert answer.status_code == 400, answer.text
    assert "x-greeninfer-defer-within" in answer.json()["error"]["message"]
    assert answer.json()["error"]["param"] == "defer_within"
