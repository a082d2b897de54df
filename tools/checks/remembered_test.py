import pathlib

from remembered import Job, problems, run_command


def job(name: str, fingerprint: str) -> Job:
    return Job(pathlib.Path(name), fingerprint, [name])


def test_what_passed_is_not_run_again(tmp_path: pathlib.Path) -> None:
    ran: list[str] = []

    def passes(command: list[str]) -> None:
        ran.append(command[0])

    assert problems("tidy", [job("a", "1"), job("b", "2")], tmp_path, passes) == []
    assert problems("tidy", [job("a", "1"), job("b", "3")], tmp_path, passes) == []
    assert sorted(ran) == ["a", "b", "b"]


def test_what_failed_is_run_again(tmp_path: pathlib.Path) -> None:
    for _ in range(2):
        assert problems("tidy", [job("a", "1")], tmp_path, lambda _: "a.cpp:1: wrong") == ["a.cpp:1: wrong"]


def test_checks_do_not_share_what_passed(tmp_path: pathlib.Path) -> None:
    assert problems("tidy", [job("a", "1")], tmp_path, lambda _: None) == []
    assert problems("headers", [job("a", "1")], tmp_path, lambda _: "wrong") == ["wrong"]


def test_a_command_that_fails_silently_is_still_a_problem() -> None:
    assert run_command(["true"]) is None
    assert run_command(["false"]) == "status 1"
