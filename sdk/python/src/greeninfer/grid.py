"""How clean the electricity of every zone in use is now: the reply of GET /grid."""

from __future__ import annotations

from pydantic import Field

from greeninfer.reply_model import ReplyModel


class ForecastPoint(ReplyModel):
    at: str
    grams_per_kwh: float


class GridReading(ReplyModel):
    grams_per_kwh: float | None = None
    signal: str | None = None  # average or marginal, lifecycle or direct: only like with like can be compared
    source: str | None = None
    live: bool | None = None  # False: a yearly figure of a table, which says nothing of this hour
    estimated: bool | None = None
    year: int | None = None
    valid_at: str | None = None
    age_seconds: int | None = None
    origin: str | None = None


class GridZone(GridReading):
    zone: str
    regions: list[str] = Field(default_factory=list)
    level: str | None = None  # dirty, normal, clean, or unknown where there is no live reading
    implied_mode: str | None = None
    fallback: str | None = None
    table: GridReading | None = None
    forecast: list[ForecastPoint] = Field(default_factory=list)


class Grid(ReplyModel):
    zones: list[GridZone]

    def zone(self, name: str | None = None) -> GridZone | None:
        """The zone of that name; without one the only zone there is. None where that is not one."""
        found = self.zones if name is None else [zone for zone in self.zones if zone.zone == name]
        return found[0] if len(found) == 1 else None
