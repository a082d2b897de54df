"""Where the server is, which key is sent, and what only the server can be told."""

from __future__ import annotations

import socket

import httpx
import pytest

from greeninfer import (
    AsyncGreenInfer,
    ConfigurationError,
    GreenInfer,
    ServerTimeoutError,
    ServerUnreachableError,
)
from greeninfer.settings import find_server
from tests.servers_by_hand import Script, reply

ABOUT = {"status": "GreenInfer is running", "version": "0.1.0"}


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GREENINFER_BASE_URL", raising=False)
    monkeypatch.delenv("GREENINFER_API_KEY", raising=False)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_argument_then_environment_then_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert find_server().base_url == "http://127.0.0.1:8700"
    assert find_server().headers == {}
    monkeypatch.setenv("GREENINFER_BASE_URL", "https://green.test/")
    monkeypatch.setenv("GREENINFER_API_KEY", "secret")
    assert find_server().base_url == "https://green.test"
    assert find_server().headers == {"authorization": "Bearer secret"}
    assert find_server("http://other.test:1", "mine").base_url == "http://other.test:1"
    assert find_server("http://other.test:1", "mine").headers == {"authorization": "Bearer mine"}


@pytest.mark.parametrize("wrong", ["green.test", "ftp://green.test", "http://", "http://a:b"])
def test_an_address_is_checked(wrong: str) -> None:
    with pytest.raises(ConfigurationError, match=r"write it as http://127\.0\.0\.1:8700"):
        find_server(wrong)


def test_the_environments_proxy_is_not_asked_for_ones_own_machine() -> None:
    for url, is_own in [
        ("http://127.0.0.1:8700", True),
        ("http://localhost:8700", True),
        ("http://[::1]:8700", True),
        ("http://green.test", False),
        ("http://10.0.0.1", False),
    ]:
        assert find_server(url).is_loopback is is_own, url


def test_the_key_is_sent_and_not_shown() -> None:
    script = Script(ABOUT, reply())
    http = httpx.Client(transport=httpx.MockTransport(script))
    gi = GreenInfer(base_url="http://green.test", api_key="secret", http_client=http)
    gi.chat("x")
    assert script.paths() == ["GET /", "POST /chat"]
    assert all(request.headers["authorization"] == "Bearer secret" for request in script.requests)
    assert "secret" not in repr(gi)


def test_no_server_is_one_sentence_that_says_how_to_start_one() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(ServerUnreachableError) as raised:
        GreenInfer(base_url=url, retries=0)
    said = str(raised.value)
    assert url in said
    assert "`./dev run`" in said
    assert "`greeninfer serve`" in said
    assert "\n" not in said
    lazy = GreenInfer(base_url=url, retries=0, connect=False)
    with pytest.raises(ServerUnreachableError, match="greeninfer serve"):
        lazy.chat("x")


async def test_no_server_for_the_async_client() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(ServerUnreachableError, match="greeninfer serve"):
        async with AsyncGreenInfer(base_url=url, retries=0):
            pass
    with pytest.raises(ServerUnreachableError, match="greeninfer serve"):
        await AsyncGreenInfer(base_url=url, retries=0).chat("x")


def test_looking_for_a_server_takes_no_longer_than_it_must() -> None:
    waited: list[float] = []

    def answer(request: httpx.Request) -> httpx.Response:
        waited.append(request.extensions["timeout"]["read"])
        raise httpx.ReadTimeout("x")

    http = httpx.Client(transport=httpx.MockTransport(answer))
    with pytest.raises(ServerTimeoutError, match="within 10 s"):
        GreenInfer(base_url="http://green.test", http_client=http)
    assert waited == [10.0]


@pytest.mark.parametrize("answer", [httpx.Response(200, json=["x"]), httpx.Response(200, json={"ok": 1})])
def test_another_server_is_not_taken_for_one(answer: httpx.Response) -> None:
    http = httpx.Client(transport=httpx.MockTransport(Script(answer)))
    with pytest.raises(ServerUnreachableError, match="is no GreenInfer server"):
        GreenInfer(base_url="http://green.test", http_client=http)


@pytest.mark.parametrize(
    ("name", "value", "where"),
    [
        ("model_pool", {"small": {}}, "`models`"),
        ("optimizer_model", "t5", "`optimizer`"),
        ("carbon_aware", True, "`grid`"),
        ("carbon_aware", False, "`grid`"),
        ("electricity_maps_key", "k", "ELECTRICITY_MAPS_KEY"),
        ("groq_api_key", "k", "GROQ_API_KEY"),
    ],
)
@pytest.mark.parametrize("kind", [GreenInfer, AsyncGreenInfer])
def test_what_the_server_decides_is_refused(
    kind: type[GreenInfer | AsyncGreenInfer], name: str, value: object, where: str
) -> None:
    with pytest.raises(ConfigurationError, match="on the server") as raised:
        kind(**{name: value})  # type: ignore[arg-type]
    assert where in str(raised.value)
    assert str(raised.value).startswith(f"{name}: ")


def test_a_given_http_client_is_the_callers_to_close() -> None:
    http = httpx.Client(transport=httpx.MockTransport(Script(ABOUT)))
    with GreenInfer(base_url="http://green.test", http_client=http):
        pass
    assert not http.is_closed
