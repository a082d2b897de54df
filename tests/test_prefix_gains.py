"""What prefix routing claims to have saved, against what one computes by hand from blocks of 64 bytes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from harness.configs import MODEL, StartGateway, StartUpstream
from harness.documents import (
    AGAIN,
    DOCUMENT_TOKENS,
    ENDPOINTS,
    GRAMS_EACH,
    JOULES_EACH,
    SAVED_EACH,
    CachedTokens,
    ask,
    ask_all,
    caches_nothing,
    config,
    engine,
    says_nothing,
    says_what_it_has,
)
from harness.gateway import Gateway

HITS = "greeninfer_prefix_hit_tokens_total"

StartFleet = Callable[..., Gateway]


@pytest.fixture
def start_fleet(start_gateway: StartGateway, start_upstream: StartUpstream) -> StartFleet:
    def start(
        strategy: str, reported: CachedTokens, endpoints: int = ENDPOINTS, **enterprise: object
    ) -> Gateway:
        upstreams = [start_upstream() for _ in range(endpoints)]
        for upstream in upstreams:
            upstream.choose_with(engine(reported))
        return start_gateway(config=config(strategy, upstreams, **enterprise))

    return start


def routing(gateway: Gateway, what: str) -> dict[str, float]:
    samples = gateway.samples(f"greeninfer_prefix_routing_{what}_total")
    return {labels["direction"]: value for labels, value in samples}


def test_tokens_and_joules_are_what_one_computes_by_hand(start_fleet: StartFleet) -> None:
    gateway = start_fleet("kv_aware", says_what_it_has)
    receipts = ask_all(gateway)
    assert gateway.metric(HITS) == AGAIN * DOCUMENT_TOKENS
    assert routing(gateway, "tokens") == {"saved": pytest.approx(AGAIN * SAVED_EACH, rel=1e-9)}
    assert routing(gateway, "joules") == {"saved": pytest.approx(AGAIN * JOULES_EACH, rel=1e-6)}
    # Carbon compares places only where green routing is on.
    assert routing(gateway, "grams") == {}
    gains = []
    for receipt in receipts:
        seconds = [one["seconds"] for one in receipt["placement"]["endpoints"]]
        assert len(seconds) == ENDPOINTS
        gains.append(sum(seconds) / ENDPOINTS - seconds[0])
    told = routing(gateway, "seconds")
    assert told["saved"] == pytest.approx(sum(gain for gain in gains if gain > 0), rel=0.01, abs=0.001)
    assert told.get("lost", 0) == pytest.approx(-sum(gain for gain in gains if gain < 0), rel=0.01, abs=0.001)
    assert told["saved"] > 0


def test_grams_are_those_of_the_joules(start_fleet: StartFleet) -> None:
    gateway = start_fleet("kv_aware", says_what_it_has, green_routing={"enabled": True})
    ask_all(gateway)
    assert routing(gateway, "tokens") == {"saved": pytest.approx(AGAIN * SAVED_EACH, rel=1e-9)}
    assert routing(gateway, "grams") == {"saved": pytest.approx(AGAIN * GRAMS_EACH, rel=1e-6)}


def test_where_nothing_is_reported_the_index_is_taken_at_its_word(start_fleet: StartFleet) -> None:
    gateway = start_fleet("kv_aware", says_nothing)
    ask_all(gateway)
    assert gateway.samples(HITS) == [], "nothing was reported, which is not 0"
    assert routing(gateway, "tokens") == {"saved": pytest.approx(AGAIN * SAVED_EACH, rel=1e-9)}


def test_a_cache_that_had_nothing_is_a_loss(start_fleet: StartFleet) -> None:
    gateway = start_fleet("kv_aware", caches_nothing)
    for question in range(2):
        ask(gateway, 0, question)
    # In turn, half of the document would have been found as far as the index knew; nothing was.
    assert routing(gateway, "tokens") == {"saved": 0, "lost": pytest.approx(SAVED_EACH, rel=1e-9)}
    assert routing(gateway, "joules") == {"saved": 0, "lost": pytest.approx(JOULES_EACH, rel=1e-6)}
    assert gateway.metric(HITS) == 0


@pytest.mark.parametrize("strategy", ["round_robin", "least_busy", "session"])
def test_other_strategies_claim_nothing(start_fleet: StartFleet, strategy: str) -> None:
    gateway = start_fleet(strategy, says_what_it_has)
    ask_all(gateway)
    for what in ("tokens", "seconds", "joules", "grams"):
        assert routing(gateway, what) == {}, what
    # What servers found by chance is counted all the same: it is no claim.
    assert gateway.metric(HITS) > 0


def test_a_single_endpoint_saves_nothing_by_being_chosen(start_fleet: StartFleet) -> None:
    gateway = start_fleet("kv_aware", says_what_it_has, endpoints=1)
    ask_all(gateway)
    assert routing(gateway, "tokens") == {}
    assert gateway.metric(HITS) == AGAIN * DOCUMENT_TOKENS


def test_hits_are_those_of_the_cluster(start_gateway: StartGateway, start_upstream: StartUpstream) -> None:
    upstreams = [start_upstream(), start_upstream()]
    for upstream in upstreams:
        upstream.choose_with(engine(says_what_it_has))
    servers = [one.url.removesuffix("/v1") for one in upstreams]
    cluster = {"name": "lab", "endpoints": servers, "metrics_path": "", "served_model": "upstream-model"}
    whole_config = config("kv_aware", [], clusters=[cluster])
    whole_config["models"] = [{"name": MODEL, "tier": "small"}]
    gateway = start_gateway(config=whole_config)
    ask_all(gateway)
    assert gateway.samples(HITS) == [({"cluster": "lab"}, AGAIN * DOCUMENT_TOKENS)]
    found = [labels for labels, _ in gateway.samples("greeninfer_endpoint_info")]
    assert [(one["model"], one["cluster"], one["region"]) for one in found] == [(MODEL, "lab", "none")] * 2
    assert len({one["endpoint"] for one in found}) == ENDPOINTS
