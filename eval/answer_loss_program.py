"""A chat model's loss on reference answers, from the program greeninfer_answer_loss."""

from __future__ import annotations

import os
import struct
import subprocess
from collections.abc import Sequence
from pathlib import Path

from eval.data_sets import REPOSITORY

ANSWER_TOKENS_MAX = 64
SECONDS_PER_PAIR = 30.0
MODEL = "SmolLM2-135M-Instruct.Q4_1.gguf"


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


def answer_losses(pairs: Sequence[tuple[str, str]], threads: int = 1) -> list[float]:
    """Nats per answer token for each prompt and its answer. Equal pairs are read once."""
    asked = list(dict.fromkeys(pairs))
    ran = subprocess.run(
        [str(program()), str(model_file()), str(threads), str(ANSWER_TOKENS_MAX)],
        input=b"".join(framed(prompt) + framed(answer) for prompt, answer in asked),
        capture_output=True,
        timeout=60 + SECONDS_PER_PAIR * len(asked),
    )
    if ran.returncode != 0:
        raise RuntimeError(f"{program()} ended with {ran.returncode}: {ran.stderr.decode()}")
    losses = [float(line.split()[0]) for line in ran.stdout.decode().splitlines()]
    by_pair = dict(zip(asked, losses, strict=True))
    return [by_pair[pair] for pair in pairs]
