"""Many short-gap streams at once: what one streamed token costs the gateway in CPU time."""

from __future__ import annotations

import time

from ..load_tools import Load, run_loadgen
from ..subject import Numbers, Subject, calmness

TOKEN_GAP_US = 2000
STREAMS = 32


def measure(subject: Subject) -> Numbers:
    settings = subject.settings
    subject.upstream.set_token_gap(TOKEN_GAP_US)
    window, begun = subject.open_window(), time.monotonic()
    seconds = settings.loaded_seconds
    load = run_loadgen(settings, subject.gateway, Load("stream", 0, seconds, STREAMS, subject.exact_stream))
    use, elapsed = window.close(), time.monotonic() - begun
    subject.upstream.set_token_gap(0)
    subject.note_failures("loaded streams", load["errors"])
    # The CPU time covers the warm-up too; it is scaled by the recorded share of the wall time.
    recorded_cpu = use.gateway_seconds * load["seconds"] / elapsed
    return {
        "streams_per_s": load["per_s"],
        "cpu_us_per_token": recorded_cpu * 1e6 / max(load["tokens"], 1),
        "gateway_share": use.gateway_share,
        "first_token_p50_us": load["first_token_us"]["p50"],
        "gap_p99_us": load["gap_us"]["p99"],
        "failed": load["bad"],
        **calmness(use),
    }
