"""The client: three lines to an answer with what it cost.

One object is one session. It may be used by many threads at once, and has none of its own; a stream that it
gives belongs to one thread.
"""

from __future__ import annotations

import contextlib
import random
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, overload

import httpx

from greeninfer.analysis import Analysis
from greeninfer.chat_request import ChatRequest, ChatWishes, Choice, Confirm, Context, Mode, PreviewWish
from greeninfer.client_core import ClientCore, json_of
from greeninfer.errors import GreenInferError, NotFoundError
from greeninfer.preview import Preview
from greeninfer.replies import answer_of, preview_of
from greeninfer.reply_model import read_model
from greeninfer.results import GreenInferResult
from greeninfer.retrying import RetryPolicy
from greeninfer.server_queries import ServerQueries
from greeninfer.settings import (
    TIMEOUT_SECONDS,
    check_budget,
    find_server,
    refuse_server_settings,
    timeout_of,
)
from greeninfer.stream_state import StreamState
from greeninfer.streaming import ChatStream
from greeninfer.transport import Transport

if TYPE_CHECKING:
    from typing_extensions import Unpack


class GreenInfer(ServerQueries):
    """Asks a GreenInfer server, and says at once when there is none (`connect=False`: at the first call).

    `mode` and what is None is left to the server. `carbon_budget_g` is a budget of this object's session,
    beside the one that the server gives every session: the call after it is used up raises
    BudgetExceededError. `timeout` is in seconds. `model_pool`, `optimizer_model`, `carbon_aware`,
    `electricity_maps_key` and `groq_api_key` are settings of the server now, and refused with a word on where
    they are.
    """

    def __init__(
        self,
        model_pool: None = None,
        optimizer_model: None = None,
        mode: Mode | None = None,
        carbon_aware: None = None,
        carbon_budget_g: float | None = None,
        electricity_maps_key: None = None,
        groq_api_key: None = None,
        *,
        base_url: str | None = None,
        api_key: str | None = None,
        session_id: str | None = None,
        timeout: float | httpx.Timeout | None = TIMEOUT_SECONDS,
        retries: int = 2,
        connect: bool = True,
        http_client: httpx.Client | None = None,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        refuse_server_settings(
            {
                "model_pool": model_pool,
                "optimizer_model": optimizer_model,
                "carbon_aware": carbon_aware,
                "electricity_maps_key": electricity_maps_key,
                "groq_api_key": groq_api_key,
            }
        )
        self._core = ClientCore(mode, check_budget(carbon_budget_g), session_id)
        address = find_server(base_url, api_key)
        self._transport = Transport(
            address, timeout_of(timeout), RetryPolicy(retries), http_client, sleep, chance
        )
        if connect:
            self._find()

    def __enter__(self) -> GreenInfer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Closes the connections; the session stays on the server."""
        self._transport.close()

    @property
    def session_id(self) -> str:
        return self._core.session_id

    # Answers

    @overload
    def chat(
        self,
        prompt: str,
        mode: Mode | None = None,
        context: Context | None = None,
        *,
        preview: Literal["never"] | None = None,
        confirm: None = None,
        **wishes: Unpack[ChatWishes],
    ) -> GreenInferResult: ...

    @overload
    def chat(
        self,
        prompt: str,
        mode: Mode | None = None,
        context: Context | None = None,
        *,
        preview: PreviewWish | None = None,
        confirm: Confirm | None = None,
        **wishes: Unpack[ChatWishes],
    ) -> GreenInferResult | Preview: ...

    def chat(
        self,
        prompt: str,
        mode: Mode | None = None,
        context: Context | None = None,
        *,
        preview: PreviewWish | None = None,
        confirm: Confirm | None = None,
        **wishes: Unpack[ChatWishes],
    ) -> GreenInferResult | Preview:
        """The answer and what it cost. `context=gi.history` goes on with the conversation; `preview="auto"`
        lets the server answer a hard prompt with a Preview. ChatWishes says what else there is."""
        return self._chat(self._core.request(prompt, mode, context, preview, confirm, wishes))

    def preview(
        self,
        prompt: str,
        mode: Mode | None = None,
        context: Context | None = None,
        **wishes: Unpack[ChatWishes],
    ) -> Preview:
        """Two sentences and an outline by the small model, and what the full answer would take."""
        return preview_of(self._chat(self._core.request(prompt, mode, context, "always", None, wishes)))

    @overload
    def confirm(self, preview: Preview, choice: Literal["expand", "add_detail"]) -> GreenInferResult: ...

    @overload
    def confirm(self, preview: Preview, choice: Choice) -> GreenInferResult | Preview: ...

    def confirm(self, preview: Preview, choice: Choice) -> GreenInferResult | Preview:
        """Goes on from a preview: `expand` and `add_detail` give the full answer, `different_angle` another
        preview (or, where no other outline can be found, the full answer from another angle)."""
        reply = self._chat(preview.request.confirmed(preview.id, choice))
        return reply if choice == "different_angle" else answer_of(reply)

    def stream(
        self,
        prompt: str,
        mode: Mode | None = None,
        context: Context | None = None,
        *,
        preview: PreviewWish | None = None,
        confirm: Confirm | None = None,
        **wishes: Unpack[ChatWishes],
    ) -> ChatStream:
        """The answer as it is made. Use it in a `with` block: leaving it early stops the model."""
        return self._stream(self._core.request(prompt, mode, context, preview, confirm, wishes))

    def stream_confirm(self, preview: Preview, choice: Choice) -> ChatStream:
        """`confirm`, as a stream."""
        return self._stream(preview.request.confirmed(preview.id, choice))

    # Session

    @property
    def history(self) -> list[GreenInferResult]:
        """The answers of this session, oldest first: a list of your own, so `gi.history[-6:]` shortens it."""
        return self._core.book.results()

    def session_summary(self) -> dict[str, Any]:
        """Totals of the session as the server counts them; what is not known is None."""
        self._refresh_session()
        intensity = self._core.book.grid_intensity
        if intensity is None:
            zone = self.grid().zone()
            intensity = zone.grams_per_kwh if zone else None
        return self._core.summary(intensity)

    def reset_session(self) -> None:
        """Forgets the session here and on the server, with its history and what it used of its budgets."""
        with contextlib.suppress(NotFoundError):  # nothing was asked in it yet
            self._transport.ask("DELETE", self._core.session_path)
        self._core.book.clear()

    def analyze(
        self,
        prompt: str,
        mode: Mode | None = None,
        context: Context | None = None,
        *,
        preview: PreviewWish | None = None,
        **wishes: Unpack[ChatWishes],
    ) -> Analysis:
        """What would be decided about the prompt, and why. Asks no model."""
        request = self._core.request(prompt, mode, context, preview, None, wishes)
        return read_model(Analysis, self._json("POST", "/analyze", request.body()))

    # Inside

    def _refresh_session(self) -> None:
        since = self._core.book.moment()
        try:
            self._core.read_session(self._json("GET", self._core.session_path), since)
        except NotFoundError:
            self._core.book.forgotten()

    def _begin(self, request: ChatRequest) -> int:
        if not self._core.is_own(request):
            return 0
        if self._core.must_ask_what_was_used:
            self._refresh_session()
        self._core.check_budget()
        return self._core.book.moment()

    def _chat(self, request: ChatRequest) -> GreenInferResult | Preview:
        since = self._begin(request)
        try:
            response = self._transport.ask("POST", "/chat", request.body())
            data = json_of(response.content, self.base_url)
            return self._core.read(data, request, response.headers.get("x-request-id"), since)
        except GreenInferError:
            self._core.took(request, None, since)
            raise

    def _stream(self, request: ChatRequest) -> ChatStream:
        since = self._begin(request)
        try:
            response = self._transport.open_stream("/chat", request.body(stream=True))
        except GreenInferError:
            self._core.took(request, None, since)
            raise
        state = StreamState(request, response.headers.get("x-request-id"))
        return ChatStream(
            response, state, self._transport, lambda reply: self._core.took(request, reply, since)
        )
