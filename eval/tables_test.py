"""Rows survive the way to the file and back, targets say what was met, and the frontier is the frontier."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval import report, tables
from eval.live_prompts import LIVE_PROMPTS
from eval.pareto import on_frontier
from eval.tables import Part, Row, Target


@pytest.fixture
def results(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tables, "RESULTS", tmp_path / "results")
    monkeypatch.setattr(report, "REPORT", tmp_path / "RESULTS.md")
    return tmp_path


def test_rows_come_back_as_they_were(results: Path) -> None:
    rows: list[Row] = [{"name": "a, b", "value": 0.25}, {"name": "c", "value": 1.0, "more": 3}]
    tables.write_rows("some", rows)
    assert tables.read_rows("some") == [
        {"name": "a, b", "value": 0.25, "more": ""},
        {"name": "c", "value": 1.0, "more": 3.0},
    ]
    assert tables.read_rows("never measured") == []


@pytest.mark.parametrize(
    ("target", "met"),
    [
        (Target("x", wanted=0.5, found=0.5), "yes"),
        (Target("x", wanted=0.5, found=0.49), "no"),
        (Target("x", wanted=0.5, found=0.49, slack=0.02), "within 2 SD"),
        (Target("x", wanted=0.5, found=0.47, slack=0.02), "no"),
        (Target("x", wanted=0.5, found=0.4, at_most=True), "yes"),
        (Target("x", wanted=0.5, found=0.51, at_most=True), "no"),
    ],
)
def test_a_target_is_met_or_not(target: Target, met: str) -> None:
    assert target.met == met


def test_the_report_has_targets_and_every_part_on_file(results: Path) -> None:
    def measure() -> list[Row]:
        return [{"figure": 0.6}]

    def targets(rows: list[Row]) -> list[Target]:
        return [Target("figure", 0.5, tables.number(rows[0], "figure"))]

    seen = Part("seen", "Seen", measure, lambda rows: f"found {rows[0]['figure']}", targets)
    unseen = Part("unseen", "Unseen", measure, lambda rows: "", targets)
    tables.write_rows("seen", measure())
    report.write_report((seen, unseen))
    text = report.REPORT.read_text()
    assert "## Seen\n\nfound 0.6\n" in text
    assert "| seen | figure | at least 0.5 | 0.600 |  | yes |" in text
    assert "Unseen" not in text


def test_the_frontier_leaves_out_what_is_beaten() -> None:
    points = {"small": (1.0, 0.5), "wasteful": (3.0, 0.5), "large": (4.0, 0.9), "worse": (4.0, 0.8)}
    assert on_frontier(points) == {"small", "large"}
    assert on_frontier({"one": (1.0, 0.5), "twin": (1.0, 0.5)}) == {"one", "twin"}


def test_live_prompts_tell_right_from_wrong() -> None:
    by_name = {prompt.name: prompt for prompt in LIVE_PROMPTS}
    assert len(by_name) == len(LIVE_PROMPTS) == 20
    assert by_name["sum"].judged("That makes 43.") == 1.0
    assert by_name["sum"].judged("That makes 143.") == 0.0
    assert by_name["probability"].judged(r"$\frac{1}{8}$") == 1.0
    assert by_name["greeting"].judged("Hello!") is None
