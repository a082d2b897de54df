"""Trains the shortener's T5 in one schedule, from nothing, on the processor. Interrupted, it goes on where
it was.

usage: python -m train.optimizer.train FOLDER [--steps N] [--threads N]

FOLDER gets the vocabulary, the checkpoint and a log of the losses; export.py makes the model file from it.
"""

import argparse
import dataclasses
import functools
import itertools
import json
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path

import torch

from train import routing_data
from train.optimizer import batches, losses, pieces
from train.optimizer.pairs import Pairs
from train.optimizer.t5 import T5, Shape

PEAK_RATE, WARM_UP_STEPS, WEIGHT_DECAY, CLIP = 1.5e-3, 200, 0.01, 1.0
PIECES_PER_BATCH = 2400
POOL_STEPS = 24
SEED = 7


@dataclasses.dataclass
class Run:
    model: T5
    optimiser: torch.optim.Optimizer
    step: int = 0
    processor_s: float = 0.0


def vocabulary_of(folder: Path, pairs: Pairs) -> pieces.Pieces:
    model = folder / "pieces.model"
    if not model.exists():
        texts = [" ".join(word for word, _ in pairs.example(SEED + 1, number)) for number in range(60000)]
        pieces.train(texts, model.with_suffix(""))
    return pieces.Pieces(model)


def stream(pairs: Pairs, vocabulary: pieces.Pieces, from_step: int) -> Iterator[batches.Batch]:
    """Batches by step; the same ones for the same step, so that a resumed run sees what it would have."""
    for pool_number in itertools.count(from_step // POOL_STEPS):
        numbers = itertools.count(pool_number * 1_000_000)
        examples = (batches.example_of(pairs.example(SEED, number), vocabulary) for number in numbers)
        pool = batches.batches(functools.partial(next, examples), PIECES_PER_BATCH)
        random.Random(f"{SEED}/{pool_number}").shuffle(pool)
        yield from pool[max(0, from_step - pool_number * POOL_STEPS) : POOL_STEPS]


def rate_at(step: int, steps: int) -> float:
    if step < WARM_UP_STEPS:
        return PEAK_RATE * (step + 1) / WARM_UP_STEPS
    return PEAK_RATE * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * step / steps)))


def start(folder: Path) -> Run:
    torch.manual_seed(SEED)
    model = T5(Shape())
    rates = {"lr": PEAK_RATE, "weight_decay": WEIGHT_DECAY, "betas": (0.9, 0.98)}
    optimiser = torch.optim.AdamW(model.parameters(), **rates)
    run = Run(model, optimiser)
    checkpoint = folder / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(saved["model"])
        optimiser.load_state_dict(saved["optimiser"])
        run.step, run.processor_s = saved["step"], saved["processor_s"]
    return run


def save(run: Run, folder: Path) -> None:
    new = folder / "checkpoint.new"
    torch.save(
        {
            "model": run.model.state_dict(),
            "optimiser": run.optimiser.state_dict(),
            "step": run.step,
            "processor_s": run.processor_s,
        },
        new,
    )
    new.replace(folder / "checkpoint.pt")


def train_step(run: Run, batch: batches.Batch, steps: int) -> losses.Losses:
    for group in run.optimiser.param_groups:
        group["lr"] = rate_at(run.step, steps)
    lost = losses.losses_of(run.model, batch)
    run.optimiser.zero_grad(set_to_none=True)
    lost.total().backward()
    torch.nn.utils.clip_grad_norm_(run.model.parameters(), CLIP)
    run.optimiser.step()
    run.step += 1
    return lost


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--steps", type=int, default=5000)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    pairs = Pairs(routing_data.folder())
    vocabulary = vocabulary_of(arguments.folder, pairs)
    run = start(arguments.folder)
    began, seen = time.process_time(), 0
    with (arguments.folder / "losses.jsonl").open("a") as log:
        for batch in stream(pairs, vocabulary, run.step):
            if run.step >= arguments.steps:
                break
            lost = train_step(run, batch, arguments.steps)
            seen += int(batch.mask.sum())
            if run.step % 50 == 0:
                spent = time.process_time() - began
                row = {"step": run.step, "pieces_per_s": round(seen / spent)}
                row |= {name: round(float(value.detach()), 4) for name, value in vars(lost).items()}
                log.write(json.dumps({**row, "processor_s": round(run.processor_s + spent)}) + "\n")
                log.flush()
            if run.step % 200 == 0 or run.step == arguments.steps:
                run.processor_s += time.process_time() - began
                began, seen = time.process_time(), 0
                save(run, arguments.folder)


if __name__ == "__main__":
    main()
