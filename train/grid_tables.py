"""Writes the tables of zones, countries and cloud regions in src/grid from the public data.

usage: python3 -m train.grid_tables

Facts only, each table with its source and licence. Where the two public maps of regions to zones disagree,
the decision and its reason stand here, once, and are written above the row; grid_tables_test.py holds the
files to the data.
"""

import csv
import os
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROVIDERS = ("aws", "azure", "gcp")
PUE_PROVIDERS = {"Amazon Web Services": "aws", "Google Cloud": "gcp"}

# Region: zone and why. The rule: the balancing area of the utility that serves the buildings; in a country
# with several price zones, the zone and not the country; a conflict with old editions, as in new ones.
DECISIONS = {
    "eu-north-1": ("SE-SE3", "Stockholm lies in price zone SE3; the other table has all of Sweden."),
    "us-west-2": (
        "US-NW-BPAT",
        "Umatilla and Morrow counties are served by Umatilla Electric Cooperative from Bonneville's "
        "substations (real-time cloud table); PacifiCorp West (Electricity Maps) serves other towns.",
    ),
    "northcentralus": ("US-MIDA-PJM", "Chicago is served by ComEd, a member of PJM; MISO is wrong."),
    "northeurope": ("IE", "The region is in Ireland; Finland (real-time cloud table, one year) is wrong."),
    "swedencentral": ("SE-SE3", "Gävle and Sandviken lie in price zone SE3."),
    "westus": (
        "US-CAL-CISO",
        "The region is in California, operated by CAISO; Bonneville (real-time cloud table) ends in Oregon.",
    ),
    "europe-north1": ("FI", "Hamina, Finland; old editions of the real-time cloud table are wrong."),
    "europe-west1": ("BE", "St. Ghislain, Belgium; old editions of the real-time cloud table are wrong."),
    "europe-west12": ("IT-NO", "Turin lies in price zone Italy North."),
    "europe-west2": ("GB", "London; an old edition of the real-time cloud table is wrong."),
    "europe-west3": ("DE", "Frankfurt; an old edition of the real-time cloud table is wrong."),
    "europe-west4": ("NL", "Eemshaven; an old edition of the real-time cloud table is wrong."),
    "europe-west6": ("CH", "Zurich; an old edition of the real-time cloud table is wrong."),
    "europe-west8": ("IT-NO", "Milan lies in price zone Italy North."),
    "me-central1": ("QA", "Doha, Qatar; the Emirates (real-time cloud table, one year) are wrong."),
    "us-central1": (
        "US-MIDW-MISO",
        "Council Bluffs, Iowa, is served by MidAmerican Energy, a member of MISO; the Southwest Power Pool "
        "(Electricity Maps) begins across the river.",
    ),
    "us-east1": (
        "US-CAR-SC",
        "Moncks Corner buys from Berkeley Electric Cooperative, supplied by Santee Cooper (balancing area "
        "SC); Google's own 576 g/kWh (2024) fits SC and not SCEG (Electricity Maps).",
    ),
    "us-west1": (
        "US-NW-BPAT",
        "The Dalles is served by Northern Wasco County PUD from Bonneville; Google's own 79 g/kWh (2024) "
        "fits Bonneville and not PacifiCorp West (Electricity Maps).",
    ),
    "cn-north-1": ("CN", "Beijing; neither map names a zone, and China has figures as a whole only."),
    "cn-northwest-1": ("CN", "Ningxia; neither map names a zone, and China has figures as a whole only."),
    "us-central2": ("US-CENT-SWPP", "Mayes County, Oklahoma, in the Southwest Power Pool; no map has it."),
    "asiapacific": ("", "A geography of several regions, which one map puts in Indonesia: name the region."),
    "us-east2": ("", "No source says where it is: the zone must be configured."),
}


def data_folder() -> pathlib.Path:
    default = ROOT.parent / "shared" / "data"
    return pathlib.Path(os.environ.get("GREENINFER_DATA", default)) / "carbon"


def rows_of(name: str) -> list[dict[str, str]]:
    with (data_folder() / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> str:
    return f"{float(text):g}" if float(text) < 1000 else str(float(text)).removesuffix(".0")


def function_of(name: str, rows: list[tuple[str, str]], origin: str) -> str:
    body = ", ".join(f'{{"{zone}", {grams}, &{origin}}}' for zone, grams in rows)
    constant = "k" + name.title().replace("_", "")
    return f"""constexpr std::array<ZoneFigure, {len(rows)}> {constant} = {{{{{body}}}}};

std::span<const ZoneFigure> {name}() {{
    return {constant};
}}"""


def figures_source(title: str, contents: str) -> str:
    return f"""#include "grid/zone_table.hpp"

// Written by train/grid_tables.py. {title}

namespace greeninfer::grid {{

{contents}

}}  // namespace greeninfer::grid
"""


def zones_source() -> str:
    """In parts, as the formatter gives each row of a long array a line of its own."""
    rows = [(row["zone"], number(row["gco2eq_per_kwh_2025"])) for row in rows_of("zone_average_em.csv")]
    functions = []
    for first, last in ("aj", "kt", "uz"):
        part = sorted(row for row in rows if first <= row[0][0].lower() <= last)
        name = f"electricity_maps_zones_{first}_to_{last}"
        functions.append(function_of(name, part, "kElectricityMapsYearly"))
    return figures_source(
        "Electricity Maps, yearly averages of 2025, through @tgwf/co2 0.19.0; ODbL 1.0.",
        "\n\n".join(functions),
    )


def countries_source() -> str:
    rows = sorted(
        (row["iso3"], number(row["gco2_per_kwh"]))
        for row in rows_of("country_average_ember.csv")
        if len(row["iso3"]) == 3
    )
    return figures_source(
        "Ember, annual averages, through @tgwf/co2 0.19.0; CC BY 4.0.",
        function_of("ember_countries", rows, "kEmberYearly"),
    )


def google_figures() -> dict[str, tuple[str, str]]:
    """Region to the figure of the newest year and that year."""
    newest: dict[str, tuple[str, str]] = {}
    for row in rows_of("cloud_region_intensity.csv"):
        if row["basis"].startswith("operational") and row["year"] > newest.get(row["region"], ("", ""))[1]:
            newest[row["region"]] = (number(row["gco2e_per_kwh"]), row["year"])
    return newest


def mapped_zones() -> dict[tuple[str, str], str]:
    """Provider and region to the zone: of Electricity Maps' own map, else of the other one, else empty."""
    zones: dict[tuple[str, str], str] = {}
    for row in rows_of("cloud_region_intensity.csv"):
        if row["provider"] in PROVIDERS:
            key = (row["provider"], row["region"])
            is_first_choice = row["source"].startswith("Electricity Maps")
            zones[key] = row["grid_zone_em"] if is_first_choice else zones.get(key) or row["grid_zone_em"]
    return zones


def usage_effectiveness() -> dict[tuple[str, str], str]:
    found = {}
    for row in rows_of("pue_wue_defaults.csv"):
        provider, _, region = row["provider"].partition(":")
        if region:
            found[PUE_PROVIDERS[provider], region] = row["pue_max"]
    return found


def region_rows() -> list[str]:
    google, effectiveness = google_figures(), usage_effectiveness()
    lines = []
    for (provider, region), mapped in sorted(mapped_zones().items()):
        zone, reason = DECISIONS.get(region, (mapped, ""))
        if reason:
            lines.append(f"// {reason}")
        grams, year = google.get(region, ("{}", "{}"))
        pue = effectiveness.get((provider, region), "{}")
        lines.append(f'{{"{region}", "{provider}", "{zone}", {pue}, {grams}, {year}}},')
    return lines


def regions_source() -> str:
    lines = region_rows()
    count = sum(line.startswith("{") for line in lines)
    body = "\n".join(lines)
    return f"""#include "grid/region_table.hpp"

// Written by train/grid_tables.py, which has the rule by which conflicting maps were decided.

namespace greeninfer::grid {{

constexpr std::array<RegionFigure, {count}> kCloudRegions = {{{{
{body}
}}}};

std::span<const RegionFigure> cloud_regions() {{
    return kCloudRegions;
}}

}}  // namespace greeninfer::grid
"""


def formatted(source: str, name: str) -> str:
    command = ["clang-format-19", "--style=file", f"--assume-filename={ROOT / 'src' / 'grid' / name}"]
    return subprocess.run(command, input=source, text=True, capture_output=True, check=True).stdout


def tables() -> dict[str, str]:
    """File names in src/grid and what they hold."""
    sources = {
        "electricity_maps_zones.cpp": zones_source(),
        "ember_countries.cpp": countries_source(),
        "cloud_regions.cpp": regions_source(),
    }
    return {name: formatted(source, name) for name, source in sources.items()}


if __name__ == "__main__":
    for name, text in tables().items():
        (ROOT / "src" / "grid" / name).write_text(text, encoding="utf-8")
