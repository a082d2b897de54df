import pathlib
import shlex

import compile_commands
import pytest
from compile_commands import fingerprint, flags_of, made_of


@pytest.fixture
def tree(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    monkeypatch.setattr(compile_commands, "ROOT", tmp_path)
    (tmp_path / "src/net").mkdir(parents=True)
    (tmp_path / "src/net/a.cpp").write_text('#include "net/a.hpp"\n#include <vector>\n')
    (tmp_path / "src/net/a.hpp").write_text('#include "net/b.hpp"\n#include "net/a.hpp"\n')
    (tmp_path / "src/net/b.hpp").write_text("int b();\n")
    made_of.cache_clear()
    return tmp_path


def test_flags_are_kept_without_outputs_and_machine_code() -> None:
    command = shlex.split("clang++ -DX=1 -Isrc -O2 -g1 -flto=thin -Wall -std=c++2b -o a.o -c a.cpp")
    assert flags_of(command) == ["-DX=1", "-Isrc", "-Wall", "-std=c++2b"]


def test_a_source_is_made_of_all_it_includes(tree: pathlib.Path) -> None:
    assert {path.name for path in made_of(tree / "src/net/a.cpp")} == {"a.cpp", "a.hpp", "b.hpp"}


def test_the_fingerprint_follows_headers_and_flags(tree: pathlib.Path) -> None:
    source = tree / "src/net/a.cpp"
    before = fingerprint(source, "-O2")
    assert fingerprint(source, "-O2") == before
    assert fingerprint(source, "-O0") != before
    (tree / "src/net/b.hpp").write_text("int b(int);\n")
    assert fingerprint(source, "-O2") != before


def test_the_fingerprint_is_the_same_in_another_clone(tree: pathlib.Path) -> None:
    source = tree / "src/net/a.cpp"
    assert fingerprint(source, f"-I{tree}/src") == fingerprint(source, "-I/src")
