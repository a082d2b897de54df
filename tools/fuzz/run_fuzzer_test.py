import pathlib

from run_fuzzer import Run, verdict

CRASH = [pathlib.Path("crashes/crash-1")]


def test_a_fuzzer_passes_only_when_nothing_broke() -> None:
    assert verdict(Run(0, "", []), must_crash=False) is None
    assert verdict(Run(77, "", CRASH), must_crash=False) is not None
    assert verdict(Run(1, "", []), must_crash=False) is not None


def test_the_canary_passes_only_when_its_crash_was_noticed() -> None:
    assert verdict(Run(77, "", CRASH), must_crash=True) is None
    assert verdict(Run(0, "", []), must_crash=True) is not None
    assert verdict(Run(127, "", []), must_crash=True) is not None
