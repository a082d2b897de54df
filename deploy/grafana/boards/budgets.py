"""Budgets: how full they are, how fast they fill, and what happened at their end."""

from __future__ import annotations

from .departments import BUDGET_STEPS
from .kinds import COUNT, DOLLARS, GRAMS, GRAMS_PER_HOUR, SHARE, bars, lines, number
from .panel import Board, Section
from .queries import SPENT, now, or_zero, per_hour, series, total

USED = "greeninfer_budget_used_ratio"
COST = "greeninfer_cost_usd_total"

_departments = (
    number(
        "Fullest budget",
        now(USED, how="max"),
        SHARE,
        "Of all departments. From 80 % answers carry a warning, from 90 % requests are held to eco mode.",
        **BUDGET_STEPS,
    ),
    number(
        "Departments above 80 %",
        or_zero(f"count(max by (department) ({series(USED)}) >= 0.8)"),
        COUNT,
        "Departments whose answers carry a warning.",
    ),
    number(
        "Requests refused",
        or_zero(total("greeninfer_budget_refusals_total")),
        COUNT,
        "By a budget that was used up or a limit per minute.",
    ),
    number(
        "Requests held to less",
        or_zero(total("greeninfer_budget_downgrades_total")),
        COUNT,
        "To eco mode or to the smallest model, near the end of a budget.",
    ),
    number("Sessions", now("greeninfer_sessions"), COUNT, "Sessions whose budget is remembered."),
    lines(
        "Budgets used",
        (now(USED, by="department", how="max"), "{{department}}"),
        SHARE,
        "Of carbon or money, whichever is larger. It falls to 0 when a period begins.",
        24,
        max=1,
        **BUDGET_STEPS,
    ),
)
_ends = (
    bars(
        "Refusals",
        total("greeninfer_budget_refusals_total", by="reason"),
        "{{reason}}",
        COUNT,
        "Why requests were refused: 402 for carbon and money, 429 for limits per minute.",
    ),
    bars(
        "Held to less",
        total("greeninfer_budget_downgrades_total", by="to"),
        "{{to}}",
        COUNT,
        "What requests were held to near the end of a budget.",
    ),
    bars(
        "Department headers ignored",
        total("greeninfer_department_header_ignored_total", by="reason"),
        "{{reason}}",
        COUNT,
        "Requests whose department was not charged. untrusted: their client's was. unknown: none was.",
    ),
)
_pace = (
    lines(
        "CO2e an hour",
        (per_hour(SPENT, by="department"), "{{department}}"),
        GRAMS_PER_HOUR,
        "How fast budgets of carbon fill.",
    ),
    lines(
        "Dollars an hour",
        (per_hour(COST, by="department"), "{{department}}"),
        DOLLARS,
        "How fast budgets of money fill; models without a price are not in it.",
    ),
    bars(
        "CO2e by department", total(SPENT, by="department"), "{{department}}", GRAMS, "In the time shown.", 12
    ),
    bars("Cost by model", total(COST, by="model"), "{{model}}", DOLLARS, "In the time shown.", 12),
)

BOARD = Board(
    "greeninfer-budgets",
    "GreenInfer: budgets",
    "Carbon and money budgets of departments, what happened at their end, and how fast they fill.",
    (Section("Budgets", _departments), Section("At the end of a budget", _ends), Section("Pace", _pace)),
)
