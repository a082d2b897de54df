"""Fits the energy model to the public measurements and writes its weights, its page and vectors for its test.

usage: python -m train.energy_model [--check]

Takes about a minute. Writes weights/energy_model.json, weights/energy_model.md and
src/energy/energy_model_vectors.json; with --check it only prints how wrong the model is.
"""

from __future__ import annotations

import argparse
import itertools
import json
import pathlib
from typing import Any

import numpy as np

from train import energy_published as published
from train.energy_card import Measured, card, figures
from train.energy_errors import (
    Errors,
    Predict,
    coverage_at_unknown_occupancy,
    coverage_held_out,
    errors_of,
    log_deviation_of,
    residuals_held_out,
)
from train.energy_physics import Coefficients, Form, fit, log_joules
from train.energy_table import Column, EnergyTable, read_table
from train.energy_tiers import plausible_rows, tier_coefficient
from train.energy_weights import vectors, weights_of

ROOT = pathlib.Path(__file__).resolve().parents[1]
WEIGHTS = ROOT / "weights/energy_model.json"
CARD = ROOT / "weights/energy_model.md"
VECTORS = ROOT / "src/energy/energy_model_vectors.json"

FORMS = [Form(active, gpus) for active, gpus in itertools.product((0.0, 0.5), (0.0, 0.5, 1.0))]


def physics(form: Form | None = None) -> Predict:
    return lambda rest, asked: log_joules(fit(rest, form), asked, form)


def log_linear(rest: EnergyTable, asked: EnergyTable) -> Column:
    return published.log_linear(published.fit_log_linear(rest), asked)


def residuals_with_form_chosen_inside(table: EnergyTable) -> Column:
    """As residuals_held_out, where each fold also chooses among the forms by its own held-out error."""
    residuals = np.zeros(len(table))
    for model in np.unique(table.model):
        held_out = table.model == model
        rest = table.rows(~held_out)

        def error(form: Form, rest: EnergyTable = rest) -> float:
            return errors_of(residuals_held_out(physics(form), rest, rest.model)).mean_absolute

        best = min(FORMS, key=error)
        predicted = physics(best)(rest, table.rows(held_out))
        residuals[held_out] = np.log(table.joules_per_token[held_out]) - predicted
    return residuals


def deviation_of_part_left_out(table: EnergyTable, part: Column) -> tuple[int, float]:
    predicted = physics()(table.rows(~part), table.rows(part))
    return int(part.sum()), log_deviation_of(np.log(table.joules_per_token[part]) - predicted)


def parts_left_out(table: EnergyTable) -> dict[str, tuple[int, float]]:
    parts = {
        "models below 10B active": table.active_b < 10,
        "models above 50B active": table.active_b > 50,
        "models above 300B in all": table.total_b > 300,
        "occupancy below 24": table.occupancy < 24,
        "occupancy above 400": table.occupancy > 400,
        "all of H100": table.gpu == "H100",
        "all of B200": table.gpu == "B200",
    }
    return {name: deviation_of_part_left_out(table, part) for name, part in parts.items()}


def ecologits_errors(table: EnergyTable, batch: Column | float) -> Errors:
    return errors_of(np.log(table.joules_per_token) - published.ecologits(table, batch))


def measured_on(table: EnergyTable) -> Measured:
    ours = residuals_held_out(physics(), table, table.model)
    plausible = plausible_rows(table)
    tiers = residuals_held_out(tier_coefficient, plausible, plausible.model)
    return Measured(
        ours=errors_of(ours),
        ours_by_family=errors_of(residuals_held_out(physics(), table, table.family)),
        ours_form_chosen_inside=errors_of(residuals_with_form_chosen_inside(table)),
        log_linear=errors_of(residuals_held_out(log_linear, table, table.model)),
        log_linear_by_family=errors_of(residuals_held_out(log_linear, table, table.family)),
        ecologits=ecologits_errors(table, published.ECOLOGITS_BATCH),
        ecologits_at_true_batch=ecologits_errors(table, table.occupancy),
        coverage=coverage_held_out(physics(), table, table.model),
        coverage_by_family=coverage_held_out(physics(), table, table.family),
        coverage_at_unknown_occupancy=coverage_at_unknown_occupancy(physics(), table, log_deviation_of(ours)),
        coverage_of_tiers=coverage_held_out(tier_coefficient, plausible, plausible.model),
        tiers_log_deviation=log_deviation_of(tiers),
        log_linear_in_sample=[float(value) for value in published.fit_log_linear(table)],
        parts_left_out=parts_left_out(table),
    )


def fitted(table: EnergyTable) -> tuple[Coefficients, dict[str, Any]]:
    coefficients = fit(table)
    deviation = log_deviation_of(residuals_held_out(physics(), table, table.model))
    return coefficients, weights_of(coefficients, table, deviation)


def vectors_text(found: list[dict[str, Any]]) -> str:
    return "[\n" + ",\n".join(json.dumps(vector) for vector in found) + "\n]\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--check", action="store_true")
    is_check = parser.parse_args().check
    table = read_table()
    _, weights = fitted(table)
    measured = measured_on(table)
    print(card(weights, measured))
    if not is_check:
        WEIGHTS.write_text(json.dumps(weights | {"measured": figures(measured)}, indent=1) + "\n")
        CARD.write_text(card(weights, measured))
        VECTORS.write_text(vectors_text(vectors(weights)))


if __name__ == "__main__":
    main()
