"""The stream of training examples: what share is verbose, and what teaches that most of it must stay.

Example number n of a seed is always the same one, so a run that was interrupted goes on with the data that
it would have seen. Reference for the shares: more than a third of the pairs are left as they are, because
prompts of real traffic hold little to delete and a shortener that has not seen that deletes content.
"""

import random
from pathlib import Path

from train.optimizer import base_filler, base_prompts, templates
from train.optimizer.base_prompts import COURTESY, MATHEMATICS, BasePrompt
from train.optimizer.verbosity import Verbosity, Word

VERBOSE_SHARE = 0.60
SUBJECT_MATTER_SHARE = 0.12  # the rest are bases as they are


class Pairs:
    def __init__(
        self, data_folder: Path, held_out_bases: bool = False, held_out_templates: bool = False
    ) -> None:
        bases = base_prompts.load(data_folder)
        self.bases = {source: sides[held_out_bases] for source, sides in bases.items()}
        self.sources = list(base_prompts.SOURCES)
        self.weights = list(base_prompts.SOURCES.values())
        self.verbosity = Verbosity(0, templates.load(held_out_templates))

    def base(self, rng: random.Random) -> BasePrompt:
        return rng.choice(self.bases[rng.choices(self.sources, self.weights)[0]])

    def example(self, seed: int, number: int) -> list[Word]:
        rng = random.Random(f"{seed}/{number}")
        self.verbosity.rng = rng
        kind = rng.random()
        if kind < SUBJECT_MATTER_SHARE and self.verbosity.templates.subject_matter:
            return self.verbosity.subject_matter()
        while True:
            base = self.base(rng)
            if not has_unlabelled_courtesy(base.text):
                break
        if kind < 1 - VERBOSE_SHARE or base.source in MATHEMATICS:
            return self.verbosity.plain(base.text)
        return self.verbosity.verbose(base.text)


def has_unlabelled_courtesy(text: str) -> bool:
    """Whether words that are mostly filler stand where nobody can say automatically if they are."""
    words, keep = base_filler.words_and_keep(text)
    return bool(COURTESY.search(" ".join(word for word, stays in zip(words, keep, strict=True) if stays)))
