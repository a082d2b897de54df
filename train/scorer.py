"""Trains the scorer's weights and says what they are worth; `train/run.sh` does all it takes.

Everything comes from the public routing data (GREENINFER_DATA or ../shared/data). With --leave-out the
weights have seen no prompt of that fold, so that a gateway that runs with them can be judged on it.
"""

import argparse
import dataclasses
import json
import pathlib
import sys

import numpy as np
import numpy.typing as npt

from train import (
    emitted,
    head_labels,
    heads,
    measures,
    restyled,
    routing_data,
    score_points,
    token_vectors,
    weights_file,
)
from train.calibration import calibrate
from train.emitted import Emitted, Keys, Scale
from train.hashed_linear import Floats, Places
from train.head_labels import Labels
from train.heads import Linear, Trainer
from train.routing_data import Data

ROOT = pathlib.Path(__file__).resolve().parents[1]
GRAM_BITS = 16
FEATURE_REVISION = 1
# The traffic that "usual" means: what features are centred on, and what reasons compare with.
TRAFFIC = {
    "prompts_clinc150": 0.30,
    "flask_difficulty_labels": 0.25,
    "ulab_llmrouter": 0.20,
    "zeroeval_gsm": 0.10,
    "mmlu_pro": 0.10,
    "prompts_arenahard_v2": 0.05,
}
TRAFFIC_ROWS = 6000


@dataclasses.dataclass(frozen=True)
class Material:
    data: Data
    labels: Labels
    folds: npt.NDArray[np.int64]  # of every text, copies included
    features: Emitted
    keys: Keys
    usual: Places
    scale: Scale
    trainer: Trainer


def prepare() -> Material:
    data = routing_data.load()
    copies = restyled.copies(data)
    folds = np.array(data.folds + [data.folds[copy.source] for copy in copies])
    folder = token_vectors.model_folder()
    keys = emitted.vocabulary_keys(folder / "vocab.txt")
    features = emitted.emit(data.prompts + [copy.text for copy in copies], keys, GRAM_BITS)
    usual = traffic(data)
    scale = Scale.of(features.counted[usual])
    any_language = [fits for _, fits in emitted.feature_names()]
    trainer = Trainer(features, scale, token_vectors.vectors_of(folder), any_language, folds)
    return Material(data, Labels(data, copies), folds, features, keys, usual, scale, trainer)


def traffic(data: Data) -> Places:
    random = np.random.default_rng(0)
    parts = [
        random.choice(sorted({row.prompt for row in data.rows[file]}), int(TRAFFIC_ROWS * share))
        for file, share in TRAFFIC.items()
    ]
    return np.concatenate(parts)


def knots_of(material: Material, logits: Floats, left_out: int | None) -> Floats:
    raw = score_points.raw_scores(logits)
    flask, _ = material.labels.flask()
    trivial = material.labels.prompts("prompts_clinc150")
    kept_flask, kept_trivial = (material.folds[rows] != left_out for rows in (flask, trivial))
    return score_points.knots_of(raw[trivial[kept_trivial]], raw[flask[kept_flask]])


def stored(model: Linear) -> Linear:
    return dataclasses.replace(
        model, grams=weights_file.as_stored(model.grams), pieces=weights_file.as_stored(model.pieces)
    )


def write(material: Material, model: Linear, knots: Floats, path: pathlib.Path) -> str:
    usual = material.features.grams[material.usual] @ model.grams
    usual = np.asarray(usual + material.features.pieces[material.usual] @ model.pieces).mean(0)
    weights = weights_file.Weights(
        feature_revision=FEATURE_REVISION,
        gram_bits=GRAM_BITS,
        knots=knots,
        means=material.scale.means,
        inverse_deviations=material.scale.inverse_deviations,
        bias=model.bias + usual,
        counted=model.counted,
        usual_words=usual,
        any_language_bias=model.any_language_bias,
        any_language=model.any_language,
        piece_keys=material.keys,
        pieces=model.pieces,
        grams=model.grams,
    )
    return weights_file.write(weights, path)


def out_of_fold_logits(material: Material, tasks: dict[str, head_labels.Task]) -> Floats:
    """Of every text, from heads that did not see its fold."""
    logits = np.zeros((len(material.folds), len(weights_file.HEADS)), np.float32)
    for fold in range(routing_data.FOLDS):
        rows = np.flatnonzero(material.folds == fold)
        model = stored(material.trainer.fit_all(tasks, fold))
        logits[rows] = material.trainer.logits(model, rows)
        print(f"fold {fold} done", file=sys.stderr, flush=True)
    return logits


def main() -> None:
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument(
        "--leave-out", type=int, choices=range(routing_data.FOLDS), help="the fold to leave out"
    )
    words.add_argument("--output", type=pathlib.Path, default=ROOT / "weights" / "scorer.bin")
    words.add_argument("--known", type=pathlib.Path, help="out-of-fold logits kept from an earlier run")
    given = words.parse_args()

    material = prepare()
    tasks = heads.all_tasks(material.labels)
    if given.known and given.known.exists():
        logits = np.load(given.known)
    else:
        logits = out_of_fold_logits(material, tasks)
        if given.known:
            np.save(given.known, logits)
    calibration, unseen = calibrate(logits, tasks["tiers"], material, given.leave_out)
    knots = knots_of(material, logits, given.leave_out)
    model = stored(calibration.apply(material.trainer.fit_all(tasks, given.leave_out)))
    print("version", write(material, model, knots, given.output))
    if given.leave_out is None:
        found = measures.all_of(material, tasks, logits, calibration, unseen, knots)
        text = json.dumps(found, indent=1) + "\n"
        given.output.with_suffix(".json").write_text(text)
        print(text)


if __name__ == "__main__":
    main()
