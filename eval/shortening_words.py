"""Words as the shortener deletes them, and which of them carry content.

The shortener splits at ASCII white space only, Python's own split at every kind; labels made with the
latter are carried over by their places in the text.
"""

from __future__ import annotations

import re
from collections.abc import Collection

WORD = re.compile(r"[^ \t\n\v\f\r]+")
EDGES = re.compile(r"^\W+|\W+$")

# Function words: what a stop-word list deletes, and what does not count as content.
FUNCTION_WORDS = """
    a about above after again against all also am an and any are as at be because been before being below
    between both but by can could did do does doing down during each few for from further had has have having
    he her here hers herself him himself his how i if in into is it its itself just let like me more most my
    myself no nor not now of off on once only or other our ours ourselves out over own please same shall she
    should so some such than that the their theirs them themselves then there these they this those through to
    too under until up us very was we were what when where which while who whom why will with would you your
    yours yourself
"""
STOP_WORDS = frozenset(FUNCTION_WORDS.split())


def split_words(text: str) -> list[str]:
    return WORD.findall(text)


def bare(word: str) -> str:
    return EDGES.sub("", word).lower()


def is_stop_word(word: str) -> bool:
    """Also words without any letter or digit: a lone dash carries nothing."""
    return (plain := bare(word)) in STOP_WORDS or not plain


def keep_by_place(text: str, deleted: Collection[int]) -> tuple[bool, ...]:
    """For each word of the shortener, whether it stays; `deleted` are places in text.split()."""
    gone = [found.span() for place, found in enumerate(re.finditer(r"\S+", text)) if place in deleted]
    starts = {start for start, _ in gone}
    return tuple(found.start() not in starts for found in WORD.finditer(text))


def marked(text: str, deleted: Collection[int]) -> str:
    """The text for reading, on one line, with a tilde in front of each word that went."""
    return " ".join(("~" if place in deleted else "") + word for place, word in enumerate(split_words(text)))
