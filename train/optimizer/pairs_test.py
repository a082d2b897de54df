"""Examples are numbered: the same number is the same example, and held-out bases never appear in training."""

from pathlib import Path

import pytest

from train import routing_data
from train.optimizer import base_prompts, hand_labels
from train.optimizer.pairs import Pairs


@pytest.fixture(scope="module")
def data() -> Path:
    folder = routing_data.folder()
    if not folder.is_dir():
        pytest.skip(f"the public routing data is not at {folder}")
    return folder


def test_the_same_number_is_the_same_example(data: Path) -> None:
    first, second = Pairs(data), Pairs(data)
    assert [first.example(7, number) for number in (5, 3)] == [second.example(7, number) for number in (5, 3)]
    assert first.example(7, 5) != first.example(8, 5)


def test_a_third_and_more_of_the_examples_has_little_to_delete(data: Path) -> None:
    pairs = Pairs(data)
    examples = [pairs.example(7, number) for number in range(600)]
    untouched = sum(all(kept for _, kept in words) for words in examples) / len(examples)
    assert 0.2 <= untouched <= 0.5
    deleted = sum(not kept for words in examples for _, kept in words)
    assert 0.1 <= deleted / sum(len(words) for words in examples) <= 0.4


def test_no_base_is_on_both_sides_and_none_was_labelled_by_hand(data: Path) -> None:
    labelled = {base_prompts.normalised(prompt.text) for prompt in hand_labels.load(data)}
    assert len(labelled) >= 200
    for source, (trained, held_out) in base_prompts.load(data).items():
        keys = {base_prompts.normalised(base.text) for base in trained}
        others = {base_prompts.normalised(base.text) for base in held_out}
        assert not keys & others, source
        assert not (keys | others) & labelled, source
