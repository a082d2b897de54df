"""From rounds to readings: medians over calm rounds, differences and ratios taken within one round."""

from __future__ import annotations

import statistics
from dataclasses import dataclass

from .gateways import DIRECT
from .rounds import Measured, Results
from .settings import CALM_LIMIT
from .subject import Numbers


@dataclass(frozen=True)
class Quantity:
    title: str
    key: str
    """`phase.name` of a measured number."""
    added: bool = False
    """Minus the same figure of the same round without a gateway."""
    digits: int = 0

    @property
    def phase(self) -> str:
        return self.key.split(".")[0]


@dataclass(frozen=True)
class Reading:
    median: float
    low: float
    high: float
    calm: bool
    """False: in every round others used the cores, so this comes from disturbed rounds."""


@dataclass(frozen=True)
class Sample:
    value: float
    calm: bool


def read(results: Results, gateway: str, quantity: Quantity) -> Reading | None:
    """The median over the calm rounds, or over all when none was calm; None when it was never measured."""
    return _summarise([s for s in _samples(results, gateway, quantity) if s])


def read_ratio(results: Results, gateway: str, reference: str, quantity: Quantity) -> Reading | None:
    """The median of gateway / reference, each ratio taken within one round."""
    pairs = zip(_samples(results, gateway, quantity), _samples(results, reference, quantity), strict=False)
    ratios = [
        Sample(own.value / other.value, own.calm and other.calm)
        for own, other in pairs
        if own and other and other.value > 0
    ]
    return _summarise(ratios)


def _samples(results: Results, gateway: str, quantity: Quantity) -> list[Sample | None]:
    rounds = results.get(gateway, [])
    straight = results.get(DIRECT, [])
    return [
        _sample(own, straight[i] if i < len(straight) else None, quantity) for i, own in enumerate(rounds)
    ]


def _sample(own: Measured, straight: Measured | None, quantity: Quantity) -> Sample | None:
    value = own.numbers.get(quantity.key)
    if value is None or own.error:
        return None
    if not quantity.added:
        return Sample(value, _is_calm(own.numbers, quantity.phase))
    base = straight.numbers.get(quantity.key) if straight else None
    if straight is None or base is None:
        return None
    calm = _is_calm(own.numbers, quantity.phase) and _is_calm(straight.numbers, quantity.phase)
    return Sample(value - base, calm)


def _is_calm(numbers: Numbers, phase: str) -> bool:
    return numbers.get(f"{phase}.foreign", 0.0) <= CALM_LIMIT


def _summarise(samples: list[Sample]) -> Reading | None:
    calm = [s.value for s in samples if s.calm]
    values = calm or [s.value for s in samples]
    if not values:
        return None
    return Reading(statistics.median(values), min(values), max(values), bool(calm))
