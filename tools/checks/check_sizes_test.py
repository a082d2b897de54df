import pytest
from check_sizes import BYTES_MAX, read_marks, too_large

MARKS = read_marks("# a table\n700 src/wire/table.cpp\n0 data/words.bin\n")
ROWS = [
    ("a source at the mark", "src/net/a.cpp", 300, 9000, False),
    ("a source past the mark", "src/net/a.cpp", 301, 9000, True),
    ("a header past its mark", "src/net/a.hpp", 151, 9000, True),
    ("a test may be longer", "src/net/a_test.cpp", 500, 9000, False),
    ("a Python test too", "tests/test_streams.py", 500, 9000, False),
    ("a component at the mark", "web/src/chat/chat.tsx", 200, 9000, False),
    ("a component past the mark", "web/src/chat/chat.tsx", 201, 9000, True),
    ("a test of the page may be longer", "web/src/words/time.test.ts", 400, 9000, False),
    ("a style sheet past the mark", "web/src/style/base.css", 301, 9000, True),
    ("what npm writes has no mark", "web/package-lock.json", 5000, 9000, False),
    ("but not endless", "tests/test_streams.py", 501, 9000, True),
    ("a listed file as it was", "src/wire/table.cpp", 700, 9000, False),
    ("a listed file that grew", "src/wire/table.cpp", 701, 9000, True),
    ("a document has no mark", "docs/A.md", 5000, 9000, False),
    ("a large document", "docs/A.md", 5000, BYTES_MAX + 1, True),
    ("a large blob", "data/model.bin", None, BYTES_MAX + 1, True),
    ("a listed blob", "data/words.bin", None, BYTES_MAX + 1, False),
]


@pytest.mark.parametrize(
    ("name", "path", "lines", "size_bytes", "refused"), ROWS, ids=[row[0] for row in ROWS]
)
def test_marks(name: str, path: str, lines: int | None, size_bytes: int, refused: bool) -> None:
    assert (too_large(path, lines, size_bytes, MARKS) is not None) == refused, name
