"""What choosing by prefix and by carbon bring in a fleet of up to 256 engines, in a simulation.

The choice of endpoints, the prefix index, the paces and the trust are the gateway's own; engines, clients
and the grid are simulated (src/testing/simulated_fleet.hpp).
"""

from __future__ import annotations

import csv
import io
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from eval.tables import Part, Row, Target, number, parsed, table

PROGRAM = (
    Path(__file__).resolve().parent.parent / "build/release/eval/fleet_simulation/greeninfer_fleet_simulation"
)
LOADS_PCT = (5, 20, 50, 80, 95, 110)
LOADS_OF_LARGE_PCT = (5, 50, 95)
DEATHS = 2
TOKENS = "6000 200 100"  # shared, own, written
OURS = ("both_soonest", "both_0ms", "both_150ms", "both_300ms")
AS_SOON = 1.05
P99 = "first_token_p99_s"


@dataclass(frozen=True)
class Size:
    endpoints: int
    seconds: float
    requests: int  # at light load the time is longer, so that a percentile is of more than a few
    seeds: int
    loads_pct: tuple[int, ...]

    def plans(self) -> Iterator[str]:
        for load in self.loads_pct:
            seconds = max(self.seconds, self.requests / (0.25 * self.endpoints * load))
            for deaths in (0, DEATHS):
                yield f"{self.endpoints} {load} {seconds:.0f} {deaths} {self.seeds} {TOKENS}"


SIZES = (
    Size(8, 60, 4000, 2, LOADS_PCT),
    Size(64, 30, 4000, 1, LOADS_PCT),
    Size(256, 15, 4000, 1, LOADS_OF_LARGE_PCT),
)


def simulated(plan: str) -> list[Row]:
    answer = subprocess.run([PROGRAM], input=plan, capture_output=True, text=True, check=True)
    rows = csv.DictReader(io.StringIO(answer.stdout))
    return [{name: parsed(text) for name, text in row.items()} for row in rows]


def measure() -> list[Row]:
    plans = [plan for size in SIZES for plan in size.plans()]
    with ThreadPoolExecutor(2) as pool:
        return [row for rows in pool.map(simulated, plans) for row in rows]


Cell = dict[str, Row]


def cells(rows: list[Row]) -> dict[tuple[int, int, int], Cell]:
    """The strategies of each size, load and number of deaths."""
    found: dict[tuple[int, int, int], Cell] = {}
    for row in rows:
        key = (int(number(row, "endpoints")), int(number(row, "load_pct")), int(number(row, "deaths")))
        found.setdefault(key, {})[str(row["strategy"])] = row
    return found


def later(cell: Cell, ours: str, other: str) -> float:
    return number(cell[ours], P99) / number(cell[other], P99)


def grams_at_same_latency(cell: Cell, other: str) -> float | None:
    """Grams of ours to the other's: of the settings at which ours is as soon in p99, that with the least."""
    as_soon = [name for name in OURS if later(cell, name, other) <= AS_SOON]
    ratios = [number(cell[name], "grams") / number(cell[other], "grams") for name in as_soon]
    return min(ratios, default=None)


def line(row: Row) -> list[str]:
    return [
        str(row["strategy"]),
        f"{100 * number(row, 'hit_share'):.1f}",
        f"{number(row, 'first_token_p50_s'):.3f}",
        f"{number(row, P99):.3f}",
        f"{number(row, 'joules'):.1f}",
        f"{1000 * number(row, 'grams'):.3f}",
        f"{1000 * number(row, 'fleet_grams'):.3f}",
        *(f"{number(row, name):.0f}" for name in ("sent_again", "broken_off", "unanswered")),
    ]


HEADINGS = (
    *("strategy", "prompt tokens cached, %", "first token p50, s", "p99, s", "J per answer", "mg per answer"),
    *("mg per answer with idle engines", "sent again", "broken off", "unanswered"),
)
HOW = (
    "A simulation: engines with the rates of an 8B model on an H100, in eight regions with the yearly "
    "intensities of their zones; the hourly shape of two sample days of ERCOT is laid over *all* of them, at "
    "their local time. The way to a region takes no time. Prompts of 6,000 tokens that are shared in groups "
    "(five groups per engine, Zipf 0.8; an engine's cache holds twelve) and 200 of their own; answers of "
    "100. "
    "100 % load is what the fleet could answer if every beginning were cached and every batch full, which no "
    "choice can reach; without prefixes about a quarter of it can be served. In `deaths` the busiest engine "
    f"dies, {DEATHS} times, for 8 s, and comes back cold. `both_150ms` is kv_aware with green routing and "
    "`max_added_latency: 150ms`; carbon_only has the same limit; `both_soonest` is `priority: latency`."
)


def render(rows: list[Row]) -> str:
    text = [HOW]
    for (endpoints, load, deaths), cell in cells(rows).items():
        text.append(f"### {endpoints} endpoints, {load} % load{f', {deaths} deaths' if deaths else ''}")
        text.append(table(HEADINGS, [line(row) for row in cell.values()]))
    return "\n\n".join(text)


def targets(rows: list[Row]) -> list[Target]:
    """The worst of all sizes and loads; where ours is never as soon as the other, nothing can be said."""
    all_cells = cells(rows).values()
    if not all_cells:
        return []
    worst = max(later(cell, name, "least_busy") for cell in all_cells for name in OURS)
    found = [Target("p99 to first token, to least busy, worst", AS_SOON, worst, at_most=True)]
    for other in ("prefix_only", "carbon_only"):
        ratios = [ratio for cell in all_cells if (ratio := grams_at_same_latency(cell, other)) is not None]
        what = f"grams to {other} at the same p99, worst of {len(ratios)} of {len(all_cells)}"
        found.append(Target(what, 1.0, max(ratios), at_most=True))
        mean = sum(ratios) / len(ratios)
        found.append(Target(f"grams to {other} at the same p99, mean", 1.0, mean, at_most=True))
    return found


PART = Part("fleet_simulated", "Fleet: prefix and carbon, simulated", measure, render, targets)
