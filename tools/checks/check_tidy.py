"""Runs clang-tidy, with the short list of .clang-tidy, on the product's sources that compile fast.

Sources that include Beast are left out: one of them takes longer than all others of its layer together. So
are tests, where reading GoogleTest costs more than what is found is worth. The compiler's own warnings and
the sanitizers still see both.
"""

import pathlib
import re
import sys

from compile_commands import fingerprint, made_of, sources_and_flags
from remembered import Job, problems
from source_tree import ROOT, report

SLOW = re.compile(r"#\s*include\s*<boost/(beast|asio/ssl|asio/impl)")
TEST = re.compile(r"_(test|bench|fuzz)\.cpp$")


def is_wanted(source: pathlib.Path) -> bool:
    return not TEST.search(source.name) and not any(
        SLOW.search(part.read_text(errors="replace")) for part in made_of(source)
    )


def job(source: pathlib.Path, flags: list[str], settings: str) -> Job:
    command = ["clang-tidy-19", "--quiet", "--warnings-as-errors=*", str(source), "--", *flags]
    return Job(source, fingerprint(source, settings, *command), command)


if __name__ == "__main__":
    configuration = (ROOT / ".clang-tidy").read_text()
    wanted = {path: flags for path, flags in sorted(sources_and_flags().items()) if is_wanted(path)}
    sys.exit(
        report("tidy", problems("tidy", [job(path, flags, configuration) for path, flags in wanted.items()]))
    )
