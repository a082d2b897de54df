"""Pairs are exact: the words that stay are those of the base, in order, and what was added is marked."""

import pytest

from train.optimizer.base_filler import words_and_keep
from train.optimizer.templates import load
from train.optimizer.verbosity import Verbosity, bracketed

BASES = [
    "Explain the difference between a stack and a queue. Give an example of each.",
    "what is my credit limit",
    "Write a function that never returns None. It must handle 3 cases.",
    "Translate to French: the weather was fine all week",
]


def stays(words: list[tuple[str, bool]]) -> list[str]:
    return [word for word, kept in words if kept]


def is_subsequence(short: list[str], long: list[str]) -> bool:
    rest = iter(long)
    return all(word in rest for word in short)


@pytest.mark.parametrize("held_out", [False, True])
@pytest.mark.parametrize("base", BASES)
def test_the_base_is_what_stays(base: str, held_out: bool) -> None:
    for seed in range(60):
        words = Verbosity(seed, load(held_out)).verbose(base)
        lowered = [word.lower() for word in stays(words)]
        assert is_subsequence([word.lower() for word in base.split()], lowered), words
        assert any(not kept for _, kept in words)


def test_the_same_seed_gives_the_same_pair() -> None:
    templates = load(held_out=False)
    assert Verbosity(5, templates).verbose(BASES[0]) == Verbosity(5, templates).verbose(BASES[0])
    assert Verbosity(5, templates).verbose(BASES[0]) != Verbosity(6, templates).verbose(BASES[0])


def test_nothing_of_a_prompt_about_filler_goes() -> None:
    verbosity = Verbosity(1, load(held_out=False))
    assert all(kept for _ in range(50) for _, kept in verbosity.subject_matter())


def test_brackets_mark_filler_in_instructions_that_stay() -> None:
    assert bracketed("[Please] answer in [just] one word") == [
        ("Please", False),
        ("answer", True),
        ("in", True),
        ("just", False),
        ("one", True),
        ("word", True),
    ]


@pytest.mark.parametrize(
    ("text", "terse"),
    [
        ("could you please explain recursion", "explain recursion"),
        ("hey, can you tell me what a monad is?", "what a monad is?"),
        ("tell me about whales", "tell me about whales"),
        ("tell me a joke", "tell me a joke"),
        ("can i bring a knife on a plane", "can i bring a knife on a plane"),
        ("book a table for two tonight please", "book a table for two tonight"),
    ],
)
def test_the_filler_that_public_prompts_bring_along(text: str, terse: str) -> None:
    words, keep = words_and_keep(text)
    assert " ".join(word for word, kept in zip(words, keep, strict=True) if kept) == terse


def test_added_words_stay_within_their_bound() -> None:
    verbosity = Verbosity(9, load(held_out=False))
    for _ in range(100):
        words = verbosity.verbose(BASES[0])
        assert sum(not kept for _, kept in words) <= 48 + 40  # the last phrase may pass the bound
