"""Linear models on the scorer's features: one of hashed grams, one of word pieces, and their mean.

Grams win on traffic like the training data, pieces on sources never seen, and the mean of both logits is the
best or close to it on all: it is what the scorer ships and what the proof tables use per pair of models. Both
parts are linear in what the C++ program emits, so the mean is again one linear model.
"""

import ctypes
import dataclasses
import functools
import hashlib
import pathlib
import subprocess
import tempfile

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse
from scipy.optimize import minimize

from train.emitted import Emitted, Scale

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]

COUNTED_WEIGHT = (
    0.1  # counted features beside grams: all grams together have length 1, so these must not drown them
)
LOGIT_MAX = 9.0


def chance(logit: Floats) -> Floats:
    return (1 / (1 + np.exp(-np.clip(logit, -30, 30)))).astype(np.float32)


def logit(probability: Floats) -> Floats:
    inside = np.clip(probability, 1e-4, 1 - 1e-4)
    return np.log(inside / (1 - inside)).astype(np.float32)


@functools.cache
def library() -> ctypes.CDLL:
    source = pathlib.Path(__file__).with_name("adagrad.c")
    name = "greeninfer-adagrad-" + hashlib.sha256(source.read_bytes()).hexdigest()[:12] + ".so"
    built = pathlib.Path(tempfile.gettempdir()) / name
    if not built.exists():
        fresh = built.with_suffix(f".{id(source)}")
        command = [
            "clang-19",
            "-O3",
            "-march=native",
            "-shared",
            "-fPIC",
            "-o",
            str(fresh),
            str(source),
            "-lm",
        ]
        subprocess.run(command, check=True)
        fresh.replace(built)
    return ctypes.CDLL(str(built))


def pointer(values: np.ndarray) -> ctypes.c_void_p:
    assert values.flags["C_CONTIGUOUS"]
    return ctypes.c_void_p(values.ctypes.data)


@dataclasses.dataclass(frozen=True)
class Recipe:
    """How long and how boldly to train. Small sets want more passes."""

    epochs: int = 3
    rate: float = 0.03
    rank: int = 0  # above 0: outputs share that many abilities
    l2: float = 1e-6
    piece_l2: float = 0.1
    seed: int = 1


SMALL_SET = Recipe(epochs=8, rate=0.05, piece_l2=0.05)


@dataclasses.dataclass(frozen=True)
class Sparse:
    """Logits = matrix @ weights @ loadings + bias; loadings are the identity where rank is 0."""

    weights: Floats
    bias: Floats

    def apply(self, matrix: sparse.csr_matrix) -> Floats:
        return (matrix @ self.weights + self.bias).astype(np.float32)


def fit_sparse(
    matrix: sparse.csr_matrix, rows: Places, labels: Floats, recipe: Recipe, row_weights: Floats | None = None
) -> Sparse:
    """`rows` are places in `matrix`, `labels` is rows x outputs with NaN where nothing was observed."""
    labels = np.ascontiguousarray(labels, np.float32)
    outputs, rank = labels.shape[1], recipe.rank
    width = rank or outputs
    weights = np.zeros((matrix.shape[1], width), np.float32)
    mean = np.nanmean(labels, 0).clip(0.02, 0.98)
    bias = np.log(mean / (1 - mean)).astype(np.float32)
    loadings = np.ones((max(rank, 1), outputs), np.float32)
    if rank:
        centred = np.nan_to_num(labels - mean)
        _, _, directions = np.linalg.svd(centred.T @ centred / len(labels))
        loadings = np.ascontiguousarray(directions[:rank] * np.sqrt(outputs), np.float32)
    arrays = [
        matrix.indptr.astype(np.int64),
        matrix.indices.astype(np.int32),
        matrix.data.astype(np.float32),
        np.ascontiguousarray(rows, np.int64),
    ]
    weight_of_row = np.ones(len(rows), np.float32) if row_weights is None else row_weights.astype(np.float32)
    squares = [np.zeros_like(weights), np.ones_like(loadings), np.ones_like(bias)]
    library().train(
        *(pointer(array) for array in arrays),
        ctypes.c_int64(len(rows)),
        pointer(labels),
        pointer(weight_of_row),
        outputs,
        rank,
        *map(pointer, (weights, squares[0], loadings, squares[1], bias, squares[2])),
        recipe.epochs,
        ctypes.c_float(recipe.rate),
        ctypes.c_float(recipe.l2),
        ctypes.c_uint64(recipe.seed),
    )
    return Sparse(weights @ loadings if rank else weights, bias)


@dataclasses.dataclass(frozen=True)
class Dense:
    weights: Floats
    bias: Floats

    def apply(self, matrix: Floats) -> Floats:
        return (matrix @ self.weights + self.bias).astype(np.float32)


def fit_dense(
    matrix: Floats, labels: Floats, l2: float, row_weights: Floats | None = None, iterations: int = 60
) -> Dense:
    """Logistic regression with soft labels (NaN: not observed); l2 holds the weights, not the bias."""
    columns, outputs = matrix.shape[1], labels.shape[1]
    seen = ~np.isnan(labels)
    each = seen.astype(np.float32) if row_weights is None else seen * row_weights[:, None].astype(np.float32)
    each = each / np.maximum(1e-9, each.sum(0))
    known = np.nan_to_num(labels).astype(np.float32)
    mean = (known * each).sum(0).clip(1e-3, 1 - 1e-3)

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        weights = flat[: columns * outputs].reshape(columns, outputs).astype(np.float32)
        scores = matrix @ weights + flat[columns * outputs :].astype(np.float32)
        value = (each * (np.logaddexp(0, scores) - known * scores)).sum() + l2 / 2 * (weights**2).sum()
        slope = each * (chance(scores) - known)
        gradient = np.concatenate([(matrix.T @ slope + l2 * weights).ravel(), slope.sum(0)])
        return float(value), gradient.astype(np.float64)

    start = np.concatenate([np.zeros(columns * outputs), np.log(mean / (1 - mean))])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": iterations, "maxcor": 8}).x
    split = columns * outputs
    return Dense(found[:split].reshape(columns, outputs).astype(np.float32), found[split:].astype(np.float32))


@dataclasses.dataclass(frozen=True)
class Blocks:
    """The features of all texts, once, in the forms the two parts want."""

    counted: Floats  # in standard deviations
    grams: sparse.csr_matrix  # counted * COUNTED_WEIGHT, then grams
    dense: Floats  # counted, then mean piece vectors scaled as one block

    @staticmethod
    def of(
        emitted: Emitted, scale: Scale, grams: sparse.csr_matrix, piece_vectors: Floats, centre: Floats
    ) -> "Blocks":
        counted = scale.apply(emitted.counted)
        beside = sparse.hstack([sparse.csr_matrix(counted * COUNTED_WEIGHT), grams]).tocsr()
        vectors = np.asarray(emitted.pieces @ piece_vectors - centre, np.float32)
        return Blocks(counted, beside.astype(np.float32), np.hstack([counted, vectors]))


@dataclasses.dataclass(frozen=True)
class Mean:
    """The mean of both parts' logits."""

    sparse: Sparse
    dense: Dense

    def logits(self, blocks: Blocks, rows: Places) -> Floats:
        return (self.sparse.apply(blocks.grams[rows]) + self.dense.apply(blocks.dense[rows])) / 2


def fit(
    blocks: Blocks, rows: Places, labels: Floats, recipe: Recipe, row_weights: Floats | None = None
) -> Mean:
    return Mean(
        fit_sparse(blocks.grams, rows, labels, recipe, row_weights),
        fit_dense(blocks.dense[rows], labels, recipe.piece_l2, row_weights),
    )


def out_of_fold(
    blocks: Blocks, rows: Places, labels: Floats, groups: npt.NDArray, recipe: Recipe | None = None
) -> Floats:
    """Logits of every row from a model that saw no row of its group, nor the same prompt in another."""
    logits = np.zeros(labels.shape, np.float32)
    for group in np.unique(groups):
        test = groups == group
        train = ~test & ~np.isin(rows, rows[test])
        model = fit(blocks, rows[train], labels[train], recipe or Recipe())
        logits[test] = model.logits(blocks, rows[test])
    return logits
