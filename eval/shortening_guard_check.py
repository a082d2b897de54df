"""Whether a shortened text lost anything that it must not lose, judged by other means than the shortener's
own.

Nothing here is shared with the guards: other patterns, another language, another author's lists. Codes,
numbers, addresses, quotes and identifiers must be the same before and after wherever they stand; words
such as "not" and "must" where gold keeps them, because "if you don't mind" may go.
"""

# ruff: noqa: RUF001 (curly quotes are meant)
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from eval.shortening_program import Shortened
from eval.shortening_words import WORD, bare, split_words

ANYWHERE: dict[str, re.Pattern[str]] = {
    "number": re.compile(
        r"[$€£]?\d+(?:[.,:/\-]\d+)*(?:\s?(?:%|°C|km|mg|kWh|GB|ms|mph|litres|bar|inches|kg)\b)?"
    ),
    "fenced code": re.compile(r"(?ms)^(`{3,}|~{3,}).*?^\1[ \t]*$"),
    "indented line": re.compile(r"(?m)^(?: {2,}|\t)\S.*$"),
    "inline code": re.compile(r"(?<!`)(`+)(?!`)[^\n]+?(?<!`)\1(?!`)"),
    "address": re.compile(r"\bhttps?://\S+|\S+@\S+\.\w+|(?:\.{0,2}|~|[A-Z]:\\\S*)/[\w./\\-]+"),
    "identifier": re.compile(r"\b\w+(?:_\w+)+|\b[a-z]+[A-Z]\w*|\b\w+::\w+|[@#]\w+|\bv?\d+(?:\.\d+)+\S*"),
    "quotation": re.compile(r'"[^"\n]+"|“[^”\n]+”|(?m:^>.*$)'),
    "tag": re.compile(r"</?\w+>"),
}
NEGATIONS = "not no never none nobody nothing nowhere neither nor without except unless cannot only hardly"
MODALS = "must should shall may might can could would will ought cannot"
COMPARATIVES = "more less fewer least most than better worse before after above below equal"
WHERE_KEPT: dict[str, frozenset[str]] = {
    "negation": frozenset(NEGATIONS.split()),
    "modal": frozenset(MODALS.split()),
    "comparative": frozenset(COMPARATIVES.split()),
}
NOT_CONTRACTED = re.compile(r"n['’]t$")


@dataclass(frozen=True)
class Breach:
    kind: str
    lost: str


def word_kind(word: str) -> str | None:
    plain = bare(word)
    if NOT_CONTRACTED.search(plain):
        return "negation"
    return next((kind for kind, words in WHERE_KEPT.items() if plain in words), None)


def is_name(words: Sequence[str], place: int, begins: bool) -> bool:
    """Capital letters that no beginning of a sentence explains."""
    word = words[place].lstrip("\"'(“‘")
    if re.match(r"[A-Z]{2}", word):
        return True
    behind_stop = begins or bool(re.search(r"[.!?:;…]\W*$", words[place - 1]))
    return word[:1].isupper() and not behind_stop and not re.fullmatch(r"I(['’]\w+)?\W*", word)


def begins_line(text: str) -> list[bool]:
    ends = [0, *(word.end() for word in WORD.finditer(text))]
    gaps = (text[end : word.start()] for end, word in zip(ends, WORD.finditer(text), strict=False))
    return [place == 0 or "\n" in gap for place, gap in enumerate(gaps)]


def differences(kind: str, before: str, after: str) -> Iterator[Breach]:
    found = [Counter(match.group() for match in ANYWHERE[kind].finditer(text)) for text in (before, after)]
    for lost in (found[0] - found[1]).elements():
        yield Breach(kind, lost)
    for made in (found[1] - found[0]).elements():
        yield Breach(f"made {kind}", made)


def misfits(original: str, result: Shortened) -> Iterator[Breach]:
    """What went on must be the original without the words it says it deleted, and nothing else."""
    words = split_words(original)
    kept = [word for place, word in enumerate(words) if place not in result.deleted]
    if split_words(result.text) != kept:
        yield Breach("not the kept words", result.text[:80])
    if not result.deleted and result.text != original:
        yield Breach("changed without deleting", result.text[:80])
    if result.left_alone and result.deleted:
        yield Breach("left alone but shorter", result.left_alone)


def lost_words(
    text: str, keep: Sequence[bool], deleted: frozenset[int], begins: Collection[int]
) -> Iterator[Breach]:
    words, new_line = split_words(text), begins_line(text)
    for place in sorted(deleted):
        if not keep[place]:
            continue
        if kind := word_kind(words[place]):
            yield Breach(kind, words[place])
        elif is_name(words, place, place in begins or new_line[place]):
            yield Breach("name", words[place])


def breaches(
    original: str,
    result: Shortened,
    keep: Sequence[bool] | None = None,
    foreign: bool = False,
    begins: Collection[int] = (),
) -> list[Breach]:
    """Without gold, only what must be the same wherever it stands is looked at.

    `begins` are words that begin a sentence though no stop stands before them.
    """
    found = list(misfits(original, result))
    if not result.deleted:
        return found
    for kind in ANYWHERE:
        found += differences(kind, original, result.text)
    if keep is not None:
        found += lost_words(original, keep, result.deleted, begins)
        if foreign:
            words = split_words(original)
            found += [Breach("foreign word", words[place]) for place in sorted(result.deleted) if keep[place]]
    return found
