"""How long from the start of the process to the first right answer."""

from __future__ import annotations

import subprocess
import time

from ..gateways import Gateway
from ..load_tools import call
from ..settings import REQUEST_BODY

POLL_SECONDS = 0.005


def wait_until_ready(gateway: Gateway, child: subprocess.Popen[bytes] | None, started: float) -> float:
    """Seconds since `started` (monotonic) until an answer was right; raises when that takes too long.

    Starting bash and taskset is part of it, about 5 ms that is the same for every gateway.
    """
    while True:
        try:
            answer = call(gateway, REQUEST_BODY, timeout_seconds=10)
            if answer.status == 200 and b"mock-answer" in answer.body:
                return time.monotonic() - started
            reason = f"{answer.status} {answer.body[:200]!r}"
        except OSError as error:
            reason = repr(error)
        if child and child.poll() is not None:
            raise RuntimeError(
                f"{gateway.name} exited with {child.returncode} before it was ready ({reason})"
            )
        if time.monotonic() - started > gateway.ready_seconds:
            raise RuntimeError(f"{gateway.name} was not ready in {gateway.ready_seconds} s ({reason})")
        time.sleep(POLL_SECONDS)
