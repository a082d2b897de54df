"""What is sent again, after how long, and what is not."""

from __future__ import annotations

from datetime import datetime, timezone

import httpx
import pytest

from greeninfer import RateLimitError, ServerError, ServerTimeoutError, ServerUnreachableError
from greeninfer.error_replies import retry_after_seconds
from greeninfer.retrying import RetryPolicy
from tests.servers_by_hand import Script, async_client, client, error, reply


@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_what_passes_is_tried_again(status: int) -> None:
    script = Script(error(status), error(status), reply())
    assert client(script).chat("x").response == "Paris."
    assert script.pauses_seconds == [0.5, 1.0]
    assert script.body(0) == script.body(2)


@pytest.mark.parametrize("status", [400, 401, 402, 403, 404, 413, 422, 500, 507])
def test_what_does_not_pass_is_not(status: int) -> None:
    script = Script(error(status), reply())
    with pytest.raises(Exception, match="no"):
        client(script).chat("x")
    assert len(script.requests) == 1


def test_the_servers_wish_is_honoured() -> None:
    script = Script(error(429, retry_after="7"), error(503, retry_after="9", retry_after_ms="1500"), reply())
    client(script).chat("x")
    assert script.pauses_seconds == [7.0, 1.5]


def test_no_retry_where_the_server_says_so() -> None:
    script = Script(error(429, x_should_retry="false", retry_after="1"))
    with pytest.raises(RateLimitError) as raised:
        client(script).chat("x")
    assert raised.value.retry_after_seconds == 1
    assert script.pauses_seconds == []


def test_a_retry_where_the_server_asks_for_it() -> None:
    script = Script(error(500, x_should_retry="true"), reply())
    assert client(script).chat("x").response == "Paris."


def test_a_long_wait_is_left_to_the_caller() -> None:
    script = Script(error(429, retry_after="61"))
    with pytest.raises(RateLimitError) as raised:
        client(script).chat("x")
    assert raised.value.retry_after_seconds == 61


def test_retries_are_bounded() -> None:
    script = Script(*[error(503) for _ in range(4)])
    with pytest.raises(ServerError):
        client(script, retries=3).chat("x")
    assert script.pauses_seconds == [0.5, 1.0, 2.0]
    none = Script(error(503))
    with pytest.raises(ServerError):
        client(none, retries=0).chat("x")
    assert none.pauses_seconds == []


@pytest.mark.parametrize(
    "problem", [httpx.ConnectError("x"), httpx.ReadError("x"), httpx.RemoteProtocolError("x")]
)
def test_a_broken_connection_is_tried_again(problem: Exception) -> None:
    script = Script(problem, reply())
    assert client(script).chat("x").response == "Paris."
    assert script.pauses_seconds == [0.5]


def test_a_broken_connection_is_an_error_in_the_end() -> None:
    script = Script(*[httpx.ReadError("reset")] * 3)
    with pytest.raises(ServerUnreachableError, match=r"server\.test broke: reset") as raised:
        client(script).chat("x")
    assert isinstance(raised.value, ConnectionError)


def test_a_time_out_is_not_paid_twice() -> None:
    script = Script(httpx.ReadTimeout("x"))
    with pytest.raises(ServerTimeoutError, match="within 3 s") as raised:
        client(script, timeout=3).chat("x")
    assert isinstance(raised.value, TimeoutError)
    assert len(script.requests) == 1


async def test_the_async_client_does_the_same() -> None:
    script = Script(httpx.ConnectError("x"), error(429, retry_after="2"), reply())
    assert (await async_client(script).chat("x")).response == "Paris."
    assert script.pauses_seconds == [0.5, 2.0]
    vain = Script(error(429, x_should_retry="false"))
    with pytest.raises(RateLimitError):
        await async_client(vain).chat("x")


def test_chance_takes_a_quarter_at_most() -> None:
    policy = RetryPolicy(retries=9)
    assert policy.pause_after_broken_connection(0, 1.0) == pytest.approx(0.375)
    assert policy.pause_after_broken_connection(8, 0.0) == 8.0
    assert policy.pause_after_broken_connection(9, 0.0) is None


def test_retry_after_is_read_in_every_form() -> None:
    now = datetime(2026, 11, 29, 14, 0, 0, tzinfo=timezone.utc)
    assert retry_after_seconds({"retry-after": "3"}, now) == 3
    assert retry_after_seconds({"retry-after": "Sun, 29 Nov 2026 14:00:20 GMT"}, now) == 20
    assert retry_after_seconds({"retry-after": "Sun, 29 Nov 2026 13:00:00 GMT"}, now) == 0
    assert retry_after_seconds({"retry-after": "soon"}, now) is None
    assert retry_after_seconds({"retry-after-ms": "soon", "retry-after": "4"}, now) == 4
    assert retry_after_seconds({}, now) is None
