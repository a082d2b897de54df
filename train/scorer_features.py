"""The scorer's features of any texts, ready for hashed_linear: one call for trainer and proof tables."""

from collections.abc import Sequence

import numpy as np

from train import emitted, token_vectors
from train.emitted import Emitted, Scale
from train.hashed_linear import Blocks, Floats


def scaled_vectors(features: Emitted, vectors: Floats) -> tuple[Floats, Floats]:
    """Vectors in which a text's mean varies by 1 on average, and the mean over all texts."""
    means = np.asarray(features.pieces @ vectors, np.float32)
    size = means.std()
    return (vectors / size).astype(np.float32), (means.mean(0) / size).astype(np.float32)


def blocks_of(texts: Sequence[str], gram_bits: int = 18) -> Blocks:
    """Needs the program greeninfer_features (see emitted.py) and, once, a minute for the word pieces."""
    folder = token_vectors.model_folder()
    keys = emitted.vocabulary_keys(folder / "vocab.txt")
    features = emitted.emit(texts, keys, gram_bits)
    vectors, centre = scaled_vectors(features, token_vectors.vectors_of(folder))
    return Blocks.of(features, Scale.of(features.counted), features.grams, vectors, centre)
