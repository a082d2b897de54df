import pathlib

from check_headers import flags_for, job
from remembered import run_command
from source_tree import ROOT


def test_a_header_takes_the_flags_of_its_folder() -> None:
    known = {pathlib.Path("src/a/x.cpp"): ["-DA"], pathlib.Path("src/b/x.cpp"): ["-DB"]}
    assert flags_for(pathlib.Path("src/b/y.hpp"), known) == ["-DB"]
    assert flags_for(pathlib.Path("src/c/y.hpp"), known) == ["-DA"]


def test_a_header_for_tests_takes_the_flags_of_a_test() -> None:
    known = {pathlib.Path("src/a/x.cpp"): ["-DA"], pathlib.Path("src/a/y_test.cpp"): ["-DTEST"]}
    assert flags_for(pathlib.Path("src/a/z_for_test.hpp"), known) == ["-DTEST"]
    assert flags_for(pathlib.Path("src/a/z.hpp"), known) == ["-DA"]


def verdict(text: str) -> str | None:
    header = ROOT / "build" / "check_headers_test.hpp"
    header.parent.mkdir(exist_ok=True)
    header.write_text(text)
    try:
        return run_command(job(header, ["-std=c++2b"]).command)
    finally:
        header.unlink()


def test_a_whole_header_passes() -> None:
    assert verdict("#pragma once\n#include <string>\nstd::string a();\n") is None


def test_a_header_that_leans_on_others_is_refused() -> None:
    assert "no type named 'string'" in (verdict("#pragma once\n#include <cstddef>\nstd::string a();\n") or "")
