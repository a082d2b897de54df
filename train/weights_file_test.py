"""What is written has the sizes that its head says, and int8 loses little."""

from __future__ import annotations

import pathlib
import struct

import numpy as np

from train import weights_file


def made_up() -> weights_file.Weights:
    random = np.random.default_rng(0)
    features, heads = 4, len(weights_file.HEADS)

    def normal(*shape: int) -> weights_file.Floats:
        return random.normal(size=shape).astype(np.float32)

    return weights_file.Weights(
        feature_revision=1,
        gram_bits=6,
        knots=np.linspace(0, 1, 5, dtype=np.float32),
        means=normal(features),
        inverse_deviations=normal(features),
        bias=normal(heads),
        counted=normal(features, heads),
        usual_words=normal(heads),
        any_language_bias=normal(heads),
        any_language=normal(features, heads),
        piece_keys=np.arange(10, dtype=np.uint32),
        pieces=normal(10, heads),
        grams=normal(1 << 6, heads),
    )


def test_the_head_says_what_follows(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "scorer.bin"
    version = weights_file.write(made_up(), path)
    raw = path.read_bytes()
    form, revision, size, check = struct.unpack_from("<IIQQ", raw, 8)
    assert raw[:8] == weights_file.MAGIC
    assert (form, revision, size) == (weights_file.FORMAT, 1, len(raw) - 32)
    assert check == weights_file.checksum(raw[32:])
    assert version == f"{form}-{check:016x}"


def test_bytes_keep_values_within_half_a_step() -> None:
    values = made_up().grams
    stored = weights_file.as_stored(values)
    assert np.abs(stored - values).max() <= np.abs(values).max() / 127 / 2 + 1e-6
