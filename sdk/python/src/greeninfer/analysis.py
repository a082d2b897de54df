"""What the server would decide about a prompt, and why: the reply of POST /analyze."""

from __future__ import annotations

from typing import Any

from greeninfer.reply_model import ReplyModel


class PreviewForecast(ReplyModel):
    would_be_made: bool
    reason: str | None = None


class Candidate(ReplyModel):
    """A model that could begin, and how it was weighed."""

    model: str
    tier: str
    p_right: float | None = None
    expected_co2_grams: float | None = None
    relative_carbon: float | None = None
    value: float | None = None


class Analysis(ReplyModel):
    original_prompt: str
    optimized_prompt: str
    original_tokens: int | None = None
    optimized_tokens: int | None = None
    tokens_saved: int | None = None
    reduction_pct: int | None = None
    tokens_method: str | None = None
    optimizer_used: bool | None = None
    shortening: dict[str, Any] | None = None
    complexity_score: float | None = None  # 0 to 1
    complexity_score_100: int | None = None
    complexity_label: str | None = None
    accuracy_req: str | None = None
    features: dict[str, Any] | None = None
    complexity: dict[str, Any] | None = None
    p_right: dict[str, float | None] | None = None  # chance that a tier answers well
    cascade: dict[str, Any] | None = None
    recommended_tier: str | None = None
    recommended_model: str | None = None
    mode_used: str | None = None
    mode_moved_by: str | None = None
    decision: str | None = None
    ladder: list[str] | None = None
    candidates: list[Candidate] | None = None
    preview: PreviewForecast | None = None

    @property
    def reasons(self) -> list[str] | None:
        """Why the prompt is as hard as the score says."""
        reasons = (self.complexity or {}).get("reasons")
        return [str(reason) for reason in reasons] if isinstance(reasons, list) else None
