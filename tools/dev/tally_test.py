import pathlib

import pytest
from tally import count_step, main

GTEST = """<testsuites><testsuite name="A">
  <testcase name="passes" status="run" result="completed" classname="A" />
  <testcase name="fails" status="run" result="completed" classname="A"><failure message="no"/></testcase>
  <testcase name="skips" status="run" result="skipped" classname="A"><skipped message="no IPv6"/></testcase>
  <testcase name="off" status="notrun" result="suppressed" classname="A" />
</testsuite></testsuites>"""
CTEST = """<testsuite><testcase name="x" classname="x" status="run"/>
  <testcase name="y" classname="y" status="fail"><failure message=""/></testcase></testsuite>"""
PYTEST = """<testsuites><testsuite><testcase classname="t" name="a"/>
  <testcase classname="t" name="b"><error message="setup"/></testcase></testsuite></testsuites>"""


def step(reports: pathlib.Path, name: str, files: dict[str, str], status: int = 0) -> pathlib.Path:
    folder = reports / name
    folder.mkdir()
    for file, text in files.items():
        (folder / file).write_text(text)
    if status:
        (reports / f"{name}.failed").write_text(f"{status}\n")
    return folder


@pytest.mark.parametrize(
    ("text", "line"),
    [(GTEST, "1 passed, 1 failed, 2 skipped"), (CTEST, "1 passed, 1 failed"), (PYTEST, "1 passed, 1 failed")],
)
def test_each_runners_report_is_counted(tmp_path: pathlib.Path, text: str, line: str) -> None:
    assert count_step(step(tmp_path, "test.unit", {"a.xml": text}, status=1)).line() == line


def test_a_step_that_fails_without_a_failed_test_counts_as_one(tmp_path: pathlib.Path) -> None:
    assert count_step(step(tmp_path, "test.build", {}, status=2)).failed == ["test.build (status 2)"]


def test_a_report_that_was_cut_off_is_a_failure(tmp_path: pathlib.Path) -> None:
    assert len(count_step(step(tmp_path, "test.unit", {"a.xml": GTEST[:80]})).failed) == 1


def test_the_last_line_sums_all_words(tmp_path: pathlib.Path, capsys: pytest.CaptureFixture[str]) -> None:
    passing = '<testsuite><testcase name="x" status="run"/></testsuite>'
    step(tmp_path, "test.unit", {"a.xml": passing, "b.xml": passing})
    step(tmp_path, "check.own_tests", {"a.xml": passing})
    assert main(tmp_path, ["check", "test"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "3 passed, 0 failed"
    step(tmp_path, "test.e2e", {}, status=124)
    assert main(tmp_path, ["check", "test"]) == 1
    assert capsys.readouterr().out.splitlines()[-1] == "3 passed, 1 failed"
