"""The checker finds each kind of loss, and nothing where only filler went."""

# ruff: noqa: RUF001 (curly quotes are meant)
from __future__ import annotations

import pytest

from eval.shortening_baselines import without
from eval.shortening_guard_check import breaches
from eval.shortening_guard_languages import LANGUAGES
from eval.shortening_guard_material import MATERIAL
from eval.shortening_guard_prompts import GuardPrompt, guard_prompts
from eval.shortening_program import Shortened
from eval.shortening_words import split_words


def kinds_lost(text: str, *words: str, foreign: bool = False) -> set[str]:
    """With every word of the text mattering."""
    places = [place for place, word in enumerate(split_words(text)) if word in words]
    assert len(places) == len(words)
    result = without(text, frozenset(places))
    return {breach.kind for breach in breaches(text, result, (True,) * len(split_words(text)), foreign)}


@pytest.mark.parametrize(
    ("text", "lost", "kind"),
    [
        ("Take 20 mg daily", "20", "number"),
        ("Take 20 mg daily", "mg", "number"),
        ("use zlib 1.2.13 here", "1.2.13", "identifier"),
        ("see https://example.org/a?b=1 first", "https://example.org/a?b=1", "address"),
        ("open ~/notes/a.md now", "~/notes/a.md", "address"),
        ("do not open it", "not", "negation"),
        ("it doesn't open", "doesn't", "negation"),
        ("it doesn’t open", "doesn’t", "negation"),
        ("can it fly", "can", "modal"),
        ("give at least three", "least", "comparative"),
        ("ask Ursula first", "Ursula", "name"),
        ("does NASA know", "NASA", "name"),
        ("call parseHeader twice", "parseHeader", "identifier"),
        ("call get_it twice", "get_it", "identifier"),
        ("tell @kofi that", "@kofi", "identifier"),
        ("what is `a b` here", "b`", "inline code"),
        ('say "thank you" twice', 'you"', "quotation"),
        ("> hello you\nanswer it", "hello", "quotation"),
        ("run\n```\nplease x\n```\n", "please", "fenced code"),
        ("run\n    please x\n", "please", "indented line"),
        ("make <b>it</b> thin", "<b>it</b>", "tag"),
    ],
)
def test_a_loss_is_found(text: str, lost: str, kind: str) -> None:
    assert kind in kinds_lost(text, lost)


def test_any_word_of_another_language() -> None:
    assert kinds_lost("sei bitte still", "bitte", foreign=True) == {"foreign word"}


def test_words_that_merely_soften_are_no_breach() -> None:
    assert kinds_lost("really tell me now", "really") == set()


def test_blanks_in_code_are_code() -> None:
    text = "please run\n```\na   b\n```\n"
    result = Shortened("run\n```\na b\n```\n", "", frozenset({0}))
    assert "fenced code" in {breach.kind for breach in breaches(text, result)}


@pytest.mark.parametrize(
    ("result", "kind"),
    [
        (Shortened("tell us", "", frozenset({0})), "not the kept words"),
        (Shortened("please tell  me", "", frozenset()), "changed without deleting"),
        (Shortened("tell me", "late", frozenset({0})), "left alone but shorter"),
    ],
)
def test_a_text_that_does_not_fit_its_deletions(result: Shortened, kind: str) -> None:
    assert [breach.kind for breach in breaches("please tell me", result)] == [kind]


@pytest.fixture(scope="module")
def prompts() -> list[GuardPrompt]:
    return list(guard_prompts(600))


def test_every_kind_has_its_turn(prompts: list[GuardPrompt]) -> None:
    assert {prompt.kind for prompt in prompts} == {*MATERIAL, *LANGUAGES}
    assert len({prompt.text for prompt in prompts}) == 600
    assert prompts[:50] == list(guard_prompts(50))
    assert len(LANGUAGES) == 12


def test_deleting_just_the_filler_is_no_breach(prompts: list[GuardPrompt]) -> None:
    for prompt in prompts:
        filler = frozenset(place for place, stays in enumerate(prompt.keep) if not stays)
        assert breaches(prompt.text, without(prompt.text, filler), prompt.keep, prompt.foreign) == []


def test_deleting_what_matters_mostly_is(prompts: list[GuardPrompt]) -> None:
    found = 0
    for prompt in prompts:
        content = frozenset(place for place, stays in enumerate(prompt.keep) if stays)
        found += bool(breaches(prompt.text, without(prompt.text, content), prompt.keep, prompt.foreign))
    assert found > 560
