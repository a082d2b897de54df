"""A strategy at work on real engines: its gateway, four engines of its own, and what came of each request."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from eval.engine_process import TokenCounter, cpu_seconds, engines_of, token_counter
from eval.fleet_oracle import Oracle
from eval.fleet_workloads import Turn, Workload
from eval.gateway_process import RunningGateway, gateway_process
from eval.load_client import Caller
from eval.stream_client import StreamedAnswer, ask

MODEL = "smollm2-135m"
STRATEGIES = ("kv_aware", "least_busy", "round_robin")
ENGINES = 4
SLOTS = 2
CONTEXT = 1536
AT_ONCE = 2  # as many as this machine has cores: more would time the scheduler
READY_SECONDS = 120.0
METER_SECONDS = 3.0  # by then its last window has closed

Messages = list[dict[str, str]]


def config(strategy: str) -> dict[str, Any]:
    return {
        "server": {"listen": "127.0.0.1:0"},
        "local_engine": {
            "enabled": True,
            "replicas": ENGINES,
            "slots": SLOTS,
            "context": CONTEXT,
            "queue": 16,
            "threads": 1,
            "prompt_cache": "0",
        },
        "enterprise": {"routing": {"strategy": strategy}},
        "optimizer": {"enabled": False},
        "models_from_environment": {"enabled": False},
        "telemetry": {"log_format": "json", "receipt": "body"},
    }


@dataclass(frozen=True)
class Asked:
    """One request as it was answered, and the tokens that the oracle would have saved of it."""

    answer: StreamedAnswer
    oracle_tokens: int


@dataclass
class Contestant:
    """A strategy with its gateway, its engines, its conversations and what came of them."""

    strategy: str
    gateway: RunningGateway
    workload: Workload
    counter: TokenCounter
    engines: list[int] = field(default_factory=list)
    cpu_before: float = 0.0
    joules_before: float = 0.0
    oracle: Oracle = field(default_factory=Oracle)
    histories: dict[int, Messages] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def warm_up(self) -> None:
        """Prompts too short to be placed by their beginning, as the first answer of an engine is slower."""
        asyncio.run(wait_for_engines(self.gateway.port))
        for _ in range(2 * ENGINES):
            ask(self.gateway.port, [{"role": "user", "content": "Hello."}], MODEL, 2)
        self.engines = engines_of(self.gateway.pid)
        if len(self.engines) != ENGINES:
            raise RuntimeError(f"{len(self.engines)} engines run, not {ENGINES}")
        time.sleep(METER_SECONDS)
        self.cpu_before = cpu_seconds(self.engines)
        self.joules_before = self.joules()

    def cpu_used(self) -> float:
        return cpu_seconds(self.engines) - self.cpu_before

    def joules(self) -> float:
        """That the gateway has booked, once its meter's windows have closed."""
        return asyncio.run(sum_of(self.gateway.port, "greeninfer_energy_joules_total"))

    def play(self, turns: tuple[Turn, ...]) -> None:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(self._ask, turns))

    def _ask(self, turn: Turn) -> None:
        opening: Messages = [{"role": "system", "content": self.workload.openings[turn.conversation]}]
        history = self.histories.get(turn.conversation, opening)
        messages = [*history, {"role": "user", "content": turn.question}]
        prompt = self.counter.tokens(messages)
        with self._lock:
            saved = self.oracle.asked(prompt)
        answer = ask(self.gateway.port, messages, MODEL, self.workload.answer_tokens)
        if answer.prompt_tokens != len(prompt):
            raise RuntimeError(f"the engine read {answer.prompt_tokens} tokens, not {len(prompt)} as counted")
        whole = [*messages, {"role": "assistant", "content": answer.text}]
        known = self.counter.tokens(whole)
        with self._lock:
            self.oracle.answered(known)
            self.asked.append(Asked(answer, saved))
        if self.workload.keeps_history:
            self.histories[turn.conversation] = whole


async def sum_of(port: int, metric: str) -> float:
    """Over all its labels."""
    caller = await Caller.to(port)
    page = (await caller.call("GET", "/metrics")).body.decode()
    await caller.close()
    return sum(float(line.rsplit(" ", 1)[1]) for line in page.splitlines() if line.startswith(f"{metric}{{"))


async def wait_for_engines(port: int) -> None:
    """Until all can be asked."""
    async with asyncio.timeout(READY_SECONDS):
        while await sum_of(port, "greeninfer_endpoint_up") != ENGINES:
            await asyncio.sleep(0.1)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextlib.contextmanager
def contestants(workload: Workload) -> Iterator[list[Contestant]]:
    with contextlib.ExitStack() as running:
        counter = running.enter_context(token_counter(free_port()))
        started = [
            Contestant(strategy, running.enter_context(gateway_process(config(strategy))), workload, counter)
            for strategy in STRATEGIES
        ]
        for one in started:
            one.warm_up()
        yield started


def rotated(contestants: list[Contestant], by: int) -> list[Contestant]:
    by %= len(contestants)
    return contestants[by:] + contestants[:by]
