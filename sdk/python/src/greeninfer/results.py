"""What an answer is and what it cost: the reply of POST /chat, under the names that GreenInfer has always
had.

Energy is that of the facility (IT energy times PUE) of all work for the request. Everything that the server
does not know is None, never 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from greeninfer.reply_model import ReplyModel

JOULES_PER_MWH = 3.6
# One word for each label, by the contract; `analyze` says the same.
_ACCURACY = {"Trivial": "Low", "Simple": "Moderate", "Medium": "High", "Complex": "Critical"}
_MOVED_BY_GRID = "electricity"  # in the server's reasons for another mode; the other reason is a budget


class Session(ReplyModel):
    """Totals of a session and what is left of its carbon budget, as the server counts them."""

    session_id: str
    total_prompts: int | None = None
    total_energy_mwh: float | None = None
    total_co2_grams: float | None = None
    total_cost_usd: float | None = None
    carbon_budget_g: float | None = None
    carbon_used_g: float | None = None
    carbon_reserved_g: float | None = None
    carbon_remaining_g: float | None = None
    level: str | None = None  # ok, warn, eco, exhausted


class EnergyFigures(ReplyModel):
    """What a request took. `low` and `high` are the 5th and the 95th percentile."""

    energy_mwh: float | None = None
    energy_mwh_low: float | None = None
    energy_mwh_high: float | None = None
    it_energy_mwh: float | None = None
    energy_method: str | None = None  # measured, attributed, modelled, proxy, mixed
    pue: float | None = None
    co2_grams: float | None = None
    co2_grams_low: float | None = None
    co2_grams_high: float | None = None
    embodied_co2_grams: float | None = None
    grid_intensity: float | None = None  # g/kWh
    grid_zone: str | None = None
    grid_source: str | None = None
    grid_signal: str | None = None
    grid_age_s: int | None = None
    grid_year: int | None = None
    grid_estimated: bool | None = None
    grid_fallback: str | None = None
    cost_usd: float | None = None

    @property
    def energy_joules(self) -> float | None:
        return None if self.energy_mwh is None else self.energy_mwh * JOULES_PER_MWH

    @property
    def measurement_method(self) -> str | None:
        """The evidence behind `energy_mwh`."""
        return self.energy_method


class Routing(EnergyFigures):
    """Which model, and why that one: what the first event of a stream knows already."""

    model_tier: str | None = None
    model_id: str | None = None
    model_name: str | None = None
    mode_used: str | None = None
    mode_moved_by: str | None = None  # why it is not the mode that was asked for
    region: str | None = None
    decision: str | None = None
    complexity_score: float | None = None  # 0 to 1
    complexity_score_100: int | None = None
    complexity_label: str | None = None
    complexity_reasons: list[str] | None = None
    p_right: dict[str, float | None] | None = None  # chance that a tier answers well
    placement: dict[str, Any] | None = None
    attempts: int | None = None
    cascade: dict[str, Any] | None = None

    @property
    def accuracy_req(self) -> str | None:
        """Low, Moderate, High or Critical: the complexity label in the original's other words."""
        return _ACCURACY.get(self.complexity_label or "")

    @property
    def complexity_features(self) -> dict[str, Any] | None:
        """None for an answer, which does not repeat them: `analyze(prompt).features` has them."""
        features = (self.model_extra or {}).get("complexity_features")
        return features if isinstance(features, dict) else None

    @property
    def carbon_mode_override(self) -> bool:
        """Whether the state of the electricity grid moved the mode."""
        return _MOVED_BY_GRID in (self.mode_moved_by or "")

    @property
    def grid_status(self) -> str | None:
        """How clean the electricity is: `473 g/kWh, world, by world_average`, and what it did to
        the mode."""
        if self.grid_intensity is None:
            return None
        source = f", by {self.grid_source}" if self.grid_source else ""
        moved = f"; {self.mode_moved_by}" if self.carbon_mode_override else ""
        return f"{self.grid_intensity:.0f} g/kWh, {self.grid_zone or 'world'}{source}{moved}"


class GreenInferResult(Routing):
    """An answer with its receipt."""

    response: str
    original_prompt: str
    model_tier: str
    model_id: str
    optimized_prompt: str | None = None
    original_tokens: int | None = None
    optimized_tokens: int | None = None
    tokens_saved: int | None = None
    reduction_pct: int | None = None
    tokens_method: str | None = None  # counted or estimated
    optimizer_used: bool | None = None
    shortening: dict[str, Any] | None = None
    baseline_model: str | None = None
    baseline_energy_mwh: float | None = None
    energy_saved_pct: int | None = None  # may be negative, as all savings
    co2_saved_grams: float | None = None
    co2_saved_incremental_grams: float | None = None
    green_score: int | None = None
    green_tip: str | None = None
    cascade_path: list[str] = Field(default_factory=list)
    escalations: int | None = None
    latency_ms: int | None = None
    session: Session | None = None
    preview_choice: str | None = None
    preview_energy_mwh: float | None = (
        None  # of the previews before; on their own replies, so not in energy_mwh
    )
    preview_co2_grams: float | None = None
    preview_failed: str | None = None  # why a preview that was wanted is not one
    preview_ignored: str | None = None
    request_id: str | None = None

    @property
    def energy_saved_mwh(self) -> float | None:
        """Against the largest configured tier for an answer of this length; negative where more was used.
        As in `energy_saved_pct`, the previews before a confirmed answer count."""
        before_mwh = self.preview_energy_mwh if self.preview_choice is not None else 0.0
        if self.baseline_energy_mwh is None or self.energy_mwh is None or before_mwh is None:
            return None
        return self.baseline_energy_mwh - self.energy_mwh - before_mwh

    @property
    def session_energy_mwh(self) -> float | None:
        return self.session.total_energy_mwh if self.session else None

    @property
    def session_co2_grams(self) -> float | None:
        return self.session.total_co2_grams if self.session else None

    @property
    def session_prompt_count(self) -> int | None:
        return self.session.total_prompts if self.session else None

    def turns(self) -> list[dict[str, str]]:
        """The question and the answer as turns of a conversation."""
        return [
            {"role": "user", "content": self.original_prompt},
            {"role": "assistant", "content": self.response},
        ]


def with_request(reply: Mapping[str, Any], prompt: str, request_id: str | None) -> dict[str, Any]:
    """The reply with what the client knows beside it."""
    return {**reply, "original_prompt": prompt, "request_id": request_id}
