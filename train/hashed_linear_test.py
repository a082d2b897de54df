"""The fits find what is there, also where labels are missing, and no row is judged by a model that saw it."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sparse

from train import hashed_linear as linear
from train.hashed_linear import Blocks, Floats, Recipe

ROWS = 600


def made_up() -> tuple[Blocks, Floats]:
    """Two outputs; the first gram speaks for the first and against the second."""
    random = np.random.default_rng(2)
    grams = (random.random((ROWS, 20)) < 0.3).astype(np.float32)
    counted = random.normal(size=(ROWS, 3)).astype(np.float32)
    labels = np.stack([grams[:, 0], 1 - grams[:, 0]], 1) * 0.8 + 0.1
    beside = sparse.hstack([sparse.csr_matrix(counted * linear.COUNTED_WEIGHT), sparse.csr_matrix(grams)])
    blocks = Blocks(counted, beside.tocsr().astype(np.float32), np.hstack([counted, grams]))
    return blocks, (random.random((ROWS, 2)) < labels).astype(np.float32)


def test_out_of_fold_finds_the_word_that_matters() -> None:
    blocks, labels = made_up()
    logits = linear.out_of_fold(blocks, np.arange(ROWS), labels, np.arange(ROWS) % 5, Recipe(epochs=5))
    speaks = blocks.dense[:, 3] > 0
    assert logits[speaks, 0].mean() > logits[~speaks, 0].mean() + 0.5
    assert logits[speaks, 1].mean() < logits[~speaks, 1].mean() - 0.5


def test_missing_labels_teach_nothing() -> None:
    blocks, labels = made_up()
    labels[:, 1] = np.nan
    labels[0, 1] = 1
    model = linear.fit(blocks, np.arange(ROWS), labels, Recipe())
    assert np.isfinite(model.logits(blocks, np.arange(ROWS))).all()


def test_abilities_are_shared_among_models() -> None:
    blocks, labels = made_up()
    many = np.repeat(labels[:, :1], 6, 1)
    model = linear.fit_sparse(blocks.grams, np.arange(ROWS), many, Recipe(epochs=5, rank=2))
    speaks = blocks.dense[:, 3] > 0
    logits = model.apply(blocks.grams)
    assert logits[speaks, 0].mean() > logits[~speaks, 0].mean()
