"""The benchmark's harness: it sees right answers, counts CPU time, and takes a wrong byte for a failure."""

from __future__ import annotations

import os
import subprocess

import pytest
from harness.gateway import REPOSITORY


@pytest.mark.timeout(240)
def test_bench_harness() -> None:
    if (os.cpu_count() or 1) < 2:
        pytest.skip("the benchmark needs two cores")
    run = [str(REPOSITORY / "bench/run.sh"), "--smoke"]
    done = subprocess.run(run, capture_output=True, text=True, timeout=230, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "the harness works" in done.stdout
