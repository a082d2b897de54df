"""A client that leaves, in any phase, streaming or not, cancels its upstream request within 100 ms."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

import pytest
from harness.configs import StartGateway, chat_body
from harness.gateway import Gateway
from harness.raw_http import RawConnection
from harness.replies import chat_stream, content_event, role_event
from harness.script import Close, Pause, Script, Send, Silence, head, open_stream, stream_head
from harness.scripted_upstream import ScriptedUpstream

LIMIT_SECONDS = 0.1
Leave = Callable[[RawConnection], None]
LEAVE: dict[str, Leave] = {"fin": RawConnection.close, "reset": RawConnection.reset}


def connect(gateway: Gateway) -> RawConnection:
    return RawConnection(("127.0.0.1", gateway.port))


def assert_cancelled_in_time(gateway: Gateway, upstream: ScriptedUpstream, leave: Callable[[], None]) -> None:
    leaving = time.monotonic()
    leave()
    assert upstream.only_request().wait_closed(2) - leaving < LIMIT_SECONDS
    gateway.assert_idle()
    assert gateway.metric("greeninfer_requests_cancelled_total") == 1


@pytest.mark.parametrize("way", LEAVE)
def test_pitfall_01_disconnect_before_first_token(
    gateway: Gateway, upstream: ScriptedUpstream, way: str
) -> None:
    upstream.respond([Silence()])
    connection = connect(gateway)
    connection.post(chat_body(stream=True))
    upstream.wait_for_requests()
    assert_cancelled_in_time(gateway, upstream, lambda: LEAVE[way](connection))


@pytest.mark.parametrize("way", LEAVE)
def test_pitfall_02_disconnect_of_a_whole_request(
    gateway: Gateway, upstream: ScriptedUpstream, way: str
) -> None:
    upstream.respond([Silence()])
    connection = connect(gateway)
    connection.post(chat_body())
    upstream.wait_for_requests()
    assert_cancelled_in_time(gateway, upstream, lambda: LEAVE[way](connection))


PHASES: dict[str, Script] = {
    "after the upstream's head": [stream_head(), Silence()],
    "after lifecycle frames": [*open_stream([role_event()]), Silence()],
    "after the first content": [*open_stream([role_event(), content_event("one ")]), Silence()],
    "while tokens flow": chat_stream(["t"] * 1000, pause_seconds=0.01),
}


@pytest.mark.parametrize("way", LEAVE)
@pytest.mark.parametrize("phase", PHASES)
def test_disconnect_in_each_phase_of_a_stream(
    gateway: Gateway, upstream: ScriptedUpstream, phase: str, way: str
) -> None:
    upstream.respond(PHASES[phase])
    connection = connect(gateway)
    connection.post(chat_body(stream=True))
    upstream.wait_for_requests()
    time.sleep(0.1)
    assert_cancelled_in_time(gateway, upstream, lambda: LEAVE[way](connection))


def test_disconnect_in_the_middle_of_a_whole_answer(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    fields = {"content-type": "application/json", "content-length": "100000"}
    upstream.respond([Send(head(200, fields) + b'{"id":"'), Silence()])
    connection = connect(gateway)
    connection.post(chat_body())
    upstream.wait_for_requests()
    time.sleep(0.1)
    assert_cancelled_in_time(gateway, upstream, connection.close)


def test_disconnect_while_the_gateway_waits_to_retry(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    slow_retry = {"retry_backoff": "2s", "retry_backoff_limit": "2s"}
    gateway = start_gateway(upstream, config={"upstream": slow_retry})
    upstream.respond([Send(head(503, {"content-length": "0"}))])
    connection = connect(gateway)
    connection.post(chat_body())
    upstream.wait_for_requests()
    connection.close()
    gateway.wait_for_metric("greeninfer_requests_in_flight", 0, timeout_seconds=0.5)
    time.sleep(0.2)
    assert len(upstream.requests) == 1


def test_disconnect_with_a_pipelined_request_behind(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    # Bytes that wait in the socket must not hide the FIN behind them for ever.
    upstream.respond([Silence()])
    connection = connect(gateway)
    connection.post(chat_body())
    connection.post(chat_body())
    upstream.wait_for_requests()
    time.sleep(0.05)
    leaving = time.monotonic()
    connection.reset()
    assert upstream.requests[0].wait_closed(2) - leaving < LIMIT_SECONDS
    gateway.assert_idle()


def test_half_closed_client_is_gone(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    # A FIN is the only sign of a client that died: there is no telling it from one that still reads.
    upstream.respond([Silence()])
    connection = connect(gateway)
    connection.post(chat_body(stream=True))
    upstream.wait_for_requests()
    leaving = time.monotonic()
    connection.socket.shutdown(1)
    assert upstream.only_request().wait_closed(2) - leaving < LIMIT_SECONDS
    connection.close()


def test_upstream_connection_of_a_cancelled_request_is_not_reused(
    gateway: Gateway, upstream: ScriptedUpstream
) -> None:
    half = [*open_stream([role_event(), content_event("secret of A ")]), Silence()]
    upstream.respond(half, chat_stream(["answer of B"]))
    first = connect(gateway)
    first.post(chat_body(stream=True))
    first.read_until(b"secret of A")
    first.close()
    with connect(gateway) as second:
        second.post(chat_body(stream=True))
        body = second.read_answer().body
    assert b"answer of B" in body
    assert b"secret" not in body
    assert upstream.requests[0].connection != upstream.requests[1].connection


def _chaos(gateway: Gateway, seed: int) -> None:
    randomness = random.Random(seed)
    for _ in range(25):
        connection = connect(gateway)
        body = chat_body(stream=randomness.random() < 0.6)
        connection.post(body)
        time.sleep(randomness.choice([0, 0, 0.002, 0.01, 0.03]))
        if randomness.random() < 0.3:
            connection.read_answer()
        randomness.choice([connection.close, connection.reset])()


def test_pitfall_03_no_gauge_leaks_in_chaos(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    randomness = random.Random(1)
    scripts: list[Script] = [
        chat_stream(pause_seconds=0.005),
        [Send(head(500, {"content-length": "0"}))],
        [*open_stream([role_event()]), Pause(0.02), Close()],
        chat_stream(["x" * 5000] * 5),
    ]
    upstream.choose_with(lambda _: randomness.choice(scripts))
    threads = [threading.Thread(target=_chaos, args=(gateway, seed)) for seed in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    gateway.assert_idle()
    upstream.respond(chat_stream())
    with connect(gateway) as connection:
        connection.post(chat_body(stream=True))
        assert connection.read_answer().body.endswith(b"[DONE]\n\n")
