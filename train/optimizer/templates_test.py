"""Templates are well-formed, and the held-out share is what it is said to be."""

import random

import pytest

from train.optimizer import templates
from train.optimizer.templates import FILLER_POOLS, expand, is_held_out, lines, load

ALL_FILES = (*FILLER_POOLS, "redundant", "kept_sentence", "subject_matter")


@pytest.mark.parametrize("name", ALL_FILES)
def test_templates_of_a_file_are_different_and_balanced(name: str) -> None:
    found = lines(name)
    assert len(found) == len(set(found))
    for line in found:
        bare = "" if "`" in line else line  # code may hold anything
        assert bare.count("(") == bare.count(")"), line
        assert ("\t" in line) == (name == "redundant"), line


@pytest.mark.parametrize("name", FILLER_POOLS)
def test_expanding_leaves_no_syntax_behind(name: str) -> None:
    rng = random.Random(3)
    for line in lines(name):
        for _ in range(5):
            text = expand(line, rng)
            assert text.split(), line
            assert not set(text) & set("()|[]"), (line, text)


def test_there_are_a_thousand_and_more_and_nearly_a_third_is_held_out() -> None:
    found = [line for name in ALL_FILES for line in lines(name)]
    held_out = sum(is_held_out(line) for line in found)
    assert len(found) >= 1000
    assert 0.27 <= held_out / len(found) <= 0.33


def test_the_two_sides_share_no_template() -> None:
    known, unknown = load(held_out=False), load(held_out=True)
    for pool in FILLER_POOLS:
        assert unknown.pools[pool], f"{pool} has no held-out template"
        assert not set(known.pools[pool]) & set(unknown.pools[pool])
        assert set(known.pools[pool]) | set(unknown.pools[pool]) == set(templates.lines(pool))
