"""Fails when a header does not compile alone: its users would have to know what to include before it."""

import pathlib
import sys

from compile_commands import COMPILER, fingerprint, sources_and_flags
from remembered import Job, problems
from source_tree import ROOT, files_under, report


def flags_for(header: pathlib.Path, known: dict[pathlib.Path, list[str]]) -> list[str]:
    """Those of a source of its folder, a test for a test header, or else of any source."""
    beside = [source for source in sorted(known) if source.parent == header.parent]
    if header.stem.endswith("_for_test"):
        beside.sort(key=lambda source: not source.stem.endswith("_test"))
    return known[beside[0]] if beside else next(iter(known.values()), [])


def job(header: pathlib.Path, flags: list[str]) -> Job:
    # -Wno-pragma-once-outside-header: the header is the main file here.
    alone = ["-fsyntax-only", "-Wno-pragma-once-outside-header", "-Wno-unused-const-variable"]
    command = [COMPILER, *flags, *alone, "-x", "c++", str(header)]
    return Job(header, fingerprint(header, *command), command)


if __name__ == "__main__":
    commands = sources_and_flags()
    headers = files_under(ROOT, "src/*.hpp")
    sys.exit(
        report("headers", problems("headers", [job(path, flags_for(path, commands)) for path in headers]))
    )
