"""HTTP/1.1 between client, gateway and model server: connections, bodies, headers."""

from __future__ import annotations

import json
import threading
import time

import httpx
import pytest
from harness.configs import Config, StartGateway, chat_body
from harness.gateway import Gateway
from harness.raw_http import RawConnection, chunked, request_bytes
from harness.replies import chat_stream, chat_whole, completion
from harness.script import Pause, Script, WaitFor, whole
from harness.scripted_upstream import Received, ScriptedUpstream

CHAT = "/v1/chat/completions"
HEADERS_ONLY: Config = {"telemetry": {"receipt": "headers"}}


def connect(gateway: Gateway) -> RawConnection:
    return RawConnection(("127.0.0.1", gateway.port))


def test_whole_answer_passes_unchanged(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    gateway = start_gateway(upstream, config=HEADERS_ONLY)
    odd = (
        b'{ "id": "1",\n "choices":[{"index":0,"message":{"content":"\\u00e9 1e2"}}], "x":1.50, "usage":null}'
    )
    upstream.respond(whole(odd))
    with connect(gateway) as connection:
        connection.post(chat_body())
        answer = connection.read_answer()
    assert answer.body == odd
    assert answer.headers["content-length"] == str(len(odd))


def test_request_body_passes_unchanged_but_for_the_model(
    gateway: Gateway, upstream: ScriptedUpstream
) -> None:
    messages = b'"messages":[{"role":"user","content":"\\u00e9"}]'
    body = b'{ "unknown_field": [1.50, null], "model" : "test-model",\n' + messages + b" }"
    with connect(gateway) as connection:
        connection.post(body)
        assert connection.read_answer().status == 200
    assert upstream.only_request().body == body.replace(b'"test-model"', b'"upstream-model"')
    assert upstream.only_request().header("content-length") == str(len(upstream.only_request().body))


def test_keep_alive_serves_many_requests(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    with connect(gateway) as connection:
        for number in range(20):
            connection.post(chat_body(stream=number % 2 == 0))
            assert connection.read_answer().status == 200
    assert len(upstream.requests) == 20
    assert upstream.connections <= 2


def test_pipelined_requests_are_answered_in_order(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    def script_of(request: Received) -> Script:
        number = json.loads(request.body)["user"]
        return [Pause(0.05 if number == "0" else 0), *chat_whole(f"answer {number}")]

    upstream.choose_with(script_of)
    with connect(gateway) as connection:
        connection.send(b"".join(request_bytes(chat_body(user=str(number))) for number in range(5)))
        texts = [connection.read_answer().json()["choices"][0]["message"]["content"] for _ in range(5)]
    assert texts == [f"answer {number}" for number in range(5)]


def test_pipelined_request_behind_a_stream(gateway: Gateway) -> None:
    with connect(gateway) as connection:
        connection.send(request_bytes(chat_body(stream=True)) + request_bytes(chat_body()))
        assert connection.read_answer().body.endswith(b"[DONE]\n\n")
        assert connection.read_answer().json()["choices"][0]["message"]["content"] == "Hello there."


@pytest.mark.parametrize("size", [1, 7, 4096])
def test_chunked_request_bodies(gateway: Gateway, upstream: ScriptedUpstream, size: int) -> None:
    with connect(gateway) as connection:
        body = json.dumps(chat_body(user="x" * 500)).encode()
        connection.send(request_bytes(chunked(body, size), headers={"transfer-encoding": "chunked"}))
        assert connection.read_answer().status == 200
    assert json.loads(upstream.only_request().body)["user"] == "x" * 500


def test_body_in_many_pieces(gateway: Gateway) -> None:
    data = request_bytes(chat_body())
    with connect(gateway) as connection:
        for start in range(0, len(data), 9):
            connection.send(data[start : start + 9])
            time.sleep(0.001)
        assert connection.read_answer().status == 200


def test_expect_continue_is_answered(gateway: Gateway) -> None:
    body = json.dumps(chat_body()).encode()
    with connect(gateway) as connection:
        headers = {"expect": "100-continue", "content-length": str(len(body))}
        connection.send(request_bytes(b"", headers=headers))
        assert connection.read_head().status == 100
        connection.send(body)
        assert connection.read_answer().status == 200


def test_connection_close_and_http_1_0(gateway: Gateway) -> None:
    with connect(gateway) as connection:
        connection.post(chat_body(), headers={"connection": "close"})
        assert connection.read_answer().headers["connection"] == "close"
        assert connection.is_closed_by_peer()
    with connect(gateway) as connection:
        connection.send(request_bytes(chat_body()).replace(b"HTTP/1.1", b"HTTP/1.0", 1))
        assert connection.read_answer().status == 200
        assert connection.is_closed_by_peer()


def test_http_1_0_client_gets_a_stream_that_ends_with_the_connection(gateway: Gateway) -> None:
    with connect(gateway) as connection:
        connection.send(request_bytes(chat_body(stream=True)).replace(b"HTTP/1.1", b"HTTP/1.0", 1))
        head = connection.read_head()
        assert "transfer-encoding" not in head.headers
        assert b"[DONE]" in connection.read_until(b"[DONE]\n\n")
        assert connection.is_closed_by_peer()


def test_hop_by_hop_headers_are_stripped(
    gateway: Gateway, upstream: ScriptedUpstream, http: httpx.Client
) -> None:
    hop = {
        "connection": "keep-alive, x-private",
        "x-private": "1",
        "keep-alive": "timeout=5",
        "te": "trailers",
        "trailer": "x-t",
        "upgrade": "h2c",
        "proxy-authorization": "Basic abc",
        "proxy-connection": "keep-alive",
    }
    http.post(f"{gateway.url}{CHAT}", json=chat_body(), headers=hop)
    names = upstream.only_request().names()
    assert not names & (set(hop) - {"connection"})
    assert upstream.only_request().header("connection") in (None, "keep-alive")


def test_answer_headers_of_one_hop_are_stripped(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    hop = {
        "connection": "x-private",
        "x-private": "1",
        "keep-alive": "timeout=1",
        "openai-version": "2020-10-01",
    }
    upstream.respond(whole(completion(), headers=hop))
    with connect(gateway) as connection:
        connection.post(chat_body())
        headers = connection.read_answer().headers
    assert "x-private" not in headers
    assert "keep-alive" not in headers
    assert headers["openai-version"] == "2020-10-01"


def test_headers_that_are_forwarded(gateway: Gateway, upstream: ScriptedUpstream, http: httpx.Client) -> None:
    forwarded = {
        "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "idempotency-key": "abc",
        "openai-organization": "org",
        "openai-beta": "x=1",
    }
    http.post(f"{gateway.url}{CHAT}", json=chat_body(), headers=forwarded)
    received = upstream.only_request()
    assert {name: received.header(name) for name in forwarded} == forwarded
    assert received.header("host") == upstream.authority
    assert received.header("content-type") == "application/json"


@pytest.mark.parametrize("stream_wanted", [False, True], ids=["whole", "stream"])
def test_accept_encoding_is_identity(
    gateway: Gateway, upstream: ScriptedUpstream, http: httpx.Client, stream_wanted: bool
) -> None:
    http.post(f"{gateway.url}{CHAT}", json=chat_body(stream_wanted), headers={"accept-encoding": "gzip, br"})
    assert upstream.only_request().header("accept-encoding") in (None, "identity")


def test_request_id_in_and_out(gateway: Gateway, upstream: ScriptedUpstream, http: httpx.Client) -> None:
    for name in ("x-request-id", "x-client-request-id"):
        answer = http.post(f"{gateway.url}{CHAT}", json=chat_body(), headers={name: "my-id-123"})
        assert answer.headers["x-request-id"] == "my-id-123"
    generated = {
        http.post(f"{gateway.url}{CHAT}", json=chat_body()).headers["x-request-id"] for _ in range(5)
    }
    assert len(generated) == 5
    assert all(len(one) >= 8 for one in generated)
    assert upstream.requests[0].header("x-request-id") == "my-id-123"


@pytest.mark.parametrize(
    "bad", ["a" * 500, "with space", 'quote"', "caf\xe9"], ids=["long", "space", "quote", "latin"]
)
def test_insane_request_id_is_replaced(gateway: Gateway, bad: str) -> None:
    with connect(gateway) as connection:
        connection.post(chat_body(), headers={"x-request-id": bad})
        assert connection.read_answer().headers["x-request-id"] != bad


def test_errors_carry_a_request_id(gateway: Gateway, http: httpx.Client) -> None:
    answer = http.post(f"{gateway.url}{CHAT}", json={"model": "x"}, headers={"x-request-id": "err-1"})
    assert answer.status_code == 400
    assert answer.headers["x-request-id"] == "err-1"


def test_compressed_request_body_is_refused(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    with connect(gateway) as connection:
        connection.post(b"\x1f\x8b123", headers={"content-encoding": "gzip"})
        assert connection.read_answer().status == 415
    assert not upstream.requests


def test_query_string_is_kept_out_of_the_route(gateway: Gateway, http: httpx.Client) -> None:
    assert http.post(f"{gateway.url}{CHAT}?api-version=1", json=chat_body()).status_code == 200
    assert http.get(f"{gateway.url}/v1/models?limit=1").status_code == 200


def test_cors_only_for_configured_origins(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    origin = "https://chat.example"
    gateway = start_gateway(upstream, config={"security": {"cors_origins": [origin]}})

    def preflight(from_origin: str) -> httpx.Response:
        asked = {"origin": from_origin, "access-control-request-method": "POST"}
        return httpx.options(f"{gateway.url}{CHAT}", headers=asked, trust_env=False)

    assert preflight(origin).headers["access-control-allow-origin"] == origin
    assert "access-control-allow-origin" not in preflight("https://evil.example").headers


def test_slow_first_answer_does_not_hold_others(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_gateway(upstream, config={"server": {"threads": 1}})
    held = WaitFor(threading.Event())
    upstream.respond([held, *chat_whole()], chat_stream())
    with connect(gateway) as slow, connect(gateway) as quick:
        slow.post(chat_body())
        upstream.wait_for_requests()
        quick.post(chat_body(stream=True))
        assert quick.read_answer().complete
        held.event.set()
        assert slow.read_answer().status == 200
