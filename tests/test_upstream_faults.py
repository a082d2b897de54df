"""What a model server can do wrong, and what a client then sees.

A true status before the first content and an error event after it; never the words of another answer.
"""

from __future__ import annotations

import gzip
import json
import time
from typing import Any

import httpx
import pytest
from harness.configs import Config, StartGateway, StartUpstream, chat_body
from harness.gateway import Gateway
from harness.raw_http import RawConnection
from harness.replies import (
    chat_stream,
    chat_whole,
    completion,
    content_event,
    error_body,
    role_event,
    stream_events,
)
from harness.script import (
    DONE,
    Close,
    HalfClose,
    Json,
    Pause,
    Reset,
    Script,
    Send,
    Silence,
    chunk,
    head,
    open_stream,
    stream,
    stream_head,
    whole,
)
from harness.scripted_upstream import ScriptedUpstream

FAST: Config = {
    "upstream": {
        "retries": 1,
        "connect_timeout": "300ms",
        "header_timeout": "300ms",
        "idle_timeout": "300ms",
        "total_timeout": "5s",
        "retry_backoff": "1ms",
    }
}
ONCE: Config = {"upstream": {**FAST["upstream"], "retries": 0}}


def post(gateway: Gateway, stream_wanted: bool = False, **fields: Json) -> httpx.Response:
    body = chat_body(stream_wanted, **fields)
    return httpx.post(f"{gateway.url}/v1/chat/completions", json=body, timeout=20, trust_env=False)


def assert_error(answer: httpx.Response, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/json")
    error: dict[str, Any] = answer.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    assert isinstance(error["message"], str)
    assert error["code"] is None or isinstance(error["code"], str)
    assert "127.0.0.1" not in answer.text, "an internal address reached the client"
    return error


def assert_broken_stream(text: str, delivered: str) -> None:
    """The content that came, then one error event, and no [DONE]."""
    events = [line.removeprefix("data: ") for line in text.splitlines() if line.startswith("data: ")]
    assert "[DONE]" not in events
    parsed = [json.loads(data) for data in events]
    assert "error" in parsed[-1], text
    assert set(parsed[-1]["error"]) == {"message", "type", "param", "code"}
    contents = [
        choice["delta"].get("content") or "" for chunk_ in parsed[:-1] for choice in chunk_["choices"]
    ]
    assert "".join(contents) == delivered


BEFORE_CONTENT: dict[str, tuple[Script, int]] = {
    "silent": ([Silence()], 504),
    "half closed": ([HalfClose()], 502),
    "closed at once": ([Close()], 502),
    "reset": ([Reset()], 502),
    "cut in the head": ([Send(b"HTTP/1.1 200 OK\r\ncontent-ty"), Close()], 502),
    "garbage": ([Send(b"\x16\x03\x01garbage\r\n\r\n"), Close()], 502),
    "huge head": ([Send(b"HTTP/1.1 200 OK\r\nx-long: " + b"y" * 300_000 + b"\r\n\r\n"), Close()], 502),
}


@pytest.mark.parametrize("stream_wanted", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize("name", BEFORE_CONTENT)
def test_fault_before_content_is_a_true_status(
    start_gateway: StartGateway, upstream: ScriptedUpstream, name: str, stream_wanted: bool
) -> None:
    script, status = BEFORE_CONTENT[name]
    gateway = start_gateway(upstream, config=ONCE)
    upstream.respond(script)
    answer = post(gateway, stream_wanted)
    error = assert_error(answer, status)
    assert error["type"] == "server_error"
    gateway.assert_idle()


@pytest.mark.parametrize("name", BEFORE_CONTENT)
def test_fault_before_content_fails_over(
    start_gateway: StartGateway, start_upstream: StartUpstream, name: str
) -> None:
    bad, good = start_upstream(), start_upstream()
    gateway = start_gateway(bad, good, config=FAST)
    bad.respond(BEFORE_CONTENT[name][0])
    for _ in range(4):
        assert post(gateway, stream_wanted=True).content.endswith(DONE)
    assert len(good.requests) == 4
    gateway.assert_idle()


def test_pitfall_04_no_failover_after_the_first_content(
    start_gateway: StartGateway, start_upstream: StartUpstream
) -> None:
    dying = [start_upstream(), start_upstream()]
    gateway = start_gateway(*dying, config=FAST)
    for upstream in dying:
        upstream.respond([*open_stream([role_event(), *map(content_event, "abc")]), Close()])
    answer = post(gateway, stream_wanted=True)
    assert answer.status_code == 200
    assert_broken_stream(answer.text, "abc")
    assert sum(len(upstream.requests) for upstream in dying) == 1


@pytest.mark.parametrize(
    "last", [Close(), Reset(), Silence(), HalfClose()], ids=lambda step: type(step).__name__
)
def test_death_in_a_stream_is_an_error_event(
    start_gateway: StartGateway, upstream: ScriptedUpstream, last: Close | Reset | Silence | HalfClose
) -> None:
    gateway = start_gateway(upstream, config=FAST)
    upstream.respond([*open_stream([role_event(), content_event("one ")]), Pause(0.05), last])
    answer = post(gateway, stream_wanted=True)
    assert_broken_stream(answer.text, "one ")
    gateway.assert_idle()


def test_pitfall_05_lifecycle_frames_of_failed_attempts_are_held(
    start_gateway: StartGateway, start_upstream: StartUpstream
) -> None:
    dying = [start_upstream(), start_upstream()]
    gateway = start_gateway(*dying, config=FAST)
    for upstream in dying:
        upstream.respond([*open_stream([b": hello\n\n", role_event()]), Close()])
    assert_error(post(gateway, stream_wanted=True), 502)
    assert {len(upstream.requests) for upstream in dying} == {1}


def test_pitfall_06_headers_wait_for_content(
    start_gateway: StartGateway, start_upstream: StartUpstream
) -> None:
    late, good = start_upstream(), start_upstream()
    gateway = start_gateway(late, good, config={"upstream": {"retry_backoff": "1ms"}})
    late.respond([Pause(0.3), *whole(error_body("starting", "server_error"), 503)])
    for _ in range(3):
        answer = post(gateway, stream_wanted=True)
        assert answer.status_code == 200
        assert answer.content.endswith(DONE)


def test_pitfall_07_silent_upstream_fails_over_within_the_header_timeout(
    start_gateway: StartGateway, start_upstream: StartUpstream
) -> None:
    silent, good = start_upstream(), start_upstream()
    gateway = start_gateway(silent, good, config=FAST)
    silent.respond([Silence()])
    for _ in range(3):
        started = time.monotonic()
        assert post(gateway).status_code == 200
        assert time.monotonic() - started < 1.0


def test_pitfall_08_silence_between_tokens_ends_the_stream(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_gateway(upstream, config=FAST)
    upstream.respond([*open_stream([role_event(), content_event("one ")]), Silence()])
    started = time.monotonic()
    answer = post(gateway, stream_wanted=True)
    assert 0.25 < time.monotonic() - started < 1.5
    assert_broken_stream(answer.text, "one ")
    upstream.only_request().wait_closed()


def test_idle_timer_is_armed_again_by_each_byte(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_gateway(upstream, config=FAST)
    upstream.respond(chat_stream([f"t{n} " for n in range(6)], pause_seconds=0.15))
    assert post(gateway, stream_wanted=True).content.endswith(DONE)


def test_total_timeout_ends_a_living_stream(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    gateway = start_gateway(upstream, config={"upstream": {**FAST["upstream"], "total_timeout": "600ms"}})
    upstream.respond(chat_stream(["t"] * 40, pause_seconds=0.05))
    started = time.monotonic()
    answer = post(gateway, stream_wanted=True)
    assert 0.5 < time.monotonic() - started < 1.5
    assert "[DONE]" not in answer.text
    assert '"error"' in answer.text


def test_pitfall_09_a_hung_upstream_does_not_slow_others(
    start_gateway: StartGateway, start_upstream: StartUpstream
) -> None:
    hung, good = start_upstream(), start_upstream()
    models = [
        {"name": name, "tier": "small", "endpoints": [{"url": upstream.url}]}
        for name, upstream in (("hung", hung), ("good", good))
    ]
    gateway = start_gateway(config={"models": models, "server": {"threads": 1}})
    hung.respond([Silence()])
    waiting = [RawConnection(("127.0.0.1", gateway.port)) for _ in range(50)]
    for connection in waiting:
        connection.post(chat_body(model="hung"))
    hung.wait_for_requests(50)
    slowest = 0.0
    for _ in range(100):
        started = time.monotonic()
        assert post(gateway, model="good").status_code == 200
        slowest = max(slowest, time.monotonic() - started)
    assert slowest < 0.25
    for connection in waiting:
        connection.close()


def test_pitfall_33_a_drip_without_content_is_not_life(
    start_gateway: StartGateway, start_upstream: StartUpstream
) -> None:
    dripping, good = start_upstream(), start_upstream()
    gateway = start_gateway(dripping, good, config=FAST)
    dripping.respond(
        [stream_head(), *[step for _ in range(40) for step in (Send(chunk(b": wait\n\n")), Pause(0.1))]]
    )
    for _ in range(2):
        started = time.monotonic()
        assert post(gateway, stream_wanted=True).content.endswith(DONE)
        assert time.monotonic() - started < 1.5


@pytest.mark.parametrize("stream_wanted", [False, True], ids=["whole", "stream"])
def test_pitfall_17_rate_limit_headers_pass(
    start_gateway: StartGateway, upstream: ScriptedUpstream, stream_wanted: bool
) -> None:
    passed = {
        "retry-after": "7",
        "retry-after-ms": "7000",
        "x-should-retry": "true",
        "x-ratelimit-limit-requests": "60",
        "x-ratelimit-remaining-tokens": "0",
        "x-ratelimit-reset-requests": "6m0s",
    }
    gateway = start_gateway(upstream, config=ONCE)
    upstream.respond(whole(error_body("slow down", "requests", "rate_limit_exceeded"), 429, passed))
    answer = post(gateway, stream_wanted)
    assert_error(answer, 429)
    assert {name: answer.headers.get(name) for name in passed} == passed


def test_rate_limit_headers_of_good_answers_pass(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    upstream.respond(whole(completion(), headers={"x-ratelimit-remaining-requests": "59"}))
    assert post(gateway).headers["x-ratelimit-remaining-requests"] == "59"


@pytest.mark.parametrize("stream_wanted", [False, True], ids=["whole", "stream"])
def test_pitfall_22_a_compressed_answer_is_read_or_refused(
    start_gateway: StartGateway, upstream: ScriptedUpstream, stream_wanted: bool
) -> None:
    plain = b"".join(stream_events()) if stream_wanted else json.dumps(completion()).encode()
    kind = "text/event-stream" if stream_wanted else "application/json"
    gateway = start_gateway(upstream, config=ONCE)
    upstream.respond(whole(gzip.compress(plain), headers={"content-type": kind, "content-encoding": "gzip"}))
    answer = post(gateway, stream_wanted)
    assert upstream.requests[0].header("accept-encoding") in (None, "identity")
    # Inflating is allowed and so is a clear refusal; unreadable bytes or lost usage are not.
    if answer.status_code == 200:
        assert "Hello there." in answer.text or "word0" in answer.text
        assert gateway.metric("greeninfer_tokens_total", kind="completion") == 34
    else:
        assert_error(answer, 502)


def test_html_from_the_upstream_never_reaches_the_client(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_gateway(upstream, config=ONCE)
    for status in (404, 502):
        upstream.respond(whole(b"<html>nginx</html>", status, {"content-type": "text/html"}))
        answer = post(gateway)
        assert answer.status_code >= 400
        assert "<html>" not in answer.text
        assert_error(answer, answer.status_code)


def test_a_large_answer_passes_whole(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    text = "0123456789" * 200_000
    upstream.respond(whole(completion(text)))
    assert post(gateway).json()["choices"][0]["message"]["content"] == text


def test_an_endless_event_is_bounded(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    config = {**ONCE, "server": {"max_stream_queue": "64KiB"}}
    gateway = start_gateway(upstream, config=config)
    before = gateway.resident_bytes()
    endless = [Send(chunk(b"x" * 65536))] * 600
    upstream.respond([stream_head(), Send(chunk(b"data: ")), *endless, Silence()])
    answer = post(gateway, stream_wanted=True)
    assert_error(answer, 502)
    assert gateway.resident_bytes() - before < 16 << 20


def test_pitfall_18_utf8_and_line_ends_split_anywhere(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    texts = ["naïve ", "日本語 ", "🌍🌱 ", "\u200d"]
    plain = b"".join(stream_events(texts))
    for line_end in (b"\n", b"\r\n", b"\r"):
        data = plain.replace(b"\n", line_end)
        # A chunk a byte: every place is a place where a read may end.
        upstream.respond(stream(data[i : i + 1] for i in range(len(data))))
        events = [
            line for line in post(gateway, stream_wanted=True).text.splitlines() if line.startswith("data:")
        ]
        chunks = [json.loads(line[5:]) for line in events if "[DONE]" not in line]
        contents = [c["delta"].get("content") or "" for one in chunks for c in one["choices"]]
        assert "".join(contents) == "".join(texts)
        assert events[-1].endswith("[DONE]")


def test_pitfall_18_data_without_a_space(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    upstream.respond(stream(data.replace(b"data: ", b"data:") for data in stream_events()))
    answer = post(gateway, stream_wanted=True)
    assert "word2" in answer.text
    assert gateway.metric("greeninfer_tokens_total", kind="completion") == 34


def test_body_ended_by_close_passes(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    data = json.dumps(completion()).encode()
    upstream.respond([Send(head(200, {"content-type": "application/json"}) + data), Close()])
    assert post(gateway).json()["choices"][0]["message"]["content"] == "Hello there."


def test_cut_whole_answer_is_an_error(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    gateway = start_gateway(upstream, config=ONCE)
    script = chat_whole()
    first = script[0]
    assert isinstance(first, Send)
    upstream.respond([Send(first.data[:-20]), Close()])
    assert_error(post(gateway), 502)


def test_whole_answer_to_a_stream_request_is_not_mixed_up(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_gateway(upstream, config=ONCE)
    upstream.respond(chat_whole())
    answer = post(gateway, stream_wanted=True)
    # Either the plain JSON with its own type or a clear error, but no stream that is none.
    if answer.status_code == 200:
        assert answer.headers["content-type"].startswith("application/json")
        assert answer.json()["choices"][0]["message"]["content"] == "Hello there."
    else:
        assert_error(answer, 502)


def test_pitfall_27_stream_error_event_before_content_is_a_status(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_gateway(upstream, config=ONCE)
    upstream.respond(stream([b'data: {"error":{"message":"bad","type":"server_error","code":500}}\n\n']))
    answer = post(gateway, stream_wanted=True)
    assert answer.status_code >= 400
    assert_error(answer, answer.status_code)


def test_exhausted_retries_tell_the_client_not_to_retry(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_gateway(upstream, config=FAST)
    upstream.respond([Close()])
    answer = post(gateway)
    assert_error(answer, 502)
    assert answer.headers["x-should-retry"] == "false"
    assert len(upstream.requests) == 2
