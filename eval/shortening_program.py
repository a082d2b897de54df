"""The shortener under judgement: the real program, guards, model and all, over many texts in one run.

`greeninfer shorten` reads JSON lines and says for each text what it deleted, or why it left it alone, and
the CPU time that it took. GREENINFER_OPTIMIZER_MODEL names another model file than the built-in one.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from eval.data_sets import REPOSITORY
from eval.gateway_process import binary
from eval.shortening_words import split_words

SECONDS_PER_TEXT = 2.0  # far above any single text; a run that hangs must end


@dataclass(frozen=True)
class Shortened:
    text: str
    left_alone: str  # why, empty when it was shortened
    deleted: frozenset[int]  # places among the words of the original
    deleted_by_phrases: int = 0
    cpu_us: float = 0.0
    pieces: int = 0
    decoder_steps: int = 0


def read_line(line: str, original: str) -> Shortened:
    told = json.loads(line)
    words = len(split_words(original))
    if told["deleted"] and told["words"] != words:  # what is left alone unread is not counted
        raise ValueError(f"the program counts {told['words']} words where there are {words}")
    return Shortened(
        text=told["text"],
        left_alone=told.get("left_alone") or "",
        deleted=frozenset(told["deleted"]),
        deleted_by_phrases=told["deleted_by_phrases"],
        cpu_us=told["cpu_us"],
        pieces=told["pieces"],
        decoder_steps=told["decoder_steps"],
    )


def command(options: Sequence[str]) -> list[str]:
    model = os.environ.get("GREENINFER_OPTIMIZER_MODEL", "")
    own = ["--model", model] if model and "--no-model" not in options else []
    return [str(binary()), "shorten", *own, *options]


def shorten(texts: Sequence[str], *options: str) -> list[Shortened]:
    return answers_of(command(options), texts)


def greedy_program() -> Path:
    default = REPOSITORY / "build/release/eval/greedy_model/greeninfer_greedy_model"
    return Path(os.environ.get("GREENINFER_GREEDY_MODEL", default))


def shorten_greedily(texts: Sequence[str]) -> list[Shortened]:
    """By the same guards, for a model that marks every word."""
    return answers_of([str(greedy_program())], texts)


def answers_of(program: list[str], texts: Sequence[str]) -> list[Shortened]:
    asked = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    ran = subprocess.run(
        program,
        input=asked.encode(),
        capture_output=True,
        timeout=60 + SECONDS_PER_TEXT * len(texts),
    )
    if ran.returncode != 0:
        raise RuntimeError(f"{' '.join(program)} ended with {ran.returncode}: {ran.stderr.decode()}")
    lines = ran.stdout.decode().splitlines()
    if len(lines) != len(texts):
        raise RuntimeError(f"{len(lines)} answers to {len(texts)} texts: {ran.stderr.decode()}")
    return [read_line(line, text) for line, text in zip(lines, texts, strict=True)]


@cache
def can_shorten() -> bool:
    """Whether the program is built and knows the word."""
    if not binary().exists():
        return False
    return subprocess.run([str(binary()), "shorten", "--help"], capture_output=True).returncode == 0
