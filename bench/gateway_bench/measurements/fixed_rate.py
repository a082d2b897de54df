"""Latency at a fixed rate, open loop: a request is sent when its time has come, not when the last is done."""

from __future__ import annotations

from ..load_tools import Load, run_loadgen
from ..subject import Numbers, Subject, calmness

CONNECTIONS = 32


def measure(subject: Subject, rate: int) -> Numbers:
    window = subject.open_window()
    settings = subject.settings
    seconds = settings.rate_seconds
    load = run_loadgen(
        settings, subject.gateway, Load("rate", rate, seconds, CONNECTIONS, subject.exact_answer)
    )
    use = window.close()
    subject.note_failures(f"{rate}/s", load["errors"])
    latency = load["latency_us"]
    return {
        "p50_us": latency["p50"],
        "p99_us": latency["p99"],
        "answers": load["ok"],
        "failed": load["bad"],
        **calmness(use),
    }
