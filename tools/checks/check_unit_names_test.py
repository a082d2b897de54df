import pytest
from check_unit_names import wrong_in

WRONG = [
    ("int timeout_millis = 5;", "timeout_ms"),
    ("int timeoutMs = 5;", "timeout_ms"),
    ("timeout_sec: 5", "timeout_seconds"),
    ("std::size_t cache_mb_ = 1;", "cache_mib"),
    ("double energy_joule_total;", "energy_joules_total"),
    ("constexpr int kWaitMillis = 1;", "kWaitMs"),
    ("auto ms_elapsed = 1;", "elapsed_ms"),
    ("saved_percent = 3", "saved_pct"),
]
FINE = [
    "std::chrono::milliseconds timeout;",
    "int timeout_ms_max = 5;",
    "double energy_joules_total;",
    "first_byte = now; per_second = 3;",
    "spec.tv_nsec = 0;",
    "requests_duration_seconds",
    "double as_milliseconds() const;",
    "bool includesUs(Status status);",
    "constexpr int kWaitMs = 1;",
]


@pytest.mark.parametrize(("line", "better"), WRONG)
def test_other_spellings_are_found(line: str, better: str) -> None:
    assert [right for _, right in wrong_in(line)] == [better]


@pytest.mark.parametrize("line", FINE)
def test_right_names_pass(line: str) -> None:
    assert list(wrong_in(line)) == []
