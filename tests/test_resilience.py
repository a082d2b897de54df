"""Pools, retries, breakers, health checks: a failing endpoint costs its clients as little as possible."""

from __future__ import annotations

import time

import httpx
from harness.configs import Config, StartGateway, StartUpstream, chat_body
from harness.gateway import Gateway
from harness.raw_http import RawConnection
from harness.replies import chat_whole, error_body
from harness.script import Close, Pause, whole
from harness.scripted_upstream import ScriptedUpstream

CHAT = "/v1/chat/completions"
DOWN = whole(error_body("down", "server_error"), 503)


def post(gateway: Gateway, stream: bool = False) -> httpx.Response:
    return httpx.post(f"{gateway.url}{CHAT}", json=chat_body(stream), trust_env=False, timeout=20)


def test_pitfall_10_stale_pooled_connections_are_no_error(
    start_gateway: StartGateway, start_upstream: StartUpstream
) -> None:
    # The upstream closes sooner than the pool expects, so that many requests meet a dying connection.
    upstream = start_upstream(idle_close_seconds=0.01)
    config = {"server": {"threads": 1}, "upstream": {"retries": 0, "pool_idle_timeout": "4s"}}
    gateway = start_gateway(upstream, config=config)
    with RawConnection(("127.0.0.1", gateway.port)) as connection:
        for number in range(1000):
            connection.post(chat_body(stream=number % 2 == 0))
            answer = connection.read_answer()
            assert answer.status == 200, answer.body
            # Around the upstream's limit, in steps of a tenth of a millisecond: some land in the very moment.
            if number % 4 == 0:
                time.sleep(0.009 + (number % 100) * 0.0001)
    assert len(upstream.requests) == 1000
    assert upstream.connections > 50


def test_pool_drops_connections_before_the_upstream_does(
    start_gateway: StartGateway, start_upstream: StartUpstream
) -> None:
    upstream = start_upstream(idle_close_seconds=2)
    config = {"server": {"threads": 1}, "upstream": {"pool_idle_timeout": "100ms"}}
    gateway = start_gateway(upstream, config=config)
    post(gateway)
    post(gateway)
    assert upstream.connections == 1
    time.sleep(0.3)
    post(gateway)
    assert upstream.connections == 2


def test_non_idempotent_request_is_not_sent_twice_after_bytes_came(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_gateway(upstream, config={"upstream": {"retries": 0}})
    upstream.respond(chat_whole(), [Close()])
    assert post(gateway).status_code == 200
    # The pooled connection was alive: it took the request and then died, once on it and once on a fresh one.
    assert post(gateway).status_code == 502
    assert len(upstream.requests) <= 3


def test_at_most_so_many_connections_to_an_endpoint(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    config = {"server": {"threads": 1}, "upstream": {"max_connections": 3}}
    gateway = start_gateway(upstream, config=config)
    upstream.respond([Pause(0.05), *chat_whole()])
    connections = [RawConnection(("127.0.0.1", gateway.port)) for _ in range(12)]
    for connection in connections:
        connection.post(chat_body())
    assert [connection.read_answer().status for connection in connections] == [200] * 12
    assert upstream.connections <= 3
    for connection in connections:
        connection.close()


BREAKER: Config = {
    "upstream": {
        "retries": 0,
        "breaker": {"failures": 3, "window": "5s", "open_for": "400ms", "successes": 1},
    }
}


def test_breaker_opens_and_closes_again(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    gateway = start_gateway(upstream, config=BREAKER)
    upstream.respond(DOWN)
    for _ in range(3):
        assert post(gateway).status_code == 502
    assert gateway.metric("greeninfer_endpoint_breaker_state") == 1
    for _ in range(5):
        answer = post(gateway)
        assert answer.status_code == 503
        assert int(answer.headers["retry-after"]) >= 1
    assert len(upstream.requests) == 3, "an open breaker let requests through"
    upstream.respond(chat_whole())
    time.sleep(0.5)
    assert post(gateway).status_code == 200
    gateway.wait_for_metric("greeninfer_endpoint_breaker_state", 0)


def test_breaker_stays_open_when_the_trial_fails(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_gateway(upstream, config=BREAKER)
    upstream.respond(DOWN)
    for _ in range(3):
        post(gateway)
    time.sleep(0.5)
    post(gateway)
    post(gateway)
    assert len(upstream.requests) == 4
    assert gateway.metric("greeninfer_endpoint_breaker_state") == 1


def test_client_errors_do_not_open_the_breaker(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_gateway(upstream, config=BREAKER)
    upstream.respond(whole(error_body("bad temperature"), 400))
    for _ in range(10):
        assert post(gateway).status_code == 400
    assert len(upstream.requests) == 10


def test_open_breaker_sends_everything_to_the_other(
    start_gateway: StartGateway, start_upstream: StartUpstream
) -> None:
    bad, good = start_upstream(), start_upstream()
    config = {"upstream": {**BREAKER["upstream"], "retries": 2}}
    gateway = start_gateway(bad, good, config=config)
    bad.respond([Close()])
    for _ in range(20):
        assert post(gateway).status_code == 200
    assert len(bad.requests) <= 6
    assert len(good.requests) == 20


def test_retry_budget_bounds_what_a_failing_endpoint_gets(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    config = {
        "server": {"threads": 1},
        "upstream": {"retries": 3, "retry_budget": 0.2, "retry_backoff": "1ms"},
    }
    gateway = start_gateway(upstream, config=config)
    upstream.respond(DOWN)
    for _ in range(100):
        assert post(gateway).status_code == 502
    # 100 first attempts; without the budget there would be 300 retries. Some may start it off.
    retries = len(upstream.requests) - 100
    assert retries <= 40
    assert gateway.metric("greeninfer_retries_total") == retries
    assert gateway.metric("greeninfer_retries_refused_total") > 0


def test_what_is_retried_and_what_is_not(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    gateway = start_gateway(upstream)
    for status, attempts in ((500, 3), (502, 3), (503, 3), (400, 1), (404, 1), (422, 1)):
        upstream.requests.clear()
        upstream.respond(whole(error_body("no"), status))
        assert post(gateway).status_code >= 400
        assert (status, len(upstream.requests)) == (status, attempts)


def test_health_checks_take_an_endpoint_out_and_back(
    start_gateway: StartGateway, start_upstream: StartUpstream
) -> None:
    sick, good = start_upstream(), start_upstream()
    sick.healthy = False
    health = {"interval": "50ms", "timeout": "200ms", "failures": 2, "successes": 2}
    gateway = start_gateway(sick, good, config={"upstream": {"health": health}})
    gateway.wait_for_metric("greeninfer_endpoint_up", 1)
    for _ in range(10):
        assert post(gateway).status_code == 200
    assert not sick.requests
    assert sick.probes[0].target == "/v1/models"
    sick.healthy = True
    gateway.wait_for_metric("greeninfer_endpoint_up", 2)
    for _ in range(20):
        post(gateway)
    assert sick.requests


def test_ready_follows_the_health_of_the_models(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    health = {"interval": "50ms", "timeout": "200ms", "failures": 1, "successes": 1}
    gateway = start_gateway(upstream, config={"upstream": {"health": health}})
    _wait_for_ready(gateway, 200)
    upstream.healthy = False
    _wait_for_ready(gateway, 503)
    answer = post(gateway)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) >= 1
    assert httpx.get(f"{gateway.url}/live", trust_env=False).status_code == 200
    upstream.healthy = True
    _wait_for_ready(gateway, 200)


def _wait_for_ready(gateway: Gateway, status: int) -> None:
    deadline = time.monotonic() + 3
    while httpx.get(f"{gateway.url}/ready", trust_env=False).status_code != status:
        assert time.monotonic() < deadline, f"/ready did not become {status}"
        time.sleep(0.02)


def test_load_is_spread_over_equal_endpoints(
    start_gateway: StartGateway, start_upstream: StartUpstream
) -> None:
    upstreams = [start_upstream() for _ in range(3)]
    gateway = start_gateway(*upstreams)
    for upstream in upstreams:
        upstream.respond([Pause(0.02), *chat_whole()])
    connections = [RawConnection(("127.0.0.1", gateway.port)) for _ in range(60)]
    for connection in connections:
        connection.post(chat_body())
    assert all(connection.read_answer().status == 200 for connection in connections)
    for connection in connections:
        connection.close()
    assert min(len(upstream.requests) for upstream in upstreams) >= 10


def test_unreachable_name_is_502(start_gateway: StartGateway) -> None:
    gateway = start_gateway("http://no-such-host.invalid/v1", config={"upstream": {"retries": 0}})
    answer = post(gateway)
    assert answer.status_code in (502, 503)
    assert "no-such-host" not in answer.text
