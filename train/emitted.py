"""Features as the C++ scorer computes them, from its development tool; there is no second implementation.

`greeninfer_features` (built by `ninja greeninfer_features`) reads texts and prints what the scorer sees in
them.
GREENINFER_FEATURES names the program where it is not in build/release.
"""

import dataclasses
import os
import pathlib
import struct
import subprocess
import tempfile
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import scipy.sparse as sparse

ROOT = pathlib.Path(__file__).resolve().parents[1]
DEVIATIONS_MAX = 4.0

Floats = npt.NDArray[np.float32]
Keys = npt.NDArray[np.uint32]


@dataclasses.dataclass(frozen=True)
class Emitted:
    """One row per text. `pieces` are shares: the places of a text's pieces sum to 1."""

    counted: Floats
    english_share: Floats
    grams: sparse.csr_matrix
    pieces: sparse.csr_matrix

    def take(self, rows: npt.NDArray[np.int64]) -> "Emitted":
        return Emitted(self.counted[rows], self.english_share[rows], self.grams[rows], self.pieces[rows])


def program() -> str:
    default = ROOT / "build" / "release" / "src" / "scorer" / "greeninfer_features"
    return os.environ.get("GREENINFER_FEATURES", str(default))


def feature_names() -> list[tuple[str, bool]]:
    """Name, and whether it means the same in every language."""
    lines = subprocess.run([program(), "names"], check=True, capture_output=True, text=True).stdout.split(
        "\n"
    )
    return [(line.split()[0], line.split()[1] == "1") for line in lines if line]


def vocabulary_keys(vocabulary: pathlib.Path) -> Keys:
    answer = subprocess.run(
        [program(), "vocabulary"], input=vocabulary.read_bytes(), check=True, capture_output=True
    )
    return np.frombuffer(answer.stdout, "<u4")


def emit(texts: Sequence[str], keys: Keys, gram_bits: int) -> Emitted:
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    given = b"".join(struct.pack("<I", len(text)) + text for text in encoded)
    with tempfile.NamedTemporaryFile() as file:
        file.write(keys.astype("<u4").tobytes())
        file.flush()
        command = [program(), "features", file.name, str(gram_bits)]
        answer = subprocess.run(command, input=given, check=True, capture_output=True).stdout
    return parse(answer, len(texts), len(feature_names()), gram_bits, len(keys))


def parse(answer: bytes, count: int, features: int, gram_bits: int, piece_count: int) -> Emitted:
    counted = np.zeros((count, features), np.float32)
    english = np.zeros(count, np.float32)
    buckets, values, gram_begins = [], [], [0]
    pieces, shares, piece_begins = [], [], [0]
    at = 0
    for row in range(count):
        gram_count, row_pieces = struct.unpack_from("<II", answer, at)
        english[row] = struct.unpack_from("<f", answer, at + 8)[0]
        at += 12
        counted[row] = np.frombuffer(answer, "<f4", features, at)
        at += 4 * features
        buckets.append(np.frombuffer(answer, "<u4", gram_count, at))
        values.append(np.frombuffer(answer, "<f4", gram_count, at + 4 * gram_count))
        at += 8 * gram_count
        pieces.append(np.frombuffer(answer, "<u2", row_pieces, at))
        shares.append(np.full(row_pieces, 1 / max(1, row_pieces), np.float32))
        at += 2 * row_pieces
        gram_begins.append(gram_begins[-1] + gram_count)
        piece_begins.append(piece_begins[-1] + row_pieces)
    if at != len(answer):
        raise ValueError(f"the feature program answered {len(answer)} bytes, {at} were expected")
    grams = matrix(values, buckets, gram_begins, (count, 1 << gram_bits))
    return Emitted(counted, english, grams, matrix(shares, pieces, piece_begins, (count, piece_count)))


def matrix(values: list, columns: list, begins: list[int], shape: tuple[int, int]) -> sparse.csr_matrix:
    made = sparse.csr_matrix(
        (np.concatenate(values), np.concatenate(columns).astype(np.int32), np.array(begins, np.int64)), shape
    )
    made.sum_duplicates()
    return made


@dataclasses.dataclass(frozen=True)
class Scale:
    """Brings counted features to standard deviations from the usual, as the scorer does."""

    means: Floats
    inverse_deviations: Floats

    @staticmethod
    def of(counted: Floats) -> "Scale":
        return Scale(counted.mean(0), (1 / (counted.std(0) + 1e-6)).astype(np.float32))

    def apply(self, counted: Floats) -> Floats:
        distance = (counted - self.means) * self.inverse_deviations
        return distance.clip(-DEVIATIONS_MAX, DEVIATIONS_MAX).astype(np.float32)
