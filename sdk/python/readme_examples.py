"""Runs the examples of the README, and writes what they print below them.

    python readme_examples.py      # against the server that GREENINFER_BASE_URL names

A test runs the same examples, so that they go on working; the words of a model differ from run to run.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
README = HERE / "README.md"
CONSOLE = ["-m", "greeninfer", "watch", "--once"]
_EXAMPLE = re.compile(r"```python\n(?P<code>.*?)```\n\n```text\n(?P<output>.*?)```", re.DOTALL)
_CONSOLE = re.compile(r"```console\n.*?```", re.DOTALL)


@dataclass(frozen=True)
class Example:
    code: str
    output: str  # as the README has it


def examples(text: str) -> list[Example]:
    return [Example(found["code"], found["output"]) for found in _EXAMPLE.finditer(text)]


def run(arguments: list[str]) -> str:
    """What Python prints, run so; an error of it is raised with its words."""
    path = os.pathsep.join([str(HERE / "src"), os.environ.get("PYTHONPATH", "")])
    done = subprocess.run(
        [sys.executable, *arguments],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=300,
    )
    if done.returncode != 0 or done.stderr:
        raise RuntimeError(f"an example failed:\n{arguments[-1]}\n{done.stderr}")
    return done.stdout


def with_fresh_output(text: str) -> str:
    def example(found: re.Match[str]) -> str:
        return f"```python\n{found['code']}```\n\n```text\n{_tidy(run(['-c', found['code']]))}```"

    text = _EXAMPLE.sub(example, text)
    table = f"```console\n$ python {' '.join(CONSOLE)}\n{_tidy(run(CONSOLE))}```"
    return _CONSOLE.sub(lambda found: table, text)


def _tidy(output: str) -> str:
    return "\n".join(line.rstrip() for line in output.rstrip().splitlines()) + "\n"


if __name__ == "__main__":
    README.write_text(with_fresh_output(README.read_text()))
