"""How a run is made: cores, durations, rates. Every value is an option of the command line."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

BENCH = Path(__file__).resolve().parent.parent
REQUEST_BODY = BENCH / "body.json"
STREAM_BODY = BENCH / "body-stream.json"

CALM_LIMIT = 0.10
"""A phase is calm when other processes used at most this share of either core."""


@dataclass
class Settings:
    work: Path
    rounds: int = 3
    gateway_core: int = 0
    load_core: int = 1
    base_port: int = 18200
    connections: int = 64
    warm_seconds: int = 3
    saturation_seconds: int = 6
    rates: list[int] = field(default_factory=lambda: [20, 500])
    rate_seconds: int = 6
    paced_streams_per_second: float = 20
    paced_seconds: int = 8
    loaded_seconds: int = 4
    open_streams: int = 1000
    open_streams_seconds: float = 6.5
    """Two streams of 32 tokens, one after the other, on each connection."""
    soak_requests: int = 0
    calm_wait_seconds: int = 15
    minutes_at_most: float = 60

    @property
    def upstream(self) -> str:
        return f"127.0.0.1:{self.base_port}"


def smoke_settings(work: Path) -> Settings:
    """One second of everything: checks the harness, measures nothing worth quoting."""
    return Settings(
        work=work,
        rounds=1,
        warm_seconds=1,
        saturation_seconds=1,
        rates=[100],
        rate_seconds=1,
        paced_seconds=1,
        loaded_seconds=1,
        open_streams=50,
        open_streams_seconds=1.5,
        calm_wait_seconds=0,
        base_port=18700,
    )
