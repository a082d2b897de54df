"""The cascade's rule on halves of the recordings: fitted on one, tried on the other, many times.

Pure arithmetic on recorded outcomes: what the gateway should decide with the same calibration, what a plain
threshold does, and the curve of cost against how often the target is really met.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from eval.data_sets import rows_of
from train.cascade_fit import Rule, fit_rule, met_shares, quality_ratio, threshold_with
from train.cascade_outcomes import FILE, Flags, Outcomes, outcomes_of

SETS = {"arc_easy": "ARC-easy", "arc_challenge": "ARC-challenge", "medmcqa": "MedMCQA"}
TARGETS = (0.95, 0.99)
SPLITS = 40
SIGNAL = "check_probability"


@dataclass(frozen=True)
class Half:
    """One split of one set: row numbers in the recording, and the rule fitted on the first half."""

    split: int
    fitted_on: np.ndarray
    tried_on: np.ndarray


@dataclass(frozen=True)
class Tried:
    quality: float  # share of the next model's accuracy
    cost: float  # over always asking the next model
    kept: float  # share of answers of the small model that were kept


def recorded() -> Outcomes:
    return outcomes_of(rows_of(FILE.removesuffix(".jsonl.gz")))


def halves(outcomes: Outcomes, category: str, splits: int = SPLITS) -> Iterator[Half]:
    rows = np.flatnonzero(outcomes.category == category)
    for split in range(splits):
        shuffled = np.random.default_rng(split).permutation(rows)
        yield Half(split, shuffled[: len(rows) // 2], shuffled[len(rows) // 2 :])


def cost_ratio(outcomes: Outcomes, kept: Flags, checked: Flags | None = None) -> float:
    """Every small answer, check and climb; without `checked` all are checked that have an answer in them."""
    checks = np.where(outcomes.answered if checked is None else checked, outcomes.check_cost, 0.0)
    climbs = np.where(kept, 0.0, outcomes.next_cost)
    return float((outcomes.small_cost + checks + climbs).sum() / outcomes.next_cost.sum())


def tried(outcomes: Outcomes, kept: Flags, checked: Flags | None = None) -> Tried:
    return Tried(quality_ratio(outcomes, kept), cost_ratio(outcomes, kept, checked), float(kept.mean()))


def by_rule(
    outcomes: Outcomes, half: Half, target: float, confidences: tuple[float, ...]
) -> Iterator[tuple[float, Rule, float, Tried]]:
    """For each confidence the rule, its threshold, and what it does on the other half.

    Where the cascade costs more than the next model alone on the half it was fitted on, that one answers at
    once.
    """
    fitted_on, tried_on = outcomes.take(half.fitted_on), outcomes.take(half.tried_on)
    rule = fit_rule(SIGNAL, fitted_on)
    shares = met_shares(SIGNAL, fitted_on, target, seed=half.split)
    for confidence in confidences:
        edge = threshold_with(rule, fitted_on, target, shares, confidence)
        pays = cost_ratio(fitted_on, rule.gain(fitted_on) <= edge) < 1.0
        found = tried(tried_on, rule.gain(tried_on) <= edge) if pays else Tried(1.0, 1.0, 0.0)
        yield confidence, rule, edge, found


def by_plain_threshold(outcomes: Outcomes, half: Half, target: float) -> Tried:
    """The lowest P(YES) that still met the target on the first half; all is checked, nothing else known."""
    fitted_on, tried_on = outcomes.take(half.fitted_on), outcomes.take(half.tried_on)
    order = np.argsort(-fitted_on.check_probability, kind="stable")
    lost = np.cumsum(fitted_on.next_right[order] - fitted_on.small_right[order])
    enough = np.flatnonzero(1.0 - lost / fitted_on.next_right.sum() >= target - 1e-12)
    edge = fitted_on.check_probability[order[enough[-1]]] if len(enough) else np.inf
    kept = tried_on.check_probability >= edge
    return tried(tried_on, kept, np.ones(len(tried_on), bool))


def with_hindsight(outcomes: Outcomes, category: str, target: float, share: float) -> float:
    """Least mean cost over the splits of any one fixed threshold that meets the target in `share` of them.

    It looks at the outcomes it is judged on, so nothing that learns from a half can be expected to do better.
    """
    mine = outcomes.take(outcomes.category == category)
    gain = fit_rule(SIGNAL, mine).gain(outcomes)
    tests = [half.tried_on for half in halves(outcomes, category)]
    costs = []
    for edge in np.quantile(
        gain[(outcomes.category == category) & np.isfinite(gain)], np.linspace(0, 1, 201)
    ):
        found = [tried(outcomes.take(rows), gain[rows] <= edge) for rows in tests]
        if np.mean([each.quality >= target for each in found]) >= share:
            costs.append(np.mean([each.cost for each in found]))
    return float(min(costs)) if costs else 1.0
