"""One running gateway with everything a measurement needs to know about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from .cpu_accounting import CpuUse, CpuWindow
from .gateways import Gateway
from .processes import cpu_seconds
from .settings import Settings
from .upstream import Upstream

Numbers = dict[str, float]


@dataclass
class Subject:
    settings: Settings
    gateway: Gateway
    upstream: Upstream
    root: int | None
    """The gateway's first process; None when load goes straight to the upstream."""
    exact_answer: Path | None = None
    exact_stream: Path | None = None
    """The upstream's bytes, for gateways that pass them unchanged: every answer is compared with them."""
    failures: list[str] = field(default_factory=list)

    @property
    def memory_root(self) -> int:
        return self.root or self.upstream.pid

    def cpu_seconds(self) -> float:
        return 0.0 if self.root is None else cpu_seconds(self.root)

    def open_window(self) -> CpuWindow:
        return CpuWindow(self.settings, self.root, self.upstream.pid)

    def note_failures(self, phase: str, errors: dict[str, int]) -> None:
        self.failures += [f"{phase}: {number} x {why}" for why, number in errors.items()]


def calmness(use: CpuUse) -> Numbers:
    return {"foreign": round(use.foreign, 3), "stolen": round(use.stolen, 3)}
