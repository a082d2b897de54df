"""The whole proof of the shortener in short: twenty prompts through the real program, every reader and table.

Skipped, and said so, where the public data or the program is absent.
"""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from eval import shortening, shortening_guards, shortening_meaning, shortening_speed, shortening_traffic
from eval.answer_loss_program import answer_losses, model_file, program
from eval.data_sets import data_is_here
from eval.gateway_process import binary
from eval.shortening_guard_prompts import guard_prompts
from eval.shortening_program import can_shorten, greedy_program
from eval.shortening_traffic import KNOWN, TERSE, UNKNOWN
from train.optimizer.base_prompts import is_held_out

with_data = pytest.mark.skipif(
    not data_is_here(),
    reason="the public data is absent: set GREENINFER_DATA to the folder that has routing/",
)
with_program = pytest.mark.skipif(
    not can_shorten(), reason=f"{binary()} is not built, or cannot shorten: ./dev build release"
)
with_chat_model = pytest.mark.skipif(
    not (program().exists() and model_file().exists()),
    reason=f"{program()} or {model_file()} is absent: ./dev eval builds the one, ./dev setup gets the other",
)


def twenty() -> list[shortening_traffic.GoldPrompt]:
    return [
        *shortening_traffic.generated_verbose(KNOWN, False, 5),
        *shortening_traffic.generated_verbose(UNKNOWN, True, 5),
        *shortening_traffic.generated_terse(4, subject_matter=2),
        *itertools.islice(shortening_traffic.hand_labelled(), 3),
        *shortening_traffic.unselected({"prompts_clinc150": 3}),
    ]


@with_data
def test_gold_fits_every_text() -> None:
    prompts = twenty()
    assert len(prompts) == 20
    for prompt in prompts:
        assert prompt.keep is None or len(prompt.keep) == len(prompt.words)
    assert all(all(prompt.keep or ()) for prompt in prompts if prompt.traffic == TERSE)
    assert all(not all(prompt.keep or ()) for prompt in prompts if prompt.traffic in (KNOWN, UNKNOWN))


@with_data
def test_nothing_was_trained_on() -> None:
    for prompt in shortening_traffic.unselected({"prompts_clinc150": 50}):
        assert is_held_out(prompt.text)
    terse = shortening_traffic.generated_terse(50, subject_matter=0)
    assert all(is_held_out(prompt.text) for prompt in terse)


@with_data
@with_program
def test_twenty_prompts_through_the_whole() -> None:
    rows = shortening.rows_of(twenty())
    own = [row for row in rows if row["row"] == "figures" and row["method"] == shortening.OWN]
    assert {row["traffic"] for row in own} >= {KNOWN, UNKNOWN, TERSE}
    verbose = [row for row in own if row["traffic"] in (KNOWN, UNKNOWN)]
    assert max(float(row["reduction"]) for row in verbose) > 0.05
    assert all(float(row["content_lost"]) < 0.1 for row in verbose)
    assert "| generated, terse |" in shortening.render(rows)


@with_program
@pytest.mark.skipif(
    not greedy_program().exists(), reason=f"{greedy_program()} is absent: ./dev eval builds it"
)
def test_the_guards_hold_where_chance_does_not() -> None:
    rows = shortening_guards.measure_on(list(guard_prompts(108)))
    whole = {row["method"]: row for row in rows if row["row"] == "prompts" and row["kind"] == "all"}
    assert whole[shortening_guards.OWN]["breached"] == 0
    assert float(whole[shortening_guards.OWN]["shortened"]) > 0.05
    assert float(whole["stop words"]["breached"]) > 30
    assert [target.met for target in shortening_guards.targets(rows)] == ["yes", "yes"]


@with_program
def test_time_is_told() -> None:
    texts = ["Hello, could you please be so kind and tell me what slate is?", "what is slate"]
    rows = shortening_speed.rows_of("some", texts)
    assert 0 < float(rows[0]["median_ms"]) < 1000
    assert "| some | any | 2 |" in shortening_speed.render(rows)


@with_chat_model
def test_an_answer_is_likelier_behind_its_question(tmp_path: Path) -> None:
    answer = "The capital of France is Paris."
    asked = [
        (text, answer) for text in ("What is the capital of France?", "What is slate?", "What is slate?")
    ]
    right, wrong, again = answer_losses(asked, tmp_path / "kept.json")
    assert right < 0.5 < wrong == again
    assert answer_losses(asked, tmp_path / "kept.json") == [right, wrong, again]


@with_data
@with_program
@with_chat_model
def test_meaning_is_measured_on_every_form() -> None:
    asked = shortening_meaning.with_filler("some", shortening_meaning.flask_answers(), 2)
    rows = shortening_meaning.rows_about("some", asked)
    assert {row["method"] for row in rows if row["which"] == "all"} == set(shortening_meaning.METHODS)
    assert "| some | shortener | all | 2 |" in shortening_meaning.render(rows)
