import pathlib

import pytest
from check_tidy import is_wanted, job
from remembered import run_command
from source_tree import ROOT

COROUTINE = """
#include <coroutine>
struct Task {
    struct promise_type {
        Task get_return_object() { return {}; }
        std::suspend_never initial_suspend() { return {}; }
        std::suspend_never final_suspend() noexcept { return {}; }
        void return_void() {}
        void unhandled_exception() {}
    };
};
"""
ROWS = [
    (
        "a lambda that dies before its coroutine",
        "int x = 0; auto f = [x]() -> Task { (void)x; co_return; };",
        True,
    ),
    ("the same without a capture", "auto f = []() -> Task { co_return; };", False),
    ("a size cut to an int", "unsigned long s = 1; int n = s; (void)n;", True),
    ("a size kept whole", "unsigned long s = 1; unsigned long n = s; (void)n;", False),
]


@pytest.mark.parametrize(("name", "body", "refused"), ROWS, ids=[row[0] for row in ROWS])
def test_the_chosen_list_finds(name: str, body: str, refused: bool) -> None:
    source = ROOT / "build" / "check_tidy_test.cpp"
    source.parent.mkdir(exist_ok=True)
    source.write_text(f"{COROUTINE}void test() {{ {body} }}\n")
    try:
        complaint = run_command(job(source, ["-std=c++2b"], "").command)
    finally:
        source.unlink()
    assert (complaint is not None) == refused, f"{name}: {complaint}"


def test_slow_sources_and_tests_are_left_out(tmp_path: pathlib.Path) -> None:
    texts = {"a.cpp": "#include <string>\n", "b.cpp": "#include <boost/beast/core.hpp>\n", "a_test.cpp": ""}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    assert [name for name in texts if is_wanted(tmp_path / name)] == ["a.cpp"]
