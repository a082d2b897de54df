"""A real ZeroMQ publisher of cache events: late, lost, replayed, broken, dead and back."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

import pytest
from harness.configs import Config, StartGateway, model_entry
from harness.gateway import Gateway
from harness.kv_captures import FOLDER, captures
from harness.kv_events import Publisher, batch, cleared, removed, stored
from harness.scripted_upstream import ScriptedUpstream

BATCHES = "greeninfer_kv_event_batches_total"
CLEARS = "greeninfer_kv_event_clears_total"
BLOCKS = "greeninfer_kv_event_blocks"
SILENT = "greeninfer_kv_event_silent"
FORMS = [("array", "array"), ("map", "map"), ("array", "map"), ("map", "array")]


def test_captures_are_what_the_encoder_writes() -> None:
    made = dict(captures())
    if os.environ.get("UPDATE_GOLDEN"):
        for name, data in made.items():
            (FOLDER / name).write_bytes(data)
    assert {path.name: path.read_bytes() for path in FOLDER.iterdir()} == made


@pytest.fixture
def start_publisher() -> Iterator[Callable[..., Publisher]]:
    started: list[Publisher] = []

    def start(**how: object) -> Publisher:
        started.append(Publisher(**how))  # type: ignore[arg-type]
        return started[-1]

    yield start
    for publisher in started:
        publisher.stop()


def config(upstream: ScriptedUpstream, publisher: Publisher, replays: bool = True) -> Config:
    model = model_entry(upstream)
    events = {"url": publisher.url} | ({"replay_url": publisher.replay_url} if replays else {})
    model["endpoints"][0]["kv_events"] = events
    return {"models": [model], "enterprise": {"routing": {"strategy": "kv_aware"}}}


def chain(first: int, count: int, parent: int | None = None) -> bytes:
    """Blocks named from `first` on."""
    return batch([stored(list(range(first, first + count)), list(range(16 * count)), parent=parent)])


def until(gateway: Gateway, name: str, value: float, **labels: str) -> None:
    gateway.wait_for_metric(name, value, timeout_seconds=15, **labels)


def until_listening(gateway: Gateway, publisher: Publisher) -> None:
    """A subscription takes effect after the connection is there; a batch that is lost before is replayed."""
    end = time.monotonic() + 15
    while not publisher.questions:
        assert time.monotonic() < end, gateway.log_text()
        time.sleep(0.02)


def test_every_form_is_read(
    start_gateway: StartGateway, upstream: ScriptedUpstream, start_publisher: Callable[..., Publisher]
) -> None:
    publisher = start_publisher()
    gateway = start_gateway(config=config(upstream, publisher))
    until_listening(gateway, publisher)
    for place, (outer, inner) in enumerate(FORMS):
        publisher.publish(batch([stored([place * 2 + 1, place * 2 + 2], list(range(32)))], outer, inner))
    until(gateway, BATCHES, 4, outcome="applied")
    until(gateway, BLOCKS, 8)
    publisher.publish(batch([removed([1, 2])]))
    until(gateway, BLOCKS, 6)
    publisher.publish(batch([cleared()]))
    until(gateway, BLOCKS, 0)
    until(gateway, CLEARS, 1, reason="engine")
    assert gateway.metric(BATCHES, outcome="undecodable") == 0


def test_who_comes_late_is_told_what_the_publisher_still_has(
    start_gateway: StartGateway, upstream: ScriptedUpstream, start_publisher: Callable[..., Publisher]
) -> None:
    publisher = start_publisher(kept=3, replay_topic=True)
    for first in (1, 11, 21, 31):
        publisher.publish(chain(first, 2))
    gateway = start_gateway(config=config(upstream, publisher))
    until(gateway, BLOCKS, 6)
    assert publisher.questions == [0]
    assert gateway.metric(CLEARS) == 0, "nothing was known that could be lost"


def test_a_gap_is_filled_and_nothing_counts_twice(
    start_gateway: StartGateway, upstream: ScriptedUpstream, start_publisher: Callable[..., Publisher]
) -> None:
    publisher = start_publisher()
    gateway = start_gateway(config=config(upstream, publisher))
    until_listening(gateway, publisher)
    publisher.publish(chain(1, 2))
    until(gateway, BATCHES, 1, outcome="applied")
    publisher.publish(chain(3, 1, parent=2), lost=True)
    publisher.publish(chain(4, 1, parent=3))
    until(gateway, BATCHES, 3, outcome="applied")
    until(gateway, BLOCKS, 4)
    assert publisher.questions == [0, 1]
    assert gateway.metric(CLEARS) == 0


def test_a_gap_that_is_too_old_makes_the_cache_unknown(
    start_gateway: StartGateway, upstream: ScriptedUpstream, start_publisher: Callable[..., Publisher]
) -> None:
    publisher = start_publisher(kept=2)
    gateway = start_gateway(config=config(upstream, publisher))
    until_listening(gateway, publisher)
    publisher.publish(chain(1, 4))
    until(gateway, BLOCKS, 4)
    for first in (11, 21, 31):
        publisher.publish(chain(first, 1), lost=True)
    publisher.publish(chain(41, 1))
    until(gateway, CLEARS, 1, reason="gap")
    until(gateway, BLOCKS, 2)


def test_without_replays_a_gap_makes_the_cache_unknown(
    start_gateway: StartGateway, upstream: ScriptedUpstream, start_publisher: Callable[..., Publisher]
) -> None:
    publisher = start_publisher()
    gateway = start_gateway(config=config(upstream, publisher, replays=False))
    until(gateway, SILENT, 1)
    end = time.monotonic() + 15
    while gateway.metric(BLOCKS) == 0:  # until the subscription is there
        assert time.monotonic() < end
        publisher.publish(chain(1, 4))
        time.sleep(0.1)
    until(gateway, SILENT, 0)
    publisher.publish(chain(11, 1), lost=True)
    publisher.publish(chain(21, 1))
    until(gateway, CLEARS, 1, reason="gap")
    until(gateway, BLOCKS, 1)


def test_garbage_is_counted_and_harms_nothing(
    start_gateway: StartGateway, upstream: ScriptedUpstream, start_publisher: Callable[..., Publisher]
) -> None:
    publisher = start_publisher()
    gateway = start_gateway(config=config(upstream, publisher))
    until_listening(gateway, publisher)
    publisher.publish(chain(1, 2))
    until(gateway, BLOCKS, 2)
    for payload in (b"", b"\x00", b"garbage", b"\x91" * 100_000, batch([{"type": "BlockStored"}])):
        publisher.publish(payload)
    publisher.send_frames(b"kv@", b"short", b"x")
    publisher.send_frames(b"kv@")
    until(gateway, BATCHES, 7, outcome="undecodable")
    publisher.publish(chain(3, 1, parent=2))
    until(gateway, BLOCKS, 3)
    assert gateway.metric(CLEARS) == 0


def test_a_dead_engine_has_no_cache_and_a_new_one_begins_anew(
    start_gateway: StartGateway, upstream: ScriptedUpstream, start_publisher: Callable[..., Publisher]
) -> None:
    publisher = start_publisher()
    url, replay_url = publisher.url, publisher.replay_url
    gateway = start_gateway(config=config(upstream, publisher))
    until_listening(gateway, publisher)
    publisher.publish(chain(1, 5))
    until(gateway, BLOCKS, 5)
    publisher.stop()
    until(gateway, CLEARS, 1, reason="disconnected")
    until(gateway, BLOCKS, 0)
    again = start_publisher(url=url, replay_url=replay_url)
    again.publish(chain(1, 2))
    until(gateway, BLOCKS, 2)
    assert again.questions[0] == 0


def test_numbers_that_begin_again_are_a_restart(
    start_gateway: StartGateway, upstream: ScriptedUpstream, start_publisher: Callable[..., Publisher]
) -> None:
    publisher = start_publisher()
    gateway = start_gateway(config=config(upstream, publisher))
    until_listening(gateway, publisher)
    for first in (1, 11):
        publisher.publish(chain(first, 1))
    until(gateway, BLOCKS, 2)
    publisher.restart()
    publisher.publish(chain(1, 1))
    until(gateway, CLEARS, 1, reason="restart")
    until(gateway, BLOCKS, 1)


def test_another_block_size_is_another_cache(
    start_gateway: StartGateway, upstream: ScriptedUpstream, start_publisher: Callable[..., Publisher]
) -> None:
    publisher = start_publisher()
    gateway = start_gateway(config=config(upstream, publisher))
    until_listening(gateway, publisher)
    publisher.publish(chain(1, 4))
    until(gateway, BLOCKS, 4)
    publisher.publish(batch([stored([101, 102], list(range(64)), size=32)]))
    until(gateway, BLOCKS, 2)
    publisher.publish(batch([removed([1, 2, 3, 4])]))
    publisher.publish(batch([stored([103], list(range(64, 96)), parent=102, size=32)]))
    until(gateway, BLOCKS, 3)
    assert gateway.metric(BATCHES, outcome="undecodable") == 0


def test_a_reload_keeps_what_is_known(
    start_gateway: StartGateway, upstream: ScriptedUpstream, start_publisher: Callable[..., Publisher]
) -> None:
    publisher = start_publisher()
    gateway = start_gateway(config=config(upstream, publisher))
    until_listening(gateway, publisher)
    publisher.publish(chain(1, 5))
    until(gateway, BLOCKS, 5)
    gateway.reload({**gateway.config, "telemetry": {**gateway.config["telemetry"], "report_rows": 200}})
    gateway.wait_for_log("reloaded")
    publisher.publish(chain(6, 1, parent=5))
    until(gateway, BLOCKS, 6)
    assert publisher.questions == [0]
