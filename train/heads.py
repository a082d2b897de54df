"""Trains all heads of the scorer, whole or with a fold left out, and makes both parts one linear model."""

import dataclasses

import numpy as np
import numpy.typing as npt

from train import hashed_linear as linear
from train.emitted import Emitted, Scale
from train.hashed_linear import Blocks, Floats, Places, Recipe
from train.head_labels import Labels, Task
from train.scorer_features import scaled_vectors

LEVEL = Recipe(epochs=8, rate=0.05, piece_l2=0.05)
EVERYDAY = Recipe(epochs=3, rate=0.05, piece_l2=0.001)
HARD = Recipe(epochs=4, rate=0.03, piece_l2=0.05)
TIERS = Recipe(epochs=3, rate=0.03, piece_l2=0.1)
RECIPES = {"level": LEVEL, "everyday": EVERYDAY, "hard": HARD, "tiers": TIERS}
ANY_LANGUAGE_L2 = 0.01


@dataclasses.dataclass(frozen=True)
class Linear:
    """Logits = bias + counted @ counted_weights + grams @ gram_weights + pieces @ piece_weights."""

    bias: Floats
    counted: Floats
    grams: Floats
    pieces: Floats
    any_language_bias: Floats
    any_language: Floats

    def scaled(self, slope: Floats, shift: Floats) -> "Linear":
        return Linear(
            self.bias * slope + shift,
            self.counted * slope,
            self.grams * slope,
            self.pieces * slope,
            self.any_language_bias * slope + shift,
            self.any_language * slope,
        )


def side_by_side(heads: list[Linear]) -> Linear:
    names = [field.name for field in dataclasses.fields(Linear)]
    return Linear(**{name: np.concatenate([getattr(head, name) for head in heads], -1) for name in names})


class Trainer:
    def __init__(
        self, emitted: Emitted, scale: Scale, vectors: Floats, any_language: list[bool], folds: Places
    ) -> None:
        self.emitted = emitted
        self.vectors, centre = scaled_vectors(emitted, vectors)
        self.blocks = Blocks.of(emitted, scale, emitted.grams, self.vectors, centre)
        self.centre = centre
        self.any_language = np.array(any_language)
        self.folds = folds

    def fit(self, known: Task, recipe: Recipe) -> Linear:
        model = linear.fit(self.blocks, known.rows, known.labels, recipe, known.weights)
        features = self.blocks.counted.shape[1]
        sparse_weights, dense_weights = model.sparse.weights, model.dense.weights
        counted = (sparse_weights[:features] * linear.COUNTED_WEIGHT + dense_weights[:features]) / 2
        in_vectors = dense_weights[features:] / 2
        any_bias, any_weights = self.fit_any_language(known)
        return Linear(
            bias=(model.sparse.bias + model.dense.bias) / 2 - self.centre @ in_vectors,
            counted=counted,
            grams=sparse_weights[features:] / 2,
            pieces=self.vectors @ in_vectors,
            any_language_bias=any_bias,
            any_language=any_weights,
        )

    def fit_any_language(self, task: Task) -> tuple[Floats, Floats]:
        columns = self.blocks.counted[np.ix_(task.rows, np.flatnonzero(self.any_language))]
        model = linear.fit_dense(columns, task.labels, ANY_LANGUAGE_L2, task.weights)
        weights = np.zeros((len(self.any_language), task.labels.shape[1]), np.float32)
        weights[self.any_language] = model.weights
        return model.bias, weights

    def fit_all(self, tasks: dict[str, Task], left_out: int | None = None) -> Linear:
        """All heads; no text of the fold that is left out teaches any."""
        kept = {name: task.only(self.folds[task.rows] != left_out) for name, task in tasks.items()}
        return side_by_side([self.fit(kept[name], recipe) for name, recipe in RECIPES.items()])

    def logits(self, model: Linear, rows: Places) -> Floats:
        """As the scorer computes them, also for texts that are not English."""
        known = self.emitted.english_share[rows][:, None]
        counted = self.blocks.counted[rows]
        full = counted @ model.counted + self.emitted.grams[rows] @ model.grams
        full += self.emitted.pieces[rows] @ model.pieces + model.bias
        other = counted @ model.any_language + model.any_language_bias
        return (known * full + (1 - known) * other).astype(np.float32)


def all_tasks(labels: Labels) -> dict[str, Task]:
    return {
        "level": labels.level(),
        "everyday": labels.everyday(),
        "hard": labels.hard(),
        "tiers": labels.tiers(),
    }


def out_of_fold_logits(trainer: Trainer, tasks: dict[str, Task], folds: npt.NDArray) -> Floats:
    """Logits of every text from a model that did not see its fold."""
    logits = np.zeros((len(folds), 6), np.float32)
    for fold in np.unique(folds):
        rows = np.flatnonzero(folds == fold)
        logits[rows] = trainer.logits(trainer.fit_all(tasks, int(fold)), rows)
    return logits
