"""Fails when a file grows past the mark for its kind: a reader should see one idea at a time.

A ratchet, not a wall: oversized.txt lists `lines path` of files that are larger for a good reason, and such a
file may shrink but not grow. Other files are limited by their bytes, so that no large blob enters unseen.
"""

import pathlib
import re
import sys
from collections.abc import Iterator

from source_tree import ROOT, files_under, report, text_of

LINES_MAX = {
    ".hpp": 150,
    ".cpp": 300,
    ".py": 300,
    ".sh": 150,
    ".mjs": 200,
    ".cjs": 200,
    ".js": 300,
    ".ts": 200,
    ".tsx": 200,
    ".css": 300,
    ".go": 600,
}
LINES_MAX_TEST = 500
BYTES_MAX = 256 * 1024
TEST = re.compile(r"(_test\.cpp|_test\.py|/test_\w+\.py|\.test\.tsx?)$")


def lines_max(path: str) -> int | None:
    if TEST.search(path):
        return LINES_MAX_TEST
    return LINES_MAX.get(pathlib.PurePath(path).suffix)


def too_large(path: str, lines: int | None, size_bytes: int, marks: dict[str, int]) -> str | None:
    """Answers what is wrong with one file, or None. `lines` is None for what is not text."""
    mark = lines_max(path)
    if lines is not None and mark is not None:
        allowed = max(mark, marks.get(path, 0))
        return f"{path}: {lines} lines, at most {allowed}: split it by ideas" if lines > allowed else None
    if size_bytes > BYTES_MAX and path not in marks:
        return f"{path}: {size_bytes} bytes, at most {BYTES_MAX}: leave it out, or list it in oversized.txt"
    return None


def read_marks(text: str) -> dict[str, int]:
    rows = (line.split() for line in text.splitlines() if line.strip() and not line.startswith("#"))
    return {path: int(lines) for lines, path in rows}


def problems(root: pathlib.Path, marks: dict[str, int]) -> Iterator[str]:
    seen = {str(path.relative_to(root)): path for path in files_under(root)}
    for name, path in seen.items():
        text = text_of(path)
        lines = None if text is None else len(text.splitlines())
        if wrong := too_large(name, lines, path.stat().st_size, marks):
            yield wrong
    for name in sorted(set(marks) - set(seen)):
        yield f"oversized.txt: {name} is gone, take its line out"


if __name__ == "__main__":
    marks_file = pathlib.Path(__file__).with_name("oversized.txt")
    sys.exit(report("sizes", list(problems(ROOT, read_marks(marks_file.read_text())))))
