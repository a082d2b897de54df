"""Memory of the gateway while a thousand streams are open at the same time."""

from __future__ import annotations

import threading
import time

from ..load_tools import Load, run_loadgen
from ..processes import resident_mib
from ..subject import Numbers, Subject

TOKEN_GAP_US = 100_000


class _Watch(threading.Thread):
    """Keeps the largest resident memory seen while (nearly) all streams were open."""

    def __init__(self, subject: Subject) -> None:
        super().__init__(daemon=True)
        self.rss_mib = 0.0
        self.most_open = 0
        self._subject = subject
        self._stopped = threading.Event()

    def run(self) -> None:
        while not self._stopped.wait(0.2):
            opened = self._subject.upstream.stats()["open_streams"]
            self.most_open = max(self.most_open, opened)
            if opened >= 0.99 * self._subject.settings.open_streams:
                self.rss_mib = max(self.rss_mib, resident_mib(self._subject.memory_root))

    def stop(self) -> None:
        self._stopped.set()
        self.join()


def measure(subject: Subject) -> Numbers:
    settings = subject.settings
    subject.upstream.set_token_gap(TOKEN_GAP_US)
    watch = _Watch(subject)
    watch.start()
    wanted = Load(
        "stream",
        0,
        settings.open_streams_seconds,
        settings.open_streams,
        subject.exact_stream,
        warm_seconds=0,
    )
    load = run_loadgen(settings, subject.gateway, wanted)
    watch.stop()
    subject.upstream.set_token_gap(0)
    subject.note_failures("open streams", load["errors"])
    time.sleep(1)
    numbers: Numbers = {
        "most_open": watch.most_open,
        "answers": load["ok"],
        "failed": load["bad"],
        "rss_after_mib": resident_mib(subject.memory_root),
    }
    # A gateway that never had that many streams open has no such number: unknown is not 0.
    if watch.rss_mib:
        numbers["rss_mib"] = watch.rss_mib
    return numbers
