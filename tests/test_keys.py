"""Keys of clients and of model servers: who may come in, and what never goes out."""

from __future__ import annotations

import hashlib
import os
import resource
import signal
from pathlib import Path

import httpx
import pytest
from harness.configs import Config, StartGateway, chat_body
from harness.gateway import Gateway
from harness.replies import error_body
from harness.script import Close, whole
from harness.scripted_upstream import ScriptedUpstream

CHAT = "/v1/chat/completions"
CLIENT_KEY = "sk-client-canary-4711"
UPSTREAM_KEY = "sk-upstream-canary-0815"
PROMPT = "canary-prompt-xyzzy"


def config_with_keys(upstream: ScriptedUpstream, **endpoint: str) -> Config:
    listed = [{"url": upstream.url, "model": "upstream-model", **endpoint}]
    return {
        "clients": [{"name": "team", "key_sha256": hashlib.sha256(CLIENT_KEY.encode()).hexdigest()}],
        "models": [{"name": "test-model", "tier": "small", "endpoints": listed}],
        "telemetry": {"log_level": "trace"},
    }


@pytest.fixture
def guarded(start_gateway: StartGateway, upstream: ScriptedUpstream) -> Gateway:
    config = config_with_keys(upstream, api_key_env="TEST_UPSTREAM_KEY")
    return start_gateway(config=config, environment={"TEST_UPSTREAM_KEY": UPSTREAM_KEY})


def post(gateway: Gateway, key: str | None = CLIENT_KEY, stream: bool = False) -> httpx.Response:
    headers = {"authorization": f"Bearer {key}"} if key is not None else {}
    body = chat_body(stream, messages=[{"role": "user", "content": PROMPT}])
    return httpx.post(f"{gateway.url}{CHAT}", json=body, headers=headers, trust_env=False, timeout=20)


def test_right_key_comes_in(guarded: Gateway) -> None:
    assert post(guarded).status_code == 200
    answer = httpx.post(
        f"{guarded.url}{CHAT}", json=chat_body(), headers={"x-api-key": CLIENT_KEY}, trust_env=False
    )
    assert answer.status_code == 200


@pytest.mark.parametrize("key", [None, "wrong", CLIENT_KEY + "x", CLIENT_KEY[:-1]])
def test_wrong_key_stays_out(guarded: Gateway, upstream: ScriptedUpstream, key: str | None) -> None:
    answer = post(guarded, key)
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] == "invalid_api_key"
    assert not upstream.requests


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/models", 401),
        ("POST", "/v1/embeddings", 401),
        ("POST", "/chat", 401),
        ("GET", "/live", 200),
        ("GET", "/ready", 200),
    ],
)
def test_which_routes_need_a_key(guarded: Gateway, method: str, path: str, status: int) -> None:
    answer = httpx.request(method, f"{guarded.url}{path}", trust_env=False)
    assert answer.status_code == status


def test_client_key_is_never_forwarded(guarded: Gateway, upstream: ScriptedUpstream) -> None:
    headers = {
        "authorization": f"Bearer {CLIENT_KEY}",
        "x-api-key": CLIENT_KEY,
        "api-key": CLIENT_KEY,
        "cookie": f"session={CLIENT_KEY}",
    }
    httpx.post(f"{guarded.url}{CHAT}", json=chat_body(), headers=headers, trust_env=False)
    received = upstream.only_request()
    assert received.header("authorization") == f"Bearer {UPSTREAM_KEY}"
    assert CLIENT_KEY not in repr(received.headers)


def test_key_of_an_open_gateway_is_not_forwarded_either(gateway: Gateway, upstream: ScriptedUpstream) -> None:
    assert post(gateway, "sk-anything").status_code == 200
    assert upstream.only_request().header("authorization") is None


def test_upstream_key_from_a_file(
    start_gateway: StartGateway, upstream: ScriptedUpstream, tmp_path: Path
) -> None:
    file = tmp_path / "key"
    file.write_text(f"{UPSTREAM_KEY}\n")
    gateway = start_gateway(config=config_with_keys(upstream, api_key_file=str(file)))
    assert post(gateway).status_code == 200
    assert upstream.only_request().header("authorization") == f"Bearer {UPSTREAM_KEY}"


def test_keys_and_prompts_are_in_no_log_and_no_error(guarded: Gateway, upstream: ScriptedUpstream) -> None:
    leaky = error_body(f"bad key {UPSTREAM_KEY}")
    upstream.respond(whole(leaky, 401), whole(leaky, 500), [Close()], *[whole(leaky, 400)] * 2)
    answers = [post(guarded, stream=number % 2 == 0) for number in range(6)]
    answers += [post(guarded, "wrong"), httpx.get(f"{guarded.url}/metrics", trust_env=False)]
    for answer in answers:
        assert UPSTREAM_KEY not in answer.text + repr(answer.headers)
        assert CLIENT_KEY not in answer.text + repr(answer.headers)
    guarded.stop()
    log = guarded.log_text()
    assert log
    for canary in (UPSTREAM_KEY, CLIENT_KEY, PROMPT, hashlib.sha256(CLIENT_KEY.encode()).hexdigest()):
        assert canary not in log


def test_keys_are_in_no_core_file(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    try:
        config = config_with_keys(upstream, api_key_env="TEST_UPSTREAM_KEY")
        gateway = start_gateway(config=config, environment={"TEST_UPSTREAM_KEY": UPSTREAM_KEY})
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))
    gateway.process.send_signal(signal.SIGABRT)
    _, status = os.waitpid(gateway.pid, 0)
    gateway.process.returncode = -signal.SIGABRT
    assert os.WTERMSIG(status) == signal.SIGABRT
    assert not os.WCOREDUMP(status), "a process that holds keys was dumped"
