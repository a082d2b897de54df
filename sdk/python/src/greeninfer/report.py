"""Who used how much energy, carbon and money: the reply of GET /reports/carbon."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from greeninfer.reply_model import ReplyModel


class ReportRow(ReplyModel):
    """Sums of what is known; a sum of nothing is None. `attempts_without_*` were left out of that sum."""

    model: str | None = None
    region: str | None = None
    department: str | None = None
    energy_kwh: float | None = None
    energy_kwh_p5: float | None = None
    energy_kwh_p95: float | None = None
    co2e_g: float | None = None
    cost_usd: float | None = None
    attempts: int = 0
    answered: int = 0
    prompt_tokens: int = 0
    output_tokens: int = 0
    attempts_without_energy: int = 0
    attempts_without_carbon: int = 0
    attempts_without_cost: int = 0

    @property
    def energy_mwh(self) -> float | None:
        return None if self.energy_kwh is None else self.energy_kwh * 1e6


class CarbonReport(ReplyModel):
    by: list[str] = Field(default_factory=list)
    rows: list[ReportRow]
    total: ReportRow
    account: dict[str, Any] | None = None
    method: dict[str, Any] | None = None
