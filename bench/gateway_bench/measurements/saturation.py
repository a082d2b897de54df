"""As fast as it goes: requests per second, and what one request costs the gateway in CPU time."""

from __future__ import annotations

from ..load_tools import run_wrk
from ..processes import MemorySampler
from ..subject import Numbers, Subject, calmness


def measure(subject: Subject) -> Numbers:
    upstream = subject.upstream
    memory = MemorySampler(subject.memory_root)
    memory.start()
    window, mock_begun, before = subject.open_window(), upstream.cpu_seconds(), upstream.stats()
    load = run_wrk(subject.settings, subject.gateway, subject.settings.saturation_seconds)
    after, mock_ended, use = upstream.stats(), upstream.cpu_seconds(), window.close()
    memory.stop()
    subject.note_failures("saturation", load.errors)
    # Requests are counted at the upstream, over the same span as the CPU time.
    requests = max(after["requests"] - before["requests"], 1)
    return {
        "requests_per_s": (load.requests - load.errors.get("non2xx", 0)) / load.seconds,
        "cpu_us": use.gateway_seconds * 1e6 / requests,
        "upstream_cpu_us": (mock_ended - mock_begun) * 1e6 / requests,
        "gateway_share": use.gateway_share,
        "p50_us": load.p50_us,
        "p99_us": load.p99_us,
        "connections_opened": after["accepted"] - before["accepted"],
        "failed": sum(load.errors.values()),
        "rss_mib": memory.peak_mib(),
        **calmness(use),
    }
