"""Copies keep their source, stems lose their options, and folds do not part twins."""

from __future__ import annotations

import random

from train import restyled
from train.routing_data import Data, Row, fold_of

QUESTION = "Which law says that heat flows from warm to cold bodies by itself?"
WITH_OPTIONS = QUESTION + "\nA. the second\nB. the first\nAnswer:"


def row(file: str, prompt: int, category: str = "", domain: str = "", level: int = -1) -> Row:
    return Row(file, f"{file}/{prompt}", prompt, category, domain, {}, {}, level)


def made_up() -> Data:
    prompts = [WITH_OPTIONS, "play some music", "Explain tides."]
    rows = {
        "routellm_mmlu": [row("routellm_mmlu", 0, "college_physics")],
        "mmlu_pro": [],
        "ulab_llmrouter": [],
        "flask_difficulty_labels": [row("flask_difficulty_labels", 2, level=2)],
        "prompts_clinc150": [row("prompts_clinc150", 1, domain="music")],
        "prompts_arenahard_v2": [],
    }
    return Data(prompts, [fold_of(prompt) for prompt in prompts], rows)


def test_a_question_is_in_one_fold_with_and_without_its_options() -> None:
    assert fold_of(QUESTION) == fold_of(WITH_OPTIONS) == fold_of("Question: " + QUESTION)


def test_stems_lose_their_options_and_keep_their_subjects_level() -> None:
    stem = restyled.stems(made_up())[0]
    assert stem.text == QUESTION
    assert (stem.source, stem.level) == (0, restyled.LEVELS.index("major"))


def test_terms_come_from_options() -> None:
    term = restyled.terms(made_up(), random.Random(1))[0]
    assert "the second" in term.text.lower() or "the first" in term.text.lower()


def test_every_copy_names_its_source() -> None:
    data = made_up()
    copies = restyled.copies(data)
    assert {copy.source for copy in copies} == {0, 1, 2}
    assert all(copy.text for copy in copies)
