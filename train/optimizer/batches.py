"""Examples as tensors: padded batches of nearly equal lengths, with everything that the losses are taken
on."""

import dataclasses
from collections.abc import Callable

import torch
from torch import Tensor

from train.optimizer.pieces import END, PAD, UNKNOWN, Pieces
from train.optimizer.verbosity import Word

SOURCE_PIECES_MAX = 220


@dataclasses.dataclass(frozen=True)
class Example:
    source: list[int]  # pieces of all words, then the end
    first_pieces: list[int]  # places in source, one per word
    deleted: list[bool]  # per word
    target: list[int]  # pieces of the words that go, then the end
    target_places: list[int]  # where each of them stands in source


@dataclasses.dataclass(frozen=True)
class Batch:
    source: Tensor  # [batch, pieces]
    mask: Tensor
    tag: Tensor  # [batch, pieces], 1 deleted, 0 kept, -1 not the first piece of a word
    prefix: Tensor  # [batch, steps], the target moved by one
    target: Tensor  # [batch, steps], PAD behind its end
    places: Tensor  # [batch, steps], where the target piece stands in source
    vocabulary: Tensor  # the pieces of the whole batch, ascending; the softmax is taken over these
    target_in_vocabulary: Tensor


def example_of(words: list[Word], pieces: Pieces) -> Example | None:
    """None where the text is too long, or holds words that the model could not read at run time either."""
    source: list[int] = []
    firsts: list[int] = []
    target: list[int] = []
    places: list[int] = []
    for word, stays in words:
        own = pieces.of(word)
        if UNKNOWN in own or not own:
            return None
        firsts.append(len(source))
        if not stays:
            target += own
            places += range(len(source), len(source) + len(own))
        source += own
    if not source or len(source) >= SOURCE_PIECES_MAX:
        return None
    deleted = [not stays for _, stays in words]
    return Example([*source, END], firsts, deleted, [*target, END], [*places, len(source)])


def padded(rows: list[list[int]], fill: int) -> Tensor:
    width = max(len(row) for row in rows)
    return torch.tensor([row + [fill] * (width - len(row)) for row in rows])


def batch_of(examples: list[Example]) -> Batch:
    source = padded([example.source for example in examples], PAD)
    tag = torch.full(source.shape, -1.0)
    for row, example in enumerate(examples):
        tag[row, example.first_pieces] = torch.tensor(example.deleted, dtype=torch.float)
    target = padded([example.target for example in examples], PAD)
    vocabulary = torch.unique(source)
    return Batch(
        source,
        source != PAD,
        tag,
        padded([[PAD, *example.target[:-1]] for example in examples], PAD),
        target,
        padded([example.target_places for example in examples], 0),
        vocabulary,
        torch.searchsorted(vocabulary, target),
    )


def batches(next_example: Callable[[], Example | None], pieces_per_batch: int, pool: int = 24) -> list[Batch]:
    """About `pool` batches of examples, each batch of like lengths. The caller shuffles them."""
    examples: list[Example] = []
    total = 0
    while total < pool * pieces_per_batch:
        example = next_example()
        if example is not None:
            examples.append(example)
            total += len(example.source)
    examples.sort(key=lambda example: (len(example.source), len(example.target)))
    out: list[Batch] = []
    start = 0
    for end in range(1, len(examples) + 1):
        if end == len(examples) or (end + 1 - start) * len(examples[end].source) > pieces_per_batch:
            out.append(batch_of(examples[start:end]))
            start = end
    return out
