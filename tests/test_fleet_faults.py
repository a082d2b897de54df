"""Engines that die, hang, forget or lie: no request is lost, and what is thought of them finds back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from harness.caching_engine import CachingEngine, all_of_it, nothing
from harness.configs import Config, StartGateway, StartUpstream, chat_body
from harness.gateway import Gateway
from harness.script import Close, Pause, Silence

CONFIG: Config = {
    "server": {"threads": 1},
    "enterprise": {"routing": {"strategy": "kv_aware", "exploration": 0}},
    "optimizer": {"enabled": False},
    "cascade": {"enabled": False},
}
DOCUMENTS = 4
TOKENS = 600  # of a document, about


def document(number: int) -> str:
    """No two of them begin alike."""
    return " ".join(f"Document {number}, fact {i}: {number * 37 + i * 11} units." for i in range(TOKENS // 8))


def messages(number: int, question: str) -> list[dict[str, str]]:
    return [{"role": "system", "content": document(number)}, {"role": "user", "content": question}]


def post(gateway: Gateway, number: int, question: str = "How many?", stream: bool = False) -> httpx.Response:
    body = chat_body(stream, messages=messages(number, question), max_tokens=2)
    return httpx.post(f"{gateway.url}/v1/chat/completions", json=body, trust_env=False, timeout=20)


def ask(gateway: Gateway, number: int, question: str = "How many?") -> dict[str, Any]:
    """The placement of an answered request: the endpoints that were weighed, the winner first."""
    reply = post(gateway, number, question)
    assert reply.status_code == 200, reply.text
    placement: dict[str, Any] = reply.json()["greeninfer"]["placement"]
    return placement


def expected_of(placement: dict[str, Any], engine: CachingEngine) -> dict[str, Any]:
    """What was expected of this engine, whoever won."""
    found: dict[str, Any] = next(
        one for one in placement["endpoints"] if engine.upstream.authority in one["endpoint"]
    )
    return found


def winner(placement: dict[str, Any], engines: list[CachingEngine]) -> CachingEngine:
    name = placement["endpoints"][0]["endpoint"]
    return next(engine for engine in engines if engine.upstream.authority in name)


@pytest.fixture
def engines(start_upstream: StartUpstream) -> list[CachingEngine]:
    return [CachingEngine(start_upstream()) for _ in range(2)]


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(16) as running:
        yield running


def start(start_gateway: StartGateway, engines: list[CachingEngine], **upstream: object) -> Gateway:
    config = {**CONFIG, "upstream": upstream} if upstream else CONFIG
    return start_gateway(*(engine.upstream for engine in engines), config=config)


def home_of(
    gateway: Gateway, engines: list[CachingEngine], number: int
) -> tuple[CachingEngine, CachingEngine]:
    """Brings a document to one of them, so that it is asked for more of it; that one and the other."""
    ask(gateway, number)
    placement = ask(gateway, number, "How many more?")
    assert placement["won_by"] == "cache"
    home = winner(placement, engines)
    return home, next(engine for engine in engines if engine is not home)


def assert_nothing_left(gateway: Gateway) -> None:
    gateway.assert_idle()
    gateway.wait_for_metric("greeninfer_endpoint_unread_tokens", 0)


def until_silent_requests(engine: CachingEngine, count: int) -> None:
    engine.upstream.wait_for_requests(count)


@pytest.mark.parametrize("stream", [False, True])
def test_an_engine_that_dies_with_a_queue_loses_no_request(
    start_gateway: StartGateway, engines: list[CachingEngine], pool: ThreadPoolExecutor, stream: bool
) -> None:
    gateway = start(start_gateway, engines)
    home, other = home_of(gateway, engines, 1)
    before = home.requests
    home.upstream.respond([Silence()])
    waiting = [pool.submit(post, gateway, 1, f"Question {i}?", stream) for i in range(6)]
    until_silent_requests(home, before + 1)
    home.upstream.stop()
    for reply in (one.result() for one in waiting):
        assert reply.status_code == 200, reply.text
        assert "error" not in reply.text
    again = ask(gateway, 1, "And now?")
    assert winner(again, engines) is other
    assert expected_of(again, other)["cached_tokens"] > TOKENS / 2, "what was read there counts from then on"
    assert_nothing_left(gateway)


def test_a_dead_engine_has_no_cache_when_it_comes_back(
    start_gateway: StartGateway, engines: list[CachingEngine]
) -> None:
    health = {"interval": "50ms", "timeout": "500ms", "failures": 1, "successes": 1}
    gateway = start(start_gateway, engines, health=health)
    home, other = home_of(gateway, engines, 1)
    name = next(
        labels["endpoint"]
        for labels, _ in gateway.samples("greeninfer_endpoint_up")
        if home.upstream.authority in labels["endpoint"]
    )
    assert gateway.metric("greeninfer_endpoint_indexed_blocks", endpoint=name) > TOKENS / 32
    home.upstream.healthy = False
    gateway.wait_for_metric("greeninfer_endpoint_up", 0, endpoint=name)
    assert winner(ask(gateway, 1), engines) is other
    gateway.wait_for_metric("greeninfer_endpoint_indexed_blocks", 0, endpoint=name)
    home.restart()
    home.upstream.healthy = True
    gateway.wait_for_metric("greeninfer_endpoint_up", 1, endpoint=name)
    back = ask(gateway, 1)
    assert expected_of(back, home)["cached_tokens"] == 0
    assert winner(back, engines) is other, "affinity has moved"
    assert_nothing_left(gateway)


def test_a_hanging_engine_costs_one_time_limit_and_then_nothing(
    start_gateway: StartGateway, engines: list[CachingEngine]
) -> None:
    breaker = {"failures": 2, "window": "30s", "open_for": "30s", "successes": 1}
    gateway = start(start_gateway, engines, header_timeout="300ms", breaker=breaker)
    home, other = home_of(gateway, engines, 1)
    home.upstream.respond([Silence()])
    asked = home.requests
    for question in ("First?", "Second?"):
        started = time.monotonic()
        assert post(gateway, 1, question).status_code == 200
        if question == "First?":
            assert time.monotonic() - started >= 0.3, "it was asked first, as it has the document"
    home_requests = home.requests
    assert home_requests > asked
    # Whoever has the document now answers; what hangs is asked no more once its breaker is open.
    for number in range(2, 6):
        post(gateway, number)
    quick = time.monotonic()
    for _ in range(6):
        assert winner(ask(gateway, 1), engines) is other
    assert time.monotonic() - quick < 6 * 0.3
    assert home.requests - asked <= 2, "an open breaker let requests through"
    assert_nothing_left(gateway)


def test_an_engine_that_works_again_after_hanging_is_used_again(
    start_gateway: StartGateway, engines: list[CachingEngine]
) -> None:
    breaker = {"failures": 1, "window": "30s", "open_for": "300ms", "successes": 1}
    gateway = start(start_gateway, engines, header_timeout="200ms", breaker=breaker)
    home, other = home_of(gateway, engines, 1)
    home.upstream.respond([Silence()])
    assert post(gateway, 1).status_code == 200
    home.works_again()
    time.sleep(0.4)
    winners = {id(winner(ask(gateway, number), engines)) for number in range(10, 18)}
    assert winners == {id(home), id(other)}, "new documents are shared again"
    assert_nothing_left(gateway)


def test_a_restart_that_nobody_told_of_is_noticed(
    start_gateway: StartGateway, engines: list[CachingEngine]
) -> None:
    gateway = start(start_gateway, engines[:1] + engines[1:])
    homes = [home_of(gateway, engines, number)[0] for number in range(2 * DOCUMENTS)]
    home = max(engines, key=homes.count)
    documents = [number for number, at in enumerate(homes) if at is home]
    assert len(documents) >= 3
    first, second, third = documents[:3]
    home.restart()
    assert expected_of(ask(gateway, first), home)["cached_tokens"] > TOKENS / 2, "as was believed"
    ask(gateway, second)
    forgotten = ask(gateway, third)
    assert expected_of(forgotten, home)["cached_tokens"] == 0, "two that it had nothing of: its cache is gone"
    at = winner(forgotten, engines)
    estimates = [expected_of(ask(gateway, third, f"Once more {i}?"), at) for i in range(12)]
    assert estimates[-1]["cached_tokens"] > 0.7 * TOKENS, "it shows what it has again"
    assert [one["cached_tokens"] for one in estimates] == sorted(one["cached_tokens"] for one in estimates)
    assert_nothing_left(gateway)


def test_an_engine_that_counts_tokens_otherwise_is_believed(
    start_gateway: StartGateway, engines: list[CachingEngine]
) -> None:
    """Its tokens are half as long again as expected, so that it reports fewer; that is no worse cache."""
    for engine in engines:
        engine.bytes_per_token = 6
    gateway = start(start_gateway, engines)
    home, _ = home_of(gateway, engines, 1)
    estimates = [expected_of(ask(gateway, 1, f"Once more {i}?"), home)["cached_tokens"] for i in range(12)]
    assert min(estimates) > 0.95 * estimates[0] > 0.8 * TOKENS


def work(gateway: Gateway, pool: ThreadPoolExecutor, rounds: int, at_once: int = 3) -> list[float]:
    """Questions about many documents, some at once; the seconds that each took."""

    def one(number: int, question: str) -> float:
        started = time.monotonic()
        assert post(gateway, number, question).status_code == 200
        return time.monotonic() - started

    took: list[float] = []
    asked = [(number, f"Round {i}?") for i in range(rounds) for number in range(2 * DOCUMENTS)]
    for first in range(0, len(asked), at_once):
        running: list[Future[float]] = [pool.submit(one, *each) for each in asked[first : first + at_once]]
        took += [each.result() for each in running]
    return took


def test_an_engine_that_boasts_of_its_cache_gets_no_more_than_others(
    start_gateway: StartGateway, engines: list[CachingEngine], pool: ThreadPoolExecutor
) -> None:
    """It says that it had all of every prompt, and reads every one from the beginning."""
    liar, honest = engines
    liar.claim, liar.has_cache = all_of_it, False
    liar.seconds_per_token = honest.seconds_per_token = 2e-4
    gateway = start(start_gateway, engines)
    work(gateway, pool, rounds=6)
    later = liar.requests, honest.requests
    work(gateway, pool, rounds=4)
    to_liar, to_honest = liar.requests - later[0], honest.requests - later[1]
    assert to_liar <= 1.5 * to_honest, (to_liar, to_honest)
    assert_nothing_left(gateway)


def test_an_engine_that_denies_its_cache_is_taken_for_cold_and_not_for_dead(
    start_gateway: StartGateway, engines: list[CachingEngine], pool: ThreadPoolExecutor
) -> None:
    liar, honest = engines
    liar.claim = nothing
    gateway = start(start_gateway, engines)
    work(gateway, pool, rounds=6)
    before = len(honest.cached_tokens)
    took = work(gateway, pool, rounds=2)
    expected = expected_of(ask(gateway, 0), liar)
    assert expected["cached_tokens"] < TOKENS / 4, "its word is taken"
    had = honest.cached_tokens[before:]
    assert sum(tokens > TOKENS / 2 for tokens in had) >= 0.8 * len(had), "the other keeps its documents"
    assert max(took) < 1
    # What is new to both is shared: nobody is left idle for what it says.
    asked = liar.requests
    for reply in pool.map(lambda number: post(gateway, number), range(20, 28)):
        assert reply.status_code == 200
    assert liar.requests - asked >= 2
    assert_nothing_left(gateway)


def test_faults_leave_nothing_behind(
    start_gateway: StartGateway, engines: list[CachingEngine], pool: ThreadPoolExecutor
) -> None:
    """What waits and breaks, and clients that leave: the books are empty afterwards."""
    gateway = start(start_gateway, engines, header_timeout="400ms")
    work(gateway, pool, rounds=2)
    known = gateway.metric("greeninfer_endpoint_indexed_blocks")
    faulty = engines[0]
    for fault in ([Silence()], [Close()], [Pause(0.02), Close()]):
        faulty.upstream.respond(fault)
        for reply in pool.map(lambda number: post(gateway, number, "Fault?"), range(2 * DOCUMENTS)):
            assert reply.status_code == 200, reply.text
    faulty.works_again()
    engines[1].upstream.respond([Silence()])
    faulty.upstream.respond([Silence()])
    body = chat_body(True, messages=messages(1, "Gone?"), max_tokens=2)
    with httpx.Client(trust_env=False) as client, pytest.raises(httpx.ReadTimeout):
        client.post(f"{gateway.url}/v1/chat/completions", json=body, timeout=0.05)
    assert_nothing_left(gateway)
    for engine in engines:
        engine.works_again()
    time.sleep(2.1)  # what was only hoped for counts no longer
    work(gateway, pool, rounds=2)
    blocks_of_a_document = len(document(1)) // 64 + 2
    most = len(engines) * 2 * DOCUMENTS * blocks_of_a_document
    assert known <= most
    assert gateway.metric("greeninfer_endpoint_indexed_blocks") <= most
    assert_nothing_left(gateway)
