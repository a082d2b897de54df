"""A chat model's loss on reference answers, from the program greeninfer_answer_loss.

Losses that were found once are kept in the build folder under the hash of what they belong to, so a second
run asks only about texts that changed, and an interrupted one goes on where it was.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from eval.data_sets import REPOSITORY

ANSWER_TOKENS_MAX = 48
AT_ONCE = 40
SECONDS_PER_PAIR = 30.0
MODEL = "SmolLM2-135M-Instruct.Q4_1.gguf"
KEPT = REPOSITORY / "build" / "answer_losses.json"
Pair = tuple[str, str]  # a prompt and its answer


def program() -> Path:
    default = REPOSITORY / "build/release/eval/answer_loss/greeninfer_answer_loss"
    return Path(os.environ.get("GREENINFER_ANSWER_LOSS", default))


def model_file() -> Path:
    """The rule of tools/setup/cache.sh, or GREENINFER_CHAT_MODEL."""
    if named := os.environ.get("GREENINFER_CHAT_MODEL"):
        return Path(named)
    home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get("GREENINFER_CACHE") or Path(home) / "greeninfer") / "models" / MODEL


def framed(text: str) -> bytes:
    encoded = text.encode()
    return struct.pack("<I", len(encoded)) + encoded


def measured(pairs: Sequence[Pair]) -> list[float]:
    """Nats per answer token. On one thread: on a busy machine two wait for each other."""
    ran = subprocess.run(
        [str(program()), str(model_file()), "1", str(ANSWER_TOKENS_MAX)],
        input=b"".join(framed(prompt) + framed(answer) for prompt, answer in pairs),
        capture_output=True,
        timeout=60 + SECONDS_PER_PAIR * len(pairs),
    )
    losses = [float(line.split()[0]) for line in ran.stdout.decode().splitlines()]
    if ran.returncode != 0 or len(losses) != len(pairs):
        raise RuntimeError(f"{program()} ended with {ran.returncode}: {ran.stderr.decode()}")
    return losses


def key_of(pair: Pair) -> str:
    about = f"{model_file().name} {ANSWER_TOKENS_MAX}".encode() + framed(pair[0]) + framed(pair[1])
    return hashlib.sha256(about).hexdigest()


def parts(pairs: Sequence[Pair]) -> Iterator[Sequence[Pair]]:
    for start in range(0, len(pairs), AT_ONCE):
        yield pairs[start : start + AT_ONCE]


def answer_losses(pairs: Sequence[Pair], kept: Path = KEPT) -> list[float]:
    known: dict[str, float] = json.loads(kept.read_text()) if kept.exists() else {}
    asked = [pair for pair in dict.fromkeys(pairs) if key_of(pair) not in known]
    for part in parts(asked):
        known |= zip(map(key_of, part), measured(part), strict=True)
        new = kept.with_suffix(".new")
        new.write_text(json.dumps(known))
        new.replace(kept)
    return [known[key_of(pair)] for pair in pairs]
