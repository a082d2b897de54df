"""Runs one libFuzzer program on its seeds and says plainly what happened.

usage: run_fuzzer.py PROGRAM SEEDS [--seconds N] [--corpus FOLDER] [--must-crash]

The seeds are only read: what the fuzzer finds on the way goes to the corpus folder, or is thrown away.
With --must-crash the meaning is turned round: so the canary proves that a crash would have been noticed.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    status: int
    words: str  # what the fuzzer printed
    crashes: list[pathlib.Path]  # the inputs that broke the program


def run(program: pathlib.Path, seeds: pathlib.Path, seconds: int, corpus: pathlib.Path) -> Run:
    artifacts = corpus / "crashes"
    artifacts.mkdir(parents=True, exist_ok=True)
    found = corpus / "found"
    found.mkdir(exist_ok=True)
    options = ["-seed=1", f"-max_total_time={seconds}", "-timeout=10", f"-artifact_prefix={artifacts}/"]
    command = [program, *options, found, seeds]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    return Run(done.returncode, done.stderr, sorted(artifacts.iterdir()))


def verdict(run: Run, must_crash: bool) -> str | None:
    """Answers what is wrong, or None."""
    if must_crash:
        noticed = run.status != 0 and run.crashes
        return None if noticed else "the canary survived: this harness does not notice crashes"
    return None if run.status == 0 else f"broken with exit status {run.status}"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("seeds", type=pathlib.Path)
    parser.add_argument("--seconds", type=int, default=1)
    parser.add_argument("--corpus", type=pathlib.Path)
    parser.add_argument("--must-crash", action="store_true")
    arguments = parser.parse_args()

    if not arguments.seeds.is_dir() or not any(arguments.seeds.iterdir()):
        print(f"{arguments.program.name}: no seeds in {arguments.seeds}")
        return 1
    with tempfile.TemporaryDirectory() as scratch:
        corpus = arguments.corpus or pathlib.Path(scratch)
        done = run(arguments.program, arguments.seeds, arguments.seconds, corpus)
        wrong = verdict(done, arguments.must_crash)
        if wrong:
            print(done.words[-8000:])
            print(f"{arguments.program.name}: {wrong}")
            for path in done.crashes:
                print(f"{path} in hexadecimal: {path.read_bytes()[:2048].hex()}")
            return 1
    print(f"{arguments.program.name}: ok")
    return 0


if __name__ == "__main__":
    sys.exit(main())
