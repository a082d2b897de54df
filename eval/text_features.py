"""Plain features of a prompt for the baselines: hashed words, word pairs and pieces of four bytes.

The gateway's own scorer is not used here on purpose: a baseline that shares its code shares its mistakes.
"""

from __future__ import annotations

import re
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

BITS = 16
CHARS_READ = 4000
WORDS = re.compile(r"\w+|[^\w\s]")
SPREAD = np.uint32(2654435761)


def buckets(keys: NDArray[np.uint32]) -> NDArray[np.uint32]:
    mixed = (keys ^ (keys >> np.uint32(15))) * SPREAD
    return mixed >> np.uint32(32 - BITS)


def bucket_counts(prompt: str) -> tuple[NDArray[np.uint32], NDArray[np.int_]]:
    text = prompt[:CHARS_READ].lower()
    words = np.array([crc32(word.encode()) for word in WORDS.findall(text)], np.uint32)
    pairs = words[:-1] * np.uint32(31) + words[1:]
    coded = np.frombuffer(text.encode(), np.uint8).astype(np.uint32)
    pieces = coded[:-3] | coded[1:-2] << 8 | coded[2:-1] << 16 | coded[3:] << 24
    return np.unique(buckets(np.concatenate([words, pairs, pieces])), return_counts=True)


def hashed(prompts: list[str]) -> csr_matrix:
    """One row per prompt: logarithms of the counts, scaled to length 1."""
    columns, values, ends = [], [], [0]
    for prompt in prompts:
        bucket, count = bucket_counts(prompt)
        weight = np.log1p(count)
        columns.append(bucket)
        values.append((weight / max(float(np.linalg.norm(weight)), 1e-9)).astype(np.float32))
        ends.append(ends[-1] + len(bucket))
    return csr_matrix(
        (np.concatenate(values), np.concatenate(columns).astype(np.int32), np.array(ends)),
        shape=(len(prompts), 1 << BITS),
    )
