"""What each head of the scorer is taught: places of texts, labels from 0 to 1, and how much each counts.

All labels are people's or measured outcomes, never the answer of the scorer's own rules:
  level      FLASK's five levels; and, lightly, for whom a test or a question of MMLU was written
  everyday   requests to an assistant (CLINC) against everything else
  hard       Arena-Hard, and FLASK's expert level at 0.7, against other FLASK
  tiers      whether a small, medium and large model answered right
"""

import dataclasses

import numpy as np
import numpy.typing as npt

from train.restyled import SHORT_STEM_LETTERS_MAX, Copy
from train.routing_data import LEVELS, Data, Row

Floats = npt.NDArray[np.float32]
Places = npt.NDArray[np.int64]

LEVEL_LABELS = np.array([0.20, 0.35, 0.50, 0.68, 0.88], np.float32)
EXPERT = LEVELS.index("expert")
EXPERT_IS_HARD = 0.7
# Where not all tiers were measured, a row tells about models, but not which of them the smallest able is.
SOME_TIERS_WEIGHT = 0.3
SET_WEIGHT = 0.05
SET_ROWS = 500
# For whom a test was written, by file and category, on FLASK's scale.
SET_LEVELS = {
    ("zeroeval_numersense", ""): "simple",
    ("ulab_llmrouter", "commongen"): "simple",
    ("ulab_llmrouter", "commonsense_qa"): "simple",
    ("ulab_llmrouter", "natural_qa"): "advanced",
    ("ulab_llmrouter", "trivia_qa"): "advanced",
    ("ulab_llmrouter", "openbook_qa"): "advanced",
    ("cascade_confidence_llama", "arc_easy"): "advanced",
    ("cascade_confidence_llama", "arc_challenge"): "formal",
    ("zeroeval_gsm", ""): "formal",
    ("ulab_llmrouter", "math"): "major",
    ("ulab_llmrouter", "mbpp"): "formal",
    ("ulab_llmrouter", "human_eval"): "major",
    ("cascade_confidence_llama", "medmcqa"): "major",
    ("ulab_llmrouter", "gpqa"): "expert",
}
EVERYDAY_ROWS = 8000
OTHERS_ROWS = 1500

# Which measured model stands for which tier, by its size and by what it gets right where all were measured.
TIER_MODELS: dict[str, tuple[str | None, str | None, str | None]] = {
    "mmlu_pro": ("Phi-3-mini-4k-instruct", "Meta-Llama-3.1-8B-Instruct", "Meta-Llama-3.1-70B-Instruct"),
    "zeroeval_gsm": ("gemma-2-2b-it", "Meta-Llama-3.1-8B-Instruct", "Meta-Llama-3.1-70B-Instruct"),
    "zeroeval_numersense": (None, "Meta-Llama-3-8B-Instruct", "Meta-Llama-3-70B-Instruct"),
    "ulab_llmrouter": (None, "llama-3.1-8b-instruct", "llama-3.1-nemotron-51b-instruct"),
    "routellm_mmlu": (None, "mixtral-8x7b-instruct-v0.1", "gpt-4-1106-preview"),
    "cascade_confidence_llama": ("Llama-3.2-1B-Instruct", "Llama-3.1-8B-Instruct", None),
}


@dataclasses.dataclass(frozen=True)
class Task:
    rows: Places
    labels: Floats  # rows x outputs
    weights: Floats

    def only(self, keep: npt.NDArray[np.bool_]) -> "Task":
        return Task(self.rows[keep], self.labels[keep], self.weights[keep])


def task(parts: list[tuple[Places, Floats | float, float]]) -> Task:
    """Joins parts of (places, their labels or one for all, weight)."""
    rows = np.concatenate([part[0] for part in parts]).astype(np.int64)
    labels = np.concatenate([np.broadcast_to(part[1], len(part[0])) for part in parts]).astype(np.float32)
    weights = np.concatenate([np.full(len(part[0]), part[2]) for part in parts]).astype(np.float32)
    return Task(rows, labels[:, None], weights)


class Labels:
    def __init__(self, data: Data, copies: list[Copy]) -> None:
        self.data = data
        self.copies = copies
        self.first_copy = len(data.prompts)
        self.random = np.random.default_rng(5)

    def prompts(self, file: str, most: int | None = None) -> Places:
        places = np.array(sorted({row.prompt for row in self.data.rows[file]}))
        return places if most is None else self.random.permutation(places)[:most]

    def copies_of(self, kind: str, letters_max: int | None = None) -> Places:
        fits = [
            index
            for index, copy in enumerate(self.copies)
            if copy.kind == kind and (letters_max is None or len(copy.text) <= letters_max)
        ]
        return self.first_copy + np.array(fits, np.int64)

    def flask(self) -> tuple[Places, npt.NDArray[np.int64]]:
        rows = [row for row in self.data.rows["flask_difficulty_labels"] if row.level >= 0]
        return np.array([row.prompt for row in rows]), np.array([row.level for row in rows])

    def level(self) -> Task:
        places, levels = self.flask()
        flask_copies = self.copies_of("flask")
        copy_levels = np.array([self.copies[place - self.first_copy].level for place in flask_copies])
        known = copy_levels >= 0
        stems = np.array(
            [
                self.first_copy + index
                for index, copy in enumerate(self.copies)
                if copy.kind in ("stem", "term") and copy.level >= 0
            ]
        )
        stem_levels = np.array([self.copies[place - self.first_copy].level for place in stems])
        parts = [
            (places, LEVEL_LABELS[levels], 1),
            (flask_copies[known], LEVEL_LABELS[copy_levels[known]], 1),
            (stems, LEVEL_LABELS[stem_levels], SET_WEIGHT),
        ]
        for (file, category), level in SET_LEVELS.items():
            of_set = sorted({row.prompt for row in self.data.rows[file] if row.category.startswith(category)})
            parts.append(
                (self.random.permutation(of_set)[:SET_ROWS], LEVEL_LABELS[LEVELS.index(level)], SET_WEIGHT)
            )
        return task(parts)

    def everyday(self) -> Task:
        flask, _ = self.flask()
        others = [flask, *(self.copies_of(kind) for kind in ("flask", "arena"))]
        others += [
            self.copies_of("stem", SHORT_STEM_LETTERS_MAX),
            self.copies_of("bare"),
            self.copies_of("term"),
        ]
        others += [self.prompts("prompts_arenahard_v2"), self.prompts("zeroeval_gsm")]
        others += [self.prompts(file, OTHERS_ROWS) for file in ("mmlu_pro", "ulab_llmrouter")]
        trivial = [self.in_scope(self.prompts("prompts_clinc150", EVERYDAY_ROWS)), self.copies_of("clinc")]
        return task([(places, 1.0, 1) for places in trivial] + [(places, 0.0, 1) for places in others])

    def in_scope(self, places: Places) -> Places:
        """CLINC's requests without those out of scope, which are questions of any kind."""
        out = {row.prompt for row in self.data.rows["prompts_clinc150"] if row.domain == "oos"}
        return np.array([place for place in places if int(place) not in out])

    def hard(self) -> Task:
        flask, levels = self.flask()
        return task(
            [
                (self.prompts("prompts_arenahard_v2"), 1.0, 1),
                (flask, np.where(levels == EXPERT, EXPERT_IS_HARD, 0.0), 1),
            ]
        )

    def tiers(self) -> Task:
        rows = [(row, models) for file, models in TIER_MODELS.items() for row in self.data.rows[file]]
        labels = np.array([outcomes(row, models) for row, models in rows], np.float32)
        all_tiers = np.array([None not in models for _, models in rows])
        weights = np.where(all_tiers, 1, SOME_TIERS_WEIGHT).astype(np.float32)
        return Task(np.array([row.prompt for row, _ in rows]), labels, weights)

    def tier_files(self) -> npt.NDArray[np.str_]:
        """Which file each row of tiers() is from."""
        return np.array([file for file in TIER_MODELS for _ in self.data.rows[file]])


def outcomes(row: Row, models: tuple[str | None, ...]) -> list[float]:
    return [row.scores.get(model, np.nan) if model else np.nan for model in models]
