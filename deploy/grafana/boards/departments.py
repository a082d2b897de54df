"""What each department caused, what it cost, and how much of its budget is left."""

from __future__ import annotations

from .kinds import COUNT, DOLLARS, GRAMS, GRAMS_PER_HOUR, KWH, SHARE, bars, lines, shares, steps
from .panel import Board, Panel, Section, Variable
from .queries import ATTEMPTS, ENERGY, JOULES_PER_KWH, SPENT, now, per_hour, ratio, total

CHOSEN = 'department=~"$department"'
BY = "department"
NAME = "{{department}}"
BUDGET_STEPS = steps((0.8, "yellow"), (0.9, "orange"), (1, "red"))


def _carbon() -> tuple[Panel, ...]:
    return (
        bars(
            "CO2e by department",
            total(SPENT, CHOSEN, by=BY),
            NAME,
            GRAMS,
            "Operational CO2e, location-based, of all work that was done for a department, also of answers"
            " thrown away. `none` is a client without a department.",
        ),
        shares("Share of CO2e", total(SPENT, CHOSEN, by=BY), NAME, GRAMS, "Of the departments chosen above."),
        bars(
            "Energy by department",
            f"{total(ENERGY, CHOSEN, by=BY)} / {JOULES_PER_KWH}",
            NAME,
            KWH,
            "Facility energy, PUE included.",
        ),
        lines(
            "CO2e by department over time",
            (per_hour(SPENT, CHOSEN, by=BY), NAME),
            GRAMS_PER_HOUR,
            "Grams an hour at the pace of the moment.",
            stacked=True,
        ),
        bars(
            "CO2e by department and model",
            total(SPENT, CHOSEN, by="department, model"),
            "{{department}}: {{model}}",
            GRAMS,
            "Which model a department's carbon comes from.",
            12,
        ),
    )


def _answers() -> tuple[Panel, ...]:
    answered = total(ATTEMPTS, 'end="answered"', CHOSEN, by=BY)
    return (
        bars("Answers", answered, NAME, COUNT, "Answers that clients of the department got."),
        bars(
            "CO2e per answer",
            ratio(total(SPENT, CHOSEN, by=BY), answered),
            NAME,
            GRAMS,
            "Grams of all work for each answer: long prompts, large models, dirty electricity and answers "
            "thrown away all show here.",
        ),
        bars(
            "Attempts whose answer was thrown away",
            total(ATTEMPTS, 'end="discarded"', CHOSEN, by=BY),
            NAME,
            COUNT,
            "A larger model answered instead. Their carbon is in the figures above.",
        ),
    )


def _money_and_budgets() -> tuple[Panel, ...]:
    ratio_now = now("greeninfer_budget_used_ratio", CHOSEN, by=BY, how="max")
    return (
        bars(
            "Cost",
            total("greeninfer_cost_usd_total", CHOSEN, by=BY),
            NAME,
            DOLLARS,
            "For models whose price is configured; what has no price is not in it.",
        ),
        bars(
            "Budget used",
            ratio_now,
            NAME,
            SHARE,
            "Of carbon or money, whichever is larger, in the current period, promised to running requests "
            "included.",
            max=1,
            **BUDGET_STEPS,
        ),
        bars(
            "Department headers that were ignored",
            total("greeninfer_department_header_ignored_total", by="reason"),
            "{{reason}}",
            COUNT,
            "untrusted: the client may not name departments, and its own was charged. unknown: no "
            "department has that name, and none was charged.",
        ),
    )


BOARD = Board(
    "greeninfer-departments",
    "GreenInfer: departments",
    "Carbon, energy, money and budgets of each department.",
    (
        Section("Carbon", _carbon()),
        Section("Answers", _answers()),
        Section("Money and budgets", _money_and_budgets()),
    ),
    (Variable("department", "greeninfer_carbon_grams_total"),),
)
