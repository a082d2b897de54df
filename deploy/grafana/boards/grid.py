"""How clean electricity is where the servers are, and how well that is known."""

from __future__ import annotations

from .kinds import (
    COUNT,
    GRAMS,
    GRAMS_PER_HOUR,
    GRAMS_PER_KWH,
    PER_SECOND,
    SECONDS,
    bars,
    lines,
    number,
    steps,
    table,
)
from .panel import Board, Section
from .queries import ENERGY, JOULES_PER_KWH, SPENT, now, or_zero, per_hour, per_second, ratio, total

INTENSITY = "greeninfer_grid_intensity_grams_per_kwh"
AGE = "greeninfer_grid_age_seconds"
# grid.performance_below and grid.eco_above, unless configured.
LEVELS = steps((150, "yellow"), (400, "red"))

_now = (
    number(
        "Cleanest zone",
        now(INTENSITY, how="min"),
        GRAMS_PER_KWH,
        "Of the zones that the endpoints are in. Below 150 more may be spent when asked.",
        **LEVELS,
    ),
    number(
        "Dirtiest zone",
        now(INTENSITY, how="max"),
        GRAMS_PER_KWH,
        "Above 400 requests there become frugal.",
        **LEVELS,
    ),
    number(
        "Electricity used",
        f"{JOULES_PER_KWH} * {ratio(total(SPENT), total(ENERGY))}",
        GRAMS_PER_KWH,
        "Weighted by what was really used where and when.",
        **LEVELS,
    ),
    number(
        "Oldest live figure",
        now(AGE, how="max"),
        SECONDS,
        "Since the beginning of the interval that it describes. At grid.stale_after the next source is "
        "asked.",
        **steps((5400, "orange"), (7200, "red")),
    ),
    number(
        "Best source could not be used",
        or_zero(total("greeninfer_grid_fallback_total")),
        COUNT,
        "Times a zone was looked at while another source or a table stood in.",
        **steps((1, "orange")),
    ),
    table(
        "Regions",
        now("greeninfer_region_info", by="region, provider, zone", how="max"),
        ("provider", "region", "zone"),
        "Where endpoints are, and which grid they draw from.",
    ),
    bars(
        "Intensity now",
        now(INTENSITY, by="zone, source", how="avg"),
        "{{zone}} ({{source}})",
        GRAMS_PER_KWH,
        "`static` is a yearly average of a table, which says nothing of this hour; `configured` is your "
        "own figure.",
        12,
        **LEVELS,
    ),
)
_history = (
    lines(
        "Intensity of zones",
        (now(INTENSITY, by="zone", how="avg"), "{{zone}}"),
        GRAMS_PER_KWH,
        "What requests are decided and billed with. Thresholds: below 150 clean, above 400 dirty.",
        24,
        **LEVELS,
    ),
    lines(
        "Age of live figures", (now(AGE, by="zone", how="max"), "{{zone}}"), SECONDS, "Tables have no age."
    ),
    lines(
        "CO2e by region",
        (per_hour(SPENT, by="region"), "{{region}}"),
        GRAMS_PER_HOUR,
        "Whether work follows clean electricity.",
        stacked=True,
    ),
    lines(
        "Answers of the sources",
        (per_second("greeninfer_grid_answers_total", by="source, result"), "{{source}}: {{result}}"),
        PER_SECOND,
        "By what was wrong with them; `good` is nothing.",
    ),
    bars(
        "Why the best source could not be used",
        total("greeninfer_grid_fallback_total", by="reason"),
        "{{reason}}",
        COUNT,
        "In the time shown.",
        12,
    ),
    bars(
        "CO2e by region in all",
        total(SPENT, by="region"),
        "{{region}}",
        GRAMS,
        "In the time shown.",
        12,
    ),
)

BOARD = Board(
    "greeninfer-grid",
    "GreenInfer: grid",
    "Carbon intensity of every zone in use, where it is known from, and whether work follows it.",
    (Section("Now", _now), Section("Over time", _history)),
)
