"""Requests and tokens per minute of a client, as the official clients read them."""

from __future__ import annotations

from typing import Any

import httpx
import openai
import pytest
from harness.budgets import ask, budget_config, client_entry, costing, headers_of, key_of
from harness.configs import MODEL, StartGateway, chat_body
from harness.gateway import Gateway
from harness.script import whole
from harness.scripted_upstream import ScriptedUpstream

MESSAGES: Any = [{"role": "user", "content": "Say hello."}]


def start_limited(start_gateway: StartGateway, upstream: ScriptedUpstream, **limits: int) -> Gateway:
    return start_gateway(config=budget_config(upstream, clients=[client_entry("team", **limits)]))


def client_of(gateway: Gateway) -> openai.OpenAI:
    return openai.OpenAI(base_url=f"{gateway.url}/v1", api_key=key_of("team"), max_retries=0, timeout=20)


def test_requests_per_minute(start_gateway: StartGateway, upstream: ScriptedUpstream) -> None:
    gateway = start_limited(start_gateway, upstream, requests_per_minute=2)
    with client_of(gateway) as client:
        first = client.chat.completions.with_raw_response.create(model=MODEL, messages=MESSAGES)
        assert first.headers["x-ratelimit-limit-requests"] == "2"
        assert first.headers["x-ratelimit-remaining-requests"] == "1"
        assert first.headers["x-ratelimit-reset-requests"].endswith("s")
        assert "x-ratelimit-limit-tokens" not in first.headers
        list(client.chat.completions.create(model=MODEL, messages=MESSAGES, stream=True))
        with pytest.raises(openai.RateLimitError) as refused:
            client.chat.completions.create(model=MODEL, messages=MESSAGES)
    answer = refused.value.response
    assert refused.value.code == "rate_limit_exceeded"
    assert "client 'team' may use 2 requests per minute" in str(refused.value)
    assert 1 <= int(answer.headers["retry-after"]) <= 30
    assert 0 < int(answer.headers["retry-after-ms"]) <= 30_000
    assert answer.headers["x-ratelimit-remaining-requests"] == "0"
    assert len(upstream.requests) == 2
    assert gateway.metric("greeninfer_budget_refusals_total", reason="requests_per_minute") == 1


def test_tokens_per_minute_are_corrected_when_known(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_limited(start_gateway, upstream, tokens_per_minute=1000)
    upstream.choose_with(costing(97))  # and 3 of the prompt
    with client_of(gateway) as client:
        create = client.chat.completions.with_raw_response.create
        first = create(model=MODEL, messages=MESSAGES, max_tokens=900)
        assert int(first.headers["x-ratelimit-remaining-tokens"]) < 100
        second = create(model=MODEL, messages=MESSAGES, max_tokens=500)
        assert 370 <= int(second.headers["x-ratelimit-remaining-tokens"]) <= 400
        with pytest.raises(openai.RateLimitError) as refused:
            create(model=MODEL, messages=MESSAGES, max_tokens=900)
        assert "may use 1000 tokens per minute" in str(refused.value)
        with pytest.raises(openai.RateLimitError) as never:
            create(model=MODEL, messages=MESSAGES, max_tokens=5000)
    assert never.value.response.headers["x-should-retry"] == "false"
    assert "lower max_tokens" in str(never.value)
    assert gateway.metric("greeninfer_budget_refusals_total", reason="tokens_per_minute") == 2


def test_every_answer_of_a_limited_client_says_what_is_left(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_limited(start_gateway, upstream, requests_per_minute=100, tokens_per_minute=100_000)
    unknown = httpx.post(
        f"{gateway.url}/v1/chat/completions",
        json=chat_body(model="no-such-model"),
        headers=headers_of("team"),
        trust_env=False,
    )
    assert unknown.status_code == 404
    answers = [unknown, ask(gateway, client="team"), ask(gateway, client="team", stream=True)]
    upstream.respond(whole({}, 500))
    answers.append(ask(gateway, client="team"))
    for number, answer in enumerate(answers):
        assert answer.headers["x-ratelimit-remaining-requests"] == str(99 - number), answer.text
        for name in ("limit", "remaining", "reset"):
            assert f"x-ratelimit-{name}-tokens" in answer.headers


def test_a_model_servers_limits_are_not_the_clients(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_limited(start_gateway, upstream, requests_per_minute=100)
    theirs = {"x-ratelimit-remaining-requests": "7", "x-ratelimit-limit-tokens": "9"}
    upstream.respond(whole({"choices": [{"message": {"content": "hi"}}]}, headers=theirs))
    answer = httpx.post(
        f"{gateway.url}/v1/chat/completions", json=chat_body(), headers=headers_of("team"), trust_env=False
    )
    assert answer.headers["x-ratelimit-remaining-requests"] == "99"
    assert "x-ratelimit-limit-tokens" not in answer.headers


def test_a_limit_that_a_reload_lowers_holds_at_once(
    start_gateway: StartGateway, upstream: ScriptedUpstream
) -> None:
    gateway = start_limited(start_gateway, upstream, requests_per_minute=100)
    assert ask(gateway, client="team").status_code == 200
    gateway.reload({**gateway.config, "clients": [client_entry("team", requests_per_minute=1)]})
    gateway.wait_for_metric("greeninfer_config_generation", 2)
    assert [ask(gateway, client="team").status_code for _ in range(2)] == [200, 429]
