"""The README of the SDK: its examples run as they are written, on the real server, and print what it says."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from harness.gateway import REPOSITORY
from harness.local_server import local_server
from test_local_engine import engine_files

__all__ = ["engine_files"]  # a fixture
pytestmark = [pytest.mark.engine, pytest.mark.timeout(300), pytest.mark.xdist_group("engine")]

SDK = REPOSITORY / "sdk/python"
TOOL: dict[str, Any] = runpy.run_path(str(SDK / "readme_examples.py"))
# Where a model's own words are printed, nobody knows how many lines they are.
WORDS_OF_A_MODEL = (".response)", "texts():", ".content)", ".summary)", ".outline")
NUMBER = re.compile(r"-?\d[\d.]*(e-?\d+)?")


def run_example(code: str, tries: int = 4) -> str:
    """A model this small makes no preview now and then, which is told: it is asked again."""
    try:
        return str(TOOL["run"](["-c", code]))
    except RuntimeError as failure:
        if tries == 1 or "PreviewNotMadeError" not in str(failure):
            raise
    return run_example(code, tries - 1)


def test_examples(engine_files: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    examples = TOOL["examples"]((SDK / "README.md").read_text())
    assert len(examples) >= 7
    # Many tests share the machine's cores, and a preview that is late is none.
    with local_server(tmp_path, {"preview": {"time_limit": "4m"}}) as server:
        monkeypatch.setenv("GREENINFER_BASE_URL", server.url)
        monkeypatch.delenv("GREENINFER_API_KEY", raising=False)
        for example in examples:
            printed = run_example(example.code)
            assert printed.strip(), example.code
            if not any(words in example.code for words in WORDS_OF_A_MODEL):
                assert masked(printed) == masked(example.output), example.code
        assert masked(TOOL["run"](TOOL["CONSOLE"]))[2].startswith("model ")


def masked(text: str) -> list[str]:
    return [NUMBER.sub("N", line.rstrip()) for line in text.strip().splitlines()]
