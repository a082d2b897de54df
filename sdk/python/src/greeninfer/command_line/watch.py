"""`python -m greeninfer watch`: a live table of energy and carbon, from the server's own account."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TextIO

from greeninfer.client import GreenInfer
from greeninfer.command_line import words
from greeninfer.command_line.samples import Samples
from greeninfer.errors import GreenInferError
from greeninfer.grid import Grid
from greeninfer.report import CarbonReport, ReportRow

_CLEAR = "\x1b[H\x1b[2J"
_SECONDS_PER_HOUR = 3600


@dataclass(frozen=True)
class Moment:
    """What the server said at one time."""

    at_seconds: float
    report: CarbonReport
    samples: Samples
    grid: Grid


class Watch:
    def __init__(
        self,
        client: GreenInfer,
        out: TextIO,
        by: Sequence[str],
        is_terminal: bool,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = client
        self._out = out
        self._by = list(by)
        self._is_terminal = is_terminal
        self._clock = clock
        self._sleep = sleep
        self._before: Moment | None = None

    def show(self) -> None:
        """Asks once and prints once."""
        self._print(self._look())

    def run(self, interval_seconds: float) -> None:
        """For ever. An outage of the server is shown, and waited for."""
        while True:
            try:
                text = self._look()
            except GreenInferError as problem:
                text = f"greeninfer: {problem}\n"
            self._print((_CLEAR if self._is_terminal else "") + text)
            self._sleep(interval_seconds)

    def leave(self) -> None:
        self._print("\n" if self._is_terminal else "")

    def _look(self) -> str:
        report = self._client.carbon_report(self._by)
        samples = Samples(self._client.metrics_text())
        now = Moment(self._clock(), report, samples, self._client.grid())
        text = page(self._client.base_url, self._by, now, self._before)
        self._before = now
        return text

    def _print(self, text: str) -> None:
        self._out.write(text)
        self._out.flush()


def page(base_url: str, by: Sequence[str], now: Moment, before: Moment | None) -> str:
    """The whole text of one look."""
    head = [*by, "energy", "power now", "CO2e", "cost", "answers", "tokens"]
    earlier = {_key(row, by): row for row in before.report.rows} if before else {}
    elapsed_seconds = now.at_seconds - before.at_seconds if before else 0.0
    rows = sorted(now.report.rows, key=lambda row: -(row.energy_kwh or 0.0))
    table = [head]
    for row in rows:
        table.append([*_key(row, by), *_cells(row, earlier.get(_key(row, by)), elapsed_seconds)])
    total_before = before.report.total if before else None
    total = _cells(now.report.total, total_before, elapsed_seconds)
    table.append(["total", *[""] * (len(by) - 1), *total])
    lines = [_status(base_url, now), "", *_columns(table, len(by))]
    if not rows:
        lines += ["", "Nothing has been asked yet: python -m greeninfer chat"]
    return "\n".join(lines) + "\n"


def _cells(row: ReportRow, before: ReportRow | None, elapsed_seconds: float) -> list[str]:
    return [
        words.energy(row.energy_mwh),
        words.power(_watts(row, before, elapsed_seconds)),
        words.carbon(row.co2e_g),
        words.money(row.cost_usd),
        str(row.answered),
        str(row.prompt_tokens + row.output_tokens),
    ]


def _watts(row: ReportRow, before: ReportRow | None, elapsed_seconds: float) -> float | None:
    """Between two looks; not known at the first, nor where the server began anew."""
    if elapsed_seconds <= 0 or before is None or row.energy_kwh is None or before.energy_kwh is None:
        return None
    used_kwh = row.energy_kwh - before.energy_kwh
    return used_kwh * 1000 * _SECONDS_PER_HOUR / elapsed_seconds if used_kwh >= 0 else None


def _status(base_url: str, now: Moment) -> str:
    in_flight = now.samples.sum("greeninfer_requests_in_flight")
    escalations = now.samples.sum("greeninfer_escalations_total")
    zones = ", ".join(
        f"{zone.zone} {zone.grams_per_kwh:.0f} g/kWh ({'live' if zone.live else 'yearly'})"
        for zone in now.grid.zones
        if zone.grams_per_kwh is not None
    )
    parts = [
        base_url,
        f"{words.UNKNOWN if in_flight is None else f'{in_flight:.0f}'} in flight",
        f"{words.UNKNOWN if escalations is None else f'{escalations:.0f}'} escalations",
        f"grid {zones or words.UNKNOWN}",
    ]
    return " · ".join(parts)


def _columns(table: Sequence[Sequence[str]], left: int) -> list[str]:
    """The first `left` columns begin at the left, figures end at the right."""
    widths = [max(len(row[at]) for row in table) for at in range(len(table[0]))]
    return [
        "  ".join(
            cell.ljust(width) if at < left else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in table
    ]


def _key(row: ReportRow, by: Sequence[str]) -> tuple[str, ...]:
    return tuple(str(getattr(row, name, None) or words.UNKNOWN) for name in by)
