"""`score_prompt`, as the first GreenInfer had it: how hard a prompt is, scored by the server that would route
it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from greeninfer.analysis import Analysis
from greeninfer.client import GreenInfer


class ComplexityResult(BaseModel):
    model_config = ConfigDict(frozen=True)

    score: float | None  # 0 to 1
    score_100: int | None
    label: str | None  # Trivial, Simple, Medium, Complex
    tier: str | None  # where an answer would begin
    features: dict[str, Any] | None
    accuracy_req: str | None  # Low, Moderate, High, Critical

    @classmethod
    def of(cls, analysis: Analysis) -> ComplexityResult:
        return cls(
            score=analysis.complexity_score,
            score_100=analysis.complexity_score_100,
            label=analysis.complexity_label,
            tier=analysis.recommended_tier,
            features=analysis.features,
            accuracy_req=analysis.accuracy_req,
        )


def score_prompt(prompt: str, client: GreenInfer | None = None) -> ComplexityResult:
    """Without a client it makes one for this call, from the environment."""
    if client is not None:
        return ComplexityResult.of(client.analyze(prompt))
    with GreenInfer(connect=False) as made:
        return ComplexityResult.of(made.analyze(prompt))
