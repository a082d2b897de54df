"""How wrong predictions are for models not fitted, and whether their intervals keep their promise."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np

from train.energy_table import Column, EnergyTable

NORMAL_P95 = 1.6448536269514722
# Of a server that nobody watches; each as likely as another. Their spread is nearer to uniform than to
# normal, whose 95th percentile would lie 0.95 as far out; 0.90 is what makes intervals of held-out models
# cover 90 %.
OCCUPANCIES = (8.0, 16.0, 32.0, 64.0, 128.0, 256.0)
SPREAD_SHARE = 0.90

# From the rows to fit on and the rows to predict: ln J per token of the latter.
Predict = Callable[[EnergyTable, EnergyTable], Column]


def residuals_held_out(predict: Predict, table: EnergyTable, groups: Column) -> Column:
    """ln actual - ln predicted, each group (a model, a family) predicted by a fit on all the others."""
    residuals = np.zeros(len(table))
    for group in np.unique(groups):
        held_out = groups == group
        predicted = predict(table.rows(~held_out), table.rows(held_out))
        residuals[held_out] = np.log(table.joules_per_token[held_out]) - predicted
    return residuals


@dataclasses.dataclass(frozen=True)
class Errors:
    mean_absolute: float  # mean of |predicted / actual - 1|
    log_deviation: float
    ratio_p5: float  # actual / predicted
    ratio_p50: float
    ratio_p95: float


def errors_of(residuals: Column) -> Errors:
    ratios = np.exp(np.quantile(residuals, [0.05, 0.5, 0.95]))
    return Errors(
        float(np.mean(np.abs(np.exp(-residuals) - 1))), float(residuals.std()), *(float(r) for r in ratios)
    )


def log_deviation_of(residuals: Column) -> float:
    """Of the lognormal whose 90 % interval holds 90 % of the residuals, as their tails are not normal."""
    return float(np.quantile(np.abs(residuals), 0.90) / NORMAL_P95)


@dataclasses.dataclass(frozen=True)
class Coverage:
    rows: float  # share of rows within their 90 % interval
    groups: float  # the same, each group counted once


def coverage_held_out(predict: Predict, table: EnergyTable, groups: Column) -> Coverage:
    """Of intervals whose width, too, comes from the other groups alone: leave-one-out within each fold."""
    within = np.zeros(len(table), bool)
    for group in np.unique(groups):
        held_out = groups == group
        rest = table.rows(~held_out)
        width = NORMAL_P95 * log_deviation_of(residuals_held_out(predict, rest, groups[~held_out]))
        actual = np.log(table.joules_per_token[held_out])
        within[held_out] = np.abs(actual - predict(rest, table.rows(held_out))) <= width
    return _coverage(within, groups)


def _coverage(within: Column, groups: Column) -> Coverage:
    shares = [within[groups == group].mean() for group in np.unique(groups)]
    return Coverage(float(within.mean()), float(np.mean(shares)))


def over_occupancies(predict: Predict) -> tuple[Predict, Callable[[EnergyTable, EnergyTable], Column]]:
    """The mean of ln J over the occupancies of an unwatched server, and its deviation between them."""

    def at_each(rest: EnergyTable, asked: EnergyTable) -> Column:
        return np.array(
            [
                predict(rest, dataclasses.replace(asked, occupancy=np.full(len(asked), occupancy)))
                for occupancy in OCCUPANCIES
            ]
        )

    return (
        lambda rest, asked: at_each(rest, asked).mean(axis=0),
        lambda rest, asked: at_each(rest, asked).std(axis=0),
    )


def coverage_at_unknown_occupancy(predict: Predict, table: EnergyTable, log_deviation: float) -> Coverage:
    """Of intervals that do not know the occupancy, on held-out models at occupancies between the two ends."""
    mean, spread = over_occupancies(predict)
    within = np.zeros(len(table), bool)
    for model in np.unique(table.model):
        held_out = table.model == model
        rest, asked = table.rows(~held_out), table.rows(held_out)
        width = NORMAL_P95 * np.hypot(log_deviation, SPREAD_SHARE * spread(rest, asked))
        within[held_out] = np.abs(np.log(asked.joules_per_token) - mean(rest, asked)) <= width
    inside = (table.occupancy >= OCCUPANCIES[0] * 0.9) & (table.occupancy <= OCCUPANCIES[-1] * 1.1)
    return _coverage(within[inside], table.model[inside])
