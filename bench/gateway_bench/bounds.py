"""The bounds that the project set itself, and whether a run met them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .gateways import DIRECT, REFERENCE
from .quantities import Quantity, Reading, read, read_ratio
from .rounds import Results

Judge = Callable[[Results, str, Quantity], Reading | None]


@dataclass(frozen=True)
class Bound:
    quantity: Quantity
    text: str
    judged: Judge
    limit: float
    upper: bool = True

    def is_met(self, reading: Reading) -> bool:
        return reading.median <= self.limit if self.upper else reading.median >= self.limit


def _against_reference(results: Results, gateway: str, quantity: Quantity) -> Reading | None:
    return read_ratio(results, gateway, REFERENCE, quantity)


def _against_direct(results: Results, gateway: str, quantity: Quantity) -> Reading | None:
    return read_ratio(results, gateway, DIRECT, quantity)


def _ratio(title: str, key: str, limit: float, added: bool = False, digits: int = 0) -> Bound:
    text = f"at most {limit} x {REFERENCE}"
    return Bound(Quantity(title, key, added, digits), text, _against_reference, limit)


def _at_most(title: str, key: str, limit: float, unit: str, digits: int = 1) -> Bound:
    return Bound(Quantity(title, key, digits=digits), f"below {limit:g} {unit}", read, limit)


def _always(title: str, key: str) -> Bound:
    return Bound(Quantity(title, key), "yes", read, 1, upper=False)


def bounds(rate: int) -> list[Bound]:
    """Every bound; latency is judged at the given fixed rate."""
    return [
        _ratio("CPU per request, us", "saturation.cpu_us", 1.5, digits=1),
        _ratio("CPU per streamed token, us", "loaded.cpu_us_per_token", 1.2, digits=2),
        _ratio(f"added p50 at {rate}/s, us", f"rate_{rate}.p50_us", 1.5, added=True),
        _ratio(f"added p99 at {rate}/s, us", f"rate_{rate}.p99_us", 1.5, added=True),
        _ratio("added time to first token p50, us", "paced.first_token_p50_us", 1.5, added=True),
        _ratio("added time to first token p99, us", "paced.first_token_p99_us", 1.5, added=True),
        Bound(
            Quantity("first to last token, us (no token held back)", "paced.spread_p50_us"),
            f"at least 0.95 x {DIRECT}",
            _against_direct,
            0.95,
            upper=False,
        ),
        _always("request bytes unchanged", "unchanged.request"),
        _always("answer bytes unchanged", "unchanged.answer"),
        _always("stream bytes unchanged", "unchanged.stream"),
        _at_most("RSS idle, MiB", "idle.rss_mib", 32, "MiB"),
        _at_most("RSS with 1,000 open streams, MiB", "open_streams.rss_mib", 64, "MiB"),
        _at_most("RSS growth per million requests, MiB", "soak.mib_per_million", 1, "MiB", digits=2),
        _at_most("ready, ms", "ready.ms", 200, "ms", digits=0),
    ]
