"""What a client object remembers of its session: the results, and what they came to.

The server counts a session and forgets one that was idle for long, and then counts anew. A budget must not
begin anew with it, so the book carries over what the server forgot. Answers of calls that ran at the same
time may come in any order; a total that is lower than one seen before means a forgotten session only if its
call began after that one was seen.

One lock guards it, held for no longer than an addition: a client may be used by many threads.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

from greeninfer.results import GreenInferResult, Session


@dataclass(frozen=True)
class Totals:
    """None: a part of it is not known."""

    prompts: int = 0
    energy_mwh: float | None = 0.0
    co2_grams: float | None = 0.0
    cost_usd: float | None = 0.0
    carbon_used_grams: float = 0.0  # as the budget counts it: an estimate stands in for what is not known

    def plus(self, other: Totals) -> Totals:
        return Totals(
            self.prompts + other.prompts,
            _sum(self.energy_mwh, other.energy_mwh),
            _sum(self.co2_grams, other.co2_grams),
            _sum(self.cost_usd, other.cost_usd),
            self.carbon_used_grams + other.carbon_used_grams,
        )


class SessionBook:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._clear()

    def _clear(self) -> None:
        self._results: list[GreenInferResult] = []
        self._forgotten = Totals()
        self._newest: Session | None = None
        self._moment = 0  # grows with every total seen
        self._is_stale = False
        self._grid_intensity: float | None = None

    def clear(self) -> None:
        with self._lock:
            self._clear()

    def moment(self) -> int:
        """To be asked for before a call, and given to `saw` with its answer."""
        with self._lock:
            return self._moment

    def saw(self, session: Session | None, since: int) -> None:
        """The totals in an answer to a call that began at the moment `since`."""
        with self._lock:
            if session is None:
                self._is_stale = True
            else:
                self._take(session, since)

    def lost_count(self) -> None:
        """A call ended without its totals, and may have cost something."""
        with self._lock:
            self._is_stale = True

    def forgotten(self) -> None:
        """The server does not know the session, or no longer."""
        with self._lock:
            self._carry_over()
            self._is_stale = False

    def add(self, result: GreenInferResult) -> None:
        with self._lock:
            self._results.append(result)
            if result.grid_intensity is not None:
                self._grid_intensity = result.grid_intensity

    @property
    def is_stale(self) -> bool:
        with self._lock:
            return self._is_stale

    @property
    def grid_intensity(self) -> float | None:
        with self._lock:
            return self._grid_intensity

    def results(self) -> list[GreenInferResult]:
        with self._lock:
            return list(self._results)

    def newest(self) -> Session | None:
        with self._lock:
            return self._newest

    def totals(self) -> Totals:
        with self._lock:
            return self._forgotten.plus(_totals_of(self._newest))

    def _take(self, session: Session, since: int) -> None:
        old, new = _totals_of(self._newest), _totals_of(session)
        if new.prompts < old.prompts:
            if since < self._moment:
                return  # overtaken by a later answer
            self._carry_over()
        elif new.prompts == old.prompts and new.carbon_used_grams < old.carbon_used_grams:
            return
        self._newest = session
        self._moment += 1
        self._is_stale = False

    def _carry_over(self) -> None:
        self._forgotten = self._forgotten.plus(_totals_of(self._newest))
        self._newest = None


def _totals_of(session: Session | None) -> Totals:
    if session is None:
        return Totals()
    known = replace(
        Totals(),
        prompts=session.total_prompts or 0,
        energy_mwh=session.total_energy_mwh,
        co2_grams=session.total_co2_grams,
        cost_usd=session.total_cost_usd,
    )
    return replace(known, carbon_used_grams=session.carbon_used_g or 0.0)


def _sum(left: float | None, right: float | None) -> float | None:
    return None if left is None or right is None else left + right
