"""Raw results as CSV, and the tables that people read, both made from the same rows.

A row is a flat dictionary of words and numbers; it never holds a prompt or an answer.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

Value = str | float | int
Row = dict[str, Value]
RESULTS = Path(__file__).resolve().parent / "results"


@dataclass(frozen=True)
class Target:
    """One figure the project set itself. `slack` is two bootstrap deviations where the target allows them."""

    what: str
    wanted: float
    found: float
    slack: float = 0.0
    at_most: bool = False  # the smaller, the better

    @property
    def met(self) -> str:
        distance = self.wanted - self.found if self.at_most else self.found - self.wanted
        if distance >= 0:
            return "yes"
        return "within 2 SD" if distance >= -self.slack else "no"


def kept_digits(value: Value) -> Value:
    return f"{value:.6g}" if isinstance(value, float) else value


def write_rows(name: str, rows: Sequence[Row]) -> None:
    RESULTS.mkdir(exist_ok=True)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with (RESULTS / f"{name}.csv").open("w", newline="") as out:
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows({column: kept_digits(value) for column, value in row.items()} for row in rows)


def read_rows(name: str) -> list[Row]:
    file = RESULTS / f"{name}.csv"
    if not file.exists():
        return []
    with file.open(newline="") as lines:
        return [{column: parsed(text) for column, text in row.items()} for row in csv.DictReader(lines)]


def parsed(text: str) -> Value:
    try:
        return float(text)
    except ValueError:
        return text


def number(row: Row, column: str) -> float:
    return float(row[column])


def table(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def in_brackets(row: Row, column: str, digits: int = 3) -> str:
    """The figure with its 95 % interval, from the columns `X`, `X_low` and `X_high`."""
    value, low, high = (number(row, column + end) for end in ("", "_low", "_high"))
    return f"{value:.{digits}f} ({low:.{digits}f} to {high:.{digits}f})"


@dataclass(frozen=True)
class Part:
    """One part of the report: measures anew, and renders from what is on file."""

    name: str
    title: str
    measure: Callable[[], list[Row]]
    render: Callable[[list[Row]], str]
    targets: Callable[[list[Row]], list[Target]] = lambda rows: []
