"""Runs a slow check on many files at once and remembers, outside the tree, which contents have passed.

Only passing is remembered: what failed is run again, and prints again.
"""

import os
import pathlib
import re
import subprocess
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

GENERATED = re.compile(r"^\d+ (warnings?|errors?).* generated\.$", re.MULTILINE)  # a count says nothing


def cache_folder() -> pathlib.Path:
    named = os.environ.get("GREENINFER_CACHE")
    default = pathlib.Path(os.environ.get("XDG_CACHE_HOME", pathlib.Path.home() / ".cache")) / "greeninfer"
    return pathlib.Path(named) if named else default


@dataclass(frozen=True)
class Job:
    path: pathlib.Path
    fingerprint: str  # of all that the verdict depends on
    command: list[str]


def run_command(command: list[str]) -> str | None:
    """Answers what the command complained about, or None."""
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode == 0:
        return None
    return GENERATED.sub("", done.stdout + done.stderr).strip() or f"status {done.returncode}"


def problems(
    name: str,
    jobs: Iterable[Job],
    folder: pathlib.Path | None = None,
    run: Callable[[list[str]], str | None] = run_command,
) -> list[str]:
    """Runs the jobs whose contents have not passed before, as many at a time as there are cores."""
    passed = (folder or cache_folder() / "checks") / name
    passed.mkdir(parents=True, exist_ok=True)
    fresh = [job for job in jobs if not (passed / job.fingerprint).exists()]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        complaints = list(pool.map(lambda job: run(job.command), fresh))
    for job, complaint in zip(fresh, complaints, strict=True):
        if complaint is None:
            (passed / job.fingerprint).touch()
    return [complaint for complaint in complaints if complaint is not None]
