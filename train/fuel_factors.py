"""Writes src/grid/fuel_factor_table.cpp: what a kWh of each fuel stands for, by zone and basis.

The figures are facts from the primary sources that fuel_factors.hpp names; the data folder holds them with
the origin of each. Only zones whose fuel mix can be asked for are kept: those of the EIA, ERCOT and ENTSO-E.

usage: python3 -m train.fuel_factors
"""

from __future__ import annotations

import csv
import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("GREENINFER_DATA", ROOT.parent / "shared/data")) / "carbon"
TABLE = ROOT / "src/grid/fuel_factor_table.cpp"
FUELS = (
    "coal",
    "gas",
    "oil",
    "biomass",
    "geothermal",
    "hydro",
    "hydro discharge",
    "nuclear",
    "solar",
    "wind",
    "unknown",
    "battery discharge",
)
BASES = ("lifecycle", "direct")
EUROPE = ("BE", "CH", "DE", "ES", "FI", "FR", "GB", "IE", "IT-NO", "NL", "NO-NO1", "NO-NO2", "PL", "SE-SE3")
HEAD = """// Written by train/fuel_factors.py; edit that, not this.
#include <array>

#include "grid/fuel_factors.hpp"

namespace greeninfer::grid {

namespace {

constexpr double kSame = -1;  // as in the first row, which holds for every zone

constexpr std::array<FuelFactorRow, %d> kRows = {{
    // In the order of Fuel.
"""
TAIL = """}};

}  // namespace

std::span<const FuelFactorRow> fuel_factor_rows() {
    return kRows;
}

}  // namespace greeninfer::grid
"""

Factors = dict[tuple[str, str], dict[str, float]]


def read_factors() -> Factors:
    factors: Factors = {}
    with (DATA / "fuel_emission_factors.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            fuels = factors.setdefault((row["zone"], row["basis"]), {})
            fuels[row["fuel"]] = float(row["gco2e_per_kwh"])
    return factors


def row_text(zone: str, basis: str, fuels: dict[str, float]) -> str:
    written = (f"{round(fuels[fuel], 2):g}" if fuel in fuels else "kSame" for fuel in FUELS)
    name = "" if zone == "DEFAULT" else zone
    return f'    {{"{name}", Basis::{basis}, {{{", ".join(written)}}}}},\n'


def table_text(factors: Factors) -> str:
    american = sorted({zone for zone, _ in factors if zone.startswith("US-")})
    zones = ["DEFAULT", *american, *EUROPE]
    rows = [
        row_text(zone, basis, factors[zone, basis])
        for zone in zones
        for basis in BASES
        if (zone, basis) in factors
    ]
    return HEAD % len(rows) + "".join(rows) + TAIL


def formatted(text: str) -> str:
    command = ["clang-format-19", f"--assume-filename={TABLE}"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def main() -> None:
    TABLE.write_text(formatted(table_text(read_factors())), encoding="utf-8")


if __name__ == "__main__":
    main()
