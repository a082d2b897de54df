"""Figures for people: three significant digits, a unit last, and a dash for what is not known."""

from __future__ import annotations

import unicodedata

UNKNOWN = "–"
_THOUSAND = 1000.0


def energy(mwh: float | None) -> str:
    """From milliwatt-hours."""
    return _scaled(mwh, [("µWh", 1e-3), ("mWh", 1.0), ("Wh", 1e3), ("kWh", 1e6)])


def carbon(grams: float | None) -> str:
    return _scaled(grams, [("µg", 1e-6), ("mg", 1e-3), ("g", 1.0), ("kg", 1e3)])


def power(watts: float | None) -> str:
    return _scaled(watts, [("µW", 1e-6), ("mW", 1e-3), ("W", 1.0), ("kW", 1e3)])


def money(usd: float | None) -> str:
    return UNKNOWN if usd is None else f"${_digits(usd)}"


def duration(ms: float | None) -> str:
    if ms is None:
        return UNKNOWN
    return f"{ms:.0f} ms" if ms < _THOUSAND else f"{ms / _THOUSAND:.1f} s"


def percentage(whole_pct: int | None) -> str:
    return UNKNOWN if whole_pct is None else f"{whole_pct} %"


def _scaled(value: float | None, units: list[tuple[str, float]]) -> str:
    if value is None:
        return UNKNOWN
    if value == 0:
        return f"0 {units[1][0]}"
    # The largest unit in which it is at least 1, as printed; the smallest where there is none.
    fitting = [unit for unit in units if abs(float(_digits(value / unit[1]))) >= 1]
    name, size = fitting[-1] if fitting else units[0]
    return f"{_digits(value / size)} {name}"


def _digits(value: float) -> str:
    """Three significant digits, and an exponent only for what is next to nothing."""
    short = f"{value:#.3g}".rstrip(".")
    return f"{float(short):.0f}" if "e+" in short else short


def printable(text: str) -> str:
    """Without the characters with which a text could take over a terminal."""
    return "".join(letter for letter in text if letter in "\n\t" or unicodedata.category(letter) != "Cc")
