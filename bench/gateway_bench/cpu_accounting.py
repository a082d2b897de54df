"""Whose CPU time it was: the gateway's, ours or somebody else's, per core and phase."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

from .processes import TICKS_PER_SECOND, cpu_seconds
from .settings import CALM_LIMIT, Settings


@dataclass
class CoreTime:
    busy: float
    stolen: float


def core_times() -> dict[int, CoreTime]:
    """Per core: seconds busy in this machine and seconds taken by the hypervisor."""
    times = {}
    for line in Path("/proc/stat").read_text().splitlines():
        fields = line.split()
        if fields[0].startswith("cpu") and fields[0] != "cpu":
            ticks = [int(x) for x in fields[1:9]]
            busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6]
            times[int(fields[0][3:])] = CoreTime(busy / TICKS_PER_SECOND, ticks[7] / TICKS_PER_SECOND)
    return times


@dataclass
class CpuUse:
    seconds: float
    gateway_seconds: float
    foreign: float
    """Share of a core that other processes used, on the worse of the two cores."""
    stolen: float

    @property
    def gateway_share(self) -> float:
        return self.gateway_seconds / self.seconds


class CpuWindow:
    """CPU use between its making and close(); gateway is None when load goes straight to the upstream."""

    def __init__(self, settings: Settings, gateway: int | None, upstream: int) -> None:
        self._settings = settings
        self._gateway = gateway
        self._upstream = upstream
        self._begun = time.monotonic()
        self._cores = core_times()
        self._gateway_begun = self._gateway_cpu()
        self._load_begun = self._load_cpu()

    def close(self) -> CpuUse:
        seconds = time.monotonic() - self._begun
        cores = core_times()
        gateway = self._gateway_cpu() - self._gateway_begun
        load = self._load_cpu() - self._load_begun
        own = {self._settings.gateway_core: gateway, self._settings.load_core: load}
        if self._gateway is None:
            own.pop(self._settings.gateway_core)
        foreign = [max(0.0, cores[c].busy - self._cores[c].busy - used) for c, used in own.items()]
        stolen = [cores[c].stolen - self._cores[c].stolen for c in own]
        return CpuUse(seconds, gateway, max(foreign) / seconds, max(stolen) / seconds)

    def _gateway_cpu(self) -> float:
        return 0.0 if self._gateway is None else cpu_seconds(self._gateway)

    def _load_cpu(self) -> float:
        # The load tools are our children, waited for, so their time is in our own account.
        return sum(os.times()[:4]) + cpu_seconds(self._upstream)


def wait_for_calm(settings: Settings) -> None:
    """Waits, within bounds, until nobody else uses the two cores."""
    deadline = time.monotonic() + settings.calm_wait_seconds
    while time.monotonic() < deadline:
        before = core_times()
        time.sleep(1)
        after = core_times()
        used = (after[c].busy - before[c].busy for c in (settings.gateway_core, settings.load_core))
        if max(used) < CALM_LIMIT * 1.5:
            return
