"""Ten thousand prompts in which deleting would do harm, each wrapped in courtesies that tempt to delete.

Kinds take turns, so each has its share; number n of a seed is always the same prompt. What was added is
known, so a negation or a modal that goes with its courtesy ("if you don't mind") is told from one that
matters.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass

from eval.shortening_guard_languages import LANGUAGES
from eval.shortening_guard_material import MATERIAL, filled
from eval.shortening_words import split_words
from train.optimizer import templates

COUNT = 10_000
SEED = 2026
WRAPPED_SHARE = 0.85  # the others come bare
TWO_KINDS_SHARE = 0.35

OWN_OPENINGS = (
    "Hi there, I hope you don't mind me asking.",
    "Hello! Sorry, I know you must be busy.",
    "So basically, I was just wondering if you could help me out here.",
    "If it's not too much trouble, and only if you can:",
    "I can't believe I have to ask this, but",
    "Would you be so kind and have a look?",
    "hey so um i was thinking",
    "Good day, I would be more than grateful for an answer.",
)
OWN_CLOSINGS = (
    "Thank you so much in advance, you really are the best!",
    "No rush at all, whenever you can.",
    "I couldn't do it without you, thanks!",
    "If you could do that for me, that would be great.",
    "thx a lot",
    "Please and thank you, that is all.",
    "Sorry again for not being clearer.",
)
Segment = tuple[str, bool]  # and whether every word of it matters


@dataclass(frozen=True)
class GuardPrompt:
    kind: str
    text: str
    keep: tuple[bool, ...]  # per word
    foreign: bool
    begins: frozenset[int] = frozenset()  # words that begin a sentence of their own


@dataclass(frozen=True)
class Courtesies:
    openings: tuple[str, ...]
    frames: tuple[str, ...]  # in front of a request
    closings: tuple[str, ...]

    @classmethod
    def of_all_templates(cls) -> Courtesies:
        """Those that were trained on and those that were not: here the more is deleted the better."""
        sides = [templates.load(held_out) for held_out in (False, True)]

        def pooled(*names: str) -> tuple[str, ...]:
            return tuple(line for side in sides for name in names for line in side.pools[name])

        return cls(
            OWN_OPENINGS + pooled("opening"),
            pooled("before_any", "before_imperative", "before_question"),
            OWN_CLOSINGS + pooled("closing", "restatement"),
        )


def courtesy(pool: tuple[str, ...], rng: random.Random) -> Segment:
    return templates.expand(rng.choice(pool), rng), False


def wrapped(body: list[Segment], courtesies: Courtesies, rng: random.Random) -> list[Segment]:
    before = [courtesy(courtesies.openings, rng) for _ in range(rng.randrange(3))]
    if rng.random() < 0.4:
        before.append(courtesy(courtesies.frames, rng))
    after = [courtesy(courtesies.closings, rng) for _ in range(rng.randrange(3))]
    return before + body + after


def joined(segments: list[Segment], kind: str, foreign: bool) -> GuardPrompt:
    """Text of more than one line stands on lines of its own, so that fences stay fences."""
    text, keep, begins = "", [], set()
    for segment, stays in segments:
        apart = "\n" in segment or text.endswith(("```", "~~~")) or "\n" in text[-80:]
        text += ("\n" if apart else " ") * bool(text) + segment
        begins.add(len(keep))
        keep += [stays] * len(split_words(segment))
    return GuardPrompt(kind, text, tuple(keep), foreign, frozenset(begins))


def kinds() -> list[str]:
    return [*MATERIAL, *LANGUAGES]


def sentence(kind: str, rng: random.Random) -> Segment:
    return filled(rng.choice(MATERIAL.get(kind) or LANGUAGES[kind]), rng), True


def guard_prompt(kind: str, courtesies: Courtesies, rng: random.Random) -> GuardPrompt:
    body = [sentence(kind, rng)]
    foreign = kind in LANGUAGES
    if rng.random() < TWO_KINDS_SHARE:
        body.append(sentence(kind if foreign else rng.choice(list(MATERIAL)), rng))
    segments = wrapped(body, courtesies, rng) if rng.random() < WRAPPED_SHARE else body
    return joined(segments, kind, foreign)


def guard_prompts(count: int = COUNT, seed: int = SEED) -> Iterator[GuardPrompt]:
    """All different."""
    courtesies = Courtesies.of_all_templates()
    names, seen = kinds(), set()
    for place in itertools.count():
        if len(seen) == count:
            return
        prompt = guard_prompt(names[place % len(names)], courtesies, random.Random(f"{seed}/{place}"))
        if prompt.text not in seen:
            seen.add(prompt.text)
            yield prompt
