"""Vectors of word pieces from a small sentence embedding model: each piece alone through the transformer.

Only numpy: reads `model.safetensors` and `vocab.txt` of all-MiniLM-L6-v2. The vectors are used in training
alone; what ships is their product with each head's weights, one number per piece and head.
"""

import json
import os
import pathlib
import struct
import subprocess

import numpy as np
import numpy.typing as npt
from scipy.special import erf

Floats = npt.NDArray[np.float32]
TYPES = {"F32": np.float32, "F16": np.float16, "I64": np.int64}
PIECES_AT_ONCE = 1024
BEGIN, END = "[CLS]", "[SEP]"


def read_tensors(path: pathlib.Path) -> dict[str, npt.NDArray]:
    raw = path.read_bytes()
    (size,) = struct.unpack("<Q", raw[:8])
    tensors = {}
    for name, entry in json.loads(raw[8 : 8 + size]).items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        kind = np.dtype(TYPES[entry["dtype"]])
        count = (end - begin) // kind.itemsize
        tensors[name.removeprefix("bert.")] = np.frombuffer(raw, kind, count, 8 + size + begin).reshape(
            entry["shape"]
        )
    return tensors


class Encoder:
    """The forward pass of a BERT encoder for sequences of equal length."""

    def __init__(self, folder: pathlib.Path) -> None:
        settings = json.loads((folder / "config.json").read_text())
        self.tensors = read_tensors(folder / "model.safetensors")
        self.heads: int = settings["num_attention_heads"]
        self.layers: int = settings["num_hidden_layers"]
        self.epsilon: float = settings["layer_norm_eps"]

    def linear(self, name: str, rows: Floats) -> Floats:
        return rows @ self.tensors[f"{name}.weight"].T + self.tensors[f"{name}.bias"]

    def norm(self, name: str, rows: Floats) -> Floats:
        rows = rows - rows.mean(-1, keepdims=True)
        rows = rows / np.sqrt((rows * rows).mean(-1, keepdims=True) + np.float32(self.epsilon))
        return rows * self.tensors[f"{name}.weight"] + self.tensors[f"{name}.bias"]

    def attention(self, name: str, rows: Floats) -> Floats:
        batch, length, width = rows.shape
        shape = (batch, length, self.heads, width // self.heads)
        query, key, value = (
            self.linear(f"{name}.self.{part}", rows).reshape(shape).transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(np.sqrt(width // self.heads))
        shares = np.exp(scores - scores.max(-1, keepdims=True))
        shares /= shares.sum(-1, keepdims=True)
        mixed = (shares @ value).transpose(0, 2, 1, 3).reshape(batch, length, width)
        return self.norm(f"{name}.output.LayerNorm", self.linear(f"{name}.output.dense", mixed) + rows)

    def layer(self, name: str, rows: Floats) -> Floats:
        rows = self.attention(f"{name}.attention", rows)
        inner = self.linear(f"{name}.intermediate.dense", rows)
        inner = np.float32(0.5) * inner * (1 + erf(inner * np.float32(np.sqrt(0.5))))
        return self.norm(f"{name}.output.LayerNorm", self.linear(f"{name}.output.dense", inner) + rows)

    def encode(self, ids: npt.NDArray[np.int64]) -> Floats:
        """Mean over the sequence, of length 1; one row per row of `ids`."""
        rows = (
            self.tensors["embeddings.word_embeddings.weight"][ids]
            + self.tensors["embeddings.position_embeddings.weight"][: ids.shape[1]]
            + self.tensors["embeddings.token_type_embeddings.weight"][0]
        )
        rows = self.norm("embeddings.LayerNorm", rows).astype(np.float32)
        for index in range(self.layers):
            rows = self.layer(f"encoder.layer.{index}", rows)
        mean = rows.mean(1)
        return (mean / np.linalg.norm(mean, axis=1, keepdims=True)).astype(np.float32)


def distil(folder: pathlib.Path) -> Floats:
    """One centred vector per line of vocab.txt."""
    pieces = (folder / "vocab.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    place = {piece: index for index, piece in enumerate(pieces)}
    encoder = Encoder(folder)
    parts = []
    for begin in range(0, len(pieces), PIECES_AT_ONCE):
        ids = np.arange(begin, min(begin + PIECES_AT_ONCE, len(pieces)))
        sequence = np.stack([np.full(len(ids), place[BEGIN]), ids, np.full(len(ids), place[END])], 1)
        parts.append(encoder.encode(sequence))
    vectors = np.concatenate(parts)
    return vectors - vectors.mean(0)


def model_folder() -> pathlib.Path:
    """Of the pinned model; downloads it once into the cache outside the tree."""
    script = pathlib.Path(__file__).resolve().parents[1] / "tools" / "setup" / "token_model.sh"
    return pathlib.Path(subprocess.run([script], check=True, capture_output=True, text=True).stdout.strip())


def vectors_of(folder: pathlib.Path) -> Floats:
    """As distil(), which takes a minute, but kept beside the model."""
    kept = folder / "piece_vectors.npy"
    if not kept.exists():
        fresh = folder / f"piece_vectors.{os.getpid()}.npy"
        np.save(fresh, distil(folder))
        fresh.replace(kept)
    return np.load(kept)
