"""From logits to points, as src/scorer/score.cpp does it, and the knots that give the bands their meaning."""

import numpy as np
import numpy.typing as npt

from train.hashed_linear import Floats, chance

POINTS = (0, 15, 40, 70, 100)
EVERYDAY_RAW = 0.03
HARD_WEIGHT = 0.75
HARD_SHIFT = -0.2
KNOT_MAX = 0.98
# Shares of FLASK below 40 and 70 points: its two lifestyle levels, and all but about half of the experts.
SIMPLE_SHARE, MEDIUM_SHARE = 0.383, 0.84
TRIVIAL_SHARE = 0.945  # of everyday requests below 15 points


def raw_scores(logits: Floats) -> Floats:
    level, everyday, hard = logits[:, 0], chance(logits[:, 1]), chance(logits[:, 2])
    return (1 - everyday) * chance(level + HARD_WEIGHT * hard + HARD_SHIFT) + everyday * EVERYDAY_RAW


def knots_of(everyday: Floats, flask: Floats) -> Floats:
    """Trivial | Simple: above nearly all everyday requests; the others are quantiles of FLASK."""
    low, high = np.quantile(flask, (SIMPLE_SHARE, MEDIUM_SHARE))
    knots = np.array([0, np.quantile(everyday, TRIVIAL_SHARE), low, high, KNOT_MAX], np.float32)
    return np.maximum.accumulate(knots) + np.arange(len(knots), dtype=np.float32) * 1e-6


def points(raw: Floats, knots: Floats) -> npt.NDArray[np.float64]:
    return np.interp(raw, knots, POINTS)
