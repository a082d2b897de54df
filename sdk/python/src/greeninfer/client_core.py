"""What both clients are made of beside their sockets: requests, results, the session and its budget."""

from __future__ import annotations

import json
import uuid
from typing import Any
from urllib.parse import quote

from pydantic import ValidationError

from greeninfer.chat_request import (
    ChatRequest,
    ChatWishes,
    Confirm,
    Context,
    Mode,
    PreviewWish,
    images_of,
    turns_of,
)
from greeninfer.errors import BudgetExceededError, ConfigurationError, InvalidReplyError
from greeninfer.preview import Preview
from greeninfer.replies import read_chat_reply
from greeninfer.reply_model import read_model
from greeninfer.results import GreenInferResult, Session
from greeninfer.session_book import SessionBook


class ClientCore:
    def __init__(self, mode: Mode | None, carbon_budget_g: float | None, session_id: str | None) -> None:
        self.mode = mode
        self.carbon_budget_g = carbon_budget_g
        self.session_id = session_id or f"sdk-{uuid.uuid4().hex}"
        self.book = SessionBook()
        if session_id is not None:
            self.book.lost_count()  # it may have been used before

    @property
    def session_path(self) -> str:
        return f"/sessions/{quote(self.session_id, safe='')}"

    # Requests

    def request(
        self,
        prompt: str,
        mode: Mode | None,
        context: Context | None,
        preview: PreviewWish | None,
        confirm: Confirm | None,
        wishes: ChatWishes,
    ) -> ChatRequest:
        """Raises ConfigurationError where a value is of the wrong kind; whether it is allowed, the server
        says."""
        wanted: dict[str, Any] = {
            **wishes,
            "prompt": prompt,
            "mode": mode or self.mode,
            "context": turns_of(context),
            "session_id": wishes.get("session_id") or self.session_id,
            "images": images_of(wishes.get("images")),
            "preview": preview,
            "confirm": confirm,
        }
        try:
            return ChatRequest.model_validate(wanted)
        except ValidationError as problem:
            first = problem.errors(include_url=False, include_input=False)[0]
            raise ConfigurationError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from None

    def is_own(self, request: ChatRequest) -> bool:
        """Whether it is of this client's session."""
        return request.session_id == self.session_id

    # Replies

    def took(self, request: ChatRequest, reply: GreenInferResult | Preview | None, since: int) -> None:
        """Remembers what a call came to; None where it ended without that."""
        if not self.is_own(request):
            return
        self.book.saw(reply.session if reply is not None else None, since)
        if isinstance(reply, GreenInferResult):
            self.book.add(reply)

    def read(
        self,
        data: Any,  # noqa: ANN401 (whatever JSON came)
        request: ChatRequest,
        request_id: str | None,
        since: int,
    ) -> GreenInferResult | Preview:
        reply = read_chat_reply(data, request, request_id)
        self.took(request, reply, since)
        return reply

    # Session and budget

    @property
    def must_ask_what_was_used(self) -> bool:
        """Before a call under a budget, where the last figures may be too low. A budget of 0 needs no
        figures."""
        return bool(self.carbon_budget_g) and self.book.is_stale

    def check_budget(self) -> None:
        budget_grams = self.carbon_budget_g
        if budget_grams is None:
            return
        used_grams = self.book.totals().carbon_used_grams
        if used_grams >= budget_grams:
            raise BudgetExceededError(
                f"this session has used {used_grams:.3g} g CO2e of the {budget_grams:g} g that "
                "carbon_budget_g allows; reset_session() begins anew, or make a client with a larger budget",
                code="carbon_budget_exceeded",
                error_type="budget_error",
                field="carbon_budget_g",
            )

    def read_session(self, data: Any, since: int) -> None:  # noqa: ANN401 (whatever JSON came)
        self.book.saw(read_model(Session, data), since)

    def summary(self, grid_intensity: float | None) -> dict[str, Any]:
        totals = self.book.totals()
        newest = self.book.newest()
        summary: dict[str, Any] = {
            "session_id": self.session_id,
            "total_prompts": totals.prompts,
            "total_energy_mwh": totals.energy_mwh,
            "total_co2_grams": totals.co2_grams,
            "total_cost_usd": totals.cost_usd,
            "grid_intensity": grid_intensity,
        }
        known = [self.carbon_budget_g, newest.carbon_budget_g if newest else None]
        budgets = [budget for budget in known if budget is not None]
        if budgets:
            summary["carbon_budget_g"] = min(budgets)
            summary["carbon_used_g"] = totals.carbon_used_grams
            summary["carbon_remaining_g"] = max(0.0, min(budgets) - totals.carbon_used_grams)
        return summary


def json_of(content: bytes, base_url: str) -> Any:  # noqa: ANN401 (whatever JSON came)
    try:
        return json.loads(content)
    except ValueError:
        raise InvalidReplyError(
            f"what answers at {base_url} is no GreenInfer server: its reply is no JSON"
        ) from None
