"""Writes the phrases that the gateway deletes by rule, and the words that its model may delete.

Both come from the templates that are trained on, never from the held-out ones, so that a test in unknown
phrases stays one. A line is a kind, a tab and a value; src/optimizer/phrase_file.hpp describes and reads it:

    opening<TAB>template    where a phrase may be deleted: opening, closing, between_sentences, restatement,
                            before_imperative, before_question, before_any or clause_at_end
    word<TAB>w              a word that occurs in filler; others are never deleted
    alone<TAB>w             a word that may be deleted also when both its neighbours stay

Adverbs between words and redundant pairs are no rules, because whether they may go depends on the sentence,
which is what the model is for; their words count for the vocabulary.

usage: python -m train.optimizer.phrases [FILE]
"""

import itertools
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from train.optimizer import templates
from train.optimizer.templates import Templates

FILE = Path("weights") / "optimizer_phrases.txt"
PLACES = (
    "opening",
    "closing",
    "between_sentences",
    "restatement",
    "before_imperative",
    "before_question",
    "before_any",
    "clause_at_end",
)
# Words that ask for nothing and change no meaning wherever they stand. A closed list: many words of the
# vocabulary ("of", "out", "just") are filler in a run of filler only, others say how ("explain simply").
ALONE = frozenset(
    {
        "please",
        "also",
        "exactly",
        "kindly",
        "pls",
        "plz",
        "thanks",
        "thx",
        "cheers",
        "hi",
        "hello",
        "hey",
        "hiya",
        "howdy",
        "greetings",
        "basically",
        "essentially",
        "actually",
        "really",
        "honestly",
        "obviously",
        "frankly",
        "truly",
        "sincerely",
        "genuinely",
        "admittedly",
        "evidently",
        "presumably",
        "apparently",
        "anyway",
        "anyways",
        "btw",
        "okay",
        "ok",
        "alright",
        "um",
        "uh",
        "er",
        "hmm",
        "haha",
        "lol",
        "very",
        "quite",
        "totally",
        "absolutely",
        "definitely",
        "certainly",
        "surely",
        "somehow",
        "kinda",
        "sorta",
        "tbh",
        "imo",
        "imho",
        "fyi",
    }
)
CURLY_APOSTROPHE = "\u2019"
HEAD = "# Written by train.optimizer.phrases from the templates that are trained on."
OUTER = re.compile(r"^[^\w']+|[^\w]+$")
EXPANSIONS_MAX = 20_000


def expansions(template: str) -> Iterator[str]:
    """All texts that the template stands for, some of them more than once."""
    found = templates.GROUP.search(template)
    if found is None:
        yield template
        return
    for choice in found.group(1).split("|"):
        yield from expansions(template[: found.start()] + choice + template[found.end() :])


def normal_form(word: str) -> str:
    """A word as src/optimizer/reading.hpp compares it."""
    return OUTER.sub("", word.lower().replace(CURLY_APOSTROPHE, "'"))


def words_in(text: str) -> Iterator[str]:
    """A part of a word that stands alone in a template, such as 'd, belongs to the word before it."""
    joined = re.sub(r"(?<=\w)\s+(?='[a-z])", "", text)
    return (form for word in joined.split() if (form := normal_form(word)))


def filler_texts(known: Templates) -> Iterator[str]:
    for pool in templates.FILLER_POOLS:
        for template in known.pools[pool]:
            yield from itertools.islice(expansions(template), EXPANSIONS_MAX)
    bracketed = [text for _, text in known.redundant] + known.kept_sentences
    for template in bracketed:
        for text in itertools.islice(expansions(template), EXPANSIONS_MAX):
            yield from re.findall(r"\[([^\]]*)\]", text)


def vocabulary(known: Templates) -> set[str]:
    return {word for text in filler_texts(known) for word in words_in(text)}


def lines(known: Templates) -> Iterable[str]:
    yield HEAD
    for place in PLACES:
        yield from (f"{place}\t{template.strip()}" for template in known.pools[place])
    words = vocabulary(known)
    yield from (f"word\t{word}" for word in sorted(words))
    yield from (f"alone\t{word}" for word in sorted(words & ALONE))


def main(arguments: list[str]) -> None:
    file = Path(arguments[0]) if arguments else FILE
    file.write_text("\n".join(lines(templates.load(held_out=False))) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
