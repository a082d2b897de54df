"""A preview: two sentences and an outline, before the full answer is paid for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from greeninfer.chat_request import CHOICES, ChatRequest
from greeninfer.reply_model import ReplyModel
from greeninfer.results import EnergyFigures, Routing, Session


class Estimate(EnergyFigures):
    """What the full answer is expected to take."""

    tier: str | None = None
    model_id: str | None = None
    output_tokens: int | None = None


class PreviewText(ReplyModel):
    """The `preview` member of a reply, and of the event of that name."""

    id: str
    expires_at: str | None = None
    summary: str
    outline: list[str]
    model_tier: str | None = None
    model_id: str | None = None
    choices: list[str] = Field(default_factory=lambda: [*map(str, CHOICES)])
    estimated: Estimate | None = None
    spent: EnergyFigures | None = None  # all previews of this prompt so far, this one included


class Preview(Routing):
    """The reply that made a preview: its energy figures are what the preview took. `gi.confirm` goes on from
    it."""

    preview: PreviewText
    request: ChatRequest  # what was asked, and is asked again when the preview is confirmed
    latency_ms: int | None = None
    session: Session | None = None
    request_id: str | None = None

    @property
    def id(self) -> str:
        return self.preview.id

    @property
    def expires_at(self) -> str | None:
        return self.preview.expires_at

    @property
    def summary(self) -> str:
        return self.preview.summary

    @property
    def outline(self) -> list[str]:
        return self.preview.outline

    @property
    def choices(self) -> list[str]:
        return self.preview.choices

    @property
    def estimated(self) -> Estimate | None:
        return self.preview.estimated

    @property
    def spent(self) -> EnergyFigures | None:
        return self.preview.spent


def preview_data(reply: Mapping[str, Any], request: ChatRequest, request_id: str | None) -> dict[str, Any]:
    """The reply with what the client knows beside it."""
    asked = request.model_copy(update={"confirm": None, "preview": None})
    return {**reply, "request": asked, "request_id": request_id}
