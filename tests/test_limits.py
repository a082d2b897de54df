"""Every limit that a client can meet, and the clear refusal it gets."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import httpx
import pytest
from harness.configs import Config, StartGateway, chat_body
from harness.gateway import Gateway
from harness.raw_http import RawAnswer, RawConnection, chunked, request_bytes
from harness.replies import chat_whole
from harness.script import Silence, WaitFor
from harness.scripted_upstream import ScriptedUpstream

LIMITED: Config = {
    "server": {
        "max_header": "4KiB",
        "max_body": "64KiB",
        "header_timeout": "300ms",
        "body_timeout": "300ms",
        "keep_alive_timeout": "300ms",
    }
}


@pytest.fixture
def limited(start_gateway: StartGateway, upstream: ScriptedUpstream) -> Gateway:
    return start_gateway(upstream, config=LIMITED)


def connect(gateway: Gateway) -> RawConnection:
    return RawConnection(("127.0.0.1", gateway.port))


def assert_refused(answer: RawAnswer, status: int) -> dict[str, Any]:
    assert answer.status == status, answer.body
    error: dict[str, Any] = answer.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert error["message"]
    return error


def test_header_too_large_is_431(limited: Gateway, upstream: ScriptedUpstream) -> None:
    with connect(limited) as connection:
        connection.post(chat_body(), headers={"x-long": "y" * 8000})
        assert_refused(connection.read_answer(), 431)
        assert connection.is_closed_by_peer()
    assert not upstream.requests


def test_header_without_end_is_431(limited: Gateway) -> None:
    with connect(limited) as connection:
        connection.send(b"POST /v1/chat/completions HTTP/1.1\r\nx-long: " + b"y" * 8000)
        assert_refused(connection.read_answer(), 431)


def test_body_too_large_is_413(limited: Gateway, upstream: ScriptedUpstream) -> None:
    with connect(limited) as connection:
        connection.post(chat_body(user="x" * 100_000))
        error = assert_refused(connection.read_answer(), 413)
        assert "64" in error["message"] or "65536" in error["message"], "the limit is not named"
    assert not upstream.requests


def test_chunked_body_too_large_is_413(limited: Gateway) -> None:
    with connect(limited) as connection:
        pieces = chunked(json.dumps(chat_body(user="x" * 100_000)).encode(), 4096)
        connection.send(request_bytes(pieces, headers={"transfer-encoding": "chunked"}))
        assert_refused(connection.read_answer(), 413)


def test_expected_body_is_refused_before_it_is_sent(limited: Gateway) -> None:
    with connect(limited) as connection:
        headers = {"expect": "100-continue", "content-length": "100000"}
        connection.send(request_bytes(b"", headers=headers))
        assert_refused(connection.read_answer(), 413)


def test_body_of_the_largest_size_passes(limited: Gateway) -> None:
    filler = (64 << 10) - len(json.dumps(chat_body(user="")))
    with connect(limited) as connection:
        connection.post(chat_body(user="x" * filler))
        assert connection.read_answer().status == 200


def test_slow_header_is_408(limited: Gateway) -> None:
    with connect(limited) as connection:
        connection.send(b"POST /v1/chat/comple")
        started = time.monotonic()
        assert_refused(connection.read_answer(), 408)
        assert 0.2 < time.monotonic() - started < 1.5
        assert connection.is_closed_by_peer()


def test_dripping_header_is_408(limited: Gateway) -> None:
    # One byte now and then must not arm the timer again: that is the attack it is there for.
    with connect(limited) as connection:
        started = time.monotonic()
        for byte in b"POST /v1/chat/completions HTTP/1.1\r\nhost: gateway\r\n":
            connection.send(bytes([byte]))
            time.sleep(0.05)
            if time.monotonic() - started > 0.6:
                break
        assert_refused(connection.read_answer(), 408)


def test_slow_body_is_408(limited: Gateway, upstream: ScriptedUpstream) -> None:
    with connect(limited) as connection:
        connection.send(request_bytes(b'{"model":', headers={"content-length": "500"}))
        started = time.monotonic()
        assert_refused(connection.read_answer(), 408)
        assert 0.2 < time.monotonic() - started < 1.5
    assert not upstream.requests


def test_idle_connection_is_closed_without_a_word(limited: Gateway) -> None:
    with connect(limited) as connection:
        connection.post(chat_body())
        assert connection.read_answer().status == 200
        assert connection.is_closed_by_peer(1.5)
    with connect(limited) as connection:
        assert connection.is_closed_by_peer(1.5)


def test_too_many_in_flight_is_429(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    gateway = start_gateway(upstream, config={"server": {"max_in_flight": 2}})
    held = WaitFor(threading.Event())
    upstream.respond([held, *chat_whole()])
    waiting = [connect(gateway) for _ in range(2)]
    for connection in waiting:
        connection.post(chat_body())
    upstream.wait_for_requests(2)
    with connect(gateway) as connection:
        connection.post(chat_body())
        answer = connection.read_answer()
        assert_refused(answer, 429)
        assert int(answer.headers["retry-after"]) >= 1
    # What watches the gateway must get through all the same.
    for path in ("live", "metrics", "health"):
        assert httpx.get(f"{gateway.url}/{path}", trust_env=False).status_code == 200
    held.event.set()
    assert [connection.read_answer().status for connection in waiting] == [200, 200]
    gateway.assert_idle()
    for connection in waiting:
        connection.close()


def test_in_flight_limit_of_an_endpoint(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    endpoint = {"url": upstream.url, "max_in_flight": 1}
    models = [{"name": "test-model", "tier": "small", "endpoints": [endpoint]}]
    gateway = start_gateway(config={"models": models, "upstream": {"retries": 0}})
    upstream.respond([Silence()])
    with connect(gateway) as first, connect(gateway) as second:
        first.post(chat_body())
        upstream.wait_for_requests()
        second.post(chat_body())
        answer = second.read_answer()
        assert answer.status in (429, 503)
        assert int(answer.headers["retry-after"]) >= 1
    assert len(upstream.requests) == 1


def test_too_many_connections_are_refused(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    gateway = start_gateway(upstream, config={"server": {"max_connections": 8, "threads": 1}})
    connections = [connect(gateway) for _ in range(8)]
    for connection in connections:
        connection.post(chat_body())
        assert connection.read_answer().status == 200
    # The ninth is told why or just closed; it must neither hang nor disturb the others.
    ninth = connect(gateway)
    try:
        ninth.post(chat_body())
        assert_refused(ninth.read_answer(), 429)
    except ConnectionError:
        pass
    for connection in connections:
        connection.post(chat_body())
        assert connection.read_answer().status == 200
        connection.close()
    time.sleep(0.1)
    with connect(gateway) as again:
        again.post(chat_body())
        assert again.read_answer().status == 200


def test_memory_ceiling_is_507(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    server = {"memory_ceiling": "1MiB", "max_body": "700KiB"}
    gateway = start_gateway(upstream, config={"server": server})
    upstream.respond([Silence()])
    with connect(gateway) as first, connect(gateway) as second:
        first.post(chat_body(user="x" * 600_000))
        upstream.wait_for_requests()
        second.post(chat_body(user="x" * 600_000))
        assert_refused(second.read_answer(), 507)
    gateway.assert_idle()


MALFORMED: dict[str, tuple[bytes, int]] = {
    "not JSON": (b"{not json", 400),
    "not an object": (b"[]", 400),
    "empty": (b"", 400),
    "no model": (b'{"messages":[]}', 400),
    "model not a string": (b'{"model":7,"messages":[]}', 400),
    "no messages": (b'{"model":"test-model"}', 400),
    "model twice": (b'{"model":"test-model","model":"other","messages":[]}', 400),
    "trailing bytes": (b'{"model":"test-model","messages":[]} x', 400),
    "bad UTF-8": (b'{"model":"test-model","messages":[{"role":"user","content":"\xff"}]}', 400),
    "deeply nested": (b'{"model":"test-model","messages":' + b"[" * 5000 + b"]" * 5000 + b"}", 400),
    "unknown model": (b'{"model":"other","messages":[{"role":"user","content":"x"}]}', 404),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_pitfall_27_malformed_bodies_are_clear_errors(
    gateway: Gateway, upstream: ScriptedUpstream, name: str
) -> None:
    body, status = MALFORMED[name]
    with connect(gateway) as connection:
        for _ in range(2):
            connection.post(body)
            assert_refused(connection.read_answer(), status)
    assert not upstream.requests


def test_unknown_route_and_method(gateway: Gateway, http: httpx.Client) -> None:
    unknown = http.get(f"{gateway.url}/v1/nothing")
    assert unknown.status_code == 404
    assert set(unknown.json()["error"]) == {"message", "type", "param", "code"}
    native = http.get(f"{gateway.url}/nothing")
    assert native.status_code == 404
    assert set(native.json()["error"]) == {"message", "type", "code", "field"}
    method = http.get(f"{gateway.url}/v1/chat/completions")
    assert method.status_code == 405
    assert "POST" in method.headers["allow"]


@pytest.mark.parametrize(
    "request_",
    [
        b"GARBAGE\r\n\r\n",
        b"GET / HTTP/3.7\r\nhost: x\r\n\r\n",
        b"POST /chat HTTP/1.1\r\nhost: x\r\ncontent-length: -5\r\n\r\n",
        b"POST /chat HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabcd",
        b"POST /chat HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST /chat HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n\r\n",
        b"POST /chat HTTP/1.1\r\nbad header\r\n\r\n",
        b"POST /chat HTTP/1.1\r\nhost : x\r\n\r\n",
    ],
    ids=["garbage", "version", "negative", "two lengths", "smuggling", "bad chunk", "no colon", "space"],
)
def test_unreadable_http_is_refused_and_closed(gateway: Gateway, request_: bytes) -> None:
    with connect(gateway) as connection:
        connection.send(request_)
        answer = connection.read_answer()
        assert 400 <= answer.status <= 505
        assert connection.is_closed_by_peer()
    assert gateway.is_running()
