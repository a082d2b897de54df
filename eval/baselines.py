"""What a prompt router has to beat: chance, length, the category's mean, near neighbours, and a linear
model.

Each answers for the prompts of a test split, from those of a training split alone, the chance that each
model is right; the router's score is the difference between strong and weak.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags

from eval.data_sets import PromptSet
from eval.text_features import hashed
from train.cascade_fit import sigmoid

Floats = NDArray[np.float64]
Split = tuple[NDArray[np.int_], NDArray[np.int_]]  # rows trained on, rows tried on
NEIGHBOURS = 40
RIDGE = 3e-4  # the best of four on the MMLU pairs, kept for all
STEPS = 50


@dataclass
class Material:
    """A prompt set with its features, made once for all methods."""

    prompts: PromptSet
    features: csr_matrix

    @classmethod
    def of(cls, prompts: PromptSet) -> Material:
        return cls(prompts, hashed(prompts.prompts))


Method = Callable[[Material, Split], Floats]


def in_folds(prompts: PromptSet) -> Iterator[Split]:
    for fold in np.unique(prompts.fold):
        yield np.flatnonzero(prompts.fold != fold), np.flatnonzero(prompts.fold == fold)


def by_category(prompts: PromptSet) -> Iterator[Split]:
    for category in np.unique(prompts.category):
        out = prompts.category == category
        yield np.flatnonzero(~out), np.flatnonzero(out)


def predict(method: Method, material: Material, splits: Iterator[Split]) -> Floats:
    predicted = np.zeros_like(material.prompts.outcome)
    for trained_on, tried_on in splits:
        predicted[tried_on] = method(material, (trained_on, tried_on))
    return predicted


def by_length(material: Material, split: Split) -> Floats:
    """No training: the longer, the sooner to the strong model (the last column)."""
    chars = np.array([len(material.prompts.prompts[row]) for row in split[1]], np.float64)
    return np.outer(chars, np.arange(material.prompts.outcome.shape[1]))


def category_mean(material: Material, split: Split) -> Floats:
    trained_on, tried_on = split
    category, outcome = material.prompts.category, material.prompts.outcome
    overall = outcome[trained_on].mean(axis=0)
    means = {
        name: outcome[trained_on][category[trained_on] == name].mean(axis=0)
        for name in np.unique(category[trained_on])
    }
    return np.array([means.get(category[row], overall) for row in tried_on])


def nearest(material: Material, split: Split) -> Floats:
    trained_on, tried_on = split
    frequency = np.bincount(material.features[trained_on].indices, minlength=material.features.shape[1])
    weighted = material.features @ diags(np.log((1 + len(trained_on)) / (1 + frequency)).astype(np.float32))
    known, asked = unit_rows(weighted[trained_on]), unit_rows(weighted[tried_on])
    outcome = material.prompts.outcome[trained_on]
    answers = []
    for start in range(0, asked.shape[0], 500):
        likeness = (asked[start : start + 500] @ known.T).toarray()
        closest = np.argpartition(-likeness, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]
        answers.append(outcome[closest].mean(axis=1))
    return np.concatenate(answers)


def unit_rows(matrix: csr_matrix) -> csr_matrix:
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return (diags((1 / np.maximum(norms, 1e-9)).astype(np.float32)) @ matrix).tocsr()


def linear(material: Material, split: Split) -> Floats:
    trained_on, tried_on = split
    weights, bias = fit_linear(material.features[trained_on], material.prompts.outcome[trained_on])
    return sigmoid(material.features[tried_on] @ weights + bias)


def fit_linear(features: csr_matrix, right: Floats, ridge: float = RIDGE) -> tuple[Floats, Floats]:
    """Logistic regression, one output per column of `right`, which may be shares of being right."""
    rows, width = features.shape
    outputs = right.shape[1]
    turned = features.T.tocsr()
    mean = right.mean(axis=0).clip(1e-3, 1 - 1e-3)

    def loss_and_slope(flat: Floats) -> tuple[float, Floats]:
        weights, bias = flat[:-outputs].reshape(width, outputs), flat[-outputs:]
        total = features @ weights.astype(np.float32) + bias
        loss = (np.logaddexp(0, total) - right * total).sum() / rows + ridge / 2 * np.square(weights).sum()
        missed = (sigmoid(total) - right) / rows
        slope = turned @ missed.astype(np.float32) + ridge * weights
        return float(loss), np.concatenate([slope.ravel(), missed.sum(axis=0)])

    begin = np.concatenate([np.zeros(width * outputs), np.log(mean / (1 - mean))])
    found = minimize(loss_and_slope, begin, jac=True, method="L-BFGS-B", options={"maxiter": STEPS})
    return found.x[:-outputs].reshape(width, outputs), found.x[-outputs:]
