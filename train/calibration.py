"""Makes the tiers' logits chances that hold beyond the tests they were learnt on.

Within a test the heads are right about as often as they say; on a test they never saw they are too sure of
themselves, and the level of difficulty says something that they do not. So each file is left out in turn, and
for its rows the outcomes are fitted on the heads' logits and the level's. Traffic is neither, so a part of
that correction ships. One slope for all tiers: with one for each, differences between tiers, which routing
is made of, would come from the calibration instead of the prompt.
"""

import dataclasses
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from train.hashed_linear import Floats, chance
from train.head_labels import Labels, Task
from train.heads import TIERS, Linear, Trainer

LEVEL, FIRST_TIER, TIER_COUNT = 0, 3, 3
UNSEEN_SHARE = 0.3
PULL = 0.01  # towards slope 0: with few files, an unlucky one must not decide


class Material(Protocol):
    labels: Labels
    trainer: Trainer
    folds: npt.NDArray[np.int64]


@dataclasses.dataclass(frozen=True)
class Calibration:
    """New logit of a tier = slope * its own + level_slope * the level's + its shift."""

    slope: float
    level_slope: float
    shift: Floats

    def mixed(self, heads: Floats) -> Floats:
        """`heads` has the heads as its last axis; without the shift, so it fits weights as well as logits."""
        tiers = heads[..., FIRST_TIER : FIRST_TIER + TIER_COUNT] * self.slope
        tiers = tiers + heads[..., LEVEL : LEVEL + 1] * self.level_slope
        return np.concatenate([heads[..., :FIRST_TIER], tiers], -1).astype(np.float32)

    def logits(self, heads: Floats) -> Floats:
        shift = np.concatenate([np.zeros(FIRST_TIER, np.float32), self.shift])
        return self.mixed(heads) + shift

    def apply(self, model: Linear) -> Linear:
        return Linear(
            bias=self.logits(model.bias),
            counted=self.mixed(model.counted),
            grams=self.mixed(model.grams),
            pieces=self.mixed(model.pieces),
            any_language_bias=self.logits(model.any_language_bias),
            any_language=self.mixed(model.any_language),
        )


def unseen_logits(trainer: Trainer, task: Task, files: npt.NDArray[np.str_]) -> Floats:
    """Of the tiers, for the rows of each file, from heads that saw no row of it or its prompts."""
    logits = np.zeros(task.labels.shape, np.float32)
    for file in np.unique(files):
        mine = files == file
        model = trainer.fit(task.only(~mine & ~np.isin(task.rows, task.rows[mine])), TIERS)
        logits[mine] = trainer.logits(model, task.rows[mine])
    return logits


def fit_slopes(own: Floats, level: Floats, labels: Floats, weights: Floats) -> tuple[float, float]:
    """`own` and `labels` have a column per tier; each tier also has a base rate of its own."""
    seen = ~np.isnan(labels)
    each = seen * weights[:, None]
    known = np.nan_to_num(labels)

    def loss(found: npt.NDArray[np.float64]) -> float:
        scores = found[0] * own + found[1] * level[:, None] + found[2:]
        wrong = (each * (np.logaddexp(0, scores) - known * scores)).sum() / each.sum()
        return float(wrong + PULL * (found[0] ** 2 + found[1] ** 2))

    bounds = [(0, 1), (-1, 0)] + [(-5, 5)] * own.shape[1]
    found = minimize(loss, np.zeros(2 + own.shape[1]), method="L-BFGS-B", bounds=bounds).x
    return float(found[0]), float(found[1])


def calibrate(
    logits: Floats, task: Task, material: Material, left_out: int | None
) -> tuple[Calibration, Floats]:
    """The calibration, and the logits it was fitted to: of rows whose file was unseen."""
    files = material.labels.tier_files()
    unseen = unseen_logits(material.trainer, task, files)
    kept = material.folds[task.rows] != left_out
    rows_of_file = {file: np.sum(kept & (files == file)) for file in np.unique(files[kept])}
    weights = np.array([1 / rows_of_file[file] for file in files[kept]], np.float32)
    heads = logits[task.rows[kept]]
    level = heads[:, LEVEL] - heads[:, LEVEL].mean()
    slope, level_slope = fit_slopes(unseen[kept], level, task.labels[kept], weights)
    slope = 1 - UNSEEN_SHARE + UNSEEN_SHARE * slope
    level_slope *= UNSEEN_SHARE
    # What is usual stays as it is.
    usual = np.average(heads, 0, task.weights[kept])
    shift = usual[FIRST_TIER : FIRST_TIER + TIER_COUNT] * (1 - slope) - level_slope * usual[LEVEL]
    return Calibration(slope, level_slope, shift.astype(np.float32)), unseen


def error_of(logits: Floats, labels: Floats, bins: int = 10) -> float:
    """Expected calibration error: how far chances are from shares, over bins of equal size."""
    order = np.argsort(logits)
    parts = zip(np.array_split(chance(logits[order]), bins), np.array_split(labels[order], bins), strict=True)
    return float(np.mean([abs(said.mean() - was.mean()) for said, was in parts]))
