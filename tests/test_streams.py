"""What of a stream reaches the client, byte by byte and moment by moment."""

from __future__ import annotations

import asyncio
import itertools
import json
import threading
import time
from typing import Any

import httpx
import pytest
from harness.configs import Config, StartGateway, StartUpstream, chat_body
from harness.gateway import Gateway
from harness.raw_http import RawConnection
from harness.replies import (
    USAGE,
    chat_stream,
    chunk_of,
    content_event,
    finish_event,
    role_event,
    stream_events,
    usage_event,
)
from harness.script import DONE, Json, Pause, Script, Send, WaitFor, event, open_stream, stream
from harness.scripted_upstream import Received, ScriptedUpstream

HEADERS_ONLY: Config = {"telemetry": {"receipt": "headers"}}


def post_stream(gateway: Gateway, **fields: Json) -> httpx.Response:
    url = f"{gateway.url}/v1/chat/completions"
    return httpx.post(url, json=chat_body(stream=True, **fields), timeout=30, trust_env=False)


def data_of(answer: httpx.Response) -> list[Any]:
    lines = [line.removeprefix("data: ") for line in answer.text.splitlines() if line.startswith("data: ")]
    assert lines[-1] == "[DONE]"
    return [json.loads(line) for line in lines[:-1]]


def test_headers_of_a_stream(gateway: Gateway) -> None:
    answer = post_stream(gateway)
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["x-accel-buffering"] == "no"
    assert answer.headers["transfer-encoding"] == "chunked"
    assert "content-length" not in answer.headers
    assert "content-encoding" not in answer.headers


def test_bytes_pass_unchanged_when_usage_was_asked_for(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_gateway(upstream, config=HEADERS_ONLY)
    answer = post_stream(gateway, stream_options={"include_usage": True})
    assert answer.content == b"".join(stream_events())


def test_injected_usage_is_stripped(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    gateway = start_gateway(upstream, config=HEADERS_ONLY)
    answer = post_stream(gateway)
    assert answer.content == b"".join(stream_events(with_usage=False))
    assert json.loads(upstream.only_request().body)["stream_options"]["include_usage"] is True
    assert gateway.metric("greeninfer_tokens_total", kind="completion") == 34
    assert gateway.metric("greeninfer_tokens_total", kind="prompt") == 12


def test_null_usage_of_earlier_chunks_is_stripped_with_it(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_gateway(upstream, config=HEADERS_ONLY)
    text = event(chunk_of({"content": "one "}, usage=None))
    upstream.respond(stream([role_event(), text, finish_event(usage=None), usage_event(), DONE]))
    assert all("usage" not in chunk for chunk in data_of(post_stream(gateway)))


def test_other_stream_options_survive_the_injection(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    post_stream(gateway, stream_options={"include_obfuscation": False})
    options = json.loads(upstream.only_request().body)["stream_options"]
    assert options == {"include_obfuscation": False, "include_usage": True}


USAGE_SHAPES: dict[str, list[bytes]] = {
    "after the finish chunk": [finish_event(), usage_event()],
    "on the finish chunk": [finish_event(usage=USAGE)],
    "choices null": [finish_event(), usage_event(choices=None)],
    "before the finish chunk": [usage_event(), finish_event()],
    "on every chunk": [
        event(chunk_of({"content": "!"}, usage={**USAGE, "completion_tokens": 3})),
        usage_event(),
    ],
}


@pytest.mark.parametrize("shape", USAGE_SHAPES)
def test_pitfall_12_usage_is_found_wherever_it_is(
    gateway: Gateway, upstream: ScriptedUpstream, shape: str
) -> None:
    upstream.respond(stream([role_event(), content_event("one "), *USAGE_SHAPES[shape], DONE]))
    assert data_of(post_stream(gateway))
    assert gateway.metric("greeninfer_tokens_total", kind="completion") == 34


CACHED: dict[str, tuple[dict[str, Any], float]] = {
    "absent": ({}, 0),
    "null": ({"prompt_tokens_details": {"cached_tokens": None}}, 0),
    "zero": ({"prompt_tokens_details": {"cached_tokens": 0}}, 0),
    "positive": ({"prompt_tokens_details": {"cached_tokens": 9}}, 9),
}


@pytest.mark.parametrize("name", CACHED)
def test_pitfall_13_cached_tokens_survive(gateway: Gateway, upstream: ScriptedUpstream, name: str) -> None:
    details, cached = CACHED[name]
    upstream.respond(stream([content_event("one "), finish_event(), usage_event({**USAGE, **details}), DONE]))
    usage = data_of(post_stream(gateway, stream_options={"include_usage": True}))[-1]["usage"]
    assert usage == {**USAGE, **details}
    assert gateway.metric("greeninfer_tokens_total", kind="cached") == cached


def test_pitfall_14_answers_without_usage_are_estimated(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    upstream.respond(chat_stream(["a"] * 7, with_usage=False))
    assert data_of(post_stream(gateway))
    assert gateway.metric("greeninfer_tokens_total", kind="estimated") > 0
    assert gateway.metric("greeninfer_tokens_total", kind="completion") == 0


def test_receipt_comment_comes_before_done(gateway: Gateway) -> None:
    blocks = post_stream(gateway).text.strip().split("\n\n")
    assert blocks[-1] == "data: [DONE]"
    assert blocks[-2].startswith(":")


def test_receipt_object_is_on_the_usage_chunk_that_was_asked_for(gateway: Gateway) -> None:
    chunks = data_of(post_stream(gateway, stream_options={"include_usage": True}))
    assert chunks[-1]["usage"] == USAGE
    assert chunks[-1]["greeninfer"]["model"] == "test-model"
    assert all("greeninfer" not in chunk for chunk in chunks[:-1])


def test_receipt_of_a_whole_answer(gateway: Gateway, http: httpx.Client) -> None:
    answer = http.post(f"{gateway.url}/v1/chat/completions", json=chat_body())
    assert answer.json()["greeninfer"]["model"] == "test-model"
    assert answer.headers["x-greeninfer-model"] == "test-model"
    assert answer.headers["x-greeninfer-tier"] == "small"


def test_receipt_off_is_silent(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    gateway = start_gateway(upstream, config={"telemetry": {"receipt": "off"}})
    answer = post_stream(gateway)
    assert not [name for name in answer.headers if name.startswith("x-greeninfer-")]
    assert "greeninfer" not in answer.text


def test_no_id_or_retry_line_reaches_the_client(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    # Clients choke on both: an id is never forgotten, a retry alone is an event without data.
    events = [
        b"retry: 100\n\n",
        b"id: 7\n" + role_event(),
        b"id: 8\n" + content_event("one "),
        usage_event(),
        DONE,
    ]
    upstream.respond(stream(events))
    answer = post_stream(gateway)
    assert "one " in answer.text
    assert not [line for line in answer.text.splitlines() if line.startswith(("id:", "retry:"))]


def test_stream_without_done_is_a_cut_stream(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    upstream.respond(stream([role_event(), content_event("one ")]))
    answer = post_stream(gateway)
    assert "[DONE]" not in answer.text
    assert '"error"' in answer.text


def test_pitfall_20_tokens_arrive_when_they_were_made(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    upstream.respond(chat_stream([f"t{n} " for n in range(20)], pause_seconds=0.02))
    with RawConnection(("127.0.0.1", gateway.port)) as connection:
        connection.post(chat_body(stream=True))
        times = [at for at, data in connection.read_answer().arrivals if b'"content":"t' in data]
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert len(gaps) >= 18, "several tokens came in one piece"
    assert 0.3 < sum(gaps) < 1.5


def test_pitfall_19_first_token_is_not_delayed(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    upstream.respond(chat_stream(pause_seconds=0.01))
    added = []
    with RawConnection(("127.0.0.1", gateway.port)) as connection:
        for number in range(20):
            started = time.monotonic()
            connection.post(chat_body(stream=True))
            upstream.wait_for_requests(number + 1)
            first = connection.read_answer().arrivals[0][0]
            # The script sends the role at once and the first content 10 ms later.
            added.append(first - started - 0.01)
    # A delayed acknowledgement, which TCP_NODELAY avoids, costs each 40 ms; a busy machine costs some a few.
    assert min(added) < 0.03


def test_pitfall_23_pings_in_a_long_silence(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    gateway = start_gateway(upstream, config={"upstream": {"keepalive_comment": "100ms"}})
    events = stream_events(["one ", "two "])
    upstream.respond([*open_stream(events[:2]), Pause(0.55), *stream(events[2:])[1:]])
    answer = post_stream(gateway)
    assert 3 <= answer.text.count(": ping") <= 6
    assert [c["choices"][0]["delta"].get("content") for c in data_of(answer)][1:3] == ["one ", "two "]


def test_pitfall_23_no_ping_before_content(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    gateway = start_gateway(upstream, config={"upstream": {"keepalive_comment": "50ms"}})
    upstream.respond([Pause(0.3), *chat_stream()])
    assert not post_stream(gateway).text.startswith(":")


def test_pitfall_21_framing_is_made_anew(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    data = b"".join(stream_events())
    wrong = {
        "content-type": "text/event-stream",
        "content-length": str(len(data)),
        "connection": "x-hop",
        "x-hop": "1",
    }
    lines = "".join(f"{name}: {value}\r\n" for name, value in wrong.items())
    upstream.respond([Send(f"HTTP/1.1 200 OK\r\n{lines}\r\n".encode() + data)])
    answer = post_stream(gateway)
    assert answer.content.endswith(DONE)
    assert "content-length" not in answer.headers
    assert "x-hop" not in answer.headers


def test_a_slow_client_costs_bounded_memory(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    gateway = start_gateway(
        upstream, config={"server": {"max_stream_queue": "256KiB", "write_timeout": "20s"}}
    )
    upstream.respond(chat_stream(["x" * 10_000] * 5000))
    before = gateway.resident_bytes()
    connections = [RawConnection(("127.0.0.1", gateway.port)) for _ in range(8)]
    for connection in connections:
        connection.post(chat_body(stream=True))
    time.sleep(1.5)
    # Eight streams of 50 MB each are under way; none is read.
    assert gateway.resident_bytes() - before < 24 << 20
    answer = connections[0].read_answer()
    assert answer.complete
    assert answer.body.count(b"x" * 10_000) == 5000
    for connection in connections:
        connection.close()
    gateway.assert_idle()


def test_a_client_that_reads_nothing_is_dropped(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_gateway(
        upstream, config={"server": {"max_stream_queue": "256KiB", "write_timeout": "300ms"}}
    )
    upstream.respond(chat_stream(["x" * 10_000] * 5000))
    connection = RawConnection(("127.0.0.1", gateway.port))
    connection.post(chat_body(stream=True))
    upstream.wait_for_requests()
    gateway.wait_for_metric("greeninfer_clients_gone_total", 1)
    gateway.assert_idle()
    connection.close()


STREAMS = 1000


async def _read_one(gateway: Gateway, number: int) -> str:
    reader, writer = await asyncio.open_connection("127.0.0.1", gateway.port)
    body = json.dumps(chat_body(stream=True, user=f"stream-{number}")).encode()
    fields = f"host: gateway\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n"
    writer.write(f"POST /v1/chat/completions HTTP/1.1\r\n{fields}connection: close\r\n\r\n".encode() + body)
    data = await reader.read()
    while more := await reader.read(1 << 16):
        data += more
    writer.close()
    return data.decode()


def _contents(answer: str) -> list[str]:
    lines = [line[6:] for line in answer.replace("\r", "").split("\n") if line.startswith("data: {")]
    return [c["choices"][0]["delta"].get("content") or "" for c in map(json.loads, lines) if c["choices"]]


def test_thousand_streams_lose_and_mix_nothing(
    start_gateway: StartGateway, start_upstream: StartUpstream
) -> None:
    upstreams = [start_upstream(), start_upstream()]
    gateway = start_gateway(*upstreams, config={"upstream": {"max_connections": 2000}})
    all_open = WaitFor(threading.Event())

    def script_of(request: Received) -> Script:
        name = json.loads(request.body)["user"]
        events = [role_event(), *(content_event(f"{name}:{n} ") for n in range(10)), finish_event(), DONE]
        return [*stream(events[:2])[:-1], all_open, *stream(events[2:], pause_seconds=0.01)[1:]]

    for upstream in upstreams:
        upstream.choose_with(script_of)

    async def run() -> list[str]:
        streams = [asyncio.ensure_future(_read_one(gateway, number)) for number in range(STREAMS)]
        deadline = time.monotonic() + 30
        while sum(len(upstream.requests) for upstream in upstreams) < STREAMS:
            assert time.monotonic() < deadline, "not all streams were opened"
            await asyncio.sleep(0.05)
        all_open.event.set()
        return await asyncio.gather(*streams)

    answers = asyncio.run(run())
    for number, answer in enumerate(answers):
        expected = "".join(f"stream-{number}:{n} " for n in range(10))
        assert "".join(_contents(answer)) == expected, answer[:500]
        assert "data: [DONE]\n\n" in answer
    gateway.assert_idle()
    assert gateway.metric("greeninfer_requests_total", code="200", route="chat_completions") == STREAMS
