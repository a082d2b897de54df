"""TLS on both sides, IPv6, Unix sockets."""

from __future__ import annotations

import ssl
from pathlib import Path

import httpx
import pytest
from harness.certificates import Authority
from harness.configs import Config, StartGateway, StartUpstream, chat_body
from harness.gateway import Gateway
from harness.raw_http import RawConnection, request_bytes
from harness.script import Silence
from harness.scripted_upstream import ScriptedUpstream

CHAT = "/v1/chat/completions"


def tls_config(authority: Authority, **more: str) -> Config:
    issued = authority.issue("DNS:localhost", "IP:127.0.0.1")
    return {"server": {"tls": {"certificate": str(issued.certificate), "key": str(issued.key), **more}}}


@pytest.fixture
def tls_gateway(start_gateway: StartGateway, upstream: ScriptedUpstream, authority: Authority) -> Gateway:
    return start_gateway(upstream, config=tls_config(authority))


def secure(gateway: Gateway, context: ssl.SSLContext) -> RawConnection:
    return RawConnection(("127.0.0.1", gateway.port), context)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3], ids=["1.2", "1.3"])
def test_listener_speaks_tls(tls_gateway: Gateway, authority: Authority, version: ssl.TLSVersion) -> None:
    context = authority.client_context()
    context.minimum_version = context.maximum_version = version
    with secure(tls_gateway, context) as connection:
        for number in range(3):
            connection.post(chat_body(stream=number == 1))
            assert connection.read_answer().status == 200


def test_minimum_version_is_kept(
    start_gateway: StartGateway, upstream: ScriptedUpstream, authority: Authority
) -> None:
    gateway = start_gateway(upstream, config=tls_config(authority, minimum_version="1.3"))
    context = authority.client_context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises((ssl.SSLError, ConnectionError)):
        secure(gateway, context)
    secure(gateway, authority.client_context()).close()


def test_plain_http_on_a_tls_listener_is_closed(tls_gateway: Gateway) -> None:
    with RawConnection(("127.0.0.1", tls_gateway.port)) as connection:
        connection.send(request_bytes(chat_body()))
        assert connection.is_closed_by_peer()


def test_disconnect_over_tls_cancels(
    tls_gateway: Gateway, upstream: ScriptedUpstream, authority: Authority
) -> None:
    upstream.respond([Silence()])
    connection = secure(tls_gateway, authority.client_context())
    connection.post(chat_body(stream=True))
    upstream.wait_for_requests()
    connection.close()
    upstream.only_request().wait_closed(1)


def upstream_tls(start_upstream: StartUpstream, authority: Authority, *names: str) -> ScriptedUpstream:
    return start_upstream(tls=authority.issue(*names).server_context())


@pytest.mark.parametrize("names", [("DNS:localhost",), ("IP:127.0.0.1",)], ids=["name", "address"])
def test_upstream_over_tls(
    start_gateway: StartGateway, start_upstream: StartUpstream, authority: Authority, names: tuple[str, ...]
) -> None:
    upstream = upstream_tls(start_upstream, authority, *names)
    host = "localhost" if names[0].startswith("DNS") else "127.0.0.1"
    url = f"https://{host}:{upstream.port}/v1"
    config = {"server": {"threads": 1}, "upstream": {"ca_file": str(authority.certificate)}}
    gateway = start_gateway(url, config=config)
    # The stream comes last: its client hears of the end before the connection has gone back to the pool.
    for stream in (False, False, False, True):
        answer = httpx.post(f"{gateway.url}{CHAT}", json=chat_body(stream=stream), trust_env=False)
        assert answer.status_code == 200
    assert upstream.connections == 1


def test_upstream_with_another_host_name_is_refused(
    start_gateway: StartGateway, start_upstream: StartUpstream, authority: Authority
) -> None:
    upstream = upstream_tls(start_upstream, authority, "DNS:other.example")
    config = {"upstream": {"ca_file": str(authority.certificate), "retries": 0}}
    gateway = start_gateway(f"https://localhost:{upstream.port}/v1", config=config)
    answer = httpx.post(f"{gateway.url}{CHAT}", json=chat_body(), trust_env=False)
    assert answer.status_code == 502
    assert not upstream.requests


def test_upstream_of_an_unknown_authority_is_refused(
    start_gateway: StartGateway, start_upstream: StartUpstream, authority: Authority
) -> None:
    upstream = upstream_tls(start_upstream, authority, "DNS:localhost")
    gateway = start_gateway(f"https://localhost:{upstream.port}/v1", config={"upstream": {"retries": 0}})
    answer = httpx.post(f"{gateway.url}{CHAT}", json=chat_body(), trust_env=False)
    assert answer.status_code == 502
    assert not upstream.requests


def test_ipv6_on_both_sides(start_gateway: StartGateway, start_upstream: StartUpstream) -> None:
    upstream = start_upstream(host="::1")
    gateway = start_gateway(upstream, config={"server": {"listen": "[::1]:0"}})
    answer = httpx.post(f"{gateway.url}{CHAT}", json=chat_body(), trust_env=False)
    assert answer.status_code == 200
    assert upstream.only_request().header("host") == f"[::1]:{upstream.port}"


def test_unix_socket_listener(
    start_gateway: StartGateway, upstream: ScriptedUpstream, tmp_path: Path
) -> None:
    path = tmp_path / "gateway.sock"
    gateway = start_gateway(upstream, config={"server": {"listen": f"unix:{path}"}})
    for _ in range(2):
        with RawConnection(str(path)) as connection:
            connection.post(chat_body(stream=True))
            assert connection.read_answer().body.endswith(b"[DONE]\n\n")
    gateway.stop()
    assert not path.exists()


def test_unix_socket_left_by_a_killed_gateway_is_taken_over(
    start_gateway: StartGateway, upstream: ScriptedUpstream, tmp_path: Path
) -> None:
    path = tmp_path / "gateway.sock"
    config = {"server": {"listen": f"unix:{path}"}}
    start_gateway(upstream, config=config).kill()
    start_gateway(upstream, config=config)
    with RawConnection(str(path)) as connection:
        connection.post(chat_body())
        assert connection.read_answer().status == 200


def test_port_in_use_is_a_clear_error(
    start_gateway: StartGateway, upstream: ScriptedUpstream, gateway: Gateway
) -> None:
    with pytest.raises(AssertionError, match=f"{gateway.port}"):
        start_gateway(upstream, config={"server": {"listen": gateway.address}})
