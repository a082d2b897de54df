"""The models that a server has."""

from __future__ import annotations

from typing import Any

from greeninfer.errors import InvalidReplyError
from greeninfer.reply_model import ReplyModel, read_model


class ModelEntry(ReplyModel):
    """Beside its id, what the server tells: a server that has no GET /setup tells the id alone."""

    id: str
    display_name: str | None = None
    tier: str | None = None  # small, medium, large, xlarge
    capabilities: list[str] | None = None
    context_window: int | None = None
    price: dict[str, float | None] | None = None  # dollars per million tokens
    energy_method: str | None = None
    local: bool | None = None
    endpoints: list[dict[str, Any]] | None = None


def models_of_setup(reply: Any) -> list[ModelEntry]:  # noqa: ANN401 (whatever JSON came)
    return _entries(reply, "models")


def models_of_list(reply: Any) -> list[ModelEntry]:  # noqa: ANN401 (whatever JSON came)
    """Of GET /v1/models, without the names that leave the choice to the server."""
    entries = _entries(reply, "data")
    return [entry for entry in entries if (entry.model_extra or {}).get("owned_by") != "greeninfer"]


def _entries(reply: Any, name: str) -> list[ModelEntry]:  # noqa: ANN401 (whatever JSON came)
    listed = reply.get(name) if isinstance(reply, dict) else None
    if not isinstance(listed, list):
        raise InvalidReplyError(f"the server's reply is not understood: it has no list `{name}`")
    return [read_model(ModelEntry, entry) for entry in listed]
