"""Process trees: what they used, and starting and stopping them without leaving any behind."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
MIB = 1024 * 1024


@dataclass
class Process:
    parent: int
    session: int
    ticks: int
    pages: int


def _all_processes() -> dict[int, Process]:
    found = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            stat = (entry / "stat").read_text()
        except OSError:
            continue
        fields = stat[stat.rindex(")") + 2 :].split()
        ticks = sum(int(x) for x in fields[11:15])
        found[int(entry.name)] = Process(int(fields[1]), int(fields[3]), ticks, int(fields[21]))
    return found


def process_tree(root: int) -> dict[int, Process]:
    """The processes in the session of root or descending from it."""
    everything = _all_processes()
    kept = {pid for pid, process in everything.items() if root in (pid, process.session)}
    while True:
        children = {pid for pid, process in everything.items() if process.parent in kept} - kept
        if not children:
            return {pid: everything[pid] for pid in kept}
        kept |= children


def cpu_seconds(root: int) -> float:
    """CPU time of the tree so far.

    Taken from the scheduler's nanosecond counters of every thread, because a phase of a few seconds is only
    some hundred clock ticks; the ticks stand in where the kernel does not keep those counters.
    """
    total = 0.0
    for pid, process in process_tree(root).items():
        try:
            threads = Path(f"/proc/{pid}/task").iterdir()
            nanoseconds = sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads)
            total += nanoseconds / 1e9
        except (OSError, IndexError, ValueError):
            total += process.ticks / TICKS_PER_SECOND
    return total


def resident_mib(root: int) -> float:
    """Resident memory summed over the tree; pages shared by several processes count once for each."""
    return sum(process.pages for process in process_tree(root).values()) * PAGE_BYTES / MIB


class MemorySampler(threading.Thread):
    """Samples the resident memory of a tree until stopped; keeps (seconds, MiB) pairs."""

    def __init__(self, root: int, interval_seconds: float = 0.25) -> None:
        super().__init__(daemon=True)
        self.samples: list[tuple[float, float]] = []
        self._root = root
        self._interval = interval_seconds
        self._stopped = threading.Event()

    def run(self) -> None:
        begun = time.monotonic()
        while not self._stopped.wait(self._interval):
            self.samples.append((time.monotonic() - begun, resident_mib(self._root)))

    def stop(self) -> list[tuple[float, float]]:
        self._stopped.set()
        self.join()
        return self.samples

    def peak_mib(self) -> float:
        return max((mib for _, mib in self.samples), default=0.0)


class Spawner:
    """Starts pinned processes, each in a session of its own, and ends whole trees."""

    def __init__(self) -> None:
        self._children: list[subprocess.Popen[bytes]] = []

    def start(
        self,
        arguments: list[str],
        core: int,
        log: Path,
        environment: dict[str, str],
        folder: Path | None = None,
    ) -> subprocess.Popen[bytes]:
        with log.open("ab") as output:
            child = subprocess.Popen(
                ["taskset", "-c", str(core), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=environment,
                cwd=folder,
                start_new_session=True,
            )
        self._children.append(child)
        return child

    def stop(self, child: subprocess.Popen[bytes]) -> None:
        if child not in self._children:
            return
        self._children.remove(child)
        pids = list(process_tree(child.pid)) if child.poll() is None else []
        for number, patience_seconds in ((signal.SIGTERM, 8.0), (signal.SIGKILL, 5.0)):
            pids = _end(child, pids, number, patience_seconds)
        child.poll()

    def stop_all(self) -> None:
        for child in list(self._children):
            self.stop(child)


def _end(
    child: subprocess.Popen[bytes], pids: list[int], number: signal.Signals, patience: float
) -> list[int]:
    """Sends the signal to every process and returns those that are still there after the patience."""
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        child.poll()
        pids = [pid for pid in pids if Path(f"/proc/{pid}").exists()]
        if not pids:
            break
        time.sleep(0.05)
    return pids
