"""The harness itself: what the scripted upstream sends is what a client gets."""

from __future__ import annotations

import time
from pathlib import Path

import httpx
import pytest
from harness.certificates import Authority
from harness.configs import StartUpstream, chat_body
from harness.raw_http import RawConnection, chunked, request_bytes
from harness.replies import chat_stream, content_event, stream_events
from harness.script import Close, HalfClose, Reset, Send, Silence, open_stream, stream_head, whole
from harness.scripted_upstream import ScriptedUpstream


def test_upstream_answers_whole_and_streamed(upstream: ScriptedUpstream, http: httpx.Client) -> None:
    url = f"{upstream.url}/chat/completions"
    assert http.post(url, json=chat_body()).json()["choices"][0]["message"]["content"] == "Hello there."
    assert http.post(url, json=chat_body(stream=True)).content == b"".join(stream_events())
    assert [request.connection for request in upstream.requests] == [1, 1]
    assert upstream.requests[0].header("host") == upstream.authority


def test_upstream_takes_scripts_in_turn(upstream: ScriptedUpstream, http: httpx.Client) -> None:
    upstream.respond(whole({"n": 1}), whole({"n": 2}, status=429, headers={"retry-after": "7"}))
    answers = [http.post(upstream.url, json={}) for _ in range(3)]
    assert [(a.status_code, a.json()["n"]) for a in answers] == [(200, 1), (429, 2), (429, 2)]


def test_upstream_reads_chunked_and_pipelined_requests(upstream: ScriptedUpstream) -> None:
    with RawConnection(("127.0.0.1", upstream.port)) as connection:
        pieces = chunked(b'{"stream": false}', 5)
        connection.send(
            request_bytes(pieces, headers={"transfer-encoding": "chunked"}) + request_bytes(b"{}")
        )
        assert connection.read_answer().status == connection.read_answer().status == 200
    assert [request.body for request in upstream.requests] == [b'{"stream": false}', b"{}"]


@pytest.mark.parametrize("last", [Close(), Reset()], ids=["close", "reset"])
def test_upstream_cuts_a_stream(upstream: ScriptedUpstream, last: Close | Reset) -> None:
    upstream.respond([*open_stream([content_event("one")]), last])
    with RawConnection(("127.0.0.1", upstream.port)) as connection:
        connection.post(chat_body(stream=True))
        try:
            answer = connection.read_answer()
        except ConnectionError:
            return
        assert not answer.complete


def test_upstream_half_closes_and_still_reads(upstream: ScriptedUpstream) -> None:
    upstream.respond([stream_head(), HalfClose()])
    connection = RawConnection(("127.0.0.1", upstream.port))
    connection.post(chat_body())
    assert connection.read_head().status == 200
    assert connection.is_closed_by_peer()
    connection.close()
    upstream.only_request().wait_closed()


def test_upstream_sees_when_the_client_closes(upstream: ScriptedUpstream) -> None:
    upstream.respond([Silence()])
    connection = RawConnection(("127.0.0.1", upstream.port))
    connection.post(chat_body())
    upstream.wait_for_requests()
    closing = time.monotonic()
    connection.close()
    assert upstream.only_request().wait_closed() - closing < 0.5


def test_upstream_closes_idle_connections(start_upstream: StartUpstream) -> None:
    upstream = start_upstream(idle_close_seconds=0.05)
    with RawConnection(("127.0.0.1", upstream.port)) as connection:
        connection.post(chat_body())
        assert connection.read_answer().status == 200
        assert connection.is_closed_by_peer(1)


def test_upstream_paces_a_stream(upstream: ScriptedUpstream) -> None:
    upstream.respond(chat_stream(pause_seconds=0.02))
    with RawConnection(("127.0.0.1", upstream.port)) as connection:
        connection.post(chat_body(stream=True))
        times = [at for at, _ in connection.read_answer().arrivals]
    assert times[-1] - times[0] > 0.08


def test_upstream_speaks_tls_and_unix_sockets(
    start_upstream: StartUpstream, authority: Authority, tmp_path: Path
) -> None:
    secure = start_upstream(tls=authority.issue("DNS:localhost").server_context())
    url = f"https://localhost:{secure.port}/v1/chat/completions"
    assert httpx.post(url, json={}, verify=authority.client_context(), trust_env=False).status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.post(f"https://127.0.0.1:{secure.port}/", verify=authority.client_context(), trust_env=False)
    start_upstream(unix_path=tmp_path / "socket")
    with RawConnection(str(tmp_path / "socket")) as connection:
        connection.send(request_bytes(b"{}"))
        assert connection.read_answer().status == 200


def test_upstream_sends_any_bytes(upstream: ScriptedUpstream) -> None:
    upstream.respond([Send(b"\x00\xffgarbage"), Close()])
    with RawConnection(("127.0.0.1", upstream.port)) as connection:
        connection.post(chat_body())
        assert connection.read_until(b"garbage") == b"\x00\xffgarbage"
