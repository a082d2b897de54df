"""Writes scorer weights in the layout that src/scorer/weights_file.hpp describes and reads."""

import dataclasses
import pathlib
import struct

import numpy as np
import numpy.typing as npt

MAGIC = b"GISCORE1"
FORMAT = 1
LANES = 8
HEADS = ("level", "everyday", "hard", "small", "medium", "large")

Floats = npt.NDArray[np.float32]


@dataclasses.dataclass
class Weights:
    """Everything by head is an array with the head as its last axis, in the order of HEADS."""

    feature_revision: int
    gram_bits: int
    knots: Floats
    means: Floats
    inverse_deviations: Floats
    bias: Floats
    counted: Floats
    usual_words: Floats
    any_language_bias: Floats
    any_language: Floats
    piece_keys: npt.NDArray[np.uint32]
    pieces: Floats
    grams: Floats


def checksum(payload: bytes) -> int:
    """FNV-1a, 64 bits."""
    value = 0xCBF29CE484222325
    for byte in payload:
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


def lanes(values: Floats) -> Floats:
    """Fills the last axis up to LANES with zeros."""
    padding = [(0, 0)] * (values.ndim - 1) + [(0, LANES - values.shape[-1])]
    return np.pad(values.astype(np.float32), padding)


def as_bytes(values: Floats) -> tuple[npt.NDArray[np.int8], Floats]:
    """One scale per head: value = byte * scale."""
    scale = np.maximum(np.abs(values).max(0, initial=0), 1e-12) / 127
    return np.rint(lanes(values / scale)).astype(np.int8), lanes(scale)


def as_stored(values: Floats) -> Floats:
    """The values as the program will see them, so that what is measured is what is shipped."""
    stored, scale = as_bytes(values)
    return (stored * scale)[..., : values.shape[-1]].astype(np.float32)


def write(weights: Weights, path: pathlib.Path) -> str:
    """Writes the file and answers its version."""
    pieces, piece_scale = as_bytes(weights.pieces)
    grams, gram_scale = as_bytes(weights.grams)
    features = len(weights.means)
    parts = [
        struct.pack("<4I", weights.gram_bits, features, LANES, len(weights.piece_keys)),
        weights.knots.astype("<f4"),
        weights.means.astype("<f4"),
        weights.inverse_deviations.astype("<f4"),
        lanes(weights.bias),
        lanes(weights.counted),
        lanes(weights.usual_words),
        gram_scale,
        piece_scale,
        lanes(weights.any_language_bias),
        lanes(weights.any_language),
        weights.piece_keys.astype("<u4"),
        pieces,
        grams,
    ]
    payload = b"".join(part if isinstance(part, bytes) else part.tobytes() for part in parts)
    check = checksum(payload)
    path.write_bytes(
        MAGIC + struct.pack("<IIQQ", FORMAT, weights.feature_revision, len(payload), check) + payload
    )
    return f"{FORMAT}-{check:016x}"
