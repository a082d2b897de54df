"""Runs one libFuzzer program on its seeds and says plainly what happened.

usage: run_fuzzer.py PROGRAM SEEDS [--seconds N] [--corpus FOLDER] [--must-crash]

The seeds are only read: what the fuzzer finds on the way goes to the corpus folder, or is thrown away. With
--must-crash the meaning is turned round, which is how the canary proves that a crash would have been noticed.
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile


def run(program: pathlib.Path, seeds: pathlib.Path, seconds: int, corpus: pathlib.Path) -> tuple[int, str, list[str]]:
    """Answers the exit status, the fuzzer's own words and the inputs that broke the program."""
    artifacts = corpus / "crashes"
    artifacts.mkdir(parents=True, exist_ok=True)
    found = corpus / "found"
    found.mkdir(exist_ok=True)
    command = [program, "-seed=1", f"-max_total_time={seconds}", "-timeout=10", f"-artifact_prefix={artifacts}/"]
    done = subprocess.run([*command, found, seeds], capture_output=True, text=True, errors="replace", check=False)
    return done.returncode, done.stderr, sorted(str(path) for path in artifacts.iterdir())


def verdict(status: int, crashes: list[str], must_crash: bool) -> str | None:
    """Answers what is wrong, or None."""
    if must_crash:
        return None if status != 0 and crashes else "the canary survived: this harness does not notice crashes"
    if status != 0:
        return f"exit status {status}, broken by {', '.join(crashes) or 'no input of its own'}"
    return None


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
        status, words, crashes = run(arguments.program, arguments.seeds, arguments.seconds, corpus)
        wrong = verdict(status, crashes, arguments.must_crash)
        if wrong:
            print(words[-8000:])
            print(f"{arguments.program.name}: {wrong}")
            for path in crashes:
                print(f"{path} in hexadecimal: {pathlib.Path(path).read_bytes()[:2048].hex()}")
            return 1
    print(f"{arguments.program.name}: ok")
    return 0


if __name__ == "__main__":
    sys.exit(main())
