"""Answers of the program are read as they are, and wrong ones are noticed: a scripted program stands in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.shortening_program import command, read_line, shorten

ORIGINAL = "Could you please tell me what slate is?"
LINE = {
    "text": "what slate is?",
    "left_alone": None,
    "deleted": [0, 1, 2, 3, 4],
    "words": 8,
    "deleted_by_phrases": 5,
    "cpu_us": 812,
    "pieces": 12,
    "decoder_steps": 0,
}


def scripted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setenv("GREENINFER_BINARY", str(program))
    monkeypatch.delenv("GREENINFER_OPTIMIZER_MODEL", raising=False)


def test_a_line_is_read() -> None:
    found = read_line(json.dumps(LINE), ORIGINAL)
    assert found.deleted == {0, 1, 2, 3, 4}
    assert (found.text, found.left_alone, found.cpu_us) == ("what slate is?", "", 812)
    left = LINE | {"text": ORIGINAL, "deleted": [], "left_alone": "small_saving"}
    assert read_line(json.dumps(left), ORIGINAL).left_alone == "small_saving"


def test_words_that_are_counted_otherwise_are_an_error() -> None:
    with pytest.raises(ValueError, match="counts 8 words where there are 2"):
        read_line(json.dumps(LINE), "two words")


def test_texts_go_in_and_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scripted(tmp_path, monkeypatch, f"cat >/dev/null; echo '{json.dumps(LINE)}'")
    (found,) = shorten([ORIGINAL])
    assert found.text == "what slate is?"


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("cat >/dev/null; echo broken >&2; exit 3", "ended with 3: broken"),
        ("cat >/dev/null", "0 answers to 1 texts"),
    ],
)
def test_a_program_that_fails_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, said: str
) -> None:
    scripted(tmp_path, monkeypatch, script)
    with pytest.raises(RuntimeError, match=said):
        shorten([ORIGINAL])


def test_a_model_is_named_unless_none_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GREENINFER_OPTIMIZER_MODEL", "mine.gguf")
    assert command(["--min-saving", "0"])[1:] == ["shorten", "--model", "mine.gguf", "--min-saving", "0"]
    assert command(["--no-model"])[1:] == ["shorten", "--no-model"]
