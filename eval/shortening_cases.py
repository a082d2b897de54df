"""Writes the worst losses and all breaches as texts to be read, outside the repository.

usage: python -m eval.shortening_cases FILE [--worst N]

The prompts belong to public data sets that are not copied into this project, so FILE must lie elsewhere.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from eval.data_sets import REPOSITORY
from eval.shortening_guard_prompts import guard_prompts
from eval.shortening_guards import found_in, real_prompts
from eval.shortening_measures import worst
from eval.shortening_program import Shortened, shorten
from eval.shortening_traffic import GoldPrompt, all_traffic
from eval.shortening_words import marked, split_words


def lost_in(prompt: GoldPrompt, result: Shortened) -> str:
    keep = prompt.keep or ()
    return " ".join(
        word for place, word in enumerate(prompt.words) if place in result.deleted and not keep[place]
    )


def losses(count: int) -> Iterator[str]:
    prompts = [prompt for prompt in all_traffic() if prompt.keep is not None]
    results = shorten([prompt.text for prompt in prompts])
    for kind in dict.fromkeys(prompt.traffic for prompt in prompts):
        places = [place for place, prompt in enumerate(prompts) if prompt.traffic == kind]
        mine, own = [prompts[place] for place in places], [results[place] for place in places]
        yield f"== {kind}: {len(worst(mine, own))} of {len(mine)} prompts lost a word"
        for place in worst(mine, own)[:count]:
            yield f"[{lost_in(mine[place], own[place])}] {marked(mine[place].text, own[place].deleted)}"


def all_breaches() -> Iterator[str]:
    for name, prompts in (("guard prompts", list(guard_prompts())), ("real prompts", real_prompts())):
        results = shorten([prompt.text for prompt in prompts])
        yield f"== breaches, {name}"
        for prompt, result in zip(prompts, results, strict=True):
            if found := found_in(prompt, result):
                told = ", ".join(f"{breach.kind}: {breach.lost}" for breach in found)
                yield f"[{prompt.kind} | {told}] {marked(prompt.text, result.deleted)}"


def guard_losses(count: int) -> Iterator[str]:
    """Words that matter in the guard prompts and went without being a breach."""
    prompts = list(guard_prompts())
    results = shorten([prompt.text for prompt in prompts])
    lines = []
    for prompt, result in zip(prompts, results, strict=True):
        lost = [
            word
            for place, word in enumerate(split_words(prompt.text))
            if place in result.deleted and prompt.keep[place]
        ]
        if lost:
            lines.append(
                (len(lost), f"[{prompt.kind} | {' '.join(lost)}] {marked(prompt.text, result.deleted)}")
            )
    yield f"== guard prompts: {len(lines)} of {len(prompts)} lost a word that matters"
    yield from (line for _, line in sorted(lines, reverse=True)[: 4 * count])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--worst", type=int, default=25, metavar="N")
    asked = parser.parse_args()
    if asked.file.resolve().is_relative_to(REPOSITORY):
        parser.error("the file must lie outside the repository")
    with asked.file.open("w") as out:
        for source in (losses(asked.worst), all_breaches(), guard_losses(asked.worst)):
            out.writelines(line + "\n" for line in source)


if __name__ == "__main__":
    main()
