"""Several real engines behind one gateway: prompts go where their beginning was read before."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from harness.configs import Config
from harness.gateway import Gateway
from test_local_engine import engine_files, engines_of  # noqa: F401 [a fixture that these tests share]

pytestmark = [pytest.mark.engine, pytest.mark.timeout(180), pytest.mark.xdist_group("engine")]

# As little as shows it: a core reads some hundred tokens a second.
REPLICAS = 2
SLOTS = 2
# More than one replica has room for; odd, so that taking turns keeps none in one place.
DOCUMENTS = 3
ROUNDS = 3


def config(strategy: str) -> Config:
    return {
        # One thread, as each takes turns of its own.
        "server": {"listen": "127.0.0.1:0", "threads": 1},
        # Nothing is kept beside the slots: what comes back to the other replica has to be read again.
        "local_engine": {
            "enabled": True,
            "replicas": REPLICAS,
            "slots": SLOTS,
            "queue": 8,
            "context": 512,
            "prompt_cache": "0",
        },
        "enterprise": {"routing": {"strategy": strategy, "exploration": 0}},
        "optimizer": {"enabled": False},
        "telemetry": {"log_format": "json"},
    }


def document(number: int) -> str:
    """About 300 tokens that no other document begins with."""
    return " ".join(
        f"In document {number}, fact {i} has the value {number * 37 + i * 11}." for i in range(16)
    )


@dataclass
class Tally:
    prompt_tokens: int = 0
    cached_tokens: int = 0

    @property
    def hit_share(self) -> float:
        return self.cached_tokens / self.prompt_tokens


def ask(gateway: Gateway, number: int, question: str) -> dict[str, Any]:
    return say(
        gateway, [{"role": "system", "content": document(number)}, {"role": "user", "content": question}]
    )


def say(gateway: Gateway, messages: list[dict[str, str]]) -> dict[str, Any]:
    reply = httpx.post(
        f"{gateway.url}/v1/chat/completions",
        json={"model": "smollm2-135m", "messages": messages, "max_tokens": 2, "temperature": 0},
        timeout=120,
        trust_env=False,
    )
    assert reply.status_code == 200, reply.text
    answer: dict[str, Any] = reply.json()
    return answer


def tally_of(gateway: Gateway) -> Tally:
    """Each document once a round, so that a replica sees all others before it sees one again."""
    tally = Tally()
    for round_number in range(ROUNDS):
        for number in range(DOCUMENTS):
            usage = ask(gateway, number, f"What is fact {round_number}?")["usage"]
            tally.prompt_tokens += usage["prompt_tokens"]
            tally.cached_tokens += usage["prompt_tokens_details"]["cached_tokens"]
    return tally


def wait_until_all_are_up(gateway: Gateway, count: int = REPLICAS) -> None:
    deadline = time.monotonic() + 120
    while True:
        text = httpx.get(f"{gateway.url}/metrics", trust_env=False).text
        up = [line for line in text.splitlines() if line.startswith("greeninfer_endpoint_up{")]
        if sum(line.endswith(" 1") for line in up) == count:
            return
        assert time.monotonic() < deadline, gateway.log_text()[-2000:]
        time.sleep(0.1)


@pytest.fixture
def kv_aware(engine_files: None, tmp_path: Path) -> Iterator[Gateway]:  # noqa: F811 [the imported fixture]
    gateway = Gateway(tmp_path, config("kv_aware"))
    wait_until_all_are_up(gateway)
    yield gateway
    gateway.kill()


def test_prompts_go_where_their_beginning_was_read(kv_aware: Gateway, tmp_path: Path) -> None:
    warm = tally_of(kv_aware)
    metrics = httpx.get(f"{kv_aware.url}/metrics", trust_env=False).text
    folder = tmp_path / "round_robin"
    folder.mkdir()
    in_turn = Gateway(folder, config("round_robin"))
    try:
        wait_until_all_are_up(in_turn)
        cold = tally_of(in_turn)
    finally:
        in_turn.kill()
    print(f"hit share: kv_aware {warm.hit_share:.3f}, round robin {cold.hit_share:.3f}")
    # Every round but the first could have found the whole document.
    oracle = (ROUNDS - 1) / ROUNDS
    assert warm.hit_share >= 0.85 * oracle
    assert warm.hit_share >= 1.5 * cold.hit_share
    saved = [
        line for line in metrics.splitlines() if line.startswith("greeninfer_prefix_routing_tokens_total")
    ]
    assert any('direction="saved"' in line and float(line.split()[-1]) > 0 for line in saved), saved


def test_the_receipt_says_who_was_weighed_and_why_one_won(kv_aware: Gateway) -> None:
    first = ask(kv_aware, 1, "What is fact 1?")["greeninfer"]["placement"]
    second = ask(kv_aware, 1, "What is fact 2?")["greeninfer"]["placement"]
    assert second["reason"] == "kv_aware"
    assert second["won_by"] == "cache"
    assert second["endpoints_weighed"] == REPLICAS
    winner, other = second["endpoints"]
    assert winner["endpoint"] == first["endpoints"][0]["endpoint"]
    assert winner["cached_tokens"] > 100 > other["cached_tokens"]
    assert winner["missed_tokens"] < other["missed_tokens"]


def test_conversations_behind_the_same_instructions_take_a_slot_each(kv_aware: Gateway) -> None:
    """Left to itself an engine reads the second over the first, which begins like it."""
    conversations = [
        [
            {"role": "system", "content": document(1)[:600]},
            {"role": "user", "content": f"I am customer {number}. {document(10 + number)[:240]}"},
        ]
        for number in range(REPLICAS * SLOTS)
    ]
    read = []
    for conversation in conversations:
        answer = say(kv_aware, conversation)
        read.append(answer["usage"]["prompt_tokens"])
        conversation.append(answer["choices"][0]["message"])
    for conversation, tokens in zip(conversations, read, strict=True):
        conversation.append({"role": "user", "content": "Go on."})
        usage = say(kv_aware, conversation)["usage"]
        assert usage["prompt_tokens_details"]["cached_tokens"] >= tokens - 2, usage


def test_a_dead_engine_loses_no_request_and_its_prompts_move(kv_aware: Gateway) -> None:
    for number in range(2):
        ask(kv_aware, number, "What is fact 1?")
    with ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(ask, kv_aware, number, "What is fact 2?") for number in (0, 1, 0, 1)]
        time.sleep(0.3)  # in slots and queues, no first word yet
        os.kill(engines_of(kv_aware)[0], signal.SIGKILL)
        for one in waiting:
            one.result()
    wait_until_all_are_up(kv_aware)
    # One replica is empty, and the other looks slow after all that came to it at once: either may be
    # predicted to be sooner, also when the empty one has just come back. Then both have it.
    found = [
        ask(kv_aware, 0, f"What is fact {number}?")["usage"]["prompt_tokens_details"]["cached_tokens"]
        for number in (3, 4, 5)
    ]
    assert found[-1] > 200, found
