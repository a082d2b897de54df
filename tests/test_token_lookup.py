"""Prompts are looked for among the tokens that engines tell of; the engines are scripted, the events real."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from harness.budgets import client_entry, key_of
from harness.configs import MODEL, Config, StartGateway, StartUpstream, model_entry
from harness.gateway import Gateway
from harness.kv_events import Publisher, batch, cleared, stored
from harness.replies import chat_stream, chat_whole
from harness.script import Json, Script, Silence, whole
from harness.scripted_upstream import Received, ScriptedUpstream

TOKENIZATIONS = "greeninfer_prompt_tokenizations_total"
SIZE = 16
TOKENS = 480
WORDS = " ".join(f"word{number}" for number in range(TOKENS // 2))
PROMPT = f"Once {WORDS}"


def tokens_of(count: int = TOKENS) -> list[int]:
    """What the scripted tokenizer makes of any prompt."""
    return list(range(7, 7 + count))


def model_server(request: Received) -> Script:
    if request.target == "/tokenize":
        return whole({"count": TOKENS, "max_model_len": 4096, "tokens": tokens_of(), "token_strs": None})
    return chat_stream() if b'"stream":true' in request.body.replace(b" ", b"") else chat_whole()


def deaf_tokenizer(request: Received) -> Script:
    return [Silence()] if request.target == "/tokenize" else model_server(request)


def questions(*upstreams: ScriptedUpstream) -> list[Received]:
    return [one for upstream in upstreams for one in upstream.requests if one.target == "/tokenize"]


def answers(upstream: ScriptedUpstream) -> int:
    return sum(one.target != "/tokenize" for one in upstream.requests)


@pytest.fixture
def engines(start_upstream: StartUpstream) -> list[ScriptedUpstream]:
    started = [start_upstream(), start_upstream()]
    for engine in started:
        engine.choose_with(model_server)
    return started


@pytest.fixture
def publishers() -> Iterator[list[Publisher]]:
    started = [Publisher(), Publisher()]
    yield started
    for publisher in started:
        publisher.stop()


StartFleet = Callable[..., Gateway]


@pytest.fixture
def start_fleet(
    start_gateway: StartGateway, engines: list[ScriptedUpstream], publishers: list[Publisher]
) -> StartFleet:
    def start(routing: Config | None = None, **sections: Json) -> Gateway:
        model = model_entry(*engines)
        for endpoint, publisher in zip(model["endpoints"], publishers, strict=True):
            endpoint["kv_events"] = {"url": publisher.url, "replay_url": publisher.replay_url}
        routing = {"strategy": "kv_aware", "exploration": 0, **(routing or {})}
        gateway = start_gateway(config={"models": [model], "enterprise": {"routing": routing}, **sections})
        end = time.monotonic() + 15
        while not all(publisher.questions for publisher in publishers):
            assert time.monotonic() < end, gateway.log_text()
            time.sleep(0.02)
        return gateway

    return start


def tell(gateway: Gateway, publisher: Publisher, blocks: int) -> None:
    """The engine behind it says that it has the first blocks of the prompt."""
    before = gateway.metric("greeninfer_kv_event_batches_total", outcome="applied")
    tokens = tokens_of(blocks * SIZE)
    publisher.publish(batch([cleared(), stored(list(range(100, 100 + blocks)), tokens, size=SIZE)]))
    gateway.wait_for_metric("greeninfer_kv_event_batches_total", before + 1, outcome="applied")


def ask(gateway: Gateway, prompt: str = PROMPT, key: str | None = None) -> dict[str, Any]:
    headers = {"authorization": f"Bearer {key}"} if key else {}
    reply = httpx.post(
        f"{gateway.url}/v1/chat/completions",
        json={
            "model": MODEL,
            "messages": [{"role": "user", "content": prompt}],
            "tools": [{"type": "function"}],
        },
        headers=headers,
        trust_env=False,
        timeout=20,
    )
    assert reply.status_code == 200, reply.text
    answer: dict[str, Any] = reply.json()["greeninfer"]["placement"]
    return answer


@pytest.mark.parametrize("warm", [0, 1])
def test_a_prompt_goes_where_the_events_say_its_tokens_are(
    start_fleet: StartFleet, engines: list[ScriptedUpstream], publishers: list[Publisher], warm: int
) -> None:
    gateway = start_fleet()
    tell(gateway, publishers[warm], 20)
    tell(gateway, publishers[1 - warm], 2)
    placement = ask(gateway)
    assert answers(engines[warm]) == 1
    assert placement["won_by"] == "cache"
    winner, other = placement["endpoints"]
    assert [winner["cache_known_by"], other["cache_known_by"]] == ["events", "events"]
    assert winner["cached_tokens"] == pytest.approx(20 * SIZE)
    assert winner["missed_tokens"] == pytest.approx(TOKENS - 20 * SIZE)
    assert other["cached_tokens"] == pytest.approx(2 * SIZE)
    (question,) = questions(*engines)
    body = json.loads(question.body)
    assert body["model"] == "upstream-model"
    assert body["messages"][0]["content"] == PROMPT
    assert body["tools"], "templates write them into the prompt"
    assert gateway.metric(TOKENIZATIONS, outcome="known") == 1


def test_a_changed_block_size_is_followed(
    start_fleet: StartFleet, engines: list[ScriptedUpstream], publishers: list[Publisher]
) -> None:
    gateway = start_fleet()
    tell(gateway, publishers[0], 4)
    tell(gateway, publishers[1], 2)
    applied = gateway.metric("greeninfer_kv_event_batches_total", outcome="applied")
    publishers[1].publish(batch([stored([900, 901], tokens_of(400)[:400], size=200)]))
    gateway.wait_for_metric("greeninfer_kv_event_batches_total", applied + 1, outcome="applied")
    placement = ask(gateway)
    assert answers(engines[1]) == 1
    assert placement["endpoints"][0]["cached_tokens"] == pytest.approx(400)
    assert placement["endpoints"][1]["cached_tokens"] == pytest.approx(4 * SIZE)


def test_a_tokenizer_that_hangs_delays_once_and_is_left_alone(
    start_fleet: StartFleet, engines: list[ScriptedUpstream], publishers: list[Publisher]
) -> None:
    for engine in engines:
        engine.choose_with(deaf_tokenizer)
    gateway = start_fleet({"tokenize_timeout": "200ms"})
    for publisher in publishers:
        tell(gateway, publisher, 4)
    for _ in range(4):
        placement = ask(gateway)
        assert placement["endpoints"][0]["cache_known_by"] == "requests"
    assert len(questions(*engines)) == 2, "each once"
    assert gateway.metric(TOKENIZATIONS, outcome="failed") == 2
    gateway.assert_idle()


def test_short_prompts_and_switched_off_lookups_ask_nobody(
    start_fleet: StartFleet, engines: list[ScriptedUpstream], publishers: list[Publisher]
) -> None:
    gateway = start_fleet()
    tell(gateway, publishers[0], 4)
    ask(gateway, "A prompt of only a few words, though more than one block of sixty-four bytes of text.")
    assert not questions(*engines)
    routing = {**gateway.config["enterprise"]["routing"], "tokenize_timeout": "0s"}
    gateway.reload({**gateway.config, "enterprise": {"routing": routing}})
    gateway.wait_for_log("reloaded")
    assert ask(gateway)["endpoints"][0]["cache_known_by"] == "requests"
    assert not questions(*engines)


def test_clients_cannot_probe_each_other_unless_they_share(
    start_fleet: StartFleet, engines: list[ScriptedUpstream], publishers: list[Publisher]
) -> None:
    gateway = start_fleet(clients=[client_entry("ann"), client_entry("bob")])
    tell(gateway, publishers[1], 20)
    ask(gateway, key=key_of("ann"))
    seen_by_bob = ask(gateway, key=key_of("bob"))
    assert not questions(*engines)
    assert all(one["cached_tokens"] == 0 for one in seen_by_bob["endpoints"])
    routing = {**gateway.config["enterprise"]["routing"], "share_prefixes": True}
    gateway.reload({**gateway.config, "enterprise": {"routing": routing}})
    gateway.wait_for_log("reloaded")
    shared = ask(gateway, key=key_of("bob"))
    assert shared["endpoints"][0]["cached_tokens"] == pytest.approx(20 * SIZE)
    assert len(questions(*engines)) == 1
