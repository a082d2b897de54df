"""What the shortener has to beat: phrases alone, a stop-word list, and chance at the same rate."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from eval.shortening_program import Shortened, shorten
from eval.shortening_words import WORD, is_stop_word, split_words

SEED = 2026
BLANKS = re.compile(r"[ \t]*")


def without(text: str, deleted: frozenset[int]) -> Shortened:
    """Each word goes with the blanks behind it; lines stay lines."""
    kept, end = "", 0
    for place, word in enumerate(WORD.finditer(text)):
        if place in deleted:
            kept += text[end : word.start()]
            end = word.end() + len(BLANKS.match(text, word.end()).group())
    return Shortened(kept + text[end:], "" if deleted else "nothing_to_delete", deleted)


def filler_rules(texts: Sequence[str]) -> list[Shortened]:
    """The known phrases behind the same guards, without a model."""
    return shorten(texts, "--no-model")


def stop_words(texts: Sequence[str]) -> list[Shortened]:
    return [
        without(text, frozenset(place for place, word in enumerate(split_words(text)) if is_stop_word(word)))
        for text in texts
    ]


def at_random(texts: Sequence[str], rate: float) -> list[Shortened]:
    rng = random.Random(SEED)
    return [
        without(text, frozenset(place for place in range(len(split_words(text))) if rng.random() < rate))
        for text in texts
    ]


def rate_of(texts: Sequence[str], results: Sequence[Shortened]) -> float:
    words = sum(len(split_words(text)) for text in texts)
    return sum(len(result.deleted) for result in results) / max(words, 1)
