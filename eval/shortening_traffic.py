"""The prompts that the shortener is judged on, by kind of traffic. None of them was trained on.

Generated ones flatter: they hold far more to delete than what people write. So there are also real prompts
with labels made by hand, and real prompts as they come.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from eval.shortening_words import keep_by_place, split_words
from train.optimizer import base_filler, base_prompts, hand_labels, templates
from train.optimizer.pairs import Pairs, has_unlabelled_courtesy
from train.optimizer.verbosity import Verbosity, Word
from train.routing_data import folder, read_file

SEED = 2026
GENERATED = 500
UNSELECTED = {"prompts_arenahard_v2": 334, "flask_difficulty_labels": 333, "prompts_clinc150": 333}
SUBJECT_MATTER = 100
DRAWS_MAX = 100_000

# By the data sets' own categories: the shortener leaves it alone by design, so it is a kind of traffic apart.
MATHEMATICAL = {"math", "physics", "chemistry", "engineering", "gsm8k", "agentverse-mgsm"}

KNOWN, UNKNOWN = "generated, known phrases", "generated, unknown phrases"
TERSE, MATHEMATICS = "generated, terse", "generated, mathematics"
REAL_VERBOSE, REAL_TERSE = "real, something to delete", "real, nothing to delete"
REAL = "real, unselected"


@dataclass(frozen=True)
class GoldPrompt:
    traffic: str
    source: str
    text: str
    keep: tuple[bool, ...] | None  # per word, where somebody knows

    @property
    def words(self) -> list[str]:
        return split_words(self.text)


def of_words(traffic: str, source: str, words: list[Word]) -> GoldPrompt:
    text = " ".join(word for word, _ in words)
    return GoldPrompt(traffic, source, text, tuple(stays for _, stays in words))


def distinct(draw: Callable[[], GoldPrompt], count: int) -> list[GoldPrompt]:
    found: dict[str, GoldPrompt] = {}
    for _ in range(DRAWS_MAX):
        if len(found) == count:
            break
        prompt = draw()
        found.setdefault(prompt.text, prompt)
    return list(found.values())


@cache
def mathematical_prompts() -> frozenset[str]:
    return frozenset(
        row["prompt"]
        for source in base_prompts.SOURCES
        for row in read_file(source, folder())
        if (row.get("category") or "") in MATHEMATICAL
    )


def generated_verbose(traffic: str, held_out_templates: bool, count: int = GENERATED) -> Iterator[GoldPrompt]:
    """Held-out requests with filler in and around them, each request once."""
    pairs = Pairs(folder(), held_out_bases=True, held_out_templates=held_out_templates)
    rng = pairs.verbosity.rng = random.Random(f"{SEED}/{traffic}")
    mathematical, used = mathematical_prompts(), set[str]()
    for _ in range(DRAWS_MAX):
        if len(used) == count:
            break
        base = pairs.base(rng)
        is_wanted = (base.text in mathematical) == (traffic == MATHEMATICS)
        if is_wanted and base.text not in used and not has_unlabelled_courtesy(base.text):
            used.add(base.text)
            yield of_words(traffic, base.source, pairs.verbosity.verbose(base.text))


def generated_terse(count: int = GENERATED, subject_matter: int = SUBJECT_MATTER) -> list[GoldPrompt]:
    """Held-out requests as they are, and requests that are about what elsewhere is filler."""
    pairs = Pairs(folder(), held_out_bases=True)
    rng = random.Random(f"{SEED}/{TERSE}")
    verbosity = Verbosity(0, templates.load(held_out=True))
    verbosity.rng = rng

    def draw_base() -> GoldPrompt:
        while True:
            base = pairs.base(rng)
            _, keep = base_filler.words_and_keep(base.text)
            if all(keep) and not has_unlabelled_courtesy(base.text):
                return GoldPrompt(TERSE, base.source, base.text, (True,) * len(split_words(base.text)))

    def draw_subject() -> GoldPrompt:
        return of_words(TERSE, "about filler", verbosity.subject_matter())

    about = distinct(draw_subject, min(subject_matter, count))
    return about + distinct(draw_base, count - len(about))


def hand_labelled() -> Iterator[GoldPrompt]:
    for prompt in hand_labels.load(folder()):
        traffic = REAL_VERBOSE if prompt.delete else REAL_TERSE
        yield GoldPrompt(traffic, prompt.source, prompt.text, keep_by_place(prompt.text, prompt.delete))


def unselected(counts: dict[str, int] = UNSELECTED) -> Iterator[GoldPrompt]:
    """Real prompts of any length, drawn from those whose hash keeps them out of training."""
    for source, count in counts.items():
        prompts = hand_labels.prompts_by_hash(folder() / f"{source}.jsonl.gz").values()
        texts = sorted({text for text in prompts if base_prompts.is_held_out(text) and text.strip()})
        for text in random.Random(f"{SEED}/{source}").sample(texts, min(count, len(texts))):
            yield GoldPrompt(REAL, source, text, None)


def all_traffic() -> list[GoldPrompt]:
    return [
        *generated_verbose(KNOWN, held_out_templates=False),
        *generated_verbose(UNKNOWN, held_out_templates=True),
        *generated_verbose(MATHEMATICS, held_out_templates=False, count=GENERATED // 2),
        *generated_terse(),
        *hand_labelled(),
        *unselected(),
    ]
