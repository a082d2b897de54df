"""The page that goes with weights/energy_model.json: what was measured, in words and tables."""

from __future__ import annotations

import dataclasses
import pathlib
from typing import Any

from train.energy_errors import Coverage, Errors
from train.energy_weights import Weights

TEMPLATE = pathlib.Path(__file__).with_suffix(".md")


@dataclasses.dataclass(frozen=True)
class Measured:
    ours: Errors
    ours_by_family: Errors
    ours_form_chosen_inside: Errors
    log_linear: Errors
    log_linear_by_family: Errors
    ecologits: Errors
    ecologits_at_true_batch: Errors
    coverage: Coverage
    coverage_by_family: Coverage
    coverage_at_unknown_occupancy: Coverage
    coverage_of_tiers: Coverage
    tiers_log_deviation: float
    log_linear_in_sample: list[float]
    parts_left_out: dict[
        str, tuple[int, float]
    ]  # rows, and the deviation that would have covered 90 % of them


def rounded(value: object) -> object:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: rounded(member) for key, member in value.items()}
    return [rounded(member) for member in value] if isinstance(value, list | tuple) else value


def figures(measured: Measured) -> dict[str, Any]:
    return {name: rounded(value) for name, value in dataclasses.asdict(measured).items()}


def error_row(name: str, errors: Errors) -> str:
    return (
        f"| {name} | {errors.mean_absolute:.1%} | {errors.log_deviation:.3f} | {errors.ratio_p5:.2f} | "
        f"{errors.ratio_p50:.2f} | {errors.ratio_p95:.2f} |"
    )


def coverage_row(name: str, coverage: Coverage) -> str:
    return f"| {name} | {coverage.rows:.1%} | {coverage.groups:.1%} |"


def error_rows(measured: Measured) -> list[str]:
    return [
        error_row("this model, each model left out", measured.ours),
        error_row("the same, its form chosen inside each fold", measured.ours_form_chosen_inside),
        error_row("this model, each family left out", measured.ours_by_family),
        error_row("published log-linear fit, each model left out", measured.log_linear),
        error_row("the same, each family left out", measured.log_linear_by_family),
        error_row("EcoLogits at its own batch of 64", measured.ecologits),
        error_row("EcoLogits at the measured batch", measured.ecologits_at_true_batch),
    ]


def coverage_rows(measured: Measured) -> list[str]:
    return [
        coverage_row("each model left out", measured.coverage),
        coverage_row("each family left out", measured.coverage_by_family),
        coverage_row("occupancy unknown, between 8 and 256", measured.coverage_at_unknown_occupancy),
        coverage_row("no model, only the coefficient of the tier", measured.coverage_of_tiers),
    ]


def part_rows(measured: Measured) -> list[str]:
    return [
        f"| {name} | {rows} | {deviation:.2f} |"
        for name, (rows, deviation) in measured.parts_left_out.items()
    ]


def card(weights: Weights, measured: Measured) -> str:
    return TEMPLATE.read_text().format(
        w=weights,
        c=weights["coefficients"],
        tiers_log_deviation=measured.tiers_log_deviation,
        error_rows="\n".join(error_rows(measured)),
        coverage_rows="\n".join(coverage_rows(measured)),
        part_rows="\n".join(part_rows(measured)),
    )
