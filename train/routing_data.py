"""The public routing data as rows, each prompt once, in folds that no twin of a prompt can cross.

Several files hold the same question, with or without its answer options; a model trained on one copy knows
the other. So the fold comes from the normalised question, over all files.
"""

import dataclasses
import gzip
import hashlib
import json
import os
import pathlib
import re

FOLDS = 5
FILES = (
    "routellm_mmlu",
    "routellm_gsm8k",
    "routellm_mtbench",
    "zeroeval_gsm",
    "zeroeval_numersense",
    "mmlu_pro",
    "ulab_llmrouter",
    "cascade_confidence_llama",
    "flask_difficulty_labels",
    "prompts_clinc150",
    "prompts_arenahard_v2",
)
LEVELS = ("simple", "advanced", "formal", "major", "expert")

OPTIONS = re.compile(r"\n\s*(\(?[A-J][\).:]|choices:|options:|answer:)", re.IGNORECASE)
QUESTION = re.compile(r"^\s*(question|q)\s*[:.]\s*", re.IGNORECASE)
STEM_LETTERS_MIN = (
    40  # a shorter stem ("Which of these is true?") needs its options to say which question it is
)
KEY_LETTERS_MAX = 400


@dataclasses.dataclass(frozen=True)
class Row:
    file: str
    identifier: str
    prompt: int  # its place in Data.prompts
    category: str
    domain: str
    scores: dict[str, float]
    answer_characters: dict[str, int]
    level: int  # place in LEVELS; -1 where people gave none


@dataclasses.dataclass(frozen=True)
class Data:
    prompts: list[str]
    folds: list[int]
    rows: dict[str, list[Row]]


def folder() -> pathlib.Path:
    default = pathlib.Path(__file__).resolve().parents[2] / "shared" / "data"
    return pathlib.Path(os.environ.get("GREENINFER_DATA", default)) / "routing"


def question_key(prompt: str) -> str:
    stem = QUESTION.sub("", prompt)
    options = OPTIONS.search(stem)
    if options and options.start() >= STEM_LETTERS_MIN:
        stem = stem[: options.start()]
    stem = re.sub(r"[^\w]+", " ", stem.lower()).strip()[:KEY_LETTERS_MAX]
    return hashlib.sha1(stem.encode()).hexdigest()


def fold_of(prompt: str) -> int:
    return int(question_key(prompt)[:8], 16) % FOLDS


def read_file(name: str, root: pathlib.Path) -> list[dict]:
    with gzip.open(root / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def level_of(record: dict) -> int:
    word = str(record.get("difficulty") or "").split(" ")[0]
    return LEVELS.index(word) if word in LEVELS else -1


def load(root: pathlib.Path | None = None) -> Data:
    places: dict[str, int] = {}
    rows: dict[str, list[Row]] = {}
    for file in FILES:
        rows[file] = []
        for record in read_file(file, root or folder()):
            if record.get("contaminated"):
                continue
            place = places.setdefault(record["prompt"], len(places))
            rows[file].append(
                Row(
                    file=file,
                    identifier=record["id"],
                    prompt=place,
                    category=record.get("category") or "",
                    domain=str(record.get("domain") or ""),
                    scores=record.get("scores") or {},
                    answer_characters=record.get("out_chars") or {},
                    level=level_of(record),
                )
            )
    prompts = list(places)
    return Data(prompts=prompts, folds=[fold_of(prompt) for prompt in prompts], rows=rows)
