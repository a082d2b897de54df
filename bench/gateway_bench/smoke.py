"""The harness tests itself: one second of everything against nginx, and what it must have seen."""

from __future__ import annotations

from dataclasses import replace

from .gateways import DIRECT, REFERENCE, direct
from .load_tools import Load, run_loadgen
from .measurements import unchanged_bytes
from .processes import Spawner
from .rounds import Results, bench_environment
from .settings import Settings
from .subject import Subject
from .upstream import Upstream


def check_results(results: Results) -> list[str]:
    """What is wrong with a smoke run; empty when the harness works."""
    problems = []
    for name in (DIRECT, REFERENCE):
        measured = results[name][0]
        if measured.error:
            problems.append(f"{name}: {measured.error}")
            continue
        problems += [f"{name}: {failure}" for failure in measured.failures]
        numbers = measured.numbers
        expected = ["saturation.requests_per_s", "rate_100.answers", "paced.answers", "open_streams.rss_mib"]
        if name == REFERENCE:
            expected += ["saturation.cpu_us", "loaded.cpu_us_per_token", "idle.rss_mib", "ready.ms"]
        problems += [
            f"{name}: {key} is {numbers.get(key)}" for key in expected if not numbers.get(key, 0) > 0
        ]
        right = (
            "unchanged.request",
            "unchanged.answer",
            "unchanged.stream",
            "paced.text_right",
            "paced.done_right",
        )
        problems += [f"{name}: {key} is {numbers.get(key)}" for key in right if numbers.get(key) != 1]
    return problems


def check_corruption(settings: Settings) -> list[str]:
    """Makes the upstream answer wrongly by one byte: every such answer must be counted as a failure."""
    settings = replace(settings, base_port=settings.base_port + 1)
    spawner = Spawner()
    try:
        upstream = Upstream(settings, spawner, bench_environment(settings))
        subject = Subject(settings, direct(settings.base_port), upstream, None)
        unchanged_bytes.measure(subject)
        upstream.corrupt(True)
        loads = [
            Load("rate", 50, 1, 4, subject.exact_answer),
            Load("stream", 50, 1, 4, subject.exact_stream),
        ]
        return [p for load in loads for p in _judge(load.mode, run_loadgen(settings, subject.gateway, load))]
    finally:
        spawner.stop_all()


def _judge(mode: str, load: dict[str, int]) -> list[str]:
    if load["ok"] == 0 and load["bad"] > 0:
        return []
    return [f"{mode}: of wrong answers {load['ok']} were taken as right and {load['bad']} as wrong"]
