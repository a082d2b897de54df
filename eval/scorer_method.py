"""The gateway's own features and training recipe as one more method of the tables, out of fold like the
others.

The features come from the C++ program that the gateway shares them with; only the labels are those of the
pair.
"""

from __future__ import annotations

import dataclasses
from functools import cache

import numpy as np

from eval.baselines import Floats, Material, Split
from eval.data_sets import rows_of
from train.hashed_linear import Blocks, Recipe, chance, fit, fit_sparse
from train.scorer_features import blocks_of

PAIR = Recipe()
ABILITIES = Recipe(epochs=4, rank=4)


@cache
def blocks_of_texts(prompts: tuple[str, ...]) -> Blocks:
    return blocks_of(prompts)


def scorer(material: Material, split: Split) -> Floats:
    trained_on, tried_on = split
    blocks = blocks_of_texts(tuple(material.prompts.prompts))
    labels = material.prompts.outcome[trained_on].astype(np.float32)
    model = fit(blocks, trained_on, labels, PAIR)
    return chance(model.logits(blocks, tried_on)).astype(np.float64)


@dataclasses.dataclass(frozen=True)
class WithAbilities:
    """The same, averaged with a model that learns every model of the file through four shared abilities.

    The more models answered a question, the better it is known how hard it is; what the pair does differently
    is left to the pair's own heads.
    """

    file: str
    models: tuple[str, ...]

    def __call__(self, material: Material, split: Split) -> Floats:
        trained_on, tried_on = split
        blocks = blocks_of_texts(tuple(material.prompts.prompts))
        own = fit(blocks, trained_on, material.prompts.outcome[trained_on].astype(np.float32), PAIR)
        names, labels = outcomes_of_all(self.file, self.models)
        shared = fit_sparse(blocks.grams, trained_on, labels[trained_on], ABILITIES)
        columns = [names.index(model) for model in self.models]
        logits = shared.apply(blocks.grams[tried_on])[:, columns]
        return chance((logits + own.logits(blocks, tried_on)) / 2).astype(np.float64)


@cache
def outcomes_of_all(file: str, models: tuple[str, ...]) -> tuple[list[str], Floats]:
    """Every model's outcomes on the rows that `models` have in common; NaN where a model has none."""
    rows = [row for row in rows_of(file) if all(row["scores"].get(model) is not None for model in models)]
    names = sorted({name for row in rows for name in row["scores"]})
    table = [[row["scores"].get(name) for name in names] for row in rows]
    return names, np.array(table, np.float32)
