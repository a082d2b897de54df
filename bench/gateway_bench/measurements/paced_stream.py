"""Streams at a human pace: time to the first token, and whether tokens arrive when they were made."""

from __future__ import annotations

from ..load_tools import Load, run_loadgen
from ..subject import Numbers, Subject, calmness

TOKEN_GAP_US = 5000
CONNECTIONS = 32


def measure(subject: Subject) -> Numbers:
    settings = subject.settings
    subject.upstream.set_token_gap(TOKEN_GAP_US)
    window = subject.open_window()
    rate, seconds = settings.paced_streams_per_second, settings.paced_seconds
    load = run_loadgen(
        settings, subject.gateway, Load("stream", rate, seconds, CONNECTIONS, subject.exact_stream)
    )
    use = window.close()
    subject.upstream.set_token_gap(0)
    subject.note_failures("paced streams", load["errors"])
    streams = max(load["ok"], 1)
    return {
        "first_token_p50_us": load["first_token_us"]["p50"],
        "first_token_p99_us": load["first_token_us"]["p99"],
        "gap_p99_us": load["gap_us"]["p99"],
        "spread_p50_us": load["spread_us"]["p50"],
        "answers": load["ok"],
        "failed": load["bad"],
        "text_right": load["text_ok"] / streams,
        "usage_right": load["usage_ok"] / streams,
        "done_right": load["done_ok"] / streams,
        "content_type_right": load["content_type_ok"] / streams,
        **calmness(use),
    }
