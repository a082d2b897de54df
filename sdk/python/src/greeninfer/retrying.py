"""When a failed request is sent again, and after how long: pure decisions, so that tests need no clock.

A time-out is not among them: the answer was being made and costs carbon, so asking once more would cost it
twice. Nor is anything that fails after the first byte of a stream.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from greeninfer.error_replies import retry_after_seconds

RETRIED_STATUSES = frozenset({429, 502, 503, 504})
_FIRST_PAUSE_SECONDS = 0.5
_PAUSE_SECONDS_MAX = 8.0
_JITTER = 0.25  # that share of a pause is left to chance, so that clients do not come back all at once


@dataclass(frozen=True)
class RetryPolicy:
    """`retries` is how often at most a request is sent again."""

    retries: int = 2
    asked_pause_seconds_max: float = 60.0  # who is asked to wait longer is told so by the error instead

    def pause_after_reply(
        self, attempt: int, status: int, headers: Mapping[str, str], chance: float
    ) -> float | None:
        """The pause in seconds after the failed attempt (0 is the first), or None: give up. `chance` is 0 to
        1."""
        wanted = headers.get("x-should-retry", "").lower()
        if wanted == "false" or (wanted != "true" and status not in RETRIED_STATUSES):
            return None
        asked_seconds = retry_after_seconds(headers)
        if asked_seconds is not None and asked_seconds > self.asked_pause_seconds_max:
            return None
        return self._pause(attempt, asked_seconds, chance)

    def pause_after_broken_connection(self, attempt: int, chance: float) -> float | None:
        return self._pause(attempt, None, chance)

    def _pause(self, attempt: int, asked_seconds: float | None, chance: float) -> float | None:
        if attempt >= self.retries:
            return None
        if asked_seconds is not None:
            return asked_seconds
        return min(_PAUSE_SECONDS_MAX, _FIRST_PAUSE_SECONDS * 2.0**attempt) * (1 - _JITTER * chance)
