"""Whether memory stays flat over a long run of requests."""

from __future__ import annotations

from ..load_tools import Load, run_loadgen
from ..processes import MemorySampler
from ..subject import Numbers, Subject

SETTLING_SHARE = 0.1
"""The first part of the run fills pools and caches and is left out of the slope."""


def measure(subject: Subject) -> Numbers:
    settings = subject.settings
    memory = MemorySampler(subject.memory_root)
    memory.start()
    wanted = Load(
        "rate", 0, 0, settings.connections, subject.exact_answer, settings.soak_requests, warm_seconds=0
    )
    load = run_loadgen(settings, subject.gateway, wanted)
    samples = memory.stop()
    subject.note_failures("soak", load["errors"])
    settled = [s for s in samples if s[0] >= samples[-1][0] * SETTLING_SHARE] if samples else []
    numbers: Numbers = {"answers": load["ok"], "failed": load["bad"]}
    if len(settled) >= 2:
        mib_per_second = slope(settled)
        numbers["mib_per_minute"] = mib_per_second * 60
        numbers["mib_per_million"] = mib_per_second * load["seconds"] / max(load["ok"], 1) * 1e6
        numbers["rss_end_mib"] = settled[-1][1]
    return numbers


def slope(points: list[tuple[float, float]]) -> float:
    """The least-squares slope of y over x; 0 when all x are equal."""
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    spread = sum((x - mean_x) ** 2 for x, _ in points)
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / spread if spread else 0.0
