"""Runs every gateway once per round, in turn, so that drift of the machine falls on all alike."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from .cpu_accounting import wait_for_calm
from .gateways import Gateway
from .load_tools import run_wrk
from .measurements import (
    fixed_rate,
    loaded_stream,
    many_streams,
    paced_stream,
    ready,
    saturation,
    soak,
    unchanged_bytes,
)
from .processes import Spawner, resident_mib
from .settings import Settings
from .subject import Numbers, Subject
from .upstream import Upstream


@dataclass
class Measured:
    """What one gateway showed in one round; names are `phase.quantity_unit`."""

    numbers: Numbers = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    error: str | None = None

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


Results = dict[str, list[Measured]]


class Rounds:
    def __init__(self, settings: Settings, environment: dict[str, str]) -> None:
        self._settings = settings
        self._environment = environment
        self._spawner = Spawner()

    def run(self, gateways: list[Gateway], after_each: Callable[[Results], None]) -> Results:
        results: Results = {gateway.name: [] for gateway in gateways}
        begun = time.monotonic()
        try:
            upstream = Upstream(self._settings, self._spawner, self._environment)
            for number in range(self._settings.rounds):
                for gateway in _turned(gateways, number):
                    late = time.monotonic() - begun > self._settings.minutes_at_most * 60
                    if late or any(measured.error for measured in results[gateway.name]):
                        continue
                    results[gateway.name].append(self._measure_safely(gateway, upstream, number))
                    after_each(results)
        finally:
            self._spawner.stop_all()
        return results

    def _measure_safely(self, gateway: Gateway, upstream: Upstream, number: int) -> Measured:
        begun = time.monotonic()
        measured = Measured()
        try:
            self._measure(gateway, upstream, number, measured)
        except (RuntimeError, OSError, subprocess.SubprocessError, KeyError, ValueError) as error:
            measured.error = f"{type(error).__name__}: {error}"
        upstream.set_token_gap(0)
        seconds = time.monotonic() - begun
        print(
            f"[{number + 1}/{self._settings.rounds}] {gateway.name}: {_brief(measured)} ({seconds:.0f} s)",
            flush=True,
        )
        return measured

    def _measure(self, gateway: Gateway, upstream: Upstream, number: int, measured: Measured) -> None:
        started = time.monotonic()
        child = None if gateway.is_direct else self._start(gateway)
        try:
            ready_seconds = ready.wait_until_ready(gateway, child, started)
            subject = Subject(self._settings, gateway, upstream, child.pid if child else None)
            subject.failures = measured.failures
            if child:
                measured.numbers["ready.ms"] = ready_seconds * 1000
            self._measure_running(subject, number, measured.numbers)
        finally:
            if child:
                self._spawner.stop(child)

    def _measure_running(self, subject: Subject, number: int, numbers: Numbers) -> None:
        settings, upstream = self._settings, subject.upstream

        def take(phase: str, values: Numbers) -> None:
            numbers.update({f"{phase}.{name}": value for name, value in values.items()})

        time.sleep(1)
        numbers["idle.rss_mib"] = resident_mib(subject.memory_root)
        take("unchanged", unchanged_bytes.measure(subject))
        run_wrk(settings, subject.gateway, settings.warm_seconds)
        upstream.settle()
        wait_for_calm(settings)
        take("saturation", saturation.measure(subject))
        upstream.settle()
        for rate in settings.rates:
            # Near its limit a gateway's latency is only the length of the queue.
            if numbers["saturation.requests_per_s"] >= rate * 1.5:
                take(f"rate_{rate}", fixed_rate.measure(subject, rate))
        take("paced", paced_stream.measure(subject))
        upstream.settle()
        take("loaded", loaded_stream.measure(subject))
        upstream.settle()
        if number == 0:
            take("open_streams", many_streams.measure(subject))
            if settings.soak_requests and not subject.gateway.is_direct:
                take("soak", soak.measure(subject))

    def _start(self, gateway: Gateway) -> subprocess.Popen[bytes]:
        run = self._settings.work / "run" / gateway.name
        run.mkdir(parents=True, exist_ok=True)
        log = self._settings.work / "logs" / f"run-{gateway.name}.log"
        log.unlink(missing_ok=True)
        environment = dict(self._environment, PORT=str(gateway.port), RUN=str(run))
        command = ["bash", "-c", gateway.command or ""]
        return self._spawner.start(command, self._settings.gateway_core, log, environment, gateway.folder)


def _turned(gateways: list[Gateway], number: int) -> list[Gateway]:
    """Another gateway begins each round, so that no one always follows the same neighbour's heat."""
    turn = number % len(gateways)
    return gateways[turn:] + gateways[:turn]


def _brief(measured: Measured) -> str:
    if measured.error:
        return measured.error
    n = measured.numbers
    return (
        f"{n['saturation.requests_per_s']:,.0f} requests/s, {n['saturation.cpu_us']:.1f} us each, "
        f"{n['loaded.cpu_us_per_token']:.2f} us per token, others {n['saturation.foreign']:.0%}"
    )


def bench_environment(settings: Settings) -> dict[str, str]:
    return dict(
        os.environ,
        WORK=str(settings.work),
        UP=settings.upstream,
        UPSTREAM_URL=f"http://{settings.upstream}",
    )
